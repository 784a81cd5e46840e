"""One pass over all pairs, forward and backward, written by hand, in which a step of training spends its time.

The same arithmetic as PyTorch's automatic differentiation of `model.transformer.forward` (tested against it), with
three things left out: products that can be made once a step (`model.training.folding`), intermediate results that
are not needed (`model.training.attention`), and most memory allocations. Large buffers are made once; a pass fills them
in the same order every time and never waits for the device, so that it can be recorded as a CUDA graph. All sums have a
fixed order.

Shapes
    r   runs             n   pairs             t   tokens attended to: x, y, "="
    h   heads            k   d_head            m   d_mlp           V   d_vocab         j   h·k + 1: the heads and 1
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch

from transparent_box.model.training.attention import Attention
from transparent_box.model.training.folding import Folded, FoldedGradient, pad_width
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
        self.attention = Attention(x, y, folded.p, folded.heads)
        r, self.n = x.shape
        hk, m, V = folded.d_heads, folded.d_mlp, folded.p + 1
        like, precision = folded.values, getattr(torch, loss_precision)

        self.scores = like.new_empty(self.attention.shape)  # (t, r, n, h)
        self.pattern = torch.empty_like(self.scores)
        self.post = like.new_empty(r, self.n, m)
        self.mixed_and_one = like.new_ones(r, self.n, pad_width(hk + 1))[:, :, : hk + 1]  # (r, n, j)
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
        self.mixed_and_one[:, :, : folded.d_heads] = self.attention.mix(folded.values, self.pattern)
        self.post = product(self.mixed_and_one, folded.into_neurons.mT, self.post, relu=True)
        direct = product(self.mixed_and_one, folded.into_logits.mT, self.logits)
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
        r, n, _ = forward.post.shape
        hk, m, V = self.folded.d_heads, self.folded.d_mlp, self.folded.p + 1
        like = self.folded.values
        self.by_outputs_and_zeros = like.new_zeros(r, n, pad_width(m + V))
        self.by_pre, self.by_logits, _ = self.by_outputs_and_zeros.split([m, V, pad_width(m + V) - m - V], dim=-1)
        self.by_mixed = like.new_empty(r, n, hk)
        self.by_scores = torch.empty_like(forward.pattern)

    def backward(self) -> None:
        """From the logits to `gradient`, summed over pairs; the pass's `shares` are used up."""
        forward, folded, gradient = self.forward, self.folded, self.gradient
        forward.shares.scatter_add_(-1, forward.answer, -forward.total)
        self.by_logits.copy_(forward.shares.div_(forward.total))
        by_post = product(self.by_logits, folded.neurons_into_logits, self.by_pre)
        torch.ops.aten.threshold_backward.grad_input(by_post, forward.post, 0, grad_input=self.by_pre)
        gradient.neurons_into_logits = product(self.by_logits.mT, forward.post, gradient.neurons_into_logits)
        gradient.read = product(forward.mixed_and_one.mT, self.by_outputs_and_zeros, gradient.read)
        into_mixed = folded.read_and_zeros[:, :, : folded.d_heads]
        self.by_mixed = product(self.by_outputs_and_zeros, into_mixed, self.by_mixed)
        self._through_attention()

    def _through_attention(self) -> None:
        """From `by_mixed` to the tables' gradient."""
        attention, pattern, gradient = self.forward.attention, self.forward.pattern, self.gradient
        by_pattern = attention.find_by_pattern(self.folded.values, self.by_mixed)
        torch.ops.aten._softmax_backward_data.out(by_pattern, pattern, 0, pattern.dtype, grad_input=self.by_scores)
        attention.add_up_values(pattern, self.by_mixed, gradient.values)
        attention.add_up_scores(self.by_scores, gradient.scores)
