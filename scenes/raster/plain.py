"""Lets array mobjects be drawn in any Manim scene, a `Stage` or not: by its own camera, turned by its spaces.

Manim's camera passes over mobjects that it does not know without a word, and its scenes redraw nothing but what moves
itself. What is relied on here inside Manim is listed in `scenes.raster.manim`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, wraps
from typing import Any

from manim import Animation, Camera, Mobject, Scene

from transparent_box.scenes.mobjects.shapes.array_mobject import ArrayMobject
from transparent_box.scenes.mobjects.shapes.space import Space
from transparent_box.scenes.raster.camera import ArrayCamera


@cache
def teach_manim() -> None:
    """Teach Manim's cameras and scenes, once a process, what ours are; all else they do as before."""
    capture, moving = Camera.capture_mobjects, Scene.get_moving_mobjects

    @wraps(capture)
    def capture_mobjects(self: Camera, mobjects: Iterable[Mobject], **options: Any) -> None:
        shown = list(mobjects)
        if not isinstance(self, ArrayCamera) and any(has_arrays(mobject) for mobject in shown):
            self.__class__ = knowing(type(self))  # type: ignore[arg-type]
            self.capture_mobjects(shown, **options)  # by its new class
        else:
            capture(self, shown, **options)

    @wraps(moving)
    def get_moving_mobjects(self: Scene, *animations: Animation) -> list[Mobject]:
        return moving_together(self.mobjects, moving(self, *animations), animations)

    Camera.capture_mobjects = capture_mobjects
    Scene.get_moving_mobjects = get_moving_mobjects


def has_arrays(mobject: Mobject) -> bool:
    """Tell whether a mobject is one of ours, or holds one."""
    return any(isinstance(member, ArrayMobject) for member in mobject.get_family())


@cache
def knowing(camera: type[Camera]) -> type[Camera]:
    """A kind of camera that draws arrays, too, under the same name."""
    return type(camera.__name__, (ArrayCamera, camera), {})


def moving_together(
    tops: Sequence[Mobject], moving: Sequence[Mobject], animations: Sequence[Animation]
) -> list[Mobject]:
    """List a scene's mobjects from the first on that moves, or is seen through a space that turns or holds what moves.

    `moving` is what Manim found; where it found nothing, and no space turns, nothing is.
    """
    # Manim's list is of families, so what it begins with is looked for: counting from its end would miss.
    known = {id(mobject) for mobject in moving}
    first = next((place for place, top in enumerate(tops) if known & {id(m) for m in top.get_family()}), len(tops))
    turning = {id(m) for animation in animations for m in animation.mobject.get_family() if isinstance(m, Space)}
    spaces = [{id(m.space) for m in top.get_family() if isinstance(m, ArrayMobject)} for top in tops]
    while True:
        involved = turning.union(*spaces[first:]) - {id(None)}
        earlier = next((place for place, seen in enumerate(spaces) if seen & involved), first)
        if earlier >= first:
            return list(tops[first:])
        first = earlier
