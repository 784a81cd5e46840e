"""Marks on a picture: dots of one color, each in a casing of the ground's, so that they are seen on anything."""

from __future__ import annotations

import numpy as np
from manim import Group

from scenes.look.colormaps import rgba
from scenes.mobjects.array_mobject import Floats
from scenes.mobjects.point_cloud import PointCloud
from scenes.mobjects.space import Space

RADIUS, CASING = 0.085, 0.135  # units


def marks(points: Floats, color: str, ground: str, space: Space | None = None) -> Group:
    """Mark points (n, 3), in a space or in the flat picture; colors as #RRGGBB."""
    looks, places = ((ground, CASING), (color, RADIUS)), np.atleast_2d(points)
    return Group(*(PointCloud(places, np.tile(rgba(ink), (len(places), 1)), size, space) for ink, size in looks))
