"""`doctor`: checks what this machine has of what the project needs, and says what to do about the rest."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import click

from transparent_box.commands.options import run_option
from transparent_box.model.errors import escape_controls
from transparent_box.scenes.output.errors import install_command, is_sentence
from transparent_box.scenes.output.voice import ENGINES, Engine

EXTRAS = {  # the extras that users need, and what for
    "slides": "to make decks",
    "train": "to train networks",
    "cluster": "to work on many machines",
}
NEEDED_ROOM = 2_000_000_000  # bytes: the segments of a film in 1080p60, generously
ENCODERS = {
    "aac": "sound in mp4",
    "libopus": "sound in webm",
    "libx264": "mp4",
    "libvpx-vp9": "webm",
    "prores_ks": "mov",
    "gif": "gif",
    "libwebp_anim": "webp",
}


@dataclass(frozen=True)
class Finding:
    """The result of one check: whether it is good, what was found, and what to do if it is not.

    Nothing fails without what is not `needed`.
    """

    name: str
    good: bool
    found: str
    advice: str = ""
    needed: bool = True


@click.command("doctor", short_help="Check what is missing on this computer.")
@run_option
def doctor_command(run: Path) -> None:
    """Check whether this computer has what is needed, and say what to do about what is missing."""
    from rich.markup import escape
    from rich.table import Table

    from transparent_box.commands.terminal.report import make_wide_console

    table = Table("", "", "found", box=None, pad_edge=False)
    findings = list(examine(run))
    advice: dict[str, list[str]] = {}
    for finding in findings:
        mark = "[green]ok[/]" if finding.good else "[red]missing[/]" if finding.needed else "[yellow]without[/]"
        table.add_row(mark, *(escape(escape_controls(text)) for text in (finding.name, finding.found)))
        if not finding.good:
            advice.setdefault(finding.advice, []).append(finding.name)
    console = make_wide_console()
    console.print(table)
    for told, names in advice.items():
        console.print(
            f"\n{escape(escape_controls(', '.join(names)))}:\n  {escape(escape_controls(told))}",
            soft_wrap=True,
            highlight=False,
        )
    sys.exit(any(finding.needed and not finding.good for finding in findings))


def examine(run: Path) -> Iterator[Finding]:
    """Check everything, in the order in which one would mend it."""
    found = ".".join(map(str, sys.version_info[:3]))
    yield Finding("Python", sys.version_info >= (3, 11), found, "Install Python 3.11 or later.")
    yield from examine_packages()
    yield examine_item("fonts", count_fonts, "Restore assets/fonts from the repository.")
    yield examine_item(
        "OpenGL", opengl_renderer, "Cairo draws instead, slowly; on Debian: apt install libegl1 libgl1-mesa-dri.", False
    )
    for encoder, made in ENCODERS.items():
        advice = f"{made} cannot be made: reinstall PyAV from its wheel, pip install --force-reinstall av."
        yield examine_item(f"encoder for {made}", partial(encoder_name, encoder), advice)
    for name, command in ENGINES.items():
        yield examine_item(f"voice {name}", partial(find_voice_program, command), needed=False)
    yield examine_item("run", lambda: describe_run(run), "Another can be named with --run.")
    room = shutil.disk_usage(Path.cwd()).free
    yield Finding("disk", room > NEEDED_ROOM, f"{room / 1e9:.1f} GB free", "Make room: a film's segments need it.")


def examine_item(name: str, look: Callable[[], str], advice: str = "", needed: bool = True) -> Finding:
    """Call `look` and return what it found; an error becomes what was found, or the advice if it is a sentence."""
    try:
        return Finding(name, True, look(), needed=needed)
    except Exception as error:
        said = f"{error}".partition("\n")[0] or type(error).__name__
        if is_sentence(error):  # it says what to do; printed once, below the table, where it can be copied
            return Finding(name, False, "cannot be used", f"{said} {advice}".strip(), needed)
        return Finding(name, False, said, advice, needed)


def examine_packages() -> Iterator[Finding]:
    """Check every package that the project declares against the versions it admits."""
    from importlib.metadata import PackageNotFoundError, requires, version

    from packaging.requirements import Requirement

    for line in requires("transparent-box") or []:
        requirement = Requirement(line)
        extra = line.partition("extra ==")[2].strip(" \"'")
        if extra and extra not in EXTRAS:
            continue
        try:
            there = version(requirement.name)
        except PackageNotFoundError:
            there = ""
        good = bool(there) and requirement.specifier.contains(there, prereleases=True)
        needed = f"pip install '{requirement.name}{requirement.specifier}'"
        advice = f"{EXTRAS[extra]}: {install_command(extra)}" if extra else needed
        yield Finding(requirement.name, good, there or "not installed", advice, needed=not extra)


def count_fonts() -> str:
    """Count the shipped fonts, in words; raise an error that says so if one is missing."""
    from transparent_box.scenes.look.fonts import FONT_FILES, require_fonts

    require_fonts()
    return f"{len(FONT_FILES)} shipped"


def opengl_renderer() -> str:
    """Return the name of the OpenGL renderer; raise an error if there is none."""
    from transparent_box.scenes.raster.programs import Programs

    return Programs().renderer


def find_voice_program(command: str) -> str:
    """Find the program of a voice; raise VoiceError if it is not installed."""
    engine = Engine(command)
    engine.check()
    return str(shutil.which(engine.program))


def encoder_name(name: str) -> str:
    """Return the long name of an encoder of PyAV's FFmpeg; raise an error if it lacks it."""
    import av

    return str(av.codec.Codec(name, "w").long_name)


def describe_run(run: Path) -> str:
    """Describe a run's recipe; raise RunError if it cannot be read."""
    from transparent_box.model.runs.run import Run

    config = Run(run).config
    return f"{config.operation} mod {config.p}, seed {config.seed}, {config.steps:,} steps"
