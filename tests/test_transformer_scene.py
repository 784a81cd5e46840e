"""What transformer_scene says of the reference run."""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np
import pytest
from manim import DOWN, UP, Square, linear, smooth

from tests.conftest import evidence_of
from tests.test_stage import play
from transparent_box.model.runs.run import Run
from transparent_box.model.sweeps.operations import read_operations
from transparent_box.scenes.look.frame import Area, Frame
from transparent_box.scenes.look.numbers import percent
from transparent_box.scenes.look.operations import ADDITION, OPERATIONS
from transparent_box.scenes.look.texels import colors_of
from transparent_box.scenes.look.theme import DARK
from transparent_box.scenes.mobjects.network.attention_shares import height_of
from transparent_box.scenes.mobjects.network.network_path import BARB, place_on
from transparent_box.scenes.mobjects.network.network_plan import NetworkPlan
from transparent_box.scenes.mobjects.network.network_strip import GLYPHS, NetworkStrip, draw, texture_size
from transparent_box.scenes.mobjects.network.seated_sum import ABOVE, SeatedSum, columns_of
from transparent_box.scenes.mobjects.network.swelling_strip import run_through
from transparent_box.scenes.mobjects.network.whole_network import WholeNetwork
from transparent_box.scenes.mobjects.training.opened_trial import OpenedTrial
from transparent_box.scenes.mobjects.words.equation import Equation, inked
from transparent_box.scenes.mobjects.words.lettering import Lettering, escape, words
from transparent_box.scenes.stage.furniture import MORE, RIBBON
from transparent_box.scenes.transformer_scene import MADE_WITH, stepping_in

ROOM = Area(-6, 6, -3, 3)


def test_every_learned_number_is_counted_once(reference: Run) -> None:
    """The paper's network has 226,816 parameters."""
    sizes = {name: array.size for name, array in reference.weights.to_dict().items()}
    counted = [name for names in MADE_WITH.values() for name in names]
    assert sorted(counted) == sorted(sizes) and sum(sizes[name] for name in counted) == 226_816
    assert set(MADE_WITH) < set(GLYPHS)


def test_its_lines_say_what_was_measured(reference: Run) -> None:
    reading = evidence_of(reference).reading(*evidence_of(reference).shown_sum)
    to_x, to_y, to_itself = reading.attention.mean(axis=0)
    assert to_x == pytest.approx(0.5, abs=0.03) and to_y == pytest.approx(0.5, abs=0.03) and to_itself < 0.01
    alive = int(np.count_nonzero(reading.pre > 0))
    lines = " ".join(beat.line for beat in play("transformer_scene", reference).beats)
    assert "at the “=”: on average, " in lines and len(reading.attention) == 4, "what is told is a mean of heads"
    assert re.search(rf"\b{alive} go on", lines) and "91 gets the most" in lines and "226,816 learned numbers" in lines


