"""Beats: the ideas of a chapter, each told by one method in one line.

A chapter's beats are data: a class knows the names of its beats in the order in which they are defined, which is the
order in which `construct` tells them. The script, the captions, the chapters of a film and the names of its slides are
those same names and lines.
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
    """A line that is read aloud: a WAV, and its time in the clip, in seconds."""

    wav: Path
    start: float
    end: float


@dataclass(frozen=True)
class Beat:
    """One told idea: its line, the method that tells it, and its time in the clip, in seconds.

    `spoken` is what is read in the line's place, where the chapter says so; `voice` is its sound, where there is one.
    """

    line: str
    name: str
    start: float
    end: float
    spoken: str = ""
    voice: SpokenLine | None = None


def later(beat: Beat, seconds: float) -> Beat:
    """A beat that is told, and heard, so many seconds later."""
    voice = beat.voice and replace(beat.voice, start=beat.voice.start + seconds, end=beat.voice.end + seconds)
    return replace(beat, start=beat.start + seconds, end=beat.end + seconds, voice=voice)


def name_told(name: str, before: Iterable[Beat]) -> str:
    """The name by which a beat is asked for and recorded: its method's, with -2 where that is told a second time."""
    time = 1 + sum(beat.name == name for beat in before)
    return name if time == 1 else f"{name}-{time}"


def told_names(beats: Sequence[Beat]) -> list[str]:
    """The names by which a chapter's beats are asked for, in order."""
    return [name_told(beat.name, beats[:number]) for number, beat in enumerate(beats)]


class Teller(Protocol):
    """Anything whose methods may be beats."""

    def begin_beat(self, name: str) -> None:
        """Take note of the beat whose line comes next."""

    def end_beat(self) -> None:
        """Hold the picture until the line can have been read, and its voice is through."""


AnyTeller = TypeVar("AnyTeller", bound=Teller)


def beat(
    method: Callable[Concatenate[AnyTeller, Arguments], None],
) -> Callable[Concatenate[AnyTeller, Arguments], None]:
    """Mark a method of a chapter as a beat: it says one line, shows what the line tells, and is held till it is read.

    What a beat prepares before it says its line still belongs to the picture of the beat before.
    """

    @wraps(method)
    def told(teller: AnyTeller, *args: Arguments.args, **options: Arguments.kwargs) -> None:
        teller.begin_beat(method.__name__)
        method(teller, *args, **options)
        teller.end_beat()

    told.is_beat = True  # type: ignore[attr-defined]
    return cast(Callable[Concatenate[AnyTeller, Arguments], None], told)


def beats_of(chapter: type[Any]) -> tuple[str, ...]:
    """The names of a class's beats in the order of their definition."""
    return tuple(name for name, member in vars(chapter).items() if getattr(member, "is_beat", False))
