"""A question's tokens and its answer, each written where a network laid out over a picture holds it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Self

import numpy as np
from manim import (
    DOWN,
    UP,
    Group,
    ManimColor,
    Mobject,
    UpdateFromAlphaFunc,
    VGroup,
    linear,
    smooth,
)

from transparent_box.scenes.look.colormaps import rgba
from transparent_box.scenes.look.rates import gently
from transparent_box.scenes.look.theme import Size, Theme
from transparent_box.scenes.mobjects.network.attention_shares import height_of
from transparent_box.scenes.mobjects.network.glyphs import column_edges
from transparent_box.scenes.mobjects.network.network_path import place_on
from transparent_box.scenes.mobjects.network.network_strip import Reading
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats, passed
from transparent_box.scenes.mobjects.shapes.marks import marks
from transparent_box.scenes.mobjects.shapes.polyline_set import PolylineSet
from transparent_box.scenes.mobjects.words.lettering import Lettering, show_between, words

NEAR = 0.06  # units from a glyph to text at it
THIN = 0.024  # units, width of a curve
POINTS = 40  # points of a curve
TURNS = np.linspace(0, 1, 3)  # when each token's dot starts
FRONT = 0.8  # how long it runs, on the same scale
ARRIVES = (TURNS + FRONT) / (1 + FRONT)  # when each dot arrives, as a share of the whole time
SEEN = 0.12  # share of the way on which the dot that draws a curve fades in, or out
HIGH = 0.45  # units from the switches up to tokens above them
APART = 0.1  # units, least gap between two such tokens
WAITS = 0.1  # share of the time of `take` before tokens start to move
ABOVE = 0.32  # share of that time by which they are above the switches


class SeatedSum(Group):
    """The question of a `reading` written at the network's glyphs, whose `seats` are given by the layers' names.

    `asked` are its tokens, below their columns of switches; `gathers` is the “=” above the bar into which attention
    gathers the others; `answer` is below the winning vote; `calls` are curves from each switch that is on to the row of
    numbers that it selects.
    """

    def __init__(self, reading: Reading, seats: Mapping[str, Mobject], theme: Theme) -> None:
        self.seats, self.theme, self.inks = seats, theme, (theme.cos_x, theme.cos_y, theme.text)
        self.ways = self._ways(reading)
        self.calls = PolylineSet(self.ways, np.stack([rgba(ink) for ink in self.inks]), THIN)
        self.asked = VGroup(*map(self._token, range(len(self.inks)), named(reading)))
        self.gathers, gathered = words("=", Size.LABEL, theme.text), seats["attention"]
        bar = [gathered.get_right()[0], gathered.get_y() + gathered.height / 4 + NEAR, 0]
        self.gathers.shift([bar[0] - self.gathers.get_right()[0], bar[1] - self.gathers.get_bottom()[1], 0])
        self.answer = self._answer(reading)
        super().__init__(self.calls, self.asked, self.gathers, self.answer)

    def show(self, reading: Reading) -> Self:
        """Write another question's tokens and its answer."""
        return self.change(reading, reading, 1.0, 1.0)

    def change(self, before: Reading, after: Reading, asked: float, answered: float) -> Self:
        """Go from one question to another: a share `asked` of the way with the tokens, `answered` with the answer."""
        ways = zip(self._ways(before), self._ways(after), strict=True)
        self.ways = [(1 - asked) * old + asked * new for old, new in ways]
        self.calls.set_curves(self.ways)
        were, are = (VGroup(*map(self._token, range(len(self.inks)), named(one))) for one in (before, after))
        show_between(self.asked, were, are, asked)
        gone, comes = (VGroup(self._answer(one)) for one in (before, after))
        show_between(VGroup(self.answer), gone, comes, asked, answered)
        return self

    def take(self, question: VGroup, switches: Mobject) -> tuple[UpdateFromAlphaFunc, list[Lettering]]:
        """Move a question's numbers and “=” to their seats; also return the tokens that have none.

        They move above a glyph of switches first, and sink through it as it grows.
        """
        tokens, homes, columns = tokens_of(question, self.inks), self.asked.copy(), columns_of(switches, len(self.inks))
        above, end = self.asked.copy(), self.seats["one-hot"].get_left()[0] - APART
        for token, column in zip(above, columns, strict=True):
            token.set_x(max(column.mean(), end + APART + token.width / 2))
            end = token.get_right()[0]
        above.next_to(switches, UP, HIGH, coor_mask=np.array([0, 1, 1]))
        # Of a square, only the number is a token, which is not written yet.
        written = [token.markup == home.markup for token, home in zip(tokens, homes, strict=True)]
        starts = VGroup(*(one if is_it else seat for one, seat, is_it in zip(tokens, above, written, strict=True)))

        def come(seated: VGroup, share: float) -> None:
            come, sink = (float(smooth(np.interp(share, span, (0, 1)))) for span in ((WAITS, ABOVE), (ABOVE, 1)))
            show_between(seated, *((starts, above, come) if share < ABOVE else (above, homes, sink)))
            for token, is_it in zip(seated, written, strict=True):
                token.set_opacity(1.0 if is_it else come)

        left = [part for part in question if all(part is not one for one in starts)]
        return UpdateFromAlphaFunc(self.asked, come, rate_func=linear), left

    def call(self, pace: Callable[[float], float]) -> UpdateFromAlphaFunc:
        """Run a dot from each switch that is on to its row of numbers, one after another, drawing a curve."""
        dots = dots_on(self.ways, self.inks, self.theme)

        def run(_: Group, share: float) -> None:
            drawn = gently(passed(share, TURNS, FRONT))
            self.calls.set_curves([part_of(way, part) for way, part in zip(self.ways, drawn, strict=True)])
            self.calls.colors[:, 3] = drawn > 0
            send(dots, self.ways, drawn)

        return UpdateFromAlphaFunc(Group(self.calls, dots), run, rate_func=pace)

    def _token(self, place: int, text: str) -> Lettering:
        seat = self.seats["one-hot"]
        under = [columns_of(seat, len(self.inks))[place].mean(), seat.get_bottom()[1], 0]
        return standing_under(under, text, Size.SMALL, self.inks[place])

    def _answer(self, reading: Reading) -> Lettering:
        """Write the number below the winning vote, within the votes' width."""
        seat, share = self.seats["logits"], (reading.answer + 0.5) / len(reading.logits)
        vote = [seat.get_left()[0] + share * seat.width, seat.get_bottom()[1], 0]
        label = standing_under(vote, str(reading.answer), Size.LABEL, self.theme.sum)
        beyond = max(label.get_right()[0] - seat.get_right()[0], 0.0)
        before = max(seat.get_left()[0] - label.get_left()[0], 0.0)
        label.shift([before - beyond, 0, 0])
        return label

    def _ways(self, reading: Reading) -> list[Floats]:
        """Find the curves, (POINTS, 3) each, from a switch to where its row of numbers starts."""
        board, rows, share = self.seats["one-hot"], self.seats["embed"], np.linspace(0, 1, POINTS)
        ends, ways = columns_of(board, len(self.inks))[:, 1], []
        for place, (token, end) in enumerate(zip(reading.tokens, ends, strict=True)):
            start = np.array([end + NEAR / 2, height_of(board, (token + 0.5) / reading.vocabulary), 0])
            goal = np.array([rows.get_left()[0] - NEAR, height_of(rows, (place + 0.5) / len(self.inks)), 0])
            along = np.stack([share, gently(share), 0 * share], axis=-1)
            ways.append(part_of(start + (goal - start) * along, 1.0))  # evenly spaced points
        return ways


