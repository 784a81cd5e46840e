"""Draws array mobjects into Manim's picture; the internals it relies on are listed in `scenes.raster.manim`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property, partial
from itertools import groupby
from typing import Any

import cairo
import numpy as np
from manim import Camera, Mobject, VMobject

from transparent_box.scenes.look.projection import FLAT, View
from transparent_box.scenes.mobjects.shapes.array_mobject import ArrayMobject
from transparent_box.scenes.mobjects.shapes.heat_map import HeatMap
from transparent_box.scenes.mobjects.shapes.height_field import HeightField
from transparent_box.scenes.mobjects.shapes.pane import Pane
from transparent_box.scenes.mobjects.shapes.space import Space
from transparent_box.scenes.raster.areas import is_area
from transparent_box.scenes.raster.boxes import Box, do_overlap, full_box
from transparent_box.scenes.raster.choice import rasterizer
from transparent_box.scenes.raster.compositing import area_patch, layer_patch, table_patch
from transparent_box.scenes.raster.layers import Layers, key_of
from transparent_box.scenes.raster.marks import Layer, Mark, Order
from transparent_box.scenes.raster.path_cache import CachedPaths, CachedTables, trace
from transparent_box.scenes.raster.repainting import LastPicture, Patch, Pixels, clipped_to
from transparent_box.scenes.raster.shapes import box_of, looks_of

# Parts composited over a picture: a table or an area that Cairo paints, or an order for the rasterizer, with opacity.
Part = HeatMap | Pane | tuple[Order, float]


class ArrayCamera:
    """Mixin for Manim's cameras that draws array mobjects, in the picture or in a space of their own."""

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
    def _tables(self) -> CachedTables:
        return CachedTables()

    def capture_mobjects(self, mobjects: Iterable[Mobject], **options: Any) -> None:
        """Draw mobjects in Manim's order, with the layers of all arrays drawn in one pass."""
        for kind, run, patches in self.runs(self.get_mobjects_to_display(mobjects, **options)):
            if kind is not ArrayMobject:
                self.display_funcs[kind](run, self.pixel_array)
            for patch in patches:
                patch.paint(self.get_cairo_context(self.pixel_array))

    def runs(self, displayed: Iterable[Mobject]) -> Iterator[tuple[type[Mobject], list[Any], list[Patch]]]:
        """Split mobjects into runs of one kind; yield (kind, mobjects, patches of those made of arrays)."""
        runs = [(kind, list(run)) for kind, run in groupby(displayed, self.type_or_raise)]
        planned = [self.plan(run) if kind is ArrayMobject else [] for kind, run in runs]
        orders = [part[0] for parts in planned for part in parts if isinstance(part, tuple)]
        layers = iter(self._layers.drawn(orders))
        view = self.view(None)
        for (kind, run), parts in zip(runs, planned, strict=True):
            yield kind, run, [self._patch(part, layers, view) for part in parts]

    def _patch(self, part: Part, layers: Iterator[Layer], view: View) -> Patch:
        if isinstance(part, HeatMap):
            return table_patch(part, self._tables.surface(part), view)
        if isinstance(part, Pane):
            return area_patch(part, view)
        order, opacity = part
        return layer_patch(key_of(order), next(layers), opacity, view)

    def type_or_raise(self, mobject: Mobject) -> type[Mobject]:
        """Return ArrayMobject for ours, Manim's own kind for all others."""
        kind: type[Mobject] = super().type_or_raise(mobject)  # type: ignore[misc]
        return ArrayMobject if isinstance(mobject, ArrayMobject) else kind

    def get_mobjects_to_display(self, mobjects: Iterable[Mobject], **options: Any) -> list[Mobject]:
        """Return Manim's list, with mobjects of one space moved together to the last of them, so that they occlude."""
        displayed: list[Mobject] = list(super().get_mobjects_to_display(mobjects, **options))  # type: ignore[misc]
        last = {id(m.space): place for place, m in enumerate(displayed) if isinstance(m, ArrayMobject) and m.space}

        def place_of(item: tuple[int, Mobject]) -> int:
            place, mobject = item
            return last.get(id(getattr(mobject, "space", None)), place) if isinstance(mobject, ArrayMobject) else place

        return [mobject for _, mobject in sorted(enumerate(displayed), key=place_of)]

    def view(self, space: Space | None) -> View:
        """Return the present view of a space, or of the flat picture for None."""
        frame = (float(self.frame_width), float(self.frame_height))
        size = (int(self.pixel_width), int(self.pixel_height))
        seen = space.projection if space else FLAT
        # Zero except for cameras that move over the picture.
        middle = seen.middle - np.asarray(self.frame_center, dtype=float)[:2]
        return View(replace(seen, middle=middle), frame, size)

    def plan(self, arrays: Sequence[ArrayMobject]) -> list[Part]:
        """Group arrays into parts: those in one space together, so that they occlude; those that Cairo paints alone."""
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
        if marks:  # marks behind a fading surface show through it accordingly
            parts.append((Order([], marks, view), 1.0))
        for opacity in dict.fromkeys(field.opacity for field in fields):
            parts.append((Order([field for field in fields if field.opacity == opacity], [], view), opacity))
        if marks:
            parts.append((Order(fields, marks, view, only_marks=True), 1.0))
        return parts


