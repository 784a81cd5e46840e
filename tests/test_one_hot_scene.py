"""What one_hot_scene says of the reference run."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from manim import Circle, RoundedRectangle, Square

from tests.conftest import evidence_of
from tests.test_stage import lines_of, play
from transparent_box.model.runs.run import Run
from transparent_box.scenes.look.frame import Area, Frame
from transparent_box.scenes.look.numbers import nines, one_in
from transparent_box.scenes.look.theme import DARK, Size
from transparent_box.scenes.mobjects.boards.lit_sums import LitSums
from transparent_box.scenes.mobjects.switches.named_task import written_over
from transparent_box.scenes.mobjects.switches.probability_panel import Odds, ProbabilityPanel
from transparent_box.scenes.mobjects.switches.riddle import Riddle
from transparent_box.scenes.mobjects.switches.toggle_board import OUTLINES, ToggleBoard
from transparent_box.scenes.mobjects.switches.token_columns import TokenColumns, switched_off, switched_on
from transparent_box.scenes.mobjects.switches.toy_boards import HEAD, ToyBoards
from transparent_box.scenes.mobjects.switches.toy_task import flow_arrow
from transparent_box.scenes.mobjects.words.lettering import words
from transparent_box.scenes.one_hot_scene import OneHotScene
from transparent_box.scenes.output.job import Job
from transparent_box.scenes.output.jobs import stage_job
from transparent_box.scenes.stage.beat import Beat

ROOM = Area(-6, 6, -3, 3)


def test_the_network_is_as_sure_as_the_scene_says(reference: Run) -> None:
    """Six nines on the answer, the next likeliest switch 9 with one in 26 million; no switch at zero."""
    chances = np.exp(evidence_of(reference).log_probabilities(*OneHotScene.wrapped))
    assert len(chances) == reference.p + 1 and chances.sum() == pytest.approx(1)
    first, second = np.argsort(chances)[::-1][:2]
    assert first == sum(OneHotScene.wrapped) == reference.predictions[OneHotScene.wrapped]
    assert nines(chances[first]) == "99.9999\u202f%"
    assert (second, one_in(np.log10(chances[second]))) == (9, "one in 26 million")
    assert chances.min() > 0


def test_of_a_wrong_answer_it_is_said_what_it_should_be(reference: Run, toy_run: Run) -> None:
    """In both chapters that ask one question of the trained network."""
    assert toy_run.predictions[2, 4] != 6, "the run is no example any more"
    for run in (reference, toy_run):
        asked = ("one_hot_scene", "real_answer", (2, 4)), ("transformer_scene", "votes_are_cast", None)
        for chapter, beat, pair in asked:
            x, y = pair or evidence_of(run).shown_sum
            given, right = int(run.predictions[x, y]), (x + y) % run.p
            said = lines_of(play(chapter, run))[beat]
            assert f" {given}" in said and (f"It should be {right}." in said) == (given != right)


def test_chances_are_a_softmax_of_the_logits(toy_run: Run) -> None:
    logits = toy_run.activations.logits[3, 4].astype(np.float64)
    assert np.exp(evidence_of(toy_run).log_probabilities(3, 4)) == pytest.approx(
        np.exp(logits) / np.exp(logits).sum(), rel=1e-9
    )


@pytest.mark.parametrize(("place", "way"), [([1e-12, -3, 0], [0, -1, 0]), ([4, 0.5, 0], [1, 0, 0])])
def test_the_arrow_points_at_what_comes_out(place: list[float], way: list[float]) -> None:
    """Also where boards are stacked and their middles differ by the last bits."""
    start, end = Square(2), Square(2).move_to(place)
    assert flow_arrow(start, end, "#ffffff").get_unit_vector() == pytest.approx(way)


@pytest.mark.parametrize("width", [2.5, 4, 8])
def test_chances_stand_between_their_lines(width: float) -> None:
    powers = np.array([0.0, -7.5, -27.7])
    panel = ProbabilityPanel(powers, width, 3, size=20.5, grid="#888888", dim="#888888")
    at = panel.places(np.zeros(3))[:, 0]
    right, left = panel.lines[0].get_x(), panel.lines[-1].get_x()
    assert at[0] == pytest.approx(right) and right - left == pytest.approx(width) and left <= at[2] < at[1]
    assert panel.reach == panel.step * (len(panel.lines) - 1)


def test_token_columns_put_each_token_where_they_say() -> None:
    cells = switched_on(switched_off(3, 6, np.zeros((2, 4))), [1, 2, 5], np.ones((3, 4)))
    columns = TokenColumns(cells, 3, 6)
    assert columns.place(0, 0)[1] == pytest.approx(2.5) and columns.place(2, 5)[1] == pytest.approx(-2.5)
    assert columns.place(1, 0)[0] == pytest.approx(0)
    lit = np.argwhere(columns.colors[..., 3] == 1)
    assert sorted({(int(row) // 5, 5 - int(token)) for row, token in lit}) == [(0, 1), (1, 2), (2, 5)]


def test_a_riddle_shows_sums_and_keeps_its_last_answer_to_itself() -> None:
    riddle = Riddle(np.add.outer(np.arange(5), np.arange(5)) % 5, (2, 4), Area(-6, 6, -3, 3), DARK)
    *told, last = riddle.tiles
    for tile in told:
        assert tile.total == sum(tile.numbers) % 5 and tile.out.shares.tolist() == [1]
    assert len({tile.numbers for tile in riddle.tiles}) == 8 and last.numbers == (2, 4)
    assert last.out.shares.tolist() == [0] and riddle.solved.shares.tolist() == [1] and last.total == 1
    assert riddle.width <= 12 + 1e-6 and riddle.height <= 6 + 1e-6


@pytest.mark.parametrize("aspect", ["16:9", "1:1", "4:5", "9:16"])
def test_toggles_of_the_riddle_can_be_told_apart_on_a_telephone(aspect: str) -> None:
    """In frames that are no wider than high, one is a twentieth of the frame wide at least."""
    frame = Frame(aspect, 720)
    riddle = Riddle(np.add.outer(np.arange(5), np.arange(5)) % 5, (2, 4), frame.picture.less_top(1.1), DARK)
    assert riddle.last.inputs.track[0] / frame.size[0] > (0.03 if frame.ratio > 1 else 0.05)
    assert (1, 2) in {tile.numbers for tile in riddle.tiles}, "what will be asked is one of them"


@pytest.mark.parametrize("aspect", ["16:9", "1:1", "4:5", "9:16"])
def test_a_question_alone_fills_the_picture_and_then_makes_room(aspect: str) -> None:
    frame = Frame(aspect, 720)
    area = frame.picture.less_top(1.1)
    asked = ToyBoards(np.add.outer(np.arange(5), np.arange(5)) % 5, "+", area, DARK).task((1, 2))
    before = [part.points.copy() for part in asked.question.get_family()]
    asked.stand_alone(area)
    box = Area.around(asked.question)
    assert max(box.width / area.width, box.height / area.height) > 0.65
    assert min(box.left - area.left, area.right - box.right, box.bottom - area.bottom, area.top - box.top) > 0
    move = asked.make_room()
    move.begin()
    move.interpolate(1.0)
    for part, was in zip(asked.question.get_family(), before, strict=True):
        assert part.points == pytest.approx(was)


@pytest.mark.parametrize("area", [Area(-6.7, 6.7, -2.7, 2.9), Area(-2.7, 2.7, -3, 3.6), Area(-2.7, 2.7, -1.6, 2.6)])
def test_a_riddle_names_what_its_tiles_show_above_them_and_in_its_area(area: Area) -> None:
    riddle = Riddle(np.add.outer(np.arange(5), np.arange(5)) % 5, (2, 4), area, DARK)
    boxes = [Area.around(tile) for tile in riddle.tiles]
    for tile, told in zip(riddle.tiles, riddle.names, strict=True):
        assert [name.markup for name in told] == [str(n) for n in (*tile.numbers, tile.total)]
        for name, column in zip(told, (*tile.inputs.columns[:2], tile.out.columns[0]), strict=True):
            assert name.get_x() == pytest.approx(column.get_x(), abs=0.02) and name.get_bottom()[1] > tile.get_top()[1]
            assert name.get_top()[1] <= area.top + 1e-6
            assert all(min(Area.around(name).overlap(box)) <= 0 for box in boxes), "over none of the tiles"
    *told, last = riddle.tell().animations
    assert len(last.animations[0].mobject) == 2, "the answer is kept back"
    assert [move.mobject for move in told[0].animations[1:]] == [*riddle.tiles[0].inputs.covers[:2]]


@pytest.mark.parametrize(
    ("area", "tiles"),
    [
        (Area(-6.75, 6.75, -3, 2.9), 8),
        (Area(-2.7, 2.7, -2.8, 4.2), 6),
        (Area(-3.6, 3.6, -2.7, 2.8), 4),
        (Area(-2.7, 2.7, -1.6, 2.6), 4),
    ],
)
def test_a_riddle_has_as_many_tiles_as_can_be_seen(area: Area, tiles: int) -> None:
    """Fewer rather than small ones: their columns are never narrow, and they take the area's width."""
    riddle = Riddle(np.add.outer(np.arange(5), np.arange(5)) % 5, (2, 4), area, DARK)
    assert len(riddle.tiles) == tiles and riddle.last.numbers == (2, 4)
    assert riddle.last.inputs.box.width / 3 >= 0.45 and riddle.width > 0.85 * area.width


