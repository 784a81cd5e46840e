"""Words what chapters about waves and clocks say, also of a network in which no neuron keeps to a frequency yet.

What a few fitted weights read from so early a network looks like waves, the more so the fewer numbers there are. It
is our reading, and not what the network has built: there the lines ask, or say whose reading it is.
"""

from __future__ import annotations

READ = "The second number, y, is read by the very same weights. Out come the same two"
EXPLAINS = "R² is how much of it the wave explains."
# What is said of a network with frequencies, and of one without.
PHRASES = {
    "input": (
        "The waves begin at the input: each number comes in as {} values.",
        "Are there waves at the input? Each number comes in as {} values.",
    ),
    "cosine": (
        f"Add {{}} values, each times a weight: a cosine. {EXPLAINS}",
        f"Add {{}} values, weighed toward a cosine. {EXPLAINS}",
    ),
    "sine": (
        "{}: the same wave, a quarter turn behind. That is the sine.",
        "{}, weighed toward a wave a quarter turn behind: the sine.",
    ),
    "second": (f"{READ} waves.", f"{READ} curves."),
    "pair": (
        "One number, two waves, a quarter turn apart. What can be built from such a pair?",
        "Two clean waves, a quarter turn apart: what could be built from such a pair?",
    ),
    "ring": (
        "Now the network’s pair. One wave says how high a number goes, one how far across: a ring.",
        "Now the pair that we read. One says how high a number goes, one how far across: a ring?",
    ),
    "hand": (
        "A clock that nobody drew. As x counts to {}, the hand goes round {}.",
        "As x counts to {}, the hand should go round {}.",
    ),
    "beside": (
        "A clock that nobody drew. As x counts to {}, the hand goes round {}, so {} sits beside 0.",
        "As x counts to {}, the hand should go round {}, so {} would sit beside 0.",
    ),
    "right": ("{} How does a network turn a clock?", "{} Our reading: no neurons turn them yet."),
}


def phrase(name: str, learned: bool, *told: object) -> str:
    """Write what is said of a network that has `learned` frequencies, or of one that has not, with what is told."""
    return PHRASES[name][not learned].format(*told)


def unless_right(given: object, right: object) -> str:
    """Say what the answer should be where another is given; an early network gives wrong ones."""
    return "" if str(given) == str(right) else f" It should be {right}."
