"""The facts of others that are shown, with their sources, and what black_box_scene counts in the run."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from manim import FadeIn, Square

from tests.test_stage import lines_of, play
from transparent_box.model.runs.run import Run
from transparent_box.model.storage import RunError
from transparent_box.model.transformer import parameter_count
from transparent_box.scenes.black_box_scene import FAINT, INSIDE, STOP, BlackBoxScene
from transparent_box.scenes.facts import NETWORKS, SENTENCE, read_facts
from transparent_box.scenes.look.colormaps import contrast, rgb
from transparent_box.scenes.look.frame import Area, Frame
from transparent_box.scenes.look.numbers import said_count
from transparent_box.scenes.look.rates import first_half
from transparent_box.scenes.look.theme import DARK, THEMES, Gap, Time
from transparent_box.scenes.mobjects.boxes.glass_box import GlassBox
from transparent_box.scenes.mobjects.boxes.nested_boxes import CELL, NestedBoxes
from transparent_box.scenes.mobjects.boxes.weight_shelf import WeightShelf, shaded
from transparent_box.scenes.mobjects.boxes.writing_box import WritingBox
from transparent_box.scenes.mobjects.charts.count_ladder import CountLadder, spread
from transparent_box.scenes.mobjects.switches.long_column import zoomed
from transparent_box.scenes.mobjects.words.lettering import words
from transparent_box.scenes.mobjects.words.reading_time import reading_time

ROOM, NUMBERS = Area(-6, 6, -3, 3), np.linspace(-1, 1, 80).reshape(2, 40)
HELD = Time.HOLD / 2  # seconds that a beat's last picture stands
PUBLISHED = {
    "lenet_5": (60_000, "LeCun et al. 1998"),
    "alexnet": (60_000_000, "Krizhevsky et al. 2012"),
    "gpt_2": (1_500_000_000, "Radford et al. 2019"),
    "gpt_3": (175_000_000_000, "Brown et al. 2020"),
    "llama_405b": (405_000_000_000, "Llama Team 2024"),
}


def test_facts_are_what_their_sources_say() -> None:
    facts = read_facts()
    assert {name: (facts[name].value, facts[name].source) for name in NETWORKS} == PUBLISHED
    assert [facts[name].value for name in SENTENCE] == [791, 6864, 315, 9822, 374, 12366]
    assert (facts["token_start"].value, facts["llama_vocabulary"].value) == (128_000, 128_256)
    assert "".join(facts[name].what for name in SENTENCE) == "The capital of France is Paris"


@pytest.mark.parametrize(
    "wrong",
    [
        '{"a": {"value": "many", "what": "x", "source": "y"}}',
        '{"a": {"value": 3, "what": "x", "source": ""}}',
        '{"a": {"value": 3, "what": "x"}}',
        '{"a": {"value": -3, "what": "x", "source": "y"}}',
        "[",
    ],
)
def test_a_fact_without_value_or_source_is_refused(wrong: str, tmp_path: Path) -> None:
    path = tmp_path / "facts.json"
    path.write_text(wrong, encoding="utf-8")
    with pytest.raises(RunError, match=r"facts\.json: .* is wrong"):
        read_facts(path)


def test_missing_facts_are_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="restore it"):
        read_facts(tmp_path / "facts.json")


def test_ours_is_counted_and_every_number_stands_in_the_glass_box(reference: Run) -> None:
    scene: BlackBoxScene = play("black_box_scene", reference)
    assert scene.ours == parameter_count(reference.config) == 226_816
    maps = scene.glass_box.shelf.maps
    assert sum(picture.colors.shape[0] * picture.colors.shape[1] for picture in maps) == scene.ours
    assert sum(scene.glass_box.sizes) == scene.ours and all(picture.opacity == 1 for picture in maps)
    assert scene.neurons[0].size == reference.config.d_model + 1
    assert 30 <= scene.beats[-1].end <= 75


def test_a_network_that_gets_answers_wrong_is_not_said_to_be_understood(reference: Run, toy_run: Run) -> None:
    for run, known in ((reference, "understood, from question to answer"), (toy_run, "small enough to look into")):
        assert (run.predictions == run.answers).all() == (run is reference), "the run is no example any more"
        assert lines_of(play("black_box_scene", run))["this_one"] == f"One rung of this ladder is {known}."


def test_one_lives_long_enough_to_read_ours_alone(reference: Run) -> None:
    """Days of 86,400 seconds, years of 365 days and a quarter; a number a second."""
    scene: BlackBoxScene = play("black_box_scene", reference)
    assert scene.years.time == round(PUBLISHED["llama_405b"][0] / 86_400 / 365.25) == 12_834
    assert scene.glass_box.hours.time == round(scene.ours / 3_600) == 63
    assert [reading_time(count) for count in (1, 100, 7_199, 7_200)] == [
        (1, "seconds"),
        (100, "seconds"),
        (120, "minutes"),
        (2, "hours"),
    ]


def test_a_box_reads_what_it_has_written_before_it_writes_on() -> None:
    """Nothing before its first piece; then all those before, which go in while they stay where they stand."""
    writer = WritingBox(["a", "b", "c"], Area(-6, 6, -3, 3), 0.6, DARK)
    assert writer.tokens not in writer.submobjects, "no piece is seen before it is written"
    for place, token in enumerate(writer.tokens):
        seat = token.get_center()
        whole, *along = writer.write(place, FadeIn(Square())).animations
        *_, writes = whole.animations
        reads = whole.animations[0].animations if place else []
        assert [type(move).__name__ for move in reads] == ["FadeOut"] * place
        assert writes.animations[0].mobject is token and token.get_center() == pytest.approx(seat)
        assert [move.run_time for move in along] == pytest.approx([whole.run_time]), "what goes along lasts as long"


def test_a_glass_box_grows_out_of_a_small_one_with_all_that_stands_in_it() -> None:
    numbers = np.random.default_rng(0).normal(size=(8, 8))
    glass, small = GlassBox([("W", numbers), ("V", numbers)], "numbers", Area(-6, 6, -3, 3), DARK), Square(0.2)
    small.shift([2, 1, 0])
    ends = [table.points.copy() for table in glass.shelf.maps]
    gone, opens, grown = glass.open(small, Square())
    assert gone.rate_func(0.5) == 1 > opens.rate_func(0.5) > 0, "what stood is gone before it is large"
    nearly = next(time for time in np.linspace(0, 1, 101) if gone.rate_func(time) > 0.95)
    assert opens.rate_func(nearly) > 0.35, "and it is not small any more when that is gone"
    for table in glass.shelf.maps:
        across, up = Area.around(table).overlap(Area.around(small))
        assert (across, up) == pytest.approx((table.width, table.height)), "within the box from the start"
        assert 0 < table.opacity < 1, "seen, and to be counted yet"
    grown.begin()
    grown.interpolate(1.0)
    assert all(table.points == pytest.approx(end) for table, end in zip(glass.shelf.maps, ends, strict=True))


def test_the_box_has_no_color_of_its_own_while_it_turns_to_glass(reference: Run) -> None:
    """Manim's own, yellow, would show through as long as the fill is not gone."""
    scene: BlackBoxScene = play("black_box_scene", reference)
    assert scene.glassy.get_fill_color().to_hex() == scene.theme.panel and scene.glassy.get_fill_opacity() == 0


