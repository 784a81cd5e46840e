"""Damages content: bits flipped, cut short, spliced and zeroed, drawn from a seed, so that each can be made again."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

MOST_FLIPS = 4
LONGEST_HOLE = 64  # bytes


@dataclass(frozen=True)
class Mutation:
    """One way to damage content of any length; the same seed always damages the same content in the same way."""

    kind: str  # one of KINDS
    seed: int

    def __str__(self) -> str:
        return f"{self.kind}, seed {self.seed}"

    def damage(self, content: bytes) -> bytes:
        """Return other content than was given, which must not be empty."""
        draw = random.Random(f"{self.kind} {self.seed}")
        while True:
            changed = KINDS[self.kind](content, draw)
            if changed != content:
                return changed


def mutations(count: int, seed: int = 0) -> Iterator[Mutation]:
    """As many mutations, of all kinds in turn."""
    names = list(KINDS)
    return (Mutation(names[number % len(names)], seed + number // len(names)) for number in range(count))


def flipped(content: bytes, draw: random.Random) -> bytes:
    """Flip a few bits."""
    changed = bytearray(content)
    for _ in range(draw.randint(1, MOST_FLIPS)):
        changed[draw.randrange(len(changed))] ^= 1 << draw.randrange(8)
    return bytes(changed)


def cut(content: bytes, draw: random.Random) -> bytes:
    """Keep only the beginning, perhaps nothing."""
    return content[: draw.randrange(len(content))]


def spliced(content: bytes, draw: random.Random) -> bytes:
    """Copy one stretch over another place, in between, or leave it out."""
    start, end = sorted(draw.randrange(len(content) + 1) for _ in range(2))
    place, stretch = draw.randrange(len(content) + 1), content[start:end]
    return draw.choice(
        [
            content[:place] + stretch + content[place + len(stretch) :],
            content[:place] + stretch + content[place:],
            content[:start] + content[end:],
        ]
    )


def zeroed(content: bytes, draw: random.Random) -> bytes:
    """Overwrite a stretch, or everything from somewhere on, with zero bytes."""
    start = draw.randrange(len(content))
    length = draw.choice([draw.randint(1, LONGEST_HOLE), len(content)])
    hole = bytes(len(content[start : start + length]))
    return content[:start] + hole + content[start + len(hole) :]


KINDS = {"flip": flipped, "cut": cut, "splice": spliced, "zeros": zeroed}
