"""Plots of the report: curves, spectra, counts and shares, each a complete SVG picture."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from transparent_box.scenes.look.axis import Axis
from transparent_box.scenes.look.numbers import percent
from transparent_box.scenes.output.report.svg import (
    LABEL,
    SMALL,
    TOP,
    Scale,
    color,
    drawing,
    even_scale,
    frame,
    rule,
    tag,
    text,
)

LEFT, RIGHT, BOTTOM = 64, 172, 46  # pixels around a plot for its axes and labels
MARK_ROOM = 36  # pixels above a plot for the names of marks
LETTER = 0.6  # width of a letter relative to the type's size, in a wide system font
LABEL_DISTANCE = 17  # pixels between two labels at line ends
FLOOR = 1e-9  # the smallest value a logarithmic axis shows


@dataclass(frozen=True)
class Line:
    """A curve y (n,) over x (n,) in the color of its role; `under` means dashed, without label and below the others."""

    x: np.ndarray
    y: np.ndarray
    role: str
    label: str
    under: bool = False


@dataclass(frozen=True)
class Mark:
    """A named vertical line."""

    x: float
    label: str


def line_chart(
    lines: Sequence[Line], marks: Sequence[Mark], width: int, height: int, y_label: str, title: str, log: bool = False
) -> str:
    """Plot curves over training steps, each labeled at its end; marks are named along the top."""
    highest = max(float(line.y.max()) for line in lines)
    lowest = max(min(float(line.y.min()) for line in lines), FLOOR)
    low, high = (
        (10 ** math.floor(math.log10(lowest)), 10 ** math.ceil(math.log10(highest))) if log else (0, highest * 1.04)
    )
    x = even_scale(0, max(float(line.x.max()) for line in lines), LEFT, width - RIGHT)
    y = Scale(Axis(low, high, log, ""), height - BOTTOM, TOP + MARK_ROOM)
    parts = frame(x, y, "training step", y_label)
    parts += mark_lines(marks, x, y)
    parts += [polyline(line, x, y) for line in sorted(lines, key=lambda line: not line.under)]
    named = [line for line in lines if not line.under]
    ends = spread_labels([float(y.place(line.y[-1])) for line in named])
    parts += [
        text(x.end + 10, at + 4, line.label, role=line.role, size=LABEL) for line, at in zip(named, ends, strict=True)
    ]
    return drawing(width, height, parts, title)


def mark_lines(marks: Sequence[Mark], x: Scale, y: Scale) -> list[str]:
    """Draw vertical lines with their names above the plot; a name that would meet the next line is set higher."""
    parts: list[str] = []
    marks = sorted(marks, key=lambda mark: mark.x)
    places = [float(x.place(mark.x)) for mark in marks]
    for mark, at, following in zip(marks, places, [*places, math.inf][1:], strict=True):
        height = y.end - 6 if at + len(mark.label) * SMALL * LETTER < following else y.end - 22
        parts += [rule(at, y.start, at, height + 4, "text", 0.55), text(at - 3, height, mark.label, role="text")]
    return parts


def polyline(line: Line, x: Scale, y: Scale) -> str:
    """Draw a curve as a polyline, thinned to the points that pixels can show."""
    points = np.column_stack([x.place(line.x), y.place(line.y)])
    path = " ".join(f"{px:.1f},{py:.1f}" for px, py in thin_points(points))
    dashes: dict[str, Any] = {"stroke_dasharray": "5 4", "stroke_opacity": 0.75} if line.under else {}
    width = 1.4 if line.under else 2.2
    return tag("polyline", points=path, fill="none", stroke=color(line.role), stroke_width=width, **dashes)


def thin_points(points: np.ndarray) -> np.ndarray:
    """Keep of the points (n, 2) in each half pixel of x the first, the lowest, the highest and the last."""
    columns = np.floor(points[:, 0] * 2)
    kept: list[int] = []
    for part in np.split(np.arange(len(points)), np.flatnonzero(np.diff(columns)) + 1):
        heights = points[part, 1]
        kept += sorted({int(part[0]), int(part[heights.argmin()]), int(part[heights.argmax()]), int(part[-1])})
    return points[kept]


def spread_labels(places: Sequence[float], distance: float = LABEL_DISTANCE) -> list[float]:
    """Move places apart as little as possible, so that they keep their order and at least this distance."""
    order = np.argsort(places)
    moved = np.array(places, dtype=np.float64)
    for _ in range(200):
        for one, other in pairwise(order):
            gap = distance - (moved[other] - moved[one])
            if gap > 0:
                moved[one] -= gap / 2
                moved[other] += gap / 2
    return moved.tolist()


def bar_chart(
    values: np.ndarray,
    lit: Sequence[int],
    size: tuple[int, int],
    y_label: str,
    title: str,
    highest: float | None = None,
) -> str:
    """Draw bars for the frequencies 1 … n, the axis ending at `highest` or the largest; those in `lit` are numbered."""
    width, height = size
    x = even_scale(0.5, len(values) + 0.5, LEFT, width - 16)
    y = even_scale(0, highest or max(float(values.max()), 1e-12) * 1.12, height - 28, TOP)
    thick = (x.end - x.start) / len(values) * 0.72
    parts = [text(x.start, TOP - 18, y_label)]
    for value, numeral in y.ticks()[:: 2 if height < 240 else 1]:
        at = float(y.place(value))
        parts += [rule(x.start, at, x.end, at), text(x.start - 8, at + 4, numeral, "end")]
    for k, value in enumerate(values.tolist(), start=1):
        top, role = float(y.place(value)), "accent" if k in lit else "grid"
        box: dict[str, Any] = {
            "x": round(float(x.place(k)) - thick / 2, 1),
            "y": round(top, 1),
            "width": round(thick, 1),
        }
        parts.append(tag("rect", **box, height=round(max(y.start - top, 0.5), 1), fill=color(role)))
    for k in lit:
        # Numbers of neighbors are moved apart.
        lean = any(0 < k - other <= 2 for other in lit) - any(0 < other - k <= 2 for other in lit)
        at = float(x.place(k)) - lean * thick / 2
        anchor = {-1: "end", 0: "middle", 1: "start"}[lean]
        parts.append(text(at, float(y.place(values[k - 1])) - 6, str(k), anchor, "text"))
    parts += [rule(x.start, y.start, x.end, y.start, opacity=1), text(x.end, y.start + 20, "frequency k", "end")]
    return drawing(width, height, [*parts, text(x.start, y.start + 20, "1")], title)


def pair_bars(names: Sequence[str], ours: Sequence[float], paper: Sequence[float], width: int, title: str) -> str:
    """Draw horizontal bars of counts, with the paper's as outlines where given."""
    row, left = 40, 84
    longest = max([*ours, *paper, 1])
    x = even_scale(0, longest * 1.05, left, width - 120)
    parts: list[str] = []
    for index, name in enumerate(names):
        top = 8 + row * index
        parts.append(text(left - 10, top + 20, name, "end", "text", LABEL))
        end = float(x.place(ours[index]))
        parts.append(tag("rect", x=left, y=top + 4, width=round(end - left, 1), height=22, fill=color("accent"), rx=2))
        words = f"{ours[index]:g}"
        if paper:
            end = max(end, float(x.place(paper[index])))
            outline: dict[str, Any] = {
                "x": left,
                "y": top + 1,
                "width": round(float(x.place(paper[index])) - left, 1),
                "height": 28,
            }
            parts.append(tag("rect", **outline, fill="none", stroke=color("text"), stroke_dasharray="5 4", rx=2))
            words += f"  (paper {paper[index]:g})"
        parts.append(text(end + 10, top + 20, words, role="text", size=LABEL))
    return drawing(width, 16 + row * len(names), parts, title)


