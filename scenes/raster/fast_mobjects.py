"""Replaces Manim's copying, listing, measuring and coloring of mobjects by equivalents that take a third of the time.

The internals relied on are listed in `scenes.raster.manim`.
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

# Types whose values `deepcopy` returns as they are, and colors, which are never changed.
SHARED = frozenset(
    {str, int, float, bool, complex, bytes, type(None), type, FunctionType, BuiltinFunctionType, np.float64, ManimColor}
)
CURVE = 4  # points of a Bézier curve

ORIGINALS: dict[str, Callable[..., Any]] = {}  # Manim's methods by name, once they are replaced


@contextmanager
def temporary_config(changes: dict[str, Any]) -> Iterator[None]:
    """Set Manim's configuration for the block, like `tempconfig` but without its renderer, which is slow to restore."""
    before = config.copy()
    config.update(changes)
    try:
        yield
    finally:
        config._d.update(before._d)


@cache
def install_fast_mobjects() -> None:
    """Install the replacements in this process; their results are the same as Manim's."""
    for owner, name, ours in (
        (Mobject, "__deepcopy__", copy_mobject),
        (Mobject, "get_family", get_family),
        (Mobject, "get_merged_array", get_merged_array),
        (Mobject, "get_critical_point", get_critical_point),
        (Mobject, "length_over_dim", length_over_dim),
        (VMobject, "get_points_defining_boundary", get_points_defining_boundary),
        (VMobject, "update_rgbas_array", update_rgbas_array),
    ):
        ORIGINALS[name] = getattr(owner, name)
        setattr(owner, name, wraps(ORIGINALS[name])(ours))


def copy_mobject(mobject: Mobject, clones: dict[int, Any]) -> Mobject:
    """Deep-copy a mobject; `clones` maps ids of originals to copies."""
    own: Any = type(mobject)
    result: Any = own.__new__(own)
    clones[id(mobject)] = result
    members = result.__dict__
    for name, value in vars(mobject).items():
        members[name] = value if type(value) in SHARED else copy_value(value, clones)
    members["original_id"] = str(id(mobject))
    return result


def copy_value(value: Any, clones: dict[int, Any]) -> Any:
    """Deep-copy a value held by a mobject; `clones` maps ids of originals to copies."""
    found = clones.get(id(value))
    if found is not None:
        return found
    kind = type(value)
    if kind is list:
        found = clones[id(value)] = []
        if value:
            found += [member if type(member) in SHARED else copy_value(member, clones) for member in value]
        return found
    if (kind is np.ndarray and not value.dtype.hasobject) or isinstance(value, Mobject):
        found = clones[id(value)] = value.__deepcopy__(clones)
        return found
    return value if isinstance(value, Enum) else deepcopy(value, clones)


def get_family(mobject: Mobject, recurse: bool = True) -> list[Mobject]:
    """Return a mobject and its parts, each before its own."""
    if not mobject.submobjects:
        return [mobject]
    return family(mobject) or ORIGINALS["get_family"](mobject)


def family(mobject: Mobject) -> list[Mobject]:
    """Return a mobject and its parts in preorder; [] if one occurs twice, which Manim's own method must handle."""
    found = [mobject]
    add_parts(mobject, found, {mobject})
    return found if len(set(found)) == len(found) else []


def add_parts(mobject: Mobject, found: list[Mobject], opened: set[Mobject]) -> None:
    """Append the parts of a mobject to those found, in preorder, without opening one twice."""
    for part in mobject.submobjects:
        found.append(part)
        if part.submobjects and part not in opened:
            opened.add(part)
            add_parts(part, found, opened)


def get_merged_array(mobject: Mobject, array_attr: str) -> Any:
    """Concatenate an array of all parts."""
    parts = family(mobject)
    if not parts:
        return ORIGINALS["get_merged_array"](mobject, array_attr)
    return np.concatenate([getattr(part, array_attr) for part in parts])


def get_points_defining_boundary(mobject: VMobject) -> Any:
    """Return both ends of every curve of all parts, (n, 3)."""
    return np.concatenate([curve_ends(part) for part in mobject.get_family()])


def curve_ends(part: VMobject) -> NDArray[np.float64]:
    """Return both ends of every curve of one mobject, (2n, 3), or its only point."""
    points = part.points
    if len(points) % CURVE:
        return np.reshape(part.get_anchors(), (-1, 3))
    return points.reshape(-1, CURVE, 3)[:, :: CURVE - 1].reshape(-1, 3)


def get_critical_point(mobject: Mobject, direction: Any) -> Any:
    """Return a corner, the middle of a side or the center of the box around a mobject."""
    points = mobject.get_points_defining_boundary()
    result = np.zeros(mobject.dim)
    for axis in range(mobject.dim if len(points) else 0):
        along, toward = points[:, axis], direction[axis]  # reducing one column is faster than all at once
        if toward < 0:
            result[axis] = along.min()
        elif toward > 0:
            result[axis] = along.max()
        else:
            result[axis] = (along.min() + along.max()) / 2
    return result


def length_over_dim(mobject: Mobject, dim: int) -> Any:
    """Return the extent of all points along an axis, 0 without any."""
    places = [part.points[:, dim] for part in mobject.get_family() if len(part.points)]
    if not places:
        return 0
    along = places[0] if len(places) == 1 else np.concatenate(places)
    return along.max() - along.min()


def update_rgbas_array(mobject: VMobject, array_name: str, color: Any = None, opacity: Any = None) -> Any:
    """Set one color and one opacity if given; call Manim's method if there are several."""
    held = vars(mobject).get(array_name)
    single = color is None or type(color) is ManimColor
    if held is None or not len(held) or not single or not is_number(opacity) or mobject.sheen_factor:
        return ORIGINALS["update_rgbas_array"](mobject, array_name, color, opacity)
    if color is not None:
        held[:, :3] = color.to_rgba()[:3]
    if opacity is not None:
        held[:, 3] = opacity
    return mobject


def is_number(opacity: Any) -> bool:
    """Return whether an opacity is a single number or None."""
    return opacity is None or isinstance(opacity, (int, float))
