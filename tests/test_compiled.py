"""What is compiled does what it says in Python, wherever it may be kept."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
import pytest

from transparent_box.scenes.raster.compiled import compiled


def share(part: float, whole: float) -> float:
    return part / whole


def test_numbers_are_divided_as_numpy_does_it() -> None:
    assert compiled(share)(1.0, 4.0) == 0.25
    assert compiled(share)(1.0, 0.0) == np.inf


def test_it_is_compiled_anew_where_nothing_can_be_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where the program's folder and the user's own are both read-only: Numba raises a RuntimeError then."""
    njit: Any = numba.njit
    asked = []

    def nowhere(cache: bool = False, **options: Any) -> Any:
        asked.append(cache)
        if cache:
            raise RuntimeError("cannot cache function: no locator available")
        return njit(**options)

    monkeypatch.setattr(numba, "njit", nowhere)
    assert compiled(share)(1.0, 4.0) == 0.25
    assert asked == [True, False]
