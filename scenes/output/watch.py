"""Draws the beat one is working on again whenever a file is saved: a still first, then the beat as a draft.

Each time in a process that has Manim loaded already, but none of the scenes: it imports them as they are now.
"""

from __future__ import annotations

import ast
import os
import queue
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing import active_children, get_context, resource_tracker
from pathlib import Path
from typing import Any

from transparent_box.model.orphans import end_with_parent
from transparent_box.model.training.interrupts import signals_blocked
from transparent_box.scenes.external import SceneFileError, label
from transparent_box.scenes.film import is_beat, source_of
from transparent_box.scenes.output.errors import message_for

SETTLING = 0.1  # seconds in which one save may touch several files


@dataclass(frozen=True)
class SaveOutcome:
    """The outcome of one save: the beat, its still and its draft, or what went wrong, and how long the still took."""

    beat: str
    still: Path | None = None
    draft: Path | None = None
    error: str = ""
    seconds: float = 0.0


def beat_codes(source: str) -> dict[str, str]:
    """Name → code of every beat in a file, without what does not matter to Python; nothing for a broken file."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return {}
    return {node.name: ast.dump(node) for node in ast.walk(tree) if is_beat(node)}


def source_in(file: Path, before: str = "") -> str:
    """Read a file that somebody is writing; what it was before where it is not there just now."""
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return before


def beat_of_change(before: str, after: str, current: str) -> str:
    """Find the first beat that has changed from one state of a scene's file to the next; else the current one."""
    old, new = beat_codes(before), beat_codes(after)
    if not old:  # it was broken: nothing is known of what has changed since
        return current
    changed = [name for name, code in new.items() if old.get(name) != code]
    return next(iter(changed), current if current in new or not new else next(iter(new)))


def load_manim() -> None:
    """In a waiting process: everything slow, and nothing that may change."""
    import contourpy
    import moderngl
    import numba
    import scipy.interpolate

    from transparent_box.scenes import mobjects

    del contourpy, mobjects, moderngl, numba, scipy


def waiting_process() -> ProcessPoolExecutor:
    """Start one process that will be asked once; Ctrl-C, which a terminal sends to all, is for us alone to answer."""
    pool = ProcessPoolExecutor(1, get_context("spawn"), end_with_parent, (os.getpid(),))
    if sys.platform != "win32":
        resource_tracker.ensure_running()  # multiprocessing's own process, whose start would let interrupts through
    with signals_blocked([signal.SIGINT]):
        pool.submit(load_manim)
    return pool


def draw_still(job: Any) -> Path:
    """In that process: the picture at the end of the job's beat."""
    from PIL import Image

    from transparent_box.model.files import whole_file
    from transparent_box.scenes.output.jobs import stage_job

    class ToldError(Exception):
        """The beat is over; the rest of the scene need not be gone through."""

    out: Path = job.media / "watch" / f"{label(job.chapter)}.png"
    with stage_job(replace(job, format="png")) as scene:

        def keep(beat: Any) -> None:
            if scene.is_over:
                with whole_file(out) as temporary:
                    Image.fromarray(scene.still()).convert("RGB").save(temporary)
                raise ToldError

        scene.after_beat = keep
        try:
            scene.render()
        except ToldError:
            return out
    raise LookupError(f"{job.chapter} tells no beat named {job.only}.")


def draw_draft(job: Any) -> Path:
    """In that process: the beat as a film."""
    from transparent_box.scenes.output.jobs import render

    return render(replace(job, format="mp4", out=job.media / "watch" / f"{label(job.chapter)}.mp4"))


def draw_or_explain(draw: Callable[[Any], Path], job: Any) -> tuple[Path | None, str]:
    """In that process: make something of a job, or say what went wrong, as a person fixing it wants to see it."""
    try:
        return draw(job), ""
    except Exception as error:
        return None, describe_error(error, source_of(job.chapter))


