"""A line of symbols, each in the color of the quantity it stands for."""

from __future__ import annotations

from collections.abc import Sequence

from manim import RIGHT, VGroup

from transparent_box.scenes.look.operations import Operation
from transparent_box.scenes.look.theme import Theme, units
from transparent_box.scenes.mobjects.words.lettering import words


class Equation(VGroup):
    """Symbols (text, color) from left to right at one size (pixels); operators are centered on the digits' height."""

    def __init__(self, symbols: Sequence[tuple[str, str]], size: float) -> None:
        super().__init__(*(words(text, size, color) for text, color in symbols))
        self.arrange(RIGHT, buff=units(size) * 0.32)
        # All digits are equally high, so that arrange has centered the shorter operators on them.


def solved(operation: Operation, x: object, y: object, answer: object, theme: Theme, size: float) -> Equation:
    """Write an operation of x and y, an arrow and the answer, in the colors of the three."""
    return Equation([*inked(operation, x, y, theme), ("→", theme.text), (f"{answer}", theme.sum)], size)


def inked(operation: Operation, x: object, y: object, theme: Theme) -> list[tuple[str, str]]:
    """List the numbers and signs of an operation of x and y, each with its color."""
    return [(text, getattr(theme, role)) for text, role in operation.parts(x, y)]
