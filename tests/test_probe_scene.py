"""What probe_scene says of the reference run, read from its weights."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from manim import FadeIn, Mobject, MoveToTarget, ReplacementTransform

from tests.conftest import evidence_of
from tests.moves import bring
from tests.test_every_prime import play as play_with
from tests.test_stage import play, watching
from transparent_box.model.analysis.probes import r_squared
from transparent_box.model.runs.run import Run
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import weight
from transparent_box.scenes.look.theme import DARK
from transparent_box.scenes.mobjects.arrows.mixed_waves import MixedWaves
from transparent_box.scenes.mobjects.shapes.point_cloud import PointCloud
from transparent_box.scenes.mobjects.waves.value_table import named_table
from transparent_box.scenes.mobjects.waves.wave_pair import FAINT, REACH, WavePair
from transparent_box.scenes.mobjects.waves.weighing import WeighedSums, Weighing, furthest, seats_of
from transparent_box.scenes.mobjects.words.lettering import words
from transparent_box.scenes.probe_scene import CLEAN, ProbeScene


def values_of(run: Run, position: int) -> np.ndarray:
    """(p, d) what each number comes in as at a position: its column of W_E, and the position's own."""
    found: np.ndarray = (run.weights.W_E[:, :-1] + run.weights.W_pos[position][:, None]).T.astype(float)
    return found


def closeness(values: np.ndarray, wave: np.ndarray) -> float:
    """R² of values as they are, not fitted."""
    return float(1 - np.square(values - wave).sum() / np.square(wave - wave.mean()).sum())


def turns(run: Run, frequency: int) -> np.ndarray:
    angles: np.ndarray = 2 * np.pi * frequency * np.arange(run.p) / run.p
    return angles


