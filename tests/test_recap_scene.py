"""What recap_scene says of the reference run."""

from __future__ import annotations

from itertools import combinations, pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from manim import FadeOut, Group, Mobject, Rectangle

from tests.conftest import evidence_of
from tests.moves import bring
from tests.test_stage import play, watching
from transparent_box.model.runs.run import Run
from transparent_box.model.transformer import token_rows
from transparent_box.scenes.look.frame import ASPECTS, Area, Frame
from transparent_box.scenes.look.operations import ADDITION
from transparent_box.scenes.look.theme import DARK
from transparent_box.scenes.mobjects.network.embedded_pair import EmbeddedPair
from transparent_box.scenes.mobjects.network.lying_switches import LyingSwitches
from transparent_box.scenes.mobjects.network.network_strip import NetworkStrip, named_switches
from transparent_box.scenes.mobjects.network.pair_pictures import PairOnRidges, PairOnWaves
from transparent_box.scenes.mobjects.network.running_sums import RunningSums, programme
from transparent_box.scenes.mobjects.surfaces.marked_relief import MarkedRelief, MarkedSums
from transparent_box.scenes.mobjects.surfaces.sum_lines import SumLines
from transparent_box.scenes.mobjects.votes.ridges_end_on import RidgesEndOn
from transparent_box.scenes.mobjects.votes.score_bars import ScoreBars
from transparent_box.scenes.mobjects.votes.waves_over_votes import DIM, WavesOverVotes
from transparent_box.scenes.mobjects.waves.added_waves import AddedWaves
from transparent_box.scenes.output.job import Job
from transparent_box.scenes.output.jobs import stage_job
from transparent_box.scenes.recap_scene import SEEN, RecapScene

ROOM = Area(-6, 6, -3, 3)


