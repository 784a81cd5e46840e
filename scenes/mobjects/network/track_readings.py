"""Readings beside the labels of tracks, as numbers and as bars, which can turn into the tracks' first dots."""

from __future__ import annotations

import numpy as np
from manim import DOWN, RIGHT, UP, Animation, Line, Rectangle, Transform, VGroup

from transparent_box.scenes.look.numbers import decimal
from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.network.named_tracks import FILL, NamedTracks
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.words.lettering import words

ROOMY = 3.5  # units of height from which readings are large
BAR = 0.5  # height of a reading's bar, as a share of a track's
LEAST = 1.2  # units of width from which there is room for bars
SMALL = 0.3  # size to which a number shrinks as it becomes a dot


class TrackReadings(VGroup):
    """Values (n,) beside the labels of n tracks: numbers, and beside each, if there is room, a bar from zero.

    A bar runs to the left or to the right, in the neurons' color of that sign.
    """

    def __init__(self, values: Floats, tracks: NamedTracks, theme: Theme) -> None:
        self.tracks, area = tracks, tracks.area
        size = Size.HEADLINE if area.height > ROOMY else Size.CAPTION
        texts = [words(decimal(float(value)), size, theme.text) for value in values]
        for text, label in zip(texts, tracks.labels, strict=True):
            text.next_to(label, RIGHT, Gap.FAR)
        super().__init__(*(VGroup(text) for text in texts))
        left = max(text.get_right()[0] for text in texts) + Gap.FAR
        if area.right - left >= LEAST:
            self._draw_bars(np.asarray(values), left, theme)

    @property
    def zeros(self) -> VGroup:
        """The lines at zero, from which bars run, if there are any."""
        return VGroup(*(drawn[0] for _, *drawn in self if drawn))

    def _draw_bars(self, values: Floats, left: float, theme: Theme) -> None:
        """Draw the bars between `left` and the area's right edge."""
        low, high = min(0.0, float(values.min())), max(0.0, float(values.max()))
        unit = (self.tracks.area.right - left) / max(high - low, np.finfo(float).tiny)
        (levels, reach), middle = self.tracks.levels(), left - unit * low
        lengths, height = unit * values, reach.min() / FILL
        for reading, level, length in zip(self, levels, lengths, strict=True):
            ink = theme.neurons[-1 if length > 0 else 0]
            bar = Rectangle(width=abs(length), height=BAR * height, fill_color=ink, fill_opacity=1, stroke_width=0)
            zero = Line(height / 2 * DOWN, height / 2 * UP, color=theme.dim, stroke_width=2).move_to([middle, level, 0])
            reading.add(zero, bar.move_to([middle + length / 2, level, 0]))

    def set_down(self) -> list[Animation]:
        """Shrink the numbers into the first number's dots and the bars into their stems."""
        moves: list[Animation] = []
        for (text, *drawn), level, dot in zip(self, self.tracks.levels()[0], self.tracks.dots()[:, 0], strict=True):
            moves.append(text.animate.scale(SMALL).move_to(dot).set_opacity(0))
            foot = np.array([dot[0], level, 0])
            for line in drawn:
                stem = Rectangle(width=self.tracks.stems.line_width, height=abs(dot[1] - level), stroke_width=0)
                stem.set_fill(line.get_color(), opacity=0).move_to((foot + dot) / 2)
                moves.append(Transform(line, stem))
        return moves
