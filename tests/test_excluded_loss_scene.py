"""What excluded_loss_scene says of the reference run: what each loss is, where it turns, and what a run may lack."""

from __future__ import annotations

import math
from copy import copy
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from manim import Group, Mobject, VGroup
from scipy.special import log_softmax

from tests.conftest import evidence_of
from tests.test_stage import lines_of, play, watching
from transparent_box.model.runs.run import Run
from transparent_box.scenes.excluded_loss_scene import ExcludedLossScene
from transparent_box.scenes.look.frame import ASPECTS, Area, Frame
from transparent_box.scenes.look.numbers import NARROW, climbs_early, loss, percent
from transparent_box.scenes.look.theme import DARK
from transparent_box.scenes.mobjects.charts.free_place import is_free
from transparent_box.scenes.mobjects.training.loss_desk import LossDesk
from transparent_box.scenes.mobjects.training.losses import named_losses
from transparent_box.scenes.mobjects.training.score_and_loss import ScoreAndLoss
from transparent_box.scenes.mobjects.training.training_strip import whole_strip
from transparent_box.scenes.mobjects.votes.loss_row import LossRow
from transparent_box.scenes.mobjects.votes.taking_out import TakingOut
from transparent_box.scenes.mobjects.votes.wave_strengths import part_neighbors
from transparent_box.scenes.mobjects.votes.waves_in_votes import FINE, LINE_BELOW, with_line_below
from transparent_box.scenes.mobjects.words.lettering import words


@pytest.fixture(scope="module")
def scene(reference: Run) -> ExcludedLossScene:
    found: ExcludedLossScene = play("excluded_loss_scene", reference)
    return found


@pytest.fixture(scope="module")
def lines(scene: ExcludedLossScene) -> dict[str, str]:
    return lines_of(scene)


def without_waves(run: Run, frequencies: list[int]) -> np.ndarray:
    """The logits less what lies along cos and sin of each frequency's angle, by the textbook: one direction after
    the other of the p² sums.
    """
    p = run.p
    left = run.activations.logits[..., :p].astype(np.float64).reshape(p * p, p)
    total = np.add.outer(np.arange(p), np.arange(p)).reshape(-1)
    for k in frequencies:
        for wave in (np.cos, np.sin):
            direction = wave(2 * np.pi * k * total / p)
            direction /= np.linalg.norm(direction)
            left = left - np.outer(direction, direction @ left)
    return left.reshape(p, p, p)


def test_waves_are_taken_out_one_by_one(reference: Run) -> None:
    found = evidence_of(reference).taken_out
    x, y = reference.split.train.T
    assert sorted(found.frequencies) == reference.key_frequencies
    for count in (0, 1, len(found.frequencies)):
        logits = without_waves(reference, found.frequencies[:count])
        losses = -log_softmax(logits[x, y], axis=-1)[np.arange(len(x)), (x + y) % reference.p]
        assert losses.mean() == pytest.approx(found.losses[count], rel=1e-3)
        a, b = found.lesson
        assert found.votes[count] == pytest.approx(logits[a, b] - logits[a, b].mean(), abs=1e-4)
    assert (np.diff(found.losses) > 0).all()
    assert found.losses[-1] == pytest.approx(evidence_of(reference).losses.excluded)


def test_five_frequencies_stand_out(reference: Run, lines: dict[str, str]) -> None:
    strength = evidence_of(reference).taken_out.strength
    keys = np.array(reference.key_frequencies) - 1
    assert strength[keys].min() > 5 * np.delete(strength, keys).max()
    assert "five frequencies" in lines["apart_into_waves"]


def test_the_loss_moves_long_before_the_score(reference: Run, lines: dict[str, str]) -> None:
    history = reference.history
    worst = history.step[history.test_loss.argmax()]
    assert worst == 1420 and "step 1,420" in lines["long_before_the_jump"]
    _, stirs = evidence_of(reference).training.improves_unseen
    moving = history.test_accuracy[(history.step > worst) & (history.step <= stirs)]
    assert moving[-1] >= 0.15 > moving[:-1].max() and stirs > 7000
    later = (history.step > worst) & (history.step <= 7000)
    assert history.test_accuracy[later].max() < 0.15
    assert history.test_loss[later][-1] < 0.7 * history.test_loss.max()


