"""What transformer_scene says of the reference run."""

from __future__ import annotations

import re

import numpy as np
import pytest

from model.runs.run import Run
from scenes.mobjects.network_strip import GLYPHS
from scenes.transformer_scene import MADE_WITH
from tests.conftest import evidence_of
from tests.test_stage import play


def test_every_learned_number_is_counted_once(reference: Run) -> None:
    """The paper's network has 226,816 parameters."""
    sizes = {name: array.size for name, array in reference.weights.to_dict().items()}
    counted = [name for names in MADE_WITH.values() for name in names]
    assert sorted(counted) == sorted(sizes) and sum(sizes[name] for name in counted) == 226_816
    assert set(MADE_WITH) < set(GLYPHS)


def test_its_lines_say_what_was_measured(reference: Run) -> None:
    reading = evidence_of(reference).reading(*evidence_of(reference).shown_sum)
    to_x, to_y, to_itself = reading.attention.mean(axis=0)
    assert to_x == pytest.approx(0.5, abs=0.03) and to_y == pytest.approx(0.5, abs=0.03) and to_itself < 0.01
    alive = int(np.count_nonzero(reading.pre > 0))
    lines = " ".join(beat.line for beat in play("transformer_scene", reference).beats)
    assert re.search(rf"\b{alive} go on", lines) and "says 91" in lines and "226,816 learned numbers" in lines
