"""The network: one transformer block that reads [x, y, "="] and predicts the answer at "=".

`forward` is the project's single source of truth. It is written in the operations that NumPy and PyTorch share, so
rendering needs no PyTorch, and PyTorch can differentiate it: the gradient that training computes by hand is held
against that of these very lines, to the last digits of float64.

Fast by algebra, not by approximation: only "=" is read out and only "=" attends there, so keys, values
and scores are tables over the 2p + 1 distinct (token, position) rows instead of 3 rows for every pair.

Shapes
    n   pairs            p   modulus           V   d_vocab = p + 1 tokens, "=" is token p
    d   d_model          h   heads             k   d_head               m   d_mlp
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from array_api_compat import array_namespace

from transparent_box.model.arrays import NamedArrays
from transparent_box.model.config import Config
from transparent_box.model.layer import Array, LayerWeights, layer_shapes

X_POSITION, Y_POSITION, EQUALS_POSITION, N_POSITIONS = 0, 1, 2, 3


@dataclass(frozen=True)
class Weights(LayerWeights):
    """The parameters, in the shapes of the paper's released code."""

    W_E: Array  # (d, V)
    W_pos: Array  # (3, d)
    W_U: Array  # (d, V)


def weight_shapes(config: Config) -> dict[str, tuple[int, ...]]:
    """Name → shape of every parameter of a recipe's network."""
    d, vocab = config.d_model, config.d_vocab
    layer = layer_shapes(d, config.n_heads, config.d_head, config.d_mlp)
    return {"W_E": (d, vocab), "W_pos": (N_POSITIONS, d), **layer, "W_U": (d, vocab)}


WEIGHT_NAMES = tuple(weight_shapes(Config()))


def parameter_count(config: Config) -> int:
    """Return the number of trained values: 226,816 for the mainline."""
    return sum(int(np.prod(shape)) for shape in weight_shapes(config).values())


@dataclass(frozen=True)
class Activations(NamedArrays):
    """The activations at "=", for n pairs (or on the grid [x, y] where a Run has reshaped it)."""

    attention: Array  # (n, h, 3) how much "=" looks at x, y, "="
    residual: Array  # (n, d) the stream after attention, which the MLP reads
    mlp_pre: Array  # (n, m) before the ReLU
    mlp_post: Array  # (n, m) after it
    mlp_out: Array  # (n, d) what the MLP adds to the stream
    logits: Array  # (n, V)


def token_rows(weights: Weights) -> tuple[Array, Array, Array]:
    """Return the residual stream before attention: every x at position 0 (p, d), every y at 1 (p, d), "=" at 2 (d,)."""
    tokens = weights.W_E.T
    return (
        tokens[:-1] + weights.W_pos[X_POSITION],
        tokens[:-1] + weights.W_pos[Y_POSITION],
        tokens[-1] + weights.W_pos[EQUALS_POSITION],
    )


def attention_scores(weights: Weights) -> tuple[Array, Array, Array]:
    """Return the scores that "=" gives each row before the softmax: x (p, h), y (p, h), itself (h,)."""
    x_rows, y_rows, equals_row = token_rows(weights)
    d_head = weights.W_Q.shape[1]
    query = weights.W_Q @ equals_row  # (h, k)
    key_direction = (query[:, None, :] @ weights.W_K)[:, 0, :] / d_head**0.5  # (h, d)
    return x_rows @ key_direction.T, y_rows @ key_direction.T, key_direction @ equals_row


def attend(weights: Weights, x: Array, y: Array) -> tuple[Array, Array]:
    """Return the attention pattern (n, h, 3) and the heads' mixed values (n, h·k) for tokens x, y (n,)."""
    xp = array_namespace(weights.W_E)
    x_scores, y_scores, equals_score = attention_scores(weights)
    x_score, y_score = xp.take(x_scores, x, axis=0), xp.take(y_scores, y, axis=0)
    scores = xp.stack([x_score, y_score, xp.broadcast_to(equals_score, x_score.shape)], axis=-1)
    exponentials = xp.exp(scores - xp.max(scores, axis=-1, keepdims=True))
    pattern = exponentials / xp.sum(exponentials, axis=-1, keepdims=True)

    n_heads, d_head, d_model = weights.W_V.shape
    value_map = weights.W_V.reshape(n_heads * d_head, d_model).T
    x_values, y_values, equals_value = (rows @ value_map for rows in token_rows(weights))
    by_head = (x.shape[0], n_heads, d_head)
    mixed = (
        pattern[..., 0:1] * xp.take(x_values, x, axis=0).reshape(by_head)
        + pattern[..., 1:2] * xp.take(y_values, y, axis=0).reshape(by_head)
        + pattern[..., 2:3] * equals_value.reshape(n_heads, d_head)
    )
    return pattern, mixed.reshape(x.shape[0], n_heads * d_head)


def relu(x: Array) -> Array:
    """max(x, 0); by PyTorch's own function where there is one, whose gradient is three times as fast as clip's."""
    xp = array_namespace(x)
    return xp.relu(x) if hasattr(xp, "relu") else xp.clip(x, min=0)


def fire(weights: Weights, x: Array, y: Array) -> tuple[Array, Array, Array, Array]:
    """Return the first four of `Activations`, up to the neurons, for tokens x, y (n,): half of the work of all six."""
    pattern, mixed = attend(weights, x, y)
    residual = token_rows(weights)[2] + mixed @ weights.W_O.T
    mlp_pre = residual @ weights.W_in.T + weights.b_in
    return pattern, residual, mlp_pre, relu(mlp_pre)


def forward(weights: Weights, x: Array, y: Array) -> Activations:
    """Return every activation at "=" for tokens x, y (n,) of integers in 0 … p−1; exact, see the module's note."""
    pattern, residual, mlp_pre, mlp_post = fire(weights, x, y)
    mlp_out = mlp_post @ weights.W_out.T + weights.b_out
    logits = (residual + mlp_out) @ weights.W_U
    return Activations(pattern, residual, mlp_pre, mlp_post, mlp_out, logits)
