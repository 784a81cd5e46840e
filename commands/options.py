"""Options that several commands take, and the parameter types that convert their values."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from transparent_box.commands.completion import complete_setting, complete_voice
from transparent_box.scenes.external import label
from transparent_box.scenes.film import beats_of, options_of
from transparent_box.scenes.look.frame import ASPECTS
from transparent_box.scenes.look.theme import THEMES
from transparent_box.scenes.output.formats import DECKS, FORMATS
from transparent_box.scenes.output.job import CAPTIONS, QUALITIES, RASTERS
from transparent_box.scenes.output.voice import ENGINES, Engine, Recordings, TemplateError

Command = Callable[..., None]

ASSETS = Path(__file__).resolve().parent.parent / "assets"
REFERENCE = ASSETS / "reference"
WHOLE_NUMBER = re.compile(r"-?[0-9]{1,9}")  # no option of a scene needs a longer one
VOICE_HELP = "Voice that reads the lines: flite, espeak-ng, or a command that contains {text} and {wav}."
FOLDER_HELP = "Folder of your recordings, one a beat, named as `script` lists them: DIR/clock_scene/eleven_and_two.wav."
SET_HELP = "Set an option of a scene, such as neuron=7; an unknown name lists those it has."
ENDINGS = {f".{kind}" for kind in (*FORMATS, *DECKS, "md", "csv")}  # of the files that commands write
QUALITY_HELP = "l 480p15, m 720p30, h 1080p60, p 1440p60, k 2160p60."
RASTER_HELP = "What draws surfaces: OpenGL (gl), Cairo, or OpenGL where it works (auto)."
CAPTIONS_HELP = "burn: in the picture and as .srt and .vtt files; file: only as files; none: neither."


class PathType(click.Path):
    """A path; a leading ~ is the home folder, also in `--out=~/runs`, where most shells leave it as it is.

    Whether the place may be read is not asked here: a locked one is no wrong usage, and fails when it is opened.
    """

    def __init__(self, *, exists: bool = False, dir_okay: bool = True) -> None:
        super().__init__(path_type=Path, exists=exists, dir_okay=dir_okay, readable=False)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path; fail if it must exist and does not."""
        # Path.expanduser would take the folder ./~ for the home folder, and raise for a user who is not there.
        return super().convert(os.path.expanduser(value), param, ctx)  # noqa: PTH111


run_option = click.option(
    "--run",
    type=PathType(),
    default=REFERENCE,
    help="Folder of a trained network, such as `train` makes.  [default: the shipped one]",
)


class Address(click.ParamType):  # type: ignore[type-arg]  # of click 8.5, and not of those before
    """The address of a scheduler, or `local`."""

    name = "address"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the text as it is; fail on an empty one."""
        if not value.strip():
            self.fail("it takes a scheduler's address, such as tcp://host:8786, or `local`.", param, ctx)
        return str(value)


class FilePath(PathType):
    """The path of a file to write; a bare suffix or a path that ends in a slash is refused, with an `example`.

    `may_be_folder(path, values of the options read before)` says whether a slash at the end is allowed.
    """

    def __init__(
        self, example: str, may_be_folder: Callable[[Path, Mapping[str, str]], bool] = lambda place, given: False
    ) -> None:
        super().__init__()
        self._example, self._may_be_folder = example, may_be_folder

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path; fail on dir/, which would become a file named dir, and on .mp4, a hidden file."""
        place = Path(super().convert(value, param, ctx))
        if place.name.lower() in ENDINGS:
            example = Path(self._example).stem + place.name.lower()
            self.fail(f"{value} is a file name's ending without a name: name a file, such as {example}.", param, ctx)
        ends_in_slash = bool(place.name) and str(value).endswith((os.sep, os.altsep or os.sep))
        given = {name: word for name, word in (ctx.params if ctx else {}).items() if isinstance(word, str)}
        if ends_in_slash and not self._may_be_folder(place, given):
            self.fail(f"{value} names a folder: name a file in it, such as {value}{self._example}.", param, ctx)
        return place


cluster_option = click.option(
    "--cluster",
    metavar="ADDRESS",
    type=Address(),
    help="Hand the work to a Dask scheduler, such as tcp://host:8786, or to a `local` one; see docs/cluster.md.",
)

fps_option = click.option(
    "--fps", "--frame_rate", type=click.IntRange(1, 240), help="Frames per second, instead of those of -q."
)
captions_option = click.option(
    "--captions", type=click.Choice(CAPTIONS), default="burn", show_default=True, help=CAPTIONS_HELP
)
raster_option = click.option(
    "--raster", type=click.Choice(RASTERS), default="auto", show_default=True, help=RASTER_HELP
)


