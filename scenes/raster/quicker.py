"""Copies, lists, measures and colors mobjects as Manim does, in a third of the time: scenes do so thousands of times.

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

THEIRS: dict[str, Callable[..., Any]] = {}  # Manim's methods by name, once they have been replaced


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
    """Let all mobjects of this process be copied, listed, measured and colored so; what comes out is the same."""
    for owner, name, ours in (
        (Mobject, "__deepcopy__", copied),
        (Mobject, "get_family", get_family),
        (Mobject, "get_merged_array", get_merged_array),
        (Mobject, "get_critical_point", get_critical_point),
        (Mobject, "length_over_dim", length_over_dim),
        (VMobject, "get_points_defining_boundary", get_points_defining_boundary),
        (VMobject, "update_rgbas_array", update_rgbas_array),
    ):
        THEIRS[name] = getattr(owner, name)
        setattr(owner, name, wraps(THEIRS[name])(ours))


def copied(mobject: Mobject, clones: dict[int, Any]) -> Mobject:
    """A copy of a mobject and all that it holds."""
    own: Any = type(mobject)
    result: Any = own.__new__(own)
    clones[id(mobject)] = result
    members = result.__dict__
    for name, value in vars(mobject).items():
        members[name] = value if type(value) in SHARED else copied_value(value, clones)
    members["original_id"] = str(id(mobject))
    return result


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


def get_family(mobject: Mobject, recurse: bool = True) -> list[Mobject]:
    """A mobject and its parts, each before its own."""
    if not mobject.submobjects:
        return [mobject]
    return family(mobject) or THEIRS["get_family"](mobject)


def family(mobject: Mobject) -> list[Mobject]:
    """A mobject and its parts, each before its own; an empty list where one is met twice, which Manim puts in order."""
    found = [mobject]
    add_parts(mobject, found, {mobject})
    return found if len(set(found)) == len(found) else []


def add_parts(mobject: Mobject, found: list[Mobject], opened: set[Mobject]) -> None:
    """Add a mobject's parts to those found, each before its own; what was opened before is not opened again."""
    for part in mobject.submobjects:
        found.append(part)
        if part.submobjects and part not in opened:
            opened.add(part)
            add_parts(part, found, opened)


def get_merged_array(mobject: Mobject, array_attr: str) -> Any:
    """An array of all parts, joined at once."""
    parts = family(mobject)
    if not parts:
        return THEIRS["get_merged_array"](mobject, array_attr)
    return np.concatenate([getattr(part, array_attr) for part in parts])


def get_points_defining_boundary(mobject: VMobject) -> Any:
    """Both ends of every curve of all parts, (n, 3)."""
    return np.concatenate([ends(part) for part in mobject.get_family()])


def ends(part: VMobject) -> NDArray[np.float64]:
    """Both ends of every curve of one mobject, (2n, 3), or its only point."""
    points = part.points
    if len(points) % CURVE:
        return np.reshape(part.get_anchors(), (-1, 3))
    return points.reshape(-1, CURVE, 3)[:, :: CURVE - 1].reshape(-1, 3)


def get_critical_point(mobject: Mobject, direction: Any) -> Any:
    """A corner, the middle of a side or the center of the box round a mobject."""
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


def length_over_dim(mobject: Mobject, dim: int) -> Any:
    """The extent of all points along an axis, 0 without any."""
    places = [part.points[:, dim] for part in mobject.get_family() if len(part.points)]
    if not places:
        return 0
    along = places[0] if len(places) == 1 else np.concatenate(places)
    return along.max() - along.min()


def update_rgbas_array(mobject: VMobject, array_name: str, color: Any = None, opacity: Any = None) -> Any:
    """Set one color and one opacity where they are given; Manim's own way where there are several."""
    held = vars(mobject).get(array_name)
    single = color is None or type(color) is ManimColor
    if held is None or not len(held) or not single or not is_number(opacity) or mobject.sheen_factor:
        return THEIRS["update_rgbas_array"](mobject, array_name, color, opacity)
    if color is not None:
        held[:, :3] = color.to_rgba()[:3]
    if opacity is not None:
        held[:, 3] = opacity
    return mobject


def is_number(opacity: Any) -> bool:
    """Tell whether an opacity is one for all, or left as it is."""
    return opacity is None or isinstance(opacity, (int, float))
