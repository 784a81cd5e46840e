"""The arrays that the film's own patterns show, and what these are called."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from transparent_box.scenes.mobjects.shapes.array_mobject import Floats

HILLS = 1.45  # times as wide as high is the tile of a surface
SPIKE = 1.25  # times as wide as high is the tile of the scores around the right answer


@dataclass(frozen=True)
class Patterns:
    """The arrays that the tiles show, each measured; p is the modulus."""

    clock: Floats  # (p, 2) cosine and sine of every number
    loop: Floats | None  # (p, 2) two neurons' readings as y runs; no tile without
    surface: Floats  # (p, p) one neuron's [x, y]
    scores: Floats  # (p, p, p) [x, y, c]
    profile: Floats | None  # (p,) mean score of answers 0, 1 … past the right one, less that of all; no tile without
    thread: Floats  # (c, 3) means by count

    @property
    def named(self) -> list[str]:
        """Name all of them but the thread."""
        seen = ("a loop", self.loop), ("a spike", self.profile)
        loop, spike = ([name] if pattern is not None else [] for name, pattern in seen)
        return ["a clock", *loop, "hills", "ridges", *spike]

    @property
    def shapes(self) -> list[float]:
        """Tell about how many times as wide as high each of them is, but for the thread."""
        loop = [] if self.loop is None else [float(np.divide(*np.ptp(self.loop, axis=0)))]
        return [1.0, *loop, HILLS, 1.0, *([] if self.profile is None else [SPIKE])]

    @property
    def told(self) -> str:
        """List their names."""
        return ", ".join(self.named)
