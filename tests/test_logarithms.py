"""Products are sums of logarithms: a network built by hand that multiplies by clocks is one of waves in that order."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.clockwork import PHASES, untrained, weights
from tests.conftest import MadeOnce
from transparent_box.model.analysis.fourier import neuron_fve
from transparent_box.model.analysis.logarithms import in_logarithms, period_fve, powers, primitive_root
from transparent_box.model.config import Config, is_prime
from transparent_box.model.data import answers
from transparent_box.model.limits import LARGEST_P, SMALLEST_P
from transparent_box.model.paper.report import report
from transparent_box.model.runs.checkpoints import checkpoint_path
from transparent_box.model.runs.evidence import Evidence
from transparent_box.model.runs.measure import measure
from transparent_box.model.runs.run import FORMAT, Run
from transparent_box.model.storage import write_arrays, write_json

P, KEYS = 11, (1, 4)  # 4 is not coprime to P − 1: a hand that has gone round twice stands where it stood
N = P - 1


@pytest.fixture(scope="module")
def products(made_once: MadeOnce) -> Run:
    """A network that adds modulo P − 1, its number u called root^u modulo P; it knows nothing of 0."""
    recipe = Config(
        p=P, operation="x*y", d_model=4 * len(KEYS), n_heads=1, d_mlp=PHASES * len(KEYS), steps=1, fraction=0.5
    )
    adds, columns = weights(replace_modulus(recipe), KEYS), np.append(powers(primitive_root(P), P), P)
    for name in ("W_E", "W_U"):
        called = np.zeros((len(adds[name]), P + 1), np.float32)
        called[:, columns] = adds[name]
        adds[name] = called

    def make(folder: Path) -> None:
        write_arrays(checkpoint_path(folder, 1), adds)
        write_json(folder / "config.json", {"format": FORMAT, "recipe": recipe.to_json(), "steps_done": 1})
        measure(folder)

    return Run(made_once("products", make), naming="trained")


def replace_modulus(recipe: Config) -> Config:
    """The recipe with the modulus P − 1, which is no prime and which `Config` itself would refuse."""
    found = replace(recipe)
    object.__setattr__(found, "p", N)
    return found


@pytest.mark.parametrize("p", [p for p in range(SMALLEST_P, LARGEST_P + 1) if is_prime(p)])
def test_products_are_sums_of_logarithms(p: int) -> None:
    root = primitive_root(p)
    numbers, (u, v) = powers(root, p), np.indices((p - 1, p - 1))
    assert sorted(numbers) == list(range(1, p))
    assert not any(len({pow(less, n, p) for n in range(p)}) == p - 1 for less in range(1, root)), "the smallest"
    for operation, sign in (("x*y", 1), ("x/y", -1)):
        assert np.array_equal(answers(operation, numbers[u], numbers[v], p), numbers[(u + sign * v) % (p - 1)])


def test_a_network_that_multiplies_is_all_waves_there_and_none_in_the_usual_order(products: Run) -> None:
    evidence = Evidence(products)
    numbers, (u, v) = powers(2, P), np.indices((N, N))
    right = (products.predictions == products.answers)[np.ix_(numbers, numbers)]
    assert right[(u - v) % N != N // 2].all(), "where they are opposite, waves of odd frequencies cancel"
    found = evidence.in_logarithms
    assert found is not None and found.waves == len(found.fve) == PHASES * len(KEYS)
    assert {k: len(members) for k, members in found.clusters.items()} == dict.fromkeys(KEYS, PHASES)
    assert evidence.neuron_fve.max() < 0.85 and found.score_share > 0.75


def test_the_report_says_so(products: Run) -> None:
    made = report(Evidence(products))
    total = PHASES * len(KEYS)
    assert f"{total} of {total} neurons are waves of numbers in the order of powers of 2, 0 in the" in made.headline
    said = {row.name: row.ours for row in made.rows if row.section == "Numbers in the order of powers of 2"}
    assert said["neurons that are waves there"] == f"{total} of {total}" and said["neurons of 4 there"] == str(PHASES)
    assert made.values["logarithms"]["waves_in_usual_order"] == 0


def test_other_operations_have_no_such_order(tmp_path: Path) -> None:
    assert Evidence(untrained(5, tmp_path, "x-y")).in_logarithms is None


def test_shares_are_the_usual_ones_where_there_are_as_many_numbers() -> None:
    noise = np.random.default_rng(0).normal(size=(7, 7, 3))
    assert period_fve(noise) == pytest.approx(neuron_fve(noise)) and not period_fve(np.ones((6, 6, 1))).any()


@pytest.mark.parametrize(("operation", "sign"), [("x*y", 1), ("x/y", -1)])
def test_scores_that_know_the_rule_depend_on_nothing_else(operation: str, sign: int) -> None:
    x, y = np.indices((P, P))
    right = np.eye(P)[answers(operation, x, np.maximum(y, 1), P)]
    exact, other = (in_logarithms(np.zeros((P, P, 1)), right, one).score_share for one in (sign, -sign))
    assert exact == pytest.approx(1) and other < 0.5
