"""What is read of Typst's SVG is what Manim's own reader finds in it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from manim import SVGMobject

from transparent_box.scenes.look import fonts
from transparent_box.scenes.mobjects.words import lettering
from transparent_box.scenes.mobjects.words.lettering import BALANCED, escape, set_in_type
from transparent_box.scenes.mobjects.words.outlines import read_outlines, transformation

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


def test_what_other_fonts_or_another_typst_set_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The film is drawn anew with new fonts, so that its words must be, too."""
    names = [set_in_type(str(tmp_path), "said")]
    monkeypatch.setattr(lettering, "TYPST", "another")
    names.append(set_in_type(str(tmp_path), "said"))
    (tmp_path / fonts.FONT_FILES[0]).write_bytes(b"another")
    monkeypatch.setattr(fonts, "FONTS", tmp_path)
    monkeypatch.setattr(fonts, "FONT_FILES", fonts.FONT_FILES[:1])
    monkeypatch.setattr(fonts, "digest", fonts.digest.__wrapped__)
    names.append(set_in_type(str(tmp_path), "said"))
    assert len(set(names)) == 3 and set_in_type(str(tmp_path), "said") == names[2]


def test_nothing_is_read_of_nothing() -> None:
    empty = read_outlines(b'<svg xmlns="http://www.w3.org/2000/svg"><defs/></svg>')
    assert empty.glyphs.shape == (0, 3) and empty.bars == () and empty.line == 0


@pytest.mark.parametrize("said", ["passes", "“quotes” and yes", "fives", "(p)", "$y + x_p$"])
def test_a_line_stands_on_its_baseline_whatever_its_first_sign(said: str, tmp_path: Path) -> None:
    """An E before it stands on the same line, and does not hang below it."""
    ours, upright = (read_outlines(set_in_type(str(tmp_path), set_so).read_bytes()) for set_so in (said, "E" + said))
    foot = upright.glyphs[:, 1].min() - ours.glyphs[:, 1].min()
    e = read_outlines(set_in_type(str(tmp_path), "E").read_bytes())
    assert ours.line + foot == pytest.approx(upright.line) and abs(e.line - e.glyphs[:, 1].min()) < 0.05


@pytest.mark.parametrize("inside", ["<image/>", '<g transform="rotate(30)"/>'])
def test_what_cannot_be_drawn_is_named(inside: str) -> None:
    with pytest.raises(ValueError, match="which lettering cannot draw"):
        read_outlines(f'<svg xmlns="http://www.w3.org/2000/svg">{inside}</svg>'.encode())


def test_transformations() -> None:
    np.testing.assert_array_equal(transformation("matrix(1 2 3 4 5 6)"), [[1, 3, 5], [2, 4, 6], [0, 0, 1]])
    np.testing.assert_array_equal(transformation("translate(2)"), [[1, 0, 2], [0, 1, 0], [0, 0, 1]])
