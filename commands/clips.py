"""The clips that films, decks and galleries are made of: their options, their jobs, and drawing those still missing."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from transparent_box.commands.errors import fail
from transparent_box.commands.estimate import yes_option
from transparent_box.commands.omissions import Omissions
from transparent_box.commands.options import (
    Command,
    captions_option,
    check_settings,
    cluster_option,
    fps_option,
    jobs_option,
    look_options,
    pace_option,
    quality_option,
    raster_option,
    run_option,
    set_option,
    voice_options,
)
from transparent_box.commands.render import job_from_options, names_in_order, render_jobs, require_places
from transparent_box.commands.selection import Selection
from transparent_box.scenes.film import options_of
from transparent_box.scenes.output.job import Job


def clip_options(command: Command) -> Command:
    """Add the options of `render` that decide how clips look and how they are drawn."""
    options: list[Callable[[Command], Command]] = [
        jobs_option("How many processes draw at once.  [default: one per CPU, if memory allows]"),
        cluster_option,
        quality_option("h"),
        fps_option,
        captions_option,
        set_option,
        run_option,
        look_options,
        pace_option,
        voice_options,
        raster_option,
        yes_option,
    ]
    for option in reversed(options):
        command = option(command)
    return command


def jobs_for_chapters(whole: Job, chapters: Sequence[str]) -> list[Job]:
    """Return a job for each chapter, with the settings it has; raise a usage error for a setting that none has."""
    chapter_jobs = []
    for chapter in chapters:
        settings = tuple((name, value) for name, value in whole.settings if name in options_of(chapter))
        chapter_jobs.append(replace(whole, chapter=chapter, out=None, settings=settings))
    for option in whole.settings:
        if not any(option in job.settings for job in chapter_jobs):
            check_settings(chapters, [option])
    return chapter_jobs


def draw_clips(
    selection: Selection, jobs: int | None, cluster: str | None = None, **options: Any
) -> tuple[list[tuple[Job, Path]], list[str]]:
    """Draw missing or outdated clips; return (job, clip) of each chapter, in order, and the failed chapters.

    Failures, and chapters left out because the run lacks what they show, are named on stderr.
    """
    whole = job_from_options(
        selection.chapters[0], out=None, file_format="mp4", still=False, transparent=False, **options
    )
    chapter_jobs = jobs_for_chapters(whole, selection.chapters)
    require_places(chapter_jobs)
    from transparent_box.scenes.output.beats import is_whole_clip
    from transparent_box.scenes.output.places import is_current, target

    clips = {job: target(job) for job in chapter_jobs if is_current(job) and is_whole_clip(target(job))}
    undrawn = [job for job in chapter_jobs if job not in clips]
    failed: list[str] = []
    if undrawn:
        for outcome, path in render_jobs(undrawn, jobs, cluster, Omissions(selection), failed):
            clips[outcome.job] = path
    return [(job, clips[job]) for job in chapter_jobs if job in clips], failed


def require_clips(clips: Collection[Any], whole: str) -> None:
    """Exit with an error if there are no clips; `whole` says what cannot be made then: "film", "deck" or "page"."""
    if not clips:
        fail(f"No scene could be drawn, so there is no {whole}.")


def exit_naming_failures(failed: Sequence[str], among: Sequence[str]) -> None:
    """Exit, with code 1 if scenes failed, after naming them on stderr."""
    if failed:
        click.echo(
            f"{len(failed)} of {len(among)} scenes failed and are not in it: {names_in_order(failed, among)}.", err=True
        )
    sys.exit(bool(failed))
