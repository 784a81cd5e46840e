"""Clips that films, decks and galleries are made of: how they look, which there are, and which must be drawn first."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from transparent_box.commands.chosen import Chosen
from transparent_box.commands.errors import fail
from transparent_box.commands.estimate import yes_option
from transparent_box.commands.missing import Missing
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
from transparent_box.commands.render import in_order, job_for, render_jobs, require_places
from transparent_box.scenes.film import options_of
from transparent_box.scenes.output.job import Job


def clip_options(command: Command) -> Command:
    """The options of `render` that say how clips look."""
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


def jobs_of(whole: Job, chapters: Sequence[str]) -> list[Job]:
    """A job for each chapter, with those settings of the whole that it has; a usage error for one that none has."""
    described = []
    for chapter in chapters:
        settings = tuple((name, value) for name, value in whole.settings if name in options_of(chapter))
        described.append(replace(whole, chapter=chapter, out=None, settings=settings))
    for option in whole.settings:
        if not any(option in job.settings for job in described):
            check_settings(chapters, [option])
    return described


def clips_of(
    chosen: Chosen, jobs: int | None, cluster: str | None = None, **options: Any
) -> tuple[list[tuple[Job, Path]], list[str]]:
    """(job, clip) of each chapter, in order, and the chapters that failed, which are named on stderr.

    Said is, too, which are left out because the run lacks what they show.
    """
    whole = job_for(chosen.chapters[0], out=None, file_format="mp4", still=False, transparent=False, **options)
    described = jobs_of(whole, chosen.chapters)
    require_places(described)
    from transparent_box.scenes.output.beats import is_whole_clip
    from transparent_box.scenes.output.places import is_current, target

    clips = {job: target(job) for job in described if is_current(job) and is_whole_clip(target(job))}
    undrawn = [job for job in described if job not in clips]
    failed: list[str] = []
    if undrawn:
        for outcome, path in render_jobs(undrawn, jobs, cluster, Missing(chosen), failed):
            clips[outcome.job] = path
    return [(job, clips[job]) for job in described if job in clips], failed


def require_clips(clips: Collection[Any], whole: str) -> None:
    """Leave with a sentence where no clip could be drawn for what is made of them."""
    if not clips:
        fail(f"No scene could be drawn, so there is no {whole}.")


def exit_naming_failures(failed: Sequence[str], among: Sequence[str]) -> None:
    """Say what is left out, and leave with 1 if anything is."""
    if failed:
        click.echo(
            f"{len(failed)} of {len(among)} scenes failed and are not in it: {in_order(failed, among)}.", err=True
        )
    sys.exit(bool(failed))
