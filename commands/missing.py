"""Chapters that cannot be told of a run: those that nobody named are left out, and why is said; the others fail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from transparent_box.commands.errors import fail
from transparent_box.commands.options import NAMED
from transparent_box.model.errors import LacksError, shown
from transparent_box.scenes.film import telling_of, title

NONE_LEFT = "No scene is left that could tell of {run}."


def is_named(chapter: str) -> bool:
    """Tell whether a chapter was asked for by its name, and not by a pattern or as one of all."""
    return chapter in click.get_current_context().meta.get(NAMED, ())


def chapters_for_run(among: Sequence[str], run: Path) -> list[str]:
    """The chapters that tell of what a run has learned, or were named; the others are said on stderr, and why."""
    from transparent_box.model.runs.run import Run

    if all(map(is_named, among)):
        return list(among)
    operation, told, missing = Run(run).config.operation, [], Missing()
    for chapter in among:
        why = "" if is_named(chapter) else telling_of(chapter).refuses(operation)
        if why:
            missing.leave_out(chapter, why)
        else:
            told.append(chapter)
    missing.say(f"Left out, because they cannot tell of {operation}")
    if not told:
        fail(NONE_LEFT.format(run=run))
    return told


class Missing:
    """The chapters that are left out, by the sentence that says why."""

    def __init__(self) -> None:
        self.chapters: dict[str, list[str]] = {}

    def leave_out(self, chapter: str, why: str) -> bool:
        """Leave a chapter out, unless it was named: then it is a failure, and False."""
        if is_named(chapter):
            return False
        names = self.chapters.setdefault(why, [])
        if title(chapter) not in names:  # of which there are several variants
            names.append(title(chapter))
        return True

    @contextmanager
    def allowed(self, chapter: str) -> Iterator[None]:
        """Leave a chapter out, unless it was named, where the run turns out to lack something for it."""
        try:
            yield
        except LacksError as error:
            if not self.leave_out(chapter, str(error)):
                raise

    def say(self, what: str = "Left out, because the run lacks what they show") -> None:
        """Say on stderr what is left out, if anything is."""
        if self.chapters:
            reasons = "; ".join(f"{', '.join(names)}: {why.rstrip('.')}" for why, names in self.chapters.items())
            click.echo(f"{what}: {shown(reasons)}.", err=True)
