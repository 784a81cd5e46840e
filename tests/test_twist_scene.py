"""What twist_scene says of the shipped network that wraps lines, by other means than the chapter's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from manim import FadeIn, FadeOut, LaggedStart, ManimColor, Rectangle, tempconfig

from tests.moves import bring
from tests.test_every_prime import play as lines_of
from tests.test_stage import play, watching
from transparent_box.model.linebreak.run import LinebreakRun
from transparent_box.model.runs.run import Run
from transparent_box.model.storage import RunError
from transparent_box.scenes.look.frame import Area, Frame
from transparent_box.scenes.look.theme import DARK, Gap
from transparent_box.scenes.mobjects.charts.chart import Curve
from transparent_box.scenes.mobjects.linebreak.count_desk import SIDES
from transparent_box.scenes.mobjects.linebreak.head_curves import BACK, DRAWN, HOP, HeadCurves, steps_up
from transparent_box.scenes.mobjects.linebreak.head_lights import HeadLights
from transparent_box.scenes.mobjects.linebreak.head_turn import OBLIQUE, HeadTurn
from transparent_box.scenes.mobjects.linebreak.seed_rows import SeedRows
from transparent_box.scenes.mobjects.linebreak.wrapped_lines import RoomLeft, WrappedLines
from transparent_box.scenes.mobjects.words.lettering import Lettering
from transparent_box.scenes.stage.stage import SHIPPED_LINES
from transparent_box.scenes.twist_scene import SPRINGS, TwistScene


@pytest.fixture(scope="module")
def lines() -> LinebreakRun:
    return LinebreakRun(SHIPPED_LINES)


def said(reference: Run, name: str) -> str:
    return next(beat.line for beat in play("twist_scene", reference).beats if beat.name == name)


@pytest.mark.parametrize("head", range(6))
def test_a_turn_is_a_rotation_and_ends_in_the_heads_own_map(lines: LinebreakRun, head: int) -> None:
    twist, shapes = lines.twist(head), lines.geometry
    for share in (0.0, 0.3, 1.0):
        turn = twist.turn(share)
        assert turn @ turn.T == pytest.approx(np.eye(6), abs=1e-9) and np.linalg.det(turn) == pytest.approx(1)
    assert twist.turn(0.5) @ twist.turn(0.5) == pytest.approx(twist.turn(1), abs=1e-9)
    assert twist.turn(0) == pytest.approx(np.eye(6), abs=1e-9)
    assert twist.cosines(0) == pytest.approx(shapes.stream_cosines, abs=0.05)
    same = twist.cosines(1).argmax(axis=1) == shapes.head_cosines[head].argmax(axis=1)
    near = np.abs(twist.cosines(1).argmax(axis=1) - shapes.head_cosines[head].argmax(axis=1)) <= 1
    assert same.mean() > 0.9 and near.mean() > 0.95  # but for what lies outside of the six dimensions


def test_planes_are_at_right_angles_and_hold_the_count(lines: LinebreakRun) -> None:
    twist = lines.twist(next(iter(lines.clean_heads)))
    axes = np.concatenate(list(twist.planes), axis=1)
    assert axes.T @ axes == pytest.approx(np.eye(6), abs=1e-9)
    assert twist.shares.sum() == pytest.approx(1) and twist.shares[0] == twist.shares.max()
    turned, plane = twist.turn(1), twist.planes[0]
    cosine = float(plane[:, 0] @ turned @ plane[:, 0])
    assert cosine == pytest.approx(np.cos(twist.angles[0]), abs=1e-9)


def test_a_count_meets_a_width_that_much_wider(reference: Run, lines: LinebreakRun) -> None:
    head, ahead = next(iter(lines.clean_heads.items()))
    shapes = lines.geometry
    counts, widths = (side.astype(float) for side in shapes.centered)
    queries, keys = counts @ shapes.boundary_Q[head].T, widths @ shapes.boundary_K[head].T
    keys /= np.linalg.norm(keys, axis=1)[:, None]
    away = [shapes.width[np.argmax(keys @ queries[n - 1])] - n for n in range(16, 81)]
    assert np.median(away) == ahead == lines.twist(head).offset(1).median
    assert lines.twist(head).offset(0).median == 0
    line = said(reference, "a_head_turns")
    assert f"{np.degrees(lines.twist(head).angles[0]):.0f}°" in line and f"{ahead:.0f} wider" in line


def test_the_clean_heads_share_out_the_end_of_the_line(reference: Run, lines: LinebreakRun) -> None:
    assert list(lines.clean_heads.values()) == [5, 14, 18]
    attention = lines.geometry.attention[list(lines.clean_heads)]
    first = attention[:, :27]
    assert (first.max(axis=0) > 0.35).all(), "somewhere near the end none of them looks"
    middles = [(np.arange(27) * row).sum() / row.sum() for row in first]
    assert middles == sorted(middles)
    assert ", ".join(f"{ahead:.0f}" for ahead in lines.clean_heads.values()) in said(
        reference, "heads_share_the_distance"
    )


def test_alone_they_are_fooled_a_ring_further_and_one_more_head_is_not(reference: Run, lines: LinebreakRun) -> None:
    attention, clean = lines.geometry.attention.astype(float), list(lines.clean_heads)
    others = [head for head in range(len(attention)) if head not in clean]
    near, far = attention[:, :20], attention[:, 30:]
    assert (far[clean].max(axis=1) > 0.6).all()
    telling = [head for head in others if near[head].max() < 0.1 and far[head].min() > 0.9]
    assert len(telling) == 1 and len(others) == 3
    assert "One more head tells far from near" in said(reference, "a_ring_further")
    for head in {*others} - {*telling}:
        assert near[head].max() > far[head].min() - 0.1, "it does, too"


def test_only_heads_that_go_up_once_tell_far_from_near() -> None:
    rise = np.clip(np.linspace(-1, 2, 61), 0, 1)
    waves = np.sin(np.linspace(0, 9, 61)) ** 2
    assert steps_up(rise) and not any(map(steps_up, (rise[::-1], waves, 0.5 * rise, np.minimum(rise, waves))))
    left, area = np.arange(61.0), Area(-6, 6, -3, 3)
    for found, told in (
        ([waves], "No head tells"),
        ([rise], "One more head tells"),
        ([rise, rise], "Two more heads tell"),
    ):
        chart = HeadCurves(left, np.array([waves, *found]), {0: 10.0}, area, DARK)
        assert chart.sentence == f"{told} far from near."
        chart.draw(1.0).draw_rest(1.0)
        lit = found[0] is rise
        assert chart.ground.get_fill_opacity() == lit and (chart.far in chart.behind) is lit


def test_the_newline_is_where_the_next_word_does_not_fit(lines: LinebreakRun) -> None:
    found = lines.example
    fits = found.logits[np.arange(len(found.count)), found.next_length - 1] > 0
    assert fits.tolist() == (found.count + 1 + found.next_length <= found.width).tolist()
    assert fits[:-1].all() and not fits[-1]


def test_what_is_said_of_seeds_is_in_their_reports(reference: Run, lines: LinebreakRun) -> None:
    line = said(reference, "not_every_seed")
    near = [any(3 <= ahead <= 8 for ahead in run.offsets) for run in lines.judged]
    assert near.count(True) == 2 and len(near) == 5
    assert "two of five have a head that looks 3 to 8 ahead" in line
    assert f"{100 * min(run.accuracy for run in lines.judged):.1f}" in line
    for run, looks in zip(lines.judged, near, strict=True):
        assert run.passes == (len(run.offsets) > 1 and looks)


def test_another_clean_head_can_be_turned_and_no_other(toy_run: Run, lines: LinebreakRun, tmp_path: Path) -> None:
    _first, *others = lines.clean_heads
    told = lines_of("twist_scene", toy_run, tmp_path, attention_head=others[0])
    assert any(f"{lines.clean_heads[others[0]]:.0f} wider" in line for line in told)
    unclean = next(head for head in range(6) if head not in lines.clean_heads)
    with tempconfig({}), pytest.raises(RunError, match="no attention_head"):
        lines_of("twist_scene", toy_run, tmp_path, attention_head=unclean)


def test_the_springs_stay_clear_of_the_caption_when_turned(reference: Run) -> None:
    scene = play("twist_scene", reference)
    for share in (0.0, 1.0):
        scene.pair.show(share)
        both = np.concatenate([thread.points for thread in scene.pair.springs.get_family() if len(thread.points) > 9])
        assert scene.pair.springs.turning.space.project(both)[:, 1].min() > scene.left.bottom - 0.1


@pytest.fixture
def pair(reference: Run) -> Iterator[HeadTurn]:
    """Springs that a test may tip; afterwards they are seen as before."""
    pair = play("twist_scene", reference).pair
    space = pair.springs.turning.space
    before = space.copy()
    yield pair
    space.pose, space.points = before.pose, before.points


def test_the_angle_that_is_seen_opening_is_the_one_that_is_said(pair: HeadTurn, lines: LinebreakRun) -> None:
    """From above two spokes and an arc show how far the named count has turned; its spoke ends on its point."""
    twist = lines.twist(next(iter(lines.clean_heads)))
    said = np.degrees(twist.angles[0])
    pair.tip(1.0, 1.0)
    space, angle = pair.springs.turning.space, pair.angle
    assert angle.counter.number.markup == f"{said:.0f}" and angle.counter.get_fill_opacity() == pytest.approx(1)
    middle, start, end = space.project(
        np.stack([angle.spokes.curves()[0][0], angle.start, pair.springs.pair.points[0]])
    )
    one, other = start - middle, end - middle
    seen = np.arccos(one @ other / np.linalg.norm(one) / np.linalg.norm(other))
    assert np.degrees(seen) == pytest.approx(said, abs=2), "no angle is foreshortened"
    assert angle.spokes.curves()[1][1] == pytest.approx(pair.springs.pair.points[0], abs=1e-5)
    arc = angle.arc.curves()[0]
    spans = [np.arctan2(*point[1::-1]) for point in (arc[0], arc[-1])]
    assert abs(np.degrees(spans[1] - spans[0])) % 360 == pytest.approx(said, abs=0.1)
    pair.tip(1.0, 0.0)
    assert angle.counter.number.markup == "0" and angle.counter.get_fill_opacity() == pytest.approx(0, abs=1e-6)


def test_springs_are_seen_in_their_place_from_the_side_and_from_above(pair: HeadTurn) -> None:
    heights = []
    for share in (0.0, 0.5, 1.0):
        pair.tip(share, 1.0)
        seen = pair.springs.turning.space.project(pair.both)
        assert seen[:, 0].min() > pair.left.left - 0.1 and seen[:, 0].max() < pair.left.right
        assert share == 0.5 or (seen[:, 1].min() > pair.left.bottom - 0.1 and seen[:, 1].max() < pair.left.top + 0.1)
        up = pair.springs.turning.space.project(np.array([[0, 0, -1.0], [0, 0, 1.0]]))
        heights.append(np.linalg.norm(up[1] - up[0]))
    assert heights[2] < 0.1 * heights[0], "an upright is a point from above"


@pytest.mark.parametrize("aspect", SPRINGS)
def test_the_table_is_large_where_the_frame_is_narrow(reference: Run, aspect: str) -> None:
    """More than a third of the frame; what is said of both stands under them in two lines, and springs are large."""
    scene, frame = play("twist_scene", reference), Frame(aspect, 720)
    shapes = scene.shapes
    stream = shapes.counts_on_axes[:, :3], shapes.widths_on_axes[:, :3]
    pair = HeadTurn(scene.twist, stream, scene.full, frame.picture, scene.theme)
    seat = pair.laid_out(*frame.picture.parts(SPRINGS[aspect], Gap.NEAR, wide=0.8))
    assert pair.table.map.width > 0.35 * frame.size[0]
    note = pair.noted("theirs: Claude 3.5 Haiku (Gurnee et al. 2025); ours, here: 89,460 numbers")
    lowest = min(pair.table.get_bottom()[1], *(tag.get_bottom()[1] for _, tag in pair.tags))
    assert note.height < 0.6 and note.get_top()[1] < lowest and note.get_bottom()[1] > frame.picture.bottom - 0.01
    across, up = np.ptp(seat.project(pair.both), axis=0)[:2]
    assert up > 0.4 * frame.size[1] and across > 0.2 * frame.size[0] and pair.left.width > across


def test_a_large_point_and_its_name_are_in_their_threads_color(reference: Run) -> None:
    """So that the two names can be told apart where they stand away from their points."""
    pair = play("twist_scene", reference).pair
    springs, (count, width) = pair.springs, pair.tags
    inks = [ManimColor(ink[:3].tolist()) for ink in springs.pair.colors]
    place = int(np.searchsorted(pair.count, pair.followed))
    assert springs.pair.colors[0] == pytest.approx(springs.turning.colors[place], abs=1e-5)
    for (_, tag), own, other in zip((count, width), inks, inks[::-1], strict=True):
        away = [np.abs(tag.number[0].get_fill_color().to_rgb() - ink.to_rgb()).sum() for ink in (own, other)]
        assert away[0] < away[1] / 2


def test_the_chapter_lasts_40_to_85_seconds(reference: Run) -> None:
    assert 40 <= play("twist_scene", reference).beats[-1].end <= 85


def test_the_row_of_a_seed_is_named_so(reference: Run) -> None:
    rows = play("twist_scene", reference).rows
    assert rows.of(3)[1].markup == "seed 3"
    with pytest.raises(ValueError, match="not in list"):
        rows.of(99)


def test_the_line_and_its_count_come_to_the_width_together(reference: Run, lines: LinebreakRun) -> None:
    pair, line = play("twist_scene", reference).pair, play("twist_scene", reference).line
    place = int(np.searchsorted(lines.geometry.count, lines.example.width))
    for share, full in ((0.0, False), (0.5, False), (1.0, True)):
        line.write(count := pair.walk(share))
        assert (count == pair.followed) is full
        assert line.counter.number.markup == f"{int(count)}"
        assert pair.springs.pair.points[0] == pytest.approx(pair.stream[place]) or not full
        written = float(line.blocks[-1].get_right()[0])
        assert bool(abs(written - line.whole[-1][:, 0].max()) < 1e-6) is full
    assert pair.springs.rungs.colors[:, 3].sum() == (lines.geometry.count[pair.kept][pair.springs.places] <= 70).sum()


def test_it_opens_on_what_ended_the_chapter_before(reference: Run) -> None:
    before, pair = play("manifold_scene", reference), play("twist_scene", reference).pair
    assert pair.stream == pytest.approx(before.thread.cloud.points)
    assert pair.flat[1] == pytest.approx(before.width.cloud.points)
    assert pair.opened.pose == pytest.approx(before.thread.space.pose)
    assert pair.opened.points == pytest.approx(before.thread.space.points)


def test_heads_run_out_to_where_they_look_one_training_after_the_other(lines: LinebreakRun) -> None:
    """At the end every dot stands at its own offset; halfway through a row, no dot is further than it looks."""
    judged = lines.judged
    rows = SeedRows([(run.seed, run.offsets, run.accuracy) for run in judged], lines.window, Area(-6, 6, -3, 3), DARK)
    assert all(dot.get_fill_opacity() == 0 for row in rows.rows for dot in row[2:])
    rows.look(1.5 / len(judged))
    first, second = (row[2:] for row in rows.rows[:2])
    assert [dot.points.tolist() for dot in first] == [end.tolist() for end in rows.ends[0]]
    looked = [(dot.get_x() - rows.start) / rows.unit for dot in second]
    assert all(0 < gone <= offset + 1e-9 for gone, offset in zip(looked, judged[1].offsets, strict=True))
    assert rows.near[:2] == [False, True]
    dim, lit = (ManimColor(ink) for ink in rows.inks)
    assert all(dot.get_fill_color() == dim for row in rows.rows[:2] for dot in row[2:]), "not yet judged"
    rows.look(1)
    for row, run, near in zip(rows.rows, judged, rows.near, strict=True):
        assert all(dot.get_fill_color() == (lit if near else dim) for dot in row[2:])
        assert [(dot.get_x() - rows.start) / rows.unit for dot in row[2:]] == pytest.approx(list(run.offsets))


def test_a_row_is_lit_for_a_head_that_looks_into_the_window() -> None:
    """However many heads a seed has, and whatever else it fails at."""
    seeds = [(0, [5.0], 0.99), (1, [2.9, 8.1], 0.98), (2, [], 0.97), (3, [-4.0, 3.0, 20.0], 1.0)]
    assert SeedRows(seeds, (3.0, 8.0), Area(-6, 6, -3, 3), DARK).near == [True, False, False, True]


def test_what_a_seed_gets_right_is_told_when_it_is_judged_and_at_last_the_least_stands_out(lines: LinebreakRun) -> None:
    judged = lines.judged
    rows = SeedRows([(run.seed, run.offsets, run.accuracy) for run in judged], lines.window, Area(-3, 3, -3, 3), DARK)
    dim, lit = (ManimColor(ink) for ink in rows.inks)
    for share in (0.0, 0.4, 0.8, 1.0):
        rows.look(share)
        done = round(share * len(judged))
        assert [told[0].get_fill_opacity() for told in rows.right] == [1.0] * done + [0.0] * (len(judged) - done)
        assert [told[0].get_fill_color() == lit for told in rows.right].count(True) == (share == 1)
    assert min(float(told.markup.split("\u202f")[0]) for told in rows.right) == float(
        rows.right[rows.least].markup.split("\u202f")[0]
    )
    assert rows.right[rows.least][0].get_fill_color() == lit and rows.right[1 - rows.least][0].get_fill_color() == dim
    dots = [dot.get_right()[0] for row in rows.rows for dot in row[2:]]
    assert max(dots) < min(told.get_left()[0] for told in rows.right)


@pytest.fixture
def chart(lines: LinebreakRun) -> HeadCurves:
    shapes = lines.geometry
    return HeadCurves(shapes.left, shapes.attention, lines.clean_heads, Area(-6, 6, -3, 3), DARK)


def reached(chart: HeadCurves, curves: Sequence[Curve]) -> list[float]:
    """How far over the axis curves are drawn, 0 … 1."""
    return [float(curve.points[:, 0].max() - chart.area.left) / chart.area.width for curve in curves]


def test_clean_heads_enter_one_after_the_other(chart: HeadCurves) -> None:
    for share in np.linspace(0.02, DRAWN - 0.02, 30):
        chart.draw(float(share))
        drawn, seen = reached(chart, chart.clean), [curve.opacity for curve in chart.clean]
        assert sum(0.01 < far < 0.99 for far in drawn) <= 1 and drawn == sorted(drawn, reverse=True)
        assert sum(opacity > BACK + 0.01 for opacity in seen) <= 2, "one goes while the next comes"
        named = [name[1][0].get_fill_opacity() > 0 for name in chart.names]
        assert named == [opacity > 0 for opacity in seen]
    chart.draw(1.0)
    assert reached(chart, chart.clean) == pytest.approx([1.0] * len(chart.clean))
    assert [curve.opacity for curve in chart.clean] == [1] * len(chart.clean)


def test_the_head_that_tells_far_from_near_is_drawn_last_and_alone_stands_out(chart: HeadCurves) -> None:
    others = len(chart.rest)
    assert others == len(chart.curves) - len(chart.clean) > len(chart.steps) == 1
    for share, far, lit in ((0.25, 0.5, 0.0), (0.75, 1.0, 0.5)):
        chart.draw(1.0).draw_rest(HOP + (1 - HOP) * DRAWN * share)
        assert reached(chart, chart.clean) == pytest.approx([1.0] * len(chart.clean))
        assert [curve.opacity for curve in chart.clean] == pytest.approx([BACK] * len(chart.clean))
        assert reached(chart, chart.rest) == pytest.approx([far] * (others - 1) + [lit], abs=0.02)
        assert all(curve.opacity <= BACK for curve in chart.rest[:-1])
        assert chart.ground.get_fill_opacity() == pytest.approx(lit)
    chart.draw_rest(1.0)
    assert [round(curve.opacity, 6) for curve in chart.curves if curve.opacity > BACK + 1e-6] == [1]
    assert chart.steps[0].opacity == 1
    first, last = (
        chart.x.low + (side - chart.area.left) / chart.area.width * chart.x.high for side in edges(chart.ground)
    )
    step = chart.steps[0]
    assert step.value(first) > 0.5 > step.value(first - 1) and last == pytest.approx(chart.x.high)
    assert all(dot.get_fill_opacity() == 0 for dot in chart.dots)


def edges(ground: Rectangle) -> tuple[float, float]:
    return float(ground.get_left()[0]), float(ground.get_right()[0])


def test_dots_run_from_where_heads_look_to_where_they_fire_again(chart: HeadCurves, lines: LinebreakRun) -> None:
    left, attention = lines.geometry.left, lines.geometry.attention.astype(float)
    for (first, second), (head, ahead) in zip(chart.peaks, lines.clean_heads.items(), strict=True):
        assert first == ahead
        between = (left > first) & (left < second)
        assert attention[head][between].min() < 0.1, "no trough"
        assert attention[head][list(left).index(second)] == attention[head][left >= 30].max() > 0.6
    for share, place in ((0.01, 0), (HOP, 1)):
        chart.draw_rest(share)
        ends = chart.places([peak[place] for peak in chart.peaks], [0] * len(chart.peaks))[:, 0]
        assert [dot.get_x() for dot in chart.dots] == pytest.approx(list(ends), abs=0.05)


def test_heads_light_up_over_the_place_in_the_line_where_they_look(reference: Run, lines: LinebreakRun) -> None:
    """As high as each looks at the width after each word; the last word ends where only the nearest looks."""
    found, clean = lines.example, lines.clean_heads
    page = WrappedLines(found.first, found.second, int(found.width), 10, Area(-6, 6, -3, 3), DARK)
    lights = HeadLights(page, found.attention[:, [*clean]], clean.values(), Area(-6, 6, -3, 3), DARK)
    for bar, ahead in zip(lights.bars, clean.values(), strict=True):
        assert (bar.get_x() + 6) / page.letter == pytest.approx(found.width - ahead)
        assert bar.get_bottom()[1] > page.before.get_top()[1]
    for place, seen in enumerate(found.attention[:, [*clean]].astype(float)):
        lights.show(place)
        assert [bar.height / lights.reach for bar in lights.bars] == pytest.approx(list(np.maximum(seen, 1e-3)))
    assert max(bar.get_top()[1] for bar in lights.bars) <= 3 + 1e-6
    left = int(found.width) - found.count
    nearest = [min(clean, key=lambda head: abs(clean[head] - rest)) for rest in left[-3:]]
    assert [max(clean, key=lambda head: seen[head]) for seen in found.attention[-3:]] == nearest
    shown = play("twist_scene", reference).page[0]
    assert isinstance(shown, HeadLights) and shown.attention == pytest.approx(lights.attention)


def test_bars_come_of_the_names_of_their_heads_curves(lines: LinebreakRun) -> None:
    """Each from the swatch, in its color; at the end it is as high as was measured."""
    found, clean, area = lines.example, lines.clean_heads, Area(-6, 6, -3, 3)
    shapes = lines.geometry
    chart = HeadCurves(shapes.left, shapes.attention, clean, area, DARK)
    page = WrappedLines(found.first, found.second, int(found.width), 10, area, DARK)
    lights = HeadLights(page, found.attention[:, [*clean]], clean.values(), area, DARK)
    moves = lights.come_of(chart.names)
    for move, (swatch, _) in zip(moves, chart.names, strict=True):
        move.begin()
        assert move.mobject.get_center() == pytest.approx(swatch.get_center(), abs=1e-6)
        assert move.mobject.width == pytest.approx(swatch.width)
        assert move.mobject.get_fill_color() == swatch.get_stroke_color()
    bring(moves)
    heights = [move.mobject.height / lights.reach for move in moves]
    assert heights == pytest.approx(np.maximum(found.attention[0, [*clean]], 1e-3), abs=1e-3)


def test_the_room_is_a_place_in_the_line_behind_the_word(lines: LinebreakRun) -> None:
    found = lines.example
    page = WrappedLines(found.first, found.second, int(found.width), 10, Area(-6, 6, -3, 3), DARK)
    for place, (word, letters, count) in enumerate(zip(page.after, found.room, found.count, strict=True)):
        room = page.room(place, float(letters), DARK.categories[1])
        assert [room.height, room.get_y()] == pytest.approx([word.height, word.get_y()])
        assert room.width == pytest.approx(letters * page.letter)
        assert (room.get_left()[0] + 6) / page.letter == pytest.approx(count + 1)
    coming = page.coming(len(page.after) - 1, 10)
    assert coming.get_left()[0] == pytest.approx(room.get_left()[0]) and coming.width > 5 * room.width
    (told,) = coming.submobjects
    assert told.markup == "10" and told.get_center() == pytest.approx(coming.get_center(), abs=0.05)
    assert min(Area.around(coming).overlap(Area.around(told))) == pytest.approx(min(told.width, told.height))


def test_a_head_turns_in_every_frame(reference: Run) -> None:
    """Half way, no two frames of the turn show the same, and none leaps; so do the cosines."""
    pair = play("twist_scene", reference).pair
    seen, cosines = [], []
    for share in np.linspace(0.4, 0.6, 22):
        pair.show(share)
        seen.append(pair.springs.turning.cloud.points.copy())
        cosines.append(pair.table.map.colors.astype(float))
    steps = np.abs(np.diff(seen, axis=0)).max(axis=(1, 2))
    assert steps.min() > 0.8 * steps.max() > 0
    assert all(np.any(one != other) for one, other in pairwise(cosines))
    pair.show(1.0)


def test_the_count_that_meets_the_lines_width_is_named(reference: Run, lines: LinebreakRun) -> None:
    """The turn leads it there, as many characters before the end as the head looks ahead; the cross-hair is on both."""
    scene, (head, ahead) = play("twist_scene", reference), next(iter(lines.clean_heads.items()))
    pair, twist = scene.pair, lines.twist(head)
    full = int(lines.example.width)
    for share, width in ((0.0, full - ahead), (1.0, full)):
        pair.show(share)
        assert [tag.number.markup for _, tag in pair.tags] == [f"{full - ahead:.0f}", f"{width:.0f}"]
        nearest = twist.cosines(share)[list(twist.count).index(full - ahead)].argmax()
        assert twist.width[nearest] == width
        at = pair.table.cell(full - ahead, width)
        assert pair.table.spot[0].points[0] == pytest.approx(at)
        for hairs in pair.table.hairs:
            assert [hair[0] for hair in hairs.curves()] == [pytest.approx(at)] * 2


@pytest.mark.parametrize("area", [Area(-2.7, 2.7, -2.8, 5.0), Area(-2.7, 2.7, -1.6, 3.4), Area(-6.8, 6.8, -3.1, 3.6)])
def test_bars_have_a_scale_and_a_heading_that_is_clear_of_them(lines: LinebreakRun, area: Area) -> None:
    """A head that looks at nothing but the width reaches the line at 100 %; bars fill most of their room."""
    found, clean = lines.example, lines.clean_heads
    page = WrappedLines(found.first, found.second, int(found.width), 10, area.less_top(Gap.FAR), DARK)
    seen = np.ones((len(page.after), len(clean)))
    lights = HeadLights(page, seen, clean.values(), area, DARK)
    ground, whole, scale, *_ = lights.frame
    assert [bar.get_top()[1] for bar in lights.bars] == pytest.approx([whole.get_y()] * len(clean))
    assert [bar.get_bottom()[1] for bar in lights.bars] == pytest.approx([ground.get_y()] * len(clean))
    assert scale.markup.startswith("100") and scale.get_right()[0] < min(bar.get_left()[0] for bar in lights.bars)
    bars = sorted((Area.around(bar) for bar in lights.bars), key=lambda bar: bar.left)
    least = min(second.center[0] - first.center[0] for first, second in pairwise(bars))
    assert all(0.5 * least < bar.width < 0.9 * least for bar in bars) and bars[-1].right < ground.get_right()[0]
    head = Area.around(lights.heading)
    assert all(min(head.overlap(Area.around(part))) < 0 for part in (whole, scale, *lights.bars))
    assert head.height < 0.5 and head.left > area.left - 0.01 and head.right <= area.right, "it is one line"


def test_how_many_letters_have_room_is_written_under_the_bar(lines: LinebreakRun) -> None:
    found, area = lines.example, Area(-6, 6, -3, 3)
    page = WrappedLines(found.first, found.second, int(found.width), 10, area, DARK)
    room = RoomLeft(page, found.room, found.logits.shape[1], DARK)
    for place, letters in enumerate(found.room):
        room.show(place)
        bar = page.room(place, float(letters), DARK.categories[1])
        assert [room.bar.width, room.bar.get_x()] == pytest.approx([bar.width, bar.get_x()])
        assert room.counter.number.markup == f"{letters:.0f}" and room.counter.get_top()[1] < bar.get_bottom()[1]
        assert area.left < room.counter.get_left()[0] and room.more.get_right()[0] < area.right
        assert room.more.get_fill_opacity() == (round(float(letters)) == 14), "no word is longer than that"
        assert room.more.get_left()[0] > room.counter.get_right()[0]
    assert room.counter.get_bottom()[1] > page.named_room("room", DARK.text).get_top()[1], "over what it is"
    assert int(room.counter.number.markup) < found.next_length[-1], "at last the next word is longer"


def test_axes_of_the_table_bear_numbers_clear_of_their_names(pair: HeadTurn) -> None:
    table = pair.table
    *_, across, up, numerals, _ = table.submobjects
    assert len(numerals) >= 6
    for numeral in numerals:
        number = int(numeral.markup)
        x, y, _ = table.cell(number, number)
        under = numeral.get_top()[1] < table.map.get_bottom()[1]
        assert (numeral.get_x() if under else numeral.get_y()) == pytest.approx(x if under else y, abs=0.01)
        assert all(min(Area.around(numeral).overlap(Area.around(name))) < 0 for name in (across, up))


@pytest.mark.parametrize("area", [Area(-6.7, 6.7, -1.5, 3.6), Area(-2.7, 2.7, -1.5, 5.0), Area(-2.9, 2.9, -0.6, 3.4)])
def test_threads_are_named_where_they_begin_while_they_are_walked(lines: LinebreakRun, area: Area) -> None:
    """Each name stays by its thread's first point as the camera turns, and nothing lies on it."""
    shapes, twist = lines.geometry, lines.twist(next(iter(lines.clean_heads)))
    stream = shapes.counts_on_axes[:, :3], shapes.widths_on_axes[:, :3]
    pair = HeadTurn(twist, stream, int(lines.example.width), area, DARK)
    assert [name.markup for name in pair.names] == [f"count {twist.count[0]}", f"width {twist.width[0]}"]
    for share in np.linspace(0, 1, 13):
        theta = (1 - share) * OBLIQUE[1] + share * SIDES[2]
        space = pair.springs.turning.space.turn(theta=theta)
        pair.walk(share)
        seen = space.project(np.concatenate(stream))
        for name, first in zip(pair.names, (0, len(stream[0])), strict=True):
            held = Area.around(name)
            assert area.to(held) == area, "inside"
            on = (
                (seen[:, 0] > held.left)
                & (seen[:, 0] < held.right)
                & (seen[:, 1] > held.bottom)
                & (seen[:, 1] < held.top)
            )
            assert not on.any()
            assert np.linalg.norm(name.get_center() - seen[first]) < 1.3


