"""Shared fixtures: toy runs that lie in `tests/data`, and the shipped reference run."""

from __future__ import annotations

import gc
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

# Toy networks train fastest on one thread; `make machines` asks for three. Subprocesses must round like this one.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("LP_NUM_THREADS", "1")  # of OpenGL drawn by processors: they have tests to run beside it
os.environ.setdefault("NO_COLOR", "1")

from tests.toys import DATA, unpacked
from transparent_box.model.contents import folder_digest
from transparent_box.model.runs.evidence import Evidence
from transparent_box.model.runs.run import Run
from transparent_box.scenes.film import CHAPTERS
from transparent_box.scenes.output.job import QUALITIES, Job

pytest_plugins = ["tests.faults.tally", "tests.faults.ledger", "pytester"]

# A shell lets its background jobs ignore Ctrl-C, and the processes started here would, too.
signal.signal(signal.SIGINT, signal.default_int_handler)

REFERENCE = Path(__file__).resolve().parent.parent / "assets" / "reference"

# Of training itself; the other tests need no PyTorch, or skip what does.
TRAINING = ["test_products.py", "test_step.py", "test_sweep.py", "test_train.py", "test_transformer.py"]


def has_torch() -> bool:
    """Tell whether PyTorch could be imported, without doing so: that takes seconds."""
    try:
        return find_spec("torch") is not None
    except ModuleNotFoundError:  # tests.without_torch
        return False


collect_ignore = [] if has_torch() else TRAINING


def pytest_report_header() -> str | None:
    """Say what is left out where PyTorch is missing."""
    return f"without PyTorch {', '.join(collect_ignore)} are left out" if collect_ignore else None


@cache
def evidence_of(run: Run) -> Evidence:
    """Measure a run once a session; what takes parameters and long, too."""
    found = Evidence(run)
    for whose, name in ((found.training, "structures"), (found.training, "loops"), (found, "layering")):
        setattr(whose, name, cache(getattr(whose, name)))
    return found


@pytest.hookimpl(tryfirst=True)  # xdist reads the groups in its own
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let one worker run all tests of a chapter, and all others of a file: they share what was played and made.

    Chapters come last: all take about as long, so that no worker is left alone with a long file at the end.
    """
    groups = {item: group_of(item) for item in items}
    for item, group in groups.items():
        item.add_marker(pytest.mark.xdist_group(group))
    items.sort(key=lambda item: groups[item] in CHAPTERS)


def pytest_collection_finish() -> None:
    """Look for garbage seldom, and never among all that was imported: that took a twelfth of the time of chapters."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_node_collection_finished(node: Any, ids: list[str]) -> None:
    """Stop where xdist does not group, as 3.8 with pytest 9.2: each worker would play and make everything anew."""
    if node.config.getoption("dist") == "loadgroup" and any("@" not in name.rpartition("]")[2] for name in ids):
        reason = "pytest-xdist does not heed the groups of this pytest: install what pyproject.toml asks for."
        pytest.exit(reason, pytest.ExitCode.USAGE_ERROR)


def group_of(item: pytest.Item) -> str:
    """Name the chapter that a test is about, or its file."""
    if (chapter := item.get_closest_marker("chapter")) is not None:
        return str(chapter.args[0])
    parameters = getattr(getattr(item, "callspec", None), "params", {})
    return str(parameters.get("chapter", item.path.stem.removeprefix("test_")))


MadeOnce = Callable[[str, Callable[[Path], None]], Path]


def seen_by_all(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of this session that all workers see."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> MadeOnce:
    """A function that makes a named folder for all workers: the first that asks makes it, the others wait for it."""

    def made(name: str, make: Callable[[Path], None]) -> Path:
        folder = seen_by_all(tmp_path_factory) / name
        with FileLock(f"{folder}.lock"):
            if not folder.exists():
                unfinished = folder.with_name(f"{name}-unfinished")
                make(unfinished)
                unfinished.rename(folder)
        return folder

    return made


@pytest.fixture(scope="session")
def toy_folder(made_once: MadeOnce) -> Path:
    """A measured run of another p that has found no frequency, its checkpoints in files of their own."""
    return made_once("toy", partial(unpacked, DATA / "toy"))


@pytest.fixture(scope="session")
def toy_run(toy_folder: Path) -> Run:
    return Run(toy_folder)


@pytest.fixture(scope="session")
def grokked_run() -> Run:
    """A run of another p that has found frequencies, so that every chapter has something to show."""
    return Run(DATA / "grokked")


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
def labels_set_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep set type in one folder for the whole session: its outlines are then read once in a process."""
    labels = seen_by_all(tmp_path_factory) / "labels"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("transparent_box.scenes.output.places.labels", lambda job: labels)
        yield


@pytest.fixture(scope="session", autouse=True)
def reference_hashed_once() -> Iterator[None]:
    """Let jobs hash the shipped run's content once a session: no test writes there, and a hundred play it."""
    of_reference = cache(lambda: folder_digest(REFERENCE))
    with pytest.MonkeyPatch.context() as patch:
        for user in ("output.jobs", "stage.stage"):
            patch.setattr(
                f"transparent_box.scenes.{user}.folder_digest",
                lambda folder: of_reference() if folder == REFERENCE else folder_digest(folder),
            )
        yield


@pytest.fixture(scope="session", autouse=True)
def one_process_unless_asked() -> Iterator[None]:
    """Let commands do their work in the test's own process, where it can be watched, if no `-j` asks for others."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("transparent_box.commands.workers.default_workers", lambda: 1)
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
    monkeypatch.setattr("transparent_box.scenes.stage.stage.evidence_of", evidence_of)


@contextmanager
def keeping_few_checkpoints() -> Iterator[None]:
    """Let trainings here keep 40 checkpoints and not 400: most of what a small one takes goes into its files."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("transparent_box.model.runs.checkpoints.EVEN_INTERVALS", 40)
        yield


@pytest.fixture
def few_checkpoints() -> Iterator[None]:
    """See `keeping_few_checkpoints`; a test's own changes are undone before it is over."""
    with keeping_few_checkpoints():
        yield


@pytest.fixture
def few_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    """Measure networks that wrap lines on a tenth of the documents: for tests of everything but the numbers."""
    from transparent_box.model.linebreak import example, readings, run

    monkeypatch.setattr(readings, "DOCUMENTS_PER_WIDTH", readings.DOCUMENTS_PER_WIDTH // 10)
    row = example.EXAMPLE_ROW // 10
    for module in (example, run):
        monkeypatch.setattr(module, "EXAMPLE_ROW", row)


@pytest.fixture
def small_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw in a quarter of draft quality's pixels each way, few a second: for tests of everything but the pixels."""
    monkeypatch.setitem(QUALITIES, "l", (120, 4))
