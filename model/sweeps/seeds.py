"""Frequencies that the same training chose from other seeds: their neurons' spectra, shipped without the networks.

A folder of two files, made by `python cli.py sweep … --spectra FOLDER` and read without PyTorch:
    seeds.json             the recipe, machine and events of each run
    spectra.safetensors    "seed_0.shares" and "seed_0.neurons", … as in `Chosen`
Frequencies are in the names the networks were trained with; beside another network all take that one's renaming.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transparent_box.model.analysis.renaming import Renaming
from transparent_box.model.analysis.timeline import generalized_at, memorized_at
from transparent_box.model.arrays import integers, reals, require_forms, require_within
from transparent_box.model.config import Config, ConfigError
from transparent_box.model.runs.evidence import Evidence
from transparent_box.model.runs.metadata import machine_of
from transparent_box.model.runs.run import Run
from transparent_box.model.storage import Arrays, RunError, read_arrays, read_json, write_arrays, write_json

SHIPPED_SEEDS = Path(__file__).resolve().parents[2] / "assets" / "seeds"
PARTS = ("shares", "neurons")


@dataclass(frozen=True)
class Chosen:
    """One training's choice; k runs over the (p−1)/2 frequencies from 1 on."""

    config: Config
    generalized_at: int | None  # first step at which the exam is passed; None if not within the budget
    shares: NDArray[np.float32]  # (k,) of a neuron's variance that each frequency explains, the mean of all neurons
    neurons: NDArray[np.int64]  # (k,) how many are in each frequency's cluster

    @property
    def frequencies(self) -> list[int]:
        """Those that have a cluster, ascending."""
        return [int(k) + 1 for k in np.flatnonzero(self.neurons)]

    def renamed(self, renaming: Renaming) -> Chosen:
        """Show the same choice by other names: frequencies as they are when numbers are renamed so."""
        order = [renaming.trained_frequency(k) - 1 for k in range(1, len(self.shares) + 1)]
        return replace(self, shares=self.shares[order], neurons=self.neurons[order])


def read_seeds(folder: Path = SHIPPED_SEEDS) -> list[Chosen]:
    """Read what each seed chose, in the order trained; raise RunError if a file is missing or foreign."""
    path = folder / "seeds.json"
    if not path.exists():
        raise RunError(f"{folder} holds no spectra of other seeds: make the shipped ones with `make seeds`.")
    try:
        described = [(Config.from_json(entry["recipe"]), entry["generalized_at"]) for entry in read_json(path)["seeds"]]
    except (ConfigError, KeyError, AttributeError, TypeError) as error:
        raise RunError(f"{path} holds no valid recipes ({error}).") from None
    wanted = [f"seed_{config.seed}.{part}" for config, _ in described for part in PARTS]
    place = folder / "spectra.safetensors"
    arrays, found = read_arrays(place, wanted), []
    for config, passed in described:
        shares, neurons = (arrays[f"seed_{config.seed}.{part}"] for part in PARTS)
        forms = {"shares": reals((config.p - 1) // 2), "neurons": integers((config.p - 1) // 2)}
        require_forms(place, {"shares": shares, "neurons": neurons}, forms)
        require_within(place, "shares", shares, 0, 1)
        require_within(place, "neurons", neurons, 0, config.d_mlp)
        if passed is not None and not (isinstance(passed, int) and 0 <= passed <= config.steps):
            raise RunError(f"{path}: generalized_at of seed {config.seed} is no step of its training.")
        found.append(Chosen(config, passed, shares, neurons))
    return found


def write_seeds(folders: Sequence[Path], out: Path) -> None:
    """Write the spectra of measured run folders, one a seed; raise RunError if two are of the same."""
    arrays: Arrays = {}
    described: list[dict[str, Any]] = []
    for folder in folders:
        run = Run(folder, naming="trained")
        name, evidence = f"seed_{run.config.seed}", Evidence(run)
        if f"{name}.shares" in arrays:
            raise RunError(f"There are two runs of seed {run.config.seed}: spectra are kept of one run a seed.")
        shares, sizes = evidence.trained_spectrum
        arrays |= {f"{name}.shares": shares.astype(np.float32), f"{name}.neurons": sizes}
        described.append(
            {
                "recipe": run.config.to_json(),
                "memorized_at": memorized_at(run.history),
                "generalized_at": generalized_at(run.history),
                **machine_of(run.metadata),
            }
        )
    write_arrays(out / "spectra.safetensors", arrays)
    write_json(out / "seeds.json", {"seeds": described})
