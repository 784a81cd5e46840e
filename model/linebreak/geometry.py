"""The curves of a line-wrapping network as a record, and what follows from them; small enough to draw at once.

Shapes
    c   counts, 95      w   widths, 81      d   d_model      b   boundary heads      k   d_head      r   characters left
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transparent_box.model.arrays import NamedArrays
from transparent_box.model.linebreak.curves import (
    Components,
    Offset,
    components,
    cosines,
    lag_profile,
    offset,
    rings,
    turns,
)

Floats = NDArray[Any]
Integers = NDArray[np.int64]

COMPARED = np.arange(16, 81)  # counts whose nearest width is looked for: up to 20 beyond, there still is one
DIMENSIONS = 6  # in which both curves are said to lie
RANDOM_HEADS = 20


@dataclass(frozen=True)
class Geometry(NamedArrays):
    """The stored measures of a network's curves, all without noise and float32 unless said otherwise."""

    count: Integers  # (c,) characters so far: 1 … 95
    width: Integers  # (w,) characters of line 1: 20 … 100
    count_means: Floats  # (c, d) mean stream at words of line 2
    width_means: Floats  # (w, d) mean stream at line 1's newline
    boundary_Q: Floats  # (b, k, d) of the boundary heads
    boundary_K: Floats  # (b, k, d)
    count_probe: Floats  # (c, d) the weights of a probe that tells counts apart
    width_probe: Floats  # (w, d)
    left: Integers  # (r,) characters left: 0 … 60
    attention: Floats  # (b, r) mean attention of each head to the width, by characters left; with everything, on words
    outputs: Floats  # (b, r, d) mean of what each head adds to the stream
    room: Floats  # (r,) mean expected room
    step: Integers  # (f,) of the checkpoints
    growth: Floats  # (f, c, 6) float16: the count means along training, on the final network's first six axes

    @cached_property
    def count_components(self) -> Components:
        """Of the count means alone."""
        return components(self.count_means)

    @cached_property
    def centered(self) -> tuple[Floats, Floats]:
        """Count (c, d) and width means (w, d), each minus its own mean over the values that both curves have.

        Newlines and words differ by a large constant, which says nothing of either number.
        """
        return self._centered(self.count_means, self.width_means)

    @cached_property
    def counts_on_axes(self) -> Floats:
        """(c, 6) float64: the count means on their own first six axes."""
        return self.count_components.of(self.count_means, DIMENSIONS).astype(np.float64)

    @cached_property
    def widths_on_axes(self) -> Floats:
        """(w, 6): the centered width means on the same axes, laid about the counts' mean over what both curves have."""
        shared = np.isin(self.count, self.width)
        axes = self.count_components.axes[:DIMENSIONS]
        found: Floats = self.centered[1] @ axes.T + self.counts_on_axes[shared].mean(axis=0)
        return found

    @cached_property
    def centered_probes(self) -> tuple[Floats, Floats]:
        """The probes' weights, likewise."""
        return self._centered(self.count_probe, self.width_probe)

    def head_curves(self, head: int, probes: bool = False) -> tuple[Floats, Floats]:
        """Return the centered counts through a head's W_Q (c, k) and widths through its W_K (w, k), without bias."""
        counts, widths = self.centered_probes if probes else self.centered
        return counts @ self.boundary_Q[head].T, widths @ self.boundary_K[head].T

    @cached_property
    def stream_cosines(self) -> Floats:
        """(c, w) of the centered means in the stream."""
        return cosines(*self.centered)

    @cached_property
    def head_cosines(self) -> Floats:
        """(b, c, w) of the same through each boundary head's W_Q and W_K."""
        return np.array([cosines(*self.head_curves(head)) for head in range(len(self.boundary_Q))])

    @cached_property
    def lag_profile(self) -> Floats:
        """(c,) mean cosine of count means that many characters apart."""
        return lag_profile(self.count_means)

    @cached_property
    def stream_offset(self) -> Offset:
        """Distance from each count to the width that is nearest to it in the stream."""
        return offset(self.stream_cosines, self.count, self.width, COMPARED)

    @cached_property
    def head_offsets(self) -> list[Offset]:
        """The same through each boundary head."""
        return [offset(found, self.count, self.width, COMPARED) for found in self.head_cosines]

    @cached_property
    def probe_offsets(self) -> list[Offset]:
        """The stream's and each head's offset, found with the probes' weights instead of the means."""
        curves = [self.centered_probes, *(self.head_curves(head, True) for head in range(len(self.boundary_Q)))]
        return [offset(cosines(*pair), self.count, self.width, COMPARED) for pair in curves]

    @cached_property
    def random_offset(self) -> Offset:
        """The same through random W_Q and W_K, on average over 20 heads."""
        rng, (counts, widths) = np.random.default_rng(0), self.centered
        k, d = self.boundary_Q.shape[1:]
        found = []
        for _ in range(RANDOM_HEADS):
            query, key = rng.standard_normal((2, k, d))
            found.append(offset(cosines(counts @ query.T, widths @ key.T), self.count, self.width, COMPARED))
        return Offset(*(float(np.mean([getattr(one, part) for one in found])) for part in Offset.__dataclass_fields__))

    def _centered(self, counts: Floats, widths: Floats) -> tuple[Floats, Floats]:
        both = np.intersect1d(self.count, self.width)
        return (
            counts - counts[np.isin(self.count, both)].mean(axis=0),
            widths - widths[np.isin(self.width, both)].mean(axis=0),
        )

    def values(self) -> dict[str, Any]:
        """Return the numbers that describe the curves, as JSON holds them."""
        count = self.count_components
        probe = components(self.count_probe)
        total = self.outputs.sum(axis=0)[self.left <= 30]
        return {
            "pca": [float(share) for share in count.shares[:8].cumsum()],
            "turns": turns(count.of(self.count_means, 2)),
            "rings": asdict(rings(self.lag_profile)),
            "width_inside": count.inside(self.width_means, DIMENSIONS),
            "joint_pca": [float(share) for share in components(np.concatenate(self.centered)).shares[:8].cumsum()],
            "stream_offset": asdict(self.stream_offset),
            "head_offsets": [asdict(found) for found in self.head_offsets],
            "random_offset": asdict(self.random_offset),
            "probe_offsets": [asdict(found) for found in self.probe_offsets],
            "probe_pca": [float(share) for share in probe.shares[:8].cumsum()],
            "head_sum_pca": [float(share) for share in components(total).shares[:4].cumsum()],
        }
