"""The figures in `docs/explanation`: each is what the shipped runs say, and there is none that nobody looked at.

A page's checks are pieces of its text, with the figures put in from the run. What is left of a page once they are taken
out may hold no figure but those in `PLAIN`: examples, dates, and what is true of any network.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from tests.conftest import evidence_of
from tests.pages import DOCS, ROOT, Page, numbers_in, words_of
from transparent_box.commands.estimate import STEP_SECONDS, minutes
from transparent_box.model.analysis.waves import PRODUCTS, SINGLE
from transparent_box.model.linebreak.acceptance import CLEAN_COSINE, CLEAN_IQR, clean_heads, twist_parts
from transparent_box.model.linebreak.geometry import COMPARED
from transparent_box.model.linebreak.run import LinebreakRun
from transparent_box.model.runs.evidence import Evidence
from transparent_box.model.runs.run import Run
from transparent_box.model.storage import read_json
from transparent_box.model.sweeps.operations import Trial, read_operations
from transparent_box.model.sweeps.seeds import read_seeds
from transparent_box.scenes.facts import read_facts

EXPLANATION, LINES = DOCS / "explanation", ROOT / "assets" / "linebreak"
Checks = Iterator[str]


def percent(share: float, digits: int = 0) -> str:
    return f"{100 * share:.{digits}f} %"


def bare(value: float, digits: int) -> str:
    """Without the zero before the point: .993."""
    return f"{value:.{digits}f}".removeprefix("0")


def signed(value: float, digits: int) -> str:
    """With a true minus: −.57."""
    return ("−" if value < 0 else "") + bare(abs(value), digits)


def listed(values: Any) -> str:
    """1, 2 and 3."""
    *first, last = map(str, values)
    return f"{', '.join(first)} and {last}"


def game(evidence: Evidence) -> Checks:
    run, times, facts = evidence.run, evidence.training.timeline, read_facts()
    p, train = run.p, len(run.split.train)
    large, per = facts["llama_405b"].value, facts["operations_per_parameter"].value
    billions = large // 10**9
    yield f"Llama 3.1 405B multiplies and adds some {per * billions} billion times, with {billions} billion learned"
    yield f"read {billions} billion numbers"
    yield f"{run.parameters:,} numbers, and we know how they turn a question into its answer"
    yield f"p = {p} numbers and so {p * p:,} sums"
    yield f"{train:,} of them, {percent(run.config.fraction)}, chosen at random"
    yield f"The other {p * p - train:,} are its exam"
    yield f"Why {p}?"
    yield f"as a switch: {p + 1} of them in a column"
    yield f"Llama 3 has {facts['llama_vocabulary'].value:,} switches"
    yield f"switch {facts['token_paris'].value:,} is the brightest"
    yield f"Our board has {p + 1}."
    yield f"It would fit into that one {facts['llama_vocabulary'].value // (p + 1):,} times"
    yield f"After {times.memorized_at:,} steps it knows its lessons"
    assert times.memorized_at is not None
    exam, known = run.history.test_accuracy, run.history.step.searchsorted(times.memorized_at)
    yield f"Of the exam it has {percent(exam[known], 1)}; guessing gets {percent(1 / p, 1)}"
    low, high = exam[run.history.step.searchsorted([6 * times.memorized_at, evidence.training.stirs_at])]
    yield f"on the exam only creeps, from {percent(low)} to {percent(high)}"
    yield f"by step {times.generalized_at:,} it is passed"
    yield f"when {percent(Trial.passed, 1)} of it is right"
    yield f"from a novel of {facts['word_grok'].value}"
    yield f"In {facts['paper_grokking'].value} a paper"
    stuck = read_operations()["x^2+xy+y^2"]
    assert stuck.config.fraction == 0.5 and stuck.accuracies.mirrored == 1
    yield f"x² + xy + y² at {percent(stuck.history.test_accuracy[-1], 1)} of its exam"
    yield f"and on {percent(stuck.accuracies.unmirrored or 0)} of the others"


def machine(evidence: Evidence) -> Checks:
    run, board = evidence.run, evidence.training.exam_board
    recipe, p = run.config, run.p
    yield f"a column of {recipe.d_model} learned numbers"
    yield f"{recipe.d_mlp} neurons read the column, each by its own {recipe.d_model} weights"
    yield f"mixed by {recipe.d_mlp} × {recipe.d_model} more weights"
    yield f"{p + 1} votes are read off"
    yield f"back at {run.parameters:,}"

    def known(group: str, step: int, digits: int) -> str:
        return f"{100 * board.shares[group][list(board.step).index(step)]:.{digits}f} %"

    start = int(board.step[board.memorized])
    assert board.shares["lessons"][board.memorized] == 1
    yield f"At step {start} all lessons shine, and a little of the exam glows, too: {known('exam', start, 1)} of it"
    assert board.lessons[30, 77] and board.exam[77, 30] and board.right[board.memorized, 77, 30]
    yield "30 + 77 was a lesson. 77 + 30 was not, yet it comes out right."
    assert board.right[board.memorized][board.others].sum() == 3
    yield f"it gets {known('mirrors', start, 1)} right; of the other {board.others.sum():,} sums of its exam, three"
    early, late, flooded = 8900, 10000, 11000
    shares = [known(group, step, 0) for step in (early, late) for group in ("mirrors", "others")]
    yield f"At step {early:,} it knows {shares[0]} of them and {shares[1]} of the others,"
    yield f"at step {late:,} {shares[2]} and {shares[3]}."
    yield f"At step {flooded:,} it has {known('others', flooded, 1)} of those, too"


def waves(evidence: Evidence) -> Checks:
    run = evidence.run
    p, keys, clusters = run.p, run.key_frequencies, evidence.clusters
    trained = Run(run.folder, naming="trained").key_frequencies
    yield f"y count from 0 to {p - 1}"
    yield f"{run.renaming.multiplier}·n mod {p}"
    yield f"frequencies are {listed(trained)}; under the names shown, {listed(keys)}."
    yield f"## Five frequencies out of {(p - 1) // 2}"
    yield f"On {p} numbers there are {(p - 1) // 2} frequencies. The {run.config.d_mlp} neurons use five: "
    sizes = [len(clusters[k]) for k in keys]
    yield f"{listed(sizes)} neurons have at least 85 % of their variance in one of the frequencies {listed(keys)}."
    yield f"The other {run.config.d_mlp - sum(sizes)} mix several"
    yield f"one of the {run.config.d_model} numbers of x's column"
    shown = evidence.shown_frequency
    probe = run.probes[shown]
    yield f"For frequency {shown} these two probes reach R² = {bare(probe['cos'].r2, 3)} and {bare(probe['sin'].r2, 3)}"
    yield f"the {p} numbers stand in a ring"
    right = [int((read == run.answers).sum()) for read in evidence.clock_readings]
    assert right[3] == p * p
    yield f"reads {right[0]:,} of {p * p:,} sums right."
    yield f"With the second it is {right[1]:,}, with the third {right[2]:,}, with the fourth all of them."


def multiplying(evidence: Evidence) -> Checks:
    run, n, k = evidence.run, evidence.shown_neuron, evidence.shown_frequency
    looks = run.activations.attention.mean(axis=(0, 1, 2))
    yield f"almost equally: {percent(looks[0], 1)} and {percent(looks[1], 1)} of its attention"
    phases = evidence.phases
    apart = np.median(np.abs(np.angle(np.exp(1j * (phases.x - phases.y)))))
    yield f"within {bare(apart, 4)} of each other"
    rows = evidence.row_waves(n)
    spans = [f"from {bare(one.min(), 2)} to {bare(one.max(), 2)}" for one in (rows.before, rows.after)]
    yield f"in neuron {n} has nearly one size for every y, {spans[0]}."
    yield f"After it, {spans[1]}, following y's lift with r = {bare(rows.correlation, 3)}."
    before, after = evidence.decompose(n, before=True), evidence.decompose(n)
    lift = before.mean / before.components["cos x"].amplitude
    yield "{} are the two plain waves and {} the product".format(*map(percent, ideal_neuron(0)))
    yield "by as much as this neuron's own mean does, {} of its waves' amplitude, and it says {} and {}.".format(
        bare(lift, 2), *map(percent, ideal_neuron(lift))
    )
    measured = after.share(SINGLE), after.share(PRODUCTS)
    yield "Measured, neuron {} has {} and {}.".format(n, *map(percent, measured))
    yield f"adds up all {run.config.d_mlp} neurons"
    output, _ = evidence.diagonal_output
    (first, _), (second, two), (third, three) = evidence.ridges(output)[:3]
    yield f"each of them sums to {first}, or to {first + run.p}, which on this clock is {first} again"
    shares = evidence.sum_shares
    outputs, neurons = (percent(float(np.median(shares[layer]))) for layer in ("mlp_out", "mlp_post"))
    yield f"In half of all outputs, {outputs} of the variance or more lies along x + y;"
    yield f"in half of the neurons, {neurons} at most."
    yield f"The ridge of {first} is the highest, but that of {second} stands at {percent(two)} of its height,"
    yield f"and that of {third} at {percent(three)}."
    count = len(evidence.clusters[k])
    yield f"when {count} neurons of one frequency are added"
    yield f"over these neurons is {bare(evidence.phase_alignment[k], 3)}, where 1 would be exact"
    arrows = evidence.phasors(k).arrows
    walked = {wave: (float(np.abs(a).sum()), float(abs(a.sum()))) for wave, a in arrows.items()}
    for wave in ("x", "y", "x − y"):
        yield f"| {wave} | {walked[wave][0]:.1f} | {bare(walked[wave][1], 2)} |"
    yield f"| x + y | {walked['x + y'][0]:.2f} | {walked['x + y'][1]:.2f} |"
    four = evidence.quarters[k]
    assert [np.sign(weight) for weight in four.weights] == [1, -1, 1, -1]
    equal, weighed = evidence.quarter_turns(k).share_sum, evidence.gatherings[k].shares[3]
    yield f"Added with these signs alone, the four have {percent(equal)} of their variance along x + y"
    yield f"not quite equal, it is {percent(weighed)}: the other {count - 4} make up"
    yield f"One answer out of {run.p}"
    yield f"the ridge of 7 and the ridge of {7 + run.p} are one ring"
    sizes = [f"{abs(size):.1f}" for size in evidence.score_waves.coefficients]
    yield f"of sizes {listed(sizes)}."
    best, next_best = np.sort(evidence.score_waves.profile)[:-3:-1]
    yield f"{best:.1f} high, and the next best is {next_best:.1f}"
    alone = evidence.answer_waves(7)
    spike, second = alone.profile[0], alone.profile[alone.next_best]
    yield f"takes the answer 7 alone, whose spike is {spike:.2f} high and whose next best is {second:.2f}."
    right = {
        count: max(right_by_waves(evidence, some) for some in combinations(run.key_frequencies, count))
        for count in (1, 2)
    }
    yield f"the best two alone answer {percent(right[2], 1)} of all sums right,"
    yield f"and those of one at most {percent(right[1])}."


def measured(name: str) -> list[str]:
    """What BENCHMARKS.md says of one measurement: ours, then what it is compared with."""
    (row,) = re.findall(rf"^\| `{name}` \| (.+)$", (ROOT / "BENCHMARKS.md").read_text("utf-8"), re.MULTILINE)
    return [cell.strip() for cell in row.split("|")]


def training(evidence: Evidence) -> Checks:
    run, times, found = evidence.run, evidence.training.timeline, evidence.training.dynamics
    from_step, until = evidence.training.improves_unseen
    exam, known = run.history.test_accuracy, times.memorized_at
    assert known is not None
    first, worst, high = (percent(exam[run.history.step.searchsorted(step)]) for step in (known, from_step, until))
    yield f"the score on the exam creeps from {first} to {high}"
    yield f"falls from step {from_step:,} on, while the score creeps from {worst} to {high}, at step {until:,}"
    low = int(found.excluded.argmin())
    assert found.step[low] == times.memorization_ends
    yield f"At step {found.step[low]:,} it is {bare(found.excluded[low], 6)}:"
    last = int((found.step <= until).sum()) - 1  # checkpoint before the score stirs
    yield f"climbs, to {bare(found.excluded[last], 2)} by step {found.step[last]:,}, before the score stirs"
    alone = evidence.training.waves_alone[0]
    yield f"From step {alone:,} on the waves alone answer all {run.p**2:,} sums right"
    yield f"To step {times.memorization_ends:,} it memorizes."
    yield f"To step {times.cleanup_starts:,} the rule forms"
    yield f"falls to {sum(evidence.sum_of_squares.values()):.0f}, and"
    recipe, trained = run.config, Run(run.folder, naming="trained").key_frequencies
    yield f"p = {run.p}, {percent(recipe.fraction)} of the pairs, seed {recipe.seed},"
    yield f"weight decay {recipe.weight_decay:.0f}, {recipe.steps:,} steps"
    alone_on = {threads: minutes(recipe.steps * step) for threads, step in STEP_SECONDS.items()}
    yield f"about {alone_on[1]} on one thread of a CPU"
    yield f"a step of the mainline takes {measured('train_step')[0]} ms,"
    yield f"the bare step took {measured('train_loop')[1]} ms,"
    yield f"{1000 * STEP_SECONDS[2]:.1f} ms with all that goes with it"
    yield f"about {alone_on[2]} on two threads, and about {alone_on[1]} on one;"
    yield f"ended on the paper's {{{', '.join(map(str, trained))}}}"
    assert all(trial.config.fraction == 0.5 and trial.config.steps == 3000 for trial in read_operations().values())
    assert all(seed.config.fraction == 0.5 and seed.config.steps == 700 for seed in read_seeds())
    yield from operation_rows()
    for seed in read_seeds():
        keys = ", ".join(map(str, seed.frequencies))
        yield f"| {seed.config.seed} | {seed.generalized_at} | {keys} |"


def operation_rows() -> Checks:
    written = {"x+y": "x + y", "x-y": "x − y", "x*y": "x · y", "x/y": "x / y", "x^2+y^2": "x² + y²"}
    for name, trial in read_operations().items():
        at = f"{trial.generalized_at:,}" if trial.generalized_at else "–"
        end = percent(trial.history.test_accuracy[-1], 1).replace("100.0", "100")
        yield f"| {written.get(name, 'x² + xy + y²')} | {trial.memorized_at} | {at} | {end} |"


def told_of_the_paper(evidence: Evidence) -> Checks:
    """What docs/explanation/evidence.md says of ours beside the paper's."""
    residual = evidence.logit_map.residual(evidence.run.key_frequencies)
    yield f"is a share of squares (ours {percent(residual**2, 3)});"
    yield f"as the ratio of norms that the text speaks of, it is {percent(residual, 1)}."
    trained = Run(evidence.run.folder, naming="trained")
    clusters = evidence_of(trained).clusters
    yield f"Ours differ ({len(clusters[52])} for 52,"


