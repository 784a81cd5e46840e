"""Draws surfaces, points and lines with OpenGL, offscreen: lit per pixel, depth-correct, smooth at the edges.

A single surface is smoothed along its outline; several, which may cut through each other, by four samples a pixel.

Handles of the graphics card live in one object per process, never on a mobject: Manim copies and hashes those.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import moderngl
import numpy as np
from numpy.typing import NDArray

from transparent_box.scenes.look.lighting import lit, normals
from transparent_box.scenes.look.projection import View, Window
from transparent_box.scenes.mobjects.height_field import HeightField
from transparent_box.scenes.mobjects.pane import Pane
from transparent_box.scenes.mobjects.point_cloud import PointCloud
from transparent_box.scenes.raster import shaders
from transparent_box.scenes.raster.marks import Floats, Layer, Mark, has_panes, parts_of, segments_of, tinted
from transparent_box.scenes.raster.outline import outline

SAMPLES = 4
OVER = moderngl.ONE, moderngl.ONE_MINUS_SRC_ALPHA  # premultiplied colours
KEPT_MESHES = 16
KEPT_BYTES = 192 * 2**20  # of targets; those of a large picture that is drawn with samples take 80 MB


@dataclass(frozen=True)
class Target:
    """A target to draw into: a framebuffer, what is attached to it, and where it can be read, its pixels' array."""

    frame: Any
    attached: tuple[Any, ...]
    pixels: NDArray[np.uint8]  # empty where there are samples
    bytes: int

    @classmethod
    def made(cls, context: Any, size: tuple[int, int], samples: int, deep: bool) -> Target:
        """A colour of four bytes a sample and, if deep, a depth of as many."""
        colour = context.renderbuffer(size, 4, samples=samples)
        depth = context.depth_renderbuffer(size, samples=samples) if deep else None
        pixels = np.empty(0 if samples else size[0] * size[1] * 4, np.uint8)
        attached = (colour, depth) if deep else (colour,)
        taken = size[0] * size[1] * 4 * max(samples, 1) * len(attached) + pixels.nbytes
        return cls(context.framebuffer([colour], depth), attached, pixels, taken)

    def release(self) -> None:
        """Give the memory back; a framebuffer alone would leave behind what is attached to it."""
        for part in (self.frame, *self.attached):
            part.release()


