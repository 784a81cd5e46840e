"""Brings animations to their end without a scene that plays them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


def bring(moves: Iterable[Any]) -> None:
    """Carry out animations, or what `.animate` makes of a mobject, one after the other and all at once."""
    for move in moves:
        made = move.build() if hasattr(move, "build") else move
        made.begin()
        made.interpolate(1.0)