def test_under_the_scores_the_fall_is_seen_and_read(reference: Run, scene: ExcludedLossScene) -> None:
    """Both curves stand as high as history has them at the same step, and the numbers beside the cursor are those."""
    both, history = scene.both, reference.history
    worst, stirs = both.ends
    first, last = (float(np.interp(step, history.step, history.test_loss)) for step in both.ends)
    said = lines_of(scene)["long_before_the_jump"]
    told = [percent(float(np.interp(step, history.step, history.test_accuracy))) for step in both.ends]
    assert f"falls from {first:.1f} to {last:.1f}. Meanwhile its score creeps from {told[0]} to {told[1]}." in said
    assert worst == 1420 and told == [f"8{NARROW}%", f"15{NARROW}%"]
    for share, step, value in ((0.0, worst, first), (1.0, stirs, last)):
        both.ride(share)
        score = float(np.interp(step, history.step, history.test_accuracy))
        for chart, dot, high in (
            (both.scores, both.dots[1], score),
            (both.losses, both.dots[3], value / both.losses.y.high),
        ):
            assert (dot.get_y() - chart.area.bottom) / chart.area.height == pytest.approx(high, abs=2e-3)
            assert (dot.get_x() - chart.area.left) / chart.area.width == pytest.approx(step / scene.end, abs=1e-3)
        assert [rider.number.markup for rider in (both.right, both.lost)] == [f"{100 * score:.0f}", f"{value:.1f}"]
        assert scene.desk.step.number.markup == f"{int(step):,}"
    assert both.scores.area.left == pytest.approx(both.losses.area.left), "one cursor stands at one step in both"
    assert both.scores.area.right == pytest.approx(both.losses.area.right)
    assert both.scores.area.bottom > both.title.get_top()[1] > both.title.get_bottom()[1] > both.losses.area.top


@pytest.mark.parametrize("aspect", [*ASPECTS])
def test_it_is_told_what_chance_a_loss_is(scene: ExcludedLossScene, reference: Run, aspect: str) -> None:
    """In every frame at the rule that is numbered, clear of curves and of what is written, within the chart."""
    found, area = scene.desk, Frame(aspect, 720).picture
    desk = LossDesk(found.losses, [*found.accuracies.values()], found.guess, found.reach, area, DARK)
    desk.named = ["lessons", "exam"]
    both = ScoreAndLoss(desk, scene.both.ends, DARK)
    plate, told = both.meant
    (value, rule) = both.losses.scale_of_y[-1]
    assert (value, rule.markup) == (20, "20") and told.markup == "chance: one in 485 million"
    assert 1 / math.exp(-value) == pytest.approx(485e6, rel=1e-3)
    level, around = both.losses.places([0], [value])[0][1], Area.around(told)
    assert 0 < around.bottom - level < 0.2 and around.top < both.title.get_bottom()[1]
    assert around.right < both.losses.area.right and plate.get_center() == pytest.approx(told.get_center())
    assert all(not runs_through(curve.points, told) for curve in both.losses.curves)
    late = {name: (step, np.full(len(step), 21.0), ink) for name, (step, _, ink) in found.losses.items()}
    desk = LossDesk(late, [*found.accuracies.values()], found.guess, found.reach, area, DARK)
    desk.named = ["lessons", "exam"]
    assert not len(ScoreAndLoss(desk, scene.both.ends, DARK).meant), "where the curve stays above it, there is no room"
    high = float(found.losses["exam"][1].max())
    for most in np.linspace(6.5, 10, 15):
        near = {name: (step, most / high * losses, ink) for name, (step, losses, ink) in found.losses.items()}
        desk = LossDesk(near, [*found.accuracies.values()], found.guess, found.reach, area, DARK)
        desk.named = ["lessons", "exam"]
        both = ScoreAndLoss(desk, scene.both.ends, DARK)
        tops = [part.get_top()[1] for part in both.meant[1:]]
        assert all(top < both.title.get_bottom()[1] for top in tops), "the axis may end right above a rule"
    small = {name: (step, 0.05 * losses, ink) for name, (step, losses, ink) in found.losses.items()}
    desk = LossDesk(small, [*found.accuracies.values()], found.guess, found.reach, area, DARK)
    desk.named = ["lessons", "exam"]
    both = ScoreAndLoss(desk, scene.both.ends, DARK)
    assert 0 < both.losses.scale_of_y[-1][0] < 2 and not len(both.meant), "one in three is no odds to be told"


def test_the_losses_come_as_training_goes(scene: ExcludedLossScene) -> None:
    both = scene.both
    whole = [curve.points[:, 0].max() for curve in both.scores.curves]
    both.draw(0.25)
    area = both.losses.area
    for curve in both.losses.curves:
        assert curve.points[:, 0].max() == pytest.approx(area.left + area.width / 4, abs=1e-3)
    assert [curve.points[:, 0].max() for curve in both.scores.curves] == whole, "the scores are there"
    both.draw(1.0)
    assert both.losses.curves[0].points[:, 0].max() == pytest.approx(area.right, abs=1e-3)


def test_guessing_is_named_beside_the_loss_that_is_worse(reference: Run, lines: dict[str, str]) -> None:
    taken = evidence_of(reference).taken_out.losses[-1]
    assert f"their loss is {taken:.2f}. A blind guess gets {np.log(113):.2f}." in lines["taken_out"]


