"""What spectrum_scene says of the reference run: one neuron's wave, all neurons' frequencies, and other seeds'."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from manim import ManimColor, Transform

from tests.conftest import evidence_of
from tests.test_every_prime import play as play_with
from tests.test_stage import play, watching
from transparent_box.model.analysis.winding import FrequencyMap, Winding, by_frequency
from transparent_box.model.runs.run import Run
from transparent_box.model.storage import RunError
from transparent_box.model.sweeps.seeds import read_seeds
from transparent_box.scenes.look.colormaps import ramp
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import DARK, POINT, Time
from transparent_box.scenes.mobjects.spectra.fitted_wave import TURNS_DIM, FittedWave
from transparent_box.scenes.mobjects.spectra.seed_panels import DIMS, FAINT
from transparent_box.scenes.mobjects.spectra.spectrum_bars import Spectrum, SpectrumBars, across
from transparent_box.scenes.mobjects.spectra.spectrum_map import ALL, LEAVES, REST, STANDS, TIPPED, SpectrumMap
from transparent_box.scenes.mobjects.spectra.traced_wave import TracedWave
from transparent_box.scenes.mobjects.spectra.turned_row import TurnedRow
from transparent_box.scenes.mobjects.spectra.winding_circle import (
    BACK,
    CHORDS,
    CLEAR,
    WindingCircle,
    for_circle_and_bars,
)
from transparent_box.scenes.mobjects.words.lettering import words
from transparent_box.scenes.spectrum_scene import SpectrumScene


def test_one_bar_stands_and_its_wave_is_the_points(reference: Run) -> None:
    """By least squares over all frequencies instead of by winding."""
    found, n = evidence_of(reference).winding(205), np.arange(reference.p)
    fits = []
    for k in range(1, 57):
        angle = 2 * np.pi * k * n / reference.p
        design = np.stack([np.cos(angle), -np.sin(angle)], axis=1)
        a, b = np.linalg.lstsq(design, found.values, rcond=None)[0]
        rest = found.values - design @ [a, b]
        fits.append((np.hypot(a, b), np.arctan2(b, a), 1 - np.square(rest).sum() / np.square(found.values).sum()))
    amplitudes = np.array([fit[0] for fit in fits])
    assert found.amplitudes == pytest.approx(amplitudes)
    k, amplitude, phase, r2 = found.wave
    assert k == 6 and (amplitude, phase, r2) == pytest.approx(fits[5]) and r2 > 0.98
    assert np.sort(amplitudes)[-2] < 0.15 * amplitude, "one bar stands"
    pixels = reference.activations.mlp_pre[0, :, 205]
    assert found.values == pytest.approx(pixels - pixels.mean(), abs=1e-5)


def test_there_are_as_many_columns_as_key_frequencies_and_the_rest_is_counted(reference: Run) -> None:
    found, fve = evidence_of(reference).frequency_map, evidence_of(reference).neuron_fve
    assert [k for k, _ in found.blocks] == reference.key_frequencies and len(found.blocks) == 5
    pure = fve.max(axis=1) >= 0.85
    assert sum(size for _, size in found.blocks) == pure.sum() == 466 and found.rest == (~pure).sum() == 46
    start = 0
    for k, size in found.blocks:
        block = found.shares[start : start + size]
        assert (block.argmax(axis=1) == k - 1).all() and (block[:, k - 1] >= 0.85).all()
        assert (np.diff(block[:, k - 1]) <= 0).all(), "the purest first"
        start += size
    assert np.sort(found.shares.max(axis=1)) == pytest.approx(np.sort(fve.max(axis=1))), "none is left out"


def test_copies_of_the_points_meet_in_their_mean_while_the_points_wait() -> None:
    """From where each stands to the arrow's tip, the points dim meanwhile and as they were at the end; none is gone."""
    n, values = np.arange(11), np.cos(6 * np.pi * np.arange(11) / 11 + 0.5)
    wound, bars = Winding(0, values).wound, SpectrumBars(Spectrum(np.ones(5), 1.0, [3]), Area(0, 4, -2, 2), DARK)
    for turns, off in (1, 0.0), (3, 0.5):
        circle = WindingCircle(wound, bars, np.ones((len(n), 4)), Area(-5, -1, -2, 2), DARK).draw(turns)
        placed, mean, thread = circle.cloud.points.copy(), circle.tip.get_center(), circle.thread.colors.copy()
        assert np.linalg.norm(mean - circle.middle) == pytest.approx(off * circle.scale_of, abs=1e-9)
        move = circle.meeting()
        move.begin()
        spread, dimmed = [], []
        for time in np.linspace(0, 1, 51):
            move.interpolate(time)
            assert circle.cloud.points == pytest.approx(placed) and circle.tip.get_center() == pytest.approx(mean)
            assert circle.copies.points.mean(axis=0) == pytest.approx(mean), "they keep their mean"
            spread.append(np.linalg.norm(circle.copies.points - mean))
            dimmed.append(circle.cloud.colors[0, 3])
        assert spread[0] == pytest.approx(np.linalg.norm(placed - mean)) and (np.diff(spread) <= 1e-9).all()
        assert spread[-6] == pytest.approx(0, abs=1e-6) and not circle.copies.colors[:, 3].any()
        assert min(dimmed) == pytest.approx(BACK) and dimmed[0] == dimmed[-1] == 1
        assert circle.thread.colors == pytest.approx(thread)


