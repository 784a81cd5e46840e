"""OpenGL without a window, and the programs that surfaces, points and lines are drawn by. Imports no Manim."""

from __future__ import annotations

from typing import Any

import moderngl

from transparent_box.scenes.raster import shaders


class Programs:
    """A context and its programs; raises whatever moderngl raises where there is no OpenGL, or too little of it."""

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
        self.in_software = self.renderer.startswith("llvmpipe")  # Mesa's, on the processor
        self.edge = self.edges(wide_lines=self.in_software)

    def edges(self, *, wide_lines: bool) -> Any:
        """Make the program of edges: of lines two pixels wide, or of strips where lines are thin or uneven.

        Mesa's lines, in software, take half the time of strips, and know at each pixel which place on them is nearest.
        """
        if wide_lines:
            self.context.line_width = 2.0
        geometry = None if wide_lines else shaders.EDGE_GEOMETRY
        return self.context.program(
            vertex_shader=shaders.EDGE_VERTEX, geometry_shader=geometry, fragment_shader=shaders.EDGE_FRAGMENT
        )

    @property
    def renderer(self) -> str:
        """The driver's own name."""
        return str(self.context.info["GL_RENDERER"])
