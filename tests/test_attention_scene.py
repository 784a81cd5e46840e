"""What attention_scene says of the reference run, from its weights and its activations."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from manim import Group, linear

from tests.conftest import evidence_of
from tests.test_every_prime import play as play_with
from tests.test_stage import play, watching
from transparent_box.model.analysis.copying import shared_waves
from transparent_box.model.analysis.probes import r_squared
from transparent_box.model.runs.run import Run
from transparent_box.model.transformer import relu
from transparent_box.scenes.attention_scene import AttentionScene
from transparent_box.scenes.look.frame import Area, Frame
from transparent_box.scenes.look.numbers import NARROW, bare_percent, loss, percent
from transparent_box.scenes.look.theme import DARK, units
from transparent_box.scenes.mobjects.network.attention_heads import AttentionHeads
from transparent_box.scenes.mobjects.waves.lift_desk import LiftDesk
from transparent_box.scenes.mobjects.waves.share_swarm import ShareSwarm
from transparent_box.scenes.mobjects.waves.wave_pair import WavePair
from transparent_box.scenes.mobjects.waves.waves_in_step import WavesInStep
from transparent_box.scenes.stage.furniture import Furniture


def test_it_looks_nearly_half_and_half_on_average_but_not_in_one_sum(reference: Run) -> None:
    attention = reference.activations.attention
    for head in range(attention.shape[2]):
        to_x, to_y, to_itself = (float(attention[:, :, head, source].mean()) for source in range(3))
        assert to_x == pytest.approx(0.5, abs=0.02) and to_y == pytest.approx(0.5, abs=0.02) and to_itself < 0.01
        assert attention[:, :, head, 0].min() < 0.1 and attention[:, :, head, 0].max() > 0.9
    lines = [beat.line for beat in play("attention_scene", reference).beats]
    assert "nearly half and half" in lines[2] and lines[3].endswith("two waves, from x and from y, in step.")
    assert max(len(lines[1]), len(lines[3])) < 80, "two lines in a tall frame, where a third would touch the picture"


def frozen_network(run: Run, x: int, y: int) -> tuple[np.ndarray, np.ndarray]:
    """Neurons' inputs (m,) and scores (V,) of one sum with attention at its mean, head by head, in float64."""
    weights = {name: np.asarray(array, dtype=np.float64) for name, array in run.weights.to_dict().items()}
    tokens = [weights["W_E"][:, token] + weights["W_pos"][place] for place, token in enumerate((x, y, run.p))]
    mean = run.activations.attention.astype(np.float64).mean(axis=(0, 1))
    heads, stream = len(mean), tokens[2].copy()
    width = weights["W_O"].shape[1] // heads
    for head in range(heads):
        seen = sum(share * token for share, token in zip(mean[head], tokens, strict=True))
        stream += weights["W_O"][:, head * width : (head + 1) * width] @ (weights["W_V"][head] @ seen)
    pre = weights["W_in"] @ stream + weights["b_in"]
    return pre, (stream + weights["W_out"] @ relu(pre) + weights["b_out"]) @ weights["W_U"]


def test_held_at_its_mean_a_neuron_is_sent_one_wave_by_x_and_the_same_by_y(reference: Run) -> None:
    evidence = evidence_of(reference)
    neuron = evidence.shown_neuron
    k, both = evidence.frequency_of(neuron), evidence.sent(evidence.shown_neuron)
    for which, found in enumerate(both):
        curve = np.array(
            [frozen_network(reference, *((n, 3) if which == 0 else (3, n)))[0][neuron] for n in range(113)]
        )
        assert found.output * found.amplitude == pytest.approx(curve - curve.mean(), abs=1e-4)
        wave = np.cos(2 * np.pi * k * np.arange(reference.p) / reference.p + found.phase)
        assert np.corrcoef(wave, curve)[0, 1] ** 2 > 0.99
    assert abs(both[0].phase - both[1].phase) < np.radians(0.01)
    assert both[0].amplitude == pytest.approx(both[1].amplitude, rel=0.01)


