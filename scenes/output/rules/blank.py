"""Rule: the stage is never empty, since each object is made from the previous one."""

from __future__ import annotations

from collections.abc import Iterator

from transparent_box.scenes.output.rules.rule import Rule, opacity_of, parts_of

LEAST = 0.05  # seconds of emptiness that count; between two plays none passes
VISIBLE = 0.1  # opacity from which a picture counts as visible


class NeverEmpty(Rule):
    """Finds times when nothing but the strip and the caption is visible."""

    empty_since: float | None = None

    def first_frame(self) -> Iterator[str]:
        """Look at what a play begins with."""
        return self.looked_at(self.scene.elapsed)

    def halfway(self) -> Iterator[str]:
        """Look at what is visible halfway."""
        return self.looked_at(self.scene.elapsed + self.scene.duration / 2)

    def last_frame(self) -> Iterator[str]:
        """Look at what a play ends with."""
        return self.looked_at(self.scene.elapsed + self.scene.duration)

    def looked_at(self, now: float) -> Iterator[str]:
        """Note when the stage becomes empty, and yield a sentence when it is no longer; `now` is in seconds."""
        furniture = self.furniture()
        parts = (part for part in parts_of(self.scene.mobjects) if id(part) not in furniture)
        empty = all(opacity_of(part) < VISIBLE for part in parts)
        since = self.empty_since
        if empty and since is None:
            self.empty_since = now
        elif not empty and since is not None:
            self.empty_since = None
            if now - since > LEAST and not self.scene.at_seam:  # out of the strip, or back into it
                yield f"The stage is empty for {now - since:.1f} s."
