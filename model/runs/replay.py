"""The structures that are replayed along training: the same ones at every checkpoint, on one scale each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transparent_box.model.analysis.probes import Probe, read
from transparent_box.model.storage import Arrays
from transparent_box.model.transformer import Activations, Weights, token_rows

REPLAY_FRAMES = 200
REPLAYED_ANSWER = 7  # the logit whose surface the film shows, in the shown names


@dataclass(frozen=True)
class Replay:
    """The choice of what is replayed, by rule from the final network; all in the shown names."""

    probes: Sequence[Probe]  # the final cosine and sine probes of the q probed frequencies, pair by pair
    neurons: NDArray[np.int64]  # (q,) the purest post-ReLU neuron of each frequency
    direction: int  # the MLP output with most of its variance along x + y
    answer: int

    def frame(self, weights: Weights, found: Activations) -> Arrays:
        """One checkpoint's part of each replayed array."""
        return {
            "wave": probe_waves(weights, self.probes).reshape(-1, 2, len(found.logits)),
            "mlp_pre": np.moveaxis(found.mlp_pre[..., self.neurons], -1, 0).astype(np.float16),
            "mlp_out": found.mlp_out[..., self.direction].astype(np.float16),
            "logit": found.logits[..., self.answer].astype(np.float16),
        }

    def stacked(self, steps: NDArray[np.int64], frames: list[Arrays]) -> Arrays:
        """The contents of `replay.safetensors` for f checkpoints.

        step (f,); frequency (q,) and wave (f, q, 2, p) the final probes reading each checkpoint; neuron (q,) and
        mlp_pre (f, q, p, p) its surface [x, y] before the ReLU; direction () and mlp_out (f, p, p); answer () and logit
        (f, p, p) for it.
        """
        return {name: np.stack([frame[name] for frame in frames]) for name in frames[0]} | {
            "step": steps,
            "frequency": np.array([probe.frequency for probe in self.probes[::2]]),
            "neuron": self.neurons,
            "direction": np.array(self.direction),
            "answer": np.array(self.answer),
        }


def probe_waves(weights: Weights, probes: Sequence[Probe]) -> NDArray[Any]:
    """(len(probes), p) what each probe reads from a network's tokens at position 0."""
    tokens = token_rows(weights)[0]
    waves = [read(tokens, probe.columns, probe.weights, probe.intercept) for probe in probes]
    return np.array(waves, dtype=np.float32)
