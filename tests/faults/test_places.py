"""Two at once, a full disk, a folder that cannot be written, and machines that lack what ours have."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from subprocess import PIPE

import pytest

from tests.clockwork import clockwork
from tests.faults.processes import ROOT, check_whole, contents, leftovers, run, start
from tests.faults.tally import FULL, Tally
from transparent_box.model.config import Config
from transparent_box.model.files import lock_folder, remove_leftovers
from transparent_box.model.storage import RunError
from transparent_box.scenes.output.job import Job
from transparent_box.scenes.output.jobs import render

TINY = Config(p=7, fraction=0.6, steps=3, d_model=8, n_heads=2, d_mlp=8)
NETWORK = "train --p 7 --fraction 0.6 --width 16 --heads 2 --mlp 24 --device cpu --threads 1 --steps"
TRAIN = NETWORK.split()
STILL = ["render", "diagonal", "-ql", "-s", "--run", "run", "-o", "still.png"]
fully = pytest.mark.skipif(not FULL, reason="takes long: FAULTS=full")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A network built by hand, with history."""
    return clockwork(tmp_path_factory.mktemp("made") / "run", 7, (1, 3), history=True).folder


# Two at once.


def test_a_second_training_is_refused_in_a_sentence(tmp_path: Path, tally: Tally) -> None:
    pytest.importorskip("torch")
    from transparent_box.model.training.train import train

    folder = tmp_path / "run"
    tally.tried("two at once")
    with lock_folder(folder), pytest.raises(RunError, match=r"Another process is at work in .*/run: wait"):
        train(TINY, folder, device="cpu")
    assert not folder.exists(), "what was made to be held, and not used, is gone"
    train(TINY, folder, device="cpu")
    train(TINY, folder, device="cpu", resume=True)


@pytest.mark.usefixtures("few_documents")
@pytest.mark.parametrize("kind", ["adds", "wraps lines"])
def test_what_is_being_trained_is_not_measured(
    kind: str, made: Path, tmp_path: Path, tally: Tally, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The two would write config.json and the checksums over each other's."""
    from transparent_box.model.linebreak.measure import measure as measure_linebreak
    from transparent_box.model.runs.measure import measure

    folder = tmp_path / "run"
    shutil.copytree(made if kind == "adds" else ROOT / "assets" / "linebreak", folder)
    measured = measure if kind == "adds" else measure_linebreak
    before = contents(folder)
    tally.tried("two at once")
    with lock_folder(folder), pytest.raises(RunError, match=r"Another process is at work in .*/run: wait"):
        measured(folder)
    assert contents(folder) == before
    with pytest.raises(RunError, match="There is no run"):
        measured(tmp_path / "none")
    assert not (tmp_path / "none").exists()
    monkeypatch.setattr("transparent_box.model.files.fcntl", None)
    assert measured(folder).folder == folder, "where folders cannot be held it is measured all the same"


def test_where_folders_cannot_be_held_training_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("torch")
    from transparent_box.model.training.train import train

    monkeypatch.setattr("transparent_box.model.files.fcntl", None)
    with pytest.raises(RunError, match="cannot lock a folder against a second training"):
        train(TINY, tmp_path / "run", device="cpu")
    assert not (tmp_path / "run").exists()


def test_files_are_written_whole_where_python_has_no_fcntl(tmp_path: Path) -> None:
    """As under Windows: only training needs it."""
    code = (
        "import sys, pathlib; sys.modules['fcntl'] = None; from transparent_box.model.storage import write_json; "
        "write_json(pathlib.Path(sys.argv[1]), {})"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "x.json")], cwd=ROOT, check=True)
    assert (tmp_path / "x.json").exists()


def test_what_killed_processes_left_is_swept_and_nothing_else(tmp_path: Path) -> None:
    gone = subprocess.Popen(["true"])
    gone.wait()
    left = [f".a.{gone.pid}.0123abcd.part", f".b.mp4.{gone.pid}.0123abcd.part.mp4", "deep/.c.1.0123abcd.part"]
    for name in [*left, ".part", "a.part", ".hidden"]:
        (tmp_path / name).mkdir(parents=True)
    remove_leftovers(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".hidden", ".part", "a.part", "deep"]
    assert (tmp_path / left[2]).exists(), "it belongs to a process that still runs"


@fully
def test_two_renders_at_once_make_one_film(made: Path, tmp_path: Path, tally: Tally) -> None:
    shutil.copytree(made, tmp_path / "run")
    alone = render(Job("diagonal_scene", tmp_path / "run", "l", 2, media=tmp_path / "alone")).read_bytes()
    arguments = ["render", "diagonal", "-ql", "--fps", "2", "--run", "run", "-o", "clip.mp4"]
    both = [start(tmp_path, *arguments) for _ in range(2)]
    for process in both:
        tally.tried("two at once")
        _, err = process.communicate(timeout=120)
        if process.returncode or "Traceback" in err:
            tally.fault("two at once", "traceback", err)
    if (tmp_path / "clip.mp4").read_bytes() != alone:
        tally.fault("two at once", "lost", "two renders make another film than one")
    assert not leftovers(tmp_path)


@fully
def test_a_second_training_and_a_render_of_a_run_in_training(tmp_path: Path, tally: Tally) -> None:
    first = start(tmp_path, *TRAIN, 100_000, "--out", "run")
    try:
        deadline = time.monotonic() + 60
        while not (tmp_path / "run" / "state.safetensors").exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        second = run(tmp_path, *TRAIN, 100_000, "--out", "run", "--resume")
        drawn = run(tmp_path, *STILL)
    finally:
        first.kill()
        first.communicate()
    tally.tried("two at once", 2)
    if not (second.told and "Another process is at work in run" in second.err):
        tally.fault("two at once", "accepted", second.err)
    if drawn.code and not drawn.told:
        tally.fault("two at once", "traceback", drawn.err)


