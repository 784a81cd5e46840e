"""What manifold_scene says of the shipped network that wraps lines, by other means than the chapter's."""

from __future__ import annotations

from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pytest
from manim.animation.animation import prepare_animation

from tests.test_stage import play
from transparent_box.model.linebreak.documents import word_length
from transparent_box.model.linebreak.readings import analysis_documents
from transparent_box.model.linebreak.run import LinebreakRun
from transparent_box.model.runs.run import Run
from transparent_box.model.storage import read_json
from transparent_box.scenes.facts import read_facts
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import DARK
from transparent_box.scenes.manifold_scene import OURS
from transparent_box.scenes.mobjects.linebreak.count_desk import SIDES, CountDesk
from transparent_box.scenes.mobjects.linebreak.lag_chart import LagChart
from transparent_box.scenes.mobjects.linebreak.word_states import WordStates
from transparent_box.scenes.stage.stage import SHIPPED_LINES


@pytest.fixture(scope="module")
def lines() -> LinebreakRun:
    return LinebreakRun(SHIPPED_LINES)


def said(reference: Run, name: str) -> str:
    return next(beat.line for beat in play("manifold_scene", reference).beats if beat.name == name)


def variances(points: np.ndarray) -> np.ndarray:
    """Falling eigenvalues of the covariance, as shares."""
    found = np.linalg.eigvalsh(np.cov(points.T.astype(float)))[::-1]
    return found / found.sum()


def test_what_stands_under_a_word_are_its_characters_and_all_before_it(lines: LinebreakRun) -> None:
    found = lines.example
    lengths = found.second.tolist()
    assert [len(" ".join("x" * n for n in lengths[: t + 1])) for t in range(len(lengths))] == found.count.tolist()
    assert len(" ".join("x" * n for n in found.first)) == found.width


def test_the_network_is_ours_and_counted(reference: Run, lines: LinebreakRun) -> None:
    size = sum(array.size for array in lines.weights.to_dict().values())
    note = play("manifold_scene", reference).page.head.markup
    assert f"{size:,}" in note and "not Claude" in note


def test_six_directions_hold_nearly_all_and_no_three_do(reference: Run, lines: LinebreakRun) -> None:
    shares = variances(lines.geometry.count_means)
    assert f"{100 * shares[:6].sum():.1f}" in said(reference, "three_and_three") and shares[:6].sum() > 0.99
    assert shares[:3].sum() < 0.8 and shares[3:6].sum() > 0.2


def test_the_thread_ripples_where_it_is_said(reference: Run, lines: LinebreakRun) -> None:
    means = lines.geometry.count_means.astype(float)
    means -= means.mean(axis=0)
    means /= np.linalg.norm(means, axis=1)[:, None]
    alike = [float(np.mean([means[i] @ means[i + lag] for i in range(len(means) - lag)])) for lag in range(46)]
    trough = int(np.argmin(alike[:31]))
    crest = trough + int(np.argmax(alike[trough:]))
    line = said(reference, "it_ripples")
    assert f"{trough} apart, they lean opposite ways" in line and f"{crest} apart, partly alike" in line
    assert alike[1] > 0.95 and alike[trough] < -0.35 and alike[crest] > 0.2


def test_before_training_it_is_a_knot_then_straight_then_curled(lines: LinebreakRun) -> None:
    sizes = np.linalg.norm(lines.geometry.growth.astype(float), axis=-1).mean(axis=1)
    assert lines.geometry.step[0] == 0 and sizes[0] < sizes[-1] / 10
    straight, bent, curled = (variances(lines.geometry.growth[place])[0] for place in (1, 4, -1))
    assert straight > 0.9 and straight > bent > curled


def test_the_last_of_training_is_what_is_drawn_but_for_fewer_documents(lines: LinebreakRun) -> None:
    axes, last = lines.geometry.count_components, lines.geometry.growth[-1].astype(float)
    drawn = axes.of(lines.geometry.count_means, 6)
    assert np.linalg.norm(drawn - last, axis=1).mean() < 0.15 * np.linalg.norm(drawn, axis=1).mean()


def test_widths_lie_along_counts(lines: LinebreakRun) -> None:
    counts, widths = (side.astype(float) for side in lines.geometry.centered)
    axes = np.linalg.svd(counts - counts.mean(axis=0), full_matrices=False)[2][:6]
    about = widths - widths.mean(axis=0)
    assert ((about @ axes.T) ** 2).sum() / (about**2).sum() == pytest.approx(lines.measured["width_inside"], abs=1e-4)
    nearest = [
        int(lines.geometry.width[np.argmax(widths @ count / np.linalg.norm(widths, axis=1))]) for count in counts[29:90]
    ]
    assert np.median(np.array(nearest) - np.arange(30, 91)) == 0


