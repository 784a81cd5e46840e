"""The table counts what was tried and fails whoever notes a fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults import ledger
from tests.faults.tally import Tally


def test_the_table_sums_what_several_processes_counted() -> None:
    one = Tally()
    one.tried("calls", 3)
    one.fault("calls", "hang", "render -o .")
    one.add({"calls": 2, "kills": 5}, [["kills", "lost", "seed 3"]])
    rows = {line.split("  ")[0]: line.split()[-5:] for line in one.table()[1:]}
    assert rows["calls"] == ["5", "0", "1", "0", "0"] and rows["kills"] == ["5", "0", "0", "1", "0"]
    assert rows["in all"] == ["10", "0", "1", "1", "0"]
    with pytest.raises(ValueError, match="traceback"):
        one.fault("calls", "crash", "")


def test_a_fault_fails_its_test_and_stands_in_the_table(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        "def test_good(tally):\n    tally.tried('calls')\n"
        "def test_bad(tally):\n    tally.tried('calls')\n    tally.fault('calls', 'lost', 'this one')\n"
    )
    result = pytester.runpytest("-p", "tests.faults.tally", "-p", "no:cacheprovider")
    result.assert_outcomes(passed=2, errors=1)
    result.stdout.fnmatch_lines(["*lost: calls: this one*", "calls *2 *0 *0 *1 *0"])


def test_what_was_stopped_goes_on_and_is_counted_once(
    pytester: pytest.Pytester, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytester.makepyfile(
        "def test_first(tally):\n    tally.tried('calls', 2)\n"
        "def test_second(tally):\n    tally.tried('calls', 3)\n    tally.fault('calls', 'lost', 'this one')\n"
    )
    monkeypatch.setattr(ledger, "FULL", True)
    monkeypatch.setattr("tests.faults.tally.FULL", True)
    monkeypatch.setattr(ledger, "LEDGER", tmp_path / "build" / "ledger.jsonl")
    monkeypatch.delenv("FAULTS_KEEP", raising=False)
    monkeypatch.setenv("FAULTS_SECONDS", "0")
    plugins = ("-p", "tests.faults.tally", "-p", "tests.faults.ledger", "-p", "no:cacheprovider")
    first = pytester.runpytest(*plugins)
    first.assert_outcomes(passed=1)
    first.stdout.fnmatch_lines(["calls *2 *0 *0 *0 *0", "1 tests, 1 of them *"])
    for _ in range(2):  # what failed is tried again
        again = pytester.runpytest(*plugins)
        again.assert_outcomes(passed=1, errors=1, deselected=1)
        again.stdout.fnmatch_lines(["calls *5 *0 *0 *1 *0", "2 tests, 2 of them *"])
    monkeypatch.setattr(ledger, "sources", lambda: "others")
    pytester.runpytest(*plugins).assert_outcomes(passed=1)
    monkeypatch.setattr(ledger, "sources", lambda: "others still")
    monkeypatch.setenv("FAULTS_KEEP", "1")
    pytester.runpytest(*plugins).stdout.fnmatch_lines(["2 tests, 1 of them *"])


def test_what_passed_does_not_count_once_any_module_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("commands", "model", "scenes", "tests"):
        (tmp_path / folder / "inner").mkdir(parents=True)
        (tmp_path / folder / "inner" / "module.py").write_text("x = 1\n")
    (tmp_path / "transparent_box").mkdir()
    (tmp_path / "transparent_box" / "model").symlink_to("../model")
    monkeypatch.setattr(ledger, "ROOT", tmp_path)
    known = {ledger.sources.__wrapped__()}
    for folder in ("commands", "model", "scenes", "tests"):
        (tmp_path / folder / "inner" / "module.py").write_text(f"x = '{folder}'\n")
        known.add(ledger.sources.__wrapped__())
    assert len(known) == 5
