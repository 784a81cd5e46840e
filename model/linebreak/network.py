"""The network: a layer that counts the characters of its own line, and a layer that compares them with the width.

    tokens → W_E → counting heads, own line only → MLP → stream, of root mean square 1, + noise (training only)
           → boundary heads, from each word of line 2 to line 1's newline or to nothing → 14 logits

Like the other network's, this `forward` is written in the operations that NumPy and PyTorch share, so training
differentiates the very lines that measuring evaluates. There is no position embedding: how far a line has come can only
be counted. Which tokens a layer may look at is built in, what it makes of them is learned.

Fast by algebra, not by approximation: queries, keys and values of the counting heads are tables over the 225 tokens,
only the places that are asked about go through the MLP, and of line 1 only the one from which the width is read.

Shapes
    n   documents         t   tokens of the longest line     s   places, see model.linebreak.documents
    d   d_model           h   counting heads                 b   boundary heads      k   d_head
    m   d_mlp             V   tokens, 225                    L   lengths of a word, 14
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from array_api_compat import array_namespace

from transparent_box.model.arrays import reals, require_forms
from transparent_box.model.layer import Array, LayerWeights, layer_shapes
from transparent_box.model.linebreak.documents import LONGEST, N_TOKENS, Documents
from transparent_box.model.linebreak.recipe import Recipe
from transparent_box.model.storage import Arrays

NEVER = -1e9  # the score of what may not be looked at


@dataclass(frozen=True)
class Weights(LayerWeights):
    """The parameters."""

    W_E: Array  # (V, d)
    boundary_Q: Array  # (b, k, d)
    boundary_b: Array  # (b, k) added to the queries
    boundary_K: Array  # (b, k, d)
    boundary_V: Array  # (b, k, d)
    boundary_O: Array  # (d, b·k)
    sink: Array  # (b,) the score of looking at nothing
    W_U: Array  # (L, d)
    b_U: Array  # (L,)


WEIGHT_NAMES = tuple(field.name for field in fields(Weights))


def weight_shapes(recipe: Recipe) -> dict[str, tuple[int, ...]]:
    """Name → shape of every parameter of a recipe's network."""
    d, b, k = recipe.d_model, recipe.n_boundary, recipe.d_head
    return {
        "W_E": (N_TOKENS, d),
        **layer_shapes(d, recipe.n_counting, k, recipe.d_mlp),
        "boundary_Q": (b, k, d),
        "boundary_b": (b, k),
        "boundary_K": (b, k, d),
        "boundary_V": (b, k, d),
        "boundary_O": (d, b * k),
        "sink": (b,),
        "W_U": (LONGEST, d),
        "b_U": (LONGEST,),
    }


def parameter_count(recipe: Recipe) -> int:
    """Return the number of trained values: 89,460 for the usual recipe."""
    return sum(int(np.prod(shape)) for shape in weight_shapes(recipe).values())


def checked_weights(arrays: Arrays, recipe: Recipe, path: Path) -> Weights:
    """Return weights from the arrays of a file; raise RunError unless they are finite and of the recipe's shapes."""
    require_forms(path, arrays, {name: reals(*shape) for name, shape in weight_shapes(recipe).items()})
    return Weights(**{name: arrays[name] for name in WEIGHT_NAMES})


def normed(x: Array) -> Array:
    """Return vectors (…, d) scaled to a root mean square of 1."""
    xp = array_namespace(x)
    return x / xp.sqrt(xp.mean(x * x, axis=-1, keepdims=True) + 1e-6)


def gelu(x: Array) -> Array:
    """Return the Gaussian error linear unit in its tanh form (Hendrycks & Gimpel 2016, section 2)."""
    xp = array_namespace(x)
    if hasattr(xp, "nn"):  # PyTorch's own is one pass over memory instead of eight
        return xp.nn.functional.gelu(x, approximate="tanh")
    return 0.5 * x * (1 + xp.tanh((2 / np.pi) ** 0.5 * (x + 0.044715 * x * x * x)))


def rows(table: Array, index: Array) -> Array:
    """Return rows of a table (r, …) at an index of any shape."""
    xp = array_namespace(table)
    return xp.take(table, index.reshape(-1), axis=0).reshape((*index.shape, *table.shape[1:]))


