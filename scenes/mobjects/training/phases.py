"""The phases of a training: where each ends and by what rule, and what is said of the last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Protocol

from transparent_box.scenes.look.numbers import goes

JUMP = 0.2  # the exam's score jumps if it rises by more than this share
SOON = 0.25  # share of all steps after the start of the last phase within which a jump must pass the exam


class Phase(NamedTuple):
    """A phase by its last step, its name, the rule that ends it, and the step at which that is `met`."""

    end: float
    name: str
    rule: str
    met: float


class Timed(Protocol):
    """The ends of a training's phases; see `model.analysis.timeline.Timeline`."""

    @property
    def generalized_at(self) -> int | None:
        """The step at which the exam is passed, if it is."""

    def phases(self, last: float) -> tuple[float, float, float]:
        """Return the steps at which the phases end, if training is shown up to `last`."""


def named_phases(times: Timed, last: float) -> list[Phase]:
    """Name a training's phases; the last one has no rule that ends it, but says what happens in it."""
    lowest, better, end = times.phases(last)
    excluded = f"until the excluded loss is lowest: step {lowest:,.0f}"
    guessed = f"until the exam’s loss is below that of guessing: step {better:,.0f}"
    passed = f"the exam is passed at step {times.generalized_at:,}" if times.generalized_at else "from there on"
    return [
        Phase(lowest, "memorization", excluded, lowest),
        Phase(better, "circuit formation", guessed, better),
        Phase(end, "cleanup", passed, float(times.generalized_at or end)),
    ]


@dataclass(frozen=True)
class LastPhase:
    """The last phase: its first and last step, when the exam is `passed` (the last step, if never), and its scores.

    `scores` are the exam's at the first and at the last step.
    """

    start: float
    passed: float
    end: float
    scores: tuple[float, float]

    @property
    def is_passed(self) -> bool:
        """Whether the exam is passed before the last step shown."""
        return self.passed < self.end

    @property
    def has_jump(self) -> bool:
        """Whether the exam is passed with a jump: by a large rise, and soon."""
        first, last = self.scores
        return self.is_passed and last - first > JUMP and self.passed - self.start < SOON * self.end

    @property
    def events(self) -> str:
        """Words for what happens, including how the exam's score goes if it does not jump."""
        if self.has_jump:
            return "memory is thrown away, the weights shrink, and the exam jumps."
        return f"memory and weights shrink, and its exam score {goes(*self.scores)}."

    @property
    def meaning(self) -> str:
        """Words for what that means."""
        last = "The jump" if self.has_jump else "What comes last"
        return f"{last} is not a rule being found. It is memory being dropped."
