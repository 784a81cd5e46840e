"""The network laid out over the whole picture: the strip's seven glyphs, large, each with its name and shape."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    Animation,
    AnimationGroup,
    FadeIn,
    FadeOut,
    Group,
    Mobject,
    Rectangle,
    ReplacementTransform,
    Transform,
    UpdateFromAlphaFunc,
    VGroup,
    linear,
)

from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.texels import CLEAR, mixed
from transparent_box.scenes.look.theme import Gap, Size, Theme, units
from transparent_box.scenes.mobjects.network.attention_shares import AttentionShares
from transparent_box.scenes.mobjects.network.network_path import NetworkPath
from transparent_box.scenes.mobjects.network.network_strip import (
    EMPTY,
    GLYPHS,
    NAMES,
    NetworkStrip,
    Reading,
    draw,
    texture_size,
)
from transparent_box.scenes.mobjects.network.plan_places import COLUMNS, TALL, WIDE, Place
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats, passed
from transparent_box.scenes.mobjects.shapes.texture import Texture
from transparent_box.scenes.mobjects.words.lettering import Lettering, stand_on, words

# Units that a label may be wider than its glyph; the attention's shares need at least that much on its left.
BESIDE = {"one-hot": 0.45, "attention": 0.5}
ELSEWHERE = 0.23
LIFT = 0.14  # units from a glyph to the line of its name
PASSAGE = 0.3  # units between two shares of attention that let an arrow pass
APART = 0.06  # additional units between an arrow and the shares that it leads to
AWAITED = 0.55  # opacity of the name of a layer that nothing has reached yet
FRAME = 1.5  # stroke width of the empty frame of such a layer
EMPTIES = 3, 6  # exponents with which glyphs fade on the way to their seats, if they cross no others and if they do
FRONT = 0.15  # share of the time a layer takes to light up that each place in it takes


class Emptying(Transform):
    """A glyph that moves to its seat, faint by the time it crosses others."""

    def __init__(self, glyph: Mobject, seat: Mobject, pace: Callable[[float], float], exponent: int) -> None:
        self.exponent = exponent
        super().__init__(glyph, seat, rate_func=pace)

    def interpolate_submobject(self, submobject: Mobject, start: Mobject, goal: Mobject, alpha: float) -> Emptying:
        """Place it at a share of the way; what fades has lost most of its ink by then."""
        submobject.interpolate(start, goal, alpha, self.path_func)
        submobject.interpolate_color(start, goal, 1 - (1 - alpha) ** self.exponent)
        return self


class NetworkPlan(Group):
    """Glyphs of one sum over an area, each with a name and, if `shapes` are given, the shape of its layer.

    `seats` are the glyphs in their places, `labels` their names, `frames` what is seen of them until they are reached
    along the `path`; `looks` are the shares of attention, each where its ribbons begin.
    """

    def __init__(
        self,
        reading: Reading,
        shapes: dict[str, str] | None,
        area: Area,
        wide: bool,
        theme: Theme,
        names: Mapping[str, str] = NAMES,
        places: Mapping[str, Place] | None = None,
    ) -> None:
        """Take the glyphs' `places` in the grid, if given; otherwise `WIDE` or `TALL` ones."""
        super().__init__()
        self.wide, self.reading, self.theme, self.inks = wide, reading, theme, (theme.cos_x, theme.cos_y, theme.text)
        places = places or (WIDE if wide else TALL)
        rows = max(row + high for _, row, _, high in places.values())
        across, down = area.width / COLUMNS, area.height / rows
        head = (1.7 if wide else 1.4) * units(Size.LABEL)
        self.seats: dict[str, Texture] = {}
        self.labels: dict[str, VGroup] = {}
        for name, (column, row, wide_of, high) in places.items():
            seat = Texture(EMPTY, wide_of * across, high * down - head - units(Size.SMALL))
            left, top = area.left + column * across, area.top - row * down
            seat.move_to([left + seat.width / 2, top - head - seat.height / 2, 0])
            seat.texels = draw(name, reading, theme, texture_size(seat))
            self.seats[name] = seat
            self.labels[name] = self._label(names.get(name, name), shapes[name] if shapes else None, seat, top - head)
            if shapes and self.labels[name].width > seat.width + BESIDE.get(name, ELSEWHERE):
                self.labels[name][1].next_to(seat, DOWN, 0.08).align_to(seat, LEFT)  # there is more room below
        self.looks = AttentionShares(reading.attention, self.seats["attention"], self.inks)
        self.labels["attention"].align_to(self.looks, LEFT)
        self.glyphs = {name: self.seats[name].copy() for name in GLYPHS}
        self.frames = {name: framed(self.seats[name], theme) for name in GLYPHS[1:]}
        self.path = self._path()
        self.add(*self.glyphs.values(), self.path)

    def _label(self, name: str, shape: str | None, seat: Texture, foot: float) -> VGroup:
        """Write a layer's name and then its shape above a glyph, whose room starts at a height `foot`."""
        label = VGroup(words(name, Size.LABEL, self.theme.text))
        if shape:
            label.add(words(shape, Size.SMALL, self.theme.dim).next_to(label[0], RIGHT, 0.1))
            stand_on(label[0].baseline, label[1])
        return label.shift([seat.get_left()[0] - label.get_left()[0], foot + LIFT - label[0].baseline, 0])

    def gather(self, strip: NetworkStrip) -> NetworkPlan:
        """Place the glyphs where the strip's are, as small as these, to grow from there to their seats."""
        for name, glyph in self.glyphs.items():
            glyph.points = strip.glyph(name).points.copy()
        return self

    def open_up(self, strip: NetworkStrip, pace: Callable[[float], float]) -> list[Animation]:
        """Grow a strip's glyphs to their seats, with frames around them; all but the switches empty meanwhile."""
        self.gather(strip)
        empties = EMPTIES[not self.wide]
        goals = {name: seat.copy().set_opacity(float(name == GLYPHS[0])) for name, seat in self.seats.items()}
        moves: list[Animation] = [Emptying(glyph, goals[name], pace, empties) for name, glyph in self.glyphs.items()]
        for name, frame in self.frames.items():
            small = framed(strip.glyph(name), self.theme).set_stroke(opacity=0)
            moves.append(ReplacementTransform(small, frame, rate_func=pace))
        return moves

    def show(self, reading: Reading) -> NetworkPlan:
        """Draw another sum's arrays, with all layers lit, and the path between them."""
        return self.change(reading, reading, dict.fromkeys(GLYPHS, 1.0))

    def change(self, before: Reading, after: Reading, changed: Mapping[str, float]) -> NetworkPlan:
        """Draw each layer `changed` by a share from one sum's array to another's, lighting the path meanwhile."""
        asked = changed[GLYPHS[0]]
        for name, glyph in self.glyphs.items():
            size, share = texture_size(self.seats[name]), changed[name]
            new = draw(name, after, self.theme, size)
            glyph.texels = new if share == 1 else mixed(draw(name, before, self.theme, size), new, share)
            glyph.set_opacity(1.0)
        self.path.light_all({name: max(1 - asked, changed[name]) for name in GLYPHS[1:]})
        return self

    def cost(self, name: str, count: int, total: Mobject) -> Lettering:
        """Write how many learned numbers a layer has: above it, level with the total, or beside it."""
        label = words(f"+ {count:,}", Size.LABEL, self.theme.text).match_y(total)
        right = min(self.seats[name].get_right()[0], total.get_left()[0] - 2 * Gap.NEAR)
        return label.shift([right - label.get_right()[0], 0, 0])

    def fold(self) -> Animation:
        """Slide a copy of the neurons to their place after the ReLU, unchanged so far."""
        before, after = self.glyphs["MLP"], self.glyphs["ReLU"]
        after.points, after.texels, after.opacity = before.points.copy(), before.texels, 1.0
        return AnimationGroup(FadeOut(self.frames["ReLU"]), after.animate.move_to(self.seats["ReLU"]))

    def reveal(self, name: str) -> UpdateFromAlphaFunc:
        """Light up a layer in the way it works: from its sources, from the top, or rising like its bars."""
        full, glyph = self.seats[name].texels, self.glyphs[name]
        before = glyph.texels if name == "ReLU" else mixed(CLEAR, full, 0.0)
        height, width = full.shape
        across, up = np.linspace(0, 1, width)[None], np.linspace(0, 1, height)[:, None]
        ways = {"one-hot": 1 - up, "MLP": 1 - up, "out": np.abs(2 * up - 1), "logits": up}
        when = np.broadcast_to(ways.get(name, across), full.shape)

        def light(lit: Texture, share: float) -> None:
            lit.opacity = 1.0
            lit.texels = mixed(before, full, passed(share, when, FRONT))

        return UpdateFromAlphaFunc(glyph, light)

    def unfold(self, name: str, begins: Floats) -> UpdateFromAlphaFunc:
        """Light up a layer row by row, from the left; rows start at shares `begins` of the time and end together."""
        full, glyph, lasts = self.seats[name].texels, self.glyphs[name], 1 - begins.max()
        height, width = full.shape
        before, across = mixed(CLEAR, full, 0.0), np.linspace(0, 1, width)
        row = np.arange(height)[::-1] * len(begins) // height

        def light(lit: Texture, share: float) -> None:
            rows = np.stack([passed(np.clip((share - start) / lasts, 0, 1), across, FRONT) for start in begins])
            lit.opacity = 1.0
            lit.texels = mixed(before, full, rows[row])

        return UpdateFromAlphaFunc(glyph, light, rate_func=linear)

    def await_all(self) -> list[Lettering]:
        """Write the names of the layers that nothing has reached yet, faintly."""
        return [self.labels[name][0].set_opacity(AWAITED) for name in GLYPHS[1:]]

    def tell(self, name: str) -> list[Animation]:
        """Bring up a layer's faint name, with its shape; its empty frame fades."""
        label, frame = self.labels[name], self.frames[name]
        gone = [FadeOut(frame)] if name != "ReLU" else []  # the ReLU's frame has gone already
        return [label[0].animate.set_opacity(1.0).build(), FadeIn(label[1]), *gone]

    def _path(self) -> NetworkPath:
        """Lead from seat to seat: between the attention's first two shares, or up to them if they are close."""
        rooms = {name: Area.around(self.seats[name]) for name in GLYPHS}
        first, second, _ = map(Area.around, self.looks)
        if first.bottom - second.top >= PASSAGE:
            return NetworkPath(rooms, {"attention": (first.bottom + second.top) / 2}, self.theme)
        rooms["attention"] = replace(rooms["attention"], left=self.looks.get_left()[0] - APART)
        return NetworkPath(rooms, {}, self.theme)


def framed(glyph: Texture, theme: Theme) -> Rectangle:
    """Draw an empty frame in a glyph's place."""
    frame = Rectangle(width=glyph.width, height=glyph.height, stroke_color=theme.grid, stroke_width=FRAME)
    return frame.move_to(glyph)
