"""Which rasteriser draws the surfaces: OpenGL where there is one, else Cairo. Chosen once per process and said once."""

from __future__ import annotations

import os
import sys
from functools import cache
from typing import Any, Protocol

from numpy.typing import NDArray

from scenes.stage.projection import View

# In the environment, so that worker processes draw as their parent was told to.
VARIABLE = "TRANSPARENT_BOX_RASTER"


class RasterError(RuntimeError):
    """OpenGL was asked for and is not there; the message is one sentence for the user."""


# (h, w, 4) uint8 premultiplied RGBA and the pixel of the picture where its upper left corner belongs.
Layer = tuple[NDArray[Any], tuple[int, int]]


class Rasteriser(Protocol):
    """Draws opaque surfaces into a picture of their own."""

    name: str

    def draw(self, grids: list[NDArray[Any]], colors: list[NDArray[Any]], view: View) -> Layer:
        """Draw surfaces given by points (n, m, 3) and sRGB colours (n, m, 4)."""


def choose_rasteriser(mode: str) -> None:
    """Decide for this process and its children: auto, gl or cairo."""
    os.environ[VARIABLE] = mode
    rasteriser.cache_clear()


@cache
def rasteriser() -> Rasteriser:
    """The process's rasteriser, made when first needed."""
    mode = os.environ.get(VARIABLE, "auto")
    chosen = cairo_rasteriser() if mode == "cairo" else gl_rasteriser(required=mode == "gl")
    print(f"Surfaces are drawn by {chosen.name}.", file=sys.stderr)  # noqa: T201
    return chosen


def cairo_rasteriser() -> Rasteriser:
    """The one that is always there."""
    from scenes.stage.cairo_raster import CairoRaster

    return CairoRaster()


def gl_rasteriser(required: bool) -> Rasteriser:
    """OpenGL's, or Cairo's where there is none; RasterError if it is required."""
    try:
        from scenes.stage.gl_raster import GlRaster

        return GlRaster()
    except Exception as error:  # whatever a missing driver raises
        if required:
            raise RasterError(
                f"There is no OpenGL here ({error}): install EGL and Mesa, or use --raster auto."
            ) from None
        return cairo_rasteriser()
