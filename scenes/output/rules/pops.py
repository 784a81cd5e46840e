"""Rule: nothing pops. Between two plays the picture stays the same, and no fade is too quick to be seen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from zlib import crc32

import numpy as np
from manim import FadeIn, FadeOut
from numpy.typing import NDArray

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import percent
from transparent_box.scenes.mobjects.words.lettering import Lettering
from transparent_box.scenes.output.layout import crop_area, ink_box, name
from transparent_box.scenes.output.rules.dissolves import flatten
from transparent_box.scenes.output.rules.rule import SEEN, Rule, opacity_of, parts_of
from transparent_box.scenes.raster.camera import StageCamera

SHORT_SIDE = 240  # pixels of the pictures that are compared
LEVELS = 26  # difference from which a pixel has changed
LEAST = 0.0008  # share of the frame; less is the edge of a line
QUICKEST = 0.3  # seconds, shortest allowed fade

Picture = NDArray[np.int16]


class NothingPops(Rule):
    """Finds changes between the end of one play and the beginning of the next, and fades that are too quick."""

    def __init__(self, scene: Any) -> None:
        super().__init__(scene)
        width, height = scene.frame.pixels
        scale = SHORT_SIDE / min(width, height)
        self.camera = StageCamera(pixel_width=round(width * scale), pixel_height=round(height * scale))
        self.camera.background_color = scene.theme.ground
        self.last: Picture | None = None
        self.state: dict[int, float] = {}
        self.words: dict[int, tuple[int, Area]] = {}

    def first_frame(self) -> Iterator[str]:
        """Compare with the end of the previous play."""
        now, before = self.drawn(), self.last
        if before is not None:
            changed = np.abs(now - before).max(axis=-1) > LEVELS
            for place in self.recounted():
                crop_area(changed, place, self.scene)[...] = False
            share = float(changed.mean())
            if share > LEAST:
                yield f"{percent(share, 2)} of the frame changes at once{self.what()}."
        self.keep(now)
        yield from self.too_quick()

    def last_frame(self) -> Iterator[str]:
        """Remember how the play ends."""
        self.keep(self.drawn())
        return iter(())

    def drawn(self) -> Picture:
        """Draw the present picture small: (h, w, 3)."""
        self.camera.reset()
        self.camera.capture_mobjects(self.scene.mobjects)
        return np.array(self.camera.pixel_array)[..., :3].astype(np.int16)

    def keep(self, picture: Picture) -> None:
        """Remember a picture and the mobjects visible in it."""
        self.last = picture
        self.state = {id(part): opacity_of(part) for part in parts_of(self.scene.mobjects)}
        self.words = self.wording()

    def wording(self) -> dict[int, tuple[int, Area]]:
        """Return id of a text → hash of its look, and its place."""
        letters = [p for top in self.scene.mobjects for p in top.get_family() if isinstance(p, Lettering)]
        return {id(one): (crc32(one[0].points.tobytes()), ink_box(one)) for one in letters if len(one[0].points)}

    def recounted(self) -> Iterator[Area]:
        """Yield the places of texts that changed in place: counters may jump."""
        for key, (look, place) in self.wording().items():
            if key in self.words and self.words[key][0] != look:
                yield place
                yield self.words[key][1]

    def what(self) -> str:
        """Name the mobjects that appeared, vanished or changed, as far as they are known, to end a sentence."""
        now = {id(part): part for part in parts_of(self.scene.mobjects)}
        came = [part for key, part in now.items() if opacity_of(part) > SEEN + self.state.get(key, 0.0)]
        tops = {id(part): top for top in self.scene.mobjects for part in top.get_family()}
        names = sorted({mobject_name(tops[id(part)]) for part in came})
        gone = sum(1 for key, opacity in self.state.items() if opacity > SEEN and key not in now)
        told = [f"{', '.join(names[:3])} comes"] if names else []
        told += [f"{gone} parts go"] if gone else []
        return f": {'; '.join(told)}" if told else ""

    def too_quick(self) -> Iterator[str]:
        """Yield a sentence for each fade that is too quick to be followed."""
        scene = self.scene
        if scene.is_current_animation_frozen_frame():
            return
        for fade in flatten(scene.animations):
            if isinstance(fade, FadeIn | FadeOut) and fade.run_time < QUICKEST - 1e-6:
                yield f"A {mobject_name(fade.mobject)} fades within {fade.run_time:.2f} s."


def mobject_name(mobject: Any) -> str:
    """Name a mobject by its words or its class."""
    return name(mobject) if isinstance(mobject, Lettering) else type(mobject).__name__
