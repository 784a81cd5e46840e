"""The shipped curves of other operations, and what may be claimed of them: some grok, one does not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.conftest import evidence_of
from tests.toys import TOY
from transparent_box.model.config import Config
from transparent_box.model.data import OPERATIONS
from transparent_box.model.runs.run import Run
from transparent_box.model.storage import RunError, read_json, write_json
from transparent_box.model.sweeps.operations import (
    COLUMNS,
    SHIPPED_OPERATIONS,
    Trial,
    read_operations,
    write_operations,
)


@pytest.fixture(scope="module")
def trials() -> dict[str, Trial]:
    return read_operations()


def test_all_operations_are_shipped_and_differ_in_nothing_else(trials: dict[str, Trial]) -> None:
    assert set(trials) == set(OPERATIONS)
    same = Config(fraction=0.5, seed=0, steps=3000)
    assert {name: trial.config for name, trial in trials.items()} == {
        name: replace(same, operation=name) for name in OPERATIONS
    }


def test_every_curve_reaches_from_the_start_to_the_budget(trials: dict[str, Trial]) -> None:
    for name, trial in trials.items():
        columns = [getattr(trial.history, part) for part in COLUMNS]
        assert {column.shape for column in columns} == {trial.history.step.shape}, name
        assert all(column.dtype == np.float64 and np.isfinite(column).all() for column in columns), name
        assert trial.history.step[0] == 0 and trial.history.step[-1] == trial.config.steps, name
        assert trial.history.train_loss[0] == trial.history.train_loss[1] == pytest.approx(4.77, abs=0.03), name


def test_the_shipped_notes_are_what_the_curves_say(trials: dict[str, Trial]) -> None:
    notes = read_json(SHIPPED_OPERATIONS / "operations.json")["operations"]
    assert list(notes) == list(trials)
    for name, trial in trials.items():
        assert notes[name]["memorized_at"] == trial.memorized_at, name
        assert notes[name]["generalized_at"] == trial.generalized_at, name
        assert notes[name]["threads"] == 1 and "cpu" in notes[name]["device"], name


def test_three_grok_within_the_budget(trials: dict[str, Trial]) -> None:
    """x+y at step 980, x−y at 1,690, x·y at 670; all six know their training pairs by step 200."""
    assert {name: trial.generalized_at for name, trial in trials.items() if trial.generalized_at} == {
        "x+y": 980,
        "x-y": 1690,
        "x*y": 670,
    }
    assert all(130 < trial.memorized_at <= 200 for trial in trials.values())  # type: ignore[operator]


def test_two_have_almost_understood_at_its_end(trials: dict[str, Trial]) -> None:
    assert trials["x/y"].history.test_accuracy[-1] == pytest.approx(0.987, abs=0.001)
    assert trials["x^2+y^2"].history.test_accuracy[-1] == pytest.approx(0.9986, abs=0.001)


def test_one_knows_mirror_images_and_nothing_else(trials: dict[str, Trial]) -> None:
    """x²+xy+y²: half of its test pairs are mirror images of training pairs, and those are what it answers."""
    stuck = trials["x^2+xy+y^2"]
    assert stuck.history.test_accuracy[-1] == pytest.approx(0.507, abs=0.001)
    shares = stuck.accuracies
    assert shares.mirrored == 1
    assert shares.unmirrored == pytest.approx(0.02, abs=0.005)
    assert shares.no_symmetric_partner is not None and shares.no_symmetric_partner < 0.01


def test_they_are_small_and_hold_no_pickle() -> None:
    files = list(SHIPPED_OPERATIONS.iterdir())
    assert sum(path.stat().st_size for path in files) <= 300_000
    assert {path.suffix for path in files} == {".json", ".safetensors"}


def test_curves_of_a_run_are_written_and_read_back(toy_folder: Path, tmp_path: Path) -> None:
    write_operations([toy_folder], tmp_path)
    (trial,) = read_operations(tmp_path).values()
    run = Run(toy_folder)
    assert trial.config == TOY
    (told,) = read_json(tmp_path / "operations.json")["operations"].values()
    assert {told[part] == run.metadata[part] for part in ("seconds", "device", "threads", "versions")} == {True}
    for part in COLUMNS:
        assert np.array_equal(getattr(trial.history, part), getattr(run.history, part)), part
    assert trial.memorized_at == evidence_of(run).training.timeline.memorized_at
    assert trial.generalized_at == evidence_of(run).training.timeline.generalized_at


def test_two_runs_of_one_operation_are_refused(toy_folder: Path, tmp_path: Path) -> None:
    with pytest.raises(RunError, match=r"two runs of x\+y"):
        write_operations([toy_folder, toy_folder], tmp_path / "curves")
    assert not list(tmp_path.iterdir())


def test_missing_and_foreign_curves_are_one_sentence(toy_folder: Path, tmp_path: Path) -> None:
    with pytest.raises(RunError, match="make operations"):
        read_operations(tmp_path)
    write_operations([toy_folder], tmp_path)
    (tmp_path / "histories.safetensors").write_bytes(b"nothing")
    with pytest.raises(RunError, match="damaged"):
        read_operations(tmp_path)
    wrong: list[Any] = [
        {},
        {"operations": {"x+y": {}}},
        {"operations": {"x+y": {"recipe": {"p": 12}}}},
        {"operations": 3},
    ]
    for foreign in wrong:
        write_json(tmp_path / "operations.json", foreign)
        with pytest.raises(RunError, match="holds no valid recipes"):
            read_operations(tmp_path)
