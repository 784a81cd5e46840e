"""What clock_scene says of the reference run, and that its faces are legible."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pytest
from manim import DL, DR, UL, UR, Circle, FadeIn, ReplacementTransform, VMobject

from tests.conftest import evidence_of
from tests.test_stage import lines_of, play, watching
from transparent_box.model.analysis.clock import Clock, read_sums
from transparent_box.model.analysis.probes import fit_probe
from transparent_box.model.runs.run import Run
from transparent_box.scenes.clock_scene import ClockScene
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.operations import ADDITION
from transparent_box.scenes.look.theme import DARK, Size
from transparent_box.scenes.mobjects.clocks.clock_addition import ClockSums, clock_areas
from transparent_box.scenes.mobjects.clocks.clock_face import ClockFace, legible_numerals
from transparent_box.scenes.mobjects.clocks.clock_portrait import place_points
from transparent_box.scenes.mobjects.clocks.clock_round import COMES, READ, ClockRound, all_told, widens
from transparent_box.scenes.mobjects.clocks.hand_count import HandCount
from transparent_box.scenes.mobjects.clocks.hour_row import HourRow
from transparent_box.scenes.mobjects.words.lettering import words

LOW = Area(-2.7, 2.7, -1.63, 2.64)  # what 4:5 leaves
SQUARE = Area(-3.6, 3.6, -2.6, 2.6)


def test_the_hand_goes_round_twice_and_57_sits_beside_0(reference: Run) -> None:
    clock, p = reference.clocks[0], reference.p
    assert clock.frequency == 2
    around = np.array([clock.frequency * n % p for n in range(p)])  # each hour's place, in p-ths of a turn
    assert int(np.flatnonzero(around == 1)[0]) == 57
    angles = np.unwrap(np.arctan2(clock.sin.ideal, clock.cos.ideal))
    assert (angles[-1] - angles[0]) * p / (p - 1) == pytest.approx(2 * 2 * np.pi)
    assert "goes around twice, so 57 sits beside 0" in " ".join(b.line for b in play("clock_scene", reference).beats)


def test_clocks_together_read_more_sums_right_up_to_all(reference: Run) -> None:
    """Turn each clock's measured points as complex numbers, and take the hour whose ideal points agree most."""
    p, counts = reference.p, []
    hours = np.arange(p)
    for count in range(1, len(reference.clocks) + 1):
        right = 0
        for x in range(p):
            agreement = np.zeros((p, p))
            for clock in reference.clocks[:count]:
                hand = clock.cos.output + 1j * clock.sin.output
                hand /= np.abs(hand)
                ideal = np.exp(2j * np.pi * clock.frequency * hours / p)
                agreement += np.real((hand[x] * hand)[:, None] * np.conj(ideal))
            right += int((agreement.argmax(axis=1) == (x + hours) % p).sum())
        counts.append(right)
    measured = [int((read == reference.answers).sum()) for read in evidence_of(reference).clock_readings]
    assert np.abs(np.array(counts) - measured).max() <= 2  # two hours may agree to the last digit
    assert (np.diff(measured) >= 0).all() and measured[0] < 0.2 * p**2 and measured[-1] == p**2
    lines = [beat.line for beat in play("clock_scene", reference).beats]
    assert f"gets {measured[0]:,} of {p * p:,} sums right" in lines[-2]
    assert measured.index(p * p) == 3
    assert lines[-1].startswith(f"All {p * p:,} right. Four were enough; the last triples the lead.")


