"""The network laid out over the whole picture: the strip's seven glyphs, large, each named and with its shape."""

from __future__ import annotations

import numpy as np
from manim import DOWN, LEFT, RIGHT, Group, VGroup

from scenes.look.frame import Area
from scenes.look.theme import LABEL, SMALL, Theme, units
from scenes.mobjects.heat_map import HeatMap
from scenes.mobjects.lettering import words
from scenes.mobjects.network_strip import GLYPHS, NetworkStrip, Reading, draw, texels

# Where each glyph stands in a grid, in wide pictures and in tall ones: first column and row, columns and rows.
WIDE = {
    "one-hot": (0, 0, 2.2, 6),
    "embed": (3, 0, 5.6, 6),
    "attention": (9.3, 0, 3.4, 6),
    "MLP": (13.4, 0, 6, 3),
    "ReLU": (13.4, 3, 6, 3),
    "logits": (20.2, 0, 4.8, 3),
    "out": (20.2, 3, 4.8, 3),
}
TALL = {
    "one-hot": (0, 0, 6.5, 3),
    "embed": (8, 0, 17, 3),
    "attention": (0, 3, 11.7, 3),
    "MLP": (13.3, 3, 11.7, 3),
    "ReLU": (0, 6, 11.7, 3),
    "out": (13.3, 6, 11.7, 3),
    "logits": (0, 9, 25, 3),
}
COLUMNS = 25.0
NAMES = {"embed": "embedding", "MLP": "neurons", "ReLU": "after the ReLU", "out": "outputs", "logits": "votes"}


class NetworkPlan(Group):
    """Glyphs of one sum over an area; `shapes` names the shape of each layer, which stands beside its name."""

    def __init__(self, reading: Reading, shapes: dict[str, str], area: Area, wide: bool, theme: Theme) -> None:
        super().__init__()
        places = WIDE if wide else TALL
        rows = max(row + high for _, row, _, high in places.values())
        across, down, head = area.width / COLUMNS, area.height / rows, 1.7 * units(LABEL)
        self.seats: dict[str, HeatMap] = {}
        self.labels: dict[str, VGroup] = {}
        for name, (column, row, wide_of, high) in places.items():
            seat = HeatMap(np.zeros((1, 1, 4)), wide_of * across, high * down - head - units(SMALL), smooth=True)
            left, top = area.left + column * across, area.top - row * down
            seat.move_to([left + seat.width / 2, top - head - seat.height / 2, 0])
            self.seats[name] = seat.set_colors(draw(name, reading, theme, texels(seat)))
            label = VGroup(words(NAMES.get(name, name), LABEL, theme.text), words(shapes[name], SMALL, theme.dim))
            label[1].next_to(label[0], RIGHT, 0.14)
            label[1].shift([0, label[0].baseline - label[1].baseline, 0])
            label.shift([seat.get_left()[0] - label.get_left()[0], top - head + 0.14 - label[0].baseline, 0])
            if label.width > seat.width + 0.3:  # its shape has more room below
                label[1].next_to(seat, DOWN, 0.08).align_to(seat, LEFT)
            self.labels[name] = label
        self.glyphs = {name: self.seats[name].copy() for name in GLYPHS}
        self.add(*self.glyphs.values())

    def gather(self, strip: NetworkStrip) -> NetworkPlan:
        """Stand where the strip's glyphs stand, as small as they are: each grows from there to its seat."""
        for name, glyph in self.glyphs.items():
            glyph.points = strip.glyph(name).points.copy()
        return self
