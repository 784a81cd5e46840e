"""Makes a measured line-wrapping run small enough to ship: the last network and what was measured, half a megabyte."""

from __future__ import annotations

from pathlib import Path

from transparent_box.model.errors import PROGRAM, as_word
from transparent_box.model.linebreak.run import LinebreakRun
from transparent_box.model.runs.checkpoints import checkpoint_path
from transparent_box.model.storage import (
    RunError,
    read_arrays,
    read_json,
    require_free,
    whole_run,
    write_arrays,
    write_json,
)

MEASURED = ("history", "geometry", "example")


def pack(folder: Path, out: Path) -> None:
    """Write `out`, whole or not at all, from a trained and measured run; RunError if it is not, or `out` is in use."""
    require_free(out)
    run = LinebreakRun(folder)
    if run.measured and run.metadata.get("steps_done") != run.recipe.steps:
        again = f"{PROGRAM} train-linebreak --out {as_word(folder)} --resume"
        raise RunError(f"{folder} is not finished: go on with `{again}`.")
    last = int(run.steps[-1])
    with whole_run(out) as private:
        write_arrays(checkpoint_path(private, last), read_arrays(checkpoint_path(folder, last)))
        for name in MEASURED:
            write_arrays(private / f"{name}.safetensors", read_arrays(folder / f"{name}.safetensors"))
        write_json(private / "config.json", read_json(folder / "config.json"))
