"""Draws the pictures of a play, each from the one before, and hands on only what has changed.

What it relies on of Manim's inside is listed in `scenes.raster.manim`. Manim draws all that stands over the first thing
that moves, and copies the whole picture four times.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from manim import Mobject
from manim.renderer.cairo_renderer import CairoRenderer
from manim.utils.iterables import list_update

from transparent_box.scenes.raster.conversion import Change


class StageRenderer(CairoRenderer):
    """Manim's renderer, for a `StageCamera`."""

    def update_frame(self, scene: Any, mobjects: Iterable[Mobject] | None = None, **options: Any) -> None:
        """Make the picture of mobjects, or of all, over the still ones of a play."""
        shown = mobjects or list_update(scene.mobjects, scene.foreground_mobjects)
        ground = self.camera.background if self.static_image is None else self.static_image
        self.camera.show(ground, shown)

    def render(self, scene: Any, time: float, moving_mobjects: Iterable[Mobject] | None = None) -> None:
        """Make the next picture of a play and hand on where it differs."""
        self.update_frame(scene, moving_mobjects)
        if not self.skip_animations:
            self.add_frame(Change(self.camera.pixel_array, self.camera.changes()))
