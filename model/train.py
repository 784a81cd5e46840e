"""Trains one network by full-batch AdamW and leaves a run folder behind.

The recipe is that of Nanda et al. 2023 (arXiv 2301.05217, section 3 and released code): the start is drawn
from PyTorch's CPU generator in a fixed order, the schedule is min(step/10, 1) stepped after each update (so
the first update has learning rate 0), the log-softmax runs in float64 and everything else in float32.

A run folder while it trains:
    config.json                       the recipe, versions, device, seconds spent
    history.safetensors               losses and accuracies
    checkpoints/step_00000100.safetensors …   the weights along the way
    state.safetensors                 weights and optimiser moments, for --resume; gone once training is done
"""

from __future__ import annotations

import math
import platform
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn.functional import cross_entropy

from model.checkpoints import checkpoint_path, checkpoint_steps
from model.config import Config, ConfigError
from model.data import answers, split_pairs
from model.run import FORMAT, History
from model.storage import Arrays, RunError, read_arrays, read_json, write_arrays, write_json
from model.transformer import WEIGHT_NAMES, Weights, forward, weight_shapes

RANDOM_ORDER = ("W_E", "W_pos", "W_K", "W_Q", "W_V", "W_O", "W_in", "W_out", "W_U")
HISTORY_COLUMNS = tuple(History.__dataclass_fields__)
HISTORY_EVERY_STEP_UNTIL = 200
HISTORY_STRIDE = 10
STATE_STRIDE = 500
MOMENTS = ("exp_avg", "exp_avg_sq")  # of AdamW, in PyTorch's names


def initial_weights(config: Config) -> Weights:
    """The start, bit for bit: N(0, 1/d_model), W_U N(0, 1/V), biases 0, drawn in RANDOM_ORDER on the CPU."""
    torch.manual_seed(config.seed)
    shapes = weight_shapes(config)
    drawn = {name: torch.randn(shapes[name]) for name in RANDOM_ORDER}
    for name, tensor in drawn.items():
        tensor /= math.sqrt(config.d_vocab if name == "W_U" else config.d_model)
    return Weights(**drawn, b_in=torch.zeros(shapes["b_in"]), b_out=torch.zeros(shapes["b_out"]))


@dataclass(frozen=True)
class Batch:
    """All pairs of one side of the split, on the device: x, y, answer (n,)."""

    x: torch.Tensor
    y: torch.Tensor
    answer: torch.Tensor


def batches(config: Config, device: torch.device) -> tuple[Batch, Batch]:
    """The training and the test pairs of a recipe."""

    def batch(pairs: Any) -> Batch:
        x, y = pairs[:, 0].copy(), pairs[:, 1].copy()
        c = answers(config.operation, x, y, config.p)
        return Batch(*(torch.from_numpy(part).to(device) for part in (x, y, c)))

    split = split_pairs(config.operation, config.p, config.fraction, config.seed)
    return batch(split.train), batch(split.test)


def loss_of(weights: Weights, batch: Batch, precision: str) -> tuple[torch.Tensor, torch.Tensor]:
    """Mean cross-entropy over all V classes (a scalar of the given precision) and the logits (n, V)."""
    logits = forward(weights, batch.x, batch.y).logits
    return cross_entropy(logits.to(getattr(torch, precision)), batch.answer), logits


def accuracy_of(logits: torch.Tensor, batch: Batch) -> float:
    """Share of pairs whose largest logit is the answer."""
    return (logits.argmax(-1) == batch.answer).double().mean().item()


def choose_device(name: str) -> torch.device:
    """ "auto" takes CUDA where there is one; RunError where "cuda" was asked for and there is none."""
    if name == "cuda" and not torch.cuda.is_available():
        raise RunError("No CUDA device was found: use --device cpu, or auto.")
    use_cuda = name == "cuda" or (name == "auto" and torch.cuda.is_available())
    return torch.device("cuda" if use_cuda else "cpu")


