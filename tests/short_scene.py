"""A chapter for tests alone, two seconds of text, a shape, points and a table, where what is tested is no chapter.

Importing this is enough for `Job("short_scene", …)` in the same process.
"""

from __future__ import annotations

from importlib.metadata import EntryPoint
from typing import ClassVar

import numpy as np
from manim import RIGHT, UP, FadeIn, Square

from transparent_box.scenes import external
from transparent_box.scenes.look.colormaps import rgba, viridis
from transparent_box.scenes.mobjects.shapes.heat_map import HeatMap
from transparent_box.scenes.mobjects.shapes.point_cloud import PointCloud
from transparent_box.scenes.mobjects.words.lettering import words
from transparent_box.scenes.stage.beat import beat
from transparent_box.scenes.stage.stage import Stage

# As a package that is installed would offer it.
external.entry_points()["short_scene"] = EntryPoint("short_scene", "tests.short_scene:ShortScene", external.GROUP)


class ShortScene(Stage):
    """Something of everything moves."""

    options: ClassVar[tuple[str, ...]] = ("seconds",)
    seconds: int | None = None

    def construct(self) -> None:
        """Two beats."""
        self.word = words("word", 40, self.theme.text).shift(2 * UP)
        self.shape = Square(1.0, color=self.theme.accent)
        self.appears()
        self.moves()

    @beat
    def appears(self) -> None:
        """Show a word and the network's answers."""
        table = HeatMap(viridis(self.run.predictions / self.run.p), 2.0, 2.0).shift(3 * RIGHT)
        self.add(self.shape, table)
        self.say("One.")
        self.play(FadeIn(self.word), run_time=0.5)

    @beat
    def moves(self) -> None:
        """Move points and the shape."""
        number = np.arange(self.run.p)
        places = np.column_stack([number / self.run.p - 4, np.sin(number), 0 * number])
        points = PointCloud(places, np.tile(rgba(self.theme.cos_x), (len(places), 1)), 0.05)
        self.say("Two.")
        moved = [FadeIn(points), self.shape.animate.shift(RIGHT)]
        self.play(*moved, run_time=self.seconds or 0.5)
