"""The report as one self-contained HTML page: plots as SVG, the paper's numbers and curves beside ours."""

from __future__ import annotations

from dataclasses import fields
from html import escape
from itertools import groupby

import numpy as np

from transparent_box.model.paper.comparison import TOLERANCES, Row
from transparent_box.model.paper.numbers import NUMBERS, curves, is_papers_recipe
from transparent_box.model.paper.report import Report
from transparent_box.model.runs.evidence import Evidence
from transparent_box.model.runs.run import Run
from transparent_box.model.storage import NoHistoryError
from transparent_box.scenes.look.numbers import percent
from transparent_box.scenes.look.theme import DARK, LIGHT, Theme
from transparent_box.scenes.output.report.plots import Line, Mark, bar_chart, line_chart, pair_bars, pair_dots

WIDE, HALF = 1040, 510
LOWEST_SHARE = 0.9  # low end of the scale for the shares of the paper's table 1, if all are above it

STYLE = """
body { margin: 0; background: var(--ground); color: var(--text); font: 17px/1.5 Georgia, "Libertinus Serif", serif; }
main { max-width: 1080px; margin: 0 auto; padding: 40px 24px 80px; }
h1 { font-size: 34px; line-height: 1.25; font-weight: normal; margin: 0 0 10px; }
h2 { font-size: 23px; font-weight: normal; margin: 44px 0 4px; }
p { margin: 4px 0 12px; max-width: 46em; }
.dim { color: var(--dim); font-size: 15px; }
figure { margin: 12px 0; padding: 18px 18px 12px; background: var(--panel); border-radius: 8px; overflow-x: auto; }
figure svg { display: block; font-family: inherit; }
figcaption { color: var(--dim); font-size: 15px; margin-top: 6px; }
.pair { display: flex; flex-wrap: wrap; gap: 20px; }
.pair figure { margin: 6px 0; flex: 1 1 0; box-sizing: border-box; min-width: min(510px, 100%); }
table { display: block; overflow-x: auto; border-collapse: collapse; }
table { font-size: 15px; font-variant-numeric: tabular-nums; }
th { text-align: left; font-weight: normal; color: var(--dim); padding: 18px 10px 4px 0; }
th { border-bottom: 1px solid var(--grid); }
td { padding: 3px 10px 3px 0; vertical-align: top; }
td.number, th.number { text-align: right; white-space: nowrap; }
td.name { white-space: nowrap; }
th, td { min-width: 5em; }
td.reason { color: var(--dim); padding-left: 18px; width: 100%; min-width: 20em; }
.parts { color: var(--excluded); }
"""


def variables(theme: Theme) -> str:
    """Write a theme's colors as CSS variables named by role."""
    colors = {field.name: getattr(theme, field.name) for field in fields(theme)}
    return "".join(f"--{role}: {code}; " for role, code in colors.items() if str(code).startswith("#"))


def page(evidence: Evidence, report: Report) -> str:
    """Write the whole page, for a run opened with naming="trained"."""
    run = evidence.run
    compared = is_papers_recipe(run.config)
    dark = f"@media (prefers-color-scheme: dark) {{ :root {{ {variables(DARK)} }} }}"
    style = f":root {{ {variables(LIGHT)} }} {dark}{STYLE}"
    recipe = run.config
    described = (
        f"{recipe.operation} mod {recipe.p}, {percent(recipe.fraction)} of the pairs, seed {recipe.seed}, "
        f"weight decay {recipe.weight_decay:g}, {recipe.steps:,} steps"
    )
    parts = [
        f"<h1>{escape(report.headline)}</h1><p class='dim'>{escape(described)}. {NAMES_NOTE}</p>",
        training_figures(evidence, compared),
        spectrum_figures(evidence),
        cluster_figures(evidence, compared),
        attention_figures(evidence),
        f"<h2>All numbers</h2><p class='dim'>{escape(TOLERANCES) if compared else ''}</p>",
        table(report.rows, compared),
    ]
    head = f"<meta charset='utf-8'><title>Report on {escape(run.folder.name)}</title><style>{style}</style>"
    head += "<meta name='viewport' content='width=device-width'>"
    body = "".join(parts)
    return f"<!doctype html><html lang='en'><head>{head}</head><body><main>{body}</main></body></html>\n"


NAMES_NOTE = "Frequencies are in the names the network was trained with. Losses are in nats."
PAPER_NOTE = "Dashed: the paper's run, digitized from its figures (Nanda et al. 2023, arXiv 2301.05217)."


def figure(plot: str, caption: str = "") -> str:
    """Put a plot on a panel, with a caption if given."""
    return f"<figure>{plot}{f'<figcaption>{escape(caption)}</figcaption>' if caption else ''}</figure>"


