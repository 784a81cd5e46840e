"""Measures a run, each measure computed when it is first asked for.

Scenes read these records through `self.evidence`; what they mean is said in the module that makes them. Frequencies and
surfaces are in the names the run shows, so records of `Run(folder, naming="trained")` are in the paper's.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, lru_cache, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_softmax

from transparent_box.model.analysis.ablations import Ablations, Bench, ablate
from transparent_box.model.analysis.attention import Head, heads
from transparent_box.model.analysis.clock import leads, read_sums
from transparent_box.model.analysis.diagonals import along, share_along
from transparent_box.model.analysis.dynamics import sum_of_squares
from transparent_box.model.analysis.fourier import (
    embedding_spectrum,
    fourier_norms,
    gini,
    strongest_wave,
    strongest_waves,
)
from transparent_box.model.analysis.logarithms import InLogarithms, in_logarithms
from transparent_box.model.analysis.logit_map import wave_fve
from transparent_box.model.analysis.loss import LogitFit, Losses, fit_logits, losses_of
from transparent_box.model.analysis.probes import Probe, Weighed, every_value, in_order, loudness, read
from transparent_box.model.analysis.reading import Reading, Scales, read_sum, scales_of
from transparent_box.model.analysis.renamed import Renamed, in_trained_order
from transparent_box.model.analysis.scores import (
    AddedOutputs,
    ScoreSurfaces,
    ScoreWaves,
    added_outputs,
    answer_waves,
    score_waves,
    waves_in,
)
from transparent_box.model.analysis.taking_out import TakenOut, take_out
from transparent_box.model.analysis.timeline import LEARNED
from transparent_box.model.analysis.waves import spectrum
from transparent_box.model.data import LOGARITHM_SIGNS, OPERATIONS, answers
from transparent_box.model.runs.neuron_evidence import NeuronEvidence
from transparent_box.model.runs.run import Run
from transparent_box.model.runs.training_evidence import TrainingEvidence
from transparent_box.model.storage import LacksError
from transparent_box.model.transformer import attention_scores, token_rows

Floats = NDArray[Any]
Integers = NDArray[np.int64]


class Evidence(NeuronEvidence):
    """All measures of one run; keys are key frequencies, n neurons, p the modulus."""

    _added: tuple[int, AddedOutputs] | None = None  # the answer last asked for in `added_outputs`, and its sums

    @cached_property
    def training(self) -> TrainingEvidence:
        """Read what is measured along training; NoHistoryError, of each measure, for a network that came alone."""
        return TrainingEvidence(self)

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
    def logits(self) -> Floats:
        """[x, y, c] without the class "="."""
        return self.run.activations.logits[..., : self.run.p]  # type: ignore[no-any-return]

    @cached_property
    def has_learned(self) -> bool:
        """Whether the network answers as many of all questions right as an exam takes to be passed."""
        return bool((self.logits.argmax(axis=-1) == self.run.answers).mean() >= LEARNED)

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
    def sum_shares(self) -> dict[str, Floats]:
        """Share of variance along x + y, or x − y where the answers are that, of each layer's surfaces.

        "mlp_pre" (n,), "mlp_post" (n,), "mlp_out" (d_model,), "logits" (p,).
        """
        return {name: along(surfaces, self.sign) for name, surfaces in self._surfaces().items()}

    @property
    def share_along_answer(self) -> Callable[[Floats], float]:
        """Measure any one surface's [x, y] share of variance along x + y, or x − y where the answers are that.

        It holds nothing of this object: a play that is drawn with it is named by what it holds.
        """
        return partial(share_along, sign=self.sign)

    def spectrum(self, surfaces: Floats) -> Floats:
        """(p, p, …) 2-D Fourier coefficients of surfaces [x, y, …], ordered as `fourier.fourier_basis`."""
        return spectrum(surfaces)

    def added_outputs(self, answer: int) -> AddedOutputs:
        """Return an answer's score added up from the MLP's outputs, the largest first, and how right each sum is.

        Raises LacksError if they leave another answer's ridge as high. The sums of the last answer are kept, for
        `answer_waves`: they are 13 MB for p = 113.
        """
        if self._added and self._added[0] == answer:
            return self._added[1]
        weights = np.asarray(self.run.weights.W_U)[:, answer].astype(np.float64)
        found = added_outputs(self.run.activations.mlp_out, weights, self.run.totals, answer)
        if found.margins[-1] <= 0:
            raise LacksError(f"{self.run.folder} has no ridge for {answer} that stands above all others.")
        self._added = answer, found
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
        """Return one answer's mean score by how far past it the right one lies, as waves of the key frequencies."""
        frequencies = self.score_waves.frequencies
        return answer_waves(self.added_outputs(answer).sums[-1], self.run.totals, answer, frequencies)

    def waves_of(self, scores: Floats) -> ScoreWaves:
        """Take the waves of the key frequencies out of the scores (p,) of all answers to one question."""
        return waves_in(scores, self.score_waves.frequencies)

    @cached_property
    def score_surfaces(self) -> ScoreSurfaces:
        """The score [x, y] of any answer, and between two of them."""
        return ScoreSurfaces(self.logits)

    @cached_property
    def renamed(self) -> Renamed:
        """The network's scores under the names it was trained with and under the shown ones; two runs of it."""
        run, trained = self.run, Run(self.run.folder, naming="trained")
        right = [int((one.predictions == one.answers).sum()) for one in (trained, run)]
        before = trained.activations.logits[..., : run.p]
        after = in_trained_order(self.logits, run.renaming)
        return Renamed(before, after, trained.answers, (right[0], right[1]))

    @cached_property
    def shown_sum(self) -> tuple[int, int]:
        """Two numbers, one in the lower third and one in the middle, for pictures of the whole network."""
        p = self.run.p
        return round(0.3 * p), (p + 1) // 2

    @cached_property
    def _scales(self) -> Scales:
        return scales_of(self.run.activations)

    def reading(self, x: int, y: int) -> Reading:
        """Read what every layer makes of x and y."""
        return read_sum(self.run.weights, self.run.activations, self.neuron_order, self._scales, x, y)

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
        return read_sums(angles, frequencies, self.run.p, self.sign)

    @cached_property
    def clock_leads(self) -> list[Floats]:
        """[x, y] by how much as many clocks agree more on the answer than on any other; each agrees by 1 at most."""
        return leads(*self._hands, self.run.answers, self.sign)

    @property
    def _hands(self) -> tuple[list[Floats], list[int]]:
        """The measured angles of all clocks' hands, and how often each goes round."""
        return [clock.angles for clock in self.run.clocks], [clock.frequency for clock in self.run.clocks]

    def strongest_wave(self, values: Floats) -> tuple[int, float, float, float]:
        """Frequency, amplitude, phase and R² of the wave A·cos(w_k n + φ) that explains most of values (p,)."""
        return strongest_wave(values)

    def mixed(self, values: Floats, clean: float) -> list[tuple[int, float, float, float]]:
        """Return the strongest waves of values (p,), as from `strongest_wave`, at most as many as there are clocks.

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
        """Return a probe's columns, each the one that raises R² most when it is added to those before it."""
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
    def frozen_logits(self) -> Floats:
        """[x, y, c] the scores with attention so frozen, without the class "="."""
        return self.copied.logits(self.run.weights)[..., : self.run.p]

    @cached_property
    def sum_of_squares(self) -> dict[str, float]:
        """Parameter name → sum of its squared values, biases included."""
        return sum_of_squares(self.run.weights.to_dict())

    @property
    def _numbers(self) -> Floats:
        return np.asarray(self.run.weights.W_E)[:, :-1].T

    def _surfaces(self) -> dict[str, Floats]:
        found = self.run.activations
        return {"mlp_pre": found.mlp_pre, "mlp_post": found.mlp_post, "mlp_out": found.mlp_out, "logits": self.logits}


@lru_cache(maxsize=1)
def evidence_of(run: Run) -> Evidence:
    """Find what is measured of a run: the same record, the run being the same, for all chapters that ask in a row."""
    return Evidence(run)
