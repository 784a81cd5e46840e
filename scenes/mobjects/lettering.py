"""Words and formulas, set by Typst in the fonts shipped with the project, so that every machine draws the same."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from manim import Typst, VGroup, VMobject

from scenes.stage.theme import units

FONTS = Path(__file__).resolve().parents[2] / "assets" / "fonts"
PREAMBLE = """
#set text(font: "Libertinus Serif", number-type: "lining", number-width: "tabular", fallback: false)
#show math.equation: set text(font: "Libertinus Math", fallback: false)
"""
# Typst's own size is 11 pt; Manim shows font_size 48 with an em of this many units (measured in the tests).
EM_AT_48 = 0.5


def escape(words: str) -> str:
    """Plain words as Typst markup that shows exactly them."""
    return re.sub(r"([\\#*_$@<>`~\[\]=\-+/])", r"\\\1", words)


def words(content: str, size: float, color: str, **typst: Any) -> Typst:
    """One line of plain text; `size` in pixels of a 720-pixel frame."""
    return lettering(escape(content), size, color, **typst)


def formula(code: str, size: float, color: str) -> Typst:
    """A formula in Typst's maths notation, for example `cos(k x)`."""
    return lettering(f"${code}$", size, color)


def lettering(markup: str, size: float, color: str, width: float | None = None, align: str = "center") -> Typst:
    """Typst markup; with `width` (units) lines are broken to fit and aligned."""
    em = units(size)
    if width is not None:
        markup = f"#block(width: {width / em * 11:.2f}pt)[#set align({align}); #set par(leading: 0.5em)\n{markup}]"
    return Typst(
        markup,
        typst_preamble=PREAMBLE,
        font_paths=[FONTS],
        font_size=48 * em / EM_AT_48,
        color=color,
    )


def glyphs(characters: str, size: float, color: str) -> dict[str, VMobject]:
    """Each character drawn once, standing on a common baseline at y = 0; "width" of all digits is the same."""
    drawn = {}
    for character in characters:
        pair = words(f"{character}0" if character != "0" else "00", size, color)
        parts = list(pair.family_members_with_points())
        zero, rest = parts[-1], parts[:-1]
        drawn[character] = VGroup(*rest).shift(-zero.get_bottom()[1] * [0, 1, 0])
    return drawn
