"""Calls that should not work: each ends with its exit code and one sentence, and leaves nothing behind."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import cli
from tests.faults.tally import HANGS, Hanging, Tally, counted, limited
from transparent_box.scenes.film import CHAPTERS

ROOT = Path(__file__).resolve().parents[2]
KIND = "hostile calls"
WRONG_USAGE, FAILURE = 2, 1
FEW, EVERYTHING = 120, 10_000

FITS = str(2**61 - 1)  # into 64 bits, as a seed may
HUGE = ["9" * 5_000, str(10**25), str(2**64), FITS, "1e400", "inf", "nan", "--5", "0x10", "", " ", "1_0.5"]
CONTROL = ["\x1b[31mred", "[/red]", "[link=x]", "a\x07b", "a\rb", "{brace}", "Bob's", "\u202ename", "né"]


@dataclass(frozen=True)
class Call:
    """What is called, in a folder of its own, and the exit code it must end with."""

    words: tuple[str, ...]
    code: int

    def __str__(self) -> str:
        return ascii(" ".join(word[:40] for word in self.words))


def calls() -> Iterator[Call]:
    """The whole table."""
    yield from numbers()
    yield from paces()
    yield from places()
    yield from names()
    yield from choices()


def numbers() -> Iterator[Call]:
    """Numbers that no recipe and no option admits."""
    whole = ["p", "seed", "steps", "width", "heads", "mlp"]
    for command, option, value in product(("train", "sweep"), whole, [*HUGE, "-1"]):
        yield Call((command, "--out", "run", f"--{option}={value}"), WRONG_USAGE)
    for command, option, value in product(("train", "sweep"), ("steps", "width", "heads", "mlp"), ["0", str(10**9)]):
        yield Call((command, "--out", "run", f"--{option}={value}"), WRONG_USAGE)
    for command, option in product(("train", "sweep"), ("fraction", "learning-rate", "weight-decay")):
        for value in ("nan", "inf", "-inf", "-1", "abc", "", "1e400"):
            yield Call((command, "--out", "run", f"--{option}={value}"), WRONG_USAGE)
    for option, value in product(("seed", "steps", "documents", "heads"), [*HUGE, "-1", str(10**19)]):
        yield Call(("train-linebreak", "--out", "run", f"--{option}={value}"), WRONG_USAGE)
    for option, value in product(("noise", "learning-rate"), ("nan", "inf", "-1", "abc", "")):
        yield Call(("train-linebreak", "--out", "run", f"--{option}={value}"), WRONG_USAGE)
    for command, value in product(("train", "sweep", "train-linebreak"), ("0", "-3", "abc", "", "1.5")):
        yield Call((command, "--out", "run", f"--threads={value}"), WRONG_USAGE)
    for option, value in product(("p", "seed", "fraction", "operation"), ["9" * 5_000, str(2**64), "--5", "", "nan"]):
        yield Call(("import", "no.pth", "--out", "run", f"--{option}={value}"), WRONG_USAGE)
    yield Call(("import", "no.pth", "--out", "run", f"--p={2**61 - 1}"), WRONG_USAGE)
    for value in (*HUGE, "-", "1.5", "²", "٣" * 12):
        yield Call(("render", "surface", "--set", f"neuron={value}"), WRONG_USAGE)
        yield Call(("sheet", "surface", "--set", f"neuron={value}"), WRONG_USAGE)
        yield Call(("render", "clock", f"--fps={value}"), WRONG_USAGE)


def paces() -> Iterator[Call]:
    """Paces at which no line can be read."""
    for command, value in product(("render", "film", "script"), (*HUGE, "-nan", "NaN", "-inf", "0.99", "5.01", "abc")):
        yield Call((command, "clock", f"--pace={value}"), WRONG_USAGE)


def places() -> Iterator[Call]:
    """Places where nothing can be put."""
    for chapter in CHAPTERS:
        for place in (".", "/", "", "..", "full", "full/..", "/dev", "file/clip.mp4", "locked/clip.mp4"):
            yield Call(("render", chapter, "-o", place), FAILURE)
        for place in ("full", "file", "..", "/dev/full", "file/frames", "locked/frames"):
            yield Call(("render", chapter, "--format", "png-sequence", "-o", place), FAILURE)
        yield Call(("render", chapter, "-o", "clip.exe"), WRONG_USAGE)
        yield Call(("render", chapter, "-s", "-o", "clip.mp4"), WRONG_USAGE)
        yield Call(("render", chapter, "-t", "--format", "mp4"), WRONG_USAGE)
    for place in (".", "..", "/", "", "full", "gone/page.html", "file/page.html", "locked/page.html", "/dev/full"):
        yield Call(("report", "--html", place), FAILURE)


def names() -> Iterator[Call]:
    """Names from outside that a terminal or its markup would obey."""
    for name in CONTROL:
        yield Call(("render", name), WRONG_USAGE)
        yield Call(("sheet", name), WRONG_USAGE)
        yield Call(("check", name), WRONG_USAGE)
        yield Call(("watch", name), WRONG_USAGE)
        yield Call((name,), WRONG_USAGE)
        yield Call(("list", name), WRONG_USAGE)
        yield Call(("report", f"--{name}"), WRONG_USAGE)
        yield Call(("render", "surface", "--set", f"{name}=1"), WRONG_USAGE)
        yield Call(("train", "--out", "run", "--operation", name), WRONG_USAGE)
        for command in ("report", "measure"):
            yield Call((command, name), FAILURE)
        yield Call(("pack", name, "--out", "packed"), FAILURE)
        yield Call(("import", name, "--out", "run"), FAILURE)


def choices() -> Iterator[Call]:
    """Words that are none of an option's, and words too few or too many."""
    for option in ("quality", "format", "captions", "raster", "theme", "aspect"):
        for value in ("", "x", "[/]", "MP4 "):
            yield Call(("render", "clock", f"--{option}", value), WRONG_USAGE)
    for command in ("train", "sweep", "train-linebreak", "pack", "import", "measure", "watch", "render"):
        yield Call((command,), WRONG_USAGE)
        yield Call((command, "--no-such-option"), WRONG_USAGE)
    for command in ("train", "sweep"):
        yield Call((command, "--out", "run", "--device", "tpu"), WRONG_USAGE)
        yield Call((command, "--out", "run", "--loss-precision", "float16"), WRONG_USAGE)
    yield Call(("render", "clock", "surface", "-o", "clip.mp4"), WRONG_USAGE)


