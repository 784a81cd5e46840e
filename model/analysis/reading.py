"""One sum read through the whole network: what each layer makes of it, on scales that hold for all sums."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transparent_box.model.transformer import Activations, Weights, token_rows

Floats = NDArray[Any]
Integers = NDArray[np.int64]
REACH = 99.5  # percentile of sizes up to which a scale reaches: a few that stand out do not dim the others


@dataclass
class Reading:
    """The arrays of one sum, from its three tokens to the logits, and the scales they are drawn on."""

    tokens: tuple[int, int, int]
    vocabulary: int
    embeddings: Floats  # (3, d) of x, y and "=", with their positions
    attention: Floats  # (h, 3) how much "=" looks at x, y, "="
    pre: Floats  # (m,) neurons before the ReLU, in the order they are shown in
    post: Floats  # (m,) after it
    out: Floats  # (d,) what the MLP adds to the stream
    logits: Floats  # (p,)
    answer: int  # the number with the largest logit
    neuron_scale: float
    out_scale: float


@dataclass(frozen=True)
class Scales:
    """The sizes that neurons before the ReLU, and outputs of the MLP, reach over all sums."""

    neuron: float
    out: float


def scales_of(activations: Activations) -> Scales:
    """Measure on all inputs how large neurons and outputs become."""
    neuron, out = (float(np.percentile(np.abs(values), REACH)) for values in (activations.mlp_pre, activations.mlp_out))
    return Scales(neuron or 1.0, out or 1.0)


def read_sum(weights: Weights, activations: Activations, order: Integers, scales: Scales, x: int, y: int) -> Reading:
    """Read x and y through the network; `activations` on the grid [x, y, …], `order` (m,) of the neurons."""
    at_x, at_y, equals = token_rows(weights)
    p = len(at_x)
    here = {name: np.asarray(values[x, y], dtype=float) for name, values in activations.to_dict().items()}
    logits = here["logits"][:p]
    return Reading(
        tokens=(x, y, p),
        vocabulary=p + 1,
        embeddings=np.stack([at_x[x], at_y[y], equals]),
        attention=here["attention"],
        pre=here["mlp_pre"][order],
        post=here["mlp_post"][order],
        out=here["mlp_out"],
        logits=logits,
        answer=int(logits.argmax()),
        neuron_scale=scales.neuron,
        out_scale=scales.out,
    )


def shown_order(clusters: Sequence[Integers], phases: Floats, count: int) -> Integers:
    """(n,) neurons by cluster, each by the phase of its wave of x, then the others: sweeps run through as waves."""
    sorted_ones = [members[np.argsort(phases[members], kind="stable")] for members in clusters]
    rest = np.setdiff1d(np.arange(count), np.concatenate([*sorted_ones, np.zeros(0, np.int64)]))
    return np.concatenate([*sorted_ones, rest]).astype(np.int64)
