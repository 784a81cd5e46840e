"""Translates other projects' names and shapes for this network into ours.

There are two dialects: that of the paper's released code, whose shapes are ours, and that of TransformerLens, whose
matrices act on row vectors and so are transposed. NumPy only; `model.imports.files` reads the files.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transparent_box.model.imports.biases import BIASES, fold_biases
from transparent_box.model.layer import layer_shapes
from transparent_box.model.storage import Arrays, RunError
from transparent_box.model.transformer import N_POSITIONS, WEIGHT_NAMES

NAMES = {
    "W_E": "embed.W_E",
    "W_pos": "pos_embed.W_pos",
    **{name: f"blocks.0.attn.{name}" for name in ("W_K", "W_Q", "W_V", "W_O")},
    **{name: f"blocks.0.mlp.{name}" for name in ("W_in", "b_in", "W_out", "b_out")},
    "W_U": "unembed.W_U",
}
BUFFERS = re.compile(r"(^|\.)(mask|IGNORE)$")  # constants, not parameters
LAYER = re.compile(r"^blocks\.(\d+)\.")
NORM = re.compile(r"(^|\.)ln(1|2|_final)\.")
CENTRED = 1e-5  # spreads; largest mean of weights that read from the stream after LayerNorm was folded in

Tensors = Mapping[str, NDArray[Any]]


def translate(tensors: Tensors) -> tuple[Arrays, list[str]]:
    """Translate weights of either dialect to our names and shapes, float32; return them and the names of folded biases.

    An unembedding without a column for "=" gets one of zeros. Raises RunError if the tensors are not this network's.
    """
    refuse_others(tensors)
    missing = [theirs for theirs in NAMES.values() if theirs not in tensors]
    if missing:
        raise RunError(f"The file holds no {missing[0]}: it is not a network of the kind this film is about.")
    weights = {name: np.asarray(tensors[theirs], dtype=np.float32) for name, theirs in NAMES.items()}
    if weights["W_O"].ndim == 3:
        weights = from_transformer_lens(weights)
    add_equals_column(weights)
    check_shapes(weights)
    refuse_folded_norm(weights)
    folded = fold_biases(weights, tensors)
    return {name: np.ascontiguousarray(weights[name]) for name in WEIGHT_NAMES}, folded


def refuse_others(tensors: Tensors) -> None:
    """Raise RunError, saying what it is, for tensors of another kind of network."""
    layers = {int(found[1]) for name in tensors if (found := LAYER.match(name))}
    if layers and max(layers) > 0:
        raise RunError(f"The network has {max(layers) + 1} layers, and this film is about one that has a single layer.")
    known = (*NAMES.values(), *BIASES)
    if not any(name in tensors for name in known):
        raise RunError(describe_foreign(tensors))
    for name in sorted(name for name in tensors if name not in known and not BUFFERS.search(name)):
        if NORM.search(name):
            raise RunError(f"The network has LayerNorm ({name}), which no weights without one can stand for.")
        raise RunError(f"The network has {name}, which a one-layer network of this kind does not have.")


def describe_foreign(tensors: Tensors) -> str:
    """Describe a file that holds none of this network's weights under a known name."""
    if all(name in tensors for name in WEIGHT_NAMES):
        return "The file is a checkpoint of a run folder, which needs no import: give the folder to a command as --run."
    return (
        f"The file holds none of this network's weights (such as {NAMES['W_E']}), but {min(tensors)}: import takes a "
        "one-layer network in the names of the paper's code or of TransformerLens."
    )


def refuse_folded_norm(weights: Arrays) -> None:
    """Raise RunError if all weights that read from the stream are centered, as after folding LayerNorm.

    LayerNorm's division is not in the weights, so the file would pass for a network without it.
    """
    readers = [weights[name].astype(np.float64) for name in ("W_Q", "W_K", "W_V", "W_in")]
    if all(array.any() and np.abs(array.mean(axis=-1)).max() <= CENTRED * array.std() for array in readers):
        raise RunError(
            "The network has LayerNorm folded into its weights: it still divides by a size that they do not tell."
        )


def from_transformer_lens(weights: Arrays) -> Arrays:
    """Transpose row-vector matrices; W_O (h, k, d) becomes (d, h·k)."""
    attention = {name: weights[name] for name in ("W_K", "W_Q", "W_V")}
    if any(array.ndim != 3 for array in attention.values()):
        raise RunError("The attention's matrices do not have one kind of shape: the file is damaged or foreign.")
    turned = {name: array.swapaxes(1, 2) for name, array in attention.items()}
    turned |= {name: weights[name].T for name in ("W_E", "W_in", "W_out")}
    turned["W_O"] = weights["W_O"].reshape(-1, weights["W_O"].shape[-1]).T
    return weights | turned


def add_equals_column(weights: Arrays) -> None:
    """Add a column of zeros for "=" to an unembedding into p classes, in place."""
    if weights["W_U"].ndim == 2 and weights["W_E"].ndim == 2 and weights["W_U"].shape[1] == weights["W_E"].shape[1] - 1:
        weights["W_U"] = np.pad(weights["W_U"], ((0, 0), (0, 1)))


def check_shapes(weights: Arrays) -> None:
    """Raise RunError unless the shapes fit together and every value is finite."""
    shapes = {name: array.shape for name, array in weights.items()}
    try:
        (d, vocab), (m,), (h, k, _) = shapes["W_E"], shapes["b_in"], shapes["W_K"]
    except ValueError:
        raise RunError("The weights do not have the shapes of a one-layer network: the file is damaged.") from None
    expected = {"W_E": (d, vocab), "W_pos": (N_POSITIONS, d), **layer_shapes(d, h, k, m), "W_U": (d, vocab)}
    for name, shape in expected.items():
        if shapes[name] != shape:
            raise RunError(f"{NAMES[name]} has a shape that stands for {shapes[name]}, where {shape} was expected.")
        if not np.isfinite(weights[name]).all():
            raise RunError(f"{NAMES[name]} holds values that are not finite.")
    if h * k != d:
        raise RunError(f"{h} heads of width {k} do not fill the stream of width {d}, as they do in this network.")
