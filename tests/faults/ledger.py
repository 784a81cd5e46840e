"""A pytest plugin that remembers what `make faults` has been through, so that it goes on where it was stopped.

Active with FAULTS=full. Each test that has ended is a line of build/faults.jsonl: what it tried, what went wrong, and
the sources it was run with. What passed with the sources as they are is not run again, and the table at the end counts
all of it; FAULTS_KEEP=1 counts what passed with earlier sources, too, and says how much that is. FAULTS_SECONDS
ends a run in good time.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.faults.tally import FULL, TALLY, Tally

ROOT = Path(__file__).resolve().parents[2]
LEDGER = ROOT / "build" / "faults.jsonl"
BEGAN = time.monotonic()
Entry = dict[str, Any]


@cache
def sources() -> str:
    """A digest of all our code; the package's links to most of it are not followed."""
    found = hashlib.sha256()
    for folder in ("commands", "model", "scenes", "transparent_box", "tests"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            found.update(path.read_bytes())
    return found.hexdigest()[:12]


def counting(entry: Entry) -> bool:
    """Whether what a test found still holds."""
    return bool(os.environ.get("FAULTS_KEEP")) or entry["sources"] == sources()


def entries() -> dict[str, Entry]:
    """Test → the last line about it, of those that count."""
    try:
        lines = [json.loads(line) for line in LEDGER.read_text(encoding="utf-8").splitlines()]
    except FileNotFoundError:
        return {}
    return {entry["test"]: entry for entry in lines if counting(entry)}


def write(entry: Entry) -> None:
    """Add a line, at once: several processes may do so."""
    LEDGER.parent.mkdir(exist_ok=True)
    with LEDGER.open("a", encoding="utf-8") as file:
        file.write(json.dumps(entry) + "\n")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what has passed."""
    if not FULL:
        return
    passed = {name for name, entry in entries().items() if entry["passed"]}
    config.hook.pytest_deselected(items=[item for item in items if item.nodeid in passed])
    items[:] = [item for item in items if item.nodeid not in passed]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Note what a test has tried and how it ended; stop when time is up."""
    if not FULL:
        return (yield)
    tally = item.config.stash[TALLY]
    attempts, faults, failed = dict(tally.attempts), len(tally.faults), item.session.testsfailed
    done = yield
    tried = {kind: count - attempts.get(kind, 0) for kind, count in tally.attempts.items()}
    write(
        {
            "test": item.nodeid,
            "sources": sources(),
            "passed": item.session.testsfailed == failed,
            "attempts": {kind: count for kind, count in tried.items() if count},
            "faults": tally.faults[faults:],
        }
    )
    if time.monotonic() - BEGAN > float(os.environ.get("FAULTS_SECONDS", "inf")):
        item.session.shouldstop = "time is up; the same command goes on"
    return done


def remembered() -> tuple[Tally, str]:
    """Everything that counts as one tally, and a sentence about it."""
    whole, found = Tally(), entries().values()
    for entry in found:
        whole.add(entry["attempts"], entry["faults"])
    now = sum(entry["sources"] == sources() for entry in found)
    return whole, f"{len(found)} tests, {now} of them with the code as it is now; see {LEDGER}"


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print one table of everything that counts."""
    if FULL:
        whole, told = remembered()
        terminalreporter.section("faults")
        for line in whole.table() if whole.attempts else []:
            terminalreporter.write_line(line)
        terminalreporter.write_line(told)