def test_what_attention_s_own_choice_is_worth(reference: Run) -> None:
    """Held still, the network gets a third of its sums wrong."""
    evidence, p = evidence_of(reference), reference.p
    for x, y in ((0, 0), (34, 57), (112, 3)):
        assert evidence.frozen_logits[x, y] == pytest.approx(frozen_network(reference, x, y)[1][:p], abs=1e-2)
    scores = evidence.frozen_logits.astype(np.float64)
    chances = np.exp(scores - scores.max(axis=-1, keepdims=True))
    chances /= chances.sum(axis=-1, keepdims=True)
    across, up = np.indices((p, p))
    answers = (across + up) % p
    right = -np.log(np.take_along_axis(chances, answers[..., None], axis=-1)[..., 0])
    assert 2.5 < right.mean() < 3.3
    held = int((scores.argmax(axis=-1) == answers).sum())
    assert 0.6 < held / p**2 < 0.67 and evidence.losses.all < 1e-6
    assert f"only {held:,} of {p * p:,} sums are right" in play("attention_scene", reference).beats[4].line


def test_neurons_get_the_sum_of_two_waves_with_one_phase(reference: Run) -> None:
    evidence, p = evidence_of(reference), reference.p
    n = np.arange(p)
    found = []
    for k, members in evidence.clusters.items():
        for neuron, r2 in zip(members[::10], evidence.shared_waves[k].r2[::10], strict=True):
            surface = reference.activations.mlp_pre[..., neuron].astype(float)
            cos, sin = np.cos(2 * np.pi * k * n / p), np.sin(2 * np.pi * k * n / p)
            columns = [np.add.outer(wave, wave).ravel() for wave in (cos, sin)]  # one size and phase for x and y
            design, target = np.column_stack(columns), (surface - surface.mean()).ravel()
            rest = target - design @ np.linalg.lstsq(design, target, rcond=None)[0]
            assert r2 == pytest.approx(1 - np.square(rest).sum() / np.square(target).sum(), abs=1e-4)
            found.append(r2)
    assert np.median(found) > 0.9 and min(found) > 0.8
    apart = evidence.phases.difference[np.concatenate(list(evidence.clusters.values()))]
    assert np.abs(apart).max() < np.radians(0.5)
    count = sum(map(len, evidence.clusters.values()))
    assert f"In {count} neurons" in play("attention_scene", reference).beats[-1].line


@pytest.mark.parametrize("area", [Area(-6.7, 6.7, -2.7, 2.9), Area(-3.6, 3.6, -2, 3), Area(-2.7, 2.7, -1.6, 2.6)])
@pytest.mark.parametrize("lowest", [0.3, 0.85])
def test_all_r2_are_crowded_over_one_axis_that_fills_the_area(area: Area, lowest: float) -> None:
    """Each dot over its share, none over another; the median where the line is; in the middle the neuron looked at."""
    shares = np.random.default_rng(0).uniform(lowest, 1.0, 401)
    swarm = ShareSwarm(shares, np.arange(401) + 7, 57, area, DARK)
    dots, radius = swarm.cloud.points, swarm.cloud.radius
    along = (dots[:, 0] - swarm.foot[0]) / (swarm.end - swarm.foot)[0]
    assert along == pytest.approx((shares - swarm.least) / (1 - swarm.least)) and along.min() < 0.5
    assert [text.markup for text in swarm.axis[:3:2]] == [percent(swarm.least), percent(1.0)]
    assert swarm.axis.width > 0.95 * area.width and np.ptp(dots[:, 1]) > 0.2 * area.height
    apart = np.linalg.norm(dots[:, None] - dots, axis=-1) + np.eye(len(dots))
    assert apart.min() > 2 * radius and dots[:, 1].min() - radius > swarm.foot[1]
    assert swarm.one[0].points[0] == pytest.approx(dots[50])
    assert dots[50, 1] == pytest.approx(np.median(dots[:, 1]), abs=0.1 * np.ptp(dots[:, 1]))
    line, told = swarm.typical
    assert line.get_x() == pytest.approx(np.median(dots[:, 0])) and told.markup == percent(float(np.median(shares)))
    under = Area.around(told)
    assert all(min(under.overlap(Area.around(part))) < 0 for part in swarm.axis[:5])
    head, named = map(Area.around, swarm.axis[3:5])
    assert under.left - head.right > 1.2 or under.top < named.bottom, "no phrase with the head, no value of the neuron"
    assert dots[:, 1].max() + radius < under.bottom
    assert area.left - 0.01 <= swarm.get_left()[0] and swarm.get_right()[0] <= area.right + 0.01
    assert area.bottom - 1e-6 <= swarm.get_bottom()[1] and swarm.get_top()[1] <= area.top + 1e-6


