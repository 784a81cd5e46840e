"""What is to be read aloud: every beat's line with its seconds, as Markdown and as CSV."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO

from scenes.output.job import Job
from scenes.output.jobs import staged
from scenes.stage.beat import Beat

Told = tuple[str, Sequence[Beat]]  # a chapter and its beats


def beats_told(job: Job) -> list[Beat]:
    """Play a job's chapter without drawing it, and return its beats."""
    with staged(job) as scene:
        scene.camera.resting = True
        scene.render()
        return list(scene.beats)


def script_markdown(chapters: Sequence[Told]) -> str:
    """A heading for every chapter, a table of its beats: name, line, seconds."""
    told = [
        "\n".join(
            [f"## {chapter}\n", "| beat | line | seconds |", "|---|---|---|"]
            + [f"| {beat.name} | {cell(beat.line)} | {beat.end - beat.start:.1f} |" for beat in beats]
        )
        for chapter, beats in chapters
    ]
    return "\n\n".join(["# Script", *told]) + "\n"


def cell(line: str) -> str:
    """A line as a table's cell has it."""
    return line.replace("|", "\\|").replace("\n", " ")


def script_csv(chapters: Sequence[Told]) -> str:
    """chapter, beat, line, seconds: a row for every beat."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["chapter", "beat", "line", "seconds"])
    for chapter, beats in chapters:
        writer.writerows([chapter, beat.name, beat.line, f"{beat.end - beat.start:.1f}"] for beat in beats)
    return text.getvalue()
