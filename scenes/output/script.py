"""The script to be read aloud: every beat's line, its spoken form and its seconds, as Markdown and as CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from io import StringIO

from transparent_box.scenes.output.speech import spell_out
from transparent_box.scenes.stage.beat import Beat, unique_names

ChapterBeats = tuple[str, Sequence[Beat]]  # a chapter and its beats
COLUMNS = ("beat", "line", "spoken", "seconds")


def rows(beats: Sequence[Beat]) -> Iterator[tuple[str, str, str, str]]:
    """Yield the columns of each beat: its unique name, its line, its spoken form if that differs, its seconds."""
    for name, beat in zip(unique_names(beats), beats, strict=True):
        yield name, beat.line, spell_out(beat.spoken or beat.line), f"{beat.end - beat.start:.1f}"


def script_markdown(chapters: Sequence[ChapterBeats]) -> str:
    """Write Markdown with a heading and a table of beats for every chapter."""
    told = [
        "\n".join(
            [f"## {chapter}\n", f"| {' | '.join(COLUMNS)} |", "|---" * len(COLUMNS) + "|"]
            + [f"| {' | '.join(map(table_cell, row))} |" for row in rows(beats)]
        )
        for chapter, beats in chapters
    ]
    return "\n\n".join(["# Script", *told]) + "\n"


def table_cell(line: str) -> str:
    """Escape a line for a cell of a Markdown table."""
    return line.replace("|", "\\|").replace("\n", " ")


def script_csv(chapters: Sequence[ChapterBeats]) -> str:
    """Write CSV with a row for every beat, its chapter in the first column."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["chapter", *COLUMNS])
    for chapter, beats in chapters:
        writer.writerows([chapter, *row] for row in rows(beats))
    return text.getvalue()
