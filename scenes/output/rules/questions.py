"""Rule: ask, then answer. A chapter asks at least one question."""

from __future__ import annotations

from collections.abc import Iterator

from transparent_box.scenes.output.rules.rule import Rule


class AskThenAnswer(Rule):
    """Finds chapters without a question."""

    def chapter_told(self) -> Iterator[str]:
        """Look for a question among the chapter's lines."""
        if not any("?" in beat.line for beat in self.scene.beats):
            yield "No line asks a question."
