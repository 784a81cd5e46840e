"""Makes a measured line-wrapping run small enough to ship: the last network and what was measured, half a megabyte."""

from __future__ import annotations

from pathlib import Path

from transparent_box.model.errors import PROGRAM
from transparent_box.model.linebreak.run import LinebreakRun
from transparent_box.model.runs.checkpoints import checkpoint_path
from transparent_box.model.storage import RunError, read_arrays, read_json, write_arrays, write_json

MEASURED = ("history", "geometry", "example")


def pack(folder: Path, out: Path) -> None:
    """Write `out` from a trained and measured run; RunError if it is not that, or `out` is in use."""
    if (out / "config.json").exists():
        raise RunError(f"{out} already holds a run: choose another --out.")
    run = LinebreakRun(folder)
    if len(run.measured) == 0 or run.metadata.get("steps_done") != run.recipe.steps:
        raise RunError(f"{folder} is not finished: go on with `{PROGRAM} train-linebreak --resume`.")
    last = int(run.steps[-1])
    write_arrays(checkpoint_path(out, last), read_arrays(checkpoint_path(folder, last)))
    for name in MEASURED:
        write_arrays(out / f"{name}.safetensors", read_arrays(folder / f"{name}.safetensors"))
    write_json(out / "config.json", read_json(folder / "config.json"))
