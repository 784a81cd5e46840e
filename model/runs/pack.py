"""Makes a finished run small enough to ship: everything a newcomer renders from, without the bulk of training."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path

import numpy as np

from transparent_box.model.analysis.pacing import choose_evenly
from transparent_box.model.errors import PROGRAM, shell_word
from transparent_box.model.hashes import verify
from transparent_box.model.runs.checkpoints import pack_tensor
from transparent_box.model.runs.run import Run
from transparent_box.model.storage import Arrays, RunError, atomic_run, require_free, write_arrays, write_recorded
from transparent_box.model.transformer import WEIGHT_NAMES

PACKED_FRAMES = 154
SHIPPED_ALONE = ("probes.safetensors", "config.json")  # of one network without history
SHIPPED_FILES = ("history.safetensors", "exam.safetensors", "dynamics.safetensors", *SHIPPED_ALONE)


def pack(folder: Path, out: Path, frames: int = PACKED_FRAMES) -> None:
    """Write a measured run's shippable form to `out`: recipe, history, probes and `frames` checkpoints in 8-bit steps.

    Activations are left out: they follow from the weights in seconds. The folder appears whole or not at all.
    Raises RunError if `out` is in use.
    """
    require_free(out)
    run = Run(folder, naming="trained")
    shipped = SHIPPED_FILES if len(run.checkpoints.steps) > 1 else SHIPPED_ALONE
    if not all((folder / name).exists() for name in shipped) or "measured" not in run.metadata:
        raise RunError(f"{folder} has not been measured: run `{PROGRAM} measure {shell_word(folder)}`.")
    history = run.history if len(run.checkpoints.steps) > 1 else None
    chosen = np.arange(1) if history is None else choose_evenly(history, run.checkpoints.steps, frames)
    arrays: Arrays = {"step": run.checkpoints.steps[chosen]}
    for name in WEIGHT_NAMES:
        arrays |= pack_tensor(run.checkpoints.tensor(name)[chosen].astype(np.float32), name)
    with atomic_run(out) as private:
        write_arrays(private / "checkpoints.safetensors", arrays)
        for name in shipped:
            verify(folder / name)
            write_recorded(private / name, partial(copy_file, folder / name))


def copy_file(source: Path, target: Path) -> None:
    """Copy the bytes."""
    shutil.copyfile(source, target)
