"""What interference_scene says of the reference run."""

from __future__ import annotations

import numpy as np
import pytest

from tests.conftest import evidence_of
from tests.test_stage import play
from transparent_box.model.analysis.diagonals import along_difference, along_sum
from transparent_box.model.analysis.phasors import WAVES
from transparent_box.model.runs.run import Run
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import DARK
from transparent_box.scenes.mobjects.angle_hands import AngleHands
from transparent_box.scenes.mobjects.lettering import words
from transparent_box.scenes.mobjects.phasor_board import PhasorBoard
from transparent_box.scenes.mobjects.phasor_chain import PhasorChain, extent
from transparent_box.scenes.mobjects.relief import OBLIQUE, Relief
from transparent_box.scenes.mobjects.relief_row import ReliefRow


def test_a_product_is_its_two_halves(reference: Run) -> None:
    """Nothing is left over: one half depends on x − y alone, the other on x + y alone."""
    pair = evidence_of(reference).products(evidence_of(reference).shown_frequency)
    for plain, (apart, together) in zip(pair.plain, pair.halves, strict=True):
        assert apart + together == pytest.approx(plain, abs=1e-6)
        assert along_difference(apart) == pytest.approx(1) and along_sum(together) == pytest.approx(1)
        assert apart.var() == pytest.approx(together.var())


def test_added_as_heights_one_pair_flattens_and_the_other_doubles(reference: Run) -> None:
    evidence = evidence_of(reference)
    k = evidence.shown_frequency
    pair, weights = evidence.products(k), evidence.product_pairs[k].weights
    apart, together = (pair.halves * weights[:, None, None, None]).sum(axis=0)
    assert apart + together == pytest.approx(pair.total, abs=1e-6)
    single = [np.abs(weights[n] * pair.halves[n, 1]).max() for n in (0, 1)]
    assert np.abs(together).max() == pytest.approx(sum(single), rel=0.02), "crest on crest"
    assert np.abs(apart).max() < 0.25 * np.abs(together).max() and np.abs(apart).max() < min(single), "crest on hollow"
    assert apart.var() / pair.total.var() == pytest.approx(pair.share_difference)


def test_each_of_the_four_brings_the_sum_nearer(reference: Run) -> None:
    four = evidence_of(reference).quarter_turns(evidence_of(reference).shown_frequency)
    shares = [float(along_sum(four.weighed[: n + 1].sum(axis=0))) for n in range(4)]
    assert shares == sorted(shares) and shares[0] < 0.2 and shares[-1] > 0.95


def test_three_chains_curl_shut_and_one_leaves(reference: Run) -> None:
    """Arrows from a two-dimensional Fourier transform of each neuron and one of its column of weights."""
    evidence, p = evidence_of(reference), reference.p
    k = evidence.shown_frequency
    found, members = evidence.phasors(k), evidence.clusters[k][evidence.phasors(k).order]
    to_answers = np.asarray(reference.weights.W_U)[:, :p].T @ np.asarray(reference.weights.W_out)[:, members]
    read = np.fft.fft(to_answers.astype(float), axis=0)[k] * 2 / p
    held = np.fft.fft2(reference.activations.mlp_post[..., members].astype(float), axes=(0, 1)) * 2 / p**2
    for name, (over_x, over_y) in WAVES.items():
        assert found.arrows[name] == pytest.approx(held[over_x * k, over_y * k] * np.conj(read), abs=1e-6)
    for name in ("x", "y"):
        assert found.end(name) < 0.01 * found.length(name)
    assert found.end("x − y") < 0.15 * found.length("x − y")
    assert found.end("x + y") > 0.98 * found.length("x + y")
    assert abs(np.angle(found.arrows["x + y"].sum())) < 0.02, "it points where the answer is"
    assert [round(found.length(name), 1) for name in WAVES] == [17.1, 17.1, 4.9, 11.0]


def test_the_straight_chain_is_the_wave_of_the_answer(reference: Run) -> None:
    """All arrows of x + y together are what these neurons add to the logits along x + y − c."""
    evidence, p = evidence_of(reference), reference.p
    k = evidence.shown_frequency
    found, members = evidence.phasors(k), evidence.clusters[k]
    to_answers = np.asarray(reference.weights.W_U)[:, :p].T @ np.asarray(reference.weights.W_out)[:, members]
    logits = reference.activations.mlp_post[..., members].astype(float) @ to_answers.T.astype(float)
    wave = np.fft.fftn(logits)[k, k, -k] * 2 / p**3
    assert found.arrows["x + y"].sum() == pytest.approx(2 * wave, abs=1e-4)


def test_doubled_the_angles_are_the_signs(reference: Run) -> None:
    """Found, not decreed: the weights that training found have the signs of cos 2φ."""
    evidence = evidence_of(reference)
    four = evidence.quarters[evidence.shown_frequency]
    doubled = np.cos(2 * (four.phases - four.phases[0]))
    assert (np.sign(doubled) == [1, -1, 1, -1]).all() and np.abs(doubled).min() > 0.9
    assert (np.sign(four.weights) == np.sign(doubled)).all()


