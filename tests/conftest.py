"""Shared fixtures: toy runs trained here in seconds, once for all workers, and the shipped reference run."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from filelock import FileLock

# Toy networks train fastest on one thread; `make machines` asks for three. Subprocesses must round like this one.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("LP_NUM_THREADS", "1")  # of OpenGL drawn by processors: they have tests to run beside it
os.environ.setdefault("NO_COLOR", "1")

from transparent_box.model.config import Config
from transparent_box.model.runs.evidence import Evidence
from transparent_box.model.runs.run import Run
from transparent_box.scenes.output.job import QUALITIES, Job

pytest_plugins = ["tests.faults.tally", "tests.faults.ledger", "pytester"]

# A shell lets its background jobs ignore Ctrl-C, and the processes started here would, too.
signal.signal(signal.SIGINT, signal.default_int_handler)

REFERENCE = Path(__file__).resolve().parent.parent / "assets" / "reference"
GROKS = Config(p=17, fraction=0.7, steps=1500, learning_rate=3e-3, d_model=64, n_heads=2, d_mlp=128)
TOY = Config(p=13, fraction=0.6, steps=600, d_model=32, n_heads=2, d_mlp=64)


@cache
def evidence_of(run: Run) -> Evidence:
    """What is measured of a run, once a session; structures, too, which take seconds."""
    found = Evidence(run)
    found.structures = cache(found.structures)  # type: ignore[method-assign]
    return found


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let one worker run all tests of a chapter, and all others of a file: they share what was played and made."""
    for item in items:
        parameters = getattr(getattr(item, "callspec", None), "params", {})
        item.add_marker(pytest.mark.xdist_group(str(parameters.get("chapter", item.path.stem))))


@pytest.fixture(scope="session")
def common(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of this session that all workers see."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def made_once(folder: Path, make: Callable[[Path], None]) -> Path:
    """Let the first worker that asks make a folder; the others wait for it."""
    with FileLock(f"{folder}.lock"):
        if not folder.exists():
            unfinished = folder.with_name(f"{folder.name}-unfinished")
            make(unfinished)
            unfinished.rename(folder)
    return folder


def trained(config: Config) -> Callable[[Path], None]:
    """What trains and measures a network into a folder."""

    def make(folder: Path) -> None:
        from transparent_box.model.runs.measure import measure
        from transparent_box.model.training.train import train

        train(config, folder, device="cpu")
        measure(folder)

    return make


@pytest.fixture(scope="session")
def toy_folder(common: Path) -> Path:
    """A finished, measured run of another p."""
    return made_once(common / "toy", trained(TOY))


@pytest.fixture(scope="session")
def toy_run(toy_folder: Path) -> Run:
    return Run(toy_folder)


@pytest.fixture(scope="session")
def grokked_run(common: Path) -> Run:
    """A run of another p that has found frequencies, so that every chapter has something to show."""
    return Run(made_once(common / "grokked", trained(GROKS)))


def alone(folder: Path, place: Path) -> Path:
    """A copy of a run as one that was imported as a single network: no history, no checkpoint but the last."""
    shutil.copytree(folder, place)
    for name in ("history", "dynamics", "exam"):
        (place / f"{name}.safetensors").unlink(missing_ok=True)
    for early in sorted((place / "checkpoints").iterdir())[:-1]:
        early.unlink()
    (place / "hashes.json").unlink()
    return place


@pytest.fixture(scope="session")
def reference() -> Run:
    return Run(REFERENCE)


@pytest.fixture(scope="session", autouse=True)
def labels_set_once(common: Path) -> Iterator[None]:
    """Keep set type in one folder for the whole session: its outlines are then read once in a process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("transparent_box.scenes.output.places.labels", lambda job: common / "labels")
        yield


@pytest.fixture(scope="session", autouse=True)
def disk_not_waited_for() -> Iterator[None]:
    """Leave it to the system when files reach the disk: no test cuts the power, and a training writes hundreds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("os.fsync", lambda descriptor: None)
        yield


@pytest.fixture(scope="module")
def job(toy_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Job:
    """The chapter for tests alone, quickly drawn into a folder that the tests of one file share."""
    import tests.short_scene  # noqa: F401 — a chapter from here on

    return Job("short_scene", toy_folder, "l", media=tmp_path_factory.mktemp("short"))


@pytest.fixture(scope="module")
def clip(job: Job) -> Path:
    """Its clip."""
    from transparent_box.scenes.output.jobs import render

    return render(job)


@pytest.fixture
def evidence_measured_once(monkeypatch: pytest.MonkeyPatch, reference: Run, toy_run: Run, grokked_run: Run) -> None:
    """Let scenes share the session's runs and what is measured of each, instead of reading and measuring it anew."""
    shared = {run.folder: run for run in (reference, toy_run, grokked_run)}
    monkeypatch.setattr("transparent_box.model.runs.run.Run", lambda folder: shared.get(folder) or Run(folder))
    monkeypatch.setattr("transparent_box.scenes.stage.stage.Evidence", evidence_of)


@pytest.fixture
def few_checkpoints() -> Iterator[None]:
    """Let trainings here keep 40 checkpoints and not 400: most of what a small one takes goes into its files."""
    with pytest.MonkeyPatch.context() as patch:  # a test's own is undone before the test is over
        patch.setattr("transparent_box.model.runs.checkpoints.EVEN_INTERVALS", 40)
        yield


@pytest.fixture
def small_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw in a quarter of draft quality's pixels each way, few a second: for tests of everything but the pixels."""
    monkeypatch.setitem(QUALITIES, "l", (120, 4))
