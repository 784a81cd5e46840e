"""The stage: a scene with a run, a look and beats.

A beat is one idea, told in one line by one method (`scenes.stage.beat`): `self.say("…")` opens a Manim section and
shows the line as the caption; when the method is through, the picture is held until the line can have been read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

import numpy as np
from manim import Animation, FadeIn, FadeOut, Group, Mobject, Scene, config, rate_functions
from manim.renderer.cairo_renderer import CairoRenderer
from numpy.typing import NDArray

from model.runs.evidence import Evidence
from model.runs.run import Run
from model.storage import RunError
from scenes.look.colormaps import ramp, rgba, role_ramp
from scenes.look.frame import Area, Frame
from scenes.look.theme import CAPTION, DARK, HOLD, LABEL, QUICK, READING_SPEED, SMALL, Theme, units
from scenes.mobjects.array_mobject import ArrayMobject
from scenes.mobjects.equation import Equation
from scenes.mobjects.lettering import Lettering, formula, lettering, words
from scenes.mobjects.network_strip import ROUND_A_GLYPH, NetworkStrip
from scenes.mobjects.relief import Relief
from scenes.mobjects.space import Space
from scenes.raster.camera import StageCamera
from scenes.raster.recording import Outputs, Recorder, straight_alpha
from scenes.stage.beat import Beat, beats_of

RIBBON = 0.36  # units high the network is while we look at a picture
DECIMALS = 9  # of positions and colours that are told apart


@dataclass(frozen=True)
class Look:
    """How a scene is to be drawn, whatever it shows."""

    frame: Frame
    theme: Theme = DARK
    captions: bool = True
    only: str | None = None  # the name of the one beat to draw; the others are gone through


class Stage(Scene):  # type: ignore[misc]
    """Every chapter's parent. Chapters are final: one class, one idea, no inheritance below.

    `options` names the class attributes that may be set from outside (`--set name=value`); all are whole numbers, and
    None where the run decides by rule. `tells_of` is the operation that its lines are true for, None for any.
    """

    tells_of: ClassVar[str | None] = "x+y"
    options: ClassVar[tuple[str, ...]] = ()
    beat_names: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls, **keywords: Any) -> None:
        """Know a chapter's beats as soon as it is defined."""
        super().__init_subclass__(**keywords)
        cls.beat_names = beats_of(cls)

    def __init__(self, run: Run, look: Look, outputs: Outputs) -> None:
        """RunError for a run of an operation that the chapter does not tell of."""
        self.require_operation(run)
        self.run = run
        self.evidence = Evidence(run)
        self.look = look
        self.theme = look.theme
        self.frame = look.frame
        self.beats: list[Beat] = []
        self.after_beat: Callable[[Beat], None] = lambda beat: None
        self.amid_play: Callable[[], None] | None = None  # to look at a picture halfway through each play
        self._told: tuple[str, str, float] | None = None  # the beat that is being told: name, line, start
        self._caption: Mobject | None = None
        self._pending: list[Animation] = []
        self._frames = 0
        recorder = partial(Recorder, outputs=outputs)
        super().__init__(renderer=CairoRenderer(file_writer_class=recorder, camera_class=StageCamera))
        self.camera.background_color = self.theme.ground
        self.renderer.file_writer.chapters = self.beats if look.only is None else []

    @classmethod
    def require_operation(cls, run: Run) -> None:
        """RunError unless a chapter's lines are about what a run has learned."""
        learned = run.config.operation
        if cls.tells_of not in (None, learned):
            raise RunError(
                f"{cls.__module__.rpartition('.')[2]} tells of {cls.tells_of}, but {run.folder} learned {learned}: "
                f"name a run of {cls.tells_of} with --run, or leave it out for the shipped one."
            )

    def say(self, line: str) -> None:
        """Tell a beat's line: from here on the picture is the beat's."""
        if self._told is None:
            raise RuntimeError(f"“{line}” is said outside a beat: mark the method that says it with @beat.")
        name, _, _ = self._told
        self._told = (name, line, self.elapsed)
        self.next_section(line, skip_animations=self.look.only not in (None, name))
        self._change_caption(line)

    def begin_beat(self, name: str) -> None:
        """See `scenes.stage.beat`."""
        self._told = (name, "", self.elapsed)

    def end_beat(self) -> None:
        """See `scenes.stage.beat`. RuntimeError for a beat that has said nothing."""
        name, line, start = self._told or ("", "", 0.0)
        if not line:
            raise RuntimeError(f"The beat {name} says no line.")
        self._told = None
        left = start + len(line) / READING_SPEED + QUICK - self.elapsed
        self.wait(max(left, HOLD / 2))
        self.beats.append(Beat(line, name, start, self.elapsed))
        self.after_beat(self.beats[-1])

    def still(self) -> NDArray[np.uint8]:
        """(h, w, 4) RGBA of the picture as it is now, its alpha straight."""
        self.camera.reset()
        self.camera.capture_mobjects(self.mobjects)
        return straight_alpha(self.renderer.get_frame())

    def _change_caption(self, line: str) -> None:
        if not self.look.captions:
            return
        safe = self.frame.safe
        caption = words(line, CAPTION, self.theme.text, width=safe.width if self.frame.caption_lines > 1 else None)
        # A single line keeps its baseline where it is, whatever hangs below it.
        floor = caption.baseline if self.frame.caption_lines == 1 else caption.get_bottom()[1]
        caption.shift([0, safe.bottom + units(CAPTION) * 0.25 - floor, 0])
        if self._caption is None and self._frames == 0:
            self.add(caption)
        else:
            # One after the other: two lines over each other cannot be read.
            leaving = [FadeOut(self._caption, run_time=QUICK, rate_func=first_half)] if self._caption else []
            self._pending = [*leaving, FadeIn(caption, run_time=QUICK, rate_func=second_half)]
        self._caption = caption

    @property
    def content(self) -> Area:
        """Where a scene draws: above the caption, below the header."""
        return self.frame.picture.less_top(RIBBON + 2 * ROUND_A_GLYPH + 1.9 * units(SMALL))

    def header(self, lit: str) -> Group:
        """The network of the shown sum as a ribbon, one glyph lit, and, where tokens are renamed, how."""
        safe = self.frame.safe
        strip = NetworkStrip(self.evidence.reading(*self.evidence.shown_sum), lit, safe.width, RIBBON, self.theme)
        strip.shift([0, safe.top - RIBBON / 2 - ROUND_A_GLYPH - strip.glyphs.get_y(), 0])
        header = Group(strip)
        renaming = self.run.renaming
        if renaming.multiplier != 1:
            rule = f"$n -> {renaming.multiplier} n$"
            if self.frame.ratio > 1:
                rule = f"numbers renamed: $n -> {renaming.multiplier} n mod {renaming.p}$"
            note = lettering(rule, SMALL, self.theme.dim).match_y(strip.name)
            left = strip.name.get_x() > 0  # on the side that the lit glyph's name leaves free
            note.shift([safe.left - note.get_left()[0] if left else safe.right - note.get_right()[0], 0, 0])
            header.add(note)
        return header

    def heights(self, values: Any) -> Any:
        """(…, 4) RGBA of a surface's heights in 0 … 1."""
        return ramp(self.theme.heights, values)

    def in_role(self, role: str) -> Callable[[Any], Any]:
        """What colours a surface in the shades of one role."""
        code, shades = getattr(self.theme, role), self.theme.shades
        return lambda values: role_ramp(code, values, shades)

    def chosen(self, option: str, by_rule: Callable[[], int], among: Sequence[int]) -> int:
        """An option's value, or what the rule chooses; RunError for a number that cannot be shown."""
        value: int | None = getattr(self, option)
        if value is None:
            return by_rule()
        if value not in among:
            few = ", ".join(map(str, among)) if len(among) <= 12 else f"{min(among)} to {max(among)}"
            raise RunError(f"There is no {option} {value} to show of {self.run.folder}: choose from {few}.")
        return value

    def addition(self, x: int, y: int, size: float) -> Equation:
        """x + y = their sum, and what that is modulo p where it goes past it, in the colours of the three."""
        theme = self.theme
        symbols = [(str(x), theme.cos_x), ("+", theme.text), (str(y), theme.cos_y), ("=", theme.text)]
        symbols.append((str(x + y), theme.sum))
        if x + y >= self.run.p:
            symbols += [("→", theme.text), (str((x + y) % self.run.p), theme.sum)]
        return Equation(symbols, size)

    def ticks(self) -> list[tuple[float, Lettering]]:
        """(share of an axis, numeral) for its first, middle and last number."""
        last = self.run.p - 1
        return [(n / last, words(str(n), SMALL, self.theme.dim)) for n in (0, (last + 1) // 2, last)]

    def axes_of(self, relief: Relief, floor: float | None = None) -> Group:
        """Axes of x and of y for a surface, which follow as it turns."""
        names = (formula("x", LABEL + 3, self.theme.cos_x), formula("y", LABEL + 3, self.theme.cos_y))
        level = -relief.rise if floor is None else floor
        return relief.axes(names, self.ticks, color=rgba(self.theme.grid), floor=level)

    def colors(self, *roles: str) -> dict[str, str]:
        """Roles of the theme by name, to hand to a mobject."""
        return {role: getattr(self.theme, role) for role in roles}

    def play(self, *animations: Any, **options: Any) -> None:
        """Manim's `play`; a caption that is due changes along with the first thing that moves."""
        due, self._pending = self._pending, []
        if due and options:
            animations = tuple(self.prepared(animation, **options) for animation in animations)
            options = {}
        before = list(self.mobjects)
        super().play(*due, *animations, **options)
        self._frames += self._frames_just_played()
        for mobject in {*before, *self.mobjects}:  # what has left may come back
            settle(mobject)

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
        if self._pending:
            self.play()
            duration -= QUICK
        if duration > 1 / 60:
            super().wait(duration, **options)

    ease = staticmethod(rate_functions.ease_in_out_sine)


def settle(mobject: Mobject) -> None:
    """Round where a mobject has come to.

    One that is moved frame by frame ends, by its last bits, elsewhere than one that is moved at once, as it is where a
    play was drawn before; without this the next play would not be recognised, and drawn again.
    """
    for part in mobject.get_family():
        for name, value in vars(part).items():
            if isinstance(value, np.ndarray) and value.dtype.kind == "f":
                rounded = value.round(DECIMALS)
                if not np.array_equal(rounded, value):
                    setattr(part, name, rounded)


def first_half(time: float) -> float:
    """All of a change in the first half of its time."""
    return float(rate_functions.smooth(min(2 * time, 1.0)))


def second_half(time: float) -> float:
    """All of a change in the second half of its time."""
    return float(rate_functions.smooth(max(2 * time - 1, 0.0)))
