"""What language_model_scene says and shows: every one of 128,256 switches, through a window of any size."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from manim import DL, UL, Wait

from tests.test_stage import lines_of, play, watching
from transparent_box.model.runs.run import Run
from transparent_box.scenes.facts import read_facts
from transparent_box.scenes.language_model_scene import LanguageModelScene
from transparent_box.scenes.look.colormaps import rgba
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import DARK
from transparent_box.scenes.mobjects.switches.long_column import BANDS, RULE, THIN, LongColumn, zoomed
from transparent_box.scenes.mobjects.switches.switch_field import FREE, SwitchField
from transparent_box.scenes.mobjects.switches.token_board import TokenBoard
from transparent_box.scenes.mobjects.switches.token_reels import TokenReels
from transparent_box.scenes.mobjects.words.counter import Counter
from transparent_box.scenes.mobjects.words.unfinished_sentence import UnfinishedSentence
from transparent_box.scenes.output.job import Job
from transparent_box.scenes.output.jobs import stage_job

COUNT, PARIS = 128_256, 12_366


@pytest.fixture(scope="module")
def column() -> LongColumn:
    return LongColumn(COUNT, {PARIS: DARK.sum}, 1, 4, DARK)


def test_every_switch_is_drawn_and_the_lit_one_stays_in_sight_as_a_line(column: LongColumn) -> None:
    column.look(0, COUNT)
    assert len(column.switches) == COUNT == read_facts()["llama_vocabulary"].value
    seen = np.abs(column.colors[0, ::-1, :3] - rgba(DARK.sum)[:3]).max(axis=-1) < 0.05
    assert THIN * BANDS - 3 <= seen.sum() <= THIN * BANDS + 1, "as thick as a line, and no thicker"
    assert seen.nonzero()[0].mean() == pytest.approx((PARIS + 0.5) / COUNT * BANDS, abs=1)


def test_a_line_is_thinned_to_what_it_is_of_all_and_comes_back(column: LongColumn) -> None:
    """Of the column's color that one switch among all adds there is a hundredth of a band."""
    plain = LongColumn(COUNT, {}, 1, 4, DARK).look(0, COUNT).colors
    line = column.look(0, COUNT).colors.copy()
    seen = [np.abs(column.thin(share).colors - plain).max(axis=-1).sum() for share in (0.0, 0.5, 1.0)]
    assert seen[1] == pytest.approx(seen[0] / 2, rel=0.15)
    assert seen[2] < 0.01, "nothing is seen of it"
    assert column.thin(0.0).colors == pytest.approx(line)


def test_a_column_is_uncovered_from_its_top_to_its_foot() -> None:
    column = LongColumn(COUNT, {PARIS: DARK.sum}, 1, 4, DARK)
    whole = column.colors.copy()
    column.uncover(0.3)
    there = column.colors[0, ::-1, 3] > 0
    assert there.sum() == pytest.approx(0.3 * BANDS, abs=1) and there[: int(0.3 * BANDS)].all()
    assert column.uncover(1.0).colors == pytest.approx(whole)


def test_the_place_of_what_comes_out_is_framed_until_it_is_there(reference: Run, tmp_path: Path) -> None:
    """From the first columns on: what is asked for has its place, as long as theirs; and lines that thin come back."""
    framed: dict[str, list[bool]] = {}
    with stage_job(Job("language_model_scene", reference.folder, "l", 30, "png", media=tmp_path)) as scene:

        def look(*_: object) -> None:
            whole = {id(part) for mobject in scene.mobjects for part in mobject.get_family()}
            parts = scene.board.flow, scene.frames[-1], scene.board.out
            framed[scene.beats[-1].name] = [id(part) in whole for part in parts]

        scene.after_beat = look
        scene.render()
    told = [framed[name] for name in ("a_number_and_a_switch", "step_back", "which_comes_next")]
    assert told == [[True, True, False], [True, True, False], [True, False, True]], "the way there, its place, itself"
    assert {(one.thinned, one.uncovered) for one in (*scene.board.columns, scene.board.out)} == {(0.0, 1.0)}


@pytest.mark.parametrize("number", [0, COUNT - 1])
def test_a_line_at_an_end_is_seen_whole(number: int) -> None:
    column = LongColumn(COUNT, {number: DARK.sum}, 1, 4, DARK)
    seen = np.abs(column.colors[0, :, :3] - rgba(DARK.sum)[:3]).max(axis=-1) < 0.05
    assert seen.sum() >= THIN * BANDS - 3


