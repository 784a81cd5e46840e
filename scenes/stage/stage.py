"""The stage: a scene with a run, a look and beats.

A beat is one idea, told in one line by one method (`scenes.stage.beat`): `self.say("…")` opens a Manim section and
shows the line as the caption; when the method is through, the picture is held until the line can have been read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from manim import FadeIn, FadeOut, Mobject, rate_functions
from manim.renderer.cairo_renderer import CairoRenderer
from numpy.typing import NDArray

from model.linebreak.run import LinebreakRun
from model.runs.evidence import Evidence
from model.runs.run import Run
from model.storage import RunError
from scenes.look.frame import Frame
from scenes.look.theme import DARK, READING_SPEED, Size, Theme, Time, units
from scenes.mobjects.lettering import words
from scenes.raster.camera import StageCamera
from scenes.raster.recording import Outputs, Recorder, straight_alpha
from scenes.stage.beat import Beat, beats_of
from scenes.stage.furniture import Furniture
from scenes.stage.moves import Moves

SHIPPED_LINES = Path(__file__).resolve().parents[2] / "assets" / "linebreak"


@dataclass(frozen=True)
class Look:
    """Choices of drawing, whatever a scene shows."""

    frame: Frame
    theme: Theme = DARK
    captions: bool = True
    only: str | None = None  # the name of the one beat to draw; the others are gone through


class Stage(Moves, Furniture):
    """Every chapter's parent. Chapters are final: one class, one idea, no inheritance below.

    `options` names the class attributes that may be set from outside (`--set name=value`); all are whole numbers, and
    None where the run decides by rule. `tells_of` is the operation that its lines are true for, None for any.
    A chapter that tells of the network that wraps lines reads `linebreak` and not `run`, which may then be any.
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
        self._told: tuple[str, str, float] | None = None  # the beat that is being told: name, line, start
        self._caption: Mobject | None = None
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

    @cached_property
    def linebreak(self) -> LinebreakRun:
        """The network that wraps lines, the shipped one whatever run the film is of; read when first asked for."""
        return LinebreakRun(SHIPPED_LINES)

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
        left = start + len(line) / READING_SPEED + Time.QUICK - self.elapsed
        self.wait(max(left, Time.HOLD / 2))
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
        caption = words(line, Size.CAPTION, self.theme.text, width=safe.width if self.frame.caption_lines > 1 else None)
        # A single line keeps its baseline where it is, whatever hangs below it.
        floor = caption.baseline if self.frame.caption_lines == 1 else caption.get_bottom()[1]
        caption.shift([0, safe.bottom + units(Size.CAPTION) * 0.25 - floor, 0])
        if self._caption is None and self._frames == 0:
            self.add(caption)
        else:
            # One after the other: two lines over each other cannot be read.
            leaving = [FadeOut(self._caption, run_time=Time.QUICK, rate_func=first_half)] if self._caption else []
            self._due = (*leaving, FadeIn(caption, run_time=Time.QUICK, rate_func=second_half))
        self._caption = caption

    def chosen(
        self, option: str, by_rule: Callable[[], int], among: Sequence[int], of: LinebreakRun | None = None
    ) -> int:
        """An option's value, or what the rule chooses; RunError for a number that cannot be shown of a run."""
        value: int | None = getattr(self, option)
        if value is None:
            return by_rule()
        if value not in among:
            few = ", ".join(map(str, among)) if len(among) <= 12 else f"{min(among)} to {max(among)}"
            raise RunError(f"There is no {option} {value} to show of {(of or self.run).folder}: choose from {few}.")
        return value


def first_half(time: float) -> float:
    """All of a change in the first half of its time."""
    return float(rate_functions.smooth(min(2 * time, 1.0)))


def second_half(time: float) -> float:
    """All of a change in the second half of its time."""
    return float(rate_functions.smooth(max(2 * time - 1, 0.0)))
