"""Several trainings in one call: each an ordinary run, resumed or skipped, failing or stopped without the others."""

from __future__ import annotations

import json
import multiprocessing
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import cli
from tests.conftest import evidence_of
from transparent_box.commands.processes import LocalPool, with_environment
from transparent_box.commands.terminal.training import MeasuringProgress, SweepProgress, TrainingProgress
from transparent_box.model.config import Config, ConfigError
from transparent_box.model.data import OPERATIONS
from transparent_box.model.runs.checkpoints import Checkpoints
from transparent_box.model.runs.measure import measure
from transparent_box.model.runs.run import Run
from transparent_box.model.storage import read_arrays, read_json
from transparent_box.model.sweeps.sweep import Assignment, combinations, folder_name, is_finished
from transparent_box.model.sweeps.workers import (
    LOST,
    RUNS_IN_A_BATCH,
    Row,
    Team,
    batches,
    carry_out,
    default_jobs,
)
from transparent_box.model.tasks import InProcessPool
from transparent_box.model.training.train import train

TINY = Config(p=7, fraction=0.6, steps=60, d_model=8, n_heads=2, d_mlp=8)
WIDTHS = ["--width", "8", "--heads", "2", "--mlp", "8"]
TINY_OPTIONS = ["--p", "7", "--fraction", "0.6", "--steps", "60", *WIDTHS, "--device", "cpu"]
LONG = replace(TINY, steps=1_000_000)
PRODUCT, SUM = "product_fraction_0.6_decay_1_seed_0", "sum_fraction_0.6_decay_1_seed_0"


def sweep(*arguments: str) -> Result:
    return CliRunner().invoke(cli.main, ["sweep", *TINY_OPTIONS, *arguments], prog_name="cli.py")


def test_every_combination_is_asked_for_once() -> None:
    found = combinations(["x+y", "x·y", "x*y"], [0.3, 0.5], [1.0], [0, 1, 0], p=7, steps=10)
    assert len(found) == 2 * 2 * 2 and [config.seed for config in found[:4]] == [0, 1, 0, 1]
    assert {config.p for config in found} == {7}
    with pytest.raises(ConfigError, match="fraction"):
        combinations(["x+y"], [0.3, 1.5], [1.0], [0])


def test_every_run_has_a_folder_of_its_own() -> None:
    found = combinations(list(OPERATIONS), [0.3, 0.35], [1.0, 0.1], [0, 1])
    names = [folder_name(config) for config in found]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z0-9_.]+", name) for name in names)


def test_runs_at_a_time_fit_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: {1, 2, 3, 5, 6, 7}, raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 64)
    assert [default_jobs("cpu", threads) for threads in (1, 2, 4, 8)] == [6, 3, 1, 1]
    assert default_jobs("cuda", 1) == RUNS_IN_A_BATCH
    monkeypatch.delattr(os, "sched_getaffinity")
    assert default_jobs("cpu", 2) == 32
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert default_jobs("cpu", 1) == 1


def test_on_a_gpu_runs_of_one_shape_are_one_batch(tmp_path: Path) -> None:
    recipes = [replace(TINY, operation=name, seed=seed) for name in ("x+y", "x/y", "x*y") for seed in (0, 1)]
    recipes.append(replace(TINY, fraction=0.5))
    assigned = [Assignment(recipe, tmp_path / str(i), "cpu") for i, recipe in enumerate(recipes)]
    stopped_half_way(recipes[1], assigned[1].folder)

    def numbers(found: list[Team]) -> list[list[int]]:
        return [[int(one.folder.name) for one in team] for team in found]

    found, at_once = batches(assigned, "cuda", 2)
    assert at_once == 1 and numbers(found) == [[0, 4], [5], [1], [2, 3], [6]]  # x/y has fewer pairs; 1 has begun
    found, at_once = batches(assigned, "cpu", 2)
    assert at_once == 2 and numbers(found) == [[0], [1], [2], [3], [4], [5], [6]]


def test_a_team_leaves_ordinary_runs_and_fails_one_by_one(tmp_path: Path) -> None:
    recipes = [replace(TINY, seed=seed) for seed in (0, 1)]
    team = tuple(Assignment(recipe, tmp_path / str(recipe.seed), "cpu") for recipe in recipes)
    heard: dict[str, list[float]] = {"0": [], "1": []}

    def hear(assignment: Assignment, row: Row) -> None:
        heard[assignment.folder.name].extend(row[:1])

    outcomes = list(carry_out([team], InProcessPool(), hear))
    assert [(outcome.assignment, outcome.sentence) for outcome in outcomes] == [(one, "") for one in team]
    assert heard["0"] == heard["1"] == [float(step) for step in range(61)]
    assert all(is_finished(one.config, one.folder) for one in team)
    train(recipes[1], tmp_path / "alone", "cpu", threads=1)
    together, alone = (read_arrays(tmp_path / name / "history.safetensors") for name in ("1", "alone"))
    assert together["test_loss"] == pytest.approx(alone["test_loss"], rel=1e-4)

    foreign = tuple(replace(one, config=replace(one.config, d_mlp=12)) for one in team)
    outcomes = list(carry_out([foreign], InProcessPool(), hear))
    assert len(outcomes) == 2 and all("begun with d_mlp = 8" in outcome.sentence for outcome in outcomes)


