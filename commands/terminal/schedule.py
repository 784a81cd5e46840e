"""Prints how long a film would take on several numbers of processors, by what its beats took when last drawn."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from transparent_box.commands.terminal.beat_costs import estimate_costs, recall_costs, shipped_costs
from transparent_box.model.errors import PROGRAM
from transparent_box.scenes.external import label
from transparent_box.scenes.output.job import Job
from transparent_box.scenes.output.schedule import Costs, divide_work, last_end

CORES = (1, 2, 4, 16, 64)
HEADINGS = ("cores", "pieces", "seconds", "for a second\nof film", "spent to reach\na piece", "cores\nat work")
PIECES = "A piece is a few beats that one core draws; it reaches them by going through those before them, undrawn."


def print_schedule(jobs: Sequence[Job]) -> None:
    """Print a row for each number of processors, the lower limit of any schedule, and where the times come from."""
    chapters = list(estimate_costs(jobs).values())
    table = Table(box=None, pad_edge=False)
    for heading in HEADINGS:
        table.add_column(heading, justify="right", vertical="bottom")
    for cores in CORES:
        table.add_row(*row(chapters, cores))
    console = Console(width=100)
    console.print(table)
    console.print("\n".join(["", PIECES, limit(jobs, chapters), *sources(jobs)]), highlight=False)


def sources(jobs: Sequence[Job]) -> list[str]:
    """Say in sentences where the times of chapters come from that were not drawn here yet."""
    new = [job for job in jobs if recall_costs(job) is None]
    guessed = [label(job.chapter) for job in new if shipped_costs(job) is None]
    told = []
    if len(new) > len(guessed):
        count = f"{len(new) - len(guessed)} of {len(jobs)} chapters" if len(jobs) > 1 else label(jobs[0].chapter)
        told.append(f"Not drawn here yet: {count}. The seconds are those of the computer that made the film.")
    if guessed:
        told.append(
            f"Never measured: {', '.join(guessed)}. The seconds are a guess until `{PROGRAM} film -j 2` has drawn it."
        )
    return told


def row(chapters: Sequence[Costs], cores: int) -> tuple[str, ...]:
    """Return the table's row, in the order of `HEADINGS`, for a number of processors."""
    spans = divide_work(chapters, cores)
    seconds, told = last_end(spans, cores), sum(sum(costs.told) for costs in chapters)
    work, drawing = sum(span.seconds for span in spans), sum(span.drawing for span in spans)
    shares = (seconds / told, (work - drawing) / drawing, work / (seconds * cores))
    return str(cores), str(len(spans)), f"{seconds:.1f}", f"{shares[0]:.3f}", *(f"{share:.0%}" for share in shares[1:])


def limit(jobs: Sequence[Job], chapters: Sequence[Costs]) -> str:
    """Say which beat takes longest, with the time to reach it: no number of processors finishes sooner."""
    beats = [
        (costs.span(number, beat, beat + 1), job.chapter)
        for number, (job, costs) in enumerate(zip(jobs, chapters, strict=True))
        for beat in range(len(costs.drawn))
    ]
    longest, chapter = max(beats, key=lambda one: one[0].seconds)
    told = sum(sum(costs.told) for costs in chapters)
    return (
        f"{len(beats)} beats, {told:.0f} s of film. The longest alone, beat {longest.first + 1} of {label(chapter)}: "
        f"{longest.seconds:.1f} s, of which {longest.drawing:.1f} s are drawing; nothing is done sooner."
    )
