"""The seams between pictures and the strip: how every layer's picture comes out of it and goes back into it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from manim import Animation, Dot, FadeIn, FadeOut, Group, Mobject, Rectangle, Transform, UpdateFromAlphaFunc, VMobject
from manim.utils.exceptions import EndSceneEarlyException
from numpy.typing import NDArray

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Time
from transparent_box.scenes.mobjects.array_mobject import ArrayMobject
from transparent_box.scenes.mobjects.lettering import Lettering
from transparent_box.scenes.mobjects.network_strip import NetworkStrip
from transparent_box.scenes.mobjects.space import Space
from transparent_box.scenes.stage.beat import Beat
from transparent_box.scenes.stage.furniture import Furniture
from transparent_box.scenes.stage.moves import Moves, first_half, second_half

PULSE = 0.07  # units, radius of what runs from a glyph to the next


class Seams(Moves, Furniture):
    """Abstract: pictures that a glyph of the strip opens into, and that sink back into it."""

    captions: tuple[Mobject, ...] = ()  # the one that stands, after the one that it stands instead of
    last_picture: NDArray[np.uint8] | None = None  # (h, w, 4) RGBA on which the chapter ended before it closed
    is_over = False  # whether the one beat that is wanted has been told
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
        moves = [self._framed(strip)]
        for picture in with_spaces(pictures):
            if is_in_space(picture):
                moves.append(FadeIn(picture))
            else:
                grown = picture.copy()
                moves.append(Transform(into_glyph(picture, strip, self.content), grown))
        moves = [self.prepared(move, rate_func=coming) for move in moves]
        self._play_seam(*moves, *(FadeIn(words, rate_func=second_half) for words in told))

    def close_glyph(self, onward: str | None = None) -> None:
        """Let all that stands on the stage sink back into the lit glyph; a pulse runs on to another, which lights up.

        After the last beat the caption leaves, too, and all this belongs to no beat: the picture of that one is whole.
        """
        head = self._header()
        strip: NetworkStrip = head[0]
        kept = {id(part) for stays in (head, *self.captions) for part in stays.get_family()}
        standing = [top for top in self.mobjects if id(top) not in kept]
        moves: list[Animation] = []
        for picture in with_spaces(standing):
            if is_lettering(picture):
                moves.append(FadeOut(picture, rate_func=first_half))
            elif is_in_space(picture):
                moves.append(FadeOut(picture, rate_func=going))
            else:
                small = into_glyph(picture.copy(), strip, self.content)
                moves.append(Transform(picture, small, remover=True, rate_func=going))
        if self._told is None:
            self.last_picture = self.still()
            if self.is_over:
                raise EndSceneEarlyException  # which Manim takes for the end
            moves += [FadeOut(caption, rate_func=first_half) for caption in self.captions[-1:]]
        if onward not in (None, strip.lit):  # runs on while the picture is still seen, or the stage would be empty
            moves += [self.prepared(move, rate_func=second_half) for move in self._onward(onward)]
        if moves:
            self._play_seam(*moves)

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
        dot = Dot(here.get_right(), radius=PULSE, color=self.theme.accent)
        moves, notes = strip.light(onward), [note for note in head[1:] if self._stands(note)]
        if notes:
            head.remove(*notes)
            head.add(self.renaming_note(strip))
            moves += [FadeOut(*notes), FadeIn(*head[1:])]
        return [Transform(dot, dot.copy().move_to(there.get_left()), remover=True), *moves]

    def _framed(self, strip: NetworkStrip) -> Animation:
        """Open a frame out of the lit glyph's box into the content: it comes as it leaves, and goes as it arrives."""
        area, box = self.content, strip.box.copy()
        frame = Rectangle(width=area.width, height=area.height).move_to(area.center)
        box.align_points(frame)
        start, end = box.points.copy(), frame.points

        def open_up(shown: VMobject, share: float) -> None:
            shown.set_points((1 - share) * start + share * end).set_stroke(opacity=4 * share * (1 - share))

        return UpdateFromAlphaFunc(box, open_up, remover=True)


def coming(time: float) -> float:
    """Grow fast at first, so that the stage is not empty, and settle gently."""
    return float(1 - (1 - time) ** 2.5)


def going(time: float) -> float:
    """Leave gently, and be gone fast."""
    return float(time**2.5)


def is_in_space(picture: Mobject) -> bool:
    """Tell whether some of a picture is seen through a space, so that moving that moves it."""
    return any(isinstance(part, ArrayMobject) and part.space is not None for part in picture.get_family())


def spaces_of(pictures: Iterable[Mobject]) -> list[Space]:
    """The spaces that pictures are, or are seen through, each once."""
    parts = [part for picture in pictures for part in picture.get_family()]
    spaces = [part if isinstance(part, Space) else getattr(part, "space", None) for part in parts]
    return list({id(space): space for space in spaces if isinstance(space, Space)}.values())


def with_spaces(pictures: Sequence[Mobject]) -> list[Mobject]:
    """Pictures, and before them all spaces that they are seen through, each once."""
    return [*spaces_of(pictures), *(one for one in pictures if not isinstance(one, Space))]


def is_lettering(picture: Mobject) -> bool:
    """Tell whether a picture is nothing but words."""
    letters = {id(part) for one in picture.get_family() if isinstance(one, Lettering) for part in one.get_family()}
    return all(id(part) in letters for part in picture.get_family() if len(part.points))


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
