"""Folds biases of other projects' networks, which ours lacks, into weights that ours has; exact, NumPy only.

At "=" attention weights sum to 1, so biases on values and on the output add the same vector to the stream for every
question, which the MLP's biases can absorb. A bias on keys adds the same to every score of a head, to which the softmax
is invariant. A bias on queries acts on the single query at "=", so W_Q can absorb it. A bias on the logits is dropped
if it is the same for all, and refused otherwise, as no weight of ours can absorb it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transparent_box.model.storage import Arrays, RunError

Floats = NDArray[np.float64]
ATTENTION, LOGITS = "blocks.0.attn.b_", "unembed.b_U"
BIASES = (*(f"{ATTENTION}{part}" for part in "QKVO"), LOGITS)


def fold_biases(weights: Arrays, tensors: Mapping[str, NDArray[Any]]) -> list[str]:
    """Fold a file's biases into weights in our shapes, and return the names of those that were not zero.

    Raises RunError for a bias that is not finite, has another shape, or cannot be folded.
    """
    found = {name: tensors[name].astype(np.float64) for name in BIASES if name in tensors and np.any(tensors[name])}
    h, k, d = weights["W_K"].shape
    shapes = {**dict.fromkeys(BIASES[:3], (h, k)), BIASES[3]: (d,)}
    for name, bias in found.items():
        if not np.isfinite(bias).all():
            raise RunError(f"{name} holds values that are not finite.")
        if bias.shape != shapes.get(name, bias.shape):
            raise RunError(f"{name} has a shape that stands for {bias.shape}, where {shapes[name]} was expected.")
        if name == LOGITS and np.ptp(bias):
            raise RunError(f"The network has {name}, a bias on its answers, which no weight of ours can absorb.")
    values, output = found.get(f"{ATTENTION}V", np.zeros((h, k))), found.get(f"{ATTENTION}O", np.zeros(d))
    fold_constant(weights, weights["W_O"].astype(np.float64) @ values.reshape(-1) + output)
    if f"{ATTENTION}Q" in found:
        fold_query(weights, found[f"{ATTENTION}Q"])
    return list(found)


def fold_constant(weights: Arrays, constant: Floats) -> None:
    """Fold a vector (d,), which attention would add to the stream for every question, into the MLP's biases."""
    if constant.any():
        weights["b_in"] = (weights["b_in"] + weights["W_in"].astype(np.float64) @ constant).astype(np.float32)
        weights["b_out"] = (weights["b_out"] + constant).astype(np.float32)


def fold_query(weights: Arrays, bias: Floats) -> None:
    """Fold a bias (h, k) on the query at "=" into W_Q; raise RunError if the stream is zero there."""
    stream = weights["W_E"][:, -1].astype(np.float64) + weights["W_pos"][-1]
    if not stream.any():
        raise RunError(f"The network has {ATTENTION}Q, and nothing at “=” on which a weight of ours could do the same.")
    weights["W_Q"] = (weights["W_Q"] + bias[..., None] * stream / (stream @ stream)).astype(np.float32)
