"""The report, and the claims it makes of the reference run beside the paper's numbers."""

from __future__ import annotations

import json
import re
import shutil
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result
from threadpoolctl import threadpool_info, threadpool_limits

import cli
from tests.clockwork import clockwork
from tests.conftest import REFERENCE, evidence_of
from transparent_box.model.analysis.diagonals import diagonal_means
from transparent_box.model.config import Config
from transparent_box.model.paper.numbers import NUMBERS, curves, is_papers_recipe, value_at
from transparent_box.model.paper.reasons import degree_two_reason, unclustered_reason
from transparent_box.model.paper.report import Report, report
from transparent_box.model.runs.evidence import Evidence
from transparent_box.model.runs.run import Run
from transparent_box.model.storage import RunError, write_json
from transparent_box.scenes.look.axis import Axis
from transparent_box.scenes.output.report.plots import LETTER, Mark, mark_lines, spread_labels, thin_points
from transparent_box.scenes.output.report.svg import SMALL, Scale, even_scale

KEYS = (
    *("key_frequencies", "loss", "restricted_loss", "excluded_loss", "excluded_loss_per_frequency", "clusters"),
    *("unclustered", "logit_fve", "W_L_residual", "sum_of_squares", "uv_fve", "neuron_fve", "memorized_at"),
    *("generalized_at", "phases", "phase_alignment", "xy_share", "paper"),
)


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return Evidence(Run(REFERENCE, naming="trained"))


@pytest.fixture(scope="module")
def of_reference(evidence: Evidence) -> Report:
    return report(evidence)


