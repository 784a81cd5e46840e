"""Several trainings' choices: a small spectrum for each, its own frequencies lit and named."""

from __future__ import annotations

from collections.abc import Sequence

from manim import VGroup

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.array_mobject import Floats
from transparent_box.scenes.mobjects.lettering import words
from transparent_box.scenes.mobjects.spectrum_bars import SpectrumBars

SHAPE = 2.0  # widths in heights that a panel is best in


class SeedPanels(VGroup):
    """Spectra (m,) on one scale, each with the frequencies to light, in equal parts of an area; the first is `own`.

    A `note` stands below them all.
    """

    def __init__(
        self, spectra: Sequence[tuple[Floats, Sequence[int]]], own: str, note: str, area: Area, theme: Theme
    ) -> None:
        highest = max(float(heights.max()) for heights, _ in spectra)
        super().__init__()
        below = words(note, Size.SMALL, theme.dim, area.width)
        self.note = below.move_to([area.center[0], area.bottom + below.height / 2, 0])
        cells = area.less_bottom(below.height + Gap.NEAR).cells(len(spectra), Gap.NEAR * 1.6, SHAPE)
        for number, ((heights, lit), cell) in enumerate(zip(spectra, cells, strict=True)):
            ink, listed = theme.dim if number else theme.text, ", ".join(map(str, lit))
            title = words(listed if number else f"{own}: {listed}", Size.SMALL, ink)
            if title.width > cell.width:
                title = words(listed, Size.SMALL, ink)
            self.add(SpectrumBars(heights, highest, lit, cell, theme, title, numerals=False))
            within = area.inside(title.width, 0.0)
            title.set_x(min(max(title.get_x(), within.left), within.right))  # one wider than its cell may reach beside
