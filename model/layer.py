"""The weights of a layer of attention heads followed by neurons, which both networks here have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from transparent_box.model.arrays import NamedArrays

Array = Any  # a NumPy array or a PyTorch tensor, float32 unless said otherwise


@dataclass(frozen=True)
class LayerWeights(NamedArrays):
    """The parameters of h heads of size k and of m neurons, over a stream of d numbers."""

    W_K: Array  # (h, k, d)
    W_Q: Array  # (h, k, d)
    W_V: Array  # (h, k, d)
    W_O: Array  # (d, h·k)
    W_in: Array  # (m, d)
    b_in: Array  # (m,)
    W_out: Array  # (d, m)
    b_out: Array  # (d,)


def layer_shapes(d: int, h: int, k: int, m: int) -> dict[str, tuple[int, ...]]:
    """Name → shape of every parameter of such a layer, in the order of its fields."""
    return {
        **dict.fromkeys(("W_K", "W_Q", "W_V"), (h, k, d)),
        "W_O": (d, h * k),
        "W_in": (m, d),
        "b_in": (m,),
        "W_out": (d, m),
        "b_out": (d,),
    }
