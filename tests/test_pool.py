"""Many scenes at once: in order to fail alone, to be stopped cleanly, and to be carried out by anyone's pool."""

from __future__ import annotations

import errno
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Client, Listener
from pathlib import Path
from subprocess import PIPE
from typing import Any

import pytest

from tests.faults.processes import wait_for_group, work_for_ever
from transparent_box.commands.processes import (
    MAX_FAILED_CONNECTIONS,
    SPARE_STARTS,
    Connections,
    LocalPool,
    listener_address,
    start_resource_tracker,
)
from transparent_box.model.tasks import Lost, PoolError
from transparent_box.scenes.film import scene_class
from transparent_box.scenes.output.job import Job
from transparent_box.scenes.output.jobs import News
from transparent_box.scenes.output.pool import ClipTask, attempt, carry_out

ROOT = Path(__file__).resolve().parent.parent
SHORT = f"{ROOT / 'tests' / 'short_scene.py'}:ShortScene"  # as a file, which other processes find, too


def job(run: Path, media: Path, chapter: str = "clock_scene", **options: Any) -> Job:
    return Job(chapter, run, "l", 1, **{"format": "png", "media": media, **options})


class Elsewhere:
    """Somebody else's pool: it pickles what it is given, as a cluster would, and does what was given last first.

    The first `dies` things given are lost, for their worker dies.
    """

    elsewhere = False

    def __init__(self, dies: int = 0, workers: int = 1) -> None:
        self.dies, self.workers = dies, workers
        self.given: list[ClipTask] = []
        self.sent: list[bytes] = []

    def run(self, work: Any, tasks: Any, on_news: Any) -> Iterator[tuple[Any, Any]]:
        for task in reversed(tasks):
            self.given.append(task)
            self.sent.append(pickle.dumps((work, task)))
            self.dies -= 1
            if self.dies >= 0:
                yield task, Lost()
            else:
                ours, arrived = pickle.loads(self.sent[-1])  # noqa: S301
                yield task, pickle.loads(pickle.dumps(ours(arrived, partial(on_news, task))))  # noqa: S301


def test_one_that_fails_leaves_the_others_alone(toy_folder: Path, tmp_path: Path) -> None:
    good = [job(toy_folder, tmp_path / "media", chapter=SHORT, theme=theme) for theme in ("dark", "light")]
    bad = job(tmp_path / "nothing", tmp_path / "media", chapter=SHORT)
    heard: list[Job] = []

    def hear(one: Job, news: News) -> None:
        heard.extend([one] * bool(news.beat))

    outcomes = list(carry_out([good[0], bad, good[1]], LocalPool(2), hear))
    made = [outcome.path for outcome in outcomes if outcome.path]
    assert len(outcomes) == 3 and len(set(made)) == 2 and all(path.exists() for path in made)
    (failed,) = [outcome for outcome in outcomes if outcome.path is None]
    assert "cli.py train" in failed.sentence and not failed.trace
    beats = len(scene_class(SHORT).beat_names)
    assert [heard.count(one) for one in good] == [beats, beats] and len(heard) == 2 * beats


def test_any_executor_will_do(toy_folder: Path, tmp_path: Path) -> None:
    pool = Elsewhere()
    (outcome,) = carry_out([job(toy_folder, tmp_path)], pool)
    assert outcome.path and outcome.path.exists() and len(pool.sent[0]) < 2000


def test_what_a_dying_pool_leaves_undone_is_tried_again(toy_folder: Path, tmp_path: Path) -> None:
    (outcome,) = carry_out([job(toy_folder, tmp_path)], Elsewhere(dies=1))
    assert outcome.path
    (hopeless,) = carry_out([job(toy_folder, tmp_path)], Elsewhere(dies=2))
    assert hopeless.path is None and "killed from outside" in hopeless.sentence


