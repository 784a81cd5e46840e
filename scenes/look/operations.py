"""The words of operations: their names, how a question of theirs is written, how it is done on a clock.

Whatever a line says of a run's operation comes from here; what the operation computes is in `model.data`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Role = str  # of the theme


@dataclass(frozen=True)
class Clockwise:
    """An operation done on a clock by two hands, the second going on from the first by `sign` times its number."""

    sign: int
    hours: tuple[int, int]  # two hours of a day that go past twelve
    told: str  # what they make
    turned: str  # how two hands do it
    past: str  # what is said where they go past the first or last hour
    runs: str  # how y goes along a ridge of questions with one answer
    does: str  # what one does who does it
    on: str  # which way one counts from the first number
    taught: str  # what they do with as many hours as there are numbers


@dataclass(frozen=True)
class Operation:
    """An operation's words. `question` is split at its blanks into numbers and signs."""

    question: str  # {x} − {y}
    one: str  # a difference
    many: str
    noun: str = ""  # subtraction
    spoken: str = ""  # minus
    toy: tuple[int, int] = (1, 2)  # two small numbers for which it needs no beginning again
    again: str = "after {last} comes 0"  # how it begins again
    clock: Clockwise | None = None
    unshown: str = ""  # why a chapter about its waves cannot tell of it

    def asked(self, x: object, y: object) -> str:
        """A question: 3 − 5."""
        return self.question.format(x=x, y=y)

    @property
    def formula(self) -> str:
        """Write what it does to two numbers: x − y."""
        return self.asked("x", "y")

    def mirrored(self, *, rest_came: bool) -> str:
        """Say what of its exam a network knew first that first knew mirror images, and of the rest whether it came."""
        pair, mirror = (self.asked(*both).replace(" ", "\u00a0") for both in (("x", "y"), ("y", "x")))
        return (
            f"On the exam, mirror images came first: {mirror} is {pair}.{' The rest came later.' if rest_came else ''}"
        )

    @property
    def by_hands(self) -> Clockwise:
        """Return the way it is done on a clock; for operations that are."""
        assert self.clock is not None, self
        return self.clock

    @property
    def sign(self) -> str:
        """The sign between its two numbers."""
        return self.question.split()[1]

    def first_of(self, numbers: Sequence[int]) -> int:
        """The first number of its toy's question, or of some numbers the one that is nearest to it."""
        return min(numbers, key=lambda number: abs(number - self.toy[0]))

    def explained(self, last: int, x: int, y: int, answer: int) -> str:
        """Say what a toy with numbers up to the last does, by a question that begins again."""
        again = self.again.format(last=last)
        return f"It’s {self.noun}, but {again} again: {self.asked(x, y)} gives {answer}."

    def parts(self, x: object, y: object) -> list[tuple[str, Role]]:
        """The numbers and signs of a question, each with its role in the theme."""
        roles = {"{x}": "cos_x", "{y}": "cos_y"}
        return [
            (part.format(x=x, y=y), next((role for number, role in roles.items() if number in part), "text"))
            for part in self.question.split()
        ]


ADDITION = Operation(
    question="{x} + {y}",
    one="sum",
    many="sums",
    noun="addition",
    spoken="plus",
    clock=Clockwise(
        sign=1,
        hours=(11, 2),
        told="Eleven o’clock plus two hours is one o’clock.",
        turned="To add, turn by one number, then on by the other.",
        past="Past the last hour, the hand starts over.",
        runs="as x grows, y shrinks",
        does="adds",
        on="on",
        taught="turning the hand does the sums the network was taught.",
    ),
)
SUBTRACTION = Operation(
    question="{x} − {y}",
    one="difference",
    many="differences",
    noun="subtraction",
    spoken="minus",
    toy=(3, 1),
    again="below 0 comes {last}",
    clock=Clockwise(
        sign=-1,
        hours=(1, 2),
        told="One o’clock minus two hours is eleven o’clock.",
        turned="To subtract, turn by one number, then back by the other.",
        past="Below zero, the hand goes on from the last hour.",
        runs="as x grows, y grows, too",
        does="subtracts",
        on="back",
        taught="turning the hand on, then back, finds the differences the network was taught.",
    ),
    unshown="its answers’ waves run along x − y, and what this chapter shows runs along x + y",
)
BY_POWERS = "its waves show only where numbers stand in the order of a discrete logarithm, and here they do not"
NO_WAVES = "nobody has found waves in it that this chapter could show"
OPERATIONS = {
    "x+y": ADDITION,
    "x-y": SUBTRACTION,
    "x*y": Operation(
        question="{x} · {y}",
        one="product",
        many="products",
        noun="multiplication",
        spoken="times",
        toy=(2, 2),
        unshown=BY_POWERS,
    ),
    "x/y": Operation("{x} / {y}", "quotient", "quotients", unshown=BY_POWERS),
    "x^2+y^2": Operation("{x}² + {y}²", "question", "questions", unshown=NO_WAVES),
    "x^2+xy+y^2": Operation("{x}² + {x} · {y} + {y}²", "question", "questions", unshown=NO_WAVES),
}


@dataclass(frozen=True)
class Telling:
    """The operations that a chapter's lines are true for, and why not for others; else each says why it is not."""

    operations: tuple[str, ...]
    because: str = ""

    @property
    def named(self) -> str:
        """Name the operations: x+y, x-y and x*y."""
        *others, last = self.operations
        return f"{', '.join(others)} and {last}" if others else last

    def refuses(self, operation: str) -> str:
        """Say why it cannot tell of an operation; nothing where it can."""
        return "" if operation in self.operations else self.because or OPERATIONS[operation].unshown


ANY = Telling(tuple(OPERATIONS))
SUMS = Telling(("x+y",))
CLOCKS = Telling(("x+y", "x-y"))
UNDERSTOOD = Telling(("x+y", "x-y", "x*y"), "it says of its network that it is understood, and of this one it is not")
RIDDLES = Telling(("x+y", "x-y", "x*y"), "its riddle is solved by adding, subtracting or multiplying")
MIRRORED = Telling(
    ("x+y", "x*y", "x^2+y^2", "x^2+xy+y^2"),
    "it tells of mirror images, and here y and x is another question than x and y, with another answer",
)
SHARED = Telling(
    ("x+y",), "it lays one wave of x and the same one of y on a neuron, and others send it two unlike ones"
)
TURNED_ALIKE = Telling(
    ("x+y",), "it takes one phase for a neuron's waves of x and of y, and only a network that adds gives both the same"
)
COUNTED = Telling(
    ("x+y", "x-y"), "it counts on or back from one number by the other, which is how one adds or subtracts and no more"
)
