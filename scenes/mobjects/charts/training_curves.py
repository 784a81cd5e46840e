"""The curves of a training that mobjects take, as protocols: any record with these arrays will do."""

from __future__ import annotations

from typing import Protocol

from transparent_box.scenes.mobjects.shapes.array_mobject import Floats


class TrainingCurves(Protocol):
    """Accuracies along training, as in `model.analysis.timeline.History`."""

    @property
    def step(self) -> Floats:
        """(n,) steps, ascending."""

    @property
    def train_accuracy(self) -> Floats:
        """The accuracy (n,) on the training set, 0 … 1."""

    @property
    def test_accuracy(self) -> Floats:
        """The accuracy (n,) on the test set, 0 … 1."""


class TrainingLosses(Protocol):
    """Mean cross-entropies along training, in nats, as in `model.analysis.timeline.History`."""

    @property
    def step(self) -> Floats:
        """(n,) steps, ascending."""

    @property
    def train_loss(self) -> Floats:
        """The loss (n,) on the training set."""

    @property
    def test_loss(self) -> Floats:
        """The loss (n,) on the test set."""
