"""A step of training and a look at its results, the two operations of the training loop.

Both begin with folding the weights and the forward pass of the training pairs. For a step that is also looked at this
is done once, so a look costs no more than the forward pass of the test pairs.

On CUDA each of the two is recorded once as a graph and then launched whole: at this size a step is fifty small kernels,
and starting them one by one would take longer than they do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch

from transparent_box.model.training.folding import Folded
from transparent_box.model.training.passes import BackwardPass, Batch, Pass
from transparent_box.model.training.state import TrainingState

Work = Callable[[], None]
WARM_UPS = 3  # rounds before a recording, in which libraries allocate their memory


class Step:
    """The work on one state, its training pairs and its test pairs, one batch of each a run."""

    def __init__(self, state: TrainingState, train: Sequence[Batch], test: Sequence[Batch] = ()) -> None:
        dtype, precision = state.parameters.flat.dtype, state.config.loss_precision
        self.state = state
        self.folded = Folded(state.config, len(state.configs), state.device, dtype)
        self.train = Pass(self.folded, train, precision)
        self.test = Pass(self.folded, test, precision) if test else None
        self.backward = BackwardPass(self.train)
        self.seen = torch.zeros(4, len(state.configs), dtype=torch.float64, device=state.device)
        self.is_forward = False  # whether the training pairs have been sent through the present weights
        self._advance, self._look = self._advance_now, self._look_now

    def advance(self) -> None:
        """Make one update of every run."""
        self._advance()
        self.is_forward = False
        self.state.step += 1

    def look(self) -> torch.Tensor:
        """(4, r) train and test loss, train and test accuracy at the present weights; overwritten by the next look."""
        self._look()
        return self.seen

    def find_gradient(self) -> None:
        """Compute the gradient of the mean loss at the present weights, into the state."""
        self._forward()
        self.backward.backward()
        self.backward.gradient.unfold(self.state.parameters, self.state.gradient)
        self.state.gradient.flat.mul_(1 / self.train.n)

    def _forward(self) -> None:
        """Run the forward pass of the training pairs, unless that was done for the present weights."""
        if not self.is_forward:
            self.folded.fold(self.state.parameters)
            self.train.forward()
            self.is_forward = True

    def _advance_now(self) -> None:
        self.find_gradient()
        self.state.apply_gradient()

    def _look_now(self) -> None:
        assert self.test is not None, "there is nothing to look at without test pairs"
        self._forward()
        self.test.forward()
        sides = self.train, self.test
        torch.stack([side.loss() for side in sides] + [side.accuracy() for side in sides], out=self.seen)

    def record(self, recorder: Callable[[Work], Work]) -> None:
        """Replace both operations by what `recorder` makes of them; the state is restored if it runs them."""
        changed = [*self.state.buffers, self.state.count]
        before = [tensor.clone() for tensor in changed]
        self._advance, self._look = (recorder(self._from_anew(work)) for work in (self._advance_now, self._look_now))
        for tensor, value in zip(changed, before, strict=True):
            tensor.copy_(value)
        self.is_forward = False

    def _from_anew(self, work: Work) -> Work:
        """Return the same work without reuse of earlier results, as a recording must contain it all."""

        def whole() -> None:
            self.is_forward = False
            work()

        return whole


def record_graph(work: Work) -> Work:
    """Work as one launch of a CUDA graph."""
    stream = torch.cuda.Stream()
    stream.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(stream):
        for _ in range(WARM_UPS):
            work()
    torch.cuda.current_stream().wait_stream(stream)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        work()
    return graph.replay
