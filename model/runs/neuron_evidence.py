"""Measures the neurons of a run's final network, and what they add up to, each measure when it is first asked for.

Also chosen here is what of them is shown. Frequencies and surfaces are in the names the run shows.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transparent_box.model.analysis.alignment import Phases, neuron_phases, resultant
from transparent_box.model.analysis.copying import Copied, Sent, SharedWaves, TwoWaves, copied, shared_waves, two_waves
from transparent_box.model.analysis.diagonals import Crests, crests, wave_shares
from transparent_box.model.analysis.fourier import clusters, neuron_fve
from transparent_box.model.analysis.interference import Addition, Layering, gathered, layered, products, quarter_turns
from transparent_box.model.analysis.logit_map import LogitMap, logit_map
from transparent_box.model.analysis.loops import widest_pair
from transparent_box.model.analysis.phasors import Phasors, phasors, waves_held
from transparent_box.model.analysis.reading import shown_order
from transparent_box.model.analysis.renamed import Readings
from transparent_box.model.analysis.selection import (
    Cluster,
    Gathering,
    ProductPair,
    Quarters,
    gathering,
    loop_neurons,
    product_pair,
    quarters,
)
from transparent_box.model.analysis.waves import PRODUCTS, Decomposition, RowWaves, decompose, row_waves
from transparent_box.model.analysis.winding import FrequencyMap, Winding, by_frequency
from transparent_box.model.data import SIGNS
from transparent_box.model.runs.run import Run
from transparent_box.model.storage import LacksError

Floats = NDArray[Any]
Integers = NDArray[np.int64]
SLOW = 3  # frequencies among which what is shown is chosen: slow waves can be seen
PLAIN = 0.01  # share of variance below which a neuron has no products yet


class NeuronEvidence:
    """All measures of one run's neurons and of the MLP outputs that they make; n neurons, p the modulus.

    `model.runs.evidence.Evidence` is these and those of the rest of the network.
    """

    def __init__(self, run: Run) -> None:
        self.run = run

    @property
    def sign(self) -> int:
        """1 where the second number's angle is added, −1 for x − y, where it is taken away."""
        return SIGNS.get(self.run.config.operation, 1)

    @property
    def _keys(self) -> list[int]:
        return self.run.key_frequencies

    @cached_property
    def logit_map(self) -> LogitMap:
        """W_L, its spectrum, rows u and v, and residual."""
        return logit_map(self.run.weights)

    @cached_property
    def neuron_fve(self) -> Floats:
        """(n, (p−1)/2) share of each neuron's variance that each frequency explains."""
        return neuron_fve(self.run.activations.mlp_post)

    @cached_property
    def clusters(self) -> dict[int, Integers]:
        """Frequency → the neurons it explains, ascending; empty where none has formed."""
        found = clusters(self.neuron_fve)
        return {k: found[k] for k in sorted(found)}

    @cached_property
    def phases(self) -> Phases:
        """Each neuron's phases φx, φy and ψ at the frequency that explains it best."""
        frequency = self.neuron_fve.argmax(axis=1) + 1
        return neuron_phases(self.run.activations.mlp_pre, self.logit_map, frequency, self.sign)

    @cached_property
    def phase_alignment(self) -> dict[int, float]:
        """Frequency → resultant of ψ − φx − φy over its cluster; 1 where the wiring adds the angles exactly."""
        return {k: resultant(self.phases.misalignment[members]) for k, members in self.clusters.items()}

    def decompose(self, neuron: int, before: bool = False) -> Decomposition:
        """Return a neuron's surface after (or before) the ReLU as waves with their true names, in its own phases."""
        surfaces = self.run.activations.mlp_pre if before else self.run.activations.mlp_post
        phases = self.phases
        k, x, y = int(phases.frequency[neuron]), float(phases.x[neuron]), float(phases.y[neuron])
        return decompose(surfaces[..., neuron], k, x, y)

    def row_waves(self, neuron: int) -> RowWaves:
        """Return the wave of x in every row y of a neuron, before and after the ReLU, and y's lift."""
        found, frequency = self.run.activations, int(self.phases.frequency[neuron])
        return row_waves(found.mlp_pre[..., neuron], found.mlp_post[..., neuron], frequency)

    @cached_property
    def frequency_map(self) -> FrequencyMap:
        """All neurons after the ReLU, sorted by the frequency that explains them over all sums."""
        return by_frequency(self.neuron_fve, self.clusters)

    @property
    def trained_spectrum(self) -> tuple[Floats, Integers]:
        """((p−1)/2,) mean share of a neuron's variance by frequency, and clusters' sizes, in the trained names."""
        found = self.neuron_fve.mean(axis=0)
        shares, sizes = np.zeros_like(found), np.zeros(len(found), dtype=np.int64)
        for k, share in enumerate(found, 1):
            trained = self.run.renaming.trained_frequency(k)
            shares[trained - 1], sizes[trained - 1] = share, len(self.clusters.get(k, ()))
        return shares, sizes

    @cached_property
    def neuron_order(self) -> Integers:
        """(n,) the order in which a layer is shown: by cluster, then by the phase of the neurons' wave of x."""
        clusters = list(self.clusters.values())
        return shown_order(clusters, self.phases.x, self.run.config.d_mlp)

    @cached_property
    def product_pairs(self) -> dict[int, ProductPair]:
        """Frequency → its best cos·cos and sin·sin neurons."""
        return {k: product_pair(cluster, self.neuron_fve) for k, cluster in self._cluster_surfaces.items()}

    @cached_property
    def quarters(self) -> dict[int, Quarters]:
        """Frequency → the four neurons a quarter turn apart that leave most along x + y; none for tiny clusters."""
        found = {k: quarters(cluster) for k, cluster in self._cluster_surfaces.items()}
        return {k: four for k, four in found.items() if four}

    @cached_property
    def gatherings(self) -> dict[int, Gathering]:
        """Frequency → its whole cluster added up neuron by neuron with real weights."""
        return {k: gathering(cluster, self.quarters.get(k)) for k, cluster in self._cluster_surfaces.items()}

    def products(self, frequency: int) -> Addition:
        """Return the pair's two product components, plain and with their real weights."""
        return products(self.run.activations.mlp_post, self.product_pairs[frequency])

    def quarter_turns(self, frequency: int) -> Addition:
        """Return four neurons a quarter turn apart, plain and signed + − + −; raise LacksError for fewer than four."""
        if frequency not in self.quarters:
            raise LacksError(f"{self.run.folder} has too few neurons of one frequency to show how they add up.")
        return quarter_turns(self.run.activations.mlp_post, self.quarters[frequency])

    def phasors(self, frequency: int) -> Phasors:
        """Measure what each neuron of a frequency's cluster adds to the answer's waves of x, y, x − y and x + y."""
        weights, members = self.run.weights, self.clusters[frequency]
        to_answers = np.asarray(weights.W_U)[:, : self.run.p].T @ np.asarray(weights.W_out)[:, members]
        post = self.run.activations.mlp_post[..., members]
        return phasors(post, to_answers, frequency, self.phases.x[members])

    def phasors_from_a_quarter(self, frequency: int) -> Phasors:
        """Measure `phasors`, those of the first of the `quarters` first."""
        first = np.flatnonzero(self.clusters[frequency] == self.quarters[frequency].neurons[0])
        return self.phasors(frequency).starting_with(int(first[0]))

    def waves_of_a_quarter(self, frequency: int) -> dict[str, Floats]:
        """Return the waves [x, y] of x, y, x − y and x + y that the first of `quarter_turns` holds, on its scale."""
        return waves_held(self.quarter_turns(frequency).plain[0], frequency)

    def gathered(self, frequency: int) -> Floats:
        """(n, x, y) the sums of the first 1 … n neurons of `gatherings`."""
        return gathered(self.run.activations.mlp_post, self.gatherings[frequency])

    def loop_neurons(self, frequency: int | None = None) -> Integers:
        """(≤ 7,) neurons whose pairs draw loops, of several frequencies or all of one."""
        chosen = self.clusters if frequency is None else {frequency: self.clusters[frequency]}
        return loop_neurons(self.neuron_fve, chosen, self.phases)

    @cached_property
    def shown_loop(self) -> Floats:
        """(p, 2) before the ReLU, two neurons of the shown frequency as y runs beside 0: the widest loop."""
        neurons = self.loop_neurons(self.shown_frequency)
        if len(neurons) < 2:
            raise LacksError(f"{self.run.folder} has too few neurons for any two to be set against each other.")
        values: Floats = self.run.activations.mlp_pre[0][:, neurons].astype(np.float64)
        return values[:, list(widest_pair(values))]

    def readings(self, x: int = 0) -> Readings:
        """Return the readings of `loop_neurons` as y runs through the trained names, beside one x of these names."""
        run, neurons = self.run, self.loop_neurons()
        names = run.renaming.shown(np.arange(run.p))
        return Readings(neurons, names, run.activations.mlp_pre[names[x]][names][:, neurons])

    def winding(self, neuron: int, x: int = 0) -> Winding:
        """Return a neuron's readings before the ReLU beside one x, to be wound round a circle."""
        values = self.run.activations.mlp_pre[x, :, neuron].astype(np.float64)
        return Winding(neuron, values - values.mean())

    @cached_property
    def copied(self) -> Copied:
        """Compute what each neuron is sent by x and by y, each head's attention frozen at its mean over all sums."""
        return copied(self.run.weights, self.run.activations.attention)

    def frequency_of(self, neuron: int) -> int:
        """Return the frequency in whose cluster a neuron is; raise LacksError if it is in none."""
        for k, members in self.clusters.items():
            if neuron in members:
                return k
        raise LacksError(f"Neuron {neuron} of {self.run.folder} has no frequency of its own.")

    def sent(self, neuron: int) -> tuple[Sent, Sent]:
        """Hold what a neuron is sent by x, and by y, with attention so frozen, against its frequency's wave."""
        return self.copied.into(self.run.weights, neuron, self.frequency_of(neuron))

    def shared_wave(self, neuron: int) -> tuple[float, float, float]:
        """Amplitude, phase and R² of A·(cos(w_k x + φ) + cos(w_k y + φ)), laid onto what the neuron really receives."""
        found = shared_waves(self.run.activations.mlp_pre[..., [neuron]], self.frequency_of(neuron))
        return float(found.amplitude[0]), float(found.phase[0]), float(found.r2[0])

    def two_waves(self, neuron: int) -> TwoWaves:
        """Lay two waves of one size, each with its own phase, onto what a neuron really receives of x and of y."""
        return two_waves(self.run.activations.mlp_pre[..., neuron], int(self.phases.frequency[neuron]))

    @cached_property
    def shared_waves(self) -> dict[int, SharedWaves]:
        """Frequency → how well each neuron's input of its cluster is A·(cos(w_k x + φ) + cos(w_k y + φ))."""
        return {k: shared_waves(self.run.activations.mlp_pre[..., m], k) for k, m in self.clusters.items()}

    def crests(self, direction: int) -> Crests:
        """Find where one MLP output [x, y] is highest along x + y, or x − y where the answers are that."""
        return crests(self.run.activations.mlp_out[..., direction], self.sign)

    def ridges(self, output: int) -> list[tuple[int, float]]:
        """(s, height as a share of the highest's) of one MLP output's ridges along x ± y, highest first.

        Two are ridges of their own where half a wave of its strongest frequency lies between them.
        """
        surface = self.run.activations.mlp_out[..., [output]]
        frequency = int(wave_shares(surface, self.sign)[:, 0].argmax()) + 1
        return self.crests(output).apart(self.run.p / frequency / 2)

    def layering(self, output: int) -> Layering:
        """Return one MLP output added up neuron by neuron, the neuron of `shown_neuron` first, then the loudest."""
        weights = np.asarray(self.run.weights.W_out)[output].astype(np.float64)
        return layered(self.run.activations.mlp_post, weights, self.shown_neuron, self.sign)

    @cached_property
    def shown_frequency(self) -> int:
        """The frequency whose surfaces are shown: of the three slowest, that of the neuron its waves explain best.

        LacksError where no frequency has formed.
        """
        slow = sorted(self.clusters)[:SLOW]
        if not slow:
            raise LacksError(f"{self.run.folder} has no neurons of one frequency to show: it has not generalized.")
        return max(slow, key=lambda k: float(self.neuron_fve[self.clusters[k], k - 1].max()))

    @cached_property
    def shown_neuron(self) -> int:
        """The neuron of that frequency which its waves explain best, of those whose products are all the ReLU's doing.

        Of all, where each has some product before the ReLU already.
        """
        members = self.clusters[self.shown_frequency]
        plain = [n for n in members if self.decompose(int(n), before=True).share(PRODUCTS) < PLAIN]
        among = np.array(plain) if plain else members
        return int(among[self.neuron_fve[among, self.shown_frequency - 1].argmax()])

    @cached_property
    def diagonal_output(self) -> tuple[int, int]:
        """The MLP output of which one wave of x ± y holds most, and that wave's frequency, of the three slowest."""
        shares = wave_shares(self.run.activations.mlp_out, self.sign)
        slow = sorted(self._keys)[:SLOW]
        if not slow:
            raise LacksError(f"{self.run.folder} has no frequency to show: it has not generalized.")
        best = max(slow, key=lambda k: float(shares[k - 1].max()))
        return int(shares[best - 1].argmax()), best

    @cached_property
    def _cluster_surfaces(self) -> dict[int, Cluster]:
        post = self.run.activations.mlp_post
        return {k: Cluster(post, members, self.phases) for k, members in self.clusters.items()}
