"""Beats: the ideas of a chapter, each one method that says one line.

A chapter's beats are data: a class lists the names of its beats in the order in which they are defined, which is the
order in which `construct` plays them. The script, the captions, the chapters inside a film and the names of its slides
come from these names and lines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar, cast

Arguments = ParamSpec("Arguments")


@dataclass(frozen=True)
class SpokenLine:
    """A line that is read aloud: a WAV file, and when it starts and ends in the clip, in seconds."""

    wav: Path
    start: float
    end: float


@dataclass(frozen=True)
class Beat:
    """A beat that was played: its line, the name of its method, and when it starts and ends in the clip, in seconds.

    `spoken` is the text read aloud in place of the line, if it differs; `voice` is the recording, if there is one.
    """

    line: str
    name: str
    start: float
    end: float
    spoken: str = ""
    voice: SpokenLine | None = None


def delayed(beat: Beat, seconds: float) -> Beat:
    """Return a beat with all its times moved so many seconds later."""
    voice = beat.voice and replace(beat.voice, start=beat.voice.start + seconds, end=beat.voice.end + seconds)
    return replace(beat, start=beat.start + seconds, end=beat.end + seconds, voice=voice)


def unique_name(name: str, before: Iterable[Beat]) -> str:
    """Return the unique name of a beat after those `before`: its method's, with -2 the second time it is played."""
    occurrence = 1 + sum(beat.name == name for beat in before)
    return name if occurrence == 1 else f"{name}-{occurrence}"


def unique_names(beats: Sequence[Beat]) -> list[str]:
    """Return the unique names of a chapter's beats, in order."""
    return [unique_name(beat.name, beats[:number]) for number, beat in enumerate(beats)]


class BeatHost(Protocol):
    """A class whose methods may be beats."""

    def begin_beat(self, name: str) -> None:
        """Begin the beat of this name; its line comes next."""

    def end_beat(self) -> None:
        """Hold the picture until there was time to read the line and its voice has ended."""


AnyBeatHost = TypeVar("AnyBeatHost", bound=BeatHost)


def beat(
    method: Callable[Concatenate[AnyBeatHost, Arguments], None],
) -> Callable[Concatenate[AnyBeatHost, Arguments], None]:
    """Mark a method of a chapter as a beat: it says one line, shows it, and holds the picture while the line is read.

    What a method plays before it says its line still belongs to the previous beat.
    """

    @wraps(method)
    def told(host: AnyBeatHost, *args: Arguments.args, **options: Arguments.kwargs) -> None:
        host.begin_beat(method.__name__)
        method(host, *args, **options)
        host.end_beat()

    told.is_beat = True  # type: ignore[attr-defined]
    return cast(Callable[Concatenate[AnyBeatHost, Arguments], None], told)


def beats_of(chapter: type[Any]) -> tuple[str, ...]:
    """Return the names of a class's beats in the order of their definition."""
    return tuple(name for name, member in vars(chapter).items() if getattr(member, "is_beat", False))