def test_dots_part_from_the_middle_from_the_least_share_on() -> None:
    shares = np.array([0.9, 0.2, 0.5, 0.9])
    swarm = ShareSwarm(shares, np.arange(4), 0, Area(-3, 3, -2, 2), DARK)
    swarm.come(0.0)
    assert np.ptp(swarm.cloud.points[:, 1]) == pytest.approx(0) and not swarm.cloud.colors[:, 3].any()
    swarm.come(0.5)
    assert (np.diff(swarm.cloud.colors[np.argsort(shares), 3]) <= 0).all() and 0 < swarm.cloud.colors[:, 3].mean() < 1
    swarm.come(1.0)
    assert swarm.cloud.points == pytest.approx(swarm.places) and (swarm.cloud.colors[:, 3] == 1).all()
    assert np.ptp(swarm.places[:, 1]) > 0, "the two of .9 lie side by side"


def test_the_neuron_is_marked_on_its_axis_before_the_dots_crowd_about_it() -> None:
    """The axis comes while what was there still goes into the mark, which lies on the dots."""
    swarm = ShareSwarm(np.array([0.9, 0.95, 0.97, 0.99]), np.arange(4), 2, Area(-3, 3, -2, 2), DARK)
    named, comes = swarm.coming()
    assert [*named.mobject] == [swarm.axis, swarm.one] and named.rate_func(0.5) == 0 < named.rate_func(0.8)
    assert [*comes.mobject] == [swarm.cloud, swarm.one] and comes.run_time * comes.rate_func(0.5) == pytest.approx(0.5)
    comes.begin()
    assert not swarm.cloud.colors[:, 3].any()
    comes.interpolate(1.0)
    assert swarm.cloud.colors[:, 3].all()


@watching("attention_scene", "grow")
def as_waves_grow(
    scene: AttentionScene, place: Area, *pictures: Any, **more: Any
) -> list[tuple[Area, list[Any], list[Any]]]:
    """Out of which place what grows, and what is told of it, where that is the pair of waves."""
    grows = hasattr(scene, "pair") and not hasattr(scene, "board")
    return [(place, list(pictures), list(more["told"]))] if grows else []


def test_both_waves_grow_out_of_the_bars_at_once_each_below_its_own_r2(reference: Run) -> None:
    """With the first alone half of the stage was empty for a second."""
    scene = play("attention_scene", reference)
    ((place, pictures, told),) = (one for found in scene.watched["as_waves_grow"] for one in found)
    assert pictures == scene.pair.clouds and told == scene.pair.counters
    assert place == Area.around(scene.heads.bars)


def test_two_waves_are_seen_apart_and_then_laid_on_each_other(reference: Run) -> None:
    """As they were measured in the end; apart, neither covers the other, and y's head is at none but its own wave."""
    neuron = evidence_of(reference).shown_neuron
    both = evidence_of(reference).sent(neuron)
    names, roles, phases = ("from x", "from y"), ("cos_x", "cos_y"), (-both[0].phase, -both[1].phase)
    pair = WavePair(both, names, roles, None, r_squared, Area(-6.7, 6.7, -2.7, 2.9), DARK, phases)
    pair.settle()
    seat, radius = pair.counters[1].get_center(), pair.clouds[0].radius
    waves = WavesInStep(pair)
    upper, lower = (Area.around(Group(*parts)) for parts in zip(pair.clouds, pair.waves, strict=True))
    assert upper.bottom > lower.top and upper.width == pytest.approx(lower.width)
    head = Area.around(pair.counters[1])
    assert lower.top < head.bottom and head.top < upper.bottom and pair.clouds[0].radius == radius
    move, crest = waves.come_together(), int(np.argmax(both[0].output))
    move.set_rate_func(linear).begin()
    for share in np.linspace(0, 1, 41):
        move.interpolate(share)
        above, below = (cloud.points[:, 1] for cloud in pair.clouds)
        assert (above >= below - 0.05).all() and above[crest] - below[crest] <= upper.top - lower.top + 1e-6
        at_home = pair.counters[1].get_center() == pytest.approx(seat)
        shown = pair.counters[1].number[0].get_fill_opacity()
        assert shown < 1e-6 or share in (0.0, 1.0) or at_home == (share > 0.5)
    for cloud, wave in zip(pair.clouds, both, strict=True):
        assert cloud.points == pytest.approx(pair.places(wave.output))
    assert at_home and shown == 1 and pair.clouds[0].radius == 2 * radius > pair.clouds[1].radius


