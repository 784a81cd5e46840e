"""Words what chapters about waves and clocks say, also of a network in which no neuron keeps to a frequency yet.

What a few fitted weights read from so early a network looks like waves, the more so the fewer numbers there are. It
is our reading, and not what the network has built: there the lines ask, or say whose reading it is.
"""

from __future__ import annotations

READ = "The very same weights read the second number, y. Out come the same two"
EXPLAINS = "R² says how much of it a pure wave explains."
# What is said of a network with frequencies, and of one without.
PHRASES = {
    "input": (
        "The waves begin at the input: each number comes in as {} values.",
        "Are there waves at the input? Each number comes in as {} values.",
    ),
    "cosine": (
        f"Add up {{}} values, each times a weight: out comes a cosine. {EXPLAINS}",
        f"Add up {{}} values, with weights fitted to a cosine. {EXPLAINS}",
    ),
    "sine": (
        "{}: the same wave, a quarter turn behind. That is the sine.",
        "{}, fitted to a wave a quarter turn behind: the sine.",
    ),
    "second": (f"{READ} waves.", f"{READ} curves."),
    "pair": (
        "One number, two waves, a quarter turn apart. What can you build from such a pair?",
        "Two clean waves, a quarter turn apart: what could you build from such a pair?",
    ),
    "ring": (
        "Now the network’s pair: one wave says how high each number goes, one how far across. A ring.",
        "Now the pair that we read: one says how high each number goes, one how far across. A ring?",
    ),
    "hand": (
        "A clock that nobody drew. As x counts to {}, the hand goes around {}.",
        "As x counts to {}, the hand should go around {}.",
    ),
    "beside": (
        "A clock that nobody drew. As x counts to {}, the hand goes around {}, so {} sits beside 0.",
        "As x counts to {}, the hand should go around {}, so {} would sit beside 0.",
    ),
    "right": ("{} How does a network turn a clock?", "{} Our reading: no neurons turn them yet."),
}


def phrase(name: str, learned: bool, *told: object) -> str:
    """Write what is said of a network that has `learned` frequencies, or of one that has not, with what is told."""
    return PHRASES[name][not learned].format(*told)


def unless_right(given: object, right: object) -> str:
    """Say what the answer should be where another is given; an early network gives wrong ones."""
    return "" if str(given) == str(right) else f" It should be {right}."
