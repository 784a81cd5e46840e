"""Reads all that decides the look and place of Manim's shapes, to recognize those that have not changed."""

from __future__ import annotations

from typing import Any

from manim import LineJointType, VMobject

from transparent_box.scenes.look.projection import View
from transparent_box.scenes.raster.boxes import Box, box_around

UNITS = 0.01  # of Manim's stroke widths, in the picture's own
# Halves of its width that a stroke reaches from its middle: at a cap's corner, and where it is pointed (Cairo's limit).
CORNER, POINT = 1.5, 10.0


def looks_of(shape: VMobject) -> tuple[Any, ...]:
    """Return all values that decide how a shape looks: shapes with equal ones are drawn alike."""
    fill, stroke, behind = colors_of(shape)
    return (
        shape.points.tobytes(),
        fill.tobytes(),
        stroke.tobytes(),
        behind.tobytes(),
        shape.stroke_width,
        shape.background_stroke_width,
        shape.joint_type,
        shape.cap_style,
        tuple(shape.sheen_direction),
        shape.background_image,
    )


def colors_of(shape: VMobject) -> tuple[Any, Any, Any]:
    """RGBA (n, 4) of its inside, its stroke and the stroke behind it."""
    return shape.get_fill_rgbas(), shape.get_stroke_rgbas(), shape.get_stroke_rgbas(background=True)


def box_of(shape: VMobject, view: View) -> Box | None:
    """Return the box that a shape may cover in a picture; None if it is invisible."""
    fill, stroke, behind = (colors[:, 3].any() for colors in colors_of(shape))
    width = max(stroke * shape.get_stroke_width(), behind * shape.get_stroke_width(background=True))
    if not (fill or width):
        return None
    reach = CORNER if shape.joint_type in (LineJointType.ROUND, LineJointType.BEVEL) else POINT
    # A Bézier curve stays inside the convex hull of its anchors and handles.
    return box_around(shape.points, view, reach * UNITS * width / 2)
