"""A run folder is one training's alone while it trains."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from transparent_box.model.files import held, sweep
from transparent_box.model.storage import RunError


@contextmanager
def to_train_in(folders: Sequence[Path]) -> Iterator[None]:
    """Keep folders to this training, swept of what a killed one has left; RunError where another is at work."""
    with ExitStack() as stack:
        for folder in folders:
            try:
                stack.enter_context(held(folder))
            except BlockingIOError:
                raise RunError(
                    f"Another process is training in {folder}: wait until it is done, or choose another --out."
                ) from None
            except OSError as error:
                raise RunError(f"Cannot write {folder} ({error.strerror}): choose another folder.") from None
            sweep(folder, deep=False)
            sweep(folder / "checkpoints")
        yield
