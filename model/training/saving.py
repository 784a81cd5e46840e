"""Writes the files of a training to its run folder, and resumes from them.

A run folder while it trains:
    config.json                       the recipe, versions, device, seconds spent; written before all else
    history.safetensors               losses and accuracies
    checkpoints/step_00000100.safetensors …   the weights along the way
    state.safetensors                 weights and optimizer moments, for --resume; gone once training is done
"""

from __future__ import annotations

import platform
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from transparent_box.model.analysis.timeline import History
from transparent_box.model.config import Config, ConfigError, JsonRecipe
from transparent_box.model.runs.checkpoints import checkpoint_path, checkpoint_steps
from transparent_box.model.runs.run import FORMAT
from transparent_box.model.storage import (
    Arrays,
    RunError,
    read_arrays,
    read_json,
    require_new,
    require_own,
    write_arrays,
    write_json,
)
from transparent_box.model.training.state import MOMENTS, TrainingState
from transparent_box.model.transformer import WEIGHT_NAMES, weight_shapes

HISTORY_EVERY_STEP_UNTIL = 200
HISTORY_STRIDE = 10
MEASURED = ("measured", "renaming")  # what `measure` adds to config.json
HISTORY_COLUMNS = tuple(History.__dataclass_fields__)


def save(state: TrainingState, run: int, folder: Path) -> None:
    """Write a run's files, history first and state last, so that after a crash the history is not behind the state."""
    columns = np.array(state.histories[run], dtype=np.float64).reshape(-1, len(HISTORY_COLUMNS)).T
    write_arrays(folder / "history.safetensors", dict(zip(HISTORY_COLUMNS, columns, strict=True)))
    write_json(folder / "config.json", run_metadata(state, run))
    write_arrays(folder / "state.safetensors", state.to_arrays(run))


def begin_run(state: TrainingState, run: int, folder: Path) -> None:
    """Write config.json to a new run's folder before anything else; drop the measures of a resumed run."""
    if (folder / "config.json").exists():
        forget_measures(folder)
    else:
        write_json(folder / "config.json", run_metadata(state, run))


def forget_measures(folder: Path) -> None:
    """Mark a resumed run as not measured, before it writes new checkpoints."""
    path = folder / "config.json"
    metadata = read_json(path) if path.exists() else {}
    if "measured" in metadata:
        write_json(path, {name: value for name, value in metadata.items() if name not in MEASURED})


def divergence_error(folder: Path, step: int) -> RunError:
    """Make the error of a training whose numbers are not finite any more."""
    return RunError(
        f"{folder} diverged: at step {step} its numbers are not finite. Its learning rate or weight decay is too "
        "high. What was saved before is still there."
    )


def run_metadata(state: TrainingState, run: int) -> dict[str, Any]:
    """Return the contents of config.json."""
    device = state.device
    name = torch.cuda.get_device_name(device) if device.type == "cuda" else platform.machine()
    return {
        "format": FORMAT,
        "recipe": state.configs[run].to_json(),
        "steps_done": state.step,
        "seconds": round(state.seconds, 1),
        "device": f"{device.type} ({name})",
        "threads": torch.get_num_threads(),
        "versions": {"python": platform.python_version(), **{name: version(name) for name in ("torch", "numpy")}},
    }


def open_state(configs: Sequence[Config], folders: Sequence[Path], device: torch.device, resume: bool) -> TrainingState:
    """Return a fresh state for unused folders, or with `resume` the saved one, whose runs must be at the same step."""
    state = TrainingState(configs, device)
    steps = {open_run(state, run, folder, resume) for run, folder in enumerate(folders)}
    if len(steps) > 1:
        raise RunError(f"{folders[0]} and the runs trained together with it are at different steps.")
    (state.step,) = steps
    return state


def open_run(state: TrainingState, run: int, folder: Path, resume: bool) -> int:
    """Load the saved state of one run, if any, and return its step."""
    saved = (folder / "config.json").exists()
    if not resume:
        require_new(folder)
    if not saved:
        require_own(folder)
        return 0
    config, metadata = state.configs[run], read_json(folder / "config.json")
    check_same_recipe(config, metadata, folder)
    state.seconds = seconds_spent(metadata)
    arrays = saved_arrays(folder, WEIGHT_NAMES)
    if arrays:
        step = require_state(arrays, weight_shapes(config), config.steps, metadata, folder)
        state.load_arrays(arrays, run)
        state.histories[run] = [row for row in history_rows(folder) if row[0] < step]
        told = [number for number in range(step) if is_history_step(number, config.steps)]
        require_complete_history(state.histories[run], folder, step, checkpoint_steps(config.steps), told, WEIGHT_NAMES)
        return step
    if metadata.get("steps_done") == config.steps:
        state.histories[run] = list(history_rows(folder))
        return config.steps
    return 0


