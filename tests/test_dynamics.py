from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from tests.conftest import REFERENCE, evidence_of
from transparent_box.model.analysis.dynamics import Dynamics
from transparent_box.model.analysis.timeline import History, first_step, first_that_knows, timeline
from transparent_box.model.runs.checkpoints import checkpoint_path
from transparent_box.model.runs.evidence import Evidence
from transparent_box.model.runs.pack import pack
from transparent_box.model.runs.run import Run, grid_activations
from transparent_box.model.storage import RunError


def test_where_no_checkpoint_knows_the_lessons_the_best_counts() -> None:
    assert first_that_knows(np.array([0.2, 0.9995, 1.0, 0.9])) == 1
    assert first_that_knows(np.array([0.2, 0.4, 0.9, 0.5])) == 2


def test_the_last_checkpoint_is_the_final_network(reference: Run) -> None:
    dynamics, losses = evidence_of(reference).training.dynamics, evidence_of(reference).losses
    assert dynamics.step[-1] == reference.config.steps
    assert dynamics.frequencies == reference.key_frequencies
    for name, expected in {"loss": losses.all, "train_loss": losses.train, "test_loss": losses.test}.items():
        assert getattr(dynamics, name)[-1] == pytest.approx(expected, rel=1e-3), name
    for name in ("restricted", "excluded", "excluded_every"):
        assert getattr(dynamics, name)[-1] == pytest.approx(getattr(losses, name), rel=1e-3), name
    assert dynamics.excluded_by_frequency[-1] == pytest.approx(list(losses.excluded_by_frequency.values()), rel=1e-3)
    assert dynamics.cluster_sizes[-1].tolist() == [len(members) for members in evidence_of(reference).clusters.values()]
    assert {n: v[-1] for n, v in dynamics.squares_by_matrix.items()} == pytest.approx(
        evidence_of(reference).sum_of_squares
    )
    assert dynamics.embedding_spectrum[-1] == pytest.approx(evidence_of(reference).embedding_spectrum, rel=1e-4)
    assert dynamics.gini_logit_map[-1] == pytest.approx(evidence_of(reference).gini["W_L"])


def test_stored_measures_are_those_of_the_shipped_checkpoints(reference: Run) -> None:
    """Measured anew at two of them, from the weights; and the history says the same of the losses."""
    from transparent_box.model.analysis.loss import losses_of

    dynamics = evidence_of(reference).training.dynamics
    assert np.array_equal(dynamics.step, reference.checkpoints.steps)
    indices = [40, 75]
    for index, arrays in zip(indices, reference.checkpoints.networks(indices), strict=True):
        logits = grid_activations(reference.show_weights(arrays), reference.p).logits[..., : reference.p]
        keys = reference.key_frequencies
        found = losses_of(logits, reference.totals, reference.answers, reference.split, keys)
        assert dynamics.restricted[index] == pytest.approx(found.restricted, rel=1e-3)
        assert dynamics.excluded[index] == pytest.approx(found.excluded, rel=1e-3)
        at = int(np.searchsorted(reference.history.step, dynamics.step[index]))
        assert dynamics.test_loss[index] == pytest.approx(reference.history.test_loss[at], rel=0.05)


def test_names_change_the_columns_and_nothing_else(reference: Run) -> None:
    trained = Evidence(Run(REFERENCE, naming="trained")).training.dynamics
    shown = evidence_of(reference).training.dynamics
    assert np.array_equal(trained.excluded, shown.excluded)
    for k, column in zip(trained.frequencies, trained.excluded_by_frequency.T, strict=True):
        renamed = reference.renaming.shown_frequency(k)[0]
        assert np.array_equal(column, shown.excluded_by_frequency[:, shown.frequencies.index(renamed)])
        assert np.array_equal(trained.embedding_spectrum[:, k - 1], shown.embedding_spectrum[:, renamed - 1])


def test_read_from_the_file_or_computed_it_is_the_same(toy_folder: Path, tmp_path: Path) -> None:
    bare = tmp_path / "bare"
    shutil.copytree(toy_folder, bare)
    (bare / "dynamics.safetensors").unlink()
    stored, computed = Evidence(Run(toy_folder)).training.dynamics, Evidence(Run(bare)).training.dynamics
    for name in Dynamics.__dataclass_fields__:
        if name != "squares_by_matrix":
            assert getattr(computed, name) == pytest.approx(getattr(stored, name), rel=1e-4), name
    assert stored.sum_of_squares == pytest.approx(computed.sum_of_squares)


def test_packing_keeps_the_dynamics(toy_folder: Path, tmp_path: Path) -> None:
    pack(toy_folder, tmp_path / "packed", frames=9)
    assert np.array_equal(
        Evidence(Run(tmp_path / "packed")).training.dynamics.restricted,
        Evidence(Run(toy_folder)).training.dynamics.restricted,
    )


def test_one_network_has_no_history_and_says_so(toy_folder: Path, tmp_path: Path) -> None:
    alone = tmp_path / "alone"
    shutil.copytree(toy_folder, alone)
    (alone / "hashes.json").unlink()  # which tells of the checkpoints that were there
    for path in (alone / "checkpoints").iterdir():
        if path != checkpoint_path(alone, Run(toy_folder).config.steps):
            path.unlink()
    for name in ("history", "dynamics"):
        (alone / f"{name}.safetensors").unlink()
        with pytest.raises(RunError, match="one network and no history"):
            getattr(Run(alone) if name == "history" else Evidence(Run(alone)).training, name)
    assert Evidence(Run(alone)).losses.train == pytest.approx(Evidence(Run(toy_folder)).losses.train)


def test_events_by_rule(reference: Run) -> None:
    history, dynamics = reference.history, evidence_of(reference).training.dynamics
    times = timeline(history, dynamics, reference.p)
    before = history.step < times.generalized_at
    assert (history.test_accuracy[before] < 0.999).all()
    assert dynamics.excluded[dynamics.step == times.memorization_ends] == dynamics.excluded.min()
    between = (history.step > times.memorization_ends) & (history.step < times.cleanup_starts)
    assert (history.test_loss[between] >= np.log(reference.p)).all()
    assert first_step(np.arange(3), np.array([False, False, False])) is None


def test_a_score_stays_low_that_is_low_for_most_of_the_way() -> None:
    """Straight from point to point: two that are far apart, the second high, are no low curve."""

    def scored(*accuracies: float) -> History:
        step = np.linspace(0, 1000, len(accuracies))
        return History(step, step, step, step, np.array(accuracies))

    assert scored(0.1, 0.1, 0.1, 0.1, 0.9).stays_low(0, 1000)
    assert not scored(0.1, 0.1, 0.1, 0.1, 0.9).stays_low(700, 1000)
    assert not scored(0.1, 0.9).stays_low(0, 1000)
    assert not scored(0.7, 0.7).stays_low(0, 1000), "even, and yet no score of one who knows nothing"
