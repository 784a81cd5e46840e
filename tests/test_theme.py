"""Every role can be read on its ground, and told from those it meets, by everyone."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from tests.vision import BLINDNESS, contrast, distance
from transparent_box.scenes.look.colormaps import cyclic, oklab, ramp, rgb, role_ramp, viridis
from transparent_box.scenes.look.theme import THEMES, Size, units

WAVES = ("cos_x", "sin_x", "cos_y", "sin_y", "sum")
CURVES = ("train", "test", "excluded", "restricted")
# Pairs that meet on screen; everything in one group may.
MEETING = [*combinations(WAVES, 2), *combinations(CURVES, 2), ("sum", "difference")]
WRITTEN = (*WAVES, *CURVES, "difference", "text", "dim", "accent")
TOLD_APART = 0.08  # OKLab; neighbouring hues of a well-made categorical palette are about this far apart


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_what_is_written_can_be_read(theme) -> None:  # type: ignore[no-untyped-def]
    for role in WRITTEN:
        assert contrast(getattr(theme, role), theme.ground) >= 4.5, role
    for role in ("text", "dim", "accent"):
        assert contrast(getattr(theme, role), theme.panel) >= 4.5, role
    assert contrast(theme.grid, theme.ground) >= 3


@pytest.mark.parametrize("blindness", BLINDNESS)
@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_roles_that_meet_are_told_apart(theme, blindness: str) -> None:  # type: ignore[no-untyped-def]
    for one, other in MEETING:
        assert distance(getattr(theme, one), getattr(theme, other), blindness) >= TOLD_APART, (one, other)


@pytest.mark.parametrize("blindness", BLINDNESS)
@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_categories_are_told_apart(theme, blindness: str) -> None:  # type: ignore[no-untyped-def]
    for one, other in combinations(theme.categories, 2):
        assert distance(one, other, blindness) >= 0.15, (one, other)
    for code in theme.categories:
        assert contrast(code, theme.ground) >= 3


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_maps_are_even_and_ordered(theme) -> None:  # type: ignore[no-untyped-def]
    """Lightness of heights only ever goes one way; a signed map is symmetric about its middle."""
    values = np.linspace(0, 1, 41)
    lightness = oklab(ramp(theme.heights, values)[:, :3])[:, 0]
    steps = np.diff(lightness)
    assert (steps > 0).all() or (steps < 0).all()
    assert abs(lightness[-1] - lightness[0]) > 0.4
    signed = oklab(ramp(theme.signed, values)[:, :3])[:, 0]
    assert np.abs(signed - signed[::-1]).max() < 0.1
    assert abs(signed[20] - oklab(rgb(theme.ground))[0]) < 0.12
    shades = oklab(role_ramp(theme.cos_x, values, theme.shades)[:, :3])[:, 0]
    assert (np.diff(shades) > -1e-6).all() and np.ptp(shades) > 0.35


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_what_comes_round_does_so_in_even_steps(theme) -> None:  # type: ignore[no-untyped-def]
    """In OKLab, measured on what the display shows: a colour cut to the display's range would stand out as a stop."""
    seen = oklab(cyclic(np.arange(114) / 113, theme.cycle)[:, :3])
    steps = np.linalg.norm(np.diff(seen, axis=0), axis=-1)
    assert steps.max() / steps.min() < 1.03
    assert seen[0] == pytest.approx(seen[-1], abs=1e-9)
    assert cyclic(np.array(1.25), theme.cycle) == pytest.approx(cyclic(np.array(0.25), theme.cycle), abs=1e-9)


@pytest.mark.parametrize("blindness", BLINDNESS)
@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_five_sums_have_five_colours_on_which_digits_can_be_read(theme, blindness: str) -> None:  # type: ignore[no-untyped-def]
    codes = [code_of(color) for color in cyclic(np.arange(5) / 5, theme.cycle)]
    for code in codes:
        assert contrast(code, theme.ground) >= 4.5
    for one, other in combinations(codes, 2):
        assert distance(one, other, blindness) >= 0.05, (one, other)


def code_of(color: np.ndarray) -> str:
    return "#" + "".join(f"{round(channel * 255):02X}" for channel in color[:3])


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_swept_points_stand_out(theme) -> None:  # type: ignore[no-untyped-def]
    for red, green, blue, _ in viridis(np.linspace(theme.sweep[0], theme.sweep[1], 9)):
        code = "#" + "".join(f"{round(channel * 255):02X}" for channel in (red, green, blue))
        assert contrast(code, theme.ground) >= 2.5


def test_the_measures_know_what_they_measure() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert distance("#000000", "#FFFFFF") == pytest.approx(1, abs=1e-3)
    assert distance("#E00000", "#007000", "deuteranopia") < 0.5 * distance("#E00000", "#007000")


def test_type_is_large_enough() -> None:
    assert min(Size.SMALL, Size.LABEL, Size.CAPTION, Size.HEADLINE) >= 20
    assert units(720) == 8
