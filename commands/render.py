"""`render`: draws clips of chapters."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from transparent_box.commands import workers
from transparent_box.commands.completion import complete_beat
from transparent_box.commands.errors import fail
from transparent_box.commands.estimate import confirm_cost, estimate_drawing, yes_option
from transparent_box.commands.omissions import NONE_LEFT, Omissions, chapters_for_run
from transparent_box.commands.options import (
    QUALITY_HELP,
    FilePath,
    captions_option,
    check_beat,
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
from transparent_box.commands.selection import EVERYTHING, Selection, scene_arguments
from transparent_box.model.errors import escape_controls
from transparent_box.scenes.external import label
from transparent_box.scenes.output.formats import FORMATS
from transparent_box.scenes.output.job import Job
from transparent_box.scenes.output.voice import Voice

if TYPE_CHECKING:
    from transparent_box.model.tasks import Pool
    from transparent_box.scenes.output.pool import Outcome

FILMS = [name for name, form in FORMATS.items() if form.film]
ALPHA_FORMATS = [name for name, form in FORMATS.items() if form.alpha]
WHITE = "#FFFFFF"
BEAT_HELP = "Draw only this beat (with -s, only its last frame); `sheet` shows the names."


@click.command("render", short_help="Render scenes to clips.")
@scene_arguments
@click.option("-a", "--all", "everything", is_flag=True, help="Render every scene that fits the run, in film order.")
@jobs_option("How many processes draw at once.  [default: one per CPU, if memory allows]")
@quality_option(None, f"{QUALITY_HELP}  [default: l for gif and webp, else h]")
@fps_option
@click.option(
    "--format",
    "file_format",
    type=click.Choice(list(FORMATS)),
    is_eager=True,  # -o depends on it
    help="Format of the file.  [default: what -o ends in, else mov with -t, mp4 without]",
)
@click.option("-t", "--transparent", is_flag=True, help=f"Leave the background out ({', '.join(ALPHA_FORMATS)} only).")
@click.option(
    "-s",
    "--save_last_frame",
    "still",
    is_flag=True,
    help="Draw only the last frame, of the scene or of --beat, as a PNG.",
)
@captions_option
@set_option
@click.option("--beat", "only", metavar="NAME", shell_complete=complete_beat, help=BEAT_HELP)
@click.option("--beats", is_flag=True, help="Also make a folder with a clip and a poster of each beat.")
@click.option("-p", "--preview", is_flag=True, help="Open the file when it is done.")
@click.option(
    "-o",
    "--output_file",
    "out",
    type=FilePath("clip", lambda place, given: given.get("file_format") == "png-sequence"),
    help="File to write (one scene only).",
)
@run_option
@look_options
@pace_option
@voice_options
@raster_option
@cluster_option
@yes_option
def render_command(
    scenes: Selection,
    everything: bool,
    jobs: int | None,
    beats: bool,
    preview: bool,
    cluster: str | None,
    **options: Any,
) -> None:
    """Render SCENES and print the path of each file.

    SCENES are names from `list`, with or without _scene, patterns such as "c*", or files of your own.
    """
    if everything and scenes:
        raise click.UsageError("--all renders every scene: give it alone, or name scenes without it.")
    selection = EVERYTHING if everything else scenes
    if not selection:
        raise click.UsageError("Name a scene (`list` shows them), or give --all.")
    check_options(selection.chapters, beats, options)
    selection = chapters_for_run(selection, options["run"])
    chapter_jobs = [job_from_options(chapter, **options) for chapter in selection.chapters]
    require_places(chapter_jobs)
    if beats:
        require_beats_places(chapter_jobs)
    warn_light_letters(chapter_jobs[0])
    failed: list[str] = []
    made = False
    for outcome, path in render_jobs(chapter_jobs, jobs, cluster, Omissions(selection), failed):
        made = True
        click.echo(path)
        if beats:
            click.echo(cut_beats(outcome.job.chapter, path))
        if preview:
            open_file(path)
    if not (made or failed):
        fail(NONE_LEFT.format(run=options["run"]))
    if failed and len(chapter_jobs) > 1:
        names = names_in_order(failed, selection.chapters)
        click.echo(f"{len(failed)} of {len(chapter_jobs)} scenes failed: {names}.", err=True)
    sys.exit(bool(failed))


def render_jobs(
    chapter_jobs: list[Job], at_once: int | None, cluster: str | None, omissions: Omissions, failed: list[str]
) -> Iterator[tuple[Outcome, Path]]:
    """Draw clips and yield (outcome, path) of each that was made or was there already.

    The others are named on stderr and added to `failed`, or to `omissions` if their run lacks what they show. A reason
    that several share is printed once; at the end the others that failed for it are named.
    """
    reasons: dict[str, list[str]] = {}
    for outcome in draw_with_progress(chapter_jobs, at_once, cluster):
        if outcome.path is not None:
            yield outcome, outcome.path
        elif not (outcome.lacks and omissions.leave_out(outcome.job.chapter, outcome.sentence)):
            failed.append(label(outcome.job.chapter))
            alike = reasons.setdefault(outcome.sentence, [])
            alike.append(label(outcome.job.chapter))
            if len(alike) == 1:
                print_failure(outcome)
    chapters = [job.chapter for job in chapter_jobs]
    for first, *others in reasons.values():
        if others:
            click.echo(f"Error: {names_in_order(others, chapters)}: for the same reason as {first}.", err=True)
    omissions.report()


def draw_with_progress(chapter_jobs: list[Job], at_once: int | None, cluster: str | None = None) -> Iterator[Outcome]:
    """Draw clips under one progress bar and yield their outcomes; name each rasterizer that drew once, on stderr.

    `at_once` processes work at a time; None means as many as this machine has CPUs and memory for.
    """
    from transparent_box.commands.terminal.beat_costs import estimate_costs, remember_beats
    from transparent_box.commands.terminal.rendering import RenderProgress
    from transparent_box.scenes.output.pool import carry_out

    at_once = at_once or workers.default_workers()
    confirm_cost(
        estimate_drawing(chapter_jobs, at_once, here=cluster is None), "less, where some of it was drawn before"
    )
    said: set[str] = set()
    with open_pool(chapter_jobs, at_once, cluster) as pool, RenderProgress(chapter_jobs, pool.workers) as progress:
        for outcome in carry_out(chapter_jobs, pool, progress.add_news, estimate_costs(chapter_jobs)):
            progress.finish(outcome.job, made=outcome.path is not None)
            remember_beats(outcome.job, outcome.drawn)
            for drawn_by in outcome.drawn_by - said:
                click.echo(f"Points, lines and surfaces were drawn by {drawn_by}.", err=True)
            said |= outcome.drawn_by
            yield outcome


def names_in_order(failed: Collection[str], chapters: Sequence[str]) -> str:
    """Name the scenes that failed in the order in which they were given, not in that of their failures."""
    return ", ".join(name for name in map(label, chapters) if name in failed)


@contextmanager
def open_pool(chapter_jobs: list[Job], at_once: int, cluster: str | None) -> Iterator[Pool]:
    """Yield the pool that draws: a cluster's workers, `at_once` local processes, or this process for a single task."""
    from transparent_box.commands.processes import LocalPool
    from transparent_box.model.tasks import InProcessPool, usable_cpus
    from transparent_box.scenes.output.pieces import can_be_cut

    if cluster is not None:
        from transparent_box.commands.cluster import connect
        from transparent_box.commands.versions import DRAWING
        from transparent_box.model.runs.run import Run

        for folder in {job.run for job in chapter_jobs}:
            Run(folder)  # its content would be sent to every worker, and may be anything
        with connect(cluster, {"LP_NUM_THREADS": "1"}, DRAWING) as pool:
            yield pool
        return
    processes = at_once if any(map(can_be_cut, chapter_jobs)) else min(at_once, len(chapter_jobs))
    # Where OpenGL runs on the CPU, its cores are shared out among the processes; their number changes no picture.
    share = {"LP_NUM_THREADS": str(max(1, usable_cpus() // processes))}
    yield InProcessPool() if len(chapter_jobs) == 1 and processes == 1 else LocalPool(processes, share | os.environ)


def print_failure(outcome: Outcome) -> None:
    """Print on stderr that a scene failed, and why."""
    click.echo(f"{outcome.trace}Error: {label(outcome.job.chapter)}: {escape_controls(outcome.sentence)}", err=True)


def check_options(scenes: Sequence[str], beats: bool, options: Mapping[str, Any]) -> None:
    """Raise a usage error if options contradict each other or do not fit every scene."""
    if options["out"] is not None and len(scenes) > 1:
        raise click.UsageError("-o names one file, but there are several scenes.")
    if beats and options["only"] is not None:
        raise click.UsageError("--beats makes a file of every beat, --beat of one: give only one of the two.")
    check_settings(scenes, options["settings"])
    check_beat(scenes, options["only"])


def warn_light_letters(job: Job) -> None:
    """Warn on stderr if a clip without a background has letters too light to be read on white."""
    if not job.transparent:
        return
    from transparent_box.scenes.look.colormaps import READABLE, contrast, rgb
    from transparent_box.scenes.look.theme import THEMES

    found, best = (float(contrast(rgb(THEMES[name].text), rgb(WHITE))) for name in (job.theme, "light"))
    if found < READABLE:
        click.echo(
            f"Without a background, the {job.theme} theme is for dark slides: on white its letters can hardly be read "
            f"(a contrast of {found:.1f}; {READABLE} is the least). For white slides add --theme light ({best:.0f}).",
            err=True,
        )


def require_places(chapter_jobs: list[Job]) -> None:
    """Raise PlaceError, before anything is loaded or drawn, if a clip cannot be written where it belongs."""
    from transparent_box.scenes.output.places import require_media, require_place, require_writable, target

    for job in chapter_jobs:
        require_place(target(job), sequence=job.format == "png-sequence", example=f"clip.{job.format}")
        require_writable(target(job))
    require_media(chapter_jobs[0])


def require_beats_places(chapter_jobs: list[Job]) -> None:
    """Raise a usage error or PlaceError if a format has no beats, or their folder holds other files."""
    from transparent_box.scenes.output.beats import beats_folder, require_beats_folder
    from transparent_box.scenes.output.places import target

    for job in chapter_jobs:
        if not FORMATS[job.format].film:
            films = ", ".join(name for name, form in FORMATS.items() if form.film)
            raise click.UsageError(f"--beats cuts films ({films}), not a {job.format}.")
        require_beats_folder(beats_folder(target(job)))


def cut_beats(chapter: str, clip: Path) -> Path:
    """Cut a clip at its beats and return their folder."""
    from transparent_box.scenes.output.beats import beats_folder, cut_at_beats

    cut_at_beats(chapter, clip, beats_folder(clip))
    return beats_folder(clip)


def job_from_options(
    chapter: str,
    *,
    out: Path | None,
    file_format: str | None,
    quality: str | None,
    still: bool,
    voice: Voice | None = None,
    **options: Any,
) -> Job:
    """Make a job from the options of `render`; raise a usage error if they contradict each other.

    Raises VoiceError if the program or folder of its voice is not there.
    """
    if still and file_format not in (None, "png"):
        raise click.UsageError(f"-s makes a png: leave out --format {file_format}, or -s.")
    suffix = out.suffix.removeprefix(".") if out is not None else ""
    if suffix not in FORMATS and suffix.lower() in FORMATS:
        raise click.UsageError(f"{out} ends in .{suffix}: write .{suffix.lower()}, in small letters.")
    if suffix and suffix not in FORMATS:
        raise click.UsageError(f"{out} does not end in a format this makes: {', '.join(FORMATS)}.")
    chosen_format = "png" if still else file_format or suffix or ("mov" if options["transparent"] else "mp4")
    if suffix and suffix != chosen_format:
        raise click.UsageError(f"{out} does not end in .{chosen_format}.")
    if options["transparent"] and not FORMATS[chosen_format].alpha:
        raise click.UsageError(f"{chosen_format} has no transparency: choose --format {', '.join(ALPHA_FORMATS)}.")
    if voice is not None:
        if not FORMATS[chosen_format].film:
            raise click.UsageError(
                f"{chosen_format} has no sound: choose --format {', '.join(FILMS)}, or leave --voice out."
            )
        voice.check()
    return Job(
        chapter,
        voice=voice,
        format=chosen_format,
        quality=quality or FORMATS[chosen_format].quality,
        out=out,
        **options,
    )


def open_file(path: Path) -> None:
    """Open a file with the desktop's program for it; say so on stderr if there is none."""
    opener = {"darwin": "open", "win32": "explorer"}.get(sys.platform, "xdg-open")
    try:
        subprocess.Popen([opener, str(path)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    except OSError:
        click.echo(f"No program was found to open {escape_controls(str(path))}.", err=True)
