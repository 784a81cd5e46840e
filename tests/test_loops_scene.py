"""What loops_scene says of the reference run, and that its pictures are where they say."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from model.runs.evidence import Evidence
from model.runs.run import Run
from model.storage import NoHistoryError, RunError
from scenes.look.numbers import NARROW, percent
from scenes.mobjects.accuracy_panel import AccuracyPanel
from scenes.mobjects.live_layer import table_shape
from scenes.mobjects.pair_plots import FILL, INSET, PairPlots
from tests.conftest import alone, evidence_of

COLORS = {"grid": "#888888", "dim": "#888888", "train": "#0000ff", "test": "#ff0000", "accent": "#ffff00"}


def test_the_seven_draw_waves(reference: Run) -> None:
    """One wave is 92 to 99 % of each neuron's variance over y, and its frequency a key frequency."""
    found = evidence_of(reference).loops()
    assert len(found.neurons) == 7 and found.wave_shares[-1].min() > 0.91
    assert set(found.frequencies.tolist()) <= set(reference.key_frequencies)
    i, j = found.clearest_pair
    assert found.frequencies[i] == found.frequencies[j] and found.wave_shares[-1][[i, j]].min() > 0.95


def test_the_first_pair_runs_round_a_loop(reference: Run) -> None:
    """Its points keep away from the middle and go round it as often as their wave has periods."""
    found = evidence_of(reference).loops()
    across, up = found.reaches[-1][:, list(found.clearest_pair)].T
    angles = np.unwrap(np.angle(across + 1j * up))
    turns = np.append(angles, angles[0] + 2 * np.pi * np.round((angles[-1] - angles[0]) / (2 * np.pi)))
    assert abs(turns[-1] - turns[0]) == pytest.approx(2 * np.pi * found.frequencies[found.clearest_pair[0]])
    assert np.hypot(across, up).min() > 0.4


def test_the_memorising_network_had_no_loop(reference: Run) -> None:
    """At step 165: all training pairs, 3.7 % of the others, and the later wave explains at most 13 % of any neuron."""
    found = evidence_of(reference).loops()
    place = found.memorized
    assert found.step[place] == 165 and found.train_accuracy[place] == 1
    assert found.test_accuracy[place] == pytest.approx(0.037, abs=0.002)
    assert found.wave_shares[place].max() < 0.13 and found.wave_shares[place].mean() < 0.05


def test_one_scale_shows_what_grows(reference: Run) -> None:
    """On the way the values are many times what they end at: the plots do not follow them."""
    found = evidence_of(reference).loops()
    assert np.abs(found.reaches[-1]).max(axis=0) == pytest.approx(1)
    assert np.abs(found.reaches[found.memorized]).max() > 7
    assert np.abs(found.reaches).max(axis=(1, 2)).argmax() not in (0, len(found.step) - 1)


def test_the_last_checkpoint_is_the_network_itself(reference: Run) -> None:
    found = evidence_of(reference).loops()
    assert found.values[-1] == pytest.approx(reference.activations.mlp_pre[0][:, found.neurons], abs=1e-4)
    step, reaches = found.at(1.0)
    assert step == found.step[-1] and reaches == pytest.approx(found.reaches[-1])
    assert found.at(float(found.pace[20]))[0] == pytest.approx(found.step[20])


def test_one_frequency_and_another_first_number_can_be_asked_for(reference: Run) -> None:
    k = reference.key_frequencies[1]
    found = evidence_of(reference).loops(k, x=5)
    assert set(found.neurons.tolist()) <= set(evidence_of(reference).clusters[k].tolist())
    assert found.frequencies.tolist() == [k] * len(found.neurons) == [k] * 7
    assert found.values[-1] == pytest.approx(reference.activations.mlp_pre[5][:, found.neurons], abs=1e-4)


def test_what_cannot_be_shown_is_said(toy_run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    few = Evidence(toy_run)
    monkeypatch.setattr(few, "loop_neurons", lambda frequency: np.array([3]))
    with pytest.raises(RunError, match="too few neurons"):
        few.loops()
    with pytest.raises(NoHistoryError, match="no history"):
        Evidence(Run(alone(toy_run.folder, tmp_path / "alone"))).loops()


def test_a_network_that_never_memorised_is_shown_where_it_knew_most(toy_run: Run) -> None:
    found = evidence_of(toy_run).loops()
    poor = replace(found, train_accuracy=np.minimum(found.train_accuracy, 0.4))
    assert poor.memorized == poor.train_accuracy.argmax()


def test_plots_hold_every_pair_and_turn_into_waves() -> None:
    values = np.stack([np.cos(np.linspace(0, 6, 9)), np.sin(np.linspace(0, 6, 9)), np.linspace(-1, 1, 9)], axis=1)
    plots = PairPlots(3, np.ones((9, 4)), 6, 0.02, (1, 0), grid="#888888").show(values)
    places = plots.places(values).reshape(3, 3, 9, 3)
    half = INSET * 2 / 2 * FILL
    # Row 0 from the top, column 1: value 1 across, value 0 up.
    assert places[0, 1, :, 0] == pytest.approx(half * values[:, 1])
    assert places[0, 1, :, 1] == pytest.approx(2 + half * values[:, 0])
    turned = plots.places(values, np.pi / 2).reshape(3, 3, 9, 3)
    assert turned[0, 1, :, 0] == pytest.approx(half * np.linspace(-1, 1, 9))
    assert np.allclose(turned[..., 1], places[..., 1])


def test_what_leaves_its_plot_is_not_drawn() -> None:
    plots = PairPlots(2, np.ones((3, 4)), 4, 0.02, (0, 1), grid="#888888")
    plots.show(np.array([[0.0, 0.0], [1.0, 1.0], [2.0, 0.0]]))
    assert plots.cloud.colors[:, 3].reshape(4, 3).tolist() == [[1, 1, 0], [1, 1, 0], [1, 1, 0], [1, 1, 1]]
    plots.open(0).show(np.zeros((3, 2)))
    assert plots.cloud.colors[:, 3].reshape(4, 3).sum(axis=1).tolist() == [0, 0, 3, 0]
    assert plots.middles[plots.first] == pytest.approx([0, 0, 0])


@pytest.mark.parametrize(("count", "shape"), [(512, (16, 32)), (64, (8, 8)), (7, (1, 7)), (12, (3, 4))])
def test_a_table_has_a_cell_for_each_neuron(count: int, shape: tuple[int, int]) -> None:
    assert table_shape(count) == shape


def test_the_marker_stands_on_the_curves() -> None:
    step, train, test = np.array([0.0, 50, 100]), np.array([0.0, 1, 1]), np.array([0.0, 0, 1])
    panel = AccuracyPanel(step, [train, test], 5, 4, size=20.5, colors=COLORS).mark(75)
    assert panel.dots[0].get_center() == pytest.approx(panel.places(np.array([75]), np.array([1]))[0])
    assert panel.dots[1].get_center() == pytest.approx(panel.places(np.array([75]), np.array([0.5]))[0])
    assert panel.marker.get_x() == pytest.approx(panel.dots[0].get_x())
    shares = [percent(share).replace(NARROW, " ") for share in (0.9996, 1.0, 0.0368)]
    assert shares == ["99 %", "100 %", "4 %"], "all is said only where nothing is missing"