def test_columns_that_are_not_asked_leave_before_the_others_slide() -> None:
    boards = ToyBoards(np.add.outer(np.arange(5), np.arange(5)) % 5, "+", Area(-6, 6, -3, 3), DARK)
    alphabet = boards.alphabet()
    taken, others, slide = boards.task((1, 2)).take_from(alphabet)
    places = [alphabet.board.columns[n].get_x() for n in range(6)]
    assert [column[0].get_x() for column in taken] == pytest.approx([places[n] for n in (1, 2, 5)])
    assert [column[0].get_x() for column in others[:-1]] == pytest.approx([places[n] for n in (0, 3, 4)])
    assert [move.mobject for move in slide] == [*taken], "nothing else slides"


@pytest.mark.parametrize("count", [6, 12, 114])
def test_a_board_grows_by_toggles_and_each_stays_where_it_says(count: int) -> None:
    board = ToggleBoard(3, 6, 1.0, 4.0, DARK, [(0, 1, "#FF0000"), (2, -1, "#00FF00")])
    each = len(board.columns[0][0].points) // 6
    board.grow(Area(0, 2, -2, 2), count).interpolate(1)
    assert len(board.columns[0][0].points) == each * count and board.pitch == pytest.approx(4 / count)
    for column, number, row in ((0, 1, 1), (2, -1, count - 1)):
        cover = board.covers[0 if column == 0 else 1][0]
        assert cover.get_center() == pytest.approx([(column + 0.5) * 2 / 3, 2 - (row + 0.5) * 4 / count, 0])
        assert board.place(column, number) == pytest.approx(cover.get_center())


