"""Remembers what each beat took when it was last drawn, in a media folder, so that films are cut well the next time."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path

from transparent_box.commands.terminal import memory
from transparent_box.commands.terminal.memory import keep, memories, nearest
from transparent_box.scenes.film import source_of
from transparent_box.scenes.output.job import Job
from transparent_box.scenes.output.pieces import Drawn
from transparent_box.scenes.output.schedule import Costs
from transparent_box.scenes.output.watch import beat_codes

# {chapter: {"short side, frames a second": {"names": [name, …], "start": seconds, "passed": [seconds, …], …}}}
NAME = "beats.json"
PARTS = ("passed", "drawn", "told")  # of `Costs`, a number for each beat

# Of a chapter of which nothing is known yet, seconds: to begin it; to go through, to draw and to watch a beat.
START, PASSED, DRAWN, TOLD = 2.0, 0.4, 8.0, 8.0
PASSING = 0.05  # of a beat's drawing, where it was never gone through without


def costs_of(jobs: Sequence[Job]) -> dict[Job, Costs]:
    """Estimate what jobs' beats take: as when they were last drawn here or where they were made, else as beats may."""
    return {job: remembered(job) or shipped(job) or unknown(job) for job in jobs}


def remembered(job: Job) -> Costs | None:
    """Read what a job's beats took, of this size or another; None where that is not known, or was changed by hand."""
    return costs_in(job.media / NAME, job)


def shipped(job: Job) -> Costs | None:
    """Read what a job's beats took where they were made; None where its chapter has other beats by now."""
    return costs_in(memory.SHIPPED / NAME, job, beats_of(job))


def costs_in(file: Path, job: Job, names: frozenset[str] | None = None) -> Costs | None:
    """Read what a job's beats took from a file; None, too, where those have other names than they should, if told."""
    with contextlib.suppress(TypeError, ValueError, LookupError, AttributeError):
        _, found = nearest(job, memories(file))
        if names is not None and set(found["names"]) != names:
            return None
        parts = [tuple(map(float, found[part])) for part in PARTS]
        start = float(found["start"])
        if len({len(part) for part in parts}) == 1 and min(start, *map(min, parts)) >= 0:
            return Costs(start, *parts)
    return None


def unknown(job: Job) -> Costs:
    """Guess what a chapter takes that was never drawn, by the beats that its file has."""
    beats = max(1, len(beats_of(job)))
    return Costs(START, (PASSED,) * beats, (DRAWN,) * beats, (TOLD,) * beats)


def beats_of(job: Job) -> frozenset[str]:
    """Name the beats in the file of a job's chapter: each once, however often it is told."""
    return frozenset(beat_codes(source_of(job.chapter).read_text(encoding="utf-8")))


def remember_beats(job: Job, pieces: Sequence[Drawn]) -> None:
    """Keep what a usual job's beats took that was all drawn; where it cannot be kept, nothing is lost."""
    if not pieces or any(piece.taken.found for piece in pieces) or job.pace != 1:
        return
    drawn = [seconds for piece in pieces for seconds in piece.taken.drawn]
    before = remembered(job)
    known = before.passed if before and len(before.passed) == len(drawn) else tuple(PASSING * one for one in drawn)
    passed = max((piece.taken.passed for piece in pieces), key=len)
    values = {
        "names": [beat.name for piece in pieces for beat in piece.beats],
        "start": round(max(piece.taken.start for piece in pieces), 2),
        "passed": [round(one, 2) for one in (*passed, *known[len(passed) :])],
        "drawn": [round(one, 2) for one in drawn],
        "told": [round(beat.end - beat.start, 2) for piece in pieces for beat in piece.beats],
    }
    keep(job, NAME, values)