def lines(evidence: Evidence) -> Checks:
    seeds = [read_json(LINES / f"seed_{seed}.json") for seed in range(5)]
    measured = [seed["measured"] for seed in seeds]
    quiet = read_json(LINES / "quiet" / "config.json")["measured"]
    for name, cell in ROWS.items():
        yield f"| {name} | {' | '.join(map(cell, [*measured[:3], quiet]))} |"
    yield f"| | | | {bare(quiet['pca'][0], 3)}; {bare(quiet['rings']['crest'], 2)} |"
    yield f"two layers and {seeds[1]['parameters']:,} parameters"
    assert [seed["passes"] for seed in seeds] == [False, True, False, True, False]
    heads = [", ".join(f"{offset:g}" for offset in sorted(clean_heads(found).values())) for found in measured]
    yield f"seed 3 passes too (clean heads at {heads[3]}) and seed 4 does not (one clean head, at {heads[4]};"
    yield f"winds only {bare(measured[4]['turns'], 2)} turns in its first plane,"
    yield f"its second ring is {bare(measured[4]['rings']['crest'], 2)} high)"
    geometry = LinebreakRun(LINES).geometry
    first = next(iter(LinebreakRun(LINES).clean_heads))
    at = np.flatnonzero(geometry.count == 70)[0]
    near = [int(geometry.width[rows[at].argmax()]) for rows in (geometry.stream_cosines, geometry.head_cosines[first])]
    yield (
        f"In the shipped network 70 characters lie nearest to a width of {near[0]} in the stream, "
        f"and through the head of offset {LinebreakRun(LINES).clean_heads[first]:g} nearest to {near[1]}."
    )
    yield f"over counts {COMPARED[0]} to {COMPARED[-1]}"
    yield f"lie no more than {CLEAN_IQR:g} apart and the cosines there are {bare(CLEAN_COSINE, 2)} on average"


