"""SVG as text: elements, type, and axes with ticks. Colors are CSS variables named by role.

Everything is in pixels; no text is smaller than 12.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np

from transparent_box.scenes.look.axis import Axis

SMALL, LABEL = 13, 14  # type
TICKS = 6  # at most, on an axis
TOP = 34  # pixels above a plot for the label of its vertical axis


@dataclass(frozen=True)
class Scale:
    """An axis over pixels: `start` is the pixel of its low end, `end` that of its high one."""

    axis: Axis
    start: float
    end: float

    def place(self, values: np.ndarray | float) -> np.ndarray:
        """Return the pixels of values, clipped to the ends of the axis."""
        shares = self.axis.shares(np.clip(np.asarray(values, dtype=np.float64), self.axis.low, self.axis.high))
        return np.asarray(self.start + shares * (self.end - self.start))

    def ticks(self) -> list[tuple[float, str]]:
        """Return (round value, its numeral) for at most `TICKS` ticks."""
        return [(value, self.axis.numeral(value)) for value in self.axis.ticks(TICKS)]


def even_scale(low: float, high: float, start: float, end: float) -> Scale:
    """Make a linear scale from pixel `start` to pixel `end`."""
    return Scale(Axis(low, high, False, ""), start, end)


def tag(name: str, content: str = "", **attributes: object) -> str:
    """Write an element; underscores in attribute names become dashes."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(str(value))}"' for key, value in attributes.items()
    )
    return f"<{name}{written}>{content}</{name}>"


def text(x: float, y: float, words: str, anchor: str = "start", role: str = "dim", size: int = SMALL) -> str:
    """Write a line of text at (x, y), in pixels."""
    return tag(
        "text", escape(words), x=round(x, 1), y=round(y, 1), text_anchor=anchor, font_size=size, fill=color(role)
    )


def color(role: str) -> str:
    """Return the CSS color of a role."""
    return f"var(--{role})"


def rule(x: float, y: float, to_x: float, to_y: float, role: str = "grid", opacity: float = 0.35) -> str:
    """Draw a thin straight line between two points, in pixels."""
    ends: dict[str, Any] = {"x1": round(x, 1), "y1": round(y, 1), "x2": round(to_x, 1), "y2": round(to_y, 1)}
    return tag("line", **ends, stroke=color(role), stroke_opacity=opacity)


def drawing(width: int, height: int, parts: Sequence[str], title: str) -> str:
    """Write the whole picture, with a title for screen readers."""
    body = tag("title", escape(title)) + "".join(parts)
    return tag("svg", body, viewBox=f"0 0 {width} {height}", width=width, height=height, role="img")


def frame(x: Scale, y: Scale, x_label: str, y_label: str) -> list[str]:
    """Draw the grid lines, ticks and labels of both axes."""
    parts = [text(x.start, TOP - 18, y_label)]
    for value, numeral in y.ticks():
        at = float(y.place(value))
        parts += [rule(x.start, at, x.end, at), text(x.start - 8, at + 4, numeral, "end")]
    for value, numeral in x.ticks():
        at = float(x.place(value))
        parts += [rule(at, y.start, at, y.start + 5, opacity=1), text(at, y.start + 20, numeral, "middle")]
    return [*parts, rule(x.start, y.start, x.end, y.start, opacity=1), text(x.end, y.start + 38, x_label, "end")]
