"""The command line: `python cli.py render clock_scene` and its relatives.

Only what a command needs is imported inside it, so that help and lists come at once. What was made goes to
stdout, one path a line; everything else goes to stderr. Exit codes: 2 for wrong usage, 1 for failure.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from scenes.film import CHAPTERS, UnknownSceneError, find_scenes, idea
from scenes.output.job import ALPHA_FORMATS, FORMATS, QUALITIES, RASTERS, Job
from scenes.stage.frame import ASPECTS
from scenes.stage.theme import THEMES

if TYPE_CHECKING:
    from model.config import Config

REFERENCE = Path(__file__).resolve().parent / "assets" / "reference"
QUALITY_HELP = "l 480p15, m 720p30, h 1080p60, p 1440p60, k 2160p60."


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
        except ModuleNotFoundError as error:
            fail(missing_package(error))
        except Exception as error:
            from model.config import ConfigError
            from model.storage import RunError

            if isinstance(error, ConfigError):
                raise click.UsageError(str(error)) from None
            from scenes.stage.raster import RasterError

            if isinstance(error, RunError | RasterError):
                fail(str(error))
            trouble = file_trouble(error)
            if trouble is None:
                raise
            where, why = trouble.filename or "a file", trouble.strerror or trouble
            fail(f"Cannot read or write {where}: {why}.")


def file_trouble(error: BaseException | None) -> OSError | None:
    """The full disk, the missing right or the like that an error comes from, if it does."""
    while error is not None and not isinstance(error, OSError):
        error = error.__cause__ or error.__context__
    return error


def missing_package(error: ModuleNotFoundError) -> str:
    """What to do about a package that is not installed."""
    if error.name in ("torch", "sklearn"):
        return f"This needs {error.name}, which is not installed: run `pip install '.[train]'` in the project folder."
    return f"The package {error.name} is not installed: run `pip install .` in the project folder."


def fail(sentence: str) -> NoReturn:
    """Say why on stderr and leave with exit code 1."""
    click.echo(f"Error: {sentence}", err=True)
    sys.exit(1)


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="transparent-box")
def main() -> None:
    """Explainer videos about a neural network that is wholly understood, drawn from its real weights."""


def scenes_named(ctx: click.Context, param: click.Parameter, names: tuple[str, ...]) -> tuple[str, ...]:
    """Resolve what was typed to chapters, without doubles; a usage error for a name that fits none."""
    try:
        chapters = [chapter for name in names for chapter in find_scenes(name)]
    except UnknownSceneError as error:
        raise click.UsageError(str(error), ctx) from None
    return tuple(dict.fromkeys(chapters))


def complete_scene(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Chapters that begin like that, for the shell."""
    return [chapter for chapter in CHAPTERS if chapter.startswith(incomplete)]


@main.command()
@click.argument("scenes", nargs=-1, required=True, callback=scenes_named, shell_complete=complete_scene)
@click.option("-q", "--quality", type=click.Choice(list(QUALITIES)), default="h", help=QUALITY_HELP)
@click.option("--fps", "--frame_rate", type=click.IntRange(1, 240), help="Frames a second, instead of the quality's.")
@click.option("--format", "file_format", type=click.Choice(FORMATS), help="mp4, or mov with -t, if not given.")
@click.option("-t", "--transparent", is_flag=True, help="No background: for mov, webm, gif and png.")
@click.option("-s", "--save_last_frame", "still", is_flag=True, help="Only the last frame, as a PNG.")
@click.option("-p", "--preview", is_flag=True, help="Open the file when it is done.")
@click.option("-o", "--output_file", type=click.Path(path_type=Path), help="Where to put it (one scene only).")
@click.option(
    "--run", type=click.Path(path_type=Path), default=REFERENCE, help="A run folder; the shipped one if not given."
)
@click.option("--theme", type=click.Choice(list(THEMES)), default="dark", show_default=True)
@click.option("--aspect", type=click.Choice(list(ASPECTS)), default="16:9", show_default=True, help="Of the picture.")
@click.option("--raster", type=click.Choice(RASTERS), default="auto", show_default=True, help="What draws surfaces.")
def render(scenes: tuple[str, ...], preview: bool, output_file: Path | None, raster: str, **options: Any) -> None:
    """Render SCENES to films and print the path of each."""
    if output_file and len(scenes) > 1:
        raise click.UsageError("-o names one file, but there are several scenes.")
    jobs = [job_for(chapter, output_file, **options) for chapter in scenes]
    from scenes.output.job import render as carry_out
    from scenes.stage.raster import choose_rasteriser

    choose_rasteriser(raster)
    for job in jobs:
        click.echo(f"Rendering {job.chapter} …", err=True)
        made = carry_out(job)
        click.echo(made)
        if preview:
            open_file(made)


def job_for(
    chapter: str,
    out: Path | None,
    *,
    quality: str,
    fps: int | None,
    file_format: str | None,
    transparent: bool,
    still: bool,
    theme: str,
    aspect: str,
    run: Path,
) -> Job:
    """The job that the options of `render` describe; a usage error where they contradict each other."""
    if still and file_format not in (None, "png"):
        raise click.UsageError(f"-s makes a png, not a {file_format}.")
    suffix = out.suffix.removeprefix(".") if out else ""
    if suffix and suffix not in FORMATS:
        raise click.UsageError(f"{out} does not end in a format this makes: {', '.join(FORMATS)}.")
    chosen = "png" if still else file_format or suffix or ("mov" if transparent else "mp4")
    if suffix and suffix != chosen:
        raise click.UsageError(f"{out} does not end in .{chosen}.")
    if transparent and chosen not in ALPHA_FORMATS:
        raise click.UsageError(f"{chosen} has no transparency: choose --format {', '.join(ALPHA_FORMATS)}.")
    return Job(chapter, run, quality, fps, chosen, transparent, aspect, theme, out=out)


