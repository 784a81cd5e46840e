"""Copies mobjects and lists their families as Manim does, in a third of the time: scenes do both thousands of times.

What is relied on here inside Manim is listed in `scenes.raster.manim`.
"""

from __future__ import annotations

from copy import deepcopy
from enum import Enum
from functools import cache, wraps
from types import BuiltinFunctionType, FunctionType
from typing import Any

import numpy as np
from manim import ManimColor, Mobject

# Of which `deepcopy` returns the value itself; and colors, which nobody changes.
SHARED = frozenset(
    {str, int, float, bool, complex, bytes, type(None), type, FunctionType, BuiltinFunctionType, ManimColor}
)


@cache
def quicken_manim() -> None:
    """Let all mobjects of this process be copied and listed so; what comes out is the same."""
    copied_before, listed_before = Mobject.__deepcopy__, Mobject.get_family

    @wraps(copied_before)
    def copy_deeply(self: Mobject, clone_from_id: dict[int, Any]) -> Mobject:
        return copied(self, clone_from_id)

    @wraps(listed_before)
    def get_family(self: Mobject, recurse: bool = True) -> list[Mobject]:
        return family(self) or listed_before(self)

    Mobject.__deepcopy__ = copy_deeply
    Mobject.get_family = get_family


def copied(mobject: Mobject, clones: dict[int, Any]) -> Mobject:
    """A copy of a mobject and all that it holds; `clones` knows, by address, what has been copied already."""
    own: Any = type(mobject)
    result: Mobject = own.__new__(own)
    clones[id(mobject)] = result
    for name, value in vars(mobject).items():
        kind = type(value)
        if kind not in SHARED:
            if kind is np.ndarray and not value.dtype.hasobject:
                value = copied_array(value, clones)
            elif kind is list and not value and id(value) not in clones:  # as most have of parts and updaters
                value = clones[id(value)] = []
            elif not issubclass(kind, Enum):
                value = deepcopy(value, clones)
        setattr(result, name, value)
    result.original_id = str(id(mobject))
    return result


def copied_array(array: Any, clones: dict[int, Any]) -> Any:
    """A copy of an array, the same one wherever that is held."""
    found = clones.get(id(array))
    if found is None:
        found = clones[id(array)] = array.__deepcopy__(clones)
    return found


def family(mobject: Mobject) -> list[Mobject]:
    """A mobject and its parts, each before its own; an empty list where one is met twice, which Manim puts in order."""
    if not mobject.submobjects:
        return [mobject]
    found: list[Mobject] = []
    ahead, met = [mobject], set()
    while ahead:
        part = ahead.pop()
        if id(part) in met:
            return []
        met.add(id(part))
        found.append(part)
        if part.submobjects:
            ahead += reversed(part.submobjects)
    return found
