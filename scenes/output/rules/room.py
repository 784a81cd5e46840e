"""The picture uses the frame: its main object is large, its still is not empty, and no picture is a stamp."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import binary_closing, label
from scipy.spatial import ConvexHull, QhullError

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import percent
from transparent_box.scenes.mobjects.shapes.heat_map import HeatMap
from transparent_box.scenes.mobjects.shapes.height_field import HeightField
from transparent_box.scenes.output.layout import patch
from transparent_box.scenes.output.rules.rule import SEEN, Rule, box_of, lettering_ids

WIDE, HIGH = 0.60, 0.65  # of the room between strip and caption: what a picture fills, one way or the other
COVERED = 0.25  # of the room, by the hulls of all that is drawn
STAMP = 0.18  # of the frame's width: the smallest picture
MANY = 6  # pictures smaller than that, from which on they are a table, which is one picture
INK = 6  # levels from the ground, from which a pixel is ink
TILE = 0.25  # units: ink nearer to each other than two of these belongs together


class FrameIsUsed(Rule):
    """A still whose picture is too small for the room there is, or that has a picture too small to look at."""

    def beat_told(self, beat: Any) -> Iterator[str]:
        """Measure the still that a beat ends on."""
        scene = self.scene
        room = scene.content if scene.has_strip else scene.frame.picture
        ink = self.ink(room)
        across, up, covered = filled(ink)
        if across < WIDE and up < HIGH:
            yield f"The picture fills {percent(across)} of the width and {percent(up)} of the height there is."
        if covered < COVERED:
            yield f"All that is drawn covers {percent(covered)} of the room there is."
        yield from self.stamps()

    def ink(self, room: Area) -> NDArray[np.bool_]:
        """Draw all but furniture and find the tiles (rows, columns) of a room in which something is drawn."""
        scene, furniture = self.scene, self.furniture()
        camera = scene.camera
        shown = [m for top in scene.mobjects for m in top.get_family() if id(m) not in furniture and len(m.points)]
        with camera.at_work():
            camera.reset()
            camera.capture_mobjects(shown, include_submobjects=False)
        picture = np.array(camera.pixel_array)[..., :3].astype(int)
        differs = np.abs(picture - np.array(picture[0, 0])).max(axis=-1) > INK  # a corner is always ground
        return tiles(patch(differs, room, scene), room)

    def stamps(self) -> Iterator[str]:
        """Pictures smaller than anybody looks at; many of them are a table, which is one picture."""
        furniture, words = self.furniture(), lettering_ids(self.scene.mobjects)
        parts = [part for top in self.scene.mobjects for part in top.get_family()]
        pictures = [p for p in parts if isinstance(p, HeatMap | HeightField) and id(p) not in furniture | words]
        boxes = [(type(p).__name__, box) for p in pictures if p.opacity >= SEEN and (box := box_of(p)) is not None]
        sides = [(kind, max(box.width, box.height)) for kind, box in boxes]
        small = [(kind, side) for kind, side in sides if side < STAMP * self.scene.frame.size[0]]
        for kind, side in small if len(small) < MANY else ():
            yield f"A {kind} is {percent(side / self.scene.frame.size[0])} of the frame's width."


def tiles(ink: NDArray[np.bool_], room: Area) -> NDArray[np.bool_]:
    """(rows, columns) of tiles that hold some ink (h, w)."""
    rows, columns = max(1, round(room.height / TILE)), max(1, round(room.width / TILE))
    down = np.arange(ink.shape[0]) * rows // max(ink.shape[0], 1)
    across = np.arange(ink.shape[1]) * columns // max(ink.shape[1], 1)
    found = np.zeros((rows, columns), dtype=bool)
    y, x = np.nonzero(ink)
    found[down[y], across[x]] = True
    return found


def filled(found: NDArray[np.bool_]) -> tuple[float, float, float]:
    """Shares of the width, of the height and of the area that tiles with ink reach over."""
    rows, columns = np.nonzero(found)
    if not len(rows):
        return 0.0, 0.0, 0.0
    across, up = (int(np.ptp(places)) + 1 for places in (columns, rows))
    padded = np.pad(found, 2)
    groups, count = label(binary_closing(padded, np.ones((3, 3))), np.ones((3, 3)))
    area = sum(hull_of(np.argwhere(groups == number)) for number in range(1, count + 1))
    return across / found.shape[1], up / found.shape[0], min(1.0, area / found.size)


def hull_of(cells: NDArray[np.int64]) -> float:
    """The area of the hull round cells (n, 2) of side 1."""
    corners = np.concatenate([cells + shift for shift in ([0, 0], [0, 1], [1, 0], [1, 1])])
    try:
        return float(ConvexHull(corners).volume)
    except QhullError:
        return float(len(cells))
