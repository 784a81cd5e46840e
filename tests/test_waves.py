from __future__ import annotations

import numpy as np
import pytest

from transparent_box.model.analysis.diagonals import along_difference, along_sum, crests, diagonal_means
from transparent_box.model.analysis.fourier import fourier_norms, gini, neuron_fve
from transparent_box.model.analysis.waves import (
    HARMONIC,
    PRODUCTS,
    REST,
    SINGLE,
    coefficient,
    decompose,
    product_shares,
    spectrum,
)

P, K = 23, 3
X, Y = np.meshgrid(np.arange(P), np.arange(P), indexing="ij")
W = 2 * np.pi * K / P
NOISE = np.random.default_rng(5).normal(size=(P, P, 4))


def test_a_product_is_both_diagonal_waves() -> None:
    product = np.cos(W * X + 0.4) * np.cos(W * Y + 0.4)
    assert coefficient(product, K, K) == pytest.approx(0.5 * np.exp(0.8j))
    assert coefficient(product, K, -K) == pytest.approx(0.5)
    sum_wave, difference_wave = 0.5 * np.cos(W * (X + Y) + 0.8), 0.5 * np.cos(W * (X - Y))
    assert np.allclose(product, sum_wave + difference_wave)
    found = decompose(product, K, 0.4, 0.4).components["cos x cos y"]
    assert found.share == pytest.approx(1) and found.amplitude == pytest.approx(1)
    alone = decompose(sum_wave, K, 0.4, 0.4)
    assert alone.components["cos x cos y"].share == pytest.approx(0.5)
    assert alone.components["sin x sin y"].share == pytest.approx(0.5)


def test_decomposition_names_every_part_and_adds_up() -> None:
    made = 2 + 3 * np.cos(W * X) + np.sin(W * Y) + 4 * np.sin(W * X) * np.cos(W * Y) + 0.7 * np.cos(2 * W * X)
    found = decompose(made, K)
    amplitudes = {name: part.amplitude for name, part in found.components.items() if part.share > 1e-12}
    expected = {"cos x": 3.0, "sin y": 1.0, "sin x cos y": 4.0}
    assert {name: amplitudes[name] for name in expected} == pytest.approx(expected)
    assert set(amplitudes) == {*expected, HARMONIC}
    assert found.components[HARMONIC].surface == pytest.approx(0.7 * np.cos(2 * W * X), abs=1e-9)
    assert found.mean == pytest.approx(2)
    assert np.allclose(found.rebuilt(), made)


def test_shares_are_orthogonal_and_their_sum_is_the_fve() -> None:
    surface = NOISE[..., 0] + np.cos(W * X) * np.cos(W * Y)
    found = decompose(surface, K, 0.3, -1.1)
    assert sum(part.share for part in found.components.values()) == pytest.approx(1)
    assert found.r2 == pytest.approx(neuron_fve(surface[..., None])[0, K - 1])
    rebuilt = found.rebuilt(SINGLE + PRODUCTS)
    r2 = 1 - np.square(surface - rebuilt).sum() / np.square(surface - surface.mean()).sum()
    assert found.share(SINGLE + PRODUCTS) == pytest.approx(r2)
    assert found.components[REST].share > 0


def test_spectrum_is_numpys_fft() -> None:
    energy, power = np.square(spectrum(NOISE)), np.square(np.abs(np.fft.fft2(NOISE, axes=(0, 1)))) / P**2
    assert energy[0, 0] == pytest.approx(power[0, 0])
    rows = [2 * K - 1, 2 * K]
    both = power[K, K] + power[K, -K] + power[-K, K] + power[-K, -K]
    assert energy[np.ix_(rows, rows)].sum(axis=(0, 1)) == pytest.approx(both)
    assert coefficient(NOISE, K, -K) == pytest.approx(2 / P**2 * np.fft.fft2(NOISE, axes=(0, 1))[K, -K])


def test_product_shares_agree_with_the_decomposition() -> None:
    shares = product_shares(NOISE, K)
    for index in range(NOISE.shape[-1]):
        parts = decompose(NOISE[..., index], K).components
        assert shares[index] == pytest.approx([parts[name].share for name in PRODUCTS])


def test_shares_along_both_diagonals_are_numpys_fft() -> None:
    power = np.square(np.abs(np.fft.fft2(NOISE, axes=(0, 1))))
    power[0, 0] = 0
    j = np.arange(1, P)
    assert along_sum(NOISE) == pytest.approx(power[j, j].sum(axis=0) / power.sum(axis=(0, 1)))
    assert along_difference(NOISE) == pytest.approx(power[j, -j].sum(axis=0) / power.sum(axis=(0, 1)))
    assert along_difference(np.cos(W * (X - Y))) == pytest.approx(1)
    assert along_sum(np.ones((P, P))) == 0


def test_crests_of_a_shifted_wave() -> None:
    surface = np.cos(W * (X + Y - 5))
    found = crests(surface)
    assert found.highest == 5 and found.lines() == (5, 5 + P)
    assert len(found.sums) == K
    assert np.allclose(diagonal_means(surface), np.cos(W * (np.arange(P) - 5)))
    assert found.means[(3 + 2) % P] == found.means.max()


def test_gini_of_known_vectors() -> None:
    assert gini(np.ones(10)) == pytest.approx(0)
    assert gini(np.eye(10)[3]) == pytest.approx(0.9)
    assert gini(np.zeros(4)) == 0
    values = np.abs(np.random.default_rng(1).normal(size=50))
    pairs = np.abs(values[:, None] - values[None, :]).mean() / (2 * values.mean())
    assert gini(values) == pytest.approx(pairs)


def test_fourier_norms_keep_all_energy() -> None:
    rows = np.random.default_rng(2).normal(size=(P, 6))
    assert np.square(fourier_norms(rows)).sum() == pytest.approx(np.square(rows).sum())


def test_fve_of_chosen_frequencies_is_that_of_all() -> None:
    assert neuron_fve(NOISE, [3, 7]) == pytest.approx(neuron_fve(NOISE)[:, [2, 6]])
    assert neuron_fve(NOISE, []).shape == (4, 0)
