"""Products by oneDNN and by PyTorch's own choice are the same to float32's last digits, and a step by both."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from tests.test_step import CPU, MIDDLING
from transparent_box.model.training import products
from transparent_box.model.training.products import product
from transparent_box.model.training.state import TrainingState
from transparent_box.model.training.step import Step
from transparent_box.model.training.train import batches

RUNS, ROWS, INNER, COLUMNS = 2, 37, 23, 19
WITH_ONEDNN = [pytest.param(True, marks=pytest.mark.skipif(not products.has_onednn(), reason="no oneDNN")), False]

pytestmark = pytest.mark.parametrize("quick", WITH_ONEDNN)


@pytest.fixture(autouse=True)
def chosen(quick: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have products made by oneDNN, or not, whatever the machine."""
    monkeypatch.setattr(products, "is_onednn_faster", lambda: quick)


def matrices(rows: int, columns: int) -> list[torch.Tensor]:
    """The same numbers without gaps, transposed in memory, and with gaps between the rows."""
    values = torch.randn(RUNS, rows, columns, generator=torch.Generator().manual_seed(rows))
    wider = torch.zeros(RUNS, rows, columns + 5)
    wider[:, :, :columns] = values
    return [values, values.mT.contiguous().mT, wider[:, :, :columns]]


@pytest.mark.parametrize("has_summand", [False, True])
def test_a_product_is_the_product_in_every_layout(has_summand: bool) -> None:
    summand = matrices(ROWS, COLUMNS)[0] if has_summand else None
    for left in matrices(ROWS, INNER):
        for right in matrices(INNER, COLUMNS):
            exact = left.double() @ right.double() + (0 if summand is None else summand.double())
            found = product(left, right, torch.empty(RUNS, ROWS, COLUMNS), summand)
            assert torch.allclose(found.double(), exact, rtol=1e-5, atol=1e-5)


def test_the_same_step_gives_the_same_weights() -> None:
    """Bit for bit, twice; and those of float64 to float32's digits."""
    first, second = (advanced(torch.float32) for _ in range(2))
    assert torch.equal(first, second)
    assert torch.allclose(first.double(), advanced(torch.float64), rtol=1e-4, atol=2e-6)


def advanced(dtype: torch.dtype) -> torch.Tensor:
    """The gradient of two runs after three updates."""
    configs = [replace(MIDDLING, seed=seed) for seed in range(RUNS)]
    state = TrainingState(configs, CPU, dtype)
    step = Step(state, *zip(*(batches(recipe, CPU) for recipe in configs), strict=True))
    for _ in range(3):
        step.advance()
    step.find_gradient()
    return state.gradient.flat
