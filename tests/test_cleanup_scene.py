"""What cleanup_scene says of the reference run: its phases by their rules, and what the waves alone can do."""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from manim import FadeIn, FadeOut, Group

from tests.conftest import evidence_of
from tests.test_excluded_loss_scene import without_waves
from tests.test_stage import lines_of, play, watching
from transparent_box.model.analysis.taking_out import earliest_complete, keep_waves
from transparent_box.model.runs.run import Run, grid_activations
from transparent_box.scenes.cleanup_scene import CleanupScene
from transparent_box.scenes.look.frame import ASPECTS, Area, Frame
from transparent_box.scenes.look.numbers import percent
from transparent_box.scenes.look.theme import DARK
from transparent_box.scenes.mobjects.votes.vote_parts import VoteParts, named_parts
from transparent_box.scenes.mobjects.words.lettering import Lettering

NARROW = "\u202f"


@pytest.fixture(scope="module")
def scene(reference: Run) -> CleanupScene:
    found: CleanupScene = play("cleanup_scene", reference)
    return found


@pytest.fixture(scope="module")
def lines(scene: CleanupScene) -> dict[str, str]:
    return lines_of(scene)


@pytest.fixture(scope="module")
def then(reference: Run) -> np.ndarray:
    """The logits at the step that is looked into."""
    place = reference.checkpoints.steps.tolist().index(8800)
    weights = reference.show_weights(next(reference.checkpoints.networks([place])))
    logits: np.ndarray = grid_activations(weights, reference.p).logits[..., : reference.p].astype(float)
    return logits


