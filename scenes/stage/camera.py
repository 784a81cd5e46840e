"""Draws our array mobjects into Manim's picture. With `recording`, the only code that touches Manim's internals."""

from __future__ import annotations

from math import tau
from typing import Any

from manim import Camera, Mobject

from scenes.mobjects.point_cloud import PointCloud


class StageCamera(Camera):  # type: ignore[misc]
    """Manim's flat camera, which also knows a PointCloud."""

    def type_or_raise(self, mobject: Mobject) -> type[Mobject]:
        """PointCloud for ours, Manim's own kind for everything else."""
        kind: type[Mobject] = super().type_or_raise(mobject)
        # The call above has just rebuilt the table of what draws what.
        self.display_funcs[PointCloud] = self.display_point_clouds
        return PointCloud if isinstance(mobject, PointCloud) else kind

    def display_point_clouds(self, clouds: list[PointCloud], pixels: Any) -> None:
        """Each point a filled circle, through the same Cairo context as everything else."""
        context = self.get_cairo_context(pixels)
        for cloud in clouds:
            for (x, y, _), (red, green, blue, alpha) in zip(cloud.points.tolist(), cloud.colors.tolist(), strict=True):
                if alpha * cloud.opacity > 0:
                    context.new_path()
                    context.arc(x, y, cloud.radius, 0, tau)
                    # Manim keeps RGBA bytes where Cairo believes BGRA: red and blue change places.
                    context.set_source_rgba(blue, green, red, alpha * cloud.opacity)
                    context.fill()