def test_both_curves_are_drawn_on_the_counts_own_axes(lines: LinebreakRun) -> None:
    """The widths' middle lies on that of the counts that are widths as well, and nothing else is moved."""
    found, means = lines.geometry, lines.geometry.count_means.astype(float)
    middle = means.mean(axis=0)
    axes = np.linalg.svd(means - middle, full_matrices=False)[2][:6]
    flips = np.sign((axes * found.count_components.axes[:6]).sum(axis=1))
    assert found.counts_on_axes == pytest.approx((means - middle) @ axes.T * flips, abs=1e-3)
    both = sorted(set(found.count.tolist()) & set(found.width.tolist()))
    of_widths = found.width_means.astype(float) - found.width_means[np.isin(found.width, both)].mean(axis=0)
    of_counts = means[np.isin(found.count, both)].mean(axis=0) - middle
    assert found.widths_on_axes == pytest.approx((of_widths + of_counts) @ axes.T * flips, abs=1e-3)


def test_without_noise_it_is_nearly_straight_and_shorter(lines: LinebreakRun) -> None:
    def length(run: LinebreakRun) -> float:
        points = run.geometry.count_means.astype(float)
        way = sum(float(np.linalg.norm(b - a)) for a, b in pairwise(points))
        return way / float(np.sqrt(points.var(axis=0).sum()))

    assert lines.recipe.noise > 0 == lines.control.recipe.noise
    assert variances(lines.control.geometry.count_means)[0] > 0.9 > 2 * variances(lines.geometry.count_means)[0]
    assert length(lines) > 2 * length(lines.control)


def test_the_straight_thread_is_drawn_on_our_thread_s_scale(lines: LinebreakRun) -> None:
    """Else it would fill its half of the frame, and not be seen to be shorter."""
    ours, quiet = (run.geometry.counts_on_axes for run in (lines, lines.control))
    for area in (Area(-6, 6, -3, 3), Area(-2.5, 2.5, -4, 4)):
        desk = CountDesk(ours, lines.geometry.count, area, DARK)
        beside = desk.beside(quiet[:, :3], SIDES[:1])
        moved = prepare_animation(desk.move(desk.thread, desk.one, SIDES[:1]))
        moved.begin()
        moved.finish()
        assert beside.space.projection.zoom == pytest.approx(desk.thread.space.projection.zoom)
        seen = beside.space.project(quiet[:, :3])
        middle = (seen.min(axis=0) + seen.max(axis=0)) / 2
        assert middle[:2] == pytest.approx(desk.other.center[:2], abs=0.05)
        first, last = (desk.thread.space.project(ours[:, :3]), seen)
        lengths = [np.linalg.norm(np.diff(points, axis=0), axis=1).sum() for points in (first, last)]
        assert lengths[0] > 4 * lengths[1]


WIDE, SQUARE, HIGH, LOW = (6.8, -3.1, 3.6), (3.64, -2.7, 3.6), (2.7, -2.8, 5.0), (2.7, -1.6, 3.4)


@pytest.mark.parametrize(("picture", "above"), [(WIDE, False), (SQUARE, False), (HIGH, True), (LOW, True)])
def test_both_threads_stand_by_what_they_hold(
    lines: LinebreakRun, picture: tuple[float, float, float], above: bool
) -> None:
    """In the order in which they are told, what each holds near under it; in a high picture above each other, larger
    than they would be, what each holds at its right. No note reaches into the line below.
    """
    area = Area(-picture[0], *picture)
    desk = CountDesk(lines.geometry.counts_on_axes, lines.geometry.count, area, DARK)
    told = desk.facts(("four of five", "seeds curl when trained with noise"), ("24.0 %", "in three more (same scale)"))
    seats, facts = [desk.one, desk.other], [Area.around(fact) for fact in told]
    assert all(min(one.overlap(other)) < 0 for one, other in combinations([*seats, *facts], 2))
    assert all(fact.right < area.right + 1e-6 and fact.bottom >= area.bottom - 0.01 for fact in facts)
    if above:
        assert desk.one.bottom > desk.other.top and desk.one.right == desk.other.right < facts[0].left
        assert min(desk.one.width, 1.2 * desk.one.height) > 0.52 * area.width
        assert all(fact.center[1] == pytest.approx(seat.center[1]) for fact, seat in zip(facts, seats, strict=True))
    else:
        assert desk.one.right < desk.other.left and desk.one.bottom == desk.other.bottom
        for fact, seat in zip(facts, seats, strict=True):
            assert seat.bottom - 0.5 < fact.top < seat.bottom and seat.height < 1.01 * seat.width
    notes = desk.notes("theirs, in Claude 3.5 Haiku: 95 % in 6 directions (Gurnee et al. 2025)", *OURS)
    assert desk.whole.bottom > notes.get_top()[1] and notes.get_bottom()[1] >= area.bottom - 1e-6


