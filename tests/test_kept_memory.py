"""Memory that is freed is there for the next picture, and not cleared by the system again."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

TWICE = """
import resource
import numpy as np
from transparent_box.scenes.raster.memory import keep_memory

def faults():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    pictures = [np.ones(2 * 2**20, np.uint8) for _ in range(64)]
    del pictures
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before

assert keep_memory()
first = faults()
assert faults() < first / 4, first
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="no other C library can be told")
def test_memory_is_kept() -> None:
    subprocess.run([sys.executable, "-c", TWICE], check=True)
