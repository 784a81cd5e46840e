"""What replay_scene says of the reference run: what was there when, read in single checkpoints by other means."""

from __future__ import annotations

from copy import copy
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from tests.conftest import evidence_of
from tests.test_stage import lines_of, play, watching
from transparent_box.model.analysis.structures import Structures
from transparent_box.model.runs.run import Run, grid_activations, grid_neurons
from transparent_box.model.storage import RunError
from transparent_box.model.transformer import token_rows
from transparent_box.scenes.look.frame import Area, Frame
from transparent_box.scenes.look.rates import second_half
from transparent_box.scenes.look.theme import THEMES
from transparent_box.scenes.mobjects.charts.trail import Trail
from transparent_box.scenes.mobjects.clocks.ring_cloud import RingCloud
from transparent_box.scenes.mobjects.shapes.space import Space
from transparent_box.scenes.mobjects.training.growing_chain import Closeness, GrowingChain
from transparent_box.scenes.mobjects.training.growing_desk import GrowingDesk
from transparent_box.scenes.mobjects.training.training_strip import foot_and_rest, whole_strip
from transparent_box.scenes.output.job import Job
from transparent_box.scenes.output.jobs import stage_job
from transparent_box.scenes.replay_scene import DOTS, SOONER, STIRS, ReplayScene
from transparent_box.scenes.stage.carrying import Carried, ease_in, fading, shrink_into


@pytest.fixture(scope="module")
def scene(reference: Run) -> ReplayScene:
    found: ReplayScene = play("replay_scene", reference)
    return found


@pytest.fixture(scope="module")
def found(scene: ReplayScene) -> Structures:
    return scene.found


def test_the_training_is_drawn_from_its_first_step_to_its_last_before_it_is_replayed(reference: Run) -> None:
    """As at the end of recap_scene: axes, then curves along them, then what is read where they end."""
    steps, picture = np.array([0.0, 9_000.0, 40_000.0]), Area(-6, 6, -3, 3)
    strip = whole_strip(picture, "16:9", reference.history, steps, THEMES["dark"])
    whole = [curve.points.copy() for curve in strip.chart.curves]
    axes, runs, read = strip.drawn()
    right = strip.chart.places([40_000.0], [0.0])[0, 0]
    assert all(curve.width < 0.05 for curve in strip.chart.curves), "nothing is told yet"
    runs.begin()
    for share in (0.25, 0.5):
        runs.interpolate(share)
        ends = strip.chart.places([runs.rate_func(share) * 40_000], [0.0])[0, 0]
        assert [curve.get_right()[0] for curve in strip.chart.curves] == pytest.approx([ends] * 2, abs=0.05)
    runs.interpolate(1.0)
    for curve, before in zip(strip.chart.curves, whole, strict=True):
        assert curve.points == pytest.approx(before) and curve.get_right()[0] == pytest.approx(right, abs=0.05)
    assert axes.rate_func(0.5) == 1.0 and read.rate_func(0.5) == 0.0 and read.mobject is strip.live
    assert strip.scores.step.number.markup == "40,000"


def test_the_snapshots_told_are_those_that_are_replayed(found: Structures, reference: Run) -> None:
    assert evidence_of(reference).training.snapshots(40_000).tolist() == found.step.tolist()


@pytest.mark.parametrize("step", [0, 9000, 40_000])
def test_checkpoints_are_those_kept_and_read_as_they_were(found: Structures, reference: Run, step: int) -> None:
    """Some of them, from their weights: all probes by hand, and three surfaces of the whole network at that step."""
    assert set(found.step.astype(int)) <= set(reference.checkpoints.steps.tolist())
    place = int(np.searchsorted(found.step, step))
    index = reference.checkpoints.steps.tolist().index(int(found.step[place]))
    weights = reference.show_weights(next(reference.checkpoints.networks([index])))
    tokens = token_rows(weights)[0]
    for clock, ring in zip(reference.clocks, found.rings[place], strict=True):
        for probe, seen in zip((clock.cos, clock.sin), ring, strict=True):
            read = tokens[:, probe.columns] @ probe.weights
            assert seen == pytest.approx(read - read.mean(), abs=1e-4)
    then, evidence = grid_activations(weights, reference.p), evidence_of(reference)
    expected = {
        "neuron": then.mlp_pre[..., evidence.shown_neuron],
        "output": then.mlp_out[..., evidence.diagonal_output[0]],
        "answer": then.logits[..., 7],
    }
    for name, surface in expected.items():
        assert getattr(found, name)[place] == pytest.approx(surface - surface.mean(), abs=1e-3)


