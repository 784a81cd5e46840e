"""A line of symbols, each in the color of what it stands for."""

from __future__ import annotations

from collections.abc import Sequence

from manim import RIGHT, VGroup

from transparent_box.scenes.look.operations import Operation
from transparent_box.scenes.look.theme import Theme, units
from transparent_box.scenes.mobjects.words.lettering import words


class Equation(VGroup):
    """Symbols (text, color) from left to right at one size (pixels); an operator sits at the digits' mid-height."""

    def __init__(self, symbols: Sequence[tuple[str, str]], size: float) -> None:
        super().__init__(*(words(text, size, color) for text, color in symbols))
        self.arrange(RIGHT, buff=units(size) * 0.32)
        # Numbers have one height and so one middle; shorter signs were centered on it by arrange.


def solved(operation: Operation, x: object, y: object, answer: object, theme: Theme, size: float) -> Equation:
    """Write a question of an operation and what answers it, after an arrow, in the colors of the three."""
    return Equation([*inked(operation, x, y, theme), ("→", theme.text), (f"{answer}", theme.sum)], size)


def inked(operation: Operation, x: object, y: object, theme: Theme) -> list[tuple[str, str]]:
    """Find the numbers and signs of a question of an operation, each with its color."""
    return [(text, getattr(theme, role)) for text, role in operation.parts(x, y)]
