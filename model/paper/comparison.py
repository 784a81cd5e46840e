"""A run's values beside the paper's, row by row, each with whether they part by more than two trainings should."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

Values = dict[str, Any]
Apart = Callable[[Any, Any], bool]

XY_SHARES = {
    "mlp_pre": "neurons before the ReLU (median)",
    "mlp_post": "neurons after it (median)",
    "mlp_out": "MLP outputs (median)",
    "logits": "logits (median)",
}
ABLATIONS = {
    "degree_two": "neurons by their degree-2 parts",
    "directions_only": "only the W_L directions",
    "directions_removed": "without the W_L directions",
    "frequencies_only": "logits' key frequencies only",
    "skip_zeroed": "skip round the MLP zeroed",
    "skip_mean": "skip round the MLP at its mean",
}

LOSS_FACTOR = 1.25  # two trainings of the paper's recipe end this near in their converged losses
TIME_FACTOR = 1.5  # and pass the same events this near; its five seeds differ by more
SQUARES_FACTOR = 1.1
POINTS = 0.02  # shares
NEURONS = 15  # of a cluster
ALONG = {"x-y": "x − y"}  # what an operation's waves run along, where that is not x + y
TOLERANCES = (
    f"Agreeing means: losses within a factor {LOSS_FACTOR}, sums of squares {SQUARES_FACTOR}, times {TIME_FACTOR}, "
    f"shares within {POINTS * 100:.0f} points, counts within {NEURONS} neurons."
)


@dataclass(frozen=True)
class Row:
    """One quantity beside the paper's."""

    section: str
    name: str
    ours: str
    paper: str = ""
    parts: bool = False  # whether they differ by more than two trainings of one recipe should
    reason: str = ""


