"""Seams: the transitions in which a layer's picture grows out of the strip and sinks back into it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
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
    always_visible,
    appearing,
    axes_in,
    ease_in,
    ease_out,
    emerging,
    is_in_space,
    is_lettering,
    shrink_into,
    spaces_first,
    spaces_of,
    stretch_into,
    vanishing,
)
from transparent_box.scenes.stage.moves import Moves
from transparent_box.scenes.stage.openings import Openings

PULSE = 0.07  # units, radius of the dot that runs from a glyph to the next
FRAME = 2.2  # pixels, width of the frame that opens around a growing picture
LEAVES = 0.6  # share of the time for mobjects that leave, which have faded out after half of it
WAITS = 0.15  # share of the time before new pictures begin to grow
OVERLAP = 0.6  # share of the time that each of two overlapping moves takes
ASKS = 0.8  # share of the time that a picture takes to go, in which a question appears from `HANDED` on
HANDS = 1.4 * Time.STEADY  # seconds in which a picture goes and another one comes
HANDED = 0.55  # share of such a time before what comes next sets out: earlier, it would cross what goes


@dataclass(frozen=True)
class Sequel:
    """The beginning of the next chapter, as far as the end of this one shows it."""

    glyph: str | None = None  # the glyph that lights up, if it is another one
    pictures: Sequence[Mobject] = ()  # which grow out of the glyph that is lit then
    questions: Sequence[Mobject] = ()  # which fade in


class Seams(Moves, Openings):
    """Abstract: pictures that a glyph of the strip opens into, and that sink back into it."""

    captions: tuple[Mobject, ...] = ()  # the previous caption, if any, and the present one
    last_picture: NDArray[np.uint8] | None = None  # (h, w, 4) RGBA, the chapter's last picture before it closed
    closed_on: tuple[Mobject, ...] = ()  # the mobjects on that picture, without the strip and the caption
    is_over = False  # whether the only beat to be drawn is over
    at_seam = False  # whether a seam is being played
    _playing: Beat | None = None  # the beat being played, as far as it is known

    def open_glyph(
        self, name: str, *pictures: Mobject, told: Sequence[Mobject] = (), pair: tuple[int, int] | None = None
    ) -> None:
        """Let pictures grow out of a glyph of the strip to where they are placed; their lettering, `told`, fades in.

        Adds the strip, for the shown sum or for `pair`, if it is not on the stage. Raises RuntimeError if another
        glyph of it is lit.
        """
        if not self.has_strip:
            self.add(self.header(name, pair))
        strip: NetworkStrip = self._header()[0]
        if strip.lit != name:
            raise RuntimeError(f"{name} cannot open while {strip.lit} is lit: let a pulse run on to it first.")
        self._open(self._lit(strip), self.content, pictures, told, visible_midway)

    def follow(self, name: str, *pictures: Mobject, told: Sequence[Mobject] = (), asked: Mobject | None = None) -> None:
        """Light glyph `name` and let pictures grow out of it; all else, or only `asked`, sinks into the last one."""
        strip: NetworkStrip = self._header()[0]
        if asked:
            going_in, restore = self._entering(asked), do_nothing
        else:
            going_in, restore = self._closing(self._lit(strip), self.content, self.head, name)
        coming_out, settle = self._opening(self._lit(strip), self.content, pictures, told, visible_midway)
        self._overlap(going_in, coming_out)
        restore()
        settle()

    def open_box(self, *pictures: Mobject, told: Sequence[Mobject] = ()) -> None:
        """Let pictures grow out of the box in the middle, for chapters that begin without a strip."""
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
        """Let a picture move from the place where it stood, at another size, when the previous chapter ended.

        If only parts of it `stood` there, the others fade in. What stood beside it and is `gone` now fades out.
        """
        self.add(*gone)
        lines = stood or [part for part in picture if not is_lettering(part)]
        letters = [part for part in picture if all(part is not line for line in lines)]
        ends, area = [part.copy() for part in lines], Area.around(Group(*stood) if stood else picture)
        starts = [stretch_into(part, place, area) for part in lines]
        moves = [Carried(*ways, always_visible, rate_func=self.ease) for ways in zip(starts, ends, strict=True)]
        leaving = [FadeOut(part, rate_func=first_half) for part in gone]
        self._play_seam(*moves, *leaving, *fade_in_late([*letters, *told]))
        self.remove(*picture)
        self.add(picture, *told)

    def close_glyph(self, onward: str | None = None, *handed: Mobject, asked: Sequence[Mobject] = ()) -> None:
        """Let everything on the stage sink into the lit glyph while a pulse runs on to glyph `onward`, which lights up.

        After the last beat the caption leaves, too, and the move belongs to no beat, which keeps that beat's picture.
        What is `handed` over to the next chapter grows out of the glyph that is lit then, and what is `asked` next
        fades in, later if something is handed over, so that the next chapter's first picture says something.
        """
        strip: NetworkStrip = self._header()[0]
        onward = None if onward == strip.lit else onward
        self._close(self._lit(strip), self.content, self.head, Sequel(onward, handed, asked))

    def enter(self, asked: Mobject) -> None:
        """Let a question shrink into the lit glyph."""
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
        """Let pictures sink into a place of the picture that replaces them and whose lettering, `told`, fades in.

        The pictures themselves stay unchanged, for `grow`. Animations `along` begin before the pictures are gone;
        those `meanwhile` take the whole time. `lost` maps the share of their way to how far they have vanished.
        """
        late = [*meanwhile, *([] if along else fade_in_late(told))]
        moves, restore = self._carried_off(pictures, place, self.frame.picture, late, lost)
        if along:
            self._overlap(moves, [*along, *fade_in_late(told)])
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
        """Let pictures grow out of a place of what leaves, `gone`; their lettering, `told`, fades in.

        Mobjects in `gone` fade out; animations in it are played.
        """
        self._open(place, self.frame.picture, pictures, told, None, gone)

    def close_box(self) -> None:
        """Let everything sink into the box in the middle, which stays, closed: with a question mark on it."""
        place = middle_box(self.frame.picture)
        question = Sequel(questions=[closed_mark(place, self.theme)])
        self._close(place, self.frame.picture, Group(), question, boxed=True)

    def close_on(self, *kept: Mobject) -> None:
        """Fade out everything but the mobjects kept, from which the next chapter opens."""
        stays = {id(part) for one in (*kept, *self.captions) for part in one.get_family()}
        self.close_by(
            *(FadeOut(one, rate_func=first_half) for one in everything_except(stays, self.mobjects) if len(one))
        )

    def close_by(self, *moves: Any, picture: Any = None, time: float = Time.STEADY) -> None:
        """Play moves that lead over to the next chapter; after the last beat the caption leaves along with them.

        Keeps a still of the chapter's last picture: `picture`, if making the moves has changed the stage, else one
        drawn now.
        """
        if self._playing is None:
            self.last_picture = self.still() if picture is None else picture
            if self.is_over:
                raise EndSceneEarlyException  # ends the scene in Manim
            moves += tuple(FadeOut(caption, rate_func=first_half) for caption in self.captions[-1:])
        if moves:
            self._play_seam(*moves, time=time)

    def hand_over(self, going: Sequence[Animation], coming: Sequence[Animation], after: float = HANDED) -> None:
        """Close by moves and, `after` a share of the time, by those of what the next chapter opens on."""
        if coming:
            self.close_by(*in_turn(going, OVERLAP, coming, after), time=HANDS)
        else:
            self.close_by(*going)

    def _open(self, *opened: Any) -> None:
        """Play the moves that `_opening` makes of the same arguments."""
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
        """Make the moves of pictures that grow out of a place, and a function that puts them together afterwards."""
        start = place.clipped(area)  # cut at the area, since a frame around the whole glyph would cross its name
        moves = [self._framed(start, area, framed, remover=True, rate_func=ease_out)] if framed else []
        lettered = [picture for picture in pictures if axes_in(picture)]
        for picture in spaces_first(pictures):
            if picture in lettered:
                moves += [FadeIn(axes.lines, rate_func=emerging) for axes in axes_in(picture)]
                moves += fade_in_late(axes.lettering for axes in axes_in(picture))
            elif is_in_space(picture):
                moves.append(FadeIn(picture, rate_func=emerging))
            else:
                grown = picture.copy()
                moves.append(Carried(shrink_into(picture, place, area), grown, appearing, rate_func=ease_out))

        def settle() -> None:
            self.remove(*(part for picture in lettered for axes in axes_in(picture) for part in axes))
            self.add(*lettered)  # as one group again, so that they follow their space

        moves += fade_in_late(told)
        if gone:  # leaves first, or two pictures would show through each other
            leaving = [one if isinstance(one, Animation) else FadeOut(one, rate_func=first_half) for one in gone]
            moves = in_turn(leaving, LEAVES, moves, WAITS)
        return moves, settle

    def _entering(self, question: Mobject) -> list[Animation]:
        small = shrink_into(question.copy(), self._lit(self._header()[0]), self.content)
        return [Carried(question, small, vanishing, remover=True, rate_func=ease_in)]

    def _close(self, place: Area, area: Area, stays: Group, sequel: Sequel, boxed: bool = False) -> None:
        """Let everything in an area, except what stays, sink into a place; the sequel follows close behind."""
        picture = self.still() if self._playing is None else None  # drawn now: making the moves relights the strip
        moves, restore = self._closing(place, area, stays, sequel.glyph, boxed)
        time = Time.STEADY
        if sequel.pictures:
            lit = self._lit(self._header()[0])
            coming_out, _ = self._opening(lit, area, sequel.pictures, sequel.questions, None)
            moves, time = in_turn(moves, OVERLAP, coming_out, HANDED), HANDS
        elif sequel.questions:
            coming = [FadeIn(words, rate_func=first_half) for words in sequel.questions]
            moves, time = in_turn(moves, ASKS, coming, HANDED), Time.STEADY / ASKS
        self.close_by(*moves, picture=picture, time=time)
        restore()

    def _closing(
        self, place: Area, area: Area, stays: Group, onward: str | None = None, boxed: bool = False
    ) -> tuple[list[Animation], Callable[[], None]]:
        """Make the moves that sink everything into a place, and a function that restores the mobjects, off stage."""
        kept = {id(part) for one in (stays, *self.captions) for part in one.get_family()}
        pictures = list(everything_except(kept, self.mobjects))
        self.closed_on = tuple(pictures)
        moves: list[Animation] = []
        if boxed:
            moves.append(self._framed(area, place, lambda share: share, rate_func=ease_in))
        if onward:  # the pulse runs while the picture is still visible, or the stage would look empty
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
        """Make the moves of copies of pictures into a place, along with others, and a function that restores spaces."""
        flat = [picture for picture in pictures if not isinstance(picture, Space)]
        ghosts, moves = [picture.copy() for picture in flat], list(along)
        spaces = spaces_of(ghosts)  # the copies' own, where a space was copied along
        poses = [(space, space.points.copy(), space.pose.copy()) for space in spaces]
        # Also the parts of groups that do not stand.
        self.remove(*(part for picture in pictures for part in picture.get_family()))
        self.add(*spaces, *ghosts)
        for picture in [*spaces, *ghosts]:
            if is_lettering(picture):
                moves.append(FadeOut(picture, rate_func=first_half))
            elif is_in_space(picture):
                moves.append(FadeOut(picture, rate_func=lambda time: lost(ease_in(time))))
            else:
                small = shrink_into(picture.copy(), place, area)
                moves.append(Carried(picture, small, lost, remover=True, rate_func=ease_in))

        def restore() -> None:
            for space, points, pose in poses:
                space.points, space.pose = points, pose

        return moves, restore

    def pulse(self, onward: str) -> None:
        """Let a dot run from the strip's lit glyph to glyph `onward`, which lights up."""
        self.glide(*self._onward(onward), time=Time.QUICK)

    def _play_seam(self, *moves: Any, time: float = Time.STEADY) -> None:
        self.at_seam = True
        self.play(*moves, run_time=time)
        self.at_seam = False

    def _overlap(self, first: Sequence[Animation], then: Sequence[Animation]) -> None:
        """Play moves, and others that begin before the first have ended."""
        self._play_seam(*in_turn(first, OVERLAP, then, 1 - OVERLAP), time=Time.STEADY / OVERLAP)

    def _header(self) -> Group:
        """Return the strip on the stage with its note; raise RuntimeError if there is none."""
        if not self.has_strip:
            raise RuntimeError("No strip stands on the stage: open_glyph, or add self.header(…).")
        return self.head

    @property
    def has_strip(self) -> bool:
        """Whether the strip is on the stage."""
        return len(self.head) > 0 and self._stands(self.head[0])

    def _stands(self, mobject: Mobject) -> bool:
        return any(part is mobject for part in self.get_mobject_family_members())

    def _onward(self, onward: str) -> list[Any]:
        """Make the moves of the dot that runs to glyph `onward`, of the light, and of the note beneath."""
        head = self._header()
        strip: NetworkStrip = head[0]
        source, goal = strip.glyph(strip.lit or onward), strip.glyph(onward)  # before it lights up
        way = RIGHT if goal.get_x() >= source.get_x() else LEFT
        dot = Dot(source.get_edge_center(way), radius=PULSE, color=self.theme.accent)
        moves, notes = strip.light(onward), [note for note in head[1:] if self._stands(note)]
        if notes:
            head.remove(*notes)
            head.add(self.renaming_note(strip))
            moves += [FadeOut(*notes), FadeIn(*head[1:])]
        arrived = dot.copy().move_to(goal.get_edge_center(-way)).fade(1.0)
        return [Carried(dot, arrived, vanishing, remover=True), *moves]

    def _lit(self, strip: NetworkStrip) -> Area:
        return Area.around(strip.glyph(strip.lit or "embed"))

    def _framed(self, start: Area, end: Area, opacity: Callable[[float], float], **options: Any) -> Animation:
        """Make the animation of a frame from one area to another, with `opacity(share of the way)`."""
        box, goal = (Rectangle(width=one.width, height=one.height).move_to(one.center) for one in (start, end))
        box.set_stroke(self.theme.accent, FRAME)
        before, after = box.points.copy(), goal.points

        def open_up(shown: VMobject, share: float) -> None:
            shown.set_points((1 - share) * before + share * after).set_stroke(opacity=opacity(share))

        return UpdateFromAlphaFunc(box, open_up, **options)


