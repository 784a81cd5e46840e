"""Folds the weights of a network into the matrices that a pass over all pairs needs, and unfolds the gradient.

This is exact algebra on `model.transformer.forward`, tested to float64's last digits. Between the heads and the logits
there is one nonlinearity, the ReLU; every matrix product on either side of it can be made once a step instead of once a
pair:

    mlp_pre = W_in (W_O mixed + e) + b_in                       = into_neurons [mixed, 1]
    logits  = W_Uᵀ (W_O mixed + e + W_out relu(mlp_pre) + b_out) = into_logits [mixed, 1]
                                                                 + neurons_into_logits relu(mlp_pre)

where e is the "=" row of the stream. The constant 1 carries the biases through the same products, forward and
backward. Values and scores are tables over all that "=" can attend to: the p numbers as x, the p numbers as y, "=".

Shapes
    r   runs             u   rows attended to: 2p + 1             p   modulus        V   d_vocab = p + 1
    d   d_model          h   heads             k   d_head         m   d_mlp          j   h·k + 1: the heads and 1
"""

from __future__ import annotations

import torch

from transparent_box.model.config import Config
from transparent_box.model.training.parameters import Parameters
from transparent_box.model.transformer import EQUALS_POSITION

SIDES = 2  # x at position 0, y at position 1
CACHE_LINE = 16  # float32 numbers; rows that begin on one are multiplied faster