def test_a_label_stands_near_its_surface_in_cells_higher_than_it_needs() -> None:
    cell, wave = Area(-2, 2, -4, 4), np.sin(np.add.outer(np.arange(12), np.arange(12)))
    gaps = []
    for shape in (0.0, 1.3):
        relief = Relief(wave, lambda heights: np.ones((*np.shape(heights), 4)), 1.0)
        row = ReliefRow([relief], [cell], 0.6).fill([OBLIQUE[1]], snug=True, shape=shape)
        (label,) = row.label([words("x + y", 23, "#ffffff")])
        gaps.append(relief.space.project(relief.field.points)[:, 1].min() - label.get_top()[1])
        assert row.cells[0].width == 4 and cell.bottom <= label.get_bottom()[1] and gaps[-1] >= 0
    assert gaps[1] < 0.7 < gaps[0]


def test_a_chain_is_drawn_tip_to_tail(reference: Run) -> None:
    from transparent_box.scenes.look.frame import Area

    arrows = np.array([1, 1j, -1 + 0.5j, 0.2 - 1j])
    chain = PhasorChain(arrows, 2.0, Area(-3, 3, -2, 2), "#9AE7A8", "#0F1218")
    assert chain.ends[-1] - chain.ends[0] == pytest.approx([0.4, 1.0, 0])
    assert extent(arrows) == pytest.approx((1.0, 1.5))
    chain.show(1.5)
    assert chain.tip.get_center() == pytest.approx(chain.ends[0] + [2, 1, 0])
    assert chain.ribbon.grid[-1].mean(axis=0) == pytest.approx(chain.tip.get_center())


def test_its_lines_say_what_was_measured(reference: Run) -> None:
    scene = play("interference_scene", reference)
    lines = " ".join(beat.line for beat in scene.beats)
    assert "× +0.20 and × −0.25" in lines and "all 98 neurons" in lines and lines.endswith("Which is the answer?")
    assert 30 <= scene.beats[-1].end <= 75 and 4 <= len(scene.beats) <= 7


def test_the_first_arrows_are_seen_from_near_and_all_at_their_own_size(reference: Run) -> None:
    """On one scale at any time; the whole chains are those that were measured."""
    found = evidence_of(reference).phasors(evidence_of(reference).shown_frequency)
    board = PhasorBoard(found.arrows, Area(-6, 6, -3, 3), DARK)
    for count, least in ((1.0, 4.0), (4.0, 2.0), (float(len(found.order)), 1.0)):
        board.show(count)
        times = [
            np.linalg.norm(chain.tip.get_center() - chain.ends[0])
            / np.linalg.norm(chain.ends[int(count)] - chain.ends[0])
            for chain in board.chains.values()
        ]
        assert times == pytest.approx([times[0]] * 4, rel=1e-3) and times[0] >= least - 1e-6
    assert times[0] == pytest.approx(1.0)


def test_hands_rise_out_of_the_arrows_they_are(reference: Run) -> None:
    """Four arrows of the wave of x, those of the four neurons, each become the hand at its neuron's angle."""
    evidence = evidence_of(reference)
    four, found = evidence.quarters[evidence.shown_frequency], evidence.phasors(evidence.shown_frequency)
    drawn = evidence.clusters[evidence.shown_frequency][found.order].tolist()
    board = PhasorBoard(found.arrows, Area(-6, 6, -3, 3), DARK)
    arrows = board.arrows("x", [drawn.index(neuron) for neuron in four.neurons])
    lengths = np.abs(found.arrows["x"][np.argsort(found.order)])[np.searchsorted(np.sort(drawn), four.neurons)]
    assert np.linalg.norm(arrows[:, 1] - arrows[:, 0], axis=1) == pytest.approx(lengths * board.per_unit)
    hands = AngleHands(four.phases - four.phases[0], 2.0, ["#ffffff"] * 4, "#000000")
    for share, places in ((0.0, arrows[:, 1]), (1.0, 2 * np.stack([np.cos(hands.angles), np.sin(hands.angles)], 1))):
        hands.lift(arrows, "#ffff00", share)
        tips = np.array([tip.get_center() for tip in hands.tips])
        assert tips[:, :2] == pytest.approx(places[:, :2]) and hands.rim.get_stroke_opacity() == share
    assert hands.submobjects[-1] is hands.tips[0], "the first lies on top"


def test_the_share_is_counted_from_the_first_neuron(reference: Run) -> None:
    """Nothing is said of no surface at all: the share stands at the first neuron's until the second comes."""
    relief, told = Relief(np.zeros((5, 5)), lambda heights: np.ones((*np.shape(heights), 4)), 1.0), []
    part = Relief(np.eye(5), lambda heights: np.ones((*np.shape(heights), 4)), 1.0)
    move = relief.heap(part, np.zeros((5, 5)), np.eye(5), lambda total: told.append(total.max()))[-1]
    move.interpolate(0.0)
    assert told == []
    move.interpolate(1.0)
    assert told == [1.0]
