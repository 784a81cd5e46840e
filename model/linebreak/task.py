"""Measures how well the network does its task, and what becomes of that when its stream is interfered with.

All figures are measured without noise on the analysis documents. Those that could be flattered by easy questions, the
room and the 14 thresholds, are taken over the places near the end of the line alone, where the answer is in doubt.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from transparent_box.model.linebreak.curves import Components
from transparent_box.model.linebreak.documents import LONGEST
from transparent_box.model.linebreak.geometry import DIMENSIONS
from transparent_box.model.linebreak.network import Decision
from transparent_box.model.linebreak.readings import COUNTS, Readings

Floats = NDArray[np.floating]
Flags = NDArray[np.bool_]

RANDOM_SUBSPACES = 10
SHIFTS = (-8, -4, -2, 2, 4, 8)  # characters


@dataclass(frozen=True)
class Newlines:
    """The decision "does the word that really comes next still fit?", over all places; a newline is the positive."""

    accuracy: float
    recall: float
    precision: float
    auc: float


def newlines(readings: Readings) -> Newlines:
    """Read the logit of the next word's own length."""
    places = readings.places
    logit = np.take_along_axis(readings.decision.logits, places.next_length[:, None] - 1, axis=1)[:, 0]
    breaks, said = places.left < places.next_length + 1, logit < 0
    both = (breaks & said).sum()
    recall, precision = both / breaks.sum(), both / max(said.sum(), 1)
    return Newlines(float((breaks == said).mean()), float(recall), float(precision), area(-logit, breaks))


def area(score: Floats, positive: Flags) -> float:
    """Return a detector's area under the ROC curve: how often a positive scores above a negative, ties half."""
    _, position, times = np.unique(score, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(times) - (times - 1) / 2)[position]
    positives, negatives = int(positive.sum()), int((~positive).sum())
    return float((ranks[positive].sum() - positives * (positives + 1) / 2) / (positives * negatives))


def expected_room(decision: Decision) -> Floats:
    """(s,) letters of the longest word that the network thinks fits: the sum of its 14 chances."""
    return (1 / (1 + np.exp(-decision.logits.astype(np.float64)))).sum(axis=1)  # type: ignore[no-any-return]


def room_error(readings: Readings) -> float:
    """Return root mean square error of the expected room, in letters, near the end."""
    near = readings.places.near
    return float(np.sqrt(((expected_room(readings.decision) - readings.places.room)[near] ** 2).mean()))


def threshold_accuracy(readings: Readings, place_stream: Floats | None = None) -> float:
    """Share of right answers to the 14 questions near the end, with the places' streams or with others (s, d)."""
    near = readings.places.near
    stream = readings.place_stream if place_stream is None else place_stream
    logits = readings.decide(stream[near], near).logits
    return float(((logits > 0) == readings.places.fits[near]).mean())


@dataclass(frozen=True)
class Ablation:
    """Threshold accuracies: whole, without the count's six dimensions, and (on average) without six random ones."""

    whole: float
    without: float
    without_random: float


def ablate(readings: Readings, count: Components) -> Ablation:
    """Set the streams of line 2's words to their mean in the count's first six dimensions, then in random ones."""
    rng = np.random.default_rng(0)
    d = readings.place_stream.shape[1]

    def without(axes: Floats) -> float:
        away = (readings.place_stream - count.mean) @ axes.T @ axes
        return threshold_accuracy(readings, (readings.place_stream - away).astype(np.float32))

    randoms = [np.linalg.qr(rng.standard_normal((d, DIMENSIONS)))[0].T for _ in range(RANDOM_SUBSPACES)]
    return Ablation(
        threshold_accuracy(readings),
        without(count.axes[:DIMENSIONS]),
        float(np.mean([without(axes) for axes in randoms])),
    )


@dataclass(frozen=True)
class Patch:
    """Moving the count by `shift` characters inside its six dimensions moves the expected room by `moved` letters."""

    shift: list[int]
    moved: list[float]
    slope: float  # of the line through all of them and through 0; −1 if the network used nothing else


def patch(readings: Readings, count: Components) -> Patch:
    """Add the difference of two count means, and see how the expected room moves where it is free to."""
    places, axes = readings.places, count.axes[:DIMENSIONS]
    inside = (readings.count_means - count.mean) @ axes.T @ axes
    moved = []
    for shift in SHIFTS:
        target, room = places.count + shift, places.left - 1
        free = (room >= 0) & (room <= LONGEST) & (room - shift >= 0) & (room - shift <= LONGEST)
        free &= (target >= COUNTS[0]) & (target <= COUNTS[-1]) & (places.count <= COUNTS[-1])
        change = inside[target[free] - COUNTS[0]] - inside[places.count[free] - COUNTS[0]]
        changed = readings.decide((readings.place_stream[free] + change).astype(np.float32), free)
        before = readings.decide(readings.place_stream[free], free)
        moved.append(float((expected_room(changed) - expected_room(before)).mean()))
    slope = float(np.dot(SHIFTS, moved) / np.dot(SHIFTS, SHIFTS))
    return Patch(list(SHIFTS), moved, slope)


def task_values(readings: Readings, count: Components) -> dict[str, object]:
    """Return all of it as JSON values."""
    return {
        "newline": asdict(newlines(readings)),
        "room_rmse": room_error(readings),
        "ablation": asdict(ablate(readings, count)),
        "patch": asdict(patch(readings, count)),
    }
