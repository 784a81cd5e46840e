"""Our own column of switches beside a longer one, and so many of ours that they are as long as that."""

from __future__ import annotations

from typing import Self

from manim import LEFT, RIGHT, Group

from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.all_pairs import CLOSED, WIDER
from transparent_box.scenes.mobjects.counter import Counter
from transparent_box.scenes.mobjects.lettering import words
from transparent_box.scenes.mobjects.light_cone import LightCone
from transparent_box.scenes.mobjects.long_column import LongColumn
from transparent_box.scenes.mobjects.token_board import TokenBoard

COMING = 3.0  # of the room that comes into view round the first of our columns, how much fills up with others


class OursBeside(Group):
    """`ours`, a column of `size` switches of which one is `lit`, with its `tag`, beside those of a board.

    What comes out of the board is to stand at `far`, so `broad`, and `ours` as far to the left; between them are as
    many `copies` of it as go in, `times` says how many are seen, and the `cone` how small one of them is there.
    `whole` is how many switches a window holds that ends on ours.
    """

    def __init__(self, size: int, lit: int, board: TokenBoard, far: float, theme: Theme) -> None:
        self.size, self.whole, self.board, self.far = size, CLOSED * size, board, far
        self.broad, often = WIDER * board.columns[0].width, board.count // size
        look = {lit: theme.cos_x}, self.broad, board.out.height, theme
        self.ours = LongColumn(size, *look).match_y(board.out).set_x(-far)
        self.tag = words("ours", Size.LABEL, theme.text).next_to(self.ours, LEFT, Gap.NEAR)
        self.copies = LongColumn(size, *look, often).match_y(board.out).set_x(far - self.broad - Gap.NEAR)
        self.cone = LightCone(self.ours, 1 / CLOSED, self.copies, theme)
        self.times = Counter("ours ×", f"{often:,}", "", Size.LABEL, theme.text).match_y(board.answer[0])
        self.times.align_to(self.copies, RIGHT)
        super().__init__(self.ours, self.tag, self.copies, self.cone, self.times)

    def stand(self, shown: float) -> Self:
        """Show so many switches of each: of ours never more than a window that ends on it, of its copies ever more."""
        size, own, height = self.size, min(shown, self.whole), self.board.out.height
        self.board.out.look_around(self.board.given[1], shown)
        self.ours.look((size - own) / 2, (size + own) / 2)
        self.cone.show(size / shown * height)
        seen = min(shown, size + COMING * max(shown - self.whole, 0), self.copies.count)
        self.copies.look_about(self.copies.count // size // 2 * size + (size - 1) / 2, seen, seen / shown * height)
        self.times.show(f"{max(int(seen / size), 1):,}")
        self.board.view.show(f"{round(shown):,}")
        return self
