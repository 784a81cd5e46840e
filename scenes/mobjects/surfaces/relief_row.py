"""Several surfaces in cells, with labels below them, that turn, change and come together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Self

import numpy as np
from manim import Animation, Mobject, VGroup

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.height_field import HeightField
from transparent_box.scenes.mobjects.shapes.space import Space
from transparent_box.scenes.mobjects.surfaces.relief import Relief

Shade = Callable[[Floats], Floats]
LABEL_TOP = 0.15  # units from a surface's room down to its label


class ReliefRow:
    """Reliefs, one to a cell, above `label_room` units at the foot of each cell for a label.

    It is not itself a mobject: `spaces`, `fields` (the surfaces) and `labels` are.
    """

    def __init__(self, reliefs: Sequence[Relief], cells: Sequence[Area], label_room: float) -> None:
        self.reliefs, self.cells, self.label_room = list(reliefs), list(cells), label_room
        self.labels = VGroup()

    def __iter__(self) -> Iterator[Relief]:
        return iter(self.reliefs)

    def __len__(self) -> int:
        return len(self.reliefs)

    def fill(self, thetas: Sequence[float], snug: bool = False, shape: float = 0.0) -> Self:
        """Let each surface fill its cell, also when turned to other azimuths in radians; `snug` fits it as it is now.

        `shape`, a surface's width over height, cuts cells down to the height that surfaces need, so that labels stand
        near them.
        """
        if shape:
            self.cells = [cell.no_higher(cell.width / shape + self.label_room) for cell in self.cells]
        for relief, cell in zip(self.reliefs, self.cells, strict=True):
            relief.fill(cell.less_bottom(self.label_room), thetas, snug=snug)
        return self

    def alike(self) -> Self:
        """Zoom all surfaces out to the scale of the smallest."""
        nearest = min(float(space.pose[3]) for space in self.spaces)
        for space in self.spaces:
            space.look(zoom=nearest)
        return self

    @property
    def spaces(self) -> list[Space]:
        """The spaces that the surfaces are seen through."""
        return [relief.space for relief in self.reliefs]

    @property
    def fields(self) -> list[HeightField]:
        """The surfaces themselves."""
        return [relief.field for relief in self.reliefs]

    def label(self, labels: Sequence[Mobject]) -> VGroup:
        """Put a label under each surface, no wider than its cell; return all labels."""
        for label, cell in zip(labels, self.cells, strict=True):
            self.labels.add(under(label, cell, self.label_room))
        return self.labels

    def turned(self, theta: float) -> list[Animation]:
        """Turn all surfaces to another azimuth, in radians."""
        return [animation for relief in self.reliefs for animation in relief.turned(theta)]

    def become(self, surfaces: Sequence[Floats] | np.ndarray) -> list[Animation]:
        """Turn into the surfaces of other values (n, p, p)."""
        return [relief.become(surface) for relief, surface in zip(self.reliefs, surfaces, strict=True)]

    def split(self, parts: ReliefRow, rests: Sequence[Floats] | np.ndarray) -> list[Animation]:
        """Split each surface in two: one part comes off and moves to a place in the first half of `parts`, in order.

        What remains, `rests` (n, p, p), moves to the second half, where it replaces the reliefs of `parts`.
        """
        moves: list[Animation] = []
        for relief, part, last, rest in zip(self, parts.reliefs, parts.reliefs[len(self) :], rests, strict=False):
            moves += [relief.seen_through(last.space), *relief.shed(part, rest, last.shade)]
            relief.shade = last.shade
        parts.reliefs[len(self) :] = self.reliefs
        return moves

    def gathered(self, space: Space) -> list[Animation]:
        """Bring all surfaces together into one space."""
        return [relief.seen_through(space) for relief in self.reliefs]


def under(label: Mobject, cell: Area, room: float) -> Mobject:
    """Put a label at the top of the `room` units kept for it at the foot of a cell, no wider than the cell."""
    label.scale(min(1.0, cell.width / label.width))
    return label.move_to([cell.center[0], cell.bottom + room - LABEL_TOP - label.height / 2, 0])
