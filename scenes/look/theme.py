"""The theme: colors by role, the scale of type, gaps and durations.

Sizes are in pixels of a frame whose short side is 720 pixels; `units` turns them into Manim's units (the short
side of the frame is always 8). Colors are roles: a scene says `theme.test`, never a color.
"""

from __future__ import annotations

from dataclasses import dataclass

SHORT_SIDE_UNITS = 8.0
SHORT_SIDE_PIXELS = 720


def units(pixels: float) -> float:
    """Convert pixels of a 720-pixel frame to Manim's units."""
    return pixels * SHORT_SIDE_UNITS / SHORT_SIDE_PIXELS


@dataclass(frozen=True)
class Theme:
    """Colors by role. cos x means cos x in every scene, and so on."""

    name: str
    ground: str
    panel: str
    grid: str
    text: str
    dim: str
    accent: str
    cos_x: str
    sin_x: str
    cos_y: str
    sin_y: str
    sum: str  # x + y
    difference: str  # x − y
    train: str
    test: str
    excluded: str
    restricted: str
    sweep: tuple[float, float]  # the range of viridis that stands out from the background
    heights: tuple[str, ...]  # of a surface, low to high
    signed: tuple[str, ...]  # of values below and above zero, which is the middle one
    water: str  # the plane at zero below which the ReLU cuts off
    shore: str  # the line where that plane meets a surface
    neurons: tuple[str, ...]  # of a neuron's reading: below zero (cut off by the ReLU), at zero, above
    categories: tuple[str, ...]  # for things that have no role and no order
    cycle: tuple[float, float, float]  # lowest and highest lightness and the chroma of `colormaps.cyclic`
    shades: tuple[float, float]  # OKLab lightness of the deepest and lightest shade of a role on a surface


DARK = Theme(
    name="dark",
    ground="#0F1218",
    panel="#171B23",
    grid="#5A6472",
    text="#EDE8DC",
    dim="#A3A9B3",
    accent="#F4F1E8",
    cos_x="#F6B939",
    sin_x="#EF6F8E",
    cos_y="#58C4DD",
    sin_y="#A58BFC",
    sum="#9AE7A8",
    difference="#8892A0",
    train="#5AA0F3",
    test="#F6884D",
    excluded="#F2306B",
    restricted="#23E7A3",
    sweep=(0.3, 1.0),
    # Deep navy, blue-teal, sea green, pale straw: the crests glow.
    heights=("#16213E", "#1F4E79", "#2A8C9E", "#8FD0A5", "#FBE7A1"),
    signed=("#9BD1FF", "#3D8FDB", "#1C4470", "#20252E", "#7A3B14", "#E5812E", "#FFD3A1"),
    water="#4A7DB8",
    shore="#B4CBE4",
    neurons=("#5D8CC9", "#171B23", "#FBE7A1"),
    categories=("#75FEFF", "#F8E52A", "#9CA4FF", "#ED8D6F", "#8454DD", "#C2355C"),
    cycle=(0.66, 0.82, 0.125),
    shades=(0.3, 0.93),
)
# Not the dark theme inverted: paper and ink, the same hues deep enough to write with.
LIGHT = Theme(
    name="light",
    ground="#FBF8F1",
    panel="#F1ECE0",
    grid="#858D97",
    text="#1E2329",
    dim="#5A6068",
    accent="#0B0E12",
    cos_x="#9A6604",
    sin_x="#BF175D",
    cos_y="#057590",
    sin_y="#6136D7",
    sum="#2E5B23",
    difference="#646C76",
    train="#264AB6",
    test="#9C1000",
    excluded="#701757",
    restricted="#4D7B57",
    sweep=(0.0, 0.64),
    # The crests are light here, too, and lit; the valleys are ink.
    heights=("#2A5688", "#2F7FA0", "#3FA3A6", "#8CCB9E", "#F2E094"),
    signed=("#0B3C73", "#2C78C0", "#A6CBEA", "#F1ECE0", "#F0BE93", "#CC6416", "#712B00"),
    water="#5C8FC6",
    shore="#16386B",
    neurons=("#2C5C96", "#F1ECE0", "#7A5A00"),
    categories=("#0091E4", "#943200", "#2E008D", "#BD7300", "#006884", "#550E2A"),
    cycle=(0.4, 0.53, 0.085),
    shades=(0.42, 0.9),
)
THEMES = {theme.name: theme for theme in (DARK, LIGHT)}

MARGIN = 0.045  # share of the frame's short side left free on every side
POINT = 0.06  # radius of a measured point, in units
READING_SPEED = 17.0  # characters a second


class Size:
    """Type, in pixels of a 720-pixel frame. Nothing on screen is smaller than SMALL."""

    CAPTION = 27.0
    LABEL = 23.0
    SMALL = 20.5
    HEADLINE = 40.0
    DISPLAY = 68.0


class Gap:
    """Distances in units: NEAR between things that belong together, FAR between others."""

    NEAR = 0.25
    FAR = 0.6


class Time:
    """Durations of moves in seconds; HOLD is how long a picture that works as a slide is held."""

    QUICK = 0.5
    STEADY = 1.2
    SLOW = 2.5
    HOLD = 1.6
