"""The line-wrapping network: its documents, its forward pass, its training, the measures of its curves."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

import cli
from transparent_box.model.config import ConfigError
from transparent_box.model.linebreak.curves import components, cosines, lag_profile, nearest, offset, rings, turns
from transparent_box.model.linebreak.documents import (
    LENGTHS,
    LONGEST,
    NEWLINE,
    WIDTHS,
    WORDS_PER_LENGTH,
    Documents,
    draw,
    length_shares,
    word_length,
)
from transparent_box.model.linebreak.network import Weights, decide, normed, question, streams, weight_shapes
from transparent_box.model.linebreak.pack import pack
from transparent_box.model.linebreak.probes import fit
from transparent_box.model.linebreak.readings import analysis_documents, read
from transparent_box.model.linebreak.recipe import Recipe
from transparent_box.model.linebreak.report import report
from transparent_box.model.linebreak.run import LinebreakRun
from transparent_box.model.linebreak.task import area, newlines, room_error
from transparent_box.model.storage import RunError, read_arrays, read_json, write_arrays, write_json

SMALL = Recipe(steps=120, documents=16, d_model=24, d_head=8, n_counting=2, n_boundary=2, d_mlp=32, warmup_steps=20)


def some_documents(n: int = 400, seed: int = 5) -> Documents:
    rng = np.random.default_rng(seed)
    return draw(rng, rng.choice(WIDTHS, n))


def random_weights(recipe: Recipe = SMALL) -> Weights:
    rng = np.random.default_rng(1)
    return Weights(**{name: rng.standard_normal(shape) / 3 for name, shape in weight_shapes(recipe).items()})


def line_of(tokens: np.ndarray) -> str:
    return " ".join("x" * int(length) for length in word_length(tokens))


def test_line_1_is_exactly_as_wide_as_it_says() -> None:
    documents = some_documents()
    for width, tokens, words in zip(documents.width, documents.first, documents.first_words, strict=True):
        assert tokens[0] == NEWLINE == tokens[words + 1]
        assert NEWLINE not in tokens[1 : words + 1]
        assert len(line_of(tokens[1 : words + 1])) == width


def test_line_2_holds_as_many_words_as_fit() -> None:
    documents = some_documents()
    for row in range(len(documents.width)):
        words = documents.second_words[row]
        line = line_of(documents.second[row, 1 : words + 1])
        assert documents.second[row, 0] == NEWLINE
        assert len(line) <= documents.width[row] < len(line) + 1 + documents.next_length[row, words]


def test_questions_are_those_of_a_text_editor() -> None:
    documents = some_documents(60)
    places = documents.places
    assert len(places.count) == documents.second_words.sum()
    for s in range(0, len(places.count), 7):
        row, column = places.document[s], places.column[s]
        line = line_of(documents.second[row, 1 : column + 1])
        assert places.count[s] == len(line)
        assert places.left[s] == documents.width[row] - len(line)
        fits = [len(f"{line} {'x' * letters}") <= documents.width[row] for letters in range(1, 15)]
        assert places.fits[s].tolist() == fits
        assert places.room[s] == sum(fits)
        if column < documents.second_words[row]:
            assert places.next_length[s] == word_length(documents.second[row, column + 1])


def test_words_are_as_frequent_as_in_running_english() -> None:
    documents = some_documents(4000)
    lengths = word_length(documents.second[documents.asked])
    assert (length_shares() * LENGTHS).sum() == pytest.approx(4.78, abs=0.01)
    assert (documents.next_length[:, 0] == word_length(documents.second[:, 1])).all()
    free = np.bincount(documents.next_length[:, 0], minlength=LONGEST + 1)[1:] / 4000
    assert free == pytest.approx(length_shares(), abs=0.025)
    same_length = documents.second[documents.asked][lengths == 3]
    assert np.bincount(same_length - 2 * WORDS_PER_LENGTH).min() > 0.7 * len(same_length) / WORDS_PER_LENGTH


def test_documents_follow_from_their_seed() -> None:
    again, other = some_documents(seed=5), some_documents(seed=6)
    assert np.array_equal(some_documents(seed=5).first, again.first)
    assert again.first.shape != other.first.shape or not np.array_equal(again.first, other.first)


def slow_logits(weights: Weights, first: np.ndarray, second: np.ndarray, width_column: int) -> np.ndarray:
    """The same network as a sequence model over one document, token by token, head by head: (words of line 2, 14)."""

    def softmax(scores: np.ndarray) -> np.ndarray:
        return np.exp(scores - scores.max()) / np.exp(scores - scores.max()).sum()

    def after_counting(token: int, seen: np.ndarray) -> np.ndarray:
        heads, sees = [], [normed(weights.W_E[other]) for other in seen]
        for W_Q, W_K, W_V in zip(weights.W_Q, weights.W_K, weights.W_V, strict=True):
            query = W_Q @ normed(weights.W_E[token])
            pattern = softmax(np.array([query @ (W_K @ key) for key in sees]) / np.sqrt(len(query)))
            heads.append(sum(share * (W_V @ value) for share, value in zip(pattern, sees, strict=True)))
        residual = weights.W_E[token] + weights.W_O @ np.concatenate(heads)
        pre = weights.W_in @ normed(residual) + weights.b_in
        hidden = 0.5 * pre * (1 + np.tanh(np.sqrt(2 / np.pi) * (pre + 0.044715 * pre**3)))
        return normed(residual + weights.W_out @ hidden + weights.b_out)

    width = after_counting(first[width_column], first[: width_column + 1])
    found = []
    for column in range(1, len(second)):
        place, mixed = after_counting(second[column], second[: column + 1]), []
        for head in range(len(weights.sink)):
            query = weights.boundary_Q[head] @ place + weights.boundary_b[head]
            score = query @ (weights.boundary_K[head] @ width) / np.sqrt(len(query))
            mixed.append(softmax(np.array([score, weights.sink[head]]))[0] * (weights.boundary_V[head] @ width))
        found.append(weights.W_U @ (place + weights.boundary_O @ np.concatenate(mixed)) + weights.b_U)
    return np.array(found)


@pytest.mark.parametrize("last_word", [False, True])
def test_the_network_is_the_textbooks(last_word: bool) -> None:
    documents, weights = some_documents(12), random_weights()
    asked = question(documents, np.full(12, last_word))
    logits = decide(weights, *streams(weights, asked), asked.document).logits
    for row in (0, 5, 11):
        words, column = documents.second_words[row], documents.first_words[row] + (not last_word)
        expected = slow_logits(weights, documents.first[row], documents.second[row, : words + 1], column)
        assert logits[asked.document == row] == pytest.approx(expected, abs=1e-9)


def test_padding_and_portions_change_nothing() -> None:
    documents, weights = some_documents(700), random_weights()
    readings, asked = read(weights, documents), question(documents)
    place, width = streams(weights, asked)
    assert readings.place_stream == pytest.approx(place, abs=1e-9)
    assert readings.width_stream == pytest.approx(width, abs=1e-9)


def helix(values: np.ndarray, period: float = 30.0) -> np.ndarray:
    """A curve in six dimensions whose cosines depend on differences alone."""
    waves = [wave(2 * np.pi * k * values / period) for k in (1, 2, 3) for wave in (np.cos, np.sin)]
    return np.stack(waves, axis=1) @ np.linalg.qr(np.random.default_rng(3).standard_normal((16, 6)))[0].T


def test_a_known_offset_is_found() -> None:
    """Widths laid down 7 short of the counts that they should meet: 70 lies at 63's place, so counts look 7 on."""
    counts, widths = np.arange(20, 50), np.arange(30, 60)
    among = np.arange(25, 49)
    found = cosines(helix(counts), helix(widths - 7.0))
    assert (nearest(found, widths)[counts == 30], nearest(found, widths)[counts == 45]) == (37, 52)
    read_off = offset(found, counts, widths, among)
    assert (read_off.median, read_off.iqr) == (7.0, 0.0)
    assert read_off.cosine == pytest.approx(1.0)


