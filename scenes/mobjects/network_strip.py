"""The strip: the machine itself in seven glyphs, drawn from one sum's arrays, one of them lit and named."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import Any, Protocol, Self

import numpy as np
from manim import DL, DOWN, RIGHT, Animation, FadeIn, FadeOut, Group, RoundedRectangle, Transform, VGroup
from numpy.typing import NDArray

from transparent_box.scenes.look.colormaps import ramp, rgba
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import Size, Theme
from transparent_box.scenes.mobjects import glyphs
from transparent_box.scenes.mobjects.heat_map import HeatMap
from transparent_box.scenes.mobjects.lettering import words
from transparent_box.scenes.mobjects.polyline_set import PolylineSet

Floats = NDArray[Any]
GLYPHS = ("one-hot", "embed", "attention", "MLP", "ReLU", "out", "logits")
NAMES = {"embed": "embedding", "MLP": "neurons", "ReLU": "after the ReLU", "out": "outputs", "logits": "votes"}
WIDTHS = (0.35, 1.0, 0.6, 0.63, 0.63, 1.0, 1.08)  # of the glyphs, in parts
BETWEEN = 0.2  # of the same parts, between two glyphs
DENSITY = 135.0  # texels a unit: one a pixel at 1080p
TABLE_COLUMNS = 32
ROUND_A_GLYPH = 0.06  # units from the lit glyph to its box
SHADES = 512
ASIDE = 0.58  # opacity of a glyph that is not spoken of


class Reading(Protocol):
    """One sum as the strip draws it; see `model.analysis.reading.Reading`."""

    tokens: tuple[int, int, int]
    vocabulary: int
    embeddings: Floats
    attention: Floats
    pre: Floats
    post: Floats
    out: Floats
    logits: Floats
    answer: int
    neuron_scale: float
    out_scale: float


class NetworkStrip(Group):
    """Seven glyphs over `width` units, `height` units high, with arrows between; at most one is lit, and named."""

    def __init__(
        self, reading: Reading, lit: str | None, width: float, height: float, theme: Theme, named: bool = True
    ) -> None:
        super().__init__()
        self.theme, self.lit, self.named = theme, lit, named
        unit = width / (sum(WIDTHS) + BETWEEN * (len(WIDTHS) - 1))
        self.glyphs = Group(*(HeatMap(np.zeros((1, 1, 4)), share * unit, height, smooth=True) for share in WIDTHS))
        self.glyphs.arrange(RIGHT, buff=BETWEEN * unit)
        self.show(reading)
        self.arrows = self._arrows(BETWEEN * unit)
        self.add(self.arrows, self.glyphs)
        for name, glyph in zip(GLYPHS, self.glyphs, strict=True):
            glyph.set_opacity(1.0 if lit in (name, None) else ASIDE)
        if lit:
            self.box, self.name = self._around(self.glyph(lit)), self._name(lit)
            self.add(self.box, self.name)

    def glyph(self, name: str) -> HeatMap:
        """The glyph of a layer; see GLYPHS."""
        found: HeatMap = self.glyphs[GLYPHS.index(name)]
        return found

    def show(self, reading: Reading) -> Self:
        """Draw another sum's arrays."""
        for glyph, name in zip(self.glyphs, GLYPHS, strict=True):
            glyph.colors = draw(name, reading, self.theme, texels(glyph))  # not copied: that took as long as drawing
        return self

    def dimmed(self) -> Self:
        """Dim all glyphs, as those are that are not spoken of."""
        for glyph in self.glyphs:
            glyph.set_opacity(ASIDE)
        return self

    def light(self, name: str) -> list[Animation]:
        """Move the box on to another glyph, and name that one instead."""
        old, left = self.name, self.glyph(self.lit or name)
        self.lit, self.name = name, self._name(name)
        self.remove(old)
        self.add(self.name)
        return [
            Transform(self.box, self._around(self.glyph(name))),
            left.animate.set_opacity(ASIDE),
            self.glyph(name).animate.set_opacity(1.0),
            FadeOut(old),
            FadeIn(self.name),
        ]

    def _name(self, name: str) -> VGroup:
        """The name under a glyph, not beyond the strip's own ends; nothing in a strip of glyphs alone."""
        if not self.named:
            return VGroup()
        label = words(NAMES.get(name, name), Size.SMALL, self.theme.text).next_to(self.glyph(name), DOWN, 0.13)
        over = max(label.get_right()[0] - self.glyphs.get_right()[0], 0.0)
        under = max(self.glyphs.get_left()[0] - label.get_left()[0], 0.0)
        return label.shift((under - over) * RIGHT)

    def _around(self, glyph: HeatMap) -> RoundedRectangle:
        size = (glyph.width + 2 * ROUND_A_GLYPH, glyph.height + 2 * ROUND_A_GLYPH)
        box = RoundedRectangle(corner_radius=0.06, width=size[0], height=size[1])
        return box.set_stroke(self.theme.accent, 2.2).move_to(glyph)

    def _arrows(self, gap: float) -> PolylineSet:
        curves = []
        for before, after in pairwise(self.glyphs):
            start, end = before.get_right() + 0.25 * gap * RIGHT, after.get_left() - 0.2 * gap * RIGHT
            barb = 0.22 * gap
            curves += [np.array([start, end]), end + barb * np.array([[-1, 0.8, 0], [0, 0, 0], [-1, -0.8, 0]])]
        return PolylineSet(curves, np.tile(rgba(self.theme.grid), (len(curves), 1)), 0.02)