def test_each_layer_lights_from_where_it_works_and_ends_whole(reference: Run) -> None:
    evidence = evidence_of(reference)
    reading = evidence.reading(*evidence.shown_sum)
    plan = NetworkPlan(reading, dict.fromkeys(GLYPHS, "1"), Area(-6, 6, -3, 3), True, DARK)
    for name in GLYPHS:
        if name == "ReLU":
            plan.fold()
        before, full = plan.glyphs[name].colors.copy(), plan.seats[name].colors
        move = plan.reveal(name)
        move.interpolate(0.5)
        lit = np.abs(plan.glyphs[name].colors - full).max(axis=-1) < 1e-6
        assert 0.2 < lit.mean() < 1, name
        if name in ("attention", "embed", "ReLU"):
            half = len(full) // 2
            assert lit[: half // 2].all(), f"{name} lights up from the left"
        move.interpolate(1)
        assert np.allclose(plan.glyphs[name].colors, full), name
        assert name != "ReLU" or (before[..., 2] > before[..., 0]).any(), "blue before, put out after"
    assert [look.markup for look in plan.looks] == [escape(percent(s)) for s in reading.attention.mean(axis=0)]


def test_what_the_sum_has_not_reached_is_an_empty_frame(reference: Run) -> None:
    """No answer stands in the votes before they are cast."""
    reading = evidence_of(reference).reading(3, 4)
    strip, plan = NetworkStrip(reading, None, 10.0, 1.0, DARK), NetworkPlan(reading, None, ROOM, True, DARK)
    for move in plan.open_up(strip, smooth):
        move.begin()
        if move.mobject in plan.glyphs.values():
            assert move.mobject.height <= strip.glyphs[0].height + 1e-9
        move.interpolate(1.0)
    assert {name for name, glyph in plan.glyphs.items() if glyph.opacity} == {"one-hot"}
    for name, frame in plan.frames.items():
        assert frame.get_center() == pytest.approx(plan.seats[name].get_center())
        assert (frame.width, frame.height) == pytest.approx((plan.seats[name].width, plan.seats[name].height))
        if name != "ReLU":
            move = plan.reveal(name)
            move.interpolate(0.0)
            assert not plan.glyphs[name].colors.any(), name
    scene = play("transformer_scene", reference)
    left = [part for part in scene.mobjects if part in scene.plan.frames.values()]
    assert not left, "all have been reached in the end"


def test_the_frames_of_a_wide_picture_are_not_left_empty_sooner_than_they_must(reference: Run) -> None:
    """A third of the way there, most of the ink is still seen: the sum's first numbers come soon after the last."""
    reading = evidence_of(reference).reading(3, 4)
    faint = {}
    for room, wide in ((ROOM, True), (Area(-2.7, 2.7, -3, 3), False)):
        strip, plan = NetworkStrip(reading, None, room.width, 1.0, DARK), NetworkPlan(reading, None, room, wide, DARK)
        for move in plan.open_up(strip, linear):
            move.begin()
            move.interpolate(0.3)
        faint[wide] = [glyph.opacity for name, glyph in plan.glyphs.items() if name != "one-hot"]
    assert min(faint[True]) > 0.3 > 0.15 > max(faint[False])


def test_what_crosses_others_on_the_way_to_its_seat_is_faint(reference: Run) -> None:
    """Tall pictures break the line of glyphs in three; where one lies on half of another, both have lost ink."""
    reading, room = evidence_of(reference).reading(3, 4), Area(-2.7, 2.7, -3, 3)
    strip, plan = NetworkStrip(reading, None, room.width, 0.9, DARK), NetworkPlan(reading, None, room, False, DARK)
    moves = [move for move in plan.open_up(strip, smooth) if move.mobject in plan.glyphs.values()]
    for move in moves:
        move.begin()
    crossed = 0
    for share in np.linspace(0, 1, 21)[1:]:
        for move in moves:
            move.interpolate(share)
        places = {name: Area.around(glyph) for name, glyph in plan.glyphs.items()}
        for one, other in pairwise(GLYPHS[1:]):
            over = places[one].clipped(places[other])
            if over.width * over.height > 0.5 * places[one].width * places[one].height:
                crossed += 1
                assert max(plan.glyphs[one].opacity, plan.glyphs[other].opacity) < 0.5, (float(share), one, other)
    assert crossed


@pytest.mark.parametrize("wide", [True, False])
def test_a_path_leads_from_each_layer_to_the_next_and_crosses_none(reference: Run, wide: bool) -> None:
    room = Area(-6, 6, -3, 3) if wide else Area(-2.7, 2.7, -2.2, 2.2)
    plan = NetworkPlan(evidence_of(reference).reading(3, 4), None, room, wide, DARK)
    places = {name: Area.around(seat) for name, seat in plan.seats.items()}
    assert list(plan.path.ways) == list(GLYPHS[1:])
    for before, after in pairwise(GLYPHS):
        way = plan.path.ways[after]
        assert away(way[0], places[before]) < 0.1 and away(way[-1], places[after]) < (
            0.8 if after == "attention" else 0.1
        )
        for share in np.linspace(0, 1, 50):
            place = place_on(way, share)
            assert all(away(place, one) > 0 for one in places.values()), (before, after)
            names = [Area.around(label) for label in plan.labels.values()]
            assert all(away(place, one) > 0 for one in names), (before, after)


@pytest.mark.parametrize("aspect", ["16:9", "1:1", "4:5", "9:16"])
def test_the_way_into_the_attention_runs_into_none_of_the_shares(reference: Run, aspect: str) -> None:
    """It passes between the first two, on to the ribbons; where they stand closer than that, it ends well before."""
    frame, reading = Frame(aspect, 720), evidence_of(reference).reading(34, 57)
    plan = WholeNetwork([reading], ADDITION, 226_816, frame.picture, frame.ratio, DARK).plan
    way = plan.path.ways["attention"]
    ends_at = plan.seats["attention"] if aspect in ("16:9", "9:16") else plan.looks
    assert 0 < ends_at.get_left()[0] - way[-1, 0] < 0.15 and way[-1, 0] - way[0, 0] > BARB
    for share in np.linspace(0, 1, 50):
        assert all(away(place_on(way, share), Area.around(look)) > 0.12 for look in plan.looks)


def test_a_dot_runs_along_it_and_leaves_it_bright(reference: Run) -> None:
    path = NetworkPlan(evidence_of(reference).reading(3, 4), None, ROOM, True, DARK).path
    run, plain = path.run_into("out"), path.colors.copy()
    dot = run.mobject[1][0]
    for share, place in ((0.0, path.ways["out"][0]), (1.0, path.ways["out"][-1])):
        run.interpolate(share)
        assert dot.points[0] == pytest.approx(place) and dot.opacity == 0
    run.interpolate(0.5)
    assert dot.opacity == 1
    run.interpolate(1.0)
    changed = (path.colors != plain).any(axis=1)
    assert changed.reshape(-1, 2).all(axis=1).tolist() == [name == "out" for name in path.ways]


def test_layers_share_the_height_of_a_tall_picture(reference: Run) -> None:
    """In 4:5, each of them is more than a tenth of the frame high, and the neurons are highest."""
    frame, evidence = Frame("4:5", 720), evidence_of(reference)
    network = WholeNetwork([evidence.reading(3, 4)], ADDITION, 226_816, frame.picture, frame.ratio, DARK)
    high = {name: seat.height / frame.size[1] for name, seat in network.plan.seats.items()}
    assert min(high.values()) > 0.1 and max(high, key=lambda name: high[name]) in ("MLP", "ReLU"), high


def away(place: np.ndarray, area: Area) -> float:
    """Measure how far a place lies from an area; 0 in it."""
    beside = max(area.left - place[0], place[0] - area.right, 0.0)
    return float(np.hypot(beside, max(area.bottom - place[1], place[1] - area.top, 0.0)))


def test_a_sums_numbers_are_seated_where_the_network_holds_them(reference: Run) -> None:
    """Each under its column, the answer under the lit vote, a curve from each lit switch to its own row."""
    evidence = evidence_of(reference)
    plan = NetworkPlan(evidence.reading(34, 57), None, ROOM, True, DARK)
    seated = SeatedSum(evidence.reading(34, 57), plan.seats, DARK)
    for x, y in ((34, 57), (0, 112), (112, 0)):
        reading = evidence.reading(x, y)
        seated.show(reading)
        for told, text, column in zip(seated.asked, (x, y, "="), columns_of(plan.seats["one-hot"], 3), strict=True):
            assert writes(told, str(text))
            assert told.get_x() == pytest.approx(column.mean(), abs=0.02)
            assert told.get_top()[1] < plan.seats["one-hot"].get_bottom()[1]
        votes = plan.seats["logits"]
        vote = votes.get_left()[0] + (reading.answer + 0.5) / reference.p * votes.width
        assert writes(seated.answer, str((x + y) % reference.p))
        assert abs(seated.answer.get_x() - vote) < 0.2 and seated.answer.get_top()[1] < votes.get_bottom()[1]
        assert seated.answer.get_left()[0] >= votes.get_left()[0] - 1e-6
        rows = plan.seats["embed"]
        for place, (curve, token) in enumerate(zip(seated.calls.curves(), reading.tokens, strict=True)):
            assert curve[0][1] == pytest.approx(height_of(plan.seats["one-hot"], (token + 0.5) / 114))
            assert curve[-1][1] == pytest.approx(height_of(rows, (place + 0.5) / 3))
            assert curve[-1][0] < rows.get_left()[0]
    bar, (right, *_) = plan.seats["attention"], seated.gathers.get_right()
    assert right == pytest.approx(bar.get_right()[0]) and seated.gathers.get_bottom()[1] > bar.get_y() + bar.height / 4


def test_each_switch_calls_its_row_by_a_dot_that_leaves_a_curve(reference: Run) -> None:
    reading = evidence_of(reference).reading(34, 57)
    seated = SeatedSum(reading, NetworkPlan(reading, None, ROOM, True, DARK).seats, DARK)
    whole, call = seated.calls.points.copy(), seated.call(linear)
    call.interpolate(0.0)
    assert not seated.calls.colors[:, 3].any()
    call.interpolate(0.5)
    first, _, last = seated.calls.curves()
    assert np.ptp(first[:, 0]) > 0 and seated.calls.colors[:, 3].tolist() == [1, 1, 0] and np.ptp(last[:, 0]) < 1e-9
    call.interpolate(1.0)
    assert np.abs(seated.calls.points - whole).max() < 0.01 and seated.calls.colors[:, 3].all()


def test_each_row_of_numbers_unfolds_from_when_its_dot_arrives(reference: Run) -> None:
    """None of them before, and all are whole by the end: what a switch calls up is seen to be its own."""
    frame, reading = Frame("16:9", 720), evidence_of(reference).reading(34, 57)
    network = WholeNetwork([reading], ADDITION, 226_816, frame.picture, frame.ratio, DARK)
    call, unfold = network.call_up()
    curves, seat, glyph = network.seated.calls, network.plan.seats["embed"], network.plan.glyphs["embed"]
    ends, arrived, begun = [way[-1] for way in network.seated.ways], np.full(3, 2.0), np.full(3, 2.0)
    for share in np.linspace(0, 1, 101):
        for move in (call, unfold):
            move.interpolate(share)
        there = [np.hypot(*(curve[-1] - end)[:2]) < 0.05 for curve, end in zip(curves.curves(), ends, strict=True)]
        arrived = np.where(there, np.minimum(arrived, share), arrived)
        rows = np.array_split(colors_of(glyph.texels)[::-1, :, 3], 3)
        begun = np.where([row.any() for row in rows], np.minimum(begun, share), begun)
    assert (np.diff(begun) > 0.05).all() and (begun < 0.7).all()
    assert begun == pytest.approx(arrived, abs=0.04)
    assert np.array_equal(glyph.texels, seat.texels)


def test_a_layer_that_nothing_has_reached_bears_its_name_faintly(reference: Run) -> None:
    plan = NetworkPlan(evidence_of(reference).reading(3, 4), dict.fromkeys(GLYPHS, "1"), ROOM, True, DARK)
    awaited = plan.await_all()
    assert [name.markup for name in awaited] == [plan.labels[name][0].markup for name in GLYPHS[1:]]
    assert all(0.4 < seen(name) < 0.7 for name in awaited)
    for move in plan.tell("out"):
        move.begin()
        move.interpolate(1.0)
    assert [seen(name) == 1 for name in awaited] == [name == "out" for name in GLYPHS[1:]]


def test_of_a_question_the_tokens_take_their_seats(reference: Run) -> None:
    """Signs have none, nor has the square of a number: its number comes by itself."""
    reading = evidence_of(reference).reading(3, 5)
    switches = NetworkStrip(reading, None, 10.0, 1.0, DARK).glyph("one-hot")
    for name, left in (("x+y", ["\\+", "?"]), ("x^2+y^2", ["3²", "\\+", "5²", "?"])):
        seated = SeatedSum(reading, NetworkPlan(reading, None, ROOM, True, DARK).seats, DARK)
        parts = [*inked(OPERATIONS[name], 3, 5, DARK), ("=", DARK.text), ("?", DARK.text)]
        come, rest = seated.take(asked := Equation(parts, 40), switches)
        assert [part.markup for part in rest] == left
        come.begin()
        for share in (0.0, 0.1):
            come.interpolate(share)
            assert [seen(token) for token in seated.asked] == [float(not left[2:])] * 2 + [1]
            equals = next(part for part in asked if part.markup == "\\=")
            assert seated.asked[2].get_center() == pytest.approx(equals.get_center()), "until the signs are gone"
        come.interpolate(1.0)
        assert [seen(token) for token in seated.asked] == [1, 1, 1]


@pytest.mark.parametrize("aspect", ["16:9", "1:1", "4:5", "9:16"])
def test_tokens_come_above_the_switches_and_sink_through_them_and_through_no_other_glyph(
    reference: Run, aspect: str
) -> None:
    """As large all the time as they can be read, and each beside the next."""
    reading, frame = evidence_of(reference).reading(34, 57), Frame(aspect, 720)
    strip = NetworkStrip(reading, None, frame.safe.width, 4 * RIBBON, DARK).shift(0.9 * DOWN)
    network = WholeNetwork([reading], ADDITION, 226_816, frame.picture, frame.ratio, DARK)
    plan, seated = network.plan, network.seated
    homes = seated.asked.copy()
    asked = Equation([*inked(ADDITION, 34, 57, DARK), ("=", DARK.text), ("?", DARK.text)], 40)
    come, _ = seated.take(asked.next_to(strip, UP, 1.2), strip.glyphs[0])
    moves = [move for move in plan.open_up(strip, smooth) if move.mobject in plan.glyphs.values()]
    for move in (come, *moves):
        move.begin()
    for share in np.linspace(0, 1, 61):
        come.interpolate(share)
        for move in moves:
            move.interpolate(max(share - ABOVE, 0.0) / (1 - ABOVE))
        for token, home in zip(seated.asked, homes, strict=True):
            assert token.height > 0.99 * home.height
            for name, glyph in plan.glyphs.items():
                over = Area.around(token).clipped(Area.around(glyph))
                assert name == "one-hot" or glyph.opacity < 0.2 or min(over.width, over.height) <= 0, (share, name)
        assert all(one.get_right()[0] < other.get_left()[0] for one, other in pairwise(seated.asked))
    assert np.allclose([token.get_center() for token in seated.asked], [home.get_center() for home in homes])


def writes(told: Lettering, text: str) -> bool:
    """Tell whether a text can be read in lettering, wherever it stands and however large."""
    shapes = [(one[0].points - one[0].get_center()) / one.height for one in (told, words(text, 40, DARK.text))]
    return len(shapes[0]) == len(shapes[1]) and bool(np.abs(shapes[0] - shapes[1]).max() < 0.01)


def seen(told: Lettering) -> float:
    """Tell how well lettering is seen."""
    return float(told[0].get_fill_opacity())


def test_at_the_end_other_sums_run_through_each_with_its_own_arrays_and_answer(reference: Run) -> None:
    scene, evidence = play("transformer_scene", reference), evidence_of(reference)
    network, (x, y) = scene.network, evidence.shown_sum
    assert [reading.tokens[1] for reading in network.readings] == [(y + more) % reference.p for more in range(MORE)]
    for reading, told in zip(network.readings, network.answers.states, strict=True):
        asked = int(reading.tokens[1])
        assert reading.answer == (x + asked) % reference.p
        assert [part.markup for part in told] == [str(x), "\\+", str(asked), "→", str(reading.answer)]
    last = network.readings[-1]
    plan = WholeNetwork([last], ADDITION, 226_816, scene.frame.picture, scene.frame.ratio, DARK).plan
    assert all(np.array_equal(network.plan.glyphs[name].colors, plan.seats[name].colors) for name in GLYPHS)
    alive, label = np.count_nonzero(last.pre > 0), network.plan.labels["ReLU"]
    assert alive != np.count_nonzero(network.readings[0].pre > 0), "another number of neurons goes on"
    assert writes(label[1], f"{alive} of 512")
    assert network.plan.labels["logits"][1].markup == "113 and “\\=”", "a vote for each number, and one more"


def test_other_sums_run_layer_by_layer_one_unhurried_and_each_sooner(reference: Run) -> None:
    """The eye can follow: what changes glides, and no answer stands beside a question that is not its own."""
    evidence, frame = evidence_of(reference), Frame("16:9", 720)
    readings = [evidence.reading(34, 57 + more) for more in range(4)]
    network = WholeNetwork(readings, ADDITION, 226_816, frame.picture, frame.ratio, DARK)
    lasts = np.diff(network.starts)
    assert lasts[0] > 1.3 and (np.diff(lasts) < 0).all() and network.time == pytest.approx(lasts.sum())
    drawn = [{name: network.plan.seats[name].texels for name in GLYPHS}]
    drawn.append({name: draw(name, readings[1], DARK, texture_size(network.plan.seats[name])) for name in GLYPHS})

    def changed(name: str) -> float:
        now, was, will = (colors_of(one[name]) for one in ({name: network.plan.glyphs[name].texels}, *drawn))
        return float(np.abs(now - was).sum() / np.abs(will - was).sum())

    network.show_at(0.3 * lasts[0])
    far = [changed(name) for name in GLYPHS]
    assert far[0] > 0.6 and far[-1] < 1e-6 and all(later <= sooner + 0.05 for sooner, later in pairwise(far)), far
    second, answer = network.answers[2], network.answers[-1]
    for share in np.linspace(0, 0.99, 60):
        network.show_at(share * lasts[0])
        asks, says = writes(second, "58"), writes(answer, "92")
        assert asks == says or seen(answer) < 1e-6 or seen(second) < 1e-6, share
        assert seen(network.seated.answer) == pytest.approx(seen(answer))
    network.show_at(0.95 * lasts[0])
    assert writes(answer, "92") and seen(answer) == 1 == seen(second)
    assert [changed(name) for name in GLYPHS] == pytest.approx([1.0] * len(GLYPHS))
    network.when_all_ran()
    assert writes(second, "60") and writes(answer, "94") and (network.plan.path.colors[2:, 3] > 0).all()


def test_the_question_takes_the_formulas_place_and_the_machine_the_curves() -> None:
    """Both unseen at first, the question as high as the formula; they go where they stood, and the formula first."""
    trial = read_operations()["x+y"]
    panel = OpenedTrial("x+y", trial.history, trial.generalized_at, Area(-6, 6, -2.7, 3.7), DARK)
    asked, inside = words("34 + 57 = ?", 60, DARK.text).shift([1, 1, 0]), Square(2)
    ways = panel.let_out(asked, inside)
    assert asked.height == pytest.approx(panel.title.height) and asked.get_left() == pytest.approx(
        panel.title.get_left()
    )
    assert inside.get_center() == pytest.approx([*panel.plot.center[:2], 0]) and inside.width < 1
    assert not asked[0].get_fill_opacity() and not inside.get_stroke_opacity()
    assert [goal.get_center()[0] for _, goal in ways] == pytest.approx([1, 0], abs=0.01)
    rest, title = panel.pass_by()
    assert title.rate_func(0.4) == 1 > rest.rate_func(0.4) and rest.rate_func(0.8) == 1
    assert [stepping_in(0.3, 0.75)(share) for share in (0.3, 0.75)] == [0, 1]
    assert all(rest.rate_func(time) > 0.85 for time in (0.45, 0.5)), "nearly gone before much comes"


def test_a_pulse_lights_the_strip_glyph_by_glyph_and_leaves_it_as_it_lay(reference: Run) -> None:
    strip = NetworkStrip(evidence_of(reference).reading(3, 4), None, 10.0, 1.0, DARK).dimmed()
    lying, dim = [glyph.points.copy() for glyph in strip.glyphs], strip.glyphs[0].opacity
    run = run_through(strip)
    run.begin()
    run.interpolate(0.4)
    higher = [np.ptp(glyph.points[:, 1]) / np.ptp(was[:, 1]) for glyph, was in zip(strip.glyphs, lying, strict=True)]
    tallest = strip.glyphs[int(np.argmax(higher))]
    assert tallest.get_top()[1] < 1.0, "not into the question above it"
    assert tallest.get_bottom()[1] > -0.85, "nor into the line below"
    assert max(higher) > 1.6 and higher[-1] == pytest.approx(1) and strip.glyphs[-1].opacity == dim
    run.interpolate(1.0)
    for glyph, was in zip(strip.glyphs, lying, strict=True):
        assert glyph.points == pytest.approx(was) and glyph.opacity == 1