def test_turns_and_rings_of_known_curves() -> None:
    angles = np.linspace(0, 2.5 * 2 * np.pi, 200)
    assert turns(np.stack([np.cos(angles), -np.sin(angles)], axis=1)) == pytest.approx(2.5)
    whole = np.arange(80)
    circle = np.stack([np.cos(2 * np.pi * whole / 40), np.sin(2 * np.pi * whole / 40)], axis=1)
    profile = lag_profile(circle)
    assert profile == pytest.approx(np.cos(2 * np.pi * whole / 40), abs=1e-9)
    found = rings(profile)
    assert found.first_zero == pytest.approx(10.0, abs=1e-6)
    assert (found.trough_lag, found.crest_lag) == (20, 40)
    line = rings(lag_profile(np.outer(np.arange(96.0), [1.0, 2.0])))
    assert line.crest < 0.2


def test_components_are_ordered_shares_of_variance() -> None:
    points = np.random.default_rng(0).standard_normal((500, 3)) * [3.0, 2.0, 1.0] + 7
    found = components(points)
    assert found.shares == pytest.approx([9 / 14, 4 / 14, 1 / 14], abs=0.04)
    assert found.of(points, 3).var(axis=0).sum() == pytest.approx(points.var(axis=0).sum())
    assert found.inside(points, 3) == pytest.approx(1.0)
    assert found.inside(points * [0.0, 0.0, 1.0], 2) < 0.05


