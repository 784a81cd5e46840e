"""The progress bar of a training run, on stderr, silent when nobody watches."""

from __future__ import annotations

from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn


class TrainingProgress:
    """Shows each new row of the history: losses, accuracies, steps a second and the time left."""

    def __init__(self, steps: int) -> None:
        self.step = 0
        self._steps = steps
        console = Console(stderr=True)
        self._progress = Progress(
            TextColumn("step"),
            MofNCompleteColumn(),
            BarColumn(),
            TextColumn("loss {task.fields[losses]}"),
            TextColumn("accuracy {task.fields[accuracies]}"),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            console=console,
            disable=not console.is_terminal,
        )
        self._task = self._progress.add_task("train", total=steps, losses="–", accuracies="–", rate="")

    def __enter__(self) -> TrainingProgress:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def advance(self, row: tuple[float, ...]) -> None:
        """Take a row of `model.train.HISTORY_COLUMNS`."""
        step, train_loss, test_loss, train_accuracy, test_accuracy = row
        losses = f"{train_loss:.1e} / {test_loss:.1e}"
        self._show(int(step), losses, f"{train_accuracy:.1%} / {test_accuracy:.1%} (train / test)")

    def advance_fresh(self, row: tuple[float, ...]) -> None:
        """Take a row of `model.linebreak.run.HISTORY_COLUMNS`: there, every step's data are new."""
        step, loss, accuracy = row
        self._show(int(step), f"{loss:.3f}", f"{accuracy:.1%}")

    def _show(self, step: int, losses: str, accuracies: str) -> None:
        self.step = step
        speed = self._progress.tasks[0].speed
        self._progress.update(
            self._task,
            completed=step,
            losses=losses,
            accuracies=accuracies,
            rate=f"{speed:.0f} steps/s" if speed else "",
        )
