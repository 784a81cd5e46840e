"""Turns the termination signals that a worker gets into a single KeyboardInterrupt."""

from __future__ import annotations

import atexit
import os
import signal
import sys
import threading
from collections.abc import Callable
from typing import Any, NoReturn

from transparent_box.model.training.interrupts import TERMINATION_SIGNALS

RETRY_DELAY = 0.02  # seconds until an interrupt that Python swallowed is raised again


class SingleInterrupt:
    """Raises KeyboardInterrupt on the first termination signal and ignores later ones, so that saving is not disturbed.

    A process that is not busy ends at once.
    """

    def __init__(self, is_busy: Callable[[], bool] = lambda: True) -> None:
        self._is_busy = is_busy
        self._came = False
        self._hook = sys.unraisablehook

    def install(self) -> None:
        """Handle the termination signals, and errors that Python cannot raise.

        Ignored signals stay ignored, as under `nohup` or in a script's background, where the parent ignores them too.
        SIGTERM is always handled: it is how a pool ends its workers.
        """
        for number in TERMINATION_SIGNALS:
            if number == signal.SIGTERM or signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self._interrupt)
        sys.unraisablehook = self._look_at_swallowed

    def _interrupt(self, *_: object) -> None:
        if not self._is_busy():
            end_now()
        if not self._came:
            self._came = True
            raise KeyboardInterrupt

    def _look_at_swallowed(self, unraisable: Any) -> None:
        """Interrupt again a moment later if Python swallowed KeyboardInterrupt, as it does in finalizers."""
        if not isinstance(unraisable.exc_value, KeyboardInterrupt):
            self._hook(unraisable)
            return
        later = threading.Timer(RETRY_DELAY, self._again)
        later.daemon = True
        later.start()

    def _again(self) -> None:
        self._came = False
        os.kill(os.getpid(), signal.SIGINT)


def end_now() -> NoReturn:
    """End this process silently after its exit functions, which release its semaphores: nobody waits for its result."""
    atexit._run_exitfuncs()
    os._exit(1)
