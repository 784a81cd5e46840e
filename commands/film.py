"""`film`: all chapters in one file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from transparent_box.commands.clips import clip_options, exit_naming_failures, jobs_for_chapters, require_clips
from transparent_box.commands.completion import complete_scene
from transparent_box.commands.omissions import Omissions, chapters_for_run
from transparent_box.commands.options import FilePath
from transparent_box.commands.render import job_from_options, open_file, render_jobs, require_places
from transparent_box.commands.selection import Selection, chapters_named, scene_arguments
from transparent_box.scenes.external import as_typed
from transparent_box.scenes.film import CHAPTERS
from transparent_box.scenes.output.job import Job

if TYPE_CHECKING:
    from transparent_box.scenes.output.film import Part
    from transparent_box.scenes.output.jobs import FinishedClip


@click.command("film", short_help="Render all scenes into one film.")
@scene_arguments
@click.option("--from", "first", metavar="SCENE", shell_complete=complete_scene, help="The scene to begin with.")
@click.option("--to", "last", metavar="SCENE", shell_complete=complete_scene, help="The scene to end with.")
@click.option(
    "--format",
    "file_format",
    type=click.Choice(["mp4", "webm"]),
    help="Format of the file.  [default: what -o ends in, else mp4]",
)
@click.option("--schedule", is_flag=True, help="Draw nothing: print how long it would take on 1 to 64 cores.")
@click.option("-p", "--preview", is_flag=True, help="Open the film when it is done.")
@click.option("-o", "--output_file", "out", type=FilePath("film"), help="File to write.")
@clip_options
def film_command(
    scenes: Selection,
    first: str | None,
    last: str | None,
    jobs: int | None,
    preview: bool,
    schedule: bool,
    cluster: str | None,
    **options: Any,
) -> None:
    """Render SCENES (or all that fit the run), join them in film order, and print the file's path."""
    selection = chapters_between(scenes, first, last)
    whole = job_from_options("film", still=False, transparent=False, **options)
    if whole.format not in ("mp4", "webm"):
        raise click.UsageError(f"A film is an mp4 or a webm, not a {whole.format}.")
    selection = chapters_for_run(selection, whole.run)
    chapter_jobs = jobs_for_chapters(whole, selection.chapters)
    if schedule:
        from transparent_box.commands.terminal.schedule import print_schedule

        print_schedule(chapter_jobs)
        return
    require_places([whole, *chapter_jobs])
    from transparent_box.scenes.output.jobs import FinishedClip

    failed: list[str] = []
    clips = {
        outcome.job.chapter: FinishedClip(path, outcome.beats)
        for outcome, path in render_jobs(chapter_jobs, jobs, cluster, Omissions(selection), failed)
    }
    require_clips(clips, "film")
    made = join_film(whole, [(chapter, clips[chapter]) for chapter in selection.chapters if chapter in clips])
    click.echo(made)
    if preview:
        open_file(made)
    exit_naming_failures(failed, selection.chapters)


def chapters_between(selection: Selection, first: str | None, last: str | None) -> Selection:
    """Narrow a selection to a part of the film, scenes from elsewhere last; raise a usage error if none is left."""
    begin = place_in_film("--from", chapters_named(first)[0]) if first is not None else 0
    end = place_in_film("--to", chapters_named(last)[-1]) if last is not None else len(CHAPTERS) - 1
    found = [chapter for chapter in CHAPTERS[begin : end + 1] if not selection or chapter in selection.chapters]
    found += [scene for scene in selection.chapters if scene not in CHAPTERS]
    if not found:
        raise click.UsageError(
            "No scene is left: --from comes after --to in the film, or no scene named is between them."
        )
    return replace(selection, chapters=tuple(found))


def place_in_film(option: str, scene: str) -> int:
    """Return the index of a chapter in the film; raise a usage error for a scene from elsewhere, which has none."""
    if scene not in CHAPTERS:
        raise click.UsageError(
            f"{option} takes a chapter of the film, which {as_typed(scene)} is not: name it in SCENES."
        )
    return CHAPTERS.index(scene)


def join_film(whole: Job, clips: list[tuple[str, FinishedClip]]) -> Path:
    """Join (chapter, clip) into the film's file and return it; say so on stderr if it gets no list of chapters."""
    from rich.console import Console

    from transparent_box.scenes.output.film import (
        chapter_list_problem,
        join_parts,
        lay_out_parts,
        write_film_companions,
    )
    from transparent_box.scenes.output.places import target

    made = target(whole)
    parts: list[Part] = lay_out_parts(clips)
    with Console(stderr=True).status(f"Joining {len(parts)} scenes"):  # a voice is encoded anew for the whole
        # A player turns a track of captions on by itself: over lines in the picture they would be read twice.
        join_parts(parts, made, captions=whole.captions == "file")
        write_film_companions(parts, made, captions=whole.captions != "none")
    if chapter_list_problem(parts):
        click.echo(chapter_list_problem(parts), err=True)
    return made
