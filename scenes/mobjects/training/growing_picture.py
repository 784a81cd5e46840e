"""Something that changes as a network learns: its mobjects, and how to show them at any moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from manim import Mobject


@dataclass(frozen=True)
class GrowingPicture:
    """A picture's mobjects, and the function that shows a state; see `model.analysis.structures.Structures.at`."""

    parts: list[Mobject]
    show: Callable[[Any], object]
