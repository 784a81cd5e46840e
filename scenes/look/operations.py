"""The wording of operations: their names, how their questions are written, how they are done on a clock.

Every line about a run's operation takes its words from here; what the operation computes is in `model.data`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Role = str  # of the theme


@dataclass(frozen=True)
class Clockwise:
    """The words of an operation done on a clock: a second hand goes on from the first by `sign` times its number."""

    sign: int
    hours: tuple[int, int]  # two hours of a day whose result passes twelve
    told: str  # the sentence about those
    turned: str  # how two hands do it
    past: str  # the sentence for passing the first or last hour
    runs: str  # how y changes along a ridge of questions with one answer
    does: str  # the verb for doing it
    on: str  # the direction of counting from the first number
    taught: str  # how it is done with as many hours as there are numbers


@dataclass(frozen=True)
class Operation:
    """An operation's words. `question` is split at its spaces into numbers and signs."""

    question: str  # {x} − {y}
    one: str  # a difference
    many: str
    noun: str = ""  # subtraction
    spoken: str = ""  # minus
    toy: tuple[int, int] = (1, 2)  # two small numbers whose result does not wrap around
    again: str = "after {last} comes 0"  # how it wraps around
    clock: Clockwise | None = None
    unshown: str = ""  # why a chapter about waves cannot show it

    def asked(self, x: object, y: object) -> str:
        """Write a question: 3 − 5."""
        return self.question.format(x=x, y=y)

    @property
    def formula(self) -> str:
        """Write the operation as a formula: x − y."""
        return self.asked("x", "y")

    def mirrored(self, *, rest_came: bool) -> str:
        """Say that a network first knew the exam's mirror images, and, if `rest_came`, that the rest came later."""
        pair, mirror = (self.asked(*both).replace(" ", "\u00a0") for both in (("x", "y"), ("y", "x")))
        return (
            f"On the exam, mirror images came first: {mirror} is {pair}.{' The rest came later.' if rest_came else ''}"
        )

    @property
    def by_hands(self) -> Clockwise:
        """Its directions on a clock; only for operations that are done on one."""
        assert self.clock is not None, self
        return self.clock

    @property
    def sign(self) -> str:
        """The sign between its two numbers."""
        return self.question.split()[1]

    def first_of(self, numbers: Sequence[int]) -> int:
        """Return the one of some numbers that is nearest to the first number of the toy's question."""
        return min(numbers, key=lambda number: abs(number - self.toy[0]))

    def explained(self, last: int, x: int, y: int, answer: int) -> str:
        """Explain the toy, with numbers up to `last`, by a question that wraps around."""
        again = self.again.format(last=last)
        return f"It’s {self.noun}, but {again} again: {self.asked(x, y)} gives {answer}."

    def parts(self, x: object, y: object) -> list[tuple[str, Role]]:
        """Return the numbers and signs of a question, each with its role in the theme."""
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
    """The operations for which a chapter's lines are true, and why not for others (default: their own `unshown`)."""

    operations: tuple[str, ...]
    because: str = ""

    @property
    def named(self) -> str:
        """Name the operations: x+y, x-y and x*y."""
        *others, last = self.operations
        return f"{', '.join(others)} and {last}" if others else last

    def refuses(self, operation: str) -> str:
        """Say why the chapter cannot be about an operation; "" if it can."""
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