def test_shared_waves_of_a_known_surface() -> None:
    n = np.arange(11)
    wave = 3 * np.cos(2 * np.pi * 2 * n / 11 + 0.7)
    noise = np.random.default_rng(0).normal(size=(11, 11))
    surfaces = np.stack([np.add.outer(wave, wave) + 5, np.zeros((11, 11)), noise], axis=-1)
    found = shared_waves(surfaces, 2)
    assert found.amplitude[0] == pytest.approx(3) and found.phase[0] == pytest.approx(0.7)
    assert found.r2[0] == pytest.approx(1) and found.r2[1] == 0 and found.r2[2] < 0.2


def test_what_is_right_either_way_is_told_beside_the_board(reference: Run) -> None:
    """Counts and no losses, which the film has not told of yet."""
    scene = play("attention_scene", reference)
    held = int((evidence_of(reference).frozen_logits.argmax(-1) == reference.answers).sum())
    assert [fact[0].markup for fact in scene.facts] == ["12,769", f"{held:,}"]
    assert not any("loss" in fact[1].markup for fact in scene.facts)


def test_losses_are_written_to_their_first_digit() -> None:
    assert [loss(value) for value in (2.917, 0.0000002157, 0.0)] == ["2.92", "0.0000002", "0.00"]


def test_another_neuron_can_be_looked_at(reference: Run, tmp_path: Path) -> None:
    fastest = int(list(evidence_of(reference).clusters.values())[-1][0])
    assert f"neuron {fastest} gets two waves" in play_with("attention_scene", reference, tmp_path, neuron=fastest)[3]


def test_rows_stay_where_they_were_and_y_stands_on_its_own_wave(reference: Run) -> None:
    desk, p = play("attention_scene", reference).desk.copy(), reference.p
    neuron = evidence_of(reference).shown_neuron
    inputs = reference.activations.mlp_pre[..., neuron].astype(float)
    zero, one = (desk.lifted.panel.at(0, height)[1] for height in (0, 1))
    for y, row in enumerate(desk.rows.curves()):
        assert (row[:, 1] - zero) / (one - zero) == pytest.approx(inputs[:, y] - inputs.mean(), abs=1e-5)
    assert (desk.rows.colors[: p - 1, 3] > 0).all(), "all y have been"
    for y in (0, 7, 57):
        lift = float(desk.lifted.wave(y, 1))
        desk.show(y)
        assert desk.dot.get_center() == pytest.approx(desk.lifted.lift.get_start(), abs=1e-6)
        assert (desk.dot.get_y() - zero) / (one - zero) == pytest.approx(lift)


@pytest.mark.parametrize("area", [Area(-6.7, 6.7, -2.7, 2.9), Area(-3.6, 3.6, -2, 3), Area(-2.7, 2.7, -3, 3.9)])
def test_the_wave_of_y_stands_beside_in_every_frame(area: Area) -> None:
    """Its dot is where the blue line begins, left of the plot, and nothing of it leaves the area or meets the title."""
    desk = LiftDesk(np.zeros((5, 5)), (1, 1.0, 0.0), 0.5, np.ones((5, 4)), area, DARK)
    name, panel = desk.lettering[-1], desk.lifted.panel
    for y in range(5):
        desk.show(y)
        assert desk.dot.get_center() == pytest.approx(desk.lifted.lift.get_start(), abs=1e-6)
        assert area.left < desk.dot.get_x() < panel.side.get_x()
    assert name.get_right()[0] < min(one.get_left()[0] for one in (*desk.title, panel.fact))
    assert area.left - 1e-6 <= desk.get_left()[0] and desk.get_right()[0] <= area.right + 1e-6