def pair_dots(
    names: Sequence[str], ours: Sequence[float], paper: Sequence[float | None], low: float, width: int, title: str
) -> str:
    """Draw shares from `low` to 1 on one line each: ours as dots, the paper's as rings."""
    row, left = 28, 84
    x = even_scale(low, 1.0, left, width - 96)
    bottom = 12 + row * len(names)
    parts: list[str] = []
    for value, _ in x.ticks():
        at = float(x.place(value))
        parts += [rule(at, 4, at, bottom), text(at, bottom + 18, percent(value), "middle")]
    for index, name in enumerate(names):
        at = 18.0 + row * index
        parts += [text(left - 10, at + 5, name, "end", "text", LABEL), rule(left, at, x.end, at, opacity=0.2)]
        theirs = paper[index]
        parts.append(tag("circle", cx=round(float(x.place(ours[index])), 1), cy=at, r=5, fill=color("accent")))
        if theirs is not None:
            ring: dict[str, Any] = {"fill": "none", "stroke": color("text"), "stroke_width": 1.6}
            parts.append(tag("circle", cx=round(float(x.place(theirs)), 1), cy=at, r=8, **ring))
        parts.append(text(x.end + 14, at + 5, percent(ours[index], 1), role="text"))
    return drawing(width, bottom + 26, parts, title)
