"""The whole network over a picture, and above it what it answers to one question after the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Self

from manim import Group, UpdateFromAlphaFunc, VGroup

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Size, Theme, units
from transparent_box.scenes.mobjects.counter import Counter
from transparent_box.scenes.mobjects.fact import Flipbook
from transparent_box.scenes.mobjects.lettering import words
from transparent_box.scenes.mobjects.network_plan import NetworkPlan
from transparent_box.scenes.mobjects.network_strip import GLYPHS, NAMES, Reading

SPOKEN = {**NAMES, "one-hot": "switches"}  # as the lines call them
HEAD = 1.6 * units(Size.HEADLINE)  # units above the plan for what is answered and counted


class WholeNetwork(Group):
    """The `plan` of the first of some readings over an area; above it, at its left, what is answered to each of them.

    At its right `total` counts up to all that is `learned`. `asked` writes a question of two numbers.
    """

    def __init__(
        self,
        readings: Sequence[Reading],
        asked: Callable[[object, object], str],
        learned: int,
        area: Area,
        ratio: float,
        theme: Theme,
    ) -> None:
        self.readings = readings
        named = "learned numbers" if ratio >= 1 else "learned"
        self.total = Counter(named, f"{learned:,}", "", Size.LABEL + 5, theme.text)
        self.total.move_to([area.right - self.total.width / 2, area.top - units(Size.HEADLINE) / 2, 0])
        self.plan = NetworkPlan(readings[0], shapes_of(readings[0]), area.less_top(HEAD), ratio > 1, theme, SPOKEN)
        told = ((asked(*reading.tokens[:2]), reading.answer) for reading in readings)
        lines = [words(f"{question} → {answer}", Size.HEADLINE, theme.text) for question, answer in told]
        for line in lines:
            line.shift([area.left - line.get_left()[0], self.total.words.baseline - line.baseline, 0])
        self.answers = Flipbook([VGroup(line) for line in lines])
        going_together = Group(self.plan, self.answers)
        super().__init__(going_together, *self.plan.labels.values(), self.total)

    def run_on(self) -> UpdateFromAlphaFunc:
        """Let one question after the other run through."""
        return self.plan.run_on(self.readings, self.answers)

    def when_all_ran(self) -> Self:
        """Stand as that ends."""
        self.run_on().interpolate(1.0)
        return self


def shapes_of(reading: Reading) -> dict[str, str]:
    """Write the shape of what each layer holds."""
    columns = (len(reading.tokens), reading.vocabulary), reading.embeddings.shape, reading.attention.shape
    sizes = [f"{count} × {high}" for count, high in columns]
    sizes += [str(layer.size) for layer in (reading.pre, reading.post, reading.out, reading.logits)]
    return dict(zip(GLYPHS, sizes, strict=True))
