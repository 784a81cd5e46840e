"""The thread of counts over a picture: with other threads beside it, a counter above it, and facts below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from manim import (
    DEGREES,
    DOWN,
    Animation,
    FadeIn,
    Group,
    Mobject,
    ReplacementTransform,
    VGroup,
)

from transparent_box.scenes.look.colormaps import number_colors
from transparent_box.scenes.look.frame import DECIDEDLY_WIDE, Area
from transparent_box.scenes.look.rates import second_half
from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.linebreak.lag_chart import LagChart, LagWalk, most_usual
from transparent_box.scenes.mobjects.linebreak.shared_numbers import SharedNumbers
from transparent_box.scenes.mobjects.linebreak.thread import (
    GrowingThread,
    InStep,
    Numerals,
    Thread,
    ToldThread,
    counts_thread,
    framed,
    widths_thread,
)
from transparent_box.scenes.mobjects.linebreak.word_states import WordStates
from transparent_box.scenes.mobjects.linebreak.wrapped_lines import WrappedLines
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.space import Space
from transparent_box.scenes.mobjects.words.counter import Counter
from transparent_box.scenes.mobjects.words.fact import Fact
from transparent_box.scenes.mobjects.words.lettering import words

ABOVE = 58 * DEGREES  # angle from the zenith from which a thread is seen
SIDES = [angle * DEGREES for angle in (75, 45, 10, -25)]  # azimuths from which a thread is seen, in this order
HEAD = 0.75  # units above a thread for a counter
FOOT = 1.45  # units below a thread for a fact
CLEAR = 0.38  # units from a thread down to a fact
LOW = 0.6  # units below two threads when there is a chart
COLUMNS = 0.64  # share of a picture's width for two threads beside a chart
ROWS = 0.48  # share of a picture's height for a chart below two threads
BROAD = 1.1  # a picture at least this many times as wide as high has room for two threads side by side
THREAD = 0.59  # in other pictures, share of the width for each thread; the rest is for text


class CountDesk(Group):
    """The thread of mean activations (c, 6) by count (c,), in their six largest directions, over a picture.

    `thread` shows the first three directions, `first` (c, 3), and fills the picture at first. `whole` is the picture
    less room for text below; `one` and `other` are areas for two threads, side by side with room below them or, in a
    tall picture, above each other with room on the right.
    """

    def __init__(self, means: Floats, counts: Floats, picture: Area, theme: Theme) -> None:
        self.picture, self.theme, self.first, self.others = picture, theme, means[:, :3], means[:, 3:]
        self.counts = counts
        self.inks = number_colors(len(means), theme.sweep)
        self.whole, self.high = picture.less_bottom(FOOT), picture.less_top(HEAD)
        self.one, self.other, *self.facts_room = side_by_side(picture) or above_each_other(picture)
        *self.seats, self.chart_room = beside_chart(picture)
        self.thread = self.threaded(self.first, self.high)
        super().__init__(self.thread)

    def threaded(self, points: Floats, area: Area, sides: Sequence[float] = SIDES) -> Thread:
        """Make another thread of the counts (c, 3) in a space of its own that fills an area from all these azimuths."""
        return counts_thread(points, self.inks, framed(Space(ABOVE, sides[0]), points, area, sides))

    def twin(self) -> Thread:
        """Make a copy of the thread in a space of its own, seen as the thread is now."""
        twin = self.threaded(self.first, self.one)
        twin.space.become(self.thread.space)
        return twin

    def beside(self, points: Floats, side: Sequence[float]) -> Thread:
        """Make another thread (c, 3) in `other`, not drawn yet, on the scale that the counts' has in `one`."""
        ours, alone = (
            framed(Space(ABOVE, side[0]), shape, area, side)
            for shape, area in ((self.first, self.one), (points, self.other))
        )
        spare = 1 - ours.projection.zoom / alone.projection.zoom  # share of the room left free, to be on the same scale
        room = self.other.inside(spare * self.other.width, spare * self.other.height)
        return self.threaded(points, room, side).reveal(0)

    def along(self, points: Floats) -> Thread:
        """Make a thin, pale thread (w, 3) in the space of the counts, not drawn yet."""
        return widths_thread(points, self.theme.text, self.thread.space).reveal(0)

    def move(
        self, thread: Thread, area: Area, sides: Sequence[float] = SIDES, points: Floats | None = None
    ) -> Animation:
        """Let a thread, or the `points` (n, 3) it will have, fill an area from all azimuths, seen from the first."""
        shape = self.first if points is None else points
        moved: Animation = thread.space.animate.become(framed(thread.space, shape, area, sides))
        return moved

    def counted(self, before: str, values: Floats) -> ToldThread:
        """Put a counter of values above the thread; the last value must be the longest."""
        counter = Counter(before, f"{values[-1]:,}", "", Size.LABEL, self.theme.text)
        return ToldThread(self.thread, counter.move_to([0, self.picture.top - counter.height / 2, 0]), values)

    def growing(self, before: str, values: Floats, shapes: Floats) -> GrowingThread:
        """Make the thread grow through shapes (n, c, 6), all on one scale, with a counter of their `values` (n,)."""
        every, space = shapes[..., :3].astype(float), self.thread.space
        low = self.high.less_top(HEAD / 2)  # below the label of the scale
        views = framed(space, every.reshape(-1, 3), self.high, SIDES[:1]), framed(space, every[0], low, SIDES[:1])
        return GrowingThread(self.counted(before, values), every, self.first, views, self.theme.dim)

    def held_at(self, page: WrappedLines, states: Floats, others: Floats, counts: Floats, means: Floats) -> WordStates:
        """Hang the activations (t, d) at a page's words below it; the words end after `counts` (t,) characters.

        `others` (s, d) are the activations at all words that end where the first one does, `means` (c, d) those of
        every count.
        """
        places, ends = [float(word.get_right()[0]) for word in page.after], [*map(int, counts)]
        area = Area(self.picture.left, self.picture.right, self.picture.bottom, page.foot - Gap.NEAR / 2)
        return WordStates(places, states, means[[*map(self._place, ends)]], others, ends[0], area, self.theme)

    def gather(self, dots: Mobject, labels: Mobject, counts: Floats) -> tuple[list[Animation], Numerals]:
        """Move dots to the means of their counts (n,) on the thread as seen now; their labels become numerals there."""
        places, seats = map(self._place, counts), self.numerals(self.thread, self.counts, [*map(int, counts)])
        moves = [dot.animate.move_to(self.thread.place_in_view(place)) for dot, place in zip(dots, places, strict=True)]
        return moves + [ReplacementTransform(*pair) for pair in zip(labels, seats, strict=True)], seats

    def take_seats(
        self, caption: Mobject, twin: Thread | None = None, sides: Sequence[float] = SIDES
    ) -> list[Animation]:
        """Move the thread, and a twin if given, to their places beside each other.

        `caption`, the text on the first, fades in once the thread has left its place.
        """
        pairs = [(self.thread, self.one), *([(twin, self.other)] if twin else [])]
        return [*(self.move(one, seat, sides) for one, seat in pairs), FadeIn(caption, rate_func=second_half)]

    def make_room(self, twin: Thread, side: float, coming: Mobject) -> list[Animation]:
        """Move the thread and its twin aside for a chart, which fades in; both are on one scale, from one azimuth."""
        pair = zip((self.thread, twin), self.seats, strict=True)
        moves = [self.move(one, seat, [side]) for one, seat in pair]
        return [*moves, FadeIn(coming, rate_func=second_half)]

    def lag_walk(self, twin: Thread, profile: Floats, marks: Sequence[int], captions: Sequence[str]) -> LagWalk:
        """Chart the mean cosine (n,) by distance in counts, and mark a typical pair of points on thread and twin.

        `captions` names both, below them. Everything is placed for when they have made room.
        """
        chart = LagChart(profile, marks, "characters apart", self.chart_room, self.theme)
        first = most_usual(np.column_stack([self.first, self.others]), profile, marks)
        walk = LagWalk([self.thread, twin], first, chart, self.theme)
        for text, seat in zip(captions, self.seats, strict=True):
            name = words(text, Size.LABEL, self.theme.dim, seat.width)
            walk.add(name.next_to([seat.center[0], seat.bottom, 0], DOWN, Gap.NEAR))
        return walk

    def in_step(self, thread: Thread, values: Floats) -> InStep:
        """Make two points that go together: on the counts' thread, and on another of its space with values (w,)."""
        return InStep((self.thread, self.counts), (thread, values), self.theme)

    def _place(self, count: int) -> int:
        return int(np.searchsorted(self.counts, count))

    def fact(self, number: str, meaning: str, area: Area) -> Mobject:
        """Write a number and its meaning below an area."""
        look = {"size": Size.HEADLINE, "gap": 0.12, "width": area.width}
        return under(Fact(number, meaning, "text", self.theme, **look), area)

    def facts(self, one: tuple[str, str], other: tuple[str, str]) -> list[Mobject]:
        """Write a number with its meaning for either area, `one` and `other`: below it, or on its right."""
        if not self.facts_room:
            return [self.fact(*one, self.one), self.fact(*other, self.other)]
        pairs = zip((one, other), self.facts_room, strict=True)
        return [self.fact(*fact, room).move_to(room.center) for fact, room in pairs]

    def notes(self, *texts: str) -> Mobject:
        """Write notes, a line for each, below `whole`, but no lower than the picture."""
        lines = (words(text, Size.LABEL, self.theme.dim, self.whole.width) for text in texts)
        block = under(VGroup(*lines).arrange(DOWN, buff=Gap.NEAR / 2), self.whole)
        return block.shift([0, max(0.0, self.picture.bottom - float(block.get_bottom()[1])), 0])

    def numerals(self, thread: Thread, values: Floats, named: Iterable[int]) -> Numerals:
        """Write some of a thread's values (n,) where they are seen now, clear of the counts' thread."""
        written = {int(np.searchsorted(values, value)): f"{value}" for value in named}
        return Numerals(thread, written, [self.thread], self.picture, self.theme)

    def shared(self, thread: Thread, values: Floats, named: Sequence[int]) -> SharedNumbers:
        """Mark some numbers on the counts and on another thread of their space, as seen now, with values (n,)."""
        return SharedNumbers((self.thread, self.counts), (thread, values), named, self.picture, self.theme)


