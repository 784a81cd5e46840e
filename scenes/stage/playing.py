"""Plays on the stage: counted in whole frames, the same whether they are drawn, skipped or drawn before."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from manim import Animation, Mobject, Scene, config

from transparent_box.scenes.look.theme import Time
from transparent_box.scenes.stage.rounding import round_state


class Playing(Scene):
    """Abstract: Manim's scene with its time in whole frames, and what is due to change with the next play."""

    amid_play: Callable[[], None] | None = None  # to look at a picture halfway through each play
    after_play: Callable[[int, bool], None] | None = None  # hears how many frames it had, and whether they moved
    _frames = 0
    _due: tuple[Animation, ...] = ()

    def play(self, *animations: Any, **options: Any) -> None:
        """Manim's `play`; what is due, a new caption, changes along with the first thing that moves."""
        due, self._due = self._due, ()
        if due and options:
            animations = tuple(self.prepared(animation, **options) for animation in animations)
            options = {}
        before, rests = list(self.mobjects), self.camera.resting
        try:
            super().play(*due, *animations, **options)
        finally:
            self.camera.resting = rests
        played = self._frames_just_played()
        self._frames += played
        if self.after_play is not None:
            self.after_play(played, not self.is_current_animation_frozen_frame())
        round_state({*before, *self.mobjects})  # what has left may come back

    @property
    def elapsed(self) -> float:
        """Seconds of the clip so far, by whole frames: the same whether they were drawn, cached or skipped."""
        return self._frames / float(config.frame_rate)

    def begin_animations(self) -> None:
        """Manim's; a play that is skipped, as one that was drawn before, is not drawn: nobody would see it."""
        self.camera.resting |= self.renderer.skip_animations
        super().begin_animations()

    def get_moving_and_static_mobjects(self, animations: Iterable[Animation]) -> tuple[list[Mobject], list[Mobject]]:
        """Manim's; while the camera rests nobody asks which of them move."""
        return ([], []) if self.camera.resting else super().get_moving_and_static_mobjects(animations)

    def update_to_time(self, t: float) -> None:
        """Manim's; whoever wants to look at the middle of a play that is skipped is called there."""
        if self.amid_play is not None and t == self.duration > 0:
            super().update_to_time(t / 2)
            self.amid_play()
        super().update_to_time(t)

    def _frames_just_played(self) -> int:
        """Manim's own count: a still wait is cut to whole frames, anything else runs to the next one."""
        if self.is_current_animation_frozen_frame():
            return int(self.duration / (1 / config.frame_rate))
        return len(np.arange(0, self.duration, 1 / config.frame_rate))

    @staticmethod
    def prepared(animation: Any, **options: Any) -> Animation:
        """An animation (or `.animate` builder) with the options of the `play` call it was written in."""
        built: Animation = animation.build() if hasattr(animation, "build") else animation
        if "run_time" in options:
            built.run_time = options["run_time"]
        if "rate_func" in options:
            built.rate_func = options["rate_func"]
        return built

    def wait(self, duration: float = 1.0, **options: Any) -> None:
        """Hold the picture; a caption that is due comes first."""
        if self._due:
            self.play()
            duration -= Time.QUICK
        if duration > 1 / 60:
            super().wait(duration, **options)
