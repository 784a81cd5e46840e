"""Watching draws the beat that is edited, says what is broken, and goes on; the doctor finds what is missing."""

from __future__ import annotations

import errno
import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures.process import _ExecutorManagerThread
from functools import partial
from multiprocessing import active_children
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from PIL import Image

import cli
from transparent_box.commands import machine as doctor
from transparent_box.model.storage import RunError
from transparent_box.scenes.external import SceneFileError
from transparent_box.scenes.output import watch
from transparent_box.scenes.output.job import Job

ROOT = Path(__file__).resolve().parent.parent

SCENE = """
class Some(Stage):
    def construct(self):
        self.prepare()
        self.second()
        self.first()

    def prepare(self):
        pass

    @beat
    def second(self):
        self.say("two")
        self.wait({second})

    @beat
    def first(self):
        self.say("one")
        self.wait({first})
"""


def test_the_beat_that_changed_is_the_one_to_draw() -> None:
    before = SCENE.format(first=1, second=1)
    assert list(watch.beat_codes(before)) == ["second", "first"]
    assert watch.beat_of_change(before, SCENE.format(first=2, second=1), "second") == "first"
    assert watch.beat_of_change(before, SCENE.format(first=1, second=2), "first") == "second"
    assert watch.beat_of_change(before, before.replace("pass", "return"), "first") == "first"
    assert watch.beat_of_change(before, "class Broken(", "first") == "first"
    assert watch.beat_of_change("class Broken(", before, "first") == "first"
    assert watch.beat_of_change(before, before, "gone") == "second"


def test_one_beat_as_a_still_and_as_a_draft(toy_folder: Path, tmp_path: Path) -> None:
    from transparent_box.scenes.output.watch import draw_draft, draw_still

    job = Job("clock_scene", toy_folder, "l", 10, media=tmp_path, only="eleven_and_two")
    still = draw_still(job)
    assert Image.open(still).size == (854, 480)
    other = draw_still(Job("clock_scene", toy_folder, "l", 10, media=tmp_path / "b", only="clocks_join"))
    assert other.read_bytes() != still.read_bytes()
    import av

    with av.open(draw_draft(job)) as film:
        assert 2 < film.duration / 1e6 < 10, "the one beat"
    with pytest.raises(LookupError, match="no beat named nothing"):
        draw_still(Job("clock_scene", toy_folder, "l", 10, media=tmp_path, only="nothing"))


def test_a_still_and_a_draft_are_drawn_at_once_or_an_error_is_told(toy_folder: Path, tmp_path: Path) -> None:
    saves: queue.Queue[Path] = queue.Queue()
    seen = []
    for drawn in watch.redraw_on_save(Job("clock_scene", toy_folder, "l", 2, media=tmp_path), saves):
        seen.append(drawn)
        if len(seen) == 2:
            saves.put(None)  # type: ignore[arg-type]
    still, draft = seen
    assert still.beat == draft.beat == "eleven_and_two" and still.error == draft.error == ""
    assert still.still and still.still.exists() and draft.draft and draft.draft.exists()
    seen = []
    for drawn in watch.redraw_on_save(Job("clock_scene", tmp_path / "no run", "l", media=tmp_path), saves):
        seen.append(drawn)
        saves.put(None)  # type: ignore[arg-type]
    assert len(seen) == 1 and "cli.py train" in seen[0].error and seen[0].still is None


def raised(error: Exception, cause: Exception | None = None) -> Callable[[Job], Path]:
    """What stands in for drawing, and fails."""

    def draw(job: Job) -> Path:
        raise error from cause

    return draw


