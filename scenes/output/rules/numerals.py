"""Rule: numbers have one form everywhere, with a true minus and a narrow space before the percent sign."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from transparent_box.scenes.look.numbers import NARROW
from transparent_box.scenes.mobjects.words.lettering import unescape
from transparent_box.scenes.output.layout import name, visible_texts
from transparent_box.scenes.output.rules.rule import Rule

FORMULA = re.compile(r"\$[^$]*\$")  # Typst sets a true minus there
HYPHEN = re.compile(r"(?<![\w)–—])-\s?\d")
PERCENT = re.compile(rf"\d(?!{NARROW})\s?%")


class OneFormOfNumbers(Rule):
    """Finds hyphens used as minus, and percent signs without the narrow space before them."""

    def halfway(self) -> Iterator[str]:
        """Look at all visible text."""
        for text in visible_texts(self.scene):
            yield from wrong_in(unescape(FORMULA.sub("", text.markup)), name(text))

    def beat_told(self, beat: Any) -> Iterator[str]:
        """Look at a beat's line."""
        yield from wrong_in(beat.line, f"“{beat.line}”")


def wrong_in(text: str, named: str) -> Iterator[str]:
    """Yield a sentence for each fault in the numbers of a text."""
    if HYPHEN.search(text):
        yield f"{named} has a hyphen for a minus."
    if PERCENT.search(text):
        yield f"{named} has a percent sign without the narrow space before it."
