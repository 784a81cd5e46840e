"""The progress bars of training runs, shown on stderr if it is a terminal."""

from __future__ import annotations

import time
from itertools import accumulate
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Column

from transparent_box.model.errors import escape_controls

# From the most to the least important, with the cells it takes; what does not fit beside the steps is left out.
DETAILS = {
    "loss {task.fields[losses]}": 23,
    "accuracy {task.fields[accuracies]}": 25,
    "{task.fields[parts]}": 15,
    "{task.fields[rate]}": 14,
}
AROUND = 28  # cells of the steps, a short bar and the time left
PARTS = "(train / test)"


def training_bars(longest: int) -> Progress:
    """Make bars for runs: losses, accuracies, steps a second and the time left; disabled if stderr is no terminal.

    `longest` is the length of the longest name. On a narrow terminal, some details are left out.
    """
    console = Console(stderr=True)
    ends = accumulate(DETAILS.values(), initial=AROUND + longest)
    fitting = [TextColumn(text) for text, end in zip(DETAILS, list(ends)[1:], strict=True) if end <= console.width]
    return Progress(
        TextColumn("{task.description}", markup=False),  # names of folders may look like markup
        MofNCompleteColumn(table_column=Column(no_wrap=True)),  # the bar alone gives way
        BarColumn(),
        *fitting,
        TimeRemainingColumn(),
        console=console,
        disable=not console.is_terminal,
    )


def add_bar(bars: Progress, name: str, steps: int) -> TaskID:
    """Add a run's bar at step 0."""
    return bars.add_task(escape_controls(name), total=steps, losses="–", accuracies="–", rate="", parts="")


def show_row(bars: Progress, task: TaskID, row: tuple[float, ...]) -> None:
    """Move a bar to a row of `model.training.saving.HISTORY_COLUMNS`."""
    step, train_loss, test_loss, train_accuracy, test_accuracy = row
    losses = f"{train_loss:.1e} / {test_loss:.1e}"
    move_bar(bars, task, int(step), losses, f"{train_accuracy:.1%} / {test_accuracy:.1%}", PARTS)


def move_bar(bars: Progress, task: TaskID, step: int, losses: str, accuracies: str, parts: str = "") -> None:
    """Move a bar to a step, with the losses and accuracies there; `parts` tells what their parts are of."""
    speed = next(bar.speed for bar in bars.tasks if bar.id == task)
    rate = f"{speed:.0f} steps/s" if speed else ""
    bars.update(task, completed=step, losses=losses, accuracies=accuracies, rate=rate, parts=parts)


class TrainingProgress:
    """Shows each new row of one run's history; `step` is the last one shown."""

    def __init__(self, steps: int) -> None:
        self.step = 0
        self._bars = training_bars(len("step"))
        self._task = add_bar(self._bars, "step", steps)

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._bars.stop()

    def advance(self, row: tuple[float, ...]) -> None:
        """Show a row of `model.training.saving.HISTORY_COLUMNS`."""
        self.step = int(row[0])
        show_row(self._bars, self._task, row)

    def advance_fresh(self, row: tuple[float, ...]) -> None:
        """Show a row of `model.linebreak.run.HISTORY_COLUMNS`: no test columns, since each step has fresh data."""
        step, loss, accuracy = row
        self.step = int(step)
        move_bar(self._bars, self._task, self.step, f"{loss:.3f}", f"{accuracy:.1%}")


class MeasuringProgress:
    """Shows how many checkpoints of a run are measured, on terminals only; the bar goes when all are."""

    def __init__(self) -> None:
        console = Console(stderr=True)
        columns = TextColumn("{task.description}"), MofNCompleteColumn(), BarColumn(), TimeRemainingColumn()
        self._bar = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
        self._task = self._bar.add_task("checkpoints measured", total=None)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._bar.stop()

    def advance(self, done: int, checkpoints: int) -> None:
        """Show how many of all checkpoints are measured."""
        self._bar.update(self._task, completed=done, total=checkpoints)


class SweepProgress:
    """A bar for each run being trained; each finished run becomes a line above them."""

    def __init__(self, runs: int, steps: int, longest: int = 0) -> None:
        self._runs, self._steps = runs, steps
        self._finished = 0
        self._bars = training_bars(len("measuring ") + longest)
        self._tasks: dict[str, TaskID] = {}
        self._reached: dict[str, tuple[int, int]] = {}  # run → first and last step reported
        self._row_times: list[float] = []  # when the first and the last row came

    @property
    def steps(self) -> int:
        """Steps reported by all runs together."""
        return sum(last - first for first, last in self._reached.values())

    @property
    def seconds(self) -> float:
        """Seconds from the first row of any run to the last."""
        return self._row_times[-1] - self._row_times[0] if self._row_times else 0.0

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(self, *error: object) -> None:
        for task in self._tasks.values():  # interrupted runs leave no bar behind
            self._bars.remove_task(task)
        self._bars.stop()

    def advance(self, name: str, row: tuple[float, ...]) -> None:
        """Show a row of a run's history; an empty row means that the run is being measured."""
        if name not in self._tasks:
            self._tasks[name] = add_bar(self._bars, name, self._steps)
        if row:
            first, _ = self._reached.get(name, (int(row[0]), 0))
            self._reached[name] = first, int(row[0])
            self._row_times = [*self._row_times[:1], time.monotonic()]
            show_row(self._bars, self._tasks[name], row)
        else:
            self._bars.update(self._tasks[name], description=escape_controls(f"measuring {name}"))

    def finish(self, name: str, what: str) -> None:
        """Replace a finished run's bar by a line, which is printed even where no bars are shown."""
        self._finished += 1
        if name in self._tasks:
            self._bars.remove_task(self._tasks.pop(name))
        line = escape_controls(f"{self._finished} of {self._runs}: {name}: {what}")
        self._bars.console.print(line, highlight=False, markup=False, soft_wrap=True)
