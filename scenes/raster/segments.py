"""Segments on disk: verifying them, and joining them to a film. Imports no Manim.

The process that only joins what others draw would wait a second for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from hashlib import file_digest
from io import BytesIO
from pathlib import Path
from tempfile import gettempdir
from typing import Any

import av

from transparent_box.model.files import private_folder
from transparent_box.scenes.raster.copying import add_copied_stream


def join(segments: Sequence[Path], target: Path, chapters: Sequence[Any]) -> None:
    """Copy segments of one folder into one file without encoding them again, with chapter marks."""
    options = {"movflags": "faststart"} if target.suffix in (".mp4", ".mov") else {}
    with private_folder(Path(gettempdir()) / "segments") as safe:
        # FFmpeg's list of segments cannot express every path; these relative ones it can.
        beside = safe / "segments"
        beside.symlink_to(segments[0].parent, target_is_directory=True)
        manifest = "".join(f"file 'file:{beside / segment.name}'\n" for segment in segments).encode()
        with (
            av.open(BytesIO(manifest), format="concat", options={"safe": "0", "an": "1"}) as source,
            av.open(str(target), mode="w", options=options) as film,
        ):
            stream = source.streams.video[0]
            copy = add_copied_stream(film, stream)
            film.set_chapters([chapter_entry(number, beat) for number, beat in enumerate(chapters)])
            for packet in source.demux(stream):
                if packet.dts is not None:
                    packet.dts = None  # segments start again at 0; the muxer counts on
                    packet.stream = copy
                    film.mux(packet)


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def is_intact(segment: Path) -> bool:
    """Return whether a segment matches its checksum."""
    kept = checksum_path(segment)
    return segment.is_file() and kept.is_file() and kept.read_bytes() == checksum(segment).encode()


def checksum_path(segment: Path) -> Path:
    """Return the path of the file with a segment's checksum."""
    return segment.with_name(segment.name + ".sha256")


def chapter_entry(number: int, beat: Any) -> dict[str, Any]:
    """Return a beat as a chapter mark for PyAV, in milliseconds."""
    start, end = round(beat.start * 1000), round(beat.end * 1000)
    return {"id": number, "start": start, "end": end, "time_base": Fraction(1, 1000), "metadata": {"title": beat.line}}
