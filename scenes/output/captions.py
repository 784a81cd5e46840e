"""Caption files of a clip's beats, for players (SRT) and for the web (WebVTT)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from transparent_box.scenes.stage.beat import Beat


class TimedLine(Protocol):
    """A line and its time in seconds, as in `scenes.stage.beat.Beat`."""

    @property
    def line(self) -> str:
        """The line that is said."""

    @property
    def start(self) -> float:
        """The second at which it begins."""

    @property
    def end(self) -> float:
        """The second at which it ends."""


@dataclass(frozen=True)
class Cue:
    """A line and when it is shown, in seconds."""

    line: str
    start: float
    end: float


def cues_of(beats: Sequence[Beat]) -> list[Cue]:
    """Return a cue for each beat's line: while its voice is heard, or for the whole beat without a voice."""
    return [Cue(beat.line, (beat.voice or beat).start, (beat.voice or beat).end) for beat in beats]


def clock_time(seconds: float, mark: str) -> str:
    """Write a time as 01:02:03,004, with `mark` before the milliseconds."""
    milliseconds = round(seconds * 1000)
    whole, thousandths = divmod(milliseconds, 1000)
    minutes, secs = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{secs:02d}{mark}{thousandths:03d}"


def to_srt(beats: Sequence[TimedLine]) -> str:
    """Write captions as SubRip: numbered cues, commas before the milliseconds."""
    cues = [
        f"{number}\n{clock_time(beat.start, ',')} --> {clock_time(beat.end, ',')}\n{beat.line}\n"
        for number, beat in enumerate(beats, start=1)
    ]
    return "\n".join(cues)


def to_vtt(beats: Sequence[TimedLine]) -> str:
    """Write captions as WebVTT: a header, points before the milliseconds, markup characters escaped."""
    cues = [f"{clock_time(beat.start, '.')} --> {clock_time(beat.end, '.')}\n{escape(beat.line)}\n" for beat in beats]
    return "\n".join(["WEBVTT\n", *cues])


def escape(line: str) -> str:
    """Escape the three characters that have a meaning in WebVTT."""
    return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
