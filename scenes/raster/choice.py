"""Chooses the rasterizer for array mobjects, OpenGL or else Cairo, once per process."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache
from typing import Protocol

from transparent_box.scenes.raster.errors import RasterError
from transparent_box.scenes.raster.marks import Layer, Order

# In the environment, so that worker processes inherit the choice.
VARIABLE = "TRANSPARENT_BOX_RASTER"


class Rasterizer(Protocol):
    """Draws surfaces with the points and lines among them into layers."""

    name: str

    def draw(self, orders: Sequence[Order]) -> list[Layer]:
        """Draw each order into a layer with memory of its own, in one pass if that is faster."""

    def forget(self) -> None:
        """Draw the next layers as if there had been none before."""


def choose_rasterizer(mode: str) -> None:
    """Choose the rasterizer of this process and its children: "auto", "gl" or "cairo".

    An unchanged choice keeps the rasterizer, since the memory of OpenGL's, some 50 MB a chapter, is never released.
    """
    if os.environ.get(VARIABLE, "auto") != mode:
        rasterizer.cache_clear()
    os.environ[VARIABLE] = mode


@cache
def rasterizer() -> Rasterizer:
    """Return the process's rasterizer, made on first use."""
    mode = os.environ.get(VARIABLE, "auto")
    return cairo_rasterizer() if mode == "cairo" else gl_rasterizer(required=mode == "gl")


def rasterizer_used() -> str | None:
    """Return the name of the rasterizer that was used in this process, if any."""
    return rasterizer().name if rasterizer.cache_info().currsize else None


def cairo_rasterizer() -> Rasterizer:
    """Return the rasterizer that is always available."""
    from transparent_box.scenes.raster.cairo import CairoRaster

    return CairoRaster()


def gl_rasterizer(required: bool) -> Rasterizer:
    """Return OpenGL's rasterizer, or Cairo's if there is none; raise RasterError if OpenGL is required."""
    # Outside the try block: a broken module of ours is not a missing driver.
    from transparent_box.scenes.raster.opengl import GlRaster

    try:
        return GlRaster()
    except Exception as error:  # whatever a missing driver raises
        if required:
            raise RasterError(
                f"There is no OpenGL here ({error}): install EGL and Mesa, or use --raster auto."
            ) from None
        return cairo_rasterizer()
