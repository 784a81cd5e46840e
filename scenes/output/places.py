"""Places for what a job makes: a name that no other job has, and files beside it that are its alone."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path

from transparent_box.model.files import is_full, private_path
from transparent_box.scenes.external import label
from transparent_box.scenes.film import class_name, source_of
from transparent_box.scenes.output.formats import FORMATS
from transparent_box.scenes.output.job import Job
from transparent_box.scenes.output.voice import Recordings

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "assets" / "reference"
DRAWN_BY = (
    "scenes/**/*.py",
    "model/**/*.py",
    "assets/facts.json",
    "assets/paper_curves.json",
    *(f"assets/{folder}/**/*" for folder in ("fonts", "linebreak", "operations", "seeds")),
)
FRAME = re.compile(r"\d{5,}\.png")  # the name of a frame of ours


class PlaceError(ValueError):
    """A place where a job's file cannot go; the message is one sentence for the user."""


def variant(job: Job) -> str:
    """Name what tells a job's file from those of its chapter that were asked for otherwise; nothing for the usual."""
    parts = [
        "" if job.aspect == "16:9" else job.aspect.replace(":", "x"),
        "" if job.theme == "dark" else job.theme,
        *(f"{option}{value}" for option, value in job.settings),
        f"beat-{job.only}" if job.only else "",
        "" if job.run.resolve() == REFERENCE else run_name(job.run),
        "transparent" if job.transparent else "",
        "" if job.captions == "burn" else f"captions-{job.captions}",
        "" if job.raster == "auto" else job.raster,
        "" if job.pace == 1 else f"pace-{job.pace:g}",
        f"voice-{job.voice.label}" if job.voice else "",
    ]
    return "".join(f"_{part}" for part in parts if part)


def run_name(run: Path) -> str:
    """A run folder's name and a few letters of its path, for two folders may have one name."""
    plain = re.sub(r"[^\w-]+", "-", run.resolve().name)[:40]
    return f"{plain}-{sha256(str(run.resolve()).encode(errors='surrogateescape')).hexdigest()[:4]}"


def folder(job: Job) -> Path:
    """Name the folder of a chapter's films of one quality."""
    short_side, _ = job.size
    return job.media.absolute() / "videos" / label(job.chapter) / f"{short_side}p{job.frame_rate}"


def segments(job: Job) -> Path:
    """Name the folder of the cached segments that films of any variant are joined from."""
    return folder(job) / "partial_movie_files" / class_name(job.chapter)


def labels(job: Job) -> Path:
    """Name the folder in which the outlines of typeset words are cached, for all films of a media folder."""
    return job.media.absolute() / "labels"


def voices(job: Job) -> Path:
    """Name the folder in which lines that were read aloud are cached, for all films of a media folder."""
    return job.media.absolute() / "voices"


def target(job: Job) -> Path:
    """The file, or for a PNG sequence the folder, that the job makes."""
    suffix = "" if job.format == "png-sequence" else f".{job.format}"
    if job.out is not None:
        if not job.out.name or job.out.name == "..":
            return job.out
        whole = job.out.suffix or not suffix or job.out.is_dir()  # a folder is refused, not given a suffix
        return job.out if whole else job.out.with_name(job.out.name + suffix)
    name = class_name(job.chapter) + variant(job)
    if job.format == "png":
        return job.media.absolute() / "images" / label(job.chapter) / f"{name}.png"
    return folder(job) / f"{name}{suffix}"


def is_current(job: Job) -> bool:
    """Tell whether a job's clip is there and younger than all that draws it and the run it is drawn from."""
    clip = target(job)
    if not clip.is_file():
        return False
    sources = [*job.run.rglob("*"), *source_of(job.chapter).parent.glob("*.py")]
    if isinstance(job.voice, Recordings):
        sources += job.voice.folder.rglob("*")
    return clip.stat().st_mtime > max([last_change(ROOT), *(source.stat().st_mtime for source in sources)])


@cache
def last_change(root: Path) -> float:
    """Find when something that any clip is drawn by changed last: our code, and what is shipped besides the run."""
    sources = [path for pattern in DRAWN_BY for path in root.glob(pattern)]
    return max(source.stat().st_mtime for source in sources)