class StageCamera(ArrayCamera, Camera):
    """Manim's flat camera that also draws array mobjects, redraws only what changed, and can rest."""

    resting = False  # whether it draws nothing, for scenes that are played to examine a few pictures

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self._last = LastPicture()  # reset whenever a scene begins
        super().__init__(*arguments, **options)
        # All of them at once: what Manim's cache knows of a camera is what it holds.
        self._layers, self._paths, self._tables = Layers(), CachedPaths(), CachedTables()
        self.raster = rasterizer().name  # so that the cache keeps pictures of other rasterizers apart
        self.type_or_raise(Mobject())  # makes Manim fill its table of drawing functions

    def init_background(self) -> None:
        """Make Manim's background premultiplied, so that a transparent one does not tint translucent mobjects."""
        super().init_background()
        if self.background_opacity < 1:
            self.background[..., :3] = self.background[..., :3] * self.background_opacity

    def rest(self, resting: bool) -> None:
        """Stop or resume drawing, without changing the attributes that Manim's cache hashes."""
        if resting:
            self.resting = True
        else:
            self.__dict__.pop("resting", None)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Draw within the block even if the camera rests."""
        rests, self.resting = self.resting, False
        try:
            yield
        finally:
            self.rest(rests)

    def forget(self) -> None:
        """Draw the next picture as if it were the first, so that it is the same wherever a film begins."""
        self._layers.forget()
        self._last.forget()

    def reset(self) -> Any:
        """Reset as Manim does, unless the camera rests."""
        if self.resting:
            return self
        self._last.forget()
        return super().reset()

    def capture_mobjects(self, mobjects: Iterable[Mobject], **options: Any) -> None:
        """Draw mobjects, unless the camera rests."""
        if not self.resting:
            self._last.forget()
            super().capture_mobjects(mobjects, **options)

    def _patches(self, displayed: Iterable[Mobject]) -> Iterator[Patch]:
        """Yield all displayed mobjects, back to front, as patches of the picture."""
        for kind, run, patches in self.runs(displayed):
            if kind is ArrayMobject:
                for patch in patches:
                    yield self._last.known(patch.key, patch.looks) or patch
            elif kind is VMobject and not any(shape.background_image for shape in run):
                view = self.view(None)
                yield from (self._shape_patch(shape, view) for shape in run)
            elif kind is not Mobject:
                yield self._unknown_patch(kind, run)

    def _unknown_patch(self, kind: type[Mobject], run: list[Any]) -> Patch:
        """Make a patch of mobjects that only Manim can draw, which is redrawn each time."""
        paint = partial(self.display_funcs[kind], run, self.pixel_array)
        return Patch(id(run[0]), object(), full_box(self.view(None)), lambda _: paint())

    def _shape_patch(self, shape: VMobject, view: View) -> Patch:
        looks = looks_of(shape)
        return self._last.known(id(shape), looks) or Patch(
            id(shape), looks, box_of(shape, view), partial(self.display_vectorized, shape)
        )

    def show(self, ground: Pixels, mobjects: Iterable[Mobject]) -> None:
        """Draw mobjects over a background, only where the picture differs from the last one shown."""
        if self.resting:
            return
        patches = list(self._patches(self.get_mobjects_to_display(mobjects)))
        context = self.get_cairo_context(self.pixel_array)
        boxes = self._last.follow(ground, patches)
        for left, top, right, bottom in boxes:
            self.pixel_array[top:bottom, left:right] = ground[top:bottom, left:right]
        with clipped_to(context, boxes):
            for patch in patches:
                if patch.box and any(do_overlap(patch.box, box) for box in boxes):
                    patch.paint(context)

    def changes(self) -> list[Box]:
        """Return the boxes in which pictures changed since the last call; the whole picture if the camera rests."""
        return [full_box(self.view(None))] if self.resting else self._last.changes()

    def set_cairo_context_path(self, ctx: cairo.Context[cairo.ImageSurface], vmobject: VMobject) -> StageCamera:
        """Trace a shape's path as Manim does, but faster, and from a cache if the shape has not changed."""
        if self._paths.put(ctx, vmobject):
            return self
        points = self.transform_points_pre_display(vmobject, vmobject.points)
        if len(points):
            trace(ctx, points, vmobject.tolerance_for_point_equality)
            self._paths.keep(ctx, vmobject)
        return self


def is_painted(array: ArrayMobject) -> bool:
    """Return whether Cairo paints an array mobject, apart from others."""
    return isinstance(array, HeatMap) or is_area(array)
