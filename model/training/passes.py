"""One pass over all pairs, forward and backward, written by hand: what a step of training spends its time in.

The same arithmetic as PyTorch's automatic differentiation of `model.transformer.forward` (tested against it), with
three things left out: products that can be made once a step (`model.training.folding`), memory that is asked for anew,
and intermediate results that nobody needs. Every buffer is made once; a pass only fills them, in the same order every
time, and never waits for the device, so that it can be recorded as a CUDA graph. No sum is in an order left to chance.

Shapes
    r   runs             n   pairs             s   sides: x, y     t   tokens attended to: x, y, "="
    h   heads            k   d_head            m   d_mlp           V   d_vocab         j   h·k + 1: the heads and 1
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch.nn.functional import embedding_bag

from transparent_box.model.training.folding import SIDES, Folded, FoldedGradient, padded
from transparent_box.model.training.products import product


@dataclass(frozen=True)
class Batch:
    """All pairs of one side of the split, on the device: x, y, answer (n,)."""

    x: torch.Tensor
    y: torch.Tensor
    answer: torch.Tensor


class Lookup:
    """Rows of tables over tokens, for each pair; and sums over pairs, for each token, always in the same order."""

    def __init__(self, sides: torch.Tensor, p: int, heads: int) -> None:
        """`sides` (s, r, n) holds the tokens."""
        s, r, n = sides.shape
        tables = torch.arange(s * r, device=sides.device).view(s, r, 1)
        self.rows = (sides + p * tables).flatten()
        self.by_token, self.first = sorted_bags(self.rows, s * r * p)
        rows_and_heads = self.rows[:, None] * heads + torch.arange(heads, device=sides.device)
        self.by_token_and_head, self.first_of_heads = sorted_bags(rows_and_heads.flatten(), s * r * p * heads)
        self.pair_and_head = self.by_token_and_head % (r * n * heads)

    def take(self, table: torch.Tensor, out: torch.Tensor) -> None:
        """out (s, r, n, …) of table (s, r, p, …)."""
        width = table.shape[-1]
        torch.index_select(table.view(-1, width), 0, self.rows, out=out.view(-1, width))

    def sum(self, rows: torch.Tensor, out: torch.Tensor) -> None:
        """Inverse of take: out (s, r, p, …) adds up rows (s, r, n, …)."""
        width = rows.shape[-1]
        out.copy_(embedding_bag(self.by_token, rows.view(-1, width), self.first, mode="sum").view_as(out))

    def sum_weighted(self, heads: torch.Tensor, shares: torch.Tensor, out: torch.Tensor) -> None:
        """out (s, r, p, h·k) adds up each pair's heads (r, n, h, k), taken by its shares (s, r, n, h)."""
        weights = shares.reshape(-1).index_select(0, self.by_token_and_head)
        rows = heads.view(-1, heads.shape[-1])
        bags = embedding_bag(self.pair_and_head, rows, self.first_of_heads, mode="sum", per_sample_weights=weights)
        out.copy_(bags.view_as(out))


def sorted_bags(keys: torch.Tensor, count: int) -> tuple[torch.Tensor, torch.Tensor]:
    """The places of all keys, those of key 0 first and so on, and where each of the `count` keys' places begin."""
    sizes = torch.bincount(keys, minlength=count)
    return torch.argsort(keys, stable=True), torch.cumsum(sizes, 0) - sizes


def heads_of(tensor: torch.Tensor, heads: int) -> torch.Tensor:
    """(…, h·k) seen as (…, h, k), in the same memory."""
    return tensor.view(*tensor.shape[:-1], heads, -1)