def test_neurons_alone_are_those_of_the_whole_network(reference: Run) -> None:
    weights = reference.show_weights(next(reference.checkpoints.networks([50])))
    whole = grid_activations(weights, reference.p)
    for alone, found in zip(
        grid_neurons(weights, reference.p), (whole.residual, whole.mlp_pre, whole.mlp_post), strict=True
    ):
        assert np.array_equal(alone, found)


def test_arrows_are_those_of_the_interference_chapter(found: Structures, reference: Run) -> None:
    """At the last checkpoint, which is the final network."""
    phasors = evidence_of(reference).phasors(evidence_of(reference).shown_frequency)
    assert found.step[-1] == 40_000
    assert found.around[-1] == pytest.approx(phasors.arrows["x"], abs=1e-3)
    assert found.along[-1] == pytest.approx(phasors.arrows["x + y"], abs=1e-3)


def test_as_much_changes_from_one_to_the_next(found: Structures) -> None:
    steps = np.diff(found.pace)
    assert found.pace[0] == 0 and found.pace[-1] == 1
    assert steps.max() < 0.08 and steps.max() < 4 * np.median(steps)


def test_rings_crystallise(found: Structures) -> None:
    """Noise that grows, and only after the score has jumped a ring; all numbers near it at the end."""
    first, memorized, last = 0, int(np.searchsorted(found.step, 165)), len(found.step) - 1
    distances = np.linalg.norm(found.rings, axis=2)  # (f, q, p) of numbers from the middles of their rings
    spread = np.sqrt(np.square(distances).mean(axis=-1))
    roundness = 1 - distances.std(axis=-1) / distances.mean(axis=-1)
    assert (spread[memorized] > spread[first]).all()
    assert (roundness[first] < 0.65).all() and (roundness[last] > 0.9).all()


def test_ridges_come_through_the_noise(found: Structures, reference: Run, scene: ReplayScene) -> None:
    share = evidence_of(reference).share_along_answer
    before = int(np.searchsorted(found.step, 1500))
    for surfaces in (found.output, found.answer):
        assert share(surfaces[before].astype(float)) < 0.06 and share(surfaces[-1].astype(float)) > 0.9
    quiet = int(np.searchsorted(found.step, 7000))
    assert reference.history.test_accuracy[reference.history.step <= found.step[quiet]].max() < 0.15, "creeping"
    assert share(found.answer[quiet].astype(float)) > 4 * share(found.answer[before].astype(float)), "and building"
    stirring = np.interp(7250, found.step, [share(values.astype(float)) for values in found.answer])
    outputs = np.interp(7250, found.step, [share(values.astype(float)) for values in found.output])
    assert outputs < stirring / 2, "which cannot be said of the output beside them"
    said, end = lines_of(scene)["surfaces"], share(found.answer[-1].astype(float))
    first, last = (f"{100 * along:.0f}" for along in (stirring, end))
    assert f"As the exam stirs, {first}\u202f% of the votes run along x + y; in the end, {last}" in said
    assert "the votes for 7." in said and scene.desk.names["answer"] == "votes for 7", "called so on the desk, too"


def test_one_chain_curls_shut_and_one_points(found: Structures) -> None:
    early = int(np.searchsorted(found.step, 165))
    straightness = np.abs(found.along.sum(axis=1)) / np.abs(found.along).sum(axis=1)
    assert straightness[0] < 0.3 and straightness[-1] > 0.95
    assert np.abs(found.around[-1].sum()) < 0.05 * np.abs(found.around[-1]).sum()
    assert np.abs(found.along[early]).sum() < 0.1 * np.abs(found.along[-1]).sum(), "next to nothing at first"


