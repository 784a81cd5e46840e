"""Compiles loops over arrays, where NumPy would go through them a dozen times, by Numba: once, and kept on the disk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., Any])


def compiled(function: Function) -> Function:
    """Compile a function of numbers and arrays when it is first called; it may call others that are compiled.

    What is compiled stands beside the source, or where Numba keeps such files if that folder can't be written to; where
    neither can, it is compiled anew by each process. Numbers are divided as NumPy does it: 1 / 0 is ∞.
    """
    options = {"nogil": True, "error_model": "numpy"}
    try:
        return cast(Function, numba.njit(cache=True, **options)(function))
    except RuntimeError:  # Numba's, for no place where files can be kept
        return cast(Function, numba.njit(**options)(function))
