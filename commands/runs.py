"""`measure`, `import`, `report` and `pack`: commands on run folders of either network."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from transparent_box.commands.completion import complete_operation
from transparent_box.commands.options import REFERENCE, FilePath, NumberRange, PathType
from transparent_box.commands.run_kinds import kind_of
from transparent_box.model.limits import LARGEST_P, SMALLEST_P

run_argument = click.argument("run", type=PathType())
out_option = click.option("--out", type=PathType(), required=True, help="The folder to make.")
OPERATION_HELP = "Operation it was trained on.  [default: the file's, else x+y]"


@click.command("measure", short_help="Compute what scenes draw from a run.")
@run_argument
def measure_command(run: Path) -> None:
    """Compute what the scenes draw from RUN, store it in that folder, and print the folder.

    `train` and `import` end with this; run it again where a measurement is missing.
    """
    from transparent_box.scenes.output.places import require_writable

    if run.is_dir():  # else `measure` reports that the run is missing
        require_writable(run / "config.json", "measure a copy of it elsewhere")
    kind_of(run).measure(run)
    click.echo(run)


@click.command("import", short_help="Turn PyTorch weights into a run folder.")
@click.argument("file", type=PathType())
@click.option("--out", type=PathType(), required=True, help="The run folder to make.")
@click.option("--p", type=click.IntRange(SMALLEST_P, LARGEST_P), help="Modulus; it must agree with the file's.")
@click.option("--operation", shell_complete=complete_operation, help=OPERATION_HELP)
@click.option(
    "--fraction",
    type=NumberRange(0, 1, min_open=True, max_open=True),
    help="Share of the pairs trained on.  [default: the file's, else 0.3]",
)
@click.option("--seed", type=click.IntRange(min=0), help="Seed of the split.  [default: the file's, else 0]")
def import_command(file: Path, out: Path, **options: Any) -> None:
    """Make a run folder from PyTorch weights in FILE, measure it, and print the folder."""
    from transparent_box.model.config import Config

    Config(**{name: value for name, value in options.items() if value is not None})
    from transparent_box.scenes.output.places import require_writable

    require_writable(out)
    from transparent_box.commands.terminal.training import MeasuringProgress
    from transparent_box.model.imports.run import import_networks

    with MeasuringProgress() as progress:
        guessed, folded = import_networks(file, out, options, progress.advance)
    if guessed:
        click.echo(f"The file does not state its {', '.join(guessed)}: assumed to be the paper's.", err=True)
    if folded:
        click.echo(
            f"Folded into other weights, or dropped where that changes no answer: {', '.join(folded)}.", err=True
        )
    click.echo(out)


@click.command("report", short_help="Compare a run with the paper's numbers.")
@click.argument("run", type=PathType(), default=REFERENCE)
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
@click.option("--html", type=FilePath("report.html"), help="Write a page with plots to this file.")
@click.option(
    "--control",
    type=PathType(),
    help="For a network that wraps lines: a run without noise to compare it with.",
)
def report_command(run: Path, as_json: bool, html: Path | None, control: Path | None) -> None:
    """Print what is measured of RUN (by default the shipped one) beside the paper's numbers.

    For a network that wraps lines (such as assets/linebreak) it prints instead which of eight statements hold.
    """
    kind_of(run).report(run, as_json, html, control)


@click.command("pack", short_help="Make a run small enough to ship.")
@run_argument
@out_option
def pack_command(run: Path, out: Path) -> None:
    """Make a small copy of a measured RUN (about 36 MB for the shipped one), and print the folder."""
    from transparent_box.scenes.output.places import require_writable

    if out.resolve() == run.resolve():
        raise click.UsageError(f"{out} is the run itself, which must not change: choose another --out.")
    require_writable(out)
    kind_of(run).pack(run, out)
    click.echo(out)
