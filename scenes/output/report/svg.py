"""SVG as text: elements, type, and axes with their ticks. Colours are CSS variables named by role.

Everything is in pixels; no text is smaller than 12.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np

SMALL, LABEL = 13, 14  # type
TOP = 34  # room above a plot for what its height means


@dataclass(frozen=True)
class Axis:
    """Where values lie in pixels."""

    low: float
    high: float
    start: float  # pixel of low
    end: float  # pixel of high
    log: bool = False

    def place(self, values: np.ndarray | float) -> np.ndarray:
        """Pixels of values; those beyond the ends stay at the ends."""
        clipped = np.clip(np.asarray(values, dtype=np.float64), self.low, self.high)
        low, high, at = (np.log10(v) if self.log else v for v in (self.low, self.high, clipped))
        return np.asarray(self.start + (at - low) / (high - low) * (self.end - self.start))

    def ticks(self) -> list[float]:
        """Round values: every second power of ten, or up to six even steps."""
        if self.log:
            first, last = math.ceil(math.log10(self.low) - 1e-9), math.floor(math.log10(self.high) + 1e-9)
            return [10.0**power for power in range(first, last + 1) if (power - last) % 2 == 0 or last - first < 5]
        rough = (self.high - self.low) / 5
        unit = 10.0 ** math.floor(math.log10(rough))
        step = next(unit * factor for factor in (1, 2, 2.5, 5, 10) if unit * factor >= rough - 1e-12)
        count = math.floor((self.high - self.low) / step + 1e-9)
        return [self.low + step * index for index in range(count + 1)]


def tag(name: str, content: str = "", **attributes: object) -> str:
    """One element; underscores in attribute names become dashes."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(str(value))}"' for key, value in attributes.items()
    )
    return f"<{name}{written}>{content}</{name}>"


def text(x: float, y: float, words: str, anchor: str = "start", role: str = "dim", size: int = SMALL) -> str:
    """A line of type."""
    return tag(
        "text", escape(words), x=round(x, 1), y=round(y, 1), text_anchor=anchor, font_size=size, fill=color(role)
    )


def color(role: str) -> str:
    """The CSS colour of a role."""
    return f"var(--{role})"


def rule(x: float, y: float, to_x: float, to_y: float, role: str = "grid", opacity: float = 0.35) -> str:
    """A straight thin line."""
    ends: dict[str, Any] = {"x1": round(x, 1), "y1": round(y, 1), "x2": round(to_x, 1), "y2": round(to_y, 1)}
    return tag("line", **ends, stroke=color(role), stroke_opacity=opacity)


def drawing(width: int, height: int, parts: Sequence[str], title: str) -> str:
    """The whole picture, named for those who do not see it."""
    body = tag("title", escape(title)) + "".join(parts)
    return tag("svg", body, viewBox=f"0 0 {width} {height}", width=width, height=height, role="img")


def tick_words(value: float, log: bool) -> str:
    """10⁻⁶ on a logarithmic axis, else the number as people write it."""
    if log:
        return "10" + str(round(math.log10(value))).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"{value:,.10g}"


def frame(x: Axis, y: Axis, x_label: str, y_label: str) -> list[str]:
    """Grid lines, ticks and the names of both axes."""
    parts = [text(x.start, TOP - 18, y_label)]
    for value in y.ticks():
        at = float(y.place(value))
        parts += [rule(x.start, at, x.end, at), text(x.start - 8, at + 4, tick_words(value, y.log), "end")]
    for value in x.ticks():
        at = float(x.place(value))
        parts += [
            rule(at, y.start, at, y.start + 5, opacity=1),
            text(at, y.start + 20, tick_words(value, x.log), "middle"),
        ]
    return [*parts, rule(x.start, y.start, x.end, y.start, opacity=1), text(x.end, y.start + 38, x_label, "end")]
