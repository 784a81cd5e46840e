"""What diagonal_scene says of the reference run."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from manim import FadeIn, Square

from tests.conftest import evidence_of
from tests.test_stage import play, watching
from transparent_box.model.analysis.diagonals import Crests, along_sum
from transparent_box.model.analysis.interference import Layering
from transparent_box.model.runs.run import Run
from transparent_box.scenes.diagonal_scene import DiagonalScene
from transparent_box.scenes.look.colormaps import ramp
from transparent_box.scenes.look.frame import Area, Frame
from transparent_box.scenes.look.numbers import weight
from transparent_box.scenes.look.theme import DARK
from transparent_box.scenes.mobjects.network.plan_rooms import PlanRooms
from transparent_box.scenes.mobjects.shapes.space import Space
from transparent_box.scenes.mobjects.surfaces.neurons_added import NeuronsAdded
from transparent_box.scenes.mobjects.surfaces.relief import Relief
from transparent_box.scenes.mobjects.surfaces.ridge_profile import RidgeProfile
from transparent_box.scenes.mobjects.surfaces.standing_hills import rescaled_hills
from transparent_box.scenes.mobjects.surfaces.sum_lines import SumLines
from transparent_box.scenes.mobjects.words.equation import Equation
from transparent_box.scenes.mobjects.words.lettering import unescape
from transparent_box.scenes.output.job import Job
from transparent_box.scenes.output.jobs import stage_job
from transparent_box.scenes.stage.beat import Beat
from transparent_box.scenes.stage.furniture import Furniture


def output_of(reference: Run) -> tuple[int, np.ndarray]:
    output, _ = evidence_of(reference).diagonal_output
    surface = reference.activations.mlp_out[..., output].astype(float)
    return output, surface - surface.mean()


def test_neurons_with_their_weights_add_up_to_the_output(reference: Run) -> None:
    """Each sum is checked against a product of matrices; the last one is what the network itself computes."""
    output, surface = output_of(reference)
    layers, post = evidence_of(reference).layering(output), reference.activations.mlp_post.astype(float)
    weights = np.asarray(reference.weights.W_out)[output].astype(float)
    assert sorted(layers.neurons) == list(range(len(weights))) and layers.weights == pytest.approx(
        weights[layers.neurons]
    )
    assert layers.neurons[0] == evidence_of(reference).shown_neuron, "the hills of the chapter before"
    for count in (1, 10, 100, len(weights)):
        chosen = layers.neurons[:count]
        total = post[..., chosen] @ weights[chosen]
        assert layers.sums[count - 1] == pytest.approx(total - total.mean(), abs=1e-4)
    assert layers.sums[-1] == pytest.approx(surface, abs=1e-4)


def test_ten_are_still_hills_and_all_are_ridges(reference: Run) -> None:
    layers = evidence_of(reference).layering(output_of(reference)[0])
    assert along_sum(layers.sums[9].astype(float)) < 0.3 and along_sum(layers.sums[-1].astype(float)) > 0.95


def added_neurons(reference: Run) -> tuple[NeuronsAdded, np.ndarray]:
    """Those of the output, and how high each sum is, as a share of the last."""
    layers = evidence_of(reference).layering(output_of(reference)[0])
    relief = Relief(layers.sums[-1], lambda heights: ramp(DARK.heights, heights), 1.0)
    hills = reference.activations.mlp_post[..., layers.neurons[0]].astype(float)
    added = NeuronsAdded(relief, hills, layers, "x + y", Area(-7, -3, -2, 2), DARK)
    peaks = np.abs(layers.sums).max(axis=(1, 2))
    return added, np.append(np.abs(hills - hills.mean()).max(), peaks) / peaks[-1]


def test_sums_are_on_one_scale_and_say_how_much_they_are_enlarged(reference: Run) -> None:
    """At every instant: what is drawn is what is added up, times what is written; nothing written is once."""
    added, peaks = added_neurons(reference)
    seen: list[tuple[float, float]] = []

    def look(place: float) -> None:
        times = float(added.by.number.markup) if added.by.number.get_fill_opacity() else 1.0
        seen.append((np.abs(added.relief.field.grid[..., 2]).max() / times, float(peaks[round(place)])))
        assert added.counter[0].number.markup == str(max(round(place), 1))

    move = added.weigh()
    for place in (0, 1):
        move.interpolate(place)
        look(place)
    for summand in range(1, added.few):
        added.beside(summand)
        added.taken()[-1].interpolate(1.0)
        look(summand + 1)
    back = added.stepped_back()
    for share in (0, 0.4, 0.7, 1):
        back.interpolate(share)
        look(added.few)
    for place in (added.few, 10, 100, len(peaks) - 1):
        added.show(place)
        look(place)
    for drawn, measured in seen:
        assert drawn == pytest.approx(measured, rel=0.02, abs=1e-3)
    assert added.take_away(1.0).by.number.markup == f"{added.first:.1f}" == "4.7"
    assert np.abs(added.relief.field.grid[..., 2]).max() == pytest.approx(1), "the hills stand as they stood"
    assert added.sinks(10) and not added.sinks(len(peaks) - 1), "pits, then ridges"


def test_pits_are_told_only_where_it_sinks_much_further_than_it_rises(grokked_run: Run) -> None:
    ten = evidence_of(grokked_run).layering(output_of(grokked_run)[0]).sums[9].astype(float)
    assert 1 < -ten.min() / ten.max() < 1.5, "the run is no example any more"
    assert "After ten of them, still bumps." in " ".join(
        beat.line for beat in play("diagonal_scene", grokked_run).beats
    )


def test_a_summand_stands_beside_as_much_enlarged_as_its_sum(reference: Run) -> None:
    """Its picture is as high for its width as the sum's; the first few fit into the room that the hills take."""
    added, peaks = added_neurons(reference)
    layers = evidence_of(reference).layering(output_of(reference)[0])
    for summand in range(1, added.few):
        added.beside(summand)
        more = layers.sums[summand] - layers.sums[summand - 1]
        drawn = added.near * more / np.abs(layers.sums[-1]).max()
        assert added.part.field.grid[..., 2] == pytest.approx(drawn, abs=1e-5)
        assert added.part.rise == added.relief.rise and added.part.scale == added.relief.scale
        assert added.factor.markup == weight(layers.weights[summand])
    assert added.near * peaks[1 : added.few + 1].max() <= 1 + 1e-6


