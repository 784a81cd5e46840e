"""Draws surfaces, points and lines with OpenGL, offscreen: lit per pixel, depth-tested, with antialiased edges.

A single surface is antialiased along its outline; several, which may intersect, by four samples a pixel. All pictures
of a frame are drawn side by side into one target, which is then read back; a picture whose surface does not move has a
target of its own, in which only its marks are redrawn. Where OpenGL is done in software, `fan` and `software` draw what
they can in less time.

Handles of the graphics card are kept in one object per process, never on mobjects, which Manim copies and hashes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import moderngl
import numpy as np

from transparent_box.scenes.look.projection import Window
from transparent_box.scenes.mobjects.shapes.pane import Pane
from transparent_box.scenes.mobjects.shapes.point_cloud import PointCloud
from transparent_box.scenes.raster.fan import Heights, draw_all
from transparent_box.scenes.raster.marks import (
    Floats,
    Layer,
    Mark,
    Order,
    colors_with_opacity,
    has_panes,
    margin_of,
    segments_of,
)
from transparent_box.scenes.raster.meshes import Mesh, Meshes, triangles
from transparent_box.scenes.raster.programs import Programs
from transparent_box.scenes.raster.software import Facets, OutOfSightError, Painting
from transparent_box.scenes.raster.still_surfaces import StillSurface, StillSurfaces
from transparent_box.scenes.raster.targets import Targets, pack_rectangles

SAMPLES = 4
OVER = moderngl.ONE, moderngl.ONE_MINUS_SRC_ALPHA  # premultiplied colors
NOTHING = 0.0, 0.0, 0.0, 0.0


@dataclass(frozen=True)
class Picture:
    """An order, the window of its view to be drawn, and the corner in the target at which it is drawn."""

    order: Order
    window: Window
    corner: tuple[int, int]

    @property
    def half_size(self) -> tuple[float, float]:
        """Half of the window's width and height, in pixels."""
        return self.window.size[0] / 2, self.window.size[1] / 2

    def read_from(self, frame: Any) -> Layer:
        """Copy the picture out of the framebuffer in which it was drawn."""
        across, down = self.window.size
        pixels = np.empty((down, across, 4), np.uint8)
        frame.read_into(pixels, viewport=(*self.corner, across, down), components=4)
        return pixels, self.window.corner