@watching("twist_scene", "glide")
def told_beside_lights(scene: TwistScene, *moves: Any, **look: Any) -> list[list[str]]:
    """What is told of room for the next word before a glide among a line's lights."""
    parts = [part for mobject in scene.mobjects for part in mobject.get_family()]
    written = [part.markup for part in parts if isinstance(part, Lettering)]
    lights = any(isinstance(part, HeadLights) for part in parts)
    return [[text for text in written if "room for the next word" in text]] if lights else []


def test_the_word_that_wraps_goes_through_no_type(reference: Run) -> None:
    """What is told below the second line is gone before."""
    watched = play("twist_scene", reference).watched["told_beside_lights"]
    assert [told for found in watched for told in found] == [[]]


@watching("twist_scene", "play")
def met_by_what_comes(scene: TwistScene, *moves: Any, **look: Any) -> list[float]:
    """For which share of its time what goes is there along with what comes, where one follows the other."""
    following = [move.anims_with_timings for move in moves if isinstance(move, LaggedStart)]
    return [float((first["end"] - second["start"]) / first["end"]) for first, second in following]


def test_the_page_comes_while_the_curves_go(reference: Run) -> None:
    """The one is seen a little before the other is gone: between two ideas the stage is not empty."""
    watched = play("twist_scene", reference).watched["met_by_what_comes"]
    seen = [share for found in watched for share in found]
    assert seen and all(0.5 < share < 0.8 for share in seen)