def test_what_is_said(reference: Run) -> None:
    scene = play("spectrum_scene", reference)
    lines = [beat.line for beat in scene.beats]
    assert "up to 56 turns" in lines[2] and "only once, at six:" in lines[2]
    assert "all 512 neurons" in lines[4] and "five columns" in lines[4]
    assert "466 neurons" in lines[5] and "other 46" in lines[5]
    assert 40 <= scene.beats[-1].end <= 75
    found = evidence_of(reference).frequency_map
    strong = found.shares >= 0.1
    assert (strong[-found.rest :].sum(axis=1) >= 2).mean() > 0.5, "most of the rest mix several"


def test_of_the_rest_it_is_told_how_many_mix_several() -> None:
    keeps, mixes, faint = [0.9, 0.05, 0.0], [0.5, 0.2, 0.1], [0.8, 0.05, 0.05]

    def told(*rest: list[float]) -> str:
        shares = np.array([keeps, keeps, *rest])
        shade = partial(ramp, DARK.neurons[1:])
        return SpectrumMap(FrequencyMap(shares, [(1, 2)], len(rest)), shade, Area(-6, 6, -3, 3), True, DARK).sentence

    assert told() == "All 2 neurons keep to one frequency each."
    assert told(mixes) == "2 neurons keep to one frequency. The last one mixes several."
    assert told(mixes, mixes) == "2 neurons keep to one frequency. The other 2 mix several."
    assert told(mixes, mixes, faint).endswith("Of the other 3, most mix several.")
    assert told(mixes, faint).endswith("Of the other 2, some mix several.")


def test_what_is_kept_of_a_run_s_choice_has_the_names_it_was_trained_with(reference: Run) -> None:
    shares, sizes = evidence_of(reference).trained_spectrum
    trained = Run(reference.folder, naming="trained")
    assert (np.flatnonzero(sizes) + 1).tolist() == trained.key_frequencies == [14, 35, 41, 42, 52]
    assert shares == pytest.approx(evidence_of(trained).neuron_fve.mean(axis=0), abs=1e-6)
    clusters = evidence_of(trained).clusters
    assert sizes.tolist() == [len(clusters.get(k, ())) for k in range(1, len(sizes) + 1)]


def test_every_network_is_shown_by_the_same_names(reference: Run) -> None:
    """A frequency's bar stands where its wave is slowed to, for others as for this one: by counting turns anew."""
    panels = play("spectrum_scene", reference).panels
    assert panels[0].lit.tolist() == reference.key_frequencies == [2, 5, 6, 22, 41]
    assert panels[0].heights == pytest.approx(evidence_of(reference).neuron_fve.mean(axis=0), abs=1e-8)
    numbers, p = np.arange(reference.p), reference.p
    for seed, panel in zip(read_seeds(), panels[1:], strict=True):
        shown = []
        for k in seed.frequencies:
            renamed = np.empty(p)
            renamed[7 * numbers % p] = np.cos(2 * np.pi * k * numbers / p)
            shown.append(int(np.abs(np.fft.rfft(renamed)).argmax()))
            assert panel.heights[shown[-1] - 1] == pytest.approx(float(seed.shares[k - 1]), abs=1e-6)
        assert sorted(shown) == panel.lit.tolist()
    assert panels[1].lit.tolist() == [2, 16, 17, 30]


def test_columns_come_down_onto_bars_in_the_same_places(reference: Run) -> None:
    scene = play("spectrum_scene", reference)
    large, field = scene.panels.large, scene.map.area
    assert [large.across(k) for k in (1, 56)] == pytest.approx([across(field, k, 56) for k in (1, 56)])
    assert large.area.bottom == field.bottom and (large.heights == scene.panels[0].heights).all()


def test_a_row_is_cut_where_winding_it_comes_round() -> None:
    points = np.stack([np.arange(12.0), np.cos(np.arange(12)), np.zeros(12)], axis=1)
    row = TurnedRow(points, np.ones((12, 4)), "neuron 1", 6, Area(-4, 4, -2, 2), DARK).show(2.5)
    cuts = np.array(row.cuts.curves())[:, 0, 0]
    width = row.area.width
    assert cuts[:3] == pytest.approx(row.area.left + width * np.array([0, 0.4, 0.8]))
    assert cuts[3:] == pytest.approx(np.full(4, row.area.right)), "not reached"
    move, _ = row.come()
    move.begin()
    move.interpolate(0.0)
    assert row.cloud.points == pytest.approx(points), "it comes from where the plot is"
    move.interpolate(1.0)
    assert np.ptp(row.cloud.points[:, 0]) == pytest.approx(width, rel=0.05)