def test_sizes_are_said_briefly() -> None:
    assert [said_count(n) for n in (129, 60_000, 1_500_000_000)] == ["129", "60,000", "1.5 billion"]


def test_labels_are_moved_apart_and_keep_their_order() -> None:
    seats = spread([5.0, 4.9, 4.85, 1.0], 0.5)
    assert all(above - below >= 0.5 - 1e-9 for above, below in pairwise(seats))
    assert seats[-1] == 1.0


def test_boxes_are_as_large_as_their_counts_and_one_fills_its_place() -> None:
    """Areas are to each other as counts; whoever is past a box sees neither it nor its name any more."""
    counts = [9 * 10**9, 10**9, 10**7, 40]
    nest = NestedBoxes([(f"thing {place}", count) for place, count in enumerate(counts)], NUMBERS, ROOM, DARK)
    for place, count in enumerate(counts):
        nest.look(count)
        widths = [box.width for box in nest.boxes]
        assert widths[place] == pytest.approx(nest.side)
        for inner, smaller in zip(widths[place:], counts[place:], strict=True):
            assert inner**2 / nest.side**2 == pytest.approx(smaller / count)
        assert [box.get_fill_opacity() for box in nest.boxes] == [0.0] * place + [1.0] * (len(counts) - place)
        seen = [name[0].get_fill_opacity() for name in nest.names]
        assert seen[place] == 1 and not any(seen[:place]) and not any(seen[place + 2 :])
        assert nest.number.number.markup == f"{count:,}"
        name, box = nest.names[place], nest.boxes[place]
        assert name.get_left()[0] == pytest.approx(box.get_left()[0]) and name.get_bottom()[1] > box.get_top()[1]
    move = nest.into(2)
    move.begin()
    move.interpolate(0.5)
    assert nest.number.number.markup == f"{10**8:,}", "half of the factor in half of the time"


