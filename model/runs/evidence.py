"""Measures a run's final network, each measure computed when it is first asked for.

Scenes read these records through `self.evidence`; what they mean is said in the module that makes them. Frequencies and
surfaces are in the names the run shows, so records of `Run(folder, naming="trained")` are in the paper's.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_softmax

from transparent_box.model.analysis import exam_board
from transparent_box.model.analysis.ablations import Ablations, Bench, ablate
from transparent_box.model.analysis.alignment import Phases, neuron_phases, resultant
from transparent_box.model.analysis.attention import Head, heads
from transparent_box.model.analysis.clock import leads, read_sums
from transparent_box.model.analysis.copying import Copied, Sent, SharedWaves, TwoWaves, copied, shared_waves, two_waves
from transparent_box.model.analysis.diagonals import Crests, along, crests, share_along, wave_shares
from transparent_box.model.analysis.dynamics import (
    ARRAYS,
    Dynamics,
    Exam,
    checkpoint_measures,
    read_dynamics,
    stacked,
    sum_of_squares,
)
from transparent_box.model.analysis.exam_board import ExamBoard, marked, read_exam_board
from transparent_box.model.analysis.fourier import (
    clusters,
    embedding_spectrum,
    fourier_norms,
    gini,
    neuron_fve,
    strongest_wave,
    strongest_waves,
)
from transparent_box.model.analysis.interference import Addition, Layering, gathered, layered, products, quarter_turns
from transparent_box.model.analysis.logarithms import InLogarithms, in_logarithms
from transparent_box.model.analysis.logit_map import LogitMap, logit_map, wave_fve
from transparent_box.model.analysis.loops import Loops, loops, widest_pair
from transparent_box.model.analysis.loss import LogitFit, Losses, fit_logits, losses_of
from transparent_box.model.analysis.pacing import paced
from transparent_box.model.analysis.phasors import Phasors, phasors, waves_held
from transparent_box.model.analysis.probes import Probe, Weighed, every_value, in_order, loudness, probe_waves, read
from transparent_box.model.analysis.reading import Reading, Scales, read_sum, scales_of, shown_order
from transparent_box.model.analysis.renamed import Readings, Renamed, in_trained_order
from transparent_box.model.analysis.scores import (
    AddedOutputs,
    ScoreSurfaces,
    ScoreWaves,
    added_outputs,
    answer_waves,
    score_waves,
    waves_in,
)
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
from transparent_box.model.analysis.structures import Structures, arrows, centred, chosen, explained, path_of
from transparent_box.model.analysis.structures import stacked as structures
from transparent_box.model.analysis.taking_out import Kept, TakenOut, earliest_complete, keep_waves, take_out
from transparent_box.model.analysis.timeline import (
    PASSED,
    Timeline,
    generalized_at,
    improves_unseen,
    memorized_at,
    stirs_at,
    timeline,
)
from transparent_box.model.analysis.waves import PRODUCTS, Decomposition, RowWaves, decompose, row_waves, spectrum
from transparent_box.model.analysis.winding import FrequencyMap, Winding, by_frequency
from transparent_box.model.data import LOGARITHM_SIGNS, OPERATIONS, SIGNS, answers
from transparent_box.model.runs.forms import EXAM, check_dynamics, check_exam
from transparent_box.model.runs.run import Run, grid_activations, grid_neurons
from transparent_box.model.storage import Arrays, LacksError
from transparent_box.model.transformer import Weights, attention_scores, token_rows

Floats = NDArray[Any]
Integers = NDArray[np.int64]
SLOW = 3  # frequencies among which what is shown is chosen: slow waves can be seen
MEASURED = 200  # checkpoints whose progress is measured
SHEETS = 44  # checkpoints at which the whole exam is marked: a film draws between them
STAGES = 44  # checkpoints whose structures are replayed: a film draws between them
PLAIN = 0.01  # share of variance below which a neuron has no products yet


class Evidence:
    """All measures of one run; keys are key frequencies, n neurons, p the modulus."""

    def __init__(self, run: Run) -> None:
        self.run = run

    def table(self, count: int) -> Integers:
        """[x, y] the answers of the run's operation for so many numbers, modulo that."""
        x, y = np.indices((count, count))
        return answers(self.run.config.operation, x, y, count)

    def within(self, count: int) -> NDArray[np.bool_]:
        """[x, y] where the answer for so many numbers is one of them without beginning again."""
        x, y = np.indices((count, count))
        found = OPERATIONS[self.run.config.operation](x, y, count)
        return (found >= 0) & (found < count)

    @property
    def _sign(self) -> int:
        """Tell whether the second number's angle is added, 1, or for x − y taken away, −1."""
        return SIGNS.get(self.run.config.operation, 1)

    @property
    def _keys(self) -> list[int]:
        return self.run.key_frequencies

    @property
    def logits(self) -> Floats:
        """[x, y, c] without the class "="."""
        return self.run.activations.logits[..., : self.run.p]  # type: ignore[no-any-return]

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
    def in_logarithms(self) -> InLogarithms | None:
        """The neurons and scores of products and quotients, numbers in the order of their logarithms; else None."""
        sign = LOGARITHM_SIGNS.get(self.run.config.operation)
        return in_logarithms(self.run.activations.mlp_post, self.logits, sign) if sign else None

    @cached_property
    def embedding_spectrum(self) -> Floats:
        """((p−1)/2,) norm of W_E's numbers by frequency."""
        return embedding_spectrum(self._numbers)

    @cached_property
    def gini(self) -> dict[str, float]:
        """Sparseness of the Fourier norms of "W_E" and "W_L"."""
        return {"W_E": gini(fourier_norms(self._numbers)), "W_L": gini(np.linalg.norm(self.logit_map.rows, axis=1))}

    @cached_property
    def logit_map(self) -> LogitMap:
        """W_L, its spectrum, rows u and v, and residual."""
        return logit_map(self.run.weights)

    @cached_property
    def wave_fve(self) -> dict[int, tuple[float, float]]:
        """Frequency → FVE of u_k·h by cos(w_k(x + y)) and of v_k·h by sin(w_k(x + y)): table 1."""
        return wave_fve(self.run.activations.mlp_post, self.run.totals, self.logit_map, self._keys)

    @cached_property
    def losses(self) -> Losses:
        """On all, training and test inputs; restricted and excluded."""
        run = self.run
        return losses_of(self.logits, run.totals, run.answers, run.split, self._keys)

    @cached_property
    def taken_out(self) -> TakenOut:
        """The answers with the key frequencies taken out, one after the other, and what that costs on the lessons."""
        run = self.run
        return take_out(self.logits, run.totals, run.answers, run.split, self._keys)

    @cached_property
    def waves_alone(self) -> tuple[int, Kept]:
        """The step from which on the key frequencies' waves alone are right on all sums, and the network there.

        That of the steps before cleanup starts; where they are not, that step.
        """
        run, found, times = self.run, self.dynamics, self.timeline
        if times.memorization_ends is None or times.cleanup_starts is None:
            raise LacksError(f"{run.folder} has not generalized: it has no phases, from memory to a rule.")
        after = found.step[found.step > times.memorization_ends]
        steps = after[: max(1, int(np.searchsorted(after, times.cleanup_starts, side="right")))][::-1]
        networks = run.checkpoints.networks(np.searchsorted(run.checkpoints.steps, steps).tolist())
        answered = (grid_activations(run.show_weights(arrays), run.p).logits[..., : run.p] for arrays in networks)
        kept = (keep_waves(logits, run.totals, run.answers, run.split, self._keys) for logits in answered)
        return earliest_complete(zip(steps.tolist(), kept, strict=True))

    @cached_property
    def logit_fit(self) -> LogitFit:
        """The logits as a sum of cos(w_k(x + y − c))."""
        run = self.run
        return fit_logits(self.logits, run.totals, run.answers, run.split.inputs, self._keys)

    @cached_property
    def ablations(self) -> Ablations:
        """Losses with parts of the network replaced or taken away."""
        run = self.run
        bench = Bench(run.weights, run.activations, self.logit_map, run.answers, run.split.inputs)
        return ablate(bench, self.logits, self.logit_map, self._keys, self.neuron_fve, self.clusters)

    @cached_property
    def heads(self) -> list[Head]:
        """Each attention head's frequency and how well it explains the head."""
        return heads(self.run.activations.attention, attention_scores(self.run.weights)[0])

    @cached_property
    def phases(self) -> Phases:
        """Each neuron's phases φx, φy and ψ at the frequency that explains it best."""
        frequency = self.neuron_fve.argmax(axis=1) + 1
        return neuron_phases(self.run.activations.mlp_pre, self.logit_map, frequency, self._sign)

    @cached_property
    def phase_alignment(self) -> dict[int, float]:
        """Frequency → resultant of ψ − φx − φy over its cluster; 1 where the wiring adds the angles exactly."""
        return {k: resultant(self.phases.misalignment[members]) for k, members in self.clusters.items()}

    @cached_property
    def sum_shares(self) -> dict[str, Floats]:
        """Share of variance along x + y, or x − y where the answers are that, of each layer's surfaces.

        "mlp_pre" (n,), "mlp_post" (n,), "mlp_out" (d_model,), "logits" (p,).
        """
        return {name: along(surfaces, self._sign) for name, surfaces in self._surfaces().items()}

    @property
    def share_along_answer(self) -> Callable[[Floats], float]:
        """Measure any one surface's [x, y] share of variance along x + y, or x − y where the answers are that.

        It holds nothing of this object: a play that is drawn with it is named by what it holds.
        """
        return partial(share_along, sign=self._sign)

    def crests(self, direction: int) -> Crests:
        """Find where one MLP output [x, y] is highest along x + y, or x − y where the answers are that."""
        return crests(self.run.activations.mlp_out[..., direction], self._sign)

    def ridges(self, output: int) -> list[tuple[int, float]]:
        """(s, height as a share of the highest's) of one MLP output's ridges along x ± y, highest first.

        Two are ridges of their own where half a wave of its strongest frequency lies between them.
        """
        surface = self.run.activations.mlp_out[..., [output]]
        frequency = int(wave_shares(surface, self._sign)[:, 0].argmax()) + 1
        return self.crests(output).apart(self.run.p / frequency / 2)

    def layering(self, output: int) -> Layering:
        """One MLP output added up neuron by neuron, the neuron of `shown_neuron` first, then the loudest."""
        weights = np.asarray(self.run.weights.W_out)[output].astype(np.float64)
        return layered(self.run.activations.mlp_post, weights, self.shown_neuron, self._sign)

    def decompose(self, neuron: int, before: bool = False) -> Decomposition:
        """A neuron's surface after (or before) the ReLU as waves with their true names, in its own phases."""
        surfaces = self.run.activations.mlp_pre if before else self.run.activations.mlp_post
        phases = self.phases
        k, x, y = int(phases.frequency[neuron]), float(phases.x[neuron]), float(phases.y[neuron])
        return decompose(surfaces[..., neuron], k, x, y)

    def row_waves(self, neuron: int) -> RowWaves:
        """The wave of x in every row y of a neuron, before and after the ReLU, and y's lift."""
        found, frequency = self.run.activations, int(self.phases.frequency[neuron])
        return row_waves(found.mlp_pre[..., neuron], found.mlp_post[..., neuron], frequency)

    def spectrum(self, surfaces: Floats) -> Floats:
        """(p, p, …) 2-D Fourier coefficients of surfaces [x, y, …], ordered as `fourier.fourier_basis`."""
        return spectrum(surfaces)

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
        """The pair's two product components, plain and with their real weights."""
        return products(self.run.activations.mlp_post, self.product_pairs[frequency])

    def quarter_turns(self, frequency: int) -> Addition:
        """The four neurons a quarter turn apart, plain and signed + − + −; LacksError for fewer than four."""
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
        return self.phasors(frequency).begun_with(int(first[0]))

    def waves_of_a_quarter(self, frequency: int) -> dict[str, Floats]:
        """The waves [x, y] of x, y, x − y and x + y that the first of `quarter_turns` holds, on its scale."""
        return waves_held(self.quarter_turns(frequency).plain[0], frequency)

    def gathered(self, frequency: int) -> Floats:
        """(n, x, y) the sums of the first 1 … n neurons of `gatherings`."""
        return gathered(self.run.activations.mlp_post, self.gatherings[frequency])

    def added_outputs(self, answer: int) -> AddedOutputs:
        """An answer's score added up from the MLP's outputs, the largest first; which are right, and by how much.

        LacksError where they leave another answer's ridge as high.
        """
        weights = np.asarray(self.run.weights.W_U)[:, answer].astype(np.float64)
        found = added_outputs(self.run.activations.mlp_out, weights, self.run.totals, answer)
        if found.margins[-1] <= 0:
            raise LacksError(f"{self.run.folder} has no ridge for {answer} that stands above all others.")
        return found

    @cached_property
    def score_waves(self) -> ScoreWaves:
        """The mean score of answers by how far past the right one they lie, and its waves of the key frequencies.

        LacksError where no frequency has formed.
        """
        if not self._keys:
            raise LacksError(f"{self.run.folder} has no frequency to show: it has not generalized.")
        return score_waves(self.logits, self.run.totals, self._keys)

    def answer_waves(self, answer: int) -> ScoreWaves:
        """One answer's mean score by how far past it the right one lies, and its waves of the key frequencies."""
        frequencies = self.score_waves.frequencies
        return answer_waves(self.added_outputs(answer).sums[-1], self.run.totals, answer, frequencies)

    def waves_of(self, scores: Floats) -> ScoreWaves:
        """Take the waves of the key frequencies out of the scores (p,) of all answers to one question."""
        return waves_in(scores, self.score_waves.frequencies)

    @cached_property
    def score_surfaces(self) -> ScoreSurfaces:
        """The score [x, y] of any answer, and between two of them."""
        return ScoreSurfaces(self.logits)

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

    def loops(self, frequency: int | None = None, x: int = 0) -> Loops:
        """Those neurons as y runs through all numbers beside one x, at every checkpoint."""
        run, neurons = self.run, self.loop_neurons(frequency)
        if len(neurons) < 2:
            raise LacksError(f"{run.folder} has too few neurons for any two to be set against each other.")
        steps, history = run.checkpoints.steps, run.history
        networks = (run.show_weights(arrays) for arrays in run.checkpoints.networks(range(len(steps))))
        return loops(networks, steps, history, neurons, x, run.p)

    def readings(self, x: int = 0) -> Readings:
        """Those neurons as y runs through the names the network was trained with, beside one x of these names."""
        run, neurons = self.run, self.loop_neurons()
        names = run.renaming.shown(np.arange(run.p))
        return Readings(neurons, names, run.activations.mlp_pre[names[x]][names][:, neurons])

    @cached_property
    def renamed(self) -> Renamed:
        """The network's scores under the names it was trained with and under the shown ones; two runs of it."""
        run, trained = self.run, Run(self.run.folder, naming="trained")
        right = [int((one.predictions == one.answers).sum()) for one in (trained, run)]
        before = trained.activations.logits[..., : run.p]
        after = in_trained_order(self.logits, run.renaming)
        return Renamed(before, after, trained.answers, (right[0], right[1]))

    def winding(self, neuron: int, x: int = 0) -> Winding:
        """A neuron's readings before the ReLU beside one x, to be wound round a circle."""
        values = self.run.activations.mlp_pre[x, :, neuron].astype(np.float64)
        return Winding(neuron, values - values.mean())

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
    def shown_sum(self) -> tuple[int, int]:
        """Two numbers, one in the lower third and one in the middle, for pictures of the whole network."""
        p = self.run.p
        return round(0.3 * p), (p + 1) // 2

    @cached_property
    def neuron_order(self) -> Integers:
        """(n,) the order in which a layer is shown: by cluster, then by the phase of the neurons' wave of x."""
        clusters = list(self.clusters.values())
        return shown_order(clusters, self.phases.x, self.run.config.d_mlp)

    @cached_property
    def _scales(self) -> Scales:
        return scales_of(self.run.activations)

    def reading(self, x: int, y: int) -> Reading:
        """Read what every layer makes of x and y."""
        return read_sum(self.run.weights, self.run.activations, self.neuron_order, self._scales, x, y)

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
        shares = wave_shares(self.run.activations.mlp_out, self._sign)
        slow = sorted(self._keys)[:SLOW]
        if not slow:
            raise LacksError(f"{self.run.folder} has no frequency to show: it has not generalized.")
        best = max(slow, key=lambda k: float(shares[k - 1].max()))
        return int(shares[best - 1].argmax()), best

    @cached_property
    def timeline(self) -> Timeline:
        """The steps at which it memorized and generalized, and its phases; NoHistoryError without a history."""
        return timeline(self.run.history, self.dynamics, self.run.p)

    @property
    def stirs_at(self) -> int:
        """The first step at which test accuracy is seen to rise; the last where it never does."""
        return stirs_at(self.run.history)

    @property
    def improves_unseen(self) -> tuple[int, int]:
        """The steps from which test loss falls, and at which test accuracy first shows it."""
        return improves_unseen(self.run.history)

    def log_probabilities(self, x: int, y: int) -> Floats:
        """(p + 1,) natural logarithm of the probability that the network gives each token, "=" too, as the answer.

        −inf for the "=" of a network imported without that class: it has no score.
        """
        logits = self.run.activations.logits[x, y].astype(np.float64)
        if not self.run.weights.W_U[:, -1].any():  # imported from one that has no such class: its 0 means nothing
            logits[-1] = -np.inf
        found: Floats = log_softmax(logits)
        return found

    @cached_property
    def clock_readings(self) -> list[Integers]:
        """[x, y] the hour that the slowest clock's measured hands point at, then that of the two slowest, … of all."""
        angles, frequencies = self._hands
        return read_sums(angles, frequencies, self.run.p, self._sign)

    @cached_property
    def clock_leads(self) -> list[Floats]:
        """[x, y] by how much as many clocks agree more on the answer than on any other; each agrees by 1 at most."""
        return leads(*self._hands, self.run.answers, self._sign)

    @property
    def _hands(self) -> tuple[list[Floats], list[int]]:
        """The measured angles of all clocks' hands, and how often each goes round."""
        return [clock.angles for clock in self.run.clocks], [clock.frequency for clock in self.run.clocks]

    def strongest_wave(self, values: Floats) -> tuple[int, float, float, float]:
        """Frequency, amplitude, phase and R² of the wave A·cos(w_k n + φ) that explains most of values (p,)."""
        return strongest_wave(values)

    def mixed(self, values: Floats, clean: float) -> list[tuple[int, float, float, float]]:
        """The strongest waves of values (p,), each as `strongest_wave` has it: as many as there are clocks, or fewer.

        There are none after those that explain a share `clean` together.
        """
        waves = strongest_waves(values, max(len(self.run.clocks), 1))
        explained = np.cumsum([share for *_, share in waves])
        return waves[: int(np.searchsorted(explained, clean)) + 1]

    def value(self, column: int) -> Floats:
        """(p,) one of the values that x comes in as, less its mean, its furthest at 1 or −1."""
        values = self.run.tokens[:, column].astype(np.float64)
        values -= values.mean()
        return values / max(float(np.abs(values).max()), np.finfo(float).tiny)

    def weighed(self, probe: Probe) -> list[Weighed]:
        """A probe's columns, each the one that raises R² most when it is added to those before it."""
        return in_order(self.run.tokens, probe)

    def every_value(self, probe: Probe) -> Floats:
        """(p,) what all values of x read together, each weighed by how much of the probe's ideal wave it holds."""
        return every_value(self.run.tokens, probe.ideal)

    def loudness(self, probe: Probe) -> Floats:
        """(d,) how much of a probe's ideal wave each value of x holds, of that which holds most."""
        return loudness(self.run.tokens, probe.ideal)

    def second_reading(self, probe: Probe) -> Floats:
        """(p,) what a probe, fitted to the first number, reads from each second one."""
        return read(np.asarray(token_rows(self.run.weights)[1]), probe.columns, probe.weights, probe.intercept)

    @cached_property
    def copied(self) -> Copied:
        """Compute what each neuron is sent by x and by y, each head's attention frozen at its mean over all sums."""
        return copied(self.run.weights, self.run.activations.attention)

    def frequency_of(self, neuron: int) -> int:
        """The frequency in whose cluster a neuron is; LacksError where it is in none."""
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
    def frozen_logits(self) -> Floats:
        """[x, y, c] the scores with attention so frozen, without the class "="."""
        return self.copied.logits(self.run.weights)[..., : self.run.p]

    @cached_property
    def shared_waves(self) -> dict[int, SharedWaves]:
        """Frequency → how well each neuron's input of its cluster is A·(cos(w_k x + φ) + cos(w_k y + φ))."""
        return {k: shared_waves(self.run.activations.mlp_pre[..., m], k) for k, m in self.clusters.items()}

    @cached_property
    def dynamics(self) -> Dynamics:
        """The progress measures along the checkpoints, read if measured, else computed (some seconds)."""
        self.run.require_history()
        stored = self.run.has_measured("dynamics")
        arrays = self.run.read("dynamics", ARRAYS, check_dynamics) if stored else self.measure_along_training()
        return read_dynamics(arrays, self.run.renaming)

    def measure_along_training(self) -> Arrays:
        """Compute what `dynamics.safetensors` holds, in one pass through the checkpoints."""
        run, steps = self.run, self.run.checkpoints.steps
        chosen = paced(run.history, steps, MEASURED)
        exam = Exam(run.totals, run.answers, run.split, run.key_frequencies)
        networks = (run.show_weights(arrays) for arrays in run.checkpoints.networks(chosen))
        rows = [checkpoint_measures(exam, weights, grid_activations(weights, run.p)) for weights in networks]
        return stacked(exam, run.renaming.multiplier, steps[chosen], rows)

    @cached_property
    def exam_board(self) -> ExamBoard:
        """Every answer marked along training, read if measured, else computed (some seconds)."""
        self.run.require_history()
        stored = self.run.has_measured("exam")
        arrays = self.run.read("exam", EXAM, check_exam) if stored else self.mark_exam()
        return read_exam_board(arrays, self.run.renaming, self.run.split)

    def mark_exam(self) -> Arrays:
        """Compute what `exam.safetensors` holds, in the trained names: all answers until after the exam is passed."""
        run, history = Run(self.run.folder, naming="trained"), self.run.history
        steps, passed = run.checkpoints.steps, generalized_at(history)
        shown = steps if passed is None else steps[: max(2, int(np.searchsorted(steps, PASSED * passed)) + 1)]
        learned = [int(np.searchsorted(shown, step)) for step in (memorized_at(history), passed) if step is not None]
        chosen = np.union1d(paced(history, shown, SHEETS), np.minimum(learned, len(shown) - 1).astype(np.int64))
        networks = (run.show_weights(arrays) for arrays in run.checkpoints.networks(chosen))
        sheets = [marked(grid_activations(weights, run.p).logits, run.answers) for weights in networks]
        return exam_board.stacked(sheets, shown[chosen])

    def structures(self, until: int, answer: int) -> Structures:
        """Read the final network's structures along training, up to a step, with the scores for one answer."""
        run, steps = self.run, self.run.checkpoints.steps
        steps = steps[: max(2, int(np.searchsorted(steps, until)) + 1)]
        probes = [probe for pair in run.probes.values() for probe in (pair["cos"], pair["sin"])]
        early = (run.show_weights(arrays) for arrays in run.checkpoints.networks(range(len(steps))))
        rings = np.array([probe_waves(token_rows(weights)[0], probes).reshape(-1, 2, run.p) for weights in early])
        rings -= rings.mean(axis=-1, keepdims=True)
        places, pace = chosen(path_of(rings, run.history, steps), STAGES)
        networks = (run.show_weights(arrays) for arrays in run.checkpoints.networks(places.tolist()))
        members = self.clusters[self.shown_frequency][self.phasors(self.shown_frequency).order]
        rows = [self._structures_of(weights, members, answer) for weights in networks]
        shown = rings[places]
        return structures(rows, shown, explained(shown, [c.frequency for c in run.clocks]), steps[places], pace)

    def _structures_of(self, weights: Weights, members: Integers, answer: int) -> Arrays:
        """One network's part of `structures`, `members` being the neurons whose arrows are told.

        All outputs and scores would cost as much as all the rest: one of each is read straight from the neurons.
        """
        residual, pre, post = grid_neurons(weights, self.run.p)
        output, to_answer = np.asarray(weights.W_out)[self.diagonal_output[0]], np.asarray(weights.W_U)[:, answer]
        to_answers = np.asarray(weights.W_U)[:, : self.run.p].T @ np.asarray(weights.W_out)[:, members]
        around, onward = arrows(post[..., members], to_answers, self.shown_frequency, self._sign)
        return {  # without the biases: each is centred
            "neuron": centred(pre[..., self.shown_neuron]),
            "output": centred(post @ output),
            "answer": centred(residual @ to_answer + post @ (to_answer @ np.asarray(weights.W_out))),
            "around": around,
            "along": onward,
        }

    @cached_property
    def sum_of_squares(self) -> dict[str, float]:
        """Parameter name → sum of its squared values, biases included."""
        return sum_of_squares(self.run.weights.to_dict())

    @property
    def _numbers(self) -> Floats:
        return np.asarray(self.run.weights.W_E)[:, :-1].T

    @cached_property
    def _cluster_surfaces(self) -> dict[int, Cluster]:
        post = self.run.activations.mlp_post
        return {k: Cluster(post, members, self.phases) for k, members in self.clusters.items()}

    def _surfaces(self) -> dict[str, Floats]:
        found = self.run.activations
        return {"mlp_pre": found.mlp_pre, "mlp_post": found.mlp_post, "mlp_out": found.mlp_out, "logits": self.logits}
