"""The moves that chapters are made of: each plays one kind of motion at the pace that the whole film keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

from manim import Animation, FadeIn, FadeOut, Mobject, UpdateFromAlphaFunc, linear, rate_functions

from transparent_box.scenes.look.theme import Time
from transparent_box.scenes.stage.playing import Playing

Pace = Callable[[float], float]  # time of a move, 0 … 1, → how far it is, 0 … 1


class Turnable(Protocol):
    """A picture in a space of its own, or several."""

    def turned(self, theta: float) -> list[Animation]:
        """Return animations that turn it to an azimuth in radians."""


class Moves(Playing):
    """Abstract: moves for a stage. `time` is in seconds."""

    ease = staticmethod(rate_functions.ease_in_out_sine)

    def glide(self, *animations: Any, time: float = Time.SLOW) -> None:
        """Play animations together, starting and ending gently."""
        self.play(*animations, run_time=time, rate_func=self.ease)

    def turn(self, *pictures: Turnable, to: float, time: float = Time.SLOW) -> None:
        """Turn pictures to an azimuth, in radians."""
        self.glide(*(animation for picture in pictures for animation in picture.turned(to)), time=time)

    def appear(
        self, *mobjects: Mobject, instead_of: Mobject | Iterable[Mobject] = (), time: float = Time.STEADY
    ) -> None:
        """Fade mobjects in while those they replace fade out."""
        leaving = [instead_of] if isinstance(instead_of, Mobject) else list(instead_of)
        self.play(*map(FadeOut, leaving), *map(FadeIn, mobjects), run_time=time)

    def leave(self, *mobjects: Mobject, time: float = Time.QUICK) -> None:
        """Fade mobjects out."""
        self.play(*map(FadeOut, mobjects), run_time=time)

    def drive(
        self, live: Mobject, change: Callable[[float], object], time: float = Time.SLOW, pace: Pace | None = None
    ) -> None:
        """Animate by calling `change` with 0 … 1, gently or at a `pace`; `live` is the mobject that it changes."""
        move = UpdateFromAlphaFunc(live, lambda _, share: change(share))
        self.play(move, run_time=time, rate_func=pace or self.ease)

    def count_through(
        self, live: Mobject, count: int, show: Callable[[int], object], time: float, pace: Pace = linear
    ) -> None:
        """Call `show` with 0 … count − 1, each for the same time, or at a `pace`; `live` is the mobject it changes."""
        self.drive(live, lambda share: show(min(int(share * count), count - 1)), time, pace)

    def pass_through(
        self, live: Mobject, count: int, show: Callable[[float], object], time: float, pace: Pace = linear
    ) -> None:
        """Call `show` with real numbers from 0 to count − 1, so that `live`, which it changes, never stands still."""
        self.drive(live, lambda share: show(share * (count - 1)), time, pace)

    def read_off(self, entries: Sequence[Mobject], places: Sequence[Mobject], pause: float = 0.0) -> None:
        """Let each entry of a list appear together with the place it is read at, and pause after it."""
        for entry, place in zip(entries, places, strict=True):
            self.appear(place, entry, time=Time.QUICK)
            self.wait(pause)