def test_each_clock_widens_the_lead_and_the_fifth_most(reference: Run) -> None:
    """By how much all hands agree more on the answer than on any other hour, sum by sum and hour by hour."""
    evidence, p = evidence_of(reference), reference.p
    for x, y in ((0, 0), (34, 57), (112, 3)):
        agrees = np.zeros(p)
        for clock, lead in zip(reference.clocks, evidence.clock_leads, strict=True):
            angle = clock.angles[x] + clock.angles[y]
            agrees += [np.cos(angle - 2 * np.pi * clock.frequency * hour / p) for hour in range(p)]
            others = np.delete(agrees, (x + y) % p)
            assert lead[x, y] == pytest.approx(agrees[(x + y) % p] - others.max(), abs=1e-4)
    medians = [float(np.median(lead)) for lead in evidence.clock_leads]
    assert (np.diff(medians) > 0).all() and medians[-2:] == pytest.approx([0.70, 2.33], abs=0.01)
    right = [read == reference.answers for read in evidence.clock_readings]
    assert all(((lead > 0) == read).mean() > 0.999 for lead, read in zip(evidence.clock_leads, right, strict=True))


def test_the_board_is_as_bright_as_the_lead_and_its_median_is_counted(reference: Run) -> None:
    """What is wrong is dark; what all clocks read leads by far, and so is brighter than what four read."""
    found = play("clock_scene", reference).round.copy()
    bright, told = [], []
    for count in range(len(reference.clocks) + 1):
        found.show(count)
        shades = np.linalg.norm(found.board.board.colors[..., :3] - found.board.board.dark[:3], axis=-1)
        assert ((shades > 0.01) == found.right[count].astype(bool)).all()
        bright.append(float(shades.mean()))
        told.append(found.lead.number.markup)
    assert (np.diff(bright) > 0).all() and bright[-1] > 1.3 * bright[-2] and told == ["0.0"] * 3 + ["0.1", "0.7", "2.3"]
    assert found.board.counter.number.markup == f"{reference.p**2:,}"
    assert found.lead.get_top()[1] < found.board.board.get_bottom()[1]


@pytest.mark.parametrize(
    "area", [Area(-6.7, 6.7, -3, 2.9), Area(-2.7, 2.7, -2.6, 4.8), Area(-2.7, 2.7, -2, 2.4), Area(-3.6, 3.6, -2.6, 2.6)]
)
def test_the_lead_of_the_clocks_that_were_enough_stays_beside_that_of_all(reference: Run, area: Area) -> None:
    """Seen only when one more joins; on one line with the lead or the next, within the area and clear of the board."""
    right = [read == reference.answers for read in evidence_of(reference).clock_readings]
    leads = evidence_of(reference).clock_leads
    found = ClockRound(reference.clocks, right, leads, "sums", np.ones((reference.p, 4)), area, DARK)
    assert found.before.markup == "with four: 0.7" and found.before.get_fill_opacity() == 0
    assert [found.show(count).before.get_fill_opacity() for count in (4, 4.15, 5)] == pytest.approx([0, 0.5, 1])
    told = [Area.around(part) for part in (found.before, found.lead, found.board.board)]
    assert all(min(one.overlap(other)) < 0 for one, other in combinations(told, 2))
    assert all(area.left <= part.left and part.right <= area.right and part.bottom >= area.bottom for part in told)
    assert found.before.baseline <= found.lead.baseline + 1e-6
    few = ClockRound(reference.clocks[:4], right[:4], leads[:4], "sums", np.ones((reference.p, 4)), area, DARK)
    assert few.enough == 4 and not few.before, "all of them are needed"


def test_all_rings_come_of_the_one_that_was_seen_large(reference: Run) -> None:
    """Halfway each is halfway there; the points go to the first one only."""
    right, leads = [np.ones((reference.p,) * 2, dtype=bool)] * 5, [np.ones((reference.p,) * 2)] * 5
    found = ClockRound(reference.clocks, right, leads, "sums", np.ones((reference.p, 4)), SQUARE, DARK)
    start, first = np.array([2.0, 0.0, 0.0]), found.portraits[0]
    large = Circle(radius=1.5).shift(start)
    goals = {id(portrait.ring): portrait.ring.get_center() for portrait in found.portraits}
    moves = [move for move in found.come_of(large, first.cloud.copy()) if isinstance(move, ReplacementTransform)]
    assert {id(move.target_mobject) for move in moves} == {*goals, id(first.cloud)}
    for move in moves:
        if id(move.target_mobject) in goals:
            assert move.mobject.get_center() == pytest.approx(start) and move.mobject.width > 2.9
            goal = goals[id(move.target_mobject)]
            move.begin()
            move.interpolate(0.5)
            assert move.mobject.get_center() == pytest.approx((start + goal) / 2, abs=0.02)


