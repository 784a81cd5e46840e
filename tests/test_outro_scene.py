"""What outro_scene says and shows, by other means than the chapter's."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import combinations, pairwise, product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from manim import DashedLine, LaggedStart, Square, Succession, VMobject

from tests.conftest import evidence_of
from tests.moves import bring
from tests.test_stage import lines_of, play, watching
from transparent_box.model.runs.run import Run
from transparent_box.model.transformer import parameter_count
from transparent_box.scenes.facts import read_facts
from transparent_box.scenes.look.frame import ASPECTS, Area, Frame
from transparent_box.scenes.look.theme import DARK
from transparent_box.scenes.mobjects.boxes.box_wall import (
    BOXES,
    INSIDE,
    LINGERS,
    BoxWall,
    middle_box,
    square_in,
    wall_area,
)
from transparent_box.scenes.mobjects.boxes.notched_box import ROUNDED, NotchedBox
from transparent_box.scenes.mobjects.boxes.passing_patterns import half_way, passing, shaped
from transparent_box.scenes.mobjects.boxes.pattern_grid import in_pane, in_rows, seats
from transparent_box.scenes.mobjects.boxes.pattern_tiles import point_in
from transparent_box.scenes.mobjects.charts.count_ladder import scale_from
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


@pytest.mark.parametrize(
    ("large", "small", "grazed"),
    [
        (Area(0, 13.5, 0, 6.5), Area(0, 5.9, 0, 6.5), 0.01),
        (Area(0, 5.4, 0, 7.6), Area(0, 5.4, 3.5, 7.6), 0.01),
        (Area(0, 7.3, 0, 6.1), Area(0, 7.3, 3.2, 6.1), 0.01),
        (Area(0, 5.4, 0, 4.8), Area(0, 5.4, 2.0, 4.8), 0.01),  # so low that some get even smaller
        (Area(0, 5.375, 0, 4.75), Area(0, 5.375, 2.0, 4.75), 0.01),  # about as in 4:5
        (Area(-6.75, 6.75, -2.83, 3.64), Area(-6.75, -0.84, -2.83, 3.64), 0.01),  # as in the film, wide and square
        (Area(-3.64, 3.64, -2.46, 3.64), Area(-3.64, 3.64, 0.71, 3.64), 0.01),
    ],
)
def test_patterns_pass_each_other_without_touching(reference: Run, large: Area, small: Area, grazed: float) -> None:
    """Squares and discs in their tiles stay apart all the way; our box holds all but the thread, whose is a corner."""
    patterns = play("outro_scene", reference).patterns
    before, wide = in_pane(patterns, large, DARK)
    after, narrow = in_pane(patterns, small, DARK, before)
    legs = [before.areas, half_way(before, after).areas, after.areas]
    halves = [way.width / here.towards(seat, 0.5).width for here, way, seat in zip(*legs, strict=True)]
    assert sorted(halves)[-2] > 0.8, "only those that would touch others get smaller on the way"
    boxes = [*map(rims, (wide, narrow))]
    boxes.insert(1, [one.towards(other, 0.5) for one, other in zip(*boxes, strict=True)])
    for n, share in product((0, 1), SHARES):
        now = [a.towards(b, share) for a, b in zip(legs[n], legs[n + 1], strict=True)]
        box, corner = (a.towards(b, share) for a, b in zip(boxes[n], boxes[n + 1], strict=True))
        for one, other in combinations(now, 2):
            apart = np.abs(np.subtract(one.center, other.center))[:2].max()
            assert apart > sum(min(area.width, area.height) for area in (one, other)) / 2
        *held, thread = now
        for area, shape in zip(held, patterns.shapes, strict=True):
            picture = shaped(area, shape)
            assert box.to(picture) == box and min(corner.overlap(picture)) < grazed
        assert corner.to(thread) == corner
        assert thread.left > corner.left + 0.1 and thread.top < corner.top - 0.1
    for moves, tiles, (end, corner) in zip(passing((before, wide), (after, narrow)), legs[1:], boxes[1:], strict=True):
        for move in moves:
            move.begin()
            move.interpolate(1.0)
            move.finish()
        for found, due in zip(rims(wide), (end, corner), strict=True):
            assert [found.left, found.right, found.bottom, found.top] == pytest.approx(
                [due.left, due.right, due.bottom, due.top], abs=1e-6
            )
        assert before.tiles[0][0].get_center()[:2] == pytest.approx(tiles[0].center[:2])
        own = Area.around(before.tiles[-1][0])
        assert [own.width, own.height, *own.center] == pytest.approx(
            [tiles[-1].width, tiles[-1].height, *tiles[-1].center]
        )


def rims(box: VMobject) -> list[Area]:
    """Find how far a box reaches, and the corner at its lower right that it leaves out."""
    whole, ends = Area.around(box), np.array(box.get_anchors())
    right = ends[np.abs(ends[:, 1] - whole.bottom) < 1e-4][:, 0].max() + ROUNDED
    top = ends[np.abs(ends[:, 0] - whole.right) < 1e-4][:, 1].min() - ROUNDED
    return [whole, Area(float(right), whole.right, whole.bottom, float(top))]


def test_a_corner_of_the_box_is_the_threads_or_all_of_its_foot() -> None:
    """Where the box would be left no foot beside it, it ends above."""
    area = Area(0, 6, 0, 4)
    whole, corner = rims(NotchedBox(area, Area(3.8, 6, 0, 1.2), DARK))
    assert [whole.width, whole.height] == pytest.approx([6, 4])
    assert [corner.left, corner.top] == pytest.approx([3.8, 1.2])
    above = Area.around(NotchedBox(area, Area(0.1, 6, 0, 1.2), DARK))
    assert [above.bottom, above.top, above.width] == pytest.approx([1.2, 4, 6])


@pytest.mark.parametrize("left", [3.8, 0.1])
def test_the_box_opens_its_corner_as_it_swells_and_all_its_sides_stay_level(left: float) -> None:
    wall = BoxWall(BOXES, np.eye(3), (np.arange(3), [2]), Area(-6, 6, -3, 3), DARK)
    box, start = NotchedBox(Area(0, 6, 0, 4), Area(left, 6, 0, 1.2), DARK), Area.around(wall.glass)
    grow, _ = wall.swell(box, 1.0)
    grow.begin()
    for share in (0.0, 0.5, 1.0):
        grow.interpolate(share)
        ends = np.array(wall.glass.get_anchors())
        steps = np.abs(np.diff(ends[:, :2], axis=0))
        slanted = steps[steps.min(axis=1) > 1e-3]
        assert slanted.sum() < 6 * 2.2 * ROUNDED, "only where corners are rounded"
        if not share:
            assert Area.around(wall.glass).center == pytest.approx(start.center)
            assert wall.glass.width == pytest.approx(start.width) and wall.glass.height == pytest.approx(start.height)


@pytest.mark.parametrize("aspect", ASPECTS)
def test_patterns_are_large_in_every_frame(reference: Run, aspect: str) -> None:
    """The least of them, and the thread in its box, are so high in shares of the frame's shorter side."""
    frame = Frame(aspect, 720)
    grid, _ = in_pane(play("outro_scene", reference).patterns, wall_area(frame.picture), DARK)
    shapes = [*grid.patterns.shapes, 1.0]
    high = [min(area.width / shape, area.height) for area, shape in zip(grid.areas, shapes, strict=True)]
    assert min(high) > {"16:9": 0.34, "9:16": 0.28, "1:1": 0.19, "4:5": 0.19}[aspect] * min(frame.size)


