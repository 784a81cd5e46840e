"""Rule: all text can be read. It is large enough, in its place, clear of other text, in contrast, and long enough."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from transparent_box.scenes.look.theme import READING_SPEED
from transparent_box.scenes.output.layout import find_misplaced, find_unreadable
from transparent_box.scenes.output.rules.rule import Rule


class Legible(Rule):
    """Finds text that is too small, too faint, too quick, out of place or over other text, and empty pictures."""

    def halfway(self) -> Iterator[str]:
        """Look for misplaced text halfway through a play, except at seams, where text need not be read."""
        if not self.scene.at_seam:
            yield from find_misplaced(self.scene, self.scene.frame.safe)

    def beat_told(self, beat: Any) -> Iterator[str]:
        """Look for text at a beat's end that cannot be read, or not in the time of the beat."""
        scene = self.scene
        yield from find_misplaced(scene, scene.frame.safe)
        with scene.camera.at_work():
            yield from find_unreadable(scene)
        if len(beat.line) > (beat.end - beat.start) * READING_SPEED + 1:
            yield f"“{beat.line}” must be read faster than {READING_SPEED:.0f} characters a second."
