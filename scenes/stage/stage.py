"""The stage: a scene with a run, a look and beats.

A beat is one idea in one line, played by one method (`scenes.stage.beat`): `self.say("…")` opens a Manim section and
shows the line as the caption; at the end of the method the picture is held until there was time to read the line.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any, ClassVar

from manim import FadeIn, FadeOut, config
from manim.utils.exceptions import EndSceneEarlyException

from transparent_box.model.contents import folder_digest
from transparent_box.model.linebreak.run import LinebreakRun
from transparent_box.model.runs.evidence import evidence_of
from transparent_box.model.runs.run import Run
from transparent_box.model.storage import RunError
from transparent_box.scenes.look.frame import Frame
from transparent_box.scenes.look.numbers import unbroken
from transparent_box.scenes.look.operations import OPERATIONS, SUMS, Telling
from transparent_box.scenes.look.rates import first_half, second_half
from transparent_box.scenes.look.theme import DARK, READING_SPEED, Size, Theme, Time
from transparent_box.scenes.mobjects.words.lettering import words
from transparent_box.scenes.raster.any_scene import support_arrays
from transparent_box.scenes.raster.camera import StageCamera
from transparent_box.scenes.raster.fast_mobjects import install_fast_mobjects
from transparent_box.scenes.raster.fingerprint import install_fingerprints
from transparent_box.scenes.raster.recording import Outputs, Recorder
from transparent_box.scenes.raster.renderer import StageRenderer
from transparent_box.scenes.stage.beat import Beat, SpokenLine, beats_of, unique_name
from transparent_box.scenes.stage.seams import Seams

SHIPPED_LINES = Path(__file__).resolve().parents[2] / "assets" / "linebreak"


@dataclass(frozen=True)
class Look:
    """Settings of drawing, the same for every scene."""

    frame: Frame
    theme: Theme = DARK
    captions: bool = True
    only: str | None = None  # unique name of the only beat to draw; those before it are played undrawn
    among: tuple[int, int | None] = (0, None)  # range of beats to draw, numbered from 0, the end excluded
    pace: float = 1.0  # factor of the time for reading a line

    def draws(self, number: int, name: str) -> bool:
        """Return whether the beat of this number and unique name is to be drawn."""
        first, end = self.among
        return self.only in (None, name) and first <= number and (end is None or number < end)

    @property
    def is_whole(self) -> bool:
        """Whether all beats are to be drawn."""
        return self.only is None and self.among == (0, None)


# (name of a beat, its line, text spoken in its place) → (WAV file, its seconds), or None without a voice.
Reader = Callable[[str, str, str], tuple[Path, float] | None]


class Stage(Seams):
    """Every chapter's parent. Chapters are final: one class, one idea, no inheritance below.

    `options` names the class attributes that may be set from outside (`--set name=value`); all are whole numbers, and
    None means that a rule chooses. `class MyScene(Stage, tells_of=CLOCKS)` declares the operations for which its lines
    are true; the default is sums only.
    A chapter about the network that wraps lines reads `linebreak` instead of `run`, which may then be any.
    """

    tells_of: ClassVar[Telling] = SUMS
    options: ClassVar[tuple[str, ...]] = ()
    beat_names: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls, tells_of: Telling = SUMS, **keywords: Any) -> None:
        """List a chapter's beats when its class is defined."""
        super().__init_subclass__(**keywords)
        cls.tells_of = tells_of
        cls.beat_names = beats_of(cls)

    def __init__(self, run: Run, look: Look, outputs: Outputs) -> None:
        """Set up the scene; raise RunError for a run of an operation that the chapter is not about."""
        self.require_operation(run)
        self.run, self.operation = run, OPERATIONS[run.config.operation]
        self.evidence = evidence_of(run)
        self.look = look
        self.theme = look.theme
        self.frame = look.frame
        self.beats: list[Beat] = []
        self.drawing = self.look.among[0] == 0  # whether what is played now is to be drawn
        self.before_beat: Callable[[], None] = lambda: None
        self.after_beat: Callable[[Beat], None] = lambda beat: None
        self.read_aloud: Reader = lambda name, line, spoken: None
        recorder = partial(Recorder, outputs=outputs)
        support_arrays()
        install_fingerprints()
        install_fast_mobjects()
        super().__init__(renderer=StageRenderer(file_writer_class=recorder, camera_class=StageCamera))
        self.camera.background_color = self.theme.ground
        self.renderer.file_writer.chapters = self.beats if look.is_whole else []

    @classmethod
    def require_operation(cls, run: Run) -> None:
        """Raise RunError unless the chapter is about the operation that a run has learned."""
        learned = run.config.operation
        if why := cls.tells_of.refuses(learned):
            raise RunError(
                f"This chapter is about {cls.tells_of.named}, not about {learned}, which {run.folder} "
                f"learned: {why}; name another run, or leave --run out for the shipped one."
            )

    @cached_property
    def drawn_from(self) -> tuple[Any, ...]:
        """The theme, the frame and the run's content: all that a scene is drawn from besides its code and values."""
        return self.theme, self.frame, folder_digest(self.run.folder)

    @cached_property
    def linebreak(self) -> LinebreakRun:
        """The shipped network that wraps lines, whichever run the film is about; read on first use."""
        return LinebreakRun(SHIPPED_LINES)

    def say(self, line: str, spoken: str = "", lead: float = 0.0) -> None:
        """Say a beat's line: show it as caption and begin the beat. `spoken` is read aloud in its place.

        The caption stands for `lead` seconds before the next play; without, it appears along with that. Raises
        RuntimeError outside a beat, and for a second line.
        """
        if self._playing is None:
            raise RuntimeError(f"“{line}” is said outside a beat: mark the method that says it with @beat.")
        if self._playing.line:
            raise RuntimeError(f"The beat {self._playing.name} says two lines: make “{line}” a beat of its own.")
        if self.beats:  # what was played before the line belongs to the previous beat
            self.beats[-1] = replace(self.beats[-1], end=self.elapsed)
        if self.is_over or len(self.beats) == self.look.among[1]:
            raise EndSceneEarlyException  # ends the scene in Manim
        name, voice = unique_name(self._playing.name, self.beats), None
        drawing = self.look.draws(len(self.beats), name)
        sound = self.read_aloud(name, line, spoken) if drawing or self.look.only is None else None
        if sound:
            begins = self.elapsed + Time.QUICK / 2  # as its caption does
            voice = SpokenLine(sound[0], begins, begins + sound[1])
        self._playing = Beat(line, self._playing.name, self.elapsed, self.elapsed, spoken, voice)
        self.draw_on(line, drawing)
        self._change_caption(line)
        if lead:
            self.wait(lead * self.look.pace)

    def draw_on(self, line: str, drawing: bool) -> None:
        """Open a section whose plays are drawn, or skipped with the camera at rest."""
        self.drawing = drawing
        self.next_section(line, skip_animations=not drawing)
        if not self.look.is_whole:
            self.camera.rest(not drawing)

    def begin_beat(self, name: str) -> None:
        """See `scenes.stage.beat`."""
        self.before_beat()
        self._playing = Beat("", name, self.elapsed, self.elapsed)

    def end_beat(self) -> None:
        """See `scenes.stage.beat`. Raises RuntimeError for a beat that said no line."""
        beat, self._playing = self._playing, None
        if beat is None or not beat.line:
            raise RuntimeError(f"The beat {beat.name if beat else ''} says no line.")
        end = beat.start + len(beat.line) / READING_SPEED * self.look.pace + Time.QUICK
        if beat.voice:  # plus a frame, since a wait is cut to whole frames
            end = max(end, beat.voice.end + Time.QUICK / 2 + 1 / float(config.frame_rate))
        self.wait(max(end - self.elapsed, Time.HOLD / 2))
        self.is_over = unique_name(beat.name, self.beats) == self.look.only
        self.beats.append(replace(beat, end=self.elapsed))
        self.after_beat(self.beats[-1])

    def _change_caption(self, line: str) -> None:
        if not self.look.captions:
            return
        width = self.frame.safe.width if self.frame.caption_lines > 1 else None
        shown = line if width is None else unbroken(line)
        caption = words(shown, Size.CAPTION, self.theme.text, width=width)
        # A single line keeps its baseline, whether or not it has descenders.
        floor = caption.baseline if self.frame.caption_lines == 1 else caption.get_bottom()[1]
        caption.shift([0, self.frame.caption_baseline - floor, 0])
        leaving, self.captions = self.captions[-1:], (*self.captions[-1:], caption)
        if not leaving and self._frames == 0:
            self.add(caption)
        else:
            # One after the other: overlapping lines cannot be read.
            changes = [FadeOut(old, run_time=Time.QUICK, rate_func=first_half) for old in leaving]
            self._due = (*changes, FadeIn(caption, run_time=Time.QUICK, rate_func=second_half))

    def chosen(
        self, option: str, by_rule: Callable[[], int], among: Sequence[int], of: LinebreakRun | None = None
    ) -> int:
        """Return an option's value, or what `by_rule` returns if it is None; raise RunError if it is not in `among`."""
        value: int | None = getattr(self, option)
        if value is None:
            return by_rule()
        if value not in among:
            few = ", ".join(map(str, among)) if len(among) <= 12 else f"{min(among)} to {max(among)}"
            raise RunError(f"There is no {option} {value} to show in {(of or self.run).folder}: choose from {few}.")
        return value
