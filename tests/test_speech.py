"""What is read of a line: numbers, signs and formulas in words."""

from __future__ import annotations

import re

import pytest

from transparent_box.scenes.output.speech import spell_out


@pytest.mark.parametrize(
    ("line", "heard"),
    [
        ("x + y mod 113", "x plus y modulo one hundred and thirteen"),
        ("R² = 0.99", "R squared equals zero point nine nine"),
        ("12,769 sums", "Twelve thousand seven hundred and sixty-nine sums"),
        ("r = .993) on 34", "r equals zero point nine nine three) on thirty-four"),
        ("Go. 3 of 4? “5”. y, too.", "Go. Three of four? Five. y, too."),
        ("226,816.", "Two hundred and twenty-six thousand eight hundred and sixteen."),
        ("2·10⁻⁷", "Two times ten to the minus seven"),
        ("cos k x, cos² x, sin(3x)", "cosine k x, cosine squared x, sine(three x)"),
        ("It is a sin.", "It is a sin."),
        ("That makes 113 × 3 switches.", "That makes one hundred and thirteen by three switches."),
        ("114 × 3 = 342", "One hundred and fourteen times three equals three hundred and forty-two"),
        ("6× faster", "Six times faster"),
        ("x² + xy + y²", "x squared plus x y plus y squared"),
        ("The “=” gathers them.", "The equals sign gathers them."),
        ("In 2023, of 2,023 papers", "In twenty twenty-three, of two thousand and twenty-three papers"),
        ("of 1,961 and of 1961", "of one thousand nine hundred and sixty-one and of nineteen sixty-one"),
        ("−0.5, −3 and 20–100", "minus zero point five, minus three and twenty to one hundred"),
        ("0.003° apart – no more.", "Zero point zero zero three degrees apart, no more."),
        ("99.9 % in 0.5 s", "Ninety-nine point nine percent in zero point five seconds"),
        ("2π, 1/3, 3/4, 2πk/p", "Two pi, one third, three quarters, two pi k over p"),
        ("the 3rd, the 113th", "the third, the one hundred and thirteenth"),
        ("the ReLU of an MLP’s W_L", "the rel-oo of an M L P's W L"),
        ("a well-known one-layer box", "a well-known one-layer box"),
        ("weights: × +0.20 and × −0.25", "weights: plus zero point two and minus zero point two five"),
        ("The next gets 18.0.", "The next gets eighteen."),
        ("… is a slow wave", "is a slow wave"),
        ("“We don’t.” – … it says", "We don't., it says"),
    ],
)  # fmt: skip
def test_lines_in_words(line: str, heard: str) -> None:
    assert spell_out(line) == heard


def test_every_number_up_to_a_thousand_is_a_word() -> None:
    for number in range(1001):
        assert re.fullmatch(r"[A-Z][a-z -]*", spell_out(str(number)))


def test_what_is_in_words_stays_as_it_is() -> None:
    heard = spell_out("Over all 12,769 sums, R² = 0.99: the “=” looks 49.8 % at x + y.")
    assert spell_out(heard) == heard