def offsets_of(measured: dict[str, Any]) -> str:
    """Those of clean heads; bold where they are not what was asked for."""
    found = ", ".join(signed(offset, 0) for offset in sorted(clean_heads(measured).values()))
    asked = all(part.good for part in twist_parts(measured)[:2])
    return (found if asked else f"**{found}**") if found else "none"


ROWS: dict[str, Callable[[dict[str, Any]], str]] = {
    "1 variance of the count's means on 6, 3, 1 axes | ≥ .95, ≤ .90, ≤ .50": lambda found: ", ".join(
        bare(found["pca"][axes - 1], 3) for axes in (6, 3, 1)
    ),
    "2 turns; first zero of the lag profile | ≥ 1.8; 8 … 16": lambda found: (
        f"{bare(found['turns'], 2)}; {found['rings']['first_zero']:.1f}"
    ),
    "3 trough; crest behind it | ≤ −.35; ≥ .20": lambda found: (
        f"{signed(found['rings']['trough'], 2)}; {bare(found['rings']['crest'], 2)}"
        if found["rings"]["trough"] < 0
        else "none"
    ),
    "4 width variance on the count's 6 axes; offset | ≥ .95; −1 … 1": lambda found: (
        f"{bare(found['width_inside'], 3)}; {found['stream_offset']['median']:g}"
    ),
    "5 offsets of clean heads | two, one of 3 … 8": offsets_of,
    "5 spread of the offset through random heads | ≥ 20": lambda found: (
        f"{found['random_offset']['iqr']:.1f}" if clean_heads(found) else "–"
    ),
    "6 newline decisions right; error of the room, letters | ≥ .98; ≤ 1.3": lambda found: (
        f"{bare(found['newline']['accuracy'], 3)}; {bare(found['room_rmse'], 2)}"
    ),
    "7 accuracy lost without the 6 axes; without 6 random ones | ≥ .25; ≤ .02": lambda found: "; ".join(
        bare(found["ablation"]["whole"] - found["ablation"][part], 3) for part in ("without", "without_random")
    ),
    "7 room moved by a character of count | −1.1 … −.8": lambda found: signed(found["patch"]["slope"], 2),
}


