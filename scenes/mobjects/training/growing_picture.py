"""Something that changes as a network learns: what is drawn of it, and how it is at any moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from manim import Mobject


@dataclass(frozen=True)
class GrowingPicture:
    """A picture, and what makes it show a moment of training; see `model.analysis.structures.Structures.at`."""

    parts: list[Mobject]
    show: Callable[[Any], object]
