"""Draws the pictures of a play incrementally, and passes on only what changed.

Manim itself redraws everything above the first moving mobject and copies the whole picture four times. The internals
relied on are listed in `scenes.raster.manim`.
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
        """Draw mobjects, by default all, over the static ones of a play."""
        shown = mobjects or list_update(scene.mobjects, scene.foreground_mobjects)
        ground = self.camera.background if self.static_image is None else self.static_image
        self.camera.show(ground, shown)

    def render(self, scene: Any, time: float, moving_mobjects: Iterable[Mobject] | None = None) -> None:
        """Draw the next picture of a play and write it with the boxes that changed."""
        self.update_frame(scene, moving_mobjects)
        if not self.skip_animations:
            self.add_frame(Change(self.camera.pixel_array, self.camera.changes()))
