"""Identifies the processes that write private files, also across machines and reused process numbers.

Process numbers are reused, soon after a restart and all the time in containers, where every process may be number 7.
The start time of a process, counted from the boot of its machine, distinguishes it from others of the same number.
"""

from __future__ import annotations

import hashlib
import os
import platform
import re
from functools import cache
from pathlib import Path

PROCESSES = Path("/proc")
UNKNOWN = "0"  # where the system does not report a start time
OWNER = r"(?P<process>\d+)(?:-(?P<machine>[0-9a-f]{8})-(?P<began>[0-9a-f]+))?"  # earlier versions: the number alone
ENDED = ("Z", "X")  # states of processes that have ended but were not waited for


def process_tag() -> str:
    """Return this process's tag, as parsed by `OWNER`."""
    return f"{os.getpid()}-{machine()}-{start_time(os.getpid())}"


@cache
def machine() -> str:
    """Return eight digits shared by processes that see each other's numbers: one boot of a machine, one container."""
    try:
        boot = (PROCESSES / "sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        space = (PROCESSES / "self/ns/pid").readlink().name
    except OSError:
        boot, space = platform.node(), ""
    return hashlib.sha256(f"{boot} {space}".encode()).hexdigest()[:8]


def start_time(process: int) -> str:
    """Return when a running process started, in ticks since boot, in hexadecimal; UNKNOWN if it is not reported."""
    fields = stat_fields(process)
    return f"{int(fields[19]):x}" if len(fields) > 19 else UNKNOWN


def stat_fields(process: int) -> list[str]:
    """Return the fields of a process's /proc/…/stat from its state on; [] if they cannot be read."""
    try:
        text = (PROCESSES / str(process) / "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return []
    return text.rpartition(")")[2].split()  # its name, in brackets, may hold spaces and brackets


def has_ended(owner: re.Match[str]) -> bool | None:
    """Return whether the process of a parsed tag has ended; None for another machine's, which is unknown."""
    process, began_at = int(owner["process"]), owner["began"] or UNKNOWN
    if owner["machine"] not in (None, machine()):
        return None
    if not is_running(process):
        return True
    now = start_time(process)
    return UNKNOWN not in (now, began_at) and now != began_at


def is_running(process: int) -> bool:
    """Return whether there is a process of a number, not counting zombies."""
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:  # it is somebody else's
        return True
    return stat_fields(process)[:1] not in [[state] for state in ENDED]
