"""Trains one line-wrapping network and leaves a run folder behind.

Every step draws its documents, its noise and its choices afresh from the seed and the step's number, so that nothing
can be memorized and an interrupted run needs nothing but weights and moments to go on.

A run folder while it trains:
    config.json                       the task, the recipe, versions, seconds spent; there before all else
    history.safetensors               loss and accuracy
    checkpoints/step_00000200.safetensors …   the weights along the way
    state.safetensors                 weights and optimizer moments, for --resume; gone once training is done
"""

from __future__ import annotations

import math
import platform
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn.functional import binary_cross_entropy_with_logits

from transparent_box.model.folder_locks import lock_for_training
from transparent_box.model.linebreak.documents import draw, draw_widths
from transparent_box.model.linebreak.network import (
    WEIGHT_NAMES,
    Question,
    Weights,
    checked_weights,
    decide,
    question,
    streams,
    weight_shapes,
)
from transparent_box.model.linebreak.recipe import TASK, Recipe
from transparent_box.model.linebreak.run import FORMAT, HISTORY_COLUMNS
from transparent_box.model.runs.checkpoints import checkpoint_path
from transparent_box.model.storage import (
    Arrays,
    RunError,
    read_json,
    require_new,
    require_own,
    write_arrays,
    write_json,
)
from transparent_box.model.training.device import use_threads
from transparent_box.model.training.interrupts import delay_interrupts
from transparent_box.model.training.saving import (
    check_same_recipe,
    forget_measures,
    history_rows,
    require_complete_history,
    require_state,
    saved_arrays,
    seconds_spent,
)
from transparent_box.model.training.state import MOMENTS

CHECKPOINTS = 60
HISTORY_STRIDE = 20
STATE_STRIDE = 500
FINAL_RATE = 0.05  # of the largest learning rate
CLOSED = 2.0  # the score of nothing at the start: boundary heads begin by looking at little
DRAWN_FIRST = ("W_E", "W_Q", "W_K")  # of the start, then the others by field
LAST_STREAM = 2**32  # of random numbers: the start's, which no step's can be


def initial_weights(recipe: Recipe) -> Weights:
    """Return the start: N(0, 1/columns), embeddings N(0, 1), biases 0, sinks CLOSED."""
    rng, shapes = np.random.default_rng([recipe.seed, LAST_STREAM]), weight_shapes(recipe)
    start = {}
    for name in dict.fromkeys((*DRAWN_FIRST, *shapes)):
        shape = shapes[name]
        if name.startswith("b_") or name == "boundary_b":
            start[name] = np.zeros(shape)
        elif name == "sink":
            start[name] = np.full(shape, CLOSED)
        else:
            start[name] = rng.standard_normal(shape) / (1 if name == "W_E" else math.sqrt(shape[-1]))
    return Weights(**{name: torch.from_numpy(array.astype(np.float32)) for name, array in start.items()})


@dataclass(frozen=True)
class Batch:
    """One step's documents and chance, as tensors."""

    asked: Question
    fits: torch.Tensor  # (s, L)
    weight: torch.Tensor  # (s, 1) of each place in the loss
    near: torch.Tensor  # (s,)
    place_noise: torch.Tensor  # (s, d)
    width_noise: torch.Tensor  # (n, d)


def batch_of(recipe: Recipe, step: int) -> Batch:
    """Draw the documents that update number `step` learns from: always the same for one seed."""
    rng = np.random.default_rng([recipe.seed, step])
    documents = draw(rng, draw_widths(rng, recipe.documents))
    places = documents.places
    asked = question(documents, rng.random(recipe.documents) < recipe.last_word_share)

    def noise(rows: int) -> torch.Tensor:
        drawn = rng.standard_normal((rows, recipe.d_model), dtype=np.float32)
        return torch.from_numpy(recipe.noise * drawn)

    return Batch(
        Question(**{name: torch.from_numpy(array) for name, array in vars(asked).items()}),
        torch.from_numpy(places.fits.astype(np.float32)),
        torch.from_numpy(np.where(places.near, 1.0, recipe.far_weight).astype(np.float32))[:, None],
        torch.from_numpy(places.near),
        noise(len(places.count)),
        noise(recipe.documents),
    )


