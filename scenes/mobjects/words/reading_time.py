"""The time that it takes to read so many numbers."""

from __future__ import annotations

from manim import Animation, FadeIn

from transparent_box.scenes.mobjects.words.tally import Tally

UNITS = ((365.25 * 24 * 60 * 60, "years"), (60 * 60, "hours"), (60, "minutes"), (1, "seconds"))  # in seconds


class ReadingTime(Tally):
    """The time in which so many numbers are read, one a second; in an ink (#RRGGBB)."""

    def __init__(self, count: int, ink: str) -> None:
        self.time, unit = reading_time(count)
        super().__init__([(f"{unit} to read, at one a second", ink)], self.time)

    def tell(self) -> list[Animation]:
        """Let it appear while it is counted up."""
        return [FadeIn(self), self.count([0], [self.time])]


def reading_time(count: int) -> tuple[int, str]:
    """Find how long so many seconds are, in the largest unit of which there are two or more."""
    length, unit = next((one for one in UNITS if count >= 2 * one[0]), UNITS[-1])
    return round(count / length), unit
