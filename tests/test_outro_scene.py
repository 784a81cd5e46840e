"""What outro_scene says and shows, by other means than the chapter's."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pytest
from manim import DashedLine

from tests.conftest import evidence_of
from tests.test_stage import play
from transparent_box.model.runs.run import Run
from transparent_box.model.transformer import parameter_count
from transparent_box.scenes.facts import read_facts
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import DARK
from transparent_box.scenes.mobjects.box_wall import BOXES, BoxWall, middle_box
from transparent_box.scenes.mobjects.count_ladder import scale_from
from transparent_box.scenes.mobjects.pattern_grid import in_pane, in_rows, point_in
from transparent_box.scenes.outro_scene import COMMANDS, OutroScene

README = (Path(__file__).resolve().parent.parent / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", COMMANDS)
def test_the_commands_are_those_of_the_readme(command: str) -> None:
    assert command in README


def test_it_says_how_many_numbers_and_whose_word(reference: Run) -> None:
    scene: OutroScene = play("outro_scene", reference)
    assert f"{parameter_count(reference.config):,}" in " ".join(beat.line for beat in scene.beats)
    word = read_facts()["word_grok"]
    assert word.what in scene.word[1].markup and word.source.partition(",")[0] in scene.word[2].markup
    assert 30 <= scene.beats[-1].end <= 75


def test_what_ties_our_box_to_its_rung_runs_through_no_numeral(reference: Run) -> None:
    scene: OutroScene = play("outro_scene", reference)
    axis, tie = scene.ladder[0], next(part for part in scene.ladder if isinstance(part, DashedLine))
    low, high = tie.get_bottom()[1], tie.get_top()[1]
    assert all(numeral.get_bottom()[1] > high or numeral.get_top()[1] < low for numeral in axis[1:])


def test_the_spike_stands_on_the_sum(reference: Run) -> None:
    evidence, p = evidence_of(reference), reference.p
    profile, s = evidence.score_waves.profile, 7
    mean = np.mean([evidence.logits[x, y, (x + y + np.arange(p)) % p] for x in range(p) for y in range(p)], axis=0)
    assert profile == pytest.approx(mean - mean.mean(), abs=1e-3)
    assert np.roll(profile, s).argmax() == s


def test_the_loop_holds_most_of_all_pairs(reference: Run) -> None:
    evidence = evidence_of(reference)

    def held(pair: np.ndarray) -> float:
        about = (pair - pair.mean(axis=0)) / np.abs(pair - pair.mean(axis=0)).max(axis=0)
        after = np.roll(about, -1, axis=0)
        return abs(float((about[:, 0] * after[:, 1] - about[:, 1] * after[:, 0]).sum())) / 2

    values = reference.activations.mlp_pre[0][:, evidence.loop_neurons(evidence.shown_frequency)].astype(float)
    every = [held(values[:, [i, j]]) for i in range(values.shape[1]) for j in range(i)]
    assert held(evidence.shown_loop) == pytest.approx(max(every))


def test_a_ladder_begins_one_mark_below_its_lowest_rung() -> None:
    assert scale_from(1)[0] == (0, "1") and scale_from(999)[0] == (0, "1")
    assert scale_from(60_000)[0] == (3, "1,000") and scale_from(60_000)[-1] == (12, "1 trillion")


def test_points_are_no_larger_than_their_tile_bears() -> None:
    small, large = (point_in(Area(0, side, 0, 2 * side)) for side in (1.0, 10.0))
    assert small == pytest.approx(0.025)
    assert small < large < 0.1


@pytest.mark.parametrize("area", [Area(0, 13, 0, 6), Area(0, 5, 0, 4.5), Area(0, 5, 0, 2.6), Area(0, 5, 0, 7)])
def test_pictures_in_rows_are_as_large_as_any_rows_let_them_be(area: Area) -> None:
    shapes, gap = [1.0, 0.7, 1.45, 1.0, 1.25, 1.0], 0.2
    found = in_rows(area, shapes, gap)
    assert all(first.overlap(other)[0] <= 1e-9 or first.overlap(other)[1] <= 1e-9 for first, other in pairwise(found))
    assert found[0].top == area.top and min(cell.bottom for cell in found) == pytest.approx(area.bottom)
    assert max(cell.right for cell in found) == pytest.approx(area.right)
    least = min(min(cell.width / shape, cell.height) for cell, shape in zip(found, shapes, strict=True))
    for columns in range(1, 7):
        cells = area.table(len(shapes), columns, gap)
        assert least > min(min(cell.width / 1.45, cell.height) for cell in cells) - 1e-9


SHARES = np.linspace(0, 1, 21)


def test_patterns_draw_in_before_they_pass_each_other(reference: Run) -> None:
    """What lies of two areas over each other on the way is a fraction of what it was when they moved at once."""
    patterns = play("outro_scene", reference).patterns
    before, _ = in_pane(patterns, Area(0, 13.5, 0, 6.5), DARK)
    after, _ = in_pane(patterns, Area(0, 6.2, 0, 6.5), DARK, before)

    def most(starts: list[Area]) -> float:
        ways = [[a.towards(b, share) for a, b in zip(starts, after.areas, strict=True)] for share in SHARES]
        laid = (one.overlap(other) for areas in ways for one, other in combinations(areas, 2))
        return max(across * up if min(across, up) > 0 else 0.0 for across, up in laid)

    assert most(before.drawn_in(after).areas) < 0.4 * most(before.areas)


def test_patterns_go_to_the_seats_that_are_nearest(reference: Run) -> None:
    """In fewer columns the two in the middle come between the others, and no column's way crosses another's."""
    patterns = play("outro_scene", reference).patterns
    before, _ = in_pane(patterns, Area(0, 13, 0, 6), DARK)
    clock, loop, hills, ridges, spike, thread = in_pane(patterns, Area(0, 6, 0, 6), DARK, before)[0].areas
    assert clock.top == hills.top > loop.top == spike.top > ridges.top == thread.top
    assert max(clock.right, loop.right, ridges.right) < min(hills.left, spike.left, thread.left) + 2
    again = in_pane(patterns, Area(0, 13, 0, 6), DARK, before)[0].areas
    assert [area.center for area in again] == pytest.approx([area.center for area in before.areas])


def test_the_box_that_chapters_come_out_of_is_the_walls_own(reference: Run) -> None:
    scene = play("outro_scene", reference)
    place, glass = middle_box(scene.frame.picture), BoxWall(BOXES, np.zeros((2, 2)), scene.area, scene.theme).glass
    assert (place.width, place.center[0]) == pytest.approx((glass.width, glass.get_x()))
    assert place.center[1] == pytest.approx(glass.get_y())


def test_only_what_was_seen_is_named(reference: Run) -> None:
    """A run whose chapters of loops and of spikes are left out has a tile fewer for each, and no word of it."""
    patterns = play("outro_scene", reference).patterns
    assert patterns.named == ["a clock", "a loop", "hills", "ridges", "a spike"]
    less = replace(patterns, loop=None, profile=None)
    assert less.named == ["a clock", "hills", "ridges"]
    grid, _ = in_pane(less, Area(0, 6, 0, 4), DARK)
    assert len(grid.tiles) == len(grid.show(0.5).movers) == 4