@watching("clock_scene", "play")
def told_as_the_board_comes(scene: ClockScene, *moves: Any, **more: Any) -> list[tuple[str, float]]:
    """What the board says is right when it comes, and how many are lit on it."""
    board = scene.round.board if hasattr(scene, "round") else None
    comes = [move for move in moves if isinstance(move, FadeIn) and board in move.mobject.get_family()]
    return [(board.counter.number.markup, float(scene.round.right[1].sum())) for _ in comes if board]


def test_the_board_comes_with_what_the_first_clock_reads(reference: Run) -> None:
    """As the line says; dark and empty it would be the stage's only picture besides four empty rings."""
    scene = play("clock_scene", reference)
    seen = [one for found in scene.watched["told_as_the_board_comes"] for one in found]
    read = int((evidence_of(reference).clock_readings[0] == reference.answers).sum())
    assert seen == [(f"{read:,}", read)]
    assert f"Alone, this clock gets {read:,} of" in " ".join(beat.line for beat in scene.beats)


@watching("clock_scene", "grow")
def grows_with_stems(scene: ClockScene, place: Area, *pictures: Any, **more: Any) -> bool:
    """Whether both waves grow, and their stems come along."""
    return list(more["told"]) == [scene.walk.guides] and list(pictures) == [*scene.pair]


def test_stems_come_along_with_the_waves_that_they_stand_under(reference: Run) -> None:
    """And so there is no empty ring that waits for them."""
    assert play("clock_scene", reference).watched["grows_with_stems"] == [True]


def test_it_is_said_how_many_clocks_were_enough_only_if_some_were_not_needed() -> None:
    none, half, full = np.zeros((2, 2)), np.eye(2), np.ones((2, 2))
    assert (
        all_told([none, half, full], [0, 0.1, 1]) == "All 4 right."
        and all_told([none, half], [0, 1]) == "2 of 4 right."
    )
    triples = "All 4 right. One was enough; the last triples the lead."
    assert all_told([none, full, full], [0, 0.5, 1.6]) == triples
    assert all_told([none, full, half, full], [0, 1, 1, 2]) == "All 4 right."
    assert all_told([none, half, full, full], [0, 0, 1, 0.9]) == "All 4 right. Two were enough."
    more = "All 4 right. One was enough; the last two make the lead 8-fold."
    assert all_told([none, full, full, full], [0, 0.1, 0.4, 0.81]) == more
    assert [widens(ratio, "s") for ratio in (1.2, 2.5)] == ["widens the lead", "doubles the lead"]


def test_legs_go_from_number_to_number_without_a_leap(reference: Run) -> None:
    """At a number they end at its point, between two on the straight way; there are the points up to there."""
    walk, p = play("clock_scene", reference).walk, reference.p
    points = walk.guides.places
    for number, share in ((0, 0.0), (5, 0.0), (5, 0.25), (5, 0.5), (p - 2, 0.5), (p - 1, 0.0)):
        walk.show(number + share)
        there = (1 - share) * points[number] + share * points[min(number + 1, p - 1)]
        assert walk.guides.up_leg.get_end() == pytest.approx(there, abs=2e-4)
        for stem, wave in zip(walk.stems, walk.waves, strict=False):
            value = (1 - share) * wave[number] + share * wave[min(number + 1, p - 1)]
            assert stem.get_end() == pytest.approx(value, abs=2e-4)
        assert (walk.cloud.colors[:, 3] > 0).sum() == number + 1
    assert (walk.cloud.colors[:, 3] > 0).all(), "as the chapter leaves it"


