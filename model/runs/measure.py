"""Turns a run's checkpoints into the arrays that films are drawn from. NumPy only: it needs no training machine.

`measure` adds to the run folder, all in the names the network was trained with:
    activations.safetensors   everything at "=" on all p² inputs, [x, y, …] (model.transformer.Activations)
    probes.safetensors        sparse probes of the key frequencies (model.analysis.probes)
    exam.safetensors          every answer marked, along checkpoints until after the exam (model.analysis.exam_board)
    dynamics.safetensors      the progress measures along the same checkpoints (model.analysis.dynamics)
    config.json               + "measured": key frequencies; + "renaming": the multiplier and its rule
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transparent_box.model.analysis.fourier import embedding_spectrum, key_frequencies, neuron_fve
from transparent_box.model.analysis.probes import MOST_COLUMNS, fit_probe
from transparent_box.model.analysis.renaming import RULE, SLOW_WAVES, Renaming, choose_renaming
from transparent_box.model.data import LINEAR_OPERATIONS
from transparent_box.model.folder_locks import lock_for_measuring
from transparent_box.model.runs.evidence import Evidence
from transparent_box.model.runs.run import Run, grid_activations
from transparent_box.model.storage import Arrays, read_json, update_arrays, update_json

Report = Callable[[int, int], None]  # gets the checkpoints done and all of them
ALONG_TRAINING = ("exam", "dynamics")  # what is measured of a run with a history, written last


def measure(folder: Path, report: Report = lambda done, checkpoints: None) -> Run:
    """Measure a trained run and return it, opened anew. Raises RunError like `Run`, and while it is being trained.

    Most of the time goes into the checkpoints: `report` is called with how many of how many are done.
    """
    with lock_for_measuring(folder):
        return write_measures(folder, report)


def write_measures(folder: Path, report: Report) -> Run:
    """Measure a run whose folder is held."""
    run = Run(folder, naming="trained")
    if "measured" not in run.metadata:  # these are of other weights, and would count as measured if this were killed
        for name in ALONG_TRAINING:
            (folder / f"{name}.safetensors").unlink(missing_ok=True)
    activations = grid_activations(run.weights, run.p)
    update_arrays(folder / "activations.safetensors", activations.to_dict())
    frequencies = key_frequencies(neuron_fve(activations.mlp_post))
    update_arrays(folder / "probes.safetensors", probe_arrays(run.tokens, probed_frequencies(run.tokens, frequencies)))
    linear = run.config.operation in LINEAR_OPERATIONS
    renaming = choose_renaming(frequencies, run.p) if linear else Renaming(run.p)
    metadata = read_json(folder / "config.json") | {
        "renaming": {"multiplier": renaming.multiplier, "rule": RULE},
        "measured": {"key_frequencies": frequencies, "accuracy": float((run.predictions == run.answers).mean())},
    }
    update_json(folder / "config.json", metadata)
    shown = Run(folder)
    if len(run.checkpoints.steps) > 1:
        training, done = Evidence(shown).training, count(1)
        checkpoints = len(training.marked_checkpoints) + len(training.measured_checkpoints)

        def advance() -> None:
            report(next(done), checkpoints)

        update_arrays(folder / "exam.safetensors", training.mark_exam(advance))
        update_arrays(folder / "dynamics.safetensors", training.measure_dynamics(advance))
    return shown


def probed_frequencies(tokens: NDArray[Any], frequencies: list[int]) -> list[int]:
    """Return the key frequencies, or where there are none the three strongest of the embedding."""
    if frequencies:
        return frequencies
    strongest = np.argsort(embedding_spectrum(tokens))[::-1][:SLOW_WAVES] + 1
    return sorted(int(k) for k in strongest)


def probe_arrays(tokens: NDArray[Any], frequencies: list[int]) -> Arrays:
    """frequency (n,), columns, weights (n, 2, 8), intercept, held_out_r2 (n, 2) of the probes, zero-padded."""
    pairs = [(fit_probe(tokens, k, "cos"), fit_probe(tokens, k, "sin")) for k in frequencies]

    def padded(values: NDArray[Any]) -> NDArray[Any]:
        return np.pad(values, (0, MOST_COLUMNS - len(values)))

    def table(part: str) -> NDArray[Any]:
        return np.array([[padded(getattr(probe, part)) for probe in pair] for pair in pairs])

    return {
        "frequency": np.array(frequencies),
        "columns": table("columns"),
        "weights": table("weights"),
        "intercept": np.array([[probe.intercept for probe in pair] for pair in pairs]),
        "held_out_r2": np.array([[probe.held_out_r2 for probe in pair] for pair in pairs]),
    }
