"""Waves that are taken out, as their pictures know them.

They are handed on whole: a stage rounds the arrays that a mobject holds itself, and these are measured.
"""

from __future__ import annotations

from typing import Protocol

from transparent_box.scenes.mobjects.shapes.array_mobject import Floats


class TakenOut(Protocol):
    """Waves taken out; see `model.analysis.taking_out.TakenOut`."""

    @property
    def frequencies(self) -> list[int]:
        """(q,) in the order in which they are taken out."""

    @property
    def strength(self) -> Floats:
        """(h,) of the wave of every frequency, from 1."""

    @property
    def losses(self) -> Floats:
        """(q + 1,) on the lessons, with the first 0 … q taken out."""

    @property
    def lesson(self) -> tuple[int, int]:
        """The two numbers whose votes these are."""

    @property
    def votes(self) -> Floats:
        """(q + 1, p) the votes, with the first 0 … q taken out."""