def test_the_loss_climbs_past_guessing(reference: Run, scene: ExcludedLossScene) -> None:
    """On one scale: the column is as high as the loss is, the dashes as the loss of guessing."""
    column, taken = scene.taking.column, evidence_of(reference).taken_out
    area = column.bar.area
    level = (column.level.get_y() - area.bottom) / np.log(113)
    for n, value in enumerate(taken.losses):
        column.show(n)
        top = column.bar.shape.points[:, 1].max()
        assert top - area.bottom == pytest.approx(value * level, abs=1e-3)
        assert [number.get_fill_opacity() for number in column.numbers] == [float(n == one) for one in range(6)]
        assert column.numbers[n].get_bottom()[1] > top
    assert top > column.level.get_y() > area.bottom
    column.show(0.5)
    assert not any(number.get_fill_opacity() for number in column.numbers), "what was not measured is not told"
    column.show(len(taken.losses) - 1)


def test_the_right_answer_s_numeral_stands_under_its_bar(scene: ExcludedLossScene) -> None:
    taking, count = scene.taking, len(scene.taking.taken_out.frequencies)
    for start in range(count):
        taking.show(start + 1.0)
        bars, numeral = taking.votes, taking.votes.right
        feet = bars.area.left + (np.arange(len(bars.values)) + 0.5) * bars.pitch
        over = np.abs(feet - numeral.get_x()) < numeral.width / 2 + 0.14
        x, y, _ = taking.votes.curve.points.T
        waves = y[np.abs(x - numeral.get_x()) < numeral.width / 2 + 0.14].min()
        lowest = min(bars.level + bars.per_unit * min(bars.values[over].min(), 0), waves)
        assert 0.05 < lowest - numeral.get_top()[1] < 0.3 and numeral.get_x() == pytest.approx(feet[bars.answer])


def test_the_right_answer_s_numeral_is_clear_of_waves_beside_it(scene: ExcludedLossScene) -> None:
    """In narrow frames, waves swing close by: what would come down beside the numeral is above it."""
    taking = taken_in(scene, Frame("4:5", 720).picture).show(0.0)
    x, y, _ = taking.votes.curve.points.T
    beside = np.abs(x - taking.votes.right.get_x()) < taking.votes.right.width / 2 + 0.14
    assert y[beside].min() > taking.votes.right.get_top()[1]


def taken_in(scene: ExcludedLossScene, area: Area) -> TakingOut:
    """What is taken out, in another area."""
    seen = scene.taking
    return TakingOut(seen.taken_out, 40_000, scene.operation, seen.votes.answer, seen.guess, area, DARK)


def test_it_is_told_that_the_waves_are_the_last_step_s(scene: ExcludedLossScene, reference: Run) -> None:
    """Before, a cursor stood where the score stirs: what comes next is the finished network's."""
    losses, history = scene.taking.taken_out.losses, reference.history
    assert losses[0] == pytest.approx(history.train_loss[-1], rel=0.1)
    assert losses[0] < 0.5 * np.interp(scene.both.ends[1], history.step, history.train_loss)
    assert history.step[-1] == 40_000 and scene.taking.heads[0].markup.startswith("step 40,000: ")
    assert "In the end, its answers are waves of x + y" in lines_of(scene)["apart_into_waves"]


@pytest.mark.parametrize("aspect", [*ASPECTS])
def test_waves_have_the_width_that_there_is(scene: ExcludedLossScene, aspect: str) -> None:
    """In narrow frames the loss lies below them; what they are called is one line, and all is in the picture."""
    area = Frame(aspect, 720).picture
    taking = taken_in(scene, area)
    assert isinstance(taking.column, LossRow) == (aspect != "16:9")
    for bars in (taking.spectrum, taking.votes):
        assert bars.area.width > (0.8 if aspect == "16:9" else 0.999) * area.width
        assert 0 < bars.area.height < area.height
    assert np.ptp(taking.spectrum.shape.points[:, 1]) > 0.07 * area.height
    assert all("\n" not in head.markup for head in taking.heads)
    around = Area.around(taking.column)
    pixel = Frame(aspect, 720).size[1] / Frame(aspect, 720).pixels[1]
    assert area.left - pixel < around.left and around.right < area.right + pixel
    assert area.bottom - pixel < around.bottom and around.top < area.top + pixel
    for start in range(len(taking.taken_out.frequencies)):
        taking.show(start + 1.0)
        assert min(around.overlap(Area.around(taking.votes.right))) < 0
        assert min(around.overlap(Area.around(taking.votes.curve))) < 0


