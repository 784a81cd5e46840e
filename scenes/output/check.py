"""Checks a chapter as a strict viewer would, while it is played almost without drawing.

Every rule is a module in `rules`. Tests require those of `MUST_HOLD`; those of `ADVICE` only advise.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from transparent_box.model.storage import LacksError
from transparent_box.model.tasks import Report
from transparent_box.scenes.external import label
from transparent_box.scenes.output.job import Job
from transparent_box.scenes.output.jobs import stage_job
from transparent_box.scenes.output.rules.blank import NeverEmpty
from transparent_box.scenes.output.rules.covering import NothingOverSurfaces
from transparent_box.scenes.output.rules.dissolves import NoDissolves
from transparent_box.scenes.output.rules.leads import ReadThenLook
from transparent_box.scenes.output.rules.legible import Legible
from transparent_box.scenes.output.rules.numerals import OneFormOfNumbers
from transparent_box.scenes.output.rules.pops import NothingPops
from transparent_box.scenes.output.rules.questions import AskThenAnswer
from transparent_box.scenes.output.rules.room import FrameIsUsed
from transparent_box.scenes.output.rules.rule import Rule
from transparent_box.scenes.output.rules.stillness import NotStill

Rules = Sequence[type[Rule]]
MUST_HOLD: Rules = (Legible,)
ADVICE: Rules = (
    FrameIsUsed,
    NeverEmpty,
    NothingOverSurfaces,
    NothingPops,
    NoDissolves,
    NotStill,
    ReadThenLook,
    AskThenAnswer,
    OneFormOfNumbers,
)


@dataclass(frozen=True)
class Flaw:
    """A flaw of a scene: its variant, when it is seen, in seconds, and what is wrong; advice is not a failure."""

    chapter: str
    variant: str
    seconds: float
    sentence: str
    is_advice: bool = False

    def __str__(self) -> str:
        kind = "advice: " if self.is_advice else ""
        return f"{label(self.chapter)} ({self.variant}) at {self.seconds:.1f} s: {kind}{self.sentence}"


class RuleRunner:
    """Applies rules to a scene while it is played and collects `flaws`, keyed by (sentence, beat)."""

    def __init__(self, scene: Any, job: Job, rules: Rules) -> None:
        self.scene, self.job = scene, job
        self.rules = [rule(scene) for rule in rules]
        self.flaws: dict[tuple[str, str], Flaw] = {}
        scene.at_first_frame, scene.amid_play, scene.at_last_frame = self.first_frame, self.halfway, self.last_frame
        scene.after_beat = self.beat_told
        scene.camera.resting = True  # rules draw the pictures that they need

    def first_frame(self) -> None:
        """Apply the rules to the first frame of a play."""
        for rule in self.rules:
            self.note(rule, rule.first_frame(), 0.0)

    def halfway(self) -> None:
        """Apply the rules halfway through a play."""
        for rule in self.rules:
            self.note(rule, rule.halfway(), self.scene.duration / 2)

    def last_frame(self) -> None:
        """Apply the rules to the end of a play, before leaving mobjects are removed."""
        for rule in self.rules:
            self.note(rule, rule.last_frame(), self.scene.duration)

    def beat_told(self, beat: Any) -> None:
        """Apply the rules to the picture that a beat ends on."""
        for rule in self.rules:
            self.note(rule, rule.beat_told(beat), 0.0)

    def chapter_told(self) -> None:
        """Apply the rules to the chapter as a whole."""
        for rule in self.rules:
            self.note(rule, rule.chapter_told(), 0.0)

    def note(self, rule: Rule, sentences: Iterable[str], later: float) -> None:
        """Collect a rule's sentences, each once a beat; `later` is the time since the play began, in seconds."""
        scene, variant = self.scene, f"{self.job.aspect}, {self.job.theme}"
        for sentence in sentences:
            key = (sentence, scene.beats[-1].name if scene.beats else "")
            advice = type(rule) in ADVICE
            self.flaws.setdefault(key, Flaw(self.job.chapter, variant, scene.elapsed + later, sentence, advice))


def check_scene(job: Job, report: Report = lambda news: None, rules: Rules = (*MUST_HOLD, *ADVICE)) -> list[Flaw]:
    """Find the flaws of a scene as a job would draw it; nothing is written."""
    with stage_job(job) as scene:
        viewer = RuleRunner(scene, job, rules)
        scene.render()
        viewer.chapter_told()
    return list(viewer.flaws.values())


def check_or_lack(job: Job, report: Report = lambda news: None) -> list[Flaw] | LacksError:
    """Find the flaws of a scene; return the LacksError if its run lacks something, so that it can be sent back."""
    try:
        return check_scene(job, report)
    except LacksError as error:
        return error