TABLE = [call for call in dict.fromkeys(calls()) if f"--seed={FITS}" not in call.words]


def chosen(table: list[Call]) -> list[Call]:
    """All of them, or a few spread over the whole table."""
    return table[:: max(1, len(table) // counted(FEW, EVERYTHING))]


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with a file, a full folder and one that cannot be written."""
    (tmp_path / "file").write_text("kept")
    for name in ("full", "locked"):
        (tmp_path / name).mkdir()
    (tmp_path / "full" / "kept.txt").write_text("kept")
    (tmp_path / "locked").chmod(0o500)
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    (tmp_path / "locked").chmod(0o700)


def everything_in(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def faults_of(call: Call, found: Any, seconds: float) -> Iterator[tuple[str, str]]:
    """What went wrong with a call, as (fault, what)."""
    if found.exception is not None and not isinstance(found.exception, SystemExit):
        yield "traceback", f"{call}: {found.exception!r}"
    elif found.exit_code != call.code:
        yield "accepted", f"{call}: exit code {found.exit_code}, not {call.code}: {found.stderr[-200:]!r}"
    elif len([line for line in found.stderr.splitlines() if line.startswith("Error: ")]) != 1:
        yield "accepted", f"{call}: not one sentence: {found.stderr!r}"
    if any(not (letter.isprintable() or letter == "\n") for letter in found.stderr):
        yield "accepted", f"{call}: control characters on the terminal: {found.stderr!r}"
    if seconds > HANGS:
        yield "hang", f"{call}: {seconds:.0f} s"


def test_the_table_is_long_enough() -> None:
    assert len(TABLE) >= 500


def test_hostile_calls_end_in_one_sentence(bare: Path, tally: Tally) -> None:
    before = everything_in(bare)
    for call in chosen(TABLE):
        if any(word.startswith("locked") for word in call.words) and os.geteuid() == 0:
            continue  # nothing is locked for root
        tally.tried(KIND)
        start = time.monotonic()
        try:
            with limited(HANGS):
                found = CliRunner().invoke(cli.main, list(call.words), prog_name="cli.py")
        except Hanging:
            tally.fault(KIND, "hang", str(call))
            continue
        for fault, what in faults_of(call, found, time.monotonic() - start):
            tally.fault(KIND, fault, what)
        if everything_in(bare) != before:
            tally.fault(KIND, "lost", f"{call}: the folder holds {everything_in(bare)}")
            before = everything_in(bare)


SURROUNDINGS: list[tuple[str, dict[str, str], int]] = [
    ("list", {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}, 0),
    ("report --json", {"PYTHONIOENCODING": "latin-1"}, 0),
    ("list | head -0", {}, 0),
    ("list > /dev/full", {}, 1),
    ("list", {"PYTHONWARNINGS": "error"}, 0),
    ("list", {"PATH": ""}, 0),
    ("report", {"PYTHONIOENCODING": "ascii"}, 0),
]


@pytest.mark.parametrize(("words", "environment", "code"), SURROUNDINGS[: counted(4, len(SURROUNDINGS))])
def test_hostile_surroundings(words: str, environment: dict[str, str], code: int, tally: Tally) -> None:
    tally.tried(KIND)
    found = subprocess.run(
        ["/bin/sh", "-c", f"{sys.executable} cli.py {words}"],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        timeout=120,
    )
    if b"Traceback" in found.stderr or b"Exception ignored" in found.stderr:
        tally.fault(KIND, "traceback", f"{words}: {found.stderr[-300:]!r}")
    elif found.returncode != code:
        tally.fault(KIND, "accepted", f"{words}: {found.returncode}: {found.stderr[-300:]!r}")