def film(job: Job) -> Path:
    """The film that is drawn: the target itself, or what it is made of, under a private name."""
    place = target(job)
    return private_path(place.with_name(f"{place.stem}.mov")) if FORMATS[job.format].made_of_film else place


def companion(place: Path, suffix: str) -> Path:
    """A file that stands beside a film and belongs to it alone: clip.mp4.srt for clip.mp4."""
    return place.with_name(place.name + suffix)


def with_ending(out: Path, ending: str) -> Path:
    """Give a name its ending, if it has it not yet; PlaceError where it is no name."""
    require_name(out, f"mine{ending}")
    return out if out.suffix.lower() == ending else companion(out, ending)


def require_name(place: Path, example: str = "clip.mp4") -> None:
    """PlaceError for what only leads somewhere: /, the current folder, the one above."""
    if not place.name or place.name == "..":
        raise PlaceError(f"'{place}' names no file: give one, such as {example}.")


def require_writable(place: Path, advice: str = "name another place") -> None:
    """PlaceError where the folder that a file goes to cannot be made or written: tried, for rights tell only half."""
    folder = place.absolute().parent
    while not (folder.exists() or folder.is_symlink()) and folder != folder.parent:
        folder = folder.parent
    if folder.is_symlink() and not folder.exists():
        raise PlaceError(f"{folder} leads to {folder.readlink()}, which is not there: {advice}.")
    if not folder.is_dir():
        raise PlaceError(f"{folder} is no folder, so {place} cannot be written: {advice}.")
    probe = private_path(folder / "probe")
    try:
        probe.touch(exist_ok=False)
    except OSError as error:
        full = ", for the disk is full" if is_full(error) else ""
        raise PlaceError(f"The folder {folder} cannot be written{full}: {advice}.") from None
    finally:
        with contextlib.suppress(OSError):
            probe.unlink()


def require_media(job: Job) -> None:
    """PlaceError where what is drawn on the way cannot be kept, wherever the job's own file goes."""
    require_writable(job.media / "kept", "change to a folder that can be written, for all that is drawn needs it")


def require_place(place: Path, sequence: bool = False) -> None:
    """PlaceError unless a file (or a sequence's folder) can go there without harm to anything else."""
    require_name(place)
    if sequence and place.is_dir():
        strangers = sorted(path.name for path in place.iterdir() if not FRAME.fullmatch(path.name))
        if strangers:
            raise PlaceError(f"{place} holds more than frames ({strangers[0]}): name a new or an empty folder.")
    elif place.is_dir():
        raise PlaceError(f"{place} is a folder: name a file in it, such as {place / 'clip.mp4'}.")
    elif place.exists() and not place.is_file():
        raise PlaceError(f"{place} is no ordinary file: name another.")
    elif place.is_file() and sequence:
        raise PlaceError(f"{place} is a file: name a folder for the frames.")


def require_own_folder(folder: Path, ours: Sequence[str], mark: str) -> None:
    """PlaceError for a folder that holds more than what it is replaced with, or for a file in its way.

    The first of `ours` is a page with a `mark` in it: people name their own pages and folders like that, too. The
    current folder and those above it are not replaced, not even while they are empty.
    """
    if not folder.name or folder.name == "..":
        raise PlaceError(f"'{folder}' names no folder: give one, such as {folder / 'talk'}.")
    if folder.exists() and not folder.is_dir():
        raise PlaceError(f"{folder} is in the way of a folder of that name: remove it, or name another place.")
    strangers = sorted(path.name for path in folder.iterdir() if path.name not in ours) if folder.exists() else []
    if strangers:
        raise PlaceError(f"{folder} holds more than was made here ({strangers[0]}): name a new or an empty folder.")
    page = folder / ours[0]
    if folder.exists() and any(folder.iterdir()) and not (page.is_file() and mark.encode() in page.read_bytes()):
        raise PlaceError(f"{folder} holds no {page.name} that was made here: name a new or an empty folder.")
