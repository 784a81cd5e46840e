"""Carries pictures into a place in the frame and out of it: how fast, and how well they are seen on the way."""

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

SMALLEST = 0.02  # of its size: a line has no height that a picture could take
FADED_BY = 0.4  # of its way, by which what others come instead of is gone
SEEN_BY = 0.06  # of its way, after which what comes out of a place is seen, small as it is


class Carried(Transform):
    """Move a picture into a place or out of it; how well it is seen, 0 … 1, depends by itself on how far it has come.

    `seen` finds that share: small and close to the place it is still to be seen, or the stage would be empty.
    """

    def __init__(self, picture: Mobject, goal: Mobject, seen: Callable[[float], float], **options: Any) -> None:
        self.seen = seen
        super().__init__(picture, goal, **options)

    def interpolate_submobject(self, submobject: Mobject, start: Mobject, goal: Mobject, alpha: float) -> Carried:
        """Place it a share of the way, and show it as well as it is seen there."""
        submobject.interpolate(start, goal, alpha, self.path_func)
        if not isinstance(submobject, Space):  # whose color is its pose
            submobject.interpolate_color(start, goal, self.seen(alpha))
        return self


def appearing(share: float) -> float:
    """Find how well is seen what has come a share of its way out of a place."""
    return min(1.0, share / SEEN_BY)


def vanishing(share: float) -> float:
    """Find how far is gone from sight what has gone a share of its way into a place."""
    return share**6


def fading(share: float) -> float:
    """Find how far is gone from sight what leaves a place to others, and must not cross what is written on its way."""
    return min(1.0, share / FADED_BY)


def standing(share: float) -> float:
    """Find how well is seen what stood in a place already: wholly."""
    return 1.0


def coming(time: float) -> float:
    """Grow fast at first, so that the stage is not empty, and settle gently."""
    return float(1 - (1 - time) ** 2.5)


def going(time: float) -> float:
    """Leave gently, and be gone fast."""
    return float(time**2.5)


def emerging(time: float) -> float:
    """See what comes, where it cannot be carried."""
    return appearing(coming(time))


def is_in_space(picture: Mobject) -> bool:
    """Tell whether some of a picture is seen through a space, so that moving that moves it."""
    return any(isinstance(part, ArrayMobject) and part.space is not None for part in picture.get_family())


def axes_in(picture: Mobject) -> list[SpaceAxes]:
    """Find axes, whose lettering has no room while they are small."""
    return [part for part in picture.get_family() if isinstance(part, SpaceAxes)]


def spaces_of(pictures: Iterable[Mobject]) -> list[Space]:
    """The spaces that pictures are, or are seen through, each once."""
    parts = [part for picture in pictures for part in picture.get_family()]
    spaces = [part if isinstance(part, Space) else getattr(part, "space", None) for part in parts]
    return list({id(space): space for space in spaces if isinstance(space, Space)}.values())


def with_spaces(pictures: Sequence[Mobject]) -> list[Mobject]:
    """Pictures, and before them all spaces that they are seen through, each once."""
    return [*spaces_of(pictures), *(one for one in pictures if not isinstance(one, Space))]


def is_lettering(picture: Mobject) -> bool:
    """Tell whether a picture is nothing but words."""
    letters = {id(part) for one in picture.get_family() if isinstance(one, Lettering) for part in one.get_family()}
    return all(id(part) in letters for part in picture.get_family() if len(part.points))


def into_place(picture: Mobject, place: Area, area: Area) -> Mobject:
    """Move a picture of an area to where it stands, small and unseen, within a place."""
    share = max(min(place.width / area.width, place.height / area.height), SMALLEST)
    middle, goal = np.asarray(area.center), np.asarray(place.center)
    if isinstance(picture, Space):
        picture.points = goal + share * (picture.points - middle)
        return picture.scale(share)
    picture.scale(share, about_point=middle).shift(goal - middle)
    return picture.fade(1.0)


def stretched(picture: Mobject, place: Area, area: Area) -> Mobject:
    """Move a flat picture of an area to where all of that would lie in a place, whatever its shape."""
    picture.stretch(place.width / area.width, 0, about_point=ORIGIN).stretch(
        place.height / area.height, 1, about_point=ORIGIN
    )
    (x, y, _), (goal_x, goal_y, _) = area.center, place.center
    return picture.shift([goal_x - x * place.width / area.width, goal_y - y * place.height / area.height, 0])
