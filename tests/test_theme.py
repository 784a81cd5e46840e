"""Every role can be read on its ground, and told from those it meets, by everyone."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from tests.vision import BLINDNESS, ciede2000, contrast, difference, distance
from transparent_box.scenes.look.colormaps import cyclic, oklab, ramp, rgb, role_ramp, viridis
from transparent_box.scenes.look.theme import THEMES, Size, units

WAVES = ("cos_x", "sin_x", "cos_y", "sin_y", "sum")
CURVES = ("train", "test", "excluded", "restricted")
# Pairs that meet in a picture, as all stills of all chapters have them; everything in one group may.
SIDE_BY_SIDE = [*combinations(WAVES, 2), *combinations(CURVES, 2), ("sum", "difference")]
MEETING = [
    *SIDE_BY_SIDE,
    *((wave, "difference") for wave in ("cos_x", "cos_y")),
    *((wave, curve) for wave in ("cos_x", "cos_y", "sum") for curve in ("train", "test")),
]
# Told apart by what they are drawn as, not by hue: type (text, dim, and the accent, which is a weight), hairlines
# (grid, shore) and the water's plane.
WRITTEN = (*WAVES, *CURVES, "difference", "text", "dim", "accent")
TOLD_APART = 0.08  # OKLab; neighboring hues of a well-made categorical palette are about this far apart


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
    for one, other in SIDE_BY_SIDE:
        assert distance(getattr(theme, one), getattr(theme, other), blindness) >= TOLD_APART, (one, other)


@pytest.mark.parametrize("blindness", BLINDNESS)
@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_roles_that_meet_differ_by_enough(theme, blindness: str) -> None:  # type: ignore[no-untyped-def]
    least = 15 if blindness == "none" else 8
    for one, other in MEETING:
        assert difference(getattr(theme, one), getattr(theme, other), blindness) >= least, (one, other)


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
    """In OKLab, measured on what the display shows: a color cut to the display's range would stand out as a stop."""
    seen = oklab(cyclic(np.arange(114) / 113, theme.cycle)[:, :3])
    steps = np.linalg.norm(np.diff(seen, axis=0), axis=-1)
    assert steps.max() / steps.min() < 1.03
    assert seen[0] == pytest.approx(seen[-1], abs=1e-9)
    assert cyclic(np.array(1.25), theme.cycle) == pytest.approx(cyclic(np.array(0.25), theme.cycle), abs=1e-9)


@pytest.mark.parametrize("blindness", BLINDNESS)
@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_five_sums_have_five_colors_on_which_digits_can_be_read(theme, blindness: str) -> None:  # type: ignore[no-untyped-def]
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


# Table 1 of Sharma, Wu and Dalal 2005: two colors in CIELAB and ΔE2000.
SHARMA = """
50 2.6772 -79.7751 50 0 -82.7485 2.0425
50 3.1571 -77.2803 50 0 -82.7485 2.8615
50 2.8361 -74.0200 50 0 -82.7485 3.4412
50 -1.3802 -84.2814 50 0 -82.7485 1.0000
50 -1.1848 -84.8006 50 0 -82.7485 1.0000
50 -0.9009 -85.5211 50 0 -82.7485 1.0000
50 0 0 50 -1 2 2.3669
50 -1 2 50 0 0 2.3669
50 2.4900 -0.0010 50 -2.4900 0.0009 7.1792
50 2.4900 -0.0010 50 -2.4900 0.0010 7.1792
50 2.4900 -0.0010 50 -2.4900 0.0011 7.2195
50 2.4900 -0.0010 50 -2.4900 0.0012 7.2195
50 -0.0010 2.4900 50 0.0009 -2.4900 4.8045
50 -0.0010 2.4900 50 0.0010 -2.4900 4.8045
50 -0.0010 2.4900 50 0.0011 -2.4900 4.7461
50 2.5 0 50 0 -2.5 4.3065
50 2.5 0 73 25 -18 27.1492
50 2.5 0 61 -5 29 22.8977
50 2.5 0 56 -27 -3 31.9030
50 2.5 0 58 24 15 19.4535
50 2.5 0 50 3.1736 0.5854 1.0000
50 2.5 0 50 3.2972 0 1.0000
50 2.5 0 50 1.8634 0.5757 1.0000
50 2.5 0 50 3.2592 0.3350 1.0000
60.2574 -34.0099 36.2677 60.4626 -34.1751 39.4387 1.2644
63.0109 -31.0961 -5.8663 62.8187 -29.7946 -4.0864 1.2630
61.2901 3.7196 -5.3901 61.4292 2.2480 -4.9620 1.8731
35.0831 -44.1164 3.7933 35.0232 -40.0716 1.5901 1.8645
22.7233 20.0904 -46.6940 23.0331 14.9730 -42.5619 2.0373
36.4612 47.8580 18.3852 36.2715 50.5065 21.2231 1.4146
90.8027 -2.0831 1.4410 91.1528 -1.6435 0.0447 1.4441
90.9257 -0.5406 -0.9208 88.6381 -0.8985 -0.7239 1.5381
6.7747 -0.2908 -2.4247 5.8714 -0.0985 -2.2286 0.6377
2.0776 0.0795 -1.1350 0.9033 -0.0636 -0.5514 0.9082
"""


def test_the_difference_is_the_published_one() -> None:
    rows = np.array([line.split() for line in SHARMA.split("\n") if line], dtype=float)
    assert len(rows) == 34
    for row in rows:
        assert ciede2000(row[:3], row[3:6]) == pytest.approx(row[6], abs=1e-4)
        assert ciede2000(row[3:6], row[:3]) == pytest.approx(row[6], abs=1e-4), "either way round"
