"""Plays animations on the stage; time is counted in whole frames, whether they are drawn, skipped or cached."""

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
    """Abstract: Manim's scene with its time in whole frames, hooks for checks, and a caption due with the next play."""

    # Hooks called at a play's first frame, at its middle, and at its end before leaving mobjects are removed. The
    # latter two are called only for plays that are skipped, and not for holds.
    at_first_frame: Callable[[], None] | None = None
    amid_play: Callable[[], None] | None = None
    at_last_frame: Callable[[], None] | None = None
    after_play: Callable[[int, bool], None] | None = None  # gets the number of its frames, and whether anything moved
    _frames = 0
    _due: tuple[Animation, ...] = ()

    def play(self, *animations: Any, **options: Any) -> None:
        """Play animations as Manim does; a caption that is due changes along with them."""
        due, self._due = self._due, ()
        if due:  # the caption keeps its own run time, so the options go to each of the others
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
        round_state({*before, *self.mobjects})  # also mobjects that were removed, which may come back

    def still(self) -> NDArray[np.uint8]:
        """Draw the present picture: RGBA (h, w, 4) with straight alpha."""
        self.camera.forget()
        self.camera.reset()
        self.camera.capture_mobjects(self.mobjects)
        return straight_alpha(self.renderer.get_frame())

    @property
    def elapsed(self) -> float:
        """Seconds of the clip so far, by whole frames: the same whether they were drawn, cached or skipped."""
        return self._frames / float(config.frame_rate)

    def begin_animations(self) -> None:
        """Begin as Manim does, with the camera at rest during skipped and cached plays, whose frames nobody sees.

        Calls `at_first_frame`.
        """
        if self.renderer.skip_animations:
            self.camera.rest(True)
        super().begin_animations()
        if self.at_first_frame is not None:
            self.at_first_frame()

    def get_moving_and_static_mobjects(self, animations: Iterable[Animation]) -> tuple[list[Mobject], list[Mobject]]:
        """Find moving and static mobjects as Manim does; none while the camera rests, since nothing is drawn."""
        return ([], []) if self.camera.resting else super().get_moving_and_static_mobjects(animations)

    def update_to_time(self, t: float) -> None:
        """Update as Manim does; in skipped plays, call `amid_play` and `at_last_frame`."""
        ends = t == self.duration > 0
        if self.amid_play is not None and ends:
            super().update_to_time(t / 2)
            self.amid_play()
        super().update_to_time(t)
        if self.at_last_frame is not None and ends:
            self.at_last_frame()

    def _frames_just_played(self) -> int:
        """Count frames as Manim does: a static wait is cut to whole frames, anything else is rounded up."""
        if self.is_current_animation_frozen_frame():
            return int(self.duration / (1 / config.frame_rate))
        return len(np.arange(0, self.duration, 1 / config.frame_rate))

    @staticmethod
    def prepared(animation: Any, **options: Any) -> Animation:
        """Build an animation (from an `.animate` builder, too) and set the options of the `play` call it was in."""
        built: Animation = prepare_animation(animation)
        for name, value in options.items():
            setattr(built, name, value)
        return built

    def wait(self, duration: float = 1.0, **options: Any) -> None:
        """Hold the picture for `duration` seconds, including the change of a caption that is due."""
        if self._due:
            self.play()
            duration -= Time.QUICK
        if duration >= 1 / config.frame_rate:
            super().wait(duration, **options)
