"""Processes that end with the one that started them, however that came."""

from __future__ import annotations

import os
import signal
import threading
import time

LOOKS = 0.5  # seconds between two looks at the parent


def end_with_parent(parent: int, patience: float = 0) -> None:
    """Watch the parent from a thread; once it is gone, end this process, which has `patience` seconds to save."""
    threading.Thread(target=end_with, args=(parent, patience), daemon=True).start()


def end_with(parent: int, patience: float) -> None:
    """End this process soon after its parent has ended: asked first, if there is patience."""
    while os.getppid() == parent:
        time.sleep(LOOKS)
    if patience:
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(patience)
    os._exit(1)
