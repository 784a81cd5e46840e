"""What modular_addition_scene says of the reference run, and that its table comes round."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from manim import VGroup

from tests.test_stage import play
from transparent_box.model.runs.run import Run
from transparent_box.scenes.look.frame import Area, Frame
from transparent_box.scenes.look.theme import DARK, Size
from transparent_box.scenes.mobjects.boards.counting_row import CountingOn
from transparent_box.scenes.mobjects.boards.diagonal_walk import parts_of_diagonal
from transparent_box.scenes.mobjects.boards.sum_table import SumTable
from transparent_box.scenes.mobjects.boards.toy_desk import ToyDesk
from transparent_box.scenes.mobjects.words.equation import Equation
from transparent_box.scenes.mobjects.words.lettering import words
from transparent_box.scenes.mobjects.words.tally import Tally
from transparent_box.scenes.stage.carrying import ease_in
from transparent_box.scenes.stage.seams import OVERLAP


def test_every_diagonal_has_one_sum(reference: Run) -> None:
    x, y = np.indices(reference.answers.shape)
    assert np.array_equal(reference.answers, (x + y) % reference.p)


def test_lessons_and_exam_are_the_runs_own_and_together_all(reference: Run) -> None:
    lines = " ".join(beat.line for beat in play("modular_addition_scene", reference).beats)
    assert f"Only {len(reference.split.train):,} sums stay" in lines and f"{reference.p**2:,} sums" in lines
    assert (len(reference.split.train), len(reference.split.test)) == (3830, 8939)
    pairs = {tuple(pair) for pair in reference.split.inputs.tolist()}
    assert len(pairs) == reference.p**2


def test_only_the_exam_goes_dark(reference: Run) -> None:
    p, exam = reference.p, reference.split.test
    table = SumTable(reference.answers[:1, :1], p, 1, 1, 20, DARK)
    table.show(reference.answers, p, np.ones((p, p)))
    table.darken(exam, 0.3).interpolate(1)
    dark = np.argwhere(table.shares == 0)
    assert {tuple(pair) for pair in dark.tolist()} == {tuple(pair) for pair in exam.tolist()}
    assert (table.shares == 1).sum() == len(reference.split.train)


@pytest.mark.parametrize("count", [17, 113])
def test_a_table_that_is_left_keeps_its_rule_and_a_row_stays_a_row(count: int) -> None:
    table = SumTable(np.add.outer(np.arange(5), np.arange(5)) % 5, 5, 1, 1, 20, DARK)
    row = SumTable(np.arange(5)[:, None], 5, 1, 1, 20, DARK)
    for one in (table, row):
        one.leave(count, 1).interpolate(1)
    assert np.array_equal(table.sums, np.add.outer(np.arange(count), np.arange(count)) % count)
    assert row.sums.shape == (count, 1)


def test_a_diagonal_runs_through_cells_of_one_sum() -> None:
    table = SumTable(np.add.outer(np.arange(7), np.arange(7)) % 7, 7, 7, 7, 20, DARK)
    for line in table.diagonal(3, 1):
        ends = [np.round(point[:2] + 3).astype(int) for point in line.points]
        assert {int(end.sum()) % 7 for end in ends} == {3}


def test_the_camera_leaves_without_a_jump() -> None:
    """A step back by a hundredth changes hardly any cell's color, and the corner of 0 and 0 stays what it is."""
    table = SumTable(np.add.outer(np.arange(5), np.arange(5)) % 5, 5, 1, 1, 20, DARK)
    corner, move = table.cells.colors[0, 0].copy(), table.leave(113, 1)
    table.show(table.sums, 5, np.ones((5, 5)))
    corner = table.cells.colors[0, 0].copy()
    shots = []
    for share in np.linspace(0.3, 0.4, 11):
        move.interpolate(share)
        shots.append(table.cells.colors.copy())
        assert table.cells.colors[0, 0] == pytest.approx(corner, abs=1e-6)
    assert max(np.abs(after - before).mean() for before, after in pairwise(shots)) < 0.08