@pytest.mark.parametrize("area", [Area(-6.7, 6.7, -2.7, 2.9), Area(-3.6, 3.6, -2, 3), Area(-2.7, 2.7, -3, 3.9)])
def test_heads_stand_in_the_middle_with_their_key_below_them(area: Area) -> None:
    heads = AttentionHeads(np.full((5, 5, 4, 3), 1 / 3), area, DARK)
    whole = Group(heads.maps, heads.bars, heads.counters, heads.gazes, heads.key)
    assert whole.get_center() == pytest.approx(area.center, abs=0.01)
    assert whole.width <= area.width + 1e-6 and whole.height <= area.height + 1e-6
    low = min(part.get_bottom()[1] for part in (*heads.bars, *heads.counters, *heads.gazes))
    assert 0 < low - heads.key.get_top()[1] < 0.6
    for spot, board in zip(heads.show(2, 3).spots, heads.maps, strict=True):
        assert spot.get_center() == pytest.approx(board.cell(2, 3))


@pytest.mark.parametrize("area", [Area(-6.7, 6.7, -2.7, 2.9), Area(-3.6, 3.6, -2, 3), Area(-2.7, 2.7, -3, 3.9)])
def test_the_sum_that_is_looked_at_is_written_and_goes_when_all_are_taken_in(area: Area) -> None:
    """Its x and its y are counted in the key, within the width; a line on each map is its x, on which the dot is."""
    heads = AttentionHeads(np.full((113, 113, 4, 3), 1 / 3), area, DARK)
    for y in (0, 57, 112):
        heads.show(34, y)
        assert [count.number.markup for count in heads.inputs] == ["34", str(y)]
        assert area.left <= heads.key.get_left()[0] and heads.key.get_right()[0] <= area.right
        for way, spot, board in zip(heads.ways, heads.spots, heads.maps, strict=True):
            assert way.get_x() == pytest.approx(spot.get_x()) and way.height <= board.height
            assert way.get_bottom()[1] - 1e-6 <= spot.get_y() <= way.get_top()[1] + 1e-6
    boxes = [Area.around(one) for one in heads.key]
    assert all(min(box.overlap(other)) < 0 for number, box in enumerate(boxes) for other in boxes[:number])
    heads.reach_across(34, 1.0)
    assert all(part.get_fill_opacity() == 0 for count in heads.inputs for part in count.family_members_with_points())
    assert all(way.get_stroke_opacity() == 0 for way in heads.ways)


@pytest.mark.parametrize("area", [Area(-6.7, 6.7, -2.7, 2.9), Area(-3.6, 3.6, -2, 3), Area(-2.7, 2.7, -3, 3.9)])
def test_arcs_are_as_thick_as_the_look_and_numbers_say_it(area: Area) -> None:
    """Over the maps, beside the numbers, or under them; they begin at "=", and meet no map."""
    pattern = np.zeros((5, 5, 4, 3))
    pattern[..., 0], pattern[..., 1] = 0.25, 0.75
    pattern[1, 2, 1] = 0.9, 0.08, 0.02
    heads = AttentionHeads(pattern, area, DARK).show(1, 2)
    (first, second), (other, rest) = ([arc.get_stroke_width() for arc in gaze[:2]] for gaze in heads.gazes[:2])
    assert second == pytest.approx(3 * first) and other / rest == pytest.approx(0.9 / 0.08)
    assert [[count.number.markup for count in told] for told in heads.counters[:2]] == [["25", "75"], ["90", "8"]]
    for gaze, board, told in zip(heads.gazes, heads.maps, heads.counters, strict=True):
        above, equals = gaze.get_bottom()[1] > board.get_top()[1], gaze[-1]
        under = gaze.get_top()[1] < board.get_bottom()[1]
        assert above or under or gaze.get_left()[0] > board.get_right()[0]
        for arc, name in zip(gaze[:2], gaze[2:4] if above else told, strict=True):
            across = 0 if above or under else 1
            assert arc.get_start()[across] == pytest.approx(equals.get_center()[across], abs=0.01)
            assert arc.get_end()[across] == pytest.approx(name.get_center()[across], abs=0.01)
            assert not under or arc.get_top()[1] < min(part.get_bottom()[1] for part in (*told, equals))
        assert gaze.get_top()[1] <= area.top + 1e-6 and gaze.get_right()[0] <= area.right + 1e-6


