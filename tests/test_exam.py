"""What memorization_scene and grokking_scene say of the reference run, and how the whole exam is marked."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from manim import DOWN, RIGHT, ReplacementTransform, VGroup, VMobject
from scipy.special import softmax

from tests.clockwork import clockwork
from tests.conftest import alone, evidence_of
from tests.test_stage import lines_of, play, watching
from transparent_box.model.analysis.exam_board import CERTAIN, ExamBoard, mark_answers
from transparent_box.model.runs.evidence import Evidence
from transparent_box.model.runs.measure import measure
from transparent_box.model.runs.run import Run, grid_activations
from transparent_box.model.storage import NoHistoryError, read_arrays, write_arrays
from transparent_box.model.transformer import Weights, forward
from transparent_box.scenes.grokking_scene import APART, MARGIN, GrokkingScene
from transparent_box.scenes.look.frame import ASPECTS, Area, Frame
from transparent_box.scenes.look.numbers import NARROW
from transparent_box.scenes.look.theme import DARK
from transparent_box.scenes.mobjects.boards.sum_board import Lens, SumBoard
from transparent_box.scenes.mobjects.training.certainty_scale import CertaintyScale, room_below
from transparent_box.scenes.mobjects.training.exam_desk import TICK, ExamDesk
from transparent_box.scenes.mobjects.words.lettering import unescape, words
from transparent_box.scenes.output.job import Job
from transparent_box.scenes.output.jobs import stage_job
from transparent_box.scenes.stage.carrying import Carried

pytestmark = pytest.mark.chapter("grokking_scene")  # which all but a few of the tests play


@pytest.fixture(scope="module")
def board(reference: Run) -> ExamBoard:
    return evidence_of(reference).training.exam_board


def test_mirror_images_are_known_first_and_nothing_else(board: ExamBoard) -> None:
    """At the memorizing checkpoint: every lesson, an eighth of their mirror images, three of all other sums."""
    place = board.memorized
    assert board.share_right(board.lessons)[place] >= 0.999
    assert board.share_right(board.mirrors)[place] == pytest.approx(0.123, abs=0.01)
    assert board.right[place][board.others].sum() <= 6
    assert (board.mirrors.sum(), board.others.sum()) == (2659, 6280)


def test_through_the_flat_stretch_only_mirrors_fill_in(board: ExamBoard) -> None:
    mirrors, others = board.share_right(board.mirrors), board.share_right(board.others)
    quiet = np.flatnonzero(others < 0.05)[-1]
    assert board.step[quiet] > 7000 and mirrors[quiet] > 0.5
    assert (mirrors[board.memorized : quiet + 1] > 10 * others[board.memorized : quiet + 1]).all()


def test_then_everything_lights_up(board: ExamBoard) -> None:
    assert board.right[-1].all() and board.chance[-1].min() > 0.9 * CERTAIN
    flood = (board.share_right(board.others) > 0.05) & (board.share_right(board.others) < 0.99)
    assert np.ptp(board.step[flood]) < 0.2 * board.step[-1]


def test_the_lens_shows_a_sum_known_for_its_mirror_alone(board: ExamBoard, reference: Run) -> None:
    x, y = board.mirror_pair(round(MARGIN * reference.p), round(APART * reference.p))
    assert board.exam[x, y] and board.lessons[y, x] and abs(x - y) >= round(APART * reference.p)
    assert board.right[board.memorized, x, y] and board.chance[board.memorized, x, y] > 0.8 * CERTAIN


def test_boards_are_those_of_the_shipped_checkpoints(board: ExamBoard, reference: Run) -> None:
    """Marked anew at the last of them; and at all of them the history counted as many right."""
    history = reference.history.at(board.step)
    assert board.share_right(board.exam) == pytest.approx(history.test_accuracy, abs=0.01)
    assert board.share_right(board.lessons) == pytest.approx(history.train_accuracy, abs=0.01)
    place = int(np.flatnonzero(reference.checkpoints.steps == board.step[board.memorized])[0])
    weights = reference.show_weights(next(reference.checkpoints.networks([place])))
    x, y = board.mirror_pair(1, 1)
    logits = weights_logits(weights, x, y)
    assert board.chance[board.memorized, x, y] == pytest.approx(CERTAIN * softmax(logits)[(x + y) % 113], abs=1)


def weights_logits(weights: Weights, x: int, y: int) -> np.ndarray:
    return forward(weights, np.array([x]), np.array([y])).logits[0]


def test_marking_counts_equals_as_a_token_but_not_as_an_answer() -> None:
    logits = np.zeros((2, 2, 3))
    logits[0, 0] = [1, 0, 9]  # "=" is likeliest, the right number next
    logits[1, 1] = [0, np.log(3), 0]
    sheet = mark_answers(logits, np.array([[0, 1], [1, 0]]))
    assert np.unpackbits(sheet["right"])[:4].tolist() == [1, 0, 0, 0]
    assert sheet["chance"][0, 0] == 0 and sheet["chance"][1, 1] == round(CERTAIN / 5)


def test_read_or_computed_and_between_checkpoints(toy_folder: Path, tmp_path: Path) -> None:
    bare = tmp_path / "bare"
    shutil.copytree(toy_folder, bare)
    (bare / "exam.safetensors").unlink()
    stored, computed = Evidence(Run(toy_folder)).training.exam_board, Evidence(Run(bare)).training.exam_board
    assert np.array_equal(stored.step, computed.step)
    assert np.abs(stored.chance.astype(int) - computed.chance.astype(int)).max() <= 1
    assert np.array_equal(stored.lessons | stored.exam, np.ones_like(stored.exam))
    step, chances = stored.at(0.5)
    assert step == pytest.approx(stored.step[:2].mean())
    assert chances == pytest.approx(stored.chance[:2].mean(axis=0) / CERTAIN)


def test_an_exam_passed_from_the_start_has_two_sheets(tmp_path: Path) -> None:
    """As of an imported sequence whose first network, at step 0, passes already: there is a way between two."""
    folder = clockwork(tmp_path / "run", 7, (1, 3), history=True).folder
    curves = read_arrays(folder / "history.safetensors")
    write_arrays(folder / "history.safetensors", curves | {"test_accuracy": np.ones(2), "train_accuracy": np.ones(2)})
    board = Evidence(measure(folder)).training.exam_board
    assert board.step.tolist() == [0, 1] and board.memorized == 1
    assert board.at(0.5)[0] == 0.5 and board.at_step(0)[0] == pytest.approx(board.chance[0] / CERTAIN)


@pytest.mark.parametrize("chapter", ["memorization_scene", "grokking_scene"])
def test_a_network_that_came_alone_says_one_sentence(chapter: str, toy_folder: Path, tmp_path: Path) -> None:
    job = Job(chapter, alone(toy_folder, tmp_path / "alone"), "l", 15, "png", media=tmp_path)
    with stage_job(job) as scene, pytest.raises(NoHistoryError):
        scene.render()


def test_what_is_said_is_what_was_measured(reference: Run) -> None:
    said = lines_of(play("grokking_scene", reference))
    assert said["by_heart"].startswith(
        "By step 165, it knows 100\u202f% of its lessons by heart, and 3.7\u202f% of the exam"
    )
    memorized = reference.history.step[reference.history.train_accuracy >= 0.999][0]
    snapshots = evidence_of(reference).training.exam_board.step
    assert memorized == 144 and snapshots[snapshots >= memorized][0] == 165
    assert "12.3\u202f%" in said["mirror_images"] and "Of the other 6,280: three." in said["mirror_images"]
    assert said["look_closer"].endswith("22\u00a0+\u00a088 was not, yet it comes out right.")
    found = "y\u00a0+\u00a0x is x\u00a0+\u00a0y. The rest came later. What did it find?"
    assert found in said["what_did_it_find"], "no sum is broken over two lines"
    said = lines_of(play("memorization_scene", reference))
    assert "3,830" in said["lessons_and_exam"] and "8,939" in said["lessons_and_exam"]
    assert said["the_jump"] == "Then, all by itself, it passes the exam."


@pytest.mark.parametrize("aspect", [*ASPECTS])
def test_it_is_seen_on_one_scale_which_part_of_the_exam_came_first(
    board: ExamBoard, reference: Run, aspect: str
) -> None:
    """Mirrors over the whole exam, all others under it, as far as the cursor; each named clear of every curve."""
    history = reference.history
    curves = history.step, history.train_accuracy, history.test_accuracy
    desk = ExamDesk(Frame(aspect, 720).picture, board.lessons, board.exam, curves, board.step, DARK)
    desk.keep_axis()
    shares, area = board.shares, desk.chart.area
    desk.show(9_000, np.ones(board.exam.shape), [1.0] * 4)
    parts = desk.compare(board.step, shares, "mirrors", "others")
    for step in (9_000, 9_860, int(board.step[-1])):
        desk.show(step, np.ones(board.exam.shape), [1.0] * 4)
        ends = [curve.points[-1] for curve in parts.curves]
        assert [end[0] for end in ends] == pytest.approx([desk.cursor.upright.get_x()] * 2, abs=1e-6)
        heights = [(end[1] - area.bottom) / area.height for end in ends]
        assert heights == pytest.approx([np.interp(step, board.step, shares[name]) for name in ("mirrors", "others")])
        whole = np.interp(step, history.step, history.test_accuracy)
        assert heights[0] >= whole - 1e-6 and whole + 1e-6 >= heights[1]
    halves = [board.step[shares[name] > 0.5][0] for name in ("mirrors", "others")]
    assert halves[1] - halves[0] > 2_000, "the others come later"
    drawn = [*parts.curves, *desk.chart.curves]
    for name in parts.names:
        told = Area.around(name)
        assert area.left < told.left and told.right < area.right and area.bottom + TICK * area.height < told.bottom
        for curve in drawn:
            x = np.linspace(told.left, told.right, 30)
            y = np.interp(x, curve.points[:, 0], curve.points[:, 1])
            assert not ((y > told.bottom) & (y < told.top)).any()


@pytest.mark.parametrize("aspect", [*ASPECTS])
def test_parts_are_named_clear_of_curves_and_numerals_on_other_runs(grokked_run: Run, aspect: str) -> None:
    """Where mirrors are known so early that before their curve there is no room, the name is below it, or left out."""
    found, history = evidence_of(grokked_run).training.exam_board, grokked_run.history
    curves = history.step, history.train_accuracy, history.test_accuracy
    desk = ExamDesk(Frame(aspect, 720).picture, found.lessons, found.exam, curves, found.step, DARK)
    desk.keep_axis()
    desk.show(int(found.step[-1]), np.ones(found.exam.shape), [1.0] * 4)
    parts = desk.compare(found.step, found.shares, "mirrors", "others")
    assert [name.markup for name in parts.names] == (["others"] if aspect == "9:16" else ["mirrors", "others"])
    for name in parts.names:
        told, own = Area.around(name), parts.curves[name.markup == "others"]
        assert desk.chart.area.to(told) == desk.chart.area
        for curve in [*parts.curves, *desk.chart.curves]:
            up = np.interp(np.linspace(told.left, told.right, 200), curve.points[:, 0], curve.points[:, 1])
            assert up.min() > told.top or up.max() < told.bottom
        assert np.linalg.norm(own.points - name.get_center(), axis=1).min() < 0.3 + name.width / 2, "near its own"


def test_of_a_run_that_ends_before_it_knows_the_rest_it_is_not_said_that_this_came(grokked_run: Run) -> None:
    assert evidence_of(grokked_run).training.timeline.generalized_at is None
    said = lines_of(play("grokking_scene", grokked_run))["what_did_it_find"].replace("\u00a0", " ")
    assert said == "On the exam, mirror images came first: y + x is x + y. What is there to find?"


def test_mirrors_are_said_to_come_first_only_where_more_are_known_than_by_guessing(toy_run: Run) -> None:
    found = evidence_of(toy_run).training.exam_board
    mirrors, others = (found.shares[name][found.memorized] for name in ("mirrors", "others"))
    assert 0 == others < mirrors < 1 / toy_run.p, "the run is no example any more"
    said = lines_of(play("grokking_scene", toy_run))
    assert said["only_mirrors_fill_in"] == "Keep training. What fills in?"
    assert said["what_did_it_find"] == "What is there to find?"


def test_before_all_training_only_the_answer_it_always_gives_comes_out_right(board: ExamBoard, reference: Run) -> None:
    """As many as there are numbers: a thin line on the dark board, and clear of it how many of all they are."""
    scene = play("grokking_scene", reference)
    network = reference.show_weights(next(reference.checkpoints.networks([0])))
    says = grid_activations(network, reference.p).logits[..., : reference.p].argmax(axis=-1)
    assert (says == 80).mean() > 0.99 and (board.right[0] == (reference.answers == 80)).all() and board.step[0] == 0
    assert lines_of(scene)["nothing_yet"].endswith("At first, it is right only where the answer is 80.")
    marked, told = scene.desk.right
    assert [unescape(said.markup) for said in told] == ["113", "of 12,769 right"]
    assert ((marked.colors[..., 3] == 1) == board.right[0]).all() and marked.width == scene.desk.board.width
    room = Area.around(told)
    cells = [scene.desk.board.place(x, y) for x, y in np.argwhere(board.right[0])]
    assert Area.around(scene.desk.board).to(room) == Area.around(scene.desk.board)
    assert all(min(room.overlap(cell)) < 0 for cell in cells)
    standing = [part for one in scene.mobjects for part in one.get_family()]
    assert not any(part is one for part in standing for one in scene.desk.right.get_family()), "it has left"


@pytest.mark.parametrize("aspect", [*ASPECTS])
def test_what_is_written_on_the_board_is_clear_of_what_is_marked(board: ExamBoard, aspect: str) -> None:
    """Where the board is small, in one more line; within its edges."""
    curves = np.arange(2), np.zeros(2), np.zeros(2)
    desk = ExamDesk(Frame(aspect, 720).picture, board.lessons, board.exam, curves, np.arange(2), DARK)
    desk.mark_right(board.right[0])
    room, whole = Area.around(desk.right[1]), Area.around(desk.board)
    assert whole.to(room) == whole and room.width < 0.8 * whole.width
    assert all(min(room.overlap(desk.board.place(x, y))) < 0 for x, y in np.argwhere(board.right[0]))


def test_of_a_network_that_gives_several_answers_at_first_it_is_said_that_it_knows_nothing(grokked_run: Run) -> None:
    assert evidence_of(grokked_run).training.right_at_first == [7, 16]
    assert lines_of(play("grokking_scene", grokked_run))["nothing_yet"].endswith("At first, it knows nothing.")


def test_the_few_that_are_known_without_a_mirror_are_counted_out(board: ExamBoard, reference: Run) -> None:
    """Each as a large square on its cell, and clear of them how many they are, of how many; it fits on the board."""
    desk, known = play("grokking_scene", reference).desk, board.right[board.memorized] & board.others
    large, (count, of) = desk.few
    cells = [desk.board.cell(x, y) for x, y in np.argwhere(known)]
    assert len(cells) == 3 and np.array([one.get_center() for one in large]) == pytest.approx(np.array(cells))
    assert min(one.width for one in large) > 5 * desk.board.cell_size[0]
    assert [unescape(told.markup) for told in (count, of)] == ["3", "of 6,280"] and count.height > 1.2 * of.height
    whole, told = Area.around(desk.board), Area.around(desk.few[1])
    assert min(told.left - whole.left, whole.right - told.right, told.bottom - whole.bottom, whole.top - told.top) > 0
    assert all(min(told.overlap(Area.around(one))) < 0 for one in large)
    assert len(desk.board.large(board.others, DARK.text)) == 0, "of many none could be told from the next"


def test_those_that_are_asked_are_marked_and_only_they_shine_then(board: ExamBoard, reference: Run) -> None:
    """In gray, which says nothing of how sure it is, whatever is known of them; no other cell gets lighter."""
    desk = play("grokking_scene", reference).desk.copy()
    _, chances = board.at(board.memorized)
    desk.show(165, chances, [0.0] * 4)
    before, move = desk.board.colors.copy(), desk.ask(board.others)
    move.interpolate(0.5)
    unsure = board.others & (chances < 0.01)
    assert desk.board.colors[unsure, :3].min() > 2 * before[unsure, :3].max()
    assert (desk.board.colors[~board.others] <= before[~board.others] + 1e-6).all()
    move.interpolate(1.0)
    assert desk.board.colors[board.others] == pytest.approx(before[board.others], abs=0.01)
    assert desk.board.colors[~board.others][:, :3].max() < 0.3


def test_the_axis_of_the_exam_grows_with_the_steps_until_it_is_kept() -> None:
    """At first the leap of the lessons fills it; at the end all of training does, also when it is looked back at."""
    lessons, steps = np.eye(7, dtype=bool), np.array([0.0, 100.0, 200.0, 10_000.0])
    curves = steps, steps / steps[-1], steps / steps[-1]
    desk = ExamDesk(Frame("16:9", 720).picture, lessons, ~lessons, curves, steps, DARK, near=150.0)

    def shown(step: float) -> tuple[float, int]:
        desk.show(step, np.ones((7, 7)), [1.0] * 4)
        lit = desk.snapshots.colors[:, 3] == 1
        ends = [curve[0][0] for curve, seen in zip(desk.snapshots.curves(), lit, strict=True) if seen]
        assert ends == pytest.approx(desk.chart.places(steps[lit], np.zeros(lit.sum()))[:, 0])
        assert max(ends) <= desk.chart.area.right + 1e-9
        return desk.chart.x.high, int(lit.sum())

    assert [shown(step) for step in (0, 100, 200)] == [(150, 2), (150, 2), (pytest.approx(212), 3)]
    assert shown(10_000) == (10_000, 4) and shown(100) == (150, 2)
    desk.keep_axis()
    assert shown(100) == (10_000, 4)


def test_nothing_happens_in_between(reference: Run) -> None:
    """Memorized at 144, passed at 10,980; for six tenths of the time between, at most 15 % of the exam is right."""
    history, times = reference.history, evidence_of(reference).training.timeline
    assert times.memorized_at == 144 and times.generalized_at == pytest.approx(10_980, rel=0.02)
    assert times.memorized_at and times.generalized_at
    between = (history.step > times.memorized_at) & (history.step < 0.6 * times.generalized_at)
    assert history.test_accuracy[between].max() < 0.15 and history.train_accuracy[between].min() > 0.99


@pytest.mark.parametrize("chapter", ["memorization_scene", "grokking_scene"])
def test_chapters_have_their_length(chapter: str, reference: Run) -> None:
    assert 30 <= play(chapter, reference).beats[-1].end <= 75


def test_cells_are_as_bright_as_answers_are_sure() -> None:
    groups = (np.array([[True, False], [False, False]]), np.array([[False, True], [True, True]]))
    board = SumBoard(((groups[0], "#0000FF"), (groups[1], "#FF0000")), "#000000", 2.0)
    board.show(np.array([[1.0, 0.5], [0.0, 1.0]]))
    assert board.colors[0, 0].tolist() == [0, 0, 1, 1] and board.colors[1, 0].tolist() == [0, 0, 0, 1]
    assert board.colors[0, 1] == pytest.approx([0.5**0.6, 0, 0, 1])


def test_cells_darken_diagonal_after_diagonal(reference: Run) -> None:
    scene = play("grokking_scene", reference)
    known = scene.measured.at(0)[1]
    shown: list[np.ndarray] = []
    desk = scene.desk
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(desk.board, "show", shown.append)
        move = desk.darkening(known)
        for share in (0.0, 0.5, 1.0):
            move.interpolate(share)
            for bar, mark, group in zip(desk.scale.bars, desk.scale.marks, desk.groups, strict=True):
                start, end = bar.points[0][0], bar.points[1][0]
                assert mark.get_x() == pytest.approx(start + shown[-1][group].mean() * (end - start))
    assert shown[0] == pytest.approx(np.ones(known.shape)) and shown[2] == pytest.approx(known)
    assert shown[1][0, 0] == pytest.approx(known[0, 0]) and shown[1][-1, -1] == 1
    assert shown[1][20, 30] == pytest.approx(1 + (shown[1][30, 20] - 1) * (known[20, 30] - 1) / (known[30, 20] - 1))


@pytest.mark.parametrize("aspect", [*ASPECTS])
def test_while_the_board_is_dark_what_it_knows_is_written_and_its_groups_stay_named(
    board: ExamBoard, reference: Run, aspect: str
) -> None:
    """Names go to what counts them; in a column, where the board is in the way, counts come before names are gone."""
    history = reference.history
    curves = history.step, history.train_accuracy, history.test_accuracy
    desk = ExamDesk(Frame(aspect, 720).picture, board.lessons, board.exam, curves, board.step, DARK)
    desk.show(0, board.at(0)[1], [share[0] for share in board.shares.values()])
    seat, legend = Area.around(desk.board), desk.enlarged()
    assert [unescape(part.markup) for named in legend for part in named] == ["3,830", "lessons", "8,939", "exam"]
    assert min(Area.around(legend).overlap(Area.around(desk.board))) < 0
    names, goals = [named[1] for named in legend], [Area.around(share.words) for share in desk.scores.shares[:2]]
    moves = next(plays := desk.counting(legend, board.right[0]))
    for move in moves:
        move.begin()
    carried = [move.mobject for move in moves if isinstance(move, ReplacementTransform)]
    assert carried == ([] if desk.in_a_column else names)
    for time in np.linspace(0, 1, 41):
        for move in moves:
            move.interpolate(time)
        read = carried or [legend[0][1], desk.scores.shares[0].words]
        assert max(one[0].get_fill_opacity() for one in read) > (0.99 if carried else 0.15)
        assert all(min(Area.around(name).overlap(seat)) < 0 for name in carried)
    for name, goal in zip(carried, goals, strict=False):
        assert Area.around(name).center == pytest.approx(goal.center, abs=1e-6)
    assert (
        Area.around(desk.board).center == pytest.approx(seat.center, abs=1e-6) and desk.board.width > 0.99 * seat.width
    )
    for late in plays:
        for move in late:
            move.begin()
            move.interpolate(1.0)
    assert desk.right[1][0][0].get_fill_opacity() == 1, "what is right is marked on the board, which has its seat"
    assert desk.right[0].get_center() == pytest.approx(desk.board.get_center())


def test_the_scale_is_as_bright_as_the_boards_cells(reference: Run) -> None:
    """A cell of it is what a cell of that group is which the network is as sure of."""
    desk, found = play("grokking_scene", reference).desk, evidence_of(reference).training.exam_board
    before = desk.board.colors.copy()
    for chance in (0.0, 0.5, 1.0):
        desk.board.show(np.full(found.lessons.shape, chance))
        for bar, group in zip(desk.scale.bars, (found.lessons, found.exam), strict=True):
            shade = bar.colors[round(chance * (len(bar.colors) - 1)), 0, :3]
            assert desk.board.colors[group][0, :3] == pytest.approx(shade, abs=0.01)
    desk.board.set_colors(before)


@pytest.mark.parametrize(("direction", "told"), [(DOWN, 1), (RIGHT, 2)])
def test_the_scale_tells_its_ends_wherever_names_stand(direction: np.ndarray, told: int) -> None:
    """Under the lower of two bars, or under both where they stand side by side; clear of each other."""
    legend = VGroup(words("3,830 lessons", 40, DARK.train), words("8,939 in the exam", 40, DARK.test)).arrange(
        direction, 1.0
    )
    scale = CertaintyScale(legend, (DARK.train, DARK.test), None, DARK)
    assert [end.markup for end in scale.ends] == [f"0{NARROW}%", f"100{NARROW}%"] * told
    for bar, low, high in zip(list(scale.bars)[-told:], scale.ends[::2], scale.ends[1::2], strict=True):
        assert low.get_left()[0] == pytest.approx(bar.get_left()[0])
        assert high.get_right()[0] == pytest.approx(bar.get_right()[0]) and low.get_right()[0] < high.get_left()[0]
    foot = min(name.get_bottom()[1] for name in legend) - room_below()
    assert scale.ends.get_bottom()[1] == pytest.approx(foot, abs=0.05)


def test_lessons_and_exam_are_seen_alone_one_after_the_other(reference: Run) -> None:
    desk, found = play("grokking_scene", reference).desk, evidence_of(reference).training.exam_board
    before, other = desk.board.colors.copy(), desk.note.copy()
    show = desk.alone(found.lessons, other)
    show(0.0)
    whole = desk.board.colors.copy()
    show(0.5)
    changed = np.abs(desk.board.colors - whole).max(axis=-1) > 0.05
    assert (changed == found.exam).all()
    show(1.0)
    assert desk.board.colors == pytest.approx(whole)
    desk.board.set_colors(before)


def test_only_a_group_shines_and_then_all_again(reference: Run) -> None:
    """As bright as each is sure of; the lenses of the reference run's mirrors stand over their light."""
    desk, board = play("grokking_scene", reference).desk.copy(), evidence_of(reference).training.exam_board
    _, chances = board.at(board.memorized)
    desk.show(165, chances, [0.0] * 4)
    whole = desk.board.colors.copy()
    desk.single_out(board.mirrors).interpolate(1)
    assert desk.board.colors[board.mirrors] == pytest.approx(whole[board.mirrors])
    assert desk.board.colors[board.lessons][:, :3].max() < 0.3 < whole[board.lessons][:, :3].max()
    desk.single_out(None).interpolate(1)
    assert desk.board.colors == pytest.approx(whole)