@pytest.mark.parametrize(("width", "height"), [(1.0, 0.5), (0.3, 0.01), (2.0, 1.04)])
def test_a_toggles_outlines_are_those_of_a_rounded_rectangle_and_a_circle(width: float, height: float) -> None:
    track = RoundedRectangle(corner_radius=height / 2, width=width, height=height).points
    assert np.abs(width * OUTLINES.across + height * OUTLINES.up - track).max() < 1e-12
    assert np.abs(height * OUTLINES.knob - Circle(height).points).max() < 1e-12


def test_its_lines_follow_the_run(reference: Run) -> None:
    scene: OneHotScene = play("one_hot_scene", reference)
    said = lines_of(scene)
    assert "2 + 4 gives 1" in said["begin_again_at_zero"]
    assert "114 × 3 switches" in said["real_size"] and scene.board.count == reference.p + 1
    asks = "Does 2 + 4 still give 1? The trained network gives 99.9999\u202f% to 6."
    assert asks == said["real_answer"] and "a million times" in said["how_sure_it_is"]
    assert 30 <= scene.beats[-1].end <= 75


def test_the_question_that_begins_again_is_the_one_that_the_network_is_asked(reference: Run) -> None:
    """Its columns, its numbers and its sign stay on the stage from the toy to the end; no other is written there."""
    scene: OneHotScene = play("one_hot_scene", reference)
    assert scene.board is scene.wrap.task.inputs and [number for _, number, _ in scene.board.on] == [2, 4, -1]
    assert [part.markup for part in scene.written] == ["2", "4", "\\=", "\\+"]
    assert scene.output.head.markup == "6" and scene.wrap.answer.markup == "1"


