"""The strip: the network itself in seven glyphs, drawn from one sum's arrays, one of them lit and named."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from math import dist
from typing import Any, Protocol, Self

import numpy as np
from manim import DL, DOWN, RIGHT, Animation, FadeIn, FadeOut, Group, RoundedRectangle, Transform, VGroup
from numpy.typing import NDArray

from transparent_box.scenes.look.colormaps import ramp, rgba
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.texels import CLEAR, Texels, texels_of
from transparent_box.scenes.look.theme import Size, Theme
from transparent_box.scenes.mobjects.network import glyphs
from transparent_box.scenes.mobjects.shapes.polyline_set import PolylineSet
from transparent_box.scenes.mobjects.shapes.texture import Texture
from transparent_box.scenes.mobjects.words.lettering import stand_on, words

Floats = NDArray[Any]
GLYPHS = ("one-hot", "embed", "attention", "MLP", "ReLU", "out", "logits")
NAMES = {"embed": "embedding", "MLP": "neurons", "ReLU": "after the ReLU", "out": "outputs", "logits": "votes"}
WIDTHS = (0.35, 1.0, 0.6, 0.63, 0.63, 1.0, 1.08)  # relative widths of the glyphs
BETWEEN = 0.2  # gap between two glyphs, on the same scale
DENSITY = 135.0  # texels per unit: one per pixel at 1080p
TABLE_COLUMNS = 32
ROUND_A_GLYPH = 0.06  # units from the lit glyph to its box
BELOW, TALL = 0.13, "d"  # units from the lit glyph to a name as tall as "d": all names are on one line
SHADES = 512
EMPTY = CLEAR.reshape(1, 1)
ASIDE = 0.58  # opacity of a glyph that is not lit


class Reading(Protocol):
    """The arrays of one sum, as the strip draws them; see `model.analysis.reading.Reading`."""

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
    """A reading's seven glyphs, `width` × `height` units, with arrows between; at most one is lit and named."""

    def __init__(
        self, reading: Reading, lit: str | None, width: float, height: float, theme: Theme, named: bool = True
    ) -> None:
        super().__init__()
        self.theme, self.lit, self.named = theme, lit, named
        unit = width / (sum(WIDTHS) + BETWEEN * (len(WIDTHS) - 1))
        self.glyphs = Group(*(Texture(EMPTY, share * unit, height) for share in WIDTHS))
        self.glyphs.arrange(RIGHT, buff=BETWEEN * unit)
        self.show(reading)
        self.arrows = self._arrows(BETWEEN * unit)
        self.add(self.arrows, self.glyphs)
        for name, glyph in zip(GLYPHS, self.glyphs, strict=True):
            glyph.set_opacity(1.0 if lit in (name, None) else ASIDE)
        if lit:
            self.box, self.name = self._around(self.glyph(lit)), self._name(lit)
            self.add(self.box, self.name)

    def glyph(self, name: str) -> Texture:
        """Return the glyph of a layer; see GLYPHS."""
        glyph: Texture = self.glyphs[GLYPHS.index(name)]
        return glyph

    def show(self, reading: Reading) -> Self:
        """Draw another sum's arrays."""
        for glyph, name in zip(self.glyphs, GLYPHS, strict=True):
            glyph.texels = draw(name, reading, self.theme, texture_size(glyph))
        return self

    def dimmed(self) -> Self:
        """Dim all glyphs."""
        for glyph in self.glyphs:
            glyph.set_opacity(ASIDE)
        return self

    def light(self, name: str) -> list[Animation]:
        """Move the box to another glyph, and name that one instead."""
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
        """Write the name below a glyph, within the strip's width; nothing if the strip is not `named`."""
        if not self.named:
            return VGroup()
        label, tall = (words(text, Size.SMALL, self.theme.text) for text in (NAMES.get(name, name), TALL))
        label.next_to(self.glyph(name), DOWN)
        stand_on(tall.next_to(self.glyph(name), DOWN, BELOW).baseline, label)
        over = max(label.get_right()[0] - self.glyphs.get_right()[0], 0.0)
        under = max(self.glyphs.get_left()[0] - label.get_left()[0], 0.0)
        return label.shift((under - over) * RIGHT)

    def _around(self, glyph: Texture) -> RoundedRectangle:
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


