"""`sheet`, `check` and `watch`: looking at chapters while they are made."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from transparent_box.commands import workers
from transparent_box.commands.clips import jobs_for_chapters
from transparent_box.commands.completion import complete_beat, complete_scene
from transparent_box.commands.errors import fail
from transparent_box.commands.omissions import NONE_LEFT, Omissions, chapters_for_run
from transparent_box.commands.options import (
    PathType,
    check_beat,
    check_settings,
    jobs_option,
    look_options,
    require_folder_name,
    run_option,
    set_option,
)
from transparent_box.commands.render import open_file
from transparent_box.commands.selection import EVERYTHING, Selection, chapters_named, scene_arguments
from transparent_box.scenes.external import label
from transparent_box.scenes.film import source_of
from transparent_box.scenes.look.frame import ASPECTS
from transparent_box.scenes.look.theme import THEMES
from transparent_box.scenes.output.job import Job

if TYPE_CHECKING:
    from transparent_box.scenes.output.check import Flaw


WATCHED_BEAT_HELP = "Beat to begin with; after that, the one being edited.  [default: the first]"


@click.command("sheet", short_help="Draw a contact sheet of every scene.")
@scene_arguments
@run_option
@look_options
@set_option
@click.option(
    "-o",
    "--out",
    type=PathType(),
    default=Path("media") / "sheets",
    show_default=True,
    help="Folder to write to.",
)
def sheet_command(
    scenes: Selection, run: Path, theme: str, aspect: str, settings: tuple[tuple[str, int], ...], out: Path
) -> None:
    """Draw a contact sheet of SCENES (or of all that fit the run): a still of every beat's end.

    Under each still stands the beat's name, which --beat takes.
    """
    from transparent_box.scenes.output.places import require_media, require_writable
    from transparent_box.scenes.output.sheet import make_sheet

    require_folder_name(out, ".png", ".jpg", ".jpeg", ".webp", ".pdf")
    require_writable(out / "sheet.png")
    whole = Job("sheet", run, "m", format="png", aspect=aspect, theme=theme, settings=settings)
    require_media(whole)
    selection = chapters_for_run(scenes or EVERYTHING, run)
    made, omissions = 0, Omissions(selection)
    for job in jobs_for_chapters(whole, selection.chapters):
        numbers = (f"{name}-{value}" for name, value in job.settings)
        name = "_".join([label(job.chapter), aspect.replace(":", "x"), theme, *numbers])
        with omissions.omit_if_lacking(job.chapter):
            click.echo(make_sheet(job, out / f"{name}.png"))
            made += 1
    omissions.report()
    if not made:
        fail(NONE_LEFT.format(run=run))


@click.command("check", short_help="Look for text that cannot be read.")
@scene_arguments
@run_option
@click.option("--theme", type=click.Choice(list(THEMES)), help="Colors of the picture.  [default: both]")
@click.option("--aspect", type=click.Choice(list(ASPECTS)), help="Width to height of the picture.  [default: all]")
@jobs_option("How many processes look at once.  [default: one per CPU, if memory allows]")
@set_option
def check_command(
    scenes: Selection,
    run: Path,
    theme: str | None,
    aspect: str | None,
    jobs: int | None,
    settings: tuple[tuple[str, int], ...],
) -> None:
    """Look for text that cannot be read in SCENES (or in all that fit the run).

    It also lists, as advice, what is empty, small, motionless for long, or appears from one frame to the next.
    """
    from transparent_box.scenes.output.places import require_media

    themes, aspects = [theme] if theme else list(THEMES), [aspect] if aspect else list(ASPECTS)
    whole = Job("check", run, "l", 30, "png", settings=settings)
    require_media(whole)
    selection = chapters_for_run(scenes or EVERYTHING, run)
    variants = [
        replace(job, aspect=shape, theme=look)
        for job in jobs_for_chapters(whole, selection.chapters)
        for shape in aspects
        for look in themes
    ]
    wrong, advice, looked_at = 0, 0, 0
    for flaws in find_flaws(variants, jobs or workers.default_workers(), Omissions(selection)):
        click.echo("".join(f"{flaw}\n" for flaw in flaws), nl=False)
        looked_at += 1
        wrong += sum(not flaw.is_advice for flaw in flaws)
        advice += sum(flaw.is_advice for flaw in flaws)
    if not looked_at:
        fail(NONE_LEFT.format(run=run))
    told = f"{wrong or 'No'} flaw{'s'[wrong == 1 :]} in {looked_at} variant{'s'[looked_at == 1 :]}"
    click.echo(f"{told}, and {advice or 'nothing'} to think about.", err=True)
    sys.exit(bool(wrong))


def find_flaws(variants: Sequence[Job], jobs: int, omissions: Omissions) -> Iterator[list[Flaw]]:
    """Yield the flaws of each variant that can be played; name on stderr the chapters left out."""
    from transparent_box.commands.processes import LocalPool
    from transparent_box.model.storage import LacksError
    from transparent_box.model.tasks import InProcessPool, Lost
    from transparent_box.scenes.output.check import check_or_lack

    pool = InProcessPool() if min(jobs, len(variants)) == 1 else LocalPool(jobs)
    for variant, found in pool.run(check_or_lack, variants, lambda *news: None):
        if isinstance(found, Lost):
            fail(f"The process that checked {label(variant.chapter)} was killed from outside; perhaps memory ran out.")
        if not isinstance(found, LacksError):
            yield found
        elif not omissions.leave_out(variant.chapter, str(found)):
            raise found
    omissions.report()


@click.command("watch", short_help="Redraw a beat whenever its file is saved.")
@click.argument("scene", nargs=1, shell_complete=complete_scene)
@click.option("--beat", shell_complete=complete_beat, help=WATCHED_BEAT_HELP)
@click.option("-p", "--preview", is_flag=True, help="Open the first still.")
@run_option
@look_options
@set_option
def watch_command(scene: str, beat: str | None, preview: bool, **options: Any) -> None:
    """Draw the beat of SCENE that is being edited whenever a file is saved: a still, then a draft. Ctrl-C ends it."""
    from queue import Queue

    from transparent_box.model.runs.run import Run
    from transparent_box.scenes.output.places import require_writable
    from transparent_box.scenes.output.watch import redraw_on_save, saved_files

    (chapter, *others) = chapters_named(scene)
    if others:
        raise click.UsageError(f"{scene!r} names {len(others) + 1} scenes, but one is watched at a time: name one.")
    check_beat([chapter], beat)
    check_settings([chapter], options["settings"])
    require_writable(Path("media") / "watch" / f"{label(chapter)}.png")
    Run(options["run"])  # fail now if the run is missing: no save of a scene would mend that
    saves: Queue[Path] = Queue()
    job = Job(chapter, quality="l", **options)
    try:
        observer = saved_files(source_of(chapter).parent, job.media, saves)
    except OSError as error:  # inotify's limit says "No space left on device", which would mislead
        fail(
            f"This system lets no more files be watched ({error.strerror}): close programs that watch many, such as "
            "editors, or raise its limit."
        )
    try:
        for news in redraw_on_save(job, saves, beat):
            if news.error:
                click.echo(news.error, err=True, nl=False)
            else:
                made = news.still or news.draft
                click.echo(f"{made}  {news.beat}, {news.seconds:.1f} s")
                if preview and made is not None:
                    open_file(made)
                    preview = False
    except KeyboardInterrupt:
        return  # the way it is meant to end
    finally:
        observer.stop()