def weights_of(folder: Path) -> dict[str, bytes]:
    return {name: array.tobytes() for name, array in Checkpoints(folder).last().items()}


def stopped_half_way(config: Config, folder: Path) -> None:
    def interrupt(row: Row) -> None:
        if row[0] == 30:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(config, folder, "cpu", threads=1, on_history=interrupt)


def test_a_sweep_skips_resumes_and_fails_one_by_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out, curves = tmp_path / "runs", tmp_path / "curves"
    wanted = ["--operation", "x*y", "--operation", "x+y", "--out", str(out), "-j", "2"]
    foreign = replace(TINY, d_mlp=12)
    stopped_half_way(foreign, out / SUM)

    first = sweep(*wanted)
    assert first.exit_code == 1 and first.stdout == f"{out / PRODUCT}\n"
    assert f"{SUM}: Error: " in first.stderr and "begun with d_mlp = 12, not 8" in first.stderr
    assert f"1 of 2 runs failed: {SUM}." in first.stderr and "Traceback" not in first.stderr
    assert is_finished(replace(TINY, operation="x*y"), out / PRODUCT)
    assert read_json(out / PRODUCT / "config.json")["threads"] == 1

    (out / SUM).rename(tmp_path / "foreign")
    stopped_half_way(TINY, out / SUM)
    finished = (out / PRODUCT / "config.json").stat().st_mtime_ns
    monkeypatch.setattr("transparent_box.commands.processes.LocalPool", lambda *arguments: InProcessPool())
    second = sweep(*wanted, "--json", "--histories", str(curves))
    assert second.exit_code == 0, second.stderr
    assert "1 of 2 runs were finished before" in second.stderr
    assert (out / PRODUCT / "config.json").stat().st_mtime_ns == finished

    train(TINY, tmp_path / "whole", "cpu", threads=1)
    assert weights_of(out / SUM) == weights_of(tmp_path / "whole")
    entries = json.loads(second.stdout)
    assert [entry["recipe"]["operation"] for entry in entries] == ["x*y", "x+y"]
    for entry in entries:
        run = Run(Path(entry["run"]), naming="trained")
        assert entry["key_frequencies"] == run.key_frequencies
        assert entry["memorized_at"] == evidence_of(run).training.timeline.memorized_at
        assert entry["generalized_at"] == evidence_of(run).training.timeline.generalized_at
        assert entry["test_loss"] == run.history.test_loss[-1]
    heading, *rows, shipped = second.stderr.splitlines()[-4:]
    assert "memorized at" in heading and "generalized at" in heading and "key frequencies" in heading
    assert [row.split()[0] for row in rows] == ["x*y", "x+y"] and shipped == str(curves)
    assert {path.name for path in curves.iterdir()} == {"operations.json", "histories.safetensors", "hashes.json"}


