"""Folds the weights of a network into the tables that a pass over all pairs reads, and unfolds the gradient.

This is exact algebra on `model.transformer.forward`, tested to float64's last digits. Between the heads and the logits
there is one nonlinearity, the ReLU. All that is linear can be computed once a step for every number, instead of once a
pair. The shares that a head attends with add up to 1, so that of "=" follows from those of x and y:

    mlp_pre = base + Σ_heads (share of x · table[head, x] + share of y · table[head, y])        by the neurons' table
    direct  = the same                                                                          by the logits' table
    logits  = direct + W_Uᵀ W_out relu(mlp_pre)

`base` is what is received if every head attends to "=" alone. A row of `table` is by how much that changes if one head
attends to one number alone, as x or as y.

Shapes
    r   runs             u   rows attended to: 2p + 1             p   modulus        V   d_vocab = p + 1
    d   d_model          h   heads             k   d_head         m   d_mlp          w   a table's width: m or V
"""

from __future__ import annotations

from dataclasses import dataclass

import torch

from transparent_box.model.config import Config
from transparent_box.model.training.parameters import Parameters
from transparent_box.model.transformer import EQUALS_POSITION

SIDES = 2  # x at position 0, y at position 1
EQUALS_ROW = -1  # of all rows attended to


def rows_attended_to(p: int) -> tuple[slice, slice, slice]:
    """Return the rows of the numbers as x, of the numbers as y and of "=" in a table over all of them."""
    return slice(0, p), slice(p, SIDES * p), slice(SIDES * p, SIDES * p + 1)


@dataclass(frozen=True)
class Stream:
    """The parts of the residual stream at "=" before the MLP, or the gradient by them."""

    values: torch.Tensor  # (r, h, u, k): those of each number less those of "=", and in the last row those of "="
    W_O: torch.Tensor  # (r, d, h·k)
    equals_row: torch.Tensor  # (r, d)


class Table:
    """All that readers of the residual stream (the neurons, the logits) receive from each head and number."""

    def __init__(self, values: torch.Tensor, width: int) -> None:
        """`values` (r, h, u, k) are the stream's, for their shape."""
        r, h, u, k = values.shape
        self.read = values.new_zeros(r, h * k, width)  # what the readers make of the heads' outputs
        self.rows = values.new_zeros(r, h, u, width)  # head 0's row of "=" is `base`; those of other heads go unread

    def fold(self, stream: Stream, readers: torch.Tensor, bias: torch.Tensor) -> None:
        """Compute the rows for `readers` (r, d, w) with a bias (r, w)."""
        r, h, u, k = stream.values.shape
        torch.bmm(stream.W_O.mT, readers, out=self.read)
        torch.bmm(stream.values.view(r * h, u, k), self.read.view(r * h, k, -1), out=self.rows.view(r * h, u, -1))
        base = bias + torch.bmm(stream.equals_row.unsqueeze(1), readers).squeeze(1)
        self.rows[:, 0, EQUALS_ROW] = base.add_(self.rows[:, :, EQUALS_ROW].sum(1))


class Folded:
    """Buffers for the folded weights of r runs; `fold` fills them."""

    def __init__(self, config: Config, runs: int, device: torch.device, dtype: torch.dtype) -> None:
        def room(*shape: int) -> torch.Tensor:
            return torch.zeros(shape, device=device, dtype=dtype)

        r, h, k, d = runs, config.n_heads, config.d_head, config.d_model
        self.p, self.heads, self.d_mlp, u = config.p, h, config.d_mlp, SIDES * config.p + 1
        self.scores = room(r, h, u)
        self.values = room(r, h, u, k)
        self.neurons, self.logits = Table(self.values, self.d_mlp), Table(self.values, config.d_vocab)
        self.neurons_into_logits = room(r, config.d_vocab, self.d_mlp)
        self.equals_row = room(r, d)
        self.query = room(r, h * k)
        self.maps = room(r, h * k + h, d)  # W_V, and below it the direction that each head's scores read

    def fold(self, parameters: Parameters) -> None:
        """Compute the folded weights."""
        w = parameters.named
        torch.add(w.W_E[:, :, self.p], w.W_pos[:, EQUALS_POSITION], out=self.equals_row)
        self._fold_heads(parameters)
        stream = self.stream(parameters)
        self.neurons.fold(stream, w.W_in.mT, w.b_in)
        self.logits.fold(stream, w.W_U, torch.bmm(w.b_out.unsqueeze(1), w.W_U).squeeze(1))
        torch.bmm(w.W_U.mT, w.W_out, out=self.neurons_into_logits)

    def stream(self, parameters: Parameters) -> Stream:
        """Return what the neurons and the logits read."""
        return Stream(self.values, parameters.named.W_O, self.equals_row)

    def _fold_heads(self, parameters: Parameters) -> None:
        """Compute the values and scores of every token on either side, and of "="."""
        w, p = parameters.named, self.p
        r, h, k, d = w.W_K.shape
        torch.bmm(w.W_Q.view(r, h * k, d), self.equals_row.unsqueeze(-1), out=self.query.unsqueeze(-1))
        self.maps[:, : h * k] = w.W_V.view(r, h * k, d)
        directions = torch.bmm(self.query.view(r * h, 1, k), w.W_K.reshape(r * h, k, d))
        torch.div(directions.view(r, h, d), k**0.5, out=self.maps[:, h * k :])
        tokens = torch.bmm(w.W_E.mT, self.maps.mT)  # (r, V, h·k + h)
        positions = torch.bmm(w.W_pos, self.maps.mT)  # (r, 3, h·k + h)
        numbers, equals = tokens.split([p, 1], dim=1)
        for position, (token, rows) in enumerate(zip([numbers] * SIDES + [equals], rows_attended_to(p), strict=True)):
            here = token + positions[:, position : position + 1]
            self.values[:, :, rows] = here[..., : h * k].view(r, -1, h, k).transpose(1, 2)
            self.scores[:, :, rows] = here[..., h * k :].mT
        self.values[:, :, :EQUALS_ROW] -= self.values[:, :, EQUALS_ROW:]


