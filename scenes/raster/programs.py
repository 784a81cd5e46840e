"""An OpenGL context without a window, and the shader programs for surfaces, points and lines. Imports no Manim."""

from __future__ import annotations

from typing import Any

import moderngl

from transparent_box.scenes.raster import shaders


class Programs:
    """A context and its programs; raises whatever moderngl raises if OpenGL is missing or too old."""

    def __init__(self) -> None:
        try:
            self.context = moderngl.create_standalone_context(backend="egl")  # type: ignore[arg-type]
        except Exception:
            self.context = moderngl.create_standalone_context()
        make = self.context.program
        self.surface: Any = make(vertex_shader=shaders.SURFACE_VERTEX, fragment_shader=shaders.SURFACE_FRAGMENT)
        self.disc: Any = make(vertex_shader=shaders.DISC_VERTEX, fragment_shader=shaders.DISC_FRAGMENT)
        self.stroke: Any = make(vertex_shader=shaders.STROKE_VERTEX, fragment_shader=shaders.STROKE_FRAGMENT)
        self.pane: Any = make(vertex_shader=shaders.PANE_VERTEX, fragment_shader=shaders.PANE_FRAGMENT)
        self.in_software = self.renderer.startswith("llvmpipe")  # Mesa's renderer on the CPU
        self.edge = self.edges(wide_lines=self.in_software)

    def edges(self, *, wide_lines: bool) -> Any:
        """Make the program of edges: lines two pixels wide, or strips where the driver's lines are thin or uneven.

        Mesa's lines, in software, take half the time of strips, and interpolate at the nearest place on the line.
        """
        if wide_lines:
            self.context.line_width = 2.0
        geometry = None if wide_lines else shaders.EDGE_GEOMETRY
        return self.context.program(
            vertex_shader=shaders.EDGE_VERTEX, geometry_shader=geometry, fragment_shader=shaders.EDGE_FRAGMENT
        )

    @property
    def renderer(self) -> str:
        """The driver's name of its renderer."""
        return str(self.context.info["GL_RENDERER"])