def loss_of(weights: Weights, batch: Batch) -> tuple[torch.Tensor, torch.Tensor]:
    """Weighted mean cross-entropy of the 14 questions in nats, and the logits (s, L), under this batch's noise."""
    place, width = streams(weights, batch.asked)
    found = decide(weights, place + batch.place_noise, width + batch.width_noise, batch.asked.document)
    each = binary_cross_entropy_with_logits(found.logits, batch.fits, reduction="none")
    return (each * batch.weight).sum() / (batch.weight.sum() * batch.fits.shape[1]), found.logits


@dataclass
class TrainingState:
    """Everything that training changes."""

    weights: Weights
    optimizer: torch.optim.AdamW
    step: int = 0
    history: list[tuple[float, ...]] = field(default_factory=list)
    seconds: float = 0.0

    def to_arrays(self) -> Arrays:
        """Return weights and both moments, by name."""
        arrays = {"step": np.array(self.step), **weight_arrays(self)}
        for name, tensor in self.weights.to_dict().items():
            for moment in MOMENTS if self.step else ():
                arrays[f"{moment}.{name}"] = self.optimizer.state[tensor][moment].numpy().copy()
        return arrays

    def load_arrays(self, arrays: Arrays, recipe: Recipe) -> None:
        """Inverse of to_arrays, into a fresh state."""
        self.step = int(arrays["step"])
        saved = checked_weights(arrays, recipe, Path("state.safetensors")).to_dict()
        for name, tensor in self.weights.to_dict().items():
            with torch.no_grad():
                tensor.copy_(torch.from_numpy(saved[name]))
            if self.step:
                moments = {moment: torch.from_numpy(arrays[f"{moment}.{name}"]) for moment in MOMENTS}
                self.optimizer.state[tensor] = {"step": torch.tensor(float(self.step)), **moments}


def weight_arrays(state: TrainingState) -> Arrays:
    """Return the weights as NumPy arrays."""
    return {name: tensor.detach().numpy().copy() for name, tensor in state.weights.to_dict().items()}


def fresh_state(recipe: Recipe) -> TrainingState:
    """Initial weights as leaves, and AdamW with decay on all of them."""
    weights = Weights(**{name: tensor.requires_grad_() for name, tensor in initial_weights(recipe).to_dict().items()})
    optimizer = torch.optim.AdamW(
        list(weights.to_dict().values()),
        lr=recipe.learning_rate,
        betas=recipe.betas,
        eps=recipe.epsilon,
        weight_decay=recipe.weight_decay,
        fused=True,
    )
    return TrainingState(weights, optimizer)


def learning_rate(recipe: Recipe, step: int) -> float:
    """Return the learning rate of update `step`, from 0: a linear warm-up, then half a cosine down to FINAL_RATE."""
    if step < recipe.warmup_steps:
        return recipe.learning_rate * (step + 1) / recipe.warmup_steps
    done = (step - recipe.warmup_steps) / max(recipe.steps - recipe.warmup_steps, 1)
    return recipe.learning_rate * (FINAL_RATE + (1 - FINAL_RATE) * (1 + math.cos(math.pi * done)) / 2)


def update(recipe: Recipe, state: TrainingState) -> tuple[float, float]:
    """Return one step; returns the loss from before it, and the share of right answers near the end of a line."""
    batch = batch_of(recipe, state.step)
    loss, logits = loss_of(state.weights, batch)
    if not math.isfinite(loss.item()):
        raise RunError(f"Training went astray at step {state.step}: choose a smaller --learning-rate.")
    state.optimizer.zero_grad(set_to_none=True)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(state.weights.to_dict().values(), recipe.largest_gradient)
    for group in state.optimizer.param_groups:
        group["lr"] = learning_rate(recipe, state.step)
    state.optimizer.step()
    state.step += 1
    right = (logits.detach() > 0) == (batch.fits > 0)
    return loss.item(), right[batch.near].double().mean().item()


def train(
    recipe: Recipe,
    folder: Path,
    resume: bool = False,
    threads: int = 1,
    on_history: Callable[[tuple[float, ...]], None] = lambda row: None,
) -> None:
    """Train to `recipe.steps` in `folder`, or go on from where it stopped with `resume`.

    `threads` of the CPU decide how sums are rounded. `on_history` is told every new row of the history, (step, loss,
    accuracy), which tells of a batch that the network has not learned from yet. KeyboardInterrupt saves the state
    first. Raises RunError when the folder is already in use, is another recipe's, or cannot be written.
    """
    use_threads(threads)
    with lock_for_training([folder]):
        state = open_state(recipe, folder, resume)
        if not state.history or state.step < recipe.steps:
            begin(recipe, folder, state)
            run_through(recipe, folder, state, on_history)


