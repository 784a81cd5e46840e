"""What memorization_scene measures between its two events, by other means than the chapter's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from manim import Dot, FadeIn

from tests.conftest import evidence_of
from tests.test_every_prime import play as play_with
from tests.test_stage import play, watching
from transparent_box.model.runs.run import Run
from transparent_box.scenes.look.frame import ASPECTS, Area, Frame
from transparent_box.scenes.look.numbers import NARROW, percent
from transparent_box.scenes.look.theme import DARK
from transparent_box.scenes.memorization_scene import COMES, MemorizationScene, after_the_lessons, how_long
from transparent_box.scenes.mobjects.switches.all_pairs import AllPairs
from transparent_box.scenes.mobjects.training.learning_desk import LearningDesk


@pytest.fixture(scope="module")
def desk(reference: Run) -> LearningDesk:
    return LearningDesk(reference.history, 288, 12_000, Area(-6, 6, -3, 3), DARK).show(11_000)


def test_the_arrow_counts_the_steps_that_it_has_come_over(reference: Run, desk: LearningDesk) -> None:
    times = evidence_of(reference).training.timeline
    start, end = times.memorized_at, times.generalized_at
    assert start and end
    span = desk.span(start, end)
    for share in (1.0, 0.25):
        span.reach(share)
        tip = desk.chart.places([start + share * (end - start)], [0.0])[0][0]
        assert span.arrow.get_right()[0] == pytest.approx(tip, abs=0.02)
        assert f"{round(share * (end - start)):,} steps" in span.steps.markup
    assert span.reach(0).steps.markup == "0 steps"


def test_what_is_shaded_lies_between_the_two_accuracies(reference: Run, desk: LearningDesk) -> None:
    """Its area is the sum over the steps of how much more of the lessons than of the exam was right."""
    times, history, chart = evidence_of(reference).training.timeline, reference.history, desk.chart
    start, end = times.memorized_at, times.generalized_at
    assert start and end
    gap = desk.gap(start, end)
    corners = np.array(gap.get_anchors())
    x, y = corners[:, 0], corners[:, 1]
    area = abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1))) / 2
    steps = np.arange(start, end + 1)
    lessons, exam = (np.interp(steps, history.step, part) for part in (history.train_accuracy, history.test_accuracy))
    unit = chart.places([end, start], [1.0, 0.0])
    expected = (lessons - exam).mean() * (unit[0] - unit[1])[0] * (unit[0] - unit[1])[1]
    assert area == pytest.approx(expected, rel=0.01)
    half = np.array(gap.reach(0.5).get_anchors())[:, 0]
    assert half.max() == pytest.approx((unit[0] + unit[1])[0] / 2, abs=0.05)


@pytest.mark.parametrize("area", [Area(-6, 6, -2, 3), Area(-3, 3, -2, 5)])
def test_all_pairs_are_lessons_or_in_the_exam(reference: Run, area: Area) -> None:
    """Each cell has the ink of one of the two, and the column that they come out of ends where they are."""
    pairs = AllPairs(reference.p, reference.split.train, 34, area, DARK)
    lessons, exam = ((board.colors[..., 3] > 0) for board in pairs.boards)
    assert (lessons ^ exam).all() and lessons.sum() == 3830
    assert all(lessons[x, y] for x, y in reference.split.train) and all(exam[x, y] for x, y in reference.split.test)
    assert [name[0].markup for name in pairs.names] == ["3,830", "8,939"]
    move = pairs.widen()
    move.interpolate(1.0)
    assert pairs.column.width == pytest.approx(pairs.boards.width) and pairs.column.share == 0
    assert pairs.column.get_center() == pytest.approx(pairs.boards.get_center())
    assert not any(np.min(Area.around(pairs.boards).overlap(Area.around(name))) > 0 for name in pairs.names)
    half = pairs.boards[0].reach(0.5).colors[..., 3]
    assert (half[:40] == lessons[:40]).all() and not half[-40:].any()
    assert (pairs.boards[0].reach(1).colors[..., 3] == lessons).all()


def test_the_boards_have_made_room_before_the_chart_is_seen(reference: Run) -> None:
    """They go into their counters, seen until they are nearly there; their heads come when they are small."""
    pairs = AllPairs(reference.p, reference.split.train, 34, Area(-6, 6, -2, 3), DARK)
    counters, side = [Dot([x, 3, 0]) for x in (2, 5)], pairs.boards.width
    moves = pairs.go_into(counters)
    for move in moves:
        move.begin()
    for time, small, seen in ((0.0, 1.0, 1.0), (0.45, 0.45, 0.8), (0.6, 0.2, 0.2), (0.75, 0.07, 0.0)):
        for move in moves:
            move.interpolate(time)
        board = pairs.boards[0]
        assert board.width <= small * side + 1e-6 and board.opacity == pytest.approx(seen, abs=0.2)
        assert COMES(time) < 0.2 or board.width < 0.2 * side, "the numbers"
    for board, name, counter in zip(pairs.boards, pairs.names, counters, strict=True):
        assert board.get_center() == pytest.approx(counter.get_center())
        assert name[0].family_members_with_points()[0].get_fill_opacity() == 0


@pytest.mark.parametrize(
    ("chapter", "creeping", "early"),
    [
        ("memorization_scene", "Thousands of steps go by, and the exam creeps from {known} to {high}.", ""),
        ("replay_scene", "hile the exam creeps from {low} to {high}", "clock’s R². The network was"),
        ("excluded_loss_scene", "hile the exam creeps from {low} to {high}", "behind these two lines?"),
    ],
)
def test_the_exam_is_said_to_creep_only_where_it_does(
    chapter: str, creeping: str, early: str, reference: Run, grokked_run: Run
) -> None:
    """In the three chapters that tell of the time before the exam is passed; the other run gets better early."""
    told, other = (" ".join(beat.line for beat in play(chapter, run).beats) for run in (reference, grokked_run))
    low, known, high = (f"{share}{NARROW}%" for share in (3, 7, 15))  # lessons known, the axis grows, the exam stirs
    assert creeping.format(low=low, known=known, high=high) in told and told.count("the exam creeps") == 1
    history = grokked_run.history
    best = history.test_accuracy[history.step <= history.step[-1] / 2].max()
    assert best >= 0.15 and history.step[-1] < 2000, "the run is no example any more"
    assert not any(words in other for words in ("Thousands of steps", "creeps", "by heart, and only"))
    assert early in other and "flat" not in told + other


def exam_while_it_runs(run: Run) -> tuple[float, float]:
    """What is right of the exam where the axis begins to grow, and where the exam stirs."""
    scene = play("memorization_scene", run)
    first, last = np.interp([scene.near, scene.quiet], run.history.step, run.history.test_accuracy)
    return float(first), float(last)


def test_what_happens_while_it_runs_is_what_was_measured(reference: Run, grokked_run: Run) -> None:
    told = {
        run.p: " ".join(beat.line for beat in play("memorization_scene", run).beats) for run in (reference, grokked_run)
    }
    assert f"by heart, and only 7{NARROW}% of the exam." in told[reference.p]
    low, high = (percent(share) for share in exam_while_it_runs(reference))
    assert (low, high) == (f"7{NARROW}%", f"15{NARROW}%"), "the run is no example any more"
    assert f"We let it run. Thousands of steps go by, and the exam creeps from {low} to {high}." in told[reference.p]
    history, memorized = grokked_run.history, evidence_of(grokked_run).training.timeline.memorized_at
    assert memorized, "the run is no example any more"
    exam = [
        f"{int(accuracy * 100 + 0.5)}{NARROW}%"
        for accuracy in (history.test_accuracy[history.step >= 2 * memorized][0], history.test_accuracy[-1])
    ]
    assert f"by heart, and {exam[0]} of the exam." in told[grokked_run.p]
    assert f"Hundreds of steps go by, and the exam goes from {exam[0]} to {exam[1]}." in told[grokked_run.p]


def test_what_it_is_left_running_for_is_counted_from_where_most_people_stop(
    reference: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, scene = list[float](), play("memorization_scene", reference)

    def noted(steps: float) -> str:
        asked.append(steps)
        return ""

    monkeypatch.setattr("transparent_box.scenes.memorization_scene.how_long", noted)
    play_with("memorization_scene", reference, tmp_path)
    assert asked == [scene.quiet - scene.near] and scene.near > 500
    said = [how_long(steps) for steps in (2000, 1999, 199)]
    assert said == ["Thousands of steps go by", "Hundreds of steps go by", "More steps go by"]


def test_the_lessons_leap_where_the_exam_lies_still(reference: Run, grokked_run: Run) -> None:
    """They take a sixth of the first axis, or more of it where the exam stirs in the meantime."""
    leap, slow = (play("memorization_scene", run) for run in (reference, grokked_run))
    assert leap.near == 6 * leap.memorized and leap.desk.near == leap.near
    assert reference.history.test_accuracy[reference.history.step <= leap.near].max() < 0.1
    assert [chapter.beats[2].line.split("lessons ")[1] for chapter in (leap, slow)] == ["shoots up.", "rises."]
    assert slow.near == 2 * slow.memorized and evidence_of(grokked_run).training.stirs_at <= slow.near


@pytest.mark.parametrize("aspect", [*ASPECTS])
def test_wherever_the_story_stops_the_axis_has_another_number_than_zero(reference: Run, aspect: str) -> None:
    """In no frame is the room for it taken by the name of the axis."""
    scene = play("memorization_scene", reference)
    desk = LearningDesk(reference.history, scene.near, scene.end, Frame(aspect, 720).picture, DARK)
    for step in (scene.memorized, scene.near, scene.quiet, scene.end):
        desk.show(step)
        assert sum(numeral[0].get_fill_opacity() > 0.3 for _, numeral in desk.chart.numerals) >= 2, step


@pytest.mark.parametrize("aspect", [*ASPECTS])
def test_where_the_story_stops_the_axis_has_no_dim_numeral(
    reference: Run, grokked_run: Run, toy_run: Run, aspect: str
) -> None:
    """Each is there or is not; in 1:1 those of steps 2,000 to 6,000 were all but gone for two seconds."""
    for run in (reference, grokked_run, toy_run):
        scene = play("memorization_scene", run)
        desk = LearningDesk(run.history, scene.near, scene.end, Frame(aspect, 720).picture, DARK)
        desk.stop_at(scene.near, scene.quiet)
        assert desk.chart.stays == scene.desk.chart.stays, "the chapter asks for it"
        for step in (scene.near, scene.quiet, scene.end):
            seen = [float(numeral[0].get_fill_opacity()) for _, numeral in desk.show(step).chart.numerals]
            assert sum(seen) >= 2 and set(np.round(seen, 6)) <= {0.0, 1.0}, (run.p, step)


def test_understanding_comes_long_after_only_where_it_does() -> None:
    """A history of a single step has nothing long in it, and one that ends early no understanding."""
    assert after_the_lessons(144, 10_980) == "First it memorized. Long after, it understood."
    assert after_the_lessons(144, 200) == "First it memorized. Then it understood."
    together = {after_the_lessons(*steps) for steps in ((0, 0), (None, 400), (300, 200))}
    assert together == {"It saw only examples, and it understood."}
    never = {after_the_lessons(lessons, None) for lessons in (None, 144)}
    assert never == {"Suppose it understood in the end."}


@watching("memorization_scene", "play")
def as_axes_come(scene: MemorizationScene, *moves: Any, **look: Any) -> list[tuple[list[Any], list[Any]]]:
    """The moves of a play in which the chart comes, and all that stands then."""
    if not any(isinstance(move, FadeIn) and scene.desk.chart in move.mobject.get_family() for move in moves):
        return []
    return [(list(moves), [part for one in scene.mobjects for part in one.get_family()])]


def test_the_axes_come_behind_the_boards_before_these_are_gone(reference: Run) -> None:
    """Or the stage would be empty; the numbers come only when the boards, which go into them, are small."""
    scene = play("memorization_scene", reference)
    seen = [one for found in scene.watched["as_axes_come"] for one in found]
    ((moves, standing),) = seen
    lessons, exam, _, axes, counts = moves
    places = [next(n for n, part in enumerate(standing) if part is one) for one in (scene.desk.chart, lessons.mobject)]
    assert places == sorted(places) and [lessons.mobject, exam.mobject] == [*scene.pairs.boards]
    assert axes.rate_func(0.5) > 0.9 > lessons.rate_func(0.5) and counts.rate_func(0.5) < 0.3
    assert scene.desk.scores.step in counts.mobject.get_family()
