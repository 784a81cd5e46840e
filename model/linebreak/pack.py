"""Makes a measured line-wrapping run small enough to ship: the last network and what was measured, half a megabyte."""

from __future__ import annotations

from pathlib import Path

from transparent_box.model.errors import PROGRAM, shell_word
from transparent_box.model.linebreak.run import LinebreakRun
from transparent_box.model.runs.checkpoints import checkpoint_path
from transparent_box.model.storage import (
    RunError,
    atomic_run,
    read_arrays,
    read_json,
    require_free,
    write_arrays,
    write_json,
)

MEASURED = ("history", "geometry", "example")


def pack(folder: Path, out: Path) -> None:
    """Write a measured run's packed form to `out`, atomically; raise RunError if it is not measured or `out` exists."""
    require_free(out)
    run = LinebreakRun(folder)
    if run.measured and run.metadata.get("steps_done") != run.recipe.steps:
        again = f"{PROGRAM} train-linebreak --out {shell_word(folder)} --resume"
        raise RunError(f"{folder} is not finished: go on with `{again}`.")
    last = int(run.steps[-1])
    with atomic_run(out) as private:
        write_arrays(checkpoint_path(private, last), read_arrays(checkpoint_path(folder, last)))
        for name in MEASURED:
            write_arrays(private / f"{name}.safetensors", read_arrays(folder / f"{name}.safetensors"))
        write_json(private / "config.json", read_json(folder / "config.json"))
