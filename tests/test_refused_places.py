"""A place that nothing can be written to is refused before any work, by every command that makes something."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import cli
from tests.locked import locked
from tests.toys import DATA

WORK = (  # what takes long in these commands
    "transparent_box.scenes.output.catalog.collect_stills",
    "transparent_box.commands.slides.draw_clips",
    "transparent_box.commands.gallery.draw_clips",
    "transparent_box.commands.render.draw_with_progress",
    "transparent_box.scenes.output.sheet.make_sheet",
    "transparent_box.scenes.output.jobs.play_beats",
    "transparent_box.model.runs.pack.pack",
    "transparent_box.model.imports.run.import_networks",
    "transparent_box.model.paper.report.report",
    "transparent_box.commands.training.carry_out_sweep",
    "transparent_box.commands.training.confirm_training",
    "transparent_box.commands.training.train_with_progress",
    "transparent_box.commands.terminal.training.TrainingProgress",
)
RUN = str(DATA / "grokked")
MAKERS = {
    "catalog": ["-o"],
    "slides": ["clock", "--to", "pptx", "-o"],
    "gallery": ["clock", "-o"],
    "render": ["clock", "-o"],
    "film": ["clock", "-o"],
    "sheet": ["clock", "-o"],
    "script": ["clock", "-o"],
    "pack": [RUN, "--out"],
    "import": ["weights.pth", "--out"],
    "report": [RUN, "--html"],
    "train": ["--out"],
    "train --resume": ["--resume", "--out"],
    "train-linebreak": ["--out"],
    "sweep": ["--out"],
    "sweep --histories": ["--out", "runs", "--histories"],
    "sweep --spectra": ["--out", "runs", "--spectra"],
}


@pytest.fixture
def nowhere(tmp_path: Path) -> Iterator[Path]:
    """A folder that not even root can write to."""
    with locked(tmp_path / "locked") as is_locked:
        folder = tmp_path / "locked" if is_locked else Path("/proc/self")
        if not folder.is_dir():
            pytest.skip("nothing is locked for root here")
        yield folder


@pytest.fixture(autouse=True)
def idle(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nobody works, in a folder of its own."""

    def at_work(*given: object, **options: object) -> None:
        raise AssertionError("at work before the place was looked at")

    for name in WORK:
        monkeypatch.setattr(name, at_work)
    monkeypatch.chdir(tmp_path)


def called(*words: str) -> Result:
    return CliRunner().invoke(cli.main, list(words), prog_name="cli.py")


@pytest.mark.parametrize("command", MAKERS)
def test_a_place_that_cannot_be_written_is_refused_before_any_work(command: str, nowhere: Path) -> None:
    before = sorted(nowhere.iterdir())
    found = called(
        command.split()[0], *MAKERS[command], str(nowhere / "made.html" if command == "report" else nowhere / "made")
    )
    assert found.exit_code == 1, repr(found.exception)
    assert found.stderr == f"Error: The folder {nowhere} cannot be written: name another place.\n"
    assert sorted(nowhere.iterdir()) == before


@pytest.mark.parametrize(
    "words", ["render clock -o {}/a.mp4", "film clock -o {}/a.mp4", "check", "sheet -o {}/s", "script -o {}/s"]
)
def test_a_folder_that_no_drawing_can_be_kept_in_is_refused_wherever_the_file_goes(
    words: str, nowhere: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(nowhere)
    (tmp_path / "mine").mkdir()
    found = called(*words.format(tmp_path / "mine").split())
    assert found.exit_code == 1 and not list((tmp_path / "mine").iterdir()), repr(found.exception)
    assert "cannot be written: " in found.stderr and len(found.stderr.splitlines()) == 1
    assert "change to a folder" in found.stderr or "name another place" in found.stderr
    if words == "check":
        assert "change to a folder that can be written" in found.stderr


@pytest.mark.parametrize("command", ["train", "train-linebreak"])
def test_a_run_that_is_there_is_refused_before_it_is_said_what_a_training_takes(command: str, tmp_path: Path) -> None:
    shutil.copytree(DATA / "grokked", tmp_path / "mine")
    (tmp_path / "file").write_text("kept")
    refused = "mine already holds a run: choose another --out, or continue it with --resume."
    assert called(command, "--out", "mine").stderr == f"Error: {refused}\n"
    for place in ("file", "file/run"):
        found = called(command, "--out", place)
        assert found.exit_code == 1 and len(found.stderr.splitlines()) == 1, found.stderr


def test_new_names_the_scene_that_it_cannot_write(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(nowhere)
    found = called("new", "foo_scene")
    assert found.exit_code == 1 and re.fullmatch(
        r"Error: Cannot write foo_scene\.py \([\w -]+\): name another place\.\n", found.stderr
    )


@pytest.mark.parametrize("command", ["catalog", "slides", "gallery"])
def test_a_file_where_a_folder_is_made_is_a_failure(command: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("kept")
    words = ["-o", "file"] if command == "catalog" else ["clock", "-o", "file"]
    found = called(command, *words)
    assert found.exit_code == 1 and "file" in found.stderr and (tmp_path / "file").read_text() == "kept"


@pytest.mark.parametrize("command", MAKERS)
def test_a_file_in_the_way_of_a_folder_is_refused_before_any_work(command: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("kept")
    found = called(command.split()[0], *MAKERS[command], "file/made.html" if command == "report" else "file/made")
    assert found.exit_code == 1 and found.stderr.startswith("Error: "), repr(found.exception)
    assert [path.name for path in tmp_path.iterdir()] == ["file"] and (tmp_path / "file").read_text() == "kept"


@pytest.mark.parametrize("command", MAKERS)
def test_a_link_that_leads_nowhere_is_refused_before_any_work(command: str, tmp_path: Path) -> None:
    """As one to a disk that is not plugged in: no folder can be made under it, nor in its place."""
    (tmp_path / "disk").symlink_to("/nowhere/mine")
    found = called(command.split()[0], *MAKERS[command], "disk/made.html" if command == "report" else "disk/made")
    assert found.exit_code == 1, repr(found.exception)
    assert found.stderr == (
        f"Error: {tmp_path / 'disk'} links to /nowhere/mine, which does not exist: name another place.\n"
    )


@pytest.mark.parametrize(
    "words", ["sheet clock -o a.png", "sheet clock -o a.PDF", "gallery clock -o a.html", "catalog -o a.md"]
)
def test_what_is_named_as_a_file_is_no_folder(words: str, tmp_path: Path) -> None:
    made = called(*words.split())
    assert made.exit_code == 2 and "would be a folder" in made.stderr and not list(tmp_path.iterdir())
