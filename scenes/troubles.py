"""What can go wrong for a user, in one sentence each. Importing this is instant."""

from __future__ import annotations


class RasterError(RuntimeError):
    """OpenGL was asked for and is not there; the message is one sentence for the user."""


def sentence_for(error: BaseException) -> str | None:
    """What to tell whom an error befalls; None if it is a mistake of ours, which needs its traceback."""
    from model.storage import RunError

    if isinstance(error, ModuleNotFoundError):
        return missing_package(error)
    if isinstance(error, RunError | RasterError):
        return str(error)
    trouble = file_trouble(error)
    if trouble is None:
        return None
    return f"Cannot read or write {trouble.filename or 'a file'}: {trouble.strerror or trouble}."


def file_trouble(error: BaseException | None) -> OSError | None:
    """The full disk, the missing right or the like that an error comes from, if it does."""
    while error is not None and not isinstance(error, OSError):
        error = error.__cause__ or error.__context__
    return error


def missing_package(error: ModuleNotFoundError) -> str:
    """What to do about a package that is not installed."""
    if error.name in ("torch", "sklearn"):
        return f"This needs {error.name}, which is not installed: run `pip install '.[train]'` in the project folder."
    return f"The package {error.name} is not installed: run `pip install .` in the project folder."