def test_between_checkpoints_it_runs_straight(found: Structures) -> None:
    middle = found.at(float(found.pace[3:5].mean()))
    assert middle.step[0] == pytest.approx(found.step[3:5].mean())
    assert middle.answer[0] == pytest.approx(found.answer[3:5].mean(axis=0), abs=1e-4)
    assert found.at(1.0).step[0] == found.step[-1]


def test_it_can_end_earlier(grokked_run: Run) -> None:
    job = Job("replay_scene", grokked_run.folder, "l", 1, "png", settings=(("until", 300),))
    with stage_job(job) as scene:
        assert scene.until == 300
    steps = evidence_of(grokked_run).training.structures(300, 7).step
    assert steps[-1] >= 300 and steps[-2] < 300


def test_a_step_beyond_the_end_is_refused(grokked_run: Run) -> None:
    job = Job("replay_scene", grokked_run.folder, "l", 1, "png", settings=(("until", 99_999),))
    with stage_job(job) as scene, pytest.raises(RunError, match=r"no until 99999"):
        scene.construct()


def test_it_is_as_long_as_it_should_be(scene: ReplayScene) -> None:
    assert 30 <= scene.beats[-1].end <= 75 and 5 <= len(scene.beats) <= 8


def test_how_much_is_a_wave_is_measured_as_a_fit_would(found: Structures, reference: Run) -> None:
    """R² of every clock: what the best cosine and sine of its frequency leave of both of its readings."""
    turn = 2 * np.pi * np.arange(reference.p) / reference.p
    for place in (0, 10, len(found.step) - 1):
        for number, clock in enumerate(reference.clocks):
            waves = np.stack([np.cos(clock.frequency * turn), np.sin(clock.frequency * turn)], axis=1)
            readings = found.rings[place, number].T.astype(float)
            left = readings - waves @ np.linalg.lstsq(waves, readings, rcond=None)[0]
            r2 = 1 - np.square(left).sum() / np.square(readings).sum()
            assert found.r2[place, number] == pytest.approx(r2, abs=1e-5)


def test_it_was_building_while_the_exam_only_crept(found: Structures, scene: ReplayScene, reference: Run) -> None:
    """The claim of the chapter: R² of the clock that is shown climbs steadily before the exam stirs."""
    assert scene.quiet == (144, 7250) and reference.history.exam_between(144, 7200).max() < 0.15
    at = np.interp([165, 1500, 5800, 8300, 40_000], found.step, found.r2[:, 0])
    assert at == pytest.approx([0.11, 0.21, 0.35, 0.50, 0.98], abs=0.015)
    quiet = found.r2[(found.step >= 144) & (found.step <= 7250)].mean(axis=1)
    assert (np.diff(quiet) > 0).all() and quiet[-1] > 2 * quiet[0]
    exam = "While the exam creeps from 3\u202f% to 15\u202f%, the network is building all the time."
    assert exam in lines_of(scene)["all_at_once"] and round(100 * reference.history.exam_between(144, 7250)[0]) == 3
    assert "A cloud at first, but R² climbs. Clean rings come once the exam is passed." in lines_of(scene)["clocks"]
    assert np.interp(10_980, found.step, found.r2.mean(axis=1)) < 0.75 and found.r2[-1].min() > 0.97


def test_numbers_have_the_colors_of_their_hours(scene: ReplayScene, reference: Run) -> None:
    """On each clock those that lie side by side at the end are of like colors, which come round once."""
    (rings,) = copy(scene.desk).clocks()[0].parts
    assert isinstance(rings, RingCloud) and len(rings.colors) == len(reference.clocks)
    for clock, seen in zip(reference.clocks, rings.colors, strict=True):
        order = np.argsort(clock.frequency * np.arange(reference.p) % reference.p)
        steps = np.linalg.norm(np.diff(seen[np.append(order, order[0])], axis=0), axis=1)
        assert steps.max() < 0.06 < np.linalg.norm(np.diff(seen, axis=0), axis=1).max()


def ring_in(cell: Area, name: str) -> RingCloud:
    """One clock whose points reach twice as far as its ring, in a cell."""
    points = np.array([[[2.0, 0, -2, 0], [0, 2, 0, -2]]])
    return RingCloud(points, np.full(1, 0.98), [name], 2.0, [cell], np.ones((1, 4, 4)), THEMES["dark"])