class TableGradient:
    """Buffers for the gradient by a table, summed over pairs."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.rows = torch.zeros_like(table.rows)
        self.base = torch.zeros_like(table.rows[:, 0, 0])  # (r, w)

    def unfold(self, stream: Stream, readers: torch.Tensor, by_stream: Stream) -> torch.Tensor:
        """Return the gradient by the readers (r, d, w); add to `by_stream` what comes through this table."""
        r, h, u, k = stream.values.shape
        self.rows[:, :, EQUALS_ROW] = self.base.unsqueeze(1)
        by_rows, read = self.rows.view(r * h, u, -1), self.table.read.view(r * h, k, -1)
        by_read = torch.bmm(stream.values.view(r * h, u, k).mT, by_rows).view(r, h * k, -1)
        by_stream.values.view(r * h, u, k).baddbmm_(by_rows, read.mT)
        by_stream.W_O.baddbmm_(readers, by_read.mT)
        by_stream.equals_row.unsqueeze(-1).baddbmm_(readers, self.base.unsqueeze(-1))
        return torch.bmm(stream.W_O, by_read).baddbmm_(stream.equals_row.unsqueeze(-1), self.base.unsqueeze(1))


class FoldedGradient:
    """Buffers for the gradient by the folded weights, summed over pairs; `unfold` converts it to that by weights."""

    def __init__(self, folded: Folded) -> None:
        self.folded = folded
        self.scores = torch.zeros_like(folded.scores)
        self.neurons, self.logits = TableGradient(folded.neurons), TableGradient(folded.logits)
        self.neurons_into_logits = torch.zeros_like(folded.neurons_into_logits)

    def unfold(self, parameters: Parameters, gradient: Parameters) -> None:
        """Compute the gradient by every weight from that by the folded weights."""
        f, w, g = self.folded, parameters.named, gradient.named
        stream = f.stream(parameters)
        by_stream = Stream(torch.zeros_like(f.values), g.W_O.zero_(), torch.zeros_like(f.equals_row))
        g.W_in.copy_(self.neurons.unfold(stream, w.W_in.mT, by_stream).mT)
        g.b_in.copy_(self.neurons.base)
        by_W_U, by_bias = self.logits.unfold(stream, w.W_U, by_stream), self.logits.base
        torch.baddbmm(by_W_U, w.b_out.unsqueeze(-1), by_bias.unsqueeze(1), out=g.W_U)
        g.W_U.baddbmm_(w.W_out, self.neurons_into_logits.mT)
        torch.bmm(w.W_U, self.neurons_into_logits, out=g.W_out)
        torch.bmm(w.W_U, by_bias.unsqueeze(-1), out=g.b_out.unsqueeze(-1))
        self._unfold_heads(parameters, gradient, by_stream)

    def _unfold_heads(self, parameters: Parameters, gradient: Parameters, by_stream: Stream) -> None:
        """Compute the gradient by the heads' weights, and add that by the row of "="."""
        f, w, g = self.folded, parameters.named, gradient.named
        r, h, k, d = w.W_K.shape
        by_values, by_equals_row = by_stream.values, by_stream.equals_row
        by_values[:, :, EQUALS_ROW] -= by_values[:, :, :EQUALS_ROW].sum(2)
        by_rows = torch.cat([by_values.transpose(1, 2).reshape(r, -1, h * k), self.scores.mT], dim=-1)
        by_x, by_y, by_equals = (by_rows[:, rows] for rows in rows_attended_to(f.p))  # (r, …, h·k + h)
        by_tokens = torch.cat([by_x + by_y, by_equals], dim=1)  # (r, V, h·k + h)
        by_positions = torch.stack([side.sum(1) for side in (by_x, by_y, by_equals)], dim=1)  # (r, 3, h·k + h)
        torch.bmm(f.maps.mT, by_tokens.mT, out=g.W_E)
        torch.bmm(by_positions, f.maps, out=g.W_pos)
        by_maps = torch.bmm(by_tokens.mT, w.W_E.mT).baddbmm_(by_positions.mT, w.W_pos)
        g.W_V.copy_(by_maps[:, : h * k].view(r, h, k, d))
        by_direction = by_maps[:, h * k :].reshape(r * h, 1, d) / k**0.5
        g.W_K.copy_(torch.bmm(f.query.view(r * h, k, 1), by_direction).view(r, h, k, d))
        by_query = torch.bmm(w.W_K.reshape(r * h, k, d), by_direction.mT).view(r, h * k, 1)
        torch.bmm(by_query, f.equals_row.unsqueeze(1), out=g.W_Q.view(r, h * k, d))
        by_equals_row.unsqueeze(-1).baddbmm_(w.W_Q.view(r, h * k, d).mT, by_query)
        g.W_E[:, :, f.p] += by_equals_row
        g.W_pos[:, EQUALS_POSITION] += by_equals_row
