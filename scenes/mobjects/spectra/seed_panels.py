"""The frequencies that several trainings chose: a small spectrum for each, with those lit and listed."""

from __future__ import annotations

from collections.abc import Sequence

from manim import (
    Animation,
    FadeIn,
    FadeOut,
    LaggedStart,
    ManimColor,
    ReplacementTransform,
    UpdateFromAlphaFunc,
    VGroup,
    interpolate_color,
)

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Gap, Size, Theme, Time
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.spectra.spectrum_bars import Spectrum, SpectrumBars
from transparent_box.scenes.mobjects.spectra.spectrum_map import SpectrumMap
from transparent_box.scenes.mobjects.words.lettering import words

SHAPE = 2.0  # preferred aspect ratio of a panel
BEFORE = 0.4  # share of the time for which a map sinks before the bars rise
FAINT = 0.3  # opacity of bars that have not been called
DIMS = 0.2  # share of the time in which all dim before the first is called
LATE = 4  # power of time with which the sinking map fades out: visible until it is nearly flat


class SeedPanels(VGroup):
    """Spectra (heights (m,), frequencies to light) on one scale, in equal parts of an area; `own` names the first.

    The text `note` stands below them all.
    """

    def __init__(
        self, spectra: Sequence[tuple[Floats, Sequence[int]]], own: str, note: str, area: Area, theme: Theme
    ) -> None:
        highest = max(float(heights.max()) for heights, _ in spectra)
        super().__init__()
        self.theme = theme
        below = words(note, Size.SMALL, theme.dim, area.width)
        self.note = below.move_to([area.center[0], area.bottom + below.height / 2, 0])
        cells = area.less_bottom(below.height + Gap.NEAR).cells(len(spectra), Gap.NEAR * 1.6, SHAPE)
        for number, ((heights, lit), cell) in enumerate(zip(spectra, cells, strict=True)):
            ink, listed = theme.dim if number else theme.text, ", ".join(map(str, lit))
            title = words(listed if number else f"{own}: {listed}", Size.SMALL, ink)
            if title.width > cell.width + Gap.NEAR:
                title = words(listed, Size.SMALL, ink)
            self.add(SpectrumBars(Spectrum(heights, highest, lit), cell, theme, title, numerals=False))
            within = area.inside(title.width, 0.0)
            title.set_x(min(max(title.get_x(), within.left), within.right))  # a title may be wider than its cell

    def lie_down(self, columns: SpectrumMap) -> list[Animation]:
        """Collapse a spectrum map onto its axis, where its columns rise as the bars of the first spectrum."""
        own, field, self.numerals = self[0], columns.map, columns.numerals
        self.large = SpectrumBars(own.spectrum, columns.area, self.theme, numerals=False)
        start, floor = field.points.copy(), columns.area.bottom

        def sink(share: float) -> None:
            field.points[:, 1] = floor + (1 - share) * (start[:, 1] - floor)
            field.set_opacity(1 - share**LATE)

        def rise(share: float) -> None:
            risen = max(share - BEFORE, 0.0) / (1 - BEFORE)
            self.large.flatten(1 - risen).set_opacity(min(4 * risen, 1.0))

        down = UpdateFromAlphaFunc(field, lambda _, share: sink(share), remover=True)
        up = UpdateFromAlphaFunc(self.large, lambda _, share: rise(share))
        return [down, up, FadeOut(columns.brackets, columns.names, columns.times)]

    def call(self, share: float) -> None:
        """Dim all panels, then light one after the other: a share (0 … 1) of that."""
        called = max(share - DIMS, 0.0) / (1 - DIMS) * len(self)
        for number, bars in enumerate(self):
            lit = min(max(called - number, 0.0), 1.0)
            bars.bright.set_fill(opacity=max(1 - (1 - FAINT) * min(share / DIMS, 1.0), FAINT + (1 - FAINT) * lit))
            if number:
                bars[-1].set_color(interpolate_color(ManimColor(self.theme.dim), ManimColor(self.theme.text), lit))

    def spread(self) -> list[Animation]:
        """Shrink the large bars into the first panel, while the others fade in, last first, out of their way."""
        ways = [VGroup(bars.axis, bars.plain, bars.bright) for bars in (self.large, self[0])]
        texts = [FadeIn(part) for part in (*self[0].submobjects[4:], self.note)]
        others = LaggedStart(*map(FadeIn, self[:0:-1]), lag_ratio=0.3, run_time=Time.SLOW)
        shrink = ReplacementTransform(*ways, run_time=Time.STEADY)
        return [shrink, FadeOut(self.numerals, run_time=Time.QUICK), *texts, others]