def pad_width(width: int) -> int:
    """Round a width up to a whole number of cache lines."""
    return -(-width // CACHE_LINE) * CACHE_LINE


def rows_attended_to(p: int) -> tuple[slice, slice, slice]:
    """Return the rows of the numbers as x, of the numbers as y and of "=" in a table over all of them."""
    return slice(0, p), slice(p, SIDES * p), slice(SIDES * p, SIDES * p + 1)


class Folded:
    """Buffers for the folded weights of r runs; `fold` fills them."""

    def __init__(self, config: Config, runs: int, device: torch.device, dtype: torch.dtype) -> None:
        def room(*shape: int) -> torch.Tensor:
            return torch.zeros(shape, device=device, dtype=dtype)

        r, p, V, d = runs, config.p, config.d_vocab, config.d_model
        self.runs, self.p, self.heads, self.d_head, self.d_mlp = r, p, config.n_heads, config.d_head, config.d_mlp
        self.d_heads = hk = config.n_heads * config.d_head
        self.values = room(r, SIDES * p + 1, hk)
        self.scores = room(r, SIDES * p + 1, self.heads)
        self.read_and_zeros = room(r, pad_width(self.d_mlp + V), pad_width(hk + 1))
        self.read = self.read_and_zeros[:, : self.d_mlp + V, : hk + 1]  # (r, m + V, j): into_neurons above into_logits
        self.into_neurons, self.into_logits = self.read[:, : self.d_mlp], self.read[:, self.d_mlp :]
        self.neurons_into_logits = room(r, V, self.d_mlp)
        self.equals_row = room(r, d)
        self.query = room(r, hk)
        self.maps = room(r, hk + self.heads, d)  # W_V, and below it the direction that each head's scores read
        self.readers = room(r, self.d_mlp + V, d)  # W_in above W_Uᵀ
        self.stream = room(r, d, hk + 1)  # W_O beside the "=" row: what [mixed, 1] adds to the residual stream

    def fold(self, parameters: Parameters) -> None:
        """Compute the folded weights."""
        w, p, m, hk = parameters.named, self.p, self.d_mlp, self.d_heads
        torch.add(w.W_E[:, :, p], w.W_pos[:, EQUALS_POSITION], out=self.equals_row)
        self._fold_tables(parameters)
        self.stream[:, :, :hk] = w.W_O
        self.stream[:, :, hk] = self.equals_row
        self.readers[:, :m] = w.W_in
        self.readers[:, m:] = w.W_U.mT
        torch.bmm(self.readers, self.stream, out=self.read)
        self.read[:, :m, hk] += w.b_in
        self.read[:, m:, hk:].baddbmm_(w.W_U.mT, w.b_out.unsqueeze(-1))
        torch.bmm(w.W_U.mT, w.W_out, out=self.neurons_into_logits)

    def _fold_tables(self, parameters: Parameters) -> None:
        """Compute the values and scores of every token on either side, and of "="."""
        w, p, hk = parameters.named, self.p, self.d_heads
        r, h, k, d = w.W_K.shape
        torch.bmm(w.W_Q.view(r, hk, d), self.equals_row.unsqueeze(-1), out=self.query.unsqueeze(-1))
        self.maps[:, :hk] = w.W_V.view(r, hk, d)
        directions = torch.bmm(self.query.view(r * h, 1, k), w.W_K.reshape(r * h, k, d))
        torch.div(directions.view(r, h, d), k**0.5, out=self.maps[:, hk:])
        tokens = torch.bmm(w.W_E.mT, self.maps.mT)  # (r, V, hk + h)
        positions = torch.bmm(w.W_pos, self.maps.mT)  # (r, 3, hk + h)
        numbers, equals = tokens.split([p, 1], dim=1)
        for position, (token, rows) in enumerate(zip([numbers] * SIDES + [equals], rows_attended_to(p), strict=True)):
            here = positions[:, position : position + 1]
            torch.add(token[..., :hk], here[..., :hk], out=self.values[:, rows])
            torch.add(token[..., hk:], here[..., hk:], out=self.scores[:, rows])


class FoldedGradient:
    """Buffers for the gradient by the folded weights, summed over pairs; `unfold` converts it to that by weights."""

    def __init__(self, folded: Folded) -> None:
        self.folded = folded
        r, V, hk = folded.runs, folded.p + 1, folded.d_heads
        like = folded.values
        self.values, self.scores = torch.zeros_like(folded.values), torch.zeros_like(folded.scores)
        # Transposed: products of this shape are faster.
        self.read = like.new_zeros(r, hk + 1, pad_width(folded.d_mlp + V))
        self.neurons_into_logits = like.new_zeros(r, V, folded.d_mlp)

    def unfold(self, parameters: Parameters, gradient: Parameters) -> None:
        """Compute the gradient by every weight from that by the folded weights."""
        f, w, g = self.folded, parameters.named, gradient.named
        m, hk = f.d_mlp, f.d_heads
        by_read = self.read[:, :, : m + f.p + 1]
        by_readers = torch.bmm(by_read.mT, f.stream.mT)  # (r, m + V, d)
        by_stream = torch.bmm(f.readers.mT, by_read.mT)  # (r, d, j)
        by_bias = by_read[:, hk]  # (r, m + V)
        g.W_in.copy_(by_readers[:, :m])
        g.b_in.copy_(by_bias[:, :m])
        g.W_O.copy_(by_stream[:, :, :hk])
        g.W_U.copy_(by_readers[:, m:].mT)
        g.W_U.baddbmm_(w.b_out.unsqueeze(-1), by_bias[:, None, m:])
        g.W_U.baddbmm_(w.W_out, self.neurons_into_logits.mT)
        torch.bmm(w.W_U, self.neurons_into_logits, out=g.W_out)
        torch.bmm(w.W_U, by_bias[:, m:, None], out=g.b_out.unsqueeze(-1))
        self._unfold_tables(parameters, gradient, by_equals_row=by_stream[:, :, hk])

    def _unfold_tables(self, parameters: Parameters, gradient: Parameters, by_equals_row: torch.Tensor) -> None:
        """Compute the gradient by the tables' weights; `by_equals_row` (r, d) is the rest of the network's part."""
        f, w, g = self.folded, parameters.named, gradient.named
        r, h, k, d = w.W_K.shape
        p, hk = f.p, f.d_heads
        by_rows = torch.cat([self.values, self.scores], dim=-1)  # (r, u, hk + h)
        by_x, by_y, by_equals = (by_rows[:, rows] for rows in rows_attended_to(p))
        by_tokens = torch.cat([by_x + by_y, by_equals], dim=1)  # (r, V, hk + h)
        by_positions = torch.stack([side.sum(1) for side in (by_x, by_y, by_equals)], dim=1)  # (r, 3, hk + h)
        torch.bmm(f.maps.mT, by_tokens.mT, out=g.W_E)
        torch.bmm(by_positions, f.maps, out=g.W_pos)
        by_maps = torch.bmm(by_tokens.mT, w.W_E.mT).baddbmm_(by_positions.mT, w.W_pos)
        g.W_V.copy_(by_maps[:, :hk].view(r, h, k, d))
        by_direction = by_maps[:, hk:].reshape(r * h, 1, d) / k**0.5
        g.W_K.copy_(torch.bmm(f.query.view(r * h, k, 1), by_direction).view(r, h, k, d))
        by_query = torch.bmm(w.W_K.reshape(r * h, k, d), by_direction.mT).view(r, hk, 1)
        torch.bmm(by_query, f.equals_row.unsqueeze(1), out=g.W_Q.view(r, hk, d))
        by_equals_row = torch.baddbmm(by_equals_row.unsqueeze(-1), w.W_Q.view(r, hk, d).mT, by_query).squeeze(-1)
        g.W_E[:, :, p] += by_equals_row
        g.W_pos[:, EQUALS_POSITION] += by_equals_row
