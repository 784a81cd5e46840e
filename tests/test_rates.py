"""Rate functions, and how a count in whole frames runs."""

from __future__ import annotations

import numpy as np
import pytest

from transparent_box.scenes.look.rates import whole_frames


@pytest.mark.parametrize(
    ("count", "time"), [(113, 5.5), (59, 5.5), (97, 5.5), (7, 5.5), (160, 5.5), (165, 5.5), (2, 1)]
)
def test_each_number_of_a_count_stands_for_whole_frames_and_none_longer_than_the_one_before(
    count: int, time: float
) -> None:
    """So at 30 frames a second it runs evenly, at first slowly, and reaches every number; at 60 no differently."""
    pace = whole_frames(count, time)
    for fps in (30, 60):
        times = np.arange(0, time, 1 / fps) / time
        shown = [min(int(pace(float(share)) * count), count - 1) for share in times]
        stood = np.bincount(shown, minlength=count)
        assert stood.sum() == len(times) and stood.min() >= fps // 30
        assert (np.diff(stood) <= 0).all() and (stood % (fps // 30) == 0).all()
    assert pace(0.0) * count < 1 and int(pace(1.0) * count) >= count - 1


def test_a_count_of_more_numbers_than_frames_goes_steadily() -> None:
    pace = whole_frames(500, 2.0)
    assert [pace(share) for share in (0.0, 0.3, 1.0)] == [0.0, 0.3, 1.0]
