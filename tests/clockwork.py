"""An oracle: a network built by hand that adds by clocks, so that every measure of it is known in closed form.

For each frequency k the embedding holds cos w_k x and sin w_k x; attention is even and adds those of x and y; PHASES
neurons relu(cos(w_k x + φ) + cos(w_k y + φ)), φ evenly round the circle, are each read by the logit of c with weight
cos(w_k c + 2φ). As cos α + cos β = 2 cos((α − β)/2) cos((α + β)/2), the logits are
Σ_k A |cos(w_k (x − y)/2)| cos(w_k (x + y − c)), but for harmonics that PHASES neurons cannot tell apart, 1e-3 of it.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from transparent_box.model.config import Config
from transparent_box.model.runs.checkpoints import checkpoint_path
from transparent_box.model.runs.measure import measure
from transparent_box.model.runs.run import FORMAT, Run
from transparent_box.model.storage import write_arrays, write_json
from transparent_box.model.transformer import weight_shapes

P, KEYS, PHASES, GAIN = 23, (3, 5), 64, 0.5
ANGLES = 2 * np.pi * np.arange(PHASES) / PHASES - np.pi
AMPLITUDE = GAIN * 2 * PHASES / 2 * 2 / (3 * np.pi)  # of relu(cos θ) the part cos 2θ is 2/(3π)


def clockwork(
    folder: Path,
    p: int = P,
    keys: tuple[int, ...] = KEYS,
    crest: int = 0,
    history: bool = False,
    operation: str = "x+y",
) -> Run:
    """A measured run folder of the network, opened in its own names; see `weights`.

    With `history` it has a checkpoint before it, of a network that knows nothing, and the curves of a training. It
    learned `operation`: x+y, or x-y, for which see `turning_back`.
    """
    config = Config(p=p, d_model=4 * len(keys), n_heads=1, d_mlp=PHASES * len(keys), steps=1, fraction=0.5)
    if operation == "x-y":
        config = replace(config, operation=operation, d_model=config.d_model + 2, n_heads=2)
    made = weights(config, keys, crest)
    if operation == "x-y":
        made |= turning_back(made, len(keys))
    write_arrays(checkpoint_path(folder, 1), made)
    write_json(folder / "config.json", {"format": FORMAT, "recipe": config.to_json(), "steps_done": 1})
    if history:
        random = np.random.default_rng(p)
        noise = {name: random.normal(0, 0.02, array.shape).astype(np.float32) for name, array in made.items()}
        write_arrays(checkpoint_path(folder, 0), noise)
        curves = {"step": [0, 1], "train_loss": [np.log(p), 0.1], "test_loss": [np.log(p), 0.1]}
        accuracies = {"train_accuracy": [1 / p, 1.0], "test_accuracy": [1 / p, 1.0]}
        write_arrays(folder / "history.safetensors", {n: np.array(v, float) for n, v in (curves | accuracies).items()})
    measure(folder)
    return Run(folder, naming="trained")


def untrained(p: int, folder: Path, operation: str = "x+y") -> Run:
    """A measured run folder of random weights, alone."""
    config = Config(p=p, operation=operation, d_model=8, n_heads=2, d_mlp=16, steps=1, fraction=0.5)
    random = np.random.default_rng(p)
    arrays = {name: random.normal(size=shape).astype(np.float32) for name, shape in weight_shapes(config).items()}
    write_arrays(checkpoint_path(folder, 1), arrays)
    write_json(folder / "config.json", {"format": FORMAT, "recipe": config.to_json(), "steps_done": 1})
    return measure(folder)


def weights(config: Config, keys: tuple[int, ...] = KEYS, crest: int = 0) -> dict[str, np.ndarray]:
    """The network; per frequency two dimensions for the numbers and two for the answers.

    The first of those two is highest where x + y is `crest`.
    """
    p, d, m = config.p, config.d_model, config.d_mlp
    n = np.arange(p)
    W_E, W_U, W_in, W_out = np.zeros((d, p + 1)), np.zeros((d, p + 1)), np.zeros((m, d)), np.zeros((d, m))
    for index, k in enumerate(keys):
        angle, at, own = 2 * np.pi * k * n / p, 4 * index, slice(PHASES * index, PHASES * (index + 1))
        turn = 2 * np.pi * k * crest / p
        W_E[at : at + 2, :p] = np.cos(angle), np.sin(angle)
        W_U[at + 2 : at + 4, :p] = np.cos(angle - turn), np.sin(angle - turn)
        W_in[own, at : at + 2] = np.column_stack([np.cos(ANGLES), -np.sin(ANGLES)])
        read = 2 * ANGLES + turn
        W_out[at + 2 : at + 4, own] = GAIN * np.array([np.cos(read), -np.sin(read)])
    even = {"W_K": np.zeros((1, d, d)), "W_Q": np.zeros((1, d, d)), "W_V": 3 * np.eye(d)[None], "W_O": np.eye(d)}
    rest = {"W_pos": np.zeros((3, d)), "b_in": np.zeros(m), "b_out": np.zeros(d)}
    arrays = {"W_E": W_E, "W_U": W_U, "W_in": W_in, "W_out": W_out, **even, **rest}
    return {name: array.astype(np.float32) for name, array in arrays.items()}


def turning_back(made: dict[str, np.ndarray], frequencies: int) -> dict[str, np.ndarray]:
    """The attention that makes of it a network for x − y: one head looks at x, one at y and turns its sines about.

    The last two dimensions say which position is whose; "=" asks for both, and each head's keys for one of them.
    """
    d, half, ours = len(made["W_E"]), len(made["W_E"]) // 2, np.arange(4 * frequencies) % 4 < 2
    at, read = np.flatnonzero(ours), np.zeros((2, half, d))
    read[:, np.arange(len(at)), at] = 1
    W_pos, W_Q, W_K, W_O = np.zeros((3, d)), np.zeros((2, half, d)), np.zeros((2, half, d)), np.zeros((d, 2 * half))
    W_pos[:, -2:] = [[1, 0], [0, 1], [1, 1]]
    W_Q[:, 0, -2:] = 50
    W_K[:, 0, -2:] = [[1, -1], [-1, 1]]
    for head, turn in enumerate((1, -1)):
        W_O[at, head * half + np.arange(len(at))] = np.where(at % 2, turn, 1)
    found = {"W_pos": W_pos, "W_Q": W_Q, "W_K": W_K, "W_V": read, "W_O": W_O}
    return {name: array.astype(np.float32) for name, array in found.items()}


def envelope(k: int) -> np.ndarray:
    """[x, y] |cos(w_k (x − y)/2)|."""
    x, y = np.meshgrid(np.arange(P), np.arange(P), indexing="ij")
    return np.abs(np.cos(np.pi * k * (x - y) / P))


def wave(k: int) -> np.ndarray:
    """[x, y, c] cos(w_k (x + y − c))."""
    x, y, c = np.meshgrid(*[np.arange(P)] * 3, indexing="ij")
    return np.cos(2 * np.pi * k * (x + y - c) / P)


def logits() -> np.ndarray:
    """[x, y, c] in closed form."""
    return AMPLITUDE * sum(envelope(k)[..., None] * wave(k) for k in KEYS)


def sum_share(k: int) -> float:
    """What cos(w_k(x + y)) explains of |cos(w_k (x − y)/2)| cos(w_k (x + y)): mean² over mean square, near 8/π²."""
    return float(envelope(k).mean() ** 2 / np.square(envelope(k)).mean())
