"""The shipped spectra of other seeds, and what may be claimed of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.conftest import evidence_of
from tests.toys import GROKS
from transparent_box.model.runs.run import Run
from transparent_box.model.storage import RunError, read_json, write_json
from transparent_box.model.sweeps.seeds import SHIPPED_SEEDS, read_seeds, write_seeds


def test_seeds_differ_in_nothing_else_and_all_passed_their_exam() -> None:
    found = read_seeds()
    assert [seed.config.seed for seed in found] == list(range(len(found)))
    assert len({(seed.config.p, seed.config.fraction, seed.config.steps, seed.config.d_mlp) for seed in found}) == 1
    assert all(seed.generalized_at for seed in found)


def test_no_two_chose_the_same(reference: Run) -> None:
    choices = [tuple(seed.frequencies) for seed in read_seeds()]
    trained = Run(reference.folder, naming="trained").key_frequencies
    assert len({*choices, tuple(trained)}) == len(choices) + 1


def test_the_shipped_are_those_the_readme_names() -> None:
    assert {seed.config.seed: (seed.generalized_at, seed.frequencies) for seed in read_seeds()} == {
        0: (480, [1, 6, 14, 16]),
        1: (250, [18, 23, 39]),
        2: (370, [6, 12, 22, 35, 38]),
        3: (300, [4, 6, 19, 51]),
        4: (410, [10, 19, 25, 49, 56]),
        5: (470, [13, 18, 23, 24, 49, 55]),
        6: (410, [36, 39, 48]),
        7: (280, [12, 18, 43, 48]),
    }


def test_what_is_lit_is_what_is_high() -> None:
    """Each cluster's frequency is among the highest bars of its network's spectrum."""
    for seed in read_seeds():
        assert seed.shares.sum() <= 1
        highest = np.argsort(-seed.shares)[: len(seed.frequencies) + 1] + 1
        assert set(seed.frequencies) <= set(highest.tolist()), seed.config.seed


def test_they_are_small_and_hold_no_pickle() -> None:
    files = list(SHIPPED_SEEDS.iterdir())
    assert sum(path.stat().st_size for path in files) <= 100_000
    assert {path.suffix for path in files} == {".json", ".safetensors"}


def test_spectra_of_a_run_are_written_and_read_back(grokked_run: Run, tmp_path: Path) -> None:
    write_seeds([grokked_run.folder], tmp_path)
    (seed,) = read_seeds(tmp_path)
    shares, sizes = evidence_of(grokked_run).trained_spectrum
    assert seed.config == GROKS and seed.shares == pytest.approx(shares, abs=1e-5)
    assert seed.neurons.tolist() == sizes.tolist()
    (told,) = read_json(tmp_path / "seeds.json")["seeds"]
    assert {told[part] == grokked_run.metadata[part] for part in ("seconds", "device", "threads", "versions")} == {True}
    assert seed.generalized_at == evidence_of(grokked_run).training.timeline.generalized_at


def test_two_runs_of_one_seed_are_refused(grokked_run: Run, tmp_path: Path) -> None:
    with pytest.raises(RunError, match="two runs of seed"):
        write_seeds([grokked_run.folder, grokked_run.folder], tmp_path / "spectra")


def test_missing_and_foreign_spectra_are_one_sentence(grokked_run: Run, tmp_path: Path) -> None:
    with pytest.raises(RunError, match="make seeds"):
        read_seeds(tmp_path)
    write_seeds([grokked_run.folder], tmp_path)
    noted = read_json(tmp_path / "seeds.json")
    wrongs: list[dict[str, Any]] = [
        {},
        {"seeds": [{}]},
        {"seeds": 3},
        {"seeds": [{"recipe": {"p": 12}, "generalized_at": 1}]},
    ]
    for wrong in wrongs:
        write_json(tmp_path / "seeds.json", wrong)
        with pytest.raises(RunError, match="no valid recipes"):
            read_seeds(tmp_path)
    noted["seeds"][0]["generalized_at"] = "soon"
    write_json(tmp_path / "seeds.json", noted)
    with pytest.raises(RunError, match="no step of its training"):
        read_seeds(tmp_path)
