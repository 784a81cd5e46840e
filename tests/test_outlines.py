"""What is read of Typst's SVG is what Manim's own reader finds in it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from manim import SVGMobject

from transparent_box.scenes.mobjects.lettering import BALANCED, escape, set_in_type
from transparent_box.scenes.mobjects.outlines import read_outlines, transformation

SAID = [
    escape("A sum: 7+0 is, 12,769 “right”"),
    "$x/2 dot sqrt(3) + cos(k x) - R^2$",
    "$-82 degree approx e^(-2 pi i k x slash p)$",
    "*bold* _slanted_",
    BALANCED % ("center", escape("a line that is too long for where it stands"), 80, 80, 80),
]


@pytest.mark.parametrize("markup", SAID)
def test_outlines_are_those_that_manim_reads(markup: str, tmp_path: Path) -> None:
    kept = set_in_type(str(tmp_path), markup)
    ours = read_outlines(kept.read_bytes())
    theirs = SVGMobject(kept, height=None, stroke_width=None, use_svg_cache=False).family_members_with_points()
    bars = [part for part in theirs if part.get_fill_opacity() == 0]
    glyphs = np.concatenate([part.points for part in theirs if part not in bars])
    shift = glyphs[0] - ours.glyphs[0]  # where it stands is the lettering's affair
    np.testing.assert_allclose(ours.glyphs + shift, glyphs, atol=1e-9)
    assert [width for _, width in ours.bars] == [bar.get_stroke_width() for bar in bars]
    for (points, _), bar in zip(ours.bars, bars, strict=True):
        np.testing.assert_allclose(points + shift, bar.points, atol=1e-9)
    assert ours.first + shift[1] == pytest.approx(theirs[0].get_bottom()[1])


def test_nothing_is_read_of_nothing() -> None:
    empty = read_outlines(b'<svg xmlns="http://www.w3.org/2000/svg"><defs/></svg>')
    assert empty.glyphs.shape == (0, 3) and empty.bars == () and empty.first == 0


@pytest.mark.parametrize("inside", ["<image/>", '<g transform="rotate(30)"/>'])
def test_what_cannot_be_drawn_is_named(inside: str) -> None:
    with pytest.raises(ValueError, match="which lettering cannot draw"):
        read_outlines(f'<svg xmlns="http://www.w3.org/2000/svg">{inside}</svg>'.encode())


def test_transformations() -> None:
    np.testing.assert_array_equal(transformation("matrix(1 2 3 4 5 6)"), [[1, 3, 5], [2, 4, 6], [0, 0, 1]])
    np.testing.assert_array_equal(transformation("translate(2)"), [[1, 0, 2], [0, 1, 0], [0, 0, 1]])