def test_in_a_low_cell_one_line_of_words_leaves_a_clock_more_room() -> None:
    """Where that makes it larger and the words fit; nothing that is seen of the cloud lies on them."""
    wide, narrow, high = Area(0, 1.63, 0, 1.41), Area(0, 1.3, 0, 1.41), Area(0, 1.63, 0, 2.38)
    for cell, name, line in (wide, "41 turns", True), (narrow, "41 turns", False), (high, "41 turns", False):
        clock = ring_in(cell, name)
        (label,), (share,) = clock.names, clock.shares
        assert (share.get_left()[0] > label.get_right()[0]) == line == (share.baseline == pytest.approx(label.baseline))
        assert (share.get_bottom()[1] > label.get_top()[1]) != line
        assert clock.cloud.points[:, 1].min() > max(share.get_top()[1], label.get_top()[1]) + 0.1
        assert cell.left < min(label.get_left()[0], share.get_left()[0])
        assert cell.right > max(label.get_right()[0], share.get_right()[0])
    assert ring_in(wide, "41 turns").radii[0] > 1.25 * ring_in(wide, "1,041 turns").radii[0]


def test_most_of_the_clocks_time_is_for_what_comes_after_the_quiet_steps(scene: ReplayScene) -> None:
    desk = copy(scene.desk).pace_by(*SOONER)
    assert 1 - desk.moment_of(7250) == pytest.approx(0.6) and desk.moment_of(40_000) == 1
    assert scene.desk.moment_of(7250) == pytest.approx(STIRS), "the others' is the others'"


def test_chains_are_dots_no_longer_than_a_moment(found: Structures, scene: ReplayScene) -> None:
    """A tenth into their run both are a sixth, at least, of what they are when the exam stirs, where all is held."""
    desk = copy(scene.desk).pace_by(*DOTS)
    assert desk.moment_of(7250) == pytest.approx(STIRS)
    for kind in ("around", "along"):
        early, stirs = (
            np.abs(getattr(found.at(float(np.interp(moment, *desk.pacing))), kind)).sum() for moment in (0.1, STIRS)
        )
        assert early > 0.15 * stirs


def test_half_of_the_time_is_for_the_quiet_steps(found: Structures, scene: ReplayScene) -> None:
    desk, spent = copy(scene.desk), []
    desk.pictures = []
    for moment in np.linspace(0, 1, 101):
        desk.show(float(moment))
        spent.append(desk.strip.cursor.x)
    assert (np.diff(spent) > 0).all() and (spent[0], spent[-1]) == (0, 40_000)
    assert np.mean([144 <= step <= 7251 for step in spent]) == pytest.approx(0.5, abs=0.02)


def test_without_a_quiet_stretch_time_runs_as_things_change(grokked_run: Run) -> None:
    """And nothing is said of one."""
    told = play("replay_scene", grokked_run)
    assert "A cloud at first. At the end, R² is" in lines_of(told)["clocks"]
    assert told.quiet is None and told.desk.pacing.tolist() == [[0, 1], [0, 1]]
    lines = lines_of(told)
    assert "climbs" not in lines["clocks"] and "the exam" not in lines["all_at_once"]


def test_both_chains_have_their_shape_early_and_grow_unseen(found: Structures, scene: ReplayScene) -> None:
    first, last = (int(np.searchsorted(found.step, step)) for step in (165, 7000))
    assert found.open[first] < 0.1 and found.straight[first] > 0.75
    ends = np.abs(found.along.sum(axis=1))
    assert ends[first] < 0.2 and ends[last] > 1.3 and (np.diff(ends[first:last]) > 0).all()
    for arrows in (found.around, found.along):
        long = np.abs(arrows).sum(axis=1)
        assert long[last] > 2 * long[first]
    gap = np.interp([7250, 10_980], found.step, found.open)
    assert gap == pytest.approx([0.093, 0.011], abs=0.003), "of its length: it gapes, and by the pass it is shut"
    assert scene.desk.moment_of(10_980) == pytest.approx(0.81, abs=0.01)
    long = np.abs(found.along).sum(axis=1)
    assert long[-1] < 0.8 * long.max() and found.step[long.argmax()] < 10_980, (
        "where it ends, lest it be seen to shrink"
    )
    said = lines_of(scene)["arrows"]
    assert "one chain points, one curls. Both grow unseen. As the exam rises, the curl closes." in said


