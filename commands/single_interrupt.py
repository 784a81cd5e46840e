"""Lets a worker that is told to end be interrupted once, and only where it does something."""

from __future__ import annotations

import atexit
import os
import signal
import sys
import threading
from collections.abc import Callable
from typing import Any, NoReturn

from transparent_box.model.training.interrupts import ENDINGS

MOMENT = 0.02  # seconds until an interrupt that was swallowed comes again


class SingleInterrupt:
    """Turns being told to end, by whomever, into Ctrl-C, once: the next must not disturb what is being saved.

    Where the process is not busy it ends at once.
    """

    def __init__(self, is_busy: Callable[[], bool] = lambda: True) -> None:
        self._is_busy = is_busy
        self._came = False
        self._hook = sys.unraisablehook

    def install(self) -> None:
        """Take over the signals that mean to end, and what Python does about errors that it cannot raise.

        What is ignored stays so, as under `nohup` or in the background of a script: whoever waits ignores it, too. Only
        SIGTERM ends any worker: it is how a pool ends its own.
        """
        for number in ENDINGS:
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
        """Interrupt again, a moment later, where Python was tidying up: it swallows what is raised there."""
        if not isinstance(unraisable.exc_value, KeyboardInterrupt):
            self._hook(unraisable)
            return
        later = threading.Timer(MOMENT, self._again)
        later.daemon = True
        later.start()

    def _again(self) -> None:
        self._came = False
        os.kill(os.getpid(), signal.SIGINT)


def end_now() -> NoReturn:
    """End this process without a word, its semaphores given back: nobody waits for what it was doing."""
    atexit._run_exitfuncs()
    os._exit(1)
