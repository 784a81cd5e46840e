"""A run folder is one process's alone while it is trained in or measured."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from transparent_box.model.files import can_hold, held, sweep
from transparent_box.model.storage import RunError


@contextmanager
def to_train_in(folders: Sequence[Path]) -> Iterator[None]:
    """Keep folders to this process, swept of what a killed one has left; RunError where another is at work."""
    with ExitStack() as stack:
        for folder in folders:
            try:
                stack.enter_context(held(folder))
            except BlockingIOError:
                raise RunError(
                    f"Another process is at work in {folder}: wait until it is done, or choose another folder."
                ) from None
            except OSError as error:
                raise RunError(f"Cannot write {folder} ({error.strerror}): choose another folder.") from None
            sweep(folder, deep=False)
            sweep(folder / "checkpoints")
        yield


@contextmanager
def to_measure(folder: Path) -> Iterator[None]:
    """Keep a run folder to this process as `to_train_in` does, but neither make one nor ask for it of every system.

    Training reads, changes and writes config.json and the checksums as `measure` does: one of the two would be lost.
    """
    if not can_hold() or not folder.is_dir():
        yield
        return
    with to_train_in([folder]):
        yield