def test_every_sum_that_is_turned_is_what_the_network_says(reference: Run) -> None:
    scene = play("clock_scene", reference)
    assert len(scene.sums.sums) == 7 and len({sum(pair) % reference.p for pair in scene.sums.sums}) > 4
    for x, y in scene.sums.sums:
        assert reference.predictions[x, y] == (x + y) % reference.p


def test_hands_turn_back_while_their_clock_gets_more_hours() -> None:
    """One picture becomes the other: else no hand and no word was to be seen between two sums."""
    area, face = Area(-6, 0, -2, 2), ClockFace(12, 1, [*range(12)], [], 1.5, DARK, "12")
    sums = ClockSums(face, ADDITION, [(11, 2)], area, DARK).show(3)
    gone, crowds, turns = sums.undo(113)
    assert gone.mobject is face.numerals and crowds.mobject is face.ticks and gone.rate_func(0.5) == 1
    for share, hour, written in ((0.0, 11, 1), (0.5, 11, 0), (1.0, 0, 0)):
        turns.update_function(turns.mobject, share)
        assert sums.hands.x_hand[1].get_center() == pytest.approx(face.place(hour, 0.6), abs=1e-6)
        assert sums.hands.x_hand[0].get_stroke_opacity() == 1
        told = [part.family_members_with_points()[0].get_fill_opacity() for part in sums.written]
        assert told == pytest.approx([written] * len(told)), "gone before the task is written there"
    begun = ClockSums(ClockFace(113, 1, [0], [], 1.5, DARK), ADDITION, [(80, 46)], area, DARK).show(0)
    assert begun.hands.x_hand[1].get_center() == pytest.approx(sums.hands.x_hand[1].get_center()), "where it goes on"


@pytest.mark.parametrize(
    "content", [Area(-6.8, 6.8, -2.7, 2.9), Area(-2.7, 2.7, -3, 3.9), LOW, Area(-3.6, 3.6, -2.6, 2.6)]
)
def test_with_as_many_hours_as_numbers_a_sum_is_done_under_the_task(content: Area) -> None:
    """The task is a note over it, within the area, and clear of what is written before that comes."""
    _, area, _ = clock_areas(content, content.width > 8)
    face = ClockFace(113, 1, [0], [], 1.5, DARK)
    sums = ClockSums(face, ADDITION, [(80, 46)], area, DARK).show(0)
    task, note = (area.fit(words("x + y (mod 113)", size, DARK.text)) for size in (Size.DISPLAY, Size.HEADLINE - 8))
    moves = [move.build() if hasattr(move, "build") else move for move in sums.come_under(task, note)]
    for move in moves:
        move.begin()
    for share in (0.5, 1.0):
        moves[0].interpolate(share)
        assert task.get_bottom()[1] > sums.written[0].get_top()[1] and task.get_top()[1] < area.top + 1e-6
        assert area.left - 1e-6 <= task.get_left()[0] and task.get_right()[0] <= area.right + 1e-6
    moves[1].interpolate(0.5)
    digit = sums.written[0].family_members_with_points()[0]
    assert digit.get_fill_opacity() == pytest.approx(0), "not before the task has made room"
    sums.show(3.0)
    assert sums.written[-1].markup == "13"
    assert sums.hands.mark.get_center() == pytest.approx(face.place(13))


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize(("x", "y"), [(0, 0), (3, 4), (9, 8), (5, 5), (2, 7)])
def test_what_hands_turn_by_is_counted_off_along_the_hours(x: int, y: int, sign: int) -> None:
    """As long as x and y are, within the row and in one piece more where an end is passed; it stops at the answer."""
    hours = 11
    row = HourRow(np.ones((hours, 4)), 6.0, sign, DARK).show(x, y)
    step = float(row.at(1, 0)[0] - row.at(0, 0)[0])
    for way, length in zip(row.ways, (x, y), strict=True):
        ends = way.points.reshape(-1, 4, 3)[:, [0, 3], 0]
        assert np.abs(np.diff(ends, axis=1)).sum() == pytest.approx(length * step)
        assert not ends.size or (row.at(-0.5, 0)[0] - 1e-6 <= ends.min() and ends.max() <= row.at(hours - 0.5, 0)[0])
    assert len(row.ways[1].points) == 4 * (2 - (x + sign * y in range(hours))) * (y > 0)
    answer = row.dots.points[(x + sign * y) % hours]
    assert row.mark.get_center() == pytest.approx(answer)
    assert row.tips[1].get_x() == pytest.approx(answer[0])
    assert row.width == pytest.approx(6.0, abs=0.05)


