"""What recap_scene says of the reference run."""

from __future__ import annotations

import numpy as np
import pytest

from tests.conftest import evidence_of
from tests.test_stage import play
from transparent_box.model.runs.run import Run
from transparent_box.model.transformer import token_rows
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.operations import ADDITION
from transparent_box.scenes.look.theme import DARK
from transparent_box.scenes.mobjects.embedded_pair import EmbeddedPair
from transparent_box.scenes.mobjects.running_sums import RunningSums
from transparent_box.scenes.mobjects.score_bars import ScoreBars

ROOM = Area(-6, 6, -3, 3)


def test_both_numbers_stand_near_every_wave(reference: Run) -> None:
    """The probe was fitted to x; y's rows, read by the same weights, give nearly the same heights."""
    evidence, p = evidence_of(reference), reference.p
    x, y = evidence.shown_sum
    rows = token_rows(reference.weights)[:2]
    for k, pair in reference.probes.items():
        probe = pair["cos"]
        read = [float(rows[i][n, probe.columns] @ probe.weights + probe.intercept) for i, n in enumerate((x, y))]
        assert [probe.output[x], evidence.second_reading(probe)[y]] == pytest.approx(read, abs=1e-4)
        assert read == pytest.approx(np.cos(2 * np.pi * k * np.array([x, y]) / p), abs=0.4)


def test_a_neuron_gets_the_wave_of_x_lifted_by_y(reference: Run) -> None:
    evidence, p = evidence_of(reference), reference.p
    neuron, (_, y) = evidence.shown_neuron, evidence.shown_sum
    fit, turn = evidence.two_waves(neuron), 2 * np.pi * evidence.frequency_of(neuron) * np.arange(p) / p
    over_x, over_y = (fit.amplitude * np.cos(turn + phase) for phase in fit.phases)
    inputs = reference.activations.mlp_pre[..., neuron].astype(float)
    left = inputs - inputs.mean() - over_x[:, None] - over_y[None]
    assert fit.r2 == pytest.approx(1 - left.var() / inputs.var(), abs=1e-3) and fit.r2 > 0.95
    assert inputs[:, y].mean() - inputs.mean() == pytest.approx(over_y[y], abs=0.1)


def test_the_ridge_is_one_sum(reference: Run) -> None:
    """Along x + y the output hardly changes: nearly all of its variance is between sums, not within one."""
    values = reference.activations.mlp_out[..., evidence_of(reference).diagonal_output[0]].astype(float)
    sums = np.add.outer(np.arange(reference.p), np.arange(reference.p)) % reference.p
    means = np.array([values[sums == s].mean() for s in range(reference.p)])
    assert means[sums].var() / values.var() > 0.9


def test_its_lines_say_what_was_measured(reference: Run) -> None:
    x, y = evidence_of(reference).shown_sum
    scores = reference.activations.logits[x, y, : reference.p]
    assert int(np.argmax(scores)) == (x + y) % reference.p
    scene = play("recap_scene", reference)
    lines = [beat.line for beat in scene.beats]
    assert f"{x} and {y} go in" in lines[0] and f"On {(x + y) % reference.p}," in lines[5]
    assert "five waves" in lines[1] and len(reference.probes) == 5
    assert scene.elapsed < 75


def test_all_is_drawn_from_the_arrays(reference: Run) -> None:
    evidence = evidence_of(reference)
    pair = EmbeddedPair((3, 5), np.array([[0.5, -1.0]]), [2], [1.0], 113, ROOM, DARK)
    middle = pair.stack.at(0, [0], [0])[0][1]
    heights = [spot[1][1].points[0][1] - middle for spot in pair.spots]
    assert heights[1] == pytest.approx(-2 * heights[0])
    bars = ScoreBars(np.array([1.0, -2.0, 4.0]), 0, (3.0, 5.0), [0], ROOM, DARK)
    zero = bars.zero.get_start()[1]
    assert (
        (bars.tip(2)[1] - zero)
        == pytest.approx(4 * (bars.tip(0)[1] - zero))
        == pytest.approx(2 * (zero - bars.tip(1)[1]))
    )
    assert "Switches, waves, attention, neurons, ridges, votes." in play("recap_scene", reference).beats[-1].line
    runs = RunningSums([(1, 2), (3, 4), (1, 2)], evidence.reading, [2.0, 1.0, 1.0], ADDITION, ROOM, True, DARK)
    for share, shown in ((0.0, 0), (0.49, 0), (0.51, 1), (0.74, 1), (0.76, 2), (1.0, 2)):
        assert runs.show(share).shown == shown
    named = [name[0].markup for name in runs.names]
    assert {"switches", "waves", "attention", "neurons", "ridges", "votes"} < set(named), "as the line has them"
