"""The grids of the network's glyphs when it fills the picture: one for wide pictures, one for tall ones."""

from __future__ import annotations

Place = tuple[float, float, float, float]  # first column and row, columns and rows

WIDE: dict[str, Place] = {
    "one-hot": (0, 0, 2.2, 6),
    "embed": (3.4, 0, 5.2, 6),
    "attention": (10.4, 0, 2.1, 6),
    "MLP": (13.5, 0, 5.9, 3),
    "ReLU": (13.5, 3, 5.9, 3),
    "out": (20.2, 0, 4.8, 3),
    "logits": (20.2, 3, 4.8, 3),
}
TALL: dict[str, Place] = {
    "one-hot": (0, 0, 6.5, 3.2),
    "embed": (8.5, 0, 7.8, 3.3),
    "attention": (20.4, 0, 4.6, 3.3),
    "MLP": (0, 3.3, 11.6, 3.6),
    "ReLU": (13.4, 3.3, 11.6, 3.6),
    "out": (0, 6.9, 11.6, 3.1),
    "logits": (13.4, 6.9, 11.6, 3.1),
}
COLUMNS = 25.0
