"""Changes are shown: no picture dissolves into another one in its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from manim import Animation, AnimationGroup, FadeIn, FadeOut, Mobject

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.output.rules.rule import Rule, box_of, lettering_ids, parts_of
from transparent_box.scenes.stage.carrying import spaces_of

LARGE = 0.08  # of the room: a picture, and no mark
SAME_PLACE = 0.6  # of the smaller one


class NoDissolves(Rule):
    """A picture that fades out while another fades in where it stood, and neither is seen through the other's space."""

    def first_frame(self) -> Iterator[str]:
        """Find pairs among what a play fades."""
        if self.scene.at_seam or self.scene.is_current_animation_frozen_frame():
            return
        fades = list(flat(self.scene.animations))
        leaving = self.pictures(one for one in fades if isinstance(one, FadeOut))
        coming = self.pictures(one for one in fades if isinstance(one, FadeIn))
        for old, before in leaving:
            for new, after in coming:
                if overlap(before, after) > SAME_PLACE and not shared(old, new):
                    yield f"A {type(old).__name__} dissolves into a {type(new).__name__}."

    def pictures(self, fades: Iterable[Animation]) -> list[tuple[Mobject, Area]]:
        """Find what is faded that is large and no text, and its place."""
        found = []
        for fade in fades:
            whole = fade.starting_mobject if isinstance(fade, FadeOut) else fade.target_copy
            letters = lettering_ids([fade.mobject])
            box = box_of(whole)
            drawn = any(id(part) not in letters for part in parts_of([fade.mobject]))
            if drawn and box is not None and area(box) > LARGE * area(self.scene.content):
                found.append((fade.mobject, box))
        return found


def flat(animations: Iterable[Animation]) -> Iterator[Animation]:
    """All animations, those of groups one by one."""
    for one in animations:
        if isinstance(one, AnimationGroup):
            yield from flat(one.animations)
        else:
            yield one


def shared(one: Mobject, other: Mobject) -> bool:
    """Tell whether two are seen through one space: points on a surface, and the surface."""
    return bool({id(space) for space in spaces_of([one])} & {id(space) for space in spaces_of([other])})


def area(place: Area) -> float:
    """Square units."""
    return place.width * place.height


def overlap(one: Area, other: Area) -> float:
    """Measure what share of the smaller area lies in the other."""
    across, up = one.overlap(other)
    return max(across, 0.0) * max(up, 0.0) / max(min(area(one), area(other)), 1e-9)
