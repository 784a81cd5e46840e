"""Chapters that cannot be told of a run: those that nobody named are left out, and why is said; the others fail."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import click

from transparent_box.commands.chosen import Chosen
from transparent_box.commands.errors import fail
from transparent_box.model.errors import LacksError, shown
from transparent_box.scenes.film import telling_of, title

NONE_LEFT = "No scene is left that fits {run}."


def chapters_for_run(chosen: Chosen, run: Path) -> Chosen:
    """Choose those that tell of what a run has learned, or were named; the others are said on stderr, and why.

    RunError, once and before anything is drawn, for a run that is not measured: hardly a chapter could be.
    """
    from transparent_box.model.runs.run import Run

    if chosen.named.issuperset(chosen.chapters):
        return chosen
    opened = Run(run)
    opened.require_measured()
    operation, told, missing = opened.config.operation, [], Missing(chosen)
    for chapter in chosen.chapters:
        why = "" if chapter in chosen.named else telling_of(chapter).refuses(operation)
        if why:
            missing.leave_out(chapter, why)
        else:
            told.append(chapter)
    missing.say(f"Left out, because they do not fit {operation}")
    if not told:
        fail(NONE_LEFT.format(run=run))
    return replace(chosen, chapters=tuple(told))


class Missing:
    """Those of the chosen chapters that are left out, by the sentence that says why."""

    def __init__(self, chosen: Chosen) -> None:
        self._named = chosen.named
        self.chapters: dict[str, list[str]] = {}

    def leave_out(self, chapter: str, why: str) -> bool:
        """Leave a chapter out, unless it was named: then it is a failure, and False."""
        if chapter in self._named:
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
