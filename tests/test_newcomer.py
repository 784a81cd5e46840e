"""A newcomer's way: `new` writes what plays, `catalog` draws what there is, and CONTRIBUTING.md says what is true."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

import cli
from transparent_box.commands import catalog, new
from transparent_box.model.runs.evidence import Evidence
from transparent_box.model.runs.run import Run
from transparent_box.scenes.film import CHAPTERS
from transparent_box.scenes.mobjects.shapes.sharing import Sharing
from transparent_box.scenes.output.catalog import ENOUGH, entries, entry_of, find_uses, is_tiny
from transparent_box.scenes.output.job import QUALITIES
from transparent_box.scenes.stage.stage import Stage

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
MOST = 350_000  # bytes of all stills that are shipped


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project, to write in."""
    copy = tmp_path / "project"
    for folder in ("model", "scenes", "commands", "tests", "docs"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "transparent_box", copy / "transparent_box", symlinks=True)
    for file in ("cli.py", "pyproject.toml", "README.md"):
        shutil.copy(ROOT / file, copy)
    (copy / "assets").symlink_to(ROOT / "assets")
    return copy


def within(project: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {name: text for name, text in os.environ.items() if not name.startswith("PYTEST_")}
    command = [sys.executable, *words]
    return subprocess.run(command, cwd=project, capture_output=True, text=True, timeout=300, env=environment)


def test_what_new_writes_plays_passes_its_tests_and_is_in_the_film(project: Path) -> None:
    """That is CONTRIBUTING.md's example."""
    written = within(project, "cli.py", "new", "answers_scene")
    assert written.returncode == 0, written.stderr
    files = ["scenes/answers_scene.py", "tests/test_answers_scene.py", "scenes/film.py"]
    assert written.stdout.splitlines() == files
    assert within(project, "cli.py", "list").stdout.splitlines()[-1].startswith("answers_scene")
    for rules in (["check"], ["format", "--check"]):
        looked = within(project, "-m", "ruff", *rules, *files)
        assert looked.returncode == 0, looked.stdout
    beats = "tests/test_stage.py::test_every_beat_can_be_read[answers_scene]"
    tested = within(project, "-m", "pytest", "tests/test_answers_scene.py", "tests/test_architecture.py", beats)
    assert tested.returncode == 0, tested.stdout
    for kind in ("scenes/answers_scene.py", "tests/test_answers_scene.py"):
        assert (project / kind).read_text(encoding="utf-8") in PAGE


def test_new_overwrites_nothing(project: Path) -> None:
    mine = project / "tests" / "test_answers_scene.py"
    mine.write_text("# mine\n")
    film = (project / "scenes" / "film.py").read_text()
    refused = within(project, "cli.py", "new", "answers_scene")
    assert refused.returncode == 2 and "is there already (tests/test_answers_scene.py)" in refused.stderr
    assert mine.read_text() == "# mine\n" and (project / "scenes" / "film.py").read_text() == film
    assert not (project / "scenes" / "answers_scene.py").exists()


@pytest.mark.parametrize(
    ("name", "instead"),
    [("MyScene", "my_scene"), ("my-scene", "my_scene"), ("9_scene", "my_scene"), ("../a_scene", "a_scene"), ("", "my")],
)
def test_a_bad_name_is_one_sentence(name: str, instead: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(new, "ROOT", tmp_path)
    result = CliRunner().invoke(cli.main, ["new", name])
    assert result.exit_code == 2 and f"such as {instead}" in result.stderr and "Traceback" not in result.stderr
    assert not list(tmp_path.iterdir())


def test_a_chapter_of_the_film_is_not_written_again() -> None:
    result = CliRunner().invoke(cli.main, ["new", CHAPTERS[0]])
    assert result.exit_code == 2 and "is there already" in result.stderr


def test_the_catalog_is_a_page_with_stills(toy_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of one chapter on a toy run; what is shipped is of all."""
    monkeypatch.setattr("transparent_box.scenes.film.CHAPTERS", ("clock_scene",))
    page = tmp_path / "page.md"
    marks = "".join(f"<!-- begin {name} -->\nold\n<!-- end {name} -->\nkept\n" for name in catalog.SECTIONS)
    page.write_text(marks)
    command = ["catalog", "-o", str(tmp_path / "drawn"), "--into", str(page), "--run", str(toy_folder)]
    result = CliRunner().invoke(cli.main, command)
    assert result.exit_code == 0, result.output
    listed = (tmp_path / "drawn" / "catalog.md").read_text(encoding="utf-8")
    assert all(f"`{entry.name}`" in listed and entry.line for entry in entries())
    face = Image.open(tmp_path / "drawn" / "ClockFace.png").convert("RGB")
    assert face.height > 100 and len(face.getcolors(1 << 16) or []) > 3
    assert 'src="ClockFace.png"' in listed and "<br>in: clock |" in listed
    assert page.read_text().count("kept\n") == len(catalog.SECTIONS) and "old\n" not in page.read_text()
    assert 'src="drawn/ClockFace.png"' in page.read_text()


def test_only_what_a_class_takes_itself_is_listed() -> None:
    """Manim's own options are Manim's to tell, and what is asked of an argument is no mobject."""
    known = {entry.name: entry for entry in entries()}
    assert "ClockRound" in known and "Clock" not in known
    assert known["Emptying"].takes == "(glyph, seat, pace, exponent)"
    assert entry_of(Sharing).takes == "()"
    assert not [name for name, entry in known.items() if "*args" in entry.takes or "array(" in entry.takes]


def test_a_chapter_is_not_said_to_make_what_ends_like_what_it_makes() -> None:
    """Bars of a spectrum are not Bars."""
    used = find_uses(("spectrum_scene",))
    assert used["SpectrumBars"] == ["spectrum_scene"] and not used["Bars"]


@pytest.mark.parametrize("short_side", [240, 480])
def test_a_still_is_tiny_by_the_frame_it_is_cut_from(short_side: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(QUALITIES, "l", (short_side, 15))
    width = round(ENOUGH * short_side * 16 / 9)
    assert is_tiny(Image.new("RGB", (width - 1, short_side))) and not is_tiny(Image.new("RGB", (width + 1, short_side)))


def test_a_page_without_places_for_the_catalog_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("Mine.\n")
    result = CliRunner().invoke(cli.main, ["catalog", "-o", str(tmp_path / "drawn"), "--into", str(page)])
    assert result.exit_code == 2 and "<!-- begin example -->" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["page.md"] and page.read_text() == "Mine.\n"


@pytest.mark.parametrize("kind", [Stage, Run, Evidence])
def test_the_page_tells_all_that_is_offered(kind: type) -> None:
    assert len(catalog.public_members(kind)) > 10
    assert all(catalog.public_members(kind).values()), "something public has no docstring"
    assert catalog.members_table(kind) in PAGE, (
        "out of date: python cli.py catalog -o assets/catalog --into CONTRIBUTING.md"
    )


def test_the_page_shows_every_mobject_and_what_it_takes() -> None:
    for entry in entries():
        row = f"| `{entry.name}`<br>{entry.module}.py |"
        known = row in PAGE and f"`{entry.takes}`" in PAGE
        assert known, f"{entry.name}: python cli.py catalog -o assets/catalog --into CONTRIBUTING.md"
    names = [entry.name for entry in entries()]
    assert len(set(names)) == len(names), "two have one name, and one picture"
    shown = list((ROOT / "assets" / "catalog").glob("*.png"))
    assert sum(path.stat().st_size for path in shown) < MOST
    for path in shown:
        assert f'src="assets/catalog/{path.name}"' in PAGE, f"{path} is shown nowhere: remove it."
