"""The interface of a measurement of waves that are taken out, which pictures draw.

Pictures get the whole object and not its arrays: a stage rounds the arrays that a mobject holds, and these are
measured.
"""

from __future__ import annotations

from typing import Protocol

from transparent_box.scenes.mobjects.shapes.array_mobject import Floats


class TakenOut(Protocol):
    """A measurement of waves taken out one by one; see `model.analysis.taking_out.TakenOut`."""

    @property
    def frequencies(self) -> list[int]:
        """The frequencies of the q waves, in the order in which they are taken out."""

    @property
    def strength(self) -> Floats:
        """The strength (h,) of the wave of every frequency, from 1."""

    @property
    def losses(self) -> Floats:
        """The losses (q + 1,) on the lessons, with the first 0 … q waves taken out."""

    @property
    def lesson(self) -> tuple[int, int]:
        """The two numbers whose votes these are."""

    @property
    def votes(self) -> Floats:
        """The votes (q + 1, p), with the first 0 … q waves taken out."""
