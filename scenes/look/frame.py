"""The frame: its size in pixels and units, and the areas in which scenes are laid out.

The short side is 8 units, so that type and gaps have the same size in all aspects; portrait frames, for phones, have
fewer units, so that everything is larger there.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

from transparent_box.scenes.look.theme import MARGIN, SHORT_SIDE_UNITS, Size, units

if TYPE_CHECKING:
    from manim import Mobject

DECIDEDLY_WIDE = 1.3
LOW = 5.5  # units; an area at most so high has little room
ON_PHONES = {"9:16": 1.35, "4:5": 1.35}  # aspect → factor by which everything is larger
CONTROLS = 0.12  # share of such a frame's height that players cover with controls, at its lower edge
ASPECTS = {"16:9": (16, 9), "9:16": (9, 16), "1:1": (1, 1), "4:5": (4, 5)}


@dataclass(frozen=True)
class Area:
    """A rectangle in units, the origin at the frame's middle."""

    left: float
    right: float
    bottom: float
    top: float

    @property
    def width(self) -> float:
        """Right minus left."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Top minus bottom."""
        return self.top - self.bottom

    @property
    def is_low(self) -> bool:
        """Whether it is so low that there is little room, as above the caption in 4:5."""
        return self.height <= LOW

    @classmethod
    def around(cls, mobject: Mobject) -> Area:
        """Return the bounding area of a mobject."""
        x, y, across, up = mobject.get_x(), mobject.get_y(), mobject.width / 2, mobject.height / 2
        return cls(float(x - across), float(x + across), float(y - up), float(y + up))

    def towards(self, other: Area, share: float) -> Area:
        """Interpolate to another area: this one at share 0, the other at 1."""
        ends = zip(astuple(self), astuple(other), strict=True)
        return Area(*((1 - share) * start + share * end for start, end in ends))

    def clipped(self, other: Area) -> Area:
        """Clip it to another area; a side beyond an edge of that is moved to the edge."""
        left, right = (min(max(x, other.left), other.right) for x in (self.left, self.right))
        bottom, top = (min(max(y, other.bottom), other.top) for y in (self.bottom, self.top))
        return Area(left, right, bottom, top)

    def overlap(self, other: Area) -> tuple[float, float]:
        """Return the width and the height of the overlap of two areas; negative where they are apart."""
        across = min(self.right, other.right) - max(self.left, other.left)
        return across, min(self.top, other.top) - max(self.bottom, other.bottom)

    def fit(self, mobject: Mobject) -> Mobject:
        """Move a mobject to the middle, scaled down if it does not fit."""
        share = min(1.0, self.width / max(mobject.width, 1e-9), self.height / max(mobject.height, 1e-9))
        return mobject.scale(share).move_to(self.center)

    def inside(self, across: float = 0.0, up: float = 0.0) -> Area:
        """Return the area less `across` of its width and `up` of its height, half on either side; in units."""
        return Area(self.left + across / 2, self.right - across / 2, self.bottom + up / 2, self.top - up / 2)

    def less_top(self, height: float) -> Area:
        """Return the area without a band of a height at its top."""
        return Area(self.left, self.right, self.bottom, self.top - height)

    def less_right(self, width: float) -> Area:
        """Return the area without a band of a width at its right."""
        return Area(self.left, self.right - width, self.bottom, self.top)

    def low_left(self, mobject: Mobject) -> Mobject:
        """Move a mobject to the lower left, above the bottom by half of its height."""
        return mobject.move_to([self.left + mobject.width / 2, self.bottom + mobject.height, 0])

    def to(self, other: Area) -> Area:
        """Return the smallest area that contains this one and another."""
        left, right = min(self.left, other.left), max(self.right, other.right)
        return Area(left, right, min(self.bottom, other.bottom), max(self.top, other.top))

    def no_higher(self, height: float) -> Area:
        """Return the middle part of the area, at most of a height."""
        return self.inside(0.0, max(0.0, self.height - height))

    def parts(self, share: float = 0.5, gap: float = 0.0, wide: float = DECIDEDLY_WIDE) -> tuple[Area, Area]:
        """Divide it in two: side by side if it is at least `wide` times as wide as high, else one above the other.

        The first (left or lower) part takes `share`; `gap`, in units, lies between them.
        """
        if self.width >= wide * self.height:
            cut = self.left + share * self.width
            first = Area(self.left, cut - gap / 2, self.bottom, self.top)
            return first, Area(cut + gap / 2, self.right, self.bottom, self.top)
        cut = self.bottom + share * self.height
        first = Area(self.left, self.right, self.bottom, cut - gap / 2)
        return first, Area(self.left, self.right, cut + gap / 2, self.top)

    def less_bottom(self, height: float) -> Area:
        """Return the area without a band of a height at its bottom."""
        return Area(self.left, self.right, self.bottom + height, self.top)

    def cells(self, count: int, gap: float, shape: float = 1.4, below: float = 0.0) -> list[Area]:
        """Equal areas in rows, with the columns that let what is `shape` times as wide as high be largest.

        `below` units of each are kept free for labels.
        """

        def size(columns: int) -> float:
            rows = -(-count // columns)
            return min((self.width + gap) / columns / shape, (self.height + gap) / rows - below)

        return self.table(count, max(range(1, count + 1), key=size), gap)

    def table(self, count: int, columns: int, gap: float) -> list[Area]:
        """Equal areas in rows of so many columns, the last row in the middle."""
        rows = -(-count // columns)
        across, down = (self.width + gap) / columns, (self.height + gap) / rows
        cells = []
        for place in range(count):
            row, column = divmod(place, columns)
            short = (columns - (count - row * columns)) / 2 if row == rows - 1 else 0.0
            left, top = self.left + (column + short) * across, self.top - row * down
            cells.append(Area(left, left + across - gap, top - down + gap, top))
        return cells

    @property
    def center(self) -> tuple[float, float, float]:
        """The middle, as a point."""
        return ((self.left + self.right) / 2, (self.bottom + self.top) / 2, 0.0)


@dataclass(frozen=True)
class Frame:
    """One aspect at one resolution; `short_side` in pixels."""

    aspect: str
    short_side: int

    @property
    def ratio(self) -> float:
        """Width over height."""
        across, down = ASPECTS[self.aspect]
        return across / down

    @property
    def pixels(self) -> tuple[int, int]:
        """Width and height, even as H.264 asks."""
        width = self.short_side * max(self.ratio, 1.0)
        height = self.short_side / min(self.ratio, 1.0)
        return 2 * round(width / 2), 2 * round(height / 2)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in units."""
        short = SHORT_SIDE_UNITS / ON_PHONES.get(self.aspect, 1.0)
        return short * max(self.ratio, 1.0), short / min(self.ratio, 1.0)

    @property
    def safe(self) -> Area:
        """The area where text may stand: the frame less its margins, and on phones less the players' controls."""
        width, height = self.size
        margin = MARGIN * min(width, height)
        foot = CONTROLS * height if self.ratio < 1 else margin
        return Area(-width / 2 + margin, width / 2 - margin, -height / 2 + foot, height / 2 - margin)

    @property
    def caption_lines(self) -> int:
        """Lines that a caption may need: narrow frames break it."""
        return 1 if self.ratio > 1 else 2 if self.ratio == 1 else 3

    @property
    def caption_baseline(self) -> float:
        """Height of a caption's last line; where players' controls lie below it, that is room enough."""
        return self.safe.bottom + (0.0 if self.ratio < 1 else 0.25 * units(Size.CAPTION))

    @property
    def picture(self) -> Area:
        """The safe area above the caption."""
        line, gap = (1.15, 0.5) if self.ratio < 1 else (1.25, 0.35)  # of the type's size; on phones room is dear
        above = units(Size.CAPTION) * (line * self.caption_lines + gap)
        return self.safe.less_bottom(self.caption_baseline - self.safe.bottom + above)
