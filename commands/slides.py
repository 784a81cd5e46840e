"""`slides`: makes a deck with one slide a beat."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import click

from transparent_box.commands.clips import clip_options, draw_clips, exit_naming_failures, require_clips
from transparent_box.commands.omissions import chapters_for_run
from transparent_box.commands.options import FilePath
from transparent_box.commands.render import open_file
from transparent_box.commands.selection import EVERYTHING, Selection, scene_arguments
from transparent_box.scenes.output.formats import DECKS

FILES = tuple(kind for kind in DECKS if kind != "html")  # kinds that are one file; html is a folder


def kind_of_deck(out: Path, asked: str | None) -> str:
    """Return the kind of deck: as `asked`, else by the name's ending; raise a usage error if the two do not agree."""
    ending = out.suffix.lower().removeprefix(".")
    kind = asked or (ending if ending in FILES else "html")
    if (
        not ending.isalpha() or ending == kind != "html" or (kind == "html" and out.is_dir())
    ):  # ".2" of talk.2 is no ending
        return kind
    if kind != "html" and ending in FILES:
        raise click.UsageError(f"{out} does not end in .{kind}.")
    files = f"{', '.join(f'.{name}' for name in FILES[:-1])} or .{FILES[-1]}"
    raise click.UsageError(
        f"{out} cannot be a deck: name a file that ends in {files}, or, for html, a folder without an ending."
    )


@click.command("slides", short_help="Make a slide deck, one slide per beat.")
@scene_arguments
@click.option(
    "--to",
    "asked",
    type=click.Choice(DECKS),
    is_eager=True,  # -o depends on it
    help="Kind of deck.  [default: what -o ends in, else html]",
)
@click.option("-p", "--preview", is_flag=True, help="Open the deck when it is done.")
@click.option(
    "-o",
    "--out",
    type=FilePath("talk", lambda place, given: kind_of_deck(place, given.get("asked")) == "html"),
    default=Path("media") / "deck",
    show_default=True,
    help="Deck to write: a folder for html, else a file; a missing ending is added.",
)
@clip_options
def slides_command(scenes: Selection, asked: str | None, preview: bool, out: Path, **options: Any) -> None:
    """Make a deck of SCENES (or of all that fit the run), a slide for each beat, and print its path.

    Each slide plays and holds its last frame. HTML is a folder that plays offline: double-click its index.html, and
    press S for your notes. What was drawn before is not drawn again.
    """
    from transparent_box.scenes.output.places import require_place, require_writable
    from transparent_box.scenes.output.slides import Deck, deck_place, make_deck, require_deck_place

    kind = kind_of_deck(out, asked)
    require_converters()
    target = deck_place(out, kind)
    require_deck_place(target, kind)
    if kind != "html":
        require_place(target, example=f"talk.{kind}")
    require_writable(target)
    selection = chapters_for_run(scenes or EVERYTHING, options["run"])
    clips, failed = draw_clips(selection, **options)
    require_clips(clips, "deck")
    deck = Deck(tuple((job.chapter, clip) for job, clip in clips), options["aspect"], options["theme"])
    made = make_deck(deck, kind, target)
    click.echo(made)
    if preview:
        open_file(made)
    exit_naming_failures(failed, selection.chapters)


def require_converters() -> None:
    """Raise ModuleNotFoundError, before anything is drawn, if manim-slides is not installed."""
    for name in ("manim_slides.convert", "pptx"):
        import_module(name)
