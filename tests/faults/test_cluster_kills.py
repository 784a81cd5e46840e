"""Of a cluster's two workers one is killed at any moment: what they draw and train has the same bytes all the same.

FAULTS=full kills ten times; each attempt is made again from its seed.
"""

from __future__ import annotations

import random
import signal
import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.dask_cluster import dask_cluster
from tests.faults.tally import Tally, counted
from tests.test_cluster import TINY, TWO_BEATS, films, made_here, settled
from transparent_box.commands.cluster import connect
from transparent_box.commands.versions import TRAINING
from transparent_box.model.sweeps import workers as trainings
from transparent_box.model.sweeps.sweep import Assignment
from transparent_box.model.tasks import InProcessPool
from transparent_box.scenes.output import places
from transparent_box.scenes.output.pool import carry_out

KIND = "killed workers"


@dataclass(frozen=True)
class Work:
    """What came of films and trainings: their files, why some failed, the seconds, whether a worker was killed."""

    files: dict[str, bytes]
    failures: list[str]
    seconds: float
    killed: bool = False


def here(run: Path, place: Path) -> Work:
    """All of it in this process."""
    began = time.monotonic()
    teams = trainings_in(place)
    list(trainings.carry_out(teams, InProcessPool(), lambda one, row: None))
    return Work(made_here(films(run, place)) | trained(teams), [], time.monotonic() - began)


def there(run: Path, place: Path, killed: int, after: float) -> Work:
    """All of it by a cluster of two, one of which is killed after so many seconds."""
    teams, jobs = trainings_in(place), films(run, place)
    with dask_cluster(place / "cluster", 2) as cluster, ExitStack() as stack:
        cluster.wait_for_workers()
        pool = stack.enter_context(connect(cluster.address, {"OMP_NUM_THREADS": "1"}, TRAINING))
        timer = threading.Timer(after, cluster.workers[killed].send_signal, [signal.SIGKILL])
        timer.start()
        began = time.monotonic()
        outcomes = list(trainings.carry_out(teams, pool, lambda one, row: None))
        drawn = list(carry_out(jobs, pool, costs=dict.fromkeys(jobs, TWO_BEATS)))
        seconds = time.monotonic() - began
        timer.cancel()
        was_killed = cluster.workers[killed].poll() is not None
    clips = {path.name: path.read_bytes() for job in jobs for path in places.target(job).parent.glob("*.mp4*")}
    sentences = [*(one.sentence for one in outcomes), *(one.sentence for one in drawn)]
    return Work(clips | trained(teams), [one for one in sentences if one], seconds, was_killed)


def trainings_in(place: Path) -> list[tuple[Assignment]]:
    """Two runs in a folder."""
    return [(Assignment(replace(TINY, seed=seed), place / f"run{seed}", "cpu"),) for seed in (0, 1)]


def trained(teams: list[tuple[Assignment]]) -> dict[str, bytes]:
    """What is in run folders, less what is never twice the same."""
    return {f"{one.folder.name}/{name}": content for (one,) in teams for name, content in settled(one.folder).items()}


@pytest.mark.parametrize("seed", range(counted(0, 10)))
def test_a_worker_killed_at_any_moment_changes_no_byte(
    seed: int, toy_folder: Path, tmp_path: Path, tally: Tally, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trainings, "LEG", 0.3)
    expected = here(toy_folder, tmp_path / "here")
    chance = random.Random(seed)
    killed, after = chance.randrange(2), chance.uniform(0.1, 1.5) * expected.seconds
    tally.tried(KIND)
    found = there(toy_folder, tmp_path / "there", killed, after)
    what = f"worker {killed} killed after {after:.2f} s (seed {seed}; {found.seconds:.1f} s in all)"
    print(what, "killed" if found.killed else "was through before")
    if found.failures:
        tally.fault(KIND, "lost", f"{what}: {found.failures}")
    differing = sorted(n for n in {*found.files, *expected.files} if found.files.get(n) != expected.files.get(n))
    if differing:
        tally.fault(KIND, "lost", f"{what}: {differing} are others")
    halves = [path for path in (tmp_path / "there").rglob("*.part*") if "cluster" not in path.parts]
    if halves:
        tally.fault(KIND, "lost", f"{what} leaves {halves}")