@pytest.mark.parametrize("free", [0.0, 0.05, 0.1, 0.5])
def test_a_line_is_left_below_what_takes_a_room_where_none_is_free(free: float) -> None:
    room = Area(0, 5, 0, 4)
    left = with_line_below(room, free)
    assert (left.left, left.right, left.top) == (0, 5, 4)
    assert left.bottom + free * left.height == pytest.approx(max(LINE_BELOW, 4 * free))


@pytest.mark.parametrize(
    ("losses", "guess"), [([1e-7, 0.07, 3.5, 6.16], 4.73), ([0.0, 2.3, 2.9, 40.0], 2.4), ([0.1, 0.5], 4.73)]
)
def test_lying_too_the_loss_grows_past_guessing(losses: list[float], guess: float) -> None:
    """On one scale, each number beyond the bar's end; no dash runs through one, nor a name over another."""
    row = LossRow(np.array(losses), guess, "loss on lessons", (DARK.train, DARK.excluded), Area(-3, 3, -2, 2), DARK)
    level, named, said = row.lettering[:3]
    for n, value in enumerate(losses):
        row.show(n)
        end, number = row.shape.points[:, 0].max(), row.numbers[n]
        assert (end + 3) * guess == pytest.approx((level.get_x() + 3) * value, abs=1e-3)
        assert end < number.get_left()[0] and number.get_right()[0] <= 3 + 1e-6
        assert not number.get_left()[0] < level.get_x() < number.get_right()[0]
        assert [one.get_fill_opacity() for one in row.numbers] == [float(n == one) for one in range(len(losses))]
    row.show(0.5)
    assert not any(number.get_fill_opacity() for number in row.numbers), "what was not measured is not told"
    assert named.get_right()[0] < said.get_left()[0] and said.get_right()[0] <= 3 + 1e-6
    assert min(Area.around(row.bar).overlap(Area.around(VGroup(named, said)))) < 0


def test_waves_that_stand_out_are_named_from_left_to_right(scene: ExcludedLossScene) -> None:
    taking = scene.taking
    named = [move.mobject for move in taking.name_waves()[0].animations]
    assert named[-1] is taking.votes.right and {*named[:-1]} == {*taking.spectrum.numerals.values()}
    assert all(one.get_x() < other.get_x() for one, other in pairwise(named[:-1]))


def test_waves_are_added_up_to_the_votes_as_they_are_named_and_go_as_they_are_taken_out(reference: Run) -> None:
    """On the votes' own scale, from left to right; drawn through all values; at last nothing is left of them."""
    taking = play("excluded_loss_scene", reference).taking
    found, bars = taking.taken_out, taking.votes
    parts = {k: found.votes[n] - found.votes[n + 1] for n, k in enumerate(found.frequencies)}

    def drawn() -> np.ndarray:
        points = taking.votes.curve.points[::FINE]
        assert points[:, 0] == pytest.approx(bars.foot(0)[0] + np.arange(len(bars.values)) * bars.pitch)
        return (points[:, 1] - bars.level) / bars.per_unit

    for count in range(len(parts) + 1):
        taking.add_up(float(count))
        named = sorted(parts)[:count]
        assert drawn() == pytest.approx(sum((parts[k] for k in named), np.zeros(len(bars.values))), abs=1e-3)
        assert taking.votes.curve.opacity == pytest.approx(min(count, 1))
    assert np.corrcoef(drawn(), found.votes[0])[0, 1] > 0.99, "the answers are these waves"
    named, come, _ = taking.show(0.0).name_waves()
    for count, begins in enumerate(named.anims_with_timings["start"] / named.anims_with_timings["end"].max()):
        come.update_function(taking.votes.curve, float(begins))  # all that were named before are in it
        whole = [parts[k] for k in sorted(parts)[:count]]
        assert drawn() == pytest.approx(sum(whole, np.zeros(len(bars.values))), abs=1e-3)
    place = taking.votes.right.get_center()
    assert taking.show(0.0).votes.right.get_center() == pytest.approx(place), (
        "it does not jump when the first is taken out"
    )
    for start in range(len(parts)):
        taking.show(start + 0.5)
        left = 0.5 * (found.votes[start] + found.votes[start + 1]) - found.votes[-1]
        assert drawn() == pytest.approx(left, abs=1e-3)
    taking.show(len(parts))
    assert drawn() == pytest.approx(0, abs=1e-3)


def test_numerals_of_neighbors_do_not_run_together() -> None:
    """Also where three stand close together, of which the middle one gives way to both."""
    numerals = [words(text, 23, "#ffffff").set_x(place) for text, place in (("2", 0.0), ("5", 0.1), ("6", 0.14))]
    part_neighbors(numerals)
    for left, right in pairwise(numerals):
        assert right.get_left()[0] - left.get_right()[0] > 0.09


