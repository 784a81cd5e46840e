"""The step that is written by hand, against PyTorch's automatic differentiation of the one forward pass."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from tests.conftest import keeping_few_checkpoints
from tests.training import loss_of, update
from transparent_box.model.config import Config
from transparent_box.model.data import OPERATIONS
from transparent_box.model.runs.checkpoints import Checkpoints
from transparent_box.model.runs.run import Run
from transparent_box.model.storage import RunError, read_arrays, read_json
from transparent_box.model.training.log import TrainingLog
from transparent_box.model.training.state import TrainingState
from transparent_box.model.training.step import Step, Work
from transparent_box.model.training.train import (
    batches,
    run_steps,
    train,
    train_together,
)
from transparent_box.model.transformer import WEIGHT_NAMES, Weights, forward

pytestmark = pytest.mark.usefixtures("few_checkpoints")

CPU = torch.device("cpu")
MIDDLING = Config(p=23, d_model=32, n_heads=2, d_mlp=64, fraction=0.5)
SMALL = Config(p=11, fraction=0.7, steps=640, d_model=16, n_heads=2, d_mlp=24)


def disturbed(config: Config, runs: int, dtype: torch.dtype) -> tuple[TrainingState, Step]:
    """Biases that are not 0 and attention that is not even."""
    configs = [replace(config, seed=seed) for seed in range(runs)]
    state = TrainingState(configs, CPU, dtype)
    generator = torch.Generator().manual_seed(5)
    named = state.parameters.named
    for bias in (named.b_in, named.b_out):
        bias.copy_(0.1 * torch.randn(bias.shape, generator=generator))
    named.W_Q.mul_(4)
    named.W_K.mul_(4)
    return state, Step(state, *zip(*(batches(recipe, CPU) for recipe in configs), strict=True))


def differentiated(state: TrainingState, run: int, precision: str) -> tuple[float, Weights]:
    """The loss and its gradient as PyTorch finds it."""
    weights = Weights(**{name: t.clone().requires_grad_() for name, t in state.parameters.of(run).to_dict().items()})
    loss = loss_of(weights, batches(state.configs[run], CPU)[0], precision)
    loss.backward()
    return loss.item(), Weights(**{name: tensor.grad for name, tensor in weights.to_dict().items()})


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize(("dtype", "tolerance"), [(torch.float64, 1e-12), (torch.float32, 1e-5)])
def test_the_gradient_is_the_forward_passes(operation: str, dtype: torch.dtype, tolerance: float) -> None:
    state, step = disturbed(replace(MIDDLING, operation=operation), 2, dtype)
    step.find_gradient()
    for run in range(2):
        loss, gradient = differentiated(state, run, "float64")
        assert step.train.loss()[run].item() == pytest.approx(loss, rel=tolerance)
        for name in WEIGHT_NAMES:
            ours, theirs = getattr(state.gradient.of(run), name), getattr(gradient, name)
            assert float((ours - theirs).norm() / theirs.norm()) < tolerance, (run, name)


def test_the_mainlines_gradient_is_the_forward_passes() -> None:
    state, step = disturbed(Config(), 1, torch.float64)
    step.find_gradient()
    _, gradient = differentiated(state, 0, "float64")
    for name in WEIGHT_NAMES:
        ours, theirs = getattr(state.gradient.of(0), name), getattr(gradient, name)
        assert float((ours - theirs).norm() / theirs.norm()) < 1e-12, name


def test_a_loss_in_float32_is_the_softmaxs() -> None:
    state, step = disturbed(replace(MIDDLING, loss_precision="float32"), 1, torch.float32)
    step.find_gradient()
    loss, gradient = differentiated(state, 0, "float32")
    assert step.train.loss().dtype == torch.float32 and step.train.loss().item() == pytest.approx(loss, rel=1e-6)
    assert torch.allclose(state.gradient.of(0).W_E, gradient.W_E, rtol=1e-4, atol=1e-7)


def test_logits_and_a_look_are_the_forward_passes() -> None:
    state, step = disturbed(MIDDLING, 2, torch.float64)
    seen = step.look().clone()
    for run, config in enumerate(state.configs):
        for side, (batch, made) in enumerate(zip(batches(config, CPU), (step.train, step.test), strict=True)):
            weights = state.parameters.of(run)
            logits = forward(weights, batch.x, batch.y).logits
            assert made is not None and torch.allclose(made.logits[run], logits, rtol=1e-12, atol=1e-12)
            assert seen[side, run].item() == pytest.approx(loss_of(weights, batch, "float64").item(), rel=1e-12)
            accuracy = (logits.argmax(-1) == batch.answer).double().mean().item()
            assert seen[side + 2, run].item() == pytest.approx(accuracy)


def test_huge_logits_overflow_nowhere() -> None:
    state, step = disturbed(MIDDLING, 1, torch.float32)
    state.parameters.named.W_U.mul_(1e5)
    state.parameters.named.W_K.mul_(1e3)
    step.find_gradient()
    loss, _ = differentiated(state, 0, "float64")
    assert step.train.loss().item() == pytest.approx(loss, rel=1e-4)
    assert state.gradient.flat.isfinite().all()


@pytest.mark.parametrize("precision", ["float32", "float64"])
def test_looking_changes_nothing(precision: str) -> None:
    config = replace(MIDDLING, loss_precision=precision)
    (seen, looked_at), (unseen, step) = disturbed(config, 1, torch.float32), disturbed(config, 1, torch.float32)
    for _ in range(5):
        looked_at.look()
        looked_at.advance()
        step.advance()
    assert torch.equal(seen.parameters.flat, unseen.parameters.flat)


def test_updates_are_adamws() -> None:
    config = replace(MIDDLING, weight_decay=0.5, learning_rate=3e-3)
    state = TrainingState([config], CPU)
    step = Step(state, [batches(config, CPU)[0]])
    theirs = [tensor.clone().requires_grad_() for tensor in state.parameters.of(0).to_dict().values()]
    options: dict[str, Any] = {
        "lr": 0.0,
        "betas": config.betas,
        "eps": config.epsilon,
        "weight_decay": config.weight_decay,
    }
    optimizer = torch.optim.AdamW(theirs, **options)
    for number in range(15):
        update(step)
        for tensor, gradient in zip(theirs, state.gradient.of(0).to_dict().values(), strict=True):
            tensor.grad = gradient.clone()
        optimizer.param_groups[0]["lr"] = config.learning_rate * min(number / config.warmup_steps, 1)
        optimizer.step()
    for tensor, ours in zip(theirs, state.parameters.of(0).to_dict().values(), strict=True):
        assert torch.allclose(tensor, ours, rtol=1e-5, atol=1e-7)


def test_the_switch_for_determinism_changes_nothing() -> None:
    (state, step), (switched, other) = disturbed(MIDDLING, 2, torch.float32), disturbed(MIDDLING, 2, torch.float32)
    step.advance()
    step.advance()
    torch.use_deterministic_algorithms(True)
    try:
        other.advance()
        other.look()
        other.advance()
    finally:
        torch.use_deterministic_algorithms(False)
    assert torch.equal(state.parameters.flat, switched.parameters.flat)


def test_what_is_recorded_does_the_same_and_recording_leaves_no_trace() -> None:
    """All of the CUDA path but the recording itself: whole steps, begun anew, after rounds that do not count."""

    def recorder(work: Work) -> Work:
        for _ in range(3):
            work()
        return work

    (plain, one), (recorded, other) = disturbed(MIDDLING, 2, torch.float32), disturbed(MIDDLING, 2, torch.float32)
    other.record(recorder)
    assert torch.equal(plain.parameters.flat, recorded.parameters.flat) and recorded.count == 0
    for _ in range(12):
        assert torch.equal(one.look(), other.look())
        one.advance()
        other.advance()
    assert torch.equal(plain.parameters.flat, recorded.parameters.flat)
    assert recorded.step == 12 and recorded.is_whole


def test_several_runs_together_are_the_same_runs(tmp_path: Path) -> None:
    configs = [replace(SMALL, steps=120, seed=seed, operation=name) for seed, name in enumerate(("x+y", "x*y", "x-y"))]
    folders = [tmp_path / str(config.seed) for config in configs]
    assert train_together(configs, folders, "cpu") == {}
    for config, folder in zip(configs, folders, strict=True):
        train(config, tmp_path / "alone" / folder.name, "cpu")
        together, alone = (read_arrays(f / "history.safetensors") for f in (folder, tmp_path / "alone" / folder.name))
        assert np.array_equal(together["step"], alone["step"])
        for name in ("train_loss", "test_loss"):
            assert together[name] == pytest.approx(alone[name], rel=1e-4), name
            assert together[name][:20] == pytest.approx(alone[name][:20], rel=1e-6), name
        assert np.array_equal(Checkpoints(folder).steps, Checkpoints(tmp_path / "alone" / folder.name).steps)
        assert Run(folder, naming="trained").config == config


def kept_on_the_device(config: Config, folder: Path, stop_at: int | None = None, resume: bool = False) -> None:
    """Train as on CUDA, where rows and weights are handed over rarely and written by a thread."""
    from transparent_box.model.training.saving import open_state

    def interrupt(run: int, row: tuple[float, ...]) -> None:
        if row[0] == stop_at:
            raise KeyboardInterrupt

    state = open_state([config], [folder], CPU, resume)
    step = Step(state, *([batch] for batch in batches(config, CPU)))
    log = TrainingLog(state, [folder], interrupt, stride=50, save_stride=300)
    try:
        run_steps(step, log)
    finally:
        log.close()


def files_of(folder: Path) -> dict[str, bytes]:
    found = [*folder.glob("checkpoints/*"), folder / "history.safetensors"]
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """SMALL's run, handed over at once and stopped by nothing."""
    with keeping_few_checkpoints():
        folder = tmp_path_factory.mktemp("trained") / "whole"
        train(SMALL, folder, "cpu")
    return folder