def test_what_is_told_of_a_thread_waits_until_that_has_left_its_place(lines: LinebreakRun) -> None:
    """In a high picture a thread that fills it goes to one side, and would cross what is told of it at the other."""
    desk = CountDesk(lines.geometry.counts_on_axes, lines.geometry.count, Area(-2.7, 2.7, -2.8, 5.0), DARK)
    told, _ = desk.facts(("75.8 %", "of the variance, in three directions"), ("24.0 %", "in three more (same scale)"))
    for moves in (desk.take_seats(told, desk.twin()), desk.take_seats(told, sides=SIDES[:1])):
        *_, comes = moves
        assert comes.mobject is told and comes.rate_func(0.5) == 0 < comes.rate_func(0.7) < comes.rate_func(1) == 1


def test_the_other_three_directions_are_seen_on_the_scale_of_the_first(reference: Run) -> None:
    scene = play("manifold_scene", reference)
    twin = scene.twin
    assert twin.cloud.points == pytest.approx(scene.desk.others, abs=1e-6)
    sides = [scene.desk.move(scene.thread, area).mobject.target for area in (scene.desk.one, scene.desk.other)]
    assert sides[0].projection.zoom == pytest.approx(sides[1].projection.zoom)


def test_the_shares_of_both_halves_are_told_so_that_they_add_up(reference: Run) -> None:
    scene = play("manifold_scene", reference)
    these, those = (float(told.split()[0]) for told in scene.halves)
    assert f"{these + those:.1f}" in said(reference, "three_and_three")


def test_seeds_are_told_by_their_reports(lines: LinebreakRun) -> None:
    reports = [read_json(path) for path in sorted(Path(SHIPPED_LINES).glob("seed_*.json"))]
    assert [run.seed for run in lines.judged] == [0, 1, 2, 3, 4]
    for run, report in zip(lines.judged, reports, strict=True):
        assert run.passes == all(statement["passes"] for statement in report["statements"])
        assert run.curls == all(statement["passes"] for statement in report["statements"] if statement["number"] <= 3)
        assert run.offsets == sorted(head["offset"] for head in report["heads"])
    assert [run.seed for run in lines.judged if run.passes] == [1, 3]


def test_theirs_and_ours_are_never_in_one_line(reference: Run) -> None:
    facts = read_facts()
    assert facts["haiku_count_axes"].value == 6 and facts["haiku_count_share"].value == 95
    assert facts["haiku_count_axes"].source == facts["haiku_count_share"].source == "Gurnee et al. 2025"
    for beat in play("manifold_scene", reference).beats:
        assert "Haiku" not in beat.line or not any(sign.isdigit() for sign in beat.line.replace("3.5", ""))


def test_the_chapter_lasts_40_to_85_seconds(reference: Run) -> None:
    assert 40 <= play("manifold_scene", reference).beats[-1].end <= 85


def test_two_points_in_step_stand_at_the_same_number(lines: LinebreakRun) -> None:
    shapes = lines.geometry
    desk = CountDesk(shapes.counts_on_axes, shapes.count, Area(-6, 6, -3, 3), DARK)
    width = desk.along(shapes.widths_on_axes[:, :3])
    pace = desk.in_step(width, shapes.width)
    first, last = pace.ends
    for number in (first, 60, last):
        pace.go((number - first) / (last - first))
        count, place = np.flatnonzero(shapes.count == number)[0], np.flatnonzero(shapes.width == number)[0]
        expected = [shapes.counts_on_axes[count, :3], shapes.widths_on_axes[place, :3]]
        assert pace.points == pytest.approx(np.array(expected), abs=1e-5)


