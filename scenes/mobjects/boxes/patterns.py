"""The arrays behind the film's own patterns, and the patterns' names."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from transparent_box.scenes.mobjects.shapes.array_mobject import Floats

HILLS = 1.45  # width over height of the tile of a surface
SPIKE = 1.25  # width over height of the tile of the scores around the right answer


@dataclass(frozen=True)
class Patterns:
    """The measured arrays that the tiles show; p is the modulus."""

    clock: Floats  # (p, 2) cosine and sine of every number
    loop: Floats | None  # (p, 2) two neurons' values as y runs; None: no tile
    surface: Floats  # (p, p) one neuron's [x, y]
    scores: Floats  # (p, p, p) [x, y, c]
    profile: Floats | None  # (p,) mean score of answers 0, 1 … past the right one, less that of all; None: no tile
    thread: Floats  # (c, 3) means by count

    @property
    def named(self) -> list[str]:
        """The names of all but the thread."""
        closed = ("a loop", self.loop), ("a spike", self.profile)
        loop, spike = ([name] if pattern is not None else [] for name, pattern in closed)
        return ["a clock", *loop, "hills", "ridges", *spike]

    @property
    def shapes(self) -> list[float]:
        """The approximate width over height of all but the thread."""
        loop = [] if self.loop is None else [float(np.divide(*np.ptp(self.loop, axis=0)))]
        return [1.0, *loop, HILLS, 1.0, *([] if self.profile is None else [SPIKE])]

    @property
    def told(self) -> str:
        """The names as a list in words."""
        return ", ".join(self.named)
