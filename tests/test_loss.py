from __future__ import annotations

import numpy as np
import pytest

from transparent_box.model.analysis.alignment import resultant
from transparent_box.model.analysis.attention import difference_spectrum
from transparent_box.model.analysis.loss import cross_entropy, fit_logits, losses_of, means_by_total
from transparent_box.model.data import Split

P, KEYS = 11, [2, 5]
X, Y = np.meshgrid(np.arange(P), np.arange(P), indexing="ij")
LOGITS = np.random.default_rng(3).normal(size=(P, P, P)) * 3
PAIRS = np.random.default_rng(4).permutation(np.column_stack([X.ravel(), Y.ravel()]))
SPLIT = Split(PAIRS[:40], PAIRS[40:])


def projector(totals: np.ndarray, k: int) -> np.ndarray:
    """(p², p²) onto the unit vectors along cos and sin of the totals, written out."""
    angle = 2 * np.pi * k * totals.ravel() / P
    return sum(np.outer(v, v) / (v @ v) for v in (np.cos(angle), np.sin(angle)))


@pytest.mark.parametrize("totals", [(X + Y) % P, (X - Y) % P], ids=["x+y", "x-y"])
def test_restricted_and_excluded_are_projections_written_out(totals: np.ndarray) -> None:
    flat = LOGITS.reshape(P * P, P)
    parts = {k: (projector(totals, k) @ flat).reshape(LOGITS.shape) for k in KEYS}
    train, everything = tuple(SPLIT.train.T), tuple(PAIRS.T)

    def loss(values: np.ndarray, inputs: tuple[np.ndarray, ...]) -> float:
        return float(cross_entropy(values[inputs], totals[inputs]).mean())

    found = losses_of(LOGITS, totals, totals, SPLIT, KEYS)
    assert found.all == pytest.approx(loss(LOGITS, everything))
    assert found.train == pytest.approx(loss(LOGITS, train))
    assert found.test == pytest.approx(loss(LOGITS, tuple(SPLIT.test.T)))
    assert found.restricted == pytest.approx(loss(sum(parts.values()) + flat.mean(axis=0), everything))
    assert found.excluded == pytest.approx(loss(LOGITS - sum(parts.values()), train))
    for k in KEYS:
        assert found.excluded_by_frequency[k] == pytest.approx(loss(LOGITS - parts[k], train))
    every = sum((projector(totals, k) @ flat).reshape(LOGITS.shape) for k in range(1, (P + 1) // 2))
    assert found.excluded_every == pytest.approx(loss(LOGITS - every, train))


def test_cross_entropy_is_torchs_and_survives_large_logits() -> None:
    torch = pytest.importorskip("torch")
    answers = (X + Y) % P
    expected = torch.nn.functional.cross_entropy(
        torch.from_numpy(LOGITS).reshape(-1, P), torch.from_numpy(answers).reshape(-1), reduction="none"
    )
    assert cross_entropy(LOGITS, answers).ravel() == pytest.approx(expected.numpy())
    assert np.isfinite(cross_entropy(LOGITS * 1e4, answers)).all()
    sure = np.zeros((1, P))
    sure[0, 0] = 40
    assert cross_entropy(sure, np.array([0]))[0] == pytest.approx((P - 1) * np.exp(-40), rel=1e-6)


def test_the_logit_fit_is_least_squares() -> None:
    totals = (X + Y) % P
    centered = LOGITS - LOGITS.mean(axis=-1, keepdims=True)
    design = np.stack([np.cos(2 * np.pi * k * (totals[..., None] - np.arange(P)) / P).ravel() for k in KEYS], axis=1)
    solution, residual, *_ = np.linalg.lstsq(design, centered.ravel(), rcond=None)
    found = fit_logits(LOGITS, totals, totals, PAIRS, KEYS)
    assert list(found.coefficients.values()) == pytest.approx(solution)
    assert found.fve == pytest.approx(1 - residual[0] / np.square(centered).sum())
    fitted = (design @ solution).reshape(LOGITS.shape)
    assert found.loss == pytest.approx(cross_entropy(fitted, totals).mean())


def test_means_by_total_are_means() -> None:
    totals = (X - Y) % P
    means = means_by_total(LOGITS, totals)
    assert means[4] == pytest.approx(LOGITS[totals == 4].mean(axis=0))


def test_attention_spectrum_is_least_squares() -> None:
    n = np.arange(P)
    noise = np.random.default_rng(6).normal(size=(P, P))
    made = 0.5 + 0.3 * (np.cos(2 * np.pi * 4 * n / P + 1)[:, None] - np.cos(2 * np.pi * 4 * n / P + 1)[None, :])
    assert difference_spectrum(made)[3] == pytest.approx(1)
    for k in (1, 4):
        waves = [wave(2 * np.pi * k * n / P) for wave in (np.cos, np.sin)]
        design = np.stack([(wave[:, None] - wave[None, :]).ravel() for wave in waves], axis=1)
        centered = (noise - noise.mean()).ravel()
        residual = np.linalg.lstsq(design, centered, rcond=None)[1][0]
        assert difference_spectrum(noise)[k - 1] == pytest.approx(1 - residual / (centered @ centered))


def test_resultants() -> None:
    assert resultant(np.full(5, 2.0)) == pytest.approx(1)
    assert resultant(2 * np.pi * np.arange(8) / 8) == pytest.approx(0, abs=1e-12)
    assert resultant(np.array([])) == 0
