"""The areas of a training in phases: losses above weights, and the board and the text beside or below."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from transparent_box.scenes.look.frame import DECIDEDLY_WIDE, Area
from transparent_box.scenes.look.theme import Gap, Size, units
from transparent_box.scenes.mobjects.training.loss_desk import BROAD

BESIDE_BOARD = 0.64  # share of a wide area's width for the curves
WEIGHTS = (0.26, 0.3)  # share of the curves' height for the weights, in an area that is not wide and in one that is
LEAST_HIGH = (0.85, 1.4)  # units for them at least, in the same two
TALL = 1.3  # an area at least this many times as high as wide can spare more for them
HEAVIER = 0.33  # share of the curves' height for them there
UNDER = 1.2  # units below a large board for the text on a phase
BROADEST = 0.46  # greatest width of a board below the curves, as a share of the area's
NEEDED = 1.2  # units of height that are not for that board
BOARD = 0.55  # share of the rest of the height for it


class PhaseRooms(NamedTuple):
    """The areas of the losses, of the weights below them, of the board, which is square, and of the text on phases."""

    losses: Area
    weights: Area
    board: Area
    texts: Area


def rooms_in(area: Area) -> PhaseRooms:
    """Divide an area: the board is beside the curves if it is wide, otherwise below them."""
    wide = area.width > DECIDEDLY_WIDE * area.height
    if wide:
        curves, aside = area.parts(BESIDE_BOARD, Gap.FAR)
        score = units(Size.LABEL) + Gap.NEAR
        board, texts = aside.less_bottom(UNDER + Gap.NEAR + score), aside.less_top(aside.height - UNDER)
    else:
        high = min(BROADEST * area.width, BOARD * (area.height - NEEDED))
        curves, aside = area.less_bottom(high + 0.6 * Gap.NEAR), area.less_top(area.height - high)
        apart = 1.4 * Gap.NEAR if area.width < BROAD else Gap.FAR
        cut, low, top = aside.left + aside.height, aside.bottom, aside.top
        board, texts = Area(aside.left, cut, low, top), Area(cut + apart, aside.right, low, top)
    side = min(board.width, board.height)
    heavy = HEAVIER if area.height > TALL * area.width else WEIGHTS[wide]
    weights, losses = curves.parts(max(heavy, LEAST_HIGH[wide] / curves.height), 0.0, wide=np.inf)
    return PhaseRooms(losses, weights, Area(board.left, board.left + side, board.top - side, board.top), texts)