def describe_error(error: Exception, source: Path) -> str:
    """Say what went wrong: a broken line, a sentence, or where in a scene's file it was, and what that called."""
    cause = error.__cause__ or error
    if isinstance(cause, SyntaxError):
        line = (cause.text or "").strip()
        return f"{cause.filename}, line {cause.lineno}:\n    {line}\n{type(cause).__name__}: {cause.msg}\n"
    sentence = message_for(error)
    at = cause.__traceback__
    while at is not None and at.tb_frame.f_code.co_filename != str(source):
        at = at.tb_next
    if sentence is not None and not (at and isinstance(error, SceneFileError)):
        return f"{sentence}\n"
    return "".join(traceback.format_exception(cause.with_traceback(at or cause.__traceback__)))


def result(future: Future[tuple[Path | None, str]]) -> tuple[Path | None, str]:
    """Return what a process made, or what it told of an error."""
    try:
        return future.result()
    except BrokenProcessPool:
        return None, "The process that drew it was ended from outside.\n"


def redraw_on_save(job: Any, saves: queue.Queue[Path], beat: str | None = None) -> Iterator[SaveOutcome]:
    """Draw a beat now and after each save of a file; `job.only` is not read. Ends when None is put into the queue."""
    file = source_of(job.chapter)
    source = source_in(file)
    current = beat or next(iter(beat_codes(source)), "")
    others = active_children()
    ready = waiting_process()
    try:
        while True:
            start = time.monotonic()
            pool, ready = ready, waiting_process()
            still, error = result(pool.submit(draw_or_explain, draw_still, replace(job, only=current)))
            yield SaveOutcome(current, still, None, error, time.monotonic() - start)
            if still is not None and saves.empty():
                draft, error = result(pool.submit(draw_or_explain, draw_draft, replace(job, only=current)))
                yield SaveOutcome(current, None, draft, error, time.monotonic() - start)
            pool.shutdown()
            if saves.get() is None:
                return
            time.sleep(SETTLING)
            while not saves.empty():
                if saves.get() is None:
                    return
            before, source = source, source_in(file, source)
            current = beat_of_change(before, source, current)
    finally:
        ready.shutdown(wait=False, cancel_futures=True)
        for process in set(active_children()) - set(others):  # nobody waits for what is being drawn any more
            process.terminate()


def saved_files(folder: Path, drawn: Path, saves: queue.Queue[Path]) -> Any:
    """Start to put every Python file that is saved under a folder into the queue; returns what stops it.

    What is `drawn` meanwhile may be under it, too, and is left alone: folders that are gone before they can be watched.
    OSError where the system watches nothing more.
    """
    from watchdog.events import DirCreatedEvent, FileSystemEvent, FileSystemEventHandler
    from watchdog.observers import Observer

    class Saved(FileSystemEventHandler):
        """Writes and renames; editors do either."""

        def on_any_event(self, event: FileSystemEvent) -> None:
            """Only what changes a module."""
            path = Path(str(event.dest_path or event.src_path))
            if event.event_type in ("modified", "moved", "created") and path.suffix == ".py":
                saves.put(path)
            elif isinstance(event, DirCreatedEvent) and drawn.is_relative_to(path.parent) and is_watched(path):
                watch(path)

    def watch(place: Path) -> None:
        for part, deep in places_to_watch(place, drawn):
            with suppress(FileNotFoundError):
                observer.schedule(Saved(), str(part), recursive=deep)

    observer, drawn = Observer(), drawn.resolve()
    watch(folder.resolve())
    observer.start()
    return observer


def places_to_watch(folder: Path, drawn: Path) -> Iterator[tuple[Path, bool]]:
    """Divide a folder into places, each with whether all below it is watched too, so that `drawn` is in none."""
    if not drawn.is_relative_to(folder):
        yield folder, True
    elif folder != drawn:
        yield folder, False
        for below in filter(is_watched, sorted(folder.iterdir())):
            yield from places_to_watch(below, drawn)


def is_watched(path: Path) -> bool:
    """Tell whether something beside what is drawn is a folder where modules may be, not a hidden or linked one."""
    return path.is_dir() and not path.name.startswith(".") and not path.is_symlink()
