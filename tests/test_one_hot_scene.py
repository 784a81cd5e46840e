"""What one_hot_scene says of the reference run."""

from __future__ import annotations

import numpy as np
import pytest
from manim import Square

from model.runs.run import Run
from scenes.look.numbers import nines, one_in
from scenes.mobjects.addition_boards import flow_arrow
from scenes.mobjects.probability_panel import ProbabilityPanel
from scenes.mobjects.token_columns import TokenColumns, switched_off, switched_on
from scenes.one_hot_scene import OneHotScene
from tests.conftest import evidence_of


def test_the_network_is_as_sure_as_the_scene_says(reference: Run) -> None:
    """Seven nines on the answer, the next likeliest switch 44 with one in 31 million; no switch at zero."""
    chances = np.exp(evidence_of(reference).log_probabilities(*OneHotScene.usual))
    assert len(chances) == reference.p + 1 and chances.sum() == pytest.approx(1)
    first, second = np.argsort(chances)[::-1][:2]
    assert first == sum(OneHotScene.usual) == reference.predictions[OneHotScene.usual]
    assert nines(chances[first]) == "99.99999\u202f%"
    assert (second, one_in(np.log10(chances[second]))) == (44, "one in 31 million")
    assert chances.min() > 0


def test_chances_are_a_softmax_of_the_logits(toy_run: Run) -> None:
    logits = toy_run.activations.logits[3, 4].astype(np.float64)
    assert np.exp(evidence_of(toy_run).log_probabilities(3, 4)) == pytest.approx(
        np.exp(logits) / np.exp(logits).sum(), rel=1e-9
    )


@pytest.mark.parametrize(("place", "way"), [([1e-12, -3, 0], [0, -1, 0]), ([4, 0.5, 0], [1, 0, 0])])
def test_the_arrow_points_at_what_comes_out(place: list[float], way: list[float]) -> None:
    """Also where boards are stacked and their middles differ by the last bits."""
    start, end = Square(2), Square(2).move_to(place)
    assert flow_arrow(start, end, "#ffffff").get_unit_vector() == pytest.approx(way)


@pytest.mark.parametrize("width", [2.5, 4, 8])
def test_chances_stand_between_their_lines(width: float) -> None:
    powers = np.array([0.0, -7.5, -27.7])
    panel = ProbabilityPanel(powers, width, 3, size=20.5, grid="#888888", dim="#888888")
    at = panel.places(np.zeros(3))[:, 0]
    right, left = panel.lines[0].get_x(), panel.lines[-1].get_x()
    assert at[0] == pytest.approx(right) and right - left == pytest.approx(width) and left <= at[2] < at[1]
    assert panel.reach == panel.step * (len(panel.lines) - 1)


def test_token_columns_put_each_token_where_they_say() -> None:
    cells = switched_on(switched_off(3, 6, np.zeros((2, 4))), [1, 2, 5], np.ones((3, 4)))
    columns = TokenColumns(cells, 3, 6)
    assert columns.place(0, 0)[1] == pytest.approx(2.5) and columns.place(2, 5)[1] == pytest.approx(-2.5)
    assert columns.place(1, 0)[0] == pytest.approx(0)
    lit = np.argwhere(columns.colors[..., 3] == 1)
    assert sorted({(int(row) // 5, 5 - int(token)) for row, token in lit}) == [(0, 1), (1, 2), (2, 5)]
