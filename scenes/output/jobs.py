"""Carries out a job: plays its scene on the stage and writes its film with captions and poster."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING, Any

from transparent_box.model.contents import folder_digest
from transparent_box.model.files import remove_leftovers
from transparent_box.model.storage import RunError
from transparent_box.model.tasks import Report
from transparent_box.scenes.external import SceneFileError, label
from transparent_box.scenes.output import places
from transparent_box.scenes.output.companions import give_voice, poster_png, write_companions
from transparent_box.scenes.output.errors import locate_errors
from transparent_box.scenes.output.formats import FORMATS, encoder
from transparent_box.scenes.output.job import QUALITIES, Job
from transparent_box.scenes.output.voice import Reader, Rehearsal
from transparent_box.scenes.stage.beat import Beat, delayed, unique_names

if TYPE_CHECKING:
    from transparent_box.model.runs.run import Run


@dataclass(frozen=True)
class News:
    """Progress of a job: more frames are there, drawn or found in the cache; or the beat of a name is finished."""

    frames: int = 0
    moving: bool = True
    drawn: bool = True
    beat: str = ""


@dataclass(frozen=True)
class FinishedClip:
    """A finished file and its beats."""

    path: Path
    beats: tuple[Beat, ...] = ()


def manim_settings(job: Job) -> dict[str, Any]:
    """Return Manim's configuration for a job; pixels and units must be set together, or aspects come out wrong."""
    from transparent_box.scenes.look.frame import Frame
    from transparent_box.scenes.look.theme import THEMES

    frame = Frame(job.aspect, QUALITIES[job.quality][0])
    (width, height), (across, down) = frame.pixels, frame.size
    return {
        "verbosity": "ERROR",  # first, since Manim warns of some of the others on stdout
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
        "notify_outdated_version": False,
    } | encoder(job.format, job.transparent, draft=job.quality == "l")


@contextmanager
def stage_job(job: Job, film: Path | None = None, among: tuple[int, int | None] = (0, None)) -> Iterator[Any]:
    """Yield the job's scene under the job's configuration, ready to render to `film`, or to no file.

    Only beats in the range `among` are drawn: numbers from 0, the end excluded, None for the last.

    Raises RunError for a run that cannot be read. All arrays are computed on one thread: the number of threads decides
    the last bits of matrix products, and a job must draw the same picture on any number of cores.
    """
    from threadpoolctl import threadpool_limits

    from transparent_box.scenes.film import scene_class
    from transparent_box.scenes.look.fonts import require_fonts
    from transparent_box.scenes.look.frame import Frame
    from transparent_box.scenes.look.theme import THEMES
    from transparent_box.scenes.mobjects.words.lettering import labels_in
    from transparent_box.scenes.raster.fast_mobjects import temporary_config
    from transparent_box.scenes.raster.recording import Outputs
    from transparent_box.scenes.stage.stage import Look

    chapter = scene_class(job.chapter)
    require_fonts()
    look = Look(Frame(job.aspect, job.size[0]), THEMES[job.theme], job.captions == "burn", job.only, among, job.pace)
    outputs = Outputs(film or places.film(job), places.segments(job))
    with temporary_config(manim_settings(job)), threadpool_limits(1), labels_in(places.labels(job)):
        scene = chapter(run_of(job), look, outputs)
        scene.renderer.file_writer.keeps_still = film is not None
        for option, value in job.settings:
            setattr(scene, option, value)
        if job.voice is not None:
            scene.read_aloud = Reader(job.voice, job.chapter, places.voices(job))
        scene.construct = partial(require_beats, scene, job)
        with locate_errors(job.chapter):
            yield scene


def run_of(job: Job) -> Run:
    """Return a job's run, opened once for as long as its content stays the same; raise RunError if there is none.

    Another folder, such as a home, is refused before its content is read: that may be large.
    """
    from transparent_box.model.runs.run import Run

    Run(job.run)
    return open_run(job.run, folder_digest(job.run))


@lru_cache(maxsize=1)
def open_run(folder: Path, content: str) -> Run:
    """Open a run and cache it, by folder and content, for the next jobs: opening takes a second."""
    from transparent_box.model.runs.run import Run

    return Run(folder)


