"""Delays Ctrl-C and other termination signals, so that they do not interrupt work in the middle."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

# Signals that ask a process to stop; it should save its work first.
TERMINATION_SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


@contextmanager
def delay_interrupts() -> Iterator[None]:
    """Delay an interrupt that comes within the block until its end.

    Has no effect outside the main thread, the only one that Python interrupts.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[tuple[int, Any]] = []
    handlers = {number: handler for number in TERMINATION_SIGNALS if callable(handler := signal.getsignal(number))}
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
def block_signals(signals: Sequence[int]) -> Iterator[None]:
    """Block signals until the end of the block; processes started in it keep them blocked."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
