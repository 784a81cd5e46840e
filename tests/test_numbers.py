"""Each kind of number has one form on screen."""

from __future__ import annotations

import re
from math import log10
from pathlib import Path

import pytest

from transparent_box.scenes.look.numbers import (
    NARROW,
    bare_percent,
    climbs,
    climbs_early,
    count_alone,
    count_word,
    creeps_or_goes,
    fold,
    goes,
    nines,
    one_in,
    percent,
    times,
    unbroken,
    waves,
    weight,
)
from transparent_box.scenes.mobjects.words.lettering import words

SCENES = Path(__file__).resolve().parent.parent / "scenes"


@pytest.mark.parametrize(
    ("share", "decimals", "said"),
    [
        (0.0368, 0, "4"),
        (0.12, 0, "12"),
        (0.125, 1, "12.5"),
        (0.0, 0, "0"),
        (1.0, 0, "100"),
        (0.9999, 0, "99"),
        (0.99996, 1, "99.9"),
    ],
)
def test_only_all_of_it_is_100_percent(share: float, decimals: int, said: str) -> None:
    assert percent(share, decimals) == f"{said}\u202f%"
    assert decimals or bare_percent(share) == said


@pytest.mark.parametrize(
    ("share", "said"), [(0.5, "50"), (0.999, "99.9"), (0.99996, "99.99"), (0.12, "12"), (1.0, "100")]
)
def test_nines_are_cut_not_rounded_up(share: float, said: str) -> None:
    assert nines(share) == f"{said}\u202f%"


@pytest.mark.parametrize(
    ("line", "joined"),
    [
        ("Use the weights, × +0.20 and × −0.25, and add.", "Use the weights, ×~+0.20 and ×~−0.25, and add."),
        ("To ask 34 + 57 = ?, add.", "To ask 34~+~57~=~?, add."),
        ("All it found: y + x is x + y. And then?", "All it found: y~+~x is x~+~y. And then?"),
        ("114 × 3 switches", "114~×~3 switches"),
        ("Attention gathers them at the “=”: 5 of 7", "Attention gathers them at the “=”: 5 of 7"),
    ],
)
def test_no_line_of_a_caption_ends_within_a_formula(line: str, joined: str) -> None:
    assert unbroken(line) == joined.replace("~", "\N{NO-BREAK SPACE}")


@pytest.mark.parametrize(
    ("odds", "said"), [(12.0, "12"), (999.6, "1 thousand"), (31.4e6, "31 million"), (999_999_999.0, "1 billion")]
)
def test_odds_go_on_to_the_next_word(odds: float, said: str) -> None:
    assert one_in(-log10(odds)) == f"one in {said}"


def test_weights_keep_their_sign() -> None:
    assert (weight(0.254), weight(-0.25)) == ("× +0.25", "× −0.25")


def test_counts_as_a_narrator_says_them() -> None:
    assert [count_word(count) for count in (5, 12769)] == ["five", "12,769"]
    assert [count_alone(count) for count in (0, 3)] == ["none", "three"]
    assert [times(count) for count in (1, 2, 5)] == ["once", "twice", "five times"]
    assert [waves(count) for count in (1, 5)] == ["one wave", "five waves"]


def test_the_space_before_a_percent_sign_is_drawn_narrow() -> None:
    """A font without the glyph would draw none, or a box: its width is between nothing and a word's space."""
    narrow, none, wide = (words(f"12{space}%", 40, "#ffffff").width for space in ("\u202f", "", " "))
    assert none < narrow < wide


def test_percentages_and_signs_are_written_in_one_place() -> None:
    """Elsewhere a scene formats no percentage and mends no minus."""
    written = re.compile(r"{[^}]*:\+?\.\d%}|\.\d%}|{100 \* [^}]*:\.\df}|round\(100 \*|replace\(\"-\", \"−\"\)")
    found = {path.name for path in SCENES.rglob("*.py") if written.search(path.read_text(encoding="utf-8"))}
    assert found == {"numbers.py"}, f"{found} write percentages or signs: use scenes.look.numbers alone."


def test_a_fold_is_the_power_of_ten_that_is_passed() -> None:
    assert [fold(ratio) for ratio in (3.1, 9.9, 10.0, 254_000.0)] == ["3-fold", "9-fold", "10-fold", "100,000-fold"]


def test_a_climb_to_less_than_twice_as_much_is_not_counted() -> None:
    assert [climbs(ratio) for ratio in (0.8, 1.0, 1.99)] == ["climbs"] * 3
    assert [climbs(ratio) for ratio in (2.0, 7.8)] == ["climbs more than 2-fold", "climbs more than 7-fold"]


def test_a_climb_before_the_score_stirs_is_told_beside_all_of_it() -> None:
    assert climbs_early(7_031.0, 254_000.0) == "climbs more than 1,000-fold before the score stirs, 100,000-fold in all"
    assert climbs_early(2.5, 2.9) == "climbs more than 2-fold before the score stirs"
    assert climbs_early(1.9, 5_000.0) == ""


def test_what_ends_at_the_percentage_where_it_began_does_not_go_from_it_to_itself() -> None:
    assert goes(0.028, 0.396) == f"goes from 3{NARROW}% to 40{NARROW}%"
    assert goes(0.883, 0.884) == f"ends at 88{NARROW}%"


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        ([0.066, 0.08], "hardly moves"),
        ([0.03, 0.06, 0.03], f"ends at 3{NARROW}%"),
        ([0.066, 0.15], f"creeps from 7{NARROW}% to 15{NARROW}%"),
        ([0.07, 0.4], f"goes from 7{NARROW}% to 40{NARROW}%"),
        ([0.2, 0.15], f"goes from 20{NARROW}% to 15{NARROW}%"),
    ],
)
def test_a_share_stands_still_only_where_nobody_sees_it_move(shares: list[float], said: str) -> None:
    """A score is written above its curve: who reads 15 % there after 7 % has seen it move."""
    assert creeps_or_goes(shares) == said