def test_loud_neurons_are_not_enlarged_beyond_the_room_of_the_hills() -> None:
    """On another run, the second neuron may add more than hills enlarged by that have room."""
    x, y = np.indices((11, 11))
    hills = 1 + np.cos(2 * np.pi * x / 11)
    sums = np.stack([0.1 * np.cos(2 * np.pi * x / 11), 30 * np.cos(2 * np.pi * (x + y) / 11)])
    relief = Relief(hills, lambda heights: ramp(DARK.heights, heights), 1.0)
    layers = Layering(np.arange(2), np.array([0.1, 30.0]), sums, np.array([0.0, 1.0]))
    added = NeuronsAdded(relief, hills, layers, "x + y", Area(-7, -3, -2, 2), DARK)
    assert added.first == pytest.approx(30, rel=0.05) and added.near == 1.0 and added.few == 2
    added.weigh().interpolate(1.0)
    assert np.abs(relief.field.grid[..., 2]).max() == pytest.approx(0.1 / 30, rel=0.05)


def test_one_ridge_is_highest_and_others_come_close(reference: Run) -> None:
    """Means over all pairs of one sum, taken pair by pair."""
    output, surface = output_of(reference)
    x, y = np.indices(surface.shape)
    means = np.array([surface[(x + y) % reference.p == s].mean() for s in range(reference.p)])
    (first, whole), (second, close), (third, less), *_ = evidence_of(reference).ridges(output)
    assert means.argmax() == first == 33 and whole == 1
    assert (second, third) == (52, 107)
    assert close == pytest.approx(means[52] / means[33]) and less == pytest.approx(means[107] / means[33])
    assert round(100 * close) == 96 and round(100 * less) == 89
    lines = " ".join(beat.line for beat in play("diagonal_scene", reference).beats)
    assert "Ridge 33 is the highest, but 52 reaches 96\u202f% and 107 reaches 89\u202f% of it" in lines
    assert lines.endswith("how do hills add up to ridges at all?")


def test_it_goes_on_from_the_hills_that_surface_leaves(reference: Run) -> None:
    """The same heights, seen as they were; and what they become is the neuron after the ReLU."""
    ended = play("surface_scene", reference)
    post, furthest = reference.activations.mlp_post[..., ended.shown].astype(float), ended.relief.scale
    relief, onward = rescaled_hills(post, furthest, ended.heights, ended.content)
    assert relief.field.points == pytest.approx(ended.relief.field.points, abs=1e-6)
    assert relief.space.pose == pytest.approx(ended.relief.space.pose)
    assert relief.space.points == pytest.approx(ended.relief.space.points)
    onward.begin()
    onward.interpolate(1.0)
    heights = relief.field.grid[::2, ::2, 2]
    assert np.corrcoef(heights.ravel(), post.ravel())[0, 1] > 0.9999 and np.abs(heights).max() == pytest.approx(1)


@watching("diagonal_scene", "play")
def curves_that_come(scene: DiagonalScene, *moves: Any, **more: Any) -> list[tuple[float, float, int]]:
    """How far a picture of five parts has come by 0.6 and in the end, and of how many moves that is one."""
    comes = [move for move in moves if isinstance(move, FadeIn) and len(move.mobject) == 5]
    return [(come.rate_func(0.6), come.rate_func(1.0), len(moves)) for come in comes]


