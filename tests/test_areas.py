"""Flat strips as Cairo paints them: the same as OpenGL draws, and only those that it can paint."""

from __future__ import annotations

import numpy as np
import pytest
from manim import tempconfig

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.mobjects.shapes.array_mobject import ArrayMobject
from transparent_box.scenes.mobjects.shapes.bars import Bars
from transparent_box.scenes.mobjects.shapes.pane import Pane
from transparent_box.scenes.mobjects.shapes.space import Space
from transparent_box.scenes.raster.areas import is_area
from transparent_box.scenes.raster.camera import StageCamera

SETTINGS = {"pixel_width": 480, "pixel_height": 270, "frame_width": 128 / 9, "frame_height": 8.0}
INKS = np.array([[1, 0.2, 0.1, 1], [0.1, 0.5, 1, 0.6], [0.1, 0.5, 1, 0.6], [0.9, 0.9, 0.9, 1]])


def below_a_curve() -> Pane:
    """Make a strip whose lower edge is level, part of it without height."""
    x = np.linspace(-5, 5, 61)
    top = np.stack([x, np.maximum(2.5 * np.sin(x), 0), 0 * x], axis=1)
    return Pane(np.stack([top * [1, 0, 1], top], axis=1), np.array([0.2, 0.8, 0.4, 0.5]))


def bars() -> Pane:
    """Make bars up and down, two of one color."""
    return Bars(np.array([1.0, -0.7, 0.5, 0.0]), -1, 1, INKS, Area(-5.03, 5.01, -3.02, 3), "#FFFFFF").shape


def pictured(pane: Pane) -> np.ndarray:
    with tempconfig(SETTINGS):
        camera = StageCamera()
        camera.reset()
        camera.capture_mobjects([pane])
        return np.asarray(camera.pixel_array, dtype=float)


@pytest.mark.parametrize("made", [below_a_curve, bars])
def test_a_strip_is_painted_as_it_would_be_drawn(made, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    """Within a level and a half of 255, for edges are smoothed otherwise."""
    pane = made().set_opacity(0.8)
    assert is_area(pane)
    painted = pictured(pane)
    monkeypatch.setattr("transparent_box.scenes.raster.camera.is_area", lambda array: False)
    drawn = pictured(pane)
    assert np.ptp(painted) > 100
    assert np.sqrt(np.square(painted - drawn).mean()) < 1.5
    assert (np.abs(painted - drawn).max(axis=-1) > 2).mean() < 0.02  # at edges alone


def test_other_panes_are_drawn() -> None:
    """Those in a space, whose color changes within a cell, or of more than two columns; and what is no pane."""
    strip, shaded = below_a_curve(), below_a_curve()
    shaded.colors = shaded.colors * np.linspace(0, 1, 61)[:, None, None]
    sheet = Pane(np.zeros((3, 3, 3)), np.ones(4))
    others: list[ArrayMobject] = [shaded, sheet, Pane(strip.grid, np.ones(4), Space(1.0, 0.5))]
    assert not any(map(is_area, others))
