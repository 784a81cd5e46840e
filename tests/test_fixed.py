"""Large arrays that stand still are shared by copies and digested once, and never written into unseen."""

from __future__ import annotations

from hashlib import sha256

import numpy as np
import pytest

from tests.test_fingerprint import name
from transparent_box.scenes.mobjects.array_mobject import ArrayMobject
from transparent_box.scenes.mobjects.fixed import digest, fix, is_fixed
from transparent_box.scenes.mobjects.heat_map import HeatMap
from transparent_box.scenes.mobjects.point_cloud import PointCloud
from transparent_box.scenes.stage.rounding import GRAINS, SMALL, round_state


def large() -> ArrayMobject:
    """A mobject whose points and colors are both too large to be rounded together with others."""
    random = np.random.default_rng(0)
    return ArrayMobject(random.random((SMALL, 3)), random.random((SMALL, 4)), None)


def test_what_is_rounded_is_fixed_and_stays_the_same_array() -> None:
    mobject = large()
    given = mobject.colors
    round_state([mobject])
    kept = mobject.colors
    assert np.abs(kept - given).max() <= 1 / GRAINS and is_fixed(kept) and given.flags.writeable
    round_state([mobject])
    assert mobject.colors is kept
    with pytest.raises(ValueError, match="read-only"):
        mobject.colors[0] = 1
    mobject.points += 1  # as Manim moves them
    mobject.set_colors(np.ones((SMALL, 4))).colors[0] = 0
    assert not is_fixed(mobject.colors)


def test_copies_share_what_is_fixed_and_nothing_else() -> None:
    mobject = large()
    assert mobject.copy().colors is not mobject.colors
    round_state([mobject])
    copied = mobject.copy()
    assert copied.colors is mobject.colors and copied.points is not mobject.points
    copied.set_colors(np.zeros((SMALL, 4)))
    assert mobject.colors.any() and name(copied) != name(mobject)


def test_a_table_that_changes_after_it_was_fixed_has_another_name() -> None:
    table = HeatMap(np.random.default_rng(0).random((40, 40, 4)), 1, 1)
    round_state([table])
    before = name(table)
    table.interpolate_color(table.copy(), HeatMap(np.zeros((40, 40, 4)), 1, 1), 0.5)
    assert name(table) != before


def test_points_are_revealed_after_they_were_fixed() -> None:
    cloud = PointCloud(np.zeros((SMALL, 3)), np.ones((SMALL, 4)), 1.0)
    round_state([cloud])
    copied = cloud.copy()
    cloud.reveal(0.5)
    assert cloud.colors[:, 3].sum() == SMALL / 2 and copied.colors[:, 3].all()


def test_a_digest_is_that_of_the_bytes_for_as_long_as_nobody_can_write() -> None:
    array = np.arange(6.0)
    assert digest(array) == digest(array[::1]) == sha256(array.tobytes()).digest()
    fixed = fix(array.copy())
    assert is_fixed(fixed) and digest(fixed) == digest(fixed) == digest(array)
    fixed.flags.writeable = True
    fixed[0] = 7
    assert not is_fixed(fixed) and digest(fixed) != digest(array)
    fixed.flags.writeable = False
    assert not is_fixed(fixed) and digest(fixed) == sha256(fixed.tobytes()).digest()
    assert not is_fixed(fix(array.copy()).copy())
