"""The shares of the attention, averaged over heads, each at the place of its token in a glyph."""

from __future__ import annotations

from collections.abc import Sequence

from manim import LEFT, VGroup

from transparent_box.scenes.look.numbers import percent
from transparent_box.scenes.look.theme import Size, units
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.texture import Texture
from transparent_box.scenes.mobjects.words.lettering import words

BESIDE = 0.1  # units between a share and the glyph
PITCH = 1.05  # least distance between shares, in lines: closer they would touch


class AttentionShares(VGroup):
    """Shares of attention (tokens,), averaged over `weights` (heads, tokens), as numbers left of the glyph `seat`."""

    def __init__(self, weights: Floats, seat: Texture, inks: Sequence[str]) -> None:
        super().__init__()
        shares = weights.mean(axis=0)
        for place, (share, ink) in enumerate(zip(shares, inks, strict=True)):
            at = [seat.get_left()[0] - BESIDE, height_of(seat, (place + 0.5) / len(shares)), 0]
            self.add(words(percent(share), Size.SMALL, ink).next_to(at, LEFT, 0))
        pitch = max(PITCH * units(Size.SMALL), seat.height / len(shares))
        for place, look in enumerate(self):
            look.set_y(seat.get_y() + ((len(self) - 1) / 2 - place) * pitch)


def height_of(seat: Texture, share: float) -> float:
    """Find the height of the place that is a share of a glyph's height below its top."""
    return float(seat.get_top()[1] - share * seat.height)