def test_the_numbers_in_view_are_counted_and_what_they_come_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """While the camera leaves, the table shows as many numbers as are told, from the toy's to the run's own."""
    desk = ToyDesk(5, 1, Area(-6, 6, -3, 3), True, DARK)
    tally = desk.tally(("numbers", DARK.dim), ("sums", DARK.text), most=113**2)
    told: list[tuple[int, ...]] = []
    monkeypatch.setattr(tally, "show", lambda *counts: told.append(counts))
    moves = desk.leave(113, tally)
    for share in np.linspace(0, 1, 9):
        for move in moves:
            move.interpolate(share)
        seen = len(np.unique(desk.bar.cells.colors[:, 0].round(6), axis=0))
        assert abs(seen - told[-1][0]) <= 1, "numbers in view"
    assert told[0] == (5, 25) and told[-1] == (113, 12_769)
    assert all(sums == numbers**2 for numbers, sums in told)


def test_counts_stand_on_one_line_whether_they_have_a_comma_or_not() -> None:
    tally = Tally([("lessons", DARK.text), ("in the exam", DARK.dim)], 12_769)
    assert tally.meanings[0].baseline == pytest.approx(tally.meanings[1].baseline)
    feet = []
    for number in (25, 1_225):
        tally.show(number, 25)
        feet.append([float(count.get_top()[1]) for count in tally.counts])
    assert feet[0] == pytest.approx(feet[1], abs=0.01), "digits are as high as each other, and commas hang down"
    assert tally.counts[0].get_bottom()[1] < tally.counts[1].get_bottom()[1] - 0.02


@pytest.mark.parametrize("aspect", ["16:9", "1:1", "4:5", "9:16"])
def test_a_pin_points_at_the_total_in_the_row_below_what_is_told_or_beside(aspect: str) -> None:
    frame = Frame(aspect, 720)
    desk = ToyDesk(5, 1, frame.picture, frame.ratio > 1, DARK)
    for total in (0, 3):
        pin = desk.pin(total)
        assert pin.get_x() == pytest.approx(desk.bar.cells.cell(total, 0)[0])
        beside = pin.get_left()[0] > desk.text_area.right and pin.get_top()[1] < desk.text_area.top
        assert desk.bar.cells.get_top()[1] < pin.get_bottom()[1] and (
            pin.get_top()[1] < desk.text_area.bottom or beside
        )
        assert pin.get_vertices()[:, 1].argmin() == int(np.abs(pin.get_vertices()[:, 0] - pin.get_x()).argmin()), "down"


def test_the_corner_is_the_tables_own_and_only_its_lights_have_numbers(reference: Run) -> None:
    p, dark = reference.p, reference.split.test
    table = SumTable(reference.answers[:1, :1], p, 6, 6, 20, DARK)
    table.show(reference.answers, p, np.ones((p, p)))
    table.darken(dark, 0.3).interpolate(1)
    look_at = table.corner(8)
    look_at(0.5)
    assert len(table.cells.colors) > 600, "while the camera moves it shows texels, not cells"
    look_at(1)
    asked = table.exam(20)
    assert np.array_equal(table.sums, np.add.outer(np.arange(8), np.arange(8)))
    written = {place: sign.markup for place, sign in zip(np.ndindex(8, 8), asked[1:], strict=True)}
    unseen = {tuple(pair) for pair in dark.tolist()}
    assert written == {(x, y): "?" if (x, y) in unseen else str(x + y) for x, y in written}
    look_at(0)
    assert np.array_equal(table.sums, reference.answers) and (table.shares == 0).sum() == len(dark)


def test_every_number_of_the_row_takes_a_seat_below_and_beside_the_table() -> None:
    desk = ToyDesk(5, 1, Area(-6, 6, -3, 3), True, DARK)
    moves = desk.seated()
    below, beside = moves[:5], moves[5:]
    for seats in (below, beside):
        pairs = [(move.mobject.markup, move.target_mobject.markup) for move in seats]
        assert pairs == [(str(number), str(number)) for number in range(5)]
    assert {move.target_mobject.get_y() for move in below} != {move.target_mobject.get_y() for move in beside}


