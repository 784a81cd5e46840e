"""The command line: `python cli.py render clock_scene` and its relatives.

Only what a command needs is imported inside it, so that help and lists come at once. What was made goes to
stdout, one path a line; everything else goes to stderr. Exit codes: 2 for wrong usage, 1 for failure.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from scenes.film import CHAPTERS, UnknownSceneError, beat_count, find_scenes, idea, options_of
from scenes.look.frame import ASPECTS
from scenes.look.theme import THEMES
from scenes.output.formats import FORMATS
from scenes.output.jobs import CAPTIONS, QUALITIES, RASTERS, Job

if TYPE_CHECKING:
    from model.config import Config
    from model.sweeps.sweep import Assignment
    from scenes.output.pool import Outcome

ASSETS = Path(__file__).resolve().parent / "assets"
REFERENCE = ASSETS / "reference"
QUIET = ASSETS / "linebreak" / "quiet"
ALPHA_FORMATS = [name for name, described in FORMATS.items() if described.alpha]
QUALITY_HELP = "l 480p15, m 720p30, h 1080p60 (usual), p 1440p60, k 2160p60; l is usual for gif and webp."
OPERATIONS_HELP = "x+y, x-y, x*y, x^2+y^2, x^2+xy+y^2 or x/y."
HISTORIES_HELP = "Also write the curves of all, small, into this folder."
SET_HELP = "A choice of a scene's, such as neuron=7; a wrong name lists them."
CAPTIONS_HELP = "In the picture and as .srt and .vtt, only as files, or not at all."

run_option = click.option(
    "--run", type=click.Path(path_type=Path), default=REFERENCE, help="A run folder; the shipped one if not given."
)


def look_options(command: Callable[..., None]) -> Callable[..., None]:
    """--theme and --aspect, which several commands take."""
    theme = click.option("--theme", type=click.Choice(list(THEMES)), default="dark", show_default=True)
    aspect = click.option("--aspect", type=click.Choice(list(ASPECTS)), default="16:9", show_default=True)
    return theme(aspect(command))


def network_options(command: Callable[..., None]) -> Callable[..., None]:
    """What `train` and `sweep` take once: the modulus, how long and how fast, the network's widths, the device."""
    precision, device = click.Choice(["float32", "float64"]), click.Choice(["auto", "cpu", "cuda"])
    options = [
        click.option("--p", type=int, default=113, show_default=True, help="The modulus, a prime from 5 to 199."),
        click.option("--steps", type=int, default=40_000, show_default=True),
        click.option("--learning-rate", type=float, default=1e-3, show_default=True),
        click.option("--width", "d_model", type=int, default=128, show_default=True, help="Of the residual stream."),
        click.option("--heads", "n_heads", type=int, default=4, show_default=True),
        click.option("--mlp", "d_mlp", type=int, default=512, show_default=True, help="Neurons of the MLP."),
        click.option("--loss-precision", type=precision, default="float64", show_default=True),
        click.option("--device", type=device, default="auto", show_default=True),
    ]
    for option in reversed(options):
        command = option(command)
    return command


