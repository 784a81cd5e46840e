"""What loops_scene says of the reference run, and that its pictures are where they say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from manim import DR

from tests.clockwork import clockwork
from tests.conftest import alone, evidence_of
from tests.test_every_prime import play as play_with
from tests.test_stage import play
from transparent_box.model.runs.evidence import Evidence
from transparent_box.model.runs.run import Run
from transparent_box.model.storage import NoHistoryError, RunError
from transparent_box.scenes.look.frame import ASPECTS, Area, Frame
from transparent_box.scenes.look.numbers import NARROW, percent
from transparent_box.scenes.look.theme import DARK, Size, Time
from transparent_box.scenes.mobjects.waves.accuracy_panel import AccuracyPanel
from transparent_box.scenes.mobjects.waves.pair_plots import FILL, INSET, PairPlots, rooms
from transparent_box.scenes.mobjects.waves.wave_tracks import COME, OPENS, WavesBeside, tracks_in
from transparent_box.scenes.mobjects.waves.wave_tube import STEPS, WaveTube
from transparent_box.scenes.stage.furniture import Furniture


def test_the_seven_draw_waves(reference: Run) -> None:
    """One wave is 92 to 99 % of each neuron's variance over y, and its frequency a key frequency."""
    found = evidence_of(reference).training.loops()
    assert len(found.neurons) == 7 and found.wave_shares[-1].min() > 0.91
    assert set(found.frequencies.tolist()) <= set(reference.key_frequencies)
    i, j = found.clearest_pair
    assert found.frequencies[i] == found.frequencies[j] and found.wave_shares[-1][[i, j]].min() > 0.95


def test_the_first_pair_runs_round_a_loop(reference: Run) -> None:
    """Its points keep away from the middle and go round it as often as their wave has periods."""
    found = evidence_of(reference).training.loops()
    across, up = found.reaches[-1][:, list(found.clearest_pair)].T
    angles = np.unwrap(np.angle(across + 1j * up))
    turns = np.append(angles, angles[0] + 2 * np.pi * np.round((angles[-1] - angles[0]) / (2 * np.pi)))
    assert abs(turns[-1] - turns[0]) == pytest.approx(2 * np.pi * found.frequencies[found.clearest_pair[0]])
    assert np.hypot(across, up).min() > 0.4


def test_the_memorizing_network_had_no_loop(reference: Run) -> None:
    """At step 165: all training pairs, 3.7 % of the others, and the later wave explains at most 13 % of any neuron."""
    found = evidence_of(reference).training.loops()
    place = found.memorized
    assert found.step[place] == 165 and found.train_accuracy[place] == 1
    assert found.test_accuracy[place] == pytest.approx(0.037, abs=0.002)
    assert found.wave_shares[place].max() < 0.13 and found.wave_shares[place].mean() < 0.05


def test_the_first_pair_had_no_loop_either(reference: Run) -> None:
    """At step 165 its points stray through the middle, as often one way round as the other; now 99 % go one way."""
    found, ways = evidence_of(reference).training.loops(), []
    for place in (found.memorized, -1):
        across, up = found.reaches[place][:, list(found.clearest_pair)].T
        steps = np.angle(np.exp(1j * np.diff(np.angle(across + 1j * up))))
        ways.append(abs(np.sign(steps).mean()))
        if place == found.memorized:
            assert np.hypot(across, up).min() < 0.1
    assert ways[0] < 0.2 and ways[1] > 0.95


def test_one_scale_shows_what_grows(reference: Run) -> None:
    """On the way the values are many times what they end at: the plots do not follow them."""
    found = evidence_of(reference).training.loops()
    assert np.abs(found.reaches[-1]).max(axis=0) == pytest.approx(1)
    assert np.abs(found.reaches[found.memorized]).max() > 7
    assert np.abs(found.reaches).max(axis=(1, 2)).argmax() not in (0, len(found.step) - 1)


def test_the_last_checkpoint_is_the_network_itself(reference: Run) -> None:
    found = evidence_of(reference).training.loops()
    assert found.values[-1] == pytest.approx(reference.activations.mlp_pre[0][:, found.neurons], abs=1e-4)
    step, reaches = found.at(1.0)
    assert step == found.step[-1] and reaches == pytest.approx(found.reaches[-1])
    assert found.at(float(found.pace[20]))[0] == pytest.approx(found.step[20])


