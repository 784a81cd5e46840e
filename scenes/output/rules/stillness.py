"""Rule: a chapter does not stand still for half of its time."""

from __future__ import annotations

from collections.abc import Iterator

from transparent_box.scenes.look.numbers import percent
from transparent_box.scenes.output.rules.rule import Rule, is_motion

MOST = 0.5  # of a chapter


class NotStill(Rule):
    """Finds chapters in which nothing but captions moves for more than half of the time."""

    moving = 0.0

    def first_frame(self) -> Iterator[str]:
        """Count the seconds in which something moves."""
        if is_motion(self.scene):
            self.moving += self.scene.duration
        return iter(())

    def chapter_told(self) -> Iterator[str]:
        """Compare them with the chapter's length."""
        still = 1 - self.moving / max(self.scene.elapsed, 1e-9)
        if still > MOST:
            yield f"The stage stands still for {percent(still)} of {self.scene.elapsed:.0f} s."
