"""One form of numbers everywhere: a true minus, and a narrow space before the per cent sign."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from transparent_box.scenes.look.numbers import NARROW
from transparent_box.scenes.mobjects.words.lettering import unescape
from transparent_box.scenes.output.layout import name, texts
from transparent_box.scenes.output.rules.rule import Rule

FORMULA = re.compile(r"\$[^$]*\$")  # Typst sets a true minus there
HYPHEN = re.compile(r"(?<![\w)–—])-\s?\d")
PERCENT = re.compile(rf"\d(?!{NARROW})\s?%")


class OneFormOfNumbers(Rule):
    """A hyphen for a minus, or a per cent sign that stands otherwise than the others."""

    def halfway(self) -> Iterator[str]:
        """Look at all text that is seen."""
        for text in texts(self.scene):
            yield from wrong_in(unescape(FORMULA.sub("", text.markup)), name(text))

    def beat_told(self, beat: Any) -> Iterator[str]:
        """Look at the line."""
        yield from wrong_in(beat.line, f"“{beat.line}”")


def wrong_in(text: str, named: str) -> Iterator[str]:
    """Yield what is wrong with the numbers of a text."""
    if HYPHEN.search(text):
        yield f"{named} has a hyphen for a minus."
    if PERCENT.search(text):
        yield f"{named} has a per cent sign without the narrow space before it."
