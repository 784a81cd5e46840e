"""What neurons_scene says of the reference run: its combs, its waves, and that a renaming changes nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import numpy as np
import pytest
from manim import ManimColor, VGroup

from tests.conftest import alone, evidence_of
from tests.moves import bring
from tests.test_every_prime import play as play_with
from tests.test_stage import lines_of, play, watching
from transparent_box.model.analysis.renamed import Renamed
from transparent_box.model.runs.run import Run
from transparent_box.model.transformer import forward
from transparent_box.scenes.look.frame import ASPECTS, Area, Frame
from transparent_box.scenes.look.numbers import percent
from transparent_box.scenes.look.operations import OPERATIONS
from transparent_box.scenes.look.theme import DARK
from transparent_box.scenes.mobjects.network.live_layer import layer_asked, table_shape
from transparent_box.scenes.mobjects.network.named_tracks import (
    AHEAD,
    COMING,
    DIMMED,
    FADES,
    FILL,
    LIT,
    OVER,
    NamedTracks,
)
from transparent_box.scenes.mobjects.network.other_names import OtherNames
from transparent_box.scenes.mobjects.network.renamed_sums import RenamedSums
from transparent_box.scenes.mobjects.network.track_readings import TrackReadings
from transparent_box.scenes.mobjects.words.lettering import words
from transparent_box.scenes.neurons_scene import NeuronsScene
from transparent_box.scenes.output.job import Job
from transparent_box.scenes.output.jobs import stage_job
from transparent_box.scenes.stage.furniture import Furniture


def waves_of(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each column's strongest frequency, and its share of the variance, by least squares."""
    n, about = np.arange(len(values)), values - values.mean(axis=0)
    shares = []
    for k in range(1, len(values) // 2 + 1):
        angle = 2 * np.pi * k * n / len(values)
        design = np.stack([np.cos(angle), np.sin(angle)], axis=1)
        rest = about - design @ np.linalg.lstsq(design, about, rcond=None)[0]
        shares.append(1 - np.square(rest).sum(axis=0) / np.square(about).sum(axis=0))
    return np.argmax(shares, axis=0) + 1, np.max(shares, axis=0)


def test_the_trained_network_itself_draws_combs_and_its_renamed_self_waves(reference: Run) -> None:
    """Values from the weights on disk, in the names they were trained with."""
    found, trained = evidence_of(reference).readings(), Run(reference.folder, naming="trained")
    y = np.arange(reference.p)
    values = forward(trained.weights, np.zeros_like(y), y).mlp_pre[:, found.neurons]
    assert found.values == pytest.approx(values, abs=1e-5)
    fast, shares = waves_of(values)
    assert shares.min() > 0.92 and fast.min() >= 14, "waves already, but too fast to be seen as such"
    renamed = np.empty_like(values)
    renamed[7 * y % 113] = values
    slow, same = waves_of(renamed)
    assert same == pytest.approx(shares) and sorted(slow.tolist()) == [2, 2, 5, 5, 6, 6, 22]
    assert found.frequencies.tolist() == [fast.tolist(), slow.tolist()]
    assert found.neurons[found.slowed] == 205 and fast[found.slowed] == 7 * slow[found.slowed] == 42


def test_no_score_changes(reference: Run) -> None:
    """The weights with their columns in another order, asked by the other names, answer alike.

    To the last bit where a product adds up every column in the same order, which not every machine need do.
    """
    found = evidence_of(reference).renamed
    assert found.change < 1e-4 and found.right == (113**2, 113**2)
    trained = Run(reference.folder, naming="trained").weights
    for x, y in ((3, 5), (34, 56), (80, 46)):
        alone = forward(trained, np.array([x]), np.array([y])).logits[0]
        assert found.before[x, y] == pytest.approx(alone[:113], abs=1e-4)
        score = reference.activations.logits[7 * x % 113, 7 * y % 113, 7 * (x + y) % 113]
        assert score == pytest.approx(found.before[x, y, (x + y) % 113], abs=1e-4)


def test_what_is_said_and_shown(reference: Run) -> None:
    scene = play("neurons_scene", reference)
    lines = [beat.line for beat in scene.beats]
    assert "all 512 neurons" in lines[0] and "seven" in lines[0]
    assert "1 “7”, 2 “14”, 3 “21”" in lines[3] and evidence_of(reference).renamed.closeness in lines[6]
    assert 45 <= scene.beats[-1].end <= 75
    values = evidence_of(reference).readings().in_order.values[0]
    texts = [number[0].markup.replace("\\", "").replace("−", "-") for number in scene.numbers]
    assert [float(text) for text in texts] == pytest.approx(values, abs=0.006)


def test_dots_keep_their_height_as_they_slide() -> None:
    values, names = np.array([[0.0, 1.0], [0.5, -1.0], [-1.0, 0.2], [1.0, 0.0], [0.3, 0.1]]), np.array([0, 2, 4, 1, 3])
    labels = [words(name, 23, "#ffffff") for name in "ab"]
    tracks = NamedTracks(values, names, labels, np.ones((5, 4)), Area(-6, 6, -2, 2), DARK).read(4)
    before = tracks.dots()
    after = tracks.slide([0, 1], slice(None), 1).dots()
    assert np.array_equal(before[..., 1], after[..., 1])
    assert after[..., 0] == pytest.approx(before[:, names, 0])
    assert tracks.read(2).cloud.colors[:, 3].tolist() == 2 * [1, 1, 1, 0, 0]
    tracks.focus = 1
    assert tracks.magnify(1).cloud.colors[:, 3].tolist() == 5 * [0] + [1, 1, 1, 0, 0]
    assert tracks.levels()[0][1] == pytest.approx((tracks.area.top + tracks.area.bottom + 0.45) / 2)


def test_tracks_move_to_an_area_while_one_of_them_grows() -> None:
    values, start, end = np.array([[0.0, 1.0], [0.5, -1.0]]), Area(-6, 0, -2, 2), Area(-6, 6, -3, 3)
    labels = [words(name, 23, "#ffffff") for name in "ab"]
    tracks = NamedTracks(values, np.array([0, 1]), labels, np.ones((2, 4)), start, DARK).read(1)
    move = tracks.moving(end, 1.0)
    move.begin()
    for share, area in ((0.0, start), (0.5, start.towards(end, 0.5)), (1.0, end)):
        move.interpolate(share)
        assert astuple(tracks.area) == pytest.approx(astuple(area)) and tracks.zoom == pytest.approx(share)
    back = tracks.moving(start, 0.0)
    back.begin()
    back.interpolate(0.5)
    assert tracks.zoom == pytest.approx(0.5)
    back.interpolate(1.0)
    assert (tracks.area, tracks.zoom) == (start, 0.0)


@pytest.mark.parametrize("focus", range(4))
def test_a_track_grows_where_the_others_give_way_and_none_is_drawn_over_the_numerals(focus: int) -> None:
    """Whatever is seen at any time stays between the area's top and its foot, and no track is seen in another."""
    values, area = np.array([[1.0, -1, 0.5, 1], [-1.0, 1, 1, -1]]), Area(-6, 6, -2, 2)
    tracks = NamedTracks(values, np.arange(2), [words(n, 23, "#ffffff") for n in "abcd"], np.ones((2, 4)), area, DARK)
    tracks.focus, low, before = focus, tracks.read(1).numerals.get_top()[1], np.ones(4)
    (levels, reach), others = tracks.levels(), [n for n in range(4) if n != focus]
    for zoom in np.linspace(0, 1, 101):
        cloud, seen = tracks.magnify(float(zoom)).cloud, tracks.seen_beside()
        shown = cloud.points[cloud.colors[:, 3] > 0]
        assert low < shown[:, 1].min() and shown[:, 1].max() < area.top
        assert seen[focus] == 1 and (seen <= before).all() and (before - seen).max() < 0.16, "bit by bit"
        here, large = (each[focus] for each in tracks.levels())
        between = (np.abs(levels - here) * FILL - large / 2) / reach[0] - 0.5  # of the room that a track has
        assert all(between[n] < FADES - OVER for n in others if seen[n] < 1), "not before it comes near"
        assert all(between[n] > -OVER for n in others if seen[n]), "gone before it is grown over"
        assert all(
            label[0].get_fill_opacity() == pytest.approx(share)
            for label, share in zip(tracks.labels, seen, strict=True)
        )
        before = seen
    assert large == pytest.approx(4 * reach[0]) and not seen[others].any()


def test_dots_take_the_color_of_their_other_name_as_the_count_comes_to_them() -> None:
    """Until then they keep the one they had, dimmed; none changes at once."""
    names = 7 * np.arange(113) % 113
    old = np.column_stack([np.linspace(0, 1, 113), np.full((113, 2), 0.5), np.ones(113)])
    tracks = NamedTracks(np.zeros((113, 1)), names, [words("a", 23, "#ffffff")], old, Area(-6, 6, -2, 2), DARK)
    assert np.array_equal(tracks.read(112).swept(names, 0).inks, old), "none has changed yet"
    inks = tracks.swept(names, 50).inks
    assert inks[names <= 50] == pytest.approx(old[names[names <= 50]])
    ahead = names > 50 + COMING
    assert inks[ahead, :3] == pytest.approx(old[ahead, :3]) and inks[ahead, 3] == pytest.approx(AHEAD)
    steps = [tracks.swept(names, number).inks for number in range(113)]
    assert np.abs(np.diff(steps, axis=0)).max() < 2 / COMING
    assert steps[-1] == pytest.approx(old[names])


def test_the_first_dots_alone_are_bright_and_take_their_names_along() -> None:
    """The first, 3, is now 1: where names of those before it belong, numerals stand. Then the others follow."""
    values, names = np.array([[0.0], [0.5], [-1.0], [1.0], [0.3]]), np.array([0, 2, 4, 1, 3])
    tracks = NamedTracks(values, names, [words("a", 23, "#ffffff")], np.ones((5, 4)), Area(-6, 6, -2, 2), DARK).read(4)
    signs = OtherNames(tracks, 1, "#ffffff")
    (sign,), old = signs, signs.called(3, 3)
    assert signs.numbers == [3]
    assert tracks.single_out([3], 1.0).cloud.colors[:, 3].tolist() == pytest.approx([*3 * [DIMMED], 1, DIMMED])
    assert tracks.followed.colors[:, 3].tolist() == [0, 0, 0, 1, 0]
    assert tracks.followed.radius == pytest.approx(LIT * tracks.cloud.radius)
    assert old.markup == "3" and old.get_x() == pytest.approx(tracks.across(3))
    for move in signs.rename(3, old):
        move.begin()
        move.interpolate(1.0)
    assert tracks.slid.tolist() == [[0, 0, 0, 1, 0]]
    assert [name.markup for name in sign[:2]] == ["1", "1"] and tracks.dots()[0, 3, 0] == pytest.approx(
        tracks.across(1)
    )
    assert [old.get_x(), *(name.get_x() for name in sign[:2])] == pytest.approx([tracks.across(1)] * 3)
    assert old.get_fill_opacity() == 0, "one name at a time"
    assert sign[2].get_end()[0] == pytest.approx(tracks.across(1)), "the bow leads there"
    tracks.rename_rest()(1.0)
    assert not tracks.lit.any()
    assert tracks.slid.tolist() == [[1] * 5] and tracks.cloud.colors[:, 3].tolist() == [1] * 5


def test_without_another_name_nothing_slides(toy_run: Run) -> None:
    assert toy_run.renaming.multiplier == 1
    lines = [beat.line for beat in play("neurons_scene", toy_run).beats]
    assert len(lines) == 4 and "wave" not in lines[1] + lines[3]


def test_of_a_neuron_without_a_frequency_it_is_told_how_much_of_it_one_wave_is(toy_run: Run) -> None:
    """Its neurons are no noise: of the one that is shown, a single wave makes up most."""
    scene = play("neurons_scene", toy_run)
    neuron = int(scene.found.neurons[scene.tracks.focus])
    power = np.abs(np.fft.rfft(toy_run.activations.mlp_pre[0, :, neuron].astype(float))[1:]) ** 2
    share, said = power.max() / power.sum(), lines_of(scene)["look_at_one"]
    assert 0.5 < share < 0.9 and said.endswith(f"neuron {neuron}. One wave makes up {percent(share)} of it.")


def test_without_an_exam_that_was_told_of_the_layer_comes_out_of_the_strip(toy_folder: Path, tmp_path: Path) -> None:
    """Of a network that came alone there is no board to come from."""
    job = Job("neurons_scene", alone(toy_folder, tmp_path / "alone"), "l", 15, "png", media=tmp_path)
    with stage_job(job) as scene:
        scene.render()
        assert scene.exam_told() is None and len(scene.beats) == 4


def test_another_first_number_can_be_asked_for(reference: Run, tmp_path: Path) -> None:
    assert "ask it 5\u00a0+\u00a00:" in play_with("neurons_scene", reference, tmp_path, first=5)[0]


@pytest.mark.parametrize(("count", "shape"), [(512, (16, 32)), (64, (8, 8)), (7, (1, 7)), (12, (3, 4))])
def test_a_table_has_a_cell_for_each_neuron(count: int, shape: tuple[int, int]) -> None:
    assert table_shape(count) == shape


def test_how_alike_scores_are_is_said_as_it_is() -> None:
    scores, answers = np.zeros((2, 2, 2)), np.zeros((2, 2), np.int64)
    assert Renamed(scores, scores, answers, (4, 4)).closeness == "to the last digit"
    for change, told in [(2.9e-6, "0.000003"), (1.4e-6, "0.000002"), (9.6e-5, "0.0001"), (3, "3"), (99, "100")]:
        assert Renamed(scores, scores + change, answers, (4, 4)).closeness == f"to within {told}"


def test_scores_below_zero_have_a_true_minus() -> None:
    scores, answers = np.full((4, 4, 4), -1.5), np.zeros((4, 4), np.int64)
    assert Renamed(scores, scores + 1, answers, (4, 4)).written([(0.25, 0.5)]) == (["−1.50000"], ["−0.50000"])


@pytest.mark.parametrize("aspect", ASPECTS)
def test_old_sums_stay_dimmed_beside_the_new_ones(aspect: str) -> None:
    """Or above them where it is narrow: the sum by its old names, by its new ones, and the one score of both."""
    stage = Furniture()
    stage.frame = Frame(aspect, 720)
    _, side = stage.parted(*((0.4, 0.57, 0.0) if stage.frame.ratio > 1 else (0.5, 0.57, np.inf)))
    old, new = np.array([[3, 34], [5, 56], [8, 90]]), np.array([[21, 108], [35, 96], [56, 91]])
    sums = RenamedSums(
        OPERATIONS["x+y"], old, new, (["37.82084", "37.57131"], ["37.82085", "37.57131"]), "12,769", side, DARK
    )
    assert sums.beside, "in squares, too, where they stand above the waves"
    for one, other, score in zip(sums.equations, sums.renamed, sums.scores, strict=True):
        first, second = (Area.around(names) for names in (one, other))
        across, up = first.overlap(second)
        assert (across if sums.beside else up) < -0.1 and score.get_left()[0] - second.right > 0.2
        middle = one.get_y() if sums.beside else (one.get_y() + other.get_y()) / 2
        assert score.get_y() == pytest.approx(middle, abs=0.05)
    rows = sorted((Area.around(part) for part in (*sums.all[:3], sums.count)), key=lambda area: area.top)
    assert rows[0].bottom >= side.bottom - 0.01 and rows[-1].top <= side.top + 0.01
    assert max(line.width for line in sums.all) <= side.width + 1e-6
    for first, again in sums.scores:
        assert first[0].get_fill_opacity() == 1 and again[0].get_fill_opacity() == 0
        assert first.get_right() == pytest.approx(again.get_right()), "in one place"
    bring(sums.rename())
    assert [again.markup for _, again in sums.scores] == ["37.82085", "37.57131"], "asked again, and not the same text"
    assert all(first[0].get_fill_opacity() == 0 and again[0].get_fill_opacity() == 1 for first, again in sums.scores)
    assert all(0.4 < one.family_members_with_points()[0].get_fill_opacity() < 0.6 for one in sums.equations)
    assert all(one.family_members_with_points()[0].get_fill_opacity() == 1 for one in sums.renamed)


@pytest.mark.parametrize(("size", "shape"), [((5.4, 1.2), (32, 16)), ((5.2, 5.2), (16, 32))])
def test_the_table_of_neurons_lies_where_that_makes_its_cells_larger(
    size: tuple[float, float], shape: tuple[int, int]
) -> None:
    values = np.linspace(-1, 1, 2 * 512).reshape(2, 512)
    layer = layer_asked(0, values, [0, 511], Area(0, size[0], 0, size[1]), DARK)
    assert layer.shape == layer.table.colors.shape[:2] == shape
    assert layer.table.colors[0, -1] == pytest.approx(layer.neurons[0, 0]), "in reading order"
    assert layer.table.colors[-1, 0] == pytest.approx(layer.neurons[0, 511])


def test_every_value_comes_out_of_its_cell_and_rows_are_ordered_as_cells_are(reference: Run) -> None:
    """The bar as the cell itself; its ring comes along, and its number where it stands, or else it crosses the names.

    Where there is no room for bars, the numbers come out of the cells, small.
    """
    found, scene = evidence_of(reference).readings(), play("neurons_scene", reference)
    ordered = found.in_order
    assert ordered.neurons.tolist() == sorted(found.neurons.tolist())
    for neuron, values in zip(ordered.neurons, ordered.values.T, strict=True):
        assert values == pytest.approx(reference.activations.mlp_pre[0, found.names, neuron])
    written = [label.markup.removeprefix("neuron ") for label in scene.tracks.labels]
    assert written == [str(neuron) for neuron in ordered.neurons]
    places = [ring.get_center() for ring in scene.layer.rings]
    assert [-round(y, 6) for _, y, _ in places] == sorted(-round(y, 6) for _, y, _ in places), "from the top"
    readings = TrackReadings(ordered.values[0], scene.tracks, DARK)
    layer = layer_asked(0, scene.layer.neurons[..., 0], ordered.neurons.tolist(), Area(-6, 0, -3, 3), DARK)
    sent = layer.send(2, readings[2])
    sent.begin()
    columns, rows = layer.shape
    row, column = divmod(int(ordered.neurons[2]), columns)
    cell = layer.table.cell(column, rows - 1 - row)
    ring, text, bar = (move.mobject for move in sent.animations)
    for part in (ring, bar):
        assert part.get_center() == pytest.approx(cell)
    assert text.get_left()[0] > scene.tracks.labels[2].get_right()[0] and text[0].get_fill_opacity() == 0
    assert bar.width == pytest.approx(layer.table.cell_size[0])
    assert ManimColor(bar.get_fill_color()).to_rgb() == pytest.approx(
        layer.table.colors[column, rows - 1 - row, :3], abs=0.01
    )
    sent.interpolate(0.5)
    assert ring.get_stroke_opacity() > 0 and text[0].get_fill_opacity() == 0
    sent.interpolate(1.0)
    assert list(layer.rings) == [ring] and ring.get_stroke_opacity() == 1 == text[0].get_fill_opacity()
    assert [zero is reading[1] for zero, reading in zip(readings.zeros, readings, strict=True)] == [True] * 7
    alone = VGroup(readings[3][0])
    (ringed, comes) = layer.send(3, alone).animations
    comes.begin()
    assert comes.mobject is alone[0] and comes.mobject.get_center() == pytest.approx(ringed.mobject.get_center())


@watching("neurons_scene", "grow")
def told_as_it_grows(scene: NeuronsScene, *_: Any, told: Sequence[Any] = (), **__: Any) -> list[Any]:
    """What fades in while the layer grows."""
    return list(told)


def test_names_and_zeros_stand_where_the_values_will_before_the_first_one_comes(reference: Run) -> None:
    """Half of the picture would be empty."""
    scene = play("neurons_scene", reference)
    (told,) = scene.watched["told_as_it_grows"]
    assert any(one is scene.tracks.labels for one in told)
    assert list(told[-1]) == list(scene.numbers.zeros) and len(told[-1]) == 7


@pytest.mark.parametrize("size", [(5.4, 1.2), (5.2, 5.2), (7.0, 5.0)])
def test_the_number_that_is_asked_stands_above_its_switch_and_counts(size: tuple[float, float]) -> None:
    values = np.zeros((113, 512))
    layer = layer_asked(112, values, [0], Area(0, size[0], 0, size[1]), DARK)
    heads = layer.submobjects[-1]
    for number in (0, 7, 112):
        layer.show(number)
        (part,) = layer.number
        assert part.points == pytest.approx(layer.number.states[number][0].points)
        assert layer.number.states[number].markup == str(number)
        assert layer.number.get_x() == pytest.approx(layer.columns.place(1, 0)[0], abs=0.02)
        assert heads[0].get_right()[0] < layer.number.get_left()[0], "clear of x"
        assert layer.number.get_right()[0] < heads[1].get_left()[0], "and of the sign"


def test_readings_stand_as_bars_where_there_is_room_and_go_down_to_the_first_dots() -> None:
    """From one zero to each side as far as their values tell; as stems they end where the first dots' do."""
    values, names = np.array([[-0.9, 0.3, 0.6], [0.5, -1.0, 0.2]]), np.array([0, 1])
    labels = [words(name, 23, "#ffffff") for name in "abc"]
    tracks = NamedTracks(values, names, labels, np.ones((2, 4)), Area(-3, 3, -2, 2), DARK).read(0)
    readings = TrackReadings(2 * values[0], tracks, DARK)
    zeros = [zero.get_x() for _, zero, _ in readings]
    ends = [
        (bar.get_left if value < 0 else bar.get_right)()[0]
        for value, (_, _, bar) in zip(values[0], readings, strict=True)
    ]
    assert zeros == pytest.approx([zeros[0]] * 3)
    assert np.divide(np.subtract(ends, zeros), values[0]) == pytest.approx([(ends[2] - ends[0]) / 1.5] * 3)
    assert ends[2] == pytest.approx(3), "to the edge"
    assert ends[0] > max(text.get_right()[0] for text, *_ in readings), "clear of the numbers"
    bring(readings.set_down())
    for (text, _, bar), level, dot in zip(readings, tracks.levels()[0], tracks.dots()[:, 0], strict=True):
        assert text.get_center() == pytest.approx(dot) and bar.get_x() == pytest.approx(dot[0])
        assert sorted((bar.get_bottom()[1], bar.get_top()[1])) == pytest.approx(sorted((level, dot[1])))
        assert bar.get_fill_opacity() == 0 == text.family_members_with_points()[0].get_fill_opacity()
    tracks.area = Area(-1, 1, -2, 2)
    assert [len(reading) for reading in TrackReadings(values[0], tracks.place(), DARK)] == [1] * 3


def test_a_line_joins_the_dots_of_a_wave_that_is_too_fast_for_the_eye(reference: Run) -> None:
    """By its own frequency, measured, through its dots; slow waves have none, nor does a network without waves."""
    found = evidence_of(reference).readings().in_order
    (fast,) = np.flatnonzero(found.frequencies[1] > 113 / 12)
    assert [*found.fast] == [fast] and found.neurons[fast] == 240
    line, dots = found.fast[int(fast)][:: len(found.fast[int(fast)]) // 112], np.empty(113)
    dots[found.names] = found.reaches[:, fast]
    assert np.corrcoef(line, dots)[0, 1] ** 2 > 0.95
    tracks = play("neurons_scene", reference).tracks
    (thread,) = tracks.threads
    assert tracks.threaded == 1 and thread.colors[0, 3] > 0.5
    ends, (levels, reach) = thread.curves()[0][[0, -1]], tracks.levels()
    assert ends[:, 0] == pytest.approx(tracks.across(np.array([0, 112])))
    assert ends[:, 1] == pytest.approx(levels[fast] + reach[fast] * line[[0, -1]])


def test_no_line_is_seen_before_it_is_asked_for_nor_without_other_names(toy_run: Run) -> None:
    values, names = np.array([[0.0, 1.0], [0.5, -1.0]]), np.array([0, 1])
    labels = [words(name, 23, "#ffffff") for name in "ab"]
    tracks = NamedTracks(values, names, labels, np.ones((2, 4)), Area(-6, 0, -2, 2), DARK, {1: np.zeros(5)}).read(1)
    assert tracks.threads[0].colors[0, 3] == 0 < tracks.thread(0.5).threads[0].colors[0, 3]
    assert tracks.magnify(1.0).threads[0].colors[0, 3] == 0, "the one in focus is alone"
    assert not play("neurons_scene", toy_run).tracks.threads


@pytest.mark.parametrize("aspect", ASPECTS)
def test_rows_of_dots_are_no_carpet(
    aspect: str, reference: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While y counts, a dot takes at most a sixth of its row's height, and no more than its neighbor leaves it.

    But in wide frames rows have all of the width.
    """
    tall = Frame(aspect, 720).ratio <= 1
    with stage_job(Job("neurons_scene", reference.folder, "l", 15, "png", aspect=aspect, media=tmp_path)) as scene:
        found = evidence_of(reference).readings()
        labels = [words(f"neuron {neuron}", 23, "#ffffff") for neuron in found.neurons]
        monkeypatch.setattr(NeuronsScene, "seven_readings", Mock(side_effect=InterruptedError))
        with pytest.raises(InterruptedError):
            scene.construct()  # but for its beats
        main, side = scene.main, scene.side
        assert not tall or side.width == scene.content.width
        tracks = NamedTracks(found.reaches, found.names, labels, np.ones((113, 4)), side, DARK).read(112)
    pitch = tracks.levels()[0][0] - tracks.levels()[0][1]
    assert 2 * tracks.cloud.radius < pitch / 6
    assert tracks.cloud.radius <= tracks.across(1) - tracks.across(0) + 1e-9
    assert not tall or side.height > 1.3 * main.height, "what is told is drawn in the larger part"


def test_the_sweep_by_new_names_goes_on_in_every_frame() -> None:
    """Its front stands between two numbers, too: each dot that it passes changes, and the more, the nearer it is."""
    names, labels, seen = np.arange(113)[::-1], [words("a", 23, "#ffffff")], np.ones((113, 4))
    tracks = NamedTracks(np.zeros((113, 1)), names, labels, seen, Area(-6, 6, -2, 2), DARK).read(112)
    light = [float(tracks.swept(names, 112 * frame / 150).cloud.colors[:, 3].sum()) for frame in range(20, 140)]
    assert (np.diff(light) > 1e-3).all()