def training_figures(evidence: Evidence, compared: bool) -> str:
    """Plot losses and weights over training with the phases marked, or say why there are none."""
    run = evidence.run
    title = "<h2>Training</h2>"
    try:
        history, dynamics, times = run.history, evidence.training.dynamics, evidence.training.timeline
    except NoHistoryError as error:
        return f"{title}<p>{escape(str(error))}</p>"
    events = [(times.memorization_ends, "memorization ends"), (times.cleanup_starts, "cleanup starts")]
    marks = [Mark(step, f"{words} at {step:,}") for step, words in events if step is not None]
    losses = [
        Line(history.step, history.train_loss, "train", "train"),
        Line(history.step, history.test_loss, "test", "test"),
    ]
    if dynamics.frequencies:
        losses += [
            Line(dynamics.step, dynamics.restricted, "restricted", "restricted"),
            Line(dynamics.step, dynamics.excluded, "excluded", "excluded"),
            Line(dynamics.step, dynamics.excluded_every, "dim", "every wave excluded"),
        ]
    squares = [Line(dynamics.step, dynamics.sum_of_squares, "accent", "all weights")]
    if compared:
        under = {"train": "train_loss", "test": "test_loss", "restricted": "restricted", "dim": "excluded"}
        losses += [paper_line(run, name, role) for role, name in under.items() if any(role == o.role for o in losses)]
        squares.append(paper_line(run, "sum_of_squares", "accent"))
    note = PAPER_NOTE if compared else ""
    loss_plot = line_chart(losses, marks, WIDE, 470, "loss", "Losses along training", log=True)
    square_plot = line_chart(
        squares, marks, WIDE, 300, "sum of squared weights", "Sum of squared weights along training"
    )
    return (
        title
        + figure(loss_plot, f"{LOSS_NOTE} {note} {PAPER_EXCLUDED if compared else ''}")
        + figure(square_plot, note)
    )


LOSS_NOTE = (
    "Restricted: all inputs, of the logits only the key frequencies' waves of x + y kept. Excluded: the training "
    "inputs, those waves taken out, or those of every frequency."
)
PAPER_EXCLUDED = "Its curve of the excluded loss is met by taking out every wave."


def paper_line(run: Run, name: str, role: str) -> Line:
    """Return one of the paper's curves, cut at this run's last step."""
    vertices = curves()[name]
    vertices = vertices[vertices[:, 0] <= run.config.steps]
    return Line(vertices[:, 0], vertices[:, 1], role, name, under=True)


def spectrum_figures(evidence: Evidence) -> str:
    """Plot the Fourier norms of the embedding and of the neuron–logit map."""
    keys, found = evidence.run.key_frequencies, evidence
    embedding = bar_chart(
        found.embedding_spectrum, keys, (HALF - 36, 240), "norm of W_E by frequency", "Spectrum of W_E"
    )
    mapped = bar_chart(found.logit_map.spectrum, keys, (HALF - 36, 240), "norm of W_L = W_Uᵀ W_out", "Spectrum of W_L")
    return f"<h2>Spectra</h2><div class='pair'>{figure(embedding)}{figure(mapped)}</div>"


def cluster_figures(evidence: Evidence, compared: bool) -> str:
    """Plot how many neurons each frequency has, and how pure its output waves are."""
    clusters, waves = evidence.clusters, evidence.wave_fve
    outside = evidence.run.config.d_mlp - sum(map(len, clusters.values()))
    names, ours = [*(f"k = {k}" for k in clusters), "none"], [*map(len, clusters.values()), outside]
    paper = [*(NUMBERS["clusters"].get(k, 0) for k in clusters), NUMBERS["unclustered"]] if compared else []
    bars = figure(
        pair_bars(names, ours, paper, HALF - 36, "Neurons by frequency"), "Neurons by frequency (FVE ≥ 0.85)."
    )
    if not waves:
        return f"<h2>Neurons and logits</h2><div class='pair'>{bars}</div>"
    labels = [f"{letter} of {k}" for k in waves for letter in "uv"] + ["logits"]
    shares = [share for pair in waves.values() for share in pair] + [evidence.logit_fit.fve]
    theirs = [NUMBERS["uv_fve"].get(k, (None, None))[i] for k in waves for i in (0, 1)] + [NUMBERS["logit_fve"]]
    low = min(LOWEST_SHARE, np.floor(min(shares) * 10) / 10)
    dots = pair_dots(labels, shares, theirs if compared else [None] * len(shares), low, HALF - 36, "Variance explained")
    caption = "Variance that cos and sin k(x + y) explain of u·h and v·h (table 1), and cos k(x + y − c) of the logits."
    rings = " Rings: the paper's." if compared else ""
    return f"<h2>Neurons and logits</h2><div class='pair'>{bars}{figure(dots, caption + rings)}</div>"


def attention_figures(evidence: Evidence) -> str:
    """Plot each head's attention to x by frequency of x and y."""
    plots = []
    for index, head in enumerate(evidence.heads):
        label = f"head {index}: share of variance of its attention to x"
        plot = bar_chart(head.spectrum, [head.frequency], (HALF - 36, 200), label, label, highest=1.15)
        plots.append(figure(plot, f"From “=” to “=” {percent(head.equals, 2)}."))
    return f"<h2>Attention</h2><div class='pair'>{''.join(plots)}</div>"


def table(rows: list[Row], compared: bool) -> str:
    """Write a table of all rows with their reasons, section by section."""
    lines: list[str] = []
    for section, members in groupby(rows, key=lambda row: row.section):
        paper = "<th class='number'>paper</th>" if compared else ""
        lines.append(f"<tr><th>{escape(section)}</th><th class='number'>this run</th>{paper}<th></th></tr>")
        for row in members:
            mark = " parts" if row.parts else ""
            cells = f"<td class='name'>{escape(row.name)}</td><td class='number{mark}'>{escape(row.ours)}</td>"
            cells += f"<td class='number'>{escape(row.paper)}</td>" if compared else ""
            lines.append(f"<tr>{cells}<td class='reason'>{escape(row.reason)}</td></tr>")
    return f"<table>{''.join(lines)}</table>"
