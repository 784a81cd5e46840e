"""What surface_scene says of the reference run."""

from __future__ import annotations

import numpy as np
import pytest

from tests.conftest import evidence_of
from tests.test_stage import play
from transparent_box.model.analysis.copying import two_waves
from transparent_box.model.runs.run import Run
from transparent_box.scenes.look.frame import Area, rest_of
from transparent_box.scenes.look.theme import DARK
from transparent_box.scenes.mobjects.relief import Relief
from transparent_box.scenes.mobjects.sheet_row import SheetRow
from transparent_box.scenes.mobjects.waterline import Waterline
from transparent_box.scenes.surface_scene import SEEN


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
        row.desk.told.family_members_with_points(), ended.told.family_members_with_points(), strict=True
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
    assert np.ptp(places[:, 0]) > 0.75 * scene.content.width
    assert places[:, 1].min() > scene.content.bottom and places[:, 1].max() < scene.content.top
    cloud, out = row.all_rows()
    out.begin()
    out.interpolate_mobject(0.5)
    assert 0 < cloud.colors[:, 3].mean() < 0.3


def test_its_lines_say_what_was_measured(reference: Run) -> None:
    scene = play("surface_scene", reference)
    lines = " ".join(beat.line for beat in scene.beats)
    assert "12,769 sums" in lines and "r = .993" in lines
    assert "Left is their product: 0\u202f% before the ReLU, 18\u202f% after it." in lines
    assert lines.endswith("what are products good for?")
    assert 30 <= scene.beats[-1].end <= 75 and 4 <= len(scene.beats) <= 7


def test_what_is_put_together_is_the_neuron(reference: Run) -> None:
    """Wave, wave and product, added as heights on screen, leave less than a twentieth of its variance."""
    _, post, _ = surfaces(reference)
    scene = play("surface_scene", reference)
    shown = scene.relief.field.grid[::2, ::2, 2] * scene.relief.scale / scene.relief.rise
    assert ((shown - post) ** 2).mean() < 0.05 * post.var()


def test_what_is_left_has_the_room_that_is_left() -> None:
    """Beside those taken; where the rest would go round a corner, in the last row."""
    area = Area(0, 12, 0, 6)
    across, corner = area.table(3, 3, 0.0), area.table(3, 2, 0.0)
    assert rest_of(across, 1) == Area(4, 12, 0, 6) and rest_of(across, 2) == across[2]
    assert rest_of(corner, 0) == area and rest_of(corner, 1) == Area(0, 12, 0, 3)
    assert rest_of(area.table(3, 1, 0.0), 1) == Area(0, 12, 0, 4)


def test_a_part_comes_off_while_the_rest_goes_elsewhere() -> None:
    whole, part = (Relief(np.eye(5), lambda heights: np.ones((*np.shape(heights), 4)), 1.0) for _ in range(2))
    seat, to = part.space.look(zoom=0.5).copy(), whole.space.copy().look(zoom=2.0)
    for move in whole.shed(part, np.zeros((5, 5)), to=to):
        built = move.build() if hasattr(move, "build") else move
        built.begin()
        built.interpolate(1.0)
    assert whole.space.pose == pytest.approx(to.pose) and part.space.pose == pytest.approx(seat.pose)
