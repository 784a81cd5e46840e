"""List what decides the bytes of a film or a training besides its job: versions of Python, packages and our code."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, requires, version

from packaging.requirements import Requirement

from transparent_box.scenes.output.places import DRAWN_BY, ROOT

OURS = "transparent-box"
DRAWING, TRAINING = ("",), ("", "train")  # the extras whose packages take part


@cache
def versions(extras: tuple[str, ...]) -> dict[str, str]:
    """Name → version of Python, our code and the packages of some extras; what is not there has none."""
    found = {"Python": platform.python_version(), OURS: code_version()}
    declared = map(Requirement, requires(OURS) or [])
    wanted = [one.name for one in declared if one.marker is None or any(is_in(one, extra) for extra in extras)]
    for name in (*wanted, "distributed"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "none"
    return found


def is_in(requirement: Requirement, extra: str) -> bool:
    """Tell whether an extra has a package."""
    return requirement.marker is not None and requirement.marker.evaluate({"extra": extra})


@cache
def code_version() -> str:
    """The beginning of a checksum over all our modules, and over what is shipped that a picture is drawn with."""
    patterns = (*DRAWN_BY, "commands/**/*.py")
    content = sha256()
    for file in sorted({file for pattern in patterns for file in ROOT.glob(pattern) if file.is_file()}):
        content.update(file.relative_to(ROOT).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return content.hexdigest()[:12]


def difference(here: Mapping[str, str], there: Mapping[str, str]) -> str:
    """Name what is another version there than here, as part of a sentence; nothing where all is the same."""
    names = [name for name in here if there.get(name, "none") != here[name]]
    return ", ".join(f"{name} {there.get(name, 'none')} instead of {here[name]}" for name in names)
