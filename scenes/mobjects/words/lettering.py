"""Words and formulas, typeset by Typst in the fonts shipped with the project, so that all machines draw the same."""

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
# Balanced lines: as narrow as fits without one more line, because a single word on the last line reads badly.
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
EM = 10.0  # size of the sheet's type, in the units of its SVG
STROKE_UNIT = 0.01  # Manim's stroke width 1, in units


def escape(words: str) -> str:
    """Escape plain words as Typst markup that shows them unchanged."""
    return re.sub(r"([\\#*_$@<>`~\[\]=\-+/])", r"\\\1", words)


def unescape(markup: str) -> str:
    """Undo `escape`: return Typst markup as the plain words that it shows."""
    return re.sub(r"\\(.)", r"\1", markup)


def words(content: str, size: float, color: str, width: float | None = None) -> Lettering:
    """Typeset plain text, `size` in pixels of a 720-pixel frame; one line, or broken to fit `width` units."""
    return lettering(escape(content), size, color, width)


def formula(code: str, size: float, color: str) -> Lettering:
    """Typeset a formula in Typst's math notation, for example `cos(k x)`."""
    return lettering(f"${code}$", size, color)


def lettering(markup: str, size: float, color: str, width: float | None = None, align: str = "center") -> Lettering:
    """Typeset Typst markup; with `width` (units), break it into lines of about equal length, and align them."""
    code = markup
    if width is not None:
        whole = width / units(size) * EM
        code = BALANCED % (align, markup, whole, whole, whole)
    return pattern(str(labels_folder()), code, markup, size, color).copy()


@lru_cache(maxsize=2048)
def pattern(folder: str, code: str, markup: str, size: float, color: str) -> Lettering:
    """Return a cached lettering for copying: most are typeset many times."""
    return Lettering(markup, outlines(folder, code), size, color)


@lru_cache(maxsize=4096)
def outlines(folder: str, markup: str) -> Outlines:
    """Typeset markup, with its SVG cached in a folder, and read its paths, once per process."""
    return read_outlines(set_in_type(folder, markup).read_bytes())


def set_in_type(folder: str, markup: str) -> Path:
    """Return the SVG of Typst markup, cached under a hash of all that it depends on; typeset it again if damaged.

    Manim's `Typst` is no replacement: it writes files in place, so that another process may read them half-written.
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
    """Start Typst with the shipped fonts alone, once: to search for fonts takes thirty times as long as one line."""
    return typst.Compiler(font_paths=[str(fonts.FONTS)], ignore_system_fonts=True)


def sealed(drawn: bytes) -> bytes:
    """Return a comment with a checksum for the end of an SVG, by which damage is detected."""
    return f"\n<!-- sha256 {sha256(drawn).hexdigest()} -->\n".encode()


def is_whole(kept: Path) -> bool:
    """Tell whether a cached SVG exists and is undamaged."""
    try:
        drawn, _, _ = (content := kept.read_bytes()).rpartition(b"\n<!-- sha256 ")
    except FileNotFoundError:
        return False
    return content == drawn + sealed(drawn)


_labels: ContextVar[Path | None] = ContextVar("labels", default=None)


@contextmanager
def labels_in(folder: Path) -> Iterator[None]:
    """Cache what is typeset inside the context in a folder, instead of the one that Manim is configured with."""
    before = _labels.set(folder)
    try:
        yield
    finally:
        _labels.reset(before)


def labels_folder() -> Path:
    """Return the folder in which typeset SVGs are cached now."""
    return _labels.get() or Path(config.get_dir("tex_dir"))


def show_instead(shown: VGroup, other: VGroup) -> None:
    """Let letterings show what others of the same structure and colors show.

    Manim's `become` would fit the old curves to the new ones: the result would depend on all that was shown before, and
    films in the cache would not be recognized. The parts stay the same objects because Manim lists the moving mobjects
    of a play once, at its start.
    """
    for part, like in zip(shown.get_family(), other.get_family(), strict=True):
        part.points = like.points.copy()


def show_between(shown: VGroup, before: VGroup, after: VGroup, share: float, comes: float | None = None) -> None:
    """Let letterings show a state between two others of the same structure, a share (0 … 1) of the way.

    Parts with the same markup glide; the others fade out in the first half and in again in the second. With `comes` (0
    … 1) nothing glides: `after` has faded in by that share.
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
    """Move texts up or down until their baselines are at the height `line`."""
    for text in texts:
        text.shift([0, line - text.baseline, 0])


class Lettering(VGroup):
    """Typeset text in few shapes: one outline of all filled glyphs, and one shape for each stroke (a fraction bar).

    Manim draws, copies and hashes one shape many times faster than sixty. `size` is in pixels, `color` #RRGGBB.
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
        """Return the current size of the type, in pixels of a 720-pixel frame."""
        return float(self._set_size * self.height / max(self._set_height, 1e-9))

    @property
    def baseline(self) -> float:
        """Return the height of the first glyph's baseline, in units."""
        return float(self.get_bottom()[1] + self._rise * self.height)
