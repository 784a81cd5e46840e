from __future__ import annotations

import numpy as np
import pytest
import torch

from tests.textbook import textbook_forward
from transparent_box.model.config import Config
from transparent_box.model.runs.run import Run
from transparent_box.model.training.train import initial_weights
from transparent_box.model.transformer import Activations, Weights, forward, parameter_count


def trained_and_fresh(reference: Run) -> list[tuple[Config, Weights]]:
    fresh = Config(p=29, d_model=48, n_heads=3, d_mlp=80)
    trained = {name: torch.from_numpy(array) for name, array in reference.weights.to_dict().items()}
    return [(reference.config, Weights(**trained)), (fresh, initial_weights(fresh))]


@pytest.mark.parametrize("which", [0, 1], ids=["reference", "fresh"])
def test_forward_equals_the_textbook_on_every_activation(reference: Run, which: int) -> None:
    config, weights = trained_and_fresh(reference)[which]
    pairs = torch.randint(config.p, (400, 2), generator=torch.Generator().manual_seed(3))
    ours = forward(weights, pairs[:, 0], pairs[:, 1])
    tokens = torch.cat([pairs, torch.full((400, 1), config.p)], dim=1)
    oracle = textbook_forward(weights, tokens)
    for name in Activations.__dataclass_fields__:
        expected = getattr(oracle, name)
        expected = expected[:, :, -1] if name == "attention" else expected[:, -1]
        scale = float(expected.abs().max())
        worst = float((getattr(ours, name) - expected).abs().max())
        assert worst <= 1e-5 * max(scale, 1.0), name


def test_numpy_and_torch_run_the_same_lines(reference: Run) -> None:
    x, y = np.arange(113), np.arange(113)[::-1].copy()
    ours = forward(reference.weights, x, y)
    theirs = Weights(**{name: torch.from_numpy(array.copy()) for name, array in reference.weights.to_dict().items()})
    torch_logits = forward(theirs, torch.from_numpy(x), torch.from_numpy(y)).logits.numpy()
    assert np.abs(ours.logits - torch_logits).max() < 1e-3 * np.abs(torch_logits).max() / 10
    assert isinstance(ours.logits, np.ndarray)


def test_parameter_count_is_the_papers() -> None:
    assert parameter_count(Config()) == 226_816
    assert Config(p=59).d_vocab == 60