@pytest.fixture
def measured_once(evidence: Evidence, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the command take what was measured of the reference run before; what runs it opens is tested elsewhere."""

    def measured(run: Run) -> Evidence:
        assert (run.folder, run.naming) == (evidence.run.folder, evidence.run.naming)
        return evidence

    monkeypatch.setattr("transparent_box.model.runs.evidence.Evidence", measured)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.main, list(arguments), prog_name="cli.py")


def test_key_frequencies_and_headline(of_reference: Report) -> None:
    assert of_reference.values["key_frequencies"] == NUMBERS["key_frequencies"]
    assert "14, 35, 41, 42, 52, as in the paper" in of_reference.headline


def test_converged_losses_are_the_papers(of_reference: Report) -> None:
    values = of_reference.values
    for side, expected in NUMBERS["loss"].items():
        assert values["loss"][side] == pytest.approx(expected, rel=0.15), side
    assert values["restricted_loss"] == pytest.approx(NUMBERS["restricted_loss"], rel=0.05)
    assert values["excluded_loss"] == pytest.approx(NUMBERS["excluded_loss"], rel=0.05)
    assert values["excluded_loss_every_frequency"] == pytest.approx(NUMBERS["excluded_loss"], rel=0.01)
    for k, expected in NUMBERS["excluded_loss_per_frequency"].items():
        assert values["excluded_loss_per_frequency"][k] == pytest.approx(expected, rel=0.03), k
    assert values["logit_fit_loss"] == pytest.approx(NUMBERS["logit_fit_loss"], rel=0.1)


def test_table_one_and_the_logits_are_the_papers(of_reference: Report) -> None:
    for k, expected in NUMBERS["uv_fve"].items():
        assert of_reference.values["uv_fve"][k] == pytest.approx(expected, abs=0.006), k
    assert of_reference.values["logit_fve"] == pytest.approx(NUMBERS["logit_fve"], abs=0.02)
    assert of_reference.values["W_L_residual_squared"] == pytest.approx(NUMBERS["W_L_residual"], rel=0.02)


def test_clusters_are_the_papers_or_a_reason_is_given(of_reference: Report) -> None:
    for k, expected in NUMBERS["clusters"].items():
        far = abs(of_reference.values["clusters"][k] - expected) > 15
        assert far == (f"neurons of {k}" in of_reference.values["reasons"]), k
    reason = of_reference.values["reasons"]["neurons of 52"]
    assert "Thresholds from 0.75 to 0.95" in reason and "within 2% of the paper's" in reason


def test_splitting_a_neuron_changes_nothing_but_the_count(reference: Run) -> None:
    """What the report gives as the reason: two halves at 1/√2 of the weights, the same function, the same squares."""
    from transparent_box.model.transformer import Weights, forward

    w = reference.weights.to_dict()
    half = 2**-0.5
    doubled = {
        "W_in": np.concatenate([w["W_in"][:-1], w["W_in"][-1:] * half, w["W_in"][-1:] * half]),
        "b_in": np.concatenate([w["b_in"][:-1], w["b_in"][-1:] * half, w["b_in"][-1:] * half]),
        "W_out": np.concatenate([w["W_out"][:, :-1], w["W_out"][:, -1:] * half, w["W_out"][:, -1:] * half], axis=1),
    }
    x = np.arange(reference.p)
    split = forward(Weights(**(w | doubled)), x, x).logits
    assert np.abs(split - forward(reference.weights, x, x).logits).max() < 1e-3
    for name, array in doubled.items():
        assert np.square(array).sum() == pytest.approx(np.square(w[name]).sum(), rel=1e-5)


def test_weights_heads_and_ablations_are_the_papers(of_reference: Report) -> None:
    values = of_reference.values
    for name, expected in NUMBERS["sum_of_squares"].items():
        assert values["sum_of_squares"][name] == pytest.approx(expected, rel=0.02), name
    for ours, theirs in zip(values["heads"], NUMBERS["heads"], strict=True):
        assert ours["frequency"] == theirs["frequency"]
        assert ours["fve"] == pytest.approx(theirs["fve"], abs=0.006)
    assert 0.0009 < min(values["attention_to_equals"]) < max(values["attention_to_equals"]) < 0.005
    for name in ("skip_zeroed", "skip_mean", "frequencies_only"):
        assert values["ablations"][name] == pytest.approx(NUMBERS["ablations"][name], rel=0.15), name


def test_curves_along_training_are_the_papers(reference: Run) -> None:
    """Excluded loss with every wave taken out; before the late frequencies part the two runs, within a factor 1.35."""
    dynamics, theirs = evidence_of(reference).training.dynamics, curves()
    for step in (500, 1300, 2900, 5100, 40_000):
        at = int(np.flatnonzero(dynamics.step == step)[0])
        assert dynamics.excluded_every[at] == pytest.approx(value_at(theirs["excluded"], step), rel=0.2), step
        assert dynamics.restricted[at] == pytest.approx(value_at(theirs["restricted"], step), rel=0.35), step
        assert dynamics.sum_of_squares[at] == pytest.approx(value_at(theirs["sum_of_squares"], step), rel=0.05), step
        assert dynamics.excluded[at] <= dynamics.excluded_every[at] * 1.05


def test_times_are_the_papers_loosely(of_reference: Report) -> None:
    values = of_reference.values
    assert values["memorized_at"] == pytest.approx(NUMBERS["memorized_at"], rel=0.5)
    assert values["generalized_at"] == pytest.approx(NUMBERS["generalized_at"], rel=0.25)
    for name, step in NUMBERS["phases"].items():
        assert values["phases"][name] == pytest.approx(step, rel=0.25), name


def test_the_wiring_adds_angles(of_reference: Report, reference: Run) -> None:
    """Claims of the film: one phase for x and y, ψ = φx + φy, and what leaves the MLP runs along x + y."""
    assert min(of_reference.values["phase_alignment"].values()) > 0.99
    found = evidence_of(reference)
    clustered = np.concatenate(list(found.clusters.values()))
    assert np.median(np.abs(found.phases.difference[clustered])) < 0.005
    shares = of_reference.values["xy_share"]
    assert shares["mlp_pre_median"] < 0.05 < shares["mlp_post_median"] < 0.3 < 0.95 < shares["mlp_out_median"]
    for k, four in found.quarters.items():
        assert found.quarter_turns(k).share_sum > 0.9 and four.shares.max() < 0.25, k
        assert np.sign(four.weights).tolist() == [1, -1, 1, -1]
        assert found.gatherings[k].shares[-1] > 0.9
    for pair in found.product_pairs.values():
        assert pair.shares[0, 0] > 0.15 and pair.shares[1, 3] > 0.15
        assert np.sign(pair.weights).tolist() == [1, -1]
    assert diagonal_means(found.logits).argmax(axis=0).tolist() == list(range(reference.p)), "each on its own line"


def test_probes_hold_on_tokens_they_were_not_fitted_to(of_reference: Report) -> None:
    for k, found in of_reference.values["probes"].items():
        assert 0.9 < found["held_out_r2"] <= 1 and found["r2"] > 0.95, k


def test_a_probe_reads_y_as_it_reads_x_up_to_a_constant(reference: Run) -> None:
    from transparent_box.model.analysis.probes import read
    from transparent_box.model.transformer import token_rows

    at_x, at_y, _ = token_rows(reference.weights)
    for pair in reference.probes.values():
        for probe in pair.values():
            parts = (read(rows, probe.columns, probe.weights, probe.intercept) for rows in (at_x, at_y))
            assert np.ptp(np.subtract(*parts)) < 1e-5


@pytest.mark.usefixtures("measured_once")
def test_json_is_pure_and_has_its_keys(of_reference: Report) -> None:
    result = run("report", "--json")
    assert result.exit_code == 0 and result.stderr == ""
    values = json.loads(result.stdout)
    assert set(KEYS) <= set(values)
    assert values["clusters"].keys() == {"14", "35", "41", "42", "52"} == values["excluded_loss_per_frequency"].keys()
    assert set(values["loss"]) == {"all", "train", "test"} and set(values["neuron_fve"]) == {"mean", "median"}
    assert "total" in values["sum_of_squares"] and "mlp_out_median" in values["xy_share"]
    assert values["paper"]["unclustered"] == 79 and set(values["paper"]) <= set(values)
    assert values["restricted_loss"] == pytest.approx(of_reference.values["restricted_loss"], rel=1e-6)


def test_every_parting_number_has_a_reason(of_reference: Report) -> None:
    parting = [row for row in of_reference.rows if row.parts]
    assert parting and all(row.reason for row in parting)
    assert sum(bool(row.paper) for row in of_reference.rows) > 50


def test_where_every_neuron_has_a_cluster_there_is_none_without(tmp_path: Path) -> None:
    """The very row that asks for a reason: none here beside the paper's 79."""
    assert unclustered_reason(Evidence(clockwork(tmp_path / "run"))) == "Every neuron has a cluster here."


def test_the_papers_neurons_are_counted(reference: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "and 433 in the paper" in degree_two_reason(evidence_of(reference))
    monkeypatch.setitem(NUMBERS, "clusters", {14: 2, 35: 3})
    assert "and 5 in the paper" in degree_two_reason(evidence_of(reference))


@pytest.mark.usefixtures("measured_once")
def test_the_table_says_it_all(of_reference: Report) -> None:
    result = run("report")
    assert result.exit_code == 0
    words = " ".join(result.stdout.split())
    for row in of_reference.rows:
        assert f"{row.name} {row.ours} {row.paper}".strip() in words, row.name


def test_a_run_that_has_not_grokked_gets_an_honest_report(toy_folder: Path, tmp_path: Path) -> None:
    result = run("report", str(toy_folder))
    assert result.exit_code == 0 and "No key frequencies" in result.stdout and "paper" not in result.stdout
    values = json.loads(run("report", str(toy_folder), "--json").stdout)
    assert values["key_frequencies"] == [] and values["clusters"] == {} and values["generalized_at"] is None
    page = tmp_path / "report.html"
    assert run("report", str(toy_folder), "--html", str(page)).stdout == f"{page}\n"
    assert "No key frequencies" in page.read_text(encoding="utf-8")


def test_a_page_gets_its_ending_and_is_written_over_nothing_else(toy_folder: Path, tmp_path: Path) -> None:
    scene = tmp_path / "my_scene.py"
    scene.write_text("mine", encoding="utf-8")
    found = run("report", str(toy_folder), "--html", str(scene))
    assert found.exit_code == 2 and f"{scene} does not end in .html." in found.stderr and scene.read_text() == "mine"
    assert run("report", str(toy_folder), "--html", str(tmp_path / "page")).stdout == f"{tmp_path / 'page.html'}\n"
    for other in (tmp_path, "/dev/null"):
        assert run("report", str(toy_folder), "--html", str(other)).exit_code == 1
    assert {path.name for path in tmp_path.iterdir()} == {"my_scene.py", "page.html"}


def test_a_report_is_computed_on_one_thread(toy_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two, beside other work, took three times as long."""

    def looked_at(evidence: Evidence) -> Report:
        raise RunError(" ".join(str(pool["num_threads"]) for pool in threadpool_info()))

    monkeypatch.setattr("transparent_box.model.paper.report.report", looked_at)
    with threadpool_limits(2):
        told = run("report", str(toy_folder), "--json").stderr
    assert set(told.split()) == {"Error:", "1"}, told


def test_an_unmeasured_run_is_one_sentence(toy_folder: Path, tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    shutil.copytree(toy_folder, raw)
    metadata = json.loads((raw / "config.json").read_text())
    del metadata["measured"]
    write_json(raw / "config.json", metadata)
    result = run("report", str(raw), "--json")
    assert result.exit_code == 1 and "cli.py measure" in result.stderr and result.stdout == ""


@pytest.mark.usefixtures("measured_once")
def test_the_page_needs_nothing_else_and_its_plots_are_whole(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    result = run("report", "--html", str(path), "--json")
    assert result.exit_code == 0 and json.loads(result.stdout)
    page = path.read_text(encoding="utf-8")
    assert not re.search(r"(src|href)=|@import|url\(|<script", page)
    plots = [ElementTree.fromstring(found) for found in re.findall(r"<svg.*?</svg>", page, flags=re.S)]
    assert len(plots) == 2 + 2 + 2 + 4
    for plot in plots:
        width, height = float(plot.get("width", 0)), float(plot.get("height", 0))
        for text in plot.iter("text"):
            assert float(text.get("font-size", 0)) >= 12
            assert 0 <= float(text.get("x", -1)) <= width and 0 <= float(text.get("y", -1)) <= height
            if text.get("text-anchor") == "start" and plot.find("polyline") is not None:
                end = float(text.get("x", 0)) + len(text.text or "") * float(text.get("font-size", 0)) * LETTER
                assert end <= width, "also where the system's serifs are wide"
        for line in plot.iter("polyline"):
            points = np.array([pair.split(",") for pair in line.get("points", "").split()], dtype=float)
            assert len(points) > 10 and np.isfinite(points).all()
            assert (points >= 0).all() and (points[:, 0] <= width).all() and (points[:, 1] <= height).all()
    assert all(name in page for name in ("restricted", "every wave excluded", "memorization ends at", "head 3"))
    assert page.count("stroke-dasharray") >= 5 + 6


def test_axes_place_and_tick() -> None:
    log, plain = Scale(Axis(1e-8, 1e2, True, ""), 400, 0), even_scale(0, 40_000, 0, 800)
    assert log.place(np.array([1e-8, 1e-3, 1e2, 1e5])) == pytest.approx([400, 200, 0, 0])
    assert plain.ticks() == [(value, f"{value:,}") for value in (0, 10_000, 20_000, 30_000, 40_000)]
    assert [numeral for _, numeral in log.ticks()] == ["10⁻⁸", "10⁻⁶", "10⁻⁴", "0.01", "1", "100"]


def test_labels_are_spread_in_order_and_lines_thinned_to_their_extremes() -> None:
    placed = spread_labels([100, 101, 300, 99], 10)
    assert placed[3] < placed[0] < placed[1] < placed[2] == 300
    assert np.diff(sorted(placed)[:3]) == pytest.approx([10, 10])
    points = np.column_stack([np.linspace(0, 10, 5000), np.sin(np.linspace(0, 900, 5000))])
    kept = thin_points(points)
    assert len(kept) < 100 and kept[:, 1].max() == points[:, 1].max() and kept[:, 1].min() == points[:, 1].min()


def test_a_marks_name_stays_clear_of_the_next_mark() -> None:
    """The lower of two names ends before the next line begins; a line ends below its own name."""
    x, y = even_scale(0, 100, 0, 800), even_scale(0, 1, 300, 60)
    marks = [Mark(60, "near"), Mark(20, "a long name that reaches far"), Mark(30, "next")]
    drawn = ElementTree.fromstring(f"<svg>{''.join(mark_lines(marks, x, y))}</svg>")
    heights = {text.text: float(text.get("y", 0)) for text in drawn.iter("text")}
    assert heights["a long name that reaches far"] < heights["next"] - SMALL
    assert heights["next"] == heights["near"] < y.end
    tops = [float(line.get("y2", 0)) for line in drawn.iter("line")]
    assert tops[1] > heights["a long name that reaches far"], "the next line does not cross it"


def test_only_the_papers_recipe_is_compared() -> None:
    assert is_papers_recipe(Config()) and is_papers_recipe(Config(loss_precision="float32", steps=100))
    assert not is_papers_recipe(Config(seed=1)) and not is_papers_recipe(Config(p=59))
