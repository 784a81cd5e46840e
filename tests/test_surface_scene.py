"""What surface_scene says of the reference run."""

from __future__ import annotations

from itertools import chain
from typing import Any

import numpy as np
import pytest
from manim import FadeOut, Mobject, UpdateFromAlphaFunc

from tests.conftest import evidence_of
from tests.moves import bring
from tests.test_stage import play, watching
from transparent_box.model.analysis.copying import two_waves
from transparent_box.model.runs.run import Run
from transparent_box.scenes.look.colormaps import oklab, rgb, role_ramp
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import DARK, THEMES, Theme
from transparent_box.scenes.mobjects.shapes.point_cloud import PointCloud
from transparent_box.scenes.mobjects.surfaces.folded_parts import FoldedParts, Part, rest_part
from transparent_box.scenes.mobjects.surfaces.relief import Relief
from transparent_box.scenes.mobjects.surfaces.sheet_row import SheetRow
from transparent_box.scenes.mobjects.surfaces.waterline import Waterline
from transparent_box.scenes.mobjects.words.lettering import Lettering, words
from transparent_box.scenes.surface_scene import SEEN, SurfaceScene


def surfaces(reference: Run) -> tuple[np.ndarray, np.ndarray, int]:
    evidence, found = evidence_of(reference), reference.activations
    neuron = evidence.shown_neuron
    return found.mlp_pre[..., neuron].astype(float), found.mlp_post[..., neuron].astype(float), evidence.shown_frequency


def test_y_sets_how_large_the_wave_of_x_is(reference: Run) -> None:
    """By the discrete Fourier transform of each row: about one size before the ReLU, from nothing to full after."""
    pre, post, k = surfaces(reference)
    p = reference.p
    before, after = (2 / p * np.abs(np.fft.fft(layer, axis=0)[k]) for layer in (pre, post))
    lift = pre.mean(axis=0)
    assert before.min() > 0.75 and np.ptp(before) < 0.3 * np.ptp(after)
    assert after.min() < 0.01 and after.max() > 0.9
    assert np.corrcoef(after, lift)[0, 1] > 0.99
    told = evidence_of(reference).row_waves(evidence_of(reference).shown_neuron)
    assert told.before == pytest.approx(before) and told.after == pytest.approx(after)
    assert told.correlation == pytest.approx(np.corrcoef(after, lift)[0, 1])


def test_it_multiplies(reference: Run) -> None:
    """The size of x's wave in row y is itself a wave of y: a constant and that wave explain it."""
    _, post, k = surfaces(reference)
    after = np.abs(np.fft.fft(post, axis=0)[k])
    angle = 2 * np.pi * k * np.arange(reference.p) / reference.p
    basis = np.column_stack([np.ones_like(angle), np.cos(angle), np.sin(angle)])
    rest = after - basis @ np.linalg.lstsq(basis, after, rcond=None)[0]
    assert rest.var() < 0.05 * after.var()


def test_the_water_shows_the_row_and_the_relu(reference: Run) -> None:
    """Cut open at y, the first row of the sheet is that row; risen all the way, the sheet is what the ReLU leaves."""
    pre, post, _ = surfaces(reference)
    relief = Relief(pre, lambda heights: np.ones((*np.shape(heights), 4)), 2.0, 1.5, 2)
    sea = Waterline(relief, pre, DARK)
    for y in (0, 40, reference.p - 1):
        sea.cut(float(y))
        rows = sea.field.grid[::2, ::2, 2] * 2.0 / 1.5
        assert rows[:, y:] == pytest.approx(pre[:, y:]) and rows[:, : y + 1] == pytest.approx(
            np.repeat(pre[:, [y]], y + 1, axis=1)
        )
    sea.cut(0.0).rise(1.0)
    assert sea.field.grid[::2, ::2, 2] * 2.0 / 1.5 == pytest.approx(post)
    assert np.abs(sea.shore.points[2:, 2]).max() < 1e-9