def test_a_name_stays_on_its_box_as_that_goes_outward(reference: Run) -> None:
    """It is read for six tenths of a second at least, on the way in and while one stands at it."""
    scene: BlackBoxScene = play("black_box_scene", reference)
    nest = scene.nest
    for place in range(1, len(nest.sizes)):
        move, seen = nest.into(place), []
        for frame in range(round(60 * move.run_time) + 1):
            start, end = nest.sizes[place - 1 : place + 1]
            nest.look(zoomed(start, end, scene.ease(frame / (60 * move.run_time))))
            seen.append(nest.names[place][0].get_fill_opacity() > 0.99)
        assert sum(seen) / 60 + (STOP if place < len(nest.sizes) - 1 else HELD) > 0.6, nest.names[place].markup
    nest.look(nest.sizes[1] / 1.1)
    assert 0 < nest.names[1][0].get_fill_opacity() < 1 and nest.names[1].get_bottom()[1] > nest.boxes[1].get_top()[1]


def test_the_last_box_holds_each_of_its_numbers_as_a_cell(reference: Run) -> None:
    """Those of one neuron, its bias the last, in the colors that they have in the glass box."""
    nest = play("black_box_scene", reference).nest
    table = np.column_stack([reference.weights.W_in, reference.weights.b_in])
    colors = shaded(table[0], table, DARK)
    found = nest.cells.colors[CELL // 2 :: CELL, CELL // 2 :: CELL].swapaxes(0, 1)[::-1].reshape(-1, 4)
    assert np.count_nonzero(found[:, 3]) == len(colors) == 129
    assert found[: len(colors)] == pytest.approx(colors, abs=1e-6)
    shelf = WeightShelf([("W", table)], 10, 5, DARK)
    assert shelf.maps[0].colors[0] == pytest.approx(colors, abs=1e-6)
    for shown in (nest.sizes[0], nest.sizes[-1]):
        nest.look(shown)
        box, inside = Area.around(nest.boxes[-1]), Area.around(nest.cells)
        assert inside.width == pytest.approx(0.86 * box.width) and inside.center == pytest.approx(box.center)


def test_a_box_that_is_passed_goes_over_no_word() -> None:
    """It grows round us until it is gone, its name with it, above what is written and inside the area."""
    nest = NestedBoxes([("large", 10**6), ("small", 100)], NUMBERS, ROOM, DARK)
    for shown in np.geomspace(10**6, 100, 400):
        nest.look(float(shown))
        seen = [box for box in nest.boxes if box.get_stroke_opacity() > 0]
        assert min(box.get_bottom()[1] for box in seen) > nest.number.get_top()[1]
        assert max(one.get_top()[1] for one in (*seen, *nest.names)) <= 3 + 1e-6


def test_powers_of_ten_come_past_on_the_way_in_true_to_their_count() -> None:
    """Wherever one is between two boxes, one that is clearly seen is a quarter of the place wide, or more."""
    nest = NestedBoxes([("large", 4 * 10**11), ("middle", 10**7), ("small", 129)], NUMBERS, ROOM, DARK)
    for shown in np.geomspace(4 * 10**11, 129, 300):
        nest.look(float(shown))
        for frame, count in zip(nest.frames, nest.frames.counts, strict=True):
            assert frame.get_stroke_opacity() == 0 or (frame.width / nest.side) ** 2 == pytest.approx(count / shown)
        seen = [one.width for one in (*nest.boxes, *nest.frames) if one.get_stroke_opacity() > 0.6]
        assert max(seen) > 0.25 * nest.side, f"a small box alone at {shown:,.0f}"
    assert nest.frames.counts == [10**power for power in range(3, 12)]
    assert not any(frame.get_stroke_opacity() for frame in nest.frames), "all are passed in the end"


def test_a_box_grows_to_hold_all_that_is_written_in_it() -> None:
    """With room at its edges, in frames that have little for a box as well."""
    writer = WritingBox(["a", "b"], Area(-2, 2, -1.5, 1.5), 0.6, DARK)
    for width in (1.0, 3.0):
        held = writer.box.width * writer.to_hold(Square(0.5), Square(width))
        assert held == pytest.approx(max(writer.side, width + 2 * Gap.FAR))


@pytest.mark.parametrize("side", [0.9, 2.4])
def test_a_number_comes_out_of_the_mark_and_stays_in_the_box_as_that_grows(side: float) -> None:
    """Also out of a box that has become smaller than the number; and it begins to come before the mark is gone."""
    writer, number = WritingBox(["a", "b"], Area(-4, 4, -3, 3), 0.6, DARK), words("405,000,000,000", 40, DARK.text)
    writer.box.scale(side / writer.box.height).move_to([0, 2, 0])
    writer.mark.scale(0.3).move_to(writer.box)
    grows, leaves, comes = (
        move.build() if hasattr(move, "build") else move for move in writer.answer(number, middle=[0, 0, 0])
    )
    assert leaves.mobject is writer.mark and number.width > 2.4
    for move in (grows, leaves, comes):
        move.begin()
    for time in np.linspace(0, 1, 41):
        for move in (grows, leaves, comes):
            move.interpolate(time)
        within = Area.around(number).overlap(Area.around(writer.box))
        assert within == pytest.approx((number.width, number.height)), float(time)
    assert writer.box.get_center() == pytest.approx([0, 0, 0]) and number[0].get_fill_opacity() == 1
    assert comes.rate_func(0.45) > 0.05 and leaves.rate_func(0.45) < 1


def test_the_film_goes_down_through_all_but_ours(reference: Run) -> None:
    scene: BlackBoxScene = play("black_box_scene", reference)
    cited = sorted((value for value, _ in PUBLISHED.values()), reverse=True)
    assert scene.nest.sizes == [*cited, scene.neurons[0].size]


def test_what_was_written_goes_in_again_before_the_box_grows(reference: Run) -> None:
    """A box that grows through them would cover them."""
    writer = WritingBox(["a", "b"], Area(-6, 6, -3, 3), 0.6, DARK)
    moves = writer.take_back()
    assert [move.mobject for move in moves] == list(writer.tokens)


def test_rungs_that_are_not_spoken_of_can_still_be_read_with_their_sources() -> None:
    for theme in THEMES.values():
        ground = rgb(theme.ground)
        for ink, least in ((theme.text, 4.0), (theme.dim, 2.5)):
            assert contrast(FAINT * rgb(ink) + (1 - FAINT) * ground, ground) > least, theme.name


@pytest.mark.parametrize("aspect", ["16:9", "4:5", "9:16"])
def test_the_boxes_that_were_passed_come_back_to_the_ladder_and_the_stage_is_never_empty(
    reference: Run, aspect: str
) -> None:
    """The neuron becomes small, and passes over no axis; then box after box lands, and after that its rung is told."""
    scene: BlackBoxScene = play("black_box_scene", reference)
    frame, things = Frame(aspect, 720), [thing[:2] for thing in scene.things if thing[0] != "ours"]
    nest = NestedBoxes(things, NUMBERS, frame.picture, DARK)
    nest.look(nest.sizes[-1])
    ladder = CountLadder(scene.things, frame.picture.width, 4.0, aspect != "16:9", DARK).move_to(frame.picture.center)
    ours, last = ladder.names.index("ours"), len(ladder.names) - 1
    others = [n for n in range(last) if n != ours]
    ends = [ladder.boxes[n].copy() for n in others]
    back = nest.come_back([ladder.boxes[n] for n in others])
    assert [move.mobject for move in back] == [ladder.boxes[n] for n in others[::-1]], "the smallest first"
    moves = [*nest.end_as(ladder.boxes[-1], ladder.told[-1]), *back, *ladder.rise(*others)]
    longest = max(move.run_time for move in moves)
    for move in moves:
        move.begin()
    rail, tops = ladder.axis[0], []
    for time in np.linspace(0, longest, 97):
        for move in moves:
            move.interpolate(min(time / move.run_time, 1.0))
        box = Area.around(nest.boxes[-1])
        drawn = rail.get_top()[1] if rail.get_num_points() and np.ptp(rail.points[:, 1]) > 1e-6 else None
        assert drawn is None or drawn < box.bottom or box.height < 2.5 * ladder.boxes[-1].height, float(time)
        told = [ladder.told[n][1][0].get_fill_opacity() for n in others]
        seen = [(ladder.boxes[n].width, ladder.boxes[n].get_stroke_opacity()) for n in others]
        for n, end, shown, (width, stroke) in zip(others, ends, told, seen, strict=True):
            assert shown < 0.2 or (width < 1.5 * end.width and drawn >= end.get_y() - 1e-6), (float(time), n)
            assert width < end.width + 1e-6 or ladder.boxes[n].get_fill_opacity() == 0, "it hides nothing on its way"
            assert stroke == 1 or width > 0.5 * nest.side or not time, "it is seen before it is small"
        large = [width > 0.15 * nest.side and stroke > 0.5 for width, stroke in (*seen, (box.width, 1.0))]
        assert any(large) or sum(told) > 0.4, f"nothing but small boxes at {time:.2f} s"
        tops.append(drawn)
    assert tops[-1] == pytest.approx(max(mark.get_y() for mark in ladder.axis[1:]), abs=0.05)
    assert Area.around(nest.boxes[-1]).center == pytest.approx(Area.around(ladder.boxes[-1]).center)
    for n, end in zip(others, ends, strict=True):
        assert ladder.boxes[n].points == pytest.approx(end.points)
        assert (ladder.boxes[n].get_fill_opacity(), ladder.boxes[n].get_stroke_opacity()) == (1, 1)
        assert all(part[0].get_fill_opacity() == 1 for part in ladder.told[n][1:])


def test_a_box_is_not_seen_empty_before_others_are_seen_in_it() -> None:
    """What is written in it is not gone yet when they begin to come."""
    assert INSIDE(0.45) > 0.05 and first_half(0.45) < 1 and INSIDE(0.2) == 0
