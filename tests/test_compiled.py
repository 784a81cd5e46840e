"""What is compiled does what it says in Python, wherever it may be kept."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import numba
import numpy as np
import pytest
from numba.core.dispatcher import Dispatcher

from transparent_box.scenes import raster
from transparent_box.scenes.raster import ahead_of_time
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


def test_all_loops_are_compiled_ahead_of_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each loop that is called from Python is called when they are compiled, and those call all others."""
    modules = [import_module(f"{raster.__name__}.{found.name}") for found in iter_modules(raster.__path__)]
    loops = {name: found for module in modules for name, found in vars(module).items() if isinstance(found, Dispatcher)}
    inner = {name for found in loops.values() for name in found.py_func.__code__.co_names}
    called = set[str]()

    def noted(name: str, found: Dispatcher) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            called.add(name)
            return found(*arguments)

        return call

    outer = loops.keys() - inner
    for module in modules:
        for name in outer & vars(module).keys():
            monkeypatch.setattr(module, name, noted(name, loops[name]))
    ahead_of_time.compile_loops()
    assert called == outer and len(outer) > 6
