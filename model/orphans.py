"""Lets a process end with its parent, in whatever way that ends."""

from __future__ import annotations

import os
import signal
import threading
import time

POLL = 0.5  # seconds between checks of the parent


def end_with_parent(parent: int, patience: float = 0) -> None:
    """Watch the parent from a thread; once it has ended, end this process, with `patience` seconds to save its work."""
    threading.Thread(target=end_after_parent, args=(parent, patience), daemon=True).start()


def end_after_parent(parent: int, patience: float) -> None:
    """Wait until the parent has ended, then end this process, with SIGTERM first if there is patience."""
    while os.getppid() == parent:
        time.sleep(POLL)
    if patience:
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(patience)
    os._exit(1)
