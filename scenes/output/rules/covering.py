"""No text lies over a surface: what a surface is told by stands beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transparent_box.scenes.look.numbers import percent
from transparent_box.scenes.mobjects.shapes.height_field import HeightField
from transparent_box.scenes.output.layout import box, name, texts
from transparent_box.scenes.output.rules.rule import Rule

THERE = 0.3  # opacity from which a surface is in the way
CELLS = (10, 4)  # that a text's box is divided into, across and up
COVERED = 0.12  # of them, from which a surface does not just touch it


class NothingOverSurfaces(Rule):
    """Text whose place in the frame is a surface's, whichever is in front."""

    def halfway(self) -> Iterator[str]:
        """Look on the way."""
        return self.covered()

    def beat_told(self, beat: Any) -> Iterator[str]:
        """Look where all rests."""
        return self.covered()

    def covered(self) -> Iterator[str]:
        """Look through every surface's space for text that its points fall on."""
        scene = self.scene
        parts = [part for top in scene.mobjects for part in top.get_family() if isinstance(part, HeightField)]
        shown = [(part.space, part.points) for part in parts if part.space is not None and part.opacity >= THERE]
        fields = [space.project(points)[:, :2] for space, points in shown]
        for text in texts(scene) if fields else ():
            share = max(share_of(box(text), places) for places in fields)
            if share > COVERED:
                yield f"{name(text)} lies over a surface ({percent(share)} of it)."


def share_of(place: Any, points: NDArray[Any]) -> float:
    """Measure how much of a rectangle's cells points (n, 2) fall into."""
    low, size = np.array([place.left, place.bottom]), np.array([place.width, place.height])
    places = (points - low) / np.maximum(size, 1e-9)
    inside = places[((places > 0) & (places < 1)).all(axis=1)]
    cells = np.unique((inside * CELLS).astype(int), axis=0)
    return len(cells) / (CELLS[0] * CELLS[1])
