"""Plays on the stage: counted in whole frames, the same whether they are drawn, skipped or drawn before."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from manim import Animation, Mobject, Scene, config
from manim.animation.animation import prepare_animation
from manim.utils.parameter_parsing import flatten_iterable_parameters
from numpy.typing import NDArray

from transparent_box.scenes.look.theme import Time
from transparent_box.scenes.raster.recording import straight_alpha
from transparent_box.scenes.stage.rounding import round_state

SAID = frozenset({"subcaption", "subcaption_duration", "subcaption_offset"})  # of a play as a whole


class Playing(Scene):
    """Abstract: Manim's scene with its time in whole frames, and what is due to change with the next play."""

    # To look at a play's first frame, at its middle, and at its end before what leaves has left: the middle and the end
    # only where plays are not drawn, and holds have neither.
    at_first_frame: Callable[[], None] | None = None
    amid_play: Callable[[], None] | None = None
    at_last_frame: Callable[[], None] | None = None
    after_play: Callable[[int, bool], None] | None = None  # hears how many frames it had, and whether they moved
    _frames = 0
    _due: tuple[Animation, ...] = ()

    def play(self, *animations: Any, **options: Any) -> None:
        """Manim's `play`; what is due, a new caption, changes along with the first thing that moves."""
        due, self._due = self._due, ()
        if due:  # which keeps its own time
            changes = {name: options.pop(name) for name in set(options) - SAID}
            animations = tuple(self.prepared(one, **changes) for one in flatten_iterable_parameters(animations))
        before, rests = list(self.mobjects), self.camera.resting
        self.camera.forget()
        try:
            super().play(*due, *animations, **options)
        finally:
            self.camera.rest(rests)
        played = self._frames_just_played()
        self._frames += played
        if self.after_play is not None:
            self.after_play(played, not self.is_current_animation_frozen_frame())
        round_state({*before, *self.mobjects})  # what has left may come back

    def still(self) -> NDArray[np.uint8]:
        """(h, w, 4) RGBA of the picture as it is now, its alpha straight."""
        self.camera.forget()
        self.camera.reset()
        self.camera.capture_mobjects(self.mobjects)
        return straight_alpha(self.renderer.get_frame())

    @property
    def elapsed(self) -> float:
        """Seconds of the clip so far, by whole frames: the same whether they were drawn, cached or skipped."""
        return self._frames / float(config.frame_rate)

    def begin_animations(self) -> None:
        """Manim's; a play that is skipped, as one that was drawn before, is not drawn: nobody would see it.

        Whoever wants to look at the first frame of a play is called then.
        """
        if self.renderer.skip_animations:
            self.camera.rest(True)
        super().begin_animations()
        if self.at_first_frame is not None:
            self.at_first_frame()

    def get_moving_and_static_mobjects(self, animations: Iterable[Animation]) -> tuple[list[Mobject], list[Mobject]]:
        """Manim's; while the camera rests nobody asks which of them move."""
        return ([], []) if self.camera.resting else super().get_moving_and_static_mobjects(animations)

    def update_to_time(self, t: float) -> None:
        """Manim's; whoever wants to look at the middle and the end of a play that is skipped is called there."""
        ends = t == self.duration > 0
        if self.amid_play is not None and ends:
            super().update_to_time(t / 2)
            self.amid_play()
        super().update_to_time(t)
        if self.at_last_frame is not None and ends:
            self.at_last_frame()

    def _frames_just_played(self) -> int:
        """Manim's own count: a still wait is cut to whole frames, anything else runs to the next one."""
        if self.is_current_animation_frozen_frame():
            return int(self.duration / (1 / config.frame_rate))
        return len(np.arange(0, self.duration, 1 / config.frame_rate))

    @staticmethod
    def prepared(animation: Any, **options: Any) -> Animation:
        """An animation (or `.animate` builder) with the options of the `play` call it was written in."""
        built: Animation = prepare_animation(animation)
        for name, value in options.items():
            setattr(built, name, value)
        return built

    def wait(self, duration: float = 1.0, **options: Any) -> None:
        """Hold the picture; a caption that is due comes first."""
        if self._due:
            self.play()
            duration -= Time.QUICK
        if duration >= 1 / config.frame_rate:
            super().wait(duration, **options)