def visible_midway(share: float) -> float:
    """Return the opacity of a frame on its way: full halfway, none at the ends."""
    return 4 * share * (1 - share)


def do_nothing() -> None:
    """Do nothing."""


def everything_except(kept: set[int], mobjects: Iterable[Mobject]) -> Iterator[Mobject]:
    """Yield mobjects except those whose `id` is kept; a group that contains some of those is split into its parts."""
    for one in mobjects:
        if id(one) not in kept:
            held = any(id(part) in kept for part in one.get_family())
            yield from everything_except(kept, one.submobjects) if held else [one]


def play_within(moves: Iterable[Animation], start: float, end: float) -> list[Animation]:
    """Confine moves to the part of a play from `start` to `end`, shares of its time; each keeps its own pace."""

    def within(pace: Callable[[float], float]) -> Callable[[float], float]:
        return lambda time: pace(min(max((time - start) / (end - start), 0.0), 1.0))

    confined = list(moves)
    for move in confined:
        move.rate_func = within(move.rate_func)
    return confined


def in_turn(first: Iterable[Animation], end: float, then: Iterable[Animation], start: float) -> list[Animation]:
    """Confine animations to the time up to `end`, a share of all, and others to that from `start` on."""
    return [*play_within(first, 0.0, end), *play_within(then, start, 1.0)]


def fade_in_late(lettering: Iterable[Mobject]) -> list[Animation]:
    """Make animations that fade lettering in during the second half of a play."""
    return [FadeIn(words, rate_func=second_half) for words in lettering]
