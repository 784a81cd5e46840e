"""The first dots of a track on their way to other names: each carries its name along, which turns into the other."""

from __future__ import annotations

import numpy as np
from manim import DOWN, PI, UP, Animation, ArcBetweenPoints, Create, FadeIn, Mobject, UpdateFromAlphaFunc, VGroup

from transparent_box.scenes.look.theme import Size
from transparent_box.scenes.mobjects.network.named_tracks import FOOT, NamedTracks
from transparent_box.scenes.mobjects.words.lettering import Lettering, words

CLEAR = 0.6  # units, least distance between the middles of two numerals
CALLED = 0.2  # units from the middle of a dot to its name
TURNED = 0.45  # share of the way at which a dot's old name has faded and its new one appears
BOW = PI / 2  # angle of the arc from a number to its other name


class OtherNames(VGroup):
    """Other names for the first few numbers of the track in focus: at the foot, at the dot, and an arc there.

    At most `most` `numbers` are chosen, such that their other names at the foot do not collide.
    """

    def __init__(self, tracks: NamedTracks, most: int, ink: str) -> None:
        self.tracks, self.ink = tracks, ink
        self.numbers = self._apart(most)
        super().__init__(*(self._sign(number) for number in self.numbers))

    def called(self, number: int, name: int) -> Lettering:
        """Write a name at the dot in focus of a number, where it will be, on its far side from zero."""
        tracks = self.tracks
        _, height, _ = tracks.dots()[tracks.focus, number]
        side = UP if tracks.values[tracks.focus, number] >= 0 else DOWN
        written = words(str(name), Size.CAPTION, self.ink)
        written.next_to([tracks.across(name), height, 0], side, CALLED)
        return written

    def rename(self, number: int, old: Mobject) -> list[Animation]:
        """Move a number's dot in focus to its other name, carrying its `old` name, which turns into the other."""
        tracks, (foot, new, bow) = self.tracks, self[self.numbers.index(number)]
        slide = UpdateFromAlphaFunc(tracks, lambda _, share: tracks.slide(tracks.focus, [number], share))
        start, end = old.get_center(), new.get_center()

        def carry(name: Mobject, share: float, opacity: float) -> None:
            name.move_to((1 - share) * start + share * end).set_opacity(float(np.clip(opacity, 0, 1)))

        going = UpdateFromAlphaFunc(old, lambda one, share: carry(one, share, 1 - share / TURNED), remover=True)
        coming = UpdateFromAlphaFunc(new, lambda one, share: carry(one, share, (share - TURNED) / (1 - TURNED)))
        return [slide, going, coming, FadeIn(foot), Create(bow)]

    def _apart(self, most: int) -> list[int]:
        """Choose the first numbers whose other names have room at the foot."""
        across, names = self.tracks.across, self.tracks.names
        last = len(names) - 1
        taken, chosen = [across(number) for number in (0, last // 2, last)], list[int]()
        for number in range(1, last):
            place = across(names[number])
            if len(chosen) < most and min(abs(place - other) for other in taken) >= CLEAR:
                chosen.append(number)
                taken.append(place)
        return chosen

    def _sign(self, number: int) -> VGroup:
        """Write a number's other name at the foot and where its dot will be, and draw the arc there."""
        name = self.tracks.names[number]
        foot = words(str(name), Size.LABEL, self.ink).move_to([self.tracks.across(name), self.tracks.foot, 0])
        return VGroup(foot, self.called(number, name), self._way(number, name))

    def _way(self, number: int, name: int) -> ArcBetweenPoints:
        """Draw an arc above the foot from a number to its other name."""
        level = self.tracks.area.bottom + FOOT
        left, right = sorted(float(self.tracks.across(n)) for n in (name, number))
        bow = ArcBetweenPoints([right, level, 0], [left, level, 0], angle=BOW, color=self.ink, stroke_width=3)
        return bow if name < number else bow.reverse_points()
