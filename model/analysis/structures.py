"""A network's final structures as far as they were built along training, at equal changes between steps.

The structures are the final network's: its probes, one neuron, one output of the MLP, one answer, and the neurons of
one frequency, read in every earlier network in the same way. How far training has come is measured by what changes: the
readings of the probes, and the training curves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transparent_box.model.analysis.pacing import evenly_spaced, path_lengths, training_path
from transparent_box.model.analysis.timeline import History

Floats = NDArray[Any]
Integers = NDArray[np.int64]
LEAST = 1e-12
SHUT = 0.15  # of its length: a chain that leads no further than that has closed
POINTS = 0.7  # of its length: a chain that leads that far points somewhere
REACH = 95  # percentile of all values that the probes ever read, beyond which clocks are not shown whole


@dataclass(frozen=True)
class Structures:
    """f checkpoints, p numbers, q clocks, n neurons of one frequency; surfaces [x, y] are less their own mean."""

    step: Floats  # (f,)
    pace: Floats  # (f,) 0 … 1, how much had changed by then of all that changes
    rings: Floats  # (f, q, 2, p) what the final cosine and sine probes read, less the mean over all numbers
    r2: Floats  # (f, q) how much of that is a wave of the clock's own frequency
    neuron: Floats  # (f, x, y) one neuron before the ReLU
    output: Floats  # (f, x, y) one output of the MLP
    answer: Floats  # (f, x, y) the score for one answer
    around: Floats  # (f, n) complex: what each neuron of the frequency adds to the wave of x in the answers
    along: Floats  # (f, n) complex: and to that of x + y, or of x − y where the answers are that

    def at(self, pace: float) -> Structures:
        """Return everything at a pace 0 … 1, f being 1: between two checkpoints in a straight line."""
        place = float(np.interp(pace, self.pace, np.arange(len(self.pace))))
        before = int(np.clip(place, 0, max(len(self.pace) - 2, 0)))
        after, share = min(before + 1, len(self.pace) - 1), place - before
        found = {}
        for field in fields(self):
            values = getattr(self, field.name)
            found[field.name] = ((1 - share) * values[before] + share * values[after])[None]
        return Structures(**found)

    @property
    def open(self) -> Floats:
        """(f,) how far each chain of the wave of x ends from where it began, as a share of how long it is."""
        return straightness(self.around)

    @property
    def straight(self) -> Floats:
        """(f,) the same of each chain of the answers' own wave: 1 where it runs straight."""
        return straightness(self.along)

    @property
    def shaped(self) -> NDArray[np.bool_]:
        """(f,) whether the first chain closes and the second one points."""
        found: NDArray[np.bool_] = (self.open < SHUT) & (self.straight > POINTS)
        return found

    @property
    def scales(self) -> dict[str, float]:
        """Of each surface, the furthest that it ever gets from zero."""
        return {name: float(np.abs(getattr(self, name)).max()) or 1.0 for name in ("neuron", "output", "answer")}

    @property
    def reach(self) -> float:
        """The distance from zero within which nearly all lies that the probes ever read."""
        return float(np.percentile(np.abs(self.rings), REACH))


def straightness(chains: Floats) -> Floats:
    """(f,) how far chains of complex arrows (f, n) lead, as a share of how long they are."""
    found: Floats = np.abs(chains.sum(axis=1)) / np.maximum(np.abs(chains).sum(axis=1), LEAST)
    return found


def explained(rings: Floats, frequencies: Sequence[int]) -> Floats:
    """(f, q) how much of the readings' (f, q, 2, p) variance the best wave of each clock's frequency explains: R²."""
    powers = np.square(np.abs(np.fft.rfft(rings, axis=-1))).sum(axis=2)[..., 1:]  # (f, q, (p − 1)/2) of 1 turn, 2, …
    own = np.take_along_axis(powers, np.asarray(frequencies)[None, :, None] - 1, axis=-1)[..., 0]
    found: Floats = own / np.maximum(powers.sum(axis=-1), LEAST)
    return found


def path_of(rings: Floats, history: History, steps: Integers) -> Floats:
    """(f, …) where training is at steps (f,), so that as far apart means as much change to see.

    `rings` (f, q, 2, p) count as root mean squares over their numbers, as the curves do over their ranges.
    """
    seen = rings.reshape(len(rings), -1) / np.sqrt(rings[0, 0, 0].size)
    return np.concatenate([seen, training_path(history, steps)], axis=1)


def choose_checkpoints(path: Floats, count: int) -> tuple[Integers, Floats]:
    """At most `count` points of a path (f, …), evenly along it, and how far along each is, 0 … 1."""
    way, places = path_lengths(path), evenly_spaced(path, count)
    return places, way[places] / max(float(way[-1]), LEAST)


def arrows(post: Floats, to_answers: Floats, frequency: int, sign: int = 1) -> tuple[Floats, Floats]:
    """Measure what neurons add to the answers' waves of x and of x + sign·y, (n,) complex each; see `phasors`.

    `post` [x, y, n] are the neurons' readings, `to_answers` (p, n) their weights on each answer.
    """
    p = len(post)
    turn = np.exp(-2j * np.pi * frequency * np.arange(p) / p)
    rows = post.reshape(p, -1)
    over_x = (turn.real.astype(rows.dtype) @ rows + 1j * (turn.imag.astype(rows.dtype) @ rows)).reshape(p, -1)
    read = 2 / p**2 * np.conj(2 / p * turn @ to_answers)
    return over_x.sum(axis=0) * read, turn**sign @ over_x * read


def centered(surface: Floats) -> Floats:
    """Return a surface [x, y] less its mean, in single precision."""
    found: Floats = (surface - surface.mean(dtype=np.float64)).astype(np.float32)
    return found


def stack_rows(
    rows: Sequence[dict[str, Floats]], rings: Floats, r2: Floats, step: Integers, pace: Floats
) -> Structures:
    """Return all checkpoints' rows as one record."""
    arrays = {name: np.stack([row[name] for row in rows]) for name in rows[0]}
    return Structures(step=step.astype(np.float64), pace=pace, rings=rings, r2=r2, **arrays)
