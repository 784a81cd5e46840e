"""Chooses the rasterizer that draws the array mobjects: OpenGL, or Cairo where there is none. Once per process."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache
from typing import Protocol

from transparent_box.scenes.raster.errors import RasterError
from transparent_box.scenes.raster.marks import Layer, Order

# In the environment, so that worker processes draw as their parent was told to.
VARIABLE = "TRANSPARENT_BOX_RASTER"


class Rasterizer(Protocol):
    """Draws surfaces, and the points and lines among them, into pictures of their own."""

    name: str

    def draw(self, orders: Sequence[Order]) -> list[Layer]:
        """Draw pictures, in one pass where that is faster, each into memory of its own."""

    def forget(self) -> None:
        """Draw the next pictures as if there had been none before."""


def choose_rasterizer(mode: str) -> None:
    """Decide for this process and its children: auto, gl or cairo.

    Who goes on as before keeps the rasterizer: what OpenGL holds, some 50 MB a chapter, is not given back with it.
    """
    if os.environ.get(VARIABLE, "auto") != mode:
        rasterizer.cache_clear()
    os.environ[VARIABLE] = mode


@cache
def rasterizer() -> Rasterizer:
    """The process's rasterizer, made when first needed."""
    mode = os.environ.get(VARIABLE, "auto")
    return cairo_rasterizer() if mode == "cairo" else gl_rasterizer(required=mode == "gl")


def drawn_by() -> str | None:
    """The name of what has drawn in this process, if anything has."""
    return rasterizer().name if rasterizer.cache_info().currsize else None


def cairo_rasterizer() -> Rasterizer:
    """The one that is always there."""
    from transparent_box.scenes.raster.cairo import CairoRaster

    return CairoRaster()


def gl_rasterizer(required: bool) -> Rasterizer:
    """OpenGL's, or Cairo's where there is none; RasterError if it is required."""
    # Outside what is tried: a module of ours that is broken is not a missing driver.
    from transparent_box.scenes.raster.opengl import GlRaster

    try:
        return GlRaster()
    except Exception as error:  # whatever a missing driver raises
        if required:
            raise RasterError(
                f"There is no OpenGL here ({error}): install EGL and Mesa, or use --raster auto."
            ) from None
        return cairo_rasterizer()