def test_no_dash_runs_through_a_name(scene: ExcludedLossScene) -> None:
    desk = scene.desk
    desk.named, desk.ahead = ["lessons", "exam", "excluded"], ["lessons", "exam"]
    desk.zoom(desk.reach[1]).show(12_000)
    name, dashes = desk.tags.tags["excluded"], desk.chart.level[0]
    under = [dash for dash in dashes if dash.get_right()[0] > name.get_left()[0]]
    assert under and abs(name.get_y() - dashes.get_y()) < name.height / 2
    assert max(dash.get_stroke_opacity() for dash in under) < 0.2 and dashes[0].get_stroke_opacity() == 1
    desk.show(0)
    assert dashes[-1].get_stroke_opacity() == 1, "only there"
    desk.ahead = []


def test_it_falls_then_climbs(reference: Run, lines: dict[str, str]) -> None:
    found = evidence_of(reference).training.dynamics
    least = int(found.excluded.argmin())
    assert found.step[least] == 1500 and f"{found.excluded[least]:.5f}" in lines["at_every_snapshot"]
    climbing = (found.step >= 1500) & (found.step <= 9600)
    assert (np.diff(found.excluded[climbing]) > 0).all(), "all the way through the quiet stretch"
    assert 1e5 < found.excluded[climbing][-1] / found.excluded[least] < 1e6
    assert "climbs more than 1,000-fold before the score stirs, 100,000-fold in all: now" in lines["then_it_climbs"]
    assert "10,980" in lines["why_so_late"]
    assert found.excluded[-1] > np.log(reference.p) and "A blind guess gets" in lines["taken_out"]


