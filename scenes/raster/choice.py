"""Which rasteriser draws the array mobjects: OpenGL, or Cairo where there is none. Chosen once per process."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from scenes.look.projection import View
from scenes.mobjects.height_field import HeightField
from scenes.mobjects.point_cloud import PointCloud
from scenes.mobjects.polyline_set import PolylineSet
from scenes.troubles import RasterError

Floats = NDArray[Any]
Mark = PointCloud | PolylineSet

# In the environment, so that worker processes draw as their parent was told to.
VARIABLE = "TRANSPARENT_BOX_RASTER"


# (h, w, 4) uint8 premultiplied RGBA and the pixel of the picture where its upper left corner belongs.
Layer = tuple[NDArray[Any], tuple[int, int]]


class Rasteriser(Protocol):
    """Draws surfaces, and the points and lines among them, into a picture of their own."""

    name: str

    def draw(self, fields: Sequence[HeightField], marks: Sequence[Mark], view: View, *, only_marks: bool) -> Layer:
        """Draw opaque surfaces and, over each other in their order, the marks that no surface hides.

        With `only_marks` the surfaces hide and are not seen.
        """


def choose_rasteriser(mode: str) -> None:
    """Decide for this process and its children: auto, gl or cairo."""
    os.environ[VARIABLE] = mode
    rasteriser.cache_clear()


@cache
def rasteriser() -> Rasteriser:
    """The process's rasteriser, made when first needed."""
    mode = os.environ.get(VARIABLE, "auto")
    return cairo_rasteriser() if mode == "cairo" else gl_rasteriser(required=mode == "gl")


def drawn_by() -> str | None:
    """The name of what has drawn in this process, if anything has."""
    return rasteriser().name if rasteriser.cache_info().currsize else None


def cairo_rasteriser() -> Rasteriser:
    """The one that is always there."""
    from scenes.raster.cairo import CairoRaster

    return CairoRaster()


def gl_rasteriser(required: bool) -> Rasteriser:
    """OpenGL's, or Cairo's where there is none; RasterError if it is required."""
    from scenes.raster.opengl import GlRaster  # outside: a module of ours that is broken is not a missing driver

    try:
        return GlRaster()
    except Exception as error:  # whatever a missing driver raises
        if required:
            raise RasterError(
                f"There is no OpenGL here ({error}): install EGL and Mesa, or use --raster auto."
            ) from None
        return cairo_rasteriser()


def parts_of(shapes: Sequence[HeightField | Mark], scale: float) -> list[tuple[Floats, float]]:
    """What each covers: points (n, 3) and how many pixels round them, at `scale` pixels a unit."""

    def margin(shape: HeightField | Mark) -> float:
        if isinstance(shape, HeightField):
            return 0.0
        # What is nearer to the viewer is larger, seldom by more than half.
        return 1.5 * scale * (shape.radius if isinstance(shape, PointCloud) else shape.line_width / 2)

    return [(shape.points, margin(shape)) for shape in shapes]


def tinted(mark: Mark) -> Floats:
    """A mark's colours (n, 4), its opacity in their alpha."""
    return mark.colors * [1, 1, 1, mark.opacity]


def segments_of(mark: PolylineSet) -> Floats:
    """(s, 12) each segment's start, end, RGBA and whether it is round there and there.

    Joints are round unless the curve is translucent, where two round ends would show where they overlap.
    """
    starts, inner = mark.points[:-1], np.ones(max(len(mark.points) - 1, 0), dtype=bool)
    firsts = np.cumsum(mark.lengths)[:-1]
    inner[firsts - 1] = False
    owner = np.repeat(np.arange(len(mark.lengths)), mark.lengths)[:-1][inner]
    colors = tinted(mark)[owner]
    solid = colors[:, 3] > 0.99
    opens = np.r_[True, owner[1:] != owner[:-1]]
    closes = np.r_[owner[1:] != owner[:-1], True]
    ends = np.column_stack([solid | opens, solid | closes])
    return np.column_stack([starts[inner], mark.points[1:][inner], colors, ends])