def test_a_chain_grows_on_one_scale_out_of_its_start() -> None:
    """A tenth as large is drawn a tenth as long, from the same ring; its end is counted in its own measure."""
    straight, area = np.full(20, 0.5 + 0j), Area(0, 12, 0, 5)
    drawn = GrowingChain(np.stack([0.1 * straight, straight]), "x", "sum", area, 0.7, THEMES["dark"])
    small, start = float(np.ptp(drawn.ribbon.points[:, 0])), drawn.start.get_center()
    assert drawn.ends.number.markup == "1.00" and drawn.by not in drawn.submobjects
    large = float(np.ptp(drawn.show(straight).ribbon.points[:, 0]))
    assert small == pytest.approx(0.1 * large) and drawn.ends.number.markup == "10.00"
    assert drawn.start.get_center() == pytest.approx(start)
    assert drawn.start.get_x() + drawn.tip.get_x() == pytest.approx(12)


def test_an_enlarged_pair_says_so_and_fits_on_the_way_back() -> None:
    """All that was reached by then fits."""
    turn, sizes = 1.3 * np.exp(2j * np.pi * np.arange(24) / 24), np.array([0.01, 0.1, 0.2, 0.6, 1.0])
    arrows = [sizes[:, None] * turn * np.exp(1j * np.array([0, 2, 3, 0, 0]))[:, None]]
    arrows.append(np.outer(sizes**2, np.full(24, 0.5 + 0j)))
    cells = Area(0, 6, 0, 6), Area(7, 13, 0, 6)
    pair, scale = [], np.inf
    for _ in range(2):  # each on its own scale, and then on the smaller one
        made = zip(arrows, cells, strict=True)
        pair = [GrowingChain(one, "x", "sum", cell, 0.7, THEMES["dark"], scale) for one, cell in made]
        scale = min(chain.per_unit for chain in pair)
    near = Closeness(pair, arrows, np.linspace(0, 1, 5), 0.5)
    assert near.times(0.0) > 3 * near.times(0.5) > 9 and near.times(1.0) == pytest.approx(1.0)
    pair[1].tell_times()
    for pace in np.linspace(0, 1, 21):
        for number, (chain, kind) in enumerate(zip(pair, arrows, strict=True)):
            now = np.array([np.interp(pace, near.pace, one) for one in kind.T])
            near.show(number, now, float(pace))
            points = chain.ribbon.points
            assert chain.room.left - 0.1 < points[:, 0].min() and points[:, 0].max() < chain.room.right + 0.1
            assert chain.room.bottom - 0.1 < points[:, 1].min() and points[:, 1].max() < chain.room.top + 0.1
    assert pair[1].by in pair[1].submobjects and pair[1].by.number.get_fill_opacity() == 0.0, "once it is not"


def test_no_chain_ever_looks_smaller(scene: ReplayScene, found: Structures) -> None:
    """From when the lessons are known until the exam is passed, while it is enlarged less and less."""
    desk = copy(scene.desk)
    pictures = desk.chains(STIRS, 10_980)
    for picture in pictures:
        sizes = []
        for moment in np.linspace(0.1, desk.moment_of(10_980), 60):
            picture.show(found.at(float(np.interp(moment, *desk.pacing))))
            sizes.append(float(np.linalg.norm(np.ptp(picture.parts[0].ribbon.points, axis=0))))
        assert (np.array(sizes) > 0.95 * np.maximum.accumulate(sizes)).all()


