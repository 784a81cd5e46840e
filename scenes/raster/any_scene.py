"""Lets any Manim scene, not only a `Stage`, draw array mobjects with its own camera.

Manim's camera silently skips mobjects that it does not know, and its scenes redraw only mobjects that are animated
themselves. The internals relied on are listed in `scenes.raster.manim`.
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
def support_arrays() -> None:
    """Patch Manim's cameras and scenes, once a process, to draw array mobjects; all else stays the same."""
    capture, moving = Camera.capture_mobjects, Scene.get_moving_mobjects

    @wraps(capture)
    def capture_mobjects(self: Camera, mobjects: Iterable[Mobject], **options: Any) -> None:
        shown = list(mobjects)
        if not isinstance(self, ArrayCamera) and any(has_arrays(mobject) for mobject in shown):
            self.__class__ = array_camera_class(type(self))  # type: ignore[arg-type]
            self.capture_mobjects(shown, **options)  # by its new class
        else:
            capture(self, shown, **options)

    @wraps(moving)
    def get_moving_mobjects(self: Scene, *animations: Animation) -> list[Mobject]:
        return moving_together(self.mobjects, moving(self, *animations), animations)

    Camera.capture_mobjects = capture_mobjects
    Scene.get_moving_mobjects = get_moving_mobjects


def has_arrays(mobject: Mobject) -> bool:
    """Return whether a mobject is an array mobject or contains one."""
    return any(isinstance(member, ArrayMobject) for member in mobject.get_family())


@cache
def array_camera_class(camera: type[Camera]) -> type[Camera]:
    """Return a subclass of a camera class, of the same name, that also draws arrays."""
    return type(camera.__name__, (ArrayCamera, camera), {})


def moving_together(
    tops: Sequence[Mobject], moving: Sequence[Mobject], animations: Sequence[Animation]
) -> list[Mobject]:
    """Return a scene's mobjects from the first on that moves or belongs to a space that moves or has moving members.

    `moving` is what Manim found; if that is empty and no space turns, the result is empty.
    """
    # Manim's list contains whole families, so its first member is searched for; counting from the end would miss.
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
