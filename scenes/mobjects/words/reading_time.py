"""The time it takes to read a count of numbers."""

from __future__ import annotations

from manim import Animation, FadeIn

from transparent_box.scenes.mobjects.words.tally import Tally

UNITS = ((365.25 * 24 * 60 * 60, "years"), (60 * 60, "hours"), (60, "minutes"), (1, "seconds"))  # in seconds


class ReadingTime(Tally):
    """The time it takes to read `count` numbers at one a second, rounded, over its unit, in one color (#RRGGBB)."""

    def __init__(self, count: int, ink: str) -> None:
        self.time, unit = reading_time(count)
        super().__init__([(f"{unit} to read, at one a second", ink)], self.time)

    def tell(self) -> list[Animation]:
        """Fade in while the number counts up from 0."""
        return [FadeIn(self), self.count([0], [self.time])]


def reading_time(count: int) -> tuple[int, str]:
    """Convert a count of seconds to the largest unit of which there are at least two, and round it."""
    length, unit = next((unit for unit in UNITS if count >= 2 * unit[0]), UNITS[-1])
    return round(count / length), unit