def test_area_is_the_chance_of_the_right_order() -> None:
    rng = np.random.default_rng(0)
    positive, score = rng.random(300) < 0.3, rng.integers(0, 9, 300).astype(float)
    pairs = score[positive][:, None] - score[~positive][None, :]
    assert area(score, positive) == pytest.approx(((pairs > 0) + 0.5 * (pairs == 0)).mean())


def test_a_probe_finds_what_is_there() -> None:
    rng, values = np.random.default_rng(0), np.arange(20, 40)
    labels = rng.choice(values, 4000)
    found = fit(10 * helix(labels) + rng.standard_normal((4000, 16)), labels, values)
    assert found.error < 0.5
    assert components(found.weights).shares[:6].sum() > 0.9


def trained(recipe: Recipe, folder: Path, **options: Any) -> dict[str, bytes]:
    from transparent_box.model.linebreak.train import train

    train(recipe, folder, **options)
    arrays = read_arrays(folder / "checkpoints" / f"step_{recipe.steps:08d}.safetensors")
    return {name: array.tobytes() for name, array in arrays.items()}


def test_two_hundred_steps_learn_something(tmp_path: Path) -> None:
    trained(Recipe(steps=200, documents=64), tmp_path / "run")
    history = read_arrays(tmp_path / "run" / "history.safetensors")
    assert history["step"].tolist() == [*range(0, 200, 20), 199]
    assert history["loss"][0] > 0.65 and history["loss"][-3:].mean() < 0.5
    assert not (tmp_path / "run" / "state.safetensors").exists()


def test_training_and_measuring_share_one_forward_pass(tmp_path: Path) -> None:
    import torch

    from transparent_box.model.linebreak.train import batch_of, initial_weights, loss_of

    weights, batch = initial_weights(SMALL), batch_of(SMALL, 3)
    asked = type(batch.asked)(**{name: tensor.numpy() for name, tensor in vars(batch.asked).items()})
    numpy_weights = Weights(**{name: tensor.numpy() for name, tensor in weights.to_dict().items()})
    place, width = streams(numpy_weights, asked)
    found = decide(numpy_weights, place + batch.place_noise.numpy(), width + batch.width_noise.numpy(), asked.document)
    with torch.no_grad():
        assert loss_of(weights, batch)[1].numpy() == pytest.approx(found.logits, abs=1e-4)


def test_a_run_follows_from_its_seed_and_resumes_to_the_same_bits(tmp_path: Path) -> None:
    whole = trained(SMALL, tmp_path / "whole")

    def interrupt(row: tuple[float, ...]) -> None:
        if row[0] == 80:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        trained(SMALL, tmp_path / "broken", on_history=interrupt)
    assert trained(SMALL, tmp_path / "broken", resume=True) == whole
    assert trained(SMALL, tmp_path / "broken", resume=True) == whole, "a finished run resumes to itself"
    for column in ("step", "loss", "accuracy"):
        histories = [read_arrays(tmp_path / name / "history.safetensors")[column] for name in ("whole", "broken")]
        assert np.array_equal(histories[0], histories[1]), column


