"""The progress measures along training, which change while the loss curves are flat.

Nanda et al. 2023 (arXiv 2301.05217), section 5.1. The key frequencies are those of the final network at every
checkpoint.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transparent_box.model.analysis.fourier import CLUSTER_FVE, embedding_spectrum, fourier_norms, gini, neuron_fve
from transparent_box.model.analysis.logit_map import logit_map
from transparent_box.model.analysis.loss import losses_of
from transparent_box.model.analysis.renaming import Renaming
from transparent_box.model.data import Split
from transparent_box.model.storage import Arrays
from transparent_box.model.transformer import WEIGHT_NAMES, Activations, Weights

Floats = NDArray[Any]

PLAIN = (
    *("step", "loss", "train_loss", "test_loss", "restricted", "excluded", "excluded_every"),
    *("gini_embedding", "gini_logit_map"),
)
BY_FREQUENCY = ("excluded_by_frequency", "cluster_sizes")
ARRAYS = (*PLAIN, *BY_FREQUENCY, "squares", "embedding_spectrum", "frequency", "names")  # of dynamics.safetensors


@dataclass(frozen=True)
class Dynamics:
    """Measures of n checkpoints; losses in nats over p classes, columns by `frequencies` in the shown names."""

    step: NDArray[np.int64]  # (n,)
    frequencies: list[int]  # the q key frequencies, ascending
    loss: Floats  # (n,) on all inputs
    train_loss: Floats  # (n,)
    test_loss: Floats  # (n,)
    restricted: Floats  # (n,) on all inputs
    excluded: Floats  # (n,) on the training inputs, all key frequencies taken out
    excluded_every: Floats  # (n,) the waves of x + y of every frequency taken out, as in the paper's figure 7
    excluded_by_frequency: Floats  # (n, q) one taken out
    cluster_sizes: Floats  # (n, q) neurons of which that frequency explains 85 %
    squares_by_matrix: dict[str, Floats]  # parameter name → (n,) its sum of squared values
    gini_embedding: Floats  # (n,) of the Fourier norms of W_E
    gini_logit_map: Floats  # (n,) of those of W_L
    embedding_spectrum: Floats  # (n, (p−1)/2) norms of W_E by frequency

    @property
    def sum_of_squares(self) -> Floats:
        """(n,) over all parameters, biases included."""
        return np.sum(list(self.squares_by_matrix.values()), axis=0)  # type: ignore[no-any-return]


def sum_of_squares(arrays: dict[str, NDArray[Any]]) -> dict[str, float]:
    """Return parameter name → sum of its squared values."""
    return {name: float(np.square(arrays[name].astype(np.float64)).sum()) for name in WEIGHT_NAMES}


@dataclass(frozen=True)
class Yardstick:
    """The fixed terms in which all checkpoints are measured: totals and answers [x, y], the split, the final keys."""

    totals: NDArray[np.int64]
    answers: NDArray[np.int64]
    split: Split
    keys: list[int]


def checkpoint_measures(yardstick: Yardstick, weights: Weights, found: Activations) -> Arrays:
    """Measure one checkpoint, from its weights and activations in the yardstick's names: a row of the file."""
    keys, answers = yardstick.keys, yardstick.answers
    losses = losses_of(found.logits[..., : len(answers)], yardstick.totals, answers, yardstick.split, keys)
    tokens = np.asarray(weights.W_E)[:, :-1].T
    map_norms = fourier_norms(logit_map(weights).matrix)
    fve = neuron_fve(found.mlp_post, keys)
    best = fve == fve.max(axis=1, keepdims=True, initial=0.0)
    return {
        "loss": np.array(losses.all),
        "train_loss": np.array(losses.train),
        "test_loss": np.array(losses.test),
        "restricted": np.array(losses.restricted),
        "excluded": np.array(losses.excluded),
        "excluded_every": np.array(losses.excluded_every),
        "excluded_by_frequency": np.array([losses.excluded_by_frequency[k] for k in keys]),
        "cluster_sizes": ((fve >= CLUSTER_FVE) & best).sum(axis=0).astype(np.int64),
        "squares": np.array(list(sum_of_squares(weights.to_dict()).values())),
        "gini_embedding": np.array(gini(fourier_norms(tokens))),
        "gini_logit_map": np.array(gini(map_norms)),
        "embedding_spectrum": embedding_spectrum(tokens).astype(np.float32),
    }


def stack_rows(yardstick: Yardstick, multiplier: int, steps: NDArray[np.int64], rows: list[Arrays]) -> Arrays:
    """Stack rows as the arrays of dynamics.safetensors, with the multiplier of the names they were measured in."""
    arrays = {name: np.stack([row[name] for row in rows]) for name in rows[0]}
    described = {"frequency": np.array(yardstick.keys, dtype=np.int64), "names": np.array(multiplier)}
    return arrays | {"step": steps} | described


def read_dynamics(arrays: Arrays, renaming: Renaming) -> Dynamics:
    """Make the record in the names of a renaming from arrays in the names they were measured in."""
    measured = Renaming(renaming.p, int(arrays["names"]))

    def shown(k: int) -> int:
        """Return the frequency that is called k in the names of the measuring, as the renaming calls it."""
        trained = measured.trained_frequency(k)
        return renaming.shown_frequency(trained)[0]

    frequencies = [shown(k) for k in arrays["frequency"].tolist()]
    order = np.argsort(frequencies)
    columns = np.argsort([shown(k) for k in range(1, (renaming.p - 1) // 2 + 1)])
    return Dynamics(
        frequencies=sorted(frequencies),
        squares_by_matrix=dict(zip(WEIGHT_NAMES, arrays["squares"].T, strict=True)),
        embedding_spectrum=arrays["embedding_spectrum"][:, columns],
        **{name: arrays[name] for name in PLAIN},
        **{name: arrays[name][:, order] for name in BY_FREQUENCY},
    )
