"""The job of making one clip: a small description that any process can carry out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from transparent_box.scenes.output.voice import Voice

# Manim's own letters: short side in pixels and frames a second.
QUALITIES = {"l": (480, 15), "m": (720, 30), "h": (1080, 60), "p": (1440, 60), "k": (2160, 60)}
RASTERS = ("auto", "gl", "cairo")  # for scenes.raster.choice.choose_rasterizer
CAPTIONS = ("burn", "file", "none")  # in the picture and in files beside it, only in files, not at all


@dataclass(frozen=True)
class Job:
    """A file to render, and how. `fps` None means the quality's; `out` None means the default place in `media`."""

    chapter: str
    run: Path
    quality: str = "h"
    fps: int | None = None
    format: str = "mp4"
    transparent: bool = False
    aspect: str = "16:9"
    theme: str = "dark"
    captions: str = "burn"
    raster: str = "auto"
    media: Path = Path("media")
    out: Path | None = None
    settings: tuple[tuple[str, int], ...] = ()  # options of the chapter's class and their values
    voice: Voice | None = None  # who reads the lines aloud
    only: str | None = None  # the unique name of the only beat to draw
    pace: float = 1.0  # factor of the time for reading a line

    @property
    def size(self) -> tuple[int, int]:
        """The short side in pixels, and the quality's frames a second."""
        return QUALITIES[self.quality]

    @property
    def frame_rate(self) -> int:
        """Frames a second."""
        return self.fps or QUALITIES[self.quality][1]
