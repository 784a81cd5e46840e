"""The selection of chapters that a command was given: by name, by pattern, or all of them."""

from __future__ import annotations

from dataclasses import dataclass

import click

from transparent_box.commands.completion import complete_scene
from transparent_box.scenes.film import CHAPTERS, UnknownSceneError, find_scenes

PATTERN = set("*?[")


@dataclass(frozen=True)
class Selection:
    """The chapters a command was given, in order.

    Those `named` one by one must be drawn, or the command fails; those selected by a pattern, or as part of all, are
    left out where the run lacks what they show.
    """

    chapters: tuple[str, ...]
    named: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.chapters)


EVERYTHING = Selection(CHAPTERS)


def chapters_named(name: str) -> list[str]:
    """Find the chapters that match a name or a pattern; raise a usage error if none does."""
    try:
        return find_scenes(name)
    except UnknownSceneError as error:
        raise click.UsageError(str(error)) from None


def select_scenes(ctx: click.Context, param: click.Parameter, names: tuple[str, ...]) -> Selection:
    """Resolve an argument to a selection without duplicates."""
    found = {name: chapters_named(name) for name in names}
    named = {chapter for name in names if not PATTERN & set(name) for chapter in found[name]}
    chapters = dict.fromkeys(chapter for chapters in found.values() for chapter in chapters)
    return Selection(tuple(chapters), frozenset(named))


scene_arguments = click.argument("scenes", nargs=-1, callback=select_scenes, shell_complete=complete_scene)