@pytest.mark.parametrize(("width", "smaller"), [(2.8, False), (1.0, True)])
def test_a_sign_stands_clear_of_its_numbers_however_narrow_their_columns(width: float, smaller: bool) -> None:
    board = ToggleBoard(3, 6, width / 3, 2.0, DARK, [(0, 2, DARK.cos_x), (1, 4, DARK.cos_y)])
    first, second, equals, sign = written_over(board, (2, 4), "+", (DARK.cos_x, DARK.cos_y, DARK.text), DARK)
    assert sign.get_left()[0] - first.get_right()[0] > 0.03 and second.get_left()[0] - sign.get_right()[0] > 0.03
    assert (first.size < Size.HEADLINE - 1) == smaller and first.size > Size.SMALL
    for part, column in zip((first, second, equals), board.columns, strict=True):
        assert part.get_x() == pytest.approx(column.get_x()) and part.get_bottom()[1] > board.get_top()[1]


@pytest.mark.parametrize(("width", "beside"), [(5.0, True), (2.0, False)])
def test_what_the_lines_are_of_is_said_above_them(width: float, beside: bool) -> None:
    area, share = Area(0, width, -2, 2), words("99.9999 %", 23, DARK.sum)
    odds = Odds(np.array([0.0, -7.5, -8.0, -27.7]), np.array([1.0, 1.2, -1.0, -1.9]), area, DARK)
    move = odds.headed(share, HEAD)
    move.begin()
    move.interpolate(1.0)
    assert odds.title.markup == "probability" and share.get_right()[0] == pytest.approx(width)
    assert odds.title.get_left()[0] >= -1e-6 and max(odds.title.get_top()[1], share.get_top()[1]) < 2 + HEAD
    if beside:
        assert odds.title.baseline == pytest.approx(share.baseline) and odds.title.get_right()[0] < share.get_left()[0]
    else:
        assert odds.title.get_bottom()[1] > share.get_top()[1]


def test_the_beam_does_not_run_through_what_is_said_of_the_second_likeliest() -> None:
    for height in (0.9, 1.0, 1.2):
        odds = Odds(np.array([0.0, -7.5, -27.7]), np.array([1.0, height, -1.0]), Area(0, 6, -2, 2), DARK)
        told = odds.runner_up(["6", "9", "3"])
        assert told is not None and told.get_top()[1] < 1.0 - 0.1, height
        assert told.get_left()[0] > odds.ends[1][0]


def test_the_lessons_are_dark_before_the_riddle_comes_out_of_them() -> None:
    """But still to be seen: the riddle, small as it is at first, would come on an empty stage."""
    lit = LitSums(np.add.outer(np.arange(5), np.arange(5)) % 5, np.array([[1, 2], [3, 3]]), ROOM, True, DARK)
    darkens = lit.darken()
    darkens.begin()
    darkens.interpolate(1.0)
    assert lit.table.cells.opacity == pytest.approx(0.3) and 0.2 < lit.tally[0][0][0].get_fill_opacity() < 0.35


