"""The seams between pictures and the strip: how every layer's picture comes out of it and goes back into it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from manim import Animation, Dot, FadeIn, FadeOut, Group, Mobject, Rectangle, Transform

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Time
from transparent_box.scenes.mobjects.array_mobject import ArrayMobject
from transparent_box.scenes.mobjects.network_strip import NetworkStrip
from transparent_box.scenes.mobjects.space import Space
from transparent_box.scenes.stage.furniture import Furniture
from transparent_box.scenes.stage.moves import Moves, second_half

PULSE = 0.07  # units, radius of what runs from a glyph to the next


class Seams(Moves, Furniture):
    """Abstract: pictures that a glyph of the strip opens into. `open_pictures` stand, `open_words` are said of them."""

    open_pictures: list[Mobject]
    open_words: list[Mobject]

    def open_glyph(self, head: Group, *pictures: Mobject, told: Sequence[Mobject] = ()) -> None:
        """Let pictures, standing where they will, grow out of a header's lit glyph; what is `told` of them fades in.

        Of what is seen through a space, name the space as well: it grows, and the rest fades in.
        """
        strip, moves = head[0], [self._framed(head[0])]
        for picture in pictures:
            if isinstance(picture, ArrayMobject) and picture.space is not None:
                moves.append(FadeIn(picture))
                continue
            grown = picture.copy()
            moves.append(Transform(into_glyph(picture, strip, self.content), grown))
        self.play(*moves, run_time=Time.STEADY, rate_func=coming)
        if told:
            self.appear(*told, time=Time.QUICK)
        self.open_pictures, self.open_words = list(pictures), list(told)

    def close_glyph(self, head: Group, onward: str) -> None:
        """Let what stands open sink back into the lit glyph, and a pulse run on to another one, which lights up."""
        if self.open_words:
            self.leave(*self.open_words)
        moves: list[Animation] = []
        for picture in self.open_pictures:
            if isinstance(picture, ArrayMobject) and picture.space is not None:
                moves.append(FadeOut(picture))
            else:
                moves.append(Transform(picture, into_glyph(picture.copy(), head[0], self.content), remover=True))
        moves = [self.prepared(move, run_time=Time.STEADY, rate_func=going) for move in moves]
        if onward != head[0].lit:  # runs on while the picture is still seen, or the stage would be empty meanwhile
            ran = self._onward(head, onward)
            moves += [self.prepared(move, run_time=Time.STEADY, rate_func=second_half) for move in ran]
        self.play(*moves)
        self.open_pictures, self.open_words = [], []

    def pulse(self, head: Group, onward: str) -> None:
        """Let a dot run from a header's lit glyph to another one, which lights up."""
        self.glide(*self._onward(head, onward), time=Time.QUICK)

    def _onward(self, head: Group, onward: str) -> list[Any]:
        """Make the dot that runs to another glyph, the change of light, and that of the note beneath."""
        strip = head[0]
        here, there = strip.glyph(strip.lit), strip.glyph(onward)  # before it lights up
        dot = Dot(here.get_right(), radius=PULSE, color=self.theme.accent)
        moves, notes = strip.light(onward), [*head[1:]]
        if notes:
            head.remove(*notes)
            head.add(self.renaming_note(strip))
            moves += [FadeOut(*notes), FadeIn(*head[1:])]
        return [Transform(dot, dot.copy().move_to(there.get_left()), remover=True), *moves]

    def _framed(self, strip: NetworkStrip) -> Animation:
        """Open the lit glyph's box into the content."""
        area = self.content
        frame = Rectangle(width=area.width, height=area.height).move_to(area.center)
        box = strip.box.copy()
        return Transform(box, frame.set_stroke(self.theme.accent, 2, opacity=0), remover=True)


def coming(time: float) -> float:
    """Grow fast at first, so that the stage is not empty, and settle gently."""
    return float(1 - (1 - time) ** 2.5)


def going(time: float) -> float:
    """Leave gently, and be gone fast."""
    return float(time**2.5)


def into_glyph(picture: Mobject, strip: NetworkStrip, area: Area) -> Mobject:
    """Move a picture of an area to where it stands, small and unseen, within the lit glyph."""
    glyph = strip.glyph(strip.lit or "embed")
    share = min(glyph.width / area.width, glyph.height / area.height)
    middle = np.asarray(area.center)
    if isinstance(picture, Space):
        picture.points = glyph.get_center() + share * (picture.points - middle)
        return picture.scale(share)
    picture.scale(share, about_point=middle).shift(glyph.get_center() - middle)
    return picture.fade(1.0)
