"""The seams between pictures and the strip: how every layer's picture comes out of it and goes back into it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from manim import (
    LEFT,
    RIGHT,
    Animation,
    Dot,
    FadeIn,
    FadeOut,
    Group,
    Mobject,
    Rectangle,
    Transform,
    UpdateFromAlphaFunc,
    VMobject,
)
from numpy.typing import NDArray

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Time
from transparent_box.scenes.mobjects.network_strip import NetworkStrip
from transparent_box.scenes.stage.beat import Beat
from transparent_box.scenes.stage.carrying import (
    Carried,
    appearing,
    coming,
    emerging,
    going,
    into_place,
    is_in_space,
    is_lettering,
    place_of,
    sinking,
    standing,
    vanishing,
    with_spaces,
)
from transparent_box.scenes.stage.furniture import Furniture
from transparent_box.scenes.stage.moves import Moves, first_half, second_half

PULSE = 0.07  # units, radius of what runs from a glyph to the next
FRAME = 2.2  # pixels, the stroke of the frame that opens


class Seams(Moves, Furniture):
    """Abstract: pictures that a glyph of the strip opens into, and that sink back into it."""

    captions: tuple[Mobject, ...] = ()  # the one that stands, after the one that it stands instead of
    last_picture: NDArray[np.uint8] | None = None  # (h, w, 4) RGBA on which the chapter ended before it closed
    at_seam = False  # whether a picture comes out of the strip, or goes back, just now
    _told: Beat | None = None  # what is known so far of the beat that is being told

    def open_glyph(
        self, name: str, *pictures: Mobject, told: Sequence[Mobject] = (), pair: tuple[int, int] | None = None
    ) -> None:
        """Let pictures, standing where they will, grow out of a glyph of the strip; what is `told` of them fades in.

        Where the strip, of the shown sum or of a `pair`, is not there yet, it is from now on.
        """
        if not self.has_strip:
            self.add(self.header(name, pair))
        strip: NetworkStrip = self._header()[0]
        if strip.lit != name:
            raise RuntimeError(f"{name} cannot open while {strip.lit} is lit: let a pulse run on to it first.")
        self._open(self._lit(strip), self.content, pictures, told, lambda share: 4 * share * (1 - share))

    def open_box(self, place: Area, *pictures: Mobject, told: Sequence[Mobject] = ()) -> None:
        """Let pictures grow out of a box, which opens; a chapter without a strip begins so."""
        self._open(place, self.frame.picture, pictures, told, lambda share: 1 - share)

    def open_from(self, place: Area, picture: Mobject, told: Sequence[Mobject] = ()) -> None:
        """Let a picture come from a place where it stood, larger or smaller, when the chapter before ended."""
        grown = picture.copy()
        start = into_place(picture, place, place_of(picture))
        self._play_seam(Carried(start, grown, standing, rate_func=self.ease), *appearing_late(told))

    def close_glyph(self, onward: str | None = None) -> None:
        """Let all that stands on the stage sink back into the lit glyph; a pulse runs on to another, which lights up.

        After the last beat the caption leaves, too, and all this belongs to no beat: the picture of that one is whole.
        """
        strip: NetworkStrip = self._header()[0]
        self._close(self._lit(strip), self.content, self.head, None if onward == strip.lit else onward)

    def close_into(self, place: Area, *kept: Mobject) -> None:
        """Let all that stands, but for what is kept, sink into a place in the frame."""
        self._close(place, self.frame.picture, Group(*kept))

    def close_box(self, place: Area) -> None:
        """Let all that stands sink into a box, which stays."""
        self._close(place, self.frame.picture, Group(), boxed=True)

    def close_by(self, *moves: Any) -> None:
        """Play what leads over to the next chapter; after the last beat the caption leaves along with it."""
        if self._told is None:
            self.last_picture = self.still()
            moves += tuple(FadeOut(caption, rate_func=first_half) for caption in self.captions[-1:])
        if moves:
            self._play_seam(*moves)

    def _open(
        self,
        place: Area,
        area: Area,
        pictures: Sequence[Mobject],
        told: Sequence[Mobject],
        framed: Callable[[float], float],
    ) -> None:
        """Let pictures of an area come out of a place, framed as well as is told."""
        moves = [self._framed(place, area, framed, remover=True, rate_func=coming)]
        for picture in with_spaces(pictures):
            if is_in_space(picture):
                moves.append(FadeIn(picture, rate_func=emerging))
            else:
                grown = picture.copy()
                moves.append(Carried(into_place(picture, place, area), grown, appearing, rate_func=coming))
        self._play_seam(*moves, *appearing_late(told))

    def _close(self, place: Area, area: Area, stays: Group, onward: str | None = None, boxed: bool = False) -> None:
        """Let all that stands in an area, but for what stays, go into a place."""
        kept = {id(part) for one in (stays, *self.captions) for part in one.get_family()}
        moves: list[Animation] = []
        for picture in with_spaces([top for top in self.mobjects if id(top) not in kept]):
            if is_lettering(picture):
                moves.append(FadeOut(picture, rate_func=first_half))
            elif is_in_space(picture):
                moves.append(FadeOut(picture, rate_func=sinking))
            else:
                small = into_place(picture.copy(), place, area)
                moves.append(Carried(picture, small, vanishing, remover=True, rate_func=going))
        if boxed:
            moves.append(self._framed(area, place, lambda share: share, rate_func=going))
        if onward:  # runs on while the picture is still seen, or the stage would be empty
            moves += [self.prepared(move, rate_func=second_half) for move in self._onward(onward)]
        self.close_by(*moves)

    def pulse(self, onward: str) -> None:
        """Let a dot run from the strip's lit glyph to another one, which lights up."""
        self.glide(*self._onward(onward), time=Time.QUICK)

    def _play_seam(self, *moves: Any) -> None:
        self.at_seam = True
        self.play(*moves, run_time=Time.STEADY)
        self.at_seam = False

    def _header(self) -> Group:
        """The strip on the stage, and its note; RuntimeError where there is none."""
        if not self.has_strip:
            raise RuntimeError("No strip stands on the stage: open_glyph, or add self.header(…).")
        return self.head

    @property
    def has_strip(self) -> bool:
        """Whether the strip stands on the stage."""
        return len(self.head) > 0 and self._stands(self.head[0])

    def _stands(self, mobject: Mobject) -> bool:
        return any(part is mobject for part in self.get_mobject_family_members())

    def _onward(self, onward: str) -> list[Any]:
        """Make the dot that runs to another glyph, the change of light, and that of the note beneath."""
        head = self._header()
        strip: NetworkStrip = head[0]
        here, there = strip.glyph(strip.lit or onward), strip.glyph(onward)  # before it lights up
        way = RIGHT if there.get_x() >= here.get_x() else LEFT
        dot = Dot(here.get_edge_center(way), radius=PULSE, color=self.theme.accent)
        moves, notes = strip.light(onward), [note for note in head[1:] if self._stands(note)]
        if notes:
            head.remove(*notes)
            head.add(self.renaming_note(strip))
            moves += [FadeOut(*notes), FadeIn(*head[1:])]
        return [Transform(dot, dot.copy().move_to(there.get_edge_center(-way)), remover=True), *moves]

    def _lit(self, strip: NetworkStrip) -> Area:
        return place_of(strip.glyph(strip.lit or "embed"))

    def _framed(self, start: Area, end: Area, seen: Callable[[float], float], **options: Any) -> Animation:
        """Let a frame become another one; on its way it is as well seen as is told."""
        box, goal = (Rectangle(width=one.width, height=one.height).move_to(one.center) for one in (start, end))
        box.set_stroke(self.theme.accent, FRAME)
        before, after = box.points.copy(), goal.points

        def open_up(shown: VMobject, share: float) -> None:
            shown.set_points((1 - share) * before + share * after).set_stroke(opacity=seen(share))

        return UpdateFromAlphaFunc(box, open_up, **options)


def appearing_late(told: Iterable[Mobject]) -> list[Animation]:
    """Fade lettering in when pictures have come."""
    return [FadeIn(words, rate_func=second_half) for words in told]
