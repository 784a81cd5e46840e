"""How the same network learns other operations: their training curves, shipped without the networks.

A folder of two files, made by `python cli.py sweep … --histories FOLDER` and read without PyTorch:
    operations.json          the recipe, machine, events and last accuracies of each operation's run
    histories.safetensors    "x+y.step", "x+y.train_loss", … as in `model.run.History`
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from model.config import Config, ConfigError
from model.run import History, Run
from model.storage import Arrays, RunError, read_arrays, read_json, write_arrays, write_json
from model.timeline import generalized_at, memorized_at

SHIPPED_OPERATIONS = Path(__file__).resolve().parent.parent / "assets" / "operations"
COLUMNS = tuple(History.__dataclass_fields__)
MIRRORING = ("mirrored", "unmirrored")
MACHINE = ("seconds", "device", "threads", "versions")  # of a run's config.json


@dataclass(frozen=True)
class Trial:
    """One operation's training: `config.steps` is its budget, `history` its curves, (n,) float64 each."""

    config: Config
    history: History
    mirrored_accuracy: float | None  # of the final network: see `mirror_accuracies`
    unmirrored_accuracy: float | None

    @property
    def memorized_at(self) -> int | None:
        """First step with train accuracy at least 99.9 %; None if not within the budget."""
        return memorized_at(self.history)

    @property
    def generalized_at(self) -> int | None:
        """First step with test accuracy at least 99.9 %; None if not within the budget: it did not grok."""
        return generalized_at(self.history)


def read_operations(folder: Path = SHIPPED_OPERATIONS) -> dict[str, Trial]:
    """Operation ("x+y", …) → its trial, in the order trained; RunError where a file is missing or foreign."""
    path = folder / "operations.json"
    if not path.exists():
        raise RunError(f"{folder} holds no curves of operations: make the shipped ones with `make operations`.")
    try:
        described = {
            name: (Config.from_json(entry["recipe"]), *(entry[f"{kind}_accuracy"] for kind in MIRRORING))
            for name, entry in read_json(path)["operations"].items()
        }
    except (ConfigError, KeyError, AttributeError, TypeError) as error:
        raise RunError(f"{path} holds no valid recipes ({error}).") from None
    arrays = read_arrays(folder / "histories.safetensors", [f"{name}.{part}" for name in described for part in COLUMNS])
    return {
        name: Trial(recipe, History(**{part: arrays[f"{name}.{part}"] for part in COLUMNS}), *accuracies)
        for name, (recipe, *accuracies) in described.items()
    }


def write_operations(folders: Sequence[Path], out: Path) -> None:
    """Write the histories of measured run folders, one an operation; RunError where two are of the same."""
    arrays: Arrays = {}
    described: dict[str, Any] = {}
    for folder in folders:
        run = Run(folder, names="trained")
        name = run.config.operation
        if name in described:
            raise RunError(f"There are two runs of {name}: histories are kept of one run an operation.")
        arrays |= {f"{name}.{part}": getattr(run.history, part) for part in COLUMNS}
        described[name] = description(run)
    write_arrays(out / "histories.safetensors", arrays)
    write_json(out / "operations.json", {"operations": described})


def description(run: Run) -> dict[str, Any]:
    """What operations.json says of a run."""
    return {
        "recipe": run.config.to_json(),
        "memorized_at": memorized_at(run.history),
        "generalized_at": generalized_at(run.history),
        "key_frequencies": run.key_frequencies,
        **{f"{kind}_accuracy": value for kind, value in zip(MIRRORING, mirror_accuracies(run), strict=True)},
        **{part: run.metadata[part] for part in MACHINE if part in run.metadata},
    }


def mirror_accuracies(run: Run) -> tuple[float | None, float | None]:
    """The final network's accuracy on test pairs (x, y) whose mirror image (y, x) it was trained on, and on the others.

    What a commutative operation makes of (x, y) can be known from (y, x), so a network that has understood no more
    than that answers part of the test pairs rightly. None where there is no such pair.
    """
    trained = np.zeros((run.p, run.p), dtype=bool)
    trained[tuple(run.split.train.T)] = True
    x, y = run.split.test.T
    right, mirrored = (run.predictions == run.answers)[x, y], trained[y, x]
    of_mirrored, of_others = (float(right[those].mean()) if those.any() else None for those in (mirrored, ~mirrored))
    return of_mirrored, of_others