def test_chains_are_no_specks_while_they_grow(scene: ReplayScene, found: Structures) -> None:
    """A tenth into their run the larger one is a third as large as when the exam stirs, and then it grows all the time.

    Measured, it is a sixth as long by then: from one distance it was a speck in an empty frame for a second.
    """
    desk = copy(scene.desk).pace_by(*DOTS)
    pictures = desk.chains(STIRS, 10_980)

    def size(moment: float) -> float:
        state = found.at(float(np.interp(moment, *desk.pacing)))
        for picture in pictures:
            picture.show(state)
        return max(float(np.ptp(picture.parts[0].ribbon.points[:, 1])) for picture in pictures)

    sizes = np.array([size(float(moment)) for moment in np.linspace(0.1, STIRS, 30)])
    assert 0.3 * sizes[-1] < sizes[0] < 0.6 * sizes[-1] and (np.diff(sizes) > -0.02 * sizes[-1]).all()


def test_the_trail_is_drawn_as_far_as_training_is(scene: ReplayScene, found: Structures) -> None:
    desk = copy(scene.desk)
    *_, picture = desk.with_trail("#FFFFFF")
    (trail,) = picture.parts
    for moment in (0.3, 0.7, 1.0):
        state = found.at(float(np.interp(moment, *desk.pacing)))
        picture.show(state)
        (end,) = desk.strip.chart.places([state.step[0]], [state.r2[0, 0]])
        assert trail.dot.get_center() == pytest.approx(end, abs=0.02)
        assert trail.line.points[:, 0].max() == pytest.approx(end[0], abs=1e-6)


def test_the_curves_are_high_enough_to_be_read(scene: ReplayScene) -> None:
    """An eighth of the frame in 16:9, and the trail is gone when the next chapter takes them over."""
    assert scene.desk.strip.chart.area.height > scene.frame.size[1] / 8
    assert len(scene.desk.strip.chart.curves) == 2 and not any(isinstance(one, Trail) for one in scene.desk.on_stage)


def test_chains_are_seen_in_frames_of_any_shape() -> None:
    """Both on one scale, and neither a speck."""
    turn, ahead = 1.3 * np.exp(2j * np.pi * np.arange(24) / 24), np.full(24, 0.5)  # ten high; twelve wide
    desk: Any = object.__new__(GrowingDesk)
    desk.grown = SimpleNamespace(
        around=np.stack([0.1 * turn, 0.1 * turn, turn]),
        along=np.stack([0.1 * ahead, 0.1 * ahead, ahead]),
        pace=np.linspace(0, 1, 3),
        step=np.array([0, 50, 100]),
    )
    desk.theme, desk.along, desk.pacing = THEMES["dark"], "x + y", np.array([[0.0, 1.0], [0.0, 1.0]])
    for width, height in ((13.3, 4.0), (5.4, 4.3), (6.0, 5.0)):
        desk.area = Area(0, width, 0, height)
        pictures = desk.chains(0.5, 100.0)
        around, along = (picture.parts[0] for picture in pictures)
        assert around.per_unit == along.per_unit
        assert sum(chain.by in chain.submobjects for chain in (around, along)) == 1, "told once"
        for picture in pictures:
            picture.show(SimpleNamespace(around=0.1 * turn[None], along=0.1 * ahead[None], pace=np.array([0.5])))
        assert np.ptp(along.ribbon.points[:, 0]) > 5 * 0.1 * 12 * 0.5 * along.per_unit, "enlarged"
        assert 12 * along.per_unit > 0.25 * width, "the straight chain is a speck"


@pytest.mark.parametrize(("aspect", "least"), [("9:16", 0.7), ("4:5", 0.38)])
def test_chains_are_as_large_as_a_narrow_frame_lets_them(
    scene: ReplayScene, found: Structures, aspect: str, least: float
) -> None:
    """The straight one grows over so much of the width, and nothing that is written lies in the way of any of them."""
    frame, desk = Frame(aspect, 720), copy(scene.desk)
    desk.area = foot_and_rest(frame.picture, aspect)[1]
    pictures = desk.chains(STIRS, 10_980)
    around, along = (picture.parts[0] for picture in pictures)
    assert around.per_unit == along.per_unit
    assert around.per_unit * np.abs(scene.found.along.sum(axis=1)).max() > least * frame.size[0]
    for moment in (0.0, STIRS, 0.65, 0.7, desk.moment_of(10_980)):
        state = found.at(float(np.interp(moment, *desk.pacing)))
        for picture, chain in zip(pictures, (around, along), strict=True):
            picture.show(state)
            texts = [Area.around(text) for text in (chain.named, chain.ends, chain.by) if text in chain.submobjects]
            assert all(desk.area.left - 0.01 <= one.left and one.right <= desk.area.right + 0.01 for one in texts)
            points = np.concatenate([chain.ribbon.points, chain.start.points, chain.tip.points])
            for text in texts:
                inside = (text.left < points[:, 0]) & (points[:, 0] < text.right)
                assert not (inside & (text.bottom < points[:, 1]) & (points[:, 1] < text.top)).any()