@pytest.mark.parametrize("aspect", ASPECTS)
def test_the_sum_that_one_opens_on_fills_half_of_the_width(
    reference: Run, aspect: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is alone on the stage for a second, and inside the picture."""
    seen, follows = [], RecapScene.follow

    def follow(scene: RecapScene, *pictures: Any, asked: Mobject | None = None, **told: Any) -> None:
        assert asked is not None and asked[0][0].get_fill_opacity() == 1
        seen.append((asked.width / scene.content.width, Area.around(asked), scene.content))
        follows(scene, *pictures, asked=asked, **told)

    monkeypatch.setattr(RecapScene, "follow", follow)
    job = Job("recap_scene", reference.folder, "l", 2, "png", aspect=aspect, media=tmp_path, only="two_switches")
    with stage_job(job) as scene:
        scene.run, scene.evidence, scene.camera.resting = reference, evidence_of(reference), True
        scene.render()
    ((share, place, content),) = seen
    assert 0.49 < share < 0.9 and place.left > content.left and place.right < content.right


@pytest.mark.parametrize("sign", [1, -1])
def test_a_surface_leaves_the_wave_that_it_is_end_on(sign: int) -> None:
    """The profile lies on the surface, across its ridges; it becomes its row of the votes, and the dot is on that."""
    p, k, pair = 23, 3, (5, 9)
    x, y = np.indices((p, p))
    values = np.cos(2 * np.pi * k * (x + sign * y) / p + 1)
    relief = MarkedRelief(values, pair, lambda some: np.ones((*some.shape, 4)), SEEN, ROOM, DARK)
    answer = (pair[0] + sign * pair[1]) % p
    waves = np.array([2, k])

    def waves_at(places: np.ndarray) -> np.ndarray:
        return np.cos(2 * np.pi * np.outer(waves, places - answer) / p)

    votes = WavesOverVotes(waves_at(np.arange(p)).sum(axis=0), answer, waves_at, waves.tolist(), ROOM, DARK)
    assert votes.verdict == f"On {answer}, they all agree."
    end = votes.stack.curves[1].points.copy()
    ridges = RidgesEndOn(relief, values, sign, votes, 1, ROOM)
    whole = ridges.profile[np.searchsorted(np.linspace(*votes.stack.span, len(end)), np.arange(p))]
    heights = relief.rise * np.cos(2 * np.pi * k * np.arange(p) / p + 1) / relief.scale
    assert whole[:, 2] == pytest.approx(heights, abs=0.12)
    before = relief.space.project(relief.field.points)
    first, last = ridges.become_votes([Group(), Group()], Group())
    bring([first[0]])
    seen, there = relief.space.project(relief.field.points), relief.space.project(ridges.profile)
    assert np.ptp(seen[:, 1]) < 0.7 * np.ptp(before[:, 1]) and np.ptp(seen[:, 0]) > np.ptp(before[:, 0])
    assert there[:, 0].min() > seen[:, 0].min() - 0.01 and there[:, 0].max() < seen[:, 0].max() + 0.01
    last[-1].begin()
    last[-1].interpolate(0.0)
    assert votes.stack.curves[1].points == pytest.approx(there)
    last[-1].interpolate(1.0)
    assert votes.stack.curves[1].points == pytest.approx(end)
    assert ridges.dot[0].points[0] == pytest.approx(votes.stack.at(1, [answer], [1.0])[0], abs=0.02)


def test_the_wave_is_in_its_row_before_anything_is_written_there() -> None:
    """It crosses no name and no other wave; the dot lies on it from where it is well seen, and it dims at last."""
    p, k, pair = 23, 3, (5, 9)
    x, y = np.indices((p, p))
    values = np.cos(2 * np.pi * k * (x + y) / p)
    relief = MarkedRelief(values, pair, lambda some: np.ones((*some.shape, 4)), SEEN, ROOM, DARK)

    def waves_at(places: np.ndarray) -> np.ndarray:
        return np.cos(2 * np.pi * np.outer([2, k], places - 14) / p)

    votes = WavesOverVotes(waves_at(np.arange(p)).sum(axis=0), 14, waves_at, [2, k], ROOM, DARK)
    curve, ends = votes.stack.curves[1], votes.stack.curves[1].points.copy()
    ridges = RidgesEndOn(relief, values, 1, votes, 1, ROOM)
    first, (_, come, moved) = ridges.become_votes([Group(), Group()], Group())
    bring([first[0]])
    moved.begin()
    shown, written = [], {*votes.lettering, votes.stack.curves[0]}
    assert written <= set(come.mobject.submobjects)
    for time in np.linspace(0, 1, 41):
        moved.interpolate(time)
        home = curve.points == pytest.approx(ends, abs=1e-3)
        assert home or come.rate_func(time) == 0, time
        off = np.linalg.norm(curve.points - ridges.dot[0].points[0], axis=1).min()
        assert off < 1e-6 or time < 0.35, time
        shown.append(curve.opacity)
    assert max(shown) == 1 and shown[-1] == DIM == votes.stack.curves[0].opacity


def test_both_numbers_stand_near_every_wave(reference: Run) -> None:
    """The probe was fitted to x; y's rows, read by the same weights, give nearly the same heights."""
    evidence, p = evidence_of(reference), reference.p
    x, y = evidence.shown_sum
    rows = token_rows(reference.weights)[:2]
    for k, pair in reference.probes.items():
        probe = pair["cos"]
        read = [float(rows[i][n, probe.columns] @ probe.weights + probe.intercept) for i, n in enumerate((x, y))]
        assert [probe.output[x], evidence.second_reading(probe)[y]] == pytest.approx(read, abs=1e-4)
        assert read == pytest.approx(np.cos(2 * np.pi * k * np.array([x, y]) / p), abs=0.4)


def test_a_neuron_gets_the_wave_of_x_lifted_by_y(reference: Run) -> None:
    evidence, p = evidence_of(reference), reference.p
    neuron, (_, y) = evidence.shown_neuron, evidence.shown_sum
    fit, turn = evidence.two_waves(neuron), 2 * np.pi * evidence.frequency_of(neuron) * np.arange(p) / p
    over_x, over_y = (fit.amplitude * np.cos(turn + phase) for phase in fit.phases)
    inputs = reference.activations.mlp_pre[..., neuron].astype(float)
    left = inputs - inputs.mean() - over_x[:, None] - over_y[None]
    assert fit.r2 == pytest.approx(1 - left.var() / inputs.var(), abs=1e-3) and fit.r2 > 0.95
    assert inputs[:, y].mean() - inputs.mean() == pytest.approx(over_y[y], abs=0.1)


def test_the_height_of_y_is_carried_over_and_moves_the_wave_of_x(reference: Run) -> None:
    """On one scale: as high as y stands on its wave, so far goes the wave of x; and the line says up or down."""
    evidence, (x, y) = evidence_of(reference), evidence_of(reference).shown_sum
    fit, inputs = evidence.two_waves(evidence.shown_neuron), reference.activations.mlp_pre[..., evidence.shown_neuron]
    laid, seen = (fit.frequency, fit.amplitude, fit.phases), np.ones((reference.p, 4))
    both = AddedWaves(inputs.astype(float), laid, (x, y), seen, ("a title", "a fact"), ROOM, DARK)
    turn = 2 * np.pi * fit.frequency / reference.p
    high = fit.amplitude * np.cos(turn * y + fit.phases[1])
    zero, unit = both.panel.at(0, 0)[1], both.panel.at(0, 1)[1] - both.panel.at(0, 0)[1]
    assert both.level == pytest.approx(high) and both.spots[1][1][0].points[0][1] == pytest.approx(zero + unit * high)
    before, alone = both.lifted.curve.get_y(), both.lifted.cloud.points.copy()
    assert alone[:, 1] == pytest.approx(zero + unit * (inputs.mean(axis=1) - inputs.mean()), abs=1e-4)
    _, over, _ = both.carry_over()
    assert over.target_mobject.get_x() == pytest.approx(both.panel.at(x, 0)[0])
    assert over.target_mobject.height == pytest.approx(both.arm.height) == pytest.approx(unit * abs(high))
    both.level_out(1.0).show(1.0)
    assert both.lifted.curve.get_y() - before == pytest.approx(unit * high)
    assert both.lifted.lift.get_y() == pytest.approx(zero + unit * high)
    assert both.lifted.lift.width == pytest.approx(both.panel.zero.width)
    measured = zero + unit * (inputs[:, y] - inputs.mean())
    assert both.lifted.cloud.points[:, 1] == pytest.approx(measured, abs=1e-4)
    assert both.summed[0].points[0][1] == pytest.approx(measured[x], abs=1e-4)
    row = np.random.default_rng(0).normal(size=(reference.p, 3))
    for move in both.lie_down(row, row[[x]]):
        built = move.build()
        built.begin()
        built.interpolate(1.0)
    assert both.row[0].points == pytest.approx(row) and both.row[1].points == pytest.approx(row[[x]])
    line = play("recap_scene", reference).beats[2].line
    assert high < 0 and f"{y} lowers the whole wave" in line and "raises" not in line


@pytest.mark.parametrize("pair", [(34, 57), (57, 34), (3, 3)])
def test_columns_of_switches_lie_down_and_waves_swell_out_of_their_lines(pair: tuple[int, int]) -> None:
    """Each switch that is on comes to lie where its number is under every wave, and rises with it to what was read."""
    read = np.array([[0.5, -1.0], [0.2, 0.9]])
    found = EmbeddedPair(pair, read, [2, 5], [1.0, 1.0], 113, ROOM, DARK)
    room, stack = Area(-3, 3, -2.5, 2.5), found.stack
    reading = SimpleNamespace(tokens=(*pair, 113), vocabulary=114)
    lying = LyingSwitches(reading, room, stack, DARK)
    for column, number in zip(lying.lit, reading.tokens, strict=True):
        for one in column:
            assert one.get_y() == pytest.approx(room.top - room.height * (number + 0.5) / 114)
            assert one.width == pytest.approx(lying.across)
    assert [one.height for one in lying.bars[0]] == pytest.approx([room.height] * 2)
    for share in (0.2, 0.5, 0.8):
        assert lying.down(share).moving.height < room.height + 0.75, "it stays clear of what is above and below"
    lying.down(1.0)
    for column, number in zip(lying.lit[:2], pair, strict=True):
        for row, one in enumerate(column):
            assert one.get_center() == pytest.approx(stack.at(row, [number], [0])[0], abs=1e-6)
    assert [bar.width for bar in lying.bars[0]] == pytest.approx([stack.area.width] * 2)
    found.swell(0.0)
    for spot, number, high in zip(found.spots, pair, read.T, strict=True):
        assert spot[1][0].points == pytest.approx(np.concatenate([stack.at(row, [number], [0]) for row in range(2)]))
        found.swell(1.0)
        assert spot[1][0].points == pytest.approx(
            np.concatenate([stack.at(row, [number], [high[row]]) for row in range(2)])
        )
        found.swell(0.0)
    names = sorted(found.names, key=lambda name: float(name.get_x()))
    assert names[0].get_right()[0] < names[1].get_left()[0] and found.names.get_bottom()[1] > ROOM.bottom - 0.01


def test_one_of_the_waves_becomes_the_wave_of_x_with_both_numbers_on_it(reference: Run) -> None:
    """Nothing jumps at first; at last curve and dots lie where what is added has them, and their names go along."""
    evidence, pair = evidence_of(reference), evidence_of(reference).shown_sum
    fit, inputs = evidence.two_waves(evidence.shown_neuron), reference.activations.mlp_pre[..., evidence.shown_neuron]
    laid, seen = (fit.frequency, fit.amplitude, fit.phases), np.ones((reference.p, 4))
    both = AddedWaves(inputs.astype(float), laid, pair, seen, ("a title", "a fact"), ROOM, DARK)
    frequencies = [*reference.probes]
    read = np.cos(2 * np.pi * np.outer(frequencies, pair) / reference.p)
    found = EmbeddedPair(pair, read, frequencies, [1.0] * len(read), reference.p, ROOM, DARK)
    row = frequencies.index(fit.frequency)
    before, dots = found.stack.curves[row].points.copy(), [spot[1][1] for spot in found.spots]
    _, moved, _, *named = found.become(both, fit.frequency, found.names.copy())
    moved.update_function(moved.mobject, 0.0)
    assert found.stack.curves[row].points == pytest.approx(before)
    moved.update_function(moved.mobject, 0.75)
    fine = np.linspace(0, reference.p - 1, len(before))
    assert found.stack.curves[row].points == pytest.approx(both.panel.at(fine, both.lifted.wave(fine)))
    for dot, spot in zip(dots, both.spots, strict=True):
        assert dot.points[row] == pytest.approx(spot[1][1].points[0])
        assert dot.colors[row, 3] == 1 and np.delete(dot.colors[:, 3], row) == pytest.approx(0), "one is left"
    assert [move.target_mobject.markup for move in named] == [str(number) for number in pair]


def test_over_the_votes_stand_their_own_waves_and_agree_on_the_answer_alone(reference: Run) -> None:
    evidence, p = evidence_of(reference), reference.p
    scores = evidence.reading(*evidence.shown_sum).logits.astype(float)
    scores -= scores.mean()
    waves, answer = evidence.waves_of(scores), sum(evidence.shown_sum) % p
    for k, coefficient in zip(waves.frequencies, waves.coefficients, strict=True):
        assert 2 / p * np.exp(-2j * np.pi * k * np.arange(p) / p) @ scores == pytest.approx(coefficient)
    assert waves.r2 > 0.9, "they are nearly all of the votes"
    picture = WavesOverVotes(scores, answer, waves.at, waves.frequencies, ROOM, DARK)
    assert picture.all_agree and "they all agree" in play("recap_scene", reference).beats[5].line
    at_home = waves.at(np.arange(p)) >= 0.8 * waves.amplitudes[:, None]
    assert np.flatnonzero(at_home.all(axis=0)).tolist() == [answer], "nowhere else"
    picture.add_waves(1.0)
    line, crests, tip, name = picture.agreed
    assert crests[0].points[:, 0] == pytest.approx(picture.bars.tip(answer)[0])
    assert tip[0].points[0] == pytest.approx(picture.bars.tip(answer)) and name.markup == str(answer)
    assert line.get_bottom()[1] == pytest.approx(picture.bars.tip(answer)[1], abs=0.15)
    turned = WavesOverVotes(scores, (answer + p // 2) % p, waves.at, waves.frequencies, ROOM, DARK)
    assert not turned.all_agree


def test_bars_are_the_sum_of_the_waves_that_are_bright(reference: Run) -> None:
    """One wave after the other, on one scale; with the last one comes what all of them leave."""
    evidence, p = evidence_of(reference), reference.p
    scores = evidence.reading(*evidence.shown_sum).logits.astype(float)
    scores -= scores.mean()
    waves = evidence.waves_of(scores)
    picture, count = WavesOverVotes(scores, 91, waves.at, waves.frequencies, ROOM, DARK), len(waves.frequencies)
    assert picture.bars.values == pytest.approx(np.zeros(p)), "at first there are the waves alone"
    for number in range(1, count + 1):
        picture.add_waves(number / count)
        summed = waves.at(np.arange(p))[:number].sum(axis=0) if number < count else scores
        assert picture.bars.values == pytest.approx(summed)
        bright = [curve.opacity == 1 for curve in picture.stack.curves]
        assert bright == [row < number for row in range(count)]


def test_neurons_are_added_up_where_the_hills_stood_on_one_scale(reference: Run) -> None:
    evidence, pair = evidence_of(reference), evidence_of(reference).shown_sum
    hills = reference.activations.mlp_post[..., evidence.shown_neuron].astype(float)
    relief = MarkedRelief(hills, pair, lambda some: np.ones((*some.shape, 4)), SEEN, ROOM, DARK)
    sums = evidence.layering(evidence.diagonal_output[0]).sums
    added, last = MarkedSums(relief, sums, "neurons", ROOM), len(sums) - 1
    whole = np.abs(sums[-1]).max()
    for place in (0, 9, 99, last):
        added.show(place / last)
        assert relief.field.grid[::2, ::2, 2] == pytest.approx(sums[place] / whole, abs=1e-4)
        assert added.counter.number.markup == str(place + 1)
        dot = relief.dot[0].points[0]
        assert dot == pytest.approx(relief.mark(added.times * sums[place])[0].points[0]), "the dot goes along"


def test_a_surface_spreads_from_the_row_that_the_points_lay_down_to(reference: Run) -> None:
    """All of it that is seen is as high as it is in the end."""
    evidence, pair = evidence_of(reference), evidence_of(reference).shown_sum
    inputs = reference.activations.mlp_pre[..., evidence.shown_neuron].astype(float)
    relief = MarkedRelief(inputs, pair, lambda some: np.ones((*some.shape, 4)), SEEN, ROOM, DARK)
    whole = relief.field.grid.copy()
    row, spot = relief.row
    assert row == pytest.approx(relief.space.project(whole[::2, 2 * pair[1]])) and spot[0] == pytest.approx(
        row[pair[0]]
    )
    for share in (0.0, 0.3, 0.8):
        seen = relief.spread(share).field.grid[0, :, 1]
        reach = whole[0, round(2 * (1 - share) * pair[1]), 1], seen[-1]
        assert seen[0] == pytest.approx(reach[0]) and np.isin(seen, whole[0, :, 1]).all()
        assert (share == 0) == (np.ptp(seen) == 0)
        for column, y in enumerate(seen):
            true = whole[:, np.flatnonzero(whole[0, :, 1] == y)[0], 2]
            assert relief.field.grid[:, column, 2] == pytest.approx(true)
    assert relief.spread(1.0).field.grid == pytest.approx(whole)


def test_the_ridge_is_one_sum(reference: Run) -> None:
    """Along x + y the output hardly changes: nearly all of its variance is between sums, not within one."""
    values = reference.activations.mlp_out[..., evidence_of(reference).diagonal_output[0]].astype(float)
    sums = np.add.outer(np.arange(reference.p), np.arange(reference.p)) % reference.p
    means = np.array([values[sums == s].mean() for s in range(reference.p)])
    assert means[sums].var() / values.var() > 0.9


@pytest.mark.parametrize("room", [Area(-6.7, 6.7, -2.6, 2.9), Area(-2.7, 2.7, -1.6, 2.7)])
def test_the_ridge_is_named_outside_the_surface(reference: Run, room: Area) -> None:
    """Below the end of its line that is nearer to us, in wide frames and in tall ones."""
    values = reference.activations.mlp_out[..., evidence_of(reference).diagonal_output[0]].astype(float)
    pair = evidence_of(reference).shown_sum
    values -= values.mean()
    relief = MarkedRelief(values, pair, lambda some: np.ones((*some.shape, 4)), SEEN, room, DARK)
    relief.space.turn(theta=SEEN[1])
    lines = SumLines(relief, values, 1, DARK)
    first, *_, last = relief.space.project(lines.line(sum(pair))[-1].points)
    near, far = sorted((first, last), key=lambda end: end[1])
    name = lines.beside(sum(pair), Rectangle(height=0.25, width=1.5))
    assert near[1] - 0.8 < name.get_top()[1] < near[1] < far[1]
    x, y = (axis.ravel() for axis in np.indices((reference.p, reference.p)))
    away = np.abs(relief.space.project(relief.at(x, y, values)) - name.get_center())[:, :2]
    assert (away > [0.75, 0.125]).any(axis=1).all(), "not over the surface"


def test_its_lines_say_what_was_measured(reference: Run) -> None:
    x, y = evidence_of(reference).shown_sum
    scores = reference.activations.logits[x, y, : reference.p]
    assert int(np.argmax(scores)) == (x + y) % reference.p
    scene = play("recap_scene", reference)
    lines = [beat.line for beat in scene.beats]
    assert f"{x} and {y} go in" in lines[0] and f"On {(x + y) % reference.p}," in lines[5]
    assert "waves of five frequencies" in lines[1] and len(reference.probes) == 5
    assert scene.elapsed < 75


def running_sums(
    reference: Run, pairs: list[tuple[int, int]], patience: list[float], area: Area | None = None, wide: bool = True
) -> RunningSums:
    """Sums that run through the network, in a wide frame or an area."""
    evidence, p = evidence_of(reference), reference.p
    probes = [found["cos"] for found in reference.probes.values()]
    read = np.array([[probe.output, evidence.second_reading(probe)] for probe in probes])
    waves, ridges = (read, [*reference.probes]), (np.ones((p, p, 4)), 1)
    return RunningSums((pairs, patience), evidence.reading, ADDITION, waves, ridges, area or ROOM, wide, DARK)


def test_a_sum_reaches_one_layer_after_the_other_where_there_is_time(reference: Run) -> None:
    """The switches first, the votes last; what is on its way is part of both."""
    runs = running_sums(reference, [(1, 2), (30, 40), (1, 2)], [1.0, 2.0, 0.5])

    def drawn(name: str) -> np.ndarray:
        return np.array(runs.plan.glyphs[name].texels)

    runs.show(0.99 / 3.5)
    first = {name: drawn(name) for name in ("one-hot", "logits")}
    runs.show(1.4 / 3.5)
    assert not np.array_equal(drawn("one-hot"), first["one-hot"]) and np.array_equal(drawn("logits"), first["logits"])
    assert runs.path.lit["embed"] > 0 and runs.path.lit["logits"] == 0
    runs.show(2.9 / 3.5)
    then = drawn("logits")
    assert not np.array_equal(then, first["logits"]) and set(runs.path.lit.values()) == {1.0}
    runs.show(3.2 / 3.5)
    assert np.array_equal(drawn("logits"), first["logits"]) and np.array_equal(drawn("one-hot"), first["one-hot"])


def test_layers_light_up_as_they_are_named_and_the_answer_is_written_last(reference: Run) -> None:
    """Each with its name, what is ahead faint; before the first sum, its votes are bright: they were seen large."""
    runs = running_sums(reference, [(34, 57), (30, 40), (34, 57)], [3.0, 2.0, 0.4])

    def bright() -> list[bool]:
        shown = [runs.pictures.get(name, [glyph]) for name, glyph in runs.plan.glyphs.items()]
        lit = [all(part.opacity == pytest.approx(1.0) for part in parts) for parts in shown]
        named = [runs.plan.labels[name][0].get_fill_opacity() == pytest.approx(1.0) for name in runs.plan.glyphs]
        faint = [part.opacity for parts, on in zip(shown, lit, strict=True) for part in parts if not on]
        assert lit == named and all(opacity < 1 for opacity in faint)
        return lit

    def answered() -> list[float]:
        return [each[-1].get_fill_opacity() for each in (runs.equations, runs.won)]

    assert bright() == [True, *[False] * 5, True] and answered() == pytest.approx([1.0, 1.0])
    for start, step in ((0.0, 0.4), (3.0, 1.4 / 6)):
        seen = [bright() for place in range(1, 7) if runs.show((start + 0.301 + place * step) / 5.4)]
        assert seen == [[True] * (place + 1) + [False] * (6 - place) for place in range(1, 7)]
        runs.show((start + 0.31 + 4 * step) / 5.4)
        assert answered() == pytest.approx([0.0, 0.0]), "what it comes to is not known yet"
        runs.show((start + 0.301 + 6 * step) / 5.4)
        assert answered() == pytest.approx([1.0, 1.0])
    seat = runs.plan.seats["logits"]
    for share, answer in ((2.9 / 5.4, 91), (4.9 / 5.4, 70), (1.0, 91)):
        across = seat.get_left()[0] + (answer + 0.5) / reference.p * seat.width
        assert runs.show(share).won.get_x() == pytest.approx(across) and runs.won.get_top()[1] < seat.get_bottom()[1]


def test_names_are_drawn_anew_only_while_layers_light_up_one_by_one(reference: Run) -> None:
    """No sum is left out or shown twice where the one half goes over into the other."""
    runs = running_sums(reference, [(34, 57), (30, 40), (34, 57), (34, 58)], [3.0, 2.0, 0.4, 0.6])
    (slow, through, first), (fast, on, then) = runs.parts()
    assert runs.names in slow.submobjects and runs.names not in fast.get_family()
    assert first == pytest.approx(5.0) and then == pytest.approx(1.0)
    for show, share, number in ((through, 0.0, 0), (through, 0.59, 0), (through, 0.61, 1), (on, 0.0, 2), (on, 1.0, 3)):
        assert show(share).shown == number
    through(1.0)
    assert all(name[0].get_fill_opacity() == pytest.approx(1.0) for name in runs.names), "all are bright by then"


def test_the_votes_stand_at_their_seat_already_as_the_strip_grows(reference: Run) -> None:
    """What was seen of them large goes there; all others come out of the strip, as bright as they are at first."""
    runs = running_sums(reference, [(34, 57)], [3.0])
    strip = NetworkStrip(runs.readings[0], "logits", ROOM.width, 0.4, DARK)
    moves = dict(zip(runs.plan.glyphs, runs.grow(strip), strict=True))
    assert runs.plan.glyphs["logits"].points == pytest.approx(runs.plan.seats["logits"].points)
    assert runs.plan.glyphs["logits"].opacity == 0 and moves["logits"].target_mobject.opacity == 1
    assert runs.plan.glyphs["MLP"].points == pytest.approx(strip.glyph("MLP").points)
    assert 0 < moves["MLP"].target_mobject.opacity < 0.5 and moves["embed"].target_mobject.opacity == 0


def test_in_the_end_one_number_counts_up_faster_and_faster_to_the_sum_of_the_chapter() -> None:
    for p in (5, 113):
        pairs, patience = programme(3, 4, p)
        assert pairs[0] == pairs[-1] == (3, 4) and len(pairs) == len(patience)
        counted = pairs[2:]
        assert all(x == 3 and (after - before) % p == 1 for (x, before), (_, after) in pairwise(counted))
        assert all(after <= before for before, after in pairwise(patience[-20:])) and sum(patience) < 11
        assert patience[-1] < patience[-10] < patience[-20]
        assert 30 * np.array(patience) == pytest.approx(np.round(30 * np.array(patience))), "whole frames"


def test_each_sum_stands_for_as_many_frames_as_are_its_own(reference: Run) -> None:
    """The times of frames are not exact, and two sums of two frames each must not get one and three."""
    patience = programme(3, 4, reference.p)[1][-9:]
    runs = running_sums(reference, [(3, number) for number in range(9)], patience)
    frames = np.arange(0, runs.time - 1e-6, 1 / 30) / runs.time
    shown = [runs.show(float(share)).shown for share in frames]
    assert np.bincount(shown).tolist() == np.round(30 * np.array(patience)).astype(int).tolist()


def test_a_pair_stands_on_its_waves_and_on_its_ridge(reference: Run) -> None:
    """Heights are those that were read; the line's ends make the same sum, or one a whole p away."""
    runs, p = running_sums(reference, [(34, 57)], [1.0]), reference.p
    waves, ridges = runs.pictures["embed"], runs.pictures["out"]
    assert isinstance(waves, PairOnWaves) and isinstance(ridges, PairOnRidges)
    for place, number in ((0, 34), (1, 57)):
        read = waves.readings[:, place, number]
        rows = np.arange(len(read))
        assert waves.dots[place].points == pytest.approx(waves.at(rows, np.full(len(rows), number), read))
    for sign, pair in ((1, (34, 57)), (1, (100, 90)), (-1, (34, 57)), (-1, (57, 34)), (1, (0, 0)), (-1, (8, 8))):
        map_of = PairOnRidges(np.ones((p, p, 4)), sign, Area(0, p, 0, p), DARK).show(*pair)
        assert map_of.dot[0].points[0, :2] == pytest.approx([pair[0] + 0.5, pair[1] + 0.5])
        for curve in map_of.lines[1].curves():
            ends = curve[:, :2] - 0.5
            total = ends[:, 0] + sign * ends[:, 1]
            assert (total - pair[0] - sign * pair[1]) % p == pytest.approx(0) or np.ptp(ends) == 0
            assert ends.min() >= -1e-9 and ends.max() <= p - 1 + 1e-9


def test_between_two_numbers_a_dot_stays_on_its_wave(reference: Run) -> None:
    """As far off it as between what was read of the two, however often the wave turns there."""
    waves = running_sums(reference, [(34, 57)], [1.0]).pictures["embed"]
    assert isinstance(waves, PairOnWaves)
    rows, frequencies = np.arange(len(waves.readings)), np.array([*reference.probes])
    off = [waves.readings[:, 1, y] - np.cos(2 * np.pi * frequencies * y / reference.p) for y in (57, 58)]
    for share in (0.25, 0.5, 0.9):
        at = 57 + share
        heights = np.cos(2 * np.pi * frequencies * at / reference.p) + (1 - share) * off[0] + share * off[1]
        assert waves.show(34, at).dots[1].points == pytest.approx(waves.at(rows, np.full(len(rows), at), heights))


def test_dots_roll_on_while_a_number_is_counted(reference: Run) -> None:
    """In no frame they go further than the count does, whose sum is the nearest to them; to others they jump."""
    patience = [3.0, *programme(3, 4, reference.p)[1][-9:]]
    runs = running_sums(
        reference, [(3, 108), *((3, number) for number in range(109, 113)), *((3, n) for n in range(5))], patience
    )
    waves = runs.pictures["embed"]
    assert isinstance(waves, PairOnWaves)

    def y() -> float:
        return float((waves.dots[1].points[0, 0] - waves.area.left) / waves.area.width * (reference.p - 1))

    frames, last = np.arange(3.0, runs.time, 1 / 30), 108.0
    for time in frames:
        number = runs.show(time / runs.time).shown
        asked = runs.readings[number].tokens[1]
        since = number == 1  # from one that stood
        assert abs(y() - asked) <= (1.0 if since else 0.5) + 1e-6
        assert abs(y() - last) <= 1.01 * (2 if since else 1) / (30 * patience[number]) or (asked == 0 and last > 100), (
            "a jump"
        )
        last = y()
    runs.show(0.99 * 3.0 / runs.time)
    assert y() == pytest.approx(108), "the unhurried sum stands"
    assert runs.show(1.0) and y() == pytest.approx(4)


@pytest.mark.parametrize("aspect", ["16:9", "9:16"])
def test_waves_that_turn_often_can_be_told_from_a_strip(reference: Run, aspect: str) -> None:
    """From one crest to the next is more than two of their lines, even where the fastest stands."""
    frame = Frame(aspect, 720)
    runs = running_sums(reference, [(34, 57)], [1.0], frame.picture, frame.ratio > 1)
    waves = runs.pictures["embed"]
    assert isinstance(waves, PairOnWaves)
    assert waves.area.width / max(reference.probes) > 2.3 * waves.curves.line_width
    columns = [Area.around(runs.plan.seats[name]) for name in runs.plan.glyphs]
    assert all(min(one.overlap(other)) < -0.1 for one, other in combinations(columns, 2))


@pytest.mark.parametrize(("aspect", "share"), [("16:9", 0.83), ("1:1", 0.69), ("4:5", 1.0), ("9:16", 1.0)])
def test_waves_on_phones_have_all_of_the_width(reference: Run, aspect: str, share: float) -> None:
    """There, what they are called stands over them, clear of every wave, and each crest is further from the next."""
    area, probes = Frame(aspect, 720).picture.less_top(1.0), reference.probes.values()
    known = [one["cos"].frequency for one in probes], [one["cos"].r2 for one in probes], reference.p
    pair = EmbeddedPair((8, 101), np.zeros((len(known[0]), 2)), *known, area, DARK).swell(1.0)
    stack = pair.stack
    assert stack.area.width / area.width == pytest.approx(share, abs=0.02)
    places = np.concatenate([curve.points for curve in stack.curves])
    assert area.bottom < places[:, 1].min() and places[:, 1].max() < area.top
    for words in (*stack.names, *stack.facts):
        told = Area.around(words)
        beside = (places[:, 0] > told.left) & (places[:, 0] < told.right)
        assert not ((places[beside, 1] > told.bottom) & (places[beside, 1] < told.top)).any()
        assert area.left - 0.06 < told.left and told.right < area.right + 0.06 and told.top < area.top + 0.06
        if share == 1:
            plate, said = words
            assert plate.get_center() == pytest.approx(said.get_center()), "no upright runs through it"


def test_dots_rise_over_the_words_that_come_with_them(reference: Run) -> None:
    """A word's plate would hide the part of a dot that reaches up to it: what comes last lies over all before."""
    pair = EmbeddedPair((8, 101), np.zeros((1, 2)), [2], [1.0], reference.p, ROOM, DARK)
    reading = evidence_of(reference).reading(8, 101)
    board, names = named_switches(reading, ROOM, DARK)
    *_, (_, come, rise) = pair.grown(board, names, reading)
    assert come.is_introducer() and rise.is_introducer(), "the stage takes them in this order"
    seen = {id(part) for part in rise.mobject.get_family()}
    assert all(id(dot) in seen for _, dots in pair.spots for dot in dots)


def test_all_is_drawn_from_the_arrays(reference: Run) -> None:
    pair = EmbeddedPair((3, 5), np.array([[0.5, -1.0]]), [2], [1.0], 113, ROOM, DARK)
    middle = pair.stack.at(0, [0], [0])[0][1]
    heights = [spot[1][1].points[0][1] - middle for spot in pair.spots]
    assert heights[1] == pytest.approx(-2 * heights[0])
    bars = ScoreBars(np.array([1.0, -2.0, 4.0]), 0, (3.0, 5.0), [0], ROOM, DARK)
    zero = bars.zero.get_start()[1]
    assert (
        (bars.tip(2)[1] - zero)
        == pytest.approx(4 * (bars.tip(0)[1] - zero))
        == pytest.approx(2 * (zero - bars.tip(1)[1]))
    )
    assert "Switches, waves, attention, neurons, ridges, votes." in play("recap_scene", reference).beats[-1].line
    runs = running_sums(reference, [(1, 2), (3, 4), (1, 2)], [2.0, 1.0, 1.0])
    for share, shown in ((0.0, 0), (0.49, 0), (0.51, 1), (0.74, 1), (0.76, 2), (1.0, 2)):
        assert runs.show(share).shown == shown
    named = [name[0].markup for name in runs.names]
    assert {"switches", "waves", "attention", "neurons", "ridges", "votes"} < set(named), "as the line has them"


@watching("recap_scene", "sink")
def strips_that_leave(scene: RecapScene, *pictures: Any, along: Any = (), **more: Any) -> list[float]:
    """How far the strip is gone halfway through the moves in which its glyphs grow."""
    return [move.rate_func(0.5) for move in along if isinstance(move, FadeOut) and move.mobject is scene.head]


def test_the_strip_is_gone_before_what_grows_out_of_it_is_over_it(reference: Run) -> None:
    gone = [found for found in play("recap_scene", reference).watched["strips_that_leave"] if found]
    assert gone == [[pytest.approx(1)]]
