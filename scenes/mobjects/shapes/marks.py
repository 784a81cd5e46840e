"""Marks on a picture: dots, rimmed in the background's color so that they show on anything, and dotted lines."""

from __future__ import annotations

import numpy as np
from manim import Group

from transparent_box.scenes.look.colormaps import rgba
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.point_cloud import PointCloud
from transparent_box.scenes.mobjects.shapes.polyline_set import PolylineSet
from transparent_box.scenes.mobjects.shapes.space import Space

RADIUS, CASING = 0.085, 0.135  # units, of a dot and of the rim round it
DASH = 0.05  # units, length of one piece of a dotted line
STEP = 0.14  # units from the start of one piece to the start of the next
THIN = 0.02  # units, width of a dotted line


def marks(points: Floats, color: str, ground: str, space: Space | None = None) -> Group:
    """Mark points (n, 3), in a space or the flat picture, by dots with a rim in the color of the `ground` (#RRGGBB)."""
    looks, places = ((ground, CASING), (color, RADIUS)), np.atleast_2d(points)
    return Group(*(PointCloud(places, np.tile(rgba(ink), (len(places), 1)), size, space) for ink, size in looks))


def dotted(start: Floats, end: Floats, color: str) -> PolylineSet:
    """Draw a dotted line between two points (3,)."""
    way = np.asarray(end, dtype=float) - start
    length = max(float(np.linalg.norm(way)), STEP)
    ahead = way / length
    dots = [np.array([start + step * ahead, start + (step + DASH) * ahead]) for step in np.arange(0, length, STEP)]
    return PolylineSet(dots, np.tile(rgba(color), (len(dots), 1)), THIN)
