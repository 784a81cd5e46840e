"""The runs that lie in `tests/data` are what `python -m tests.toys` makes, and drawing them needs no PyTorch."""

from __future__ import annotations

import ast
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.conftest import TRAINING, keeping_few_checkpoints
from tests.toys import DATA, RECIPES, make
from transparent_box.model.runs.run import Run
from transparent_box.model.storage import read_arrays, read_json

ROOT = Path(__file__).resolve().parent.parent


def forms(folder: Path) -> dict[str, tuple[str, tuple[int, ...]]]:
    """Every array of a run's files: its type, and its shape but for how many steps or checkpoints there are."""
    found = {}
    for path in sorted(folder.glob("*.safetensors")):
        arrays = read_arrays(path)
        for name, array in arrays.items():
            along = path.stem in ("history", "dynamics", "exam") or not name.startswith("final.")
            found[f"{path.stem}.{name}"] = (array.dtype.str, array.shape[1:] if along else array.shape)
    return found


@pytest.mark.parametrize("name", RECIPES)
def test_toys_are_made_by_their_command(name: str, tmp_path: Path) -> None:
    """Trained for a few steps only: same files, same arrays."""
    pytest.importorskip("torch")
    config, _ = RECIPES[name]
    with keeping_few_checkpoints():
        make(name, tmp_path, replace(config, steps=40))
    shipped, made = DATA / name, tmp_path / name
    same_form = ("checkpoints", "history", "exam")  # of the others by how many frequencies are found
    assert {path.name for path in shipped.iterdir()} == {path.name for path in made.iterdir()}
    assert forms(shipped).keys() == forms(made).keys()
    for array, form in forms(made).items():
        assert form == forms(shipped)[array] or not array.startswith(same_form), array
    told, tells = (read_json(folder / "config.json") for folder in (shipped, made))
    assert told.keys() == tells.keys() and told["recipe"] == tells["recipe"] | {"steps": config.steps}


@pytest.mark.parametrize("name", RECIPES)
def test_toys_are_small_and_as_they_were_asked_for(name: str) -> None:
    run, (config, frames) = Run(DATA / name), RECIPES[name]
    assert run.config == config and len(run.checkpoints.steps) == frames
    assert sum(path.stat().st_size for path in (DATA / name).iterdir()) <= 450_000
    assert bool(run.key_frequencies) == (name == "grokked")
    assert np.isfinite(run.history.test_loss).all()


def test_drawing_is_tested_without_pytorch(tmp_path: Path) -> None:
    """Where `import torch` fails, what is drawn of each toy is tested all the same."""
    drawn = ["chapters.py::test_what_is_shown_can_be_chosen", "stage.py::test_a_still_is_the_last_frame"]
    words = ["-p", "tests.without_torch", "-p", "no:cacheprovider", f"--basetemp={tmp_path / 'there'}"]
    command = [sys.executable, "-m", "pytest", "-v", *words, *(f"tests/test_{test}" for test in drawn)]
    made = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert made.returncode == 0 and "2 passed" in made.stdout, made.stdout + made.stderr
    assert f"without PyTorch {TRAINING[0]}" in made.stdout


def imported(path: Path) -> set[str]:
    """The modules that a file imports as soon as it is read."""
    body = ast.parse(path.read_text("utf-8")).body
    plain = {alias.name for node in body if isinstance(node, ast.Import) for alias in node.names}
    return plain | {str(node.module) for node in body if isinstance(node, ast.ImportFrom)}


def test_what_needs_pytorch_is_in_files_of_training_alone() -> None:
    """Others import it, and our modules that do, within the tests that need it."""
    package = ROOT / "transparent_box"
    needing = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in (package / "model").rglob("*.py")
        if "torch" in imported(path)
    } | {"torch", "tests.textbook"}
    found = {path.name for path in ROOT.glob("tests/**/test_*.py") if imported(path) & needing}
    assert "transparent_box.model.training.train" in needing and found == set(TRAINING)
