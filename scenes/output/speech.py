"""Spells lines out for reading aloud: formulas, numbers and signs as words, where engines would misread them.

For a line that no rule gets right, the chapter gives the spoken form itself: `say("…", spoken="…")`.
"""

from __future__ import annotations

import re

from num2words import num2words

NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
POWERS = {"2": "squared", "3": "cubed"}
FRACTIONS = {"½": "one half", "¼": "one quarter", "¾": "three quarters", "⅓": "one third", "⅔": "two thirds"}
# Written forms → spoken words; “sin” only before an angle.
TERMS = {
    r"\bcos(?![a-z])": "cosine",
    r"\bsin(?=[²³]?\s*\(|[²³]?\s*\d*[kxyθωα]\b)": "sine",
    r"\bReLUs\b": "rel-oos",
    r"\bReLU\b": "rel-oo",
    r"\bMLP\b": "M L P",
    r"\bmod\b": "modulo",
    r"\bvs\.?(?=\s|$)": "versus",
    r"\be\.g\.": "for example",
    r"\bi\.e\.": "that is",
    r"\b([kxy])([xy])\b": r"\1 \2",
    r"(?<=\d) s\b": " seconds",
    r"×\s*(?=[+−])": "",  # a weight is its signed number
}
SIGNS = {
    "°": " degrees ",
    "%": " percent ",
    "=": " equals ",
    "≠": " is not ",
    "≈": " about ",
    "≤": " at most ",
    "≥": " at least ",
    "<": " less than ",
    ">": " more than ",
    "±": " plus or minus ",
    "+": " plus ",
    "−": " minus ",
    "×": " times ",
    "·": " times ",
    "√": " the square root of ",
    "∞": " infinity ",
    "→": " becomes ",
    "&": " and ",
    **{
        sign: f" {name} "
        for sign, name in {"π": "pi", "θ": "theta", "ω": "omega", "α": "alpha", "Σ": "the sum of"}.items()
    },
    **{sign: f" {words} " for sign, words in FRACTIONS.items()},
}
PUNCTUATION = {"…": ", ", "—": ", ", "“": "", "”": "", '"': "", "‘": "'", "’": "'", "\u00a0": " ", "\u202f": " "}


def spell_out(line: str) -> str:
    """Write a line as it is read aloud, with words and punctuation only."""
    text = re.sub(r"“([=+−×])”", lambda found: f"{SIGNS[found[1]].strip()} sign", line)
    for rule in (
        expand_terms,
        expand_products,
        expand_powers,
        expand_years,
        expand_fractions,
        expand_ranges,
        expand_numerals,
        expand_signs,
    ):
        text = rule(text)
    for mark, plain in PUNCTUATION.items():
        text = text.replace(mark, plain)
    text = re.sub(r"\s+([,.;:!?)])", r"\1", re.sub(r"\s+", " ", text))
    return re.sub(r"([,;:])(?:\s*,)+", r"\1", text).strip().lstrip(", ")


def expand_terms(text: str) -> str:
    """Abbreviations and indices, W_E, in full."""
    for pattern, words in TERMS.items():
        text = re.sub(pattern, words, text)
    return re.sub(r"\b([A-Za-z])_(\w+)", r"\1 \2", text.translate(SUBSCRIPTS))


def expand_products(text: str) -> str:
    """Expand ×: "by" in the size of a table, "times" in a product and in 6× as much."""
    size = rf"(?<![\w=])((?:{NUMBER})|p)\s*×\s*((?:{NUMBER})|p)(?=\s+[a-z]{{3,}}|\s*[.,;:!?]?$)"
    return re.sub(size, r"\1 by \2", text)


def expand_powers(text: str) -> str:
    """Expand powers such as R² and 10⁻⁷."""

    def said(found: re.Match[str]) -> str:
        power = found[0].translate(SUPERSCRIPTS)
        return f" {POWERS.get(power) or 'to the ' + power.replace('-', '−')} "

    return re.sub(r"[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+", said, text)


def expand_years(text: str) -> str:
    """Expand years of this and the last century after “in”, “of” or “since”: nineteen sixty-one."""
    place = r"(?<=\b[Ii]n )|(?<=\b[Oo]f )|(?<=\b[Ss]ince )|(?<=\b[Ff]rom )|(?<=\b[Uu]ntil )"
    year = rf"(?:{place})((?:19|20)\d\d)(?![\d,.]*\d)(?!\s*[+−×·=%°])"
    return re.sub(year, lambda found: in_words(found[1], to="year"), text)


def expand_fractions(text: str) -> str:
    """Expand fractions: x / p with "over", small ones such as 2/3 by name."""

    def named(found: re.Match[str]) -> str:
        above, below = int(found[1]), int(found[2])
        name = {2: "half", 4: "quarter"}.get(below) or in_words(str(below), to="ordinal")
        return f"{in_words(found[1])} {name}{'s' if above > 1 else ''}"

    text = re.sub(r"(?<![\w./])([1-9])/([2-9])(?![\w./]|\s*[xykpπ(])", named, text)
    return re.sub(r"(?<=[\w)])\s*/\s*(?=[\w(])", " over ", text)


def expand_ranges(text: str) -> str:
    """Expand dashes: "to" between numbers, "minus" before a number, a pause elsewhere."""
    text = re.sub(rf"({NUMBER})\s*(?:–|…|\.\.\.)\s*(?={NUMBER})", r"\1 to ", text)
    text = re.sub(r"\s+–\s+", ", ", text)
    return re.sub(r"(?<![\w)])[-–](?=\d)", "−", text).replace("–", " ")


def expand_numerals(text: str) -> str:
    """Expand numerals such as 12,769, .99 and 3rd; capitalize the word if it begins a sentence."""

    def said(found: re.Match[str]) -> str:
        number, ending = found[1].replace(",", ""), found[2]
        words = in_words(number, to="ordinal" if ending else "cardinal")
        begins = re.search(r"(?:^|[.?!]\s)[“(]?$", text[: found.start()])
        after = " " if re.match(r"[A-Za-zπθω(√]", text[found.end() :]) else ""  # 2π, 3x
        return (words[0].upper() + words[1:] if begins else words) + after

    text = re.sub(r"(?<![\w.])\.(?=\d)", "0.", text)
    return re.sub(rf"({NUMBER})(st\b|nd\b|rd\b|th\b)?", said, text)


def in_words(number: str, to: str = "cardinal") -> str:
    """Write a numeral in words; digits after the point are read one by one, without trailing zeros."""
    whole, _, digits = number.partition(".")
    words = str(num2words(int(whole), to=to)).replace(",", "")
    if digits := digits.rstrip("0"):
        words += " point " + " ".join(str(num2words(int(digit))) for digit in digits)
    return words


def expand_signs(text: str) -> str:
    """Expand signs, and map punctuation to marks that are not read."""
    return re.sub("|".join(map(re.escape, SIGNS)), lambda found: SIGNS[found[0]], text)