def texture_size(glyph: Texture) -> tuple[int, int]:
    """Return the width and height in texels of a glyph's texture."""
    corner, right, _, upper = glyph.points
    return max(2, round(dist(corner, right) * DENSITY)), max(2, round(dist(corner, upper) * DENSITY))


def large(name: str, reading: Reading, area: Area, theme: Theme) -> Texture:
    """Draw one glyph over an area."""
    glyph = Texture(EMPTY, area.width, area.height)
    glyph.texels = draw(name, reading, theme, texture_size(glyph))
    return glyph.move_to(area.center)


def named_switches(reading: Reading, area: Area, theme: Theme) -> tuple[Texture, VGroup]:
    """Draw the glyph of the switches over an area, and name those that are on."""
    board = large("one-hot", reading, area, theme)
    return board, token_names(board, reading, theme)


def token_names(switches: Texture, reading: Reading, theme: Theme) -> VGroup:
    """Name the switches that are on, each to the right of its own on a large glyph."""
    inks, (left, foot, _) = (theme.cos_x, theme.cos_y, theme.text), switches.get_corner(DL)
    edges, names = left + glyphs.column_edges(len(inks), switches.width)[:, 1], VGroup()
    for place, (token, ink, edge) in enumerate(zip(reading.tokens, inks, edges, strict=True)):
        name = words("=" if place == 2 else str(token), Size.LABEL, ink)
        height = foot + switches.height * (1 - (token + 0.5) / reading.vocabulary)
        names.add(name.next_to([edge, height, 0], RIGHT, 0.15))
    return names


def draw(name: str, reading: Reading, theme: Theme, size: tuple[int, int]) -> Texels:
    """Draw the texture (h, w) of one glyph; raise KeyError for a name that is not in GLYPHS."""
    inks, text = np.stack([ink(theme.cos_x), ink(theme.cos_y), ink(theme.text)]), ink(theme.text)
    painters = {
        "one-hot": lambda: glyphs.switches(reading.tokens, reading.vocabulary, ink(theme.panel), inks, size),
        "embed": lambda: embedding(reading.embeddings, inks, size),
        "attention": lambda: glyphs.ribbons(reading.attention, inks, text, size),
        "MLP": lambda: glyphs.table(neurons(reading.pre, reading.neuron_scale, theme), TABLE_COLUMNS, size),
        "ReLU": lambda: glyphs.table(neurons(reading.post, reading.neuron_scale, theme), TABLE_COLUMNS, size),
        "out": lambda: glyphs.bars(reading.out, reading.out_scale, ink(theme.sum), size),
        "logits": lambda: glyphs.votes(reading.logits, reading.answer, ink(theme.dim, 0.75), text, size),
    }
    return painters[name]()


@cache
def ink(code: str, alpha: float = 1.0) -> Floats:
    """Return the RGBA (4,) of one of the theme's colors, cached."""
    return rgba(code, alpha)


def embedding(rows: Floats, inks: Floats, size: tuple[int, int]) -> Texels:
    """Draw three rows (3, d) of bars; x and y are on one scale, "=" is on its own, since it is far larger."""
    width, height = size
    third = height // 3
    scales = [np.abs(rows[:2]).max()] * 2 + [np.abs(rows[2]).max()]
    picture = np.zeros((height, width), np.uint32)
    for place, part in enumerate(zip(rows[::-1], scales[::-1], inks[::-1], strict=True)):
        picture[place * third : (place + 1) * third] = glyphs.bars(*part, (width, third))
    return picture


def neurons(values: Floats, scale: float, theme: Theme) -> Texels:
    """Return the colors (n,) of neurons: below zero blue, above it straw, none at zero."""
    shares = np.clip(values / (scale or 1.0), -1, 1)
    places = (1 + np.sign(shares) * np.abs(shares) ** 0.6) / 2 * (SHADES - 1)
    return shades(theme.neurons)[np.rint(places).astype(int)]


@cache
def shades(codes: tuple[str, ...]) -> Texels:
    """Return a table (SHADES,) of a ramp's colors, fine enough that no steps are seen."""
    return texels_of(ramp(codes, np.linspace(0, 1, SHADES)))
