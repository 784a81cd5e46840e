"""Phrases of chapters about waves and clocks, for networks with and without learned frequencies.

A few weights fitted to an untrained network also yield what looks like waves, the more so the fewer numbers there are.
That is our reading and not the network's structure, so there the lines ask, or say whose reading it is.
"""

from __future__ import annotations

READ = "The very same weights read the second number, y. Out come the same two"
EXPLAINS = "R² says how much of it a pure wave explains."
# Name → the phrase for a network with frequencies, and for one without.
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


def phrase(name: str, learned: bool, *values: object) -> str:
    """Return a phrase for a network that has `learned` frequencies, or has not, with values filled in."""
    return PHRASES[name][not learned].format(*values)


def unless_right(answer: object, right: object) -> str:
    """Say what the right answer would be, if the one given is wrong."""
    return "" if str(answer) == str(right) else f" It should be {right}."
