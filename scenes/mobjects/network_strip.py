"""The strip: where in the network we are, one cell lit."""

from __future__ import annotations

from manim import RIGHT, RoundedRectangle, VGroup

from scenes.mobjects.lettering import words

CELLS = ("one-hot", "embed", "attention", "MLP", "ReLU", "out", "logits")


class NetworkStrip(VGroup):  # type: ignore[misc]
    """Seven small cells in the order data flows."""

    def __init__(self, lit: str, size: float, *, panel: str, grid: str, dim: str, accent: str) -> None:
        super().__init__()
        for name in CELLS:
            label = words(name, size, accent if name == lit else dim)
            box = RoundedRectangle(corner_radius=0.08, width=label.width + 0.3, height=0.42)
            box.set_fill(panel, 1).set_stroke(accent if name == lit else grid, 1.5)
            # By the x-height line, so that descenders do not lift a word.
            self.add(VGroup(box, label.move_to(box)))
        self.arrange(RIGHT, buff=0.1)
