"""Several trainings asked for in one call: which they are, which are finished, and what came of each.

Every run of a sweep is an ordinary run folder, named by what sets it apart from the others, so the same call finds
again what it has begun: finished runs are left alone and the others go on.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from typing import Any

from transparent_box.model.analysis.timeline import generalized_at, memorized_at
from transparent_box.model.config import Config
from transparent_box.model.data import all_pairs
from transparent_box.model.runs.run import Run
from transparent_box.model.storage import RunError, read_arrays, read_json

# A folder cannot be called x/y.
FOLDER_WORDS = {
    "x+y": "sum",
    "x-y": "difference",
    "x*y": "product",
    "x^2+y^2": "squares",
    "x^2+xy+y^2": "quadratic",
    "x/y": "quotient",
}


@dataclass(frozen=True)
class Assignment:
    """One run to be trained and measured: its recipe, its folder, and how many threads of which device it gets."""

    config: Config
    folder: Path
    device: str = "auto"
    threads: int = 1


def teams(assignments: Sequence[Assignment], size: int) -> list[tuple[Assignment, ...]]:
    """At most `size` assignments each that can be trained as one batch, in their order.

    Such runs may differ in seed and operation only; division has fewer pairs; and all stand at the same step.
    """
    alike: dict[Hashable, list[Assignment]] = {}
    for one in assignments:
        config = one.config
        shape = replace(config, seed=0, operation="x+y")
        pairs = len(all_pairs(config.operation, config.p))
        alike.setdefault((shape, pairs, saved_step(config, one.folder), one.device, one.threads), []).append(one)
    return [tuple(members[i : i + size]) for members in alike.values() for i in range(0, len(members), size)]


def saved_step(config: Config, folder: Path) -> int:
    """Return the step that training would go on from; a folder that cannot be read is found out when it is opened."""
    try:
        if (folder / "state.safetensors").exists():
            return int(read_arrays(folder / "state.safetensors", ["step"])["step"])
        return config.steps if read_json(folder / "config.json").get("steps_done") == config.steps else 0
    except RunError:
        return 0


def combinations(
    operations: Sequence[str], fractions: Sequence[float], decays: Sequence[float], seeds: Sequence[int], **same: Any
) -> list[Config]:
    """Return the recipe of every combination, without duplicates, seeds varying fastest. Raises ConfigError."""
    varied = product(operations, fractions, decays, seeds)
    recipes = [
        Config(operation=operation, fraction=fraction, weight_decay=decay, seed=seed, **same)
        for operation, fraction, decay, seed in varied
    ]
    return list(dict.fromkeys(recipes))


def folder_name(config: Config) -> str:
    """Such as "product_fraction_0.5_decay_1_seed_0"; what a whole sweep shares is not in it."""
    word = FOLDER_WORDS[config.operation]
    return f"{word}_fraction_{config.fraction:g}_decay_{config.weight_decay:g}_seed_{config.seed}"


def is_finished(config: Config, folder: Path) -> bool:
    """Return whether the folder holds this very recipe, trained to its last step and measured."""
    if not (folder / "dynamics.safetensors").exists():  # the last file that `measure` writes
        return False
    try:
        run = Run(folder, naming="trained")
    except RunError:
        return False
    done = run.metadata.get("steps_done") == config.steps and "measured" in run.metadata
    return done and run.config == config


@dataclass(frozen=True)
class Result:
    """The outcome of one run. Steps are None where it never came so far; frequencies are in the trained names."""

    config: Config
    folder: Path
    memorized_at: int | None
    generalized_at: int | None
    train_loss: float  # at the last step, in nats, like the next; accuracies are shares
    test_loss: float
    train_accuracy: float
    test_accuracy: float
    key_frequencies: list[int]

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values; the recipe under its own names."""
        measured = {name: getattr(self, name) for name in self.__dataclass_fields__ if name not in ("config", "folder")}
        return {"run": str(self.folder), "recipe": self.config.to_json(), **measured}


def result(folder: Path) -> Result:
    """Read off a finished run; raise RunError when it is not measured."""
    run = Run(folder, naming="trained")
    history = run.history
    return Result(
        config=run.config,
        folder=folder,
        memorized_at=memorized_at(history),
        generalized_at=generalized_at(history),
        train_loss=float(history.train_loss[-1]),
        test_loss=float(history.test_loss[-1]),
        train_accuracy=float(history.train_accuracy[-1]),
        test_accuracy=float(history.test_accuracy[-1]),
        key_frequencies=run.key_frequencies,
    )
