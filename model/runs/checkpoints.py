"""The weights along training: when they are kept, and how a finished run keeps them in little space.

A training run keeps one float32 file per checkpoint. `pack` makes one file of them, small enough to ship: the last
network exactly, and each earlier one as the 8-bit difference from the next, encoded against what the reader
will have decoded so that errors never add up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from transparent_box.model.arrays import integers, reals, require_forms, require_increasing
from transparent_box.model.hashes import recorded_names
from transparent_box.model.storage import Arrays, RunError, read_arrays
from transparent_box.model.transformer import WEIGHT_NAMES

GEOMETRIC_UNTIL = 1000
GEOMETRIC_RATIO = 1.2
EVEN_INTERVALS = 400
LONGEST_STEP = 12  # digits
LEVELS = 127  # of a signed byte
SMALLEST_SCALE = 1e-30  # for a tensor that did not change at all

Floats = NDArray[np.float32]


def checkpoint_steps(steps: int) -> list[int]:
    """Close together while the network memorizes (in geometric steps to 1000), then every 1/400 of the run."""
    stride = max(1, steps // EVEN_INTERVALS)
    kept = {0, steps, *range(0, steps, stride)}
    step = 1.0
    while step <= min(GEOMETRIC_UNTIL, steps):
        kept.add(round(step))
        step *= GEOMETRIC_RATIO
    return sorted(kept)


def checkpoint_path(folder: Path, step: int) -> Path:
    """Return the file of one checkpoint of a training run."""
    return folder / "checkpoints" / f"step_{step:08d}.safetensors"


class Checkpoints:
    """The checkpoints of a run folder, packed or not, read tensor by tensor."""

    def __init__(self, folder: Path) -> None:
        """Raises RunError when the folder holds none."""
        self._packed = folder / "checkpoints.safetensors"
        self._files = sorted((folder / "checkpoints").glob("step_*.safetensors"))
        if self._packed.exists():
            self.steps: NDArray[np.int64] = packed_steps(self._packed)
        else:
            self.steps = np.array([step_of(path) for path in self._files], dtype=np.int64)
        if not len(self.steps):
            raise RunError(
                f"{folder} holds no checkpoints, and so no network: take them from a copy, or train the run anew."
            )
        gone = recorded_names(folder, "checkpoints") - {path.name for path in self._files}
        if gone and not self._packed.exists():
            raise RunError(f"{folder / 'checkpoints' / min(gone)} was written and is gone: take it from a copy.")

    def tensor(self, name: str) -> Floats:
        """Return one parameter at every checkpoint, (n, …) in the order of `steps`."""
        if not self._packed.exists():
            return np.stack([read_arrays(path, [name])[name] for path in self._files])
        arrays = read_arrays(self._packed, [f"{part}.{name}" for part in ("final", "delta", "scale")])
        check_packed(self._packed, arrays, name, len(self.steps))
        return unpack_tensor(arrays, name)

    def networks(self, indices: Iterable[int]) -> Iterator[Arrays]:
        """Yield all parameters of the checkpoints with these indices, one network at a time."""
        if self._packed.exists():
            frames = {name: self.tensor(name) for name in WEIGHT_NAMES}
            yield from ({name: frames[name][index] for name in WEIGHT_NAMES} for index in indices)
        else:
            yield from (read_arrays(self._files[index], WEIGHT_NAMES) for index in indices)

    def last(self) -> Arrays:
        """Return all parameters of the last checkpoint, exactly as trained."""
        if not self._packed.exists():
            return read_arrays(self._files[-1], WEIGHT_NAMES)
        arrays = read_arrays(self._packed, [f"final.{name}" for name in WEIGHT_NAMES])
        return {name: arrays[f"final.{name}"] for name in WEIGHT_NAMES}


def step_of(path: Path) -> int:
    """Return the step that a checkpoint's name tells; raise RunError if it is none."""
    digits = path.stem.removeprefix("step_")
    if not (digits.isdecimal() and digits.isascii() and len(digits) <= LONGEST_STEP):
        raise RunError(f"{path} is not named after a step of a training: remove it.")
    return int(digits)


def packed_steps(path: Path) -> NDArray[np.int64]:
    """Return the steps of packed checkpoints; raise RunError unless they increase."""
    arrays = read_arrays(path, ["step"])
    require_forms(path, arrays, {"step": integers("n")})
    require_increasing(path, "step", arrays["step"])
    return arrays["step"]


def check_packed(path: Path, arrays: Arrays, name: str, frames: int) -> None:
    """Raise RunError unless the parts of one packed parameter agree with each other."""
    shape = arrays[f"final.{name}"].shape
    forms = {"final": reals(*shape), "scale": reals(frames - 1), "delta": integers(frames - 1, *shape)}
    require_forms(path, arrays, {f"{part}.{name}": form for part, form in forms.items()})


def pack_tensor(frames: Floats, name: str) -> Arrays:
    """Encode one parameter's frames (n, …): the last exactly, then bytes times one scale per step backwards."""
    present = frames[-1].copy()
    deltas = np.zeros((len(frames) - 1, *present.shape), dtype=np.int8)
    scales = np.zeros(len(frames) - 1, dtype=np.float32)
    for index in range(len(frames) - 2, -1, -1):
        change = frames[index] - present
        scales[index] = max(float(np.abs(change).max()) / LEVELS, SMALLEST_SCALE)
        deltas[index] = np.clip(np.rint(change / scales[index]), -LEVELS, LEVELS)
        present = present + scales[index] * deltas[index]
    return {f"final.{name}": frames[-1], f"delta.{name}": deltas, f"scale.{name}": scales}


def unpack_tensor(arrays: Arrays, name: str) -> Floats:
    """Inverse of `pack_tensor`, within half a level of each step's largest change; the last frame is exact."""
    final, deltas, scales = (arrays[f"{part}.{name}"] for part in ("final", "delta", "scale"))
    frames = np.empty((len(scales) + 1, *final.shape), dtype=np.float32)
    frames[-1] = final
    for index in range(len(scales) - 1, -1, -1):
        frames[index] = frames[index + 1] + scales[index] * deltas[index]
    return frames
