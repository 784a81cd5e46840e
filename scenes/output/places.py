"""Places of the files that a job makes: paths that no other job uses, and checks that they can be written."""

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
FRAME = re.compile(r"\d{5,}\.png")  # name of a frame in a PNG sequence


class PlaceError(ValueError):
    """A path at which a job's file cannot be written; the message is one sentence for the user."""


def variant_name(job: Job) -> str:
    """Return the part of a file's name that tells a job's settings from the default ones; "" for the default."""
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
    """Return a run folder's name with four digits of a checksum of its path, as two folders may have the same name."""
    plain = re.sub(r"[^\w-]+", "-", run.resolve().name)[:40]
    return f"{plain}-{sha256(str(run.resolve()).encode(errors='surrogateescape')).hexdigest()[:4]}"


def folder(job: Job) -> Path:
    """Return the folder of a chapter's films of one quality."""
    short_side, _ = job.size
    return job.media.absolute() / "videos" / label(job.chapter) / f"{short_side}p{job.frame_rate}"


def segments(job: Job) -> Path:
    """Return the folder of the cached segments, shared by all variants of a film."""
    return folder(job) / "partial_movie_files" / class_name(job.chapter)


def labels(job: Job) -> Path:
    """Return the folder in which outlines of typeset words are cached, shared by all films of a media folder."""
    return job.media.absolute() / "labels"


def voices(job: Job) -> Path:
    """Return the folder in which spoken lines are cached, shared by all films of a media folder."""
    return job.media.absolute() / "voices"


def target(job: Job) -> Path:
    """Return the path of the file, or for a PNG sequence the folder, that the job makes."""
    suffix = "" if job.format == "png-sequence" else f".{job.format}"
    if job.out is not None:
        if not job.out.name or job.out.name == "..":
            return job.out
        # An existing folder gets no suffix, so that it is refused.
        whole = job.out.suffix or not suffix or job.out.is_dir()
        return job.out if whole else job.out.with_name(job.out.name + suffix)
    name = class_name(job.chapter) + variant_name(job)
    if job.format == "png":
        return job.media.absolute() / "images" / label(job.chapter) / f"{name}.png"
    return folder(job) / f"{name}{suffix}"


def is_current(job: Job) -> bool:
    """Return whether a job's clip exists and is newer than the code, the assets and the run that it is drawn from."""
    clip = target(job)
    if not clip.is_file():
        return False
    sources = [*job.run.rglob("*"), *source_of(job.chapter).parent.glob("*.py")]
    if isinstance(job.voice, Recordings):
        sources += job.voice.folder.rglob("*")
    return clip.stat().st_mtime > max([last_change(ROOT), *(source.stat().st_mtime for source in sources)])


@cache
def last_change(root: Path) -> float:
    """Return when our code or a shipped asset that clips depend on was last modified, in seconds since 1970."""
    sources = [path for pattern in DRAWN_BY for path in root.glob(pattern)]
    return max(source.stat().st_mtime for source in sources)


def film(job: Job) -> Path:
    """Return the path of the film to draw: the target, or a private file from which the target is converted."""
    place = target(job)
    return private_path(place.with_name(f"{place.stem}.mov")) if FORMATS[job.format].made_of_film else place


def companion(place: Path, suffix: str) -> Path:
    """Return the path of a companion file of a film: clip.mp4.srt for clip.mp4."""
    return place.with_name(place.name + suffix)


def add_ending(out: Path, ending: str) -> Path:
    """Add an ending to a name unless it has one already; raise PlaceError for a path without a name."""
    require_name(out, f"mine{ending}")
    return out if out.suffix.lower() == ending else companion(out, ending)


def require_name(place: Path, example: str = "clip.mp4") -> None:
    """Raise PlaceError for a path without a file name: /, the current folder, the one above."""
    if not place.name or place.name == "..":
        raise PlaceError(f"'{place}' names no file: give one, such as {example}.")


def require_writable(place: Path, advice: str = "name another place") -> None:
    """Raise PlaceError if a file's folder cannot be made or written; found by trying, as permissions may mislead."""
    folder = place.absolute().parent
    while not (folder.exists() or folder.is_symlink()) and folder != folder.parent:
        folder = folder.parent
    if folder.is_symlink() and not folder.exists():
        raise PlaceError(f"{folder} links to {folder.readlink()}, which does not exist: {advice}.")
    if not folder.is_dir():
        raise PlaceError(f"{folder} is not a folder, so {place} cannot be written: {advice}.")
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
    """Raise PlaceError if the media folder, which keeps intermediate files of every job, cannot be written."""
    require_writable(job.media / "kept", "change to a folder that can be written, for all that is drawn needs it")


def require_place(place: Path, sequence: bool = False, example: str = "clip.mp4") -> None:
    """Raise PlaceError if writing a file (or a sequence's folder) there would destroy something else."""
    require_name(place, example)
    if sequence and place.is_dir():
        strangers = sorted(path.name for path in place.iterdir() if not FRAME.fullmatch(path.name))
        if strangers:
            raise PlaceError(f"{place} holds other files than frames ({strangers[0]}): name a new or an empty folder.")
    elif place.is_dir():
        raise PlaceError(f"{place} is a folder: name a file in it, such as {place / example}.")
    elif place.exists() and not place.is_file():
        raise PlaceError(f"{place} is not an ordinary file: name another.")
    elif place.is_file() and sequence:
        raise PlaceError(f"{place} is a file: name a folder for the frames.")


def require_own_folder(folder: Path, ours: Sequence[str], mark: str) -> None:
    """Raise PlaceError for a folder that holds other files than we would write, or for a file of that name.

    `ours` are the names we write; the first is a page that must contain `mark`, since users' own pages may have the
    same name. The current folder and those above it are never replaced, even if they are empty.
    """
    if not folder.name or folder.name == "..":
        raise PlaceError(f"'{folder}' names no folder: give one, such as {folder / 'talk'}.")
    if folder.exists() and not folder.is_dir():
        raise PlaceError(f"{folder} is a file where a folder must go: remove it, or name another place.")
    strangers = sorted(path.name for path in folder.iterdir() if path.name not in ours) if folder.exists() else []
    if strangers:
        raise PlaceError(
            f"{folder} holds files that were not made here ({strangers[0]}): name a new or an empty folder."
        )
    page = folder / ours[0]
    if folder.exists() and any(folder.iterdir()) and not (page.is_file() and mark.encode() in page.read_bytes()):
        raise PlaceError(f"{folder} holds no {page.name} that was made here: name a new or an empty folder.")
