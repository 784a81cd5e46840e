"""Omits chapters that a run lacks something for, unless they were named, and reports why."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import click

from transparent_box.commands.errors import fail
from transparent_box.commands.selection import Selection
from transparent_box.model.errors import LacksError, escape_controls
from transparent_box.scenes.film import telling_of, title

NONE_LEFT = "No scene is left that fits {run}."


def chapters_for_run(selection: Selection, run: Path) -> Selection:
    """Select the chapters that fit a run's operation or were named; name the others on stderr, with the reason.

    Raises RunError for a run that is not measured, of which hardly any chapter could be drawn.
    """
    from transparent_box.model.runs.run import Run

    if selection.named.issuperset(selection.chapters):
        return selection
    opened = Run(run)
    opened.require_measured()
    operation, fitting, omissions = opened.config.operation, [], Omissions(selection)
    for chapter in selection.chapters:
        why = "" if chapter in selection.named else telling_of(chapter).refuses(operation)
        if why:
            omissions.leave_out(chapter, why)
        else:
            fitting.append(chapter)
    omissions.report(f"Left out, because they do not fit {operation}")
    if not fitting:
        fail(NONE_LEFT.format(run=run))
    return replace(selection, chapters=tuple(fitting))


class Omissions:
    """The chapters of a selection that are left out: titles by the sentence that says why."""

    def __init__(self, selection: Selection) -> None:
        self._named = selection.named
        self.chapters: dict[str, list[str]] = {}

    def leave_out(self, chapter: str, why: str) -> bool:
        """Leave a chapter out and return True; return False if it was named, so that it must count as a failure."""
        if chapter in self._named:
            return False
        names = self.chapters.setdefault(why, [])
        if title(chapter) not in names:  # a chapter may have several variants
            names.append(title(chapter))
        return True

    @contextmanager
    def omit_if_lacking(self, chapter: str) -> Iterator[None]:
        """Leave a chapter out if the block raises LacksError; let the error through if the chapter was named."""
        try:
            yield
        except LacksError as error:
            if not self.leave_out(chapter, str(error)):
                raise

    def report(self, what: str = "Left out, because the run lacks what they show") -> None:
        """Print on stderr which chapters are left out and why, if any are."""
        if self.chapters:
            reasons = "; ".join(f"{', '.join(names)}: {why.rstrip('.')}" for why, names in self.chapters.items())
            click.echo(f"{what}: {escape_controls(reasons)}.", err=True)
