"""Turns errors that a user can meet into one sentence each. Importing this is instant."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def message_for(error: BaseException) -> str | None:
    """Say in one sentence what an error means for the user; None for a mistake of ours, which needs its traceback."""
    if is_sentence(error):
        return str(error)
    if isinstance(error, ModuleNotFoundError):
        return missing_package(error)
    trouble = file_trouble(error)
    return None if trouble is None else trouble_told(trouble)


def trouble_told(trouble: OSError) -> str:
    """Say what the system refused, and what to do; a file that is written has a private name, which tells nobody."""
    from transparent_box.model.files import is_full, public_path

    reason = trouble.strerror or str(trouble)
    if isinstance(trouble, FileNotFoundError) and is_adrift():
        return "The current folder is gone: change to one that is there."
    if trouble.filename is None:
        return "The disk is full: free some space." if is_full(trouble) else f"Cannot read or write a file: {reason}."
    # Of a copy that does not fit, the one that is written is the second.
    named = trouble.filename2 if is_full(trouble) and trouble.filename2 is not None else trouble.filename
    path = os.fsdecode(named) if isinstance(named, str | bytes) else str(named)
    written = public_path(Path(path))
    if written is None and not is_full(trouble):
        return f"Cannot read or write {path}: {reason}."
    return f"Cannot write {written or path} ({reason}): {'free some space or ' * is_full(trouble)}name another place."


def is_adrift() -> bool:
    """Tell whether the current folder was removed."""
    try:
        Path.cwd()
    except FileNotFoundError:
        return True
    return False


def is_sentence(error: BaseException) -> bool:
    """Tell whether an error's message is a sentence for the user."""
    from transparent_box.model.storage import RunError
    from transparent_box.model.tasks import PoolError
    from transparent_box.scenes.external import SceneFileError
    from transparent_box.scenes.output.places import PlaceError
    from transparent_box.scenes.output.voice import VoiceError
    from transparent_box.scenes.raster.errors import RasterError

    return isinstance(error, RunError | RasterError | PlaceError | PoolError | VoiceError | SceneFileError)


@contextmanager
def blamed(scene: str) -> Iterator[None]:
    """Turn what goes wrong in a scene from elsewhere into SceneFileError with its line.

    Sentences stay as they are, and so does what the disk refuses to take of ours while the scene is played.
    """
    from transparent_box.scenes import external

    try:
        yield
    except (Exception, SystemExit) as error:
        if (
            is_sentence(error)
            or is_unwritten(error)
            or not external.is_external(scene)
            or not external.line_in(error, external.source_of(scene))
        ):
            raise
        raise external.SceneFileError(external.describe_error(error, external.source_of(scene))) from error


def file_trouble(error: BaseException | None) -> OSError | None:
    """Find the full disk, the missing right or the like that an error comes from, if it does."""
    while error is not None and not isinstance(error, OSError):
        error = error.__cause__ or error.__context__
    return error


def is_unwritten(error: BaseException) -> bool:
    """Tell whether an error comes from a full disk, or from a file that could not be written under its private name."""
    from transparent_box.model.files import is_full, public_path

    trouble = file_trouble(error)
    named = trouble.filename if trouble is not None else None
    return trouble is not None and (
        is_full(trouble) or (isinstance(named, str) and public_path(Path(named)) is not None)
    )


def installing(extra: str) -> str:
    """Name the command that installs one of our extras: from this checkout, or for the installed package."""
    from transparent_box.model.errors import IS_CHECKOUT

    place, where = (".", " in the project folder") if IS_CHECKOUT else ("transparent-box", "")
    return f"`pip install '{place}[{extra}]'`{where}"


def missing_package(error: ModuleNotFoundError) -> str:
    """Say what to do about a package that is not installed."""
    package = (error.name or "").partition(".")[0]
    if package in ("torch", "sklearn"):
        return f"This needs {package}, which is not installed: run {installing('train')}."
    if package in ("manim_slides", "pptx"):
        return f"A deck needs manim-slides, which is not installed: run {installing('slides')}."
    if package in ("distributed", "dask"):
        return f"A cluster needs Dask, which is not installed: run {installing('cluster')}."
    return f"The package {package} is not installed: install ours again, which brings it along."
