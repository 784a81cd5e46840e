"""Run folders made to hurt: every value of the wrong kind, size or form ends in one sentence, and soon."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.faults.tally import Tally
from transparent_box.commands.run_kinds import finite_values
from transparent_box.model.config import Config, ConfigError
from transparent_box.model.linebreak.run import LinebreakRun
from transparent_box.model.runs.checkpoints import checkpoint_path
from transparent_box.model.runs.evidence import Evidence
from transparent_box.model.runs.run import FORMAT, Run
from transparent_box.model.storage import Arrays, NoHistoryError, RunError, read_json, write_arrays, write_json
from transparent_box.model.transformer import weight_shapes

SMALL = Config(p=7, fraction=0.5, steps=3, d_model=8, n_heads=2, d_mlp=8)
LINES = Path(__file__).resolve().parents[2] / "assets" / "linebreak"
GOOD = {"format": FORMAT, "recipe": SMALL.to_json(), "steps_done": 3}

WRONG: dict[str, list[Any]] = {
    "p": [7.0, "7", None, True, [7], 2**61 - 1, 10**25, -7],
    "seed": [[1], "0", 1.5, None, 2**64],
    "fraction": ["half", None, [], {}],
    "betas": [None, 3, [0.9], ["a", "b"], [0.9, 0.98, 1], "ab", [2.0, 0.9]],
    "steps": [1.5, "3", 2**70, None],
    "d_model": [8.0, [8], 2**80],
    "operation": [None, 3, ["x+y"], {}],
    "loss_precision": [None, 64, []],
}
BESIDE: dict[str, list[Any]] = {
    "measured": [None, [], "yes", 3, {"key_frequencies": None}],
    "renaming": [None, [], "x", 3, {"multiplier": "3"}, {"multiplier": 7}, {"multiplier": 0}, {}],
    "steps_done": [-1, "3", 2**70, 4, 1.5],
    "threads": ["abc", 0, -3],
    "recipe": [None, [], 3, {}],
    "task": [None, "linebreak", []],
    "format": [None, [1], "1"],
}
KEYS: list[Any] = [["1"], [1.0], [0], [4], [1, 1], [None], [10**30], list(range(1, 10**6)), "12", {"1": 1}]
TEXTS = {
    "nested": "[" * 100_000,
    "nested objects": '{"a":' * 100_000,
    "digits": '{"format": ' + "9" * 5_000 + "}",
    "infinite": '{"format": 1, "seconds": Infinity}',
    "not a number": '{"format": 1, "measured": {"key_frequencies": [NaN]}}',
    "too large": '{"format": 1, "seconds": 1e400}',
    "a list": "[1]",
    "empty": "",
    "too long": " " * 5_000_000 + "{}",
    "not text": "\udcff",
}


def refused(tally: Tally, what: str, attempt: Callable[[], Any]) -> None:
    """Note whether an attempt ends as it should: in one sentence."""
    tally.tried("hostile values")
    try:
        attempt()
    except RunError as error:
        if "\n" in str(error) or len(str(error)) > 600:
            tally.fault("hostile values", "traceback", f"{what}: {error}")
    except Exception as error:
        tally.fault("hostile values", "traceback", f"{what}: {error!r}")
    else:
        tally.fault("hostile values", "accepted", what)


def test_config_json_of_wrong_kinds(tmp_path: Path, tally: Tally) -> None:
    recipe: dict[str, Any] = SMALL.to_json()
    cases = [{**GOOD, "recipe": {**recipe, name: value}} for name, values in WRONG.items() for value in values]
    cases += [{**GOOD, name: value} for name, values in BESIDE.items() for value in values]
    cases += [{**GOOD, "measured": {"key_frequencies": keys}} for keys in KEYS]
    for case in cases:
        (tmp_path / "config.json").write_text(json.dumps(case))
        refused(tally, repr(case)[:200], lambda: Run(tmp_path))


@pytest.mark.parametrize("name", TEXTS)
def test_config_json_that_is_none(name: str, tmp_path: Path, tally: Tally) -> None:
    (tmp_path / "config.json").write_bytes(TEXTS[name].encode("utf-8", "surrogateescape"))
    refused(tally, name, lambda: Run(tmp_path))


@pytest.mark.parametrize("file", ["config.json", "checkpoints.safetensors", "hashes.json"])
@pytest.mark.parametrize("kind", ["pipe", "device", "folder"])
def test_files_that_never_end(kind: str, file: str, tmp_path: Path, tally: Tally) -> None:
    write_json(tmp_path / "config.json", GOOD)
    path = tmp_path / file
    path.unlink(missing_ok=True)
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "device":
        path.symlink_to("/dev/zero")
    else:
        path.mkdir()
    refused(tally, f"{file} is a {kind}", lambda: Run(tmp_path).weights)


def folder_with(root: Path, changes: dict[str, Arrays]) -> Path:
    """A run of random weights and a history, with other arrays in some of its files; all with good checksums."""
    draw = np.random.default_rng(0)
    for step in (0, 3):
        arrays = {name: draw.normal(size=shape).astype(np.float32) for name, shape in weight_shapes(SMALL).items()}
        write_arrays(checkpoint_path(root, step), arrays | (changes.get("checkpoint", {}) if step == 3 else {}))
    curve = {name: np.full(4, 0.5) for name in ("train_loss", "test_loss", "train_accuracy", "test_accuracy")}
    write_arrays(root / "history.safetensors", {"step": np.arange(4.0), **curve, **changes.get("history", {})})
    write_json(root / "config.json", GOOD)
    return root


WEIGHTS = {
    "not a number": np.full((8, 8), np.nan, np.float32),
    "infinite": np.full((8, 8), np.inf, np.float32),
    "absurd": np.full((8, 8), 1e38, np.float32),
    "truths": np.ones((8, 8), bool),
    "complex": np.ones((8, 8), np.complex64),
    "integers": np.ones((8, 8), np.int8),
    "another shape": np.ones((8, 9), np.float32),
    "no shape": np.float32(1),
}
HISTORIES = {
    "shorter": {"step": np.arange(3.0)},
    "empty": dict.fromkeys(("step", "train_loss", "test_loss", "train_accuracy", "test_accuracy"), np.zeros(0)),
    "cut": dict.fromkeys(("step", "train_loss", "test_loss", "train_accuracy", "test_accuracy"), np.zeros(1)),
    "backwards": {"step": np.arange(4.0)[::-1].copy()},
    "impossible": {"train_accuracy": np.full(4, 1.5)},
    "square": {"train_loss": np.zeros((4, 4))},
    "not a number": {"test_loss": np.full(4, np.nan)},
}


def read(folder: Path, what: str) -> object:
    return getattr(Run(folder), what)


def test_arrays_of_wrong_kinds(tmp_path: Path, tally: Tally) -> None:
    for number, (name, array) in enumerate(WEIGHTS.items()):
        folder = folder_with(tmp_path / f"weights{number}", {"checkpoint": {"W_out": np.asarray(array)}})
        refused(tally, f"W_out {name}", partial(read, folder, "weights"))
    for name, arrays in HISTORIES.items():
        folder = folder_with(tmp_path / name, {"history": arrays})
        refused(tally, f"history {name}", partial(read, folder, "history"))
    assert Run(folder_with(tmp_path / "good", {})).history


def test_a_lost_training_is_not_a_network_that_came_alone(tmp_path: Path) -> None:
    folder = folder_with(tmp_path / "run", {})
    checkpoint_path(folder, 0).unlink()
    with pytest.raises(RunError, match="written and is gone") as caught:
        _ = Evidence(Run(folder)).training.timeline
    assert not isinstance(caught.value, NoHistoryError)


def every_place(values: Any, place: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The places of all values in nested JSON."""
    if not isinstance(values, (dict, list)):
        return [place]
    inner = values.items() if isinstance(values, dict) else enumerate(values)
    return [place, *(found for key, value in inner for found in every_place(value, (*place, key)))]


