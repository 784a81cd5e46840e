"""Checks what config.json of a line-wrapping run holds beside its recipe, as the report judges it, and such reports."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from transparent_box.model.schema import Count, Real, Share, Strict

Shares = Annotated[list[Share], Field(min_length=1)]
Axes = Annotated[list[Share], Field(min_length=6)]  # of which the statements ask for 1, 3 and 6


class Offset(Strict):
    """The nearest width less the count."""

    median: Real
    iqr: Real
    cosine: Annotated[float, Field(ge=-1.001, le=1.001)]


class Rings(Strict):
    """The lag profile's first zero, trough and crest; None where it has none."""

    first_zero: Real | None
    trough: Real | None
    trough_lag: int | None
    crest: Real | None
    crest_lag: int | None


class Newline(Strict):
    """Decisions at the end of the line."""

    accuracy: Share


class Ablation(Strict):
    """Accuracy with axes taken away."""

    whole: Share
    without: Share
    without_random: Share


class Patch(Strict):
    """Moving along the curve."""

    slope: Real


class Measured(Strict):
    """The numbers that the eight statements are about."""

    pca: Axes
    turns: Real
    rings: Rings
    width_inside: Share
    stream_offset: Offset
    head_offsets: list[Offset]
    random_offset: Offset
    newline: Newline
    room_rmse: Annotated[float, Field(ge=0, le=1e9)]
    ablation: Ablation
    patch: Patch


class Metadata(Strict):
    """The file as a whole; what is not there has not been done."""

    steps_done: Count = 0
    seconds: Annotated[float, Field(ge=0)] = 0.0
    threads: Annotated[int, Field(ge=1)] = 1
    measured: Measured | None = None


class Seed(Strict):
    """Of a recipe, what tells a run from the others."""

    seed: Count


class Verdict(Strict):
    """One statement, and whether it holds."""

    passes: bool


class SeedReport(Strict):
    """A report of one seed's run, as far as a film tells of it."""

    recipe: Seed
    passes: bool
    statements: Annotated[list[Verdict], Field(min_length=8, max_length=8)]
    measured: Measured
