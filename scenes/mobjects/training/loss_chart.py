"""Losses along training on one logarithmic axis, and the loss of guessing as a level across it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from manim import LEFT, DashedLine, Mobject, VGroup

from transparent_box.scenes.look.axis import Axis
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Size, Theme
from transparent_box.scenes.mobjects.charts.chart import BESIDE, POWERS, Chart, Curve
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.training.losses import Measured
from transparent_box.scenes.mobjects.words.lettering import words

CURVE = 0.05  # units, width of a curve
FINE = 1200  # points of a curve, which is straight on the logarithmic axis between two measurements
HEADROOM = 0.04  # headroom above all losses, in powers of ten
CLEAR = 0.12  # units between a name and a dash that is fully seen
SMALLEST = 1e-12  # a loss of exactly 0 still needs a logarithm
GUESSING = "guessing"  # the widest label at the axis


class LossChart(Chart):
    """Losses by name in an area, whose axis of steps reaches to the second of `reach` or, zoomed in, to the first.

    `level` is the loss of guessing, `guess`, dashed and named at the axis; it is not a submobject. `at_axis` is
    everything that belongs to the axis of losses.
    """

    def __init__(
        self,
        losses: Mapping[str, Measured],
        guess: float,
        reach: tuple[float, float],
        unit: str,
        area: Area,
        theme: Theme,
    ) -> None:
        self.theme, self.losses, self.guess = theme, dict(losses), guess
        x, y = Axis(0, reach[0], False, unit), Axis(*self._range(), True, "")
        widest = max(words(y.numeral(tick), Size.SMALL, theme.dim).width for tick in y.ticks(POWERS))
        aside = max(words(GUESSING, Size.SMALL, theme.dim).width - widest, 0.0)
        room = Area(area.left + aside, area.right, area.bottom, area.top)
        look = {"grid": theme.grid, "dim": theme.dim}
        super().__init__(x, y, room, furthest=reach[1], head=0.2, size=Size.SMALL, **look)
        self.by_name = {name: self._finely(*measured) for name, measured in losses.items()}
        self.zoom(reach[1])
        self.level = self._level()
        self.at_axis = [self.rules, *(one for _, one in self.scale_of_y if one in self.submobjects), self.level]

    def loss(self, name: str) -> Floats:
        """Return a loss (n,) as measured, but nowhere exactly 0."""
        return np.maximum(self.losses[name][1], SMALLEST)

    def lay(self, name: str, heights: Floats) -> None:
        """Place a curve at heights (n,), in shares of the axis, at the steps of its measurements."""
        curve = self.by_name[name]
        curve.x, curve.y = self.losses[name][0], self.at_heights(heights)

    def at_heights(self, heights: Floats) -> Floats:
        """Return the values (n,) at heights (n,), in shares of the axis."""
        values: Floats = self.y.low * (self.y.high / self.y.low) ** heights
        return values

    def clear_level(self, names: Iterable[Mobject]) -> None:
        """Fade the level's dashes that run through names drawn over them."""
        dashes = list(self.level[0])
        reached = [dash.get_points_defining_boundary()[:, :2] for dash in dashes]
        low, high = (np.array([extreme(points, axis=0) for points in reached]) for extreme in (np.min, np.max))
        (across, up), (widths, _) = ((low + high) / 2).T, (high - low).T
        away = np.full(len(dashes), np.inf)
        for name in names:
            over = np.abs(name.get_x() - across) < (name.width + widths) / 2 + CLEAR
            away[over] = np.minimum(away, np.abs(name.get_y() - up) - name.height / 2)[over]
        for dash, opacity in zip(dashes, np.clip(away / CLEAR, 0, 1), strict=True):
            dash.set_stroke(opacity=float(opacity))

    def _finely(self, step: Floats, loss: Floats, ink: str) -> Curve:
        """Draw a loss finely, straight on the logarithmic axis from one step to the next."""
        fine = np.union1d(np.linspace(step[0], step[-1], FINE), step)
        return self.curve(fine, np.exp(np.interp(fine, step, np.log(np.maximum(loss, SMALLEST)))), ink, CURVE)

    def _range(self) -> tuple[float, float]:
        """Find the powers of ten, or halves of them, that enclose all losses."""
        least = min(float(self.loss(name).min()) for name in self.losses)
        most = max(self.guess, *(float(loss.max()) for _, loss, _ in self.losses.values()))
        low, high = np.floor(2 * np.log10(least)) / 2, np.ceil(2 * (np.log10(most) + HEADROOM)) / 2
        return float(10.0**low), float(10.0**high)

    def _level(self) -> VGroup:
        """Draw the loss of guessing; numerals that collide with its name are removed."""
        ends = self.places([self.x.low, self.x.high], [self.guess, self.guess])
        line = DashedLine(*ends, color=self.theme.dim, stroke_width=2)
        name = words(GUESSING, Size.SMALL, self.theme.dim).next_to(line, LEFT, BESIDE)
        standing: list[Mobject] = [name]
        for _, numeral in reversed(self.scale_of_y):
            if min(abs(numeral.get_y() - other.get_y()) for other in standing) < 1.1 * name.height:
                self.remove(numeral)
            else:
                standing.append(numeral)
        return VGroup(line, name)
