"""The parent of all rules: when they look, and what they can see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from manim import Mobject, Wait
from numpy.typing import NDArray

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.mobjects.shapes.array_mobject import ArrayMobject
from transparent_box.scenes.mobjects.shapes.space import Space
from transparent_box.scenes.mobjects.words.lettering import Lettering

SEEN = 0.05  # opacity from which something can be seen


class Rule:
    """Abstract: yields sentences about what is wrong with a scene, each where it can be seen."""

    def __init__(self, scene: Any) -> None:
        self.scene = scene

    def first_frame(self) -> Iterable[str]:
        """Look at a play's first frame."""
        return ()

    def halfway(self) -> Iterable[str]:
        """Look at what a play's middle shows."""
        return ()

    def last_frame(self) -> Iterable[str]:
        """Look at where a play ends, before what has faded is taken away; holds have no last frame of their own."""
        return ()

    def beat_told(self, beat: Any) -> Iterable[str]:
        """Look at the picture that a beat ends on."""
        return ()

    def chapter_told(self) -> Iterable[str]:
        """Look back on the whole chapter."""
        return ()

    def furniture(self) -> set[int]:
        """Name, by their ids, all parts of the strip and its notes, and of captions that stand, come or leave."""
        scene = self.scene
        held = [*scene.captions, scene.head]
        return {id(part) for mobject in held for part in mobject.get_family()}


def parts_of(mobjects: Iterable[Mobject]) -> Iterator[Mobject]:
    """All members of mobjects' families that have points."""
    return (part for top in mobjects for part in top.get_family() if len(part.points))


def opacity_of(part: Mobject) -> float:
    """Measure how well a part can be seen, 0 … 1, on its own."""
    if isinstance(part, Space):
        return 0.0
    if isinstance(part, ArrayMobject):
        return float(part.opacity * part.colors[..., 3].max(initial=0.0))
    fill, stroke = part.get_fill_opacity(), part.get_stroke_opacity() if part.get_stroke_width() > 0 else 0.0
    return float(max(fill, stroke))


def box_of(mobject: Mobject) -> Area | None:
    """The rectangle of the frame that a mobject's visible parts take, as they are seen; None where there is nothing."""
    corners: list[NDArray[Any]] = []
    for part in parts_of([mobject]):
        if opacity_of(part) < SEEN:
            continue
        points = part.points if getattr(part, "space", None) is None else part.space.project(part.points[::7])
        corners += [points.min(axis=0), points.max(axis=0)]
    if not corners:
        return None
    (left, bottom, _), (right, top, _) = np.min(corners, axis=0), np.max(corners, axis=0)
    return Area(float(left), float(right), float(bottom), float(top))


def lettering_ids(mobjects: Iterable[Mobject]) -> set[int]:
    """The ids of all parts that are words."""
    letters = [part for top in mobjects for part in top.get_family() if isinstance(part, Lettering)]
    return {id(part) for lettering in letters for part in lettering.get_family()}


def is_motion(scene: Any) -> bool:
    """Tell whether in the play that has just begun anything but captions changes."""
    if scene.is_current_animation_frozen_frame():
        return False
    captions = {id(caption) for caption in scene.captions}
    return any(not isinstance(one, Wait) and id(one.mobject) not in captions for one in scene.animations)
