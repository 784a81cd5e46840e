"""A neuron's hills, as large as there is room: so one chapter ends on them and the next goes on from there."""

from __future__ import annotations

from manim import DEGREES

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.mobjects.array_mobject import Floats
from transparent_box.scenes.mobjects.relief import OBLIQUE, Relief
from transparent_box.scenes.mobjects.space import Space

HIGH = 1.8  # units that the highest value rises
LOW, TURNED = 68 * DEGREES, -40 * DEGREES  # from the zenith, and round it: from there it turns to where OBLIQUE is
FOOT = 1.1  # units below them for what is told


def standing(relief: Relief, hills: Floats, area: Area) -> Space:
    """Find from where the hills [x, y] fill an area, also when they turn."""
    return relief.framed(area.less_bottom(FOOT), (LOW, TURNED), hills, [OBLIQUE[1]])