def quality_option(default: str | None, words: str = QUALITY_HELP) -> Callable[[Command], Command]:
    """Make the option -q; without a fixed default, the help text must say what it depends on."""
    choice = click.Choice(list(QUALITIES))
    return click.option("-q", "--quality", type=choice, default=default, show_default=default is not None, help=words)


def jobs_option(words: str) -> Callable[[Command], Command]:
    """Make the option -j, a count of parallel processes; the help text must say what the default depends on."""
    return click.option("-j", "--jobs", type=click.IntRange(min=1), help=words)


def look_options(command: Command) -> Command:
    """Add --theme and --aspect."""
    theme = click.option(
        "--theme", type=click.Choice(list(THEMES)), default="dark", show_default=True, help="Colors of the picture."
    )
    aspect = click.option(
        "--aspect",
        type=click.Choice(list(ASPECTS)),
        default="16:9",
        show_default=True,
        help="Width to height of the picture.",
    )
    return theme(aspect(command))


class Setting(click.ParamType):  # type: ignore[type-arg]  # of click 8.5, and not of those before
    """An option of a scene and its value: neuron=7."""

    name = "setting"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, int]:
        """Return ("neuron", 7) for "neuron=7"; fail on anything else."""
        name, _, number = value.partition("=")
        if not WHOLE_NUMBER.fullmatch(number):
            self.fail(f"it takes NAME=NUMBER, such as neuron=7, not {value[:60]!r}.", param, ctx)
        return name, int(number)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Offer the options of the scenes typed so far."""
        return complete_setting(ctx, param, incomplete)


class VoiceType(click.ParamType):  # type: ignore[type-arg]  # of click 8.5, and not of those before
    """A named voice, or a command that reads aloud."""

    name = "voice"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Engine:
        """Return the engine; fail on a command without {text} or {wav}."""
        try:
            return Engine(ENGINES.get(value, value))
        except TemplateError as error:
            self.fail(str(error), param, ctx)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Offer the named voices."""
        return complete_voice(ctx, param, incomplete)


class NumberRange(click.FloatRange):
    """A range that refuses NaN, which click's range lets through as neither below nor above it."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the number; fail on anything else."""
        found = super().convert(value, param, ctx)
        if math.isnan(found):
            self.fail(f"{value} is no number from {self.min} to {self.max}.", param, ctx)
        return found


pace_option = click.option(
    "--pace",
    type=NumberRange(1, 5),
    default=1.0,
    show_default=True,
    help="How many times longer each line stays to be read.",
)


def voice_options(command: Command) -> Command:
    """Add --voice and --voice-folder, at most one of which may be given; the command gets it as its `voice`."""

    @wraps(command)
    def voiced(*args: Any, voice: Engine | None, voice_folder: Path | None, **options: Any) -> None:
        if voice and voice_folder:
            raise click.UsageError("--voice and --voice-folder are two voices: name one.")
        command(*args, voice=Recordings(voice_folder) if voice_folder else voice, **options)

    engine = click.option("--voice", metavar="VOICE", type=VoiceType(), help=VOICE_HELP)
    folder = click.option("--voice-folder", type=PathType(), metavar="DIR", help=FOLDER_HELP)
    return engine(folder(voiced))


def require_folder_name(out: Path, *endings: str) -> None:
    """Raise a usage error for a new folder whose name has one of a file's `endings`; an existing one is accepted."""
    if out.suffix.lower() in endings and not out.is_dir():
        raise click.UsageError(f"{out} would be a folder of several files: give a name without {out.suffix}.")


def check_settings(scenes: Sequence[str], settings: Sequence[tuple[str, int]]) -> None:
    """Raise a usage error if a scene lacks an option that was set."""
    for chapter in scenes:
        for name, _ in settings:
            if name not in options_of(chapter):
                known = ", ".join(options_of(chapter)) or "none"
                raise click.UsageError(f"{label(chapter)} has no option {name!r}; its options: {known}.")


def check_beat(scenes: Sequence[str], name: str | None) -> None:
    """Raise a usage error if a scene's file has no such beat; NAME-2 means NAME when it is played a second time."""
    for chapter in scenes if name is not None else ():
        beats = beats_of(chapter)
        if beats and re.sub(r"-[0-9]+$", "", name or "") not in beats:
            raise click.UsageError(f"{label(chapter)} has no beat {name!r}; its beats: {', '.join(beats)}.")


set_option = click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="NAME=NUMBER",
    type=Setting(),
    help=SET_HELP,
)