def test_the_knot_is_seen_from_nearby_and_training_on_one_scale(lines: LinebreakRun) -> None:
    """Whatever the step, the thread's points are those that were measured; between two steps they are on the way."""
    shapes = lines.geometry
    desk = CountDesk(shapes.counts_on_axes, shapes.count, Area(-6, 6, -3, 3), DARK)
    told, grown = desk.growing("step:", shapes.step, shapes.growth), shapes.growth[..., :3].astype(float)
    for share, shape, step in (
        (0.0, grown[0], shapes.step[0]),
        (told.second / 2, (grown[0] + grown[1]) / 2, round((shapes.step[0] + shapes.step[1]) / 2)),
        (told.second, grown[1], shapes.step[1]),
        (1.0, grown[-1], shapes.step[-1]),
    ):
        told.grow(share)
        assert told.thread.cloud.points == pytest.approx(shape, abs=1e-6)
        assert told.counter.number.markup == f"{step:,}"
    (small, _, _), (large, _, _) = (np.ptp(view.project(grown[0]), axis=0) for view in (told.afar, told.nearby))
    (times,) = (float(word) for word in told.by.markup.split() if word.replace(".", "").isdigit())
    assert large / small == pytest.approx(times, rel=0.05) and times > 4
    assert all(abs(told.nearby.project(grown[0])[:, axis]).max() <= 6 / (1 + axis) for axis in (0, 1))


def test_the_knot_is_never_a_speck_on_its_way(lines: LinebreakRun) -> None:
    """Up to its second shape one steps back as it grows: it starts as large as seen from nearby, and ends on one scale.

    On one scale alone it was less than a tenth as high as the area for a second, there and back.
    """
    shapes = lines.geometry
    desk = CountDesk(shapes.counts_on_axes, shapes.count, Area(-6, 6, -3, 3), DARK)
    told = desk.growing("step:", shapes.step, shapes.growth)

    def height(share: float) -> float:
        told.grow_near(share)
        return float(np.ptp(told.thread.space.project(told.thread.cloud.points)[:, 1]))

    assert told.thread.space in told.get_family(), "or it would not be drawn anew"
    heights = np.array([height(share * told.second) for share in np.linspace(0, 1, 40)])
    assert heights.min() > 0.35 * 6 and (np.diff(heights) < 0.02 * heights[:-1]).all()
    assert told.thread.space.pose == pytest.approx(told.afar.pose)
    assert told.thread.space.points == pytest.approx(told.afar.points)
    told.grow_near(0.0)
    assert told.thread.space.pose == pytest.approx(told.nearby.pose)


def test_the_columns_are_what_the_network_holds_and_their_mean_is_the_point(lines: LinebreakRun) -> None:
    """Those that slide over the first word's are other words that end like it; all of them together make the mean."""
    found, shapes = lines.example, lines.geometry
    alike, count = lines.states_at(int(found.count[0])), int(found.count[0])
    documents = analysis_documents()
    ends = np.cumsum(word_length(documents.second[:, 1:]) + 1, axis=1) - 1
    words = np.arange(ends.shape[1]) < documents.second_words[:, None]
    assert len(alike) == ((ends == count) & words).sum() > 1000
    assert alike.mean(axis=0) == pytest.approx(shapes.count_means[count - 1], abs=1e-4)
    assert np.abs(alike - lines.example_states[0]).max(axis=1).min() == pytest.approx(0, abs=1e-4)
    means = shapes.count_means[found.count - 1]
    x = np.linspace(-5, 5, len(means))
    held = WordStates(list(x), lines.example_states, means, alike, count, Area(-6, 6, -3, 0), DARK)
    assert held.columns[3].colors[0] == pytest.approx(held.tints(lines.example_states[3][None])[0], abs=1e-6)
    held.average(0.0)
    assert held.columns[0].colors[0] == pytest.approx(held.tints(lines.example_states[0][None])[0], abs=1e-3)
    assert held.counter.number.markup == "1"
    held.crowd_in(1.0).average(1.0).mean_at_all(1.0)
    for column, mean in zip(held.columns, means, strict=True):
        assert column.colors[0] == pytest.approx(held.tints(mean[None])[0], abs=1e-3)
    assert held.counter.number.markup == f"{len(alike):,}" and held.crowd.opacity == 0
    held.shrink(1.0)
    assert [dot.get_x() + held.wide / 2 for dot in held.dots] == pytest.approx(list(x))
    assert all(column.opacity == 0 for column in held.columns)


def test_every_word_is_parted_into_its_letters(reference: Run, lines: LinebreakRun) -> None:
    page, found = play("manifold_scene", reference).page, lines.example
    for row, letters in ((page.before, found.first), (page.after, found.second)):
        assert [1 + len(word.submobjects) for word in row] == letters.tolist()


def cosine(one: np.ndarray, other: np.ndarray) -> float:
    return float(one @ other / np.linalg.norm(one) / np.linalg.norm(other))