def test_one_that_was_killed_in_its_first_moment_goes_on(tmp_path: Path) -> None:
    from transparent_box.model.linebreak.train import begin, fresh_state

    begin(SMALL, tmp_path / "begun", fresh_state(SMALL))
    assert {path.name for path in (tmp_path / "begun").iterdir()} == {"config.json", "hashes.json"}
    assert trained(SMALL, tmp_path / "begun", resume=True) == trained(SMALL, tmp_path / "whole")


@pytest.mark.parametrize("resume", [False, True])
def test_what_others_have_put_somewhere_is_not_written_over(resume: bool, tmp_path: Path) -> None:
    (tmp_path / "history.safetensors").write_text("kept")
    with pytest.raises(
        RunError, match=r"holds history\.safetensors, but no config\.json of a run: choose another --out"
    ):
        trained(SMALL, tmp_path, resume=resume)
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("history.safetensors", "kept")]


@pytest.fixture(scope="module")
def stopped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A training that was stopped after step 80."""

    def interrupt(row: tuple[float, ...]) -> None:
        if row[0] == 80:
            raise KeyboardInterrupt

    folder = tmp_path_factory.mktemp("stopped") / "run"
    with pytest.raises(KeyboardInterrupt):
        trained(SMALL, folder, on_history=interrupt)
    return folder


def test_a_run_that_goes_on_is_not_measured_any_more(stopped: Path, tmp_path: Path) -> None:
    """From its first new checkpoint on, and not only when it is saved next."""

    def kill(row: tuple[float, ...]) -> None:
        raise MemoryError

    folder = tmp_path / "run"
    shutil.copytree(stopped, folder)
    write_json(folder / "config.json", read_json(folder / "config.json") | {"measured": None})
    with pytest.raises(MemoryError):
        trained(SMALL, folder, resume=True, on_history=kill)
    assert "measured" not in read_json(folder / "config.json")


def ahead(arrays: dict[str, Any]) -> None:
    arrays["step"] = np.array(100)


def without_moments(arrays: dict[str, Any]) -> None:
    del arrays["exp_avg.W_E"]


def not_finite(arrays: dict[str, Any]) -> None:
    arrays["exp_avg_sq.W_E"] = arrays["exp_avg_sq.W_E"] * np.nan


def negative(arrays: dict[str, Any]) -> None:
    arrays["exp_avg_sq.W_E"] = -arrays["exp_avg_sq.W_E"]


def of_twice_the_size(arrays: dict[str, Any]) -> None:
    arrays["exp_avg.W_E"] = arrays["exp_avg.W_E"].astype(np.float64)


def complex_weights(arrays: dict[str, Any]) -> None:
    arrays["W_E"] = arrays["W_E"].astype(np.complex64)


def half_a_step(arrays: dict[str, Any]) -> None:
    arrays["step"] = np.array(79.5)


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (ahead, "is at step 100"),
        (without_moments, "holds no 'exp_avg.W_E'"),
        (not_finite, "damaged 'exp_avg_sq.W_E'"),
        (negative, "damaged 'exp_avg_sq.W_E'"),
        (of_twice_the_size, "damaged 'exp_avg.W_E'"),
        (complex_weights, "damaged 'W_E'"),
        (half_a_step, "damaged 'step'"),
    ],
)
def test_nothing_goes_on_from_a_damaged_state(
    stopped: Path, tmp_path: Path, damage: Callable[[dict[str, Any]], None], sentence: str
) -> None:
    shutil.copytree(stopped, tmp_path / "run")
    arrays = dict(read_arrays(tmp_path / "run" / "state.safetensors"))
    damage(arrays)
    write_arrays(tmp_path / "run" / "state.safetensors", arrays)
    with pytest.raises(RunError, match=sentence):
        trained(SMALL, tmp_path / "run", resume=True)


@pytest.mark.parametrize("lost", ["checkpoints/step_00000040.safetensors", "history.safetensors"])
def test_nothing_goes_on_after_a_gap(stopped: Path, tmp_path: Path, lost: str) -> None:
    shutil.copytree(stopped, tmp_path / "run")
    if lost.startswith("history"):
        short = {name: values[:-1] for name, values in read_arrays(tmp_path / "run" / lost).items()}
        write_arrays(tmp_path / "run" / lost, short)
    else:
        (tmp_path / "run" / lost).unlink()
    with pytest.raises(RunError, match=r"train anew"):
        trained(SMALL, tmp_path / "run", resume=True)


def test_a_run_is_not_overwritten_nor_mixed(tmp_path: Path, toy_folder: Path) -> None:
    few = Recipe(**{**SMALL.to_json(), "steps": 3})
    trained(few, tmp_path / "run")
    with pytest.raises(RunError, match="already holds a run"):
        trained(few, tmp_path / "run")
    with pytest.raises(RunError, match="begun with steps = 3, not 120"):
        trained(SMALL, tmp_path / "run", resume=True)
    with pytest.raises(RunError, match="another task"):
        trained(few, toy_folder, resume=True)


@pytest.mark.parametrize("threads", [0, 1025])
def test_threads_that_pytorch_would_crash_of_are_refused_before_anything_is_made(threads: int, tmp_path: Path) -> None:
    with pytest.raises(RunError, match=f"from 1 to 1,024, not {threads}: give --threads"):
        trained(SMALL, tmp_path / "run", threads=threads)
    assert not (tmp_path / "run").exists()


def test_training_that_goes_astray_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import transparent_box.model.linebreak.train as trainer

    true_loss = trainer.loss_of

    def lost(weights: Any, batch: Any) -> object:
        loss, logits = true_loss(weights, batch)
        return loss * float("nan"), logits

    monkeypatch.setattr(trainer, "loss_of", lost)
    with pytest.raises(RunError, match="went astray at step 0"):
        trainer.train(SMALL, tmp_path / "run")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"seed": -1}, "seed"),
        ({"noise": -0.5}, "noise"),
        ({"steps": 0}, "at least 1"),
        ({"n_boundary": 0}, "head"),
        ({"last_word_share": 1.5}, "Shares"),
        ({"learning_rate": 0.0}, "learning rate"),
        ({"epsilon": 0.0}, "epsilon"),
        ({"warmup_steps": -1}, "warm-up"),
    ],
)
def test_recipes_that_cannot_be_trained_are_refused(wrong: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ConfigError, match=sentence):
        Recipe(**wrong)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.main, list(arguments), prog_name="cli.py")


@pytest.mark.parametrize(
    "wrong",
    [
        ["train-linebreak"],
        ["train-linebreak", "--out", "", "--steps", "1"],
        ["train-linebreak", "--out", "x", "--noise", "-1"],
        ["train-linebreak", "--out", "x", "--seed", "-3"],
        ["train-linebreak", "--out", "x", "--steps", "0"],
        ["train-linebreak", "--out", "x", "--heads", "0"],
        ["train-linebreak", "--out", "x", "--threads", "0"],
        ["train-linebreak", "--out", "x", "--threads", "1025", "--steps", "1"],
    ],
)
def test_wrong_options_are_usage_errors(wrong: list[str]) -> None:
    result = run(*wrong)
    assert result.exit_code == 2, result.output
    assert not Path("x").exists()


@pytest.mark.usefixtures("few_documents")
def test_the_command_trains_measures_reports_and_packs(tmp_path: Path) -> None:
    out, shipped = tmp_path / "run", tmp_path / "shipped"
    result = run("train-linebreak", "--out", str(out), "--steps", "2", "--documents", "8", "--resume")
    assert result.exit_code == 0, result.output
    assert result.stderr.startswith(f"{out} holds no run to resume: a new one begins there.\n")
    assert result.stdout == f"{out}\n"
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*")}
    resumed = run("train-linebreak", "--out", str(out), "--steps", "2", "--documents", "8", "--resume")
    assert (resumed.exit_code, resumed.stdout, resumed.stderr) == (0, f"{out}\n", f"{out} is finished.\n")
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*")} == before
    told = run("report", str(out), "--json")
    assert told.exit_code == 0, told.output
    values = json.loads(told.stdout)
    assert [statement["number"] for statement in values["statements"]] == list(range(1, 9))
    assert not values["passes"]
    assert run("pack", str(out), "--out", str(shipped)).exit_code == 0
    assert run("measure", str(shipped)).exit_code == 0
    assert run("measure", str(out)).exit_code == 0
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*")} == before, "it is measured to the same bits"
    again = json.loads(run("report", str(shipped), "--json").stdout)
    assert again["measured"] == values["measured"]
    assert run("report", str(out), "--html", str(tmp_path / "x.html")).exit_code == 2


SHIPPED = Path(cli.__file__).resolve().parent / "assets" / "linebreak"


def test_the_shipped_run_passes_all_eight() -> None:
    found = report(LinebreakRun(SHIPPED), LinebreakRun(SHIPPED / "quiet"))
    assert [statement.number for statement in found.statements if not statement.good] == []
    assert len(found.statements) == 8


def test_what_is_shipped_follows_from_the_shipped_networks() -> None:
    for folder in (SHIPPED, SHIPPED / "quiet"):
        run = LinebreakRun(folder)
        readings = read(run.weights, analysis_documents())
        assert readings.count_means == pytest.approx(run.geometry.count_means, abs=1e-3)
        assert readings.width_means == pytest.approx(run.geometry.width_means, abs=1e-3)
        told, again = run.measured, run.geometry.values()
        for name in ("pca", "turns", "width_inside"):
            assert again[name] == pytest.approx(told[name], abs=1e-6), name
        for ours, theirs in zip(again["head_offsets"], told["head_offsets"], strict=True):
            assert ours == pytest.approx(theirs, abs=1e-6)  # another processor rounds another way
        assert room_error(readings) == pytest.approx(told["room_rmse"], abs=1e-3)
        assert newlines(readings).accuracy == pytest.approx(told["newline"]["accuracy"], abs=1e-3)


def test_the_first_seed_that_passes_is_shipped_and_all_are_told() -> None:
    told = [json.loads((SHIPPED / f"seed_{seed}.json").read_text()) for seed in range(5)]
    assert [values["recipe"]["seed"] for values in told] == [0, 1, 2, 3, 4]
    shipped = LinebreakRun(SHIPPED)
    first = next(values for values in told if values["passes"])
    assert shipped.recipe == Recipe.from_json(first["recipe"]) and shipped.measured == first["measured"]
    quiet = LinebreakRun(SHIPPED / "quiet").recipe
    assert quiet == replace(shipped.recipe, noise=0.0, seed=quiet.seed)
    for values in told:
        assert values["recipe"] == {**first["recipe"], "seed": values["recipe"]["seed"]}


@pytest.mark.parametrize(
    "damage", [{"measured": {}}, {"measured": None}, {"statements": []}, {"passes": "yes"}, {"recipe": {}}]
)
def test_a_damaged_report_of_a_seed_is_one_sentence(damage: dict[str, Any], tmp_path: Path) -> None:
    shutil.copytree(SHIPPED, tmp_path / "run")
    path = tmp_path / "run" / "seed_2.json"
    write_json(path, read_json(path) | damage)
    with pytest.raises(RunError, match=r"seed_2\.json: .* does not fit .*: take it from a copy\.$"):
        _ = LinebreakRun(tmp_path / "run").judged


def test_what_is_not_finished_says_how_to_go_on(tmp_path: Path) -> None:
    run, out = tmp_path / "run", tmp_path / "out"
    shutil.copytree(SHIPPED, run)
    write_json(run / "config.json", read_json(run / "config.json") | {"steps_done": 3})
    with pytest.raises(RunError, match=f"train-linebreak --out {run} --resume"):
        pack(run, out)
    write_json(run / "config.json", read_json(run / "config.json") | {"measured": None})
    with pytest.raises(RunError, match=f"measure {run}"):
        pack(run, out)
    assert not out.exists()


def test_what_is_shipped_is_small_and_holds_no_pickle() -> None:
    files = [path for path in SHIPPED.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= 2_000_000
    assert {path.suffix for path in files} == {".json", ".safetensors"}


def test_reading_runs_needs_no_torch() -> None:
    code = (
        "import sys\n"
        "sys.modules['torch'] = None\n"
        "from transparent_box.model import linebreak as lines\n"
        "from transparent_box.model.linebreak import measure, pack, report, run as _\n"
        f"run = lines.run.LinebreakRun(lines.run.Path({str(SHIPPED)!r}))\n"
        "run.geometry.head_cosines, run.example, run.history, run.measured, run.weights\n"
    )
    root = Path(cli.__file__).resolve().parent
    result = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
