"""The chapters that a command was asked for, and whether by name, by a pattern, or as all there are."""

from __future__ import annotations

from dataclasses import dataclass

import click

from transparent_box.commands.completion import complete_scene
from transparent_box.scenes.film import CHAPTERS, UnknownSceneError, find_scenes

PATTERN = set("*?[")


@dataclass(frozen=True)
class Chosen:
    """Chapters that were asked for, in order; those `named`, and not meant by a pattern or as one of all, must be told.

    Of the others those that cannot be told of a run are left out.
    """

    chapters: tuple[str, ...]
    named: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.chapters)


EVERYTHING = Chosen(CHAPTERS)


def chapters_named(name: str) -> list[str]:
    """The chapters that a name or a pattern means; a usage error where it means none."""
    try:
        return find_scenes(name)
    except UnknownSceneError as error:
        raise click.UsageError(str(error)) from None


def scenes_given(ctx: click.Context, param: click.Parameter, names: tuple[str, ...]) -> Chosen:
    """Resolve an argument to chapters, without doubles."""
    found = {name: chapters_named(name) for name in names}
    named = {chapter for name in names if not PATTERN & set(name) for chapter in found[name]}
    chapters = dict.fromkeys(chapter for chapters in found.values() for chapter in chapters)
    return Chosen(tuple(chapters), frozenset(named))


scene_arguments = click.argument("scenes", nargs=-1, callback=scenes_given, shell_complete=complete_scene)