def test_in_the_tallest_frame_maps_take_a_third_of_the_width_each() -> None:
    """The numbers stand under them on one line with "=", so no row is bare and each map is larger than its numbers."""
    furniture = Furniture()
    furniture.frame = Frame("9:16", 720)
    heads = AttentionHeads(np.full((5, 5, 4, 3), 1 / 3), furniture.content, DARK)
    for board, told, gaze in zip(heads.maps, heads.counters, heads.gazes, strict=True):
        assert board.width > 0.33 * furniture.frame.size[0]
        assert len({round(one.baseline, 6) for one in (*told, gaze[-1])}) == 1
    upper, lower = heads.maps[0], heads.maps[2]
    assert heads.gazes[0].get_bottom()[1] - lower.get_top()[1] < 0.25 * upper.height


def test_where_height_is_dear_maps_take_a_quarter_of_the_width_each() -> None:
    """The widest numbers and the thickest arcs beside a map still meet neither that nor the next one."""
    furniture = Furniture()
    furniture.frame = Frame("4:5", 720)
    heads = AttentionHeads(np.tile([0.99, 0.99, 0.0], (5, 5, 4, 1)), furniture.content, DARK)
    assert min(board.width for board in heads.maps) > 0.25 * furniture.frame.size[0]
    for left, right in ((0, 1), (2, 3)):
        told, arcs = heads.counters[left], heads.gazes[left][:2]
        half = units(max(arc.get_stroke_width() for arc in arcs)) / 2
        assert told.get_left()[0] - heads.maps[left].get_right()[0] > 0.15
        assert told.get_right()[0] < arcs.get_left()[0]
        assert arcs.get_right()[0] + half < heads.maps[right].get_left()[0] - 0.2


def test_the_sweep_rests_where_the_line_says_with_that_number_lit(reference: Run) -> None:
    """At the least and at the most that x gets of any head in the row of dots; all are lit before and after."""
    scene = play("attention_scene", reference)
    heads, to_x = scene.heads, reference.activations.attention[scene.x, :, :, 0].astype(float)
    rests: dict[tuple[str, str], int] = {}
    for share in np.linspace(0, 1, 101):
        heads.sweep(scene.x, float(share))
        counts = [count for told in heads.counters for count in told]
        lit = [count for count in counts if count.number[0].get_fill_opacity() > 0.99]
        if len(lit) == 1:
            told = lit[0].words.markup, lit[0].number.markup
            rests[told] = rests.get(told, 0) + 1
    ends = [percent(value) for value in (to_x.min(), to_x.max())]
    assert sorted(rests) == sorted(("x", end.partition(NARROW)[0]) for end in ends) and min(rests.values()) >= 5
    assert len(lit) == len(counts), "the row ends with all of them lit"
    assert scene.beats[1].line.endswith(f"x gets {ends[0]} to {ends[1]}.")
    for spot, board in zip(heads.spots, heads.maps, strict=True):
        assert spot.get_center() == pytest.approx(board.cell(scene.x, reference.p - 1))


