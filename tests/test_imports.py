"""Published weights become run folders: both dialects, one network or several, and files that must not be trusted."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

import cli
from tests.conftest import evidence_of
from transparent_box.model.imports.names import NAMES
from transparent_box.model.runs.evidence import Evidence
from transparent_box.model.runs.measure import Report
from transparent_box.model.runs.run import Run
from transparent_box.model.storage import RunError
from transparent_box.model.transformer import WEIGHT_NAMES

torch = pytest.importorskip("torch")

CONFIG = {"p": 13, "seed": 0, "frac_train": 0.6, "fn_name": "add", "lr": 1e-3, "weight_decay": 1.0, "num_epochs": 600}


def papers_names(weights: dict[str, np.ndarray]) -> dict[str, Any]:
    """As the paper's released code saves them."""
    state = {NAMES[name]: torch.tensor(array) for name, array in weights.items()}
    return state | {"blocks.0.attn.mask": torch.tril(torch.ones(3, 3))}


def transformer_lens(weights: dict[str, np.ndarray], classes: int) -> dict[str, Any]:
    """As TransformerLens saves them, with an unembedding into the given number of classes."""
    heads, _, d = weights["W_K"].shape
    state = {NAMES[name]: torch.tensor(array) for name, array in weights.items()}
    for name in ("W_E", "W_in", "W_out"):
        state[NAMES[name]] = torch.tensor(weights[name].T.copy())
    for name in ("W_K", "W_Q", "W_V"):
        state[NAMES[name]] = torch.tensor(weights[name].transpose(0, 2, 1).copy())
        state[f"blocks.0.attn.b_{name[-1]}"] = torch.zeros(heads, d // heads)
    state[NAMES["W_O"]] = torch.tensor(weights["W_O"].T.reshape(heads, d // heads, d).copy())
    state[NAMES["W_U"]] = torch.tensor(weights["W_U"][:, :classes].copy())
    rest = {"blocks.0.attn.b_O": torch.zeros(d), "unembed.b_U": torch.zeros(classes)}
    return state | rest | {"blocks.0.attn.mask": torch.ones(3, 3), "blocks.0.attn.IGNORE": torch.tensor(-1e5)}


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli.main, [str(argument) for argument in arguments], prog_name="cli.py")


@pytest.fixture(scope="module")
def toy(toy_folder: Path) -> Run:
    return Run(toy_folder, naming="trained")


@pytest.fixture(scope="module")
def weights(toy: Run) -> dict[str, np.ndarray]:
    return toy.weights.to_dict()


DIALECTS: dict[str, Callable[[dict[str, np.ndarray]], dict[str, Any]]] = {
    "paper": papers_names,
    "lens": lambda weights: transformer_lens(weights, classes=13),
    "lens with =": lambda weights: transformer_lens(weights, classes=14),
}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_one_network_in_every_dialect_is_the_same_network(
    dialect: str, toy: Run, weights: dict[str, np.ndarray], tmp_path: Path
) -> None:
    file, out = tmp_path / "weights.pth", tmp_path / "run"
    torch.save({"model": DIALECTS[dialect](weights), "config": CONFIG, "train_losses": [1.0] * 601}, file)
    result = run("import", file, "--out", out)
    assert result.exit_code == 0, result.output
    assert result.stdout == f"{out}\n"
    imported = Run(out, naming="trained")
    assert imported.config.fraction == 0.6 and imported.config.p == 13 and imported.config.steps == 600
    assert np.array_equal(imported.activations.mlp_pre, toy.activations.mlp_pre)
    assert np.allclose(evidence_of(imported).logits, evidence_of(toy).logits, atol=1e-5)
    assert evidence_of(imported).losses.train == pytest.approx(evidence_of(toy).losses.train, rel=1e-4)
    assert imported.clocks and imported.checkpoints.steps.tolist() == [600]
    assert {path.name for path in tmp_path.iterdir()} == {"weights.pth", "run"}
    with pytest.raises(RunError, match="no history"):
        _ = imported.history
    assert run("pack", out, "--out", tmp_path / "packed").exit_code == 0
    assert Evidence(Run(tmp_path / "packed")).losses.all == pytest.approx(evidence_of(imported).losses.all, rel=1e-4)
    printed = run("report", out)
    assert printed.exit_code == 0 and "no history" in " ".join(printed.stdout.split())
    assert json.loads(run("report", out, "--json").stdout)["memorized_at"] is None
    page = tmp_path / "page.html"
    assert run("report", out, "--html", page).exit_code == 0 and "no history" in page.read_text(encoding="utf-8")


def test_a_network_without_the_class_of_equals_never_answers_it(weights: dict[str, np.ndarray], tmp_path: Path) -> None:
    """Its scores may all be negative, as only their differences count; the 0 in place of the missing one does not."""
    low = 10 * (weights["W_E"][:, -1] + weights["W_pos"][-1])
    state = transformer_lens(weights | {"W_U": weights["W_U"] - low[:, None]}, classes=13)
    torch.save({"model": state, "config": CONFIG}, tmp_path / "w.pth")
    assert run("import", tmp_path / "w.pth", "--out", tmp_path / "run").exit_code == 0
    evidence = evidence_of(Run(tmp_path / "run"))
    assert (evidence.logits < 0).all(axis=-1).any(), "the test is none"
    assert all(evidence.log_probabilities(x, y).argmax() < 13 for x in range(13) for y in range(13))


def test_a_sequence_keeps_its_history(toy: Run, toy_folder: Path, tmp_path: Path) -> None:
    file, out, indices = tmp_path / "run.pth", tmp_path / "run", [0, 6, 12, len(toy.checkpoints.steps) - 1]
    steps = toy.checkpoints.steps[indices].tolist()
    states = [papers_names(arrays) for arrays in toy.checkpoints.networks(indices)]
    torch.save({"state_dicts": states, "epochs": steps, "config": CONFIG}, file)
    assert run("import", file, "--out", out).exit_code == 0
    imported = Run(out, naming="trained")
    assert imported.history.step.tolist() == steps == evidence_of(imported).training.dynamics.step.tolist()
    at = np.searchsorted(toy.history.step, steps)
    # A fresh network gives "=" as much weight as any number; training's loss has that class, the imported one not.
    assert imported.history.train_loss[-1] == pytest.approx(toy.history.train_loss[at[-1]], rel=0.02)
    assert imported.history.train_accuracy[-1] == toy.history.train_accuracy[at[-1]]
    assert imported.history.train_loss == pytest.approx(evidence_of(imported).training.dynamics.train_loss, rel=1e-4)
    assert run("report", out, "--json").exit_code == 0


def test_a_sequence_without_steps_is_numbered_or_takes_the_configs_interval(toy: Run, tmp_path: Path) -> None:
    states = [papers_names(arrays) for arrays in toy.checkpoints.networks([0, 10])]
    torch.save({"state_dicts": states, "config": CONFIG}, tmp_path / "plain.pth")
    torch.save({"state_dicts": states, "config": CONFIG | {"save_every": 100}}, tmp_path / "interval.pth")
    for name, steps in (("plain", [0, 1]), ("interval", [0, 100])):
        result = run("import", tmp_path / f"{name}.pth", "--out", tmp_path / name)
        assert result.exit_code == 0, result.output
        assert Run(tmp_path / name).checkpoints.steps.tolist() == steps
        assert ("steps" in result.stderr) == (name == "plain")


def test_what_the_file_does_not_tell_is_said_and_options_overrule(
    weights: dict[str, np.ndarray], toy: Run, tmp_path: Path
) -> None:
    file = tmp_path / "bare.pth"
    torch.save(papers_names(weights), file)
    assumed = run("import", file, "--out", tmp_path / "assumed")
    assert "operation, fraction, seed" in assumed.stderr
    told = run("import", file, "--out", tmp_path / "told", "--fraction", 0.6, "--seed", 0, "--operation", "x+y")
    assert told.stderr == ""
    assert np.array_equal(Run(tmp_path / "told", naming="trained").split.train, toy.split.train)


def test_losses_pickled_by_numpy_are_read(weights: dict[str, np.ndarray], tmp_path: Path) -> None:
    losses = [np.float64(1.0), np.float64(0.5)]
    torch.save({"model": papers_names(weights), "config": CONFIG, "train_losses": losses}, tmp_path / "w.pth")
    assert run("import", tmp_path / "w.pth", "--out", tmp_path / "run").exit_code == 0


READERS = tuple(NAMES[name] for name in ("W_Q", "W_K", "W_V", "W_in"))  # from the stream


def centered(tensor: Any) -> Any:
    """As TransformerLens leaves it once it has folded LayerNorm in."""
    return tensor - tensor.mean(dim=-1, keepdim=True)


class Hostile:
    """Would make a file when unpickled."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> tuple[Any, ...]:
        return (Path.touch, (self.trace,))


def damaged(kind: str, weights: dict[str, np.ndarray], folder: Path) -> Path:
    """A file that is no usable network."""
    file, state = folder / "weights.pth", papers_names(weights)
    key = NAMES["W_in"]
    whole = {"model": state, "config": CONFIG}
    if kind == "truncated":
        torch.save(whole, file)
        file.write_bytes(file.read_bytes()[:-4000])
    elif kind == "text":
        file.write_text("These are no weights.\n")
    elif kind == "empty":
        file.write_bytes(b"")
    elif kind == "hostile":
        torch.save(whole | {"config": Hostile(folder / "trace")}, file)
    elif kind == "plain pickle":
        file.write_bytes(pickle.dumps(Hostile(folder / "trace")))
    elif kind != "absent":
        changes: dict[str, Any] = {
            "a list": [1, 2],
            "no weights": {"model": {"a": 1}},
            "missing": {"model": {name: t for name, t in state.items() if name != key}},
            "two layers": {"model": state | {"blocks.1.mlp.W_in": torch.ones(2)}},
            "normed": {"model": state | {"ln_final.w": torch.ones(32)}},
            "biased": {"model": state | {"unembed.b_U": torch.arange(14.0)}},
            "bias of another shape": {"model": state | {"blocks.0.attn.b_O": torch.ones(3)}},
            "bias of no numbers": {"model": state | {"blocks.0.attn.b_K": torch.full((2, 16), float("nan"))}},
            "normed in words": {"model": state, "config": CONFIG | {"normalization_type": "LNPre"}},
            "norm folded": {"model": state | {name: centered(state[name]) for name in READERS}},
            "wrong shape": {"model": state | {key: torch.ones(3, 3)}},
            "wrong rank": {"model": state | {NAMES["W_K"]: torch.ones(3)}},
            "not numbers": {"model": state | {key: state[key] * float("nan")}},
            "other activation": {"model": state, "config": CONFIG | {"act_fn": "gelu"}},
            "other modulus": {"model": state, "config": CONFIG | {"p": 17}},
            "unknown operation": {"model": state, "config": CONFIG | {"fn_name": "rand"}},
            "no networks": {"state_dicts": [], "config": CONFIG},
            "uneven": {"state_dicts": [state, state | {NAMES["b_in"]: torch.ones(5)}]},
        }
        torch.save(changes[kind], file)
    return file


DAMAGES = (
    "truncated",
    "text",
    "empty",
    "hostile",
    "plain pickle",
    "absent",
    "a list",
    "no weights",
    "missing",
    "two layers",
    "normed",
    "biased",
    "bias of another shape",
    "bias of no numbers",
    "normed in words",
    "norm folded",
    "wrong shape",
    "wrong rank",
    "not numbers",
    "other activation",
    "other modulus",
    "unknown operation",
    "no networks",
    "uneven",
)


@pytest.mark.parametrize("kind", DAMAGES)
def test_unusable_files_are_one_sentence_and_leave_nothing(
    kind: str, weights: dict[str, np.ndarray], tmp_path: Path
) -> None:
    file = damaged(kind, weights, tmp_path)
    result = run("import", file, "--out", tmp_path / "run")
    assert result.exit_code == 1, (kind, result.output)
    assert result.stdout == "" and len(result.stderr.strip().splitlines()) == 1, result.stderr
    assert result.stderr.startswith("Error: ") and "Traceback" not in result.stderr
    assert {path.name for path in tmp_path.iterdir()} <= {"weights.pth"}


def test_an_existing_folder_is_left_alone(weights: dict[str, np.ndarray], toy_folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "w.pth"
    torch.save({"model": papers_names(weights), "config": CONFIG}, file)
    before = sorted(path.name for path in toy_folder.iterdir())
    result = run("import", file, "--out", toy_folder)
    assert result.exit_code == 1 and "already holds a run" in result.stderr
    assert sorted(path.name for path in toy_folder.iterdir()) == before


def test_a_full_disk_leaves_no_half_of_a_run(
    weights: dict[str, np.ndarray], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:

    def full(folder: Path, report: Report) -> None:
        raise RunError(f"Cannot write {folder} (No space left on device): free some space.")

    torch.save({"model": papers_names(weights), "config": CONFIG}, tmp_path / "w.pth")
    monkeypatch.setattr("transparent_box.model.imports.run.measure", full)
    result = run("import", tmp_path / "w.pth", "--out", tmp_path / "run")
    assert result.exit_code == 1 and "No space left" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["w.pth"]


def test_what_it_is_that_is_refused_is_named(weights: dict[str, np.ndarray], tmp_path: Path) -> None:
    named = {
        "two layers": "has 2 layers",
        "normed": "LayerNorm (ln_final.w)",
        "norm folded": "LayerNorm folded",
        "normed in words": "normalization (LNPre)",
        "biased": "unembed.b_U, a bias on its answers",
        "bias of another shape": "blocks.0.attn.b_O has a shape",
    }
    for kind, told in named.items():
        result = run("import", damaged(kind, weights, tmp_path), "--out", tmp_path / "run")
        assert told in result.stderr, result.stderr


CUT = "is cut short, damaged or not of PyTorch: get the file of weights once more."
TAKES = "import takes what torch.save makes of a network's state_dict()"
NONE = f"is no file of PyTorch weights: {TAKES}."
MORE = "holds more than tensors and plain values, which might run something, so it was not opened: save its "


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("truncated", CUT),
        ("text", NONE),
        ("empty", "is empty: get the file of weights once more."),
        ("hostile", MORE),
        ("a list", f"holds no dictionary of weights: {TAKES}."),
        ("no weights", f"holds no weights: {TAKES}."),
        ("plain pickle", NONE),  # of a protocol that PyTorch never writes
    ],
)
def test_what_is_no_file_of_weights_is_told_with_what_to_do(
    kind: str, told: str, weights: dict[str, np.ndarray], tmp_path: Path
) -> None:
    file = damaged(kind, weights, tmp_path)
    result = run("import", file, "--out", tmp_path / "run")
    assert result.exit_code == 1 and result.stderr.startswith(f"Error: {file} {told}"), result.stderr


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (("transformer.wte.weight", "lm_head.weight"), "none of this network's weights (such as embed.W_E), but lm_he"),
        (WEIGHT_NAMES, "is a checkpoint of a run folder, which needs no import"),
    ],
)
def test_weights_of_something_else_are_told(names: tuple[str, ...], told: str, tmp_path: Path) -> None:
    torch.save({name: torch.zeros(2) for name in names}, tmp_path / "other.pth")
    result = run("import", tmp_path / "other.pth", "--out", tmp_path / "run")
    assert result.exit_code == 1 and told in result.stderr and result.stderr.count("\n") == 1, result.stderr


def test_a_folder_is_no_file_of_weights(toy_folder: Path, tmp_path: Path) -> None:
    for place, told in ((toy_folder, f"--run {toy_folder}."), (tmp_path, f"such as {tmp_path / 'model.pth'}.")):
        result = run("import", place, "--out", tmp_path / "run")
        assert result.exit_code == 1 and result.stderr.endswith(f"{told}\n"), result.stderr


def test_another_modulus_is_told_by_who_says_it(weights: dict[str, np.ndarray], tmp_path: Path) -> None:
    result = run("import", damaged("other modulus", weights, tmp_path), "--out", tmp_path / "run")
    assert (
        result.exit_code == 1
        and "14 tokens are the numbers modulo 13 and “=”, where its config says 17." in result.stderr
    )
    torch.save(papers_names(weights), tmp_path / "w.pth")
    result = run("import", tmp_path / "w.pth", "--out", tmp_path / "run", "--p", "23")
    assert result.exit_code == 1 and "where --p says 23." in result.stderr


def test_biases_are_folded_exactly_and_said(weights: dict[str, np.ndarray], tmp_path: Path) -> None:
    """The oracle is the sum written out: keys, queries, values and outputs with their biases."""
    random = np.random.default_rng(0)
    heads, k, d = weights["W_K"].shape
    b_Q, b_K, b_V = random.normal(size=(3, heads, k))
    b_O, p = random.normal(size=d), weights["W_E"].shape[1] - 1
    state = transformer_lens(weights, p + 1) | {"unembed.b_U": torch.full((p + 1,), 3.0)}
    for name, bias in {"Q": b_Q, "K": b_K, "V": b_V, "O": b_O}.items():
        state[f"blocks.0.attn.b_{name}"] = torch.tensor(bias)
    torch.save({"model": state, "config": CONFIG | {"normalization_type": None}}, tmp_path / "w.pth")
    result = run("import", tmp_path / "w.pth", "--out", tmp_path / "run")
    assert result.exit_code == 0 and "blocks.0.attn.b_K, blocks.0.attn.b_O" in result.stderr, result.stderr

    pairs = np.array([(0, 0), (3, 5), (12, 1)])
    rows = weights["W_E"].T[np.column_stack([pairs, np.full(3, p)])] + weights["W_pos"]  # (3, 3, d)
    query = np.einsum("hkd,nd->nhk", weights["W_Q"], rows[:, -1]) + b_Q
    keys, values = (
        np.einsum("hkd,npd->nphk", weights[name], rows) + bias for name, bias in (("W_K", b_K), ("W_V", b_V))
    )
    scores = np.exp(np.einsum("nhk,nphk->nph", query, keys) / k**0.5)
    mixed = np.einsum("nph,nphk->nhk", scores / scores.sum(axis=1, keepdims=True), values).reshape(3, -1)
    stream = rows[:, -1] + mixed @ weights["W_O"].T + b_O
    neurons = np.maximum(stream @ weights["W_in"].T + weights["b_in"], 0)
    logits = (stream + neurons @ weights["W_out"].T + weights["b_out"]) @ weights["W_U"]
    found = Run(tmp_path / "run", naming="trained").activations.logits[tuple(pairs.T)]
    assert found == pytest.approx(logits, abs=1e-3 * np.abs(logits).max())
