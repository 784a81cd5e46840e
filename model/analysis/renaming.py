"""Renaming the tokens n → u·n mod p, to make a network's waves slow enough to see.

For x + y and x − y this is an exact symmetry: if every number is called by another name, sums stay sums. The
network is the same to the last bit, only the order in which its columns are drawn changes; a wave of frequency k in
the trained names has frequency k·u⁻¹ (folded) in the new ones.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from transparent_box.model.analysis.fourier import fold

RULE = "the u whose third-slowest key frequency is as slow as can be (then the others, slowest first)"
SLOW_WAVES = 3


@dataclass(frozen=True)
class Renaming:
    """Token n of the training is shown as `multiplier`·n mod p; multiplier 1 renames nothing."""

    p: int
    multiplier: int = 1

    @property
    def trained_names(self) -> NDArray[np.int64]:
        """(p,) the trained name of each shown token 0 … p−1, to index arrays with."""
        inverse: int = pow(self.multiplier, -1, self.p)
        return inverse * np.arange(self.p, dtype=np.int64) % self.p

    def shown(self, token: NDArray[np.int64]) -> NDArray[np.int64]:
        """Shown names of trained tokens."""
        return self.multiplier * token % self.p

    def shown_frequency(self, trained: int) -> tuple[int, int]:
        """Return the frequency a trained one is shown as, and the sign (±1) its sine takes by folding."""
        raw = trained * pow(self.multiplier, -1, self.p) % self.p
        folded = fold(raw, self.p)
        return folded, 1 if raw == folded else -1

    def trained_frequency(self, shown: int) -> int:
        """Return the trained frequency that is shown as this one."""
        return fold(shown * self.multiplier, self.p)


def choose_renaming(frequencies: list[int], p: int) -> Renaming:
    """Return the renaming by RULE for a network's key frequencies; none of them, no renaming."""
    if not frequencies:
        return Renaming(p)

    def slowness(multiplier: int) -> list[int]:
        renaming = Renaming(p, multiplier)
        shown = sorted(renaming.shown_frequency(k)[0] for k in frequencies)
        return [shown[min(SLOW_WAVES, len(shown)) - 1], *shown]

    return Renaming(p, min(range(1, (p - 1) // 2 + 1), key=slowness))