def side_by_side(picture: Area) -> tuple[Area, ...]:
    """Divide a picture between two threads, side by side with room below; () if they would be small."""
    if picture.width < BROAD * picture.height:
        return ()
    halves = picture.parts(0.5, Gap.NEAR, wide=0.0)
    return tuple(half.no_higher(half.width + FOOT).less_bottom(FOOT) for half in halves)


def above_each_other(picture: Area) -> tuple[Area, ...]:
    """Divide a picture between two threads, one above the other, each with room for text on its right."""
    lower, upper = picture.parts(0.5, Gap.NEAR, wide=np.inf)
    (one, beside_one), (other, beside_other) = (half.parts(THREAD, Gap.NEAR, wide=0.0) for half in (upper, lower))
    return one, other, beside_one, beside_other


def beside_chart(picture: Area) -> tuple[Area, Area, Area]:
    """Divide a picture between two threads, with room below, and a chart beside or, if not wide, below them."""
    if picture.width > DECIDEDLY_WIDE * picture.height:
        both, chart = picture.parts(COLUMNS, Gap.FAR)
    else:
        chart, both = picture.parts(ROWS, Gap.NEAR, wide=np.inf)
    first, second = (part.less_bottom(LOW) for part in both.parts(0.5, Gap.NEAR, wide=0.0))
    spare = max(0.0, first.height - first.width)
    return first.inside(up=spare), second.inside(up=spare), chart


def under(text: Mobject, area: Area) -> Mobject:
    """Put text below an area."""
    return text.next_to([area.center[0], area.bottom - CLEAR, 0], DOWN, 0)
