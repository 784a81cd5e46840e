"""Training as its tests look at it: one run, step by step, and the loss that a step computes by hand, but plainly."""

from __future__ import annotations

import torch
from torch.nn.functional import cross_entropy

from transparent_box.model.training.log import Row
from transparent_box.model.training.passes import Batch
from transparent_box.model.training.state import TrainingState
from transparent_box.model.training.step import Step
from transparent_box.model.transformer import Weights, forward


def loss_of(weights: Weights, batch: Batch, precision: str) -> torch.Tensor:
    """Mean cross-entropy over all V classes, a scalar of the given precision, by `forward`."""
    logits = forward(weights, batch.x, batch.y).logits
    return cross_entropy(logits.to(getattr(torch, precision)), batch.answer)


def update(step: Step) -> float:
    """One step of training of one run; returns the loss from before it."""
    step.advance()
    return step.train.loss().item()


def history_row(state: TrainingState, train: Batch, test: Batch) -> Row:
    """The present step's losses and accuracies of one run, in the order of HISTORY_COLUMNS."""
    return (float(state.step), *Step(state, [train], [test]).look()[:, 0].tolist())
