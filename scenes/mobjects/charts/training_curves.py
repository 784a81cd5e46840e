"""The curves of a training as mobjects take them, whatever record holds them."""

from __future__ import annotations

from typing import Protocol

from transparent_box.scenes.mobjects.shapes.array_mobject import Floats


class TrainingCurves(Protocol):
    """Accuracies along training; `model.analysis.timeline.History` is such."""

    @property
    def step(self) -> Floats:
        """(n,) steps, ascending."""

    @property
    def train_accuracy(self) -> Floats:
        """(n,) the share of the lessons that is right, 0 … 1."""

    @property
    def test_accuracy(self) -> Floats:
        """(n,) the share of the exam that is right, 0 … 1."""


class TrainingLosses(Protocol):
    """Mean cross-entropies along one training, in nats; see `model.analysis.timeline.History`."""

    @property
    def step(self) -> Floats:
        """(n,) steps, ascending."""

    @property
    def train_loss(self) -> Floats:
        """(n,) on the lessons."""

    @property
    def test_loss(self) -> Floats:
        """(n,) on the exam."""
