"""Plays on the stage: counted in whole frames, the same whether they are drawn, skipped or drawn before."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from manim import Animation, Mobject, Scene, config

from transparent_box.scenes.look.theme import Time
from transparent_box.scenes.mobjects.array_mobject import ArrayMobject
from transparent_box.scenes.mobjects.space import Space

GRAINS = 1e9  # in a unit: positions and colours that are told apart
LEAN = 0.318  # of a grain, from where on it is rounded up: halves, which shares of two give, must not hang on last bits


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
        before = list(self.mobjects)
        self.camera.forget()
        super().play(*due, *animations, **options)
        played = self._frames_just_played()
        self._frames += played
        if self.after_play is not None:
            self.after_play(played, not self.is_current_animation_frozen_frame())
        for mobject in {*before, *self.mobjects}:  # what has left may come back
            round_state(mobject)

    @property
    def elapsed(self) -> float:
        """Seconds of the clip so far, by whole frames: the same whether they were drawn, cached or skipped."""
        return self._frames / float(config.frame_rate)

    def get_moving_mobjects(self, *animations: Animation) -> list[Mobject]:
        """Manim's, and what is seen through the same space as something that moves, or through one that turns."""
        # Manim's list is of families, so what it begins with is looked for: counting from its end would miss.
        moving = {id(mobject) for mobject in super().get_moving_mobjects(*animations)}
        tops = enumerate(self.mobjects)
        first = next((place for place, top in tops if moving & {id(m) for m in top.get_family()}), len(self.mobjects))
        turning = {id(m) for animation in animations for m in animation.mobject.get_family() if isinstance(m, Space)}
        spaces = [{id(m.space) for m in top.get_family() if isinstance(m, ArrayMobject)} for top in self.mobjects]
        while True:
            involved = turning.union(*spaces[first:]) - {id(None)}
            earlier = next((place for place, seen in enumerate(spaces) if seen & involved), first)
            if earlier >= first:
                return self.mobjects[first:]
            first = earlier

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


def round_state(mobject: Mobject) -> None:
    """Round where a mobject has come to.

    One that is moved frame by frame ends, by its last bits, elsewhere than one that is moved at once, as it is where a
    play was drawn before; without this the next play would not be recognised, and drawn again.
    """
    for part in mobject.get_family():
        for name, value in vars(part).items():
            if isinstance(value, np.ndarray) and value.dtype.kind == "f":
                rounded = grained(value)
                if not np.array_equal(rounded, value):
                    setattr(part, name, rounded)
            elif isinstance(value, float) and math.isfinite(value):  # opacities
                setattr(part, name, float(grained(value)))


def grained(value: Any) -> Any:
    """Round to whole grains."""
    return np.floor(np.asarray(value) * GRAINS + (1 - LEAN)) / GRAINS
