"""Lists what commands do with a run folder, by the task that its network was trained on."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any, Protocol

import click

from transparent_box.commands.options import ASSETS

QUIET = ASSETS / "linebreak" / "quiet"


class RunKind(Protocol):
    """Abstract: what can be asked of a run of either kind."""

    def measure(self, run: Path) -> None:
        """Compute once what scenes draw from a run folder, and store it there."""

    def pack(self, run: Path, out: Path) -> None:
        """Make a measured run small enough to ship."""

    def report(self, run: Path, as_json: bool, html: Path | None, control: Path | None) -> None:
        """Print what is measured of a run, or write it as a page."""


def kind_of(run: Path) -> RunKind:
    """Tell which kind a run folder is: of addition and its relatives, or of wrapping lines."""
    from transparent_box.model.linebreak.run import is_linebreak

    return WrappingLines() if is_linebreak(run) else Arithmetic()


class Arithmetic:
    """An operation modulo p."""

    def measure(self, run: Path) -> None:
        """See `RunKind`."""
        from transparent_box.model.runs.measure import measure

        measure(run)

    def pack(self, run: Path, out: Path) -> None:
        """See `RunKind`."""
        from transparent_box.model.runs.pack import pack

        pack(run, out)

    def report(self, run: Path, as_json: bool, html: Path | None, control: Path | None) -> None:
        """Set a run beside the paper's numbers."""
        if control:
            raise click.UsageError("--control is for runs that wrap lines; this one adds.")
        html = html and page_place(html)
        from threadpoolctl import threadpool_limits

        from transparent_box.model.paper.report import report
        from transparent_box.model.runs.evidence import Evidence
        from transparent_box.model.runs.run import Run

        evidence = Evidence(Run(run, naming="trained"))
        with threadpool_limits(1):  # two, beside other work, wait for each other longer than they work
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


def page_place(place: Path) -> Path:
    """Give a page its ending, before anything is computed for it; PlaceError where it cannot go.

    A usage error for another ending: such a file may be a scene, or a part of a run, that is there and would be lost.
    """
    from transparent_box.scenes.output.places import require_name, require_place, require_writable, with_ending

    require_name(place, "report.html")
    if place.suffix.lower() not in ("", ".html", ".htm"):
        raise click.UsageError(f"{place} does not end in .html.")
    is_other = place.exists() and not place.is_file()  # a folder, a device: refused
    page = place if place.suffix or is_other else with_ending(place, ".html")
    require_place(page)
    require_writable(page)
    return page


class WrappingLines:
    """The line-wrapping network: where must a line end?"""

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
            raise click.UsageError("--html is for runs that add; this one wraps lines.")
        from transparent_box.model.linebreak.report import report
        from transparent_box.model.linebreak.run import LinebreakRun

        beside = control or (QUIET if QUIET.is_dir() else None)
        found = report(LinebreakRun(run), LinebreakRun(beside) if beside else None)
        if as_json:
            print_json(found.values)
        else:
            from transparent_box.commands.terminal.report import print_statements

            print_statements(found)


def print_json(values: Any) -> None:
    """Print plain values for programs; what is no finite number is null, as JSON knows no other."""
    click.echo(json.dumps(finite_values(values), indent=2, ensure_ascii=False, allow_nan=False))


def finite_values(values: Any) -> Any:
    """The same values, with None for numbers that are not finite."""
    if isinstance(values, dict):
        return {name: finite_values(value) for name, value in values.items()}
    if isinstance(values, (list, tuple)):
        return [finite_values(value) for value in values]
    return None if isinstance(values, float) and not math.isfinite(values) else values
