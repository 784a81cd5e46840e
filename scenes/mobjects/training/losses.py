"""A training's losses by name, and phrases for how they go."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from transparent_box.scenes.look.numbers import climbs, climbs_early, creeps_or_goes, percent
from transparent_box.scenes.look.theme import Theme
from transparent_box.scenes.mobjects.charts.training_curves import TrainingLosses
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats

Measured = tuple[Floats, Floats, str]  # steps (n,), losses (n,) in nats, color #RRGGBB


class Parted(Protocol):
    """Losses with parts of the network's output removed; see `model.analysis.dynamics.Dynamics`."""

    @property
    def step(self) -> Floats:
        """The steps (f,), ascending."""

    @property
    def excluded(self) -> Floats:
        """The loss (f,) without the waves, in nats."""

    @property
    def restricted(self) -> Floats:
        """The loss (f,) of the waves alone, in nats."""


def named_losses(history: TrainingLosses, parted: Parted, names: Sequence[str], theme: Theme) -> dict[str, Measured]:
    """Pick some of a training's losses by name, each with its color."""
    measured = {
        "lessons": (history.step, history.train_loss, theme.train),
        "exam": (history.step, history.test_loss, theme.test),
        "excluded": (parted.step, parted.excluded, theme.excluded),
        "restricted": (parted.step, parted.restricted, theme.restricted),
    }
    return {name: measured[name] for name in names}


def named_scores(low: Floats | None) -> str:
    """Phrase a question on what grows unseen: while the exam's scores (n,) are `low`, or behind both curves (None)."""
    if low is None:
        return "behind these two lines? Then the lines don’t"
    return f"while the exam {creeps_or_goes(low)}? Then the score doesn’t"


def named_meanwhile(scores: Floats, low: bool) -> str:
    """Phrase what the exam's scores (n,) do while its loss falls or, if not `low`, how high they are already."""
    already = f"By then, its score is at {percent(scores[0])}."
    return f"Meanwhile its score {creeps_or_goes(scores)}." if low else already


def named_climb(parted: Parted, stirs: float, end: float) -> tuple[Floats, str, str]:
    """Find the steps (2,) of the excluded loss's minimum and of the end, and phrase its climb in two ways.

    The first is the climb until the exam's score `stirs`, if it does in between; the second the whole climb.
    """
    rows = [int(parted.excluded.argmin()), int(np.searchsorted(parted.step, end).clip(max=len(parted.step) - 1))]
    ends, (least, reached) = parted.step[rows], parted.excluded[rows]
    early = parted.excluded[parted.step <= stirs][-1] / least if ends[0] < stirs < ends[1] else 1.0
    return ends, climbs_early(early, reached / least), climbs(reached / least)