def test_one_value_is_not_clean(reference: Run) -> None:
    """The one that helps the cosine most; no single wave of any frequency explains nine tenths of it."""
    probe = reference.clocks[0].cos
    column = evidence_of(reference).weighed(probe)[0].column
    values = values_of(reference, 0)[:, column]
    power = np.square(np.abs(np.fft.fft(values - values.mean())))
    shares = [2 * power[k] / power.sum() for k in range(1, (reference.p + 1) // 2)]
    share = evidence_of(reference).strongest_wave(evidence_of(reference).value(column))[3]
    assert share == pytest.approx(max(shares), abs=1e-6) and 0.5 < share < 0.9


def test_five_waves_are_mixed_in_it_those_of_the_clocks(reference: Run) -> None:
    """Fitted one after the other to what is left; together they explain nearly all, as the line and the picture say."""
    evidence = evidence_of(reference)
    values = evidence.value(evidence.weighed(reference.clocks[0].cos)[0].column)
    waves, left, n = evidence.mixed(values, CLEAN), values - values.mean(), np.arange(reference.p)
    assert {k for k, *_ in waves} == {clock.frequency for clock in reference.clocks}
    for k, size, phase, share in waves:
        angles = 2 * np.pi * k * n / reference.p
        design = np.column_stack([np.cos(angles), -np.sin(angles)])
        fit = np.linalg.lstsq(design, left, rcond=None)[0]
        assert fit == pytest.approx([size * np.cos(phase), size * np.sin(phase)], abs=1e-6)
        after = left - design @ fit
        assert share == pytest.approx((left.var() - after.var()) / values.var(), abs=1e-6)
        left = after
    assert 0.97 < 1 - left.var() / values.var() == pytest.approx(sum(share for *_, share in waves), abs=1e-6)
    scene = play("probe_scene", reference)
    assert "Not clean: five waves are mixed in it." in scene.beats[1].line
    solo, shares = scene.solo.copy(), list[float]()
    for shown, told, explained in ((0.0, "1", "72"), (1.0, "5", "98")):
        solo.add_up(shown)
        assert (solo.many.number.markup, solo.explain.number.markup) == (told, explained)
        drawn = np.append(solo.curve.points[::4, 1], solo.curve.points[-1, 1])
        off = np.interp(n, solo.places, drawn) - solo.panel.places(values)[:, 1]
        shares.append(1 - off.var() / solo.panel.places(values)[:, 1].var())
        assert shares[-1] == pytest.approx(int(explained) / 100, abs=0.01), "the curve is as near as is told"


def test_the_plot_of_one_value_says_what_runs_across_it_as_the_table_does(reference: Run) -> None:
    """From the first number to the last, where their points stand, below all of the plot and in the area."""
    area, name = Area(-6, 6, -2, 2), words("value", 20, DARK.text)
    solo = MixedWaves([(2, 1.0, 0.0, 0.7), (5, 0.5, 1.0, 0.2)], reference.p, name, "x", area, DARK)
    _, (_, *below) = named_table(np.ones((reference.p, 4)), area, "x", DARK)
    assert [one.markup for one in solo.foot] == [one.markup for one in below] == ["$x$", "0", str(reference.p - 1)]
    first, last = solo.panel.places(np.zeros(reference.p))[[0, -1]]
    assert solo.foot[1].get_left()[0] == pytest.approx(first[0], abs=0.05)
    assert solo.foot[2].get_right()[0] == pytest.approx(last[0], abs=0.05)
    assert area.bottom <= solo.foot.get_bottom()[1] and solo.foot.get_top()[1] < solo.panel.side.get_bottom()[1] + 1e-6
    assert [one.get_y() for one in solo.foot] == pytest.approx([one.get_y() for one in below]), "it stays in its place"
    assert any(one is solo.foot for one in solo.frame)


def test_no_more_waves_are_named_than_make_a_value(reference: Run) -> None:
    n = np.arange(reference.p)
    clean = 3 * np.cos(2 * np.pi * 4 * n / reference.p + 1)
    assert [k for k, *_ in evidence_of(reference).mixed(clean, CLEAN)] == [4]
    noise = np.random.default_rng(0).normal(size=reference.p)
    found = evidence_of(reference).mixed(noise, CLEAN)
    assert len(found) == len(reference.clocks) and sorted(found, key=lambda wave: -wave[1]) == found


@pytest.mark.parametrize("wave", ["cos", "sin"])
def test_eight_weighed_add_up_to_the_wave_and_each_helps(reference: Run, wave: str) -> None:
    for clock in reference.clocks:
        probe = getattr(clock, wave)
        ideal = getattr(np, wave)(turns(reference, clock.frequency))
        values, total, climbed = values_of(reference, 0), np.full(reference.p, probe.output.mean()), [0.0]
        for entry in evidence_of(reference).weighed(probe):
            total = total + entry.weight * (values[:, entry.column] - values[:, entry.column].mean())
            climbed.append(closeness(total, ideal))
        assert len(climbed) == 9 and (np.diff(climbed) > 0).all()
        assert total == pytest.approx(probe.output, abs=1e-4) and climbed[-1] > 0.98


def test_values_are_said_to_be_others_only_where_all_are(reference: Run, grokked_run: Run) -> None:
    for run, mix in ((reference, "Other values, other weights"), (grokked_run, "Another mix of values")):
        probes = next(iter(run.probes.values()))
        shared = set(probes["cos"].columns) & set(probes["sin"].columns)
        assert bool(shared) == (run is grokked_run), "the run is no example any more"
        assert any(beat.line.startswith(f"{mix}: the same wave") for beat in play("probe_scene", run).beats)


def test_the_same_weights_read_the_second_number(reference: Run) -> None:
    for clock in reference.clocks:
        for wave, probe in (("cos", clock.cos), ("sin", clock.sin)):
            read = values_of(reference, 1)[:, probe.columns] @ probe.weights + probe.intercept
            assert evidence_of(reference).second_reading(probe) == pytest.approx(read, abs=1e-4)
            assert closeness(read, getattr(np, wave)(turns(reference, clock.frequency))) > 0.9


def test_all_values_come_nearer_and_eight_had_said_nearly_all(reference: Run) -> None:
    """Each weighed by its inner product with the wave, which no fit has chosen."""
    clock, values = reference.clocks[0], values_of(reference, 0)
    for wave, probe in (("cos", clock.cos), ("sin", clock.sin)):
        ideal = getattr(np, wave)(turns(reference, clock.frequency))
        held = [float(ideal @ values[:, column]) for column in range(values.shape[1])]
        told = sum(by * (values[:, column] - values[:, column].mean()) for column, by in enumerate(held))
        told *= ideal @ ideal / (ideal @ told)
        assert evidence_of(reference).every_value(probe) == pytest.approx(told, abs=1e-4)
        assert 0 < closeness(told, ideal) - closeness(probe.output, ideal) < 0.02
        assert evidence_of(reference).loudness(probe) == pytest.approx(np.abs(held) / np.abs(held).max(), abs=1e-4)
    assert "Those eight had said nearly all of it." in " ".join(
        beat.line for beat in play("probe_scene", reference).beats
    )


def test_the_louder_a_value_the_higher_it_stands_in_the_table() -> None:
    """Sorted twice, its cells are still its own; the loudest is on top and brightest."""
    values = np.arange(12.0).reshape(3, 4) - 6
    table, names = named_table(values, Area(-2, 2, -2, 2), "x", DARK, "all values")
    own = table.colors.copy()
    for loudness in (np.array([0.2, 1.0, 0.0, 0.5]), np.array([1.0, 0.1, 0.6, 0.0])):
        move = table.speak(loudness)
        move.begin()
        move.interpolate(1.0)
        assert table.rows.tolist() == np.argsort(loudness).tolist()
        assert table.colors[..., :3] == pytest.approx(own[:, table.rows, :3])
        assert table.colors[0, -1, 3] == pytest.approx(1) and (np.diff(table.colors[0, :, 3]) > 0).all()
    assert names.get_top()[1] <= 2 and names.get_bottom()[1] >= -2 and table.width == pytest.approx(4)


@watching("probe_scene", "play")
def written_as_one_value_moves(scene: ProbeScene, *moves: Any, **more: Any) -> list[int]:
    """How many of the numbers that come later are there or come, where the lone value moves to its place."""
    lone = [move for move in moves if move.mobject is getattr(scene, "lone", None)]
    if not (any(is_carried(move) for move in lone) and hasattr(scene, "weighing")):
        return []
    shown = [part for one in (*scene.mobjects, *(move.mobject for move in moves)) for part in one.get_family()]
    written = [*scene.weighing.tracks.labels, *scene.pair.counters]
    return [sum(part in shown for part in written)]


def is_carried(move: Any) -> bool:
    """Tell whether a move is `mobject.animate`, built already or not."""
    return hasattr(move, "build") or isinstance(move, MoveToTarget)


def test_one_value_is_in_its_place_before_numbers_come_that_it_would_cross(reference: Run) -> None:
    """While it moves, no weight is seen and the R² of the sum is not either; nothing else moves over them."""
    scene = play("probe_scene", reference)
    seen = [count for found in scene.watched["written_as_one_value_moves"] for count in found]
    assert seen == [0] and scene.lone not in scene.mobjects


@pytest.mark.parametrize("place", [0, 3, None])
def test_a_value_is_not_alone_on_its_way_to_its_place_among_the_eight(reference: Run, place: int | None) -> None:
    """The others come meanwhile: of nearly a second else one small row was all that was to be seen."""
    parts = evidence_of(reference).weighed(reference.clocks[0].cos)
    weighing = Weighing(parts, np.ones((reference.p, 4)), Area(-6, -2, -2, 2), DARK)
    lone = PointCloud(np.zeros((reference.p, 3)), np.ones((reference.p, 4)), 0.1)
    goes, comes = weighing.come(lone, -1 if place is None else parts[place].column)
    assert comes.rate_func(0.5) == pytest.approx(0.5), "as far as it is on its way"
    assert all(any(part is one for one in comes.mobject) for part in (weighing.tracks.zeros, *weighing.tracks.drawn))
    assert not any(part is weighing.tracks.labels for part in comes.mobject.get_family())
    bring([goes, comes])
    if place is not None:
        assert lone.points == pytest.approx(weighing.places(place))


@watching("probe_scene", "play")
def points_with_their_axes(scene: ProbeScene, *moves: Any, **more: Any) -> list[bool]:
    """Whether the points of the first sum come along, where the axes of both do."""
    axes = [move for move in moves if isinstance(move, FadeIn) and scene.pair.axes in move.mobject.get_family()]
    return [scene.pair.clouds[0] in move.mobject.get_family() for move in axes]


def test_the_sum_stands_at_zero_before_the_first_value_flies_into_it(reference: Run) -> None:
    """No plot of it is empty: its points come along with the axes."""
    watched = play("probe_scene", reference).watched["points_with_their_axes"]
    assert [comes for found in watched for comes in found] == [True]


def test_it_is_as_long_as_it_should_be(reference: Run) -> None:
    assert 30 <= play("probe_scene", reference).beats[-1].end <= 75


def test_any_value_can_be_followed_and_any_clock_s_wave_probed(reference: Run, tmp_path: Path) -> None:
    """Value 2 is none of the eight; then the fastest clock's waves."""
    others = play_with("probe_scene", reference, tmp_path, value=1)
    assert "Not clean" in others[1]
    assert play_with("probe_scene", reference, tmp_path, frequency=reference.clocks[-1].frequency)


def test_stems_run_along_both_waves_as_they_stand(reference: Run) -> None:
    probes = next(iter(reference.probes.values()))
    look = (("cosine", "sine"), ("cos_x", "sin_x"), None, r_squared, Area(-5, 5, -2, 2), DARK)
    pair = WavePair([probes["cos"], probes["sin"]], *look)
    pair.settle()
    stems, stand = pair.follow()
    assert max(stem.get_length() for stem in stems) < 1e-3, "they grow"
    for share, number in ((0.5, reference.p // 2), (1.0, reference.p - 1)):
        stand(share)
        for stem, cloud in zip(stems, pair.clouds, strict=True):
            assert stem.get_end() == pytest.approx(cloud.points[number], abs=1e-3)
            assert stem.get_start()[1] == pytest.approx(pair.places(np.zeros(reference.p))[number, 1], abs=1e-3)


@pytest.mark.parametrize("told", ["all values", "so many words that they stand in two lines"])
def test_what_is_written_above_a_table_touches_neither_it_nor_what_stands_above(told: str) -> None:
    area = Area(-2, 2, -2, 2)
    table, names = named_table(np.ones((3, 4)), area, "x", DARK, told)
    above = float(names[0].get_bottom()[1] - table.get_top()[1]), float(area.top - names[0].get_top()[1])
    assert min(above) > 0.1 and names[1].get_top()[1] < table.get_bottom()[1]


def test_the_frame_goes_to_each_number_s_values(reference: Run) -> None:
    table, _ = named_table(values_of(reference, 0), Area(-6, 6, -2, 2), "x", DARK)
    ring, cells = table.ring_number(0, "#ffffff"), reference.p
    for number in (0, 57, cells - 1):
        table.leads(ring)(number)
        assert ring.get_center() == pytest.approx([table.cell(number, 0)[0], table.get_y(), 0])
    assert ring.height == pytest.approx(table.height)


@pytest.mark.parametrize(
    ("area", "below", "headed"),
    [
        (Area(-6.5, -1.8, -2.7, 2.9), True, True),
        (Area(-3.6, -0.9, -2.4, 2.9), True, True),
        (Area(-2.7, 2.7, -3.3, -0.6), False, True),
        (Area(-2.7, 2.7, -3, -1.4), False, False),
    ],
)
def test_both_waves_weights_stand_beside_while_y_is_read(reference: Run, area: Area, below: bool, headed: bool) -> None:
    """Every one of the cosine's and of the sine's, in the area, none touching another, a row for each.

    Where there is room for it, the sine's are below the cosine's; where names have none, weights wear their inks.
    """
    clock = reference.clocks[0]
    sums = [evidence_of(reference).weighed(probe) for probe in (clock.cos, clock.sin)]
    names, inks, seen = ("cosine", "sine"), ("#ff0000", "#00ff00"), np.ones((reference.p, 4))
    both = WeighedSums(sums, names, inks, seen, area, DARK)
    for (written, values, _), parts, name, ink in zip(both, sums, names, inks, strict=True):
        heads, texts = written[: -len(parts)], written[-len(parts) :]
        assert [head.markup for head in heads] == [name] * headed
        assert [text.markup for text in texts] == [words(weight(part.weight), 20, DARK.text).markup for part in parts]
        waves = values.points.reshape(len(parts), reference.p, 3)
        for text, part, wave in zip(texts, parts, waves, strict=True):
            assert text[0].get_color().to_hex().lower() == (DARK.text if headed else ink).lower()
            assert np.corrcoef(wave[:, 1], part.values)[0, 1] == pytest.approx(1)
            assert wave[:, 0].min() > text.get_right()[0] and wave[:, 1].mean() == pytest.approx(text.get_y(), abs=0.05)
            assert np.ptp(wave[:, 0]) > (0.6 if below else 0.25) * area.width, "wide enough to be read"
    first, second = (column[0].get_center() for column in both)
    assert (first[1] > second[1] and abs(first[0] - second[0]) < 0.1) == below
    boxes = [Area.around(text) for written, *_ in both for text in written]
    boxes += [
        Area(one[:, 0].min(), one[:, 0].max(), one[:, 1].min(), one[:, 1].max())
        for _, values, _ in both
        for one in values.points.reshape(-1, reference.p, 3)
    ]
    for number, box in enumerate(boxes):
        assert area.left <= box.left + 1e-6 and box.right <= area.right and box.top <= area.top
        assert area.bottom <= box.bottom
        assert all(min(box.overlap(other)) < 0 for other in boxes[:number])
    shown = play("probe_scene", reference).both
    assert [text.markup for column in shown for text in column[0]][1 : 1 + len(sums[0])] == [
        words(weight(part.weight), 20, DARK.text).markup for part in sums[0]
    ]


def test_more_weights_than_rows_stand_in_columns_as_long_as_each_other() -> None:
    area = Area(0, 6, 0, 2)
    blocks, deep, headed = seats_of([20, 19], area)
    assert (deep, headed) == (10, False) and min(blocks[0].overlap(blocks[1])) < 0
    assert seats_of([20, 19], Area(0, 6, 0, 20)) == (area_halves(Area(0, 6, 0, 20)), 20, True)


def area_halves(area: Area) -> list[Area]:
    middle = (area.bottom + area.top) / 2
    return [Area(area.left, area.right, middle, area.top), Area(area.left, area.right, area.bottom, middle)]


@watching("probe_scene", "play")
def goes_among_both(scene: ProbeScene, *moves: Any, **more: Any) -> list[tuple[list[Mobject], bool]]:
    """What of the sum that stood alone goes into both sums in a play, and whether each part goes to its own."""
    going = [move for move in moves if isinstance(move, ReplacementTransform)]
    if not (going and hasattr(scene, "both")):
        return []
    alone, (written, values, _) = scene.weighing.tracks, scene.both[1]
    starts, ends = [*alone.labels, alone.cloud], [*written[scene.both.headed :], values]
    to_its_own = [move.mobject for move in going] == starts and [move.target_mobject for move in going] == ends
    return [(starts, to_its_own and len(alone.cloud.points) == len(values.points))]


@watching("probe_scene", "all_of_them")
def there_before_all_speak(scene: ProbeScene) -> list[Mobject]:
    """All that stands before the beat in which every value speaks."""
    return [part for one in scene.mobjects for part in one.get_family()]


def test_the_sum_that_stood_alone_goes_on_among_both_and_is_nowhere_else(reference: Run) -> None:
    """Its weights and values move to where they stand below the cosine's: the weights are the very same."""
    scene = play("probe_scene", reference)
    ((alone, to_its_own),) = (one for found in scene.watched["goes_among_both"] for one in found)
    (family,) = scene.watched["there_before_all_speak"]
    assert to_its_own and alone and not any(part is one for part in family for one in alone)
    for written, values, _ in scene.both:
        assert all(sum(part is one for part in family) == 1 for one in (*written, values))


def test_y_s_own_values_fly_into_its_waves_all_of_a_number_into_one_point(reference: Run) -> None:
    """What a value of y is, less its mean, it is of x as well: the position adds the same to all."""
    clock, area = reference.clocks[0], Area(-6.5, -1.8, -2.7, 2.9)
    sums = [evidence_of(reference).weighed(probe) for probe in (clock.cos, clock.sin)]
    own = values_of(reference, 1) - values_of(reference, 1).mean(axis=0)
    for part in (part for parts in sums for part in parts):
        assert part.values == pytest.approx(own[:, part.column], abs=1e-5)
    p = reference.p
    both = WeighedSums(sums, ("cosine", "sine"), ("#ffffff", "#ffffff"), np.ones((p, 4)), area, DARK)
    ends = np.column_stack([np.linspace(0, 5, p), np.sin(np.arange(p)), np.zeros(p)])
    for number, (_, values, flying) in enumerate(both):
        cloud = PointCloud(ends, np.ones((p, 4)), 0.1)
        flies = both.pour(number, cloud, 2.0)
        assert flies.run_time == 2.0
        flies.begin()
        for time in (0.0, 0.3, 0.6, 1.0):
            flies.interpolate(time)
            assert cloud.points == pytest.approx(ends)
            assert (np.diff(cloud.colors[:, 3]) <= 1e-6).all(), "the first number first"
            way = np.linalg.norm(flying.points - values.points, axis=1).reshape(-1, p)
            whole = np.linalg.norm(np.tile(ends, (len(way), 1)) - values.points, axis=1).reshape(-1, p)
            assert way / whole == pytest.approx(np.tile((way / whole)[0], (len(way), 1))), "all of a number together"
            seen = flying.colors[:, 3].reshape(-1, p)
            assert not seen[:, (way[0] == 0) | (cloud.colors[:, 3] == 1)].any()
            assert (cloud.colors[:, 3] == float(time == 1)).all() == (time in (0.0, 1.0))
        assert flying.points == pytest.approx(np.tile(ends, (len(way), 1))) and (values.colors == 1).all()


def test_what_was_measured_stands_back_for_another_pair_and_comes_forward_as_it_was(reference: Run) -> None:
    pair, gone, comes = (
        play("probe_scene", reference).pair.copy(),
        *(words(text, 20, DARK.text) for text in ("gone", "comes")),
    )
    leaves, *dimmed = pair.stand_back()
    assert [move.mobject for move in dimmed] == pair.clouds and pair.waves[0] in leaves.mobject.get_family()
    assert all(cloud.target.opacity == pytest.approx(FAINT) for cloud in pair.clouds)
    leaves, *dimmed, enters = pair.come_forward([gone], [comes])
    assert [move.mobject for move in dimmed] == pair.clouds and gone in leaves.mobject.get_family()
    assert all(cloud.target.opacity == pytest.approx(1.0) for cloud in pair.clouds)
    assert {comes, pair.waves[0]} <= set(enters.mobject.get_family())


def test_a_sum_grows_as_its_value_arrives_and_stays_on_the_plot(reference: Run) -> None:
    """Until a value has come most of its way, the sum is as it was before; both are there in the end."""
    for clock in reference.clocks:
        probes = [clock.cos, clock.sin]
        parts = [evidence_of(reference).weighed(probe) for probe in probes]
        most = furthest(parts, [probe.output for probe in probes])
        look = (("cosine", "sine"), ("cos_x", "sin_x"), None, r_squared, Area(-1, 5, -2, 2), DARK)
        pair, highest = WavePair(probes, *look, reach=most), 0.0
        weighing = Weighing(parts[0], np.ones((reference.p, 4)), Area(-5, -2, -2, 2), DARK)
        for flies, grows in weighing.additions(pair, 0):
            flies.begin()
            grows.begin()
            start, before = flies.mobject.points.copy(), pair.clouds[0].points.copy()
            end = flies.target_mobject.points
            for share in (0.4, 0.6, 1.0):
                flies.interpolate(share)
                grows.interpolate(share)
                way = np.linalg.norm(flies.mobject.points - start) / np.linalg.norm(end - start)
                assert way > 0.4 and (share > 0.4 or pair.clouds[0].points == pytest.approx(before))
            whole = pair.clouds[0].points
            assert whole == pytest.approx(end) and flies.remover
            highest = max(highest, float(np.abs(whole[:, 1] - pair.panel.zero.get_y()).max()))
        assert highest <= pair.panel.side.height / 2 + 1e-6, "no point stands over what is written around the plot"
        assert WavePair(probes, *look).panel.reach == REACH < most


def test_all_values_fly_home_to_their_rows_and_are_gone_when_those_are_seen(reference: Run) -> None:
    clock, p = reference.clocks[0], reference.p
    sums = [evidence_of(reference).weighed(probe) for probe in (clock.cos, clock.sin)]
    look = (("cosine", "sine"), ("#ffffff", "#ffffff"), np.ones((p, 4)), Area(-6.5, -1.8, -2.7, 2.9), DARK)
    both = WeighedSums(sums, *look)
    table, _ = named_table(values_of(reference, 0), Area(-6.5, -1.8, -2.7, 2.9), "x", DARK)
    moves = both.go_home(table.cells_of)
    for parts, (written, values, flying), leaves, flies in zip(sums, both, moves[::2], moves[1::2], strict=True):
        assert leaves.mobject is written and list(flies.mobject) == [values, flying]
        assert leaves.remover and flies.remover, "nothing of them stays"
        flies.begin()
        flies.interpolate(0.7)
        home = values.points.reshape(len(parts), p, 3)
        for part, row in zip(parts, home, strict=True):
            assert row == pytest.approx(table.cells_of(part.column))
            assert row[7] == pytest.approx(table.cell(7, int(np.flatnonzero(table.rows == part.column)[0])))
        assert (values.colors[:, 3] == 1).all()
        flies.interpolate(1.0)
        assert not values.colors[:, 3].any()


@watching("probe_scene", "what_for")
def there_at_the_end(scene: ProbeScene) -> list[Mobject]:
    """All that stands before the last beat."""
    return [part for one in scene.mobjects for part in one.get_family()]


def test_nothing_of_the_weights_stays_when_all_values_speak(reference: Run) -> None:
    scene = play("probe_scene", reference)
    ((*family,),), both = scene.watched["there_at_the_end"], scene.both
    assert family and not any(part is one for one in both.get_family() for part in family)


def test_a_low_table_has_its_first_and_last_number_beside_what_is_above_it() -> None:
    """So that it gets the height of the line below, where that is much of it; nothing touches anything."""
    low, high, values = Area(-4, 4, 0, 1.5), Area(-4, 4, -2, 2), np.ones((113, 4))
    table, (head, *ends) = named_table(values, low, "x", DARK, "all values")
    assert [end.markup for end in ends] == [words(text, 20, DARK.dim).markup for text in ("0", "112")]
    assert table.get_bottom()[1] == pytest.approx(low.bottom) and min(end.get_y() for end in ends) > table.get_top()[1]
    assert ends[0].get_right()[0] < head.get_left()[0] and head.get_right()[0] < ends[1].get_left()[0]
    assert max(part.get_top()[1] for part in (head, *ends)) <= low.top
    above, (_, across, *below) = named_table(values, high, "x", DARK, "all values")
    assert max(part.get_top()[1] for part in (across, *below)) < above.get_bottom()[1]
    crowded, (_, across, *_) = named_table(values, low, "x", DARK, "so many words " * 5)
    assert across.get_top()[1] < crowded.get_bottom()[1], "where they have no room beside it, they stand below"
