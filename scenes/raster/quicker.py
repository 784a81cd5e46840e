"""Copies, lists, measures and colours mobjects as Manim does, in a third of the time: scenes do so thousands of times.

What is relied on here inside Manim is listed in `scenes.raster.manim`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from enum import Enum
from functools import cache, wraps
from types import BuiltinFunctionType, FunctionType
from typing import Any

import numpy as np
from manim import ManimColor, Mobject, VMobject, config
from numpy.typing import NDArray

# Of which `deepcopy` returns the value itself; and colors, which nobody changes.
SHARED = frozenset(
    {str, int, float, bool, complex, bytes, type(None), type, FunctionType, BuiltinFunctionType, np.float64, ManimColor}
)
CURVE = 4  # points of a Bézier curve

Method = Callable[..., Any]


@contextmanager
def configured(changes: dict[str, Any]) -> Iterator[None]:
    """Manim's `tempconfig` of all but the renderer: to put that back it gives all its classes the bases they have."""
    before = config.copy()
    config.update(changes)
    try:
        yield
    finally:
        config._d.update(before._d)


@cache
def quicken_manim() -> None:
    """Let all mobjects of this process be copied, listed, measured and coloured so; what comes out is the same."""
    for owner, name, quicken in (
        (Mobject, "__deepcopy__", quicker_copy),
        (Mobject, "get_family", quicker_family),
        (Mobject, "get_merged_array", quicker_merging),
        (Mobject, "get_critical_point", quicker_critical_point),
        (Mobject, "length_over_dim", quicker_length),
        (VMobject, "get_points_defining_boundary", quicker_boundary),
        (VMobject, "update_rgbas_array", quicker_colors),
    ):
        theirs = getattr(owner, name)
        setattr(owner, name, wraps(theirs)(quicken(theirs)))


def quicker_copy(theirs: Method) -> Method:
    """Make `Mobject.__deepcopy__`."""

    def copied(mobject: Mobject, clones: dict[int, Any]) -> Mobject:
        own: Any = type(mobject)
        result: Any = own.__new__(own)
        clones[id(mobject)] = result
        members = result.__dict__
        for name, value in vars(mobject).items():
            members[name] = value if type(value) in SHARED else copied_value(value, clones)
        members["original_id"] = str(id(mobject))
        return result

    return copied


def copied_value(value: Any, clones: dict[int, Any]) -> Any:
    """A copy of what a mobject holds, the same one wherever that is held; `clones` knows copies by their originals."""
    found = clones.get(id(value))
    if found is not None:
        return found
    kind = type(value)
    if kind is list:
        found = clones[id(value)] = []
        if value:
            found += [member if type(member) in SHARED else copied_value(member, clones) for member in value]
        return found
    if (kind is np.ndarray and not value.dtype.hasobject) or isinstance(value, Mobject):
        found = clones[id(value)] = value.__deepcopy__(clones)
        return found
    return value if isinstance(value, Enum) else deepcopy(value, clones)


def quicker_family(theirs: Method) -> Method:
    """Make `Mobject.get_family`: a mobject and its parts, each before its own."""

    def get_family(mobject: Mobject, recurse: bool = True) -> list[Mobject]:
        if not mobject.submobjects:
            return [mobject]
        return family(mobject) or theirs(mobject)

    return get_family


def family(mobject: Mobject) -> list[Mobject]:
    """A mobject and its parts, each before its own; an empty list where one is met twice, which Manim puts in order."""
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


def quicker_merging(theirs: Method) -> Method:
    """Make `Mobject.get_merged_array`: an array of all parts, joined at once."""

    def get_merged_array(mobject: Mobject, array_attr: str) -> Any:
        parts = family(mobject)
        return np.concatenate([getattr(part, array_attr) for part in parts]) if parts else theirs(mobject, array_attr)

    return get_merged_array


def quicker_boundary(theirs: Method) -> Method:
    """Make `VMobject.get_points_defining_boundary`: (n, 3), both ends of every curve of all parts."""

    def get_points_defining_boundary(mobject: VMobject) -> Any:
        return np.concatenate([ends(part) for part in mobject.get_family()])

    return get_points_defining_boundary


def ends(part: VMobject) -> NDArray[np.float64]:
    """Both ends of every curve of one mobject, (2n, 3), or its only point."""
    points = part.points
    if len(points) % CURVE:
        return np.reshape(part.get_anchors(), (-1, 3))
    return points.reshape(-1, CURVE, 3)[:, :: CURVE - 1].reshape(-1, 3)


def quicker_critical_point(theirs: Method) -> Method:
    """Make `Mobject.get_critical_point`: a corner, the middle of a side or the centre of the box round a mobject."""

    def get_critical_point(mobject: Mobject, direction: Any) -> Any:
        points = mobject.get_points_defining_boundary()
        result = np.zeros(mobject.dim)
        for axis in range(mobject.dim if len(points) else 0):
            along, toward = points[:, axis], direction[axis]  # one column is reduced faster than all together
            if toward < 0:
                result[axis] = along.min()
            elif toward > 0:
                result[axis] = along.max()
            else:
                result[axis] = (along.min() + along.max()) / 2
        return result

    return get_critical_point


def quicker_length(theirs: Method) -> Method:
    """Make `Mobject.length_over_dim`: the extent of all points along an axis, 0 without any."""

    def length_over_dim(mobject: Mobject, dim: int) -> float:
        places = [part.points[:, dim] for part in mobject.get_family() if len(part.points)]
        if not places:
            return 0
        along = places[0] if len(places) == 1 else np.concatenate(places)
        return along.max() - along.min()

    return length_over_dim


def quicker_colors(theirs: Method) -> Method:
    """Make `VMobject.update_rgbas_array`, of one color and one opacity."""

    def update_rgbas_array(mobject: VMobject, array_name: str, color: Any = None, opacity: Any = None) -> Any:
        held = vars(mobject).get(array_name)
        single = color is None or type(color) is ManimColor
        if held is None or not len(held) or not single or not is_number(opacity) or mobject.sheen_factor:
            return theirs(mobject, array_name, color, opacity)
        if color is not None:
            held[:, :3] = color.to_rgba()[:3]
        if opacity is not None:
            held[:, 3] = opacity
        return mobject

    return update_rgbas_array


def is_number(opacity: Any) -> bool:
    """Tell whether an opacity is one for all, or left as it is."""
    return opacity is None or isinstance(opacity, (int, float))
