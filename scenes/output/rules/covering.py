"""Rule: no text lies over a surface; its labels stand beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transparent_box.scenes.look.numbers import percent
from transparent_box.scenes.mobjects.shapes.height_field import HeightField
from transparent_box.scenes.output.layout import ink_box, name, visible_texts
from transparent_box.scenes.output.rules.rule import Rule

THERE = 0.3  # opacity from which a surface counts
CELLS = (10, 4)  # columns and rows into which a text's box is divided
COVERED = 0.12  # share of the cells from which a surface more than touches the text


class NothingOverSurfaces(Rule):
    """Finds text that overlaps a surface in the frame, whichever is in front."""

    def halfway(self) -> Iterator[str]:
        """Look halfway through a play."""
        return self.covered()

    def beat_told(self, beat: Any) -> Iterator[str]:
        """Look at the end of a beat."""
        return self.covered()

    def covered(self) -> Iterator[str]:
        """Project every surface and yield a sentence for each text that its points fall on."""
        scene = self.scene
        parts = [part for top in scene.mobjects for part in top.get_family() if isinstance(part, HeightField)]
        shown = [(part.space, part.points) for part in parts if part.space is not None and part.opacity >= THERE]
        fields = [space.project(points)[:, :2] for space, points in shown]
        for text in visible_texts(scene) if fields else ():
            share = max(share_of(ink_box(text), places) for places in fields)
            if share > COVERED:
                yield f"{name(text)} lies over a surface ({percent(share)} of it)."


def share_of(place: Any, points: NDArray[Any]) -> float:
    """Return the share of a rectangle's cells that points (n, 2) fall into."""
    low, size = np.array([place.left, place.bottom]), np.array([place.width, place.height])
    places = (points - low) / np.maximum(size, 1e-9)
    inside = places[((places > 0) & (places < 1)).all(axis=1)]
    cells = np.unique((inside * CELLS).astype(int), axis=0)
    return len(cells) / (CELLS[0] * CELLS[1])
