"""Products of matrices, by the library that is faster on this CPU.

PyTorch leaves them to MKL, to which a CPU not made by Intel is a plain one: `MKL_VERBOSE=1` says so, and names no
AVX-512. oneDNN, which comes with PyTorch as well, writes its code for the CPU that it finds: on one AMD EPYC with
AVX-512 it makes the large products of a step in about half the time, on another (Zen 4) in about the same. Which of the
two is taken depends on nothing but the machine and PyTorch, so that the same seed trains the same weights there.

Shapes: r runs; left (r, i, k), right (r, k, j), the product (r, i, j).
"""

from __future__ import annotations

import platform
from functools import cache
from pathlib import Path

import torch

CPU_INFO = Path("/proc/cpuinfo")


@cache
def is_onednn_faster() -> bool:
    """Return whether this is a CPU of AMD's with AVX-512, and PyTorch was built with oneDNN."""
    return has_onednn() and torch.backends.cpu.get_cpu_capability() == "AVX512" and "AuthenticAMD" in cpu_name()


def has_onednn() -> bool:
    """Return whether PyTorch was built with oneDNN."""
    return torch.backends.mkldnn.is_available() and hasattr(torch.ops.mkldnn, "_linear_pointwise")


def cpu_name() -> str:
    """Return the CPU with its maker, as the system tells it."""
    return platform.processor() + (CPU_INFO.read_text(encoding="utf-8") if CPU_INFO.exists() else "")


def product(
    left: torch.Tensor, right: torch.Tensor, out: torch.Tensor, plus: torch.Tensor | None = None
) -> torch.Tensor:
    """Return left · right + plus, in `out` or in memory of oneDNN's."""
    if left.is_cpu and left.dtype == torch.float32 and is_onednn_faster():
        runs = range(len(left))
        found = [onednn(left[run], right[run], None if plus is None else plus[run]) for run in runs]
        return found[0].unsqueeze(0) if len(found) == 1 else torch.stack(found)
    if plus is None:
        return torch.bmm(left, right, out=out)
    return torch.baddbmm(plus, left, right, out=out)


def onednn(left: torch.Tensor, right: torch.Tensor, plus: torch.Tensor | None) -> torch.Tensor:
    """Return one run's product by oneDNN; rows of `left` may have gaps, those of `right` are made contiguous."""
    weight = right.T if right.is_contiguous() or right.T.is_contiguous() else right.contiguous().T
    linear = torch.ops.mkldnn._linear_pointwise
    found: torch.Tensor = (
        linear(left, weight, None, "none", [], "") if plus is None else linear(left, plus, weight, None, "add")
    )
    return found
