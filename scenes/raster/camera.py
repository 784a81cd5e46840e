"""Draws our array mobjects into Manim's picture. What it relies on inside Manim is listed in `scenes.raster.manim`."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from itertools import groupby
from typing import Any

import cairo
import numpy as np
from manim import Camera, Mobject, VMobject

from transparent_box.scenes.look.projection import FLAT, View
from transparent_box.scenes.mobjects.array_mobject import ArrayMobject, Floats
from transparent_box.scenes.mobjects.heat_map import HeatMap
from transparent_box.scenes.mobjects.height_field import HeightField
from transparent_box.scenes.mobjects.pane import Pane
from transparent_box.scenes.mobjects.space import Space
from transparent_box.scenes.raster.areas import is_area, lay_area
from transparent_box.scenes.raster.choice import rasteriser
from transparent_box.scenes.raster.kept import Outlines, Tables, trace
from transparent_box.scenes.raster.layers import Layers
from transparent_box.scenes.raster.marks import Mark, Order

# What is laid over a picture: cells or an area by Cairo, or a layer and its opacity.
Part = HeatMap | Pane | tuple[Order, float]
THINNEST = 0.02  # pixels of a table that is still drawn; of thinner ones Cairo cannot find the cells
CROWD = 100  # cells to a pixel from which on Cairo takes one and mixes no more: for thousands its memory is too small


class ArrayCamera:
    """Comes before one of Manim's cameras: knows mobjects made of arrays, in the picture or in a space of their own."""

    frame_width: float
    frame_height: float
    frame_center: Any
    pixel_width: int
    pixel_height: int
    pixel_array: Any
    display_funcs: dict[type[Mobject], Any]
    get_cairo_context: Any

    @cached_property
    def _layers(self) -> Layers:
        return Layers()

    @cached_property
    def _tables(self) -> Tables:
        return Tables()

    def capture_mobjects(self, mobjects: Iterable[Mobject], **options: Any) -> None:
        """Draw what Manim would, in its order; the layers of all arrays in one pass."""
        kinds = groupby(self.get_mobjects_to_display(mobjects, **options), self.type_or_raise)
        runs = [(kind, list(run)) for kind, run in kinds]
        planned = [self.plan(run) if kind is ArrayMobject else [] for kind, run in runs]
        orders = [part[0] for parts in planned for part in parts if isinstance(part, tuple)]
        layers = iter(self._layers.drawn(orders))
        for (kind, run), parts in zip(runs, planned, strict=True):
            if kind is not ArrayMobject:
                self.display_funcs[kind](run, self.pixel_array)
            for part in parts:
                context = self.get_cairo_context(self.pixel_array)
                if isinstance(part, HeatMap):
                    lay_cells(context, part, self._tables.surface(part))
                elif isinstance(part, Pane):
                    lay_area(context, part)
                else:
                    lay_over(context, *next(layers), part[1])

    def type_or_raise(self, mobject: Mobject) -> type[Mobject]:
        """ArrayMobject for ours, Manim's own kind for everything else."""
        kind: type[Mobject] = super().type_or_raise(mobject)  # type: ignore[misc]
        return ArrayMobject if isinstance(mobject, ArrayMobject) else kind

    def get_mobjects_to_display(self, mobjects: Iterable[Mobject], **options: Any) -> list[Mobject]:
        """Manim's, with everything in one space brought together where the last of it stands, to hide each other."""
        displayed: list[Mobject] = list(super().get_mobjects_to_display(mobjects, **options))  # type: ignore[misc]
        last = {id(m.space): place for place, m in enumerate(displayed) if isinstance(m, ArrayMobject) and m.space}

        def place_of(item: tuple[int, Mobject]) -> int:
            place, mobject = item
            return last.get(id(getattr(mobject, "space", None)), place) if isinstance(mobject, ArrayMobject) else place

        return [mobject for _, mobject in sorted(enumerate(displayed), key=place_of)]

    def view(self, space: Space | None) -> View:
        """The view of a space, or of the flat picture, as it is now."""
        frame = (float(self.frame_width), float(self.frame_height))
        size = (int(self.pixel_width), int(self.pixel_height))
        seen = space.projection if space else FLAT
        # Zero but for cameras that move over the picture.
        middle = seen.middle - np.asarray(self.frame_center, dtype=float)[:2]
        return View(replace(seen, middle=middle), frame, size)

    def plan(self, arrays: Sequence[ArrayMobject]) -> list[Part]:
        """Say how arrays are drawn: neighbours in one space together, to hide each other; what Cairo paints alone."""
        shown = [array for array in arrays if array.opacity > 0 and len(array.points)]
        parts: list[Part] = []
        for (alone, _), batch in groupby(shown, lambda array: (is_painted(array), id(array.space))):
            together: list[Any] = list(batch)
            parts += together if alone else self._plan_together(together)
        return parts

    def _plan_together(self, together: Sequence[Any]) -> list[Part]:
        view = self.view(together[0].space)
        fields = [array for array in together if isinstance(array, HeightField)]
        marks: list[Mark] = [array for array in together if not isinstance(array, HeightField)]
        if all(field.opacity == 1 for field in fields):
            return [(Order(fields, marks, view), 1.0)]
        parts: list[Part] = []
        if marks:  # what a fading surface hides shows through it as far as it has faded
            parts.append((Order([], marks, view), 1.0))
        for opacity in dict.fromkeys(field.opacity for field in fields):
            parts.append((Order([field for field in fields if field.opacity == opacity], [], view), opacity))
        if marks:
            parts.append((Order(fields, marks, view, only_marks=True), 1.0))
        return parts