def ideal_neuron(lift: float) -> tuple[float, float]:
    """Shares of variance of the plain waves and of the product in max(0, cos a + cos b + lift), by a fine grid."""
    wave = np.cos(2 * np.pi * np.arange(512) / 512)
    z = np.maximum(0, wave[:, None] + wave[None] + lift)
    plain = 2 * (2 * (z * wave[:, None]).mean()) ** 2 / 2
    product = (4 * (z * np.outer(wave, wave)).mean()) ** 2 / 4
    return float(plain / z.var()), float(product / z.var())


def right_by_waves(evidence: Evidence, frequencies: tuple[int, ...]) -> float:
    """The share of sums that a few frequencies' waves in the answers alone get right."""
    p = evidence.run.p
    kept = np.fft.fft(evidence.logits, axis=2)
    others = np.setdiff1d(np.arange(p), [f for k in frequencies for f in (k, p - k)])
    kept[:, :, others] = 0
    return float((np.fft.ifft(kept, axis=2).real.argmax(axis=2) == evidence.run.answers).mean())


PAGES: dict[str, Callable[[Evidence], Checks]] = {
    "game": game,
    "machine": machine,
    "waves": waves,
    "multiplying": multiplying,
    "training": training,
    "evidence": told_of_the_paper,
    "lines": lines,
}
# Figures that no file of ours has to say: toy sums, mathematics, years, limits that were set, what is told once of runs
# that are not shipped.
PLAIN: dict[str, str] = {
    "game": "0 1 2 3 4 5",
    "machine": "1 2 3 4",
    "waves": "",
    "multiplying": "2",
    # The paper; four trainings that parted by rounding; how the shipped curves were made.
    "training": "0 2 8 14 25 35 41 42 52 55 2023 2301.05217 14,500 9,600 3,000 700 40,000",
    "evidence": "0.55 64",
    # The paper; the task; seeds that were tried and are not shipped; heads that are not clean.
    "lines": ".20 .80 0 1 2 3 4 5 6 7 8 10 11 12 13 16 18 20 22 25 44 45 69 70 80 100 200 2025",
}


@pytest.mark.parametrize("name", PAGES)
def test_every_figure_is_the_runs(name: str, reference: Run) -> None:
    text = figures_of(Page(EXPLANATION / f"{name}.md"))
    for wanted in PAGES[name](evidence_of(reference)):
        assert wanted in text, f"docs/explanation/{name}.md should say: {wanted}"
        text = text.replace(wanted, " ")
    left = set(numbers_in(text)) - set(PLAIN[name].split())
    assert not left, f"docs/explanation/{name}.md has figures that nothing is held against: {sorted(left)}"


def figures_of(page: Page) -> str:
    """A page's prose in one line, without formulas, code and where links lead."""
    prose = re.sub(r"\$\$.*?\$\$|\$[^$\n]+\$|`[^`]*`", " ", page.prose, flags=re.S)
    return words_of(re.sub(r"\]\([^)]*\)", "]", prose))