def named(reading: Reading) -> list[str]:
    """List a question's tokens as text."""
    return [*map(str, reading.tokens[:-1]), "="]


def tokens_of(question: VGroup, inks: Sequence[str]) -> list[Lettering]:
    """Find the numbers and the “=” in a written question, each in an ink of its own."""
    numbers = [next(part for part in question if part[0].get_fill_color() == ManimColor(ink)) for ink in inks[:-1]]
    return [*numbers, question[-2]]


def into_switches(question: VGroup, switches: Mobject, reading: Reading, theme: Theme) -> UpdateFromAlphaFunc:
    """Run a dot from each token of a written question to its switch on a glyph."""
    inks = theme.cos_x, theme.cos_y, theme.text
    middles = columns_of(switches, len(inks)).mean(axis=1)
    heights = [height_of(switches, (token + 0.5) / reading.vocabulary) for token in reading.tokens]
    ends = np.stack([middles, heights, 0 * middles], axis=-1)
    starts = [token.get_bottom() + NEAR * DOWN for token in tokens_of(question, inks)]
    ways = [np.array(way) for way in zip(starts, ends, strict=True)]
    dots = dots_on(ways, inks, theme)
    return UpdateFromAlphaFunc(dots, lambda _, share: send(dots, ways, passed(share, TURNS, FRONT)))


def dots_on(ways: Sequence[Floats], inks: Sequence[str], theme: Theme) -> Group:
    """Put a dot at the start of each path, in an ink, hidden so far."""
    dots = Group(*(marks(way[0], ink, theme.ground) for way, ink in zip(ways, inks, strict=True)))
    send(dots, ways, np.zeros(len(ways)))
    return dots


def send(dots: Group, ways: Sequence[Floats], shares: Floats) -> None:
    """Move each dot a share of its path; it is visible between the two ends."""
    for dot, way, share in zip(dots, ways, shares, strict=True):
        for mark in dot:
            mark.set_positions(place_on(way, share)[None])
            mark.set_opacity(min(1.0, share / SEEN, (1 - share) / SEEN))


def standing_under(place: list[float], text: str, size: float, ink: str) -> Lettering:
    """Write text below a place, as far from it as digits of that size would be."""
    label = words(text, size, ink)
    label.move_to(words("0", size, ink).next_to(place, DOWN, NEAR))
    return label


def columns_of(board: Mobject, count: int) -> Floats:
    """Find where the columns of a glyph of switches start and end (n, 2)."""
    edges: Floats = board.get_left()[0] + column_edges(count, board.width)
    return edges


def part_of(way: Floats, share: float) -> Floats:
    """Resample the first part of a path, a share of it, with the same number of points (n, 3)."""
    return np.array([place_on(way, share * part) for part in np.linspace(0, 1, len(way))])
