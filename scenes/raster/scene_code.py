"""Finds what a scene's own classes define and set, on which the functions of a play may depend."""

from __future__ import annotations

import dis
import inspect
from collections.abc import Iterator
from functools import cache
from types import CodeType, FunctionType
from typing import Any

from transparent_box.scenes.raster.sources import code_of

STAGE = "transparent_box.scenes.stage."  # classes common to all scenes, like Manim's


@cache
def own_members(kind: type) -> dict[str, Any]:
    """Return name → member of a scene's own classes; properties and decorated methods are unwrapped to functions."""
    own: dict[str, Any] = {}
    for base in reversed(kind.__mro__):
        if code_of(base.__module__) and not base.__module__.startswith(STAGE):
            own |= {name: behind(member) for name, member in vars(base).items()}
    return own


@cache
def attributes_set(kind: type) -> frozenset[str]:
    """Return the names of attributes that a scene's own methods set, on the scene or any object."""
    codes = [member.__code__ for member in own_members(kind).values() if isinstance(member, FunctionType)]
    return frozenset(name for code in codes for name in set_by(code))


def behind(member: Any) -> Any:
    """Unwrap a property, a static method or a decorated function."""
    found = getattr(member, "fget", None) or getattr(member, "func", None) or getattr(member, "__func__", member)
    return inspect.unwrap(found) if callable(found) else found


def set_by(code: CodeType) -> Iterator[str]:
    """Yield the names of attributes that code sets, on any object."""
    yield from (step.argval for step in dis.get_instructions(code) if step.opname == "STORE_ATTR")
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from set_by(constant)