def test_one_frequency_and_another_first_number_can_be_asked_for(reference: Run) -> None:
    k = reference.key_frequencies[1]
    found = evidence_of(reference).training.loops(k, x=5)
    assert set(found.neurons.tolist()) <= set(evidence_of(reference).clusters[k].tolist())
    assert found.frequencies.tolist() == [k] * len(found.neurons) == [k] * 7
    assert found.values[-1] == pytest.approx(reference.activations.mlp_pre[5][:, found.neurons], abs=1e-4)


@pytest.mark.parametrize("run", ["reference", "toy_run"])
def test_the_last_loops_alone_are_those_at_the_end_of_all(run: str, request: pytest.FixtureRequest) -> None:
    training = evidence_of(request.getfixturevalue(run)).training
    every, last = training.loops(), training.final_loops()
    assert np.array_equal(last.reaches, every.reaches[-1:]) and np.array_equal(last.neurons, every.neurons)
    assert last.clearest_pair == every.clearest_pair and last.step.tolist() == [every.step[-1]]
    assert last.test_accuracy == every.test_accuracy[-1]


def test_what_cannot_be_shown_is_said(toy_run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    few = Evidence(toy_run)
    monkeypatch.setattr(few, "loop_neurons", lambda frequency: np.array([3]))
    with pytest.raises(RunError, match="too few neurons"):
        few.training.loops()
    with pytest.raises(NoHistoryError, match="no history"):
        Evidence(Run(alone(toy_run.folder, tmp_path / "alone"))).training.loops()


def test_a_loop_that_was_there_with_the_lessons_is_not_said_to_be_lost(tmp_path: Path) -> None:
    """As in a network that is built by hand, and in one that learns the rule as soon as its lessons."""
    run = Run(clockwork(tmp_path / "run", 11, (1, 5), history=True).folder)
    said = play_with("loops_scene", run, tmp_path)
    assert any("From the front, a loop." in line for line in said), "there is one"
    assert not any("falls apart" in line or "has no loop" in line for line in said)


def test_where_no_neuron_keeps_to_a_frequency_nothing_is_said_that_was_not_measured(toy_run: Run) -> None:
    """Two of its neurons hold mostly one wave, now as when the lessons were known: that is no tangle, nor new."""
    found = evidence_of(toy_run).training.loops()
    pair = list(found.clearest_pair)
    assert min(found.wave_shares[place][pair].min() for place in (found.memorized, -1)) > 0.7, "the run is no example"
    said = " ".join(beat.line for beat in play("loops_scene", toy_run).beats)
    assert not any(word in said for word in ("loop", "falls apart", "its frame must grow"))
    assert "Let y count up. Where do the points go?" in said and "this is how far it came." in said


def test_a_network_that_never_memorized_is_shown_where_it_knew_most(toy_run: Run) -> None:
    found = evidence_of(toy_run).training.loops()
    poor = replace(found, train_accuracy=np.minimum(found.train_accuracy, 0.4))
    assert poor.memorized == poor.train_accuracy.argmax()


AREA = Area(-3, 3, -3, 3)


def test_plots_hold_every_pair_below_the_diagonal_and_each_wave_on_it() -> None:
    values = np.stack([np.cos(np.linspace(0, 6, 9)), np.sin(np.linspace(0, 6, 9)), np.linspace(-1, 1, 9)], axis=1)
    plots = PairPlots(np.ones((9, 4)), ["a", "b", "c"], (0, 1), AREA, DARK).show(values)
    places = dict(zip(plots.cells, plots.places(values), strict=True))
    assert set(places) == {(0, 0), (1, 0), (1, 1), (2, 0), (2, 1), (2, 2)}
    half = INSET * plots.pitch / 2 * FILL
    # Row 1 from the top, column 0: value 0 across, value 1 up.
    assert places[1, 0][:, 0] == pytest.approx(-plots.pitch + half * values[:, 0])
    assert places[1, 0][:, 1] == pytest.approx(half * values[:, 1])
    assert places[2, 2][:, 1] == pytest.approx(-plots.pitch + half * values[:, 2])
    assert np.ptp(np.diff(places[0, 0][:, 0])) == pytest.approx(0, abs=1e-9), "over its numbers"


def test_no_point_leaves_its_plot_and_what_is_far_from_the_next_is_not_joined_with_it() -> None:
    values = np.array([[0.0, 0.0], [1.0, 1.0], [1.1, 1.0], [40.0, -7.0]])
    plots = PairPlots(np.ones((4, 4)), ["a", "b"], (0, 1), AREA, DARK).show(values)
    assert np.abs(plots.coordinates(values)).max() < 1
    assert (np.diff(plots.coordinates(values)[1][:, 0]) > 0).all(), "what is larger is nearer to the edge"
    assert (plots.cloud.colors[:, 3] == 1).all()
    joined = plots.lines.colors[:, 3].reshape(3, 3)[1]
    assert joined[0] == 0 < joined[1] and joined[2] == 0
    plots.open(0).show(np.zeros((4, 2)))
    assert plots.cloud.colors[:, 3].reshape(3, 4).sum(axis=1).tolist() == [0, 4, 0]
    assert plots.middles[plots.first] == pytest.approx([0, 0, 0])


def test_the_count_draws_all_plots_but_one_that_stays() -> None:
    plots = PairPlots(np.ones((4, 4)), ["a", "b"], (0, 1), AREA, DARK).show(np.zeros((4, 2)), 1, keep_first=True)
    assert plots.cloud.colors[:, 3].reshape(3, 4).sum(axis=1).tolist() == [2, 4, 2]


def test_plots_are_drawn_as_they_come_and_not_after_they_have_come() -> None:
    """No plot that comes is empty; tracks that come in the room that the first plot left are as far as the count."""
    values, area = np.stack([np.cos(np.arange(9)), np.sin(np.arange(9)), np.linspace(-1, 1, 9)], axis=1), AREA
    plots = PairPlots(np.ones((9, 4)), ["a", "b", "c"], (0, 1), area, DARK).open(0)
    waves = WavesBeside(range(3), np.ones((9, 4)), Area(0, 6.5, 0, 5), DARK)
    move = waves.as_they_open(plots, values, area, area)
    for share, seen in ((COME, 0), ((COME + OPENS) / 2, 0.5), (OPENS, 1), (0.7, 1), (1.0, 1)):
        move(share)
        alpha, counted = plots.cloud.colors[:, 3].reshape(6, 9), int(8 * share) + 1
        inside = np.abs(plots.places(values) - plots.anchor.get_center()).max(axis=-1) <= plots.built / 2
        inside[:, counted:] = False
        inside[plots.first] = True
        assert ((alpha > 0.8) == inside).all() and ((alpha > 0) == inside).all() and (inside.sum(axis=1) > 0).sum() > 2
        assert plots.opened == pytest.approx(1) or share < OPENS
        tracks = waves.tracks
        assert (tracks.cloud.colors[:, 3].reshape(3, 9) > 0).sum(axis=1).tolist() == [counted] * 3
        assert [part.opacity for part in tracks.drawn] == pytest.approx([seen] * 2)
        assert tracks.labels[0].get_fill_opacity() == tracks.zeros[0].get_stroke_opacity() == pytest.approx(seen)


@pytest.mark.parametrize("area", [Area(-6.7, 6.7, -2.7, 2.7), Area(-2.7, 2.7, -3, 3.9)])
def test_the_first_plot_is_not_small_and_nearly_alone_for_long(reference: Run, area: Area) -> None:
    """Between a large loop and all plots of it lies half a second at most in which the stage has little to see."""
    found, many = evidence_of(reference).training.loops(), int(30 * 2.8 * Time.SLOW)
    inks = np.ones((reference.p, 4))
    main, side = rooms(area, area.width / area.height, low=True)
    plots = PairPlots(inks, [str(neuron) for neuron in found.neurons], found.clearest_pair, main, DARK)
    move = WavesBeside(found.neurons, inks, side, DARK).as_they_open(
        plots, found.reaches[-1], plots.lying_over(np.zeros(3), 2.0), main
    )
    move(0.0)
    large, little = plots.frame.width, 0
    for frame in range(many):
        move(frame / many)
        drawn = (plots.cloud.colors[:, 3].reshape(len(plots.cells), -1) > 0.3).sum(axis=1) > 5
        little += plots.frame.width < 0.75 * large and drawn.sum() < 15
    assert little <= 0.55 * 30


@pytest.mark.parametrize("opened", [0.0, 0.4, 0.9, 1.0])
def test_every_plot_has_its_frame_round_it_while_they_open(opened: float) -> None:
    """As far as it is in the square, as the points are: a frame that stood where it will be would cross them."""
    values = np.stack([np.cos(np.arange(9)), np.sin(np.arange(9)), np.linspace(-1, 1, 9)], axis=1)
    plots = PairPlots(np.ones((9, 4)), ["a", "b", "c"], (0, 1), AREA, DARK)
    plots.stand(AREA, Area(-6, 5, -2, 4), 0.7).open(opened).show(values)
    half, middle = plots.count * plots.pitch / 2, plots.anchor.get_center()
    frames = plots.frames.points.reshape(len(plots.cells), -1, 3)
    for frame, places in zip(frames, plots.places(values), strict=True):
        inside = places[np.abs(places - middle).max(axis=1) <= half]
        assert (inside >= frame.min(axis=0) - 1e-9).all() and (inside <= frame.max(axis=0) + 1e-9).all()
    assert np.abs(frames - middle).max() <= half + 1e-9
    assert np.ptp(frames[plots.first], axis=0)[:2] == pytest.approx(plots.frame.width)


def test_where_plots_come_to_does_not_hang_on_the_frames_in_between() -> None:
    """To the last bit: a play that is skipped leaves them where one that is drawn does."""
    drawn, skipped = (PairPlots(np.ones((4, 4)), ["a", "b"], (0, 1), AREA, DARK) for _ in range(2))
    for share in (*np.linspace(0, 1, 7)[1:], 0.4):
        drawn.stand(AREA, Area(-6, 5, -2, 4), float(share)).open(0.3)
    skipped.stand(AREA, Area(-6, 5, -2, 4), 0.4).open(0.3)
    for one, other in zip(drawn.get_family(), skipped.get_family(), strict=True):
        assert np.array_equal(one.points, other.points)
    assert drawn.radius == skipped.radius and np.array_equal(drawn.seats, skipped.seats)


def test_the_tube_is_the_loop_in_front_and_the_wave_aside(reference: Run) -> None:
    """Its path, seen from the two sides, goes through what was measured."""
    found = evidence_of(reference).training.loops()
    pair = found.reaches[-1][:, list(found.clearest_pair)]
    tube = WaveTube(pair, np.ones((len(pair), 4)), ["one", "other"], Area(-6, 6, -2.5, 2.5), DARK)
    path = tube.path[::STEPS]
    assert path[:, [0, 2]] == pytest.approx(pair) and np.ptp(np.diff(path[:, 1])) == pytest.approx(0, abs=1e-9)
    front = tube.space.project(tube.path)
    assert np.corrcoef(front[:, 1], tube.path[:, 2])[0, 1] > 0.98, "up is up"
    assert np.ptp(front[:, 1]) > 0.64 * 5 and front[:, 1].max() < 2.5, "it has all of the room over what is written"
    aside = tube.turn(1).space.project(path)
    assert (np.diff(aside[:, 0]) > 0).all() and np.corrcoef(aside[:, 1], pair[:, 1])[0, 1] > 0.99
    rings = tube.show(10).field.grid
    assert np.ptp(rings[10 * STEPS + 1 :], axis=(0, 1)) == pytest.approx(0, abs=1e-9), "what is ahead is not there yet"


@pytest.mark.parametrize("aspect", ASPECTS)
def test_the_first_plot_and_the_tube_seen_from_the_front_lie_upon_each_other(reference: Run, aspect: str) -> None:
    """Point upon point, as far into the depth as the middle is, so that no loop is seen twice as one gives way."""
    found, furniture = evidence_of(reference).training.loops(), Furniture()
    furniture.frame = Frame(aspect, 720)
    area, values, (i, j) = furniture.content, found.reaches[-1], found.clearest_pair
    tube = WaveTube(values[:, [i, j]], np.ones((reference.p, 4)), ["one", "other"], area, DARK)
    plots = PairPlots(np.ones((reference.p, 4)), [str(n) for n in found.neurons], (i, j), area, DARK).open(0)
    plots.stand(area, plots.lying_over(*tube.front), 1)
    inside = np.abs(values[:, [i, j]]).max(axis=1) <= 1  # what is past 1 is pressed against a plot's edge
    level = np.insert(values[:, [i, j]], 1, 0, axis=1)
    assert inside.mean() > 0.5
    seen = tube.space.project(level[inside])
    assert plots.places(values)[plots.first][inside] == pytest.approx(seen, abs=0.02)


def test_in_an_upright_picture_the_tube_takes_the_room_that_no_name_needs() -> None:
    area, turn = Area(-3.5, 3.5, -4, 4), np.linspace(0, 12, 25)
    tube = WaveTube(
        np.stack([np.cos(turn), np.sin(turn)], axis=1), np.ones((25, 4)), ["neuron 9", "neuron 8"], area, DARK
    )
    across = tube.space.project(tube.path)[:, 0]
    assert np.ptp(across) > 0.5 * area.width and across.max() < area.right
    assert all(part.get_left()[0] > area.left for part in tube.upward.follow().lettering)


@pytest.mark.parametrize("aspect", ASPECTS)
def test_no_name_leaves_the_picture_as_the_tube_turns(reference: Run, aspect: str) -> None:
    """All lettering that can be seen lies inside at every angle, "neuron 205", which stands at the left, above all."""
    found, furniture = evidence_of(reference).training.loops(), Furniture()
    furniture.frame = Frame(aspect, 720)
    area, pair = furniture.content, list(found.clearest_pair)
    names = [f"neuron {found.neurons[n]}" for n in pair]
    tube = WaveTube(found.reaches[-1][:, pair], np.ones((reference.p, 4)), names, area, DARK)
    for share in np.linspace(0, 1, 9):
        tube.turn(float(share))
        lettering = [part for axes in (tube.across, tube.upward, tube.counted) for part in axes.follow().lettering]
        seen = [Area.around(part) for part in lettering if part.family_members_with_points()[0].get_fill_opacity() > 0]
        assert len(seen) > 1 and all(min(one.left - area.left, area.right - one.right) > 0 for one in seen)
        assert all(min(one.bottom - area.bottom, area.top - one.top) > 0 for one in seen)


def test_what_is_said(reference: Run) -> None:
    lines = [beat.line for beat in play("loops_scene", reference).beats]
    assert "21 pairs" in lines[3] and "165" in lines[5] and "4" in lines[5] and "has no loop" in lines[5]


class Curves(NamedTuple):
    step: np.ndarray
    train_accuracy: np.ndarray
    test_accuracy: np.ndarray


def test_the_cursor_stands_on_the_curves() -> None:
    history = Curves(np.array([0.0, 50, 100]), np.array([0.0, 1, 1]), np.array([0.0, 0, 1]))
    panel = AccuracyPanel(history, Area(-3, 3, -2, 2), DARK).mark(75)
    (seen, unseen), chart = panel.cursor.dots, panel.chart
    assert seen.get_center() == pytest.approx(chart.places([75], [1])[0])
    assert unseen.get_center() == pytest.approx(chart.places([75], [0.5])[0])
    assert panel.cursor.upright.get_x() == pytest.approx(seen.get_x())


def test_the_names_of_curves_cross_no_rule() -> None:
    history = Curves(np.arange(101.0), np.ones(101), np.arange(101.0) > 40)
    panel = AccuracyPanel(history, Area(-3, 3, -2, 2), DARK)
    for name in panel.names:
        for rule in panel.chart.rules:
            assert not name.get_bottom()[1] <= rule.get_y() <= name.get_top()[1]


@pytest.mark.parametrize("aspect", ASPECTS)
def test_readings_stand_clear_of_each_other_and_of_rules_in_the_lowest_panel(reference: Run, aspect: str) -> None:
    furniture = Furniture()
    furniture.frame = Frame(aspect, 720)
    _, side = rooms(furniture.content, furniture.frame.ratio)
    panel = AccuracyPanel(reference.history, side, DARK).mark(165)
    seen, unseen = panel.readings(1.0, 0.037, Size.LABEL)
    assert seen.get_bottom()[1] > unseen.get_top()[1]
    levels = [rule.get_y() for rule in panel.chart.rules]
    assert not any(one.get_bottom()[1] < level < one.get_top()[1] for one in (seen, unseen) for level in levels)


def test_the_plot_takes_the_height_that_two_tracks_leave_where_it_is_not_as_wide_as_the_picture() -> None:
    """In a square and at 4:5 a sixth more, and over half of a phone's height; elsewhere as much."""
    sizes = {}
    for aspect in ASPECTS:
        furniture = Furniture()
        furniture.frame = Frame(aspect, 720)
        area, ratio = furniture.content, furniture.frame.ratio
        below, low = rooms(area, ratio)[0], rooms(area, ratio, low=True)[0]
        sizes[aspect] = low.height / below.height, low.height / area.height
    assert sizes["16:9"][0] == sizes["9:16"][0] == 1
    assert min(sizes["4:5"][0], sizes["1:1"][0]) > 1.15 and sizes["4:5"][1] > 0.68
    assert tracks_in(Area(-3, 3, -9, 9), ["a", "b"], np.ones((4, 4)), DARK).pitch < 2.5, "waves, not walls"


def test_all_is_said_only_where_nothing_is_missing() -> None:
    shares = [percent(share).replace(NARROW, " ") for share in (0.9996, 1.0, 0.0368)]
    assert shares == ["99 %", "100 %", "4 %"]


def test_the_frame_holds_the_first_pair_all_the_way_and_grows_once(reference: Run) -> None:
    """Nothing of it is pressed against an edge anywhere in training; wound back, what is needed never shrinks."""
    scene, found = play("loops_scene", reference), evidence_of(reference).training.loops()
    pair, way = list(found.clearest_pair), np.linspace(found.pace[found.memorized], 1, 60)
    widths = [found.width_at(float(pace)) for pace in way]
    assert (np.diff(widths) <= 0).all() and widths[-1] == 1.0 and 20 < max(widths) < 25
    for pace, width in zip(way, widths, strict=True):
        assert np.abs(found.at(float(pace))[1][:, pair]).max() <= width * (1 + 1e-6)
    assert f"must grow {max(found.widths):.0f}-fold" in scene.beats[4].line
    sign = scene.grown.hold(found.reaches[found.memorized], 4.0, 8.0)
    assert sign.before.width == pytest.approx(scene.plots.frame.width / 8) and sign.by.number.markup == "4.0"
    assert sign.needed.width == pytest.approx(4 * sign.before.width)
    for frame in (sign.before, sign.needed):
        assert frame.get_center() == pytest.approx(scene.plots.frame.get_center())


def test_the_frame_is_seen_to_grow_around_a_mark_that_stays(reference: Run) -> None:
    """Twice: one steps back as training goes, then the loop's frame and its name stand and the other frame grows."""
    scene, found = play("loops_scene", reference), evidence_of(reference).training.loops()
    grown, way, (lost, widest), steps = scene.grown, scene.way, found.turns, []

    def shown(change: Callable[[float], None]) -> tuple[np.ndarray, np.ndarray]:
        sizes = []
        for share in np.linspace(0, 1, 9):
            change(float(share))
            sizes.append((grown.before.width, grown.needed.width))
            steps.append(scene.panel.cursor.get_x())
        before, needed = np.array(sizes).T / scene.plots.frame.width
        return before, needed

    name = grown.called.family_members_with_points()[0]
    way.stand(1.0, 1.0)
    assert name.get_fill_opacity() == 0 == grown.plates[1].get_fill_opacity(), "there is but one frame"
    for here, there in ((1.0, lost), (lost, widest)):
        steps.clear()
        before, needed = shown(way.go_back(here, there))
        assert (np.diff(steps) < 0).all(), "training never stands still while the view steps back"
        assert (np.diff(before) <= 1e-9).all() and before[-1] == pytest.approx(1 / found.width_at(there))
        assert (np.diff(needed / before) >= -1e-9).all() and needed[-1] == pytest.approx(1)
        assert before[3:] == pytest.approx(before[-1]) and needed[3] < 0.7, "then the mark stands, in a wider picture"
        assert name.get_fill_opacity() == 1
        assert grown.leader.get_end() == pytest.approx(grown.before.get_corner(DR))
    before, needed = shown(way.go(widest, lost))
    assert needed == pytest.approx(1) and (np.diff(before) >= 0).all(), "forward one comes near again"


def test_the_network_that_memorized_is_seen_from_near(reference: Run) -> None:
    """In the frame that its points alone need, a third of the widest; on the way there and back it holds all points."""
    scene, found = play("loops_scene", reference), evidence_of(reference).training.loops()
    grown, way, pair = scene.grown, scene.way, list(found.clearest_pair)
    start, (_, widest) = float(found.pace[found.memorized]), found.turns
    there, back, widths = way.go_in(widest, start), way.go_out(start, widest), []
    for share in np.linspace(0, 1, 13):
        there(float(share))
        widths.append(scene.plots.frame.width / grown.before.width)
        assert grown.needed.width == pytest.approx(scene.plots.frame.width), "the frame that is told fills the picture"
        assert grown.by.number.markup == f"{widths[-1]:.1f}"
        values = found.at(widest + float(share) * (start - widest))[1][:, pair]
        assert np.abs(values).max() <= widths[-1] * (1 + 1e-6)
        back(float(1 - share))
        assert scene.plots.frame.width / grown.before.width == pytest.approx(widths[-1])
    alone = np.abs(found.reaches[found.memorized][:, pair]).max()
    assert widths[0] == pytest.approx(found.width_at(widest)) and widths[-1] == pytest.approx(alone)
    assert (np.diff(widths) <= 1e-9).all() and widths[-1] < widths[0] / 2.5


def test_where_a_loop_is_lost(reference: Run) -> None:
    """From then on to the end it keeps away from its middle; its frame is widest earlier than that."""
    found = evidence_of(reference).training.loops()
    lost, widest = found.turns
    pair = found.reaches[..., list(found.clearest_pair)]
    holes = np.hypot(*pair.transpose(2, 0, 1))
    open_then = (holes.min(axis=1) / holes.max(axis=1))[found.pace > lost]
    assert open_then.min() >= 0.1 and found.width_at(widest) == found.widths.max() > 20
    assert found.pace[found.memorized] <= widest < lost < 1
    still = replace(found, values=np.broadcast_to(found.values[-1], found.values.shape))
    first = found.pace[found.memorized]
    assert still.turns == pytest.approx(((1 + first) / 2, (1 + 3 * first) / 4)), "never lost, and never wider"


def test_the_loop_comes_last(reference: Run) -> None:
    """When the exam is passed the pair is a streak, one neuron's wave large and the other's small; then it opens."""
    found = evidence_of(reference).training.loops()
    place, pair = int((found.test_accuracy >= 0.99).argmax()), list(found.clearest_pair)
    for when, flat in ((place, True), (-1, False)):
        spread = np.linalg.svd(found.reaches[when][:, pair], compute_uv=False)
        assert (spread[1] < 0.1 * spread[0]) == flat
    assert sorted(found.wave_shares[place][pair] > 0.9) == [False, True]
    assert found.loop_comes_last and "The loop comes last." in play("loops_scene", reference).beats[-1].line
    early = replace(found, test_accuracy=np.where(found.step < 35_000, 0.0, found.test_accuracy))
    assert not early.loop_comes_last, "where the exam is passed after the loop has opened"
    assert not replace(found, test_accuracy=0 * found.test_accuracy).loop_comes_last


def test_waves_stand_beside_the_pairs_only_where_there_is_room() -> None:
    """Over them in tall frames, whose labels stand clear of each other; not in squares, where each would be too low."""
    wide, narrow, tall, square = (
        WavesBeside(range(7), np.ones((5, 4)), Area(0, width, 0, height), DARK).show(np.zeros((5, 7)), 2)
        for width, height in ((6.5, 5), (3.5, 5), (5.39, 2.85), (7.28, 2.16))
    )
    assert tall.there and not square.there
    assert all(one.get_bottom()[1] > two.get_top()[1] + 0.05 for one, two in pairwise(tall.tracks.labels))
    assert wide.there and wide.tracks.cloud.colors[:, 3].reshape(7, 5).sum() == 21
    assert not narrow.there and len(narrow) == 0


def test_each_wave_moves_the_point_alone_before_both_do(reference: Run) -> None:
    """One across, at the height of the middle, and the other up, above where the first number is; there and back."""
    moved = play("loops_scene", reference).moved.copy()
    guides, (across, up) = moved.guides, moved.waves
    ways = [[move.mobject for move in step.animations] for step in guides.in_turn()]
    assert ways == [[guides.side_dot, guides.side_leg], [guides.up_dot, guides.up_leg]]
    for way, dot, wave in ((0, guides.side_dot, across), (1, guides.up_dot, up)):
        live, move = moved.show(0).swing(way)
        assert list(live) == [ways[way][1], dot, moved.point], "the other one stands still"
        seen = []
        for share in np.linspace(0, 1, 81):
            move(share)
            place, number = moved.point.get_center(), np.interp(dot.get_x(), wave[:, 0], np.arange(len(wave)))
            assert place[1 - way] == pytest.approx(moved.places[0, 0] if way else moved.middle[1])
            assert dot.get_y() == pytest.approx(np.interp(dot.get_x(), *wave[:, :2].T))
            assert place[way] == pytest.approx(np.interp(number, np.arange(len(wave)), moved.places[:, way]))
            seen.append(place[way])
        assert [seen[0], seen[-1]] == pytest.approx([moved.places[0, way]] * 2)
        assert np.ptp(seen) > 0.8 * np.ptp(moved.places[:, way]), "all of the way across or up"
    low, high = moved.places.min(axis=0), moved.places.max(axis=0)
    for way, rail in enumerate(moved.rails):
        ends = np.array([rail.get_start(), rail.get_end()])
        assert ends[:, way] == pytest.approx([low[way], high[way]]), "one sees how far it can move the point"
        assert ends[:, 1 - way] == pytest.approx([moved.middle[1 - way]] * 2)
        assert any(move.mobject is rail for move in moved.come(way)), "or the frame were empty but for a stroke"
    assert moved.show(5).point.get_center() == pytest.approx(moved.places[5])


def test_as_y_counts_up_the_point_and_its_guides_move_in_every_frame(reference: Run) -> None:
    """Straight from one number's place to the next one's, with the points that have been and no other."""
    scene, last = play("loops_scene", reference), reference.p - 1
    moved = scene.moved.copy()
    seen = []
    for frame in range(1, 188):
        number = last * (frame / 187) ** 1.6
        dots = [moved.show(number).point, moved.guides.up_dot, moved.guides.side_dot]
        seen.append([dot.get_center() for dot in dots])
    assert (np.abs(np.diff(seen, axis=0)).max(axis=-1) > 1e-6).all()
    moved.show(2.25)
    assert moved.point.get_center() == pytest.approx(0.75 * moved.places[2] + 0.25 * moved.places[3])
    assert moved.guides.up_leg.get_end() == pytest.approx(moved.point.get_center(), abs=1e-3)
    plots = PairPlots(np.ones((3, 4)), ["1", "2"], (0, 1), Area(-2, 2, -2, 2), DARK).open(0)
    visible = plots.show(np.zeros((3, 2)), 1.5).cloud.colors[:, 3].reshape(-1, 3)[plots.first] > 0
    assert visible.tolist() == [True, True, False]
    values = np.array([[0.0, 0.0], [0.2, 0.1], [0.3, 0.3]])
    lines, place = plots.show(values, 1.25).lines, plots.places(values)[plots.first]
    (start, grown), first = lines.curves()[2 * plots.first + 1], lines.curves()[2 * plots.first]
    assert start == pytest.approx(place[1]) and grown == pytest.approx(0.75 * place[1] + 0.25 * place[2])
    assert first == pytest.approx(place[:2]) and lines.colors[2 * plots.first + 1, 3] > 0
    whole = plots.open(1).show(values, 1.25, keep_first=True).lines.curves()[2 * plots.first + 1]
    assert whole == pytest.approx(plots.places(values)[plots.first, 1:]), "the first plot's line stays"


def test_a_track_s_line_grows_to_the_next_number_as_the_count_comes_to_it() -> None:
    tracks = tracks_in(Area(-3, 3, -1, 1), ["a", "b"], np.ones((4, 4)), DARK)
    values = np.array([[0.0, 0.0], [0.5, 0.2], [1.0, -0.4], [0.3, 0.3]])
    places = tracks.places(values)
    for until, end in ((1.0, places[:, 1]), (1.25, 0.75 * places[:, 1] + 0.25 * places[:, 2]), (3.0, places[:, 3])):
        curves = np.array(tracks.show(values, until).line.curves())
        assert curves[:, -1] == pytest.approx(end)
        assert curves[:, : int(until) + 1] == pytest.approx(places[:, : int(until) + 1])
    assert np.array(tracks.show(values, np.inf).line.curves()) == pytest.approx(places)