def attended(weights: Weights, queries: Array, keys: Array, visible: Array) -> Array:
    """Return the stream after the counting heads (n, q, d), at tokens `queries` (n, q) that see tokens `keys` (n, t)
    where `visible` (n, q, t) says so."""
    xp = array_namespace(weights.W_E)
    n_heads, d_head, d_model = weights.W_Q.shape
    tokens = normed(weights.W_E)

    def by_head(matrix: Array, index: Array) -> Array:
        table = tokens @ matrix.reshape(n_heads * d_head, d_model).T
        split = rows(table, index).reshape((*index.shape, n_heads, d_head))
        return xp.permute_dims(split, (0, 2, 1, 3))

    scores = by_head(weights.W_Q, queries) @ xp.permute_dims(by_head(weights.W_K, keys), (0, 1, 3, 2)) / d_head**0.5
    scores = xp.where(visible[:, None], scores, NEVER)
    exponentials = xp.exp(scores - xp.max(scores, axis=-1, keepdims=True))
    pattern = exponentials / xp.sum(exponentials, axis=-1, keepdims=True)
    mixed = xp.permute_dims(pattern @ by_head(weights.W_V, keys), (0, 2, 1, 3))
    return rows(weights.W_E, queries) + mixed.reshape((*queries.shape, n_heads * d_head)) @ weights.W_O.T


def counted(weights: Weights, residual: Array) -> Array:
    """Return the stream (…, d) that the boundary heads read: through the MLP, and scaled."""
    hidden = gelu(normed(residual) @ weights.W_in.T + weights.b_in)
    return normed(residual + hidden @ weights.W_out.T + weights.b_out)


@dataclass(frozen=True)
class Question:
    """The network's input for n documents, as integer and Boolean arrays of one library; see `question`."""

    width_token: Array  # (n, 1) where the width is read: line 1's newline, or its last word
    first: Array  # (n, t) line 1
    first_visible: Array  # (n, 1, t)
    second: Array  # (n, t) line 2
    second_visible: Array  # (1, t, t)
    place: Array  # (s,) of all flattened (n, t) tokens of line 2, those that are asked about
    document: Array  # (s,) theirs


def question(documents: Documents, last_word: Array | None = None) -> Question:
    """Choose what to read, the width from line 1's newline or, where `last_word` (n,) is true, from its last word."""
    n = len(documents.width)
    column = documents.first_words + (1 if last_word is None else 1 - last_word)
    t = documents.second.shape[1]
    return Question(
        width_token=documents.first[np.arange(n), column][:, None],
        first=documents.first,
        first_visible=(np.arange(documents.first.shape[1]) <= column[:, None])[:, None],
        second=documents.second,
        second_visible=np.tril(np.ones((1, t, t), dtype=bool)),
        place=documents.places.document * t + documents.places.column,
        document=documents.places.document,
    )


def streams(weights: Weights, asked: Question) -> tuple[Array, Array]:
    """Return the streams of the places (s, d) and of the widths (n, d), without noise."""
    every = attended(weights, asked.second, asked.second, asked.second_visible)
    places = rows(every.reshape(-1, every.shape[-1]), asked.place)
    width = attended(weights, asked.width_token, asked.first, asked.first_visible)[:, 0]
    return counted(weights, places), counted(weights, width)


@dataclass(frozen=True)
class Decision:
    """The second layer's answer at s places, and how it came to that."""

    attention: Array  # (s, b) how much each head looks at the width rather than at nothing
    mixed: Array  # (s, b, k) the values it takes from there
    logits: Array  # (s, L) whether a word of each length still fits


def decide(weights: Weights, place: Array, width: Array, document: Array) -> Decision:
    """Compare the streams of places (s, d) with those of the widths (n, d) of their `document` (s,)."""
    xp = array_namespace(place)
    n_heads, d_head, d_model = weights.boundary_Q.shape
    size = n_heads * d_head

    def projected(x: Array, matrix: Array) -> Array:
        return (x @ matrix.reshape(size, d_model).T).reshape(-1, n_heads, d_head)

    query = projected(place, weights.boundary_Q) + weights.boundary_b
    key = rows(projected(width, weights.boundary_K), document)
    score = xp.sum(query * key, axis=-1) / d_head**0.5 - weights.sink
    attention = (1 + xp.tanh(score / 2)) / 2  # the logistic function, whose usual form has no gradient far out
    mixed = attention[..., None] * rows(projected(width, weights.boundary_V), document)
    read = place + mixed.reshape(-1, size) @ weights.boundary_O.T
    return Decision(attention, mixed, read @ weights.W_U.T + weights.b_U)


def head_outputs(weights: Weights, mixed: Array) -> Array:
    """(s, b, d) what each boundary head adds to the stream."""
    n_heads, d_head, d_model = weights.boundary_Q.shape
    out = weights.boundary_O.T.reshape(n_heads, d_head, d_model)
    return (mixed[:, :, None, :] @ out)[:, :, 0, :]
