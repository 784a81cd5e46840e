"""Rule: no picture dissolves into another one in its place; changes are shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from manim import Animation, AnimationGroup, FadeIn, FadeOut, Mobject

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.output.rules.rule import Rule, box_of, lettering_ids, parts_of
from transparent_box.scenes.stage.carrying import spaces_of

LARGE = 0.08  # share of the content area from which a mobject is a picture, not a mark
SAME_PLACE = 0.6  # share of the smaller one that overlaps


class NoDissolves(Rule):
    """Finds pictures that fade out while another fades in at their place, unless both belong to one space."""

    def first_frame(self) -> Iterator[str]:
        """Find pairs among the fades of a play."""
        if self.scene.at_seam or self.scene.is_current_animation_frozen_frame():
            return
        fades = list(flatten(self.scene.animations))
        leaving = self.pictures(one for one in fades if isinstance(one, FadeOut))
        coming = self.pictures(one for one in fades if isinstance(one, FadeIn))
        for old, before in leaving:
            for new, after in coming:
                if overlap(before, after) > SAME_PLACE and not share_space(old, new):
                    yield f"A {type(old).__name__} dissolves into a {type(new).__name__}."

    def pictures(self, fades: Iterable[Animation]) -> list[tuple[Mobject, Area]]:
        """Return the large mobjects that are faded, without texts, and their places."""
        found = []
        for fade in fades:
            whole = fade.starting_mobject if isinstance(fade, FadeOut) else fade.target_copy
            letters = lettering_ids([fade.mobject])
            box = box_of(whole)
            drawn = any(id(part) not in letters for part in parts_of([fade.mobject]))
            if drawn and box is not None and area(box) > LARGE * area(self.scene.content):
                found.append((fade.mobject, box))
        return found


def flatten(animations: Iterable[Animation]) -> Iterator[Animation]:
    """Yield all animations, with groups split into their members."""
    for one in animations:
        if isinstance(one, AnimationGroup):
            yield from flatten(one.animations)
        else:
            yield one


def share_space(one: Mobject, other: Mobject) -> bool:
    """Return whether two mobjects are projected by one space, such as a surface and points on it."""
    return bool({id(space) for space in spaces_of([one])} & {id(space) for space in spaces_of([other])})


def area(place: Area) -> float:
    """Return a place's area in square units."""
    return place.width * place.height


def overlap(one: Area, other: Area) -> float:
    """Return the share of the smaller area that lies in the other."""
    across, up = one.overlap(other)
    return max(across, 0.0) * max(up, 0.0) / max(min(area(one), area(other)), 1e-9)