def test_two_waves_fall_onto_the_row_number_by_number(reference: Run) -> None:
    scene = play("clock_scene", reference)
    row = scene.sums.row
    ends = [cloud.points for cloud in scene.pair.clouds]
    assert all(end == pytest.approx(row.dots.points) for end in ends)
    assert np.ptp(row.dots.points[:, 1]) == 0 and row.dots.colors == pytest.approx(scene.seen, abs=1e-5)
    note = scene.sums.written[-1]
    assert row.get_bottom()[1] > note.get_top()[1] and row.get_top()[1] < scene.sums.written[0].get_bottom()[1]


@pytest.mark.parametrize(
    ("area", "wide", "least"),
    [
        (Area(-6.7, 6.7, -3, 2.9), True, 0.4),
        (Area(-2.7, 2.7, -2.8, 4.2), False, 0.7),
        (LOW, False, 0.57),
        (SQUARE, False, 0.55),
    ],
)
def test_a_clock_takes_much_of_the_width(area: Area, wide: bool, least: float) -> None:
    """With its numerals; what is told of it, and the row where height is dear, lie clear of it and of each other."""
    parts = [part for part in clock_areas(area, wide) if part]
    assert min(parts[0].width, parts[0].height) > least * area.width and (len(parts) == 3) == (area in (LOW, SQUARE))
    for number, part in enumerate(parts):
        assert part.left >= area.left and part.right <= area.right
        assert part.bottom >= area.bottom and part.top <= area.top
        assert all(min(part.overlap(other)) < 0 for other in parts[:number])


def test_where_height_is_dear_sums_are_broken_beside_the_clock(reference: Run) -> None:
    """Everything written stands in the area beside it, of one size in all sums, and the row in its own."""
    _, told, apart = clock_areas(LOW, False)
    face, seen, asked = ClockFace(113, 2, [0], [], 1.0, DARK), np.ones((113, 4)), [(80, 46), (3, 4), (112, 111)]
    sums = ClockSums(face, ADDITION, asked, told, DARK, reference.predictions, seen, apart)
    assert apart and sums.row and max(sums.row.get_center() - apart.center) < 1e-6
    for page in sums.written.states:
        assert page.get_left()[0] >= told.left - 1e-6 and page.get_right()[0] <= told.right + 1e-6
        *question, arrow, answer, note = page
        assert question[0].get_bottom()[1] > answer.get_top()[1] and arrow.get_right()[0] < answer.get_left()[0]
        assert answer.get_bottom()[1] > note[0].get_top()[1] > note[0].get_bottom()[1] > note[1].get_top()[1]
    heights = [page[0].height for page in sums.written.states]
    assert max(heights) < 1.1 * min(heights)


@pytest.mark.parametrize(("hours", "turns"), [(5, 2), (7, 3), (12, 1), (59, 3), (113, 1), (113, 2), (113, 41)])
def test_numerals_of_a_round_stand_apart(hours: int, turns: int) -> None:
    first, later = legible_numerals(hours, turns)
    assert first[0] == 0 and (not later) == (turns == 1)
    for written in (first, later):
        angles = np.sort([turns * hour % hours * 2 * np.pi / hours for hour in written])
        assert (np.diff(angles) > 0.3).all()


