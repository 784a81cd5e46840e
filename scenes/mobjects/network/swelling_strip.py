"""A pulse that runs through a strip: one glyph after another lights up and swells."""

from __future__ import annotations

import numpy as np
from manim import UpdateFromAlphaFunc

from transparent_box.scenes.mobjects.network.network_strip import NetworkStrip

SWELL = 0.7  # how much higher a glyph becomes, as a share of its height
WAKE = 1.2  # glyphs to either side that swell at the same time
UPWARD = 0.6  # share of that growth that goes upward: the text below is closer than the question above


def run_through(strip: NetworkStrip) -> UpdateFromAlphaFunc:
    """Light up a dimmed strip's glyphs one after another; each swells up and down meanwhile."""
    glyphs = list(strip.glyphs)
    lying = [(glyph.points.copy(), glyph.opacity) for glyph in glyphs]

    def pass_on(_: NetworkStrip, share: float) -> None:
        for place, (glyph, (points, dim)) in enumerate(zip(glyphs, lying, strict=True)):
            since = float(np.clip((share * (len(glyphs) + WAKE) - place) / (1 + WAKE), 0, 1))
            rests = points.max(axis=0) - [0, UPWARD * np.ptp(points[:, 1]), 0]
            glyph.points = rests + (points - rests) * [1, 1 + SWELL * np.sin(np.pi * since) ** 2, 1]
            glyph.opacity = dim + (1 - dim) * min(1.0, 2 * since)

    return UpdateFromAlphaFunc(strip, pass_on)
