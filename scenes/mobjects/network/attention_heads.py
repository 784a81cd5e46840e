"""The attention that "=" pays: for each head a map of all sums, and a bar divided between x, y and "=" itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, Self

import numpy as np
from manim import DOWN, RIGHT, ArcBetweenPoints, Dot, Group, Line, Rectangle, VGroup

from transparent_box.scenes.look.colormaps import ramp
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import bare_percent
from transparent_box.scenes.look.theme import Gap, Size, Theme, units
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats, part_way
from transparent_box.scenes.mobjects.shapes.heat_map import HeatMap
from transparent_box.scenes.mobjects.words.counter import Counter
from transparent_box.scenes.mobjects.words.lettering import stand_on, words

BAR = 0.3  # units, height of a head's bar
LOW_BAR = 0.18  # the same in a low area
BETWEEN = 0.4  # units from one head's map to the next
SPOT = 0.09  # units, radius of the dot on a map
GAZE = 0.85  # units above a map for "x y =" and the arcs over them
STRONGEST = 11.0  # stroke width of the arc for an attention of 1
EQUALS = 0.08  # units between the letter x or y and its value
COLUMN = 0.5  # opacity of the line of one x on a map
LIFT = 0.17  # units from a map to the text above it
ASIDE = 0.16  # units from a map to the numbers on its right
BULGE = 0.3  # units kept for arcs beside those numbers
UNDER_BAR = 0.14  # units from a bar to the numbers below it
LINE = 0.8  # units kept for those numbers and the arcs below them
BENDS = 0.5 * np.pi, 0.7 * np.pi  # angles of the arcs to x and to y; the shorter one bends more
WAITS = 0.3  # opacity of what is not part of a mean yet, and of the other numbers while one is pointed out
REST = 0.16  # share of a sweep's time for which it rests at a sum
FADES = 0.05  # share of a sweep's time in which the other numbers dim there


class _MapRoom(NamedTuple):
    """A map's side, its bar's height and gap, and the room for the numbers that `place` sets around it, in units."""

    side: float
    bar: float
    gap: float
    above: float
    under: float
    beside: float
    place: Callable[[VGroup, HeatMap, VGroup, Theme], VGroup]


class AttentionHeads(Group):
    """Attention [x, y, h, 3] to x, y and "=" of h heads, in an area: a map of all sums and a bar of one for each head.

    A map is colored by x's share against y's. `counters` are the shares as numbers, `gazes` the same as arcs from "=";
    `spots` and `ways` mark the sum, and the line of its x, on every map; `key` is the legend, with `inputs`, the values
    of x and y. `rows`, a line on each map for the row that is being added to a mean, is not a submobject.
    """

    def __init__(self, pattern: Floats, area: Area, theme: Theme) -> None:
        self.pattern, self.mean = pattern, pattern.mean(axis=(0, 1), dtype=np.float64)
        inks, last = (theme.cos_x, theme.cos_y), str(len(pattern) - 1)
        self.inputs = [Counter("=", last, "", Size.SMALL, ink) for ink in inks]
        self.key = self._key(area.width, theme)
        room, count = area.less_bottom(self.key.height + Gap.NEAR), pattern.shape[2]
        cells, bar, gap = room.cells(count, BETWEEN, 0.85), BAR, Gap.NEAR
        if area.is_low and cells[-1].bottom < cells[0].bottom:  # several rows of maps in a low area
            cells, bar, gap = room.cells(count, Gap.NEAR, 0.85), LOW_BAR, Gap.NEAR / 2
        counters = [self._counters(theme) for _ in cells]
        kept = self._largest_map(cells[0], bar, gap, counters)
        self.length, self.gazes = kept.side + kept.beside, VGroup()
        self.maps, self.bars, self.counters = Group(), VGroup(), VGroup(*counters)
        for head, cell in enumerate(cells):
            x, y, _ = cell.less_top(kept.above).center
            lift = (kept.bar + kept.gap + kept.under) / 2
            board = self._map(head, kept.side, theme).move_to([x - kept.beside / 2, y + lift, 0])
            parts = VGroup(*(Rectangle(width=1, height=kept.bar, stroke_width=0, fill_opacity=1) for _ in range(3)))
            for part, ink in zip(parts, (*inks, theme.grid), strict=True):
                part.set_fill(ink)
            self.maps.add(board)
            self.bars.add(parts.move_to([x, board.get_bottom()[1] - kept.gap - kept.bar / 2, 0]))
            self.gazes.add(kept.place(counters[head], board, parts, theme))
        low = min(float(part.get_bottom()[1]) for part in (*self.counters, *self.bars, *self.gazes))
        self.key.move_to([area.center[0], max(low - Gap.FAR, area.bottom) + self.key.height / 2, 0])
        self.spots = VGroup(*(Dot(radius=SPOT, color=theme.text).set_stroke(theme.ground, 2) for _ in cells))
        self.rows = VGroup(*(Line(color=theme.text, stroke_width=4) for _ in cells))
        super().__init__(self.maps, self.bars, self.counters, self.gazes, self.key)
        self.ways = VGroup(*(Line(color=theme.text, stroke_width=2) for _ in cells))
        self.share_out(self.mean).move_to(area.center).add(self.ways, self.spots)
        self.show(0, 0)

    def _largest_map(self, cell: Area, bar: float, gap: float, counters: Sequence[VGroup]) -> _MapRoom:
        """Place the numbers where they leave the largest map: below its bar, beside it, or below in one line."""
        label, below = units(Size.LABEL), bar + gap
        beside, under = max(text.width for text in counters) + ASIDE, 1.4 * label + Gap.NEAR
        row = sum(count.width for count in counters[0]) + 1.4 * label + 2 * Gap.NEAR
        hung = _MapRoom(
            min(cell.width, cell.height - LOW_BAR - Gap.NEAR / 2 - LINE) if row <= cell.width else 0.0,
            *(LOW_BAR, Gap.NEAR / 2, 0.0, LINE, 0.0, self._hang),
        )
        lower = _MapRoom(
            min(cell.width, cell.height - below - under - GAZE), bar, gap, GAZE, under, 0.0, self._set_below
        )
        aside = _MapRoom(
            min(cell.width - beside - BULGE, cell.height - below), bar, gap, 0.0, 0.0, beside + BULGE, self._set_beside
        )
        return max(lower, aside, hung, key=lambda kept: kept.side)

    def _key(self, width: float, theme: Theme) -> VGroup:
        """Write what the axes and the colors are, on one line."""
        ways = [words(said, Size.SMALL, theme.dim) for said in ("across: x", "upward: y")]
        named = ("looks at x", theme.cos_x), ("looks at y", theme.cos_y)
        looks = [words(said, Size.SMALL, ink) for said, ink in named]
        for way, count in zip(ways, self.inputs, strict=True):
            count.next_to(way, RIGHT, EQUALS)
        key = VGroup(*map(VGroup, ways, self.inputs), *looks)
        key.arrange(RIGHT, min(Gap.FAR, (width - sum(part.width for part in key)) / (len(key) - 1)))
        stand_on(ways[0].baseline, *ways, *self.inputs, *looks)
        return key

    def _map(self, head: int, side: float, theme: Theme) -> HeatMap:
        """Color all sums by x's share against y's."""
        to_x, to_y = self.pattern[:, :, head, 0], self.pattern[:, :, head, 1]
        share = to_x / np.maximum(to_x + to_y, np.finfo(float).tiny)
        return HeatMap(ramp((theme.cos_y, theme.panel, theme.cos_x), share), side, side)

    def _counters(self, theme: Theme) -> VGroup:
        """Make a number for x and one for y."""
        widest = bare_percent(float(self.pattern.max()))
        inks = zip(("x", "y"), (theme.cos_x, theme.cos_y), strict=True)
        return VGroup(*(Counter(name, widest, "%", Size.LABEL, ink) for name, ink in inks)).arrange(DOWN, Gap.NEAR)

    @staticmethod
    def _set_below(counters: VGroup, board: HeatMap, bar: VGroup, theme: Theme) -> VGroup:
        """Set the numbers below the bar and "x y =" above the map, with arcs from "=" to the others."""
        counters.arrange(RIGHT, max(board.width - counters[0].width - counters[1].width, Gap.NEAR)).next_to(
            bar, DOWN, UNDER_BAR
        )
        inks = theme.cos_x, theme.cos_y, theme.text
        names = [words(name, Size.LABEL, ink) for name, ink in zip("xy=", inks, strict=True)]
        for place, name in enumerate(names):
            name.move_to([board.get_x() + (place - 1) * 0.3 * board.width, 0, 0])
        stand_on(board.get_top()[1] + LIFT, *names)
        top = board.get_top()[1] + LIFT + units(Size.LABEL)
        ends = [np.array([name.get_x(), top, 0.0]) for name in names]
        return VGroup(*arcs(ends[2], ends[:2], inks), *names)

    @staticmethod
    def _set_beside(counters: VGroup, board: HeatMap, bar: VGroup, theme: Theme) -> VGroup:
        """Set the numbers right of the map and "=" below them, with arcs up to them on their right."""
        equals = words("=", Size.LABEL, theme.text).next_to(counters, DOWN, 0.8 * Gap.NEAR, aligned_edge=RIGHT)
        VGroup(counters, equals).next_to(board, RIGHT, ASIDE)
        right = max(float(part.get_right()[0]) for part in (*counters, equals)) + LIFT / 2
        ends = [np.array([right, part.get_y(), 0.0]) for part in (*counters, equals)]
        return VGroup(*arcs(ends[2], ends[:2], [count.number[0].get_color() for count in counters]), equals)

    @staticmethod
    def _hang(counters: VGroup, board: HeatMap, bar: VGroup, theme: Theme) -> VGroup:
        """Set the numbers and "=" on one line below the bar, with arcs back to them, below."""
        equals = words("=", Size.LABEL, theme.text)
        VGroup(*counters, equals).arrange(RIGHT, Gap.NEAR).next_to(bar, DOWN, UNDER_BAR)
        stand_on(counters[0].baseline, counters[1], equals)
        low = min(float(part.get_bottom()[1]) for part in (*counters, equals)) - LIFT / 2
        ends = [np.array([part.get_x(), low, 0.0]) for part in (*counters, equals)]
        return VGroup(*arcs(ends[2], ends[:2], [count.number[0].get_color() for count in counters], -1), equals)

    @property
    def moving(self) -> Group:
        """Everything that changes with the sum."""
        return Group(self.bars, self.ways, self.spots, self.counters, self.gazes, *self.inputs)

    def show(self, x: int, y: float) -> Self:
        """Show one sum: dots on the maps, each on the line of its x, and the bars' shares, written below.

        At a fractional y everything is interpolated; the text is that of the nearer sum.
        """
        for spot, way, board in zip(self.spots, self.ways, self.maps, strict=True):
            spot.move_to(board.cell(x, y))
            way.put_start_and_end_on(board.cell(x, 0), board.cell(x, len(self.pattern) - 1))
        self.ways.set_stroke(opacity=COLUMN)
        for count, number in zip(self.inputs, (x, round(y)), strict=True):
            count.show(str(number))
        return self.share_out(part_way(self.pattern[x], y), self.pattern[x, round(y)])

    def sweep(self, x: int, share: float) -> None:
        """Go through the sums of one x from y = 0 on; rest where a head looks at x least and most, highlighting it."""
        to_x = self.pattern[x, :, :, 0]
        last, moving = len(to_x) - 1, 1 - 2 * REST
        stops = sorted(divmod(int(place), to_x.shape[1]) for place in (to_x.argmin(), to_x.argmax()))
        starts = [moving * y / last + n * REST for n, (y, _) in enumerate(stops)]
        times = [0.0, *(time for start in starts for time in (start, start + REST)), 1.0]
        self.show(x, float(np.interp(share, times, [0, *(y for y, _ in stops for _ in range(2)), last])))
        rests = [float(np.clip(min(share - start, start + REST - share) / FADES, 0, 1)) for start in starts]
        for head, counters in enumerate(self.counters):
            for source, count in enumerate(counters):
                dims = [rest for rest, (_, lit) in zip(rests, stops, strict=True) if (head, source) != (lit, 0)]
                count.set_fill(opacity=1 - (1 - WAITS) * max(dims, default=0.0))

    def reach_across(self, x: int, share: float) -> None:
        """Stretch the dots at x and the last y into rows, a share of the way; the bars go to the rows' means.

        The values of x and y fade meanwhile.
        """
        self.ways.set_stroke(opacity=COLUMN * (1 - share))
        VGroup(*self.inputs).set_fill(opacity=1 - share)
        last = self.pattern.shape[1] - 1
        for line, spot, board in zip(self.rows, self.spots, self.maps, strict=True):
            start, ends = board.cell(x, last), (board.cell(0, last), board.cell(last, last))
            line.put_start_and_end_on(*(start + max(share, 1e-3) * (end - start) for end in ends))
            spot.set_opacity(1 - share)
        self._light(last, 1 - share * (1 - WAITS))
        self.share_out((1 - share) * self.pattern[x, last] + share * self.pattern[:, last].mean(axis=0))

    def take_in(self, share: float) -> None:
        """Show in the bars the mean of a share 0 … 1 of all rows, from the last one down; these rows are lit."""
        row = round((1 - share) * (self.pattern.shape[1] - 1))
        for line, board in zip(self.rows, self.maps, strict=True):
            line.set_y(board.cell(0, row)[1])
        self._light(row, WAITS)
        self.share_out(self.pattern[:, row:].mean(axis=(0, 1)))

    def _light(self, row: int, below: float) -> None:
        """Light the maps from a row up, and the rows below to the opacity `below`."""
        for board in self.maps:
            colors = board.colors.copy()
            colors[:, row:, 3], colors[:, :row, 3] = 1.0, below
            board.colors = colors

    def share_out(self, shares: Floats, written: Floats | None = None) -> Self:
        """Divide the bars by shares (h, 3), set the arcs' widths, and write the shares, or others if given."""
        read = shares if written is None else written
        for gaze, parts in zip(self.gazes, shares, strict=False):
            for arc, share in zip(gaze, parts[:2], strict=False):
                arc.set_stroke(width=STRONGEST * float(share))
        for bar, parts, said, board, counters in zip(self.bars, shares, read, self.maps, self.counters, strict=True):
            left = board.get_left()[0]
            for count, share in zip(counters, said, strict=False):
                count.show(bare_percent(float(share)))
            for part, share in zip(bar, parts, strict=True):
                width = max(float(share) * self.length, 1e-4)
                part.stretch_to_fit_width(width).move_to([left + width / 2, part.get_y(), 0])
                left += width
        return self


def arcs(start: Floats, ends: Sequence[Floats], inks: Sequence[Any], way: int = 1) -> list[ArcBetweenPoints]:
    """Draw an arc from a point to each of others, in their colors; bent the other way if `way` is −1."""
    drawn = zip(ends, BENDS, inks, strict=False)
    return [ArcBetweenPoints(start, end, angle=way * bend, color=ink) for end, bend, ink in drawn]