def test_what_is_handed_over_rarely_is_the_same(whole: Path, tmp_path: Path) -> None:
    kept_on_the_device(SMALL, tmp_path / "late")
    assert files_of(whole) == files_of(tmp_path / "late")
    with pytest.raises(KeyboardInterrupt):
        kept_on_the_device(SMALL, tmp_path / "broken", stop_at=430)
    saved = read_json(tmp_path / "broken" / "config.json")["steps_done"]
    assert saved == 450 and read_arrays(tmp_path / "broken" / "history.safetensors")["step"][-1] == saved
    kept_on_the_device(SMALL, tmp_path / "broken", resume=True)
    assert files_of(tmp_path / "broken") == files_of(whole)


def test_a_full_disk_is_told_by_the_thread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:

    def full(*arguments: object, **options: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("transparent_box.model.storage.save_file", full)
    with pytest.raises(RunError, match="No space left"):
        kept_on_the_device(SMALL, tmp_path / "run")


def test_an_update_cut_in_two_is_not_saved(whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An interrupt between AdamW and our own count: what was saved before is still whole."""
    real = Step._advance_now

    def cut(step: Step) -> None:
        real(step)
        if step.state.step == 620:
            raise KeyboardInterrupt

    monkeypatch.setattr(Step, "_advance_now", cut)
    with pytest.raises(KeyboardInterrupt):
        train(SMALL, tmp_path / "cut", "cpu")
    monkeypatch.undo()
    assert read_json(tmp_path / "cut" / "config.json")["steps_done"] == 500
    train(SMALL, tmp_path / "cut", "cpu", resume=True)
    assert files_of(tmp_path / "cut") == files_of(whole)


def poisoned(monkeypatch: pytest.MonkeyPatch, run: int, at: int) -> None:
    real = Step._advance_now

    def poison(step: Step) -> None:
        real(step)
        if step.state.step == at:
            step.state.parameters.flat[run, 3] = float("nan")

    monkeypatch.setattr(Step, "_advance_now", poison)


def test_a_loss_that_is_no_number_is_a_sentence_and_can_be_resumed(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    poisoned(monkeypatch, 0, 555)
    sentence = r"at step 560 its numbers are not finite\. Its learning rate or weight decay is too high\."
    with pytest.raises(RunError, match=sentence):
        train(SMALL, tmp_path / "run", "cpu")
    monkeypatch.undo()
    assert all(np.isfinite(array).all() for array in read_arrays(tmp_path / "run" / "state.safetensors").values())
    train(SMALL, tmp_path / "run", "cpu", resume=True)
    assert files_of(tmp_path / "run") == files_of(whole)


def test_one_run_gone_astray_leaves_the_others_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    configs = [replace(SMALL, seed=seed) for seed in (0, 1)]
    assert train_together(configs, [tmp_path / "a", tmp_path / "b"], "cpu") == {}
    poisoned(monkeypatch, 0, 555)
    failures = train_together(configs, [tmp_path / "c", tmp_path / "d"], "cpu")
    assert list(failures) == [0] and "step 560" in str(failures[0])
    assert files_of(tmp_path / "d") == files_of(tmp_path / "b")
    assert read_json(tmp_path / "c" / "config.json")["steps_done"] == 500


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (torch.OutOfMemoryError("CUDA out of memory. Tried to allocate"), "GPU has too little free memory"),
        (
            RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory: you tried"),
            "machine has too little",
        ),
    ],
)
def test_too_little_memory_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: RuntimeError, sentence: str
) -> None:
    def fail(step: Step) -> None:
        raise error

    monkeypatch.setattr(Step, "_advance_now", fail)
    with pytest.raises(RunError, match=sentence):
        train(SMALL, tmp_path / "run", "cpu")
    assert (tmp_path / "run" / "state.safetensors").exists()


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs CUDA")
def test_cuda_trains_the_same_network(tmp_path: Path) -> None:
    configs = [replace(MIDDLING, steps=60, seed=seed) for seed in (0, 1)]
    assert train_together(configs, [tmp_path / "cuda0", tmp_path / "cuda1"], "cuda") == {}
    assert train_together(configs, [tmp_path / "cpu0", tmp_path / "cpu1"], "cpu") == {}
    for seed in (0, 1):
        there, here = (read_arrays(tmp_path / f"{name}{seed}" / "history.safetensors") for name in ("cuda", "cpu"))
        assert there["train_loss"][:11] == pytest.approx(here["train_loss"][:11], rel=1e-6)
        assert there["train_loss"] == pytest.approx(here["train_loss"], rel=1e-3)
