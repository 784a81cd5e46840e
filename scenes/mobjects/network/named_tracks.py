"""Readings as dots on tracks, each above the number it was read at; a dot can slide to another name of its number."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Self

import numpy as np
from manim import Animation, Group, Line, Mobject, UpdateFromAlphaFunc, VGroup
from manim.utils.rate_functions import ease_in_out_sine

from transparent_box.scenes.look.colormaps import rgba
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import POINT, Size, Theme
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.point_cloud import PointCloud
from transparent_box.scenes.mobjects.shapes.polyline_set import PolylineSet
from transparent_box.scenes.mobjects.words.lettering import words

FILL = 0.43  # height of a value of 1 above the middle, as a share of a track's height
BESIDE = 0.2  # units between a label and its track, and between the tracks and the numerals below
FOOT = 0.45  # units below the tracks for numerals
DIMMED = 0.4  # opacity of the other dots while some are followed
LIT = 1.8  # size of dots that are followed
AHEAD = 0.25  # opacity of dots that a count has not reached
COMING = 12  # numbers in advance of a count from which a dot brightens and changes color
OVER = 0.4  # how far a growing track may reach into one that has faded, as a share of a track's height
FADES = 1.2  # greatest growth during which another track fades, as a share of a track's height
THREAD = 0.6  # opacity of the line through the dots of a fast wave
THIN = 0.5  # width of that line, in radii of a dot
STEM = 0.4  # opacity of the line from zero to a dot
SMALLEST = 0.042  # units, radius of a dot if there is room
GROWN = 1.25  # radius of a dot on a track that is alone, in multiples of POINT
OF_REACH = 0.16  # greatest radius of a dot, as a share of the values' reach: larger ones would merge


class NamedTracks(Group):
    """Values (p, n) as dots on n tracks in an area, above the numbers 0 … p − 1, which have other `names` (p,).

    `colors` (p, 4) are the dots' colors. `slid` (n, p) is how far, 0 … 1, each dot has slid to its other name; `zoom`
    is 1 if the track `focus` is seen alone; numbers up to `until` have been read. `waves` are {track: heights (f,) over
    the other names}, drawn as lines with the opacity `threaded`.
    """

    def __init__(
        self,
        values: Floats,
        names: Floats,
        labels: Sequence[Mobject],
        colors: Floats,
        area: Area,
        theme: Theme,
        waves: Mapping[int, Floats] | None = None,
    ) -> None:
        count, numbers = values.shape[1], len(values)
        self.values, self.names, self.own_inks, self.area = np.asarray(values).T, np.asarray(names), colors, area
        self.inks = np.array(colors)
        self.slid, self.zoom, self.focus, self.until = np.zeros((count, numbers)), 0.0, 0, -1
        self.zeros = VGroup(*(Line([0, 0, 0], [1, 0, 0], color=theme.grid, stroke_width=1.2) for _ in labels))
        self.labels = VGroup(*labels)
        self.numerals = VGroup(*(words(str(n), Size.SMALL, theme.dim) for n in (0, (numbers - 1) // 2, numbers - 1)))
        self.room = max(label.width for label in labels) + BESIDE
        self.stems = PolylineSet(np.zeros((count * numbers, 2, 3)), np.tile(rgba(theme.grid), (count * numbers, 1)), 0)
        self.cloud = PointCloud(np.zeros((count * numbers, 3)), np.zeros((count * numbers, 4)), SMALLEST)
        self.lit, self.light = np.zeros(numbers), rgba(theme.accent)  # dots of the track in focus
        self.followed = PointCloud(np.zeros((numbers, 3)), np.zeros((numbers, 4)), SMALLEST)
        self.waves, self.threaded = dict(waves or {}), 0.0
        self.threads = [
            PolylineSet(np.zeros((1, len(wave), 3)), rgba(theme.dim)[None], 0) for wave in self.waves.values()
        ]
        self.drawn = (self.zeros, self.numerals, self.stems, *self.threads, self.cloud, self.followed)
        super().__init__(self.labels, *self.drawn)
        self.place()

    def across(self, numbers: Floats | float) -> Any:
        """Return the x-coordinates (…) of numbers (…) on the tracks, in units."""
        left, right = self.area.left + self.room, self.area.right - POINT
        return left + np.asarray(numbers) / (len(self.names) - 1) * (right - left)

    @property
    def foot(self) -> float:
        """The height of the numerals."""
        return self.area.bottom + FOOT / 2

    def levels(self) -> tuple[Floats, Floats]:
        """Find the heights (n,) of the tracks' zeros, and the height (n,) of a value of 1 above each.

        The track in focus grows into the places of the others, which soon fade.
        """
        count, top, low = len(self.values), self.area.top, self.area.bottom + FOOT
        pitch, focus = (top - low) / count, np.arange(count) == self.focus
        levels = top - (np.arange(count) + 0.5) * pitch
        alone = (1 - self.zoom) * levels[self.focus] + self.zoom * (top + low) / 2
        return np.where(focus, alone, levels), FILL * pitch * np.where(focus, count**self.zoom, 1.0)

    def seen_beside(self) -> Floats:
        """Find each track's opacity (n,): the track in focus makes others fade, the nearest first."""
        (levels, reach), places = self.levels(), np.arange(len(self.values))
        pitch, steps = reach.min() / FILL, np.abs(places - self.focus)
        into = (reach[self.focus] + reach) / reach.min() / 2 - np.abs(levels - levels[self.focus]) / pitch
        fades = np.minimum(OVER + np.maximum(steps - 1, 0), FADES)  # the nearest have little time
        return np.where(steps == 0, 1.0, np.clip((OVER - into) / fades, 0, 1))

    def dots(self) -> Floats:
        """Find the dots' points (n, p, 3)."""
        levels, reach = self.levels()
        old = np.arange(len(self.names))
        numbers = old + self.slid * (self.names - old)
        heights = levels[:, None] + reach[:, None] * self.values
        return np.stack([self.across(numbers), heights, np.zeros(heights.shape)], axis=-1)

    def place(self) -> Self:
        """Redraw everything in its current state."""
        levels, reach = self.levels()
        alone = self.seen_beside()
        left, right = self.across(np.array([0, len(self.names) - 1]))
        for zero, label, level, share in zip(self.zeros, self.labels, levels, alone, strict=True):
            zero.set_points_by_ends([left, level, 0], [right, level, 0]).set_stroke(opacity=share)
            label.move_to([left - BESIDE - label.width / 2, level, 0]).set_opacity(share)
        last = len(self.names) - 1
        for numeral, number in zip(self.numerals, (0, last // 2, last), strict=True):
            numeral.move_to([min(self.across(number), self.area.right - numeral.width / 2), self.foot, 0])
        colors = np.tile(self.inks, (len(levels), 1, 1))
        colors[..., 3] *= alone[:, None] * (np.arange(len(self.names)) <= self.until)
        dots = self.dots()
        feet = np.stack([dots[..., 0], levels[:, None] + 0 * dots[..., 1], dots[..., 2]], axis=-1)
        self.cloud.set_positions(dots.reshape(-1, 3)).set_colors(colors.reshape(-1, 4))
        small = min(SMALLEST, (right - left) / last, OF_REACH * reach.min())
        lone = self.zoom**4  # dots stay small while other tracks are visible
        self.cloud.radius = (1 - lone) * small + lone * GROWN * POINT
        stem = STEM * ((1 - lone) * min(SMALLEST / small, 1 / STEM) + lone)  # thinner stems are more opaque
        self.followed.set_positions(dots[self.focus]).set_colors(
            self.light * np.outer(self.lit * alone[self.focus], [0, 0, 0, 1]) + self.light * [1, 1, 1, 0]
        )
        self.followed.radius = LIT * self.cloud.radius
        self.stems.set_curves(np.stack([feet, dots], axis=2).reshape(-1, 2, 3))
        self.stems.set_colors((colors * [1, 1, 1, stem]).reshape(-1, 4))
        self.stems.line_width = 0.5 * self.cloud.radius
        self._lay_threads(levels, reach, alone)
        return self

    def _lay_threads(self, levels: Floats, reach: Floats, alone: Floats) -> None:
        """Draw the lines of fast waves over their tracks."""
        for thread, (track, wave) in zip(self.threads, self.waves.items(), strict=True):
            across = self.across(np.linspace(0, len(self.names) - 1, len(wave)))
            thread.set_curves(np.column_stack([across, levels[track] + reach[track] * wave, 0 * wave])[None])
            thread.set_colors(thread.colors * [1, 1, 1, 0] + [0, 0, 0, THREAD * self.threaded * alone[track]])
            thread.line_width = THIN * self.cloud.radius

    def read(self, until: int) -> Self:
        """Show the readings up to number `until`."""
        self.until = until
        return self.place()

    def magnify(self, zoom: float) -> Self:
        """Enlarge the track in focus; 1 is alone."""
        self.zoom = zoom
        return self.place()

    def moving(self, end: Area, zoom: float) -> Animation:
        """Move to another area, and enlarge the track in focus, with gentle starts and stops."""
        start, before = self.area, self.zoom

        def go(_: Mobject, share: float) -> None:
            self.area = start.towards(end, share)
            self.magnify((1 - share) * before + share * zoom)

        return UpdateFromAlphaFunc(self, go, rate_func=ease_in_out_sine)

    def slide(self, track: int | Sequence[int], numbers: Sequence[int] | Floats | slice, share: float) -> Self:
        """Move dots of one track, or of several, a share 0 … 1 of the way to their other names."""
        self.slid[track, numbers] = share
        return self.place()

    def thread(self, share: float) -> Self:
        """Set the opacity of the fast waves' lines."""
        self.threaded = share
        return self.place()

    def rename_rest(self) -> Callable[[float], object]:
        """Return a function of a share 0 … 1 that slides all other dots in focus to their other names, undimmed."""
        rest = np.flatnonzero(self.slid[self.focus] == 0)
        gone = np.setdiff1d(np.arange(len(self.names)), rest)

        def slide(share: float) -> None:
            self.single_out(gone, 1 - min(3 * share, 1.0)).slide(self.focus, rest, share)

        return slide

    def single_out(self, numbers: Sequence[int] | Floats, share: float) -> Self:
        """Highlight the dots of some numbers, and dim all others, by a share 0 … 1."""
        others = np.setdiff1d(np.arange(len(self.names)), numbers)
        self.inks = np.array(self.own_inks)
        self.inks[others, 3] *= 1 - (1 - DIMMED) * share
        self.lit[:] = 0.0
        self.lit[list(numbers)] = share
        return self.place()

    def swept(self, order: Floats, number: float) -> Self:
        """Show how far a count by the names `order` (p,) has come: dots ahead of it are dim.

        A dot takes the color of its other name only as the count reaches it, to show that the count is what colors it.
        """
        come, ahead = min(number / COMING, 1.0), np.clip((order - number) / COMING, 0, 1)[:, None]
        inks = ahead * self.own_inks + (1 - ahead) * self.own_inks[order]
        inks[:, 3] *= 1 - (1 - AHEAD) * ahead[:, 0]
        self.inks = (1 - come) * self.own_inks + come * inks
        return self.place()
