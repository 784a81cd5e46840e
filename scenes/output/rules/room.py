"""Rule: the picture uses the frame. Its main object is large, and no picture is as small as a stamp."""

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
from transparent_box.scenes.output.layout import crop_area
from transparent_box.scenes.output.rules.rule import SEEN, Rule, box_of, lettering_ids

WIDE, HIGH = 0.60, 0.65  # shares of the room between strip and caption; a picture fills one of the two
COVERED = 0.25  # share of the room covered by the convex hulls of all that is drawn
STAMP = 0.18  # share of the frame's width, of the smallest picture
MANY = 6  # so many smaller pictures are a table, which counts as one picture
INK = 6  # levels from the background's at which a pixel is ink
TILE = 0.25  # units; ink closer than two of these belongs together


class FrameIsUsed(Rule):
    """Finds stills that use too little of the room, or have a picture too small to look at."""

    def beat_told(self, beat: Any) -> Iterator[str]:
        """Measure the still that a beat ends on."""
        scene = self.scene
        room = scene.content if scene.has_strip else scene.frame.picture
        ink = self.ink(room)
        across, up, covered = measure_fill(ink)
        if across < WIDE and up < HIGH:
            yield f"The picture fills {percent(across)} of the width and {percent(up)} of the height there is."
        if covered < COVERED:
            yield f"All that is drawn covers {percent(covered)} of the room there is."
        yield from self.stamps()

    def ink(self, room: Area) -> NDArray[np.bool_]:
        """Draw all but strip and caption; return which tiles (rows, columns) of the room have ink."""
        scene, furniture = self.scene, self.furniture()
        camera = scene.camera
        shown = [m for top in scene.mobjects for m in top.get_family() if id(m) not in furniture and len(m.points)]
        with camera.at_work():
            camera.reset()
            camera.capture_mobjects(shown, include_submobjects=False)
        picture = np.array(camera.pixel_array)[..., :3].astype(int)
        differs = np.abs(picture - np.array(picture[0, 0])).max(axis=-1) > INK  # a corner is always background
        return ink_tiles(crop_area(differs, room, scene), room)

    def stamps(self) -> Iterator[str]:
        """Yield a sentence for each picture that is too small, unless there are so many that they are a table."""
        furniture, words = self.furniture(), lettering_ids(self.scene.mobjects)
        parts = [part for top in self.scene.mobjects for part in top.get_family()]
        pictures = [p for p in parts if isinstance(p, HeatMap | HeightField) and id(p) not in furniture | words]
        boxes = [(type(p).__name__, box) for p in pictures if p.opacity >= SEEN and (box := box_of(p)) is not None]
        sides = [(kind, max(box.width, box.height)) for kind, box in boxes]
        small = [(kind, side) for kind, side in sides if side < STAMP * self.scene.frame.size[0]]
        for kind, side in small if len(small) < MANY else ():
            yield f"A {kind} is {percent(side / self.scene.frame.size[0])} of the frame's width."


def ink_tiles(ink: NDArray[np.bool_], room: Area) -> NDArray[np.bool_]:
    """Return which tiles (rows, columns) of a room contain ink (h, w)."""
    rows, columns = max(1, round(room.height / TILE)), max(1, round(room.width / TILE))
    down = np.arange(ink.shape[0]) * rows // max(ink.shape[0], 1)
    across = np.arange(ink.shape[1]) * columns // max(ink.shape[1], 1)
    found = np.zeros((rows, columns), dtype=bool)
    y, x = np.nonzero(ink)
    found[down[y], across[x]] = True
    return found


def measure_fill(found: NDArray[np.bool_]) -> tuple[float, float, float]:
    """Return the shares of the width, the height and the area that tiles with ink (rows, columns) span."""
    rows, columns = np.nonzero(found)
    if not len(rows):
        return 0.0, 0.0, 0.0
    across, up = (int(np.ptp(places)) + 1 for places in (columns, rows))
    padded = np.pad(found, 2)
    groups, count = label(binary_closing(padded, np.ones((3, 3))), np.ones((3, 3)))
    area = sum(hull_of(np.argwhere(groups == number)) for number in range(1, count + 1))
    return across / found.shape[1], up / found.shape[0], min(1.0, area / found.size)


def hull_of(cells: NDArray[np.int64]) -> float:
    """Return the area of the convex hull of unit cells at (n, 2)."""
    corners = np.concatenate([cells + shift for shift in ([0, 0], [0, 1], [1, 0], [1, 1])])
    try:
        return float(ConvexHull(corners).volume)
    except QhullError:
        return float(len(cells))
