"""A surface seen along its ridges, above a chart of bars: each ridge is seen end-on, over its bar."""

from __future__ import annotations

import numpy as np
from manim import DEGREES, Animation, Transform, UpdateFromAlphaFunc, linear, smooth

from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.height_field import HeightField
from transparent_box.scenes.mobjects.shapes.space import Space
from transparent_box.scenes.mobjects.surfaces.relief import Relief
from transparent_box.scenes.mobjects.votes.score_bars import ScoreBars

LEVEL = 90 * DEGREES  # angle from the zenith
ALONG = {1: -45 * DEGREES, -1: -135 * DEGREES}  # azimuths along the ridges x ± y, which increase to the right
BACK = 0.75  # share of the time of `stand_up` by which the view has moved back


class SheetOverBars:
    """A relief with ridges x + sign·y seen end-on over bars, one for each place around an `answer` (modulo p).

    It is not itself a mobject. Of the answer's ridges, the one nearest to the sheet's middle stands over place 0.
    """

    def __init__(self, relief: Relief, sign: int, answer: int, bars: ScoreBars) -> None:
        self.relief, self.bars, self.sign = relief, bars, sign
        self.stood = relief.field.copy()
        x, y = np.indices((relief.count, relief.count))
        self.places = (x + sign * y - answer - bars.first) % relief.count
        middle = (relief.count - 1) * (1 + sign) / 2
        self.ridge = answer + relief.count * round((middle - answer) / relief.count)
        first, last = (self._middle_of(self.ridge + bars.first - 0.5 + past) for past in (0, relief.count))
        self.zoom = bars.area.width / float(np.linalg.norm(last - first))

    def seat(self, lift: float = 0.0) -> Space:
        """Find the space that shows the ridges end-on, each over its bar, all of them `lift` units higher."""
        seat: Space = self.relief.space.copy().turn(LEVEL, ALONG[self.sign])
        seat.look(self._middle_of(self.ridge), self.zoom)
        seat.points = np.array([[self.bars.foot(-self.bars.first)[0], self.bars.ground + lift, 0.0]])
        return seat

    def of(self, values: Floats) -> HeightField:
        """Make the sheet that is as high at every place as a bar of the value (p,) there."""
        high = self.bars.high / self.relief.scale
        return self.relief.of(values[self.places] / high, rise=self.bars.per_unit * self.bars.high / self.zoom)

    def measured(self, reach: float) -> HeightField:
        """Make the original sheet on the bars' scale; `reach` is the score that the relief's rise stands for."""
        sheet: HeightField = self.stood.copy()
        sheet.points = sheet.points * [1, 1, self.bars.per_unit * reach / (self.zoom * self.relief.rise)]
        return sheet

    def stand_up(self, seat: Space, opacity: float) -> list[Animation]:
        """Restore the original sheet, seen through `seat`; the view moves back first, so that it stays in frame."""
        space, start = self.relief.space, self.relief.space.copy()

        def look(share: float) -> None:
            back, up = smooth(min(share / BACK, 1.0)), smooth(share)
            space.pose = (1 - up) * start.pose + up * seat.pose
            space.pose[3:] = (1 - back) * start.pose[3:] + back * seat.pose[3:]
            space.points = (1 - back) * start.points + back * seat.points

        looked = UpdateFromAlphaFunc(space, lambda _, share: look(share), rate_func=linear)
        return [Transform(self.relief.field, self.stood.copy().set_opacity(opacity)), looked]

    def _middle_of(self, total: float) -> Floats:
        """Find the middle (3,) of a ridge, at height zero."""
        apart = (self.relief.count - 1) * (1 - self.sign) / 2
        place: Floats = self.relief.at((total + apart) / 2, self.sign * (total - apart) / 2)[0]
        return place