def test_the_mean_is_taken_in_row_by_row_from_where_the_dots_are() -> None:
    """What is lit is what the bars are the mean of; at the end that is all sums."""
    pattern = np.random.default_rng(0).dirichlet((1, 1, 1), size=(7, 7, 2))
    heads = AttentionHeads(pattern, Area(-6.7, 6.7, -2.7, 2.9), DARK).show(2, 6)
    shown = heads.bars.copy()
    heads.reach_across(2, 0.0)
    for bar, before in zip(heads.bars, shown, strict=True):
        assert [part.width for part in bar] == pytest.approx([part.width for part in before])
    heads.reach_across(2, 1.0)
    for share, row in ((0.0, 6), (0.5, 3), (1.0, 0)):
        heads.take_in(share)
        for head, (line, board, bar) in enumerate(zip(heads.rows, heads.maps, heads.bars, strict=True)):
            lit = board.colors[..., 3] == 1
            assert lit[:, row:].all() and not lit[:, :row].any()
            taken = pattern[lit][:, head].mean(axis=0)
            assert [part.width for part in bar] == pytest.approx(heads.length * taken)
            assert line.get_start() == pytest.approx(board.cell(0, row)) and line.get_end() == pytest.approx(
                board.cell(6, row)
            )


def test_dots_and_bars_glide_from_sum_to_sum_but_numbers_are_only_those_measured(reference: Run) -> None:
    """At 30 frames a second nothing stands still between two rests, and no share is written that no sum has."""
    scene = play("attention_scene", reference)
    heads, to_x = scene.heads, scene.pattern[scene.x, :, :, 0]
    heights, starts = [], np.linspace(0, 0.1, 22)  # of seven seconds
    for share in starts:
        heads.sweep(scene.x, float(share))
        y = round((heads.spots[0].get_y() - heads.maps[0].cell(0, 0)[1]) / heads.maps[0].cell_size[1])
        assert [told[0].number.markup for told in heads.counters] == [bare_percent(found) for found in to_x[y]]
        assert heads.inputs[1].number.markup == str(y)
        heights.append([heads.spots[0].get_y(), heads.bars[0][0].width])
    assert (np.diff(heights, axis=0) != 0).all() and (np.diff(heights, axis=0)[:, 0] > 0).all()
    heads.show(scene.x, 3.25)
    between = 0.75 * to_x[3] + 0.25 * to_x[4]
    assert [bar[0].width for bar in heads.bars] == pytest.approx(heads.length * between)


def test_between_two_numbers_the_neuron_s_points_go_along_with_the_waves_laid_on_them() -> None:
    """What is left beside the waves goes over from one number's to the next one's; at a number all is as measured."""
    inputs = np.random.default_rng(0).normal(size=(7, 7))
    desk = LiftDesk(inputs, (3, 1.0, 0.4), 0.5, np.ones((7, 4)), Area(-6.7, 6.7, -2.7, 2.9), DARK)
    lifted, panel, n = desk.lifted, desk.lifted.panel, np.arange(7)
    for y in range(7):
        desk.show(y)
        assert lifted.cloud.points == pytest.approx(panel.places(lifted.inputs[:, y]))
    desk.show(2.5)
    left = lifted.inputs - lifted.wave(n)[:, None] - lifted.wave(n, 1)
    between = lifted.wave(n) + lifted.wave(2.5, 1) + left[:, 2:4].mean(axis=1)
    assert lifted.cloud.points == pytest.approx(panel.places(between))
    assert desk.dot.get_center() == pytest.approx(lifted.lift.get_start(), abs=1e-6)
    assert desk.dot.get_y() == pytest.approx(panel.at(0, float(lifted.wave(2.5, 1)))[1]), "on its wave, not its chord"
    assert desk.walk[2, 0] < desk.dot.get_x() < desk.walk[3, 0]


def test_the_neuron_s_wave_is_lifted_in_every_frame_and_comes_back_to_a_crest(reference: Run) -> None:
    scene = play("attention_scene", reference)
    desk, last = scene.desk.copy(), reference.p - 1
    levels = [desk.show(last * frame / 225).lifted.lift.get_y() for frame in range(226)]
    assert (np.diff(levels) != 0).all()
    assert desk.go_back(0.0).dot.get_x() == pytest.approx(desk.walk[last, 0])
    crest = last - desk.back_to_crest
    assert desk.go_back(1.0).dot.get_x() == pytest.approx(desk.walk[crest, 0])
    around = [float(desk.lifted.wave(crest + step, 1)) for step in (-1, 0, 1)]
    assert max(around) == around[1]
