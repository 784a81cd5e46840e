"""A hand that counts through a clock's hours, with its number written and stems that move along two waves."""

from __future__ import annotations

import numpy as np
from manim import Circle, VGroup

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Size, Theme
from transparent_box.scenes.mobjects.clocks.clock_face import ClockFace
from transparent_box.scenes.mobjects.waves.wave_pair import WavePair
from transparent_box.scenes.mobjects.words.counter import Counter

LONGEST = 0.86  # length of the hand as a share of the radius, at most
CLEAR = 0.2  # units between the hand and the numerals inside, at least
RING = 0.1  # units from a numeral to the ring round it
LOWER = 0.2  # units from the top of the numerals to the center of the number
REST = 0.2  # share of the time for which the hand rests on its way
LIGHTS = 0.07  # share of the time in which the rings fade in, and out again
ENDS = 0.06  # share of the time at the end in which the hand stands still and the rings fade in for good


class HandCount(VGroup):
    """A hand on a clock face, its number at an area's right edge, and a stem for each wave of a pair.

    The hand is too short to hide the numerals inside. On its way it rests at `stop`, the hour next to 0, and rings mark
    both, as they do at the end. If it makes one turn only, `stop` is 0 and it does not rest.
    """

    def __init__(self, face: ClockFace, pair: WavePair, area: Area, theme: Theme) -> None:
        self.face, self.stop = face, pow(face.turns, -1, face.hours) if face.turns > 1 else 0
        ends = [float(np.linalg.norm(one.get_center() - face.middle)) - one.width / 2 for one in face.later]
        self.reach = min(LONGEST, *((end - CLEAR) / face.radius for end in ends), LONGEST)
        self.hand = face.hand(0, theme.accent, self.reach)
        self.number = Counter("x =", str(face.hours - 1), "", Size.CAPTION, theme.cos_x)
        self.number.move_to(np.array([area.right - self.number.width / 2, face.numerals.get_top()[1] - LOWER, 0]))
        self.stems, self.follow = pair.follow()
        beside = [face.written[hour] for hour in (0, self.stop) if self.stop]
        self.rings = VGroup(*(ringed(numeral, theme.cos_x) for numeral in beside)).set_stroke(opacity=0)
        super().__init__(self.stems, self.hand, self.number, self.rings)
        self.show(0)

    def show(self, number: float) -> None:
        """Point at a number; between two, the lower one is written."""
        tip, whole = self.face.place(number, self.reach), int(number + 1e-6)
        self.hand[0].put_start_and_end_on(self.face.middle, tip)
        self.hand[1].move_to(tip)
        self.number.show(str(whole))
        self.follow((whole + 0.5) / self.face.hours)

    def count(self, share: float) -> None:
        """Count from 0 to the last hour, resting on the way: a share (0 … 1) of the time."""
        last = self.face.hours - 1
        start = (1 - REST - ENDS) * self.stop / last
        self.show(float(np.interp(share, [0, start, start + REST, 1 - ENDS], [0, self.stop, self.stop, last])))
        lit = max(min(share - start, start + REST - share) / LIGHTS, (share - 1 + ENDS) / ENDS)
        self.rings.set_stroke(opacity=float(np.clip(lit, 0, 1)))


def ringed(numeral: VGroup, ink: str) -> Circle:
    """Draw a ring round a numeral."""
    radius = max(numeral.width, numeral.height) / 2 + RING
    return Circle(radius, color=ink, stroke_width=3).move_to(numeral)
