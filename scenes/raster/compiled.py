"""Compiles loops over arrays with Numba, cached on disk, where NumPy would need a dozen passes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., Any])


def compiled(function: Function) -> Function:
    """Compile a function of numbers and arrays on its first call; it may call other compiled functions.

    The code is cached beside the source, or in Numba's own folder if that cannot be written; if neither can, each
    process compiles anew. Division follows NumPy: 1 / 0 is ∞.
    """
    options = {"nogil": True, "error_model": "numpy"}
    try:
        return cast(Function, numba.njit(cache=True, **options)(function))
    except RuntimeError:  # Numba's, for no place where files can be kept
        return cast(Function, numba.njit(**options)(function))