# A full disk, and one that cannot be written.


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 2 MB; skipped where none can be made."""
    folder = tmp_path / "disk"
    folder.mkdir()
    try:
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder], capture_output=True)
    except FileNotFoundError:
        pytest.skip("there is no mount here")
    if done.returncode:
        pytest.skip("only root can make a small disk")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


WRITERS: dict[str, list[object]] = {
    "train": [*TRAIN, 2000, "--out", "disk/run"],
    "sweep": ["sweep", *TRAIN[1:-3], "--steps", 2000, "--out", "disk/runs"],
    "measure": ["measure", "disk/run"],
    "pack": ["pack", "run", "--out", "disk/packed"],
    "render": ["render", "diagonal", "-ql", "--fps", "2", "--run", "run", "-o", "disk/clip.mp4"],
    "still": [*STILL[:-1], "disk/still.png"],
    "gif": ["render", "diagonal", "-ql", "--fps", "2", "--run", "run", "--format", "gif", "-o", "disk/clip.gif"],
    "report": ["report", "run", "--html", "disk/report.html"],
    "sheet": ["sheet", "diagonal", "--run", "run", "-o", "disk/sheet.png"],
}
QUICK = ("report",)


@pytest.mark.parametrize("state", ["full", "ro"])
@pytest.mark.parametrize("name", WRITERS if FULL else QUICK)
def test_a_disk_that_takes_nothing_is_a_sentence(
    name: str, state: str, made: Path, disk: Path, tmp_path: Path, tally: Tally
) -> None:
    kind = "full disk" if state == "full" else "read-only folder"
    shutil.copytree(made, tmp_path / "run")
    if name == "measure":
        for part in ("config.json", "checkpoints"):
            copy = shutil.copytree if (made / part).is_dir() else shutil.copy
            (disk / "run").mkdir(exist_ok=True)
            copy(made / part, disk / "run" / part)
    fill(disk, state)
    tally.tried(kind)
    ended = run(tmp_path, *WRITERS[name])
    if not ended.told:
        tally.fault(kind, "traceback", f"{name}: {ended.code} {ended.err}")
    check_whole(tmp_path)
    if left := leftovers(disk.parent):
        tally.fault(kind, "lost", f"{name} leaves {left}")


def fill(disk: Path, state: str) -> None:
    """Leave no byte, or let nobody write."""
    if state == "ro":
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
        return
    with pytest.raises(OSError, match="No space"), (disk / "filler").open("wb", buffering=0) as file:
        while file.write(bytes(4096)):
            pass


# Machines that lack something.

POOR: dict[str, dict[str, str | None]] = {
    "nothing": {},
    "no HOME": {"HOME": None},
    "HOME is nowhere": {"HOME": "/nowhere", "XDG_CONFIG_HOME": "/nowhere", "XDG_CACHE_HOME": "/nowhere"},
    "no fonts": {"FONTCONFIG_FILE": "/nowhere", "FONTCONFIG_PATH": "/nowhere"},
    "no PATH": {"PATH": None},
    "no words but ASCII": {"LC_ALL": "C", "LANG": "C"},
}
NO_GL = {"__EGL_VENDOR_LIBRARY_DIRS": "/nowhere", "__EGL_VENDOR_LIBRARY_FILENAMES": "/nowhere", "DISPLAY": None}


@fully
def test_stills_are_the_same_whatever_else_a_machine_lacks(made: Path, tmp_path: Path, tally: Tally) -> None:
    found = {}
    for name, changes in POOR.items():
        place = tmp_path / name
        shutil.copytree(made, place / "run")
        tally.tried("poor machines")
        ended = run(place, *STILL, changes=changes)
        if ended.code or "Traceback" in ended.err:
            tally.fault("poor machines", "traceback", f"{name}: {ended.err}")
        else:
            found[name] = contents(place)["still.png"]
    assert len(set(found.values())) == 1, {name: hash(picture) for name, picture in found.items()}


@fully
def test_without_opengl_cairo_draws_or_a_sentence_says_what_to_do(made: Path, tmp_path: Path, tally: Tally) -> None:
    shutil.copytree(made, tmp_path / "run")
    tally.tried("poor machines", 2)
    drawn, asked = (run(tmp_path, *STILL, "--raster", how, changes=NO_GL) for how in ("auto", "gl"))
    if drawn.code or "Cairo" not in drawn.err:
        tally.fault("poor machines", "traceback", drawn.err)
    if not asked.told:
        tally.fault("poor machines", "accepted", asked.err)


def test_other_projects_settings_stay_out_whatever_comes_first(tmp_path: Path) -> None:
    (tmp_path / "manim.cfg").write_text("[CLI]\nupto_animation_number = 3\n", "utf-8")
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import importlib; importlib.import_module(sys.argv[2]); "
        "import manim; print(manim.config.upto_animation_number)"
    )
    first = [
        f"transparent_box.scenes.{name}" for name in ("raster.choice", "mobjects.words.lettering", "raster.opengl")
    ]
    command = [sys.executable, "-c", code, str(ROOT)]
    told = [subprocess.Popen([*command, name], cwd=tmp_path, stdout=PIPE) for name in first]
    assert [process.communicate()[0].strip() for process in told] == [b"inf"] * len(first)