def run_through(
    recipe: Recipe, folder: Path, state: TrainingState, on_history: Callable[[tuple[float, ...]], None]
) -> None:
    """All steps that are left."""
    started = time.perf_counter() - state.seconds
    stride = checkpoint_stride(recipe)
    try:
        while state.step < recipe.steps:
            if state.step % stride == 0:
                write_arrays(checkpoint_path(folder, state.step), weight_arrays(state))
            state.seconds = time.perf_counter() - started
            if state.step % STATE_STRIDE == 0:
                save(recipe, folder, state)
            with delay_interrupts():  # an update that is cut in two could not be saved
                row = (float(state.step), *update(recipe, state))
                told = row[0] % HISTORY_STRIDE == 0 or state.step == recipe.steps
                if told:
                    state.history.append(row)
            if told:
                on_history(row)
    except KeyboardInterrupt:
        save(recipe, folder, state)
        raise
    write_arrays(checkpoint_path(folder, state.step), weight_arrays(state))
    state.seconds = time.perf_counter() - started
    save(recipe, folder, state)
    (folder / "state.safetensors").unlink(missing_ok=True)


def begin(recipe: Recipe, folder: Path, state: TrainingState) -> None:
    """Make a folder known as a run's before anything else is in it; of a run that goes on, forget what was measured."""
    if (folder / "config.json").exists():
        forget_measures(folder)
    else:
        write_json(folder / "config.json", description(recipe, state))


def save(recipe: Recipe, folder: Path, state: TrainingState) -> None:
    """History first, state last: whatever a crash leaves, the history reaches at least as far as the state."""
    columns = np.array(state.history, dtype=np.float64).reshape(-1, len(HISTORY_COLUMNS)).T
    write_arrays(folder / "history.safetensors", dict(zip(HISTORY_COLUMNS, columns, strict=True)))
    write_json(folder / "config.json", description(recipe, state))
    write_arrays(folder / "state.safetensors", state.to_arrays())


def description(recipe: Recipe, state: TrainingState) -> dict[str, Any]:
    """Return the contents of config.json."""
    return {
        "format": FORMAT,
        "task": TASK,
        "recipe": recipe.to_json(),
        "steps_done": state.step,
        "seconds": round(state.seconds, 1),
        "device": f"cpu ({platform.machine()})",
        "threads": torch.get_num_threads(),
        "versions": {"python": platform.python_version(), **{name: version(name) for name in ("torch", "numpy")}},
    }


def open_state(recipe: Recipe, folder: Path, resume: bool) -> TrainingState:
    """Return a fresh state in an unused folder, or with `resume` the saved one."""
    saved = (folder / "config.json").exists()
    if not resume:
        require_new(folder)
    state = fresh_state(recipe)
    if not saved:
        require_own(folder)
        return state
    metadata = read_json(folder / "config.json")
    if metadata.get("task") != TASK:
        raise RunError(f"{folder} holds a run of another task: choose another --out.")
    check_same_recipe(recipe, metadata, folder)
    arrays = saved_arrays(folder, WEIGHT_NAMES)
    if arrays:
        require_state(arrays, weight_shapes(recipe), recipe.steps, metadata, folder)
        state.load_arrays(arrays, recipe)
    elif metadata.get("steps_done") == recipe.steps:
        state.step = recipe.steps
        state.history = list(history_rows(folder, HISTORY_COLUMNS))
        return state
    else:
        return state  # it was killed before its state was saved for the first time
    state.history = [row for row in history_rows(folder, HISTORY_COLUMNS) if row[0] < state.step]
    checkpoints, told = range(0, recipe.steps, checkpoint_stride(recipe)), range(0, state.step, HISTORY_STRIDE)
    require_complete_history(state.history, folder, state.step, checkpoints, told, WEIGHT_NAMES)
    state.seconds = seconds_spent(metadata)
    return state


def checkpoint_stride(recipe: Recipe) -> int:
    """Return steps from one checkpoint to the next."""
    return max(1, recipe.steps // CHECKPOINTS)