class StageCamera(ArrayCamera, Camera):
    """Manim's flat camera, which also knows mobjects made of arrays, and can rest."""

    resting = False  # draws nothing, for whoever plays a scene and looks at few pictures of it

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        # All of them at once: what Manim's cache knows of a camera is what it holds.
        self._layers, self._outlines, self._tables = Layers(), Outlines(), Tables()
        self.raster = rasteriser().name  # by which Manim's cache tells apart what another has drawn
        self.type_or_raise(Mobject())  # makes Manim's table of what draws what

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
            self.rest(rests)

    def forget(self) -> None:
        """Draw the next picture as if there had been none before: the same wherever a film begins."""
        self._layers.forget()

    def reset(self) -> Any:
        """Manim's, unless the camera rests."""
        return self if self.resting else super().reset()

    def capture_mobjects(self, mobjects: Iterable[Mobject], **options: Any) -> None:
        """Draw, unless the camera rests."""
        if not self.resting:
            super().capture_mobjects(mobjects, **options)

    def set_cairo_context_path(self, ctx: cairo.Context[cairo.ImageSurface], vmobject: VMobject) -> StageCamera:
        """Manim's, faster, and kept for a shape that stays what it is."""
        if self._outlines.put(ctx, vmobject):
            return self
        points = self.transform_points_pre_display(vmobject, vmobject.points)
        if len(points):
            pieces = vmobject.get_subpath_split_indices_from_points(points, n_dims=2)
            trace(ctx, points, np.asarray(pieces), vmobject.consider_points_equals_2d)
            self._outlines.keep(ctx, vmobject)
        return self


def is_painted(array: ArrayMobject) -> bool:
    """Tell whether Cairo paints it, alone."""
    return isinstance(array, HeatMap) or is_area(array)


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


def in_pixels(context: cairo.Context[cairo.ImageSurface], side: Floats) -> float:
    """Measure a side in pixels, given in the picture's own units."""
    return math.hypot(*context.user_to_device_distance(side[0], side[1]))


def lay_cells(context: cairo.Context[cairo.ImageSurface], heat_map: HeatMap, cells: cairo.ImageSurface) -> None:
    """Paint a table of cells where its corners are, in the picture's own units."""
    rows, columns = heat_map.colors.shape[:2]
    corner = heat_map.points[0]
    across, up = heat_map.points[1] - corner, heat_map.points[3] - corner
    width, height = in_pixels(context, across), in_pixels(context, up)
    if min(width, height) < THINNEST:
        return
    pattern = cairo.SurfacePattern(cells)
    dense = rows > CROWD * width or columns > CROWD * height
    pattern.set_filter(cairo.FILTER_GOOD if heat_map.smooth and not dense else cairo.FILTER_NEAREST)
    pattern.set_extend(cairo.EXTEND_PAD)
    context.save()
    context.transform(
        cairo.Matrix(across[0] / rows, across[1] / rows, up[0] / columns, up[1] / columns, corner[0], corner[1])
    )
    context.set_source(pattern)
    context.new_path()  # Manim leaves the last shape's outline behind, which would be filled too
    context.rectangle(0, 0, rows, columns)
    if heat_map.opacity == 1:
        context.fill()
    else:
        context.clip()
        context.paint_with_alpha(heat_map.opacity)
    context.restore()
