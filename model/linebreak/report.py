"""A line-wrapping run judged: its eight statements, its curves' numbers, and one sentence."""

from __future__ import annotations

from dataclasses import dataclass

from transparent_box.model.linebreak.acceptance import Statement, Values, clean_heads, statements
from transparent_box.model.linebreak.network import parameter_count
from transparent_box.model.linebreak.run import LinebreakRun


@dataclass(frozen=True)
class LinebreakReport:
    """A run's measures: for programs, for people, and one sentence for both."""

    values: Values
    statements: list[Statement]
    headline: str


def report(run: LinebreakRun, control: LinebreakRun | None) -> LinebreakReport:
    """Judge a measured run and its control, trained without noise; raise RunError if one is not measured."""
    measured = run.measured
    found = statements(measured, control.measured if control else None)
    headline = headline_of(run, found)
    values = {
        "task": run.metadata["task"],
        "headline": headline,
        "passes": all(statement.good for statement in found),
        "statements": [statement.to_json() for statement in found],
        "heads": [{"head": head, "offset": offset} for head, offset in clean_heads(measured).items()],
        "recipe": run.recipe.to_json(),
        "parameters": parameter_count(run.recipe),
        "control": control.recipe.to_json() if control else None,
        "measured": measured,
    }
    return LinebreakReport(values, found, headline)


def headline_of(run: LinebreakRun, found: list[Statement]) -> str:
    """Say in two sentences what came out."""
    failed = [str(statement.number) for statement in found if not statement.good]
    offsets = sorted(offset for offset in clean_heads(run.measured).values())
    heads = f"Clean boundary heads at {', '.join(f'{value:g}' for value in offsets)}" if offsets else "No clean head"
    judged = "all eight statements hold" if not failed else f"not so: {', '.join(failed)} of the eight"
    return f"{heads} characters on; {judged}." if offsets else f"{heads}; {judged}."