def texels(glyph: HeatMap) -> tuple[int, int]:
    """Width and height of the texture that a glyph's place asks for."""
    return max(2, round(glyph.width * DENSITY)), max(2, round(glyph.height * DENSITY))


def large(name: str, reading: Reading, area: Area, theme: Theme) -> HeatMap:
    """Draw one glyph over an area."""
    glyph = HeatMap(np.zeros((1, 1, 4)), area.width, area.height, smooth=True)
    glyph.set_colors(draw(name, reading, theme, texels(glyph))).move_to(area.center)
    return glyph


def token_names(switches: HeatMap, reading: Reading, theme: Theme) -> VGroup:
    """Name the switches that are on, each at the right of its own on a large glyph of them."""
    inks, (left, foot, _) = (theme.cos_x, theme.cos_y, theme.text), switches.get_corner(DL)
    across, names = switches.width / (3 + 2 * glyphs.BETWEEN_COLUMNS), VGroup()
    for place, (token, ink) in enumerate(zip(reading.tokens, inks, strict=True)):
        name = words("=" if place == 2 else str(token), Size.LABEL, ink)
        edge = left + (place * (1 + glyphs.BETWEEN_COLUMNS) + 1) * across
        height = foot + switches.height * (1 - (token + 0.5) / reading.vocabulary)
        names.add(name.next_to([edge, height, 0], RIGHT, 0.15))
    return names


def draw(name: str, reading: Reading, theme: Theme, size: tuple[int, int]) -> Floats:
    """(w, h, 4) the texture of one glyph; KeyError for a name that is none of GLYPHS."""
    inks = np.stack([rgba(theme.cos_x), rgba(theme.cos_y), rgba(theme.text)])
    painters = {
        "one-hot": lambda: glyphs.switches(reading.tokens, reading.vocabulary, rgba(theme.panel), inks, size),
        "embed": lambda: embedding(reading.embeddings, inks, size),
        "attention": lambda: glyphs.ribbons(reading.attention, inks, rgba(theme.text), size),
        "MLP": lambda: glyphs.table(neurons(reading.pre, reading.neuron_scale, theme), TABLE_COLUMNS, size),
        "ReLU": lambda: glyphs.table(neurons(reading.post, reading.neuron_scale, theme), TABLE_COLUMNS, size),
        "out": lambda: glyphs.bars(reading.out, reading.out_scale, rgba(theme.sum), size),
        "logits": lambda: glyphs.votes(reading.logits, reading.answer, rgba(theme.dim, 0.75), rgba(theme.text), size),
    }
    return painters[name]()


def embedding(rows: Floats, inks: Floats, size: tuple[int, int]) -> Floats:
    """Three rows (3, d) of bars one above the other; x and y on one scale, "=" on its own, for it is far larger."""
    width, height = size
    third = height // 3
    scales = [np.abs(rows[:2]).max()] * 2 + [np.abs(rows[2]).max()]
    parts = [glyphs.bars(*part, (width, third)) for part in zip(rows, scales, inks, strict=True)]
    rest = np.zeros((width, height - 3 * third, 4))
    return np.concatenate([*parts[::-1], rest], axis=1)


def neurons(values: Floats, scale: float, theme: Theme) -> Floats:
    """(n, 4) neurons' colors: below zero blue, above it straw, nothing at zero."""
    shares = np.clip(values / (scale or 1.0), -1, 1)
    places = (1 + np.sign(shares) * np.abs(shares) ** 0.6) / 2 * (SHADES - 1)
    found: Floats = shades(theme.neurons)[np.rint(places).astype(int)]
    return found


@cache
def shades(codes: tuple[str, ...]) -> Floats:
    """(SHADES, 4) a table of a ramp's colors: finer steps cannot be seen."""
    return ramp(codes, np.linspace(0, 1, SHADES))
