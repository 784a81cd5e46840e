"""Published files whose config, steps or names are of odd kinds: one sentence each, and nothing made of them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import numpy as np
import pytest

from tests.clockwork import clockwork
from tests.faults.tally import HANGS, Hanging, Tally, limited
from transparent_box.model.config import ConfigError
from transparent_box.model.imports.names import NAMES
from transparent_box.model.runs.run import Run
from transparent_box.model.storage import RunError

torch = pytest.importorskip("torch")

from transparent_box.model.imports.run import adopt  # noqa: E402

KIND, FILE = "hostile imports", "x.pth"
NESTED: list[Any] = []
for _ in range(100):
    NESTED = [NESTED]
ENDLESS: list[Any] = []
ENDLESS.append(ENDLESS)
NUMBERS, RATES = ("p", "seed", "fraction", "frac_train", "num_epochs", "save_every"), ("lr", "weight_decay")
WORDS = ("fn_name", "operation", "act_fn", "act_type")
HUGE = 10**600  # PyTorch reads none that is longer
NO_NUMBERS: list[Any] = [
    *([7], [], {}, {"a": 1}, (7, 7), "7", "", "x" * 10_000, b"7", True, 1j, NESTED, ENDLESS),
    *(float("nan"), float("inf"), -float("inf"), HUGE, -HUGE, 2**64, np.float64("nan"), torch.tensor(7)),
    *(1e300, 7.5),
]
NO_RATES = NO_NUMBERS[:-2]
NO_WORDS: list[Any] = [
    7,
    HUGE,
    ["add"],
    {"add": 1},
    True,
    float("nan"),
    b"add",
    "x" * 10_000,
    NESTED,
    ENDLESS,
    ("add",),
]
NO_CONFIGS: list[Any] = [[], [("p", 7)], "p=7", 7, HUGE, float("nan"), True, torch.tensor(7), (7,), NESTED, ENDLESS]


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """A small network's weights in the paper's names."""
    run = clockwork(tmp_path_factory.mktemp("made") / "run", 7, (1, 3))
    return {NAMES[name]: torch.tensor(array) for name, array in run.weights.to_dict().items()}


def refused(tally: Tally, what: str, place: Path) -> None:
    """Note whether a file ends as it should: in one sentence of a bearable length, with nothing made."""
    tally.tried(KIND)
    try:
        with limited(HANGS):
            adopt(place / FILE, place / "run", {})
    except (RunError, ConfigError) as error:
        if "\n" in str(error) or len(str(error)) > 600:
            tally.fault(KIND, "traceback", f"{what}: {str(error)[:300]}")
    except Hanging:
        tally.fault(KIND, "hang", what)
    except Exception as error:
        tally.fault(KIND, "traceback", f"{what}: {error!r:.300}")
    else:
        tally.fault(KIND, "accepted", what)
        shutil.rmtree(place / "run")
    if {path.name for path in place.iterdir()} != {FILE}:
        tally.fault(KIND, "lost", f"{what} leaves {sorted(path.name for path in place.iterdir())}")


def cases() -> list[tuple[str, Any]]:
    """Everything odd that a config can be or hold, named."""
    found = [(f"config of kind {number}", config) for number, config in enumerate(NO_CONFIGS)]
    for names, values in ((NUMBERS, NO_NUMBERS), (RATES, NO_RATES), (WORDS, NO_WORDS)):
        found += [(f"{name}: value {place}", {name: value}) for name in names for place, value in enumerate(values)]
    return found


def test_configs_of_odd_kinds_are_refused(state: dict[str, Any], tmp_path: Path, tally: Tally) -> None:
    for what, config in cases():
        torch.save({"model": state, "config": config}, tmp_path / FILE)
        refused(tally, what, tmp_path)


def test_a_config_that_is_nested_without_end_is_refused(state: dict[str, Any], tmp_path: Path, tally: Tally) -> None:
    """PyTorch itself would not write it."""
    mark, deep = b"X\x04\0\0\0MARK", 100_000
    for config in ("MARK", {"seed": "MARK"}, {7: "MARK", "MARK": 3, "p": 11}):
        torch.save({"model": state, "config": config}, tmp_path / "plain")
        with ZipFile(tmp_path / "plain") as plain, ZipFile(tmp_path / FILE, "w") as nested:
            for name in plain.namelist():
                content = plain.read(name)
                nested.writestr(name, content.replace(mark, b"]" * deep + b"a" * (deep - 1)))
        (tmp_path / "plain").unlink()
        refused(tally, f"nested: {config}", tmp_path)


def test_steps_of_odd_kinds_are_not_believed(state: dict[str, Any], tmp_path: Path, tally: Tally) -> None:
    odd: list[Any] = [
        *NO_NUMBERS,
        ["1", "2"],
        [float("nan"), 2],
        [2, 1],
        [1, HUGE],
        [[1], [2]],
        torch.ones(2, 2),
        [0, 1, 2],
    ]
    for place, value in enumerate(odd):
        for content in ({"model": state, "epoch": value}, {"state_dicts": [state, state], "epochs": value}):
            folder = tmp_path / str(place) / ("many" if "epochs" in content else "one")
            folder.mkdir(parents=True)
            torch.save(content, folder / FILE)
            tally.tried(KIND)
            try:
                with limited(HANGS):
                    adopt(folder / FILE, folder / "run", {})
                    steps = Run(folder / "run").checkpoints.steps.tolist()
            except Exception as error:
                tally.fault(KIND, "traceback", f"steps: value {place}: {error!r:.300}")
                continue
            if steps != ([0, 1] if "epochs" in content else [1]):
                tally.fault(KIND, "accepted", f"steps: value {place}: {steps}")


def test_names_that_are_none_are_refused(state: dict[str, Any], tmp_path: Path, tally: Tally) -> None:
    weight = next(iter(state.values()))
    names: list[Any] = [7, HUGE, "x" * 1_000_000, "a\x1b[31mb", "a\nb", "", b"b", (1,), 1.5]
    for name in names:
        contents: list[Any] = [{"model": {**state, name: weight}}, {**state, name: weight}]
        for content in contents:
            torch.save(content, tmp_path / FILE)
            refused(tally, f"weights called {'a huge number' if name == HUGE else repr(name)[:40]}", tmp_path)