@watching("twist_scene", "play")
def as_springs_are_pulled(scene: TwistScene, *moves: Any, **look: Any) -> list[list[Any]]:
    """The moves of the play in which the table comes."""
    comes = [move for move in moves if isinstance(move, FadeIn) and move.mobject is vars(scene.pair).get("table")]
    return [list(moves)] if comes else []


def test_a_head_leaves_its_trail_as_far_as_it_looks(lines: LinebreakRun) -> None:
    """From nought, where it is: the length is what is told of it; before it looks, there is none to be seen."""
    judged = lines.judged
    rows = SeedRows([(run.seed, run.offsets, run.accuracy) for run in judged], lines.window, Area(-6, 6, -3, 3), DARK)
    assert all(way.get_stroke_opacity() == 0 for trails in rows.trails for way in trails)
    for share in (1.5 / len(judged), 1.0):
        rows.look(share)
        for row, trails in zip(rows.rows, rows.trails, strict=True):
            for dot, way in zip(row[2:], trails, strict=True):
                assert way.get_start() == pytest.approx([rows.start, dot.get_y(), 0])
                assert way.get_end() == pytest.approx(dot.get_center())
    found = [[way.get_end()[0] - rows.start for way in trails] for trails in rows.trails]
    assert [[end / rows.unit for end in ends] for ends in found] == [pytest.approx(list(run.offsets)) for run in judged]
    assert all(way.get_stroke_opacity() == 1 for trails in rows.trails for way in trails)


def test_the_table_comes_before_the_line_is_gone(reference: Run) -> None:
    """Or half of the frame would be empty, as it was for half a second."""
    scene = play("twist_scene", reference)
    ((moves,),) = (found for found in scene.watched["as_springs_are_pulled"] if found)
    (table,) = (move for move in moves if move.mobject is scene.pair.table)
    (line,) = (move for move in moves if move.mobject is scene.line)
    assert isinstance(line, FadeOut)
    seen = [max(table.rate_func(share), 1 - line.rate_func(share)) for share in np.linspace(0, 1, 101)]
    assert min(seen) > 0.04 and table.rate_func(0.6) > 0.4 and line.rate_func(0.6) == pytest.approx(1)
