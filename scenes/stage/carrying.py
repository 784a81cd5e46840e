"""Moves pictures into a place in the frame or out of it, with their pace and their visibility on the way.

Paces map time 0 … 1 to the share of the way 0 … 1; visibilities map that share to 0 (unseen) … 1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from manim import ORIGIN, Mobject, Transform

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.mobjects.shapes.array_mobject import ArrayMobject
from transparent_box.scenes.mobjects.shapes.space import Space
from transparent_box.scenes.mobjects.shapes.space_axes import SpaceAxes
from transparent_box.scenes.mobjects.words.lettering import Lettering

SMALLEST = 0.02  # least scale: a place that is a line has no height that a picture could shrink to
FADED_BY = 0.4  # share of its way by which a picture that makes room for another has faded
SEEN_BY = 0.06  # share of its way after which a picture that grows out of a place is fully visible


class Carried(Transform):
    """Move a picture into a place or out of it, its visibility a function of the share of the way.

    `visibility` is that function; it keeps the picture visible while it is small, or the stage would look empty.
    """

    def __init__(self, picture: Mobject, goal: Mobject, visibility: Callable[[float], float], **options: Any) -> None:
        self.visibility = visibility
        super().__init__(picture, goal, **options)

    def interpolate_submobject(self, submobject: Mobject, start: Mobject, goal: Mobject, alpha: float) -> Carried:
        """Interpolate points and colors: the points by the share of the way, the colors by the visibility there."""
        submobject.interpolate(start, goal, alpha, self.path_func)
        if not isinstance(submobject, Space):  # a space keeps its pose where other mobjects have a color
            submobject.interpolate_color(start, goal, self.visibility(alpha))
        return self


def appearing(share: float) -> float:
    """Return the visibility of a picture that comes out of a place: full soon after it has left."""
    return min(1.0, share / SEEN_BY)


def vanishing(share: float) -> float:
    """Return how far a picture that sinks into a place has vanished: hardly before it is nearly there."""
    return share**6


def fading(share: float) -> float:
    """Return how far a picture has faded that makes room for others: early, so that it crosses no lettering."""
    return min(1.0, share / FADED_BY)


def always_visible(share: float) -> float:
    """Return full visibility, for a picture that stood in its place already."""
    return 1.0


def ease_out(time: float) -> float:
    """Start fast, so that the stage is not empty, and settle gently."""
    return float(1 - (1 - time) ** 2.5)


def ease_in(time: float) -> float:
    """Start gently and end fast."""
    return float(time**2.5)


def emerging(time: float) -> float:
    """Return the visibility over time of a picture that appears in place, like one that is moved at `ease_out`."""
    return appearing(ease_out(time))


def is_in_space(picture: Mobject) -> bool:
    """Return whether parts of a picture are projected by a space, which alone can move them."""
    return any(isinstance(part, ArrayMobject) and part.space is not None for part in picture.get_family())


def axes_in(picture: Mobject) -> list[SpaceAxes]:
    """Find the axes in a picture, whose lettering has no room while they are small."""
    return [part for part in picture.get_family() if isinstance(part, SpaceAxes)]


def spaces_of(pictures: Iterable[Mobject]) -> list[Space]:
    """Return the spaces that pictures are or are projected by, each once."""
    parts = [part for picture in pictures for part in picture.get_family()]
    spaces = [part if isinstance(part, Space) else getattr(part, "space", None) for part in parts]
    return list({id(space): space for space in spaces if isinstance(space, Space)}.values())


def spaces_first(pictures: Sequence[Mobject]) -> list[Mobject]:
    """Return pictures after all spaces that they are projected by, each once."""
    return [*spaces_of(pictures), *(one for one in pictures if not isinstance(one, Space))]


def is_lettering(picture: Mobject) -> bool:
    """Return whether a picture consists of lettering only."""
    letters = {id(part) for one in picture.get_family() if isinstance(one, Lettering) for part in one.get_family()}
    return all(id(part) in letters for part in picture.get_family() if len(part.points))


def shrink_into(picture: Mobject, place: Area, area: Area) -> Mobject:
    """Shrink a picture of an area to its position in a place, and make it invisible, unless it is a space."""
    share = max(min(place.width / area.width, place.height / area.height), SMALLEST)
    middle, goal = np.asarray(area.center), np.asarray(place.center)
    if isinstance(picture, Space):
        picture.points = goal + share * (picture.points - middle)
        return picture.scale(share)
    picture.scale(share, about_point=middle).shift(goal - middle)
    return picture.fade(1.0)


def stretch_into(picture: Mobject, place: Area, area: Area) -> Mobject:
    """Stretch a flat picture of an area as if the whole area were stretched over a place of any shape."""
    picture.stretch(place.width / area.width, 0, about_point=ORIGIN).stretch(
        place.height / area.height, 1, about_point=ORIGIN
    )
    (x, y, _), (goal_x, goal_y, _) = area.center, place.center
    return picture.shift([goal_x - x * place.width / area.width, goal_y - y * place.height / area.height, 0])
