"""Everything can be read: large enough, in its place, apart from other text and from what lies behind, in its time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from transparent_box.scenes.look.theme import READING_SPEED
from transparent_box.scenes.output.layout import misplaced, unreadable
from transparent_box.scenes.output.rules.rule import Rule


class Legible(Rule):
    """Text that is too small, too faint, too quick, out of place or over other text; a picture of nothing."""

    def halfway(self) -> Iterator[str]:
        """Look for text that is out of place on its way; what sinks into the strip, or comes out, is not to be read."""
        if not self.scene.at_seam:
            yield from misplaced(self.scene, self.scene.frame.safe)

    def beat_told(self, beat: Any) -> Iterator[str]:
        """Look for text that cannot be read where it rests, or not in its time."""
        scene = self.scene
        yield from misplaced(scene, scene.frame.safe)
        with scene.camera.at_work():
            yield from unreadable(scene)
        if len(beat.line) > (beat.end - beat.start) * READING_SPEED + 1:
            yield f"“{beat.line}” is told faster than {READING_SPEED:.0f} characters a second."
