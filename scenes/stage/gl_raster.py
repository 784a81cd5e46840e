"""Draws height fields with OpenGL, offscreen: lit per pixel, depth-correct, four samples a pixel.

Handles of the graphics card live in one object per process, never on a mobject: Manim copies and hashes those.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from functools import cache
from typing import Any

import moderngl
import numpy as np
from numpy.typing import NDArray

from scenes.stage.projection import View, Window
from scenes.stage.surface import normals

Floats = NDArray[Any]
SAMPLES = 4
KEPT_MESHES, KEPT_TARGETS = 16, 8

VERTEX = """
#version 330
uniform mat3 turn; uniform vec2 half_frame, window_middle, window_half; uniform float zoom, focus, depth_scale;
in vec3 place; in vec3 normal; in vec3 color;
out vec3 seen_normal; out vec3 seen_color; out vec3 seen_place;
vec3 to_linear(vec3 c) { return mix(c / 12.92, pow((c + 0.055) / 1.055, vec3(2.4)), step(0.04045, c)); }
void main() {
    vec3 q = turn * place;
    float w = (focus - q.z) / focus;
    // Into the window that is drawn, and upside down: row 0 is OpenGL's lowest and Manim's uppermost.
    vec2 frame = (q.xy * zoom / half_frame - window_middle * w) / window_half;
    gl_Position = vec4(frame.x, -frame.y, -q.z * depth_scale * w, w);
    seen_normal = turn * normal; seen_color = to_linear(color); seen_place = q;
}
"""

# Two lights fixed to the viewer, in linear light: a warm key from the upper left, a cool fill, a small wide
# highlight, a faint rim. Half a level of noise hides the steps of eight bits.
FRAGMENT = """
#version 330
uniform float focus;
in vec3 seen_normal; in vec3 seen_color; in vec3 seen_place;
out vec4 pixel;
// sRGB's curve from three square roots, within a third of a level: powers are slow where a processor draws.
vec3 to_display(vec3 c) {
    vec3 root = sqrt(c), fourth = sqrt(root);
    vec3 curve = 0.662002687 * root + 0.684122060 * fourth - 0.323583601 * sqrt(fourth) - 0.0225411470 * c;
    return mix(c * 12.92, curve, step(0.0031308, c));
}
float noise(vec2 p) { return fract(52.9829189 * fract(dot(p, vec2(0.06711056, 0.00583715)))); }
void main() {
    vec3 eye = normalize(vec3(0, 0, focus) - seen_place);
    vec3 n = normalize(seen_normal);
    if (dot(n, eye) < 0.0) n = -n;
    const vec3 key = normalize(vec3(-0.45, 0.75, 0.55)), fill = normalize(vec3(0.7, 0.1, 0.5));
    float diffuse = max(dot(n, key), 0.0), cool = max(dot(n, fill), 0.0);
    float glance = max(dot(n, normalize(key + eye)), 0.0), squared = glance * glance, fourth = squared * squared;
    float shine = fourth * fourth * fourth * fourth * squared;  // to the 18th
    float edge = 1.0 - max(dot(n, eye), 0.0), rim = edge * edge * edge;
    vec3 base = seen_color;
    vec3 light = base * (0.28 + 0.72 * diffuse * vec3(1.0, 0.97, 0.92) + 0.22 * cool * vec3(0.85, 0.93, 1.0));
    light += 0.16 * shine * mix(base, vec3(1.0), 0.35) + 0.06 * rim * mix(base, vec3(0.6, 0.7, 0.8), 0.3);
    light = light / (1.0 + max(max(light.r, max(light.g, light.b)) - 0.85, 0.0));
    pixel = vec4(to_display(clamp(light, 0.0, 1.0)) + (noise(gl_FragCoord.xy) - 0.5) / 255.0, 1.0);
}
"""


class GlRaster:
    """One context, its program, and the meshes and targets it has lately used."""

    name = "OpenGL"

    def __init__(self) -> None:
        """Raises whatever moderngl raises where there is no OpenGL."""
        try:
            self._context = moderngl.create_standalone_context(backend="egl")
        except Exception:
            self._context = moderngl.create_standalone_context()
        self._program = self._context.program(vertex_shader=VERTEX, fragment_shader=FRAGMENT)
        self._meshes: OrderedDict[str, tuple[Any, Any]] = OrderedDict()
        self._targets: dict[tuple[int, int], tuple[Any, Any, Any]] = {}

    def draw(self, grids: list[Floats], colors: list[Floats], view: View) -> tuple[Floats, tuple[int, int]]:
        """See `scenes.stage.raster.Rasteriser`; the pixels' array is reused by the next call."""
        window = Window.around(grids, view)
        many, one, pixels = self._target(window.size)
        many.use()
        many.clear(0, 0, 0, 0)
        self._context.enable(moderngl.DEPTH_TEST)
        self._look(view, window)
        for places, shades in zip(grids, colors, strict=True):
            self._mesh(places, shades).render(moderngl.TRIANGLES)
        self._context.copy_framebuffer(one, many)
        one.read_into(pixels, components=4)
        return pixels.reshape(window.size[1], window.size[0], 4), window.corner

    def _look(self, view: View, window: Window) -> None:
        uniforms = self._program
        uniforms["turn"].write(np.ascontiguousarray(view.rotation.T, dtype="f4").tobytes())
        uniforms["half_frame"].value = (view.frame[0] / 2, view.frame[1] / 2)
        uniforms["zoom"].value, uniforms["focus"].value = view.zoom, view.focal_distance
        uniforms["depth_scale"].value = 1 / view.reach
        width, height = view.pixels
        (left, top), (across, down) = window.corner, window.size
        uniforms["window_half"].value = (across / width, down / height)
        uniforms["window_middle"].value = ((2 * left + across) / width - 1, 1 - (2 * top + down) / height)

    def _target(self, size: tuple[int, int]) -> tuple[Any, Any, Any]:
        if size not in self._targets:
            if len(self._targets) >= KEPT_TARGETS:
                for used in self._targets.pop(next(iter(self._targets)))[:2]:
                    used.release()
            many = self._context.framebuffer(
                [self._context.renderbuffer(size, 4, samples=SAMPLES)],
                self._context.depth_renderbuffer(size, samples=SAMPLES),
            )
            one = self._context.framebuffer([self._context.renderbuffer(size, 4)])
            self._targets[size] = (many, one, np.empty(size[0] * size[1] * 4, np.uint8))
        return self._targets[size]

    def _mesh(self, places: Floats, shades: Floats) -> Any:
        vertices = np.concatenate(
            [places, normals(places), shades[..., :3]], axis=-1, dtype=np.float32, casting="same_kind"
        )
        key = hashlib.blake2b(vertices.tobytes(), digest_size=16).hexdigest() + str(places.shape)
        if key in self._meshes:
            self._meshes.move_to_end(key)
            return self._meshes[key][0]
        buffer = self._context.buffer(vertices.tobytes())
        order = self._context.buffer(triangles(*places.shape[:2]).tobytes())
        mesh = self._context.vertex_array(self._program, [(buffer, "3f 3f 3f", "place", "normal", "color")], order)
        self._meshes[key] = (mesh, (buffer, order))
        if len(self._meshes) > KEPT_MESHES:
            _, (old, buffers) = self._meshes.popitem(last=False)
            old.release()
            for used in buffers:
                used.release()
        return mesh


@cache
def triangles(rows: int, columns: int) -> NDArray[np.uint32]:
    """Two triangles for every cell of a grid, as indices into its points."""
    corner = (np.arange(rows - 1)[:, None] * columns + np.arange(columns - 1)).reshape(-1, 1)
    return (corner + np.array([0, columns, 1, 1, columns, columns + 1])).astype(np.uint32)