def test_the_curve_comes_as_the_plan_has_made_room(reference: Run) -> None:
    """In one play, so that nowhere half of the picture is empty and waits; not before the plan is out of its way."""
    assert [(0.0, 1.0, 2)] in play("diagonal_scene", reference).watched["curves_that_come"]


def test_ridges_are_marked_on_the_profile(reference: Run) -> None:
    """A dot for each at its sum, the highest one highest; labels stand clear of each other."""
    evidence = evidence_of(reference)
    output, _ = evidence.diagonal_output
    area, ridges = Area(-2, 2, -1, 1), evidence.ridges(output)[:3]
    profile = RidgeProfile(evidence.crests(output).means, ridges, "x + y", area, DARK)
    dots = [mark[0].get_center() for mark in profile.marks]
    for dot, (total, _) in zip(dots, ridges, strict=True):
        assert dot[0] == pytest.approx(area.left + area.width * total / (reference.p - 1))
    assert dots[0][1] > dots[1][1] > dots[2][1]
    places = sorted((mark[1].get_left()[0], mark[1].get_right()[0]) for mark in profile.marks)
    assert all(end < start for (_, end), (start, _) in pairwise(places))


def test_ridges_are_counted_once() -> None:
    """A bump on the side of a crest is no ridge; far is counted round the circle."""
    p, k = 60, 5
    s = np.arange(p)
    means = np.cos(2 * np.pi * k * s / p) + 0.2 * np.cos(2 * np.pi * s / p)
    means[2] += 0.9  # next to the crest at 0
    found = Crests(means, np.array([2, 0, 12, 48, 24, 36]), 1).apart(p / k / 2)
    order = [s for s, _ in found]
    assert order[0] == 2 and len(order) == 5
    # As high as each other, but for rounding, for the broad wave is even: 12 and 48, and 24 and 36.
    assert set(order[1:3]) == {12, 48} and set(order[3:]) == {24, 36}
    assert found[0][1] == 1 and all(before >= after for (_, before), (_, after) in pairwise(found))


def test_pairs_that_are_read_off_lie_on_their_ridge(reference: Run) -> None:
    scene = play("diagonal_scene", reference)
    for total in (scene.first, scene.second):
        pairs = scene.tracks.pairs(total, scene.readings)
        assert len(pairs) == 3 and all(x + y == total and min(x, y) >= 0 and max(x, y) < reference.p for x, y in pairs)
    assert scene.second == scene.first + reference.p


def test_marks_lie_over_the_plan_which_is_not_drawn_again_for_them(reference: Run) -> None:
    """A spot is flat, where its pair is seen, and a line that comes later brings no surface over it."""
    scene = play("diagonal_scene", reference)
    scene.relief.space.become(scene.tracks.plan_in(Area(-3, 3, -3, 3)))
    for pair in scene.tracks.pairs(scene.first, scene.readings):
        spot, place = scene.tracks.spot(*pair), scene.relief.at(*pair, scene.values, 0.24)
        assert spot.space is None and spot.points == pytest.approx(scene.relief.space.project(place))
        assert scene.ran.z_index == spot.z_index > scene.relief.field.z_index


def test_the_plan_moves_with_a_ridge_drawn_and_never_over_sums(reference: Run, tmp_path: Path) -> None:
    """The highest ridge is drawn before the plan makes room, and the sums read off are gone before it moves again."""
    seen: list[tuple[bool, bool]] = []
    with stage_job(Job("diagonal_scene", reference.folder, "l", 1, "png", media=tmp_path)) as scene:
        scene.run, scene.evidence, scene.camera.resting = reference, evidence_of(reference), True
        plan_in = SumLines.plan_in

        def look(tracks: SumLines, area: Area) -> Space:
            parts = scene.get_mobject_family_members()
            drawn = getattr(scene, "drawn", [])
            seen.append((bool(drawn) and drawn[0] in parts, any(isinstance(part, Equation) for part in parts)))
            return plan_in(tracks, area)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(SumLines, "plan_in", look)
            scene.render()
    assert seen == [(False, False), (True, False), (True, False)]


def test_sums_of_both_halves_are_as_large_in_high_frames(reference: Run, tmp_path: Path) -> None:
    heights: dict[str, list[float]] = {}
    with stage_job(Job("diagonal_scene", reference.folder, "l", 1, "png", aspect="9:16", media=tmp_path)) as scene:
        scene.run, scene.evidence, scene.camera.resting = reference, evidence_of(reference), True
        scene.after_beat = lambda beat: heights.update(
            {beat.name: [part.height for part in scene.read if isinstance(part, Equation)]}
        )
        scene.render()
    found = heights["the_same_sum_again"]
    assert len(found) == 6 and min(found) > 0.95 * max(found)


