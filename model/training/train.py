"""Trains one network, or several of one shape together, by full-batch AdamW and leaves run folders behind.

The recipe is that of Nanda et al. 2023 (arXiv 2301.05217, section 3 and released code): the start is drawn
from PyTorch's CPU generator in a fixed order, the schedule is min(step/10, 1) stepped after each update (so
the first update has learning rate 0), the log-softmax runs in float64 and everything else in float32.

What a step computes is in `model.training.step`, what a run folder holds in `model.training.saving`; here is the loop.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import torch

from transparent_box.model.config import Config
from transparent_box.model.data import answers, split_pairs
from transparent_box.model.folder_locks import lock_for_training
from transparent_box.model.runs.checkpoints import checkpoint_steps
from transparent_box.model.storage import RunError
from transparent_box.model.tasks import usable_memory
from transparent_box.model.training.device import device_kind, use_threads
from transparent_box.model.training.interrupts import delay_interrupts
from transparent_box.model.training.log import FLUSH_EVERY, SAVE_STRIDE, Row, TrainingLog
from transparent_box.model.training.passes import Batch
from transparent_box.model.training.saving import begin_run, is_history_step, open_state
from transparent_box.model.training.state import TrainingState, initial_weights
from transparent_box.model.training.step import Step, record_graph
from transparent_box.model.transformer import parameter_count

__all__ = ["Batch", "TrainingState", "initial_weights"]  # re-exported


TRAINED_COPIES = 6  # of every weight: itself, gradient, two moments, folded weights, a checkpoint
TABLE_COPIES = 4  # of what neurons and logits receive from every head and number, with the gradient by it
INDEX_COPIES = 26  # numbers' room that the row numbers of every pair and head take
PASS_COPIES = 4  # of every neuron and logit of every pair: forward and backward, for both splits


def batches(config: Config, device: torch.device) -> tuple[Batch, Batch]:
    """Return the training and the test pairs of a recipe."""

    def batch(pairs: Any) -> Batch:
        # By x, then y: neighbors read the same rows of a table, which a cache then holds.
        x, y = pairs[np.lexsort(pairs.T[::-1])].T.copy()
        c = answers(config.operation, x, y, config.p)
        return Batch(*(torch.from_numpy(part).to(device) for part in (x, y, c)))

    split = split_pairs(config.operation, config.p, config.fraction, config.seed)
    return batch(split.train), batch(split.test)


def train(
    config: Config,
    folder: Path,
    device: str = "auto",
    resume: bool = False,
    threads: int | None = None,
    on_history: Callable[[Row], None] = lambda row: None,
) -> None:
    """Train to `config.steps` in `folder`; with `resume`, from where it stopped.

    `threads` are the CPU's: PyTorch's own choice by default; a resumed run keeps its number. Like the machine, it
    decides how sums are rounded. `on_history` gets every new row of the history. KeyboardInterrupt saves the state
    first.
    Raises RunError if the folder is in use, is another recipe's, or cannot be written, if memory does not suffice, and
    if the loss is not finite any more; a run can be resumed from what was saved by then.
    """
    use_threads(threads, folder if resume else None)
    failures = train_together([config], [folder], device, resume, lambda _, row: on_history(row))
    for failure in failures.values():
        raise failure


def train_together(
    configs: Sequence[Config],
    folders: Sequence[Path],
    device: str = "auto",
    resume: bool = False,
    on_history: Callable[[int, Row], None] = lambda run, row: None,
) -> dict[int, RunError]:
    """Train several recipes together, each in its folder, and return the errors of the runs that failed by index.

    The recipes may differ in seed and operation only, and their folders must stand at the same step.
    """
    place = torch.device(device_kind(device))
    if place.type == "cpu":
        require_memory(configs)
    with out_of_memory_as_run_error(), lock_for_training(folders):
        state = open_state(configs, folders, place, resume)
        if state.histories[0] and state.step == state.config.steps:
            return {}  # resumed, and already done
        step = Step(state, *zip(*(batches(config, place) for config in configs), strict=True))
        if place.type == "cuda":
            torch.set_float32_matmul_precision("highest")  # TF32 keeps 10 bits: not the recipe
            step.record(record_graph)
        for run, folder in enumerate(folders):
            begin_run(state, run, folder)
        log = TrainingLog(state, folders, on_history, FLUSH_EVERY[place.type], SAVE_STRIDE[place.type])
        try:
            run_steps(step, log)
        finally:
            log.close()
        for run in log.runs:
            (folders[run] / "state.safetensors").unlink(missing_ok=True)
        return log.failures


def run_steps(step: Step, log: TrainingLog) -> None:
    """Run all remaining steps, keeping rows and checkpoints in the log."""
    state, steps = step.state, step.state.config.steps
    checkpoints = set(checkpoint_steps(steps))
    started = time.perf_counter() - state.seconds
    try:
        while True:
            if is_history_step(state.step, steps):
                log.keep_row(step.look())
            if state.step in checkpoints:
                log.keep_weights()
            state.seconds = time.perf_counter() - started
            if state.step == steps:
                log.hand_over()
                break
            log.hand_over_if_due()
            with delay_interrupts():  # an interrupted update could not be saved
                step.advance()
    except KeyboardInterrupt:
        if state.is_whole:  # else the last saved state stands
            log.save()
        raise
    log.save()


def require_memory(configs: Sequence[Config]) -> None:
    """Raise RunError, before allocating any, if runs need more memory than the machine or container has."""
    needed, there = 4 * numbers_in_memory(configs[0]) * len(configs), usable_memory()
    if needed > there:
        raise RunError(
            f"Training this needs about {needed / 1e9:,.0f} GB of memory and there are {there / 1e9:.0f} to use: "
            "choose a smaller --width or --mlp, or fewer --heads."
        )


def numbers_in_memory(config: Config) -> int:
    """Estimate how many float32 numbers the training of one run keeps."""
    p, h, outputs = config.p, config.n_heads, config.d_mlp + config.d_vocab
    tables = TABLE_COPIES * h * (2 * p + 1) * outputs
    return TRAINED_COPIES * parameter_count(config) + tables + p**2 * (PASS_COPIES * outputs + INDEX_COPIES * h)


@contextmanager
def out_of_memory_as_run_error() -> Iterator[None]:
    """Turn errors of too little memory in the block into RunError."""
    try:
        yield
    except torch.OutOfMemoryError:
        raise RunError(
            "The GPU has too little free memory: train fewer runs at a time, a smaller network, or use --device cpu; "
            "what was saved can be resumed."
        ) from None
    except RuntimeError as error:
        if "DefaultCPUAllocator" not in str(error):  # PyTorch has no class of its own for this
            raise
        raise RunError("This machine has too little free memory for the run; what was saved can be resumed.") from None