def test_an_error_is_told_to_whoever_mends_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scene = tmp_path / "my_scene.py"
    monkeypatch.setattr(watch, "source_of", lambda chapter: scene)
    job = Job("my_scene", tmp_path)
    broken = SyntaxError("invalid syntax", (str(scene), 3, 5, "    def tells(self:\n"))
    for error in (raised(broken), raised(SceneFileError("as a sentence"), broken)):  # of a chapter; of somebody's file
        assert watch.draw_or_explain(error, job) == (
            None,
            f"{scene}, line 3:\n    def tells(self:\nSyntaxError: invalid syntax\n",
        )
    assert watch.draw_or_explain(raised(RunError("No run.")), job) == (None, "No run.\n")
    scene.write_text("def draw(job):\n    return job.nothing\n", encoding="utf-8")
    module: dict[str, Callable[[Job], Path]] = {}
    exec(compile(scene.read_text(encoding="utf-8"), scene, "exec"), module)
    _, told = watch.draw_or_explain(module["draw"], job)
    first, place, *_, last = told.splitlines()
    assert first.startswith("Traceback") and f'"{scene}", line 2' in place and last.startswith("AttributeError"), told
    with pytest.raises(AttributeError) as wrong:
        module["draw"](job)
    told_of_file = SceneFileError("as a sentence")
    told_of_file.__cause__ = wrong.value
    assert watch.describe_error(told_of_file, scene) == told
    assert watch.source_in(tmp_path / "gone.py", "as it was") == "as it was"


