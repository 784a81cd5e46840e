"""Rule: read, then look. A line is shown before the motion that it describes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from transparent_box.scenes.look.theme import READING_SPEED
from transparent_box.scenes.output.rules.rule import Rule, is_motion

SLACK = 0.25  # seconds
SHARE = 0.4  # share of a line's reading time during which the picture should hold still


class ReadThenLook(Rule):
    """Finds lines that appear together with motion, or too shortly before it."""

    line: Any = None  # the beat whose first motion is awaited

    def first_frame(self) -> Iterator[str]:
        """Look at the first motion after a line."""
        scene = self.scene
        beat = scene._playing
        if beat is None or not beat.line or not is_motion(scene) or scene.at_seam:
            return
        if self.line == (beat.name, beat.start):
            return
        self.line = (beat.name, beat.start)
        lead, wanted = scene.elapsed - beat.start, SHARE * len(beat.line) / READING_SPEED
        if lead < wanted - SLACK:
            yield f"“{beat.line}” is there {lead:.1f} s before what it speaks of moves: let it be {wanted:.1f} s."