@pytest.mark.parametrize("hours", [5, 12, 13, 113])
def test_ticks_crowd_until_they_are_those_of_another_clock(hours: int) -> None:
    face, goal = (ClockFace(count, 1, [0], [], 2.0, DARK).shift([1, 2, 0]) for count in (12, hours))
    before = face.ticks.points.copy()
    crowd = face.crowd(hours)
    crowd.begin()
    assert face.ticks.points == pytest.approx(before)
    crowd.interpolate_mobject(0.5)
    assert len(face.ticks.points) == 4 * np.ceil((12 + hours) / 2)
    crowd.interpolate_mobject(1.0)
    assert face.ticks.points == pytest.approx(goal.ticks.points)


@pytest.mark.parametrize("hours", [0.5, 59.0, 140.0])
def test_a_hands_way_is_the_smooth_curve_through_its_places(hours: float) -> None:
    face = ClockFace(113, 2, [0], [], 2.0, DARK)
    way = face.sweep(11, hours, "#ffffff", 0.5)
    anchors = [*way.points[::4], way.points[-1]]
    assert way.points == pytest.approx(VMobject().set_points_smoothly(anchors).points, abs=1e-9)


def test_all_hands_turn_on_to_one_sum(reference: Run) -> None:
    """Each ends where its clock has the sum, by its own turns; the dot is on the board's cell of that sum."""
    scene, p = play("clock_scene", reference), reference.p
    clocks, x, y = scene.round, scene.x, round(READ * reference.p)
    (hands, dot), go = clocks.read(x, 1)
    for share, number in ((COMES, x), (1.0, x + y)):
        go(share)
        for hand, portrait, clock in zip(hands, clocks.portraits, reference.clocks, strict=True):
            place = place_points(np.stack([clock.cos.ideal, clock.sin.ideal], 1), portrait.ring.get_center(), 1.0)
            along = hand.get_end() - portrait.ring.get_center()
            assert along / np.linalg.norm(along) == pytest.approx(
                place[number % p] - portrait.ring.get_center(), abs=1e-3
            )
        assert dot.get_center() == pytest.approx(clocks.board.board.cell(x, number - x), abs=1e-6)


@pytest.mark.parametrize(
    ("area", "rows", "least", "wide"),
    [
        (Area(-2.7, 2.7, -2.6, 4.8), 2, 0.19, 0.3),  # 9:16
        (Area(-2.7, 2.7, -2, 2.3), 3, 0.14, 0.5),  # 4:5, the board beside them
        (Area(-3.64, 3.64, -2.8, 2.8), 3, 0.14, 0.35),  # 1:1
    ],
)
def test_clocks_and_board_stand_where_both_are_large(
    reference: Run, area: Area, rows: int, least: float, wide: float
) -> None:
    """Clocks above or beside the board, which takes so much of the width, and clear of it."""
    right = [read == reference.answers for read in evidence_of(reference).clock_readings]
    leads = evidence_of(reference).clock_leads
    found = ClockRound(reference.clocks, right, leads, "sums", np.ones((reference.p, 4)), area, DARK)
    rings = [portrait.ring for portrait in found.portraits]
    assert len({round(float(ring.get_y()), 3) for ring in rings}) == rows
    assert rings[0].width > least * area.width and found.board.board.width > wide * area.width
    beside = [Area.around(part).overlap(Area.around(found.board)) for part in found.portraits]
    assert max(map(min, beside)) < 0
    assert found.get_bottom()[1] >= area.bottom and found.get_top()[1] <= area.top