def test_it_goes_on_from_the_wave_on_which_attention_ends(reference: Run) -> None:
    """The points, the waves laid on them and the numbers at their heads; and the sheet's row is seen where they are."""
    pre, _, k = surfaces(reference)
    scene, ended = play("surface_scene", reference), play("attention_scene", reference).desk
    relief = Relief(pre, lambda heights: np.ones((*np.shape(heights), 4)), float(np.abs(pre).max()), 1.2)
    row = SheetRow(relief, pre, two_waves(pre, k), ended.lifted.cloud.colors, scene.content, scene.theme)
    assert row.desk.lifted.cloud.points == pytest.approx(ended.lifted.cloud.points)
    assert row.desk.lifted.curve.points == pytest.approx(ended.lifted.curve.points, abs=1e-3)
    assert row.desk.lifted.lift.points == pytest.approx(ended.lifted.lift.points, abs=1e-3)
    for now, before in zip(
        row.desk.lettering.family_members_with_points(), ended.lettering.family_members_with_points(), strict=True
    ):
        assert now.points == pytest.approx(before.points)
    assert relief.space.project(row.points.points)[:, :2] == pytest.approx(ended.lifted.cloud.points[:, :2], abs=1e-3)
    assert row.at() == pytest.approx(relief.at(np.arange(113), np.full(113, row.y), pre))


def test_the_row_is_large_while_it_turns_and_rows_come_after_who_sees_them_all(reference: Run) -> None:
    """Alone it fills the frame; half of the time that all rows take shows less than half of them."""
    pre, _, k = surfaces(reference)
    scene = play("surface_scene", reference)
    relief = Relief(pre, lambda heights: np.ones((*np.shape(heights), 4)), float(np.abs(pre).max()), 1.2)
    seen = np.ones((reference.p, 4))
    row = SheetRow(relief, pre, two_waves(pre, k), seen, scene.content, scene.theme)
    places = row.close_up(scene.content, SEEN).project(row.at())
    assert np.ptp(places[:, 0]) > 0.6 * scene.content.width
    assert places[:, 1].min() > scene.content.bottom and places[:, 1].max() < scene.content.top
    cloud, out = row.all_rows()
    out.begin()
    out.interpolate_mobject(0.5)
    assert 0 < cloud.colors[:, 3].mean() < 0.3


@pytest.mark.parametrize("area", [Area(-6.7, 6.7, -2.7, 2.7), Area(-2.7, 2.7, -3, 3.9)])
def test_x_runs_along_the_row_and_its_axis_while_y_is_held(reference: Run, area: Area) -> None:
    """The two points stand over each other, on the row and below it; what is written of y stands in the area."""
    pre, _, k = surfaces(reference)
    relief = Relief(pre, lambda heights: np.ones((*np.shape(heights), 4)), float(np.abs(pre).max()), 1.2)
    row = SheetRow(relief, pre, two_waves(pre, k), np.ones((reference.p, 4)), area, DARK)
    axes, (runner, runs) = row.axes(lambda: [(0.0, words("0", 20, "#ffffff"))]), row.run()
    assert axes.lines.points[:, 2].max() < row.points.points[:, 2].min(), "below"
    row.points.set_positions(row.at())
    for share, x in ((0.0, 0), (0.5, 56), (1.0, 112)):
        runs.begin()
        runs.interpolate(share)
        assert runner.points[0] == pytest.approx(row.at()[x])
        assert runner.points[1] == pytest.approx([*row.at()[x, :2], row.floor])
    for space in (relief.space, row.close_up(area, SEEN)):
        relief.space.become(space)
        axes.follow()
        assert row.equation.get_left()[0] >= area.left and row.equation.markup == f"$y = {row.y}$"


