"""Turns a run's checkpoints into the arrays that films are drawn from. NumPy only: it needs no training machine.

`measure` adds to the run folder, all in the names the network was trained with:
    activations.safetensors   everything at "=" on all p² inputs, [x, y, …] (model.transformer.Activations)
    probes.safetensors        sparse probes of the key frequencies (model.analysis.probes)
    replay.safetensors        what is replayed along the checkpoints, float16 (`replay_arrays`)
    dynamics.safetensors      the progress measures along the same checkpoints (model.analysis.dynamics)
    config.json               + "measured": key frequencies; + "renaming": the multiplier and its rule
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.data import LINEAR_OPERATIONS
from model.analysis.diagonals import along_sum
from model.analysis.dynamics import checkpoint_measures, stacked
from model.analysis.fourier import embedding_spectrum, key_frequencies, neuron_fve
from model.analysis.pacing import chosen_checkpoints
from model.analysis.probes import MOST_COLUMNS, Probe, fit_probe, read
from model.analysis.renaming import RULE, SLOW_WAVES, Renaming, choose_renaming
from model.runs.run import Run, grid_activations
from model.analysis.selection import purest
from model.storage import Arrays, read_json, write_arrays, write_json
from model.transformer import Activations, Weights, token_rows

REPLAY_FRAMES = 200
REPLAYED_ANSWER = 7  # the logit whose surface the film shows, in the shown names


def measure(folder: Path) -> Run:
    """Measure a trained run and return it, opened anew. Raises RunError like `Run`."""
    run = Run(folder, names="trained")
    activations = grid_activations(run.weights, run.p)
    write_arrays(folder / "activations.safetensors", activations.to_dict())
    frequencies = key_frequencies(neuron_fve(activations.mlp_post))
    write_arrays(folder / "probes.safetensors", probe_arrays(run.tokens, probed_frequencies(run.tokens, frequencies)))
    linear = run.config.operation in LINEAR_OPERATIONS
    renaming = choose_renaming(frequencies, run.p) if linear else Renaming(run.p)
    metadata = read_json(folder / "config.json") | {
        "renaming": {"multiplier": renaming.multiplier, "rule": RULE},
        "measured": {"key_frequencies": frequencies, "accuracy": float((run.predictions == run.answers).mean())},
    }
    write_json(folder / "config.json", metadata)
    if len(run.checkpoints.steps) > 1:
        write_along_training(Run(folder))
    return Run(folder)


def write_along_training(run: Run) -> None:
    """One pass through the checkpoints for both files that need their activations."""
    scenery, replay, dynamics = Scenery(run), [], []
    chosen = chosen_checkpoints(run, REPLAY_FRAMES)
    for weights, found in shown_networks(run, chosen):
        replay.append(scenery.frame(weights, found))
        dynamics.append(checkpoint_measures(run, weights, found))
    write_arrays(run.folder / "replay.safetensors", scenery.stacked(chosen, replay))
    write_arrays(run.folder / "dynamics.safetensors", stacked(run, run.checkpoints.steps[chosen], dynamics))


def shown_networks(run: Run, chosen: NDArray[np.int64]) -> Iterator[tuple[Weights, Activations]]:
    """The chosen checkpoints' weights in the shown names and what they compute on all inputs."""
    for arrays in run.checkpoints.networks(chosen):
        weights = run.show_weights(arrays)
        yield weights, grid_activations(weights, run.p)


def dynamics_arrays(run: Run) -> Arrays:
    """What `dynamics.safetensors` holds; see `model.analysis.dynamics`."""
    chosen = chosen_checkpoints(run, REPLAY_FRAMES)
    rows = [checkpoint_measures(run, *network) for network in shown_networks(run, chosen)]
    return stacked(run, run.checkpoints.steps[chosen], rows)


def probed_frequencies(tokens: NDArray[Any], frequencies: list[int]) -> list[int]:
    """The key frequencies, or where there are none the three strongest of the embedding."""
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


def replay_arrays(run: Run) -> Arrays:
    """What `replay.safetensors` holds; see `Scenery`."""
    scenery = Scenery(run)
    chosen = chosen_checkpoints(run, REPLAY_FRAMES)
    return scenery.stacked(chosen, [scenery.frame(*network) for network in shown_networks(run, chosen)])


class Scenery:
    """The same structures along training, in the shown names of `run`, chosen by rule from its final network.

    step (f,); frequency (q,) the probed ones, and wave (f, q, 2, p) their final probes reading each checkpoint;
    neuron (q,) the purest post-ReLU neuron of each, and mlp_pre (f, q, p, p) its surface [x, y]; direction () the MLP
    output with most of its variance along x + y, and mlp_out (f, p, p); answer () and logit (f, p, p) for it.
    """

    def __init__(self, run: Run) -> None:
        self.run = run
        self.probes = [pair[wave] for pair in run.probes.values() for wave in pair]
        self.neurons = np.array(list(purest(run.evidence.neuron_fve, list(run.probes)).values()))
        self.direction = int(along_sum(run.activations.mlp_out).argmax())
        self.answer = REPLAYED_ANSWER % run.p

    def frame(self, weights: Weights, found: Activations) -> Arrays:
        """One checkpoint's part of each replayed array."""
        return {
            "wave": probe_waves(weights, self.probes).reshape(-1, 2, self.run.p),
            "mlp_pre": np.moveaxis(found.mlp_pre[..., self.neurons], -1, 0).astype(np.float16),
            "mlp_out": found.mlp_out[..., self.direction].astype(np.float16),
            "logit": found.logits[..., self.answer].astype(np.float16),
        }

    def stacked(self, chosen: NDArray[np.int64], frames: list[Arrays]) -> Arrays:
        """All frames, and what was chosen."""
        return {name: np.stack([frame[name] for frame in frames]) for name in frames[0]} | {
            "step": self.run.checkpoints.steps[chosen],
            "frequency": np.array(list(self.run.probes)),
            "neuron": self.neurons,
            "direction": np.array(self.direction),
            "answer": np.array(self.answer),
        }


def probe_waves(weights: Weights, probes: list[Probe]) -> NDArray[Any]:
    """(len(probes), p) what each probe reads from a network's tokens at position 0."""
    tokens = token_rows(weights)[0]
    waves = [read(tokens, probe.columns, probe.weights, probe.intercept) for probe in probes]
    return np.array(waves, dtype=np.float32)
