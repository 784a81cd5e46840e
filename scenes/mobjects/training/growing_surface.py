"""A surface that changes as a network learns, on one scale, with its name and the share of it that is a ridge."""

from __future__ import annotations

from collections.abc import Callable

from manim import DOWN, RIGHT, Mobject, VGroup

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import tenths
from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.surfaces.relief import Relief
from transparent_box.scenes.mobjects.words.counter import Counter
from transparent_box.scenes.mobjects.words.lettering import stand_on, words

RISE = 1.2  # units that the highest value rises
AIR = 0.12  # units between a surface and its name
LARGE = Size.HEADLINE - 8  # greatest size of the share, in pixels
LOW = 3.5  # in an area lower than this many times the text's room, name and share go on one line if they fit


class GrowingSurface:
    """Values [x, y], of which `scale` is the furthest ever, above `room` units of an area for its name and share.

    In a low and wide area, name and share take one line. `share_of` measures the share of values that runs `along` x +
    y or x − y; None: no share is written. It is not itself a mobject: `parts` are.
    """

    def __init__(
        self,
        values: Floats,
        scale: float,
        shade: Callable[[Floats], Floats],
        name: str,
        share_of: Callable[[Floats], float] | None,
        along: str,
        area: Area,
        room: float,
        theme: Theme,
    ) -> None:
        self.relief, self.share_of = Relief(values, shade, scale, RISE), share_of
        named, low = words(name, Size.SMALL, theme.dim), area.height < LOW * room
        broad = area.width - (named.width + 2 * Gap.NEAR if low else 0.0)  # beside the name in a low area
        whole = Counter(f"along {along}", "99.9", "%", LARGE, theme.sum).width
        size = max(Size.SMALL, LARGE * min(1.0, broad / whole))
        self.share = Counter(f"along {along}", "99.9", "%", size, theme.sum)
        caption = VGroup(named, self.share).arrange(RIGHT, buff=Gap.NEAR)
        if low and caption.width < area.width:
            stand_on(named.baseline, self.share)
            room = caption.height
        else:
            caption.arrange(DOWN, buff=0.1)
        caption.move_to([area.center[0], area.bottom + room - caption.height / 2, 0])
        if share_of is None:
            caption.remove(self.share)
        self.relief.fill(area.less_bottom(room + AIR), snug=True)
        self.parts: list[Mobject] = [self.relief.space, self.relief.field, caption]
        self.show(values)

    def show(self, values: Floats) -> None:
        """Show other values [x, y]."""
        self.relief.show(values)
        if self.share_of is not None:
            self.share.show(tenths(self.share_of(values)))
