"""A neuron's hills, as large as there is room: so one chapter ends on them and the next goes on from there."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from manim import DEGREES, Animation, Transform

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.space import Space
from transparent_box.scenes.mobjects.surfaces.relief import OBLIQUE, Relief, hull

HIGH = 1.8  # units that the highest value rises
LOW = 68 * DEGREES  # from the zenith
TURNED = -40 * DEGREES  # round it, at first: from there it turns to where OBLIQUE is
FOOT = 1.1  # units below them for what is told


def standing(relief: Relief, hills: Floats, area: Area) -> Space:
    """Find from where the hills [x, y] fill an area, also when they turn, whatever was looked at closely before."""
    room = area.less_bottom(FOOT)
    return Space(LOW, TURNED).fit(hull(relief.of(hills)), room.center, room.width, room.height, [TURNED, OBLIQUE[1]])


def goes_on(hills: Floats, scale: float, shade: Callable[[Floats], Floats], area: Area) -> tuple[Relief, Animation]:
    """Make a relief of hills [x, y] as they stood when they had turned; and what ends that.

    At first `scale` rises as it did; then what is furthest from their mean does by one unit.
    """
    before = Relief(hills, shade, scale, HIGH, 2)
    centered = hills - hills.mean()
    relief = Relief(centered / np.abs(centered).max(), shade, 1.0, 1.0, 2)
    relief.space.become(standing(before, hills, area).turn(theta=OBLIQUE[1]))
    end = relief.field.copy()
    relief.field.points, relief.field.colors = before.field.points, before.field.colors
    return relief, Transform(relief.field, end)
