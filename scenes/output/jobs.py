"""One clip to be made: a small description that any process can carry out."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from model.tasks import Tell
from scenes.output.formats import FORMATS, encoder

# Manim's own letters: short side in pixels and frames a second.
QUALITIES = {"l": (480, 15), "m": (720, 30), "h": (1080, 60), "p": (1440, 60), "k": (2160, 60)}
RASTERS = ("auto", "gl", "cairo")  # for scenes.raster.choice.choose_rasteriser
CAPTIONS = ("burn", "file", "none")  # in the picture and in files beside it, only in files, not at all


@dataclass(frozen=True)
class Job:
    """What to render and how. `fps` None takes the quality's; `out` None the media folder's usual place."""

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
    only: str | None = None  # the name of the one beat to draw

    @property
    def frame_rate(self) -> int:
        """Frames a second."""
        return self.fps or QUALITIES[self.quality][1]


def manim_settings(job: Job) -> dict[str, Any]:
    """The Manim configuration of a job; pixels and units are set together, or other aspects are laid out wrong."""
    from scenes.film import class_name
    from scenes.look.frame import Frame
    from scenes.look.theme import THEMES

    frame = Frame(job.aspect, QUALITIES[job.quality][0])
    (width, height), (across, down) = frame.pixels, frame.size
    variant = "" if job.aspect == "16:9" else f"_{job.aspect.replace(':', 'x')}"
    variant += "" if job.theme == "dark" else f"_{job.theme}"
    variant += "".join(f"_{option}{value}" for option, value in job.settings)
    return {
        "media_dir": str(job.media.absolute()),
        "video_dir": f"{{media_dir}}/videos/{job.chapter}/{{quality}}",
        "images_dir": f"{{media_dir}}/images/{job.chapter}",
        "format": FORMATS[job.format].container,
        "transparent": job.transparent,
        "pixel_width": width,
        "pixel_height": height,
        "frame_width": across,
        "frame_height": down,
        "frame_rate": job.frame_rate,
        "output_file": f"{class_name(job.chapter)}{variant}",
        "background_color": THEMES[job.theme].ground,
        "max_inflight_encoders": 3,
        "max_files_cached": -1,
        "progress_bar": "none",
        "verbosity": "ERROR",
        "notify_outdated_version": False,
    } | encoder(job.format, job.transparent, draft=job.quality == "l")


@contextmanager
def staged(job: Job) -> Iterator[Any]:
    """The job's scene, ready to render, under the job's configuration. RunError for a run that cannot be read."""
    from manim import tempconfig

    from model.runs.run import Run
    from scenes.film import scene_class
    from scenes.look.frame import Frame
    from scenes.look.theme import THEMES
    from scenes.mobjects.lettering import require_fonts
    from scenes.stage.stage import Look

    require_fonts()
    run = Run(job.run)
    look = Look(Frame(job.aspect, QUALITIES[job.quality][0]), THEMES[job.theme], job.captions == "burn", job.only)
    with tempconfig(manim_settings(job)):
        scene = scene_class(job.chapter)(run, look)
        for option, value in job.settings:
            setattr(scene, option, value)
        yield scene


def render(job: Job, tell: Tell = lambda news: None) -> Path:
    """Carry the job out and return the finished file; captions and a poster stand beside a film.

    `tell` hears the name of every beat that is finished.
    """
    from scenes.files import whole_file
    from scenes.raster.choice import choose_rasteriser

    choose_rasteriser(job.raster)
    with staged(job) as scene:
        scene.after_beat = lambda beat: tell(beat.name)
        scene.render()
        made = Path(scene.renderer.file_writer.final_file_path)
        if FORMATS[job.format].made_of_film:
            return convert(job, made)
        target = made
        if job.out is not None:
            target = job.out if job.out.suffix else job.out.with_suffix(made.suffix)
            with whole_file(target) as temporary:
                shutil.copyfile(made, temporary)
        if FORMATS[job.format].film:
            write_companions(scene, target, job.captions)
    return target


def convert(job: Job, film: Path) -> Path:
    """What is asked for, made of a lossless film that then goes; its segments stay, for the next time."""
    from scenes.output.conversion import CONVERSIONS

    suffix = "" if job.format == "png-sequence" else f".{job.format}"
    target = film.with_suffix(suffix)
    if job.out is not None:
        target = job.out if job.out.suffix or not suffix else job.out.with_suffix(suffix)
    try:
        CONVERSIONS[job.format](film, target, job.transparent)
    finally:
        film.unlink()
    return target


def write_companions(scene: Any, film: Path, captions: str) -> None:
    """The beats as .srt and .vtt, if captions are wanted, and the last frame as .png, under a film's name."""
    from PIL import Image

    from scenes.files import whole_file
    from scenes.output.captions import srt, vtt

    texts = () if captions == "none" else ((".srt", srt(scene.beats)), (".vtt", vtt(scene.beats)))
    for suffix, text in texts:
        with whole_file(film.with_suffix(suffix)) as temporary:
            temporary.write_text(text, encoding="utf-8")
    with whole_file(film.with_suffix(".png")) as temporary:
        Image.fromarray(scene.still()).save(temporary)