def test_of_the_exam_mirrors_fill_in_alone_and_then_the_rest_floods(reference: Run, tmp_path: Path) -> None:
    """Lessons are dark while mirrors fill in, mirrors too while the rest floods; then all are lit, as at the start."""
    found, seen, runs = evidence_of(reference).training.exam_board, [], []
    with stage_job(Job("grokking_scene", reference.folder, "l", 30, "png", media=tmp_path)) as scene:
        run_to = scene.run_to

        def look(place: float, run_time: float, *gone: Any) -> None:
            runs.append((len(scene.beats), place, run_time, [one is scene.desk.right for one in gone]))
            run_to(place, run_time, *gone)
            lit, groups = scene.desk.lit, (found.lessons, found.mirrors, found.others)
            ink = scene.desk.board.colors[found.lessons][:, 2].mean()
            seen.append((len(scene.beats), *(bool(lit[group].min() == 1) for group in groups), ink))

        scene.run_to = look
        scene.render()
    told = {scene.beats[beat].name: shines for beat, *shines, _ in seen}
    assert told["by_heart"] == [True, True, True] and told["only_mirrors_fill_in"] == [False, True, True]
    assert told["the_flood"] == [False, False, True] and told["what_did_it_find"] == [False, True, True]
    inks = {scene.beats[beat].name: ink for beat, *_, ink in seen}
    assert inks["only_mirrors_fill_in"] < 0.5 * inks["by_heart"], "what is shown at a step is as dark as the rest"
    assert (scene.desk.lit == 1).all() and scene.desk.near == scene.desk.last
    beat, place, time, goes = runs[0]
    assert scene.beats[beat].name == "by_heart" and time < 1.5 and goes == [True]
    assert found.share_right(found.lessons)[int(place)] > 0.1, (
        "the board was dark for two seconds, with nothing marked on it"
    )