def test_its_lines_say_what_was_measured(reference: Run) -> None:
    scene = play("surface_scene", reference)
    lines = " ".join(beat.line for beat in scene.beats)
    assert "12,769 sums" in lines and "correlation .993" in lines
    assert "Before the ReLU, their product lies flat: 0\u202f%. After it: 18\u202f% of the neuron." in lines
    assert "nearly the whole neuron. The rest is ripples." in lines
    assert "how do products turn a clock’s hand?" in lines
    assert 30 <= scene.beats[-1].end <= 75 and 4 <= len(scene.beats) <= 7


def test_what_is_put_together_is_the_neuron(reference: Run) -> None:
    """Wave, wave, product and ripples, added as heights on screen: what lies at zero is flat again."""
    _, post, _ = surfaces(reference)
    scene = play("surface_scene", reference)
    shown = scene.relief.field.grid[::2, ::2, 2] * scene.relief.scale / scene.relief.rise
    assert shown == pytest.approx(post, abs=1e-5)
    assert scene.parts.counter.number.markup == "100"


def test_the_relu_makes_the_product_and_takes_from_the_waves(reference: Run) -> None:
    """All four parts on one scale, with the shares that one product of cosines has by its own inner product."""
    pre, post, k = surfaces(reference)
    scene, p = play("surface_scene", reference), reference.p
    parts = scene.parts
    angle = 2 * np.pi * k * np.arange(p) / p
    for layer, shares in zip((pre, post), parts.shares, strict=True):
        wave_x, wave_y = (np.cos(angle + phase) for phase in (scene.after.phase_x, scene.after.phase_y))
        wave = 4 / p**2 * (wave_x @ layer @ wave_y) * np.outer(wave_x, wave_y)
        assert shares[2] == pytest.approx(wave.var() / layer.var(), rel=1e-3)
    assert parts.shares[0, 2] < 0.005 and parts.shares[1, 2] > 0.15
    zooms = {float(relief.space.pose[3]) for relief in parts.reliefs if relief is not scene.relief}
    assert len({relief.scale for relief in parts.reliefs}) == 1 and len(zooms) <= 2  # the rest's, where it came down


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_the_rest_is_told_from_the_product_in_either_theme(theme: Theme) -> None:
    """Shade for shade the rest is nearer to the ground, in lightness, and by more than can be overlooked."""
    heights = np.linspace(0, 1, 9)
    product, rest = role_ramp(theme.text, heights, theme.shades), rest_part(theme).shade(heights)
    ground = oklab(rgb(theme.ground))[0]
    away = [np.abs(oklab(shades[:, :3])[:, 0] - ground)[2:] for shades in (product, rest)]
    assert (away[0] - away[1]).mean() > 0.12 and (away[1].mean() > 0.1)


AREAS = [Area(-6.7, 6.7, -2.7, 2.9), Area(-3.6, 3.6, -2, 3), Area(-2.7, 2.7, -3, 3.9), Area(-2.7, 2.7, -2.3, 2.4)]


def folded(area: Area) -> tuple[FoldedParts, Relief, np.ndarray]:
    """Two waves, no product and a rest, and what a fold makes of them."""
    number = np.arange(8)
    waves = [np.broadcast_to(row, (8, 8)) for row in (np.cos(number)[:, None], np.cos(number)[None])]
    bumps, rest = np.outer(np.cos(number), np.cos(number)), np.random.default_rng(0).normal(size=(8, 8)) / 9
    surfaces = np.array([[*waves, 0 * bumps, rest / 2], [*(wave / 2 for wave in waves), bumps, rest]])
    relief = Relief(surfaces[0].sum(axis=0), lambda heights: np.ones((*np.shape(heights), 4)), 2.0, 1.8)
    looks = [Part(name, "text", relief.shade) for name in ("one", "other", "product", "rest")]
    return FoldedParts(looks, surfaces, relief, area, DARK), relief, surfaces