@dataclass
class TrainingState:
    """Everything that training changes."""

    weights: Weights
    optimizer: torch.optim.AdamW
    step: int = 0
    history: list[tuple[float, ...]] = field(default_factory=list)
    seconds: float = 0.0

    def to_arrays(self) -> Arrays:
        """Weights and both moments, by name."""
        arrays = {"step": np.array(self.step)}
        for name, tensor in self.weights.to_dict().items():
            arrays[name] = to_numpy(tensor)
            for moment in MOMENTS if self.step else ():
                arrays[f"{moment}.{name}"] = to_numpy(self.optimizer.state[tensor][moment])
        return arrays

    def load_arrays(self, arrays: Arrays) -> None:
        """Inverse of to_arrays, into a fresh state."""
        self.step = int(arrays["step"])
        for name, tensor in self.weights.to_dict().items():
            with torch.no_grad():
                tensor.copy_(torch.from_numpy(arrays[name]))
            if self.step:
                device = tensor.device
                moments = {m: torch.from_numpy(arrays[f"{m}.{name}"]).to(device) for m in MOMENTS}
                self.optimizer.state[tensor] = {"step": torch.tensor(float(self.step)), **moments}


def to_numpy(tensor: torch.Tensor) -> np.ndarray[Any, Any]:
    """A copy on the CPU."""
    return tensor.detach().cpu().numpy().copy()


def fresh_state(config: Config, device: torch.device) -> TrainingState:
    """Initial weights as leaves on the device, and AdamW with decay on all of them.

    Of PyTorch's forms of AdamW the fused one's losses stay nearest to those of the same training in float64 throughout,
    over the first twenty steps, in which rounding differences grow a thousandfold.
    """
    weights = Weights(**{name: t.to(device).requires_grad_() for name, t in initial_weights(config).to_dict().items()})
    optimizer = torch.optim.AdamW(
        list(weights.to_dict().values()),
        lr=config.learning_rate,
        betas=config.betas,
        eps=config.epsilon,
        weight_decay=config.weight_decay,
        fused=True,
    )
    return TrainingState(weights, optimizer)


def learning_rate(config: Config, step: int) -> float:
    """The rate of update number `step`, counted from 0: a linear warm-up from 0."""
    return config.learning_rate * min(step / config.warmup_steps, 1.0)


def update(config: Config, state: TrainingState, batch: Batch) -> tuple[float, torch.Tensor]:
    """One step of training; returns the loss and logits from before it."""
    loss, logits = loss_of(state.weights, batch, config.loss_precision)
    state.optimizer.zero_grad(set_to_none=True)
    loss.backward()  # type: ignore[no-untyped-call]
    for group in state.optimizer.param_groups:
        group["lr"] = learning_rate(config, state.step)
    state.optimizer.step()
    state.step += 1
    return loss.item(), logits.detach()


@torch.no_grad()
def history_row(config: Config, state: TrainingState, train: Batch, test: Batch) -> tuple[float, ...]:
    """The present step's losses and accuracies, in the order of HISTORY_COLUMNS."""
    train_loss, train_logits = loss_of(state.weights, train, config.loss_precision)
    test_loss, test_logits = loss_of(state.weights, test, config.loss_precision)
    accuracies = accuracy_of(train_logits, train), accuracy_of(test_logits, test)
    return (float(state.step), train_loss.item(), test_loss.item(), *accuracies)


def is_history_step(step: int, steps: int) -> bool:
    """Every step at first, every tenth later, and the last."""
    return step <= HISTORY_EVERY_STEP_UNTIL or step % HISTORY_STRIDE == 0 or step == steps


def train(
    config: Config,
    folder: Path,
    device: str = "auto",
    resume: bool = False,
    threads: int | None = None,
    on_history: Callable[[tuple[float, ...]], None] = lambda row: None,
) -> None:
    """Train to `config.steps` in `folder`, or go on from where it stopped with `resume`.

    `threads` of the CPU: PyTorch's own choice by default; a resumed run keeps its number. Like the machine, they decide
    how sums are rounded. `on_history` is told every new row of the history. KeyboardInterrupt saves the state first.
    Raises RunError when the folder is already in use, is another recipe's, or cannot be written.
    """
    place = choose_device(device)
    use_threads(threads, folder, resume)
    state = open_state(config, folder, place, resume)
    if state.history and state.step == config.steps:
        return  # resumed, and already done
    train_batch, test_batch = batches(config, place)
    checkpoints = set(checkpoint_steps(config.steps))
    started = time.perf_counter() - state.seconds
    try:
        while True:
            if is_history_step(state.step, config.steps):
                state.history.append(history_row(config, state, train_batch, test_batch))
                on_history(state.history[-1])
            if state.step in checkpoints:
                write_arrays(checkpoint_path(folder, state.step), weight_arrays(state))
            state.seconds = time.perf_counter() - started
            if state.step == config.steps:
                break
            if state.step % STATE_STRIDE == 0:
                save(config, folder, state, place)
            update(config, state, train_batch)
    except KeyboardInterrupt:
        save(config, folder, state, place)
        raise
    save(config, folder, state, place)
    (folder / "state.safetensors").unlink(missing_ok=True)