class Group(click.Group):
    """Turns what can go wrong into one sentence."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; known failures end with a sentence and exit code 1, Ctrl-C with nothing half-written."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except KeyboardInterrupt:
            fail("Stopped.")
        except Exception as error:
            from model.config import ConfigError
            from scenes.troubles import sentence_for

            if isinstance(error, ConfigError):
                raise click.UsageError(str(error)) from None
            sentence = sentence_for(error)
            if sentence is None:
                raise
            fail(sentence)


def fail(sentence: str) -> NoReturn:
    """Say why on stderr and leave with exit code 1."""
    click.echo(f"Error: {sentence}", err=True)
    sys.exit(1)


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="transparent-box")
def main() -> None:
    """Explainer videos about a neural network that is wholly understood, drawn from its real weights."""


def wait_politely() -> None:
    """Have threads that wait for each other give up their CPU after a few microseconds.

    PyTorch's own threads hold it for milliseconds: alone on the machine that gains nothing, and where others work, too,
    a step takes five times as long. Read when PyTorch is loaded.
    """
    os.environ.setdefault("GOMP_SPINCOUNT", "10000")


def scenes_named(ctx: click.Context, param: click.Parameter | None, names: tuple[str, ...]) -> tuple[str, ...]:
    """Resolve what was typed to chapters, without doubles; a usage error for a name that fits none."""
    try:
        chapters = [chapter for name in names for chapter in find_scenes(name)]
    except UnknownSceneError as error:
        raise click.UsageError(str(error), ctx) from None
    return tuple(dict.fromkeys(chapters))


def settings_named(ctx: click.Context, param: click.Parameter, given: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
    """("neuron=7", …) as (("neuron", 7), …)."""
    found = []
    for text in given:
        name, _, value = text.partition("=")
        if not value.lstrip("-").isdecimal():
            raise click.UsageError(f"--set takes NAME=NUMBER, such as neuron=7, not {text!r}.", ctx)
        found.append((name, int(value)))
    return tuple(found)


def check_settings(scenes: Sequence[str], settings: Sequence[tuple[str, int]]) -> None:
    """A usage error where a scene lacks an option that was set."""
    for chapter in scenes:
        for name, _ in settings:
            if name not in options_of(chapter):
                known = ", ".join(options_of(chapter)) or "none"
                raise click.UsageError(f"{chapter} has no option {name!r}; its options: {known}.")


def complete_scene(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Chapters that begin like that, for the shell."""
    return [chapter for chapter in CHAPTERS if chapter.startswith(incomplete)]


set_option = click.option(
    "--set", "settings", multiple=True, metavar="NAME=NUMBER", callback=settings_named, help=SET_HELP
)


@main.command()
@click.argument("scenes", nargs=-1, callback=scenes_named, shell_complete=complete_scene)
@click.option("-a", "--all", "everything", is_flag=True, help="Every scene, in film order.")
@click.option("-j", "--jobs", type=click.IntRange(min=1), default=1, show_default=True, help="Scenes drawn at a time.")
@click.option("-q", "--quality", type=click.Choice(list(QUALITIES)), help=QUALITY_HELP)
@click.option("--fps", "--frame_rate", type=click.IntRange(1, 240), help="Frames a second, instead of the quality's.")
@click.option("--format", "file_format", type=click.Choice(list(FORMATS)), help="mp4, or mov with -t, if not given.")
@click.option("-t", "--transparent", is_flag=True, help=f"No background: for {', '.join(ALPHA_FORMATS)}.")
@click.option("-s", "--save_last_frame", "still", is_flag=True, help="Only the last frame, as a PNG.")
@click.option("--captions", type=click.Choice(CAPTIONS), default="burn", show_default=True, help=CAPTIONS_HELP)
@set_option
@click.option("-p", "--preview", is_flag=True, help="Open the file when it is done.")
@click.option("-o", "--output_file", "out", type=click.Path(path_type=Path), help="Where to put it (one scene only).")
@run_option
@look_options
@click.option("--raster", type=click.Choice(RASTERS), default="auto", show_default=True, help="What draws surfaces.")
def render(scenes: tuple[str, ...], everything: bool, jobs: int, preview: bool, **options: Any) -> None:
    """Render SCENES (names or patterns such as "c*") and print the path of each."""
    scenes = CHAPTERS if everything else scenes
    if not scenes:
        raise click.UsageError("Name a scene, or give --all.")
    if options["out"] and len(scenes) > 1:
        raise click.UsageError("-o names one file, but there are several scenes.")
    check_settings(scenes, options["settings"])
    described = [job_for(chapter, **options) for chapter in scenes]
    failed = []
    for outcome in outcomes_of(described, jobs):
        if outcome.path is None:
            failed.append(outcome.job.chapter)
            click.echo(f"{outcome.trace}Error: {outcome.job.chapter}: {outcome.sentence}", err=True)
            continue
        click.echo(outcome.path)
        if preview:
            open_file(outcome.path)
    if failed and len(described) > 1:
        click.echo(f"{len(failed)} of {len(described)} scenes failed: {', '.join(failed)}.", err=True)
    sys.exit(bool(failed))


def outcomes_of(described: list[Job], at_once: int) -> Iterator[Outcome]:
    """What becomes of jobs, as it comes, under one progress bar; which rasteriser drew is said once."""
    from commands.terminal.rendering import RenderProgress
    from scenes.output.pool import carry_out, local_pool

    what = described[0].chapter if len(described) == 1 else f"{len(described)} scenes"
    beats = sum(beat_count(job.chapter) for job in described)
    said = False
    with RenderProgress(what, beats) as progress:
        for outcome in carry_out(described, lambda: local_pool(min(at_once, len(described))), progress.show):
            if outcome.drawn_by and not said:
                click.echo(f"Points, lines and surfaces were drawn by {outcome.drawn_by}.", err=True)
                said = True
            yield outcome


