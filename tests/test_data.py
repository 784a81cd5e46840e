from __future__ import annotations

import random

import numpy as np
import pytest

from transparent_box.model.config import Config, ConfigError
from transparent_box.model.data import OPERATIONS, all_pairs, answers, canonical_operation, inverses, split_pairs


def test_split_is_that_of_the_released_code() -> None:
    pairs = [(i, j) for i in range(113) for j in range(113)]
    random.seed(0)
    random.shuffle(pairs)
    split = split_pairs("x+y", 113, 0.3, 0)
    assert len(split.train) == 3830
    assert [tuple(pair) for pair in split.train.tolist()] == pairs[:3830]
    assert [tuple(pair) for pair in split.test.tolist()] == pairs[3830:]


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_pair_is_on_one_side_and_answers_fit(operation: str) -> None:
    p = 13
    split = split_pairs(operation, p, 0.4, 5)
    both = np.concatenate([split.train, split.test])
    assert sorted(map(tuple, both.tolist())) == sorted(map(tuple, all_pairs(operation, p).tolist()))
    x, y = both.T
    found = answers(operation, x, y, p)
    formula = operation.replace("^", "**").replace("xy", "x*y")
    if operation == "x/y":
        assert np.array_equal(found * y % p, x)
        assert 0 not in y
    else:
        assert np.array_equal(found, eval(formula) % p)


def test_a_number_times_its_inverse_is_one() -> None:
    assert all(inverses(31)[y] * y % 31 == 1 for y in range(1, 31))


@pytest.mark.parametrize(
    ("written", "meant"), [("x − y", "x-y"), ("x·y", "x*y"), ("x² + y²", "x^2+y^2"), ("x²+xy+y²", "x^2+xy+y^2")]
)
def test_operations_may_be_written_as_usual(written: str, meant: str) -> None:
    assert canonical_operation(written) == meant


@pytest.mark.parametrize(
    "wrong",
    [
        {"p": 4},
        {"p": 12},
        {"p": 211},
        {"fraction": 0.0},
        {"operation": "x^y"},
        {"d_model": 30},
        {"steps": 0},
        {"loss_precision": "int8"},
        {"warmup_steps": 0},
        {"warmup_steps": -3},
        {"epsilon": 0.0},
        {"epsilon": -1.0},
    ],
)
def test_impossible_recipes_are_refused_in_a_sentence(wrong: dict[str, object]) -> None:
    with pytest.raises(ConfigError, match=r"\.$"):
        Config(**wrong)  # type: ignore[arg-type]
