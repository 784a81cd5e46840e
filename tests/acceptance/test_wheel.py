"""The package as others install it: built, put into a fresh environment, and used from a folder of somebody's own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MOST = 60e6  # bytes


def tracked() -> list[str]:
    told = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return told.stdout.splitlines()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built wheel, from tracked files alone: what setuptools leaves in `build` would be packed again."""
    folder = tmp_path_factory.mktemp("wheel")
    for name in tracked():
        if (ROOT / name).exists():
            (folder / "source" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / "source" / name, follow_symlinks=False)
    source = str(folder / "source")
    subprocess.run([sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(folder), source], check=True)
    (built,) = folder.glob("transparent_box-*.whl")
    return built


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with modules of somebody's own, beside an environment with the package alone."""
    folder = tmp_path_factory.mktemp("elsewhere")
    venv.create(folder / "venv", with_pip=True)
    subprocess.run([folder / "venv" / "bin" / "pip", "install", "-q", str(wheel)], check=True)
    for name in ("model", "scenes", "commands", "cli", "assets"):
        (folder / f"{name}.py").write_text("raise SystemExit('mine')\n", encoding="utf-8")
    return folder


def run(folder: Path, *words: str, code: int = 0) -> str:
    environment = {name: text for name, text in os.environ.items() if name != "PYTHONPATH"}
    command = [str(folder / "venv" / "bin" / "transparent-box"), *words]
    told = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=600)
    assert told.returncode == code, told.stderr
    return told.stdout if code == 0 else told.stderr


def test_all_that_is_ours_is_in_the_wheel_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as opened:
        packed = {name.removeprefix("transparent_box/") for name in opened.namelist()}
    code = {name for name in tracked() if name.startswith(("scenes/", "model/", "commands/")) and name.endswith(".py")}
    shipped = {
        name for name in tracked() if name.startswith(("assets/reference/", "assets/linebreak/", "assets/fonts/"))
    }
    assert code | shipped <= packed, sorted((code | shipped) - packed)
    ours = {name.removeprefix("transparent_box/") for name in tracked()}
    assert not sorted(name for name in packed - ours if ".dist-info/" not in name)
    assert not [name for name in packed if name.startswith(("tests/", "docs/", "assets/catalog/"))]
    assert wheel.stat().st_size < MOST


def test_it_works_from_any_folder(elsewhere: Path) -> None:
    assert "transparent_box" not in run(elsewhere, "list")
    assert "agree" in run(elsewhere, "report").lower()
    run(elsewhere, "doctor")
    (film,) = run(elsewhere, "render", "clock_scene", "-ql").splitlines()
    assert Path(film).stat().st_size > 100_000 and elsewhere in Path(film).parents


def test_a_scene_of_ones_own_plays(elsewhere: Path) -> None:
    assert run(elsewhere, "new", "talk_scene").strip() == "talk_scene.py"
    (film,) = run(elsewhere, "render", "talk_scene.py", "-ql").splitlines()
    assert Path(film).is_file()
    (sheet,) = run(elsewhere, "sheet", "talk_scene.py").splitlines()
    assert (elsewhere / sheet).is_file()
    (film,) = run(elsewhere, "film", "talk_scene.py", "clock_scene", "-ql").splitlines()
    assert Path(film).is_file()


def test_a_broken_scene_and_a_missing_extra_are_one_sentence(elsewhere: Path) -> None:
    broken = (elsewhere / "talk_scene.py").read_text(encoding="utf-8") + "\n1 / 0\n"
    (elsewhere / "broken_scene.py").write_text(broken, encoding="utf-8")
    told = run(elsewhere, "sheet", "broken_scene.py:TalkScene", code=1)
    line = broken.count("\n")
    assert told == f"Error: broken_scene.py, line {line}: ZeroDivisionError: division by zero\n"
    assert run(elsewhere, "train", "--out", "run", code=1).endswith("run `pip install 'transparent-box[train]'`.\n")


NOTEBOOK = """%%manim -ql -v WARNING --progress_bar none Hills

class Hills(Scene):
    def construct(self):
        x = np.linspace(0, 2 * np.pi, 30)
        surface = Relief(np.cos(x[:, None] + x), viridis, 1.0).place([0, 0, 0], 8, 5)
        self.add(surface.field)
        self.play(surface.space.animate.turn(theta=1), run_time=1)
"""


def test_a_notebook_shows_its_clip_under_the_cell(elsewhere: Path, tmp_path: Path) -> None:
    """By a real Jupyter, in the fresh environment."""
    python = str(elsewhere / "venv" / "bin" / "python")
    subprocess.run([python, "-m", "pip", "install", "-q", "nbconvert", "ipykernel"], check=True)
    first = "from manim import *\nimport numpy as np\nfrom transparent_box import Relief, viridis"
    cells: list[dict[str, object]] = [
        {
            "cell_type": "code",
            "id": f"c{number}",
            "metadata": {},
            "outputs": [],
            "execution_count": None,
            "source": code,
        }
        for number, code in enumerate((first, NOTEBOOK))
    ]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (tmp_path / "hills.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    command = [python, "-m", "nbconvert", "--to", "notebook", "--execute", "hills.ipynb", "--output", "shown.ipynb"]
    told = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300)
    assert told.returncode == 0, told.stderr
    shown = json.loads((tmp_path / "shown.ipynb").read_text(encoding="utf-8"))["cells"][1]["outputs"]
    assert any("<video" in "".join(output.get("data", {}).get("text/html", [])) for output in shown)
    assert list(tmp_path.glob("media/jupyter/Hills@*.mp4"))
