"""Keeps memory that is given back, for the next picture wants as much: the system would clear each page of it again."""

from __future__ import annotations

import ctypes
from functools import cache

# Options of glibc's `mallopt`, and what they are set to, in bytes: its own largest, and as much as some pictures hold.
TRIM_THRESHOLD, KEPT = -1, 256 * 2**20  # what may lie free at the heap's end before it is given back
MMAP_THRESHOLD, LARGEST = -3, 32 * 2**20  # what is large enough to be had from the system, and given back, by itself


@cache
def keep_memory() -> bool:
    """Let this process keep what it frees; tell whether its C library can, as Linux's own can and no other."""
    try:
        set_option = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):  # another library's, or Windows
        return False
    return bool(set_option(TRIM_THRESHOLD, KEPT) and set_option(MMAP_THRESHOLD, LARGEST))
