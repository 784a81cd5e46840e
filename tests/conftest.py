"""Shared fixtures: a toy run trained here in seconds, and the shipped reference run."""

from __future__ import annotations

import os
import signal
from functools import cache
from pathlib import Path

import pytest

# Toy networks train fastest on one thread, and subprocesses must round like this one.
os.environ["OMP_NUM_THREADS"] = "1"
os.environ.setdefault("NO_COLOR", "1")

from model.config import Config
from model.runs.evidence import Evidence
from model.runs.run import Run

pytest_plugins = ["tests.faults.tally", "pytester"]

# A shell lets its background jobs ignore Ctrl-C, and the processes started here would, too.
signal.signal(signal.SIGINT, signal.default_int_handler)

REFERENCE = Path(__file__).resolve().parent.parent / "assets" / "reference"
GROKS = Config(p=17, fraction=0.7, steps=1500, learning_rate=3e-3, d_model=64, n_heads=2, d_mlp=128)
TOY = Config(p=13, fraction=0.6, steps=600, d_model=32, n_heads=2, d_mlp=64)


@cache
def evidence_of(run: Run) -> Evidence:
    """What is measured of a run, once a session."""
    return Evidence(run)


@pytest.fixture(scope="session")
def toy_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished, measured run of another p."""
    from model.runs.measure import measure
    from model.training.train import train

    folder = tmp_path_factory.mktemp("toy") / "run"
    train(TOY, folder, device="cpu")
    measure(folder)
    return folder


@pytest.fixture(scope="session")
def toy_run(toy_folder: Path) -> Run:
    return Run(toy_folder)


@pytest.fixture(scope="session")
def grokked_run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A run of another p that has found frequencies, so that every chapter has something to show."""
    from model.runs.measure import measure
    from model.training.train import train

    folder = tmp_path_factory.mktemp("grokked") / "run"
    train(GROKS, folder, device="cpu")
    measure(folder)
    return Run(folder)


@pytest.fixture(scope="session")
def reference() -> Run:
    return Run(REFERENCE)
