"""Prints the results of a sweep as a table."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from transparent_box.model.errors import escape_controls
from transparent_box.model.sweeps.sweep import Result

NARROWEST = 120  # columns, also if the terminal is narrower or does not tell its width
NEVER = "–"


def print_summary(results: Sequence[Result]) -> None:
    """Print a row for each run on stderr: recipe, events, final loss and accuracy, key frequencies."""
    console = Console(stderr=True)
    if console.width < NARROWEST or not console.is_terminal:
        console = Console(stderr=True, width=max(console.width, NARROWEST))
    table = Table(box=None, pad_edge=False, show_edge=False)
    table.add_column("operation", no_wrap=True)
    for heading in ("fraction", "decay", "seed", "steps", "memorized at", "generalized at", "test loss", "accuracy"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("key frequencies", overflow="fold")
    for result in results:
        table.add_row(*(escape(escape_controls(text)) for text in cells(result)))
    console.print(table, highlight=False)


def cells(result: Result) -> list[str]:
    """Return a run's row of the table."""
    config = result.config
    return [
        config.operation,
        f"{config.fraction:g}",
        f"{config.weight_decay:g}",
        str(config.seed),
        f"{config.steps:,}",
        step_words(result.memorized_at),
        step_words(result.generalized_at),
        f"{result.test_loss:.1e}",
        f"{result.test_accuracy:.1%}",
        ", ".join(map(str, result.key_frequencies)) or NEVER,
    ]


def events(result: Result) -> str:
    """Say in a few words when a finished run memorized and generalized."""
    memorized = "never memorized" if result.memorized_at is None else f"memorized at step {result.memorized_at:,}"
    if result.generalized_at is None:
        steps = result.config.steps
        return f"{memorized}, did not generalize within {steps:,} step{'s' if steps > 1 else ''}"
    return f"{memorized}, generalized at step {result.generalized_at:,}"


def step_words(step: int | None) -> str:
    """Write a step of training, or `NEVER` for None."""
    return NEVER if step is None else f"{step:,}"
