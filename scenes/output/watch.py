"""Redraws the beat being edited whenever a file is saved: first a still, then a draft of the beat.

Each drawing is made by a fresh process that has Manim loaded but no scenes, so that it imports their newest code.
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
from transparent_box.model.training.interrupts import block_signals
from transparent_box.scenes.external import SceneFileError, label
from transparent_box.scenes.film import is_beat, source_of
from transparent_box.scenes.output.errors import message_for

SETTLING = 0.1  # seconds within which changes count as one save


@dataclass(frozen=True)
class SaveOutcome:
    """The outcome of one save: the beat with its still or draft, or an error, and the seconds until the still."""

    beat: str
    still: Path | None = None
    draft: Path | None = None
    error: str = ""
    seconds: float = 0.0


def beat_codes(source: str) -> dict[str, str]:
    """Return name → normalized code of every beat in a source text; {} if it cannot be parsed."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return {}
    return {node.name: ast.dump(node) for node in ast.walk(tree) if is_beat(node)}


def source_in(file: Path, before: str = "") -> str:
    """Read a file; return `before` if it is missing for the moment, as while an editor replaces it."""
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return before


def beat_of_change(before: str, after: str, current: str) -> str:
    """Return the first beat that differs between two versions of a scene's file; the current one if none does."""
    old, new = beat_codes(before), beat_codes(after)
    if not old:  # the file was broken before: nothing to compare with
        return current
    changed = [name for name, code in new.items() if old.get(name) != code]
    return next(iter(changed), current if current in new or not new else next(iter(new)))


def load_manim() -> None:
    """Import everything slow that does not change, in a waiting process."""
    import contourpy
    import moderngl
    import numba
    import scipy.interpolate

    from transparent_box.scenes import mobjects

    del contourpy, mobjects, moderngl, numba, scipy


def waiting_process() -> ProcessPoolExecutor:
    """Start a process for one drawing; it ignores Ctrl-C, which a terminal sends to all processes."""
    pool = ProcessPoolExecutor(1, get_context("spawn"), end_with_parent, (os.getpid(),))
    if sys.platform != "win32":
        resource_tracker.ensure_running()  # multiprocessing's own process, whose start would let interrupts through
    with block_signals([signal.SIGINT]):
        pool.submit(load_manim)
    return pool


def draw_still(job: Any) -> Path:
    """Draw the picture at the end of the job's beat, in a waiting process."""
    from PIL import Image

    from transparent_box.model.files import atomic_file
    from transparent_box.scenes.output.jobs import stage_job

    class ToldError(Exception):
        """The beat is over; the rest of the scene need not be played."""

    out: Path = job.media / "watch" / f"{label(job.chapter)}.png"
    with stage_job(replace(job, format="png")) as scene:

        def keep(beat: Any) -> None:
            if scene.is_over:
                with atomic_file(out) as temporary:
                    Image.fromarray(scene.still()).convert("RGB").save(temporary)
                raise ToldError

        scene.after_beat = keep
        try:
            scene.render()
        except ToldError:
            return out
    raise LookupError(f"{job.chapter} has no beat named {job.only}.")


def draw_draft(job: Any) -> Path:
    """Draw the beat as a film, in a waiting process."""
    from transparent_box.scenes.output.jobs import render

    return render(replace(job, format="mp4", out=job.media / "watch" / f"{label(job.chapter)}.mp4"))


def draw_or_explain(draw: Callable[[Any], Path], job: Any) -> tuple[Path | None, str]:
    """Return what `draw` makes of a job, or the description of its error, in a waiting process."""
    try:
        return draw(job), ""
    except Exception as error:
        return None, describe_error(error, source_of(job.chapter))


def describe_error(error: Exception, source: Path) -> str:
    """Describe an error for the author: a broken line, a sentence, or the traceback from the scene's file on."""
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
    """Return what a process drew, or the description of its error, also if the process was killed."""
    try:
        return future.result()
    except BrokenProcessPool:
        return None, "The process that drew it was killed from outside.\n"


def redraw_on_save(job: Any, saves: queue.Queue[Path], beat: str | None = None) -> Iterator[SaveOutcome]:
    """Draw a beat now and after each save, yielding outcomes; `job.only` is ignored. Ends at a None in the queue."""
    file = source_of(job.chapter)
    source = source_in(file)
    current = beat or next(iter(beat_codes(source)), "")
    others = active_children()
    pool = ready = waiting_process()
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
        for process in set(active_children()) - set(others):  # their drawings are outdated
            process.terminate()
        for used in {pool, ready}:  # waits: Python, as it ends, would write into the closed pipe of a broken pool
            used.shutdown(cancel_futures=True)


def saved_files(folder: Path, drawn: Path, saves: queue.Queue[Path]) -> Any:
    """Start to put every Python file saved under a folder into the queue; return the observer, which can be stopped.

    The folder `drawn`, to which drawings are written, is not watched: its subfolders may vanish before they can be.
    Raises OSError if the system cannot watch more files.
    """
    from watchdog.events import DirCreatedEvent, FileSystemEvent, FileSystemEventHandler
    from watchdog.observers import Observer

    class Saved(FileSystemEventHandler):
        """Handles writes and renames; editors do either."""

        def on_any_event(self, event: FileSystemEvent) -> None:
            """Queue Python files that were changed."""
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
    """Yield (folder, whether to watch it recursively), so that all is watched except `drawn`."""
    if not drawn.is_relative_to(folder):
        yield folder, True
    elif folder != drawn:
        yield folder, False
        for below in filter(is_watched, sorted(folder.iterdir())):
            yield from places_to_watch(below, drawn)


def is_watched(path: Path) -> bool:
    """Return whether a path is a folder to watch: not a hidden or linked one."""
    return path.is_dir() and not path.name.startswith(".") and not path.is_symlink()