def test_linebreak_measures_of_wrong_kinds(tmp_path: Path, tally: Tally) -> None:
    from transparent_box.model.linebreak.report import report

    whole = read_json(LINES / "config.json")
    for place in every_place(whole["measured"])[1:]:
        for value in ("x", None, {"a": 1}):
            changed = json.loads(json.dumps(whole))
            inner = changed["measured"]
            for key in place[:-1]:
                inner = inner[key]
            inner[place[-1]] = value
            (tmp_path / "config.json").write_text(json.dumps(changed))
            tally.tried("hostile values")
            try:
                report(LinebreakRun(tmp_path), LinebreakRun(tmp_path))
            except RunError:
                continue
            except Exception as error:
                tally.fault("hostile values", "traceback", f"{place} = {value}: {error!r}")


def test_recipes_say_what_is_wrong_at_once() -> None:
    for p in (2**61 - 1, 10**25, 7.0, True, 10**5000):
        with pytest.raises(ConfigError) as caught:
            Config(p=p)  # type: ignore[arg-type]
        assert len(str(caught.value)) < 200


def test_what_is_no_number_is_null_in_json() -> None:
    assert finite_values({"a": [float("nan"), 1.5, (float("inf"), "x")]}) == {"a": [None, 1.5, [None, "x"]]}
