"""The facts of others that are shown, with their sources, and what black_box_scene counts in the run."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from tests.test_stage import play
from transparent_box.model.runs.run import Run
from transparent_box.model.storage import RunError
from transparent_box.model.transformer import parameter_count
from transparent_box.scenes.black_box_scene import BlackBoxScene
from transparent_box.scenes.facts import NETWORKS, SENTENCE, read_facts
from transparent_box.scenes.look.theme import DARK
from transparent_box.scenes.mobjects.count_ladder import CountLadder, said_count, spread

PUBLISHED = {
    "lenet_5": (60_000, "LeCun et al. 1998"),
    "alexnet": (60_000_000, "Krizhevsky et al. 2012"),
    "gpt_2": (1_500_000_000, "Radford et al. 2019"),
    "gpt_3": (175_000_000_000, "Brown et al. 2020"),
    "llama_405b": (405_000_000_000, "Llama Team 2024"),
}


def test_facts_are_what_their_sources_say() -> None:
    facts = read_facts()
    assert {name: (facts[name].value, facts[name].source) for name in NETWORKS} == PUBLISHED
    assert [facts[name].value for name in SENTENCE] == [791, 6864, 315, 9822, 374, 12366]
    assert (facts["token_start"].value, facts["llama_vocabulary"].value) == (128_000, 128_256)
    assert "".join(facts[name].what for name in SENTENCE) == "The capital of France is Paris"


@pytest.mark.parametrize(
    "wrong",
    [
        '{"a": {"value": "many", "what": "x", "source": "y"}}',
        '{"a": {"value": 3, "what": "x", "source": ""}}',
        '{"a": {"value": 3, "what": "x"}}',
        '{"a": {"value": -3, "what": "x", "source": "y"}}',
        "[",
    ],
)
def test_a_fact_without_value_or_source_is_refused(wrong: str, tmp_path: Path) -> None:
    path = tmp_path / "facts.json"
    path.write_text(wrong, encoding="utf-8")
    with pytest.raises(RunError, match=r"facts\.json: .* is wrong"):
        read_facts(path)


def test_missing_facts_are_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="restore it"):
        read_facts(tmp_path / "facts.json")


def test_ours_is_counted_and_every_number_stands_in_the_glass_box(reference: Run) -> None:
    scene: BlackBoxScene = play("black_box_scene", reference)
    assert scene.ours == parameter_count(reference.config) == 226_816
    assert sum(picture.colors.shape[0] * picture.colors.shape[1] for picture in scene.shelf.maps) == scene.ours
    assert scene.neuron == reference.config.d_model + 1
    assert 30 <= scene.beats[-1].end <= 75


def test_the_box_has_no_color_of_its_own_while_it_turns_to_glass(reference: Run) -> None:
    """Manim's own, yellow, would show through as long as the fill is not gone."""
    scene: BlackBoxScene = play("black_box_scene", reference)
    assert scene.glassy.get_fill_color().to_hex() == scene.theme.panel and scene.glassy.get_fill_opacity() == 0


def test_sizes_are_said_briefly() -> None:
    assert [said_count(n) for n in (129, 60_000, 1_500_000_000)] == ["129", "60,000", "1.5 billion"]


def test_labels_are_moved_apart_and_keep_their_order() -> None:
    seats = spread([5.0, 4.9, 4.85, 1.0], 0.5)
    assert all(above - below >= 0.5 - 1e-9 for above, below in pairwise(seats))
    assert seats[-1] == 1.0


def test_a_ladder_grows_from_its_top_to_its_foot() -> None:
    ladder = CountLadder([("a", 10**9, ""), ("b", 10**6, ""), ("c", 50, "")], 6.0, 4.0, False, DARK)
    foot = float(ladder.axis[0].get_bottom()[1])
    reached, marks = [], 0
    for place, box in enumerate(ladder.boxes):
        moves = ladder.down_to(place)
        for move in moves:
            move.begin()
            move.finish()
        reached.append(float(ladder.axis[0].get_bottom()[1]))
        marks += len(moves) - 2
        assert place == 2 or reached[-1] == pytest.approx(float(box.get_y()))
    assert reached == sorted(reached, reverse=True) and reached[-1] == pytest.approx(foot)
    assert marks == len(ladder.axis) - 1, "each mark comes once"
