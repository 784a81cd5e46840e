"""Content that was changed is refused in one sentence, or does not matter: it is never told as if it were whole."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.faults.mutations import KINDS, Mutation, mutations
from tests.faults.tally import HANGS, Hanging, Tally, counted, limited
from transparent_box.model import hashes
from transparent_box.model.config import Config
from transparent_box.model.linebreak.run import LinebreakRun
from transparent_box.model.paper.numbers import curves
from transparent_box.model.paper.report import report
from transparent_box.model.runs.checkpoints import checkpoint_path
from transparent_box.model.runs.evidence import Evidence
from transparent_box.model.runs.measure import measure
from transparent_box.model.runs.pack import pack
from transparent_box.model.runs.run import FORMAT, Run
from transparent_box.model.storage import RunError, write_arrays, write_json
from transparent_box.model.sweeps.operations import read_operations
from transparent_box.model.transformer import weight_shapes

ASSETS = Path(__file__).resolve().parents[2] / "assets"
SMALL = Config(p=7, fraction=0.5, steps=3, d_model=8, n_heads=2, d_mlp=8)


@dataclass(frozen=True)
class Kind:
    """One kind of file, and what reads it."""

    place: str  # of the folders in `places`
    file: str
    read: Callable[[Path], Any]


def networks(folder: Path) -> Any:
    checkpoints = Run(folder).checkpoints
    return [checkpoints.steps, *checkpoints.networks(range(len(checkpoints.steps))), Run(folder).weights]


def described(folder: Path) -> Any:
    run = Run(folder)
    return run.config, run.renaming.multiplier, run.key_frequencies, run.metadata


def judged(folder: Path) -> Any:
    from transparent_box.model.linebreak.report import report

    return report(LinebreakRun(folder), LinebreakRun(folder)).values


RUN_FILES = {
    "config.json": described,
    "history.safetensors": lambda folder: Run(folder).history,
    "checkpoints/step_00000003.safetensors": networks,
    "probes.safetensors": lambda folder: Run(folder).probes,
    "activations.safetensors": lambda folder: Run(folder).activations,
    "dynamics.safetensors": lambda folder: Evidence(Run(folder)).training.dynamics,
    "hashes.json": lambda folder: report(Evidence(Run(folder, naming="trained"))).values,
}
LINE_FILES = {
    "config.json": judged,
    "history.safetensors": lambda folder: LinebreakRun(folder).history,
    "geometry.safetensors": lambda folder: LinebreakRun(folder).geometry,
    "example.safetensors": lambda folder: LinebreakRun(folder).example,
    "checkpoints/step_00008000.safetensors": lambda folder: LinebreakRun(folder).weights,
}
FILES = [
    *(Kind("run", file, read) for file, read in RUN_FILES.items()),
    Kind("packed", "checkpoints.safetensors", networks),
    *(Kind("linebreak", file, read) for file, read in LINE_FILES.items()),
    Kind("operations", "operations.json", read_operations),
    Kind("operations", "histories.safetensors", read_operations),
]


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A folder of each kind, made in no time: a run of random weights, and copies of what is shipped."""
    root = tmp_path_factory.mktemp("mutations")
    draw = np.random.default_rng(0)
    for step in (0, 1, 3):
        arrays = {name: draw.normal(size=shape).astype(np.float32) for name, shape in weight_shapes(SMALL).items()}
        write_arrays(checkpoint_path(root / "run", step), arrays)
    curve = {name: np.linspace(0.1, 0.9, 4) for name in ("train_loss", "test_loss", "train_accuracy", "test_accuracy")}
    write_arrays(root / "run" / "history.safetensors", {"step": np.arange(4.0), **curve})
    write_json(root / "run" / "config.json", {"format": FORMAT, "recipe": SMALL.to_json(), "steps_done": 3})
    measure(root / "run")
    pack(root / "run", root / "packed", frames=3)
    for name in ("linebreak", "operations"):
        shutil.copytree(ASSETS / name, root / name)
    return {name: root / name for name in ("run", "packed", "linebreak", "operations")}


