"""The most memory that a render takes, for `tests.bench`: in a process of its own, the largest of those it starts."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
CHAPTER = "surface_scene"  # the largest windows of the film turn in it
# The whole chapter at few frames a second: what is held is held from beat to beat and does not grow with frames.
RENDERS = {
    "1080p": ("-qh",),
    "4K": ("-qk",),
    "gif": ("-qh", "--format", "gif"),
    "png-sequence": ("-qh", "--format", "png-sequence"),
}
WATCHED = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
KIB, MB = 1024, 1e6


def peak(name: str) -> dict[str, float]:
    """Megabytes that a render takes at most."""
    with TemporaryDirectory() as place:
        render = [sys.executable, str(ROOT / "cli.py"), "render", CHAPTER, "--fps", "2", "-j", "1", *RENDERS[name]]
        found = subprocess.run([sys.executable, "-c", WATCHED, *render], cwd=place, capture_output=True, text=True)
    if found.returncode:
        raise RuntimeError(found.stderr)
    return {"peak_mb": int(found.stdout.split()[-1]) * KIB / MB}
