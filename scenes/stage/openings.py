"""The pictures with which chapters open, and which the chapters before them hand over."""

from __future__ import annotations

from manim import VMobject

from transparent_box.scenes.mobjects.clocks.clock_addition import ClockSums, clock_areas, clock_radius
from transparent_box.scenes.mobjects.clocks.clock_face import ClockFace
from transparent_box.scenes.mobjects.waves.value_table import ValueTable, named_table, table_below_switches
from transparent_box.scenes.stage.furniture import Furniture


class Openings(Furniture):
    """Abstract: first pictures of chapters, which are the last of the chapters before.

    Those are of what the next chapter shows unless it is asked for something else.
    """

    def values_of_numbers(self) -> tuple[ValueTable, VMobject, VMobject]:
        """Make the table of all values of all numbers, what is written around it, and a ring around those of 0."""
        table, named = named_table(self.run.tokens.astype(float), self.content, "x", self.theme)
        return table, named, table.ring_number(0, self.theme.accent)

    def switched_values(self) -> tuple[ValueTable, VMobject]:
        """Make the table of all values of all numbers, and the switches above it that call them up."""
        return table_below_switches(self.run.tokens.astype(float), self.content, self.theme)

    def twelve_hours(self) -> tuple[ClockFace, ClockSums]:
        """Make a clock as it is on the wall, with a question that it answers; only the first number is turned yet."""
        stand, told, _ = clock_areas(self.content, wide := self.frame.ratio > 1)
        face = ClockFace(12, 1, list(range(12)), [], clock_radius(stand, wide), self.theme, "12").shift(stand.center)
        return face, ClockSums(face, self.operation, [self.operation.by_hands.hours], told, self.theme).show(1)
