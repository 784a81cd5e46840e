"""Reads how the same network learns other operations: their training curves, shipped without the networks.

A folder of two files, made by `python cli.py sweep … --histories FOLDER` and read without PyTorch:
    operations.json          the recipe, machine, events and last accuracies of each operation's run
    histories.safetensors    "x+y.step", "x+y.train_loss", … as in `model.analysis.timeline.History`
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from transparent_box.model.analysis.timeline import LEARNED, History, generalized_at, memorized_at
from transparent_box.model.config import Config, ConfigError
from transparent_box.model.data import answers, split_pairs
from transparent_box.model.runs.forms import check_history
from transparent_box.model.runs.metadata import machine_of
from transparent_box.model.runs.run import Run
from transparent_box.model.schema import Share, Strict, validate
from transparent_box.model.storage import Arrays, RunError, read_arrays, read_json, write_arrays, write_json
from transparent_box.model.sweeps.symmetry import Accuracies, accuracies

SHIPPED_OPERATIONS = Path(__file__).resolve().parents[2] / "assets" / "operations"
COLUMNS = tuple(History.__dataclass_fields__)


@dataclass(frozen=True)
class Trial:
    """One operation's training: `config.steps` is its budget, `history` its curves, (n,) float64 each."""

    passed: ClassVar[float] = LEARNED  # share right from which lessons are known and an exam is passed
    config: Config
    history: History
    accuracies: Accuracies  # of the final network on test pairs, by what of them was trained on

    @property
    def memorized_at(self) -> int | None:
        """First step at which the lessons are known; None if not within the budget."""
        return memorized_at(self.history)

    @property
    def generalized_at(self) -> int | None:
        """First step at which the exam is passed; None if not within the budget: it did not grok."""
        return generalized_at(self.history)

    @cached_property
    def answers(self) -> NDArray[np.int64]:
        """(p, p) the answers to all pairs [x, y], those that are in no group too."""
        x, y = np.indices((self.config.p, self.config.p))
        return answers(self.config.operation, x, y, self.config.p)

    @cached_property
    def groups(self) -> dict[str, NDArray[np.bool_]]:
        """(p, p) the pairs [x, y] that were "lessons", those in the exam whose mirror images were, and the "others"."""
        config = self.config
        split = split_pairs(config.operation, config.p, config.fraction, config.seed)
        lessons, exam = np.zeros((2, config.p, config.p), dtype=bool)
        lessons[tuple(split.train.T)] = True
        exam[tuple(split.test.T)] = True
        return {"lessons": lessons, "mirrors": exam & lessons.T, "others": exam & ~lessons.T}


def read_operations(folder: Path = SHIPPED_OPERATIONS) -> dict[str, Trial]:
    """Operation ("x+y", …) → its trial, in the order trained; raise RunError if a file is missing or foreign."""
    path = folder / "operations.json"
    if not path.exists():
        raise RunError(f"{folder} holds no curves of operations: make the shipped ones with `make operations`.")
    try:
        described = {
            name: (Config.from_json(entry["recipe"]), Accuracies(**checked_accuracies(path, entry["accuracies"])))
            for name, entry in read_json(path)["operations"].items()
        }
    except (ConfigError, KeyError, AttributeError, TypeError) as error:
        raise RunError(f"{path} holds no valid recipes ({error}).") from None
    arrays = read_arrays(folder / "histories.safetensors", [f"{name}.{part}" for name in described for part in COLUMNS])
    for name in described:
        curves = {part: arrays[f"{name}.{part}"] for part in COLUMNS}
        check_history(folder / "histories.safetensors", curves, described[name][0])
    return {
        name: Trial(recipe, History(**{part: arrays[f"{name}.{part}"] for part in COLUMNS}), shares)
        for name, (recipe, shares) in described.items()
    }


class Shares(Strict):
    """`Accuracies`, as the file holds them."""

    mirrored: Share | None
    unmirrored: Share | None
    no_symmetric_partner: Share | None


def checked_accuracies(path: Path, values: Any) -> dict[str, float | None]:
    """Return shares or nulls by name; raise RunError if they are something else."""
    return validate(path, Shares, values).model_dump()


def write_operations(folders: Sequence[Path], out: Path) -> None:
    """Write the histories of measured run folders, one an operation; raise RunError if two are of the same."""
    arrays: Arrays = {}
    described: dict[str, Any] = {}
    for folder in folders:
        run = Run(folder, naming="trained")
        name = run.config.operation
        if name in described:
            raise RunError(f"There are two runs of {name}: histories are kept of one run an operation.")
        arrays |= {f"{name}.{part}": getattr(run.history, part) for part in COLUMNS}
        described[name] = description(run)
    write_arrays(out / "histories.safetensors", arrays)
    write_json(out / "operations.json", {"operations": described})


def description(run: Run) -> dict[str, Any]:
    """Return a run in operations.json."""
    return {
        "recipe": run.config.to_json(),
        "memorized_at": memorized_at(run.history),
        "generalized_at": generalized_at(run.history),
        "key_frequencies": run.key_frequencies,
        "accuracies": asdict(accuracies(run)),
        **machine_of(run.metadata),
    }
