"""The attention of "=" in all pairs, forward and backward, each in one pass over memory.

What the neurons and the logits of a pair receive from its heads is a bag in PyTorch's sense: `embedding_bag` reads rows
of a table, weighs and adds them at once, where gathering, weighing and adding in turn would move as many numbers
through memory each time. A pair's bag holds the row of each head and side, weighed by the share that the head attends
with, and one row for all heads attending to "=". All sums have a fixed order.

Shapes
    r   runs             n   pairs             t   tokens attended to: x, y, "="       u   2p + 1: all x, all y, "="
    h   heads            s   sides: x, y       w   the table's width
"""

from __future__ import annotations

import torch
from torch.nn.functional import embedding_bag

from transparent_box.model.training.folding import EQUALS_ROW, SIDES, TableGradient, rows_attended_to


class Attention:
    """The rows of a table over all x, all y and "=" that each pair's heads read."""

    def __init__(self, x: torch.Tensor, y: torch.Tensor, p: int, heads: int, dtype: torch.dtype) -> None:
        """`x` and `y` (r, n) are the pairs' numbers."""
        (r, n), device = x.shape, x.device
        u = rows_attended_to(p)[-1].stop
        tables = u * torch.arange(r * heads, device=device).view(r, 1, heads)  # where each head's rows begin
        by_token = torch.stack([row.unsqueeze(-1) + tables for row in (x, p + y, torch.full_like(x, u - 1))])
        self.shape = by_token.shape  # (t, r, n, h): softmax over the first is many times faster than over the last
        self.rows = by_token.flatten()  # of a table (r·h·u, …)
        numbers, base = by_token[:SIDES].permute(1, 2, 3, 0).flatten(2), by_token[SIDES, :, :, :1]
        self.rows_of_bags = torch.cat([numbers, base], dim=-1).flatten()  # (r·n·(h·s + 1),)
        self.begins_of_bags = torch.arange(0, len(self.rows_of_bags), heads * SIDES + 1, device=device)
        self.shares = torch.ones(r, n, heads * SIDES + 1, device=device, dtype=dtype)  # that of the last row is 1
        self.rows_of_shares = numbers.flatten()  # (r·n·h·s,)
        self.begins_of_shares = torch.arange(0, len(self.rows_of_shares), heads * SIDES, device=device)
        self.pairs_of_shares = torch.arange(r * n, device=device).repeat_interleave(heads * SIDES)
        sizes = torch.bincount(self.rows_of_shares, minlength=r * heads * u)
        self.order = torch.argsort(self.rows_of_shares, stable=True)  # all that read row 0, all that read row 1, …
        self.begins_of_rows = torch.cumsum(sizes, 0) - sizes
        self.pairs_by_row = self.pairs_of_shares[self.order]

    def take_scores(self, scores: torch.Tensor, out: torch.Tensor) -> None:
        """Read `out` (t, r, n, h) from a table (r, h, u)."""
        torch.index_select(scores.view(-1), 0, self.rows, out=out.view(-1))

    def set_shares(self, pattern: torch.Tensor) -> None:
        """Weigh the rows by the heads' pattern (t, r, n, h)."""
        self._of_numbers(self.shares[..., :-1]).copy_(pattern[:SIDES].permute(1, 2, 3, 0))

    def add_up(self, rows: torch.Tensor) -> torch.Tensor:
        """Add up each pair's rows of a table (r, h, u, w), weighed by their shares: (r, n, w)."""
        table, weights = rows.flatten(0, 2), self.shares.view(-1)
        bags = embedding_bag(self.rows_of_bags, table, self.begins_of_bags, mode="sum", per_sample_weights=weights)
        return bags.view(*self.shape[1:3], -1)

    def find_by_shares(self, rows: torch.Tensor, by_sums: torch.Tensor) -> torch.Tensor:
        """Find the gradient by the shares of numbers (s, r, n, h) from that by the sums (r, n, w)."""
        found: torch.Tensor = torch.ops.aten._embedding_bag_per_sample_weights_backward(
            by_sums.flatten(0, 1),
            rows.flatten(0, 2),
            self.rows_of_shares,
            self.begins_of_shares,
            self.pairs_of_shares,
            0,  # sums
        )
        return self._of_numbers(found).permute(3, 0, 1, 2)

    def shares_by_row(self) -> torch.Tensor:
        """Return the shares in the order of the rows that they weigh: (r·n·h·s,)."""
        return self.shares[..., :-1].flatten().index_select(0, self.order)

    def find_by_rows(self, by_sums: torch.Tensor, weights: torch.Tensor, out: TableGradient) -> None:
        """Find the gradient by a table's rows of numbers and its `base` from that by the sums (r, n, w).

        `weights` are the shares, from `shares_by_row`.
        """
        sums = by_sums.flatten(0, 1)
        bags = embedding_bag(self.pairs_by_row, sums, self.begins_of_rows, mode="sum", per_sample_weights=weights)
        out.rows = bags.view_as(out.rows)
        torch.sum(by_sums, 1, out=out.base)

    def add_up_scores(self, by_scores: torch.Tensor, out: torch.Tensor) -> None:
        """Add up over pairs the gradient by the table of scores, `out` (r, h, u)."""
        by_number = by_scores[:SIDES].permute(1, 2, 3, 0).reshape(-1, 1)
        bags = embedding_bag(self.order, by_number, self.begins_of_rows, mode="sum")
        out.copy_(bags.view_as(out))
        torch.sum(by_scores[SIDES], 1, out=out[:, :, EQUALS_ROW])

    def _of_numbers(self, shares: torch.Tensor) -> torch.Tensor:
        """View what there is for each share of a number as (r, n, h, s)."""
        _, r, n, h = self.shape
        return shares.view(r, n, h, SIDES)
