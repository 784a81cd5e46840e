"""What language_model_scene says and shows: every one of 128,256 switches, through a window of any size."""

from __future__ import annotations

import numpy as np
import pytest

from tests.test_stage import lines_of, play
from transparent_box.model.runs.run import Run
from transparent_box.scenes.facts import read_facts
from transparent_box.scenes.look.colormaps import rgba
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import DARK
from transparent_box.scenes.mobjects.light_cone import LightCone
from transparent_box.scenes.mobjects.long_column import BANDS, LongColumn, zoomed
from transparent_box.scenes.mobjects.token_board import TokenBoard

COUNT, PARIS = 128_256, 12_366


@pytest.fixture(scope="module")
def column() -> LongColumn:
    return LongColumn(COUNT, {PARIS: DARK.sum}, 1, 4, DARK)


def test_every_switch_is_drawn_and_the_lit_one_is_lost_among_them(column: LongColumn) -> None:
    column.look(0, COUNT)
    assert len(column.switches) == COUNT == read_facts()["llama_vocabulary"].value
    dark = LongColumn(COUNT, {}, 1, 4, DARK)
    assert np.abs(column.colors - dark.colors).max() < 0.02, "less than a step of eight bits in four can be seen"


@pytest.mark.parametrize("shown", [30, 300, 3000, 30_000])
def test_at_every_distance_some_powers_of_ten_can_be_told_apart(shown: int) -> None:
    """Tens, hundreds … are shaded in turn: two neighbours that fill a tenth or more of the window differ."""
    column = LongColumn(COUNT, {}, 1, 4, DARK)
    step = shown // 3
    means = [column.look(low, low + step).colors[0, :, :3].mean(axis=0) for low in (0, step)]
    assert np.abs(means[0] - means[1]).max() > 0.02


def test_a_column_that_is_repeated_is_the_same_each_time() -> None:
    """In the middle it looks as one alone does; the switch that is lit is lit in each."""
    own, often = 14, 5
    one, many = LongColumn(own, {3: DARK.cos_x}, 1, 4, DARK), LongColumn(own, {3: DARK.cos_x}, 1, 4, DARK, often)
    assert many.count == own * often
    lit = (np.abs(many.switches - rgba(DARK.cos_x)).max(axis=1) < 1e-6).nonzero()[0]
    assert lit.tolist() == [3 + own * place for place in range(often)]
    middle = many.look(2 * own, 3 * own).colors
    assert middle[:, 2:-2] == pytest.approx(one.look(0, own).colors[:, 2:-2], abs=1e-4), "but for its edges' blur"
    assert np.abs(many.switches[: 2 * own] - many.switches[own : 3 * own]).max() > 0.05, "neighbours can be told apart"