class Rows:
    """Turns values into rows; with the paper's numbers empty, nothing is compared."""

    def __init__(self, values: Values, paper: Values) -> None:
        self.values, self.paper = values, paper
        self.rows: list[Row] = []

    def all(self) -> list[Row]:
        """Return every row, in the order of the report."""
        self.losses()
        self.neurons()
        self.logarithms()
        self.logits()
        self.ablations()
        self.attention()
        self.weights()
        self.training()
        return self.rows

    def add(self, section: str, name: str, path: tuple[Any, ...], show: Callable[[Any], str], apart: Apart) -> None:
        """One row for the value at a path of keys; none where neither run nor paper has it."""
        ours, paper = at(self.values, path), at(self.paper, path)
        if ours is None and paper is None:
            return
        parts = paper is not None and (ours is None or apart(ours, paper))
        self.rows.append(
            Row(section, name, "–" if ours is None else show(ours), "" if paper is None else show(paper), parts)
        )

    def losses(self) -> None:
        """Cross-entropies in nats."""
        near = factor(LOSS_FACTOR)
        for side in ("all", "train", "test"):
            self.add("Loss", f"{side} inputs", ("loss", side), loss_words, near)
        self.add("Loss", "key waves alone (restricted)", ("restricted_loss",), loss_words, near)
        self.add("Loss", "key waves excluded (train)", ("excluded_loss",), loss_words, near)
        self.add("Loss", "every wave excluded (train)", ("excluded_loss_every_frequency",), loss_words, near)
        for k in self.values["key_frequencies"]:
            self.add("Loss", f"wave {k} excluded (train)", ("excluded_loss_per_frequency", k), loss_words, near)

    def neurons(self) -> None:
        """Clusters, purity, phases."""
        for k in self.values["clusters"]:
            self.add("Neurons", cluster_name(k), ("clusters", k), str, neurons_apart)
        self.add("Neurons", "neurons without a cluster", ("unclustered",), str, neurons_apart)
        for which in ("mean", "median"):
            self.add("Neurons", f"{which} FVE of a neuron", ("neuron_fve", which), percent, points)
        for k in self.values["phase_alignment"]:
            self.add("Neurons", f"angles added by {k} (resultant)", ("phase_alignment", k), "{:.4f}".format, points)
        for name, label in XY_SHARES.items():
            self.add(
                f"Along {ALONG.get(self.values['recipe']['operation'], 'x + y')}",
                label,
                ("xy_share", f"{name}_median"),
                percent,
                points,
            )

    def logarithms(self) -> None:
        """Waves of numbers in the order of their logarithms, for products and quotients."""
        found = self.values.get("logarithms")
        if found is None:
            return
        one = "difference" if self.values["recipe"]["operation"] == "x/y" else "sum"
        section, total = f"Numbers in the order of powers of {found['root']}", f"of {found['neurons']}"
        clusters = {f"{cluster_name(k)} there": str(size) for k, size in found["clusters"].items()}
        told = {
            "neurons that are waves there": f"{found['waves']} {total}",
            "and in the usual order": f"{found['waves_in_usual_order']} {total}",
            **clusters,
            f"scores by the logarithms' {one} alone": percent(found["score_share"]),
        }
        self.rows += [Row(section, name, said) for name, said in told.items()]

    def logits(self) -> None:
        """Table 1, the logits as cosines, W_L."""
        for k in self.values["uv_fve"]:
            for index, letter in enumerate("uv"):
                self.add("Logits", f"{letter} of {k}, FVE", ("uv_fve", k, index), percent, points)
        self.add("Logits", "as cos k(x + y − c), FVE", ("logit_fve",), percent, points)
        self.add("Logits", "loss of those cosines", ("logit_fit_loss",), loss_words, factor(LOSS_FACTOR))
        self.add("Logits", "W_L outside the key frequencies", ("W_L_residual",), "{:.2%}".format, lambda a, b: a > b)

    def ablations(self) -> None:
        """Losses with parts replaced or taken away."""
        for name, label in ABLATIONS.items():
            self.add("Ablations (loss)", label, ("ablations", name), loss_words, factor(LOSS_FACTOR))

    def attention(self) -> None:
        """Heads."""
        for index in range(len(self.values["heads"])):
            self.add("Attention", f"head {index}: frequency, FVE", ("heads", index), head_words, other_head)
        span: list[float] | None = self.paper.get("attention_to_equals")
        for index, share in enumerate(self.values["attention_to_equals"]):
            row = Row("Attention", f"head {index}: from = to =", f"{share:.2%}")
            if span:
                parts = not span[0] / TIME_FACTOR <= share <= span[1] * TIME_FACTOR
                row = replace(row, paper=f"{span[0]:.1%}–{span[1]:.1%}", parts=parts)
            self.rows.append(row)

    def weights(self) -> None:
        """Sums of squares and sparseness."""
        for name in self.values["sum_of_squares"]:
            label = "all parameters" if name == "total" else name
            self.add("Sum of squares", label, ("sum_of_squares", name), "{:.4g}".format, factor(SQUARES_FACTOR))
        for name in self.values["gini"]:
            self.add("Sparseness", f"Gini of {name}", ("gini", name), "{:.3f}".format, points)
        for k, found in self.values["probes"].items():
            self.rows.append(Row("Probes (R², held out)", f"of {k}", f"{found['r2']:.1%}, {found['held_out_r2']:.1%}"))

    def training(self) -> None:
        """Compare when things happened."""
        if "history" in self.values:
            self.rows.append(Row("Training", "history", "none", reason=self.values["history"]))
            return
        events = {
            "memorized at step": ("memorized_at",),
            "generalized at step": ("generalized_at",),
            "memorization ends at step": ("phases", "memorization_ends"),
            "cleanup starts at step": ("phases", "cleanup_starts"),
        }
        for label, path in events.items():
            self.add("Training", label, path, "{:,}".format, factor(TIME_FACTOR))


def cluster_name(k: int) -> str:
    """Return the row of a frequency's cluster."""
    return f"neurons of {k}"


def at(values: Any, path: tuple[Any, ...]) -> Any:
    """Return the value at a path of keys and indices, or None."""
    for step in path:
        try:
            values = values[step]
        except (KeyError, IndexError, TypeError):
            return None
    return values


def factor(limit: float) -> Apart:
    """Return whether one number is more than `limit` times the other."""
    return lambda ours, paper: not paper / limit <= ours <= paper * limit


def points(ours: float, paper: float) -> bool:
    """Return whether two shares are more than POINTS apart."""
    return abs(ours - paper) > POINTS


def neurons_apart(ours: int, paper: int) -> bool:
    """Return whether two counts of neurons are more than NEURONS apart."""
    return abs(ours - paper) > NEURONS


def other_head(ours: Values, paper: Values) -> bool:
    """Return whether a head has another frequency or FVE."""
    return bool(ours["frequency"] != paper["frequency"] or points(ours["fve"], paper["fve"]))


def head_words(head: Values) -> str:
    """Return a head's frequency and FVE."""
    return f"{head['frequency']}, {head['fve']:.1%}"


def loss_words(value: float) -> str:
    """Small losses in powers of ten."""
    return f"{value:.2e}" if value < 0.01 else f"{value:.4f}" if value < 0.1 else f"{value:.2f}"


def percent(share: float) -> str:
    """Return a share in per cent, finer where it is small."""
    return f"{share:.1%}" if share >= 0.01 else f"{share:.2%}"
