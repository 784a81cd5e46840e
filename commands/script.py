"""`script`: writes out the lines of chapters, to be read aloud."""

from __future__ import annotations

from pathlib import Path

import click

from transparent_box.commands.clips import jobs_for_chapters
from transparent_box.commands.errors import fail
from transparent_box.commands.omissions import NONE_LEFT, Omissions, chapters_for_run
from transparent_box.commands.options import FilePath, pace_option, run_option, set_option
from transparent_box.commands.selection import EVERYTHING, Selection, scene_arguments
from transparent_box.model.errors import escape_controls
from transparent_box.scenes.external import label
from transparent_box.scenes.output.job import Job

UTF_8_MARK = "\ufeff"  # without it Excel misreads letters and signs beyond ASCII


@click.command("script", short_help="Write out all spoken lines.")
@scene_arguments
@run_option
@pace_option
@set_option
@click.option(
    "-o",
    "--out",
    type=FilePath("script"),
    default=Path("media") / "script",
    show_default=True,
    help="Files to write, one with .md and one with .csv.",
)
def script_command(scenes: Selection, run: Path, pace: float, settings: tuple[tuple[str, int], ...], out: Path) -> None:
    """Write the lines of SCENES (or of all that fit the run), with their seconds, as Markdown and CSV."""
    from transparent_box.model.files import save_text
    from transparent_box.scenes.output.jobs import play_beats
    from transparent_box.scenes.output.places import (
        companion,
        require_media,
        require_name,
        require_place,
        require_writable,
    )
    from transparent_box.scenes.output.script import script_csv, script_markdown

    require_name(out, "script.md")
    both = out.with_suffix("") if out.suffix.lower() in (".md", ".csv") else out
    places = {companion(both, ".md"): script_markdown, companion(both, ".csv"): script_csv}
    for place in places:
        require_place(place, example="script.md")
        require_writable(place)
    whole = Job("script", run, "l", format="png", pace=pace, settings=settings)
    require_media(whole)
    selection = chapters_for_run(scenes or EVERYTHING, run)
    chapters, omissions = [], Omissions(selection)
    for job in jobs_for_chapters(whole, selection.chapters):
        with omissions.omit_if_lacking(job.chapter):
            chapters.append((label(job.chapter), play_beats(job)))
    omissions.report()
    if not chapters:
        fail(NONE_LEFT.format(run=run))
    for place, write in places.items():
        text = escape_controls(write(chapters))  # a file's name may not be UTF-8
        save_text(place, UTF_8_MARK + text if place.suffix == ".csv" else text)
        click.echo(place)
