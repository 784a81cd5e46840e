"""Ask, then answer: a chapter asks at least once."""

from __future__ import annotations

from collections.abc import Iterator

from transparent_box.scenes.output.rules.rule import Rule


class AskThenAnswer(Rule):
    """A chapter without a question."""

    def chapter_told(self) -> Iterator[str]:
        """Look for one in its lines."""
        if not any("?" in beat.line for beat in self.scene.beats):
            yield "No line asks a question."
