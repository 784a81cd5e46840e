"""The attention of "=" in all pairs, forward and backward, each in one pass over memory.

A head's output is a bag in PyTorch's sense: `embedding_bag` reads three rows of a table, weighs and adds them at once,
where gathering, weighing and adding in turn would move as many numbers through memory each time. All sums have a fixed
order.

Shapes
    r   runs             n   pairs             t   tokens attended to: x, y, "="       u   2p + 1: all x, all y, "="
    h   heads            k   d_head
"""

from __future__ import annotations

import torch
from torch.nn.functional import embedding_bag

from transparent_box.model.training.folding import SIDES, rows_attended_to

TOKENS = SIDES + 1


class Attention:
    """The rows of a table over all x, all y and "=" that each pair's heads read."""

    def __init__(self, x: torch.Tensor, y: torch.Tensor, p: int, heads: int) -> None:
        """`x` and `y` (r, n) are the pairs' numbers."""
        r, device = len(x), x.device
        self.rows_of_equals = rows_attended_to(p)[-1]
        u = self.rows_of_equals.stop
        tables = u * torch.arange(r, device=device).view(r, 1, 1)
        rows = torch.stack([x, p + y, torch.full_like(x, u - 1)], dim=-1) + tables  # (r, n, t)
        by_head = rows.unsqueeze(2) * heads + torch.arange(heads, device=device).view(heads, 1)  # (r, n, h, t)
        self.rows_of_bags = by_head.flatten()  # of a table (r·u·h, …): three for each pair's and head's bag
        self.begins = torch.arange(0, len(self.rows_of_bags), TOKENS, device=device)
        self.bags = torch.arange(len(self.begins), device=device).repeat_interleave(TOKENS)
        by_token = by_head.movedim(-1, 0)
        self.shape = by_token.shape  # (t, r, n, h): softmax over the first is many times faster than over the last
        self.rows = by_token.flatten()
        self.by_number, self.begins_of_numbers = sorted_bags(by_token[:SIDES].flatten(), r * u * heads)
        self.bag_by_number = self.by_number % len(self.begins)

    def take_scores(self, scores: torch.Tensor, out: torch.Tensor) -> None:
        """Read `out` (t, r, n, h) from a table (r, u, h)."""
        torch.index_select(scores.view(-1), 0, self.rows, out=out.view(-1))

    def mix(self, values: torch.Tensor, pattern: torch.Tensor) -> torch.Tensor:
        """Add up the rows of `values` (r, u, h·k), each as strong as its head's `pattern` (t, r, n, h): (r, n, h·k)."""
        _, r, n, h = self.shape
        rows, shares = values.view(-1, values.shape[-1] // h), pattern.movedim(0, -1).flatten()
        bags = embedding_bag(self.rows_of_bags, rows, self.begins, mode="sum", per_sample_weights=shares)
        return bags.view(r, n, -1)

    def find_by_pattern(self, values: torch.Tensor, by_mixed: torch.Tensor) -> torch.Tensor:
        """Find the gradient by the pattern (t, r, n, h) from that by the mixture (r, n, h·k)."""
        rows = values.view(-1, values.shape[-1] // self.shape[-1])
        by_bag = by_mixed.view(-1, rows.shape[-1])
        found: torch.Tensor = torch.ops.aten._embedding_bag_per_sample_weights_backward(
            by_bag, rows, self.rows_of_bags, self.begins, self.bags, 0
        )
        return found.view(*self.shape[1:], TOKENS).movedim(-1, 0)

    def add_up_values(self, pattern: torch.Tensor, by_mixed: torch.Tensor, out: torch.Tensor) -> None:
        """Add up over pairs the gradient by the table of values, `out` (r, u, h·k)."""
        _, r, _, h = self.shape
        shares = pattern.view(-1).index_select(0, self.by_number)
        bags = by_mixed.view(-1, out.shape[-1] // h)
        found = embedding_bag(self.bag_by_number, bags, self.begins_of_numbers, mode="sum", per_sample_weights=shares)
        out.copy_(found.view_as(out))
        by_equals = torch.bmm(pattern[SIDES].mT, by_mixed).view(r, h, h, -1)  # all pairs read this row: a product
        out[:, self.rows_of_equals].view(r, h, -1).copy_(by_equals.diagonal(dim1=1, dim2=2).mT)  # own head's values

    def add_up_scores(self, by_scores: torch.Tensor, out: torch.Tensor) -> None:
        """Add up over pairs the gradient by the table of scores, `out` (r, u, h)."""
        numbers = by_scores.view(-1, 1)
        out.copy_(embedding_bag(self.by_number, numbers, self.begins_of_numbers, mode="sum").view_as(out))
        torch.sum(by_scores[SIDES], 1, keepdim=True, out=out[:, self.rows_of_equals])


def sorted_bags(keys: torch.Tensor, count: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Find the places of all keys, those of key 0 first and so on, and where each of the `count` keys' places begin."""
    sizes = torch.bincount(keys, minlength=count)
    return torch.argsort(keys, stable=True), torch.cumsum(sizes, 0) - sizes
