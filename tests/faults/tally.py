"""A pytest plugin that counts what was tried and what went wrong, over all workers, and prints one table at the end.

A test asks for the fixture `tally`, calls `tally.tried(kind)` once for each attempt and
`tally.fault(kind, fault, what)` for each that went wrong; it fails by itself if a fault was noted.
`counted(few, everything)` is how many attempts to make.
"""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

FAULTS = ("traceback", "hang", "lost", "accepted")
HEADINGS = ("tracebacks", "hangs", "lost", "wrongly accepted")
FULL = os.environ.get("FAULTS") == "full"
HANGS = 20.0  # seconds after which an attempt counts as hanging


def counted(few: int, everything: int) -> int:
    """How many attempts to make: a few in `make test`, everything in `make faults`."""
    return everything if FULL else few


class Hanging(BaseException):
    """A call that takes too long; nothing that it catches."""


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raise Hanging where the block takes longer."""

    def interrupt(*_: object) -> None:
        raise Hanging

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@dataclass
class Tally:
    """How often each kind of thing was tried, and what went wrong."""

    attempts: Counter[str] = field(default_factory=Counter)
    faults: list[tuple[str, str, str]] = field(default_factory=list)  # kind, one of FAULTS, what was tried

    def tried(self, kind: str, times: int = 1) -> None:
        """Note attempts of one kind, such as "hostile calls"."""
        self.attempts[kind] += times

    def fault(self, kind: str, fault: str, what: str) -> None:
        """Note that an attempt went wrong, and what it was, so that it can be made again."""
        if fault not in FAULTS:
            raise ValueError(f"A fault is one of {', '.join(FAULTS)}, not {fault!r}.")
        self.faults.append((kind, fault, what))

    def add(self, attempts: dict[str, int], faults: list[Any]) -> None:
        """Add what another process has counted."""
        self.attempts.update(attempts)
        self.faults += [(kind, fault, what) for kind, fault, what in faults]

    def table(self) -> list[str]:
        """The lines of the table: a row for each kind, and their sum."""
        width = max(map(len, [*self.attempts, "in all"]))
        rows = [(kind, [kind]) for kind in self.attempts] + [("in all", list(self.attempts))]
        lines = ["".join([" " * width, f"{'tried':>9}", *(f"{heading:>{len(heading) + 3}}" for heading in HEADINGS)])]
        for name, kinds in rows:
            found = Counter(fault for kind, fault, _ in self.faults if kind in kinds)
            cells = [f"{found[fault]:>{len(heading) + 3}}" for fault, heading in zip(FAULTS, HEADINGS, strict=True)]
            lines.append("".join([f"{name:<{width}}", f"{sum(self.attempts[kind] for kind in kinds):>9}", *cells]))
        return lines


TALLY = pytest.StashKey[Tally]()


def pytest_configure(config: pytest.Config) -> None:
    """Start an empty tally."""
    config.stash[TALLY] = Tally()


@pytest.fixture
def tally(request: pytest.FixtureRequest) -> Iterator[Tally]:
    """The session's tally; the test fails if it has noted a fault."""
    whole = request.config.stash[TALLY]
    before = len(whole.faults)
    yield whole
    found = [f"{fault}: {kind}: {what}" for kind, fault, what in whole.faults[before:]]
    assert not found, "\n".join(found)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand a worker's tally to the process that started it."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        found = session.config.stash[TALLY]
        output["tally"] = [dict(found.attempts), found.faults]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take in what a worker has counted; one that crashed has handed over nothing."""
    node.config.stash[TALLY].add(*getattr(node, "workeroutput", {}).get("tally", ({}, [])))


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Print the table, if anything was tried."""
    found = config.stash[TALLY]
    goes_on = FULL and config.pluginmanager.hasplugin("tests.faults.ledger")  # which counts what was tried before, too
    if found.attempts and not goes_on:
        terminalreporter.section("faults")
        for line in found.table():
            terminalreporter.write_line(line)
