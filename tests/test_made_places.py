"""Folders that are not there yet are made, by every command that writes something and for every option that says where.

Where none can be made, `tests/test_refused_places.py` has what is said.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import cli
from tests.test_refused_places import MAKERS
from tests.toys import DATA
from transparent_box.commands.group import COMMANDS
from transparent_box.model.runs.run import Run

SCENE = Path(__file__).with_name("short_scene.py")
TINY = ["--p", "7", "--fraction", "0.6", "--steps", "3", "--device", "cpu"]
TINY += ["--width", "8", "--heads", "2", "--mlp", "8"]
DRAFT = ["short_scene.py", "-ql", "--run", "run", "-j", "1"]
READ = {"--run", "--control", "--into", "--voice-folder"}  # paths of what is there already
NEEDS_TORCH = ("train", "sweep", "import")
PLACE = "not/there/made"
WORDS = {  # for each of MAKERS, what comes before the place, so that it does its work in a moment
    "catalog": ["catalog", "-o"],
    "slides": ["slides", *DRAFT, "--to", "pptx", "-o"],
    "gallery": ["gallery", *DRAFT, "-o"],
    "render": ["render", *DRAFT, "-o"],
    "film": ["film", *DRAFT, "-o"],
    "sheet": ["sheet", "short_scene.py", "--run", "run", "-o"],
    "script": ["script", "short_scene.py", "--run", "run", "-o"],
    "pack": ["pack", "run", "--out"],
    "import": ["import", "weights.pth", "--out"],
    "report": ["report", "run", "--html"],
    "train": ["train", *TINY, "--out"],
    "train --resume": ["train", *TINY, "--resume", "--out"],
    "train-linebreak": ["train-linebreak", "--steps", "2", "--documents", "2", "--out"],
    "sweep": ["sweep", *TINY, "-j", "1", "--out"],
    "sweep --histories": ["sweep", *TINY, "-j", "1", "--out", "runs", "--histories"],
    "sweep --spectra": ["sweep", *TINY, "-j", "1", "--out", "runs", "--spectra"],
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a scene, a run and weights, which all commands share: what is drawn once is drawn."""
    folder = tmp_path_factory.mktemp("desk")
    shutil.copy(SCENE, folder)
    shutil.copytree(DATA / "grokked", folder / "run")
    return folder


def save_weights(run: Path, file: Path) -> None:
    """Write a run's network as PyTorch weights."""
    import torch

    from tests.test_imports import papers_names

    weights = Run(run, naming="trained").weights.to_dict()
    torch.save({"model": papers_names(weights)}, file)


def test_no_option_that_says_where_to_is_left_out() -> None:
    """Whoever adds one adds it to MAKERS, where it is tried on what can and what cannot be written."""
    assert WORDS.keys() == MAKERS.keys()
    tried = {(words[0], words[-1]) for words in WORDS.values()}
    for name in COMMANDS:
        command = cli.main.get_command(click.Context(cli.main), name)
        assert command is not None
        for option in command.params:
            if isinstance(option, click.Option) and isinstance(option.type, click.Path) and option.opts[-1] not in READ:
                assert any((name, spelling) in tried for spelling in option.opts), (name, option.opts)


@pytest.mark.usefixtures("few_documents", "few_checkpoints", "small_pictures")
@pytest.mark.parametrize("maker", MAKERS)
def test_folders_that_are_not_there_are_made(maker: str, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if maker.startswith(NEEDS_TORCH):
        pytest.importorskip("torch")
    if maker == "import":
        save_weights(desk / "run", desk / "weights.pth")
    monkeypatch.setattr("transparent_box.scenes.output.catalog.collect_stills", lambda *given: {})
    monkeypatch.chdir(desk)
    ending = {"render": ".mp4", "film": ".mp4", "slides": ".pptx", "report": ".html"}.get(maker, "")
    place = f"{PLACE} {maker}{ending}"
    found = CliRunner().invoke(cli.main, [*WORDS[maker], place], prog_name="cli.py")
    assert found.exit_code == 0, found.stderr or repr(found.exception)
    assert place in found.stdout, "where it was put is told"
