"""The table counts what was tried and fails whoever notes a fault."""

from __future__ import annotations

import pytest

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
