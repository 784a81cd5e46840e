"""Numbers as they stand on screen: every percentage, weight and count is written here, so that each has one form."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

from numpy.typing import NDArray

NUMBER_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
LARGE = ((12, "trillion"), (9, "billion"), (6, "million"), (3, "thousand"))  # powers of ten
NARROW = "\u202f"  # a thin space at which no line breaks
WHOLE = 1e-12  # what is missing from a share that counts as all
STILL, CREEPS = 0.02, 0.125  # of 1: a change that is not seen on a scale of it, and one that is small
THOUSAND = math.log10(1000 / 999.5)  # by how much less than a power of ten is written as if it were that power


def percent(share: float, decimals: int = 0) -> str:
    """Write a share of 1 as a percentage, "12 %": rounded, but to 100 % only where nothing is missing."""
    scale = 10**decimals * 100
    rounded = round(float(share) * scale)
    if share < 1:
        rounded = min(rounded, scale - 1)
    return f"{rounded * 100 / scale:.{decimals}f}{NARROW}%"


def bare_percent(share: float) -> str:
    """Write a share of 1 as `percent` does, without the sign, for a counter that has it already: "12"."""
    return percent(share).partition(NARROW)[0]


def tenths(share: float) -> str:
    """Write a share as a bare percentage to one decimal: "3.7"; "100" is all of it, anything less at most "99.9"."""
    return "100" if share >= 1 else f"{min(round(100 * share, 1), 99.9):.1f}"


def nines(share: float) -> str:
    """Write a share of 1 with as many nines as it really has, cut and not rounded: "99.99 %"."""
    missing = 1.0 - float(share)
    if missing < WHOLE:
        return percent(1)
    decimals = max(0, math.floor(1e-9 - math.log10(missing)) - 2)
    scale = 10**decimals * 100
    return f"{math.floor(share * scale + 1e-6) * 100 / scale:.{decimals}f}{NARROW}%"


def decimal(value: float, decimals: int = 2) -> str:
    """Write a number with so many decimals and, where it rounds to less than one, no leading zero: ".80", "1.04"."""
    written = f"{abs(value):.{decimals}f}"
    sign = "−" if value < 0 and float(written) else ""
    return sign + (written[1:] if written.startswith("0.") else written)


def number(value: float) -> str:
    """Write a number with as many digits as it has, up to ten, thousands apart, and a true minus."""
    return f"{value:,.10g}".replace("-", "−")


def weight(value: float) -> str:
    """Write what something is multiplied by, "× −0.25", its sign always there."""
    return f"× {value:+.2f}".replace("-", "−")


def unbroken(line: str) -> str:
    """Join signs to what they stand between or before by no-break spaces, so that no line ends within a formula."""
    return re.sub(r"(?:(?<=[\d)])|(?<=\b[a-z])) (?=[×+−=] )|(?<=[×+−=]) (?=[\d+−a-z?])", "\N{NO-BREAK SPACE}", line)


def loss(value: float) -> str:
    """Write a loss in nats to two decimals, or to its first digit that is not 0: "2.92", "0.0000002"."""
    decimals = max(2, -math.floor(math.log10(value))) if value > 0 else 2
    return f"{value:.{decimals}f}"


def one_in(log10: float) -> str:
    """Write a small share, given as a power of ten, as odds: "one in 31 million"."""
    power, name = next((large for large in LARGE if -log10 >= large[0] - THOUSAND), (0, ""))
    return f"one in {10 ** (-log10 - power):,.0f} {name}".rstrip()


def count_word(count: int) -> str:
    """Write a small count as a narrator says it, "five"; digits from thirteen on."""
    return NUMBER_WORDS[count] if count < len(NUMBER_WORDS) else f"{count:,}"


def right_alone(answers: Sequence[int]) -> str:
    """Say what an untrained network knows by the answers that come out right: nothing, or the one it always gives."""
    return f"it is right only where the answer is {answers[0]}" if len(answers) == 1 else "it knows nothing"


def count_alone(count: int) -> str:
    """Write a small count that no noun follows, "none" and not "no"."""
    return count_word(count) if count else "none"


def said_count(count: int) -> str:
    """Write a large count as it is said, "175 billion"; digits below a million."""
    for size, name in ((10**9, "billion"), (10**6, "million")):
        if count >= size:
            return f"{count / size:g} {name}"
    return f"{count:,}"


def fold(ratio: float) -> str:
    """Write how many times as large: "3-fold", from ten on to the power of ten that it has passed, "1,000-fold"."""
    return f"{int(ratio) if ratio < 10 else 10 ** int(math.log10(ratio)):,}-fold"


def climbs(ratio: float) -> str:
    """Write that something climbs, and how many times as large it becomes where that is twice at least."""
    return f"climbs more than {fold(ratio)}" if ratio >= 2 else "climbs"


def climbs_early(early: float, whole: float) -> str:
    """Write how many times as large something becomes before a score stirs, and in all; "" if not twice by then."""
    if early < 2:
        return ""
    in_all = f", {fold(whole)} in all" if fold(whole) != fold(early) else ""
    return f"{climbs(early)} before the score stirs{in_all}"


def goes(first: float, last: float, moves: str = "goes") -> str:
    """Write how a share of 1 changes, as percentages: "goes from 3 % to 40 %", "ends at 88 %" where it began."""
    start, end = percent(first), percent(last)
    return f"{moves} from {start} to {end}" if start != end else f"ends at {end}"


def creeps_or_goes(shares: Sequence[float] | NDArray[Any]) -> str:
    """Write how shares of 1 in a row change, "creeps" where they gain little, "hardly moves" where nobody sees it."""
    if max(shares) - min(shares) <= STILL:
        return "hardly moves"
    return goes(shares[0], shares[-1], "creeps" if 0 < shares[-1] - shares[0] <= CREEPS else "goes")


def times(count: int) -> str:
    """Write how often: "once", "twice", "five times"."""
    return {1: "once", 2: "twice"}.get(count, f"{count_word(count)} times")


def waves(count: int) -> str:
    """Write how many waves: "one wave", "five waves"."""
    return f"{count_word(count)} {'wave' if count == 1 else 'waves'}"


def made_ridges(count: int) -> str:
    """Write how many ridges a frequency of so many turns makes: many, or but one."""
    return f"one frequency makes {'one broad ridge' if count == 1 else 'many ridges'}"


def turns(count: int) -> str:
    """Write how often something comes round: "1 turn", "5 turns"."""
    return f"{count} turn" if count == 1 else f"{count} turns"