def test_watching_ends_at_once_and_without_a_word(
    tmp_path: Path, toy_folder: Path, small_pictures: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SIGTERM is like Ctrl-C, also while something is drawn. No pool is left, which would write as Python ends."""
    before, drawing = {*active_children(), *threading.enumerate()}, list[BaseProcess]()
    monkeypatch.setattr(watch, "redraw_on_save", partial(ended, watch.redraw_on_save, drawing))
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(cli.main, ["watch", "clock_scene", "--run", str(toy_folder)])
    assert (result.exit_code, result.output) == (0, "")
    assert not [thread for thread in {*threading.enumerate()} - before if isinstance(thread, _ExecutorManagerThread)]
    assert not {*active_children()} - before
    assert [exit_code(process) for process in drawing] == [-signal.SIGTERM] * 2


@pytest.mark.skipif(sys.platform == "win32", reason="which has no groups of processes")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_that_all_processes_get_is_answered_without_a_word(
    number: signal.Signals, tmp_path: Path, toy_folder: Path
) -> None:
    """As a terminal sends Ctrl-C, and `timeout` SIGTERM."""
    command = [sys.executable, str(ROOT / "cli.py"), "watch", str(ROOT / "tests" / "short_scene.py")]
    process = subprocess.Popen(
        [*command, "--run", str(toy_folder)],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout and process.stdout.readline() and process.stdout.readline()
    time.sleep(1)  # in which the process that waits for the next save gets ready
    os.killpg(process.pid, number)
    _, stderr = process.communicate(timeout=60)
    assert (process.returncode, stderr) == (0, "")


def test_without_its_run_nothing_is_watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(cli.main, ["watch", "clock_scene", "--run", "none"])
    assert result.exit_code == 1 and result.stderr.startswith("Error: There is no run at none:")


def exit_code(process: BaseProcess) -> int | None:
    """Wait for a process's end. Its pool's thread may ask how it ended at that very moment; who asks second waits."""
    assert wait([process.sentinel], 10)
    end = time.monotonic() + 10
    while process.exitcode is None and time.monotonic() < end:
        time.sleep(0.01)
    return process.exitcode


def ended(
    redraw: Callable[..., Iterator[watch.SaveOutcome]], drawing: list[BaseProcess], *arguments: Any
) -> Iterator[watch.SaveOutcome]:
    """What is watched, and somebody who notes the two processes that draw and ends it in a moment."""
    before = {*active_children()}

    def end() -> None:
        while len(found := {*active_children()} - before) < 2:
            time.sleep(0.01)
        drawing.extend(found)
        time.sleep(0.3)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=end, daemon=True).start()
    yield from redraw(*arguments)


def test_saves_are_noticed(tmp_path: Path) -> None:
    saves: queue.Queue[Path] = queue.Queue()
    observer = watch.saved_files(tmp_path, tmp_path.parent / "media", saves)
    try:
        (tmp_path / "notes.txt").write_text("not a module")
        (tmp_path / "scene.py").write_text("x = 1")
        assert saves.get(timeout=10).name == "scene.py"
        time.sleep(0.2)
        while not saves.empty():
            assert saves.get().suffix == ".py"
    finally:
        observer.stop()


def test_what_is_drawn_is_not_watched_and_all_else_is(tmp_path: Path) -> None:
    """Its folders come and go with each save; a watch that is set on one that is gone already is warned of."""
    saves: queue.Queue[Path] = queue.Queue()
    talk, drawn = tmp_path / "talk", tmp_path / "talk" / "today" / "media"
    (talk / "parts" / "more").mkdir(parents=True)
    (talk / ".venv").mkdir()
    drawn.mkdir(parents=True)
    (talk / "itself").symlink_to(talk)
    observer = watch.saved_files(talk, drawn, saves)
    try:
        assert not [
            watched
            for watched in observer.emitters
            if drawn.is_relative_to(watched.watch.path) and watched.watch.is_recursive
        ]
        (drawn / "drawn.py").write_text("x = 1")
        (talk / ".venv" / "installed.py").write_text("x = 1")
        for file in (talk / "parts" / "more" / "a.py", talk / "today" / "b.py", talk / "c.py"):
            file.write_text("x = 1")
            assert saves.get(timeout=10) == file
            time.sleep(0.2)
            while not saves.empty():
                assert saves.get() == file
        (talk / "new").mkdir()
        await_watch(observer, talk / "new")
        (talk / "new" / "d.py").write_text("x = 1")
        assert saves.get(timeout=10) == talk / "new" / "d.py"
    finally:
        observer.stop()


def await_watch(observer: Any, place: Path) -> None:
    """Wait until a new folder is watched."""
    end = time.monotonic() + 10
    while str(place) not in {emitter.watch.path for emitter in observer.emitters}:
        assert time.monotonic() < end
        time.sleep(0.01)


def test_where_nothing_more_can_be_watched_the_disk_is_not_called_full(
    tmp_path: Path, toy_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(observer: object) -> None:
        raise OSError(errno.ENOSPC, "inotify watch limit reached")

    monkeypatch.setattr("watchdog.observers.Observer.start", refused)
    monkeypatch.chdir(tmp_path)
    found = CliRunner().invoke(cli.main, ["watch", "clock_scene", "--run", str(toy_folder)])
    assert found.exit_code == 1
    assert found.stderr.startswith("Error: This system lets no more files be watched (inotify watch limit reached):")


def test_the_doctor_is_content_here(toy_folder: Path) -> None:
    result = CliRunner().invoke(cli.main, ["doctor", "--run", str(toy_folder)])
    assert result.exit_code == 0, result.output
    assert "x+y mod 13" in result.stdout and "libx264" in result.stdout


def test_the_doctor_finds_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import moderngl

    from transparent_box.scenes.look import fonts

    def missing(*arguments: object, **options: object) -> None:
        raise RuntimeError("libEGL.so not found")

    monkeypatch.setattr(moderngl, "create_standalone_context", missing)
    monkeypatch.setattr(fonts, "FONTS", tmp_path)
    monkeypatch.setattr(doctor, "ENCODERS", {"libnothing": "mp4"})
    monkeypatch.setattr(doctor, "ENGINES", {"nothing": "no-such-voice {text} {wav}"})
    declared = ["manim>=99", "nothing-of-this-name", "torch>=99; extra == 'train'", "scikit-nothing; extra == 'train'"]
    monkeypatch.setattr("importlib.metadata.requires", lambda name: declared)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: type("Usage", (), {"free": 1000}))
    bad = {finding.name: finding for finding in doctor.examine(tmp_path) if not finding.good}
    found = {
        "manim",
        "nothing-of-this-name",
        "torch",
        "scikit-nothing",
        "fonts",
        "OpenGL",
        "encoder for mp4",
        "run",
        "disk",
    }
    assert set(bad) == found | {"voice nothing"}
    assert all(finding.advice for finding in bad.values())
    assert not bad["OpenGL"].needed and not bad["torch"].needed and bad["fonts"].needed
    result = CliRunner().invoke(cli.main, ["doctor", "--run", str(tmp_path)])
    assert (
        "\ntorch, scikit-nothing:\n  to train networks: `pip install '.[train]'` in the project folder\n"
        in result.stdout
    )
    assert result.exit_code == 1 and "Traceback" not in result.output
    table, _, advice = result.stdout.partition("\n\n")
    assert "no-such-voice is not installed" in advice and "is not a run folder" in advice
    assert "no-such-voice" not in table and "run folder" not in table, "what to do is told once, below"
    assert all(advice.count(finding.advice) == 1 for finding in bad.values())
