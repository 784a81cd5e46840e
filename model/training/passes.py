"""One pass over all pairs, forward and backward, written by hand, in which a step of training spends its time.

The same arithmetic as PyTorch's automatic differentiation of `model.transformer.forward` (tested against it), with
three things left out: products that can be made once a step for every number (`model.training.folding`), intermediate
results that are not needed (`model.training.attention`), and many memory allocations. A pass does the same in the same
order every time and never waits for the device, so that it can be recorded as a CUDA graph. All sums have a fixed
order.

Shapes
    r   runs             n   pairs             t   tokens attended to: x, y, "="
    h   heads            m   d_mlp             V   d_vocab
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch

from transparent_box.model.training.attention import Attention
from transparent_box.model.training.folding import SIDES, Folded, FoldedGradient
from transparent_box.model.training.products import product


@dataclass(frozen=True)
class Batch:
    """All pairs of one side of the split, on the device: x, y, answer (n,)."""

    x: torch.Tensor
    y: torch.Tensor
    answer: torch.Tensor


class Pass:
    """The forward pass of the same pairs through r networks, with its buffers."""

    def __init__(self, folded: Folded, batches: Sequence[Batch], loss_precision: str) -> None:
        x, y, answer = (torch.stack([getattr(batch, name) for batch in batches]) for name in ("x", "y", "answer"))
        self.folded, self.answer = folded, answer.unsqueeze(-1)  # (r, n, 1)
        like, precision = folded.values, getattr(torch, loss_precision)
        self.attention = Attention(x, y, folded.p, folded.heads, like.dtype)
        (r, self.n), V = x.shape, folded.p + 1

        self.scores = like.new_empty(self.attention.shape)  # (t, r, n, h)
        self.pattern = torch.empty_like(self.scores)
        self.post: torch.Tensor  # (r, n, m), of the latest forward pass
        self.logits = like.new_empty(r, self.n, V)
        self.shares = like.new_empty(r, self.n, V, dtype=precision)
        self.largest = like.new_empty(r, self.n, 1)
        self.total = like.new_empty(r, self.n, 1, dtype=precision)
        self.exponent = like.new_empty(r, self.n, 1, dtype=precision)  # of the answer

    def forward(self) -> None:
        """From the folded weights to the logits (r, n, V)."""
        folded = self.folded
        self.attention.take_scores(folded.scores, self.scores)
        torch.softmax(self.scores, 0, out=self.pattern)
        self.attention.set_shares(self.pattern)
        self.post = self.attention.add_up(folded.neurons.rows).relu_()
        direct = self.attention.add_up(folded.logits.rows)
        self.logits = product(self.post, folded.neurons_into_logits.mT, self.logits, plus=direct)
        self._exponentiate()

    def _exponentiate(self) -> None:
        """Compute the softmax's numerators and their sums in the loss's precision, and the answers' exponents."""
        self.shares.copy_(self.logits)
        torch.amax(self.logits, -1, keepdim=True, out=self.largest)
        self.shares.sub_(self.largest)
        torch.gather(self.shares, -1, self.answer, out=self.exponent)
        self.shares.exp_()
        torch.sum(self.shares, -1, keepdim=True, out=self.total)

    def loss(self) -> torch.Tensor:
        """(r,) mean cross-entropy in nats over all V classes."""
        return (self.total.log() - self.exponent).mean((1, 2))

    def accuracy(self) -> torch.Tensor:
        """(r,) share of pairs whose largest logit is the answer."""
        return (self.logits.argmax(-1, keepdim=True) == self.answer).double().mean((1, 2))


class BackwardPass:
    """The gradient by the folded weights of what a pass has just computed, and room for it."""

    def __init__(self, forward: Pass) -> None:
        self.forward, self.folded = forward, forward.folded
        self.gradient = FoldedGradient(forward.folded)
        self.by_logits = torch.empty_like(forward.logits)
        self.by_post = self.by_logits.new_empty(*self.by_logits.shape[:-1], self.folded.d_mlp)
        self.by_pattern = torch.zeros_like(forward.pattern)
        self.by_scores = torch.empty_like(forward.pattern)

    def backward(self) -> None:
        """From the logits to `gradient`, summed over pairs; the pass's `shares` are used up."""
        forward, folded, gradient = self.forward, self.folded, self.gradient
        forward.shares.scatter_add_(-1, forward.answer, -forward.total)
        self.by_logits.copy_(forward.shares.div_(forward.total))
        gradient.neurons_into_logits = product(self.by_logits.mT, forward.post, gradient.neurons_into_logits)
        self.by_post = product(self.by_logits, folded.neurons_into_logits, self.by_post)
        by_pre = torch.ops.aten.threshold_backward.grad_input(self.by_post, forward.post, 0, grad_input=self.by_post)
        self._through_attention(by_pre)

    def _through_attention(self, by_pre: torch.Tensor) -> None:
        """From the gradient by mlp_pre (r, n, m) and by the logits to that by the tables."""
        attention, pattern, folded, gradient = self.forward.attention, self.forward.pattern, self.folded, self.gradient
        weights = attention.shares_by_row()
        attention.find_by_rows(by_pre, weights, gradient.neurons)
        attention.find_by_rows(self.by_logits, weights, gradient.logits)
        by_shares = attention.find_by_shares(folded.neurons.rows, by_pre)
        by_shares += attention.find_by_shares(folded.logits.rows, self.by_logits)
        self.by_pattern[:SIDES].copy_(by_shares)
        torch.ops.aten._softmax_backward_data.out(self.by_pattern, pattern, 0, pattern.dtype, grad_input=self.by_scores)
        attention.add_up_scores(self.by_scores, gradient.scores)