def test_another_p_has_no_other_seeds_to_be_held_against(grokked_run: Run) -> None:
    lines = [beat.line for beat in play("spectrum_scene", grokked_run).beats]
    assert len(lines) == 7 and "Why these?" in lines[-1] and not any("random" in line for line in lines)


def test_what_has_not_generalized_is_not_shown(toy_run: Run) -> None:
    with pytest.raises(RunError, match="no frequencies to show"):
        play("spectrum_scene", toy_run)


def test_another_neuron_can_be_wound(reference: Run, tmp_path: Path) -> None:
    lines = play_with("spectrum_scene", reference, tmp_path, neuron=240, first=3)
    assert "neuron 240" in lines[0] and "only once, at 22:" in lines[2]


def test_the_arrow_leads_to_the_mean_and_up_is_not_turned() -> None:
    values = 2 * np.cos(2 * np.pi * 3 * np.arange(11) / 11 + 0.5)
    found, area = Winding(0, values), Area(-3, 3, -3, 3)
    bars = SpectrumBars(Spectrum(found.amplitudes, 2.0, [3]), area, DARK)
    circle = WindingCircle(found.wound, bars, np.ones((11, 4)), area, DARK)
    assert np.ptp(circle.cloud.points[:, 0]) == pytest.approx(0, abs=1e-12), "on an upright"
    assert np.corrcoef(circle.cloud.points[:, 1], values)[0, 1] == pytest.approx(1)
    assert found.mean(3) == pytest.approx(np.exp(0.5j)) and abs(found.mean(2)) < 1e-12
    arm = circle.draw(3).tip.get_center() - circle.middle
    assert np.arctan2(-arm[0], arm[1]) == pytest.approx(0.5) and circle.counter.number.markup == "3.0"
    assert circle.place(circle.wound(3)).mean(axis=0) == pytest.approx(circle.tip.get_center())


def test_a_thread_joins_the_points_until_it_would_be_all_chords(reference: Run) -> None:
    """From each point to the next, in its color; wound faster, points that follow each other lie far apart."""
    circle, p = play("spectrum_scene", reference).circle, reference.p
    for turns, seen in ((0.4, CLEAR), (6.0, CLEAR), (CHORDS[1] * p, 0.0), (50.0, 0.0)):
        circle.turn(turns)
        placed, drawn = circle.place(circle.wound(turns)), np.array(circle.thread.curves())
        assert drawn[:, 0] == pytest.approx(placed[:-1]) and drawn[:, 1] == pytest.approx(placed[1:])
        assert circle.thread.colors[:, 3] == pytest.approx(seen)
        assert circle.counter.number.markup == f"{turns:.1f}", "half a turn is not none"
    circle.turn(6.0)


def test_there_is_one_copy_of_the_wave_at_a_time_and_the_first_point_goes_first(reference: Run) -> None:
    """The plot becomes the row (where there is none, shrinks into the circle), and the points go over from there."""
    scene = play("spectrum_scene", reference)
    fitted, circle = scene.fitted, scene.circle.copy()  # others look at this scene, too
    fitted.cloud = fitted.cloud.copy()
    upright = circle.place(circle.wound(0))
    for row, start in ((circle.row, circle.row.end), (None, circle.row_in_it())):
        circle.row = row
        moves = [move for move in fitted.make_room(circle) if getattr(move, "mobject", None) is fitted.cloud]
        assert not (row and moves), "what moves is the row's"
        goes, _ = fitted.roll_up(circle)
        goes.begin()
        goes.interpolate(0.0)
        assert fitted.cloud.points == pytest.approx(start)
        fitted.cloud.set_positions(start)
        goes.update_function(fitted.cloud, 0.5)
        assert fitted.cloud.points[0] == pytest.approx(upright[0]) and fitted.cloud.points[-1] == pytest.approx(
            start[-1]
        )
        goes.update_function(fitted.cloud, 1.0)
        assert fitted.cloud.points == pytest.approx(upright) and fitted.cloud.radius == POINT


def test_bars_grow_on_the_way_to_their_frequency() -> None:
    bars = SpectrumBars(Spectrum(np.array([1.0, 2.0, 0.5]), 2.0, [2]), Area(-3, 3, -2, 2), DARK)
    assert bars.bright.height == pytest.approx(bars.area.height)
    assert bars.show(1.75).bright.height == pytest.approx(bars.area.height / 2)
    assert bars.flatten(0.75).bright.height == pytest.approx(bars.area.height / 4)
    assert len(bars.show(0).plain.points) == len(bars.bright.points) == 0


