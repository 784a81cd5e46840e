"""Draws our array mobjects into Manim's picture. What it relies on inside Manim is listed in `scenes.raster.manim`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import Any

import cairo
import numpy as np
from manim import Camera, Mobject

from transparent_box.scenes.look.projection import FLAT, View
from transparent_box.scenes.mobjects.array_mobject import ArrayMobject
from transparent_box.scenes.mobjects.heat_map import HeatMap
from transparent_box.scenes.mobjects.height_field import HeightField
from transparent_box.scenes.mobjects.polyline_set import PolylineSet
from transparent_box.scenes.mobjects.space import Space
from transparent_box.scenes.raster.choice import rasteriser
from transparent_box.scenes.raster.marks import Mark


class StageCamera(Camera):
    """Manim's flat camera, which also knows mobjects made of arrays, in the picture or in a space of their own."""

    resting = False  # draws nothing, for whoever plays a scene and looks at few pictures of it

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.raster = rasteriser().name  # by which Manim's cache tells apart what another has drawn

    def rest(self, resting: bool) -> None:
        """Draw nothing from here on, or draw again, which leaves no trace in what Manim's cache knows of a camera."""
        if resting:
            self.resting = True
        else:
            self.__dict__.pop("resting", None)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Draw within, even if it rests."""
        rests, self.resting = self.resting, False
        try:
            yield
        finally:
            self.resting = rests

    def capture_mobjects(self, mobjects: Iterable[Mobject], **options: Any) -> None:
        """Manim's, unless the camera rests."""
        if not self.resting:
            super().capture_mobjects(mobjects, **options)

    def type_or_raise(self, mobject: Mobject) -> type[Mobject]:
        """ArrayMobject for ours, Manim's own kind for everything else."""
        kind: type[Mobject] = super().type_or_raise(mobject)
        # The call above has just rebuilt the table of what draws what.
        self.display_funcs[ArrayMobject] = self.display_arrays
        return ArrayMobject if isinstance(mobject, ArrayMobject) else kind

    def get_mobjects_to_display(self, mobjects: Iterable[Mobject], **options: Any) -> list[Mobject]:
        """Manim's, with everything in one space brought together where the last of it stands, to hide each other."""
        displayed: list[Mobject] = list(super().get_mobjects_to_display(mobjects, **options))
        last = {id(m.space): place for place, m in enumerate(displayed) if isinstance(m, ArrayMobject) and m.space}

        def place_of(item: tuple[int, Mobject]) -> int:
            place, mobject = item
            return last.get(id(getattr(mobject, "space", None)), place) if isinstance(mobject, ArrayMobject) else place

        return [mobject for _, mobject in sorted(enumerate(displayed), key=place_of)]

    def view(self, space: Space | None) -> View:
        """The view of a space, or of the flat picture, as it is now."""
        frame = (float(self.frame_width), float(self.frame_height))
        size = (int(self.pixel_width), int(self.pixel_height))
        return View(space.projection if space else FLAT, frame, size)

    def display_arrays(self, arrays: list[ArrayMobject], pixels: Any) -> None:
        """Neighbours in one space are drawn together, so that they hide each other; heat maps by Cairo alone."""
        context = self.get_cairo_context(pixels)
        shown = [array for array in arrays if array.opacity > 0 and len(array.points)]
        for (maps, _), batch in groupby(shown, lambda array: (isinstance(array, HeatMap), id(array.space))):
            together = list(batch)
            if maps:
                for heat_map in together:
                    lay_cells(context, heat_map)
            else:
                self._display_together(context, together)

    def _display_together(self, context: cairo.Context[cairo.ImageSurface], together: Sequence[Any]) -> None:
        view = self.view(together[0].space)
        fields = [array for array in together if isinstance(array, HeightField)]
        marks: list[Mark] = [array for array in together if not isinstance(array, HeightField)]
        solid = all(field.opacity == 1 for field in fields)
        draw = rasteriser().draw
        if solid:
            lay_over(context, *draw(fields, ruled(fields) + marks, view, only_marks=False), 1.0)
            return
        if marks:  # what a fading surface hides shows through it as far as it has faded
            lay_over(context, *draw([], marks, view, only_marks=False), 1.0)
        for opacity in dict.fromkeys(field.opacity for field in fields):
            alike = [field for field in fields if field.opacity == opacity]
            lay_over(context, *draw(alike, ruled(alike), view, only_marks=False), opacity)
        if marks:
            lay_over(context, *draw(fields, marks, view, only_marks=True), 1.0)


def ruled(fields: Sequence[HeightField]) -> list[Mark]:
    """The lines that are drawn on surfaces."""
    drawn = [(field, field.lines()) for field in fields]
    return [
        PolylineSet(curves, np.tile(field.line_color, (len(curves), 1)), field.line_width, field.space)
        for field, curves in drawn
        if curves
    ]


def lay_over(context: cairo.Context[cairo.ImageSurface], layer: Any, corner: tuple[int, int], opacity: float) -> None:
    """Composite premultiplied RGBA bytes (h, w, 4) over a picture, their upper left at a pixel of it."""
    height, width = layer.shape[:2]
    # Both are RGBA where Cairo believes BGRA, so the bytes can be painted as they are.
    surface = cairo.ImageSurface.create_for_data(layer, cairo.FORMAT_ARGB32, width, height, width * 4)
    context.save()
    context.identity_matrix()
    context.set_source_surface(surface, *corner)
    context.paint_with_alpha(opacity)
    context.restore()


def lay_cells(context: cairo.Context[cairo.ImageSurface], heat_map: HeatMap) -> None:
    """Paint a table of cells where its corners are, in the picture's own units."""
    rows, columns = heat_map.colors.shape[:2]
    tint = np.clip(heat_map.colors, 0, 1) * [1, 1, 1, heat_map.opacity]
    tint[..., :3] *= tint[..., 3:]
    cells: Any = np.ascontiguousarray((tint.transpose(1, 0, 2) * 255).round().astype(np.uint8))
    surface = cairo.ImageSurface.create_for_data(cells, cairo.FORMAT_ARGB32, rows, columns, rows * 4)
    corner = heat_map.points[0]
    across, up = heat_map.points[1] - corner, heat_map.points[3] - corner
    pattern = cairo.SurfacePattern(surface)
    pattern.set_filter(cairo.FILTER_GOOD if heat_map.smooth else cairo.FILTER_NEAREST)
    pattern.set_extend(cairo.EXTEND_PAD)
    context.save()
    context.transform(
        cairo.Matrix(across[0] / rows, across[1] / rows, up[0] / columns, up[1] / columns, corner[0], corner[1])
    )
    context.set_source(pattern)
    context.new_path()  # Manim leaves the last shape's outline behind, which would be filled too
    context.rectangle(0, 0, rows, columns)
    context.fill()
    context.restore()
