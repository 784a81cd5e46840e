"""Tells what a scene's own classes define and set: the code that draws looks it up there, in no value of a play."""

from __future__ import annotations

import dis
import inspect
from collections.abc import Iterator
from functools import cache
from types import CodeType, FunctionType
from typing import Any

from transparent_box.scenes.raster.sources import code_of

STAGE = "transparent_box.scenes.stage."  # its classes and Manim's are every scene's


@cache
def own_members(kind: type) -> dict[str, Any]:
    """Name → member of a scene's own classes; of a property or a decorated method the function behind it."""
    own: dict[str, Any] = {}
    for base in reversed(kind.__mro__):
        if code_of(base.__module__) and not base.__module__.startswith(STAGE):
            own |= {name: behind(member) for name, member in vars(base).items()}
    return own


@cache
def attributes_set(kind: type) -> frozenset[str]:
    """Name the attributes that a scene's own methods set, on the scene or on something else."""
    codes = [member.__code__ for member in own_members(kind).values() if isinstance(member, FunctionType)]
    return frozenset(name for code in codes for name in set_by(code))


def behind(member: Any) -> Any:
    """Find the function behind a property, a static method or what a decorator made of one."""
    found = getattr(member, "fget", None) or getattr(member, "func", None) or getattr(member, "__func__", member)
    return inspect.unwrap(found) if callable(found) else found


def set_by(code: CodeType) -> Iterator[str]:
    """Name the attributes that code sets, on whatever it sets them."""
    yield from (step.argval for step in dis.get_instructions(code) if step.opname == "STORE_ATTR")
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from set_by(constant)
