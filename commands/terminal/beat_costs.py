"""Stores how long each beat took to draw, in a media folder, so that films are divided well among workers next time."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path

from transparent_box.commands.terminal import clip_costs
from transparent_box.commands.terminal.clip_costs import nearest_record, read_records, store
from transparent_box.scenes.film import source_of
from transparent_box.scenes.output.job import Job
from transparent_box.scenes.output.pieces import DrawnPiece
from transparent_box.scenes.output.schedule import Costs
from transparent_box.scenes.output.watch import beat_codes

# {chapter: {"short side, frames a second": {"names": [name, …], "start": seconds, "passed": [seconds, …], …}}}
NAME = "beats.json"
PARTS = ("passed", "drawn", "told")  # fields of `Costs` with a number for each beat

# Guessed seconds for an unknown chapter: to begin it; to go through, to draw and to watch a beat.
START, PASSED, DRAWN, TOLD = 2.0, 0.4, 8.0, 8.0
PASSING = 0.05  # guessed share of a beat's drawing time that going through it undrawn takes


def estimate_costs(jobs: Sequence[Job]) -> dict[Job, Costs]:
    """Estimate the costs of jobs' beats: as last drawn here, else as drawn for the release, else a guess."""
    return {job: recall_costs(job) or shipped_costs(job) or guess_costs(job) for job in jobs}


def recall_costs(job: Job) -> Costs | None:
    """Read what a job's beats took here, at this size or another; None if unknown or changed by hand."""
    return read_costs(job.media / NAME, job)


def shipped_costs(job: Job) -> Costs | None:
    """Read what a job's beats took when the release was made; None if its chapter has other beats by now."""
    return read_costs(clip_costs.SHIPPED / NAME, job, beats_of(job))


def read_costs(file: Path, job: Job, names: frozenset[str] | None = None) -> Costs | None:
    """Read what a job's beats took from a file; None if it is not there, damaged, or names other beats than `names`."""
    with contextlib.suppress(TypeError, ValueError, LookupError, AttributeError):
        _, found = nearest_record(job, read_records(file))
        if names is not None and set(found["names"]) != names:
            return None
        parts = [tuple(map(float, found[part])) for part in PARTS]
        start = float(found["start"])
        if len({len(part) for part in parts}) == 1 and min(start, *map(min, parts)) >= 0:
            return Costs(start, *parts)
    return None


def guess_costs(job: Job) -> Costs:
    """Guess the costs of a chapter that was never drawn by the number of beats in its file."""
    beats = max(1, len(beats_of(job)))
    return Costs(START, (PASSED,) * beats, (DRAWN,) * beats, (TOLD,) * beats)


def beats_of(job: Job) -> frozenset[str]:
    """Return the names of the beats in a chapter's file, each once however often it is played."""
    return frozenset(beat_codes(source_of(job.chapter).read_text(encoding="utf-8")))


def remember_beats(job: Job, pieces: Sequence[DrawnPiece]) -> None:
    """Store what a job's beats took, if all were drawn at the usual pace; failing to store is no error."""
    if not pieces or any(piece.taken.found for piece in pieces) or job.pace != 1:
        return
    drawn = [seconds for piece in pieces for seconds in piece.taken.drawn]
    before = recall_costs(job)
    known = before.passed if before and len(before.passed) == len(drawn) else tuple(PASSING * one for one in drawn)
    passed = max((piece.taken.passed for piece in pieces), key=len)
    values = {
        "names": [beat.name for piece in pieces for beat in piece.beats],
        "start": round(max(piece.taken.start for piece in pieces), 2),
        "passed": [round(one, 2) for one in (*passed, *known[len(passed) :])],
        "drawn": [round(one, 2) for one in drawn],
        "told": [round(beat.end - beat.start, 2) for piece in pieces for beat in piece.beats],
    }
    store(job, NAME, values)
