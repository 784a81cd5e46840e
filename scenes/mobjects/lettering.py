"""Words and formulas, set by Typst in the fonts shipped with the project, so that every machine draws the same."""

from __future__ import annotations

import re
import shutil
from errno import ENOENT
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import typst
from manim import SVGMobject, VGroup, VMobject, config

from scenes.files import whole_file
from scenes.stage.theme import units

FONTS = Path(__file__).resolve().parents[2] / "assets" / "fonts"
FONT_FILES = (
    "LibertinusSerif-Regular.otf",
    "LibertinusSerif-Italic.otf",
    "LibertinusSerif-Semibold.otf",
    "LibertinusMath-Regular.otf",
)
SHEET = """
#set page(width: auto, height: auto, margin: 0pt, fill: none)
#set text(size: 10pt, font: "Libertinus Serif", number-type: "lining", number-width: "tabular", fallback: false)
#show math.equation: set text(font: "Libertinus Math", fallback: false)
"""
EM = 10.0  # of the sheet, in the units of its SVG
STROKE_UNIT = 0.01  # Manim's stroke width 1, in units


def require_fonts() -> None:
    """FileNotFoundError unless the shipped fonts are there: without them Typst would quietly draw with others."""
    for name in FONT_FILES:
        if not (FONTS / name).exists():
            raise FileNotFoundError(
                ENOENT, "a font of the project is missing, restore it from its repository", str(FONTS / name)
            )


def escape(words: str) -> str:
    """Plain words as Typst markup that shows exactly them."""
    return re.sub(r"([\\#*_$@<>`~\[\]=\-+/])", r"\\\1", words)


def words(content: str, size: float, color: str, width: float | None = None) -> Lettering:
    """One line of plain text; `size` in pixels of a 720-pixel frame."""
    return lettering(escape(content), size, color, width)


def formula(code: str, size: float, color: str) -> Lettering:
    """A formula in Typst's maths notation, for example `cos(k x)`."""
    return lettering(f"${code}$", size, color)


def lettering(markup: str, size: float, color: str, width: float | None = None, align: str = "center") -> Lettering:
    """Typst markup; with `width` (units) lines are broken to fit and aligned."""
    em = units(size)
    if width is not None:
        markup = f"#block(width: {width / em * 10:.2f}pt)[#set align({align}); #set par(leading: 0.5em)\n{markup}]"
    with TemporaryDirectory() as private:  # Manim writes beside an SVG while it reads it
        own = shutil.copy(set_in_type(markup), private)
        drawn = SVGMobject(own, height=None, stroke_width=None, use_svg_cache=False)
    drawn.scale(em / EM)
    return Lettering(markup, drawn.family_members_with_points(), size, color, em / EM / STROKE_UNIT)


def set_in_type(markup: str) -> Path:
    """An SVG of Typst markup, kept under a name that its content gives it.

    Not Manim's `Typst`: that writes its files in place, where another process may read them half-written.
    """
    source = SHEET + markup
    kept = Path(config.get_dir("tex_dir")) / f"{sha256(source.encode()).hexdigest()[:16]}.svg"
    if not kept.exists():
        with whole_file(kept) as temporary:
            temporary.write_bytes(typst.compile(source.encode(), format="svg", font_paths=[str(FONTS)]))
    return kept


class Lettering(VGroup):  # type: ignore[misc]
    """Set type as few shapes: all filled glyphs are one outline, strokes such as fraction bars stay themselves.

    Manim draws, copies and hashes one shape many times faster than sixty, and SVG bookkeeping not at all.
    """

    def __init__(self, markup: str, glyphs: list[VMobject], size: float, color: str, stroke_scale: float) -> None:
        strokes = [glyph for glyph in glyphs if glyph.get_stroke_width() > 0 and glyph.get_fill_opacity() == 0]
        outline = VMobject(stroke_width=0, fill_opacity=1, color=color)
        for glyph in glyphs:
            if glyph not in strokes:
                outline.append_points(glyph.points)
        bars = [
            VMobject(stroke_width=bar.get_stroke_width() * stroke_scale, color=color).set_points(bar.points)
            for bar in strokes
        ]
        super().__init__(outline, *bars)
        first = glyphs[0].get_bottom()[1] if glyphs else 0.0
        self.markup = markup
        self._set_size, self._set_height = size, self.height
        self._rise = (first - self.get_bottom()[1]) / max(self.height, 1e-9)

    @property
    def size(self) -> float:
        """Of the type as it stands now, in pixels of a 720-pixel frame."""
        return float(self._set_size * self.height / max(self._set_height, 1e-9))

    @property
    def baseline(self) -> float:
        """Height of the line the first glyph stands on."""
        return float(self.get_bottom()[1] + self._rise * self.height)