def test_the_alphabet_grows_out_of_the_columns_of_a_tile_and_no_time_is_empty() -> None:
    """Its own columns set out from the tile's, as they stand in it, and are off when they are there."""
    table = np.add.outer(np.arange(5), np.arange(5)) % 5
    boards, riddle = ToyBoards(table, "+", ROOM, DARK), Riddle(table, (2, 4), ROOM, DARK)
    alphabet, tile = boards.alphabet(), riddle.tiles[0]
    leaves, *grow, comes = riddle.becomes(alphabet)
    for place, (move, n) in enumerate(zip(grow, (*tile.numbers, 5), strict=True)):
        assert move.mobject.get_center() == pytest.approx(tile.inputs.column(place).get_center())
        assert move.target_mobject[0].get_center() == pytest.approx(alphabet.board.columns[n].get_center())
        assert move.mobject[1][0].get_fill_opacity() == 1 and move.target_mobject[1][0].get_fill_opacity() == 0
        assert move.is_remover(), "the alphabet itself stands there then"
    assert len(grow) + len(comes.mobject) - 1 == 6, "each column comes once"
    assert leaves.rate_func(0.5) == 1 and comes.rate_func(0.5) == 0


@pytest.mark.parametrize(("numbers", "stands"), [((1, 2), True), ((0, 0), False)])
def test_a_question_that_was_asked_shrinks_back_into_its_tile(numbers: tuple[int, int], stands: bool) -> None:
    """If it has one; the other tiles come as it does."""
    table = np.add.outer(np.arange(5), np.arange(5)) % 5
    boards, riddle = ToyBoards(table, "+", ROOM, DARK), Riddle(table, (2, 4), ROOM, DARK)
    asked = boards.task(numbers)
    back, leaves, comes = riddle.take_back(asked)
    assert back.mobject is asked.task and back.is_remover() and leaves.mobject is asked.lettering
    coming = set(map(id, comes.mobject))
    assert [id(tile) in coming for tile in riddle.tiles] == [not stands, *[True] * 7] and id(riddle.mark) in coming
    if stands:
        assert back.target_mobject.get_center() == pytest.approx(riddle.tiles[0].get_center())


def test_the_last_tile_sets_out_while_the_others_go_and_meets_none() -> None:
    """Else it would stand alone in a corner of an empty stage."""
    table = np.add.outer(np.arange(5), np.arange(5)) % 5
    riddle, boards = Riddle(table, (2, 4), ROOM, DARK), ToyBoards(table, "+", ROOM, DARK)
    task = boards.task((2, 4)).task
    leaves, grows = riddle.single_out(task)
    assert task.out.shares.tolist() == [1] and grows.target_mobject is task, "it becomes the task, with its answer"
    times = np.linspace(0, 1, 101)
    gone, grown = (np.array([move.rate_func(time) for time in times]) for move in (leaves, grows))
    assert gone[-1] == grown[-1] == 1 and (gone[grown > 0.1] > 0.9).all() and (grown[gone > 0.99] > 0.05).all()
    assert grows.mobject is riddle.last and not set(leaves.mobject.get_family()) & set(riddle.last.get_family())


def test_of_the_alphabet_nothing_stays(reference: Run, tmp_path: Path) -> None:
    """Its heads came one by one, so that they do not go with it."""
    there: dict[str, int] = {}
    with stage_job(Job("one_hot_scene", reference.folder, "l", 1, "png", media=tmp_path)) as scene:
        scene.run, scene.evidence, scene.camera.resting = reference, evidence_of(reference), True

        def count(beat: Beat) -> None:
            drawn = {id(part) for mobject in scene.mobjects for part in mobject.get_family()}
            there[beat.name] = len(drawn & {id(part) for part in (*scene.alphabet.heads, *scene.alphabet.names)})

        scene.after_beat = lambda beat: count(beat) if hasattr(scene, "alphabet") else None
        scene.render()
    assert there.pop("a_switch_for_each") == 12 and not any(there.values())


def test_a_mark_that_has_been_asked_for_is_as_it_was() -> None:
    riddle = Riddle(np.add.outer(np.arange(5), np.arange(5)) % 5, (2, 4), Area(-6, 6, -3, 3), DARK)
    asks, height = riddle.ask(), riddle.mark.height
    asks.begin()
    asks.interpolate(0.5)
    assert riddle.mark.height > 1.5 * height
    asks.interpolate(1.0)
    assert riddle.mark.height == pytest.approx(height)
