"""Reasons why a run's numbers part from the paper's: sentences built from what is measured of that very run."""

from __future__ import annotations

from typing import Any

import numpy as np

from transparent_box.model.analysis.fourier import CLUSTER_FVE, PURE_FVE
from transparent_box.model.paper.numbers import NUMBERS, curves, value_at
from transparent_box.model.runs.evidence import Evidence
from transparent_box.model.storage import NoHistoryError

THRESHOLDS = (0.75, 0.95)  # of FVE, round CLUSTER_FVE
SETTLED = 3  # neurons


def cluster_reason(evidence: Evidence, frequencies: list[int], paper: dict[str, Any]) -> str:
    """Say why these frequencies' clusters have other sizes, as far as this run can tell."""
    fve = evidence.neuron_fve
    best = fve.argmax(axis=1) + 1
    counts = {k: [int(((best == k) & (fve.max(axis=1) >= t)).sum()) for t in THRESHOLDS] for k in frequencies}
    spans = ", ".join(f"{k}: {loose} to {strict}" for k, (loose, strict) in counts.items())
    sentences = [f"Thresholds from {THRESHOLDS[0]} to {THRESHOLDS[1]} instead of {CLUSTER_FVE} give {spans} neurons."]
    since = settled_since(evidence)
    if since is not None:
        sentences.append(f"All counts stand within {SETTLED} of these since step {since:,}: stopping is not it.")
    sentences.append(
        "A ReLU neuron split into two parallel ones at 1/√2 of its weights computes the same at the same sum of "
        "squares, so neither loss nor weight decay decides how many neurons share a frequency's work."
    )
    ours, theirs = evidence.losses.excluded_by_frequency, paper["excluded_loss_per_frequency"]
    if set(ours) == set(theirs):
        apart = max(abs(ours[k] / theirs[k] - 1) for k in ours)
        sentences.append(f"That work agrees: every frequency's excluded loss is within {apart:.0%} of the paper's.")
    return " ".join(sentences)


def settled_since(evidence: Evidence) -> int | None:
    """Return the first checkpoint after which all clusters stay within SETTLED neurons; None without history."""
    try:
        dynamics = evidence.training.dynamics
    except NoHistoryError:
        return None
    away = np.abs(dynamics.cluster_sizes - dynamics.cluster_sizes[-1]).max(axis=1, initial=0) > SETTLED
    return int(dynamics.step[np.flatnonzero(away)[-1] + 1]) if away.any() else int(dynamics.step[0])


def unclustered_reason(evidence: Evidence) -> str:
    """Say what the neurons without a cluster do."""
    inside = np.concatenate([*evidence.clusters.values(), np.array([], dtype=np.int64)])
    outside = np.setdiff1d(np.arange(evidence.run.config.d_mlp), inside)
    if not len(outside):
        return "Every neuron has a cluster here."
    firing = (evidence.run.activations.mlp_post[..., outside] > 0).mean(axis=(0, 1))
    everywhere = int((firing == 1).sum())
    return (
        f"These {len(outside)} fire on {firing.min():.1%} of the inputs or more, {everywhere} of them on all: the ReLU "
        "hardly bends them, and they do what the skip could. How many neurons share that work is as free as above."
    )


def excluded_reason(evidence: Evidence) -> str:
    """Say which waves the paper's curve of the excluded loss takes out."""
    losses = evidence.losses
    beside = (
        f"The paper's curve is met by taking out the x + y waves of every frequency ({losses.excluded_every:.2f} here)"
    )
    try:
        dynamics = evidence.training.dynamics
    except NoHistoryError:
        return f"{beside}, not of the key ones alone."
    low = int(dynamics.excluded_every.argmin())
    step = int(dynamics.step[low])
    theirs, every = value_at(curves()["excluded"], step), dynamics.excluded_every[low]
    return (
        f"{beside}: at step {step:,} that is {every:.2f}, the paper's {theirs:.2f}, with only the key waves taken out "
        f"{dynamics.excluded[low]:.1e}. The rule and the rows of single waves are as the paper's text has them."
    )


def residual_reason(evidence: Evidence) -> str:
    """Say which reading of the residual meets the paper's number."""
    found, keys = evidence.logit_map, evidence.run.key_frequencies
    share, without = found.residual(keys) ** 2, found.residual(keys, constant=False)
    return (
        f"A ratio of Frobenius norms, as the paper's text defines it. Its square, a share of the sum of squares, is "
        f"{share:.3%}, which meets the paper's number. Without the constant row the ratio is {without:.2%}."
    )


def degree_two_reason(evidence: Evidence) -> str:
    """Say how much hangs on which neurons are replaced."""
    found, fve = evidence.ablations, evidence.neuron_fve.max(axis=1)
    return (
        f"It hangs on which neurons count as clustered, {int((fve >= CLUSTER_FVE).sum())} here and "
        f"{sum(NUMBERS['clusters'].values())} in the paper: replacing only the {int((fve >= PURE_FVE).sum())} with "
        f"FVE ≥ {PURE_FVE} gives {found.degree_two_best:.2e}."
    )


def directions_reason(evidence: Evidence) -> str:
    """Say what is known about the projections onto the W_L directions."""
    found, whole = evidence.ablations, evidence.losses.all
    change, guessing = found.directions_only / whole - 1, np.log(evidence.run.p)
    return (
        f"Not explained. Only these directions changes the loss by {change:+.1%}; without them it is "
        f"{found.directions_removed:.2f}, or {found.directions_removed_skip_mean:.2f} with the skip at its mean, "
        f"beside {guessing:.2f} for guessing. The paper does not say what became of the skip."
    )


def heads_reason(evidence: Evidence) -> str:
    """Say how the paper's FVE of heads is to be read."""
    shares = ", ".join(f"{head.fve:.1%}" for head in evidence.heads)
    return (
        "The FVE of all heads: the paper's figures are met when the constant ½ of the attention counts as explained, "
        f"as here; of the variance alone the waves explain {shares}."
    )
