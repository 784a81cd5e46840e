"""The strip: where in the network we are, one cell lit."""

from __future__ import annotations

from manim import RIGHT, RoundedRectangle, VGroup

from scenes.look.theme import units
from scenes.mobjects.lettering import words

CELLS = ("one-hot", "embed", "attention", "MLP", "ReLU", "out", "logits")


class NetworkStrip(VGroup):
    """Seven small cells in the order data flows; `size` in pixels."""

    def __init__(self, lit: str, size: float, *, panel: str, grid: str, dim: str, accent: str) -> None:
        super().__init__()
        height = units(size) * 1.8
        for name in CELLS:
            label = words(name, size, accent if name == lit else dim)
            box = RoundedRectangle(corner_radius=0.08, width=label.width + units(size) * 1.2, height=height)
            box.set_fill(panel, 1).set_stroke(accent if name == lit else grid, 1.5)
            label.move_to(box)
            # All names on one line, whatever hangs below it.
            label.shift([0, box.get_bottom()[1] + height * 0.33 - label.baseline, 0])
            self.add(VGroup(box, label))
        self.arrange(RIGHT, buff=0.1)
