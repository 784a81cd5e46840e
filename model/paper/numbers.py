"""The numbers and curves that Nanda et al. 2023 (arXiv 2301.05217) publish of their mainline run, to stand beside ours.

Numbers from the text, its tables 1 and 2 and the outputs of the released notebook; those of Figures 7 and 15 (test and
excluded loss, sums of squares, times) are digitized from the figures, about 3 % accurate. Keys are those of
`model.paper.report`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transparent_box.model.config import Config
from transparent_box.model.storage import read_json

CURVES = Path(__file__).resolve().parents[2] / "assets" / "paper_curves.json"

NUMBERS: dict[str, Any] = {
    "key_frequencies": [14, 35, 41, 42, 52],
    "loss": {"all": 2.412e-7, "train": 9.95e-8, "test": 3.02e-7},
    "restricted_loss": 5.54e-8,
    "excluded_loss": 5.96,
    "excluded_loss_every_frequency": 5.96,  # the same curve; see `model.paper.reasons.excluded_reason`
    "excluded_loss_per_frequency": {14: 2.8e-4, 35: 6.4e-4, 41: 1.6e-3, 42: 7.2e-2, 52: 3.3e-2},
    "clusters": {14: 44, 35: 93, 41: 145, 42: 87, 52: 64},
    "unclustered": 79,
    "uv_fve": {14: [0.932, 0.935], 35: [0.968, 0.965], 41: [0.970, 0.970], 42: [0.964, 0.964], 52: [0.974, 0.982]},
    "logit_fve": 0.95,
    "logit_fit_loss": 4.7e-8,
    "W_L_residual": 0.0055,  # "under"
    "ablations": {
        "degree_two": 2.48e-7,
        "directions_only": 1.19e-7,
        "directions_removed": 5.27,
        "frequencies_only": 7.24e-8,
        "skip_zeroed": 9.12e-7,
        "skip_mean": 7.25e-7,
    },
    "heads": [
        {"frequency": 35, "fve": 0.990},
        {"frequency": 42, "fve": 0.985},
        {"frequency": 52, "fve": 0.991},
        {"frequency": 42, "fve": 0.979},
    ],
    "attention_to_equals": [0.001, 0.004],  # range over the heads
    "sum_of_squares": {
        "total": 955.0,
        "W_E": 164.0,
        "W_pos": 7.6,
        "W_K": 12.9,
        "W_Q": 13.1,
        "W_V": 148.0,
        "W_O": 148.0,
        "W_in": 155.0,
        "W_out": 156.0,
        "W_U": 150.0,
    },
    "memorized_at": 200,
    "generalized_at": 10_900,
    "phases": {"memorization_ends": 1400, "cleanup_starts": 9400},
}


def is_papers_recipe(config: Config) -> bool:
    """Return whether a run repeats the mainline, however long and in whichever precision of the loss."""
    mainline = Config(steps=config.steps, loss_precision=config.loss_precision)
    return config == mainline


def value_at(curve: NDArray[np.float64], step: int) -> float:
    """Return a logarithmic curve (n, 2) between its vertices."""
    return float(np.exp(np.interp(step, curve[:, 0], np.log(curve[:, 1]))))


def curves() -> dict[str, NDArray[np.float64]]:
    """Name → (n, 2) vertices [step, value] of the digitized curves: train_loss, test_loss, restricted, excluded, …"""
    return {name: np.array(vertices) for name, vertices in read_json(CURVES)["curves"].items()}