def test_the_spike_stands_in_the_middle_at_first_and_at_last(reference: Run) -> None:
    """At the edge of its tile, on the film's last still, it would look like an axis."""
    grid, _ = in_pane(play("outro_scene", reference).patterns, Area(0, 13.5, 0, 6.5), DARK)
    bars, area = grid.tiles[-2], grid.areas[-2]
    for share in (0.0, 1.0):
        grid.show(share)
        highest = max(bars.curves(), key=lambda bar: bar[1][1])
        assert abs(highest[1][0] - area.center[0]) < 0.02 * area.width


@pytest.mark.parametrize("aspect", ASPECTS)
def test_our_box_comes_near_in_the_room_that_the_others_leave(aspect: str) -> None:
    """It is larger, they are smaller, and no two of the wall's boxes meet, nor does ours leave the wall."""
    area = wall_area(Frame(aspect, 720).picture)
    wall = BoxWall(BOXES, np.eye(3), (np.arange(3), [2]), area, DARK)
    side = wall.glass.width
    for move in wall.looked_into():
        made = move.build()
        made.begin()
        made.interpolate(1.0)
    assert wall.glass.width > 1.5 * side > 1.5 * max(box.width for box in wall.closed)
    assert wall.inside.width == pytest.approx(INSIDE * wall.glass.width)
    places = [Area.around(box) for box in (wall.glass, *wall.closed)]
    assert all(min(one.overlap(other)) < -0.1 for one, other in combinations(places, 2))
    assert area.to(places[0]) == area