@pytest.mark.parametrize("area", [Area(-6.7, 6.7, -2.7, 2.9), Area(-2.7, 2.7, -3, 3.9), Area(-3.6, 3.6, -2.6, 2.8)])
def test_the_circle_uses_the_frame_and_bars_have_room_beside_it(area: Area) -> None:
    """In a high frame, too, where bars stood empty for ten seconds above a small circle."""
    main, side = for_circle_and_bars(area, area.width > 10)
    bars = SpectrumBars(Spectrum(np.ones(56), 1.0, [6]), side, DARK, words("a title", 20, DARK.dim))
    circle = WindingCircle(lambda turns: np.exp(2j * np.pi * np.arange(9) / 9), bars, np.ones((9, 4)), main, DARK)
    assert circle.ring.width > 0.64 * min(area.width, area.height) and bars.area.height > 1.0
    assert min(Area.around(circle.ring).overlap(Area.around(bars))) < 0


@pytest.mark.parametrize("width", [3.0, 9.0])
def test_numerals_under_bars_do_not_touch(width: float) -> None:
    bars = SpectrumBars(Spectrum(np.ones(56), 1.0, [6]), Area(0, width, 0, 3), DARK)
    told = [numeral.markup for numeral in bars.numerals]
    assert told[0] == "1" and told[-1] == "56" and ("50" in told) == (width > 5)
    assert all(a.get_right()[0] < b.get_left()[0] for a, b in zip(bars.numerals, bars.numerals[1:], strict=False))


def test_blocks_are_as_high_as_they_are_large() -> None:
    fve = np.array([[0.1, 0.9], [0.95, 0.0], [0.4, 0.3], [0.99, 0.0]])
    found = by_frequency(fve, {1: np.array([1, 3]), 2: np.array([0])})
    assert found.shares.tolist() == fve[[3, 1, 0, 2]].tolist() and found.blocks == [(1, 2), (2, 1)] and found.rest == 1

    drawn = SpectrumMap(found, grey, Area(-6, 6, -2, 2), True, DARK)
    assert drawn.map.colors[0, 3, 0] == 0.99 and drawn.map.colors[1, 0, 0] == 0.3
    assert drawn.brackets[0].height == pytest.approx(2 * drawn.brackets[1].height, rel=0.05)
    assert [name.markup for name in drawn.names] == ["1 turn: 2 neurons", "2 turns: 1 neuron", "mixed: 1 neuron"]
    drawn.look_at_rest(0.5)
    column, (low, middle, high) = drawn.map.colors[0, :, 0], (line.height for line in drawn.brackets[::-1])
    assert (column[:8] == 0.4).all() and low == pytest.approx(0.55 * drawn.area.height, 0.03)
    assert drawn.times.number.markup == "2.2" and drawn.times.get_fill_opacity() == 1
    assert middle == pytest.approx(0.45 * drawn.area.height, 0.03), "all rows grow alike, what is above leaves"
    assert high < 0.1 and [name.get_fill_opacity() for name in drawn.names] == [0, 1, 1]
    drawn.look_at_rest(1.0)
    assert np.unique(drawn.map.colors[0, :, 0], return_counts=True)[1].tolist() == [1, 1, 1, 1]
    assert drawn.times.get_fill_opacity() == 0 and drawn.names[0].get_fill_opacity() == 1


def taken(drawn: SpectrumMap, spectrum: Spectrum, neuron: int, fve: np.ndarray) -> tuple[Any, Any, Any]:
    """A neuron's bars over a map, what brings all rows, and what lets the first ones rise and tips them."""
    bars = SpectrumBars(spectrum, drawn.area, DARK, numerals=False)
    gone, others, moves = drawn.take(bars, neuron, fve)
    assert gone.mobject.submobjects == [bars.plain, bars.bright]
    return bars, others, moves


def own_map(scene: Any) -> SpectrumMap:
    """A copy of a scene's map that may be changed."""
    drawn = scene.map.copy()
    drawn.map = scene.map.map.copy()
    return drawn