def open_file(path: Path) -> None:
    """Open a file as the desktop would; silence where there is none."""
    opener = {"darwin": "open", "win32": "explorer"}.get(sys.platform, "xdg-open")
    try:
        subprocess.Popen([opener, str(path)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    except OSError:
        click.echo(f"Nothing here can open {path}.", err=True)


@main.command()
@click.argument("scenes", nargs=-1, required=True, callback=scenes_named, shell_complete=complete_scene)
@click.option("--run", type=click.Path(path_type=Path), default=REFERENCE, help="A run folder.")
@click.option("--theme", type=click.Choice(list(THEMES)), default="dark", show_default=True)
@click.option("--aspect", type=click.Choice(list(ASPECTS)), default="16:9", show_default=True)
@click.option("--out", type=click.Path(path_type=Path), default=Path("media") / "sheets", help="A folder.")
def sheet(scenes: tuple[str, ...], run: Path, theme: str, aspect: str, out: Path) -> None:
    """Draw a contact sheet of each of SCENES: a still of every beat's end."""
    from scenes.output.sheet import make_sheet

    for chapter in scenes:
        name = "_".join([chapter, aspect.replace(":", "x"), theme])
        job = Job(chapter, run, "m", format="png", aspect=aspect, theme=theme)
        click.echo(make_sheet(job, out / f"{name}.png"))


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
@click.option("--p", type=int, default=113, show_default=True, help="The modulus, a prime from 5 to 199.")
@click.option("--operation", default="x+y", show_default=True, help="x+y, x-y, x*y, x^2+y^2, x^2+xy+y^2 or x/y.")
@click.option("--fraction", type=float, default=0.3, show_default=True, help="Share of the pairs trained on.")
@click.option("--seed", type=int, default=0, show_default=True, help="Of the start and of the split.")
@click.option("--steps", type=int, default=40_000, show_default=True)
@click.option("--learning-rate", type=float, default=1e-3, show_default=True)
@click.option("--weight-decay", type=float, default=1.0, show_default=True)
@click.option("--width", "d_model", type=int, default=128, show_default=True, help="Of the residual stream.")
@click.option("--heads", "n_heads", type=int, default=4, show_default=True)
@click.option("--mlp", "d_mlp", type=int, default=512, show_default=True, help="Neurons of the MLP.")
@click.option("--loss-precision", type=click.Choice(["float32", "float64"]), default="float64", show_default=True)
@click.option("--device", type=click.Choice(["auto", "cpu", "cuda"]), default="auto", show_default=True)
@click.option("--threads", type=click.IntRange(min=1), help="CPU threads; their number decides the rounding.")
@click.option("--resume", is_flag=True, help="Go on from where this run stopped.")
def train(out: Path, device: str, resume: bool, threads: int | None, **recipe: Any) -> None:
    """Train a network into a run folder, measure it, and print the folder."""
    from model.config import Config

    config = Config(**recipe)
    train_with_progress(config, out, device, resume, threads)
    click.echo(f"Measuring {out} …", err=True)
    from model.measure import measure as measure_run

    measure_run(out)
    click.echo(out)


def train_with_progress(config: Config, out: Path, device: str, resume: bool, threads: int | None) -> None:
    """Train with a bar: losses, accuracies, steps a second, time left; Ctrl-C says how to go on."""
    from model.progress import TrainingProgress
    from model.train import train as train_run

    with TrainingProgress(config.steps) as progress:
        try:
            train_run(config, out, device, resume, threads, progress.advance)
        except KeyboardInterrupt:
            fail(f"Stopped; nothing is lost. The same command with --resume goes on from step {progress.step}.")


@main.command()
@click.argument("run", type=click.Path(path_type=Path))
def measure(run: Path) -> None:
    """Compute once what scenes draw from RUN, store it there, and print the folder."""
    from model.measure import measure as measure_run

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
    from model.adoption import adopt

    guessed = adopt(file, out, options)
    if guessed:
        click.echo(f"The file does not tell its {', '.join(guessed)}: taken as in the paper.", err=True)
    click.echo(out)


@main.command()
@click.argument("run", type=click.Path(path_type=Path), default=REFERENCE)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.option("--html", type=click.Path(path_type=Path), help="Write a page with plots here, and print its path.")
def report(run: Path, as_json: bool, html: Path | None) -> None:
    """Set what is measured of RUN (the shipped one if not given) beside the paper's numbers."""
    from model.report import report as measured_report
    from model.run import Run

    opened = Run(run, names="trained")
    found = measured_report(opened)
    if html:
        from model.storage import write_text
        from scenes.output.page import page

        write_text(html, page(opened, found))
        click.echo(html, err=as_json)
    if as_json:
        click.echo(json.dumps(found.values, indent=2, ensure_ascii=False))
    elif not html:
        from scenes.output.table import print_report

        print_report(found)


@main.command()
@click.argument("run", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The folder to make.")
def pack(run: Path, out: Path) -> None:
    """Make a measured RUN small enough to ship (about 36 MB for the mainline), and print the folder."""
    from model.pack import pack as pack_run

    pack_run(run, out)
    click.echo(out)


if __name__ == "__main__":
    main(prog_name="cli.py")