@pytest.mark.parametrize("aspect", ["16:9", "1:1", "4:5", "9:16"])
def test_a_plan_has_more_room_than_its_sums_and_they_are_not_shrunk(aspect: str) -> None:
    """In frames neither wide nor high, sums of a half are a chain on one line, which says once what all of them make.

    Only where that is as wide as the frame may it be a bit smaller.
    """
    furniture = Furniture()
    furniture.frame = Frame(aspect, 720)
    rooms, area = PlanRooms(furniture.content), furniture.content
    assert rooms.chained == (aspect in ("1:1", "4:5"))
    plan, curve = rooms.with_a_curve
    assert min(rooms.stand.width, rooms.stand.height) > 0.64 * min(area.width, area.height)
    assert min(plan.overlap(curve)) < 0 and plan.to(curve) == area
    first, second = (sums_of(*total) for total in (("33",), ("146", "→", "33")))
    size = first[0].height
    for half, sums in enumerate((first, second)):
        written = rooms.write(half, sums)
        assert len(written) == 3 and written.height > 0.85 * size
        assert min(Area.around(written).overlap(rooms.stand)) < 0
        own = Area.around(written)
        assert own.left >= area.left - 1e-6 and own.right <= area.right + 1e-6 and own.bottom >= area.bottom - 1e-6
        said = [unescape(part.markup) for one in written for part in one]
        assert said.count("33") == (1 if rooms.chained else 3) and said.count("=") == 3
        if rooms.chained:
            places = [one.get_left()[0] for one in written]
            assert places == sorted(places) and np.ptp([one.get_y() for one in written]) < 0.05


def sums_of(*total: str) -> list[Equation]:
    """Three sums of one total, as they are written where there is room."""
    return [Equation([(text, "#ffffff") for text in ("48", "+", "98", "=", *total)], 32.0) for _ in range(3)]


def test_surfaces_are_large_in_square_frames(reference: Run, tmp_path: Path) -> None:
    """Words stand below the hills there, and the ridges' curve below the plan."""
    widths: dict[str, float] = {}
    with stage_job(Job("diagonal_scene", reference.folder, "l", 1, "png", aspect="1:1", media=tmp_path)) as scene:
        scene.run, scene.evidence, scene.camera.resting = reference, evidence_of(reference), True

        def measure(beat: Beat) -> None:
            seen = scene.relief.space.project(scene.relief.field.points)
            widths[beat.name] = float(np.ptp(seen[:, 0])) / scene.frame.size[0]

        scene.after_beat = measure
        scene.render()
    from_the_side = "hills_of_one_neuron", "all_of_them_added", "how_do_hills_become_ridges"
    assert min(widths[name] for name in from_the_side) > 0.6
    assert widths["from_above"] > 0.5 and widths["one_cannot_tell"] > 0.25


@pytest.mark.parametrize("sign", [1, -1])
def test_a_dot_runs_along_a_ridge_and_says_where_it_is(sign: int) -> None:
    """On the longest of the lines, from its start; guides lead down and to the right to the axes; all of one total."""
    p = 11
    values = np.cos(2 * np.pi * (np.add.outer(np.arange(p), sign * np.arange(p)) - 3) / p)
    relief = Relief(values, lambda heights: ramp(DARK.heights, heights), 0.06)
    tracks = SumLines(relief, values, sign, DARK)
    relief.space.become(tracks.plan_in(Area(-3, 3, -3, 3)))
    names = Square(0.2).move_to([0, -4, 0]), Square(0.2).move_to([4, 0, 0])
    axes = [SimpleNamespace(lettering=[name]) for name in names]
    run = tracks.run([3], axes)  # type: ignore[arg-type]
    x, y = run.pairs.T
    assert x[0] == (3 if sign < 0 else 4) and len(set((x + sign * y).tolist())) == 1 and (x + sign * y)[0] % p == 3
    assert (np.diff(x) == 1).all() and (np.diff(y) == -sign).all()
    for share in (0.0, 0.5, 1.0):
        at = run.go(share).pairs[round(share * (len(run.pairs) - 1))]
        place = relief.space.project(relief.at(*at))[0]
        assert run.dot.get_center() == pytest.approx(place, abs=0.3)
        assert [counter.number.markup for counter in run.counters] == [str(n) for n in at]
        down, across = run.guides
        assert down.get_start()[0] == pytest.approx(down.get_end()[0], abs=0.01)
        assert across.get_start()[1] == pytest.approx(across.get_end()[1], abs=0.01)
    assert down.height > 0.1 and across.width > 0.1, "where it stops, both are seen"