@pytest.mark.parametrize("area", AREAS)
def test_parts_fold_all_at_once_and_the_rest_waits_beside_what_is_added(area: Area) -> None:
    """Their heights always add up to the surface so far folded, and what is told of it stands clear of the rest."""
    parts, relief, (before, after) = folded(area)
    for share in (0.0, 0.4, 1.0):
        parts.fold(share)
        heights = sum(one.field.grid[..., 2] for one in parts.reliefs) * 2.0 / 1.8
        assert heights == pytest.approx(((1 - share) * before + share * after).sum(axis=0))
        counts = [float(count.number.markup) for count in parts.counts]
        assert counts[2] == round(100 * share * parts.shares[1, 2])
    parts.shares[0, 0] = 0.997
    assert parts.fold(0.0).counts[0].number.markup == "99", "100 % only where nothing is missing"
    parts.fold(1.0)
    for moves in parts.added((1.2, -0.7), 0.0):
        bring(moves)
    places = relief.space.project(relief.field.points)
    waits = parts.reliefs[-1].space.project(parts.reliefs[-1].field.points)
    assert places[:, 0].max() < waits[:, 0].min() or places[:, 1].max() < waits[:, 1].min()
    assert relief.field.grid[..., 2] * 2.0 / 1.8 == pytest.approx(after[:-1].sum(axis=0))


