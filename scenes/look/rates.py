"""Rate functions of films besides Manim's: what goes in the first half of a time, and what comes in the second."""

from __future__ import annotations

from manim import smooth


def first_half(time: float) -> float:
    """All of a change in the first half of its time."""
    return float(smooth(min(2 * time, 1.0)))


def second_half(time: float) -> float:
    """All of a change in the second half of its time."""
    return float(smooth(max(2 * time - 1, 0.0)))
