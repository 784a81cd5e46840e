"""The base class of all rules: when they are called, and helpers to examine what is visible."""

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

SEEN = 0.05  # opacity from which something is visible


class Rule:
    """Abstract: yields sentences about flaws of a scene at the moments at which they can be seen."""

    def __init__(self, scene: Any) -> None:
        self.scene = scene

    def first_frame(self) -> Iterable[str]:
        """Look at a play's first frame."""
        return ()

    def halfway(self) -> Iterable[str]:
        """Look at a play halfway."""
        return ()

    def last_frame(self) -> Iterable[str]:
        """Look at the end of a play, before faded mobjects are removed; not called for holds."""
        return ()

    def beat_told(self, beat: Any) -> Iterable[str]:
        """Look at the picture that a beat ends on."""
        return ()

    def chapter_told(self) -> Iterable[str]:
        """Look back on the whole chapter."""
        return ()

    def furniture(self) -> set[int]:
        """Return the ids of all parts of the strip, its notes and the captions, also those fading in or out."""
        scene = self.scene
        held = [*scene.captions, scene.head]
        return {id(part) for mobject in held for part in mobject.get_family()}


def parts_of(mobjects: Iterable[Mobject]) -> Iterator[Mobject]:
    """Yield all members of mobjects' families that have points."""
    return (part for top in mobjects for part in top.get_family() if len(part.points))


def opacity_of(part: Mobject) -> float:
    """Return the opacity, 0 … 1, of a part without its submobjects."""
    if isinstance(part, Space):
        return 0.0
    if isinstance(part, ArrayMobject):
        return float(part.opacity * part.colors[..., 3].max(initial=0.0))
    fill, stroke = part.get_fill_opacity(), part.get_stroke_opacity() if part.get_stroke_width() > 0 else 0.0
    return float(max(fill, stroke))


def box_of(mobject: Mobject) -> Area | None:
    """Return the bounding rectangle of a mobject's visible parts, projected to the frame; None if there are none."""
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
    """Return the ids of all parts of lettering."""
    letters = [part for top in mobjects for part in top.get_family() if isinstance(part, Lettering)]
    return {id(part) for lettering in letters for part in lettering.get_family()}


def is_motion(scene: Any) -> bool:
    """Return whether the play that has just begun changes anything but captions."""
    if scene.is_current_animation_frozen_frame():
        return False
    captions = {id(caption) for caption in scene.captions}
    return any(not isinstance(one, Wait) and id(one.mobject) not in captions for one in scene.animations)
