"""Four chains of arrows on one scale: what all neurons together add to the waves of x, y, x − y and x + y."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Self

import numpy as np
from manim import DOWN, LEFT, ORIGIN, RIGHT, UP, Animation, Create, FadeIn, FadeOut, Group, Line, VGroup

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import decimal
from transparent_box.scenes.look.rates import first_half, second_half
from transparent_box.scenes.look.theme import Gap, Size, Theme, units
from transparent_box.scenes.mobjects.arrows.phasor_chain import PhasorChain, extent, one_by_one
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.words.counter import Counter
from transparent_box.scenes.mobjects.words.lettering import words

ROLES = {"x": "cos_x", "y": "cos_y", "x − y": "difference", "x + y": "sum"}
ASIDE = 2.6  # in a wide area, units beside the chains for the text on x − y
BEYOND = 3.1  # in a wide area, units beside the chains for the text on x + y
NEAREST = 3.0  # the largest zoom on the first arrows
ALONE = 9.0  # the largest zoom on the very first arrow, while it is alone
TRIED = 0.25  # step by which zooms are tried, downward
STANDS = 0.12  # share of the time of `begin` in which the very first arrow stands alone
WAY = 5  # stroke width of the line from a chain's start to its end (100 is one unit)
SHUT = 0.15  # a chain has curled shut if it leads less than this share of how far x + y leads
LINES = 1.35  # line spacing, in type sizes


class PhasorBoard(Group):
    """Chains of complex arrows (n,), one for each of the waves x, y, x − y and x + y, in an area.

    `counters` say how many arrows are laid, `lengths` how long each chain is and how far it leads, and `ways` are
    straight lines from each chain's start to its end. The chains of x and of y may be turned by a right angle to fit
    the frame; x + y keeps its direction, in which right is the answer's. The first `slowly` arrows are seen enlarged,
    all chains on one scale: `times` are the largest zooms that have room for one, two, three … of them, and `near` is
    the zoom that has room for all of these.
    """

    def __init__(self, arrows: Mapping[str, Floats], area: Area, theme: Theme, slowly: int = 10) -> None:
        self.theme, self.wide = theme, area.width > 1.6 * area.height
        self.count = len(arrows["x"])
        self.slowly = min(slowly, self.count)
        turned = {name: self._lying(phasors) if name in ("x", "y") else phasors for name, phasors in arrows.items()}
        self.sizes = {name: extent(phasors) for name, phasors in turned.items()}
        places = self._places(area)
        self.chains = {
            name: PhasorChain(phasors, self.per_unit, places[name], getattr(theme, ROLES[name]), theme.ground)
            for name, phasors in turned.items()
        }
        ends = [chain.ends[[0, -1]] for chain in self.chains.values()]
        self.ways = VGroup(*(Line(*pair, color=theme.accent, stroke_width=WAY) for pair in ends))
        self.names, self.counters, self.lengths = VGroup(), VGroup(), VGroup()
        for name, place in places.items():
            self._tell(name, place, float(np.abs(arrows[name]).sum()), float(np.abs(arrows[name].sum())), area.right)
        rooms = dict.fromkeys(places, area.less_bottom(places["x + y"].top - area.bottom)) | {"x + y": area}
        begun = {name: drawn.ends[: self.slowly + 1] for name, drawn in self.chains.items()}
        self.near = min(NEAREST, *(room_for(begun[name], room) for name, room in rooms.items()))
        super().__init__(*self.chains.values())
        self.times = self._largest(area)
        self.begin(0.0)

    @property
    def live(self) -> Group:
        """Everything that changes while arrows are laid."""
        return Group(self, self.counters)

    def led(self) -> list[Animation]:
        """Draw a straight line from each chain's start to its end; its length and lead replace its count."""
        texts = FadeOut(self.counters, rate_func=first_half), FadeIn(self.lengths, rate_func=second_half)
        return [*map(Create, self.ways), *texts]

    @property
    def verdict(self) -> str:
        """Say what becomes of the chains."""
        *others, onward = (float(np.linalg.norm(way.get_end() - way.get_start())) for way in self.ways)
        shut = max(others) < SHUT * onward
        ends = ("shut", "anywhere") if shut else ("up", "far")
        return "Three chains curl {}. Only x + y gets {}.".format(*ends)

    @property
    def beside(self) -> list[VGroup]:
        """Everything written or drawn beside the chains."""
        return [self.names, self.lengths, self.ways]

    def begin(self, share: float) -> Self:
        """Lay a share 0 … 1 of the first arrows, one by one, zooming out only as far as each needs."""
        laid = max(share - STANDS, 0.0) / (1 - STANDS)
        count = one_by_one(1 + (self.slowly - 1) * laid)
        times = np.exp(np.interp(count, np.arange(1, self.slowly + 1), np.log(self.times)))
        return self._draw(count, float(times))

    def draw_back(self, share: float) -> Self:
        """Zoom out, a share 0 … 1 of the way, from the first arrows until all of them have room."""
        return self.show(self.slowly, share)

    def go_on(self, share: float) -> Self:
        """Lay a share 0 … 1 of all the other arrows."""
        return self.show(self.slowly + (self.count - self.slowly) * share)

    def show(self, count: float, back: float = 1.0) -> Self:
        """Draw `count` arrows of each chain, at a share `back` of the way from the close view to the full one."""
        return self._draw(count, self.near ** (1 - back))

    def _draw(self, count: float, times: float) -> Self:
        for drawn in self.chains.values():
            drawn.show(count, times)
        for counter in self.counters:
            counter.show(str(max(round(count), 1)))
        return self

    def arrows(self, name: str, which: Sequence[int]) -> Floats:
        """Find where some arrows of a chain start and end (n, 2, 3)."""
        ends, places = self.chains[name].ends, np.asarray(which)
        return np.stack([ends[places], ends[places + 1]], axis=1)

    def _largest(self, area: Area) -> list[float]:
        """Find the largest zoom, at least `near`, that has room for one, two, three … of the first arrows."""
        zooms = [max(ALONE, self.near)]
        for count in range(1, self.slowly + 1):
            tried = np.arange(zooms[-1], self.near, -TRIED).tolist()
            zooms.append(next((times for times in tried if self._is_clear(count, times, area)), self.near))
        return zooms[1:]

    def _is_clear(self, count: float, times: float, area: Area) -> bool:
        """Draw the first arrows, zoomed; tell whether they stay in the area and clear of all text."""
        self._draw(count, times)
        arrows = [Area.around(drawn) for drawn in self.chains.values()]
        written = [Area.around(text) for text in (*self.names, *self.counters)]
        apart = all(min(arrow.overlap(text)) < -Gap.NEAR / 2 for arrow in arrows for text in written)
        return apart and all(area.to(arrow) == area for arrow in arrows)

    def _lying(self, arrows: Floats) -> Floats:
        across, up = extent(arrows)
        return 1j * arrows if (across < up) == self.wide else arrows

    def _places(self, area: Area) -> dict[str, Area]:
        """Find the scale at which everything fits, and each chain's own area."""
        (x, y, apart, total), line = (self.sizes[name] for name in ROLES), LINES * units(Size.LABEL)
        # The text on x + y stands beside its chain, or above it; x − y is then placed above it, too.
        low = Gap.FAR if self.wide else max(3.2 * line + Gap.NEAR, 0.15 * area.height)
        aside = ASIDE + 2 * Gap.NEAR if self.wide else 2 * Gap.NEAR
        for_apart = (ASIDE, 0.4 * area.height) if self.wide else (area.width / 4, low - Gap.NEAR)
        rooms = [
            (area.width - aside, x[0] + y[0]),
            (area.width - (BEYOND if self.wide else 0.4), total[0]),
            (area.height - low - 0.4, max(x[1], y[1]) + total[1]),
            *zip(for_apart, apart, strict=True),
        ]
        self.per_unit = min(room / max(size, 1e-9) for room, size in rooms)
        rings, foot = self.per_unit * max(x[1], y[1]), self.per_unit * total[1]
        slack = max(0.0, area.height - low - 0.4 - rings - foot)
        top, bottom = area.top - 0.1 - slack / 4, area.bottom + 0.1 + slack / 4
        spare = (area.width - aside - self.per_unit * (x[0] + y[0])) / 2
        first = area.left + spare / 2 + self.per_unit * x[0]
        second = first + 2 * Gap.NEAR + self.per_unit * y[0]
        left = area.left + spare / 2
        chain = Area(area.left, area.left + self.per_unit * total[0] + 0.3, bottom, bottom + foot)
        beside = Area(area.right - ASIDE, area.right, top - 0.7 * rings, top)
        below = Area(
            area.center[0] - 0.1 * area.width, area.center[0] + 0.15 * area.width, bottom + foot, bottom + foot + low
        )
        rings_above = {
            "x": Area(left, first, top - rings, top),
            "y": Area(first + 2 * Gap.NEAR, second, top - rings, top),
        }
        return {**rings_above, "x − y": beside if self.wide else below, "x + y": chain}

    def _tell(self, name: str, place: Area, length: float, end: float, edge: float) -> None:
        """Write a chain's name, length and lead: inside a ring, beside or below a small chain."""
        theme, chain = self.theme, self.chains[name]
        ring = name in ("x", "y")
        beside = name == "x + y" or not (ring or self.wide)
        title = words(f"wave of {name}", Size.LABEL, getattr(theme, ROLES[name]))
        lines = (
            words(f"{decimal(length)} long,", Size.SMALL, theme.text),
            words(f"ends {decimal(end)} away", Size.SMALL, theme.text),
        )
        block = VGroup(title, *lines).arrange(DOWN, buff=0.1, aligned_edge=LEFT if beside else ORIGIN)
        if ring:
            block.move_to(place.center)
        elif name == "x + y":
            block.next_to(chain, RIGHT if self.wide else UP, Gap.NEAR)
            if not self.wide:
                block.align_to(chain, LEFT)
            over = place.bottom - 0.1 - block.get_bottom()[1]
            block.shift([0, max(over, 0), 0])
        else:
            block.next_to(chain, DOWN if self.wide else RIGHT, Gap.NEAR)
            if not self.wide:  # up to a gap away, since its first arrows are enlarged
                block.shift([min(Gap.FAR, edge - block.get_right()[0]), 0, 0])
        counter = Counter("arrows:", str(self.count), "", Size.SMALL, theme.text)
        counter.move_to(lines[0]).shift([0, lines[0].baseline - counter.baseline, 0])
        self.counters.add(counter.align_to(lines[0], LEFT) if beside else counter)
        self.names.add(title)
        self.lengths.add(VGroup(*lines))


def room_for(ends: Floats, area: Area) -> float:
    """Find the largest zoom, about its start, at which a chain of ends (n, 3) stays in an area."""
    ways, start = (ends - ends[0])[1:, :2], ends[0, :2]
    edges = np.where(ways > 0, [area.right, area.top], [area.left, area.bottom]) - start
    return float(np.min(edges / np.where(np.abs(ways) > 1e-9, ways, 1e-9 * np.sign(edges))))
