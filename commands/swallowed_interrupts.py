"""Keeps Ctrl-C from being lost where Python or compiled code would swallow KeyboardInterrupt."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from importlib.machinery import ExtensionFileLoader
from types import ModuleType
from typing import Any

from transparent_box.model.training.interrupts import delay_interrupts

RETRY_DELAY = 0.02  # seconds until an interrupt that Python swallowed is raised again
STEPS = ("create_module", "exec_module")  # of loading: a compiled module runs its own code in either


def interrupt_again() -> None:
    """Send this process the signal of Ctrl-C; where that is ignored, SIGTERM, which must then have been the first."""
    ignored = signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    os.kill(os.getpid(), signal.SIGTERM if ignored else signal.SIGINT)


def keep_interrupts(again: Callable[[], None] = interrupt_again) -> None:
    """From now on, lose no interrupt: call `again` for one that was swallowed. The last call of this counts."""
    before = sys.unraisablehook
    sys.unraisablehook = InterruptHook(again, before.before if isinstance(before, InterruptHook) else before)
    for name in STEPS:
        step = getattr(ExtensionFileLoader, name)
        if step.__module__ != __name__:
            setattr(ExtensionFileLoader, name, delayed(step))


@dataclass(frozen=True)
class InterruptHook:
    """Handles exceptions that cannot be raised, as in finalizers: interrupts come again a moment later."""

    again: Callable[[], None]
    before: Callable[[Any], Any]  # handles everything else

    def __call__(self, unraisable: Any) -> None:
        """Handle an exception."""
        if not isinstance(unraisable.exc_value, KeyboardInterrupt):
            self.before(unraisable)
            return
        later = threading.Timer(RETRY_DELAY, self.again)
        later.daemon = True
        later.start()


def delayed(step: Any) -> Any:
    """Return a step of loading a compiled module with interrupts delayed until its end.

    Some modules clear all errors in their own code, and would clear KeyboardInterrupt as well.
    """

    def load(loader: ExtensionFileLoader, module: Any) -> ModuleType | None:
        with delay_interrupts():
            loaded: ModuleType | None = step(loader, module)
            return loaded

    return load
