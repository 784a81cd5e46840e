"""The log of a training: history rows and checkpoints, kept on the device until there is time to write them.

On the CPU they are written at once. On CUDA, reading a number makes the CPU wait for the device, and writing a
checkpoint takes as long as fifty steps; so rows and weights are copied aside on the device, read every few hundred
steps, and written by a thread while the device continues.
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
from transparent_box.model.training.saving import divergence_error, save
from transparent_box.model.training.state import TrainingState

Row = tuple[float, ...]  # of the history: the step and the four results of `Step.look`
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
        """Set up the log; `on_history(run, row)` gets every row, and rows are handed over every `stride` steps."""
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
        """The indices of the runs that have not failed."""
        return [run for run in range(len(self.folders)) if run not in self.failures]

    def keep_row(self, seen: torch.Tensor) -> None:
        """Keep a copy of the results of a look, (4, r), as the rows of the present step."""
        self._rows.append((self.state.step, seen.clone()))

    def keep_weights(self) -> None:
        """Keep a checkpoint of the present step."""
        self._weights.append((self.state.step, self.state.parameters.flat.clone()))

    def hand_over_if_due(self) -> None:
        """Hand over and save, if the present step is due for it."""
        if self.state.step % self.stride == 0:
            self.hand_over()
        if self.state.step % self.save_stride == 0:
            self.save()

    def hand_over(self) -> None:
        """Store what was kept in histories and files, and report the new rows."""
        self._store()
        while self._pending:
            self.on_history(*self._pending.pop(0))

    def save(self) -> None:
        """Save every run after storing what was kept, without reporting rows."""
        self._store()
        self.finish_writing()
        for run in self.runs:
            if not all(tensor[run].isfinite().all() for tensor in self.state.buffers):
                self._fail(run, self.state.step)
            else:
                save(self.state, run, self.folders[run])

    def _store(self) -> None:
        """Move kept rows to the histories and kept weights to files; repeating it after an interrupt does no harm."""
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
        """Add a row to a run's history, unless it is there already; fail a run whose loss is not finite."""
        history = self.state.histories[run]
        if history and history[-1][0] >= row[0]:
            return
        if not all(map(math.isfinite, row)):
            self._fail(run, int(row[0]))
            return
        history.append(row)
        self._pending.append((run, row))

    def _fail(self, run: int, step: int) -> None:
        """Stop saving a run that failed, so that its last state stays; raise its RunError if no other run is left."""
        self.failures[run] = divergence_error(self.folders[run], step)
        if not self.runs:
            raise self.failures[run]

    def _write(self, path: Path, arrays: Arrays) -> None:
        if self._writer is None:
            write_arrays(path, arrays)
        else:
            self._writing.append(self._writer.submit(write_arrays, path, arrays))

    def finish_writing(self) -> None:
        """Wait for the writing thread; raise RunError if it could not write."""
        for future in self._writing:
            future.result()
        self._writing.clear()

    def close(self) -> None:
        """End the writing thread."""
        if self._writer is not None:
            self._writer.shutdown()
