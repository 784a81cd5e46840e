"""Folds biases that other projects' networks have and ours has not into weights that ours has; exact, and NumPy only.

At "=" attention's weights are shares of 1, so a bias on values, and one on the output, add one vector to the stream
whatever is asked: the MLP's own biases take it over. A bias on keys adds the same to every score of a head, which the
softmax does not see. A bias on queries acts on the one query at "=", so a matrix can do it. One on the logits is left
out where it is the same for all, and refused where it is not: nothing of ours could take it over.
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

    RunError for one that is no number, has another shape, or cannot be folded.
    """
    found = {name: tensors[name].astype(np.float64) for name in BIASES if name in tensors and np.any(tensors[name])}
    h, k, d = weights["W_K"].shape
    shapes = {**dict.fromkeys(BIASES[:3], (h, k)), BIASES[3]: (d,)}
    for name, bias in found.items():
        if not np.isfinite(bias).all():
            raise RunError(f"{name} holds values that are no numbers.")
        if bias.shape != shapes.get(name, bias.shape):
            raise RunError(f"{name} has a shape that stands for {bias.shape}, where {shapes[name]} was expected.")
        if name == LOGITS and np.ptp(bias):
            raise RunError(f"The network has {name}, a bias on its answers, which no weight of ours can take over.")
    values, output = found.get(f"{ATTENTION}V", np.zeros((h, k))), found.get(f"{ATTENTION}O", np.zeros(d))
    fold_constant(weights, weights["W_O"].astype(np.float64) @ values.reshape(-1) + output)
    if f"{ATTENTION}Q" in found:
        fold_query(weights, found[f"{ATTENTION}Q"])
    return list(found)


def fold_constant(weights: Arrays, constant: Floats) -> None:
    """Let the MLP's biases add a vector (d,) to the stream that attention would have added for every question."""
    if constant.any():
        weights["b_in"] = (weights["b_in"] + weights["W_in"].astype(np.float64) @ constant).astype(np.float32)
        weights["b_out"] = (weights["b_out"] + constant).astype(np.float32)


def fold_query(weights: Arrays, bias: Floats) -> None:
    """Let W_Q add a bias (h, k) to the query at "="; RunError where the stream holds nothing there."""
    stream = weights["W_E"][:, -1].astype(np.float64) + weights["W_pos"][-1]
    if not stream.any():
        raise RunError(f"The network has {ATTENTION}Q, and nothing at “=” on which a weight of ours could do the same.")
    weights["W_Q"] = (weights["W_Q"] + bias[..., None] * stream / (stream @ stream)).astype(np.float32)
