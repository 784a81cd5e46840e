"""Words and formulas, set by Typst in the fonts shipped with the project, so that every machine draws the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

import typst
from manim import VGroup, VMobject, config

from transparent_box.model.files import write_unsynced
from transparent_box.scenes.look import fonts
from transparent_box.scenes.look.theme import units
from transparent_box.scenes.mobjects.words.outlines import Outlines, read_outlines

SHEET = """
#set page(width: auto, height: auto, margin: 0pt, fill: none)
#set text(size: 10pt, font: "Libertinus Serif", number-type: "lining", number-width: "tabular", fallback: false)
#show math.equation: set text(font: "Libertinus Math", fallback: false)
"""
# Lines about equally long: as narrow as can be without another line, for a single last word reads badly.
BALANCED = """#context {
  let text = [#set align(%s); #set par(leading: 0.5em)
%s]
  let height(width) = measure(block(width: width, text)).height
  let best = %.2fpt
  for share in range(98, 48, step: -2) {
    let narrower = %.2fpt * share / 100
    if height(narrower) > height(%.2fpt) { break }
    best = narrower
  }
  block(width: best, text)
}"""
TYPST = version("typst")
EM = 10.0  # of the sheet, in the units of its SVG
STROKE_UNIT = 0.01  # Manim's stroke width 1, in units


def escape(words: str) -> str:
    """Plain words as Typst markup that shows exactly them."""
    return re.sub(r"([\\#*_$@<>`~\[\]=\-+/])", r"\\\1", words)


def unescape(markup: str) -> str:
    """Typst markup with its signs as they are shown; the inverse of `escape`."""
    return re.sub(r"\\(.)", r"\1", markup)


def words(content: str, size: float, color: str, width: float | None = None) -> Lettering:
    """One line of plain text; `size` in pixels of a 720-pixel frame."""
    return lettering(escape(content), size, color, width)


def formula(code: str, size: float, color: str) -> Lettering:
    """A formula in Typst's maths notation, for example `cos(k x)`."""
    return lettering(f"${code}$", size, color)


def lettering(markup: str, size: float, color: str, width: float | None = None, align: str = "center") -> Lettering:
    """Typst markup; with `width` (units) lines are broken to fit, about equally long, and aligned."""
    code = markup
    if width is not None:
        whole = width / units(size) * EM
        code = BALANCED % (align, markup, whole, whole, whole)
    return pattern(str(labels_folder()), code, markup, size, color).copy()


@lru_cache(maxsize=2048)
def pattern(folder: str, code: str, markup: str, size: float, color: str) -> Lettering:
    """The lettering that all alike are copies of: most are set again and again."""
    return Lettering(markup, outlines(folder, code), size, color)


@lru_cache(maxsize=4096)
def outlines(folder: str, markup: str) -> Outlines:
    """Set markup, its SVG kept in a folder, and read its paths; once in a process."""
    return read_outlines(set_in_type(folder, markup).read_bytes())


def set_in_type(folder: str, markup: str) -> Path:
    """An SVG of Typst markup, kept under a name by all that it is made of, and set again if it was damaged.

    Not Manim's `Typst`: that writes its files in place, where another process may read them half-written.
    """
    source = SHEET + markup
    made_of = f"{TYPST} {fonts.digest()}\n{source}"
    kept = Path(folder) / f"{sha256(made_of.encode()).hexdigest()[:16]}.svg"
    if not is_whole(kept):
        drawn: Any = typesetter().compile(source.encode(), format="svg")
        write_unsynced(drawn + sealed(drawn), kept)
    return kept


@cache
def typesetter() -> typst.Compiler:
    """Start Typst with the shipped fonts and no others: to look for fonts for each line took thirty times the line."""
    return typst.Compiler(font_paths=[str(fonts.FONTS)], ignore_system_fonts=True)


def sealed(drawn: bytes) -> bytes:
    """A comment for the end of an SVG by which damage to it is seen."""
    return f"\n<!-- sha256 {sha256(drawn).hexdigest()} -->\n".encode()


def is_whole(kept: Path) -> bool:
    """Tell whether a kept SVG is there as it was written."""
    try:
        drawn, _, _ = (content := kept.read_bytes()).rpartition(b"\n<!-- sha256 ")
    except FileNotFoundError:
        return False
    return content == drawn + sealed(drawn)


_labels: ContextVar[Path | None] = ContextVar("labels", default=None)


@contextmanager
def labels_in(folder: Path) -> Iterator[None]:
    """Keep what is set within in a folder, instead of where Manim's configuration says."""
    before = _labels.set(folder)
    try:
        yield
    finally:
        _labels.reset(before)


def labels_folder() -> Path:
    """Name the folder in which set type is kept now."""
    return _labels.get() or Path(config.get_dir("tex_dir"))


def show_instead(shown: VGroup, other: VGroup) -> None:
    """Let letterings show what others of the same make and colors show.

    Manim's `become` fits the old curves to the new ones: what is drawn would depend on all that was shown before, and
    a film that was drawn before would not be recognized. The parts stay the same objects, for what moves in a play is
    listed once, at its start.
    """
    for part, like in zip(shown.get_family(), other.get_family(), strict=True):
        part.points = like.points.copy()


def show_between(shown: VGroup, before: VGroup, after: VGroup, share: float, comes: float | None = None) -> None:
    """Let letterings show what is a share of the way from one to another of the same make.

    What they have in common glides there. The rest fades out and in again; it `comes` by a share of its own, if told.
    """
    for part, old, new in zip(shown, before, after, strict=True):
        if old.markup == new.markup and comes is None:
            for one, first, last in zip(*(each.get_family() for each in (part, old, new)), strict=True):
                one.points = (1 - share) * first.points + share * last.points
            continue
        gone, come = min(2 * share, 1.0), max(2 * share - 1, 0.0) if comes is None else comes
        show_instead(part, old if gone < 1 else new)
        part.set_opacity(max(1 - gone, come))


def stand_on(line: float, *texts: Any) -> None:
    """Move texts that have a `baseline` up or down until they stand on a line at a height."""
    for text in texts:
        text.shift([0, line - text.baseline, 0])


class Lettering(VGroup):
    """Type as few shapes: all filled glyphs are one outline, strokes such as fraction bars stay themselves.

    Manim draws, copies and hashes one shape many times faster than sixty, and SVG bookkeeping not at all.
    """

    def __init__(self, markup: str, drawn: Outlines, size: float, color: str) -> None:
        scale = units(size) / EM
        outline = VMobject(stroke_width=0, fill_opacity=1, color=color).set_points(scale * drawn.glyphs)
        bars = [
            VMobject(stroke_width=width * scale / STROKE_UNIT, color=color).set_points(scale * points)
            for points, width in drawn.bars
        ]
        super().__init__(outline, *bars)
        self.markup = markup
        self._set_size, self._set_height = size, self.height
        self._rise = (scale * drawn.line - self.get_bottom()[1]) / max(self.height, 1e-9)
        self.move_to([0, 0, 0])

    @property
    def size(self) -> float:
        """Of the type as it stands now, in pixels of a 720-pixel frame."""
        return float(self._set_size * self.height / max(self._set_height, 1e-9))

    @property
    def baseline(self) -> float:
        """Height of the line the first glyph stands on."""
        return float(self.get_bottom()[1] + self._rise * self.height)