def test_a_score_that_stirred_before_is_not_said_to_stir_later(
    grokked_run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a run whose exam's loss goes on rising when many of its answers are right already: that score is told."""
    found, history = evidence_of(grokked_run).training, grokked_run.history
    least, worst = found.dynamics.step[found.dynamics.excluded.argmin()], 600
    assert found.stirs_at < least < worst < (found.timeline.cleanup_starts or 0), "the run is no example any more"
    monkeypatch.setattr(type(found), "improves_unseen", property(lambda _: (worst, worst + 1)))
    told = lines_of(play.__wrapped__("excluded_loss_scene", grokked_run))
    score = percent(float(history.test_accuracy[history.step == worst][0]))
    assert (
        f"From step {worst} on, the exam’s loss falls. By then, its score is at {score}."
        in told["long_before_the_jump"]
    )
    assert "before the score stirs" not in told["then_it_climbs"]


def test_by_the_time_the_score_stirs_it_has_climbed_that_much(reference: Run) -> None:
    found, history = evidence_of(reference).training.dynamics, reference.history
    before = found.step[(found.step > 1500) & (found.step < 7250)]
    scores = np.interp(before, history.step, history.test_accuracy)
    assert scores.max() < 0.15
    assert 1_000 < found.excluded[found.step == before[-1]] / found.excluded.min() < 10_000


@pytest.mark.parametrize("step", [1_500, 7_250, 10_980])
def test_the_exam_s_score_is_told_where_the_cursor_stands(scene: ExcludedLossScene, reference: Run, step: int) -> None:
    desk, history = scene.desk, reference.history
    desk.point(float(step))
    share = np.interp(step, history.step, history.test_accuracy)
    assert (
        desk.score.number.markup == str(min(round(100 * share), 99 if share < 1 else 100))
        and desk.score.words.markup == "exam right:"
    )
    assert desk.score.get_right()[0] < desk.step.get_left()[0]


def test_curves_lie_as_accuracies_and_as_losses(scene: ExcludedLossScene, reference: Run) -> None:
    desk, history = scene.desk, reference.history
    desk.zoom(desk.reach[1]).show(desk.reach[1])
    area, step = desk.chart.area, 5000.0
    for share, values in ((1.0, history.test_accuracy), (0.0, desk.chart.y.shares(history.test_loss))):
        desk.lie_as_accuracies(share)
        curve = desk.curves["exam"]
        seen = desk.chart.places([step], [curve.value(step)])[0]
        height = (seen[1] - area.bottom) / area.height
        assert height == pytest.approx(np.interp(step, history.step, values), abs=2e-3)


def test_who_goes_along_the_scores_stands_on_both_of_them(scene: ExcludedLossScene, reference: Run) -> None:
    desk, history, named = scene.desk, reference.history, scene.desk.named
    desk.named = ["lessons", "exam"]
    desk.zoom(desk.reach[1]).show(desk.reach[1]).lie_as_accuracies(1.0)
    area, dots = desk.chart.area, desk.point(9_500.0).pointer[1].dots[:2]
    heights = [(dot.get_y() - area.bottom) / area.height for dot in dots]
    scores = [np.interp(9_500.0, history.step, score) for score in (history.train_accuracy, history.test_accuracy)]
    assert heights == pytest.approx(scores, abs=2e-3)
    desk.lie_as_accuracies(0.0).named = named


def test_a_score_is_100_percent_only_where_all_is_right() -> None:
    """In both charts that count it; where four in a thousand are wrong yet, 99."""
    steps = np.array([0.0, 100.0])
    losses = {"exam": (steps, np.array([4.0, 0.1]), DARK.test)}
    desk = LossDesk(losses, [np.array([0.0, 0.996])], 4.7, (100.0, 100.0), Area(-6, 6, -3, 3), DARK)
    desk.named = ["exam"]
    assert desk.point(100.0).score.number.markup == "99"
    assert ScoreAndLoss(desk, (50, 100.0), DARK).ride(1.0).right.number.markup == "99"


def test_it_is_as_long_as_it_should_be(scene: ExcludedLossScene) -> None:
    assert 30 <= scene.beats[-1].end <= 75 and 5 <= len(scene.beats) <= 8


def test_losses_seen_before_stand_whole_while_the_excluded_one_is_drawn(scene: ExcludedLossScene) -> None:
    desk = scene.desk
    desk.named, desk.ahead = ["lessons", "exam", "excluded"], ["lessons", "exam"]
    desk.zoom(desk.reach[0]).show(desk.reach[0] / 4)
    right = {name: curve.points[:, 0].max() for name, curve in desk.curves.items()}
    area = desk.chart.area
    assert right["lessons"] == pytest.approx(area.right) and right["exam"] == pytest.approx(area.right)
    assert right["excluded"] == pytest.approx(area.left + area.width / 4, abs=1e-3)
    tags = desk.tags.tags
    assert tags["exam"].get_left()[0] > area.right > tags["excluded"].get_left()[0]
    desk.ahead = []


@pytest.mark.chapter("replay_scene")  # which measures more than this one does
def test_it_opens_on_the_curves_under_which_the_chapter_before_ended(reference: Run) -> None:
    """Drawn as far, laid where its axes are seen, they are those of that chapter's strip of training."""
    ended = play("replay_scene", reference).desk.strip
    scene = copy(play("excluded_loss_scene", reference))
    picture, steps = scene.frame.picture, reference.checkpoints.steps
    strip = whole_strip(picture, scene.frame.aspect, reference.history, steps, scene.theme)
    assert [curve.points for curve in strip.chart.curves] == [pytest.approx(one.points) for one in ended.chart.curves]
    losses = named_losses(reference.history, scene.dynamics, ("lessons", "exam"), scene.theme)
    accuracies = reference.history.train_accuracy, reference.history.test_accuracy
    desk = LossDesk(losses, accuracies, math.log(reference.p), scene.desk.reach, picture, scene.theme)
    desk.zoom(float(steps[-1])).show(float(steps[-1])).lie_as_accuracies(1.0)
    chart, place, whole = desk.chart, desk.chart.laid_on(strip.chart), Area.around(desk.chart)
    for name, other in zip(("lessons", "exam"), reversed(strip.chart.curves), strict=True):
        seen = chart.places([10_000.0], [desk.curves[name].value(10_000.0)])[0]
        across = place.left + (seen[0] - whole.left) * place.width / whole.width
        up = place.bottom + (seen[1] - whole.bottom) * place.height / whole.height
        assert [across, up] == pytest.approx(strip.chart.places([10_000.0], [other.value(10_000.0)])[0][:2], abs=0.01)


def test_of_a_wave_that_is_taken_out_a_pale_bar_stays(reference: Run) -> None:
    """As high as it was and under its numeral, which can still be read; no other frequency has one."""
    taking = play("excluded_loss_scene", reference).taking
    keys = [k - 1 for k in taking.taken_out.frequencies]
    pale = taking.spectrum.before.colors.reshape(len(taking.taken_out.strength), -1, 4)[..., 3].max(axis=1)
    assert sorted(np.flatnonzero(pale)) == sorted(keys) and 0.1 < pale.max() < 0.4
    heights = taking.spectrum.before.points[:, 1].max() - taking.spectrum.level
    assert heights == pytest.approx(taking.taken_out.strength.max() * taking.spectrum.per_unit)
    assert taking.spectrum.values[keys] == pytest.approx(0), "all are gone at last"
    numerals = taking.spectrum.numerals.values()
    assert all(numeral.family_members_with_points()[0].get_fill_opacity() >= 0.4 for numeral in numerals)


def test_the_least_is_marked_and_how_many_times_that_the_loss_is(scene: ExcludedLossScene, reference: Run) -> None:
    """From the least's dot an upright reaches up to the curve; it goes when the exam's loss comes down there."""
    found, desk = evidence_of(reference).training.dynamics, scene.desk
    (mark,) = desk.marks
    least = found.excluded.min()
    assert mark.lowest.markup.endswith(loss(float(least))) and mark.until == scene.times.cleanup_starts
    for step in (7250.0, 9600.0):
        desk.show(step)
        value = float(np.exp(np.interp(step, found.step, np.log(found.excluded))))
        (low, high) = desk.chart.places([step] * 2, [least, value])
        assert mark.dot.get_center() == pytest.approx(desk.chart.places([1500], [least])[0], abs=0.02)
        assert mark.upright.get_start() == pytest.approx(low, abs=0.02)
        assert mark.upright.get_end() == pytest.approx(high, abs=0.02)
        told = int(mark.times.number.markup.replace(",", ""))
        assert told == pytest.approx(value / least, rel=0.06) and mark.times.get_right()[0] <= mark.right + 1e-6
        assert mark.times.number[0].get_fill_opacity() == 1
    assert "100,000-fold" in climbs_early(7, told), "no more is said than is written"
    desk.show(scene.end)
    assert mark.times.number[0].get_fill_opacity() == mark.upright.get_stroke_opacity() == 0


@pytest.mark.parametrize("aspect", [*ASPECTS])
def test_it_is_told_what_the_lines_of_the_axis_mean(scene: ExcludedLossScene, aspect: str) -> None:
    """In no frame does the cursor cross that on its way to the least."""
    found, area, least = scene.desk, Frame(aspect, 720).picture, float(scene.times.memorization_ends or 0)
    desk = LossDesk(found.losses, [*found.accuracies.values()], found.guess, found.reach, area, DARK)
    desk.zoom(desk.reach[0])
    told, (low, high) = desk.scale_note(least), [value for value, _ in desk.chart.scale_of_y][-2:]
    assert f"{high / low:,.0f} times less" in told.markup.replace("\n", " ")
    lower, upper = desk.chart.places([0, 0], [low, high])[:, 1]
    assert lower < told.get_bottom()[1] and told.get_top()[1] < upper
    assert desk.chart.places([least], [low])[0][0] < told.get_left()[0]
    assert told.get_right()[0] <= desk.chart.area.right + 1e-6


@pytest.mark.parametrize("aspect", [*ASPECTS])
def test_no_name_goes_over_what_the_lines_mean(grokked_run: Run, aspect: str) -> None:
    """Where the excluded loss stays between the uppermost lines, that stands between others; no curve runs there."""
    found = play("excluded_loss_scene", grokked_run)
    desk, until = found.desk, float(found.times.memorization_ends or 0)
    accuracies = [*desk.accuracies.values()]
    desk = LossDesk(desk.losses, accuracies, desk.guess, desk.reach, Frame(aspect, 720).picture, DARK)
    desk.named, desk.ahead = ["lessons", "exam", "excluded"], ["lessons", "exam"]
    told = Area.around(desk.zoom(desk.reach[0]).scale_note(until))
    lines = [value for value, _ in desk.chart.scale_of_y]
    heights = desk.chart.places([0] * len(lines), lines)[:, 1]
    assert not ((heights > told.bottom) & (heights < told.top)).any(), "between two lines"
    for step in np.linspace(0, until, 30):
        desk.show(float(step))
        assert min(told.overlap(Area.around(desk.tags.tags["excluded"]))) < 0
        for curve in desk.chart.curves:
            across, up, _ = curve.points.T
            inside = (across > told.left) & (across < told.right) & (up > told.bottom) & (up < told.top)
            assert not inside.any()


@pytest.mark.parametrize("share", [1.0, 0.5, 0.0])
def test_the_even_axis_stretches_into_powers_of_ten(scene: ExcludedLossScene, reference: Run, share: float) -> None:
    """Curves, rules, numerals and the level of guessing go together, each from its even height to its power's."""
    desk, history, end = scene.desk, reference.history, scene.end
    chart, at = desk.chart, desk.at
    desk.zoom(end).show(end).lie_evenly(share)
    foot, high, top = chart.area.bottom, chart.area.height, chart.y.high

    def height(value: float) -> float:
        return float(foot + high * ((1 - share) * chart.y.shares(np.array(value)) + share * value / top))

    losses = {"lessons": history.train_loss, "exam": history.test_loss}
    for name, loss_of in losses.items():
        step = float(history.step[np.searchsorted(history.step, 9_000)])
        seen = chart.places([step], [desk.curves[name].value(step)])[0][1]
        assert seen == pytest.approx(height(float(np.interp(step, history.step, loss_of))), abs=0.01)
    for rule, (value, numeral) in [
        *zip(chart.rules, chart.scale_of_y, strict=True),
        *zip(desk.even.rules, desk.even.numerals, strict=True),
    ]:
        if value > 0:
            assert rule.get_y() == pytest.approx(height(value)) == pytest.approx(numeral.get_y(), abs=0.1)
    assert desk.chart.level[0].get_y() == pytest.approx(height(desk.guess))
    seen = [numeral[0].get_fill_opacity() for (_, numeral) in (chart.scale_of_y[0], desk.even.numerals[-1])]
    assert seen == pytest.approx([1 - share, share])
    desk.lie_evenly(0.0).show(at)


def test_the_stretched_axis_is_the_one_on_which_the_losses_were_seen(scene: ExcludedLossScene) -> None:
    """From 0 to more than the exam's worst, over all the steps of the chart before."""
    values = [value for value, _ in scene.desk.even.numerals]
    assert values[0] == 0 and values == [value for value, _ in scene.both.losses.scale_of_y]
    assert scene.desk.reach[1] == scene.both.losses.x.high == scene.end


@watching("excluded_loss_scene", "grow")
def seen_as_a_chart_grows(scene: ExcludedLossScene, *place: Any, **more: Any) -> dict[str, bool]:
    """Whether what is told at the column is still seen then, or comes again; whether what is drawn goes only now."""
    told = {id(part) for one in scene.taking.column.lettering for part in one.get_family()}
    gone = {id(part) for one in more.get("gone", scene.taking.column.lettering) for part in one.get_family()}
    standing = {id(part) for mobject in scene.mobjects for part in mobject.get_family()}
    drawn = (scene.taking.spectrum, scene.taking.votes, scene.taking.votes.curve)
    stands = all(one in scene.mobjects and one in more.get("gone", ()) for one in drawn)
    return {"grows": bool(told & standing), "comes again": bool(told & gone), "stands": stands}


def test_nothing_is_written_where_a_chart_comes_or_goes(scene: ExcludedLossScene) -> None:
    """The charts have sunk before what stands at the column comes; that is gone before the chart grows out of it.

    What is drawn beside it goes only then: the stage is not empty in between.
    """
    seen = scene.watched["seen_as_a_chart_grows"][-1]
    assert seen == {"grows": False, "comes again": False, "stands": True}


def runs_through(points: np.ndarray, told: Mobject) -> bool:
    """Tell whether a curve passes where something is written."""
    ends = Area.around(told)
    x = np.linspace(ends.left, ends.right, 30)
    y = np.interp(x, points[:, 0], points[:, 1])
    return bool(((y > ends.bottom) & (y < ends.top)).any())


@pytest.mark.parametrize("aspect", [*ASPECTS])
def test_what_is_written_over_the_highest_loss_is_clear_of_the_title(reference: Run, aspect: str) -> None:
    """What rides along is clear of curves and of where it began; steps are numbered to 10,000 in narrow frames, too."""
    scene, area = play("excluded_loss_scene", reference), Frame(aspect, 720).picture
    desk = LossDesk(scene.desk.losses, [*scene.desk.accuracies.values()], scene.desk.guess, (3000, 12_600), area, DARK)
    desk.named = ["lessons", "exam"]
    both = ScoreAndLoss(desk, (1420, 7250.0), DARK)
    assert both.title.get_bottom()[1] > both.mark.get_top()[1] + 0.05
    riders = (Group(both.right, both.sign), both.dots[1], both.plates[0]), (both.lost, both.dots[3], both.plates[1])
    for told, dot, plate in riders:
        for share in np.linspace(0, 1, 21):
            both.ride(float(share))
            assert told.get_bottom()[1] > dot.get_top()[1] and told.get_left()[0] > dot.get_right()[0]
            assert all(not runs_through(curve.points, plate) for curve in both.curves)
            assert plate.width > told.width and plate.get_center() == pytest.approx(told.get_center())
            assert min(Area.around(told).overlap(Area.around(both.mark))) < 0
            assert min(Area.around(both.mark[1]).overlap(Area.around(both.uprights[1]))) < 0, "its way is free"
            assert told.get_top()[1] < both.title.get_bottom()[1] or dot is both.dots[1]
    late = ScoreAndLoss(desk, (1420, 12_600.0), DARK).ride(1.0)
    assert max(late.lost.get_right()[0], late.sign.get_right()[0]) < late.dots[3].get_left()[0], "no room ahead"
    for chart in (desk.zoom(12_600).chart, both.losses):
        seen = {numeral.markup for _, numeral in chart.numerals if numeral[0].get_fill_opacity() == 1}
        assert {"0", "10,000"} <= seen and len(seen) > 2


@pytest.mark.parametrize(
    ("place", "free"),
    [((0.2, 0.8, 1.5, 2.0), True), ((0.2, 0.8, 0.3, 0.4), False), ((2.0, 3.0, 0.0, 3.0), True)],
    ids=["above it", "on its way up", "where it has ended"],
)
def test_a_place_is_free_where_no_curve_runs_through(place: tuple[float, ...], free: bool) -> None:
    """However steep it is, and few its points: this one has two."""
    assert is_free(Area(*place), [np.array([[0.0, 0, 0], [1.0, 1, 0]])]) == free
