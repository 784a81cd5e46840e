"""Measures what each neuron adds to each wave of the answer, as an arrow: tip to tail, they show what cancels.

Neuron m holds a wave (k·fx, k·fy) of amplitude and phase a_m and is read by the answers' wave k with weight and phase
v_m; what it adds to that wave is a_m · conj(v_m), and the network's sum is the sum over m. (Nanda et al. 2023, arXiv
2301.05217, section 4.2, has the identity; that it is met neuron by neuron can be seen here.)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[Any]
Complex = NDArray[Any]

WAVES = {"x": (1, 0), "y": (0, 1), "x − y": (1, -1), "x + y": (1, 1)}


@dataclass(frozen=True)
class Phasors:
    """Arrows (n,), complex, of one frequency's neurons for each of WAVES, in the order of their phase of x."""

    frequency: int
    order: NDArray[np.int64]  # (n,) places in the cluster
    arrows: dict[str, Complex]

    def starting_with(self, place: int) -> Phasors:
        """Go round from another place in the cluster: the same arrows, that one first."""
        first = int(np.flatnonzero(self.order == place)[0])
        arrows = {name: np.roll(found, -first) for name, found in self.arrows.items()}
        return Phasors(self.frequency, np.roll(self.order, -first), arrows)

    def length(self, wave: str) -> float:
        """Return the length of all arrows of a wave, one after the other."""
        return float(np.abs(self.arrows[wave]).sum())

    def end(self, wave: str) -> float:
        """Return the distance from a chain's start to its end."""
        return float(np.abs(self.arrows[wave].sum()))


def phasors(post: Floats, to_answers: Floats, frequency: int, phase: Floats) -> Phasors:
    """Measure a cluster: post [x, y, n], to_answers (p, n) its weights on each answer, phase (n,) of its waves of x."""
    p = len(post)
    turn = np.exp(-2j * np.pi * frequency * np.arange(p) / p)
    read = np.conj(2 / p * turn @ to_answers.astype(np.float64))
    surfaces, order = post.astype(np.float64), np.argsort(phase, kind="stable")
    arrows = {}
    for name, (over_x, over_y) in WAVES.items():
        held = 2 / p**2 * np.einsum("x,xyn,y->n", turn**over_x, surfaces, turn**over_y, optimize=True)
        arrows[name] = (held * read)[order]
    return Phasors(frequency, order, arrows)


def waves_held(surface: Floats, frequency: int) -> dict[str, Floats]:
    """Take out of a surface [x, y] each of WAVES of a frequency: what a neuron's arrows are the size and place of."""
    p = len(surface)
    turn = np.exp(-2j * np.pi * frequency * np.arange(p) / p)
    waves = {}
    for name, (over_x, over_y) in WAVES.items():
        across, up = turn**over_x, turn**over_y
        waves[name] = (2 / p**2 * (across @ surface @ up) * np.conj(np.outer(across, up))).real
    return waves
