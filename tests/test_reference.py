"""What the shipped run is, and what the scenes claim of it."""

from __future__ import annotations

import numpy as np
import pytest

from tests.conftest import REFERENCE, evidence_of
from transparent_box.model.analysis.clock import read_sums
from transparent_box.model.config import Config
from transparent_box.model.runs.run import Run
from transparent_box.model.transformer import Weights

PAPERS_KEY_FREQUENCIES = [14, 35, 41, 42, 52]


def test_it_is_the_papers_mainline(reference: Run) -> None:
    assert reference.config == Config()
    assert Run(REFERENCE, naming="trained").key_frequencies == PAPERS_KEY_FREQUENCIES


def test_it_memorized_and_later_understood(reference: Run) -> None:
    """Figures of the mainline, digitized: loosely in time, since rounding moves it by hundreds of steps."""
    history = reference.history
    memorized = history.step[np.argmax(history.train_accuracy > 0.999)]
    understood = history.step[np.argmax(history.test_accuracy > 0.999)]
    assert memorized == pytest.approx(200, rel=0.5)
    assert understood == pytest.approx(10_900, rel=0.25)
    assert history.test_loss.max() == pytest.approx(25.8, rel=0.15)
    assert history.train_loss[-1] == pytest.approx(9.95e-8, rel=0.1)
    assert history.test_loss[-1] < 1e-6
    assert (reference.predictions == reference.answers).all()


def test_it_is_small_and_holds_no_pickle() -> None:
    files = [path for path in REFERENCE.iterdir() if path.name != "activations.safetensors"]
    assert sum(path.stat().st_size for path in files) <= 40e6
    assert {path.suffix for path in files} <= {".json", ".safetensors"}


def test_its_checkpoints_replay_training(reference: Run) -> None:
    """At least 150 of them, and their networks have the losses that training recorded at those steps."""
    torch = pytest.importorskip("torch")
    from tests.training import loss_of
    from transparent_box.model.training.train import batches

    steps = reference.checkpoints.steps
    assert len(steps) >= 150
    history = reference.history
    indices = [20, 60, 100, len(steps) - 1]
    train, test = batches(reference.config, torch.device("cpu"))
    for index, arrays in zip(indices, reference.checkpoints.networks(indices), strict=True):
        weights = Weights(**{name: torch.from_numpy(array.copy()) for name, array in arrays.items()})
        at = int(np.searchsorted(history.step, steps[index]))
        assert loss_of(weights, train, "float64").item() == pytest.approx(history.train_loss[at], rel=0.05)
        assert loss_of(weights, test, "float64").item() == pytest.approx(history.test_loss[at], rel=0.05)


def test_clock_probes_are_clean_and_sparse(reference: Run) -> None:
    for clock in reference.clocks:
        for probe in (clock.cos, clock.sin):
            assert len(probe.columns) <= 8
            assert probe.r2 >= 0.95, (clock.frequency, probe.wave)


def test_clock_points_stand_at_their_hours(reference: Run) -> None:
    """On average within a few degrees."""
    away = [np.angle(np.exp(1j * (clock.angles - clock.ideal_angles)), deg=True) for clock in reference.clocks]
    errors = [np.abs(angles).mean() for angles in away]
    assert max(errors) < 6
    assert sum(errors) / len(errors) < 4


def test_the_hands_rule_gives_the_networks_answer_everywhere(reference: Run) -> None:
    """Turn by x, then by y: the hour under the hand is the network's own argmax, for all p² pairs and every clock."""
    p = reference.p
    hours = np.arange(p)
    for clock in reference.clocks:
        hand = clock.ideal_angles[:, None] + clock.ideal_angles[None, :]
        misses = np.abs(np.angle(np.exp(1j * (hand[..., None] - 2 * np.pi * clock.frequency * hours / p))))
        assert np.array_equal(misses.argmin(axis=-1), reference.predictions)


def test_measured_clocks_read_together_give_the_networks_answer(reference: Run) -> None:
    assert (evidence_of(reference).clock_readings[-1] == reference.predictions).mean() > 0.99


def test_alone_each_clock_misreads_most_sums(reference: Run) -> None:
    """13, 24, 26, 31 and 29 % right."""
    clocks = ((clock.angles, clock.frequency) for clock in reference.clocks)
    readings = [read_sums([angles], [frequency], reference.p)[0] for angles, frequency in clocks]
    shares = [float((reading == reference.predictions).mean()) for reading in readings]
    assert shares == pytest.approx([0.126, 0.244, 0.262, 0.305, 0.294], abs=0.001)


def test_three_waves_are_slow_enough_to_see(reference: Run) -> None:
    assert reference.key_frequencies[2] <= 10