def test_the_two_points_stop_where_they_are_opposed_and_where_alike(reference: Run, lines: LinebreakRun) -> None:
    """So far apart they stand at last, on both halves, and in all directions are as alike as the chart says."""
    scene, points = play("manifold_scene", reference), lines.geometry.counts_on_axes
    walk, chart, rings = scene.walk, scene.walk.chart, lines.measured["rings"]
    assert chart.pointer.x == rings["crest_lag"]
    assert chart.profile.points[:, 0].max() == pytest.approx(chart.area.right)
    about = points - points.mean(axis=0)
    for lag in (rings["trough_lag"], rings["crest_lag"]):
        alike = cosine(about[walk.first], about[walk.first + lag])
        assert alike == pytest.approx(lines.geometry.lag_profile[lag], abs=0.1)
    pair = [walk.first, walk.first + rings["crest_lag"]]
    assert cosine(*about[pair, :3]) > 0.9 and cosine(*about[pair, 3:]) < -0.8, "alike in three, opposed in three more"
    for rays, half in zip(walk.rays, (points[:, :3], points[:, 3:]), strict=True):
        assert rays.pair.points == pytest.approx(half[pair], abs=1e-6)


def test_both_halves_stand_beside_the_chart_on_one_scale(lines: LinebreakRun) -> None:
    shapes = lines.geometry
    for area in (Area(-6, 6, -3, 3), Area(-2.7, 2.7, -2.8, 5.0)):
        desk = CountDesk(shapes.counts_on_axes, shapes.count, area, DARK)
        ends = []
        for move in desk.make_room(desk.twin(), SIDES[2], desk.thread)[:2]:
            made = prepare_animation(move)
            made.begin()
            made.finish()
            ends.append(made.mobject)
        assert ends[0].projection.zoom == pytest.approx(ends[1].projection.zoom)
        seats = [*desk.seats, desk.chart_room]
        assert all(min(one.overlap(other)) < 0 for one, other in combinations(seats, 2))


def test_the_marks_of_a_low_chart_hide_no_numeral() -> None:
    profile = np.cos(np.linspace(0, 2 * np.pi, 61))
    for high in (2.2, 5.0):
        chart = LagChart(profile, (30,), "apart", Area(-2.7, 2.7, 0, high), DARK)
        assert chart.marks[0][-1].get_bottom()[1] > chart.area.bottom


def test_what_points_somewhere_points_there_from_the_mean(lines: LinebreakRun) -> None:
    shapes = lines.geometry
    desk = CountDesk(shapes.counts_on_axes, shapes.count, Area(-6, 6, -3, 3), DARK)
    twin = desk.twin()
    twin.turn_over(desk.first, desk.others, 1.0)
    walk = desk.lag_walk(twin, shapes.lag_profile[:61], (20, 36), ("these", "those")).stand(20)
    for rays in walk.rays:
        for line, end in zip(rays.lines.curves(), rays.pair.points, strict=True):
            assert line[0] == pytest.approx(np.zeros(3), abs=1e-3) and line[1] == pytest.approx(end)


def test_a_number_is_marked_on_both_threads_and_led_to(lines: LinebreakRun) -> None:
    """A point on the counts in their color and one on the widths, which lie there now; what is written is clear."""
    shapes = lines.geometry
    desk = CountDesk(shapes.counts_on_axes, shapes.count, Area(-6, 6, -3, 3), DARK)
    width = desk.along(shapes.widths_on_axes[:, :3])
    shared = desk.shared(width, shapes.width, (30, 70))
    for number, line, (count, other), label in zip((30, 70), shared[::3], shared[1::3], shared[2::3], strict=True):
        here, there = (int(np.flatnonzero(values == number)[0]) for values in (shapes.count, shapes.width))
        assert count.get_center() == pytest.approx(desk.thread.place_in_view(here))
        assert count.get_fill_color().to_rgb() == pytest.approx(desk.inks[here, :3], abs=0.01)
        assert other.get_center() == pytest.approx(width.place_in_view(there)) and other.width < count.width
        assert label.markup == f"{number}" and label.get_left()[0] > -6 and label.get_right()[0] < 6
        assert line.get_end() == pytest.approx((count.get_center() + other.get_center()) / 2)
        (x, y, _), area = line.get_start(), Area.around(label)
        out = max(abs(x - area.center[0]) - area.width / 2, abs(y - area.center[1]) - area.height / 2)
        assert 0 < out < 0.1, "from the edge of what is written"
