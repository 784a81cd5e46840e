"""Carries out a job: its scene on the stage, its film in its place, its captions and poster beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING, Any

from transparent_box.model.files import sweep, whole_file
from transparent_box.model.tasks import Tell
from transparent_box.scenes.output import places
from transparent_box.scenes.output.formats import FORMATS, encoder
from transparent_box.scenes.output.job import QUALITIES, Job
from transparent_box.scenes.output.voice import Reader

if TYPE_CHECKING:
    from transparent_box.scenes.stage.beat import Beat


@dataclass(frozen=True)
class News:
    """News of a job on the way: so many more frames are there, drawn or found; or a beat is finished."""

    frames: int = 0
    moving: bool = True
    drawn: bool = True
    beat: str = ""


@dataclass(frozen=True)
class Made:
    """A finished file, and the beats that it tells."""

    path: Path
    beats: tuple[Beat, ...] = ()


def manim_settings(job: Job) -> dict[str, Any]:
    """The Manim configuration of a job; pixels and units are set together, or other aspects are laid out wrong."""
    from transparent_box.scenes.look.frame import Frame
    from transparent_box.scenes.look.theme import THEMES

    frame = Frame(job.aspect, QUALITIES[job.quality][0])
    (width, height), (across, down) = frame.pixels, frame.size
    return {
        "format": FORMATS[job.format].container,
        "transparent": job.transparent,
        "pixel_width": width,
        "pixel_height": height,
        "frame_width": across,
        "frame_height": down,
        "frame_rate": job.frame_rate,
        "background_color": THEMES[job.theme].ground,
        "max_inflight_encoders": 1,  # each holds 200 MB at 1080p; more at once gain no time
        "encoder_queue_size": 4,
        "max_files_cached": -1,
        "progress_bar": "none",
        "verbosity": "ERROR",
        "notify_outdated_version": False,
    } | encoder(job.format, job.transparent, draft=job.quality == "l")


@contextmanager
def staged(job: Job, film: Path | None = None, among: tuple[int, int | None] = (0, None)) -> Iterator[Any]:
    """The job's scene, ready to render to `film`, or to nothing at all, under the job's configuration.

    Of its beats, those `among` the numbers from one up to, not with, another are drawn.

    RunError for a run that cannot be read. All arrays are computed on one thread: how many there are decides the last
    bits of a product of matrices, and the same job must draw the same picture on any number of cores.
    """
    from threadpoolctl import threadpool_limits

    from transparent_box.model.runs.run import Run
    from transparent_box.scenes.film import scene_class
    from transparent_box.scenes.look.fonts import require_fonts
    from transparent_box.scenes.look.frame import Frame
    from transparent_box.scenes.look.theme import THEMES
    from transparent_box.scenes.mobjects import manim
    from transparent_box.scenes.mobjects.lettering import labels_in
    from transparent_box.scenes.raster.recording import Outputs
    from transparent_box.scenes.stage.stage import Look

    chapter = scene_class(job.chapter)
    require_fonts()
    look = Look(Frame(job.aspect, job.size[0]), THEMES[job.theme], job.captions == "burn", job.only, among)
    outputs = Outputs(film or places.film(job), places.segments(job))
    with manim.tempconfig(manim_settings(job)), threadpool_limits(1), labels_in(places.labels(job)):
        scene = chapter(Run(job.run), look, outputs)
        scene.renderer.file_writer.keeps_still = film is not None
        for option, value in job.settings:
            setattr(scene, option, value)
        if job.voice is not None:
            scene.read_aloud = Reader(job.voice, job.chapter, places.voices(job))
        yield scene


def beats_told(job: Job) -> list[Beat]:
    """Play a job's chapter without drawing it, read it aloud if it has a voice, and return its beats."""
    with staged(job) as scene:
        scene.camera.resting = True
        scene.render()
        return list(scene.beats)


def render(job: Job, tell: Tell = lambda news: None) -> Path:
    """Carry the job out and return the finished file; see `made`."""
    return made(job, tell).path


def made(job: Job, tell: Tell = lambda news: None) -> Made:
    """Carry the job out: a file; captions and a poster stand beside a film, and its voice is in it.

    `tell` hears `News` of every play and of every beat that is finished. PlaceError where the file cannot go,
    VoiceError, before anything is drawn, where a line cannot be read aloud.
    """
    from transparent_box.scenes.raster.choice import choose_rasteriser

    choose_rasteriser(job.raster)
    from transparent_box.scenes.output.conversion import CONVERSIONS

    tell(News())  # it has begun
    if job.voice is not None:
        beats_told(replace(job, format="png", out=None))
    described, target, film = FORMATS[job.format], places.target(job), places.film(job)
    places.require_place(target, sequence=job.format == "png-sequence")
    with staged(job, film) as scene:
        prepare_places(job)
        scene.after_beat = lambda beat: tell(News(beat=beat.name))
        scene.after_play = lambda frames, moving: tell(News(frames, moving, not scene.renderer.skip_animations))
        if job.voice is not None:
            scene.renderer.file_writer.complete = partial(give_voice, scene)
        try:
            scene.render()
            if described.made_of_film:
                CONVERSIONS[job.format](film, target, job.transparent)
        finally:
            if described.made_of_film:
                film.unlink(missing_ok=True)
        if described.film:
            write_companions(scene.beats, picture_of(scene), target, job.captions)
        return Made(target, tuple(scene.beats))


def prepare_places(job: Job) -> None:
    """Make the folder of a job's file, and remove what processes that are gone have left half-written."""
    target = places.target(job)
    target.parent.mkdir(parents=True, exist_ok=True)
    for folder in (places.folder(job), places.labels(job), places.voices(job)):
        sweep(folder)
    for folder in (target.parent, Path(gettempdir())):
        sweep(folder, deep=False)


def give_voice(scene: Any, film: Path) -> None:
    """Add the sound of a scene's beats to its film."""
    from transparent_box.scenes.output.sound import add_sound

    add_sound(film, [beat.voice for beat in scene.beats if beat.voice])


def picture_of(scene: Any) -> bytes:
    """Make a PNG of the picture that a scene ended on, before it closed."""
    from PIL import Image

    png = BytesIO()
    Image.fromarray(scene.still() if scene.last_picture is None else scene.last_picture).save(png, "png")
    return png.getvalue()


def write_companions(beats: Sequence[Beat], picture: bytes, film: Path, captions: str) -> None:
    """The beats as .srt and .vtt, if captions are wanted, and the last beat's picture as .png, under a film's name."""
    from transparent_box.scenes.output.captions import cues_of, srt, vtt

    for suffix, write in ((".srt", srt), (".vtt", vtt)):
        beside = places.companion(film, suffix)
        if captions == "none":
            beside.unlink(missing_ok=True)
            continue
        with whole_file(beside) as private:
            private.write_text(write(cues_of(beats)), encoding="utf-8")
    with whole_file(places.companion(film, ".png")) as private:
        private.write_bytes(picture)