@watching("clock_scene", "say")
def rings_that_stay(scene: ClockScene, line: str, **more: Any) -> list[float]:
    """How well the rings are seen when the next line is to be said, if the hand that counts is there then."""
    there = scene.get_mobject_family_members()
    stays = hasattr(scene, "counted") and scene.counted.hand[0] in there
    return [ring.get_stroke_opacity() for ring in scene.counted.rings] if stays else []


def test_the_hand_and_the_rings_stay_while_the_line_is_read(reference: Run) -> None:
    """So one can look whether 57 sits beside 0; they leave as other hands come."""
    scene = play("clock_scene", reference)
    after = [beat.name for beat in scene.beats].index("hand_goes_round") + 1
    seen = scene.watched["rings_that_stay"]
    assert seen == [[1, 1] if beat == after else [] for beat in range(len(scene.beats))]
    assert scene.counted.hand[0] not in scene.get_mobject_family_members()


def test_a_hand_that_counts_hides_no_numeral_and_rests_where_the_hour_beside_0_is_ringed(reference: Run) -> None:
    """What is written is what the hand and the waves' stems are at; it ends at the last number."""
    scene, p = play("clock_scene", reference), reference.p
    face = ClockFace(p, 2, *legible_numerals(p, 2), 1.3, DARK)
    count = HandCount(face, scene.pair, Area(-3, 3, -3, 3), DARK)
    assert count.stop == 57
    within = [np.linalg.norm(one.get_critical_point(corner)) for one in face.later for corner in (UL, UR, DL, DR)]
    assert count.reach * face.radius < min(within)
    rests = []
    for share in np.linspace(0, 1, 101):
        count.count(share)
        number, along = int(count.number.number.markup), count.hand[0].get_end()
        turned = np.degrees(np.arctan2(along[0], along[1]) - face.angle(number)) % 360
        assert min(turned, 360 - turned) < 360 * 2 / p + 1e-3
        assert all(
            stem.points[0][0] == pytest.approx(scene.pair.places(np.zeros(p))[number][0]) for stem in count.stems
        )
        if all(ring.get_stroke_opacity() == 1 for ring in count.rings):
            rests.append(number)
    assert number == p - 1 == rests.pop() and set(rests) == {57} and len(rests) > 5
    assert not HandCount(ClockFace(p, 1, [0], [], 1.3, DARK), scene.pair, Area(-3, 3, -3, 3), DARK).rings


def test_of_a_network_without_frequencies_clocks_are_said_to_be_our_reading(toy_run: Run, grokked_run: Run) -> None:
    """With so few numbers, eight weights read a clock from random values, too: it need not be the network's."""
    p, values = toy_run.p, np.random.default_rng(0).normal(size=toy_run.tokens.shape)
    clock = Clock(fit_probe(values, 1, "cos"), fit_probe(values, 1, "sin"))
    assert (read_sums([clock.angles], [1], p)[0] == toy_run.answers).mean() > 0.8
    assert not evidence_of(toy_run).clusters and evidence_of(grokked_run).clusters, "the runs are no examples any more"
    early, late = (
        {
            name: line
            for chapter in ("probe_scene", "clock_scene")
            for name, line in lines_of(play(chapter, run)).items()
        }
        for run in (toy_run, grokked_run)
    )
    claims = {
        "every_number": "The waves begin at the input",
        "some_of_them": "a cosine.",
        "another_mix": "That is the sine.",
        "the_second_number": "the same two waves.",
        "walk_round_a_ring": "the network’s pair",
        "hand_goes_round": "A clock that nobody drew.",
        "all_right": "How does a network turn a clock?",
    }
    for name, claim in claims.items():
        assert claim in late[name] and (claim not in early[name] or name == "some_of_them")
    assert "weights fitted to a cosine." in early["some_of_them"]
    assert early["all_right"].endswith("Our reading: no neurons turn them yet.")
    assert not play("clock_scene", toy_run).flaws and not play("probe_scene", toy_run).flaws, "captions fit"
