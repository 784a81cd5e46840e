from __future__ import annotations

import numpy as np
import pytest

from transparent_box.model.analysis.diagonals import along_sum
from transparent_box.model.analysis.fourier import (
    clusters,
    embedding_spectrum,
    fold,
    fourier_basis,
    key_frequencies,
    neuron_fve,
)

P = 23
X, Y = np.meshgrid(np.arange(P), np.arange(P), indexing="ij")


def wave(k: float, angle: np.ndarray) -> np.ndarray:
    return np.cos(2 * np.pi * k * angle / P)


def test_basis_is_orthonormal() -> None:
    basis = fourier_basis(P)
    assert np.allclose(basis @ basis.T, np.eye(P))


def test_embedding_spectrum_is_numpys_fft() -> None:
    tokens = np.random.default_rng(0).normal(size=(P, 7))
    power = np.square(np.abs(np.fft.rfft(tokens, axis=0))[1:]).sum(axis=1) * 2 / P
    assert np.allclose(embedding_spectrum(tokens), np.sqrt(power))


def test_neuron_fve_is_numpys_two_dimensional_fft() -> None:
    neurons = np.random.default_rng(1).normal(size=(P, P, 3))
    energy = np.square(np.abs(np.fft.fft2(neurons, axes=(0, 1))))
    energy[0, 0] = 0
    for k in (1, 4, 11):
        cells = [(a, b) for a in (0, k, P - k) for b in (0, k, P - k)]
        expected = sum(energy[cell] for cell in cells) / energy.sum(axis=(0, 1))
        assert np.allclose(neuron_fve(neurons)[:, k - 1], expected)


def test_clusters_of_hand_built_neurons() -> None:
    pure = [wave(3, X) + wave(3, Y), wave(3, X) * wave(3, Y), wave(5, X + Y), np.ones((P, P))]
    mixed = wave(3, X) + wave(5, Y)
    fve = neuron_fve(np.stack([*pure, mixed], axis=-1))
    assert np.allclose(fve[:3].max(axis=1), 1)
    assert np.allclose(fve[3], 0)
    assert {k: list(v) for k, v in clusters(fve).items()} == {3: [0, 1], 5: [2]}
    assert key_frequencies(fve) == [3, 5]


def test_noise_has_no_key_frequencies() -> None:
    noise = np.random.default_rng(2).normal(size=(P, P, 40))
    assert key_frequencies(neuron_fve(noise)) == []


def test_share_along_the_sum() -> None:
    assert along_sum(wave(4, X + Y)) == pytest.approx(1)
    assert along_sum(wave(4, X - Y)) == pytest.approx(0, abs=1e-12)
    assert along_sum(wave(4, X) * wave(4, Y)) == pytest.approx(0.5)


def test_frequencies_fold_to_the_lower_half() -> None:
    assert [fold(k, 113) for k in (0, 1, 56, 57, 112, 114)] == [0, 1, 56, 56, 1, 1]
