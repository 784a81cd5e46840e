"""Words with their source: the heading of a picture, and a line that stands by itself."""

from __future__ import annotations

from manim import DOWN, LEFT, UP, VGroup

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Gap, Size, Theme
from transparent_box.scenes.mobjects.words.lettering import words


class Heading(VGroup):
    """A name at the upper left of an area and its source at the right, on one baseline; `rest` is the area below."""

    def __init__(self, name: str, source: str, area: Area, theme: Theme) -> None:
        title, cited = words(name, Size.HEADLINE, theme.text), words(source, Size.SMALL, theme.dim)
        title.move_to([area.left, area.top, 0], LEFT + UP)
        cited.shift([area.right - cited.get_right()[0], title.baseline - cited.baseline, 0])
        self.rest = area.less_top(title.height + 1.2 * Gap.NEAR)
        super().__init__(title, cited)


class Saying(VGroup):
    """A line of text over its source, both broken to the width of an area."""

    def __init__(self, line: str, source: str, area: Area, theme: Theme) -> None:
        texts = words(line, Size.LABEL + 5, theme.text, area.width), words(source, Size.SMALL, theme.dim, area.width)
        super().__init__(*texts)
        self.arrange(DOWN, buff=Gap.NEAR)