def test_two_numbers_meet_in_the_cell_of_their_sum() -> None:
    """The way of x goes up from its number first, then that of y from the left; both end with their cell."""
    table = SumTable(np.add.outer(np.arange(5), np.arange(5)) % 5, 5, 5, 5, 20, DARK)
    meeting, at = table.meeting(1, 2), table.cells.cell(1, 2)
    up, across = meeting.mobject
    meeting.interpolate(0.5)
    assert (up.height, across.width) == pytest.approx((3, 0), abs=0.01)
    meeting.interpolate(1.0)
    assert (up.width, across.height) == pytest.approx((1, 1))
    assert up.get_bottom()[1] == pytest.approx(table.cells.get_bottom()[1])
    assert across.get_left()[0] == pytest.approx(table.cells.get_left()[0])
    assert (up.get_x(), across.get_y()) == pytest.approx((at[0], at[1]))
    assert (up.get_top()[1], across.get_right()[0]) == pytest.approx((at[1] + 0.5, at[0] + 0.5))


@pytest.mark.parametrize(("aspect", "least"), [("1:1", 0.58), ("4:5", 0.57), ("9:16", 0.44)])  # of the frame's width
def test_below_the_row_the_table_takes_the_room_there_is(aspect: str, least: float) -> None:
    frame = Frame(aspect, 720)
    desk = ToyDesk(5, 1, frame.picture, False, DARK)
    assert desk.table.width > least * frame.size[0]
    numbers = desk.ends(20, DARK.dim)[1]
    on_the_row = [numeral.get_y() == pytest.approx(desk.bar.get_y()) for numeral in numbers]
    assert all(on_the_row) if aspect != "9:16" else not any(on_the_row)
    table = desk.table.cells
    for numeral in (*desk.heads, *desk.ends(20, DARK.dim)[0]):
        assert numeral.get_right()[0] < table.get_left()[0] or numeral.get_top()[1] < table.get_bottom()[1]
    assert desk.bar.get_left()[0] < numbers.get_left()[0] and numbers.get_right()[0] < desk.bar.get_right()[0] + 0.2
    assert numbers.get_bottom()[1] > max(desk.table.get_top()[1], *(name.get_top()[1] for name in desk.names)) + 0.02
    for edge, inside in ((desk.get_left()[0], frame.picture.left), (-desk.get_right()[0], -frame.picture.right)):
        assert edge >= inside - 1e-6


@pytest.mark.parametrize("sign", [1, -1])
def test_a_walk_along_a_diagonal_tells_of_the_pair_it_has_come_to(sign: int) -> None:
    """Every pair of the total is told of once, where the dot is; the sums' ends stand in a line and in the area."""
    table = SumTable(np.subtract.outer(np.arange(7), -sign * np.arange(7)) % 7, 7, 7, 7, 20, DARK)
    area, written = Area(4, 7, 0, 2), []

    def write(x: int, y: int) -> Equation:
        written.append((x, y))
        return Equation([(f"{x}", DARK.cos_x), (f"{y}", DARK.cos_y), (f"{x + sign * y}", DARK.sum)], 40)

    walk = parts_of_diagonal(table, 3, sign, write, area)
    assert sorted(written) == [(x, y) for x in range(7) for y in range(7) if (x + sign * y) % 7 == 3]
    for part, pairs in zip(walk, table.pairs(3, sign), strict=True):
        for share in (0.0, 0.4, 1.0):
            part.go(share)
            place = share * (len(pairs) - 1)
            x, y = pairs[round(place)]
            assert np.abs(part.dot.get_center() - table.cells.cell(x, y)).max() <= 0.5 + 1e-6, "of a cell"
            assert part.lines[0].points[1] == pytest.approx(part.dot.get_center())
            like = part.sums.states[pairs.index((x, y))]
            for shown, told in zip(part.sums.get_family(), [part.sums, *like.get_family()[1:]], strict=True):
                assert shown.points == pytest.approx(told.points)
            assert part.sums.get_right()[0] <= area.right and area.bottom <= part.sums.get_bottom()[1]
        ends = [state.get_right()[0] for state in part.sums.states]
        assert ends == pytest.approx([ends[0]] * len(ends))


