"""The gallery: a folder with a web page that needs no server, on which every clip can be watched and embedded."""

from __future__ import annotations

import base64
import shlex
import shutil
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from PIL import Image

from transparent_box.model.errors import PROGRAM
from transparent_box.model.files import atomic_folder, remove_leftovers
from transparent_box.scenes.external import as_typed, label
from transparent_box.scenes.film import idea, title
from transparent_box.scenes.output.beats import BeatTime, pictures_at, played_names, read_beat_marks
from transparent_box.scenes.output.captions import to_srt, to_vtt
from transparent_box.scenes.output.cards import NAME, SUBJECT
from transparent_box.scenes.output.film import MEASURED, clock_label
from transparent_box.scenes.output.job import Job
from transparent_box.scenes.output.notes import Measure, measures_of, sources_of
from transparent_box.scenes.output.places import REFERENCE, companion
from transparent_box.scenes.output.sheet import lay_out_sheet
from transparent_box.scenes.output.voice import Engine, Recordings

TEMPLATES = Path(__file__).resolve().parents[2] / "assets" / "templates"
PAGE, CLIPS, STYLE, SCRIPT = "index.html", "clips", "gallery.css", "gallery.js"
OURS = (PAGE, CLIPS, STYLE, SCRIPT)
MARK = f'<link rel="stylesheet" href="{STYLE}">'  # a line by which our own page is recognized
SMALL = 440  # pixels, longest side of a picture in the overview
JPEG: dict[str, Any] = {"quality": 86, "optimize": True, "progressive": True}


@dataclass(frozen=True)
class Moment:
    """A beat on the page: its time in seconds, its line and the measures that it shows."""

    start: float
    end: float
    line: str
    measures: tuple[Measure, ...]

    @property
    def clock(self) -> str:
        """1:02."""
        return clock_label(self.start)


@dataclass(frozen=True)
class Exhibit:
    """A chapter's clip on the page, as the template uses it."""

    job: Job
    width: int
    height: int
    seconds: float
    megabytes: float
    moments: tuple[Moment, ...]
    captions: str  # WebVTT; cues follow the voice, if there is one

    @property
    def name(self) -> str:
        """The chapter's name in links: clock for clock_scene."""
        return label(self.job.chapter).removesuffix("_scene")

    @property
    def typed(self) -> str:
        """The chapter as it is typed in a command."""
        return as_typed(self.job.chapter)

    @property
    def title(self) -> str:
        """The title above it."""
        return title(self.job.chapter)

    @property
    def idea(self) -> str:
        """Its idea, in a sentence."""
        return idea(self.job.chapter)

    @property
    def length(self) -> str:
        """1:02."""
        return clock_label(self.seconds)

    @property
    def measures(self) -> list[Measure]:
        """All measures that it shows, each once."""
        return list(dict.fromkeys(measure for moment in self.moments for measure in moment.measures))

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources that it cites."""
        return sources_of(self.job.chapter)

    @property
    def tracks(self) -> dict[str, str]:
        """Captions and chapters as data URLs: a page opened from a disk may not read files beside it."""
        return {"captions": data_url(self.captions), "chapters": data_url(to_vtt(self.moments))}

    @property
    def shows_captions(self) -> bool:
        """Whether the page must show captions because they are not in the picture."""
        return self.job.captions != "burn"

    @property
    def command(self) -> str:
        """The command that makes this clip again."""
        return render_command(self.job)


def data_url(text: str) -> str:
    """Encode WebVTT as a data: URL."""
    return f"data:text/vtt;charset=utf-8;base64,{base64.b64encode(text.encode()).decode()}"


def render_command(job: Job) -> str:
    """Return the command line that makes a job's clip."""
    words = [*PROGRAM.split(), "render", as_typed(job.chapter), "-q", job.quality]
    words += ["--fps", str(job.fps)] if job.fps else []
    words += ["--aspect", job.aspect] if job.aspect != "16:9" else []
    words += ["--theme", job.theme] if job.theme != "dark" else []
    words += ["--pace", f"{job.pace:g}"] if job.pace != 1 else []
    words += ["--captions", job.captions] if job.captions != "burn" else []
    words += ["--raster", job.raster] if job.raster != "auto" else []
    words += ["--run", str(job.run)] if job.run.resolve() != REFERENCE else []
    words += [word for name, value in job.settings for word in ("--set", f"{name}={value}")]
    if isinstance(job.voice, Engine):
        words += ["--voice", job.voice.command]
    elif isinstance(job.voice, Recordings):
        words += ["--voice-folder", str(job.voice.folder)]
    return shlex.join(words)


def make_gallery(clips: Sequence[tuple[Job, Path]], target: Path) -> Path:
    """Write a page of (job, clip) with all its files to a folder, atomically, and return the page's path."""
    remove_leftovers(target.absolute().parent, deep=False)
    with atomic_folder(target) as private:
        (private / CLIPS).mkdir()
        with ThreadPoolExecutor() as pool:  # most of it is decoding and compressing pictures
            exhibits = list(pool.map(lambda given: make_exhibit(given[0], given[1], private / CLIPS), clips))
        page = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        ).get_template("gallery.html")
        told = page.render(
            name=NAME,
            subject=SUBJECT,
            exhibits=exhibits,
            clips=CLIPS,
            measured=MEASURED,
            length=clock_label(sum(shown.seconds for shown in exhibits)),
        )
        (private / PAGE).write_text(told, encoding="utf-8")
        for file in (STYLE, SCRIPT):
            shutil.copyfile(TEMPLATES / file, private / file)
    return target / PAGE


def make_exhibit(job: Job, clip: Path, folder: Path) -> Exhibit:
    """Copy a clip with its captions, poster and contact sheet to a folder, and describe it for the page."""
    marks = read_beat_marks(clip)
    measured = measures_of(job.chapter)
    moments = tuple(
        Moment(mark.start, mark.end, mark.line, measured.get(name, ()))
        for mark, name in zip(marks, played_names(job.chapter, len(marks)), strict=True)
    )
    name = label(job.chapter).removesuffix("_scene")
    copied = folder / f"{name}.mp4"
    shutil.copyfile(clip, copied)
    captions = {
        suffix: captions_of(clip, suffix, write(moments)) for suffix, write in ((".vtt", to_vtt), (".srt", to_srt))
    }
    for suffix, text in captions.items():
        (folder / f"{name}{suffix}").write_text(text, encoding="utf-8")
    stills = stills_of(clip, marks)
    lay_out_sheet(stills).save(folder / f"{name}_sheet.jpg", **JPEG)
    poster = stills[-1][1]
    poster.save(folder / f"{name}.jpg", **JPEG)
    poster.thumbnail((SMALL, SMALL))
    poster.save(folder / f"{name}_small.jpg", **JPEG)
    with av.open(str(clip)) as opened:
        stream = opened.streams.video[0]
        size, seconds = (stream.width, stream.height), opened.duration / av.time_base
    return Exhibit(job, *size, seconds, copied.stat().st_size / 1e6, moments, captions[".vtt"])


def captions_of(clip: Path, suffix: str, otherwise: str) -> str:
    """Read the captions beside a clip; return `otherwise` if there are none."""
    beside = companion(clip, suffix)
    return beside.read_text(encoding="utf-8") if beside.is_file() else otherwise


def stills_of(clip: Path, marks: Sequence[BeatTime]) -> list[tuple[BeatTime, Image.Image]]:
    """Return (beat, its last picture) of a clip."""
    pictures = pictures_at(clip, [mark.end for mark in marks])
    return [(mark, Image.fromarray(picture)) for mark, picture in zip(marks, pictures, strict=True)]
