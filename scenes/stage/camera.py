"""Draws our array mobjects into Manim's picture. With `recording`, the only code that touches Manim's internals."""

from __future__ import annotations

from math import tau
from typing import Any

import cairo
from manim import Camera, Mobject, ThreeDCamera

from scenes.mobjects.height_field import HeightField
from scenes.mobjects.point_cloud import PointCloud
from scenes.stage.projection import View
from scenes.stage.raster import rasteriser


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


class SpaceCamera(ThreeDCamera):  # type: ignore[misc]
    """Manim's three-dimensional camera, which also knows a HeightField."""

    def type_or_raise(self, mobject: Mobject) -> type[Mobject]:
        """HeightField for ours, Manim's own kind for everything else."""
        kind: type[Mobject] = super().type_or_raise(mobject)
        self.display_funcs[HeightField] = self.display_height_fields
        return HeightField if isinstance(mobject, HeightField) else kind

    def view(self) -> View:
        """The camera's present state."""
        frame = (float(self.frame_width), float(self.frame_height))
        size = (int(self.pixel_width), int(self.pixel_height))
        return View(self.get_rotation_matrix(), self.get_zoom(), self.get_focal_distance(), frame, size)

    def display_height_fields(self, fields: list[HeightField], pixels: Any) -> None:
        """Surfaces of one opacity share a layer and its depth; each layer is then laid over the picture."""
        context = self.get_cairo_context(pixels)
        for opacity in dict.fromkeys(field.opacity for field in fields):
            layer = [field for field in fields if field.opacity == opacity]
            grids, colors = [field.grid for field in layer], [field.colors for field in layer]
            drawn, corner = rasteriser().draw(grids, colors, self.view())
            lay_over(context, drawn, corner, opacity)


def lay_over(context: cairo.Context, layer: Any, corner: tuple[int, int], opacity: float) -> None:
    """Composite premultiplied RGBA bytes (h, w, 4) over a picture, their upper left at a pixel of it."""
    height, width = layer.shape[:2]
    # Both are RGBA where Cairo believes BGRA, so the bytes can be painted as they are.
    surface = cairo.ImageSurface.create_for_data(layer, cairo.FORMAT_ARGB32, width, height, width * 4)
    context.save()
    context.identity_matrix()
    context.set_source_surface(surface, *corner)
    context.paint_with_alpha(opacity)
    context.restore()
