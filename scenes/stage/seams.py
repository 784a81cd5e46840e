"""The seams between pictures and the strip: how every layer's picture comes out of it and goes back into it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
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
    UpdateFromAlphaFunc,
    VMobject,
)
from manim.utils.exceptions import EndSceneEarlyException
from numpy.typing import NDArray

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.rates import first_half, second_half
from transparent_box.scenes.look.theme import Time
from transparent_box.scenes.mobjects.boxes.box_wall import closed_mark, middle_box
from transparent_box.scenes.mobjects.network.network_strip import NetworkStrip
from transparent_box.scenes.mobjects.shapes.space import Space
from transparent_box.scenes.stage.beat import Beat
from transparent_box.scenes.stage.carrying import (
    Carried,
    appearing,
    axes_in,
    coming,
    emerging,
    going,
    into_place,
    is_in_space,
    is_lettering,
    spaces_of,
    standing,
    stretched,
    vanishing,
    with_spaces,
)
from transparent_box.scenes.stage.furniture import Furniture
from transparent_box.scenes.stage.moves import Moves

PULSE = 0.07  # units, radius of what runs from a glyph to the next
FRAME = 2.2  # pixels, the stroke of the frame that opens
LEAVES = 0.6  # of the time: what is gone leaves in the first half of so much
WAITS = 0.15  # of the time, until what comes out of a place sets out
OVERLAP = 0.6  # of the time in which one picture goes and the next one comes, that each of them takes
ASKS = 0.8  # of the time in which a picture goes and a question appears, that the picture takes
HANDED = 0.55  # of such a time, until what comes sets out: before, it would cross what goes


class Seams(Moves, Furniture):
    """Abstract: pictures that a glyph of the strip opens into, and that sink back into it."""

    captions: tuple[Mobject, ...] = ()  # the one that stands, after the one that it stands instead of
    last_picture: NDArray[np.uint8] | None = None  # (h, w, 4) RGBA on which the chapter ended before it closed
    closed_on: tuple[Mobject, ...] = ()  # what stood on that picture, but for the strip and the caption
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
        self._open(self._lit(strip), self.content, pictures, told, passing)

    def follow(self, name: str, *pictures: Mobject, told: Sequence[Mobject] = (), asked: Mobject | None = None) -> None:
        """Let pictures grow out of a glyph while all that stands, or what was `asked`, goes into the one lit before."""
        strip: NetworkStrip = self._header()[0]
        if asked:
            going_in, restore = self._entering(asked), nothing
        else:
            going_in, restore = self._closing(self._lit(strip), self.content, self.head, name)
        coming_out, settle = self._opening(self._lit(strip), self.content, pictures, told, passing)
        self._overlap(going_in, coming_out)
        restore()
        settle()

    def open_box(self, *pictures: Mobject, told: Sequence[Mobject] = ()) -> None:
        """Let pictures grow out of the box in the middle, which opens; a chapter without a strip may begin so."""
        place = middle_box(self.frame.picture)
        self.add(mark := closed_mark(place, self.theme))
        self._open(place, self.frame.picture, pictures, told, lambda share: 1 - share, [mark])

    def open_from(
        self,
        place: Area,
        picture: Group,
        told: Sequence[Mobject] = (),
        gone: Sequence[Mobject] = (),
        stood: Sequence[Mobject] = (),
    ) -> None:
        """Let a picture come from a place where it stood, larger or smaller, when the chapter before ended.

        If only some of it `stood` there, the rest appears. What stood there with it and is `gone` fades out.
        """
        self.add(*gone)
        lines = stood or [part for part in picture if not is_lettering(part)]
        letters = [part for part in picture if all(part is not line for line in lines)]
        ends, area = [part.copy() for part in lines], Area.around(Group(*stood) if stood else picture)
        starts = [stretched(part, place, area) for part in lines]
        moves = [Carried(*ways, standing, rate_func=self.ease) for ways in zip(starts, ends, strict=True)]
        leaving = [FadeOut(part, rate_func=first_half) for part in gone]
        self._play_seam(*moves, *leaving, *appearing_late([*letters, *told]))
        self.remove(*picture)
        self.add(picture, *told)

    def close_glyph(self, onward: str | None = None, *handed: Mobject, asked: Sequence[Mobject] = ()) -> None:
        """Let all that stands on the stage sink back into the lit glyph; a pulse runs on to another, which lights up.

        After the last beat the caption leaves, too, and all this belongs to no beat: the picture of that one is whole.
        What is `handed` over to the next chapter comes out of the glyph that is lit then, and what is `asked` next
        appears, so that the next chapter's first picture says something.
        """
        strip: NetworkStrip = self._header()[0]
        onward = None if onward == strip.lit else onward
        self._close(self._lit(strip), self.content, self.head, onward, handed=handed, asked=asked)

    def enter(self, asked: Mobject) -> None:
        """Let a question go into the lit glyph; it is seen, small as it gets, until that can open."""
        self._play_seam(*self._entering(asked))

    def sink(
        self,
        place: Area,
        *pictures: Mobject,
        told: Sequence[Mobject] = (),
        along: Sequence[Animation] = (),
        meanwhile: Sequence[Animation] = (),
        lost: Callable[[float], float] = vanishing,
    ) -> None:
        """Let pictures sink into a place in what comes in their stead, which is `told`; they may come again.

        Other moves are played `along`: they begin before the pictures are gone; or all the time, `meanwhile`. `lost`
        finds how far the pictures are gone from sight at a share of their way.
        """
        late = [*meanwhile, *([] if along else appearing_late(told))]
        moves, restore = self._carried_off(pictures, place, self.frame.picture, late, lost)
        if along:
            self._overlap(moves, [*along, *appearing_late(told)])
        else:
            self.close_by(*moves)
        restore()

    def grow(
        self,
        place: Area,
        *pictures: Mobject,
        gone: Sequence[Mobject | Animation] = (),
        told: Sequence[Mobject] = (),
    ) -> None:
        """Let pictures grow out of a place in what is `gone` then; what is `told` of them fades in.

        What is gone fades out, or leaves by a move of its own.
        """
        self._open(place, self.frame.picture, pictures, told, None, gone)

    def close_box(self) -> None:
        """Let all that stands sink into the box in the middle, which stays.

        It is closed: a question mark is on it.
        """
        place = middle_box(self.frame.picture)
        self._close(place, self.frame.picture, Group(), boxed=True, asked=[closed_mark(place, self.theme)])

    def close_on(self, *kept: Mobject) -> None:
        """Let all go but a part of the picture, on which the next chapter opens."""
        stays = {id(part) for one in (*kept, *self.captions) for part in one.get_family()}
        self.close_by(*(FadeOut(one, rate_func=first_half) for one in all_but(stays, self.mobjects) if len(one)))

    def close_by(self, *moves: Any, seen: Any = None, time: float = Time.STEADY) -> None:
        """Play what leads over to the next chapter, in seconds; after the last beat the caption leaves along with it.

        The chapter's last picture is what is `seen` before that; the one of now, unless making the moves changed it.
        """
        if self._told is None:
            self.last_picture = self.still() if seen is None else seen
            if self.is_over:
                raise EndSceneEarlyException  # which Manim takes for the end
            moves += tuple(FadeOut(caption, rate_func=first_half) for caption in self.captions[-1:])
        if moves:
            self._play_seam(*moves, time=time)

    def _open(self, *opened: Any) -> None:
        """Play what `_opening` makes of the same arguments."""
        moves, settle = self._opening(*opened)
        self._play_seam(*moves)
        settle()

    def _opening(
        self,
        place: Area,
        area: Area,
        pictures: Sequence[Mobject],
        told: Sequence[Mobject],
        framed: Callable[[float], float] | None,
        gone: Sequence[Mobject | Animation] = (),
    ) -> tuple[list[Animation], Callable[[], None]]:
        """Make the moves of pictures that come out of a place, and what makes them whole when they have come."""
        start = place.clipped(area)  # below a lit glyph's name, which a frame around the glyph would cross
        moves = [self._framed(start, area, framed, remover=True, rate_func=coming)] if framed else []
        lettered = [picture for picture in pictures if axes_in(picture)]
        for picture in with_spaces(pictures):
            if picture in lettered:
                moves += [FadeIn(axes.lines, rate_func=emerging) for axes in axes_in(picture)]
                moves += appearing_late(axes.lettering for axes in axes_in(picture))
            elif is_in_space(picture):
                moves.append(FadeIn(picture, rate_func=emerging))
            else:
                grown = picture.copy()
                moves.append(Carried(into_place(picture, place, area), grown, appearing, rate_func=coming))

        def settle() -> None:
            self.remove(*(part for picture in lettered for axes in axes_in(picture) for part in axes))
            self.add(*lettered)  # whole again, so that they follow their space

        moves += appearing_late(told)
        if gone:  # leaves first, or two pictures would be seen through each other
            leaving = [one if isinstance(one, Animation) else FadeOut(one, rate_func=first_half) for one in gone]
            moves = [*paced(leaving, 0.0, LEAVES), *paced(moves, WAITS, 1.0)]
        return moves, settle

    def _entering(self, asked: Mobject) -> list[Animation]:
        small = into_place(asked.copy(), self._lit(self._header()[0]), self.content)
        return [Carried(asked, small, vanishing, remover=True, rate_func=going)]

    def _close(
        self,
        place: Area,
        area: Area,
        stays: Group,
        onward: str | None = None,
        boxed: bool = False,
        handed: Sequence[Mobject] = (),
        asked: Sequence[Mobject] = (),
    ) -> None:
        """Let all that stands in an area, but for what stays, go into a place; what comes next follows close behind."""
        seen = self.still() if self._told is None else None  # the strip names what comes next as soon as that is asked
        moves, restore = self._closing(place, area, stays, onward, boxed)
        time = Time.STEADY
        if handed or asked:
            taken, out_of = OVERLAP if handed else ASKS, self._lit(self._header()[0]) if self.has_strip else place
            coming_out, _ = self._opening(out_of, area, handed, (), None)
            coming_out += [FadeIn(words, rate_func=first_half) for words in asked]
            moves = [*paced(moves, 0.0, taken), *paced(coming_out, HANDED, 1.0)]
            time /= taken
        self.close_by(*moves, seen=seen, time=time)
        restore()

    def _closing(
        self, place: Area, area: Area, stays: Group, onward: str | None = None, boxed: bool = False
    ) -> tuple[list[Animation], Callable[[], None]]:
        """Make the moves of all that goes into a place, and what makes it whole again, unseen, when it has gone."""
        kept = {id(part) for one in (stays, *self.captions) for part in one.get_family()}
        pictures = list(all_but(kept, self.mobjects))
        self.closed_on = tuple(pictures)
        moves: list[Animation] = []
        if boxed:
            moves.append(self._framed(area, place, lambda share: share, rate_func=going))
        if onward:  # runs on while the picture is still seen, or the stage would be empty
            moves += [self.prepared(move, rate_func=second_half) for move in self._onward(onward)]
        return self._carried_off(pictures, place, area, moves)

    def _carried_off(
        self,
        pictures: Sequence[Mobject],
        place: Area,
        area: Area,
        along: list[Animation],
        lost: Callable[[float], float] = vanishing,
    ) -> tuple[list[Animation], Callable[[], None]]:
        """Make the moves of copies of pictures into a place, along with others; they themselves stay whole."""
        flat = [picture for picture in pictures if not isinstance(picture, Space)]
        ghosts, moves = [picture.copy() for picture in flat], list(along)
        spaces = spaces_of(ghosts)  # a copy's, where it was copied along
        poses = [(space, space.points.copy(), space.pose.copy()) for space in spaces]
        self.remove(
            *(part for picture in pictures for part in picture.get_family())
        )  # also of groups that do not stand
        self.add(*spaces, *ghosts)
        for picture in [*spaces, *ghosts]:
            if is_lettering(picture):
                moves.append(FadeOut(picture, rate_func=first_half))
            elif is_in_space(picture):
                moves.append(FadeOut(picture, rate_func=lambda time: lost(going(time))))
            else:
                small = into_place(picture.copy(), place, area)
                moves.append(Carried(picture, small, lost, remover=True, rate_func=going))

        def restore() -> None:
            for space, points, pose in poses:
                space.points, space.pose = points, pose

        return moves, restore

    def pulse(self, onward: str) -> None:
        """Let a dot run from the strip's lit glyph to another one, which lights up."""
        self.glide(*self._onward(onward), time=Time.QUICK)

    def _play_seam(self, *moves: Any, time: float = Time.STEADY) -> None:
        self.at_seam = True
        self.play(*moves, run_time=time)
        self.at_seam = False

    def _overlap(self, first: Sequence[Animation], then: Sequence[Animation]) -> None:
        """Play moves, and others that begin before those are through."""
        self._play_seam(*paced(first, 0.0, OVERLAP), *paced(then, 1 - OVERLAP, 1.0), time=Time.STEADY / OVERLAP)

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
        arrived = dot.copy().move_to(there.get_edge_center(-way)).fade(1.0)
        return [Carried(dot, arrived, vanishing, remover=True), *moves]

    def _lit(self, strip: NetworkStrip) -> Area:
        return Area.around(strip.glyph(strip.lit or "embed"))

    def _framed(self, start: Area, end: Area, seen: Callable[[float], float], **options: Any) -> Animation:
        """Let a frame become another one; on its way it is as well seen as is told."""
        box, goal = (Rectangle(width=one.width, height=one.height).move_to(one.center) for one in (start, end))
        box.set_stroke(self.theme.accent, FRAME)
        before, after = box.points.copy(), goal.points

        def open_up(shown: VMobject, share: float) -> None:
            shown.set_points((1 - share) * before + share * after).set_stroke(opacity=seen(share))

        return UpdateFromAlphaFunc(box, open_up, **options)


def passing(share: float) -> float:
    """Find how well a frame is seen on its way: best halfway."""
    return 4 * share * (1 - share)


def nothing() -> None:
    """Do nothing."""


def all_but(kept: set[int], standing: Iterable[Mobject]) -> Iterator[Mobject]:
    """Take what stands without what is kept, by `id`; a group that holds some of that is taken part by part."""
    for one in standing:
        if id(one) not in kept:
            held = any(id(part) in kept for part in one.get_family())
            yield from all_but(kept, one.submobjects) if held else [one]


def paced(moves: Iterable[Animation], start: float, end: float) -> list[Animation]:
    """Let moves take the part of a play from one share of its time to another, each at its own pace."""

    def within(pace: Callable[[float], float]) -> Callable[[float], float]:
        return lambda time: pace(min(max((time - start) / (end - start), 0.0), 1.0))

    found = list(moves)
    for move in found:
        move.rate_func = within(move.rate_func)
    return found


def appearing_late(told: Iterable[Mobject]) -> list[Animation]:
    """Fade lettering in when pictures have come."""
    return [FadeIn(words, rate_func=second_half) for words in told]