def test_bars_of_all_frequencies_rise_with_a_neuron_s_own_before_they_are_tipped(reference: Run) -> None:
    """Those of rows from all over the map; its own stand as they stood, and what is lit is hidden by no other."""
    scene, fve = play("spectrum_scene", reference), evidence_of(reference).neuron_fve
    bars, _, moves = taken(own_map(scene), scene.spectrum, scene.winding.neuron, fve)
    stand, tag = moves.mobject
    moves.update_function(moves.mobject, 0.0)
    lit = stand[-1]
    assert lit.points == pytest.approx(bars.bright.points, abs=1e-3)
    assert lit.get_fill_color() == ManimColor(DARK.accent) and tag.get_fill_opacity() == 0
    faces = [(k + 1, row, face) for k, row, face in zip(stand.columns, stand.rows, stand[1::2], strict=True)]
    others = [(k, face) for k, row, face in faces if row != stand.place]
    assert max(np.ptp(face.points[:, 1]) for _, face in others) < 1e-3
    moves.update_function(moves.mobject, STANDS)
    high = {k for k, face in others if np.ptp(face.points[:, 1]) > 0.8 * scene.map.area.height}
    assert high == set(reference.key_frequencies), "one sees five before one is told of them"
    assert {face.get_fill_color() for _, face in others} == {ManimColor(DARK.dim)}
    assert 1.9 * Time.SLOW * STANDS > 0.3 and 14 <= stand.many <= 24


@pytest.mark.parametrize("share", [0.2, 0.3, 0.4, TIPPED])
def test_as_bars_are_tipped_none_leaves_the_picture_and_each_stands_on_its_row(reference: Run, share: float) -> None:
    scene, fve = play("spectrum_scene", reference), evidence_of(reference).neuron_fve
    drawn, area = own_map(scene), scene.map.area
    _, others, moves = taken(drawn, scene.spectrum, scene.winding.neuron, fve)
    stand, tag = moves.mobject
    moves.update_function(moves.mobject, share)
    others.update_function(drawn.map, share)
    floor = np.ptp(drawn.map.points[:, 1]) / area.height
    for row, column, height, top, face in zip(
        stand.rows, stand.columns, stand.heights, stand[::2], stand[1::2], strict=True
    ):
        low, high = face.points[:, 1].min(), face.points[:, 1].max()
        assert low == pytest.approx(area.bottom + floor * area.height * row / stand.many, abs=1e-3)
        assert high - low == pytest.approx(max((1 - floor) * height * area.height, 1e-4), abs=1e-6)
        assert top.points[:, 1].min() == pytest.approx(high, abs=1e-3) and top.points[:, 1].max() < area.top + 1e-3
        assert face.points[:, 0].mean() == pytest.approx(across(area, column + 1, len(drawn.shades)))
    own = area.bottom + floor * area.height * (stand.place + 0.5) / stand.many
    assert tag.markup == str(scene.winding.neuron) and tag.get_y() == pytest.approx(own, abs=0.05)
    assert floor == pytest.approx(1) or share < TIPPED


def test_of_every_bar_a_spot_is_left_that_is_the_map_s_and_then_all_rows_come(reference: Run) -> None:
    scene, fve = play("spectrum_scene", reference), evidence_of(reference).neuron_fve
    drawn, shades = own_map(scene), scene.map.shades
    _, others, moves = taken(drawn, scene.spectrum, scene.winding.neuron, fve)
    stand, tag = moves.mobject
    others.update_function(drawn.map, REST)
    rows, place = shades.shape[1], int(np.abs(drawn.shares[::-1] - fve[scene.winding.neuron]).sum(axis=1).argmin())
    middles = ((np.arange(stand.many) + 0.5) * drawn.map.colors.shape[1] / stand.many).astype(int)
    shown = ((np.arange(stand.many) + 0.5) * rows / stand.many).astype(int)
    assert abs(shown[stand.place] - place) <= rows / stand.many
    shown[stand.place] = place
    assert drawn.map.colors[:, middles] == pytest.approx(shades[:, shown])
    dark = drawn.map.colors[0, :, 3] < 0.5
    assert 0.05 < dark.mean() < 0.12, "near by slits part them"
    for spot, row, column in zip(stand[::2], stand.rows, stand.columns, strict=True):
        assert ManimColor(spot.get_fill_color()).to_rgb() == pytest.approx(shades[column, shown[row], :3], abs=0.01)
    for share in np.linspace(REST, ALL, 24):
        others.update_function(drawn.map, float(share))
        bright = drawn.map.colors.reshape(len(shades), rows, -1, 4).mean(axis=2)[..., :3]
        assert np.abs(bright - shades[..., :3]).mean() < 0.02, "the columns are there all the while"
    moves.update_function(moves.mobject, 1.0)
    others.update_function(drawn.map, 1.0)
    assert drawn.map.colors == pytest.approx(shades) and tag.get_fill_opacity() == 0 and moves.is_remover()
    assert stand[0].get_fill_opacity() == 0
    end = drawn.area.top - drawn.area.height * (rows - 0.5 - place) / rows
    assert tag.get_y() == pytest.approx(end, abs=0.05)


