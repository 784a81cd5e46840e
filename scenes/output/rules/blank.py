"""The stage is never empty: the next object is made from the last one."""

from __future__ import annotations

from collections.abc import Iterator

from transparent_box.scenes.output.rules.rule import Rule, opacity_of, parts_of

LEAST = 0.05  # seconds: between the end of a play and the beginning of the next there are none
VISIBLE = 0.1  # opacity from which a picture is still there


class NeverEmpty(Rule):
    """A play, or a hold, after which nothing but the strip and the caption can be seen."""

    empty_since: float | None = None

    def first_frame(self) -> Iterator[str]:
        """Take note of what a play begins with."""
        return self.looked_at(self.scene.elapsed)

    def halfway(self) -> Iterator[str]:
        """Take note of what is there on the way."""
        return self.looked_at(self.scene.elapsed + self.scene.duration / 2)

    def last_frame(self) -> Iterator[str]:
        """Take note of what a play ends with."""
        return self.looked_at(self.scene.elapsed + self.scene.duration)

    def looked_at(self, now: float) -> Iterator[str]:
        """Tell of an emptiness that is over."""
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
