"""Every measure on a network whose answers are known exactly, and on a toy run where nothing has formed."""

from __future__ import annotations

import numpy as np
import pytest

from tests import clockwork
from tests.clockwork import AMPLITUDE, ANGLES, KEYS, PHASES, P, envelope, logits, sum_share, wave
from tests.conftest import evidence_of
from transparent_box.model.analysis.diagonals import along_sum, diagonal_means
from transparent_box.model.analysis.waves import PRODUCTS
from transparent_box.model.runs.run import Run


@pytest.fixture(scope="module")
def clocks(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return clockwork.clockwork(tmp_path_factory.mktemp("clockwork") / "run")


def naive_loss(values: np.ndarray, pairs: np.ndarray | None = None) -> float:
    x, y = np.meshgrid(np.arange(P), np.arange(P), indexing="ij")
    losses = np.log(np.exp(values).sum(axis=-1)) - values[x, y, (x + y) % P]
    return float(losses.mean() if pairs is None else losses[pairs[:, 0], pairs[:, 1]].mean())


def test_the_oracle_adds(clocks: Run) -> None:
    assert (clocks.predictions == clocks.answers).all()
    assert np.abs(evidence_of(clocks).logits - logits()).max() < 3e-3 * AMPLITUDE * len(KEYS)


def test_clusters_and_key_frequencies(clocks: Run) -> None:
    assert clocks.key_frequencies == list(KEYS)
    assert {k: len(members) for k, members in evidence_of(clocks).clusters.items()} == dict.fromkeys(KEYS, PHASES)
    lit = np.flatnonzero(evidence_of(clocks).embedding_spectrum > 1e-6) + 1
    assert lit.tolist() == list(KEYS)
    assert evidence_of(clocks).embedding_spectrum[KEYS[0] - 1] == pytest.approx(P**0.5)


def test_phases_are_those_it_was_built_with(clocks: Run) -> None:
    phases = evidence_of(clocks).phases
    built = np.tile(ANGLES, len(KEYS))
    for measured, expected in ((phases.x, built), (phases.y, built), (phases.output, 2 * built)):
        assert np.abs(np.exp(1j * measured) - np.exp(1j * expected)).max() < 1e-5
    assert np.abs(phases.misalignment).max() < 1e-5
    assert evidence_of(clocks).phase_alignment == pytest.approx(dict.fromkeys(KEYS, 1.0))
    assert phases.size == pytest.approx(np.ones(len(built)), rel=1e-5)
    assert phases.weight == pytest.approx(np.full(len(built), clockwork.GAIN), rel=1e-5)


def test_logit_map_has_the_rank_it_was_built_with(clocks: Run) -> None:
    found = evidence_of(clocks).logit_map
    assert found.residual(list(KEYS)) < 1e-6
    assert found.residual([KEYS[0]]) == pytest.approx(0.5**0.5, rel=1e-5)
    assert found.residual([]) == pytest.approx(1)
    column = np.cos(2 * np.pi * KEYS[0] * np.arange(P) / P + 2 * ANGLES[5])
    assert np.allclose(found.matrix[:, 5], clockwork.GAIN * column, atol=1e-6)
    assert found.u(KEYS[0])[5] == pytest.approx((P / 2) ** 0.5 * clockwork.GAIN * np.cos(2 * ANGLES[5]), rel=1e-4)


def test_waves_explain_what_the_closed_form_says(clocks: Run) -> None:
    for k, pair in evidence_of(clocks).wave_fve.items():
        assert pair == pytest.approx((sum_share(k), sum_share(k)), abs=2e-3)
    fit = evidence_of(clocks).logit_fit
    assert fit.fve == pytest.approx(np.mean([sum_share(k) for k in KEYS]), abs=2e-3)
    for k in KEYS:
        assert fit.coefficients[k] == pytest.approx(AMPLITUDE * envelope(k).mean(), rel=2e-3)
    fitted = AMPLITUDE * sum(envelope(k).mean() * wave(k) for k in KEYS)
    assert fit.loss == pytest.approx(naive_loss(fitted), rel=0.02)


def test_losses_restricted_and_excluded_are_the_closed_forms(clocks: Run) -> None:
    losses, train = evidence_of(clocks).losses, clocks.split.train
    kept = {k: AMPLITUDE * envelope(k).mean() * wave(k) for k in KEYS}
    whole = logits()
    assert losses.all == pytest.approx(naive_loss(whole), rel=0.02)
    assert losses.train == pytest.approx(naive_loss(whole, train), rel=0.02)
    assert losses.test == pytest.approx(naive_loss(whole, clocks.split.test), rel=0.02)
    assert losses.restricted == pytest.approx(naive_loss(sum(kept.values())), rel=0.02)
    assert losses.excluded == pytest.approx(naive_loss(whole - sum(kept.values()), train), rel=0.02)
    assert losses.excluded_every == pytest.approx(losses.excluded, rel=0.01)
    for k in KEYS:
        assert losses.excluded_by_frequency[k] == pytest.approx(naive_loss(whole - kept[k], train), rel=0.02)


def test_ablations_are_the_closed_forms(clocks: Run) -> None:
    """The read-out sees the W_L directions only and the skip not at all."""
    found, whole = evidence_of(clocks).ablations, evidence_of(clocks).losses.all
    assert found.directions_only == pytest.approx(whole, rel=1e-4)
    assert found.directions_removed == pytest.approx(np.log(P), rel=1e-5)
    assert found.skip_zeroed == pytest.approx(whole, rel=1e-4)
    assert found.skip_mean == pytest.approx(whole, rel=1e-4)
    kept = np.asarray(AMPLITUDE * sum(eight_cells(k) for k in KEYS))
    assert found.frequencies_only == pytest.approx(naive_loss(kept), rel=0.02)
    assert found.degree_two == pytest.approx(naive_loss(kept), rel=0.02)


def eight_cells(k: int) -> np.ndarray:
    """[x, y, c] of one frequency's logits the (0, ±k), (±k, 0) and (±k, ±k) parts, by numpy.fft."""
    values = envelope(k)[..., None] * wave(k)
    coefficients = np.fft.fft2(values, axes=(0, 1))
    mask = np.zeros((P, P, 1))
    mask[np.ix_([0, k, P - k], [0, k, P - k])] = 1
    return np.fft.ifft2(coefficients * mask, axes=(0, 1)).real


def test_even_attention_has_no_wave(clocks: Run) -> None:
    (head,) = evidence_of(clocks).heads
    assert head.equals == pytest.approx(1 / 3)
    assert head.spectrum.max() < 1e-6


def test_shares_and_crests(clocks: Run) -> None:
    found = evidence_of(clocks)
    assert diagonal_means(found.logits).argmax(axis=0).tolist() == list(range(P)), "each is highest on its own line"
    assert np.median(found.sum_shares["logits"]) == pytest.approx(np.mean([sum_share(k) for k in KEYS]), abs=0.01)
    assert found.sum_shares["mlp_pre"].max() < 1e-6
    direction = 2  # written by the first frequency's neurons, as a cosine
    crests = found.crests(direction)
    assert crests.highest == 0 and len(crests.sums) == KEYS[0]
    assert crests.lines() == (0, P)


def test_quarters_cancel_what_does_not_turn_with_the_sum(clocks: Run) -> None:
    """+ − + − at quarter turns of relu(cos(θ + φ)) leaves |cos((x − y)/2)|·cos 2θ and harmonics of it."""
    for k, four in evidence_of(clocks).quarters.items():
        turns = np.angle(np.exp(1j * np.diff(four.phases)))
        assert turns == pytest.approx(np.full(3, np.pi / 2), abs=2 * 2 * np.pi / PHASES)
        assert np.sign(four.weights).tolist() == [1, -1, 1, -1]
        equal = evidence_of(clocks).quarter_turns(k).share_sum
        assert evidence_of(clocks).gatherings[k].shares[3] == pytest.approx(equal, abs=0.01)
        exact = np.maximum(clocks.activations.mlp_pre[..., [0, 16, 32, 48]], 0) @ [1, -1, 1, -1]
        assert four.shares.max() < 0.2 < equal
        assert k != KEYS[0] or equal >= along_sum(exact) - 1e-6
    for k, gathered in evidence_of(clocks).gatherings.items():
        assert sorted(gathered.neurons.tolist()) == evidence_of(clocks).clusters[k].tolist()
        assert gathered.neurons[:4].tolist() == evidence_of(clocks).quarters[k].neurons.tolist()
        assert gathered.shares[-1] == pytest.approx(sum_share(k), abs=2e-3)


def test_product_pairs_are_the_neurons_at_rest_and_a_quarter_turn(clocks: Run) -> None:
    for k, pair in evidence_of(clocks).product_pairs.items():
        at = evidence_of(clocks).phases.x[pair.neurons]
        assert np.abs(np.cos(at)) == pytest.approx([1, 0], abs=1e-5)
        assert np.sign(pair.weights).tolist() == [1, -1]
        cos_cos, sin_sin = (PRODUCTS.index(name) for name in ("cos x cos y", "sin x sin y"))
        assert pair.shares[0].argmax() == cos_cos and pair.shares[1].argmax() == sin_sin
        assert pair.fve[0] == pytest.approx(evidence_of(clocks).decompose(int(pair.neurons[0])).r2, abs=1e-5), k


def test_loop_neurons_are_quarter_turns(clocks: Run) -> None:
    chosen = evidence_of(clocks).loop_neurons()
    assert len(set(chosen.tolist())) == 7
    phases = evidence_of(clocks).phases
    for one, other in ((0, 1), (2, 3)):
        assert phases.frequency[chosen[one]] == phases.frequency[chosen[other]]
        assert np.cos(phases.x[chosen[one]] - phases.x[chosen[other]]) == pytest.approx(0, abs=1e-5)


def test_probes_read_both_numbers_and_held_out_tokens(clocks: Run) -> None:
    for pair in clocks.probes.values():
        for probe in pair.values():
            assert probe.r2 == pytest.approx(1) and probe.held_out_r2 == pytest.approx(1)


def test_where_nothing_has_formed_everything_still_has_a_value(toy_run: Run) -> None:
    found = evidence_of(toy_run)
    assert toy_run.key_frequencies == [] and found.clusters == {}
    assert found.wave_fve == {} and found.quarters == {} and found.gatherings == {} and found.product_pairs == {}
    assert found.losses.excluded == pytest.approx(found.losses.train)
    assert found.logit_fit.fve == 0
    assert found.logit_fit.loss == pytest.approx(np.log(toy_run.p))
    assert found.logit_map.residual([]) == pytest.approx(1)
    assert found.ablations.directions_removed == pytest.approx(found.losses.all, rel=1e-5)
    assert found.training.timeline.memorized_at is not None and found.training.timeline.generalized_at is None
    assert found.training.timeline.memorization_ends is None and found.training.timeline.cleanup_starts is None
    assert len(found.loop_neurons()) == 7 and len(found.heads) == toy_run.config.n_heads
    assert sum(found.sum_of_squares.values()) > 0 and 0 < found.gini["W_E"] < 1