def test_a_map_of_few_rows_is_seen_whole_from_the_first() -> None:
    """Each is as high as one can be told from the next: all of them stand there, and nothing is to be parted."""
    shares = np.eye(4)
    drawn = SpectrumMap(FrequencyMap(shares, [(k, 1) for k in (1, 2, 3)], 1), grey, Area(-6, 6, -2, 2), True, DARK)
    _, others, moves = taken(drawn, Spectrum(shares[2], 1.0, [3]), 2, shares)
    assert moves.mobject[0].many == 4
    for share in (REST, 0.8, 1.0):
        others.update_function(drawn.map, share)
        assert drawn.map.colors[:, :: drawn.map.colors.shape[1] // 4] == pytest.approx(drawn.shades)
        assert (drawn.map.colors[..., 3] == 1).all()


def grey(shares: np.ndarray) -> np.ndarray:
    """Grey as light as shares are."""
    return np.stack([shares, shares, shares, np.ones_like(shares)], axis=-1)


def test_points_wait_until_they_are_counted(reference: Run) -> None:
    """All are bright before the count, so that the chapter does not open in the dark, and none gets dim at once."""
    fitted, p = play("spectrum_scene", reference).fitted, reference.p
    seen = fitted.cloud.colors[:, 3]
    assert (seen == 1).all()
    dimmest = []
    for share in (0.0, 0.01, TURNS_DIM, 0.5):
        fitted.count(share)
        dimmest.append(float(fitted.cloud.colors[:, 3].min()))
    assert dimmest[0] == 1 > dimmest[1] > 0.9 and dimmest[2] == dimmest[3] < 0.3
    assert 1.6 * Time.SLOW * TURNS_DIM >= 0.3
    assert (fitted.cloud.colors[: p // 2, 3] == 1).all() and (fitted.cloud.colors[p // 2 + 1 :, 3] < 0.3).all()
    fitted.count(1.0)


def test_a_line_joins_the_points_that_are_counted_and_goes_with_them(reference: Run) -> None:
    """In a narrow frame they would be a mere scatter. It ends between two points, and fades as they move."""
    scene = play("spectrum_scene", reference)
    fitted, circle, half = scene.fitted, scene.circle.copy(), reference.p // 2
    fitted.thread, fitted.cloud, there = fitted.thread.copy(), fitted.cloud.copy(), fitted.spots
    for share, last in ((0.0, 0.0), (0.5, half), (1.0, reference.p - 1)):
        fitted.count(share)
        (drawn,) = fitted.thread.curves()
        assert drawn[: int(last) + 1] == pytest.approx(there[: int(last) + 1])
        assert drawn[int(last) :] == pytest.approx(np.tile(there[int(last)], (reference.p - int(last), 1)))
    fitted.count((half + 0.5) / (reference.p - 1))
    assert fitted.thread.curves()[0][-1] == pytest.approx(there[half : half + 2].mean(axis=0))
    away = there + np.array([1, 0, 0])
    for row, moved in ((circle.row, circle.row.cloud), (None, fitted.cloud)):
        circle.row = row
        (joined,) = [move for move in fitted.make_room(circle) if getattr(move, "mobject", None) is fitted.thread]
        moved.set_positions(away)
        joined.begin()
        joined.interpolate(0.25)
        assert fitted.thread.points == pytest.approx(away) and fitted.thread.opacity == pytest.approx(0.5)
        joined.interpolate(1.0)
        assert fitted.thread.opacity == 0 and joined.remover


def test_the_right_speed_is_seen_to_come_and_stays_marked(reference: Run) -> None:
    """Its arrow stays, dim, and its bar is named; from the last speed points go back without counting speeds again."""
    scene = play("spectrum_scene", reference)
    circle, mean = scene.circle.copy(), scene.winding.mean(6)
    circle.bars, circle.row, end = scene.circle.bars, None, scene.circle.turn(6).tip.get_center()
    assert circle.mark[0].get_end() == pytest.approx(end) and circle.mark[1].get_center() == pytest.approx(end)
    assert circle.mark[0].get_stroke_color().to_rgb() == pytest.approx(ManimColor(DARK.dim).to_rgb(), abs=0.01)
    named = circle.bars.submobjects[-1]
    assert named.markup == "6 turns" and named.get_left()[0] > circle.bars.top(6)[0]
    circle.between(1, 6)(0.5)
    assert circle.counter.number.markup == "3.5"
    for share, told, seen in ((0.0, "56.0", 1), (0.25, "56.0", 0.5), (0.75, "6.0", 0.5), (1.0, "6.0", 1)):
        circle.settle(56, 6, share)
        points = (1 - share) * circle.wound(56) + share * circle.wound(6)
        assert circle.cloud.points == pytest.approx(circle.place(points))
        assert circle.counter.number.markup == told
        assert circle.counter.number[0].get_fill_opacity() == pytest.approx(seen)
    assert circle.place(mean) == pytest.approx(end)


@pytest.mark.parametrize("phase", [1.2, -2.0])
def test_height_and_start_of_a_wave_are_measured_on_the_mean(phase: float) -> None:
    """A bracket twice as long as the arrow, which is the wave's amplitude, and the angle from the upright to it."""
    values = 1.5 * np.cos(2 * np.pi * 3 * np.arange(11) / 11 + phase)
    found, area = Winding(0, values), Area(-3, 3, -3, 3)
    bars = SpectrumBars(Spectrum(found.amplitudes, 1.5, [3]), area, DARK)
    circle = WindingCircle(found.wound, bars, np.ones((11, 4)), area, DARK).draw(3)
    bracket, height, upright, arc, begins = circle.measured(3)
    arm = circle.tip.get_center() - circle.middle
    assert height.markup == "1.50" and begins.markup == f"{abs(phase):.2f}"
    assert np.ptp(bracket.points @ arm) / np.linalg.norm(arm) == pytest.approx(2 * np.linalg.norm(arm))
    assert upright.get_end()[0] == circle.middle[0] and upright.get_end()[1] > circle.middle[1]
    away = arc.get_end() - circle.middle
    assert away @ arm == pytest.approx(np.linalg.norm(away) * np.linalg.norm(arm)), "ends on the arrow"


def test_a_wave_closes_up_into_its_bar(reference: Run) -> None:
    scene = play("spectrum_scene", reference)
    bars = SpectrumBars(scene.spectrum, scene.map.area, scene.theme, numerals=False)
    foot, top = bars.ends(scene.k)
    _, closing, _ = scene.fitted.gather(foot, top)
    closing.begin()
    closing.interpolate(1.0)
    across, up = scene.fitted.curve.points[:, 0], scene.fitted.curve.points[:, 1]
    assert across == pytest.approx(np.full(len(across), foot[0]))
    assert foot[1] - 1e-6 <= up.min() < foot[1] + 0.1 * (top[1] - foot[1]) and up.max() <= top[1] + 1e-6


def test_a_bar_rises_as_its_wave_arrives_and_is_not_alone_before_all_others_do(reference: Run) -> None:
    """It is as high as it stands when the wave has closed up; the others rise while that leaves."""
    scene = play("spectrum_scene", reference)
    bars = SpectrumBars(scene.spectrum, scene.map.area, scene.theme, numerals=False)
    full, (foot, top) = bars.bright.height, bars.ends(scene.k)
    closing, rising = scene.traced.gather(foot, top)[1], bars.rising()
    assert isinstance(closing, Transform)
    for share, stands in ((0.0, 0.0), (0.85, 0.0), (1.0, full)):
        rising.update_function(rising.mobject, share)
        assert bars.bright.height == pytest.approx(stands, abs=0.02)
    moves = scene.map.take(bars, scene.winding.neuron, evidence_of(reference).neuron_fve)
    assert all(move.rate_func(0.3) == 0.3 for move in moves), "each at the pace that the fading has beside it"
    assert 0.3 < 1.9 * Time.SLOW * 0.1 < 1.9 * Time.SLOW * STANDS and LEAVES(0.1) == 1 > LEAVES(0.05)


@watching("spectrum_scene", "play")
def moved(scene: SpectrumScene, *moves: Any, **more: Any) -> list[Any]:
    """What moves in a play."""
    return [move.mobject for move in moves if hasattr(move, "mobject")]


def test_all_bars_come_in_the_very_next_play_after_the_wave_has_closed_up(reference: Run) -> None:
    """One bar alone on a dark stage was to be seen for seven tenths of a second."""
    scene = play("spectrum_scene", reference)
    beats = scene.watched["moved"]
    rises = next(n for n, moved in enumerate(beats) if any(one is scene.map.numerals for one in parts_of(moved)))
    assert any(one is scene.traced.plot.cloud for one in parts_of(beats[rises])), "the wave closes up"
    assert any(one is scene.map.map for one in beats[rises + 1]), "all rows' bars"
    assert any(one is scene.traced.plot.cloud for one in parts_of(beats[rises + 1])), "it leaves"


def parts_of(mobjects: list[Any]) -> list[Any]:
    return [part for one in mobjects for part in one.get_family()]


def test_what_a_wave_would_cross_has_left_before_it_rises(reference: Run) -> None:
    """Also where a move gives all of its parts one pace."""
    scene = play("spectrum_scene", reference)
    *_, gone = scene.fitted.gather(np.zeros(3), np.ones(3))
    gone.rate_func = scene.ease
    gone.begin()
    gone.interpolate(0.5)
    told = [part for part in scene.fitted.plot.family_members_with_points() if part.get_stroke_width() > 0]
    assert told and all(part.get_stroke_opacity() == pytest.approx(0) for part in told)
    leaving = {id(part) for move in scene.traced.make_room() for part in move.mobject}
    assert {id(part) for part in (*scene.circle.rest, scene.traced.measured)} <= leaving


def test_points_unwind_as_they_go_back_to_their_places(reference: Run) -> None:
    scene = play("spectrum_scene", reference)
    fitted, circle, turns = scene.fitted, scene.circle, scene.k
    assert fitted.unrolled(circle, turns, 0.0) == pytest.approx(circle.place(circle.wound(turns)))
    assert fitted.unrolled(circle, turns, 1.0) == pytest.approx(fitted.spots)
    half = circle.place(circle.wound(turns / 2)) / 2 + fitted.spots / 2
    assert fitted.unrolled(circle, turns, 0.5) == pytest.approx(half), "wound half as often, half of the way"


AREAS = [(Area(-6.7, 6.7, -2.6, 2.8), True), (Area(-2.9, 2.9, -2, 2.2), False), (Area(-2.9, 2.9, -3, 5), False)]


@pytest.mark.parametrize(("area", "wide"), AREAS)
@pytest.mark.parametrize("phase", [1.2, -2.0])
def test_a_wave_is_drawn_by_the_tip_of_the_arrow(area: Area, wide: bool, phase: float) -> None:
    """Twice the mean turns as often as points were wound: its height is the wave's at every number, on one scale."""
    values = 1.5 * np.cos(2 * np.pi * 3 * np.arange(23) / 23 + phase)
    found = Winding(0, values)
    bars = SpectrumBars(Spectrum(found.amplitudes, 1.5, [3]), area, DARK)
    circle = WindingCircle(found.wound, bars, np.ones((23, 4)), area, DARK).draw(3)
    fitted = FittedWave(values, (3, 1.5, phase, 1.0), "neuron 0", np.ones((23, 4)), area, DARK)
    traced = TracedWave(circle, fitted, 3, area, wide, DARK)
    assert traced.plot.cloud.points == pytest.approx(circle.cloud.points), "nothing jumps"
    assert traced.tip.get_center() == pytest.approx(circle.tip.get_center())
    before = np.linalg.norm(traced.tip.get_center() - circle.middle)
    traced.double(1.0)
    assert np.linalg.norm(traced.tip.get_center() - circle.middle) == pytest.approx(2 * before)
    traced.move_on(0.0)
    assert traced.frame[0].get_center() == pytest.approx(circle.ring.get_center())
    traced.move_on(1.0).take_up_the_pen()
    middle, there = traced.frame[0].get_center(), traced.plot.spots
    for number in (0, 7, 22):
        traced.draw(number / 22)
        height = traced.tip.get_y() - middle[1]
        assert height == pytest.approx(there[number, 1] - traced.plot.zero, abs=1e-6)
        assert traced.pen.get_center() == pytest.approx(there[number], abs=0.05)
        ends = traced.level.get_start_and_end()
        beside = traced.level.get_stroke_opacity() == 1 and abs(np.subtract(*ends)[1]) < 0.05
        assert bool(beside) == (area.top < 4 and number > 0), "where the plot stands beside it"
    held = [Area.around(part) for part in (traced.frame, traced.plot.plot, traced.plot.fact)]
    assert max(min(held[0].overlap(other)) for other in held[1:]) < 0.01
    assert all(one.left > area.left - 0.01 and one.right < area.right + 0.01 for one in held)
    assert wide or held[0].width > 0.42 * area.width, "where there is little room, it is used"


def test_the_map_says_what_is_counted_below_it(reference: Run) -> None:
    """The noun stands on the numerals' line, clear of them, and within the chapter's area."""
    scene = play("spectrum_scene", reference)
    *_, last, noun = scene.map.numerals
    assert noun.markup == "turns" and noun.baseline == pytest.approx(last.baseline)
    assert last.get_right()[0] < noun.get_left()[0] and noun.get_right()[0] <= scene.content.right


def test_networks_are_called_one_after_the_other(reference: Run) -> None:
    """Bars and frequencies of those that were called are lit, the others' wait, and at the end all are lit."""
    panels = play("spectrum_scene", reference).panels.copy()
    text, dim = (ManimColor(ink).to_hex() for ink in (DARK.text, DARK.dim))
    for share, lit in ((DIMS, 0), (DIMS + (1 - DIMS) * 4 / len(panels), 4), (1.0, len(panels))):
        panels.call(share)
        seen = [bars.bright.get_fill_opacity() for bars in panels]
        assert seen == pytest.approx([1.0] * lit + [FAINT] * (len(panels) - lit))
        inks = [bars[-1].get_fill_color().to_hex() for bars in panels[1:]]
        assert inks == [text] * max(lit - 1, 0) + [dim] * (len(panels) - max(lit, 1))
    panels.call(0.0)
    assert [bars.bright.get_fill_opacity() for bars in panels] == pytest.approx([1.0] * len(panels)), "nothing pops"
