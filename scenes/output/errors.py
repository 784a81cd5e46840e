"""Turns errors that a user can meet into one sentence each. Importing this is instant."""

from __future__ import annotations


def message_for(error: BaseException) -> str | None:
    """Say in one sentence what an error means for the user; None for a mistake of ours, which needs its traceback."""
    from transparent_box.model.storage import RunError
    from transparent_box.model.tasks import PoolError
    from transparent_box.scenes.output.places import PlaceError
    from transparent_box.scenes.output.voice import VoiceError
    from transparent_box.scenes.own import SceneFileError
    from transparent_box.scenes.raster.errors import RasterError

    if isinstance(error, ModuleNotFoundError):
        return missing_package(error)
    if isinstance(error, RunError | RasterError | PlaceError | PoolError | SceneFileError | VoiceError):
        return str(error)
    trouble = file_trouble(error)
    if trouble is None:
        return None
    return f"Cannot read or write {trouble.filename or 'a file'}: {trouble.strerror or trouble}."


def file_trouble(error: BaseException | None) -> OSError | None:
    """Find the full disk, the missing right or the like that an error comes from, if it does."""
    while error is not None and not isinstance(error, OSError):
        error = error.__cause__ or error.__context__
    return error


def missing_package(error: ModuleNotFoundError) -> str:
    """Say what to do about a package that is not installed."""
    if error.name in ("torch", "sklearn"):
        return f"This needs {error.name}, which is not installed: run `pip install '.[train]'` in the project folder."
    if (error.name or "").partition(".")[0] in ("manim_slides", "pptx"):
        return "A deck needs manim-slides, which is not installed: run `pip install '.[slides]'` in the project folder."
    if (error.name or "").partition(".")[0] in ("distributed", "dask"):
        return "A cluster needs Dask, which is not installed: run `pip install '.[cluster]'` in the project folder."
    return f"The package {error.name} is not installed: run `pip install .` in the project folder."