def job_for(
    chapter: str, *, out: Path | None, file_format: str | None, quality: str | None, still: bool, **options: Any
) -> Job:
    """The job that the options of `render` describe; a usage error where they contradict each other."""
    if still and file_format not in (None, "png"):
        raise click.UsageError(f"-s makes a png, not a {file_format}.")
    suffix = out.suffix.removeprefix(".") if out else ""
    if suffix and suffix not in FORMATS:
        raise click.UsageError(f"{out} does not end in a format this makes: {', '.join(FORMATS)}.")
    chosen = "png" if still else file_format or suffix or ("mov" if options["transparent"] else "mp4")
    if suffix and suffix != chosen:
        raise click.UsageError(f"{out} does not end in .{chosen}.")
    if options["transparent"] and not FORMATS[chosen].alpha:
        raise click.UsageError(f"{chosen} has no transparency: choose --format {', '.join(ALPHA_FORMATS)}.")
    return Job(chapter, format=chosen, quality=quality or FORMATS[chosen].quality, out=out, **options)


def open_file(path: Path) -> None:
    """Open a file as the desktop would; silence where there is none."""
    opener = {"darwin": "open", "win32": "explorer"}.get(sys.platform, "xdg-open")
    try:
        subprocess.Popen([opener, str(path)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    except OSError:
        click.echo(f"Nothing here can open {path}.", err=True)


@main.command()
@click.argument("scenes", nargs=-1, required=True, callback=scenes_named, shell_complete=complete_scene)
@run_option
@look_options
@set_option
@click.option("--out", type=click.Path(path_type=Path), default=Path("media") / "sheets", help="A folder.")
def sheet(
    scenes: tuple[str, ...], run: Path, theme: str, aspect: str, settings: tuple[tuple[str, int], ...], out: Path
) -> None:
    """Draw a contact sheet of each of SCENES: a still of every beat's end."""
    from scenes.output.sheet import make_sheet

    check_settings(scenes, settings)

    for chapter in scenes:
        chosen = (f"{name}-{value}" for name, value in settings)
        name = "_".join([chapter, aspect.replace(":", "x"), theme, *chosen])
        job = Job(chapter, run, "m", format="png", aspect=aspect, theme=theme, settings=settings)
        click.echo(make_sheet(job, out / f"{name}.png"))


@main.command()
@click.argument("scenes", nargs=-1, required=True, callback=scenes_named, shell_complete=complete_scene)
@run_option
@click.option("--theme", type=click.Choice(list(THEMES)), help="Both, if not given.")
@click.option("--aspect", type=click.Choice(list(ASPECTS)), help="All, if not given.")
@click.option("-j", "--jobs", type=click.IntRange(min=1), default=1, show_default=True, help="Looked at at a time.")
def check(scenes: tuple[str, ...], run: Path, theme: str | None, aspect: str | None, jobs: int) -> None:
    """Look for text in SCENES that is too small, too faint, too quick, out of place or over other text."""
    from scenes.output.layout import flaws
    from scenes.output.pool import local_pool

    themes, aspects = [theme] if theme else list(THEMES), [aspect] if aspect else list(ASPECTS)
    variants = [
        Job(chapter, run, "l", 30, "png", aspect=shape, theme=look)
        for chapter in scenes
        for shape in aspects
        for look in themes
    ]
    with local_pool(jobs) as pool:
        found = [flaw for several in pool.map(flaws, variants) for flaw in several]
    for flaw in found:
        click.echo(flaw)
    click.echo(f"{len(found) or 'No'} flaw{'' if len(found) == 1 else 's'} in {len(variants)} variants.", err=True)
    sys.exit(bool(found))


@main.command()
@click.argument("scene", nargs=1)
@click.option("--beat", help="The method to begin with; the first, if not given. Later, the one that is edited.")
@click.option("-p", "--preview", is_flag=True, help="Open the still when it is there.")
@run_option
@look_options
def watch(scene: str, beat: str | None, preview: bool, run: Path, theme: str, aspect: str) -> None:
    """Draw the beat of SCENE that is being edited whenever a file is saved: a still, then a draft. Ctrl-C ends it."""
    from queue import Queue

    from scenes.output.watch import saved_files, watched

    (chapter, *_) = scenes_named(click.get_current_context(), None, (scene,))
    saves: Queue[Path] = Queue()
    observer = saved_files(Path(__file__).resolve().parent / "scenes", saves)
    try:
        for drawn in watched(Job(chapter, run, "l", theme=theme, aspect=aspect), saves, beat):
            if drawn.error:
                click.echo(drawn.error, err=True, nl=False)
            else:
                made = drawn.still or drawn.draft
                click.echo(f"{made}  {drawn.beat}, {drawn.seconds:.1f} s")
                if preview and made is not None:
                    open_file(made)
                    preview = False
    finally:
        observer.stop()


@main.command()
@run_option
def doctor(run: Path) -> None:
    """Say what this machine has of what is needed, and what to do about the rest."""
    from rich.console import Console
    from rich.table import Table

    from commands.doctor import examine

    table = Table(box=None, pad_edge=False)
    for heading in ("", "", "found", "what to do"):
        table.add_column(heading)
    findings = list(examine(run))
    for finding in findings:
        mark = "[green]ok[/]" if finding.good else "[red]missing[/]" if finding.needed else "[yellow]without[/]"
        table.add_row(mark, finding.name, finding.found, "" if finding.good else finding.advice)
    Console().print(table)
    sys.exit(any(finding.needed and not finding.good for finding in findings))


@main.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def list_scenes(as_json: bool) -> None:
    """Name the scenes, one a line, in film order."""
    ideas = {chapter: idea(chapter) for chapter in CHAPTERS}
    if as_json:
        click.echo(json.dumps([{"name": name, "idea": text} for name, text in ideas.items()], ensure_ascii=False))
    else:
        width = max(map(len, ideas))
        click.echo("\n".join(f"{name:{width}}  {text}" for name, text in ideas.items()))


@main.command()
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The run folder to make.")
@click.option("--operation", default="x+y", show_default=True, help=OPERATIONS_HELP)
@click.option("--fraction", type=float, default=0.3, show_default=True, help="Share of the pairs trained on.")
@click.option("--seed", type=int, default=0, show_default=True, help="Of the start and of the split.")
@click.option("--weight-decay", type=float, default=1.0, show_default=True)
@network_options
@click.option("--threads", type=click.IntRange(min=1), help="CPU threads; their number decides the rounding.")
@click.option("--resume", is_flag=True, help="Go on from where this run stopped.")
def train(out: Path, device: str, resume: bool, threads: int | None, **recipe: Any) -> None:
    """Train a network into a run folder, measure it, and print the folder."""
    from model.config import Config

    wait_politely()
    config = Config(**recipe)
    train_with_progress(config, out, device, resume, threads)
    click.echo(f"Measuring {out} …", err=True)
    from model.runs.measure import measure as measure_run

    measure_run(out)
    click.echo(out)


def train_with_progress(config: Config, out: Path, device: str, resume: bool, threads: int | None) -> None:
    """Train with a bar: losses, accuracies, steps a second, time left; Ctrl-C says how to go on."""
    from commands.terminal.training import TrainingProgress
    from model.training.train import train as train_run

    with TrainingProgress(config.steps) as progress:
        try:
            train_run(config, out, device, resume, threads, progress.advance)
        except KeyboardInterrupt:
            fail(f"Stopped; nothing is lost. The same command with --resume goes on from step {progress.step}.")


@main.command(name="train-linebreak")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The run folder to make.")
@click.option("--seed", type=int, default=0, show_default=True, help="Of the start, the documents and the noise.")
@click.option("--steps", type=int, default=8_000, show_default=True)
@click.option("--noise", type=float, default=1.0, show_default=True, help="Added to the stream; 0 makes the control.")
@click.option("--learning-rate", type=float, default=4e-3, show_default=True)
@click.option("--documents", type=int, default=128, show_default=True, help="A step, all fresh.")
@click.option("--heads", "n_boundary", type=int, default=6, show_default=True, help="That compare count and width.")
@click.option("--threads", type=click.IntRange(min=1), default=1, show_default=True, help="CPU threads.")
@click.option("--resume", is_flag=True, help="Go on from where this run stopped.")
def train_linebreak(out: Path, resume: bool, threads: int, **recipe: Any) -> None:
    """Train a network that wraps lines into a run folder (four minutes), measure it, and print the folder."""
    from model.linebreak.recipe import Recipe

    described = Recipe(**recipe)
    from commands.terminal.training import TrainingProgress
    from model.linebreak.train import train as train_run

    with TrainingProgress(described.steps) as progress:
        try:
            train_run(described, out, resume, threads, progress.advance_fresh)
        except KeyboardInterrupt:
            fail(f"Stopped; nothing is lost. The same command with --resume goes on from step {progress.step}.")
    click.echo(f"Measuring {out} …", err=True)
    from model.linebreak.measure import measure as measure_run

    measure_run(out)
    click.echo(out)


@main.command()
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The folder of all run folders.")
@click.option("--operation", "operations", multiple=True, default=["x+y"], show_default=True, help=OPERATIONS_HELP)
@click.option("--fraction", "fractions", type=float, multiple=True, default=[0.3], show_default=True)
@click.option("--seed", "seeds", type=int, multiple=True, default=[0], show_default=True)
@click.option("--weight-decay", "decays", type=float, multiple=True, default=[1.0], show_default=True)
@network_options
@click.option("--threads", type=click.IntRange(min=1), default=1, show_default=True, help="CPU threads of each run.")
@click.option("-j", "--jobs", type=click.IntRange(min=1), help="Runs at a time; by default one a CPU, or 16 on CUDA.")
@click.option("--histories", type=click.Path(path_type=Path), help=HISTORIES_HELP)
@click.option("--json", "as_json", is_flag=True, help="What came of each, for programs, instead of the folders.")
def sweep(
    out: Path, device: str, threads: int, jobs: int | None, histories: Path | None, as_json: bool, **varied: Any
) -> None:
    """Train every combination of what is given several times, and print the run folders.

    For example `sweep --operation x+y --operation x-y --seed 0 --seed 1 --out runs/four`. The same command again
    leaves finished runs alone and goes on with the others.
    """
    from model.sweeps.sweep import Assignment, combinations, folder_name, result

    wait_politely()
    recipes = combinations(**varied)
    if histories and len({recipe.operation for recipe in recipes}) < len(recipes):
        raise click.UsageError("--histories keeps one run of each operation: give one fraction, decay and seed.")
    assignments = [Assignment(recipe, out / folder_name(recipe), device, threads) for recipe in recipes]
    failures = carry_out_sweep(assignments, jobs)
    done = [result(assignment.folder) for assignment in assignments if assignment.folder not in failures]
    from commands.terminal.sweep import print_summary

    print_summary(done)
    if as_json:
        failed = [{"run": str(folder), "error": sentence} for folder, sentence in failures.items()]
        click.echo(json.dumps([*(one.to_json() for one in done), *failed], indent=2, ensure_ascii=False))
    else:
        click.echo("".join(f"{one.folder}\n" for one in done), nl=False)
    if failures:
        fail(f"{len(failures)} of {len(assignments)} runs failed: {', '.join(folder.name for folder in failures)}.")
    if histories:
        from model.sweeps.operations import write_operations

        write_operations([one.folder for one in done], histories)
        click.echo(histories, err=as_json)


def carry_out_sweep(assignments: list[Assignment], jobs: int | None) -> dict[Path, str]:
    """Train what is not finished under one display; folder → why it failed, of those that did."""
    from model.sweeps.sweep import is_finished, result

    left = [assignment for assignment in assignments if not is_finished(assignment.config, assignment.folder)]
    if len(left) < len(assignments):
        click.echo(f"{len(assignments) - len(left)} of {len(assignments)} runs were finished before.", err=True)
    if not left:
        return {}
    from commands.terminal.sweep import events
    from commands.terminal.training import SweepProgress
    from model.sweeps.workers import carry_out, divided, fitting
    from model.training.train import choose_device

    kind = choose_device(left[0].device).type
    assigned, at_once = divided(left, kind, jobs or fitting(kind, left[0].threads))
    failures = {}
    with SweepProgress(len(left), left[0].config.steps) as progress:
        try:
            for outcome in carry_out(assigned, at_once, lambda one, row: progress.advance(one.folder.name, row)):
                folder, sentence = outcome.assignment.folder, outcome.sentence
                if sentence:
                    failures[folder] = sentence
                words = f"{outcome.trace}Error: {sentence}" if sentence else events(result(folder))
                progress.finish(folder.name, words)
        except KeyboardInterrupt:
            fail("Stopped; nothing is lost. The same command goes on.")
    if progress.steps:
        click.echo(f"{progress.steps} steps of all runs, {progress.steps / progress.seconds:.0f} a second.", err=True)
    return failures


@main.command()
@click.argument("run", type=click.Path(path_type=Path))
def measure(run: Path) -> None:
    """Compute once what scenes draw from RUN, store it there, and print the folder."""
    from model.linebreak.run import is_linebreak

    if is_linebreak(run):
        from model.linebreak.measure import measure as measure_linebreak

        measure_linebreak(run)
    else:
        from model.runs.measure import measure as measure_run

        measure_run(run)
    click.echo(run)


@main.command(name="import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The run folder to make.")
@click.option("--p", type=int, help="The modulus, if only to check it.")
@click.option("--operation", help="What it was trained on; the file's word, or x+y, if not given.")
@click.option("--fraction", type=float, help="Share of the pairs trained on; the file's, or 0.3, if not given.")
@click.option("--seed", type=int, help="Of the split; the file's, or 0, if not given.")
def import_file(file: Path, out: Path, **options: Any) -> None:
    """Make a run folder of published PyTorch weights in FILE, measure it, and print the folder."""
    from model.config import Config

    Config(**{name: value for name, value in options.items() if value is not None})
    from model.imports.run import adopt

    guessed = adopt(file, out, options)
    if guessed:
        click.echo(f"The file does not tell its {', '.join(guessed)}: taken as in the paper.", err=True)
    click.echo(out)


@main.command()
@click.argument("run", type=click.Path(path_type=Path), default=REFERENCE)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.option("--html", type=click.Path(path_type=Path), help="Write a page with plots here, and print its path.")
@click.option("--control", type=click.Path(path_type=Path), help="For runs that wrap lines: one trained without noise.")
def report(run: Path, as_json: bool, html: Path | None, control: Path | None) -> None:
    """Set what is measured of RUN (the shipped one if not given) beside the paper's numbers.

    A run of the network that wraps lines is judged by eight statements; RUN may be assets/linebreak.
    """
    from model.linebreak.run import is_linebreak

    if is_linebreak(run):
        if html:
            raise click.UsageError("--html is for runs that add; this one wraps lines.")
        report_linebreak(run, as_json, control)
        return
    if control:
        raise click.UsageError("--control is for runs that wrap lines; this one adds.")
    from model.paper.report import report as measured_report
    from model.runs.evidence import Evidence
    from model.runs.run import Run

    evidence = Evidence(Run(run, naming="trained"))
    found = measured_report(evidence)
    if html:
        from model.storage import write_text
        from scenes.output.report.page import page

        write_text(html, page(evidence, found))
        click.echo(html, err=as_json)
    if as_json:
        click.echo(json.dumps(found.values, indent=2, ensure_ascii=False))
    elif not html:
        from commands.terminal.report import print_report

        print_report(found)


def report_linebreak(run: Path, as_json: bool, control: Path | None) -> None:
    """Print what a line-wrapping run shows, beside a control or the shipped one."""
    from model.linebreak.report import report as linebreak_report
    from model.linebreak.run import LinebreakRun

    beside = control or (QUIET if QUIET.is_dir() else None)
    found = linebreak_report(LinebreakRun(run), LinebreakRun(beside) if beside else None)
    if as_json:
        click.echo(json.dumps(found.values, indent=2, ensure_ascii=False))
    else:
        from commands.terminal.report import print_statements

        print_statements(found)


@main.command()
@click.argument("run", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The folder to make.")
def pack(run: Path, out: Path) -> None:
    """Make a measured RUN small enough to ship (about 36 MB for the mainline), and print the folder."""
    from model.linebreak.run import is_linebreak

    if is_linebreak(run):
        from model.linebreak.pack import pack as pack_linebreak

        pack_linebreak(run, out)
    else:
        from model.runs.pack import pack as pack_run

        pack_run(run, out)
    click.echo(out)


if __name__ == "__main__":
    main(prog_name="cli.py")