class Pass:
    """The same pairs' way through r networks, and room for it."""

    def __init__(self, folded: Folded, batches: Sequence[Batch], loss_precision: str) -> None:
        x, y, answer = (torch.stack([getattr(batch, name) for batch in batches]) for name in ("x", "y", "answer"))
        self.folded, self.answer = folded, answer.unsqueeze(-1)  # (r, n, 1)
        self.lookup = Lookup(torch.stack([x, y]), folded.p, folded.heads)
        r, self.n = x.shape
        h, k, m, V = folded.heads, folded.d_head, folded.d_mlp, folded.p + 1
        like, precision = folded.values, getattr(torch, loss_precision)

        self.values = like.new_empty(SIDES, r, self.n, h * k)
        self.scores = like.new_empty(SIDES + 1, r, self.n, h)  # (t, r, n, h)
        self.pattern = torch.empty_like(self.scores)
        self.post = like.new_empty(r, self.n, m)
        self.mixed_and_one = like.new_ones(r, self.n, padded(h * k + 1))[:, :, : h * k + 1]  # (r, n, j)
        self.mixed = like.new_empty(r, self.n, h, k)
        self.logits = like.new_empty(r, self.n, V)
        self.shares = like.new_empty(r, self.n, V, dtype=precision)
        self.largest = like.new_empty(r, self.n, 1, dtype=precision)
        self.total = like.new_empty(r, self.n, 1, dtype=precision)
        self.exponent = like.new_empty(r, self.n, 1, dtype=precision)  # of the answer
        self.by_head = (r, self.n, h, k)

    def forward(self) -> None:
        """From the folded weights to the logits (r, n, V)."""
        folded = self.folded
        hk = folded.d_heads
        self.lookup.take(folded.values, self.values)
        self.lookup.take(folded.scores, self.scores[:SIDES])
        self.scores[SIDES].copy_(folded.equals[:, None, hk:])
        torch.softmax(self.scores, 0, out=self.pattern)
        x_share, y_share, equals_share = self.pattern.unsqueeze(-1)
        x_values, y_values = (values.view(self.by_head) for values in self.values)
        torch.mul(x_values, x_share, out=self.mixed)
        self.mixed.addcmul_(y_values, y_share)
        self.mixed.addcmul_(self.equals_values, equals_share)
        self.mixed_and_one[:, :, :hk] = self.mixed.flatten(-2)
        self.post = product(self.mixed_and_one, folded.into_neurons.mT, self.post, relu=True)
        direct = product(self.mixed_and_one, folded.into_logits.mT, self.logits)
        self.logits = product(self.post, folded.neurons_into_logits.mT, self.logits, plus=direct)
        self._exponentiate()

    @property
    def equals_values(self) -> torch.Tensor:
        """(r, 1, h, k) the heads' values of "="."""
        folded = self.folded
        return heads_of(folded.equals[:, None, : folded.d_heads], folded.heads)

    def _exponentiate(self) -> None:
        """The softmax's numerators and their sums, in the loss's precision; of the answers, the exponents."""
        self.shares.copy_(self.logits)
        torch.amax(self.shares, -1, keepdim=True, out=self.largest)
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
        r, n, h, k = forward.by_head
        m, V = self.folded.d_mlp, self.folded.p + 1
        like = self.folded.values
        self.by_outputs_and_zeros = like.new_zeros(r, n, padded(m + V))
        self.by_outputs = self.by_outputs_and_zeros[:, :, : m + V]  # pre and logits
        self.by_pre, self.by_logits = self.by_outputs[:, :, :m], self.by_outputs[:, :, m:]
        self.by_mixed = like.new_empty(r, n, h * k)
        self.by_pattern, self.by_scores = torch.empty_like(forward.pattern), torch.empty_like(forward.pattern)
        self.products = like.new_empty(SIDES, r, n, h, k)
        self.by_equals = like.new_empty(r, h, h * k)

    def backward(self) -> None:
        """From the logits to `gradient`, summed over pairs; the pass's `shares` are used up."""
        forward, folded, gradient = self.forward, self.folded, self.gradient
        forward.shares.scatter_add_(-1, forward.answer, -forward.total)
        self.by_logits.copy_(forward.shares.div_(forward.total))
        by_post = product(self.by_logits, folded.neurons_into_logits, self.by_pre)
        torch.ops.aten.threshold_backward.grad_input(by_post, forward.post, 0, grad_input=self.by_pre)
        gradient.neurons_into_logits = product(self.by_logits.mT, forward.post, gradient.neurons_into_logits)
        gradient.read = product(forward.mixed_and_one.mT, self.by_outputs_and_zeros, gradient.read)
        self.by_mixed = product(self.by_outputs, folded.read[:, :, : folded.d_heads], self.by_mixed)
        self._through_attention()

    def _through_attention(self) -> None:
        """From `by_mixed` to the tables' gradient."""
        forward, folded, gradient = self.forward, self.folded, self.gradient
        pattern, by_pattern, by_scores = forward.pattern, self.by_pattern, self.by_scores
        h, hk = folded.heads, folded.d_heads
        by_mixed = self.by_mixed.view(forward.by_head)
        torch.mul(heads_of(forward.values, h), by_mixed, out=self.products)
        torch.sum(self.products, -1, out=by_pattern[:SIDES])
        torch.sum(torch.mul(by_mixed, forward.equals_values, out=self.products[0]), -1, out=by_pattern[SIDES])
        torch.ops.aten._softmax_backward_data.out(by_pattern, pattern, 0, pattern.dtype, grad_input=by_scores)
        forward.lookup.sum_weighted(by_mixed, pattern[:SIDES], gradient.values)
        forward.lookup.sum(by_scores[:SIDES], gradient.scores)
        torch.bmm(pattern[SIDES].mT, self.by_mixed, out=self.by_equals)
        own = heads_of(self.by_equals, h).diagonal(dim1=1, dim2=2)  # (r, k, h): each head's own values
        heads_of(gradient.equals[:, :hk], h).copy_(own.mT)
        torch.sum(by_scores[SIDES], 1, out=gradient.equals[:, hk:])