def test_a_sweep_leaves_what_others_have_put_where_a_run_would_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And what they have put beside its runs, too."""
    monkeypatch.setattr("transparent_box.commands.processes.LocalPool", lambda *arguments: InProcessPool())
    out = tmp_path / "runs"
    theirs = [out / "notes.txt", out / SUM / "history.safetensors"]
    (out / SUM).mkdir(parents=True)
    for file in theirs:
        file.write_text("kept")
    result = sweep("--operation", "x*y", "--operation", "x+y", "--out", str(out), "-j", "1")
    assert result.exit_code == 1 and result.stdout == f"{out / PRODUCT}\n", result.stderr
    assert f"{SUM} holds history.safetensors, but no config.json of a run: choose another --out." in result.stderr
    assert [path for path in sorted(out.rglob("*")) if path.is_file() and PRODUCT not in path.parts] == theirs
    assert all(file.read_text() == "kept" for file in theirs)


@pytest.fixture
def two_long_runs(tmp_path: Path) -> list[Assignment]:
    return [Assignment(replace(LONG, seed=seed), tmp_path / str(seed), "cpu") for seed in (0, 1)]


def test_a_killed_run_leaves_the_next_alone_and_a_stopped_one_saves(two_long_runs: list[Assignment]) -> None:
    killed, stopped = two_long_runs

    def interfere(assignment: Assignment, row: Row) -> None:
        if assignment == killed and row[0] == 0:
            (process,) = multiprocessing.active_children()
            process.kill()
        if assignment == stopped and row[0] == 20:
            raise KeyboardInterrupt

    outcomes = []
    with pytest.raises(KeyboardInterrupt):
        for outcome in carry_out([(one,) for one in two_long_runs], LocalPool(1), interfere):
            outcomes.append(outcome)
    (outcome,) = outcomes
    assert outcome.assignment == killed and outcome.sentence == LOST and not outcome.trace
    assert not multiprocessing.active_children()
    assert (stopped.folder / "state.safetensors").exists() and not list(stopped.folder.rglob("*.part"))
    assert read_json(stopped.folder / "config.json")["steps_done"] >= 20


def children(process: int) -> Iterator[int]:
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(FileNotFoundError, ProcessLookupError):  # a thread may end while it is asked
            yield from map(int, task.read_text().split())


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for processes in /proc")
def test_ctrl_c_on_a_terminal_saves_every_run_and_leaves_no_process(tmp_path: Path) -> None:
    """A terminal tells the whole group of processes."""
    options = [*TINY_OPTIONS, "--steps", "1000000", "--seed", "0", "--seed", "1", "--out", str(tmp_path), "-j", "2"]
    process = subprocess.Popen(
        [sys.executable, "cli.py", "sweep", *options],
        cwd=Path(__file__).resolve().parent.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    deadline = time.monotonic() + 100
    while len(list(tmp_path.glob("*/checkpoints/step_00000001.*"))) < 2 and time.monotonic() < deadline:
        time.sleep(0.02)
    workers = list(children(process.pid))
    os.killpg(process.pid, signal.SIGINT)
    stdout, stderr = process.communicate(timeout=60)
    assert process.returncode == 1 and stdout == ""
    assert stderr.strip() == "Error: Stopped; nothing is lost. The same command goes on."
    deadline = time.monotonic() + 10  # multiprocessing's bookkeeper ends when it sees its parent gone
    while any(Path(f"/proc/{worker}").exists() for worker in workers) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert len(workers) >= 2 and not [worker for worker in workers if Path(f"/proc/{worker}").exists()]
    assert len(list(tmp_path.glob("*/state.safetensors"))) == 2 and not list(tmp_path.rglob("*.part"))


def test_the_thread_count_is_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    for before in ("5", None):
        monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
        if before:
            monkeypatch.setenv("OMP_NUM_THREADS", before)
        with with_environment({"OMP_NUM_THREADS": "3"}):
            assert os.environ["OMP_NUM_THREADS"] == "3"
        assert os.environ.get("OMP_NUM_THREADS") == before


def test_one_display_shows_all_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "160")
    with SweepProgress(2, 100) as progress:
        progress.advance("one", (10.0, 4.0, 4.5, 0.1, 0.05))
        progress.advance("two", (50.0, 1.0, 2.0, 1.0, 0.5))
        progress.advance("one", (40.0, 3.0, 3.5, 0.2, 0.05))
        progress.advance("two", ())
        progress.finish("two", "memorized")
    shown = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", capsys.readouterr().err)
    assert "1 of 2: two: memorized" in shown and "one" in shown
    assert progress.steps == 30 and progress.seconds >= 0


@pytest.mark.parametrize("width", [40, 60, 80, 100, 160])
def test_narrow_terminals_show_how_far_a_training_is_and_what_fits(
    width: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With 80 columns, the steps had been cut off."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", str(width))
    with TrainingProgress(40_000) as progress:
        progress.advance((12_345.0, 2.5e-3, 1.5e1, 1.0, 0.165))
    shown = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", capsys.readouterr().err).splitlines()[-1].strip("\r")
    assert "step 12345/40000" in shown and "…" not in shown and len(shown) <= width
    assert ("loss 2.5e-03 / 1.5e+01" in shown) == (width >= 60)
    assert ("accuracy 100.0% / 16.5%" in shown) == (width >= 80)


def test_a_bar_counts_the_checkpoints_measured(
    toy_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "80")
    shutil.copytree(toy_folder, tmp_path / "run")
    told: list[tuple[int, int]] = []
    measure(tmp_path / "run", lambda *news: told.append(news))
    total = told[0][1]
    assert told == [(done, total) for done in range(1, total + 1)] and total > len(Run(toy_folder).checkpoints.steps)
    with MeasuringProgress() as progress:
        progress.advance(*told[-1])
    assert f"checkpoints measured {total}/{total}" in re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", capsys.readouterr().err)
