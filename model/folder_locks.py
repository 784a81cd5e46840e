"""Locks of run folders, so that only one process at a time trains in one or measures it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from transparent_box.model.files import can_lock, lock_folder, remove_leftovers
from transparent_box.model.storage import RunError


@contextmanager
def lock_for_training(folders: Sequence[Path]) -> Iterator[None]:
    """Lock folders and remove leftovers of killed processes; raise RunError if another process is at work in one."""
    with ExitStack() as stack:
        for folder in folders:
            try:
                stack.enter_context(lock_folder(folder))
            except BlockingIOError:
                raise RunError(
                    f"Another process is at work in {folder}: wait until it is done, or choose another folder."
                ) from None
            except OSError as error:
                raise RunError(f"Cannot write {folder} ({error.strerror}): choose another folder.") from None
            remove_leftovers(folder, deep=False)
            remove_leftovers(folder / "checkpoints")
        yield


@contextmanager
def lock_for_measuring(folder: Path) -> Iterator[None]:
    """Lock a run folder like `lock_for_training`, but only if it exists and the system has locks.

    Training and `measure` both update config.json and the checksums; one of the updates would be lost.
    """
    if not can_lock() or not folder.is_dir():
        yield
        return
    with lock_for_training([folder]):
        yield
