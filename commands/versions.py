"""Versions of Python, packages and our code, which decide the bytes of a film or a training besides its job."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, requires, version

from packaging.requirements import Requirement

from transparent_box.scenes.output.places import DRAWN_BY, ROOT

OURS = "transparent-box"
DRAWING, TRAINING = ("",), ("", "train")  # the extras whose packages matter for each; "" is the base install


@cache
def versions(extras: tuple[str, ...]) -> dict[str, str]:
    """Return name → version of Python, our code and the packages of some extras; "none" of those not installed."""
    found = {"Python": platform.python_version(), OURS: code_version()}
    declared = map(Requirement, requires(OURS) or [])
    wanted = [one.name for one in declared if one.marker is None or any(is_in_extra(one, extra) for extra in extras)]
    for name in (*wanted, "distributed"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "none"
    return found


def is_in_extra(requirement: Requirement, extra: str) -> bool:
    """Return whether a requirement belongs to an extra."""
    return requirement.marker is not None and requirement.marker.evaluate({"extra": extra})


@cache
def code_version() -> str:
    """Return the first 12 digits of a checksum over all our modules and the assets that pictures are drawn with."""
    patterns = (*DRAWN_BY, "commands/**/*.py")
    content = sha256()
    for file in sorted({file for pattern in patterns for file in ROOT.glob(pattern) if file.is_file()}):
        content.update(file.relative_to(ROOT).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return content.hexdigest()[:12]


def describe_difference(here: Mapping[str, str], there: Mapping[str, str]) -> str:
    """Name the versions that differ there, as part of a sentence; return "" if none does."""
    names = [name for name in here if there.get(name, "none") != here[name]]
    return ", ".join(f"{name} {there.get(name, 'none')} instead of {here[name]}" for name in names)
