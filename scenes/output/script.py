"""The script to be read aloud: every beat's line, the same for the ear, and its seconds, as Markdown and as CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from io import StringIO

from transparent_box.scenes.output.speech import aloud
from transparent_box.scenes.stage.beat import Beat, unique_names

Told = tuple[str, Sequence[Beat]]  # a chapter and its beats
COLUMNS = ("beat", "line", "spoken", "seconds")


def rows(beats: Sequence[Beat]) -> Iterator[tuple[str, str, str, str]]:
    """Each beat as its columns: its name for `--beat` and recordings, its line, what is read of it, its seconds."""
    for name, beat in zip(unique_names(beats), beats, strict=True):
        yield name, beat.line, aloud(beat.spoken or beat.line), f"{beat.end - beat.start:.1f}"


def script_markdown(chapters: Sequence[Told]) -> str:
    """A heading for every chapter, a table of its beats."""
    told = [
        "\n".join(
            [f"## {chapter}\n", f"| {' | '.join(COLUMNS)} |", "|---" * len(COLUMNS) + "|"]
            + [f"| {' | '.join(map(cell, row))} |" for row in rows(beats)]
        )
        for chapter, beats in chapters
    ]
    return "\n\n".join(["# Script", *told]) + "\n"


def cell(line: str) -> str:
    """A line as a table's cell has it."""
    return line.replace("|", "\\|").replace("\n", " ")


def script_csv(chapters: Sequence[Told]) -> str:
    """A row for every beat, its chapter first."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["chapter", *COLUMNS])
    for chapter, beats in chapters:
        writer.writerows([chapter, *row] for row in rows(beats))
    return text.getvalue()
