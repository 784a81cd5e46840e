"""What takes long or much is said before it is begun, and asked where somebody can answer."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import cli
from transparent_box.commands import estimate
from transparent_box.commands.estimate import Estimate, of_drawing, of_training
from transparent_box.model.config import Config
from transparent_box.scenes.output.job import Job
from transparent_box.scenes.output.places import target

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

    for place in ("render.pool_for", "training.train_with_progress"):
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


def test_films_take_by_frames_and_pixels_what_they_took(tmp_path: Path, toy_folder: Path) -> None:
    draft, full = (Job("clock_scene", toy_folder, quality, 30, media=tmp_path) for quality in ("l", "k"))
    small, large = of_drawing([draft], 1, here=True), of_drawing([full], 1, here=True)
    assert 8 < large.seconds / small.seconds < 10, "a frame has costs that do not grow with it"
    assert large.bytes / small.bytes == pytest.approx((2160 / 480) ** 2, rel=0.01)
    assert of_drawing([draft, full], 1, here=False).seconds == 0, "a cluster's time is not known"
    target(full).parent.mkdir(parents=True)
    target(full).touch()
    assert of_drawing([full], 1, here=True) == Estimate(), "it is there"


def test_trainings_take_their_steps_and_their_checkpoints() -> None:
    """The reference run took 33 minutes alone; its 430 checkpoints are 390 MB."""
    one = of_training([Config()], 1, on_cpu=True)
    assert 30 * 60 < one.seconds < 40 * 60 and one.bytes == pytest.approx(390e6, rel=0.02)
    four = of_training([Config(seed=seed) for seed in range(4)], 2, on_cpu=True)
    assert four.seconds == pytest.approx(2 * one.seconds) and four.bytes == 4 * one.bytes
    assert of_training([Config()], 1, on_cpu=False).seconds == 0


def test_little_is_not_worth_a_word() -> None:
    assert Estimate(200, 9e8).words == ""
    assert Estimate(2160, 2.5e9).words == "36 minutes and 2.5 GB on the disk"
    assert Estimate(10, 2e9).words == "1 minute and 2.0 GB on the disk" and Estimate(9000, 0).words == "2.5 hours"
