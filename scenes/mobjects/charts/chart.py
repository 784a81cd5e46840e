"""A chart of measured curves over two axes that can be revealed, zoomed out, marked by events and read by a cursor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, DashedLine, Dot, Group, Line, Mobject, VGroup

from transparent_box.scenes.look.axis import PERCENT, Axis, round_step
from transparent_box.scenes.look.colormaps import rgba
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.polyline_set import PolylineSet
from transparent_box.scenes.mobjects.words.lettering import Lettering, words

BESIDE = 0.15  # units between an axis and its numerals
FINEST = 0.02  # units between two points of a curve: finer steps could not be seen
POWERS = 5  # ticks, about, on a logarithmic y-axis
TICK_ROOM = 1.6  # units from one numeral of x to the next, at least
# While the axis zooms out, the numerals of one tick step fade out as it grows by the share GOING, and those of the next
# step fade in as it grows by COMING; both shrink, to no less than SOONEST, for numerals not to be half faded at a rest.
GOING, COMING = 0.12, 0.25
SOONEST = 0.01
LEAD = 1.06  # end of an axis that grows along, in multiples of how far the story is
AT_REST = 0.1  # log of the growth from the start, or to the end, within which numerals are kept visible


def divides(step: float, value: float) -> bool:
    """Tell whether a value is a whole number of steps."""
    return abs(value / step - round(value / step)) < 1e-6


class Curve(PolylineSet):
    """Values y (n,) at ascending x (n,), in one color (#RRGGBB) and `width` units wide, drawn as far as x = `until`."""

    def __init__(self, x: Floats, y: Floats, color: str, width: float) -> None:
        super().__init__([np.zeros((1, 3))], rgba(color)[None], width)
        self.x, self.y, self.color_code, self.until = np.asarray(x, float), np.asarray(y, float), color, np.inf

    def value(self, x: float) -> float:
        """Return the curve's value at x, interpolated linearly."""
        return float(np.interp(x, self.x, self.y))


class Chart(Group):
    """Two axes that fill an area together with their numerals; `size` of the type in pixels, colors #RRGGBB.

    The x-axis can be zoomed out until it ends at `furthest`: its numerals fade in and out on the way, and curves,
    cursors and events follow. `area` is where the axes are, without numerals.
    """

    def __init__(
        self, x: Axis, y: Axis, area: Area, *, furthest: float, head: float, size: float, grid: str, dim: str
    ) -> None:
        """Draw the axes; `head` units above them stay free for the names of events."""
        super().__init__()
        self.x, self.y, self.rests, self.stays = x, y, (x.high, furthest), list[float]()
        self.most = max(3, int(area.width / TICK_ROOM))
        self.scale_of_y = [(value, words(y.numeral(value), size, dim)) for value in y.ticks(POWERS if y.log else 2)]
        self.numerals = self._numerals(size, dim)
        room = max(numeral.width for _, numeral in self.scale_of_y) + BESIDE
        below = max(numeral.height for _, numeral in self.numerals) + BESIDE
        self.area = Area(area.left + room, area.right, area.bottom + below, area.top - head)
        self.rules = VGroup(*(self._rule(value, grid) for value, _ in self.scale_of_y))
        for value, numeral in self.scale_of_y:
            numeral.next_to(self.places([x.low], [value])[0], LEFT, BESIDE)
        self.add(self.rules, *(numeral for _, numeral in (*self.scale_of_y, *self.numerals)))
        self.named = words(x.unit, size, dim) if x.unit not in ("", PERCENT) else None
        if self.named:
            self.named.move_to([self.area.right - self.named.width / 2, self._line, 0])
            self.add(self.named)
        self.curves: list[Curve] = []
        self.followers: list[Event | Cursor] = []
        self.zoom(x.high)

    def laid_on(self, other: Chart) -> Area:
        """Return the area that this whole chart would have if its axes were laid on those of another chart."""
        whole, axes, place = Area.around(self), self.area, other.area
        wide, high = place.width / axes.width, place.height / axes.height
        return Area(
            place.left + wide * (whole.left - axes.left),
            place.left + wide * (whole.right - axes.left),
            place.bottom + high * (whole.bottom - axes.bottom),
            place.bottom + high * (whole.top - axes.bottom),
        )

    def places(self, x: Floats | Sequence[float], y: Floats | Sequence[float]) -> Floats:
        """Return the points (n, 3) of values x and y (n,)."""
        across, up = self.x.shares(np.asarray(x)), self.y.shares(np.asarray(y))
        area = self.area
        return np.column_stack([area.left + area.width * across, area.bottom + area.height * up, np.zeros(len(across))])

    def curve(self, x: Floats, y: Floats, color: str, width: float) -> Curve:
        """Add a curve of values y (n,) at ascending x (n,), `width` units wide, drawn as far as the axis reaches."""
        drawn = Curve(x, y, color, width)
        self.curves.append(drawn)
        self.add(drawn)
        return self._trace(drawn)

    def reveal(self, until: float, ahead: Sequence[Curve] = ()) -> Self:
        """Draw all curves as far as x = `until`, except those `ahead`, which are drawn to the end of the axis."""
        for drawn in self.curves:
            drawn.until = np.inf if any(drawn is one for one in ahead) else until
            self._trace(drawn)
        return self

    def cursor(self, color: str, radius: float) -> Cursor:
        """Add a vertical line with a dot on each curve, which marks one x; `radius` of the dots in units."""
        added = Cursor(self, color, radius)
        self.followers.append(added)
        self.add(added)
        return added

    def event(self, x: float, name: Mobject, color: str) -> Event:
        """Return a dashed vertical line at x, under its name, that follows the axis; the caller adds it to a scene."""
        marked = Event(self, x, name, color)
        self.followers.append(marked)
        return marked

    def zoom(self, high: float) -> Self:
        """Set the upper end of the x-axis; curves, cursors and events follow."""
        self.x = Axis(self.x.low, high, self.x.log, self.x.unit)
        self._place_numerals()
        for drawn in self.curves:
            self._trace(drawn)
        for follower in self.followers:
            follower.place()
        return self

    def zoom_past(self, x: float, near: float, far: float) -> Self:
        """Let the x-axis end a little past x, but no earlier than at `near` and no later than at `far`."""
        return self.zoom(min(max(near, LEAD * x), far))

    def fill(self, area: Area) -> Self:
        """Move the axes to another area, with their numerals beside it; curves, cursors and events follow."""
        self.area = area
        for rule, (value, numeral) in zip(self.rules, self.scale_of_y, strict=True):
            start, end = self.places([self.x.low, self.x.high], [value, value])
            rule.put_start_and_end_on(start, end)
            numeral.next_to(start, LEFT, BESIDE)
        if self.named:
            self.named.move_to([area.right - self.named.width / 2, self._line, 0])
        return self.zoom(self.x.high)

    def stay_at(self, *highs: float) -> Self:
        """Show numerals fully where the axis pauses on its way: at these upper ends of x."""
        self.stays += highs
        return self.zoom(self.x.high)

    @property
    def _line(self) -> float:
        """Return the height of the centers of the numerals of x."""
        return self.area.bottom - BESIDE - self.numerals[0][1].height / 2

    def _rule(self, value: float, grid: str) -> Line:
        ends = self.places([self.x.low, self.x.high], [value, value])
        return Line(ends[0], ends[1], color=grid, stroke_width=1.5)

    def _numerals(self, size: float, dim: str) -> list[tuple[float, Lettering]]:
        """Typeset the numerals of all tick steps that the axis passes through, each once."""
        reach, furthest = self.rests
        values = set(self.x.ticks(self.most))
        while not self.x.log and reach < furthest:
            reach = min(1.5 * reach, furthest)
            values |= set(Axis(self.x.low, reach, False, "").ticks(self.most))
        return [(value, words(self.x.numeral(value), size, dim)) for value in sorted(values)]

    def _place_numerals(self) -> None:
        """Place the numerals of x and fade them in and out as the axis grows."""
        for value, numeral in self.numerals:
            (across, _, _) = self.places([value], [self.y.low])[0]
            numeral.move_to([min(across, self.area.right - numeral.width / 2), self._line, 0])
            fits = self._fits(value, numeral, self.x.high)
            if self.rests[0] == self.rests[1]:  # the axis never grows, so no numeral is fading
                fits = float(fits >= 0)
            else:  # where the axis rests, a numeral that just fits must be fully visible
                at_rest = [self._fits(value, numeral, high) for high in (*self.rests, *self.stays)]
                fits += max((1 - fit for fit in at_rest if 0 <= fit < 1), default=0.0)
            numeral.set_opacity(float(np.clip(fits, 0, self._presence(value) if value <= self.x.high else 0)))

    def _fits(self, value: float, numeral: Lettering, high: float) -> float:
        """Measure how far a numeral would be from the unit's name at the axis' end if x ended at `high`.

        It is clear of the name from 0 on; 1 is one more `BESIDE` away.
        """
        # Without a name, the last numeral may end at the edge.
        limit = self.named.get_left()[0] - BESIDE if self.named else self.area.right + BESIDE
        share = float(Axis(self.x.low, high, self.x.log, "").shares(np.array([value]))[0])
        right = min(self.area.left + share * self.area.width + numeral.width / 2, self.area.right)
        return float((limit - right) / BESIDE)

    def _presence(self, value: float) -> float:
        """Return how far (0 … 1) a numeral is visible with the current tick step."""
        if self.x.log:
            return 1.0
        ideal = (self.x.high - self.x.low) / self.most
        step = round_step(ideal)
        finer, coarser = round_step(step / 2.6), round_step(step * 1.1)
        if not divides(step, value):
            return 0.0
        staying = [step / gap for high in self.stays if round_step(gap := (high - self.x.low) / self.most) == step]
        leaves = min((GOING, *(max(share - 1, SOONEST) for share in staying)))
        comes = min((COMING, *(max(step / finer - share, SOONEST) for share in staying)))
        going = 1.0 if divides(coarser, value) else (step / ideal - 1) / leaves
        coming = 1.0 if divides(finer, value) else (step / finer - step / ideal) / comes
        rest = max(1 - abs(np.log(self.x.high / high)) / AT_REST for high in self.rests)
        return float(np.clip(max(min(going, coming), rest), 0, 1))

    def _trace(self, drawn: Curve) -> Curve:
        end = min(drawn.until, self.x.high, float(drawn.x[-1]))
        inside = drawn.x < end
        x, y = np.append(drawn.x[inside], end), np.append(drawn.y[inside], drawn.value(end))
        points = self.places(x, y)
        way = np.append(0.0, np.abs(np.diff(points, axis=0)).sum(axis=1).cumsum())
        kept = np.unique(np.append(np.searchsorted(way, np.arange(0, way[-1], FINEST)), [0, len(points) - 1]))
        drawn.lengths = np.array([len(kept)])
        drawn.set_curves([points[kept]])
        return drawn


class Cursor(Group):
    """A vertical line at one x of a chart, and a dot (`radius` in units) where it meets each curve."""

    def __init__(self, chart: Chart, color: str, radius: float) -> None:
        self.chart, self.x = chart, chart.x.low
        self.upright = Line(DOWN, UP, color=color, stroke_width=2)
        self.dots = VGroup(*(Dot(radius=radius, color=drawn.color_code) for drawn in chart.curves))
        self.shape = Dot(radius=radius).points  # around the origin: shifts would accumulate rounding errors
        super().__init__(self.upright, self.dots)
        self.place()

    def stand(self, x: float) -> Self:
        """Move to x."""
        self.x = x
        return self.place()

    def place(self) -> Self:
        """Update the position for the current axes."""
        chart = self.chart
        foot, top = chart.places([self.x] * 2, [chart.y.low, chart.y.high])
        self.upright.put_start_and_end_on(foot + 0.1 * DOWN, top + 0.1 * UP)
        for dot, drawn in zip(self.dots, chart.curves, strict=True):
            dot.points = self.shape + chart.places([self.x], [drawn.value(self.x)])[0]
        return self


class Event(VGroup):
    """A dashed vertical line at one x of a chart, its name above it."""

    def __init__(self, chart: Chart, x: float, name: Mobject, color: str) -> None:
        self.chart, self.x, self.label = chart, x, name
        area = chart.area
        self.upright = DashedLine([0, area.bottom, 0], [0, area.top + BESIDE, 0], color=color, stroke_width=2)
        super().__init__(self.upright, name)
        self.place()

    def place(self) -> Self:
        """Update the position for the current axes; the name stays within the width of the chart's area."""
        area, name = self.chart.area, self.label
        across = self.chart.places([self.x], [self.chart.y.low])[0][0]
        self.upright.shift(RIGHT * (across - self.upright.get_start()[0]))
        middle = min(max(across, area.left + name.width / 2), area.right - name.width / 2)
        name.move_to([middle, area.top + 2 * BESIDE + name.height / 2, 0])
        return self