def test_numbers_are_sorted_into_groups_and_none_is_lost() -> None:
    """Each column is itself wherever it is; at the end those of a group stand together, and the rest is dim."""
    numbers, order = np.linspace(-1, 1, 35).reshape(7, 5), np.array([4, 2, 0, 6, 1, 5, 3])
    wall = BoxWall(BOXES, numbers, (order, [2, 3]), Area(-6, 6, -3, 3), DARK)
    shades = wall.inside.colors.copy()
    assert wall.told == "two groups"
    for share in (0.0, 0.2, 0.35):
        found = wall.sort(share).inside.colors
        assert sorted(map(tuple, found[:, 0, :3])) == sorted(map(tuple, shades[:, 0, :3]))
    assert (wall.sort(0.0).inside.colors == shades).all()
    wall = BoxWall(
        BOXES,
        np.repeat(numbers, 30, axis=0),
        (np.argsort(np.repeat(np.argsort(order), 30)), [60, 90]),
        Area(-6, 6, -3, 3),
        DARK,
    )
    found = wall.sort(1.0).inside.colors
    seen = found[found[:, 0, 3] > 0]
    assert seen[::30, :, :3] == pytest.approx(shades[order, :, :3]), "in order"
    clear = np.flatnonzero(found[:, 0, 3] == 0)
    assert [len(part) for part in np.split(clear, np.flatnonzero(np.diff(clear) > 1) + 1)] == [3, 3]
    assert (seen[:150, 0, 3] == 1).all() and (seen[150:, 0, 3] < 0.5).all()


def test_the_networks_own_groups_are_those_that_are_told(reference: Run) -> None:
    scene: OutroScene = play("outro_scene", reference)
    clusters, line = evidence_of(reference).clusters, next(b.line for b in scene.beats if b.name == "the_ladder_again")
    assert "waves: five groups" in line and len(clusters) == 5
    place = dict(zip(evidence_of(reference).neuron_order.tolist(), range(reference.config.d_mlp), strict=True))
    starts = [0, *scene.wall.cuts]
    for members, first, last in zip(clusters.values(), starts[:-1], starts[1:], strict=True):
        assert sorted(place[n] for n in members.tolist()) == list(range(first, last))


def test_what_is_in_the_box_goes_with_it_into_its_rung_and_swells_with_it_again() -> None:
    wall = BoxWall(BOXES, np.eye(3), (np.arange(3), [2]), Area(-6, 6, -3, 3), DARK)
    rung, wide = Square(0.2).move_to([2, -1, 0]), NotchedBox(Area(-6, 6, -3, 3), Area(2, 6, -3, -1), DARK)
    faded = []
    moves = (wall.glass_into, rung, 0.2, [2, -1, 0]), (partial(wall.swell, time=1.2), wide, 6.0, [-1, 0, 0])
    for go, end, side, middle in moves:
        *moved, inside = go(end)
        inside.scene = None  # one after the other asks for it
        bring([*moved, inside])
        assert [wall.glass.width, wall.glass.height] == pytest.approx([end.width, end.height])
        assert wall.inside.width == pytest.approx(INSIDE * side)
        assert wall.inside.get_center() == pytest.approx(middle)
        faded.append(wall.inside.opacity)
    assert faded == [1.0, 0.0]


@watching("outro_scene", "play")
def as_patterns_come(scene: OutroScene, *moves: Any, **more: Any) -> list[tuple[float, float, float, float]]:
    """When, in seconds, the first of patterns that come is seen, the box grown, the third there, its numbers gone."""
    found = []
    for come in (move for move in moves if isinstance(move, LaggedStart)):
        first, last = (come.animations[n].run_time * come.run_time / come.max_end_time * (1 + 0.5 * n) for n in (0, 2))
        grown = sum(move.run_time for move in moves if getattr(move, "mobject", None) is scene.wall.glass)
        numbers = [part for move in moves if isinstance(move, Succession) for part in move.animations]
        found.append((first / 2, grown or np.inf, last, sum(move.run_time for move in numbers)))
    return found


