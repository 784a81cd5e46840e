"""Tells who writes what: a process, apart from a later one of the same number and from those of other machines.

Process numbers are used again, soon after a restart and all the time in containers, where every process may be
number 7. When a process began, counted since its machine was started, tells it from any other of its number.
"""

from __future__ import annotations

import hashlib
import os
import platform
import re
from functools import cache
from pathlib import Path

PROCESSES = Path("/proc")
UNTOLD = "0"  # where the system does not say
OWNER = r"(?P<process>\d+)(?:-(?P<machine>[0-9a-f]{8})-(?P<began>[0-9a-f]+))?"  # earlier versions: the number alone
ENDED = ("Z", "X")  # states of processes that have ended and were not asked about yet


def own_name() -> str:
    """This process as `OWNER` reads it."""
    return f"{os.getpid()}-{machine()}-{began(os.getpid())}"


@cache
def machine() -> str:
    """Eight digits that processes share which see each other's numbers: one start of a machine, one container."""
    try:
        boot = (PROCESSES / "sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        space = (PROCESSES / "self/ns/pid").readlink().name
    except OSError:
        boot, space = platform.node(), ""
    return hashlib.sha256(f"{boot} {space}".encode()).hexdigest()[:8]


def began(process: int) -> str:
    """When a process that is there began, in ticks since the start of its machine; UNTOLD where nobody says."""
    fields = stat_fields(process)
    return f"{int(fields[19]):x}" if len(fields) > 19 else UNTOLD


def stat_fields(process: int) -> list[str]:
    """What the system tells of a process, from its state on; nothing where there is none, or it does not tell."""
    try:
        text = (PROCESSES / str(process) / "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return []
    return text.rpartition(")")[2].split()  # its name, in brackets, may hold spaces and brackets


def is_gone(owner: re.Match[str]) -> bool | None:
    """Whether the process of a name in `OWNER`'s form has ended; None of another machine's, of which none can say."""
    process, began_at = int(owner["process"]), owner["began"] or UNTOLD
    if owner["machine"] not in (None, machine()):
        return None
    if not is_running(process):
        return True
    now = began(process)
    return UNTOLD not in (now, began_at) and now != began_at


def is_running(process: int) -> bool:
    """Whether there is a process of that number, not counting one that has ended and is only not buried yet."""
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:  # it is somebody else's
        return True
    return stat_fields(process)[:1] not in [[state] for state in ENDED]
