"""The kinds of run folders, by the task of their network, and how each is measured, packed and reported."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any, Protocol

import click

from transparent_box.commands.options import ASSETS

SHIPPED_CONTROL = ASSETS / "linebreak" / "quiet"


class RunKind(Protocol):
    """Abstract: the commands that work on runs of every kind."""

    def measure(self, run: Path) -> None:
        """Compute once what scenes draw from a run folder, and store it there."""

    def pack(self, run: Path, out: Path) -> None:
        """Make a measured run small enough to ship."""

    def report(self, run: Path, as_json: bool, html: Path | None, control: Path | None) -> None:
        """Print what is measured of a run, or write it as a page."""


def kind_of(run: Path) -> RunKind:
    """Return the kind of a run folder: a network that calculates, or one that wraps lines."""
    from transparent_box.model.linebreak.run import is_linebreak

    return WrappingLines() if is_linebreak(run) else Arithmetic()


class Arithmetic:
    """Runs of networks that calculate modulo p."""

    def measure(self, run: Path) -> None:
        """See `RunKind`."""
        from transparent_box.commands.terminal.training import MeasuringProgress
        from transparent_box.model.runs.measure import measure

        with MeasuringProgress() as progress:
            measure(run, progress.advance)

    def pack(self, run: Path, out: Path) -> None:
        """See `RunKind`."""
        from transparent_box.model.runs.pack import pack

        pack(run, out)

    def report(self, run: Path, as_json: bool, html: Path | None, control: Path | None) -> None:
        """Print or write a run's numbers beside the paper's."""
        if control:
            raise click.UsageError("--control is for runs that wrap lines; this one calculates.")
        html = html and prepare_page_path(html)
        from threadpoolctl import threadpool_limits

        from transparent_box.model.paper.report import report
        from transparent_box.model.runs.evidence import Evidence
        from transparent_box.model.runs.run import Run

        evidence = Evidence(Run(run, naming="trained"))
        with threadpool_limits(1):  # two threads beside other work spend more time waiting than working
            found = report(evidence)
            if html is not None:
                from transparent_box.model.storage import write_text
                from transparent_box.scenes.output.report.page import page

                write_text(html, page(evidence, found))
                click.echo(html, err=as_json)
        if as_json:
            print_json(found.values)
        elif html is None:
            from transparent_box.commands.terminal.report import print_report

            print_report(found)


def prepare_page_path(place: Path) -> Path:
    """Return a page's path with its ending, before anything is computed; raise PlaceError if it cannot be written.

    Raises a usage error for another ending: such a file may be a scene or part of a run, and would be overwritten.
    """
    from transparent_box.scenes.output.places import add_ending, require_name, require_place, require_writable

    require_name(place, "report.html")
    if place.suffix.lower() not in ("", ".html", ".htm"):
        raise click.UsageError(f"{place} does not end in .html.")
    is_other = place.exists() and not place.is_file()  # a folder or a device, refused below
    page = place if place.suffix or is_other else add_ending(place, ".html")
    require_place(page, example="report.html")
    require_writable(page)
    return page


class WrappingLines:
    """Runs of the network that wraps lines."""

    def measure(self, run: Path) -> None:
        """See `RunKind`."""
        from transparent_box.model.linebreak.measure import measure

        measure(run)

    def pack(self, run: Path, out: Path) -> None:
        """See `RunKind`."""
        from transparent_box.model.linebreak.pack import pack

        pack(run, out)

    def report(self, run: Path, as_json: bool, html: Path | None, control: Path | None) -> None:
        """Judge a run by eight statements, beside a control or the shipped one."""
        if html:
            raise click.UsageError("--html is for runs that calculate; this one wraps lines.")
        from transparent_box.model.linebreak.report import report
        from transparent_box.model.linebreak.run import LinebreakRun

        beside = control or (SHIPPED_CONTROL if SHIPPED_CONTROL.is_dir() else None)
        found = report(LinebreakRun(run), LinebreakRun(beside) if beside else None)
        if as_json:
            print_json(found.values)
        else:
            from transparent_box.commands.terminal.report import print_statements

            print_statements(found)


def print_json(values: Any) -> None:
    """Print plain values as JSON, numbers that are not finite as null."""
    click.echo(json.dumps(finite_values(values), indent=2, ensure_ascii=False, allow_nan=False))


def finite_values(values: Any) -> Any:
    """Return the same values, with None for numbers that are not finite."""
    if isinstance(values, dict):
        return {name: finite_values(value) for name, value in values.items()}
    if isinstance(values, (list, tuple)):
        return [finite_values(value) for value in values]
    return None if isinstance(values, float) and not math.isfinite(values) else values
