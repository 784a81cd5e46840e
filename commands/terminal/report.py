"""Prints reports as tables on a terminal."""

from __future__ import annotations

from itertools import groupby

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from transparent_box.model.errors import escape_controls
from transparent_box.model.linebreak.report import LinebreakReport
from transparent_box.model.paper.comparison import TOLERANCES
from transparent_box.model.paper.report import Report

NARROWEST = 100  # columns, also if the terminal is narrower or does not tell its width


def print_report(report: Report) -> None:
    """Print the rows, the paper's numbers beside ours where there are any, and the headline above them."""
    console = make_wide_console()
    compared = any(row.paper for row in report.rows)
    table = Table(box=None, pad_edge=False, show_edge=False)
    table.add_column("", no_wrap=True)
    table.add_column("this run", justify="right", no_wrap=True)
    if compared:
        table.add_column("paper", justify="right", no_wrap=True)
    table.add_column("", ratio=1)
    for section, members in groupby(report.rows, key=lambda row: row.section):
        table.add_row()
        table.add_row(f"[bold]{section}[/bold]")
        for row in members:
            ours = f"[red]{row.ours}[/red]" if row.parts else row.ours
            table.add_row(f"  {row.name}", ours, *((row.paper,) if compared else ()), escape(row.reason))
    console.print(escape(escape_controls(report.headline)), highlight=False)
    console.print(table, highlight=False)
    if compared:
        console.print(f"\n{TOLERANCES}", highlight=False)


def print_statements(report: LinebreakReport) -> None:
    """Print the eight statements about a line-wrapping run, each with its numbers and their limits."""
    console = make_wide_console()
    table = Table(box=None, pad_edge=False, show_edge=False)
    table.add_column("", no_wrap=True)
    for heading in ("this run", "asked for"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    for statement in report.statements:
        verdict = "[green]holds[/green]" if statement.good else "[red]fails[/red]"
        table.add_row()
        table.add_row(f"[bold]{statement.number}  {statement.name}[/bold]", "", "", verdict)
        for part in statement.parts:
            table.add_row(f"   {part.name}", part.words if part.good else f"[red]{part.words}[/red]", part.limit)
    console.print(escape(escape_controls(report.headline)), highlight=False)
    console.print(table, highlight=False)


def make_wide_console() -> Console:
    """Return a console of at least NARROWEST columns."""
    console = Console()
    if console.width < NARROWEST or not console.is_terminal:
        return Console(width=max(console.width, NARROWEST))
    return console
