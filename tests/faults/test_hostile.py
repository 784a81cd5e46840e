"""Calls that should not work: each ends with its exit code and one sentence, and leaves nothing behind."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

import cli
from tests.faults.tally import HANGS, Hanging, Tally, counted, limited
from tests.locked import locked
from transparent_box.commands.group import COMMANDS
from transparent_box.scenes.film import CHAPTERS

ROOT = Path(__file__).resolve().parents[2]
KIND = "hostile calls"
WRONG_USAGE, FAILURE = 2, 1
FEW, EVERYTHING = 120, 10_000
UNLOCKED = "unlocked"

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
    for command in COMMANDS:
        yield from options_of(command)


# What stands for what a command cannot do without.
ARGUMENTS = {"scene": "clock", "run": "run", "file": "no.pth", "name": "answers_scene"}
# Options whose every text is something, and such as have another fault first.
FREE = {("new", "name"), ("doctor", "--run"), ("render", "--set")}
CODES = {("report", "--control"): WRONG_USAGE, ("catalog", "--into"): WRONG_USAGE}
NO_NUMBERS = ["", " ", "abc", "--5", "1.5.5", "1e", "9" * 5_000, "\x1b[31mred"]


def options_of(name: str) -> Iterator[Call]:
    """Every option of a command with values that its type does not admit, whatever the option is for."""
    command = cli.main.get_command(click.Context(cli.main), name)
    assert command is not None
    needed = [ARGUMENTS[one.name or ""] for one in command.params if isinstance(one, click.Argument) and one.required]
    needed += ["clock"] if name == "render" else []
    for option in command.params:
        if not isinstance(option, click.Option) or option.is_flag or (name, option.opts[-1]) in FREE:
            continue
        others = [word for other in command.params for word in required(other) if other is not option]
        for value, code in unfit(option.type, CODES.get((name, option.opts[-1]), FAILURE)):
            yield Call((name, *needed, *others, f"{option.opts[-1]}={value}"), code)


def required(option: click.Parameter) -> list[str]:
    """An option that must be given, with a value."""
    return [option.opts[-1], "made"] if isinstance(option, click.Option) and option.required else []


def unfit(kind: object, code: int) -> Iterator[tuple[str, int]]:
    """Values that a type does not admit, and the exit code that each must end with."""
    if isinstance(kind, click.Path):
        yield "file/made", code
        yield "locked/made", code
    elif isinstance(kind, click.Choice):
        yield from ((value, WRONG_USAGE) for value in ("", "x", "[/]", f"{next(iter(kind.choices))} "))
    elif isinstance(kind, click.types.IntParamType | click.types.FloatParamType):
        ends = [end for end in (getattr(kind, "min", None), getattr(kind, "max", None)) if end is not None]
        beyond = [str(end + step) for end, step in zip(ends, (-1, 1), strict=False)]
        yield from ((value, WRONG_USAGE) for value in (*NO_NUMBERS, *beyond))
    else:
        yield "", WRONG_USAGE


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
    for command, value in product(
        ("train", "sweep", "train-linebreak"), (*HUGE, "0", "-3", "abc", "1.5", "1025", "100000")
    ):
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
    for place in (".", "..", "/", "", "full", "file/page.html", "locked/page.html", "/dev/full"):
        yield Call(("report", "--html", place), FAILURE)


def names() -> Iterator[Call]:
    """Names from outside that a terminal or its markup would obey."""
    for name in CONTROL:
        yield Call(("render", name), WRONG_USAGE)
        yield Call(("sheet", name), WRONG_USAGE)
        yield Call(("check", name), WRONG_USAGE)
        yield Call(("watch", name), WRONG_USAGE)
        yield Call(("new", name), WRONG_USAGE)
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
    for command in COMMANDS:
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
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "kept.txt").write_text("kept")
    monkeypatch.chdir(tmp_path)
    with locked(tmp_path / "locked") as is_locked:
        if not is_locked:
            (tmp_path / "locked").rename(tmp_path / UNLOCKED)
        yield tmp_path
        if not is_locked:
            (tmp_path / UNLOCKED).rename(tmp_path / "locked")


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
    assert len(TABLE) >= 1_500
    tried = {call.words[0] for call in TABLE}
    assert tried >= set(COMMANDS), "commands of which nothing is tried"


def test_hostile_calls_end_in_one_sentence(bare: Path, tally: Tally) -> None:
    before = everything_in(bare)
    for call in chosen(TABLE):
        if any("locked/" in word for word in call.words) and not (bare / "locked").is_dir():
            continue  # nothing is locked for root, and no disk could be mounted
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
    ("list | head -0", {}, 1),
    ("list > /dev/full", {}, 1),
    ("--help > /dev/full", {}, 1),
    ("--version > /dev/full", {}, 1),
    ("list >&-", {}, 0),
    ("report tests/data/grokked >&-", {}, 0),
    ("render nonsense 2>&-", {}, 2),
    ("list", {"PYTHONWARNINGS": "error"}, 0),
    ("list", {"PATH": ""}, 0),
    ("report", {"PYTHONIOENCODING": "ascii"}, 0),
]


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash, which tells how each command of a pipe ends")
@pytest.mark.parametrize(("words", "environment", "code"), SURROUNDINGS[: counted(4, len(SURROUNDINGS))])
def test_hostile_surroundings(words: str, environment: dict[str, str], code: int, tally: Tally) -> None:
    tally.tried(KIND)
    found = subprocess.run(
        [str(shutil.which("bash")), "-c", f"set -o pipefail; {sys.executable} cli.py {words}"],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        timeout=120,
    )
    if b"Traceback" in found.stderr or b"Exception ignored" in found.stderr:
        tally.fault(KIND, "traceback", f"{words}: {found.stderr[-300:]!r}")
    elif found.returncode != code:
        tally.fault(KIND, "accepted", f"{words}: {found.returncode}: {found.stderr[-300:]!r}")