@pytest.mark.parametrize(("aspect", "kinds", "least"), [("16:9", 3, 0.15), ("1:1", 3, 0.27), ("4:5", 2, 0.35)])
def test_surfaces_are_large_in_frames_of_any_shape(scene: ReplayScene, aspect: str, kinds: int, least: float) -> None:
    """Fewer of them where they would be small: the neuron is left out there, and all together one stands for three."""
    frame, desk = Frame(aspect, 720), copy(scene.desk)
    desk.area = foot_and_rest(frame.picture, aspect)[1]
    alone, together = desk.surfaces(), [one for one in desk.overview() if isinstance(one.parts[0], Space)]
    assert len(alone) == kinds and desk.shows_neuron == (kinds == 3)
    assert len(together) == (3 if aspect == "16:9" else 1)
    for space, field, _ in (picture.parts for picture in (*alone, *together)):
        assert np.ptp(space.project(field.points)[:, 0]) > least * frame.size[0]


@watching("replay_scene", "run_to")
def from_and_to(scene: ReplayScene, moment: float, time: float) -> tuple[float, float]:
    """The moments from which and to which training runs."""
    return scene.desk.moment, moment


@watching("replay_scene", "sink")
def cursor_as_all_sinks(
    scene: ReplayScene, place: Area, *pictures: Any, **more: Any
) -> list[tuple[bool, float, float]]:
    """Whether it alone goes back while pictures fade, how far from their place, and to which step; left as it was."""
    found, (strip, cursor) = [], (scene.desk.strip, scene.desk.strip.cursor)
    for move in more.get("meanwhile", []):
        move.begin()
        across = cursor.upright.get_x()
        move.interpolate(1.0)
        alone = move.mobject is strip.live and more.get("lost") is fading
        found.append((alone, place.center[0] - across, cursor.x))
        move.interpolate(0.0)
    return found


def test_what_has_grown_is_never_seen_to_shrink_back(scene: ReplayScene) -> None:
    """Wound back once, at the start; then all sinks as it is into its step, and the cursor alone goes back."""
    first, *moves = scene.watched["from_and_to"]
    assert first == (1.0, 0.0) and all(end > start for start, end in moves)
    places = [one for found in scene.watched["cursor_as_all_sinks"] for one in found]
    assert len(places) == 4
    assert all(alone and away == pytest.approx(0, abs=0.1) and end == 0 for alone, away, end in places)


@pytest.mark.parametrize("aspect", ["9:16", "16:9"])
def test_what_leaves_is_gone_before_it_crosses_what_is_written_over_the_curves(reference: Run, aspect: str) -> None:
    """While the pictures that come are seen well, it is hardly seen; and at no moment there is nothing to see."""
    scene = copy(play("replay_scene", reference))
    scene.frame = Frame(aspect, 720)
    desk = scene.set_up()
    (clocks,), place, written = desk.clocks()[0].parts, Area.around(desk.strip.cursor), Area.around(desk.strip.scores)
    leaving = Carried(clocks, shrink_into(clocks.copy(), place, scene.frame.picture), fading, rate_func=ease_in)
    leaving.begin()
    for time in np.linspace(0, 1, 40):
        leaving.interpolate(time)
        seen, comes = clocks.cloud.opacity, second_half(time)
        assert seen < 0.2 or clocks.get_bottom()[1] > written.top
        assert min(seen, comes) < 0.25 and max(seen, comes) > 0.12
    assert clocks.cloud.opacity == 0
