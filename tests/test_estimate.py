"""What takes long or much is said before it is begun, and asked where somebody can answer."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import cli
from transparent_box.commands import estimate
from transparent_box.commands.estimate import Estimate, estimate_drawing, estimate_training, last_end
from transparent_box.model.config import Config
from transparent_box.model.storage import write_json
from transparent_box.scenes.output.job import Job
from transparent_box.scenes.output.places import target

BENCHMARKS = (Path(cli.__file__).parent / "BENCHMARKS.md").read_text(encoding="utf-8")
COMMANDS = {
    "render": ["render", "clock", "loops", "-ql"],
    "film": ["film", "clock", "-ql"],
    "gallery": ["gallery", "clock", "-ql", "-o", "site"],
    "train": ["train", "--out", "mine", "--p", "5", "--steps", "1", "--width", "4", "--heads", "1", "--mlp", "4"],
}


def run(words: list[str], answer: str | None = None) -> Result:
    return CliRunner().invoke(cli.main, words, input=answer, prog_name="cli.py")


@pytest.fixture(autouse=True)
def begun(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """Everything is long; what is begun is noted and goes no further."""
    noted: list[str] = []
    monkeypatch.chdir(tmp_path)

    def begin(*arguments: object) -> None:
        noted.append("begun")
        raise KeyboardInterrupt

    for place in ("render.open_pool", "training.train_with_progress"):
        monkeypatch.setattr(f"transparent_box.commands.{place}", begin)
    return noted


@pytest.mark.parametrize("command", COMMANDS)
def test_it_is_asked_for_on_a_terminal_and_said_elsewhere(
    command: str, begun: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    if command == "train":
        pytest.importorskip("torch")
    words = COMMANDS[command]
    assert "This takes" not in run(words).stderr and begun.pop()
    monkeypatch.setattr(estimate, "LONG", 0)
    said = run(words)
    assert "This takes about " in said.stderr and "Go on?" not in said.stderr and begun.pop(), "nobody can answer"
    monkeypatch.setattr(estimate, "can_answer", lambda: True)
    refused = run(words, "n\n")
    assert refused.exit_code == 1 and "Go on? [Y/n]" in refused.stderr and not begun
    assert "Go on?" in run(words, "\n").stderr and begun.pop()
    assert "Go on?" not in run([*words, "--yes"]).stderr and begun.pop()


def test_resuming_what_is_not_there_is_said_and_agreed_to_like_any_beginning(
    begun: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("torch")
    monkeypatch.setattr(estimate, "LONG", 0)
    monkeypatch.setattr(estimate, "can_answer", lambda: True)
    words = [*COMMANDS["train"], "--resume"]
    refused = run(words, "n\n")
    assert refused.exit_code == 1 and not begun
    assert refused.stderr.startswith("mine holds no run to resume: a new one begins there.\nThis takes about ")
    write_json(Path("mine", "config.json"), {})
    assert "begins" not in run(words).stderr and begun.pop()


def test_films_take_by_frames_and_pixels_what_they_took(tmp_path: Path, toy_folder: Path) -> None:
    draft, full = (Job("clock_scene", toy_folder, quality, 30, media=tmp_path) for quality in ("l", "k"))
    small, large = estimate_drawing([draft], 1, here=True), estimate_drawing([full], 1, here=True)
    assert 8 < large.seconds / small.seconds < 10, "a frame has costs that do not grow with it"
    assert large.bytes / small.bytes == pytest.approx((2160 / 480) ** 2, rel=0.01)
    assert estimate_drawing([draft, full], 1, here=False).seconds == 0, "a cluster's time is not known"
    target(full).parent.mkdir(parents=True)
    target(full).touch()
    assert estimate_drawing([full], 1, here=True) == Estimate(), "it is there"


def test_trainings_take_their_steps_and_their_checkpoints(monkeypatch: pytest.MonkeyPatch) -> None:
    """A step of the reference run on two threads is measured; its 430 checkpoints are 390 MB."""
    measured = {
        name: float(ours) for name, ours in re.findall(r"^\| `([^|]+) \| ([0-9.]+) \|", BENCHMARKS, re.MULTILINE)
    }
    monkeypatch.setattr(estimate, "usable_cpus", lambda: 2)
    one = estimate_training([Config()], 1, on_cpu=True, threads=2)
    assert one.seconds == pytest.approx(40_000 * measured["train_loop`"] / 1000, rel=0.01)
    assert one.bytes == pytest.approx(390e6, rel=0.02)
    slower = estimate_training([Config()], 1, on_cpu=True, threads=1).seconds / one.seconds
    # The rows are of two calls, each in an hour of its own.
    assert slower == pytest.approx(measured["train_step`, one thread"] / measured["train_step`"], rel=0.25)
    assert estimate_training([Config()], 1, on_cpu=False).seconds == 0


@pytest.mark.parametrize(
    ("runs", "workers", "threads", "cores", "longer"),
    [
        *[(1, 2, 1, 2, 1), (1, 16, 1, 2, 1), (2, 2, 1, 2, 1), (3, 2, 1, 2, 2), (4, 2, 1, 2, 2), (4, 1, 1, 2, 4)],
        *[(16, 16, 1, 2, 8), (16, 16, 1, 16, 1), (16, 16, 4, 16, 4), (2, 2, 2, 1, 2), (2, 1, None, 1, 2)],
    ],
)
def test_a_training_is_not_shared_and_workers_are_no_more_than_there_are_cores(
    runs: int, workers: int, threads: int | None, cores: int, longer: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    configs = [Config(seed=seed) for seed in range(runs)]
    monkeypatch.setattr(estimate, "usable_cpus", lambda: cores)
    one, all_of_them = (
        estimate_training(configs[:1], 1, True, threads),
        estimate_training(configs, workers, True, threads),
    )
    assert all_of_them.seconds == pytest.approx(longer * one.seconds) and all_of_them.bytes == runs * one.bytes


def test_a_long_training_among_short_ones_is_waited_for() -> None:
    assert last_end([1, 1, 9], 2) == 10 and last_end([9, 1, 1], 2) == 9 and last_end([], 2) == 0


def test_little_is_not_worth_a_word() -> None:
    assert Estimate(200, 9e8).words == ""
    assert Estimate(2160, 2.5e9).words == "36 minutes and 2.5 GB on the disk"
    assert Estimate(10, 2e9).words == "1 minute and 2.0 GB on the disk" and Estimate(9000, 0).words == "2.5 hours"
