"""Lists what a line-wrapping run must show before a film shows it: eight statements, with their numbers and limits.

The limits were set before the runs that they judge were trained. The eighth is about another run: the same recipe
without noise, whose count should lie on a nearly straight line.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Values = dict[str, Any]

CLEAN_IQR, CLEAN_COSINE = 2.0, 0.85
APART = 3.0  # characters between the offsets of two heads that look at different places
FIRST_HEAD = (3.0, 8.0)  # where one clean head's offset must lie
STRAIGHT = 0.80  # least share of variance on one axis that counts as a straight line


@dataclass(frozen=True)
class Part:
    """One number of a statement, as found and as asked for."""

    name: str
    value: float | None
    words: str
    limit: str
    good: bool


@dataclass(frozen=True)
class Statement:
    """One of the eight."""

    number: int
    name: str
    parts: list[Part]

    @property
    def good(self) -> bool:
        """Whether all parts are as they should be."""
        return all(part.good for part in self.parts)

    def to_json(self) -> Values:
        """For programs."""
        parts = [{"name": p.name, "value": p.value, "limit": p.limit, "passes": p.good} for p in self.parts]
        return {"number": self.number, "name": self.name, "passes": self.good, "parts": parts}


def at_least(name: str, value: float | None, limit: float, show: str = "{:.3f}") -> Part:
    """Return a number that must not be smaller."""
    return part(name, value, f"≥ {limit:g}", show, lambda found: found >= limit)


def at_most(name: str, value: float | None, limit: float, show: str = "{:.3f}") -> Part:
    """Return a number that must not be larger."""
    return part(name, value, f"≤ {limit:g}", show, lambda found: found <= limit)


def between(name: str, value: float | None, low: float, high: float, show: str = "{:.1f}") -> Part:
    """Return a number that must lie in a span."""
    return part(name, value, f"{low:g} … {high:g}", show, lambda found: low <= found <= high)


def part(name: str, value: float | None, limit: str, show: str, test: Callable[[float], bool]) -> Part:
    """Return a number and its test; None never passes."""
    return Part(name, value, "–" if value is None else show.format(value), limit, value is not None and test(value))


def statements(values: Values, control: Values | None) -> list[Statement]:
    """Judge the eight statements by a run's measured values and its control's; without those the eighth fails."""
    return [
        Statement(1, "Counts lie on a curve in about six dimensions", dimension_parts(values)),
        Statement(2, "It winds", winding_parts(values)),
        Statement(3, "It ripples", ringing_parts(values)),
        Statement(4, "Widths lie along it", alignment_parts(values)),
        Statement(5, "Heads turn one against the other", twist_parts(values)),
        Statement(6, "The task is learned", task_parts(values)),
        Statement(7, "The curve is what is used", causal_parts(values)),
        Statement(8, "Without noise it is nearly straight", control_parts(control)),
    ]


def dimension_parts(values: Values) -> list[Part]:
    """Return shares of variance; the upper limits rule out a straight line and a plane."""
    pca = values["pca"]
    return [
        at_least("variance on 6 axes", pca[5], 0.95),
        at_most("on 3 axes", pca[2], 0.90),
        at_most("on 1 axis", pca[0], 0.50),
    ]


def winding_parts(values: Values) -> list[Part]:
    """Return turns in the first plane, and the lag at which means are first at right angles."""
    return [
        at_least("turns about the first two axes", values["turns"], 1.8, "{:.2f}"),
        between("first zero of the lag profile", values["rings"]["first_zero"], 8, 16),
    ]


def ringing_parts(values: Values) -> list[Part]:
    """Return the lag profile's trough and the crest behind it."""
    rings = values["rings"]
    return [
        at_most(f"trough (at lag {rings['trough_lag']})", rings["trough"], -0.35, "{:.2f}"),
        at_least(f"crest behind it (at lag {rings['crest_lag']})", rings["crest"], 0.20, "{:.2f}"),
    ]


def alignment_parts(values: Values) -> list[Part]:
    """Return whether both curves share a space and a phase."""
    return [
        at_least("width variance in the count's 6 axes", values["width_inside"], 0.95),
        between("offset of the nearest width", values["stream_offset"]["median"], -1, 1, "{:g}"),
    ]


def clean_heads(values: Values) -> dict[int, float]:
    """Return head → offset of those whose every count points to one width, the same number of characters on."""
    return {
        head: found["median"]
        for head, found in enumerate(values["head_offsets"])
        if found["iqr"] <= CLEAN_IQR and found["cosine"] >= CLEAN_COSINE
    }


def twist_parts(values: Values) -> list[Part]:
    """Clean heads whose offsets differ, one of them a few characters on, and that chance does not make any."""
    offsets = sorted(clean_heads(values).values())
    distinct: list[float] = []
    for found in offsets:
        if not distinct or found - distinct[-1] >= APART:
            distinct.append(found)
    low, high = FIRST_HEAD
    first = [found for found in offsets if low <= found <= high]
    nearest = first[0] if first else min(offsets, key=lambda found: abs(found - low), default=None)
    return [
        at_least("clean heads with offsets 3 apart", len(distinct), 2, "{:g}"),
        between("offset of one of them", nearest, low, high, "{:g}"),
        at_least("spread (IQR) through random heads", values["random_offset"]["iqr"], 20, "{:.1f}"),
    ]


def task_parts(values: Values) -> list[Part]:
    """Newlines where they must be, and the room that is left."""
    return [
        at_least("newline decisions right", values["newline"]["accuracy"], 0.98),
        at_most("error of the room, letters", values["room_rmse"], 1.3, "{:.2f}"),
    ]


def causal_parts(values: Values) -> list[Part]:
    """Taking the curve away, taking something else away, and moving along it."""
    ablation = values["ablation"]
    return [
        at_least("accuracy lost without the 6 axes", ablation["whole"] - ablation["without"], 0.25),
        at_most("lost without 6 random ones", ablation["whole"] - ablation["without_random"], 0.02),
        between("room moved by a character of count", values["patch"]["slope"], -1.1, -0.8, "{:.2f}"),
    ]


def control_parts(control: Values | None) -> list[Part]:
    """Return the same of the run without noise."""
    if control is None:
        return [part("control run", None, "measured", "", bool)]
    return [
        at_least("variance on 1 axis", control["pca"][0], STRAIGHT),
        at_most("second ring's crest", control["rings"]["crest"], 0.20, "{:.2f}"),
    ]
