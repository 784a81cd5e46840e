"""Everything measured of a run as plain values, and beside the paper's numbers row by row.

Keys and frequencies are those of the names the network was trained with, which are the paper's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace

import numpy as np

from transparent_box.model.analysis.fourier import CLUSTER_FVE
from transparent_box.model.paper.comparison import ABLATIONS, Row, Rows, Values, cluster_name, loss_words
from transparent_box.model.paper.numbers import NUMBERS, is_papers_recipe
from transparent_box.model.paper.reasons import (
    cluster_reason,
    degree_two_reason,
    directions_reason,
    excluded_reason,
    heads_reason,
    residual_reason,
    unclustered_reason,
)
from transparent_box.model.runs.evidence import Evidence
from transparent_box.model.runs.run import Run
from transparent_box.model.storage import NoHistoryError


@dataclass(frozen=True)
class Report:
    """A run's measures: for programs, for people, and one sentence for both."""

    values: Values
    rows: list[Row]
    headline: str


def report(evidence: Evidence) -> Report:
    """Report on a run opened with naming="trained"; raise RunError when it has not been measured."""
    values = measured_values(evidence)
    compared = is_papers_recipe(evidence.run.config)
    rows = Rows(values, NUMBERS if compared else {}).all()
    reasons = reasons_for(evidence, rows) if compared else {}
    rows = [replace(row, reason=reasons.get(row.name, row.reason)) for row in rows]
    values |= {
        "headline": headline(values, rows, compared),
        "reasons": {row.name: row.reason for row in rows if row.reason},
        "paper": NUMBERS,
    }
    return Report(values, rows, values["headline"])


def measured_values(found: Evidence) -> Values:
    """Return the values of the report, as JSON holds them."""
    run = found.run
    losses, fit, keys, squares = found.losses, found.logit_fit, run.key_frequencies, found.sum_of_squares
    best = found.neuron_fve.max(axis=1)
    clusters = {k: len(members) for k, members in found.clusters.items()}
    return {
        "recipe": run.config.to_json(),
        "accuracy": float((run.predictions == run.answers)[tuple(run.split.inputs.T)].mean()),
        "key_frequencies": keys,
        "loss": {"all": losses.all, "train": losses.train, "test": losses.test},
        "restricted_loss": losses.restricted,
        "excluded_loss": losses.excluded,
        "excluded_loss_every_frequency": losses.excluded_every,
        "excluded_loss_per_frequency": losses.excluded_by_frequency,
        "clusters": clusters,
        "unclustered": run.config.d_mlp - sum(clusters.values()),
        "logit_fve": fit.fve,
        "logit_fit_loss": fit.loss,
        "W_L_residual": found.logit_map.residual(keys),
        "W_L_residual_squared": found.logit_map.residual(keys) ** 2,
        "W_L_residual_without_constant": found.logit_map.residual(keys, constant=False),
        "sum_of_squares": {"total": sum(squares.values()), **squares},
        "gini": found.gini,
        "uv_fve": {k: list(pair) for k, pair in found.wave_fve.items()},
        "neuron_fve": {"mean": float(best.mean()), "median": float(np.median(best))},
        "ablations": asdict(found.ablations),
        "heads": [
            {"frequency": head.frequency, "fve": head.fve_uncentered, "fve_of_variance": head.fve}
            for head in found.heads
        ],
        "attention_to_equals": [head.equals for head in found.heads],
        "phase_alignment": found.phase_alignment,
        "xy_share": {f"{name}_median": float(np.median(shares)) for name, shares in found.sum_shares.items()},
        "probes": probe_values(run),
        **logarithm_values(found),
        **timeline_values(found),
    }


def logarithm_values(evidence: Evidence) -> Values:
    """Count waves of numbers in the order of their logarithms, and in the usual one; nothing for other operations."""
    found = evidence.in_logarithms
    if found is None:
        return {}
    usual = int((evidence.neuron_fve.max(axis=1) >= CLUSTER_FVE).sum())
    clusters = {k: len(members) for k, members in found.clusters.items()}
    counted = {"root": found.root, "neurons": len(found.fve), "waves": found.waves, "waves_in_usual_order": usual}
    return {"logarithms": counted | {"clusters": clusters, "score_share": found.score_share}}


def probe_values(run: Run) -> Values:
    """Return the worse R² of each frequency's two probes, of the fit and held out."""
    return {
        str(k): {
            "r2": min(probe.r2 for probe in pair.values()),
            "held_out_r2": min(probe.held_out_r2 for probe in pair.values()),
        }
        for k, pair in run.probes.items()
    }


def timeline_values(evidence: Evidence) -> Values:
    """Return the events of training; nulls and the reason for a network without history."""
    try:
        times = evidence.training.timeline
    except NoHistoryError as error:
        phases = {"memorization_ends": None, "cleanup_starts": None}
        return {"memorized_at": None, "generalized_at": None, "phases": phases, "history": str(error)}
    return {
        "memorized_at": times.memorized_at,
        "generalized_at": times.generalized_at,
        "phases": {"memorization_ends": times.memorization_ends, "cleanup_starts": times.cleanup_starts},
    }


def headline(values: Values, rows: list[Row], compared: bool) -> str:
    """Return the report in a sentence or two."""
    keys, test_loss = values["key_frequencies"], values["loss"]["test"]
    if "logarithms" in values:
        found = values["logarithms"]
        waves = f"{found['waves']} of {found['neurons']} neurons are waves of numbers"
        usual = f"{found['waves_in_usual_order']} in the usual one; test loss {loss_words(test_loss)}."
        return f"{waves} in the order of powers of {found['root']}, {usual}"
    if not keys:
        return f"No key frequencies: no cluster of neurons has formed (test loss {loss_words(test_loss)})."
    named = f"Key frequencies {', '.join(map(str, keys))}"
    if not compared:
        return f"{named}; test loss {loss_words(test_loss)}. The paper's numbers are of another recipe and left out."
    if keys != NUMBERS["key_frequencies"]:
        return f"{named}, not the paper's; its numbers for single frequencies stand beside ours where they share one."
    beside = [row for row in rows if row.paper]
    agree = sum(not row.parts for row in beside)
    return f"{named}, as in the paper; {agree} of {len(beside)} numbers agree with the paper's."


def reasons_for(evidence: Evidence, rows: list[Row]) -> dict[str, str]:
    """Row name → why it parts from the paper's number, or how that number is to be read."""
    apart = {row.name for row in rows if row.parts}
    frequencies = [k for k in evidence.clusters if cluster_name(k) in apart]
    makers: dict[str, Callable[[], str]] = {
        "neurons without a cluster": lambda: unclustered_reason(evidence),
        "W_L outside the key frequencies": lambda: residual_reason(evidence),
        ABLATIONS["degree_two"]: lambda: degree_two_reason(evidence),
        ABLATIONS["directions_only"]: lambda: directions_reason(evidence),
        ABLATIONS["directions_removed"]: lambda: directions_reason(evidence),
    }
    reasons = {name: make() for name, make in makers.items() if name in apart}
    if frequencies:
        reasons[cluster_name(frequencies[0])] = cluster_reason(evidence, frequencies, NUMBERS)
        reasons |= {cluster_name(k): f"As for {frequencies[0]}." for k in frequencies[1:]}
    always = {"key waves excluded (train)": excluded_reason, "head 0: frequency, FVE": heads_reason}
    return reasons | {name: reason(evidence) for name, reason in always.items()}
