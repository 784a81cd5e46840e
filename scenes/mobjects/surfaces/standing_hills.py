"""A neuron's hills as large as there is room: one chapter ends on them, and the next one picks up from there."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from manim import DEGREES, Animation, Transform

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.space import Space
from transparent_box.scenes.mobjects.surfaces.relief import OBLIQUE, Relief, hull

HIGH = 1.8  # units that the highest value rises
LOW = 68 * DEGREES  # angle from the zenith
TURNED = -40 * DEGREES  # azimuth at first; from there the hills turn to that of OBLIQUE
FOOT = 1.1  # units below the hills for text


def framed_hills(relief: Relief, hills: Floats, area: Area) -> Space:
    """Find the space in which the hills [x, y] fill an area, also while they turn."""
    room = area.less_bottom(FOOT)
    return Space(LOW, TURNED).fit(hull(relief.of(hills)), room.center, room.width, room.height, [TURNED, OBLIQUE[1]])


def rescaled_hills(
    hills: Floats, scale: float, shade: Callable[[Floats], Floats], area: Area
) -> tuple[Relief, Animation]:
    """Make a relief of hills [x, y] as `framed_hills` shows them after their turn, and the animation that rescales it.

    At first a value of `scale` rises by HIGH units, as it did there; in the end the value furthest from the mean rises
    by one unit.
    """
    before = Relief(hills, shade, scale, HIGH, 2)
    centered = hills - hills.mean()
    relief = Relief(centered / np.abs(centered).max(), shade, 1.0, 1.0, 2)
    relief.space.become(framed_hills(before, hills, area).turn(theta=OBLIQUE[1]))
    end = relief.field.copy()
    relief.field.points, relief.field.colors = before.field.points, before.field.colors
    return relief, Transform(relief.field, end)