def use_threads(threads: int | None, folder: Path, resume: bool) -> None:
    """Set PyTorch's thread count to the one asked for, or to that of the run being resumed."""
    if threads is None and resume and (folder / "config.json").exists():
        threads = read_json(folder / "config.json").get("threads")
    if threads is not None:
        torch.set_num_threads(int(threads))


def weight_arrays(state: TrainingState) -> Arrays:
    """The weights as NumPy arrays."""
    return {name: to_numpy(tensor) for name, tensor in state.weights.to_dict().items()}


def save(config: Config, folder: Path, state: TrainingState, device: torch.device) -> None:
    """History first, state last: whatever a crash leaves, the history reaches at least as far as the state."""
    columns = np.array(state.history, dtype=np.float64).reshape(-1, len(HISTORY_COLUMNS)).T
    write_arrays(folder / "history.safetensors", dict(zip(HISTORY_COLUMNS, columns, strict=True)))
    write_json(folder / "config.json", description(config, state, device))
    write_arrays(folder / "state.safetensors", state.to_arrays())


def description(config: Config, state: TrainingState, device: torch.device) -> dict[str, Any]:
    """What config.json holds."""
    name = torch.cuda.get_device_name(device) if device.type == "cuda" else platform.machine()
    return {
        "format": FORMAT,
        "recipe": config.to_json(),
        "steps_done": state.step,
        "seconds": round(state.seconds, 1),
        "device": f"{device.type} ({name})",
        "threads": torch.get_num_threads(),
        "versions": {"python": platform.python_version(), **{name: version(name) for name in ("torch", "numpy")}},
    }


def open_state(config: Config, folder: Path, device: torch.device, resume: bool) -> TrainingState:
    """A fresh state in an unused folder, or with `resume` the saved one."""
    saved = (folder / "config.json").exists()
    if saved and not resume:
        raise RunError(f"{folder} already holds a run: choose another --out, or continue it with --resume.")
    state = fresh_state(config, device)
    if not saved:
        return state
    metadata = read_json(folder / "config.json")
    check_same_recipe(config, metadata, folder)
    path = folder / "state.safetensors"
    names = ["step", *(f"{prefix}{name}" for prefix in ("", "exp_avg.", "exp_avg_sq.") for name in WEIGHT_NAMES)]
    if path.exists():
        at_start = int(read_arrays(path, ["step"])["step"]) == 0
        state.load_arrays(read_arrays(path, None if at_start else names))
    elif metadata.get("steps_done") == config.steps:
        state.step = config.steps
        state.history = list(history_rows(folder))
        return state
    state.history = [row for row in history_rows(folder) if row[0] < state.step]
    state.seconds = float(metadata.get("seconds", 0.0))
    return state


def history_rows(folder: Path) -> Iterator[tuple[float, ...]]:
    """The saved history, row by row."""
    columns = read_arrays(folder / "history.safetensors", HISTORY_COLUMNS)
    yield from zip(*(columns[name].tolist() for name in HISTORY_COLUMNS), strict=True)


def check_same_recipe(config: Config, metadata: dict[str, Any], folder: Path) -> None:
    """RunError unless the folder's recipe is this one."""
    try:
        saved = Config.from_json(metadata.get("recipe", {}))
    except ConfigError as error:
        raise RunError(f"{folder} cannot be continued: {error}") from None
    if saved != config:
        ours, theirs = config.to_json(), saved.to_json()
        changed = next(name for name in ours if ours[name] != theirs[name])
        raise RunError(
            f"{folder} was begun with {changed} = {theirs[changed]}, not {ours[changed]}: "
            "continue it with its own recipe, or choose another --out."
        )