@pytest.mark.parametrize("seen", [30, 300, 1125])
def test_however_many_of_ours_are_seen_some_can_be_told_apart(seen: int) -> None:
    """Ones, tens and hundreds of them are shaded in turn: the column has stripes that are a sixtieth of it or more."""
    own, often = 114, 1125
    many = LongColumn(own, {3: DARK.cos_x}, 1, 4, DARK, often)
    shades = many.look_around(often // 2 * own + own / 2, seen * own).colors[0, :, :3].mean(axis=-1)
    stripes = shades[: BANDS // 60 * 60].reshape(60, -1).mean(axis=1)
    assert np.ptp(stripes) > 0.04


def test_columns_about_the_middle_take_their_share_of_the_height() -> None:
    column = LongColumn(20, {}, 1, 4, DARK, 10)
    column.look_about(99.5, 50, 1.0)
    assert column.height == pytest.approx(1) and (column.low, column.high) == (75, 125)
    column.look_about(99.5, 200, 4.0)
    assert column.height == pytest.approx(4) and (column.low, column.high) == (0, 200)


@pytest.mark.parametrize("shown", [128, 300, 5_000, COUNT])
def test_one_of_ours_becomes_as_many_as_go_into_what_is_seen(shown: int, reference: Run) -> None:
    """All on one scale: a switch is as high in the copies as in the other column; one is in the middle."""
    scene = play("language_model_scene", reference)
    scene.beside.stand(shown)
    copies, out, size = scene.beside.copies, scene.board.out, reference.p + 1
    seen = copies.high - copies.low
    assert copies.height / seen == pytest.approx(out.height / shown)
    assert copies.get_y() == pytest.approx(out.get_y())
    assert (copies.low + copies.high) / 2 == pytest.approx(copies.count / 2, abs=size / 2)
    assert seen == pytest.approx(min(shown, copies.count) if shown > 200 else size, rel=0.01)
    scene.beside.stand(scene.beside.whole)


def test_near_by_it_is_lit_and_in_the_middle(column: LongColumn) -> None:
    column.look_around(PARIS, 15)
    band = column.colors[0, BANDS // 2]
    assert band == pytest.approx(rgba(DARK.sum), abs=1e-6)
    assert column.seat(PARIS) == pytest.approx(column.get_center())
    dark = np.abs(column.colors[0, :, :3] - rgba(DARK.sum)[:3]).max(axis=-1) > 0.05
    assert (~dark).sum() == pytest.approx(BANDS / 15, rel=0.1)


@pytest.mark.parametrize("shown", [15, 1000, 40_000])
def test_a_band_has_the_mean_colour_of_what_it_shows(column: LongColumn, shown: int) -> None:
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


def test_light_narrows_from_our_column_to_what_it_is_of_the_other() -> None:
    """None while both are seen alike; never thinner than can be seen."""
    ours, copies = (LongColumn(114, {}, 1, 4, DARK).set_x(across) for across in (-3, 3))
    light = LightCone(ours, 1.0, copies, DARK)
    assert light.get_fill_opacity() == 0
    light.show(0.4)
    assert light.get_fill_opacity() > 0.1 and light.get_left()[0] > ours.get_right()[0]
    assert np.ptp(light.points[light.points[:, 0] > light.get_right()[0] - 1e-6, 1]) == pytest.approx(0.4)
    assert light.height == pytest.approx(4) and light.get_right()[0] < copies.get_left()[0]
    assert light.show(1e-6).narrows_to > 0.01


def test_its_lines_are_the_facts(reference: Run) -> None:
    scene = play("language_model_scene", reference)
    lines = lines_of(scene)
    assert "Lost, among 128,256." in lines["which_comes_next"]
    assert "Paris" in lines["it_should_be"] and "12,366" in lines["it_should_be"]
    assert "114 switches" in lines["ours_beside_it"]
    assert "It goes in 1,125 times" in lines["ours_beside_it"] and 1125 * 114 <= COUNT < 1126 * 114
    assert scene.beside.copies.count == 1125 * 114
    assert [number for _, number in scene.board.asked] == [791, 6864, 315, 9822, 374]
    assert 30 <= scene.beats[-1].end <= 75
    assert "Llama 3" in scene.board.source.markup


def test_the_answer_comes_out_of_its_switch() -> None:
    board = TokenBoard([("is", 374)], ("Paris", PARIS), COUNT, "a source", Area(-6.7, 6.7, -3, 3.7), 15, DARK)
    board.enter(1.0)
    seat = board.answer.get_center()
    _, comes = board.answers()
    comes.begin()
    assert comes.mobject.get_center() == pytest.approx([board.out.get_right()[0], *board.out.seat(PARIS)[1:]])
    comes.finish()
    assert comes.mobject.get_center() == pytest.approx(seat)


@pytest.mark.parametrize(("area", "rows"), [(Area(-6.7, 6.7, -3, 3.7), 1), (Area(-3.6, 3.6, -2.7, 3.6), 2)])
def test_a_sentence_fills_its_area_in_as_many_lines_as_let_it_be_large(area: Area, rows: int) -> None:
    """Each piece stands in a frame, which grows into its column."""
    asked = [("The", 791), ("capital", 6864), ("of", 315), ("France", 9822), ("is", 374)]
    board = TokenBoard(asked, ("Paris", PARIS), COUNT, "numbers: a source", area, 15, DARK)
    pieces, frames = board.sentence(area)
    assert frames.width == pytest.approx(area.width, rel=0.1) and len({round(one.get_y(), 3) for one in frames}) == rows
    assert frames.get_center() == pytest.approx(area.center, abs=1e-3)
    for piece, frame in zip(pieces, frames, strict=True):
        across, up = Area.around(piece).overlap(Area.around(frame))
        assert (across, up) == pytest.approx((piece.width, piece.height)), "the whole of it"
    _, *grow, _ = board.open(frames)
    for move, column in zip(grow, board.columns, strict=True):
        move.begin()
        move.interpolate(1.0)
        assert move.mobject.get_center() == pytest.approx(column.get_center()) and move.mobject.height == column.height
