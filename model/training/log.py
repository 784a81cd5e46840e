"""Keeps what the training loop sees on its way where it was computed until there is time to hand it over.

On the CPU that is at once. On CUDA, reading a number makes the processor wait for the device, and writing a checkpoint
takes as long as fifty steps, so rows and weights are copied aside on the device, read every few hundred steps, and
written by a thread while the device goes on.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import torch

from transparent_box.model.runs.checkpoints import checkpoint_path
from transparent_box.model.storage import Arrays, RunError, write_arrays
from transparent_box.model.training.parameters import Parameters
from transparent_box.model.training.saving import not_finite, save
from transparent_box.model.training.state import TrainingState

Row = tuple[float, ...]  # of the history: the step and what `Step.look` sees
FLUSH_EVERY = {"cpu": 1, "cuda": 500}  # steps
SAVE_STRIDE = {"cpu": 500, "cuda": 5000}  # a few seconds of work either way


class TrainingLog:
    """The histories, checkpoints and states of the runs of one training state."""

    def __init__(
        self,
        state: TrainingState,
        folders: Sequence[Path],
        on_history: Callable[[int, Row], None],
        stride: int = 1,
        save_stride: int = SAVE_STRIDE["cpu"],
    ) -> None:
        """`on_history` is told the run's number and every row; `stride` steps lie between two times of handing over."""
        self.state, self.folders, self.on_history = state, folders, on_history
        self.stride, self.save_stride = stride, save_stride
        self.failures: dict[int, RunError] = {}
        self._pending: list[tuple[int, Row]] = []
        self._rows: list[tuple[int, torch.Tensor]] = []
        self._weights: list[tuple[int, torch.Tensor]] = []
        self._writer = ThreadPoolExecutor(1) if stride > 1 else None
        self._writing: list[Future[None]] = []

    @property
    def runs(self) -> list[int]:
        """Those that have not failed."""
        return [run for run in range(len(self.folders)) if run not in self.failures]

    def keep_row(self, seen: torch.Tensor) -> None:
        """Keep what a look saw, (4, r), at the present step."""
        self._rows.append((self.state.step, seen.clone()))

    def keep_weights(self) -> None:
        """Keep a checkpoint of the present step."""
        self._weights.append((self.state.step, self.state.parameters.flat.clone()))

    def hand_over_if_due(self) -> None:
        """Hand over, and save, at the steps for it."""
        if self.state.step % self.stride == 0:
            self.hand_over()
        if self.state.step % self.save_stride == 0:
            self.save()

    def hand_over(self) -> None:
        """Put what was kept where it belongs, and tell the new rows."""
        self._store()
        while self._pending:
            self.on_history(*self._pending.pop(0))

    def save(self) -> None:
        """Save every run, after all that belongs before it has been written. Tells nobody anything."""
        self._store()
        self.finish_writing()
        for run in self.runs:
            if not all(tensor[run].isfinite().all() for tensor in self.state.buffers):
                self._fail(run, self.state.step)
            else:
                save(self.state, run, self.folders[run])

    def _store(self) -> None:
        """Rows into the histories, weights into files; what is done twice, after an interrupt, does no harm."""
        seen = torch.stack([row for _, row in self._rows]).tolist() if self._rows else []
        for (step, _), by_column in zip(self._rows, seen, strict=True):
            for run in self.runs:
                self._add(run, (float(step), *(column[run] for column in by_column)))
        for step, flat in self._weights:
            kept = Parameters(flat.cpu(), self.state.config)
            for run in self.runs:
                self._write(checkpoint_path(self.folders[run], step), kept.to_arrays(run))
        self._rows.clear()
        self._weights.clear()

    def _add(self, run: int, row: Row) -> None:
        """Add a row to a run's history, unless it is there; a run whose loss is no number any more goes no further."""
        history = self.state.histories[run]
        if history and history[-1][0] >= row[0]:
            return
        if not all(map(math.isfinite, row)):
            self._fail(run, int(row[0]))
            return
        history.append(row)
        self._pending.append((run, row))

    def _fail(self, run: int, step: int) -> None:
        """Leave a run as it was saved last; RunError when it was the last one."""
        self.failures[run] = not_finite(self.folders[run], step)
        if not self.runs:
            raise self.failures[run]

    def _write(self, path: Path, arrays: Arrays) -> None:
        if self._writer is None:
            write_arrays(path, arrays)
        else:
            self._writing.append(self._writer.submit(write_arrays, path, arrays))

    def finish_writing(self) -> None:
        """Wait for the thread; RunError where it could not write."""
        for future in self._writing:
            future.result()
        self._writing.clear()

    def close(self) -> None:
        """End the thread."""
        if self._writer is not None:
            self._writer.shutdown()