@pytest.mark.parametrize(("sign", "asked", "past"), [(1, (4, 2), "6"), (-1, (1, 3), "−2")])
def test_a_color_is_a_number_and_what_is_no_number_of_the_table_is_plain(
    sign: int, asked: tuple[int, int], past: str
) -> None:
    """The answer is a tile of the color of its cell; of a larger table, what is past the end is told before it."""
    desk, (x, y) = ToyDesk(5, sign, Area(-6, 6, -3, 3), True, DARK), asked
    signs, total = [(str(x), DARK.cos_x), ("?", DARK.text), (str(y), DARK.cos_y)], (x + sign * y) % 5
    desk.table.fill([(x, y)]).interpolate(1)
    for told in (desk.solved(signs, x, y), VGroup(desk.bar.lifted(total, 0)), VGroup(desk.table.lifted(x, y))):
        *plain, (plate, digits) = told
        assert {part[0].get_color().to_hex() for part in plain} <= {DARK.text.upper()}
        assert (digits.markup, digits[0].get_color().to_hex()) == (str(total), DARK.ground.upper())
        color = desk.table.cells.colors[x, y]
        assert plate.get_fill_color().to_rgb() == pytest.approx(color[:3], abs=1 / 255)
        assert color == pytest.approx(desk.bar.cells.colors[total, 0])
    assert desk.table.lifted(x, y).get_center() == pytest.approx(desk.table.cells.cell(x, y))
    assert {head[0].get_color().to_hex() for head in desk.heads} == {DARK.text.upper()}
    desk.table.leave(6, sign).interpolate(1)
    assert [part.markup.strip("\\") for part in desk.solved(signs, x, y)[:-1]] == [str(x), "?", str(y), "=", past, "→"]


@pytest.mark.parametrize("aspect", ["16:9", "1:1", "4:5", "9:16"])
def test_the_way_round_is_above_every_step_and_crosses_nothing_that_is_asked(aspect: str) -> None:
    frame = Frame(aspect, 720)
    desk = ToyDesk(5, 1, frame.picture, frame.ratio > 1, DARK)
    told = desk.raised(desk.solved([("1", DARK.text), ("+", DARK.text), ("4", DARK.text)], 1, 4))
    *steps, back = CountingOn(desk.bar, 1, 4, 1, desk.free(told), DARK).bows
    assert max(step.get_top()[1] for step in steps) < back.get_top()[1] < frame.picture.top + 1e-6
    assert back.get_top()[1] < told.get_bottom()[1] or back.get_left()[0] > told.get_right()[0]


@pytest.mark.parametrize("aspect", ["16:9", "1:1", "4:5", "9:16"])
def test_what_is_counted_stands_in_the_room_for_it_and_keeps_its_size(aspect: str) -> None:
    """Where the row stands beside it, its counts stand closer; they are not smaller."""
    frame = Frame(aspect, 720)
    desk = ToyDesk(5, 1, frame.picture, frame.ratio > 1, DARK)
    tally = desk.tally(("lessons", DARK.text), ("in the exam", DARK.dim), most=12_769)
    told, least = desk.text_area, tally.meanings[0].height
    assert told.left - 1e-6 <= tally.get_left()[0] and tally.get_right()[0] <= told.right + 1e-6
    assert tally[1].get_left()[0] - tally[0].get_right()[0] > 0.3
    assert least == pytest.approx(words("lessons", Size.LABEL, DARK.text).height)
    over = Area.around(tally).overlap(Area.around(desk.bar))
    assert min(over) <= 0, "the counts stand clear of the row"


def test_the_table_appears_when_the_box_that_sinks_into_it_is_small() -> None:
    """Nothing of it is seen before the box has gone four fifths of its way, but some of it when that is gone."""
    comes = ToyDesk(5, 1, Area(-6, 6, -3, 3), True, DARK).come_late()
    seen = [share for share in np.linspace(0, 1, 101) if comes.rate_func(share) > 0.02]
    assert ease_in((1 - OVERLAP + OVERLAP * seen[0]) / OVERLAP) > 0.8
    assert comes.rate_func((2 * OVERLAP - 1) / OVERLAP) > 0.1, "the stage is blank when the box has gone"
    assert comes.rate_func(1) == pytest.approx(1)