def test_the_lens_on_the_exam_comes_out_of_that_on_its_mirror_image(reference: Run) -> None:
    mirror_cells, mirror, exam_cells, exam = play("grokking_scene", reference).lenses
    first, *_, named = moves = exam.out_of(mirror)
    for move in moves:
        move.begin()
        move.interpolate(0.0)
    assert len(moves) == 1 + len(exam[2:]) + 1, "the cells, the lines over them, and the name with its ground"
    assert first.mobject.points == pytest.approx(mirror_cells.points)
    for move in moves:
        move.interpolate(1.0)
    assert first.mobject.points == pytest.approx(exam_cells.points)
    middle = (mirror_cells.get_center() + exam_cells.get_center()) / 2
    board = play("grokking_scene", reference).desk.board
    assert (middle - board.get_center())[0] == pytest.approx((middle - board.get_center())[1], abs=1e-6), "mirrored"
    assert named.mobject[0].get_fill_opacity() == 1


def test_a_lens_shows_its_own_cell_in_its_middle_also_at_an_edge() -> None:
    board = SumBoard([(np.ones((23, 23), bool), "#ffffff")], "#000000", 4.0)
    board.set_colors(np.random.default_rng(0).random((23, 23, 4)))
    for x, y in ((9, 12), (0, 22), (22, 1)):
        cells = Lens(board, x, y, VMobject(), "#000000", "#ffffff").cells.colors
        reach = len(cells) // 2
        assert cells.shape[:2] == (2 * reach + 1, 2 * reach + 1)
        assert np.allclose(cells[reach, reach], board.colors[x, y])
    assert not cells[reach + 1 :].any(), "beyond the edge there is nothing"


@watching("grokking_scene", "play")
def carried(scene: GrokkingScene, *moves: Any, **look: Any) -> list[tuple[list[Any], list[Any]]]:
    """The moves of a play in which anything is carried, and what stands then, lowest first."""
    is_any = any(isinstance(move, Carried) for move in moves)
    return [(list(moves), [part for one in scene.mobjects[:1] for part in one.get_family()])] if is_any else []


def test_the_board_lights_up_while_the_network_still_goes_into_its_cell(reference: Run) -> None:
    """Behind it, and from nothing: between the two pictures the stage is not dark."""
    scene = play("grokking_scene", reference)
    (moves, lowest), *_ = (one for found in scene.watched["carried"] for one in found)
    (spread,) = (move for move in moves if move.mobject is scene.desk.board)
    goes, found = [move for move in moves if isinstance(move, Carried)], scene.desk.board
    assert found in lowest and goes
    assert spread.rate_func(0.5) > 0.1 and max(move.rate_func(0.5) for move in goes) < 0.9
    kept = found.opacity, found.colors
    for share, opacity in ((0.0, 0.0), (1.0, 1.0)):
        spread.update_function(found, share)
        assert found.opacity == opacity
    found.set_opacity(kept[0]).colors = kept[1]