def test_our_own_mistakes_keep_their_traceback(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from transparent_box.scenes.output import pool as batch

    def broken(job: Job, report: object) -> Path:
        raise ZeroDivisionError("oops")

    monkeypatch.setattr(batch, "make_clip", broken)
    outcome = attempt(ClipTask(job(tmp_path, tmp_path)))
    assert outcome.sentence == "ZeroDivisionError: oops" and "Traceback" in outcome.trace


def test_missing_fonts_are_one_sentence(toy_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from transparent_box.scenes.look import fonts

    monkeypatch.setattr(fonts, "FONTS", tmp_path / "none")
    outcome = attempt(ClipTask(job(toy_folder, tmp_path)))
    assert outcome.path is None and "font" in outcome.sentence and not outcome.trace
    assert not list(tmp_path.iterdir())


def test_a_full_disk_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from transparent_box.scenes.output import pool as batch

    def full(job: Job, report: object) -> Path:
        raise RuntimeError("Failed to encode") from OSError(28, "No space left on device", "clip.mp4")

    monkeypatch.setattr(batch, "make_clip", full)
    outcome = attempt(ClipTask(job(tmp_path, tmp_path)))
    assert "No space left" in outcome.sentence and not outcome.trace


def test_opengl_that_is_not_there_is_one_sentence(
    toy_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import moderngl

    def missing(*arguments: object, **options: object) -> None:
        raise RuntimeError("libEGL.so not found")

    monkeypatch.setattr(moderngl, "create_standalone_context", missing)
    outcome = attempt(ClipTask(job(toy_folder, tmp_path, raster="gl")))
    monkeypatch.undo()
    assert "--raster auto" in outcome.sentence and not outcome.trace
    attempt(ClipTask(job(toy_folder, tmp_path)))  # and the choice does not stick


def started(run: Path, folder: Path) -> subprocess.Popen[str]:
    """`render` at work on two scenes in a folder, with a segment begun."""
    code, scenes = (ROOT / "tests" / "short_scene.py").read_text("utf-8"), [folder / "one.py", folder / "other.py"]
    for scene in scenes:
        scene.write_text(code, "utf-8")
    options = ["-ql", "--fps", "5", "-j", "2", "--set", "seconds=4", "--run", str(run)]
    command = [sys.executable, str(ROOT / "cli.py"), "render", *map(str, scenes), *options]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        # Not by `rglob`, which stumbles over what the processes take away meanwhile.
        if any(name.endswith(".part.mp4") for _, _, files in os.walk(folder) for name in files):
            break
        time.sleep(0.005)
    return process


def children(process: int) -> list[int]:
    """Processes that a process has started, with their children; a thread may end while it is asked for its own."""
    found = []
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(FileNotFoundError, ProcessLookupError):
            for child in map(int, task.read_text().split()):
                found += [child, *children(child)]
    return found


POOL = """
from tests.faults.processes import wait_for_group
from transparent_box.commands.processes import LocalPool
from tests.faults.processes import work_for_ever
for _ in LocalPool(2).run(work_for_ever, [0, 1], lambda task, news: print(news, flush=True)):
    pass
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_killed_pool_leaves_no_process_no_file_and_no_word(number: int, tmp_path: Path) -> None:
    command = [sys.executable, "-c", POOL]
    surroundings = {**os.environ, "TMPDIR": str(tmp_path)}
    process = subprocess.Popen(
        command, cwd=ROOT, env=surroundings, stdout=PIPE, stderr=PIPE, text=True, start_new_session=True
    )
    assert process.stdout and process.stdout.readline() and process.stdout.readline()
    process.send_signal(number)
    _, told = process.communicate(timeout=60)  # until all who could write have ended
    wait_for_group(process.pid)
    assert told == "" and not list(tmp_path.iterdir())


SLOWLY = "import time; time.sleep(1.5)\n"  # how workers begin that still load when they are stopped
LOADING = """
import os, sys, signal, threading
from multiprocessing.context import SpawnProcess
from tests.faults.processes import work_for_ever
from transparent_box.commands.processes import LocalPool
def start(process):
    start_process(process)
    started.append(process)
    if len(started) == 2:
        threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()
started, start_process, SpawnProcess.start = [], SpawnProcess.start, start
try:
    list(LocalPool(2, {"PYTHONPATH": sys.argv[1]}).run(work_for_ever, [0, 1], lambda task, news: None))
except KeyboardInterrupt:
    print("stopped")
"""


def test_ctrl_c_while_workers_load_is_quiet(tmp_path: Path) -> None:
    """They had gone on loading, and looked for the semaphores of a pool that was no more."""
    (tmp_path / "sitecustomize.py").write_text(SLOWLY)
    path = os.pathsep.join([str(tmp_path), str(ROOT)])
    command = [sys.executable, "-c", LOADING, path]
    process = subprocess.Popen(command, cwd=ROOT, stdout=PIPE, stderr=PIPE, text=True, start_new_session=True)
    stdout, stderr = process.communicate(timeout=60)
    wait_for_group(process.pid)
    assert (stdout, stderr) == ("stopped\n", "")


needs_proc = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for processes in /proc")


@needs_proc
def test_ctrl_c_ends_every_process_and_leaves_nothing_half_written(toy_folder: Path, tmp_path: Path) -> None:
    process = started(toy_folder, tmp_path)
    workers = children(process.pid)
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=60)
    assert process.returncode == 1 and "Stopped." in stderr and "Traceback" not in stderr
    deadline = time.monotonic() + 10  # the pool's bookkeeper ends when it sees its parent gone
    while any(Path(f"/proc/{worker}").exists() for worker in workers) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not [worker for worker in workers if Path(f"/proc/{worker}").exists()]
    assert not list(tmp_path.rglob("*.part*")) and not list(tmp_path.glob("**/.beats-*"))


@needs_proc
def test_a_killed_worker_is_replaced_and_poisons_no_cache(toy_folder: Path, tmp_path: Path) -> None:
    process = started(toy_folder, tmp_path)
    for worker in children(process.pid):
        os.kill(worker, signal.SIGKILL)
    stdout, stderr = process.communicate(timeout=120)
    assert process.returncode == 0, stderr
    films = [Path(line) for line in stdout.splitlines()]
    assert len(films) == 2 and not list(tmp_path.rglob("*.part*"))
    import av

    for film in films:
        with av.open(film) as opened:
            frames = sum(1 for _ in opened.decode(video=0))
            assert frames / 5 == pytest.approx(opened.duration / 1e6, abs=0.2)


NO_PYTHON = {"PYTHONHOME": "/nowhere"}  # in which no interpreter starts


def test_processes_that_never_begin_are_one_sentence(capfd: pytest.CaptureFixture[str]) -> None:
    start_resource_tracker()  # a process, too, and not one of those that are to end
    with pytest.raises(PoolError, match="ended before they began"):
        list(LocalPool(2, NO_PYTHON).run(work_for_ever, [0, 1], lambda task, news: None))
    assert capfd.readouterr().err.count("Fatal Python error") <= 2 + SPARE_STARTS


def test_processes_that_cannot_be_replaced_are_not_started_without_end(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """While one works, others end before they begin: the work goes no further, and not on for ever."""
    began: list[int] = []

    def kill_second(task: int, news: Any) -> None:
        began.append(news)
        if len(began) == 2:
            monkeypatch.setenv("PYTHONHOME", NO_PYTHON["PYTHONHOME"])
            os.kill(news, signal.SIGKILL)

    found: list[Any] = []
    with pytest.raises(PoolError, match="ended before they began"):
        for _, result in LocalPool(2).run(work_for_ever, [0, 1], kill_second):
            found.append(result)
    assert found == [Lost()], "that of the one that was killed, before the pool gave up"
    assert capfd.readouterr().err.count("Fatal Python error") == 2 + SPARE_STARTS


def test_one_that_ends_amid_its_greeting_keeps_no_other_out() -> None:
    with Listener(listener_address(), authkey=b"key") as listener:
        connections = Connections(listener)
        Client(listener.address).close()
        threading.Thread(target=greet, args=(listener.address,), daemon=True).start()
        deadline = time.monotonic() + 20
        while not connections.begun and time.monotonic() < deadline:
            time.sleep(0.01)
        connections.close()
        assert connections.begun == {os.getpid()}


def greet(address: Any) -> None:
    """Connect as a worker does."""
    Client(address, authkey=b"key").send(os.getpid())


def test_where_no_worker_can_connect_the_work_ends_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where too many files are open; it was tried again and again, on a whole CPU, and the work stood still."""
    tried = []

    def refuse(listener: Listener) -> None:
        tried.append(listener)
        raise OSError(errno.EMFILE, "Too many open files")

    monkeypatch.setattr("transparent_box.commands.processes.RETRY_DELAY", 0.01)
    monkeypatch.setattr(Listener, "accept", refuse)
    with pytest.raises(PoolError, match=r"cannot report \(Too many open files\): close other programs"):
        list(LocalPool(2).run(work_for_ever, [0, 1], lambda task, news: None))
    assert len(tried) == MAX_FAILED_CONNECTIONS
