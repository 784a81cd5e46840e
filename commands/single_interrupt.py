"""Turns the termination signals that a worker gets into a single KeyboardInterrupt."""

from __future__ import annotations

import atexit
import os
import signal
from collections.abc import Callable
from typing import NoReturn

from transparent_box.commands.swallowed_interrupts import interrupt_again, keep_interrupts
from transparent_box.model.training.interrupts import TERMINATION_SIGNALS


class SingleInterrupt:
    """Raises KeyboardInterrupt on the first termination signal and ignores later ones, so that saving is not disturbed.

    A process that is not busy ends at once.
    """

    def __init__(self, is_busy: Callable[[], bool] = lambda: True) -> None:
        self._is_busy = is_busy
        self._came = False

    def install(self) -> None:
        """Handle the termination signals, and errors that Python cannot raise.

        Ignored signals stay ignored, as under `nohup` or in a script's background, where the parent ignores them too.
        SIGTERM is always handled: it is how a pool ends its workers.
        """
        for number in TERMINATION_SIGNALS:
            if number == signal.SIGTERM or signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self._interrupt)
        keep_interrupts(self._again)

    def _interrupt(self, *_: object) -> None:
        if not self._is_busy():
            end_now()
        if not self._came:
            self._came = True
            raise KeyboardInterrupt

    def _again(self) -> None:
        self._came = False
        interrupt_again()


def end_now() -> NoReturn:
    """End this process silently after its exit functions, which release its semaphores: nobody waits for its result."""
    atexit._run_exitfuncs()
    os._exit(1)