def saved_arrays(folder: Path, names: Sequence[str]) -> Arrays:
    """Return the saved state of weights of these names; nothing of a finished run, whose state is not kept."""
    path = folder / "state.safetensors"
    if not path.exists():
        return {}
    at_start = not read_arrays(path, ["step"])["step"].any()
    prefixes = [""] if at_start else ["", *(f"{moment}." for moment in MOMENTS)]
    return read_arrays(path, ["step", *(f"{prefix}{name}" for prefix in prefixes for name in names)])


def require_state(
    arrays: Arrays, shapes: Mapping[str, tuple[int, ...]], steps: int, metadata: dict[str, Any], folder: Path
) -> int:
    """Return the step of a saved state; raise RunError if its arrays or its step cannot be those of this run."""
    path = folder / "state.safetensors"
    for name, array in arrays.items():
        if not can_be_state(name, array, () if name == "step" else shapes[name.rpartition(".")[2]]):
            raise RunError(f"{path} holds a damaged {name!r}, so it cannot be resumed: train in a new folder.")
    step = int(arrays["step"])
    # The state is written last, so that a kill in between can leave it behind config.json, but never ahead.
    told = metadata.get("steps_done")
    if not 0 <= step <= steps or not isinstance(told, int) or step > told:
        raise RunError(f"{path} is at step {step}, which its run has not reached: train in a new folder.")
    return step


def can_be_state(name: str, array: NDArray[Any], shape: tuple[int, ...]) -> bool:
    """Return whether an array's type, shape and values are possible for the step, weight or moment of a name."""
    kind_fits = array.dtype.kind in "iu" if name == "step" else array.dtype == np.float32
    sign_fits = name.partition(".")[0] != MOMENTS[1] or not (array < 0).any()  # a mean of squares
    return kind_fits and array.shape == shape and bool(np.isfinite(array).all()) and sign_fits


def require_complete_history(
    history: Sequence[tuple[float, ...]],
    folder: Path,
    step: int,
    checkpoints: Iterable[int],
    history_steps: Sequence[int],
    names: Sequence[str],
) -> None:
    """Raise RunError if a folder lacks part of the history or checkpoints before a step.

    The history must have the `history_steps`; all earlier `checkpoints` must exist, with weights of these names.
    """
    for earlier in (number for number in checkpoints if number < step):
        if not checkpoint_path(folder, earlier).exists():
            raise RunError(f"{checkpoint_path(folder, earlier)} is missing, so the run would have a gap: train anew.")
        read_arrays(checkpoint_path(folder, earlier), names)
    if [row[0] for row in history] != list(history_steps):
        raise RunError(f"{folder / 'history.safetensors'} does not hold every step up to {step}: train anew.")


def seconds_spent(metadata: dict[str, Any]) -> float:
    """Return the seconds that a run has been trained; 0 if its config does not say."""
    seconds = metadata.get("seconds", 0.0)
    return float(seconds) if isinstance(seconds, int | float) else 0.0


def is_history_step(step: int, steps: int) -> bool:
    """Return whether a step is in the history: every step at first, every tenth later, and the last."""
    return step <= HISTORY_EVERY_STEP_UNTIL or step % HISTORY_STRIDE == 0 or step == steps


def history_rows(folder: Path, columns: Sequence[str] = HISTORY_COLUMNS) -> Iterator[tuple[float, ...]]:
    """Yield the saved history, row by row: its values in the order of the columns."""
    found = read_arrays(folder / "history.safetensors", columns)
    yield from zip(*(found[name].tolist() for name in columns), strict=True)


def check_same_recipe(recipe: JsonRecipe, metadata: dict[str, Any], folder: Path) -> None:
    """Raise RunError unless the folder's recipe is this one."""
    told = metadata.get("recipe")
    if not isinstance(told, dict):
        raise RunError(f"{folder} cannot be continued: its config.json holds no recipe.")
    try:
        saved = type(recipe).from_json(told)
    except ConfigError as error:
        raise RunError(f"{folder} cannot be continued: {error}") from None
    if saved != recipe:
        ours, theirs = recipe.to_json(), saved.to_json()
        changed = next(name for name in ours if ours[name] != theirs[name])
        raise RunError(
            f"{folder} was begun with {changed} = {theirs[changed]}, not {ours[changed]}: "
            "continue it with its own recipe, or choose another --out."
        )
