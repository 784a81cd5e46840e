"""The fonts shipped with the project, so that every machine draws the same. Does not load Manim."""

from __future__ import annotations

from errno import ENOENT
from functools import cache
from hashlib import sha256
from pathlib import Path

FONTS = Path(__file__).resolve().parents[2] / "assets" / "fonts"
FONT_FILES = (
    "LibertinusSerif-Regular.otf",
    "LibertinusSerif-Italic.otf",
    "LibertinusSerif-Semibold.otf",
    "LibertinusMath-Regular.otf",
)


@cache
def digest() -> str:
    """Return the SHA-256 of all font files, as part of the cache keys of typeset words."""
    return sha256(b"".join((FONTS / name).read_bytes() for name in FONT_FILES)).hexdigest()


def require_fonts() -> None:
    """Raise FileNotFoundError if a shipped font is missing: Typst would silently use another."""
    for name in FONT_FILES:
        if not (FONTS / name).exists():
            raise FileNotFoundError(
                ENOENT, "a font of the project is missing, restore it from its repository", str(FONTS / name)
            )