class GlRaster:
    """One context, its programs, and the meshes and targets it has lately used."""

    name = "OpenGL"

    def __init__(self) -> None:
        """Raises whatever moderngl raises where there is no OpenGL."""
        try:
            self._context = moderngl.create_standalone_context(backend="egl")  # type: ignore[arg-type]
        except Exception:
            self._context = moderngl.create_standalone_context()
        make = self._context.program
        self._surface = make(vertex_shader=shaders.SURFACE_VERTEX, fragment_shader=shaders.SURFACE_FRAGMENT)
        self._disc = make(vertex_shader=shaders.DISC_VERTEX, fragment_shader=shaders.DISC_FRAGMENT)
        self._stroke = make(vertex_shader=shaders.STROKE_VERTEX, fragment_shader=shaders.STROKE_FRAGMENT)
        self._pane = make(vertex_shader=shaders.PANE_VERTEX, fragment_shader=shaders.PANE_FRAGMENT)
        self._context.enable(moderngl.PROGRAM_POINT_SIZE)
        self._context.blend_func = OVER
        self._meshes: OrderedDict[tuple[bytes, bytes], tuple[Any, Floats, tuple[Any, Any]]] = OrderedDict()
        self._targets: OrderedDict[tuple[tuple[int, int], int, bool], Target] = OrderedDict()

    @property
    def renderer(self) -> str:
        """The driver's own name."""
        return str(self._context.info["GL_RENDERER"])

    def draw(self, fields: Sequence[HeightField], marks: Sequence[Mark], view: View, *, only_marks: bool) -> Layer:
        """See `scenes.raster.choice.Rasteriser`; the pixels' array is reused by the next call."""
        window = Window.around(parts_of([*marks] if only_marks else [*fields, *marks], view.scale), view)
        samples = SAMPLES if len(fields) > 1 or (not fields and has_panes(marks)) else 0
        target = self._target(window.size, samples, deep=bool(fields)).frame
        kept = self._target(window.size, 0, deep=bool(fields))
        shared, pixels = kept.frame, kept.pixels
        target.use()
        target.clear(0, 0, 0, 0)
        if fields:
            self._draw_fields(fields, view, window, hidden=only_marks)
        target.depth_mask = False
        self._context.enable(moderngl.BLEND)
        if len(fields) == 1 and not only_marks:
            self._draw_outline(fields[0], view, window)
        for mark in marks:
            self._draw_mark(mark, view, window)
        self._context.disable(moderngl.BLEND)
        target.depth_mask = True
        self._context.disable(moderngl.DEPTH_TEST)
        if samples:
            self._context.copy_framebuffer(shared, target)
        shared.read_into(pixels, components=4)
        return pixels.reshape(window.size[1], window.size[0], 4), window.corner

    def _draw_fields(self, fields: Sequence[HeightField], view: View, window: Window, *, hidden: bool) -> None:
        """Surfaces, or only the depth that hides what lies behind them."""
        self._context.enable(moderngl.DEPTH_TEST)
        self._look(self._surface, view, window)
        if hidden:  # moderngl's color_mask changes nothing here; adding none of a colour does the same
            self._context.enable(moderngl.BLEND)
            self._context.blend_func = moderngl.ZERO, moderngl.ONE
        for field in fields:
            self._mesh(field)[0].render(moderngl.TRIANGLES)
        self._context.blend_func = OVER

    def _draw_outline(self, field: HeightField, view: View, window: Window) -> None:
        """A surface's edges, half a pixel of its own light wide to either side."""
        edges = outline(view.places(field.points).reshape(*field.shape, 2))
        facing = self._mesh(field)[1].reshape(-1, 3)[edges] @ view.projection.rotation.T
        shades = lit(facing, field.colors.reshape(-1, 4)[edges][..., :3]).mean(axis=1)
        ends = field.points[edges].reshape(-1, 6)
        self._strokes(np.column_stack([ends, shades, np.ones((len(edges), 3))]), 0.5, view, window)

    def _draw_mark(self, mark: Mark, view: View, window: Window) -> None:
        """A cloud's discs, a set of curves' strokes or a pane, over what is there."""
        if isinstance(mark, PointCloud):
            self._look(self._disc, view, window)
            self._disc["radius"] = mark.radius * view.scale
            discs = np.concatenate([mark.points, tinted(mark)], axis=1)
            self._render(self._disc, discs, ("3f 4f", "place", "color"), moderngl.POINTS, len(discs), 1)
        elif isinstance(mark, Pane):
            self._look(self._pane, view, window)
            corners = np.concatenate([mark.points, tinted(mark).reshape(-1, 4)], axis=1)[triangles(*mark.shape)]
            self._render(
                self._pane,
                corners.reshape(-1, 7),
                ("3f 4f", "place", "color"),
                moderngl.TRIANGLES,
                corners.size // 7,
                1,
            )
        else:
            self._strokes(segments_of(mark), mark.line_width / 2 * view.scale, view, window)

    def _strokes(self, segments: Floats, radius: float, view: View, window: Window) -> None:
        """Segments (s, 12) of `scenes.raster.choice.segments_of`, `radius` in pixels."""
        self._look(self._stroke, view, window)
        self._stroke["radius"] = radius
        self._stroke["half_pixels"] = (window.size[0] / 2, window.size[1] / 2)
        layout = ("3f 3f 4f 2f/i", "start", "end", "color", "round_ends")
        self._render(self._stroke, segments, layout, moderngl.TRIANGLE_STRIP, 4, len(segments))

    def _render(self, program: Any, data: Floats, layout: Any, mode: int, vertices: int, instances: int) -> None:
        """Draw rows of numbers once and forget them."""
        if vertices and instances:
            buffer = self._context.buffer(np.ascontiguousarray(data, np.float32))
            array = self._context.vertex_array(program, [(buffer, *layout)])
            array.render(mode, vertices=vertices, instances=instances)
            array.release()
            buffer.release()

    def _look(self, program: Any, view: View, window: Window) -> None:
        seen = view.projection
        program["turn"].write(np.ascontiguousarray(seen.rotation.T, dtype="f4").tobytes())
        program["look_at"].value, program["middle"].value = tuple(seen.look_at), tuple(seen.middle)
        program["half_frame"].value = (view.frame[0] / 2, view.frame[1] / 2)
        program["zoom"].value, program["inverse_focus"].value = seen.zoom, 1 / seen.focal_distance
        width, height = view.pixels
        (left, top), (across, down) = window.corner, window.size
        program["window_half"].value = (across / width, down / height)
        program["window_middle"].value = ((2 * left + across) / width - 1, 1 - (2 * top + down) / height)

    def _target(self, size: tuple[int, int], samples: int, deep: bool) -> Target:
        """A target of a size; those not used for long are released, but never the last two, which one picture needs."""
        key = (size, samples, deep)
        if key not in self._targets:
            self._targets[key] = Target.made(self._context, size, samples, deep)
        self._targets.move_to_end(key)
        while len(self._targets) > 2 and sum(target.bytes for target in self._targets.values()) > KEPT_BYTES:
            self._targets.popitem(last=False)[1].release()
        return self._targets[key]

    def _mesh(self, field: HeightField) -> tuple[Any, Floats, tuple[Any, Any]]:
        """A surface on the card, its normals (n, m, 3), and the buffers it holds there."""
        key = (field.points.tobytes(), field.colors.tobytes())
        if key in self._meshes:
            self._meshes.move_to_end(key)
            return self._meshes[key]
        shades, facing = np.clip(field.colors[..., :3], 0, 1), normals(field.grid)
        vertices = np.concatenate([field.grid, facing, shades], axis=-1, dtype="f4", casting="same_kind")
        buffer = self._context.buffer(vertices.tobytes())
        order = self._context.buffer(triangles(*field.shape).tobytes())
        layout = [(buffer, "3f 3f 3f", "place", "normal", "color")]
        self._meshes[key] = (self._context.vertex_array(self._surface, layout, order), facing, (buffer, order))
        if len(self._meshes) > KEPT_MESHES:
            _, (old, _, buffers) = self._meshes.popitem(last=False)
            for used in (old, *buffers):
                used.release()
        return self._meshes[key]


@cache
def triangles(rows: int, columns: int) -> NDArray[np.uint32]:
    """Two triangles for every cell of a grid, as indices into its points."""
    corner = (np.arange(rows - 1)[:, None] * columns + np.arange(columns - 1)).reshape(-1, 1)
    return (corner + np.array([0, columns, 1, 1, columns, columns + 1])).astype(np.uint32)
