"""Turns a run's checkpoints into the arrays that films are drawn from. NumPy only: it needs no training machine.

`measure` adds to the run folder, all in the names the network was trained with:
    activations.safetensors   everything at "=" on all p² inputs, [x, y, …] (model.transformer.Activations)
    probes.safetensors        sparse probes of the key frequencies (model.probes)
    replay.safetensors        what is replayed along the checkpoints, float16 (`replay_arrays`)
    config.json               + "measured": key frequencies; + "renaming": the multiplier and its rule
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.data import LINEAR_OPERATIONS
from model.fourier import along_sum, embedding_spectrum, key_frequencies, neuron_fve
from model.frames import chosen_checkpoints
from model.probes import MOST_COLUMNS, Probe, fit_probe, read
from model.renaming import RULE, SLOW_WAVES, Renaming, choose_renaming
from model.run import Run, grid_activations
from model.storage import Arrays, read_json, write_arrays, write_json
from model.transformer import Weights, token_rows

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
    write_arrays(folder / "replay.safetensors", replay_arrays(Run(folder)))
    return Run(folder)


def probed_frequencies(tokens: NDArray[Any], frequencies: list[int]) -> list[int]:
    """The key frequencies, or where there are none the three strongest of the embedding."""
    if frequencies:
        return frequencies
    strongest = np.argsort(embedding_spectrum(tokens))[::-1][:SLOW_WAVES] + 1
    return sorted(int(k) for k in strongest)


def probe_arrays(tokens: NDArray[Any], frequencies: list[int]) -> Arrays:
    """frequency (n,), columns and weights (n, 2, 8) and intercept (n, 2) of the cosine and sine probes, zero-padded."""
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
    }


def replay_arrays(run: Run) -> Arrays:
    """The same structures along training, in the shown names of `run`, chosen by rule from its final network.

    step (f,); frequency (q,) the probed ones, and wave (f, q, 2, p) their final probes reading each checkpoint;
    neuron (q,) the purest post-ReLU neuron of each, and mlp_pre (f, q, p, p) its surface [x, y]; direction () the MLP
    output with most of its variance along x + y, and mlp_out (f, p, p); answer () and logit (f, p, p) for it.
    """
    fve = neuron_fve(run.activations.mlp_post)
    probes = run.probes
    neurons = np.array([fve[:, k - 1].argmax() for k in probes])
    direction = int(along_sum(run.activations.mlp_out).argmax())
    answer = REPLAYED_ANSWER % run.p
    chosen = chosen_checkpoints(run, REPLAY_FRAMES)
    frames: dict[str, list[NDArray[Any]]] = {"wave": [], "mlp_pre": [], "mlp_out": [], "logit": []}
    for arrays in run.checkpoints.networks(chosen):
        weights = run.show_weights(arrays)
        found = grid_activations(weights, run.p)
        frames["wave"].append(probe_waves(weights, [pair[wave] for pair in probes.values() for wave in pair]))
        frames["mlp_pre"].append(np.moveaxis(found.mlp_pre[..., neurons], -1, 0).astype(np.float16))
        frames["mlp_out"].append(found.mlp_out[..., direction].astype(np.float16))
        frames["logit"].append(found.logits[..., answer].astype(np.float16))
    stacked: Arrays = {name: np.stack(values) for name, values in frames.items()}
    stacked["wave"] = stacked["wave"].reshape(len(chosen), len(probes), 2, run.p)
    return stacked | {
        "step": run.checkpoints.steps[chosen],
        "frequency": np.array(list(probes)),
        "neuron": neurons,
        "direction": np.array(direction),
        "answer": np.array(answer),
    }


def probe_waves(weights: Weights, probes: list[Probe]) -> NDArray[Any]:
    """(len(probes), p) what each probe reads from a network's tokens at position 0."""
    tokens = token_rows(weights)[0]
    waves = [read(tokens, probe.columns, probe.weights, probe.intercept) for probe in probes]
    return np.array(waves, dtype=np.float32)