def test_the_more_switches_are_seen_the_more_even_they_are() -> None:
    """Stripes of ones, then of tens, then none: a column of many may not look like one of sixty."""
    column = LongColumn(COUNT, {}, 1, 4, DARK)
    spans = []
    for shown in (15, 114, 500, 30_000, COUNT):
        shades = column.look(0, shown).colors[0, 2:-2, :3].mean(axis=-1)
        spans.append(np.ptp(shades[: BANDS // 200 * 200 - 200].reshape(200, -1)[:-1].mean(axis=1)))
    assert spans == sorted(spans, reverse=True) and spans[0] > 0.02 and spans[-1] < 0.002


@pytest.fixture(params=[Area(-6.7, 6.7, -2.7, 2.7), Area(-2.2, 2.2, -2.5, 2.5)], ids=["wide", "tall"])
def field(request: Any) -> SwitchField:
    return SwitchField(COUNT, request.param, 1.0, DARK).unfold(1.0)


def test_the_column_flows_over_until_all_its_switches_are_cells_as_wide_as_high(field: SwitchField) -> None:
    """None gets lost on the way: what there is of the field is so many cells of so many as are there."""
    columns, rows = field.size
    assert (columns - 1) * rows < COUNT <= columns * rows
    assert field.area.width / columns == pytest.approx(field.area.height / rows, rel=0.01)
    assert field.shown == COUNT
    for share in (0.0, 0.3, 0.6, 1.0):
        (left, right), (top, foot) = field.unfold(share).spans
        assert (left, top, foot) == (0.0, 0.0, field.rows) and field.rows * right >= COUNT
        solid = field.colors[..., 3].mean() * right * foot / (1 - 2 * FREE) / (1 - 2 * field.free)
        assert solid == pytest.approx(COUNT, rel=0.01)
    folded = SwitchField(COUNT, field.area, 1.0, DARK)
    seen = np.flatnonzero(folded.colors[:, 300, 3] > 0.5) + 0.5
    stands = folded.area.left + np.array([seen[0], seen[-1]]) / len(folded.colors) * folded.area.width
    assert folded.rows == COUNT and np.ptp(stands) == pytest.approx(1.0, abs=0.03), "the column"
    assert stands.mean() == pytest.approx(folded.first[0], abs=0.02)


def test_in_the_field_a_lit_switch_is_as_large_as_it_is_and_the_window_closes_in_on_it(field: SwitchField) -> None:
    field.light(PARIS, 1.0)
    dark = SwitchField(COUNT, field.area, 1.0, DARK).unfold(1.0).colors
    added = (np.abs(field.colors - dark) * field.colors[..., 3:])[..., 1].sum() * COUNT / dark[..., 3].sum()
    turned = np.abs(rgba(DARK.sum) - rgba(DARK.grid))[1], np.abs(rgba(DARK.sum) - rgba(DARK.panel))[1]
    assert min(turned) < added < max(turned), "one of all the cells"
    assert field.place(PARIS) == divmod(PARIS, field.size[1])
    field.enter(PARIS, 1.0)
    assert field.seat(PARIS) == pytest.approx(field.get_center(), abs=field.width / 3)
    across, down = (field.seat(PARIS) - field.get_corner(DL))[:2] / [field.width, field.height]
    wide, high = field.colors.shape[:2]
    assert field.colors[int(across * wide), int(down * high)] == pytest.approx(rgba(DARK.sum), abs=1e-3)


def test_cells_bear_their_own_numbers(field: SwitchField) -> None:
    """Where they stand, and no wider than the cells; that of the lit one can be read on it."""
    told = field.light(PARIS, 1.0).enter(PARIS, 1.0).numbers()
    assert len(told) >= 9
    for one in told:
        number = int(one.markup.replace(",", ""))
        assert one.get_center() == pytest.approx(field.seat(number)) and one.width < (1 - 2 * FREE) * field.cell_high
        assert one[0].get_fill_color().to_hex() == (DARK.ground if number == PARIS else DARK.text)
    assert f"{PARIS:,}" in [one.markup for one in told]


def test_the_frame_stays_around_the_switch_and_what_is_in_view_is_counted(field: SwitchField) -> None:
    view = Counter("in view:", f"{COUNT:,}", "", 23, DARK.text)
    for move in (*field.aim(PARIS), field.follow(PARIS, view)):
        move.begin()
        move.interpolate(1.0)
    assert field.frame.get_center() == pytest.approx(field.seat(PARIS)) and field.frame.height >= field.cell_high - 1e-6
    (left, right), (top, foot) = field.spans
    assert int(view.number.markup) == round((right - left) * (foot - top)) < 150


def test_our_own_is_laid_into_the_field_until_it_is_full(reference: Run) -> None:
    """So many copies as are told cover so many switches, from the first one on; each has the next number on."""
    scene = play("language_model_scene", reference)
    beside, size = scene.beside, reference.p + 1
    laid = []
    for share in (0.0, 0.3, 0.7, 1.0):
        seen = beside.lay(share).colors[:, ::-1, 3].reshape(-1)
        laid.append(int(beside.times.number.markup.replace(",", "")))
        assert (seen > 0).nonzero()[0].tolist() == list(range(laid[-1] * size))
    assert laid[0] == 1 and laid[-1] == COUNT // size == 1125
    assert laid[1] < 0.3 * 1125 and laid[2] < 0.7 * 1125, "ever quicker"
    on = (seen == 1.0).nonzero()[0]
    first = scene.evidence.shown_sum[0]
    assert [(number // size, number % size) for number in on] == [(n, (first + n) % reference.p) for n in range(1125)]
    drawn = beside.draw(0.5).colors[..., 3] > 0
    assert drawn.sum() == size / 2 and beside.field.size == beside.colors.shape[:2]


def test_our_column_comes_out_of_its_first_copy(reference: Run) -> None:
    """It begins as small as it is among the others, where it was laid first."""
    scene = play("language_model_scene", reference)
    beside, size, own = scene.beside, reference.p + 1, scene.beside.ours.points.copy()
    cell = beside.field.area.height / beside.field.size[1]
    grows = beside.come_out()
    assert beside.ours.height == pytest.approx(size * cell) and beside.ours.width == pytest.approx(cell, rel=0.01)
    assert beside.ours.get_corner(UL) == pytest.approx([beside.field.area.left, beside.field.area.top, 0])
    grows.interpolate(1.0)
    assert beside.ours.points == pytest.approx(own)


def test_near_by_it_is_lit_and_in_the_middle(column: LongColumn) -> None:
    column.look_around(PARIS, 15)
    band = column.colors[0, BANDS // 2]
    assert band == pytest.approx(rgba(DARK.sum), abs=1e-6)
    assert column.seat(PARIS) == pytest.approx(column.get_center())
    dark = np.abs(column.colors[0, :, :3] - rgba(DARK.sum)[:3]).max(axis=-1) > 0.05
    assert (~dark).sum() == pytest.approx((1 - 2 * RULE) * BANDS / 15, rel=0.1)


@pytest.mark.parametrize("shown", [15, 100])
def test_a_band_has_the_mean_color_of_what_it_shows(column: LongColumn, shown: int) -> None:
    """Averaged over the window, whatever its size: the filter loses nothing and adds nothing."""
    column.look_around(PARIS, shown)
    inked = column.switches.copy()
    inked[PARIS] = rgba(DARK.sum)
    inside = inked[round(column.low) : round(column.high)]
    weighed = (column.colors[0, :, :3] * column.colors[0, :, 3:]).mean(axis=0)
    assert weighed == pytest.approx(0.86 * inside[:, :3].mean(axis=0), abs=2e-3)


def test_the_window_stops_at_the_ends_and_a_zoom_goes_by_factors(column: LongColumn) -> None:
    column.look_around(3, 100)
    assert (column.low, column.high) == (0, 100)
    column.look(-50, 50)
    assert column.colors[0, -1, 3] == 0, "beyond the first switch is nothing"
    assert zoomed(10, 1000, 0.5) == pytest.approx(100)


def test_its_lines_are_the_facts(reference: Run) -> None:
    scene = play("language_model_scene", reference)
    lines = lines_of(scene)
    assert "one of 128,256" in lines["which_comes_next"]
    assert "Paris" in lines["it_should_be"] and "12,366" in lines["it_should_be"]
    assert "114 switches" in lines["ours_in_there"]
    assert "It would fit in there 1,125 times" in lines["ours_in_there"] and 1125 * 114 <= COUNT < 1126 * 114
    assert [number for _, number in scene.board.asked] == [791, 6864, 315, 9822, 374]
    assert 30 <= scene.beats[-1].end <= 75
    assert "Llama 3" in scene.board.source.markup


def test_the_answer_comes_out_of_its_switch() -> None:
    board = TokenBoard([("is", 374)], ("Paris", PARIS), COUNT, "a source", Area(-6.7, 6.7, -3, 3.7), 15, DARK)
    column = LongColumn(COUNT, {PARIS: DARK.sum}, 1, 4, DARK).look_around(PARIS, 15)
    seat = board.answer.get_center()
    _, comes = board.answers(column.seat(PARIS))
    comes.begin()
    assert comes.mobject.get_center() == pytest.approx(column.seat(PARIS))
    comes.finish()
    assert comes.mobject.get_center() == pytest.approx(seat)


ASKED = [("The", 791), ("capital", 6864), ("of", 315), ("France", 9822), ("is", 374)]


def test_each_column_rolls_to_a_number_of_its_own() -> None:
    """All from the same first switches; where one stands, the row that lights up bears the number over the column."""
    board = TokenBoard(ASKED, ("Paris", PARIS), COUNT, "a source", Area(-6.7, 6.7, -3, 3.7), 15, DARK)
    reels = TokenReels(board, 3, DARK)
    assert [[told.number.markup for told in row] for row in reels.rows] == [["0", "1", "2"]] * 5
    assert board.view.number.markup == "3" and not any(column.lit for column in board.columns)
    reels.roll(0.5)
    told = [int(head[1].number.markup.replace(",", "")) for head in board.heads]
    assert told[0] == 791 and 0 < told[2] < 315 and told[-1] == 0, "one after the other"
    for share in (1.0, None):
        reels.roll(share) if share else reels.step_to(5)
        for (_, number), head, row, column in zip(ASKED, board.heads, reels.rows, board.columns, strict=True):
            near = [f"{one:,}" for one in (number - 1, number, number + 1)]
            assert head[1].number.markup == near[1] and [told.number.markup for told in row] == near
            assert [list(column.lit), column.share] == [[(number, DARK.accent)], 1.0]
            for one, told in zip((number - 1, number, number + 1), row, strict=True):
                assert told.get_center() == pytest.approx(column.seat(one)) and told.width < column.width
            inks = [told.number.get_fill_color().to_hex() for told in row]
            assert inks == [DARK.dim, DARK.ground, DARK.dim], "that of the lit one can be read on it"
    assert reels.step_to(15).rows[0][0].number.get_fill_opacity() == 0


def test_a_column_too_narrow_for_numbers_has_them_over_it_alone() -> None:
    board = TokenBoard(ASKED, ("Paris", PARIS), COUNT, "a source", Area(-2.7, 2.7, -2.8, 5.0), 15, DARK)
    reels = TokenReels(board, 3, DARK).roll(1.0)
    assert len(reels.rows) == 0
    for (_, number), head in zip(ASKED, board.heads, strict=True):
        assert head[1].number.markup == f"{number:,}" and head[1].get_x() == pytest.approx(head[0].get_x())


@pytest.mark.parametrize(("area", "rows"), [(Area(-6.7, 6.7, -3, 3.7), 1), (Area(-3.6, 3.6, -2.7, 3.6), 2)])
def test_a_sentence_fills_its_area_in_as_many_lines_as_let_it_be_large(area: Area, rows: int) -> None:
    """Each piece stands in a frame, which grows round the place of its column, and the mark's round what comes out."""
    board = TokenBoard(ASKED, ("Paris", PARIS), COUNT, "numbers: a source", area, 15, DARK)
    pieces = UnfinishedSentence([piece for piece, _ in ASKED], area, DARK)
    frames = pieces.frames
    assert frames.width == pytest.approx(area.width, rel=0.1) and len({round(one.get_y(), 3) for one in frames}) == rows
    assert frames.get_center() == pytest.approx(area.center, abs=1e-3)
    for piece, frame in zip(pieces, frames, strict=True):
        across, up = Area.around(piece).overlap(Area.around(frame))
        assert (across, up) == pytest.approx((piece.width, piece.height)), "the whole of it"
    for move, column in zip(board.open(frames), [*board.columns, board.out], strict=True):
        move.begin()
        move.interpolate(1.0)
        assert move.mobject.get_center() == pytest.approx(column.get_center()) and move.mobject.height == column.height
        assert 0 < move.mobject.get_stroke_opacity() < 0.5, "they cross where there are two lines"


@watching("language_model_scene", "play")
def moved_at(scene: LanguageModelScene, *moves: Any, **look: Any) -> list[tuple[float, bool]]:
    """When a play begins that moves anything, and whether it is in one of the two beats that lead back to all."""
    moves_anything = moves and not isinstance(moves[0], Wait)
    return [(scene.elapsed, len(scene.beats) in (1, 2) and hasattr(scene, "reels"))] if moves_anything else []


@watching("language_model_scene", "wait")
def waited(scene: LanguageModelScene, duration: float = 1.0, **look: Any) -> tuple[float, float]:
    """When it begins to stand, and for how long."""
    return scene.elapsed, duration


def test_the_camera_does_not_rest_long_on_its_way_back(reference: Run) -> None:
    """From the first switches in view to all of them it stands less than a second and a half at a time."""
    watched, before, rests = play("language_model_scene", reference).watched, 0.0, []
    for begins, leads_back in (one for found in watched["moved_at"] for one in found):
        if leads_back:
            rests.append(sum(duration for start, duration in watched["waited"] if before <= start < begins))
        before = begins
    lead, *rests = rests
    assert len(rests) > 5 and 0.5 < max(rests) < 1.5 < lead