@pytest.mark.parametrize("area", AREAS)
def test_what_is_added_grows_by_heights_alone(area: Area) -> None:
    """Once the first part stands above it, the view is what it is at the end; each comes straight down, as large.

    So does the rest, which comes last.
    """
    parts, relief, (_, after) = folded(area)
    parts.fold(1.0)
    views: list[list[float]] = []
    for number, moves in enumerate(chain(parts.added((1.2, -0.7), 0.0), parts.completed(after.sum(axis=0)))):
        bring(moves)
        views.append(relief.space.pose.tolist() + relief.space.points[0].tolist())
        part = parts.reliefs[[0, 1, -1][number // 2]].space
        above = part.points[0] - relief.space.points[0]
        assert part.pose == pytest.approx(relief.space.pose) and above[0] == pytest.approx(0)
        assert above[1] >= 0.5 - 1e-6 if number % 2 == 0 else above[1] == pytest.approx(0)
    assert len(views) == 6 and all(view == pytest.approx(views[0]) for view in views)
    assert relief.field.grid[..., 2] * 2.0 / 1.8 == pytest.approx(after.sum(axis=0))
    assert parts.counter.number.markup == "100"


def test_the_nearest_part_is_added_first() -> None:
    """Beside a wide picture: what comes over passes over no other part, nor over its name."""
    parts, _, _ = folded(AREAS[0])
    parts.fold(1.0)
    near, far = (parts.labels[place].get_x() for place in (0, 1))
    assert parts.stand.right < near < far, "what comes over comes from the right"
    first, _, second, _ = parts.added((1.2, -0.7), 0.0)
    assert parts.reliefs[0].space in [one.mobject for one in first]
    assert parts.reliefs[1].space in [one.mobject for one in second]


@pytest.mark.parametrize("area", AREAS)
def test_labels_are_not_there_while_the_parts_they_name_come_and_go(area: Area) -> None:
    """They come when all parts are there, and go in the first third of each one's way; what stays is named before."""
    parts, _, (before, after) = folded(area)
    named, large = dict.fromkeys(parts.labels, 0), parts.labels[parts.stays]
    off, on = parts.peeled(before.sum(axis=0)), parts.added((1.2, -0.7), 0.0)
    for moves in chain(off, [parts.name_the_others()], on, parts.completed(after.sum(axis=0))):
        moving = [move.mobject for move in moves if hasattr(move, "mobject")]
        for move in moves:
            if getattr(move, "mobject", None) in named:
                named[label := move.mobject] += 1
                if move.remover:
                    move.interpolate(0.35)
                elif label is large:
                    move.interpolate(0.5)
                else:
                    assert not any(one.field in moving for one in parts.reliefs)
                    move.interpolate(0.0)
                assert label.family_members_with_points()[0].get_fill_opacity() == 0
                move.interpolate(0.0 if move.remover else 1.0)
                assert label.family_members_with_points()[0].get_fill_opacity() == 1
        bring(moves)
    assert list(named.values()) == [2] * 4


@pytest.mark.parametrize("area", AREAS)
def test_what_stays_stands_large_while_it_folds(area: Area) -> None:
    """Over half of the width, or of the height where others stand above it; from the first peel on it stays so."""
    parts, relief, (before, _) = folded(area)
    left, poses = before.sum(axis=0), []
    for moves in parts.peeled(left):
        bring(moves)
        poses.append(relief.space.pose.tolist())
    assert len(poses) == 3 and all(pose == pytest.approx(poses[0]) for pose in poses)
    assert relief.field.grid[..., 2] == pytest.approx(0, abs=1e-9), "flat"
    seen = np.ptp(relief.space.project(relief.field.points)[:, :2], axis=0)
    small = np.ptp(parts.reliefs[0].space.project(parts.reliefs[0].field.points)[:, :2], axis=0)
    assert seen[0] > 0.5 * area.width and seen[0] > 1.5 * small[0]


@pytest.mark.parametrize("area", AREAS[2:])
def test_where_parts_stand_above_the_rest_passes_by_the_name_beside_its_place(area: Area) -> None:
    """Its own comes when it is above that, without a move; and it never leaves the margin's width."""
    parts, _, (before, _) = folded(area)
    peeled = parts.peeled(before.sum(axis=0))
    for _ in range(2):
        bring(next(peeled))
    made = [move.build() if hasattr(move, "build") else move for move in next(peeled)]
    for move in made:
        move.begin()
    for share in np.linspace(0, 1, 41):
        for move in made:
            move.interpolate(float(share))
        rest = parts.reliefs[-1]
        across, up = rest.space.project(rest.field.points)[:, :2].T
        assert across.max() < area.right + 0.36
        beside, own = (Area.around(label) for label in (parts.labels[1], parts.labels[-1]))
        assert not ((across > beside.left) & (across < beside.right) & (up > beside.bottom) & (up < beside.top)).any()
        assert parts.labels[-1] not in [getattr(move, "mobject", None) for move in made]
    assert up.min() > own.top


def test_a_part_comes_off_while_the_rest_goes_elsewhere() -> None:
    whole, part = (Relief(np.eye(5), lambda heights: np.ones((*np.shape(heights), 4)), 1.0) for _ in range(2))
    seat, to = part.space.look(zoom=0.5).copy(), whole.space.copy().look(zoom=2.0)
    bring(whole.shed(part, np.zeros((5, 5)), to=to))
    assert whole.space.pose == pytest.approx(to.pose) and part.space.pose == pytest.approx(seat.pose)


@watching("surface_scene", "play")
def axes_that_leave_as_rows_come(scene: SurfaceScene, *moves: Any, **more: Any) -> list[tuple[float, float]]:
    """How far the axis of the one row is gone at a tenth and at half of the time in which others come out of it."""
    comes = any(isinstance(move, UpdateFromAlphaFunc) and isinstance(move.mobject, PointCloud) for move in moves)
    gone = [move for move in moves if isinstance(move, FadeOut) and "y = " in written_in(move.mobject)]
    return [(move.rate_func(0.1), move.rate_func(0.5)) for move in gone] if comes else []


def written_in(mobject: Mobject) -> str:
    """All that is written in a mobject."""
    return " ".join(part.markup for part in mobject.get_family() if isinstance(part, Lettering))


def test_the_row_has_its_axis_until_the_others_come_out_of_it(reference: Run) -> None:
    """A row alone would float in the dark."""
    (once,) = [found for found in play("surface_scene", reference).watched["axes_that_leave_as_rows_come"] if found]
    ((early, halfway),) = once
    assert early < 0.2 and halfway == pytest.approx(1)