def split_by_hand(run: Run, logits: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What of logits [x, y, c] lies along the key frequencies' waves of x + y, and the rest."""
    p, total = run.p, np.add.outer(np.arange(run.p), np.arange(run.p)).reshape(-1)
    rest = logits.reshape(p * p, p)
    for k in run.key_frequencies:
        for wave in (np.cos, np.sin):
            direction = wave(2 * np.pi * k * total / p)
            direction /= np.linalg.norm(direction)
            rest = rest - np.outer(direction, direction @ rest)
    return logits - rest.reshape(p, p, p), rest.reshape(p, p, p)


def test_the_waves_alone_are_right_long_before_the_network(
    reference: Run, then: np.ndarray, lines: dict[str, str]
) -> None:
    step, kept = evidence_of(reference).training.waves_alone
    x, y = reference.split.test.T
    assert step == 8800 and kept.alone == 1 and kept.score == (then.argmax(-1) == reference.answers)[x, y].mean() < 0.3
    waves, rest = split_by_hand(reference, then)
    assert ((waves + then.mean(axis=(0, 1))).argmax(-1) == reference.answers).all() and kept.answered.all()
    assert f"27{NARROW}%" in lines["what_is_it_waiting_for"] and "all 12,769 sums" in lines["waves_alone"]
    a, b = kept.pair
    assert not any((pair == [a, b]).all() for pair in reference.split.train)
    assert kept.votes.argmax() == then[a, b].argmax() != (a + b) % 113 == kept.waves.argmax() == 59
    assert kept.waves == pytest.approx(centered(waves[a, b] + then.mean(axis=(0, 1))), abs=1e-3)
    assert kept.votes - kept.waves == pytest.approx(centered(rest[a, b] - then.mean(axis=(0, 1))), abs=1e-3)


def centered(votes: np.ndarray) -> np.ndarray:
    return np.asarray(votes - votes.mean())


def test_the_rest_is_memory(reference: Run, then: np.ndarray) -> None:
    """It is for the right answer on lessons, and against it where neither a sum nor its mirror image was one."""
    _, kept = evidence_of(reference).training.waves_alone
    _, rest = split_by_hand(reference, then)
    ahead = np.take_along_axis(rest, reference.answers[..., None], -1)[..., 0] - rest.mean(-1)
    lessons = np.zeros(ahead.shape, bool)
    lessons[tuple(reference.split.train.T)] = True
    base = np.take_along_axis(np.broadcast_to(then.mean(axis=(0, 1)), then.shape), reference.answers[..., None], -1)
    base = base[..., 0] - then.mean()
    for group, lead in ((lessons, kept.leads[0]), (~(lessons | lessons.T), kept.leads[1])):
        assert (ahead - base)[group].mean() == pytest.approx(lead, abs=0.01)
    assert kept.leads[0] > 15 and kept.leads[1] < -5


def test_phases_end_by_their_rules(scene: CleanupScene, reference: Run) -> None:
    found, history = evidence_of(reference).training.dynamics, reference.history
    ends, starts, last = scene.desk.ends
    assert ends == found.step[found.excluded.argmin()] == 1500
    worse = history.test_loss >= np.log(reference.p)
    assert starts == 9600 and worse[(history.step > ends) & (history.step < starts)].all()
    assert not worse[history.step == starts].any()
    texts = " ".join(part.markup for told in scene.desk.texts for part in told)
    assert all(f"step {step}" in texts for step in ("1,500", "9,600", "10,980"))
    assert last == pytest.approx(1.15 * 10_980)


def test_the_jump_comes_last(reference: Run, lines: dict[str, str]) -> None:
    found = evidence_of(reference).training.dynamics
    one, two, three = (found.step <= 1500), (found.step >= 1500) & (found.step <= 9600), (found.step >= 9600)
    assert found.excluded[one][-1] < 1e-4 and found.sum_of_squares[one].max() > 2 * found.sum_of_squares[0]
    assert (np.diff(found.restricted[two]) < 0).all() and (np.diff(found.excluded[two]) > 0).all()
    assert np.log(found.test_loss[three][0] / found.test_loss[three].min()) > 10
    fast = (found.step >= 9600) & (found.step <= 12_700)
    shrinking = -np.diff(found.sum_of_squares[two]).sum() / 8100, -np.diff(found.sum_of_squares[fast]).sum() / 3100
    assert shrinking[1] > 2 * shrinking[0], "the weights shrink fastest in the cleanup"
    assert f"{found.sum_of_squares.max():,.0f}" in lines["what_memory_costs"]


def test_the_board_is_marked_between_checkpoints(reference: Run) -> None:
    marked, exam = evidence_of(reference).training.exam_board, tuple(reference.split.test.T)
    for place in (3, 20):
        chances, score = marked.at_step(float(marked.step[place]))
        assert (chances == marked.chance[place] / 255).all() and score == marked.right[place][exam].mean()
    chances, score = marked.at_step(float(marked.step[20:22].mean()))
    assert chances == pytest.approx(marked.chance[20:22].mean(axis=0) / 255)
    assert score == pytest.approx(marked.right[20:22, exam[0], exam[1]].mean())


def test_only_what_is_complete_is_gone_back_through(reference: Run) -> None:
    weights = evidence_of(reference).logits
    keys = reference.key_frequencies
    last = keep_waves(weights, reference.totals, reference.answers, reference.split, keys)
    none = keep_waves(weights, reference.totals, reference.answers, reference.split, keys[:1])
    assert last.alone == 1 > none.alone
    assert earliest_complete([(3, last), (2, last), (1, none), (0, last)]) == (2, last)
    assert earliest_complete([(3, none), (2, last)]) == (3, none)
    with pytest.raises(ValueError, match="no step"):
        earliest_complete([])


def test_what_is_taken_out_and_what_is_kept_are_all(reference: Run) -> None:
    """The final network's waves, by hand, and what is left of it add up to its logits."""
    waves, rest = split_by_hand(reference, evidence_of(reference).logits.astype(float))
    # Not by `approx`, which goes through a million logits one by one.
    assert np.abs(rest - without_waves(reference, reference.key_frequencies)).max() <= 1e-6
    assert np.abs(waves + rest - evidence_of(reference).logits).max() <= 1e-4


def test_the_board_is_large_and_all_phases_are_named_at_the_end(scene: CleanupScene) -> None:
    desk = scene.desk
    assert desk.board.width > 0.3 * scene.frame.size[0]
    assert [line.markup.rpartition("\n")[2][0] for line in desk.summary] == ["1", "2", "3"]
    assert desk.summary in scene.closed_on


def test_it_is_as_long_as_it_should_be(scene: CleanupScene) -> None:
    assert 30 <= scene.beats[-1].end <= 75


def test_bars_come_out_of_the_boards_own_cell(scene: CleanupScene) -> None:
    desk = scene.desk
    place, board = desk.board.place(0, 1), Area.around(desk.board)
    assert place.left == pytest.approx(board.left) and place.width == pytest.approx(board.width / scene.run.p)
    assert place.bottom == pytest.approx(board.bottom + board.height / scene.run.p)


@pytest.fixture
def parts() -> VoteParts:
    """Votes that the rest lets answer 0 win, where the waves say 2, which is right."""
    votes, waves = np.array([3.0, -2.0, 1.0, 0.5]), np.array([0.5, -1.0, 2.0, 0.0])
    return VoteParts(
        votes, waves, 2, ("votes", "waves", "rest", "of the rest", "all", "alone"), Area(0, 10, 0, 6), DARK
    )


def test_votes_stand_large_and_alone_until_they_are_split(parts: VoteParts) -> None:
    """At first all three rows are the votes, on one line; then each its own part, on one scale."""
    first, *others = parts.bars
    votes = parts.values[0]
    high = float(first.shape.points[:, 1].max())
    assert 3 < high <= 6 and high - first.level > 2 * votes.max() * first.per_unit
    for bars in others:
        assert bars.shape.points == pytest.approx(first.shape.points) and bars.shape.opacity == 0
    parts.split(1.0)
    for bars, values in zip(parts.bars, parts.values, strict=True):
        assert bars.shape.opacity == 1
        assert bars.values == pytest.approx(values) and bars.level == pytest.approx(bars.ground)


def is_seen(part: Lettering) -> bool:
    return any(letter.get_fill_opacity() > 0 for letter in part.family_members_with_points())


def test_parts_leave_the_votes_one_after_the_other(parts: VoteParts) -> None:
    """So that no two of the three lie over each other but where one leaves."""
    votes, waves, rest = parts.bars
    for share in np.linspace(0, 1, 41):
        parts.split(float(share))
        apart = [abs(one.level - other.level) for one, other in ((votes, rest), (votes, waves), (waves, rest))]
        seen = [bars.shape.opacity > 0 for bars in (rest, waves)]
        assert not all(seen) or apart[2] > (votes.ground - waves.ground) / 2
        assert not any(seen) or votes.level == pytest.approx(votes.ground), "the votes are in their row first"


def test_of_a_jump_nothing_is_said_where_the_exam_is_not_passed(grokked_run: Run, scene: CleanupScene) -> None:
    """It is measured in the last phase: half of the exam in the shipped run, a hundredth in one that ends too soon."""
    lasting = {"cleanup": "and the exam jumps.", "the_jump_comes_last": "The jump is not a rule being found."}
    assert all(told in lines_of(scene)[name] for name, told in lasting.items()) and scene.desk.last.has_jump
    early = play("cleanup_scene", grokked_run)
    said, (start, end) = lines_of(early), np.interp(early.desk.ends[1:], *scores_of(grokked_run))
    assert end - start < 0.02 and not early.flaws
    assert f"and its exam score goes from {percent(start)} to {percent(end)}." in said["cleanup"]
    assert said["the_jump_comes_last"].startswith("What comes last is not a rule being found.")


def test_what_takes_long_is_no_jump(scene: CleanupScene) -> None:
    """On other runs the exam is passed long after cleanup has started."""
    last = replace(scene.desk.last, passed=scene.desk.last.start + 0.22 * scene.desk.last.end)
    assert last.is_passed and last.has_jump
    last = replace(last, start=0.7 * last.start)
    assert last.passed - last.start > 0.25 * last.end and not last.has_jump
    assert "jump" not in last.events + last.meaning


def test_waves_are_unneeded_only_where_hardly_a_lesson_is_lost_without_them(grokked_run: Run, reference: Run) -> None:
    """In both chapters; in the other run one lesson in ten is wrong where their loss without the waves is lowest."""
    for run, need in ((reference, "need no waves"), (grokked_run, "need the waves less")):
        found, chapters = evidence_of(run).training.dynamics, ("excluded_loss_scene", "cleanup_scene")
        excluded, cleanup = (lines_of(play(chapter, run)) for chapter in chapters)
        assert (found.excluded.min() < 0.2) == (need == "need no waves"), "the run is no example any more"
        assert excluded["at_every_snapshot"].endswith(f"Lessons known by heart {need}.")
        swells = found.sum_of_squares[found.excluded.argmin()] > found.sum_of_squares[0]
        assert cleanup["memorization"].endswith(f"lessons {need}, and the weights {'swell' if swells else 'shrink'}.")


def scores_of(run: Run) -> tuple[np.ndarray, np.ndarray]:
    """Steps of the exam's board, and the share of the exam that is right at them."""
    found = evidence_of(run).training.exam_board
    return found.step, found.right[:, found.exam].mean(axis=1)


def test_the_rest_goes_from_one_end_to_the_other_and_the_waves_win(parts: VoteParts) -> None:
    parts.split(1.0).gather(1.0)
    votes, waves, rest = parts.values
    lost, _, won = parts.crowns
    assert lost.markup.endswith("0") and won.markup.endswith("2")
    parts.drop_rest(0.5)
    gone = (votes - parts.bars[0].values) / rest
    assert (np.diff(gone) <= 1e-9).all() and gone[0] == pytest.approx(1) and gone[-1] == pytest.approx(0)
    assert parts.columns.ends == pytest.approx(parts.bars[0].values[[0, 2]]) and not is_seen(lost)
    parts.waves_alone(1.0)
    assert parts.bars[0].values == pytest.approx(waves) and parts.columns.shape.opacity == 0
    assert [part for part in parts.lettering if is_seen(part)] == parts.standing[1:] and won in parts.standing
    assert parts.heads[5] in parts.standing and parts.heads[0] not in parts.standing, "what is left are not its votes"


def test_two_answers_votes_come_out_of_their_rows_into_columns_that_add_up(parts: VoteParts) -> None:
    """Both on one scale: what the waves say stands on zero, the rest begins where that ends, up or down."""
    parts.split(1.0)
    votes, waves, _ = parts.values
    columns, winners = parts.columns, [0, 2]
    for number, answer in enumerate(winners):
        for bars, bar in zip(parts.bars[1:], (2 * number, 2 * number + 1), strict=True):
            seen = columns.shape.grid[4 * bar : 4 * bar + 4]
            assert seen[1, :, 1] == pytest.approx([bars.level, bars.level + bars.per_unit * bars.values[answer]])
            assert seen[1, 0, 0] < bars.foot(answer)[0] < seen[2, 0, 0]
    parts.gather(1.0)
    up = columns.per_unit
    for number, answer in enumerate(winners):
        first, second = (columns.shape.grid[4 * bar + 1, :, 1] for bar in (2 * number, 2 * number + 1))
        assert first == pytest.approx([columns.zero, columns.zero + up * waves[answer]])
        assert second == pytest.approx([columns.zero + up * waves[answer], columns.zero + up * votes[answer]])
    assert not any(bars.shape.opacity for bars in parts.bars[1:]) and is_seen(parts.heads[3])
    assert columns.level.get_y() == pytest.approx(columns.zero + up * votes.max())
    parts.drop_rest(1.0)
    assert columns.ends == pytest.approx(waves[winners]) and columns.ends.argmax() == 1
    assert columns.level.get_y() == pytest.approx(columns.zero + up * waves.max()), "the waves' answer wins now"


@pytest.mark.parametrize("aspect", [*ASPECTS])
def test_columns_are_high_and_named_within_the_picture(reference: Run, aspect: str) -> None:
    """They take more than a quarter of the frame's height, and what names them is clear of them and of the edges."""
    scene, frame = play("cleanup_scene", reference), Frame(aspect, 720)
    told = named_parts(scene.waves, scene.kept.leads, "93 + 79", "sums")
    parts = VoteParts(scene.kept.votes, scene.kept.waves, 59, told, frame.picture, DARK)
    columns = parts.split(1.0).gather(1.0).columns
    high = columns.shape.points[:, 1]
    assert np.ptp(high) > 0.25 * frame.size[1] and [one.markup for one in columns.lettering[:2]] == ["59", "100"]
    for name in columns.lettering[2:]:
        around = Area.around(name)
        assert frame.picture.left - 1e-6 <= around.left and around.right <= frame.picture.right + 1e-6
        assert min(around.overlap(Area.around(columns.line))) < 0


def test_what_the_waves_answer_spreads_over_a_board_from_the_sum_that_was_looked_at(scene: CleanupScene) -> None:
    desk, parts, pair = scene.desk, scene.parts, scene.kept.pair
    board, hairs = desk.board_in(parts.below)
    known = scene.kept.answered.copy()
    known[0, 0] = False
    seen = board.spread(0.3, pair, known).colors[..., 3]
    assert seen[pair] == 1 and seen[0, 0] == 0 and 0.05 < (seen > 0).mean() < 0.95
    whole = board.spread(1.0, pair, known).colors
    assert whole[0, 0] == pytest.approx(board.dark) and whole[pair] == pytest.approx(board.certain[pair])
    assert board.get_top()[1] < parts.heads[4].get_bottom()[1] and hairs.width == pytest.approx(board.width)
    assert scene.known not in scene.mobjects, "the desk's own board is there instead"


def test_the_board_goes_to_its_place_by_the_curves_where_no_other_appears(scene: CleanupScene) -> None:
    desk = scene.set_up().show(0.0)
    curves, known = desk.headed("restricted"), desk.board_in(scene.parts.below)
    told, back = desk.coming_from(known, curves)
    assert {id(part) for part in curves} - {id(part) for part in told} == {id(desk.board), id(desk.hairs)}
    back.begin()
    back.interpolate(1.0)
    assert known[0].get_center() == pytest.approx(desk.board.get_center())
    assert known[0].width == pytest.approx(desk.board.width)


@pytest.mark.parametrize("aspect", [*ASPECTS])
def test_the_board_opens_before_the_columns_are_gone(reference: Run, aspect: str) -> None:
    """In every tenth of a second something is seen below the votes, and no column passes what is written there."""
    scene, frame = play("cleanup_scene", reference), Frame(aspect, 720)
    told, kept = named_parts(scene.waves, scene.kept.leads, "93 + 79", "sums"), scene.kept
    parts = VoteParts(kept.votes, kept.waves, 59, told, frame.picture, DARK).split(1.0).gather(1.0)
    board, hairs = scene.desk.board_in(parts.below)
    moves = parts.give_way(Group(board, hairs), lambda share: board.spread(share, kept.pair, kept.answered))
    head, columns = parts.heads[4], parts.columns.shape
    for share in np.linspace(0, 1, 36):
        for move in moves:
            move.interpolate(share)
        below = columns.points[:, 1].min() < head.get_bottom()[1] and columns.opacity > 0
        assert below or (board.colors[..., 3].max() > 0.9 and board.colors[..., 3].mean() > 0.15), "more than a speck"
        if head[0].get_fill_opacity() > 0.05 and columns.opacity > 0:
            assert columns.points[:, 1].min() > head.get_bottom()[1]
    assert head[0].get_fill_opacity() == 1 and columns.opacity == 0
    assert board.colors[..., 3] == pytest.approx(1)


def test_curves_are_large_where_height_is_dear(reference: Run) -> None:
    """In 4:5 the weights' name stands beside them, clear of the losses' names, and the losses are the higher for it."""
    scene = copy(play("cleanup_scene", reference))
    scene.frame = Frame("4:5", 720)
    desk = scene.set_up()
    curves = [desk.losses.curves[name] for name in ("lessons", "exam", "excluded", "restricted")]
    heights = np.concatenate([desk.losses.chart.places(curve.x, curve.y)[:, 1] for curve in curves])
    assert np.ptp(heights) > 0.19 * scene.frame.size[1]
    title = Area.around(desk.weights.title)
    assert title.left > desk.weights.area.right and title.right <= desk.area.right + 1e-6
    assert title.top < desk.losses.chart.area.bottom


@pytest.mark.parametrize(("aspect", "share"), [("9:16", 0.4), ("1:1", 0.34), ("4:5", 0.35)])
def test_the_board_is_bright_and_no_stamp_under_the_curves(reference: Run, aspect: str, share: float) -> None:
    """So much of the frame's width is its own, and no more than an eighth of a cell is the ground between two."""
    scene = copy(play("cleanup_scene", reference))
    scene.frame = Frame(aspect, 720)
    desk = scene.set_up()
    assert desk.board.side > share * scene.frame.size[0]
    assert desk.hairs.get_stroke_width() / 100 <= desk.board.side / reference.p / 8


def test_the_heading_goes_where_the_phases_are_numbered_in_its_place(reference: Run) -> None:
    """Only in 4:5, where it has no line of its own: there it would lie under the first two numbers."""
    scene = copy(play("cleanup_scene", reference))
    for aspect in ASPECTS:
        scene.frame = Frame(aspect, 720)
        desk = scene.set_up()
        curves = desk.headed("restricted: the waves alone")
        head, lies = curves[-1], any(min(Area.around(curves[-1]).overlap(Area.around(b[1]))) > 0 for b in desk.bands)
        gone = [move.mobject for move in desk.make_way(curves)]
        assert lies == (gone == [head]) == (head not in curves) == (aspect == "4:5")


@pytest.mark.parametrize("aspect", ["9:16", "1:1", "4:5"])
def test_counts_stand_by_the_board_over_what_is_told_of_the_phases(reference: Run, aspect: str) -> None:
    scene = copy(play("cleanup_scene", reference))
    scene.frame = Frame(aspect, 720)
    desk = scene.set_up()
    board = Area.around(desk.board)
    for told in (*desk.texts, desk.summary):
        column = [Area.around(one) for one in (desk.losses.step, desk.score, told)]
        assert all(upper.bottom > lower.top for upper, lower in pairwise(column))
        assert all(one.left > board.right and one.right <= desk.area.right + 1e-6 for one in column)
        assert column[0].top <= board.top + 1e-6 and column[-1].bottom >= board.bottom - 1e-6


def test_weights_are_heavy_to_look_at_and_their_most_is_written(reference: Run) -> None:
    """What lies under them is filled as far as they are drawn; their most, behind where it is and clear of the rest."""
    scene, found = copy(play("cleanup_scene", reference)), evidence_of(reference).training.dynamics
    for aspect in ASPECTS:
        scene.frame = Frame(aspect, 720)
        desk = scene.set_up()
        (curve,), area = desk.weights.curves, desk.weights.area
        peak = float(found.step[found.sum_of_squares.argmax()])
        for step in (0.5 * peak, 5000.0, desk.ends[-1]):
            desk.weights.show(step)
            heap = Area.around(desk.weights.heap)
            reached = float(desk.weights.places([step], [0.0])[0][0])
            assert [heap.left, heap.right, heap.bottom] == pytest.approx([area.left, reached, area.bottom], abs=0.02)
            unseen = not any(said.get_fill_opacity() for said in desk.weights.peak)
            assert unseen == (step < peak or aspect in ("1:1", "4:5"))
        for said in desk.weights.peak:
            assert said.markup.endswith(f"{found.sum_of_squares.max():,.0f}")
            under = curve.points[curve.points[:, 0] > said.get_center()[0], 1].max()
            assert said.get_bottom()[1] > under and said.get_left()[0] > desk.weights.places([peak], [0.0])[0][0]


@pytest.mark.parametrize("aspect", ["16:9", "9:16"])
def test_the_cursor_does_not_cross_the_most_of_the_weights(reference: Run, aspect: str) -> None:
    """Written behind where the weights were heaviest, it is seen once the cursor has left that place."""
    scene = copy(play("cleanup_scene", reference))
    scene.frame = Frame(aspect, 720)
    desk = scene.set_up()
    (said,), (cursor,) = desk.weights.peak, desk.weights.followers
    for step in np.linspace(0, desk.ends[-1], 200):
        desk.weights.show(step)
        over = said.get_left()[0] < cursor.upright.get_x() < said.get_right()[0]
        assert not (over and is_seen(said))
    assert is_seen(said)


def test_weights_stand_alone_between_what_memory_takes_and_what_the_rule_does(
    reference: Run, lines: dict[str, str]
) -> None:
    """Their own chart is as high as both were; its levels are where the curve is highest and where it ends."""
    scene, found = copy(play("cleanup_scene", reference)), evidence_of(reference).training.dynamics
    ends = [found.sum_of_squares.max(), np.interp(12_627, found.step, found.sum_of_squares)]
    assert all(f"{value:,.0f}" in lines["what_memory_costs"] for value in ends)
    for aspect in ASPECTS:
        scene.frame = Frame(aspect, 720)
        desk = scene.set_up().show(12_627)
        chart, curves, low = desk.weights, desk.headed("restricted"), desk.weights.area.top
        head, *levels = desk.weighed
        chart.rise(1.0)
        points = chart.curves[0].points[:, 1]
        assert chart.area.top == pytest.approx(desk.losses.chart.area.top) and chart.area.top > low + 0.8
        for (line, told), high, value in zip(levels, (points.max(), points[-1]), ends, strict=True):
            assert line.get_y() == pytest.approx(high, abs=0.02) and told[0].markup.endswith(f"{value:,.0f}")
            assert told.get_left()[0] > chart.area.right and told.get_right()[0] <= desk.area.right + 1e-6
        assert levels[0][1].get_bottom()[1] > levels[1][1].get_top()[1]
        assert head.get_bottom()[1] > max(points) and not any(is_seen(said) for said in desk.weights.peak)
        assert all(part not in desk.losses_in(curves) for part in desk.but_losses)
        chart.rise(0.0)
        assert chart.area.top == pytest.approx(low)


@pytest.mark.parametrize("aspect", [*ASPECTS])
def test_an_arrow_tells_how_much_weights_have_come_down(reference: Run, aspect: str) -> None:
    """From their most down to what they are, with the step; its share is by hand, and clear of the curve."""
    scene, found = copy(play("cleanup_scene", reference)), evidence_of(reference).training.dynamics
    scene.frame = Frame(aspect, 720)
    desk = scene.set_up()
    desk.weights.rise(1.0)
    (mark,), (curve,), most = desk.weights.fall, desk.weights.curves, found.sum_of_squares.max()
    for step in np.linspace(scene.from_step, desk.ends[-1], 5):
        desk.weights.show(step)
        value = np.interp(step, found.step, found.sum_of_squares)
        ends = desk.weights.places([step] * 2, [most, value])[:, 1]
        assert mark.shaft.get_top()[1] == pytest.approx(ends[0]) and 0 < mark.tip.get_bottom()[1] - ends[1] < 0.2
        assert mark.less.number.markup == f"{round(100 * (1 - value / most))}" and is_seen(mark.less.number)
        told = Area.around(mark.less)
        under = curve.points[(curve.points[:, 0] > told.left) & (curve.points[:, 0] < told.right), 1]
        assert told.bottom > under.max() + 0.02 and told.top < ends[0] and told.left > desk.weights.area.left
    desk.weights.show(0.5 * float(found.step[found.sum_of_squares.argmax()]))
    assert mark.less.number.markup.isdigit(), "there is no less than nothing"


def test_weights_that_get_no_lighter_are_only_heavy(reference: Run) -> None:
    """Then nothing is said of the rule's: only what they come to at most."""
    scene = copy(play("cleanup_scene", reference))
    assert scene.desk.gets_lighter
    growing = np.linspace(1000, 2000, len(scene.dynamics.step))
    scene.dynamics = replace(scene.dynamics, squares_by_matrix={"all": growing})
    desk = scene.set_up()
    _, level = desk.weighed
    assert not desk.gets_lighter and level[1][1].markup.endswith("at most") and not len(desk.weights.fall)


@watching("cleanup_scene", "play")
def texts_that_come(scene: CleanupScene, *moves: Any, **look: Any) -> list[tuple[str, bool]]:
    """What is written of phases and comes with a play, and whether it stands over another."""
    texts = [*scene.desk.texts, scene.desk.summary] if hasattr(scene, "desk") else []
    fading = [(move, text) for move in moves for text in texts if text in move.mobject.get_family()]
    come, gone = ([(move, text) for move, text in fading if isinstance(move, kind)] for kind in (FadeIn, FadeOut))
    standing = [part for mobject in scene.mobjects for part in mobject.get_family()]
    stays = any(not any(text is other for _, other in gone) for text in texts if text in standing)
    return [(text[0].markup, stays or any(meet(move, other) for other, _ in gone)) for move, text in come]


def meet(comes: FadeIn, goes: FadeOut) -> bool:
    """Tell whether both are seen at any time."""
    return any(comes.rate_func(share) > 0 and goes.rate_func(share) < 1 for share in np.linspace(0, 1, 51))


def test_no_two_texts_of_phases_are_seen_at_once(scene: CleanupScene) -> None:
    """They stand in one place: each is gone before the next comes."""
    told = [one for found in scene.watched["texts_that_come"] for one in found]
    assert len(told) == 4 and not [text for text, over_another in told if over_another]


@watching("cleanup_scene", "run_to")
def told_before_it_runs(scene: CleanupScene, step: float, *more: Any, **look: Any) -> tuple[float, list[str], int]:
    """Where training is about to run to, which phases are told, and how many are numbered."""
    desk, standing = scene.desk, [part for mobject in scene.mobjects for part in mobject.get_family()]
    told = [text[0].markup.rpartition("\n")[2] for text in desk.texts if text in standing]
    return step, told, sum(band[1] in standing for band in desk.bands)


def test_a_phase_is_told_while_it_is_run_through(scene: CleanupScene) -> None:
    """What it is stands by the board, and its number over the curves, before training has got through it."""
    names = ["1  memorization"], ["2  circuit formation"], ["3  cleanup"]
    expected = [(end, name, n) for n, (end, name) in enumerate(zip(scene.desk.ends, names, strict=True), 1)]
    assert scene.watched["told_before_it_runs"][-4:-1] == expected


def test_a_phase_is_shaded_as_far_as_training_has_come_and_its_rule_lights_when_it_is_met(reference: Run) -> None:
    scene = copy(play("cleanup_scene", reference))
    scene.frame = Frame("16:9", 720)
    desk = scene.set_up()
    for step in (0.0, 700.0, 5000.0, 11_000.0, desk.ends[-1]):
        desk.show(step)
        for (shade, mark), (_, rule), start, end, met in zip(
            desk.bands, desk.texts, [0.0, *desk.ends], desk.ends, [1500, 9600, 10_980], strict=False
        ):
            sides = desk.losses.chart.places([start, np.clip(step, start, end), end], [1.0] * 3)[:, 0]
            across = shade.points[:, 0]
            assert [across.min(), across.max()] == pytest.approx(sides[:2], abs=1e-5)
            assert sides[0] < mark.get_x() < sides[2]
            assert (rule[0].get_fill_color().to_hex() == DARK.text) == (step >= met)
    assert [band.phase.met for band in desk.bands] == [1500, 9600, 10_980]


def test_weights_are_no_strip_in_a_tall_frame(reference: Run) -> None:
    """There their swelling and shrinking is a tenth of the frame high, and losses are still twice that."""
    scene = copy(play("cleanup_scene", reference))
    scene.frame = Frame("9:16", 720)
    desk = scene.set_up()
    (curve,) = desk.weights.curves
    high = [curve.points[:, 1].max() - desk.weights.area.bottom, desk.losses.chart.area.height]
    assert high[0] > 0.1 * scene.frame.size[1] and high[1] > 2 * high[0]


@pytest.mark.parametrize("aspect", [*ASPECTS])
def test_phases_are_looked_at_from_close_by(reference: Run, aspect: str) -> None:
    """The first fills its axes, which then reach on with training, both alike; at the end all of it is on them."""
    scene = copy(play("cleanup_scene", reference))
    scene.frame = Frame(aspect, 720)
    desk = scene.set_up().show(scene.desk.ends[-1])
    axes, whole = [desk.losses.chart, desk.weights], desk.ends[-1]
    desk.on_the_way(0.0, close=True)(1.0)
    reach = [axes[0].x.high]
    for end in desk.ends:
        desk.on_the_way(end, close=True)(1.0)
        (cursor,), (across, _, _) = desk.weights.followers, desk.weights.places([end], [0.0])[0]
        assert axes[0].x.high == axes[1].x.high and cursor.upright.get_x() == pytest.approx(across)
        assert desk.losses.chart.places([end], [1.0])[0][0] > axes[0].area.left + 0.75 * axes[0].area.width
        assert not any(is_seen(said) for said in desk.weights.peak) or axes[0].x.high > 0.5 * whole
        assert sum(is_seen(numeral) for _, numeral in desk.weights.numerals) > 1
        reach.append(axes[0].x.high)
    assert reach[0] == reach[1] == pytest.approx(1.25 * desk.ends[0]) and reach[-1] == whole > reach[-2] > reach[1]
    desk.on_the_way(0.0)(1.0)
    assert axes[0].x.high == axes[1].x.high == whole


def test_a_first_phase_that_is_over_at_once_is_looked_at_within_a_tenth(reference: Run) -> None:
    """Axes of no steps at all would have no numerals."""
    scene = copy(play("cleanup_scene", reference))

    class Sudden:
        generalized_at = 10_980

        @staticmethod
        def phases(last: float) -> tuple[float, float, float]:
            return 0.0, 9600.0, last

    scene.times = Sudden()
    desk = scene.set_up()
    desk.on_the_way(0.0, close=True)(1.0)
    assert desk.weights.x.high == desk.losses.chart.x.high == pytest.approx(0.1 * desk.ends[-1])
