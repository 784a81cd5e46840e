"""Measures a run along its training, each measure computed when it is first asked for.

Scenes read these records through `self.evidence.training`. Where there is no history, each raises NoHistoryError.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from transparent_box.model.analysis import exam_board
from transparent_box.model.analysis.dynamics import (
    ARRAYS,
    Dynamics,
    Yardstick,
    checkpoint_measures,
    read_dynamics,
    stack_rows,
)
from transparent_box.model.analysis.exam_board import ExamBoard, mark_answers, read_exam_board
from transparent_box.model.analysis.loops import Loops, loops
from transparent_box.model.analysis.pacing import choose_evenly
from transparent_box.model.analysis.probes import probe_waves
from transparent_box.model.analysis.structures import (
    Structures,
    arrows,
    centered,
    choose_checkpoints,
    explained,
    path_of,
)
from transparent_box.model.analysis.structures import stack_rows as structures
from transparent_box.model.analysis.taking_out import Kept, earliest_complete, keep_waves
from transparent_box.model.analysis.timeline import (
    PAST_EXAM,
    Timeline,
    generalized_at,
    improves_unseen,
    memorized_at,
    stirs_at,
    timeline,
)
from transparent_box.model.runs.forms import EXAM, check_dynamics, check_exam
from transparent_box.model.runs.neuron_evidence import NeuronEvidence
from transparent_box.model.runs.run import Run, grid_activations, grid_neurons
from transparent_box.model.storage import Arrays, LacksError
from transparent_box.model.transformer import Weights, token_rows

Item = TypeVar("Item")
Floats = NDArray[np.floating]
Integers = NDArray[np.int64]
MEASURED = 200  # checkpoints whose progress is measured
SHEETS = 44  # checkpoints at which the whole exam is marked: a film draws between them
STAGES = 44  # checkpoints whose structures are replayed: a film draws between them


def reported(items: Iterable[Item], report: Callable[[], None]) -> Iterator[Item]:
    """Yield items, and call `report` whenever the next one is asked for, so that one is done."""
    for item in items:
        yield item
        report()


class TrainingEvidence:
    """All measures of one run's checkpoints and curves; what is followed is chosen by the final network's `neurons`."""

    def __init__(self, neurons: NeuronEvidence) -> None:
        self.run = neurons.run
        self.neurons = neurons

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
        kept = (keep_waves(logits, run.totals, run.answers, run.split, run.key_frequencies) for logits in answered)
        return earliest_complete(zip(steps.tolist(), kept, strict=True))

    @cached_property
    def dynamics(self) -> Dynamics:
        """The progress measures along the checkpoints, read if measured, else computed (some seconds)."""
        self.run.require_history()
        stored = self.run.has_measured("dynamics")
        arrays = self.run.read("dynamics", ARRAYS, check_dynamics) if stored else self.measure_dynamics()
        return read_dynamics(arrays, self.run.renaming)

    @cached_property
    def measured_checkpoints(self) -> Integers:
        """The indices of the checkpoints whose progress is measured."""
        return choose_evenly(self.run.history, self.run.checkpoints.steps, MEASURED)

    def measure_dynamics(self, report: Callable[[], None] = lambda: None) -> Arrays:
        """Compute what `dynamics.safetensors` holds, in one pass through the checkpoints; report each one done."""
        run, indices = self.run, self.measured_checkpoints
        yardstick = Yardstick(run.totals, run.answers, run.split, run.key_frequencies)
        networks = (run.show_weights(arrays) for arrays in reported(run.checkpoints.networks(indices), report))
        rows = [checkpoint_measures(yardstick, weights, grid_activations(weights, run.p)) for weights in networks]
        return stack_rows(yardstick, run.renaming.multiplier, run.checkpoints.steps[indices], rows)

    @cached_property
    def exam_board(self) -> ExamBoard:
        """Every answer marked along training, read if measured, else computed (some seconds)."""
        self.run.require_history()
        stored = self.run.has_measured("exam")
        arrays = self.run.read("exam", EXAM, check_exam) if stored else self.mark_exam()
        return read_exam_board(arrays, self.run.renaming, self.run.split)

    @property
    def right_at_first(self) -> list[int]:
        """The answers that come out right before any training: one alone where nearly all are answered with it."""
        return [int(answer) for answer in np.unique(self.run.answers[self.exam_board.right[0]])]

    @cached_property
    def marked_checkpoints(self) -> Integers:
        """The indices of the checkpoints at which the whole exam is marked: until after it is passed."""
        history, steps = self.run.history, self.run.checkpoints.steps
        passed = generalized_at(history)
        shown = steps if passed is None else steps[: max(2, int(np.searchsorted(steps, PAST_EXAM * passed)) + 1)]
        learned = [int(np.searchsorted(shown, step)) for step in (memorized_at(history), passed) if step is not None]
        return np.union1d(choose_evenly(history, shown, SHEETS), np.minimum(learned, len(shown) - 1).astype(np.int64))

    def mark_exam(self, report: Callable[[], None] = lambda: None) -> Arrays:
        """Compute what `exam.safetensors` holds, in the trained names; report each checkpoint done."""
        run, indices = Run(self.run.folder, naming="trained"), self.marked_checkpoints
        networks = (run.show_weights(arrays) for arrays in reported(run.checkpoints.networks(indices), report))
        sheets = [mark_answers(grid_activations(weights, run.p).logits, run.answers) for weights in networks]
        return exam_board.stack_sheets(sheets, run.checkpoints.steps[indices])

    def loops(self, frequency: int | None = None, x: int = 0) -> Loops:
        """Return the neurons of `loop_neurons` as y runs through all numbers beside one x, at every checkpoint."""
        run = self.run
        networks = run.checkpoints.networks(range(len(run.checkpoints.steps)))
        return self._loops_in(networks, run.checkpoints.steps, frequency, x)

    def final_loops(self, frequency: int | None = None, x: int = 0) -> Loops:
        """Return what `loops` does, at the last checkpoint alone, without reading those before it."""
        checkpoints = self.run.checkpoints
        return self._loops_in([checkpoints.last()], checkpoints.steps[-1:], frequency, x)

    def _loops_in(self, networks: Iterable[Arrays], steps: Integers, frequency: int | None, x: int) -> Loops:
        """Read the neurons of `loop_neurons` in networks at steps (f,) of training."""
        run, neurons = self.run, self.neurons.loop_neurons(frequency)
        if len(neurons) < 2:
            raise LacksError(f"{run.folder} has too few neurons for any two to be set against each other.")
        return loops(map(run.show_weights, networks), steps, run.history, neurons, x, run.p)

    def structures(self, until: int, answer: int) -> Structures:
        """Read the final network's structures along training, up to a step, with the scores for one answer."""
        frequency, clocks = self.neurons.shown_frequency, self.run.clocks
        networks, rings, places, pace = self._along(until)
        members = self.neurons.clusters[frequency][self.neurons.phasors(frequency).order]
        rows = [self._structures_of(networks[place], members, answer) for place in places]
        shown = rings[places]
        steps = self.run.checkpoints.steps[places]
        return structures(rows, shown, explained(shown, [c.frequency for c in clocks]), steps, pace)

    def snapshots(self, until: int) -> Integers:
        """Return the steps of those checkpoints, up to a step, at which `structures` reads."""
        found: Integers = self.run.checkpoints.steps[self._along(until)[2]]
        return found

    def _along(self, until: int) -> tuple[list[Weights], Floats, Integers, Floats]:
        """Return the networks of all checkpoints up to a step, their clocks' readings, which ones to show, and when."""
        run, steps = self.run, self.run.checkpoints.steps
        steps = steps[: max(2, int(np.searchsorted(steps, until)) + 1)]
        probes = [probe for pair in run.probes.values() for probe in (pair["cos"], pair["sin"])]
        networks = [run.show_weights(arrays) for arrays in run.checkpoints.networks(range(len(steps)))]
        rings = np.array([probe_waves(token_rows(weights)[0], probes).reshape(-1, 2, run.p) for weights in networks])
        rings -= rings.mean(axis=-1, keepdims=True)
        return networks, rings, *choose_checkpoints(path_of(rings, run.history, steps), STAGES)

    def _structures_of(self, weights: Weights, members: Integers, answer: int) -> Arrays:
        """Return one network's part of `structures`, `members` being the neurons whose arrows are told.

        All outputs and scores would cost as much as all the rest: one of each is read straight from the neurons.
        """
        final, (residual, pre, post) = self.neurons, grid_neurons(weights, self.run.p)
        output, to_answer = np.asarray(weights.W_out)[final.diagonal_output[0]], np.asarray(weights.W_U)[:, answer]
        to_answers = np.asarray(weights.W_U)[:, : self.run.p].T @ np.asarray(weights.W_out)[:, members]
        around, onward = arrows(np.take(post, members, axis=-1), to_answers, final.shown_frequency, final.sign)
        return {  # without the biases: each is centered
            "neuron": centered(pre[..., final.shown_neuron]),
            "output": centered(post @ output),
            "answer": centered(residual @ to_answer + post @ (to_answer @ np.asarray(weights.W_out))),
            "around": around,
            "along": onward,
        }