class GlRaster:
    """OpenGL's rasterizer: a context, its programs, and the meshes and targets used lately."""

    name = "OpenGL"

    def __init__(self) -> None:
        """Make the context; raises whatever moderngl raises if there is no OpenGL."""
        self._programs = Programs()
        self._context = self._programs.context
        self._context.enable(moderngl.PROGRAM_POINT_SIZE)
        self._context.blend_func = OVER
        self._meshes, self._targets, self._standings = Meshes(self._context), Targets(self._context), StillSurfaces()

    def draw(self, orders: Sequence[Order]) -> list[Layer]:
        """See `scenes.raster.choice.Rasterizer`."""
        if not orders:
            return []
        with self._context:  # other code in this process may have a context, too
            return self._draw(orders)

    def forget(self) -> None:
        """See `scenes.raster.choice.Rasterizer`."""
        with self._context:
            self._standings.forget()

    def _draw(self, orders: Sequence[Order]) -> list[Layer]:
        """Draw orders while its own context is current."""
        self._meshes.follow(field for order in orders for field in order.fields)
        layers = self._by_columns([order for order in orders if self._can_be_columns(order)])
        rest = [order for order in orders if id(order) not in layers]
        alone = [order for order in rest if order.fields and not needs_samples(order)]
        standing = self._standings.follow(alone, self._meshes)
        if self._programs.in_software:
            layers |= self._in_software(alone, standing)
        others = [order for order in rest if id(order) not in standing and id(order) not in layers]
        alone = [order for order in alone if id(order) not in layers]
        layers |= {id(order): layer for order, layer in zip(others, self._draw_side_by_side(others), strict=True)}
        layers |= {id(order): self._draw_over(order, standing[id(order)]) for order in alone if id(order) in standing}
        return [layers[id(order)] for order in orders]

    def _can_be_columns(self, order: Order) -> bool:
        """Return whether an order is a single surface that OpenGL would draw on the CPU."""
        return len(order.fields) == 1 and not order.marks and not order.only_marks and self._programs.in_software

    def _by_columns(self, orders: Sequence[Order]) -> dict[int, Layer]:
        """Draw the surfaces that can be without OpenGL; return layers by the `id` of their orders."""
        windows = [self._window(order) for order in orders]
        meshes = [self._meshes.get(order.fields[0], order.view) for order in orders]
        seen = zip(orders, meshes, windows, strict=True)
        drawn = draw_all([Heights(mesh.grid, mesh.vertices, order.view, window) for order, mesh, window in seen])
        found = zip(orders, drawn, windows, strict=True)
        return {id(order): (pixels, window.corner) for order, pixels, window in found if pixels is not None}

    def _in_software(self, orders: Sequence[Order], standing: Mapping[int, StillSurface]) -> dict[int, Layer]:
        """Draw orders of one surface without OpenGL; return layers by their `id`, but not what would be cut off."""
        found = {}
        for order in orders:
            with suppress(OutOfSightError):
                found[id(order)] = self._paint_with_marks(order, standing.get(id(order)))
        return found

    def _paint_with_marks(self, order: Order, still: StillSurface | None) -> Layer:
        """Draw an order of one surface; one that stands still is painted only if it is not kept."""
        window = self._window(order)
        if still is None:
            return self._painting(order, window).with_marks(order.marks, window, keep=False), window.corner
        if still.painting is None or not still.painting.window.holds(window):
            still.painting = self._painting(order, still.window(window))
        return still.painting.with_marks(order.marks, window, keep=True), window.corner

    def _painting(self, order: Order, window: Window) -> Painting:
        """Paint the surface of an order into a window."""
        view, mesh = order.view, self._meshes.get(order.fields[0], order.view)
        seen, (rows, columns) = self._meshes.seen(mesh, view), mesh.shape
        shown = np.ascontiguousarray(seen.triangles) if seen else np.ones((rows - 1, columns - 1, 2), np.bool_)
        edges = None if order.only_marks else self._meshes.outline(mesh, view)
        return Painting.of(Facets(mesh, shown, view, window), edges)

    def _draw_over(self, order: Order, standing: StillSurface) -> Layer:
        """Draw the marks of an order over its unchanged surface, which is drawn only if it is not kept."""
        backdrop, window = standing.backdrop, self._window(order)
        if backdrop is not None and backdrop.window.holds(window):
            backdrop.restore()
        else:
            backdrop = standing.make_room(self._context, standing.window(window))
            backdrop.target.frame.clear(*NOTHING)
            self._draw_into(backdrop.target.frame, [Picture(order, backdrop.window, (0, 0))], self._draw_ground)
            backdrop.keep()
        self._draw_into(backdrop.target.frame, [Picture(order, backdrop.window, (0, 0))], self._draw_marks)
        (left, top), (from_left, from_top) = window.corner, backdrop.window.corner
        return Picture(order, window, (left - from_left, top - from_top)).read_from(backdrop.target.flat)

    def _draw_side_by_side(self, orders: Sequence[Order]) -> list[Layer]:
        """Draw orders completely, side by side in one target."""
        if not orders:
            return []
        # Those with multisampling come first, so that a target without can hold all.
        sampled, upper = self._placed([order for order in orders if needs_samples(order)], 0)
        plain, lower = self._placed([order for order in orders if not needs_samples(order)], upper[1])
        deep = any(order.fields for order in orders)
        kept = self._targets.get((max(upper[0], lower[0]), lower[1]), 0, deep)
        kept.frame.clear(*NOTHING)
        if sampled:
            target = self._targets.get(upper, SAMPLES, deep)
            target.frame.clear(*NOTHING)
            self._draw_into(target.frame, sampled, self._draw_picture)
            self._context.copy_framebuffer(kept.flat, target.frame)
        self._draw_into(kept.frame, plain, self._draw_picture)
        pictures = {id(picture.order): picture for picture in (*sampled, *plain)}
        return [pictures[id(order)].read_from(kept.flat) for order in orders]

    def _placed(self, orders: Sequence[Order], top: int) -> tuple[list[Picture], tuple[int, int]]:
        """Arrange the windows of orders in a target from row `top` on; return the pictures and the target's size."""
        windows = [self._window(order) for order in orders]
        width = max((order.view.pixels[0] for order in orders), default=0)
        corners, size = pack_rectangles([window.size for window in windows], width, top)
        return [Picture(*parts) for parts in zip(orders, windows, corners, strict=True)], size

    def _window(self, order: Order) -> Window:
        """Return the window that an order covers."""
        return Window.around(list(self._parts(order)), order.view)

    def _parts(self, order: Order) -> Iterator[tuple[Floats, float]]:
        """Yield points (n, 3) that bound each part of an order, and the margin around them in pixels."""
        for field in () if order.only_marks else order.fields:
            yield self._meshes.surface(field).hull, 0.0
        for mark in order.marks:
            yield mark.points, margin_of(mark, order.view.scale)

    def _draw_into(self, frame: Any, pictures: Sequence[Picture], draw: Callable[[Any, Picture], None]) -> None:
        """Call `draw` for each picture with the viewport at its place in a target."""
        frame.use()
        for picture in pictures:
            frame.viewport = frame.scissor = (*picture.corner, *picture.window.size)
            draw(frame, picture)
        frame.scissor = None
        frame.viewport = (0, 0, *frame.size)

    def _draw_picture(self, frame: Any, picture: Picture) -> None:
        """Draw surfaces, and marks over them."""
        self._draw_ground(frame, picture)
        self._draw_marks(frame, picture)

    def _draw_ground(self, frame: Any, picture: Picture) -> None:
        """Draw surfaces, and the outline of a single one."""
        order = picture.order
        if not order.fields:
            return
        mesh = self._draw_surfaces(picture)
        if len(order.fields) == 1 and not order.only_marks:
            with self._blending(frame, order):
                self._draw_outline(mesh, picture)

    def _draw_marks(self, frame: Any, picture: Picture) -> None:
        """Draw marks in order, hidden by nearer surfaces."""
        with self._blending(frame, picture.order):
            for mark in picture.order.marks:
                self._draw_mark(mark, picture)

    @contextmanager
    def _blending(self, frame: Any, order: Order) -> Iterator[None]:
        """Blend what is drawn in the block over the picture, without writing depth."""
        flags = moderngl.BLEND | (moderngl.DEPTH_TEST if order.fields else moderngl.NOTHING)
        frame.depth_mask = False
        self._context.enable(flags)
        yield
        self._context.disable(flags)
        frame.depth_mask = True

    def _draw_surfaces(self, picture: Picture) -> Mesh:
        """Draw surfaces, with `only_marks` only their depth; return the last one's mesh."""
        order, program = picture.order, self._programs.surface
        self._context.enable(moderngl.DEPTH_TEST)
        self._look(program, picture)
        (left, top), (across, down) = picture.window.corner, picture.corner
        program["origin"].value = (left - across, top - down)
        if order.only_marks:  # moderngl's color_mask changes nothing here; adding none of a color does the same
            self._context.enable(moderngl.BLEND)
            self._context.blend_func = moderngl.ZERO, moderngl.ONE
        for field in order.fields:
            mesh = self._meshes.get(field, order.view)
            with self._meshes.order(mesh, order.view) as indices:
                self._draw_mesh(program, mesh, indices, moderngl.TRIANGLES)
        self._context.blend_func = OVER
        self._context.disable(moderngl.BLEND | moderngl.DEPTH_TEST)
        return mesh

    def _draw_outline(self, mesh: Mesh, picture: Picture) -> None:
        """Draw a surface's edges in its own light, half a pixel wide to either side."""
        view, program = picture.order.view, self._programs.edge
        with self._meshes.edges(mesh, view) as indices:
            self._look(program, picture)
            program["half_pixels"] = picture.half_size
            program["corner"].value = picture.corner
            self._draw_mesh(program, mesh, indices, moderngl.LINES)

    def _draw_mesh(self, program: Any, mesh: Mesh, indices: Any, mode: int) -> None:
        """Draw a mesh's points by indices."""
        array = self._context.vertex_array(program, [(mesh.buffer, "3f 3f 3f", "place", "normal", "color")], indices)
        array.render(mode)
        array.release()

    def _draw_mark(self, mark: Mark, picture: Picture) -> None:
        """Draw a cloud's discs, a set of curves' strokes or a pane."""
        if isinstance(mark, PointCloud):
            self._look(self._programs.disc, picture)
            self._programs.disc["radius"] = mark.radius * picture.order.view.scale
            discs = np.concatenate([mark.points, colors_with_opacity(mark)], axis=1)
            self._render(self._programs.disc, discs, ("3f 4f", "place", "color"), moderngl.POINTS, len(discs), 1)
        elif isinstance(mark, Pane):
            self._look(self._programs.pane, picture)
            corners = np.concatenate([mark.points, colors_with_opacity(mark).reshape(-1, 4)], axis=1)[
                triangles(*mark.shape)
            ]
            self._render(
                self._programs.pane,
                corners.reshape(-1, 7),
                ("3f 4f", "place", "color"),
                moderngl.TRIANGLES,
                corners.size // 7,
                1,
            )
        else:
            self._strokes(segments_of(mark), mark.line_width / 2 * picture.order.view.scale, picture)

    def _strokes(self, segments: Floats, radius: float, picture: Picture) -> None:
        """Draw segments (s, 12) of `scenes.raster.marks.segments_of`, `radius` in pixels."""
        self._look_at_strokes(self._programs.stroke, radius, picture)
        layout = ("3f 3f 4f 2f/i", "start", "end", "color", "round_ends")
        self._render(self._programs.stroke, segments, layout, moderngl.TRIANGLE_STRIP, 4, len(segments))

    def _look_at_strokes(self, program: Any, radius: float, picture: Picture) -> None:
        self._look(program, picture)
        program["radius"] = radius
        program["half_pixels"] = picture.half_size

    def _render(self, program: Any, data: Floats, layout: Any, mode: int, vertices: int, instances: int) -> None:
        """Draw rows of numbers from a temporary buffer."""
        if vertices and instances:
            buffer = self._context.buffer(np.ascontiguousarray(data, np.float32))
            array = self._context.vertex_array(program, [(buffer, *layout)])
            array.render(mode, vertices=vertices, instances=instances)
            array.release()
            buffer.release()

    def _look(self, program: Any, picture: Picture) -> None:
        view, window = picture.order.view, picture.window
        seen = view.projection
        program["turn"].write(np.ascontiguousarray(seen.rotation.T, dtype="f4").tobytes())
        program["look_at"].value, program["middle"].value = tuple(seen.look_at), tuple(seen.middle)
        program["half_frame"].value = (view.frame[0] / 2, view.frame[1] / 2)
        program["zoom"].value, program["inverse_focus"].value = seen.zoom, 1 / seen.focal_distance
        width, height = view.pixels
        (left, top), (across, down) = window.corner, window.size
        program["window_half"].value = (across / width, down / height)
        program["window_middle"].value = ((2 * left + across) / width - 1, 1 - (2 * top + down) / height)


def needs_samples(order: Order) -> bool:
    """Return whether an order needs multisampling: where surfaces may intersect, and for panes."""
    return len(order.fields) > 1 or (not order.fields and has_panes(order.marks))
