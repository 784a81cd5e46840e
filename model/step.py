"""A step of training, and a look at where it stands: the two things that the training loop does again and again.

Both begin with the same half: folding the weights and sending the training pairs forward. It is done once for a step
that is also looked at, so looking costs no more than sending the test pairs forward.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch

from model.folding import Folded
from model.passes import Batch, DifferentiatedPass, Pass
from model.state import TrainingState


class Step:
    """The work on one state, its training pairs and its test pairs, one batch of each a run."""

    def __init__(self, state: TrainingState, train: Sequence[Batch], test: Sequence[Batch] = ()) -> None:
        dtype, precision = state.parameters.flat.dtype, state.config.loss_precision
        self.state = state
        self.folded = Folded(state.config, len(state.configs), state.device, dtype)
        self.train = DifferentiatedPass(self.folded, train, precision)
        self.test = Pass(self.folded, test, precision) if test else None
        self.rows = torch.zeros(4, len(state.configs), dtype=torch.float64, device=state.device)
        self.is_forward = False  # whether the training pairs have been sent through the present weights

    def forward(self) -> None:
        """The training pairs' way to the loss, unless it has been gone."""
        if not self.is_forward:
            self.folded.fold(self.state.parameters)
            self.train.forward()
            self.is_forward = True

    def look(self) -> torch.Tensor:
        """(4, r) train and test loss, train and test accuracy at the present weights."""
        assert self.test is not None
        self.forward()
        self.test.forward()
        sides = self.train, self.test
        return torch.stack([side.loss() for side in sides] + [side.accuracy() for side in sides], out=self.rows)

    def find_gradient(self) -> None:
        """The mean loss's gradient at the present weights, into the state."""
        self.forward()
        self.train.backward()
        self.train.gradient.unfold(self.state.parameters, self.state.gradient)
        self.state.gradient.flat.mul_(1 / self.train.n)

    def advance(self) -> None:
        """One update of every run."""
        self.find_gradient()
        self.state.apply_gradient()
        self.state.step += 1
        self.is_forward = False
