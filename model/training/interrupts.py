"""Ctrl-C, and its relatives from outside, at a moment when nothing is cut in two."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

# All mean: stop, and lose nothing.
ENDINGS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Let an interrupt that comes within the block take effect at its end.

    Outside the main thread, which is the only one that Python interrupts, nothing is done.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[tuple[int, Any]] = []
    handlers = {number: handler for number in ENDINGS if callable(handler := signal.getsignal(number))}
    for number in handlers:
        signal.signal(number, lambda *arguments: came.append(arguments))
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
    for number, frame in came[:1]:
        handlers[signal.Signals(number)](number, frame)


@contextmanager
def signals_blocked(signals: Sequence[int]) -> Iterator[None]:
    """Let signals wait until the end of the block; a process that is started in it goes on blocking them."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
