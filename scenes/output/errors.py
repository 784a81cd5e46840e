"""Turns errors that a user can meet into one sentence each. Importing this is fast."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def message_for(error: BaseException) -> str | None:
    """Return a sentence for the user that describes an error; None for a bug of ours, which needs its traceback."""
    if is_sentence(error):
        return str(error)
    if isinstance(error, ModuleNotFoundError):
        return missing_package(error)
    trouble = find_os_error(error)
    return None if trouble is None else describe_os_error(trouble)


def describe_os_error(trouble: OSError) -> str:
    """Say what the system refused and what to do; files are named by their final, not their private names."""
    from transparent_box.model.files import is_full, public_path

    reason = trouble.strerror or str(trouble)
    if isinstance(trouble, FileNotFoundError) and is_folder_gone():
        return "The current folder has been removed: change to an existing one."
    if trouble.filename is None:
        return "The disk is full: free some space." if is_full(trouble) else f"Cannot read or write a file: {reason}."
    # When a copy does not fit, the second name is the file being written.
    named = trouble.filename2 if is_full(trouble) and trouble.filename2 is not None else trouble.filename
    path = os.fsdecode(named) if isinstance(named, str | bytes) else str(named)
    written = public_path(Path(path))
    if written is None and not is_full(trouble):
        return f"Cannot read or write {path}: {reason}."
    return f"Cannot write {written or path} ({reason}): {'free some space or ' * is_full(trouble)}name another place."


def is_folder_gone() -> bool:
    """Return whether the current folder was removed."""
    try:
        Path.cwd()
    except FileNotFoundError:
        return True
    return False


def is_sentence(error: BaseException) -> bool:
    """Return whether an error's message is a sentence for the user."""
    from transparent_box.model.storage import RunError
    from transparent_box.model.tasks import PoolError
    from transparent_box.scenes.external import SceneFileError
    from transparent_box.scenes.output.places import PlaceError
    from transparent_box.scenes.output.voice import VoiceError
    from transparent_box.scenes.raster.errors import RasterError

    return isinstance(error, RunError | RasterError | PlaceError | PoolError | VoiceError | SceneFileError)


@contextmanager
def locate_errors(scene: str) -> Iterator[None]:
    """Turn errors raised by an external scene into SceneFileError with the file and line.

    Errors that are sentences already, and failures to write our own files, pass through.
    """
    from transparent_box.scenes import external

    try:
        yield
    except (Exception, SystemExit) as error:
        if (
            is_sentence(error)
            or is_write_failure(error)
            or not external.is_external(scene)
            or not external.line_in(error, external.source_of(scene))
        ):
            raise
        raise external.SceneFileError(external.describe_error(error, external.source_of(scene))) from error


def find_os_error(error: BaseException | None) -> OSError | None:
    """Return the OSError that an error is or was caused by, if any: a full disk, a missing permission or the like."""
    while error is not None and not isinstance(error, OSError):
        error = error.__cause__ or error.__context__
    return error


def is_write_failure(error: BaseException) -> bool:
    """Return whether an error was caused by a full disk or by failing to write a private file of ours."""
    from transparent_box.model.files import is_full, public_path

    trouble = find_os_error(error)
    named = trouble.filename if trouble is not None else None
    return trouble is not None and (
        is_full(trouble) or (isinstance(named, str) and public_path(Path(named)) is not None)
    )


def install_command(extra: str) -> str:
    """Return the command that installs one of our extras, for a checkout or for the installed package."""
    from transparent_box.model.errors import IS_CHECKOUT

    place, where = (".", " in the project folder") if IS_CHECKOUT else ("transparent-box", "")
    return f"`pip install '{place}[{extra}]'`{where}"


def missing_package(error: ModuleNotFoundError) -> str:
    """Say in a sentence how to install a missing package."""
    package = (error.name or "").partition(".")[0]
    if package in ("torch", "sklearn"):
        return f"This needs {package}, which is not installed: run {install_command('train')}."
    if package in ("manim_slides", "pptx"):
        return f"A deck needs manim-slides, which is not installed: run {install_command('slides')}."
    if package in ("distributed", "dask"):
        return f"A cluster needs Dask, which is not installed: run {install_command('cluster')}."
    return f"The package {package} is not installed: install this project again, which brings it along."