def plain(value: Any) -> str:
    """Everything in a record, array by array, as text that two equal records share."""
    if isinstance(value, np.ndarray):
        return f"{value.dtype} {value.shape} {value.tobytes().hex()}"
    if isinstance(value, dict):
        return str([(name, plain(one)) for name, one in value.items()])
    if isinstance(value, (list, tuple)):
        return str([plain(one) for one in value])
    return plain(vars(value)) if hasattr(value, "__dataclass_fields__") else repr(value)


def attempt(kind: Kind, folder: Path, expected: str) -> str | None:
    """What went wrong, if anything, as one of `tally.FAULTS`."""
    try:
        with limited(HANGS), np.errstate(all="ignore"):
            found = plain(kind.read(folder))
    except RunError as error:
        return "traceback" if "\n" in str(error) or len(str(error)) > 600 else None
    except Hanging:
        return "hang"
    except Exception:
        return "traceback"
    return None if found == expected else "accepted"


@contextmanager
def damaged(path: Path, mutation: Mutation) -> Iterator[None]:
    """The file with that damage, as long as the block runs."""
    content = path.read_bytes()
    path.write_bytes(mutation.damage(content))
    hashes._verified.clear()
    try:
        yield
    finally:
        path.write_bytes(content)


@pytest.mark.parametrize("kind", FILES, ids=lambda kind: f"{kind.place}/{kind.file}")
def test_changed_content_is_refused_or_does_not_matter(kind: Kind, places: dict[str, Path], tally: Tally) -> None:
    folder = places[kind.place]
    expected = plain(kind.read(folder))
    for mutation in mutations(counted(4, 80), seed=1):
        with damaged(folder / kind.file, mutation):
            fault = attempt(kind, folder, expected)
        tally.tried(f"mutations of {kind.file.rpartition('.')[2]}")
        if fault:
            tally.fault(f"mutations of {kind.file.rpartition('.')[2]}", fault, f"{kind.place}/{kind.file}, {mutation}")


@pytest.mark.parametrize("kind", FILES, ids=lambda kind: f"{kind.place}/{kind.file}")
def test_without_checksums_damage_is_no_traceback_and_no_hang(
    kind: Kind, places: dict[str, Path], tally: Tally, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if kind.file == "hashes.json":
        return
    folder = tmp_path / "old"
    shutil.copytree(places[kind.place], folder)
    (folder / "hashes.json").unlink()
    expected = plain(kind.read(folder))
    assert capsys.readouterr().err.count("has no checksums") == 1
    for mutation in mutations(counted(4, 80), seed=2):
        with damaged(folder / kind.file, mutation):
            fault = attempt(kind, folder, expected)
        tally.tried("mutations without checksums")
        if fault and fault != "accepted":
            tally.fault("mutations without checksums", fault, f"{kind.place}/{kind.file}, {mutation}")


def test_the_shipped_files_are_as_they_were_written() -> None:
    hashes._verified.clear()
    for folder in (ASSETS / "reference", ASSETS / "linebreak", ASSETS / "linebreak" / "quiet", ASSETS / "operations"):
        recorded = hashes.read_record(folder / "hashes.json")
        assert recorded
        for name in recorded:
            hashes.verify(folder / name)
    assert curves()


def test_a_kill_while_a_file_is_replaced_leaves_nothing_damaged(tmp_path: Path) -> None:
    """The record is written before the file: both contents are good, and after the next write only the newer two."""
    path, other = tmp_path / "values.json", tmp_path / "other"
    write_json(path, {"step": 1})
    for step in (2, 3):  # killed twice between the record and the rename
        other.write_text(f"{step}")
        hashes.record_content(path, other)
        hashes.verify(path)
    write_json(path, {"step": 4})
    hashes.verify(path)


def test_damage_changes_content_and_can_be_made_again() -> None:
    content = bytes(range(1, 251)) * 3
    found = list(mutations(200, seed=5))
    assert {mutation.kind for mutation in found} == set(KINDS)
    damaged = [mutation.damage(content) for mutation in found]
    assert content not in damaged and len(set(damaged)) > 190
    assert damaged == [mutation.damage(content) for mutation in found]
    assert mutations(1).__next__().damage(b"x") != b"x"
