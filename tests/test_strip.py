"""The strip draws the arrays of one sum: what it shows is what they hold."""

from __future__ import annotations

import numpy as np
import pytest

from tests.conftest import evidence_of
from transparent_box.model.runs.run import Run
from transparent_box.scenes.look.colormaps import rgba
from transparent_box.scenes.look.texels import Floats, Texels, colors_of
from transparent_box.scenes.look.theme import DARK, THEMES
from transparent_box.scenes.mobjects.network import glyphs
from transparent_box.scenes.mobjects.network.network_strip import GLYPHS, ROUND_A_GLYPH, NetworkStrip, draw
from transparent_box.scenes.mobjects.words.lettering import Lettering

INKS = np.stack([rgba(DARK.cos_x), rgba(DARK.cos_y), rgba(DARK.text)])


def seen(texels: Texels) -> Floats:
    """(w, h, 4) RGBA of a picture, x to the right and y upward."""
    return colors_of(texels).swapaxes(0, 1)


def test_a_bar_is_as_high_as_its_value() -> None:
    """Ink of a bar from the middle: its value's share of half the height, less the gap between bars."""
    values = np.array([1.0, -0.5, 0.25])
    picture = seen(glyphs.bars(values, 1.0, rgba(DARK.sum), (300, 200)))
    ink = picture[..., 3].reshape(3, 100, 200).sum(axis=(1, 2)) / (100 * (1 - glyphs.GAP_SHARE))
    assert ink == pytest.approx(100 * np.abs(values), abs=1.5)
    assert picture[:100, :100, 3].sum() < 100 and picture[100:200, 101:, 3].sum() == 0, "up and down are told apart"


def test_ribbons_are_as_thick_as_the_weights_and_end_in_one_bar() -> None:
    weights = np.array([[0.6, 0.3, 0.1], [0.2, 0.7, 0.1]])
    picture = seen(glyphs.ribbons(weights, INKS, rgba(DARK.text), (200, 400)))
    unit = 0.5 * 400 / 2
    assert picture[0, :, 3].sum() == pytest.approx(weights.sum() * unit, rel=1e-6)
    assert picture[-1, :, 3].sum() == pytest.approx(200, rel=1e-6)
    blocks = picture[0, ::-1, 3] > 0.5
    starts = np.flatnonzero(np.diff(blocks.astype(int)) == 1)
    assert len(starts) == 3, "three tokens, three ribbons"


def test_the_loudest_vote_is_lit() -> None:
    logits = np.linspace(0, 1, 50)
    logits[7] = 3.0
    picture = seen(glyphs.votes(logits, 7, rgba(DARK.dim), rgba(DARK.text), (200, 60)))
    bright = (picture[..., :3] * picture[..., 3:]).sum(axis=(1, 2))
    assert bright.argmax() // 4 == 7


def test_the_switch_that_is_on_stands_at_its_number() -> None:
    picture = seen(glyphs.switches((0, 9), 10, rgba(DARK.panel), INKS[:2], (28, 100)))
    first, second = picture[:10, :, 2].mean(axis=0), picture[-10:, :, 2].mean(axis=0)
    assert first[:90].std() < 1e-6 and first[95] != pytest.approx(first[50]), "number 0 stands on top"
    assert second[10:].std() < 1e-6 and second[5] != pytest.approx(second[50])


def test_every_layer_of_every_sum_can_be_drawn(grokked_run: Run, toy_run: Run) -> None:
    for run in (grokked_run, toy_run):
        evidence = evidence_of(run)
        order = evidence.neuron_order
        assert np.array_equal(np.sort(order), np.arange(run.config.d_mlp)), "each neuron once"
        for x, y in (evidence.shown_sum, (0, 0), (run.p - 1, run.p - 1)):
            reading = evidence.reading(x, y)
            assert reading.answer == run.predictions[x, y]
            for name in GLYPHS:
                for theme in THEMES.values():
                    texture = draw(name, reading, theme, (40, 30))
                    assert texture.shape == (30, 40) and texture.any()
                    red, green, blue, alpha = np.moveaxis(texture[..., None].view(np.uint8), -1, 0)
                    assert (np.maximum(np.maximum(red, green), blue) <= alpha).all(), "premultiplied"


def test_the_relu_puts_out_what_is_below_zero(reference: Run) -> None:
    reading = evidence_of(reference).reading(34, 57)
    assert np.array_equal(reading.post, np.maximum(reading.pre, 0))
    assert reading.attention.sum(axis=1) == pytest.approx(1, abs=1e-5)
    assert reading.answer == 91


def test_only_the_lit_glyph_is_bright_and_named(grokked_run: Run) -> None:
    evidence = evidence_of(grokked_run)
    strip = NetworkStrip(evidence.reading(*evidence.shown_sum), "ReLU", 12.0, 0.4, DARK)
    opacities = {name: strip.glyph(name).opacity for name in GLYPHS}
    assert [name for name, opacity in opacities.items() if opacity == 1] == ["ReLU"]
    assert strip.width == pytest.approx(12.0, abs=0.15)


def test_glyphs_can_stand_alone(grokked_run: Run) -> None:
    evidence = evidence_of(grokked_run)
    strip = NetworkStrip(evidence.reading(*evidence.shown_sum), "ReLU", 6.0, 0.4, DARK, named=False)
    strip.light("out")
    assert not [part for part in strip.get_family() if isinstance(part, Lettering)] and strip.lit == "out"


def test_all_names_stand_on_one_line_clear_of_the_lit_glyph_s_box(grokked_run: Run) -> None:
    evidence = evidence_of(grokked_run)
    strip = NetworkStrip(evidence.reading(*evidence.shown_sum), GLYPHS[0], 12.0, 0.4, DARK)
    lines = {strip.name.baseline}
    for name in GLYPHS[1:]:
        strip.light(name)
        lines.add(strip.name.baseline)
        assert strip.name.get_top()[1] < strip.glyph(name).get_bottom()[1] - ROUND_A_GLYPH
    assert max(lines) - min(lines) < 1e-6
