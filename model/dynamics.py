"""The progress measures along training: what the checkpoints hide behind flat curves.

Nanda et al. 2023 (arXiv 2301.05217), section 5.1. The key frequencies are those of the final network at every
checkpoint.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from model.fourier import CLUSTER_FVE, embedding_spectrum, fourier_norms, gini, neuron_fve
from model.logit_map import logit_map
from model.loss import losses_of
from model.storage import Arrays
from model.transformer import WEIGHT_NAMES, Activations, Weights

if TYPE_CHECKING:
    from model.run import Run

Floats = NDArray[Any]

LOSSES = ("all", "train", "test", "restricted", "excluded", "excluded_every")  # fields of `model.loss.Losses`


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
    """Parameter name → sum of its squared values."""
    return {name: float(np.square(arrays[name].astype(np.float64)).sum()) for name in WEIGHT_NAMES}


def checkpoint_measures(run: Run, weights: Weights, found: Activations) -> Arrays:
    """One checkpoint's row of `dynamics.safetensors`, from its weights and activations in the shown names."""
    keys = run.key_frequencies
    losses = losses_of(found.logits[..., : run.p], run.totals, run.answers, run.split, keys)
    tokens = np.asarray(weights.W_E)[:, :-1].T
    map_norms = fourier_norms(logit_map(weights).matrix)
    fve = neuron_fve(found.mlp_post, keys)
    best = fve == fve.max(axis=1, keepdims=True, initial=0.0)
    return {
        "losses": np.array([getattr(losses, name) for name in LOSSES]),
        "excluded_by_frequency": np.array([losses.excluded_by_frequency[k] for k in keys]),
        "cluster_sizes": ((fve >= CLUSTER_FVE) & best).sum(axis=0).astype(np.int64),
        "squares": np.array(list(sum_of_squares(weights.to_dict()).values())),
        "gini": np.array([gini(fourier_norms(tokens)), gini(map_norms)]),
        "spectrum": embedding_spectrum(tokens).astype(np.float32),
    }


def stacked(run: Run, steps: NDArray[np.int64], rows: list[Arrays]) -> Arrays:
    """The rows as the arrays of the file, and the shown names they were measured in."""
    arrays = {name: np.stack([row[name] for row in rows]) for name in rows[0]}
    multiplier = np.array(run.renaming.multiplier)
    return arrays | {"step": steps, "frequency": np.array(run.key_frequencies, dtype=np.int64), "names": multiplier}


def read_dynamics(run: Run, arrays: Arrays) -> Dynamics:
    """The record in the names that `run` shows, from arrays in those they were measured in."""
    from model.renaming import Renaming

    measured = Renaming(run.p, int(arrays["names"]))

    def shown(k: int) -> int:
        """The frequency that is called k in the names of the measuring, as the run calls it."""
        trained = measured.trained_frequency(k)
        return run.renaming.shown_frequency(trained)[0]

    frequencies = [shown(k) for k in arrays["frequency"].tolist()]
    order = np.argsort(frequencies)
    columns = np.argsort([shown(k) for k in range(1, (run.p - 1) // 2 + 1)])
    losses, squares, ginis = arrays["losses"].T, arrays["squares"].T, arrays["gini"].T
    return Dynamics(
        step=arrays["step"],
        frequencies=sorted(frequencies),
        loss=losses[0],
        train_loss=losses[1],
        test_loss=losses[2],
        restricted=losses[3],
        excluded=losses[4],
        excluded_every=losses[5],
        excluded_by_frequency=arrays["excluded_by_frequency"][:, order],
        cluster_sizes=arrays["cluster_sizes"][:, order],
        squares_by_matrix=dict(zip(WEIGHT_NAMES, squares, strict=True)),
        gini_embedding=ginis[0],
        gini_logit_map=ginis[1],
        embedding_spectrum=arrays["spectrum"][:, columns],
    )