def test_no_pattern_is_seen_before_the_box_is_round_it(reference: Run) -> None:
    """Each fades in in the second half of its time; the box has grown before, and its numbers are there until then."""
    watched = play("outro_scene", reference).watched["as_patterns_come"]
    ((seen, grown, third, gone),) = (times for found in watched for times in found)
    assert grown - seen < 0.2, "in a fifth of a second, nothing of it is seen yet"
    assert gone > third, "the box is not empty before three of them are there"


@pytest.mark.parametrize(
    ("corner", "square"),
    [
        (Area(2, 6, -3, -1), Area(-4, 2, -3, 3)),  # beside it there is room for the whole height
        (Area(-3, 6, -3, -1), Area(-2, 2, -1, 3)),
        (Area(6, 6, -3, -3), Area(-3, 3, -3, 3)),
    ],
)
def test_numbers_stay_clear_of_the_corner_that_is_another_networks(corner: Area, square: Area) -> None:
    pane = NotchedBox(Area(-6, 6, -3, 3), corner, DARK)
    found = square_in(pane)
    assert [found.left, found.right, found.bottom, found.top] == pytest.approx(
        [square.left, square.right, square.bottom, square.top]
    )


def test_what_is_in_the_box_dims_as_that_swells_and_then_goes() -> None:
    wall = BoxWall(BOXES, np.eye(3), (np.arange(3), [2]), Area(-6, 6, -3, 3), DARK)
    wide = NotchedBox(Area(-6, 6, -3, 3), Area(2, 6, -3, -1), DARK)
    _, numbers = wall.swell(wide, time=LINGERS / 3)
    numbers.scene = None
    numbers.begin()
    for share, opacity in ((0.125, 0.675), (0.25, 0.35), (0.625, 0.175), (1.0, 0.0)):
        numbers.interpolate(share)
        assert wall.inside.opacity == pytest.approx(opacity, abs=1e-3)


def test_patterns_go_to_the_seats_that_are_nearest(reference: Run) -> None:
    """No two would have a shorter way together if they changed seats; in as many columns all keep theirs."""
    patterns = play("outro_scene", reference).patterns
    before, _ = in_pane(patterns, Area(0, 13, 0, 6), DARK)
    after = in_pane(patterns, Area(0, 6, 0, 6), DARK, before)[0].areas
    assert len({area.top for area in before.areas[:-1]}) == 2 and len({area.top for area in after[:-1]}) == 3
    starts, ends = seats(before.areas), seats(after)
    for one, other in combinations(range(len(ends)), 2):
        kept = np.square(starts[[one, other]] - ends[[one, other]]).sum()
        assert kept <= np.square(starts[[one, other]] - ends[[other, one]]).sum() + 0.02  # seats differ in width
    again = in_pane(patterns, Area(0, 13, 0, 6), DARK, before)[0].areas
    assert [area.center for area in again] == pytest.approx([area.center for area in before.areas])


def test_the_box_that_chapters_come_out_of_is_the_walls_own(reference: Run) -> None:
    scene = play("outro_scene", reference)
    place, glass = (
        middle_box(scene.frame.picture),
        BoxWall(BOXES, np.zeros((2, 2)), (np.arange(2), []), scene.area, scene.theme).glass,
    )
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


def test_only_of_a_network_that_knows_its_exam_it_is_said_that_it_grokked(reference: Run, grokked_run: Run) -> None:
    """Despite its name, the small run ends before it has passed."""
    ends = (
        (reference, "First the network grokked. Then we did."),
        (grokked_run, "The network was on its way. So are we."),
    )
    for run, end in ends:
        said = lines_of(play("outro_scene", run))
        assert said["to_grok"] == f"There is a word for that. {end}"
        assert ("and we know how they work." in said["the_ladder_again"]) == (run is reference)
    assert reference.history.test_accuracy[-1] == 1 > 0.9 > grokked_run.history.test_accuracy[-1]