def require_beats(scene: Any, job: Job) -> None:
    """Play a scene; raise SceneFileError if it has no beat, which everything made from it relies on."""
    type(scene).construct(scene)
    if not scene.beats:
        raise SceneFileError(f"{label(job.chapter)} has no beat: mark a method with @beat, and let it say a line.")


def play_beats(job: Job) -> list[Beat]:
    """Play a job's chapter without drawing it, reading its lines aloud if it has a voice, and return its beats.

    Raises VoiceError, naming all of them, if lines have no recording.
    """
    with stage_job(job) as scene:
        scene.camera.resting = True
        if job.voice is None:
            scene.render()
        else:
            scene.read_aloud = Rehearsal(job.voice, job.chapter, places.voices(job))
            scene.render()
            scene.read_aloud.require_all()
        return list(scene.beats)


def render(job: Job, report: Report = lambda news: None) -> Path:
    """Carry the job out and return the finished file; see `make_clip`."""
    return make_clip(job, report).path


def make_clip(job: Job, report: Report = lambda news: None) -> FinishedClip:
    """Carry the job out and return the finished file and its beats; a film gets its voice, captions and a poster.

    `report` hears `News` of every play and of every beat that is finished. Raises PlaceError if the file cannot go,
    Raises VoiceError, before anything is drawn, if a line cannot be read aloud.
    """
    from transparent_box.scenes.raster.choice import choose_rasterizer

    choose_rasterizer(job.raster)
    from transparent_box.scenes.output.conversion import CONVERSIONS

    report(News())  # the job has begun
    if job.voice is not None:
        play_beats(replace(job, format="png", out=None))
    described, target, film = FORMATS[job.format], places.target(job), places.film(job)
    places.require_place(target, sequence=job.format == "png-sequence")
    with stage_job(job, film) as scene:
        prepare_places(job)
        attach_report(scene, job, report)
        if job.voice is not None:
            scene.renderer.file_writer.complete = lambda film: give_voice(beats_drawn(scene), film)
        try:
            scene.render()
            require_wanted_beat(scene, job)
            if described.made_of_film:
                CONVERSIONS[job.format](film, target, job.transparent)
        finally:
            if described.made_of_film:
                film.unlink(missing_ok=True)
        if described.film:
            write_companions(beats_drawn(scene), poster_png(scene), target, job.captions)
        return FinishedClip(target, tuple(beats_drawn(scene)))


def attach_report(scene: Any, job: Job, report: Report) -> None:
    """Make a scene report `News` of what it draws, and finish its file where a single wanted beat ends."""
    from manim.utils.exceptions import EndSceneEarlyException

    writer = scene.renderer.file_writer
    writer.joins = writer.keeps_still = job.only is None
    writer.last_picture = lambda: scene.last_picture

    def after_play(frames: int, moving: bool) -> None:
        if scene.drawing:
            report(News(frames, moving, not scene.renderer.skip_animations))

    def after_beat(beat: Beat) -> None:
        if scene.drawing:
            report(News(beat=beat.name))
        if scene.is_over:
            writer.joins = writer.keeps_still = True
            scene.last_picture = scene.still()
            if job.format == "png":
                raise EndSceneEarlyException  # ends the scene in Manim

    scene.after_play, scene.after_beat = after_play, after_beat


def require_wanted_beat(scene: Any, job: Job) -> None:
    """Raise RunError if the only beat to be drawn was not played."""
    if job.only is not None and not scene.is_over:
        told = ", ".join(unique_names(scene.beats))
        raise RunError(f"{label(job.chapter)} has no beat {job.only} for {job.run}; its beats: {told}.")


def beats_drawn(scene: Any) -> list[Beat]:
    """Return the beats in a scene's clip, timed from its beginning: all, or the only one drawn."""
    if not scene.is_over:
        return list(scene.beats)
    told = scene.beats[-1]
    return [delayed(told, -told.start)]


def prepare_places(job: Job) -> None:
    """Make the folder of a job's file, and remove half-written files of processes that have ended."""
    target = places.target(job)
    target.parent.mkdir(parents=True, exist_ok=True)
    for folder in (places.folder(job), places.labels(job), places.voices(job)):
        remove_leftovers(folder)
    for folder in (target.parent, Path(gettempdir())):
        remove_leftovers(folder, deep=False)
