"""Killed at any moment, a command leaves nothing half-written, and the same command again ends as if nothing had been.

FAULTS=full makes a hundred attempts; each is made again from its seed.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.clockwork import clockwork
from tests.faults.processes import check_whole, contents, leftovers, run
from tests.faults.tally import FULL, Tally, counted

pytest.importorskip("torch")

NETWORK = "--p 7 --fraction 0.6 --width 16 --heads 2 --mlp 24 --device cpu --steps"
KIND = "kills"


@dataclass(frozen=True)
class Killed:
    """A command to be killed: what must be there before, its arguments, what it makes, and the arguments to go on."""

    name: str
    prepare: Callable[[Path], object]
    arguments: str
    made: str
    more: str = ""  # to go on
    once: bool = False  # what is finished is refused, not done again
    quick: int = 0  # attempts in `make test`
    full: int = 10


def nothing(place: Path) -> None:
    """Nothing need be there."""


def a_run(place: Path) -> None:
    """A run folder with history, measured."""
    shutil.copytree(made_once(), place / "run")


def published(place: Path) -> None:
    """A file of published weights."""
    import torch

    from transparent_box.model.imports.names import NAMES
    from transparent_box.model.runs.run import Run

    weights = Run(made_once(), naming="trained").weights.to_dict()
    state = {NAMES[name]: torch.tensor(array) for name, array in weights.items()}
    torch.save({"model": state, "config": {"p": 7, "fn_name": "add", "frac_train": 0.5, "seed": 0}}, place / "x.pth")


@cache
def made_once() -> Path:
    """A network built by hand, in a folder that is there until the session ends."""
    kept.append(TemporaryDirectory())
    return clockwork(Path(kept[0].name) / "run", 7, (1, 3), history=True).folder


kept: list[TemporaryDirectory[str]] = []
COMMANDS = [
    Killed("train", nothing, f"train {NETWORK} 2000 --threads 1 --out run", "run", "--resume", full=30),
    Killed("sweep", nothing, f"sweep {NETWORK} 600 --seed 0 --seed 1 -j 2 --out runs", "runs"),
    Killed("measure", a_run, "measure run", "run", quick=1, full=15),
    Killed("pack", a_run, "pack run --out packed", "packed", once=True),
    Killed("import", published, "import x.pth --out adopted", "adopted", once=True),
    Killed(
        "render",
        a_run,
        "render diagonal -ql --fps 1 --run run -o films/clip.mp4",
        "films",
        quick=1,
        full=25,
    ),
]


@cache
def undisturbed(command: Killed) -> tuple[dict[str, object], float]:
    """What a command makes when it is left alone, and the seconds it takes."""
    with TemporaryDirectory() as folder:
        place = Path(folder)
        command.prepare(place)
        ended = run(place, *command.arguments.split())
        assert ended.code == 0, ended.err
        assert not leftovers(place)
        return contents(place / command.made), ended.seconds


def attempts() -> list[tuple[Killed, int]]:
    """Every command with the seeds of its moments."""
    return [(command, seed) for command in COMMANDS for seed in range(counted(command.quick, command.full))]


@pytest.mark.parametrize(("command", "seed"), attempts(), ids=lambda value: getattr(value, "name", str(value)))
def test_a_kill_loses_nothing(command: Killed, seed: int, tmp_path: Path, tally: Tally) -> None:
    expected, seconds = undisturbed(command)
    moment = seconds * random.Random(f"{command.name} {seed}").uniform(0.3, 1.0)
    what = f"{command.arguments}, killed after {moment:.2f} s (seed {seed})"
    command.prepare(tmp_path)
    tally.tried(KIND)
    killed = run(tmp_path, *command.arguments.split(), kill_after=moment)
    try:
        check_whole(tmp_path)
    except Exception as error:
        tally.fault(KIND, "lost", f"{what}: {error}")
    finished = command.once and (tmp_path / command.made / "config.json").exists()
    if killed.killed and not finished:
        again = run(tmp_path, *command.arguments.split(), *command.more.split())
        if again.code or "Traceback" in again.err:
            tally.fault(KIND, "traceback", f"{what}: {again.err}")
        if leftovers(tmp_path):
            tally.fault(KIND, "lost", f"{what} leaves {leftovers(tmp_path)}")
    found = contents(tmp_path / command.made)
    differing = sorted(name for name in {*found, *expected} if found.get(name) != expected.get(name))
    if differing:
        tally.fault(KIND, "lost", f"{what}: {differing} are others")


def test_the_moments_are_a_hundred() -> None:
    assert sum(command.full for command in COMMANDS) == 100
    assert not FULL or len(attempts()) == 100
