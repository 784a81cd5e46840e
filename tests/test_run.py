from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from scipy.special import softmax

from tests.conftest import evidence_of
from transparent_box.model import hashes
from transparent_box.model.analysis.dynamics import BY_FREQUENCY, PLAIN
from transparent_box.model.analysis.fourier import key_frequencies, neuron_fve
from transparent_box.model.analysis.pacing import evenly_spaced
from transparent_box.model.analysis.renaming import Renaming, choose_renaming
from transparent_box.model.config import Config
from transparent_box.model.files import atomic_folder
from transparent_box.model.linebreak.run import LinebreakRun
from transparent_box.model.runs.checkpoints import pack_tensor, unpack_tensor
from transparent_box.model.runs.evidence import Evidence
from transparent_box.model.runs.measure import measure
from transparent_box.model.runs.pack import pack
from transparent_box.model.runs.run import Run, grid_activations
from transparent_box.model.runs.training_evidence import TrainingEvidence
from transparent_box.model.storage import RunError, read_arrays, read_json, write_arrays, write_atomically, write_json
from transparent_box.model.sweeps.sweep import is_finished


def test_records_of_a_run(toy_run: Run) -> None:
    p, config = toy_run.p, toy_run.config
    assert toy_run.activations.mlp_post.shape == (p, p, config.d_mlp)
    assert toy_run.activations.attention.shape == (p, p, config.n_heads, 3)
    assert toy_run.activations.logits.shape == (p, p, p + 1)
    assert np.allclose(toy_run.activations.attention.sum(-1), 1, atol=1e-5)
    assert np.array_equal(toy_run.activations.mlp_post, np.maximum(toy_run.activations.mlp_pre, 0))
    assert toy_run.history.step[-1] == config.steps
    assert toy_run.history.train_accuracy[-1] == 1
    assert all(len(pair["cos"].columns) <= 8 for pair in toy_run.probes.values())


def test_measured_files_say_what_the_weights_say(toy_folder: Path, tmp_path: Path) -> None:
    """Read from the file or computed from the weights: the same arrays."""
    measured = Run(toy_folder)
    bare = tmp_path / "bare"
    shutil.copytree(toy_folder, bare)
    for name in ("activations", "dynamics"):
        (bare / f"{name}.safetensors").unlink()
    computed = Run(bare)
    for name, array in measured.activations.to_dict().items():
        assert np.allclose(array, getattr(computed.activations, name), atol=1e-5), name
    read, made = evidence_of(measured).training.dynamics, evidence_of(computed).training.dynamics
    for name in (*PLAIN, *BY_FREQUENCY):
        assert np.allclose(getattr(read, name), getattr(made, name), rtol=1e-4, atol=1e-6), name


def test_renaming_changes_names_and_nothing_else(reference: Run) -> None:
    trained = Run(reference.folder, naming="trained")
    u = reference.renaming.multiplier
    assert u != 1
    for x, y in [(0, 0), (3, 5), (100, 90), (112, 1)]:
        ux, uy = u * x % 113, u * y % 113
        shown, original = reference.activations.logits[ux, uy], trained.activations.logits[x, y]
        assert np.allclose(shown[u * np.arange(113) % 113], original[:113], atol=1e-4)
        assert (reference.predictions[ux, uy] - u * trained.predictions[x, y]) % 113 == 0
    assert np.array_equal(reference.answers, np.add.outer(np.arange(113), np.arange(113)) % 113)
    renamed = u * trained.split.train % 113
    assert sorted(map(tuple, renamed.tolist())) == sorted(map(tuple, reference.split.train.tolist()))
    folded = sorted(min(k * pow(u, -1, 113) % 113, -k * pow(u, -1, 113) % 113) for k in trained.key_frequencies)
    assert folded == reference.key_frequencies


def test_probes_are_the_same_in_both_names(reference: Run) -> None:
    trained = Run(reference.folder, naming="trained")
    ours = sorted(probe.r2 for pair in reference.probes.values() for probe in pair.values())
    theirs = sorted(probe.r2 for pair in trained.probes.values() for probe in pair.values())
    assert ours == pytest.approx(theirs)


def test_the_renaming_rule() -> None:
    p, frequencies = 113, [14, 35, 41, 42, 52]
    chosen = choose_renaming(frequencies, p)
    third = {u: sorted(Renaming(p, u).shown_frequency(k)[0] for k in frequencies)[2] for u in range(1, 57)}
    assert third[chosen.multiplier] == min(third.values())
    assert choose_renaming([], p).multiplier == 1
    k, sign = Renaming(p, 7).shown_frequency(14)
    n = np.arange(p)
    assert np.allclose(np.sin(2 * np.pi * 14 * n / p), sign * np.sin(2 * np.pi * k * (7 * n % p) / p))


def test_packed_frames_do_not_drift() -> None:
    frames = np.cumsum(np.random.default_rng(0).normal(size=(300, 9, 4)).astype(np.float32), axis=0)
    unpacked = unpack_tensor(pack_tensor(frames, "W"), "W")
    assert np.array_equal(unpacked[-1], frames[-1])
    largest_change = np.abs(np.diff(frames, axis=0)).max()
    assert np.abs(unpacked - frames).max() < 0.02 * largest_change


def test_packing_keeps_the_run(toy_folder: Path, tmp_path: Path) -> None:
    pack(toy_folder, tmp_path / "packed", frames=20)
    packed, whole = Run(tmp_path / "packed"), Run(toy_folder)
    assert len(packed.checkpoints.steps) == 20
    for name, array in whole.weights.to_dict().items():
        assert np.array_equal(array, getattr(packed.weights, name)), name
    assert packed.key_frequencies == whole.key_frequencies
    assert Evidence(packed).training.dynamics.step[-1] == whole.config.steps
    assert not list((tmp_path / "packed").glob("*.pt*"))
    with pytest.raises(RunError, match="already holds a run"):
        pack(toy_folder, tmp_path / "packed")


def test_packing_an_unmeasured_run_writes_nothing(toy_folder: Path, tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    shutil.copytree(toy_folder, raw)
    (raw / "probes.safetensors").unlink()
    with pytest.raises(RunError, match="has not been measured"):
        pack(raw, tmp_path / "packed")
    assert not (tmp_path / "packed").exists()


@pytest.mark.parametrize("fails_at", ["checkpoints", "history", "config"])
def test_packing_that_fails_half_way_leaves_nothing(
    fails_at: str, toy_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    true_record = hashes.record_content

    def full(path: Path, private: Path) -> None:
        if path.name.startswith(fails_at):
            raise OSError(28, "No space left on device")
        true_record(path, private)

    monkeypatch.setattr("transparent_box.model.storage.record_content", full)
    with pytest.raises(RunError, match="No space left"):
        pack(toy_folder, tmp_path / "packed", frames=3)
    assert not list(tmp_path.iterdir())


def test_what_is_damaged_is_not_packed_as_if_it_were_whole(toy_folder: Path, tmp_path: Path) -> None:
    """Copied unread, it would get a checksum of its own."""
    shutil.copytree(toy_folder, tmp_path / "run")
    path = tmp_path / "run" / "exam.safetensors"
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    with pytest.raises(RunError, match="was changed after it was written"):
        pack(tmp_path / "run", tmp_path / "packed", frames=3)
    assert not (tmp_path / "packed").exists()


def test_packing_leaves_what_is_there_alone(toy_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "kept.txt").write_text("kept")
    with pytest.raises(RunError, match="already exists"):
        pack(toy_folder, tmp_path / "full", frames=3)
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["kept.txt"]
    (tmp_path / "empty").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "empty")
    pack(toy_folder, tmp_path / "link", frames=3)
    assert (tmp_path / "link").is_symlink() and Run(tmp_path / "empty").history
    assert not list(tmp_path.glob(".*"))


def test_frames_are_even_along_a_path() -> None:
    path = np.cumsum(np.r_[np.zeros(50), np.linspace(0, 1, 100), np.zeros(50)])[:, None]
    chosen = evenly_spaced(path, 60)
    assert len(chosen) == 60 and chosen[0] == 0 and chosen[-1] == 199
    assert (np.diff(chosen) >= 1).all()
    moving = (chosen >= 100) & (chosen <= 150)
    assert moving.sum() > 30


def test_a_run_that_has_not_been_measured_says_how(toy_folder: Path, tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    shutil.copytree(toy_folder, raw)
    metadata = json.loads((raw / "config.json").read_text())
    del metadata["measured"], metadata["renaming"]
    write_json(raw / "config.json", metadata)
    with pytest.raises(RunError, match=r"cli\.py measure"):
        _ = Run(raw).probes
    assert measure(raw).probes


def trained_on(folder: Path, place: Path) -> Path:
    """A copy of a measured run as a training that went on from it leaves it: other weights beside what was measured."""
    shutil.copytree(folder, place)
    metadata, last = read_json(place / "config.json"), sorted((place / "checkpoints").iterdir())[-1]
    write_json(place / "config.json", {k: v for k, v in metadata.items() if k not in ("measured", "renaming")})
    write_arrays(last, {name: 1.5 * array for name, array in read_arrays(last).items()})
    return place


def test_what_was_measured_of_other_weights_is_not_shown(toy_folder: Path, tmp_path: Path) -> None:
    run = Run(trained_on(toy_folder, tmp_path / "run"))
    assert (run.folder / "activations.safetensors").exists()
    anew = grid_activations(run.weights, run.p)
    assert np.array_equal(run.activations.logits, anew.logits)
    chances = np.take_along_axis(softmax(anew.logits, axis=-1), run.answers[..., None], axis=-1)[..., 0]
    assert np.array_equal(Evidence(run).training.exam_board.chance[-1], np.rint(255 * chances))
    with pytest.raises(RunError, match="has not been measured"):
        _ = Evidence(run).training.dynamics


def test_a_measuring_that_is_killed_does_not_pass_for_finished(
    toy_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kill(training: TrainingEvidence, report: Callable[[], None]) -> None:
        raise KeyboardInterrupt

    folder = trained_on(toy_folder, tmp_path / "run")
    for cut in ("mark_exam", "measure_dynamics"):
        with monkeypatch.context() as patch:
            patch.setattr(TrainingEvidence, cut, kill)
            with pytest.raises(KeyboardInterrupt):
                measure(folder)
        run = Run(folder)
        assert not is_finished(run.config, folder)
        assert Evidence(run).training.dynamics.loss[-1] == pytest.approx(Evidence(run).losses.all, rel=1e-4)
    assert is_finished(measure(folder).config, folder)


def test_measuring_again_writes_what_differs_and_nothing_else(toy_folder: Path, tmp_path: Path) -> None:
    """What was drawn of the run is current as long as its files are as old."""
    folder = tmp_path / "run"
    shutil.copytree(toy_folder, folder)

    def times() -> dict[str, int]:
        return {path.name: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}

    measure(folder)
    before = times()
    measure(folder)
    assert times() == before
    probes = read_arrays(folder / "probes.safetensors")
    write_arrays(folder / "probes.safetensors", probes | {"intercept": probes["intercept"] + 1})
    (folder / "exam.safetensors").write_bytes(b"damaged")
    measure(folder)
    changed = {name for name, time in times().items() if time != before[name]}
    assert changed == {"probes.safetensors", "exam.safetensors", "hashes.json"}
    assert np.array_equal(read_arrays(folder / "probes.safetensors")["intercept"], probes["intercept"])


DAMAGES = ("missing", "no config", "not json", "other format", "wrong p", "truncated", "foreign", "no checkpoints")


@pytest.mark.parametrize("damage", DAMAGES)
def test_broken_runs_are_one_sentence(toy_folder: Path, tmp_path: Path, damage: str) -> None:
    run = tmp_path / "run"
    if damage != "missing":
        shutil.copytree(toy_folder, run)
        (run / "activations.safetensors").unlink()
    config, last = run / "config.json", sorted((run / "checkpoints").glob("*"))[-1:]
    (run / "hashes.json").unlink(missing_ok=True)  # what the content itself gives away
    if damage == "no config":
        config.unlink()
    elif damage == "not json":
        config.write_text("{")
    elif damage == "other format":
        config.write_text('{"format": 99}')
    elif damage == "wrong p":
        config.write_text(config.read_text().replace('"p": 13', '"p": 17'))
    elif damage == "truncated":
        last[0].write_bytes(last[0].read_bytes()[:-100])
    elif damage == "foreign":
        last[0].write_bytes(b"not safetensors at all")
    elif damage == "no checkpoints":
        shutil.rmtree(run / "checkpoints")
    with pytest.raises(RunError) as caught:
        _ = Run(run).predictions
    assert "\n" not in str(caught.value)


WRONG = ("no object", "not json", "endless", "another version", "another network", "another kind", "no checksums")


@pytest.mark.parametrize("wrong", WRONG)
def test_what_cannot_be_used_says_what_to_do(wrong: str, toy_folder: Path, tmp_path: Path) -> None:
    run, config = tmp_path / "run", tmp_path / "run" / "config.json"
    shutil.copytree(toy_folder, run)
    (run / "hashes.json").unlink()
    texts = {"no object": "[]", "not json": "{", "endless": 10_000 * "[", "another version": '{"format": 99}'}
    if wrong in texts:
        config.write_text(texts[wrong])
    elif wrong == "another kind":
        config.write_text(json.dumps(json.loads(config.read_text()) | {"seconds": "ten"}))
    elif wrong == "no checksums":
        (run / "hashes.json").write_text("{")
    with pytest.raises(RunError, match=r": (make|take|name) .*\.$"):
        LinebreakRun(run) if wrong == "another network" else Run(run)


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "file"
    target.write_text("old")

    def half(path: Path) -> None:
        path.write_text("ne")
        raise OSError(28, "No space left on device")

    with pytest.raises(RunError, match="No space left"):
        write_atomically(target, half)
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("error", [OSError, KeyboardInterrupt])
def test_a_folder_that_cannot_be_replaced_stays(
    error: type[BaseException], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever comes between the two renames, one of the two folders is there."""
    target, rename = tmp_path / "deck", Path.replace
    target.mkdir()
    (target / "page").write_text("old")

    def stop(path: Path, goal: Path) -> None:
        if goal == target and (path / "page").read_text() == "new":
            raise error
        rename(path, goal)

    monkeypatch.setattr(Path, "replace", stop)
    with pytest.raises(error), atomic_folder(target) as private:
        (private / "page").write_text("new")
    assert (target / "page").read_text() == "old" and list(tmp_path.iterdir()) == [target]


def test_a_folder_that_a_link_leads_to_is_replaced_and_the_link_stays(tmp_path: Path) -> None:
    """As on another disk, or where a web server looks; the old link stayed under a private name."""
    (tmp_path / "disk" / "deck").mkdir(parents=True)
    link = tmp_path / "deck"
    link.symlink_to(tmp_path / "disk" / "deck")
    for words in ("old", "new"):
        with atomic_folder(link) as private:
            (private / "page").write_text(words)
    assert link.is_symlink() and (tmp_path / "disk" / "deck" / "page").read_text() == "new"
    assert {path.name for path in tmp_path.iterdir()} == {"disk", "deck"} and len(
        list((tmp_path / "disk").iterdir())
    ) == 1


@pytest.mark.parametrize("was_there", [True, False])
def test_of_two_that_make_one_folder_at_once_neither_fails(
    was_there: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other moves the old folder away when this one is about to, and puts its own there first."""
    target, rename, to_come = tmp_path / "deck", Path.replace, {"goes", "comes"}
    if was_there:
        target.mkdir()

    def interfere(path: Path, goal: Path) -> None:
        if path == target and "goes" in to_come:
            to_come.remove("goes")
            shutil.rmtree(target)
        elif goal == target and "comes" in to_come:
            to_come.remove("comes")
            target.mkdir()
            (target / "page").write_text("another's")
        rename(path, goal)

    monkeypatch.setattr(Path, "replace", interfere)
    with atomic_folder(target) as private:
        (private / "page").write_text("new")
    assert (target / "page").read_text() == "new" and list(tmp_path.iterdir()) == [target] and not to_come


def test_key_frequencies_are_found_not_typed(reference: Run) -> None:
    assert key_frequencies(neuron_fve(reference.activations.mlp_post)) == reference.key_frequencies


def test_config_survives_json() -> None:
    config = Config(p=59, operation="x·y", seed=4)
    assert Config.from_json(json.loads(json.dumps(config.to_json()))) == config


def test_half_a_run_says_how_to_get_the_other_half(toy_folder: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    shutil.copytree(toy_folder, run)
    (run / "probes.safetensors").unlink()
    with pytest.raises(RunError, match=r"probes.safetensors is missing: `python cli.py measure .*run` makes it again"):
        _ = Run(run).probes
    shutil.rmtree(run / "checkpoints")
    with pytest.raises(RunError, match="no checkpoints, and so no network: take them from a copy, or train"):
        _ = Run(run).weights


def test_a_training_that_was_stopped_is_told_from_one_that_was_not_measured(toy_folder: Path, tmp_path: Path) -> None:
    folder = trained_on(toy_folder, tmp_path / "run")
    with pytest.raises(RunError, match=r"has not been measured: run `.* measure "):
        _ = Run(folder).key_frequencies
    (folder / "state.safetensors").touch()
    with pytest.raises(RunError, match=r"stopped half-way, so go on with `train --resume`, or, .* measure "):
        _ = Run(folder).key_frequencies


@pytest.mark.parametrize(("later", "is_whole"), [(7, True), (30, False)])
def test_a_training_that_was_stopped_between_two_rows_of_its_history_is_whole(
    later: int, is_whole: bool, toy_folder: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "run"
    shutil.copytree(toy_folder, folder)
    rows = read_arrays(folder / "history.safetensors")
    kept = {name: column[:-20] for name, column in rows.items()}
    assert kept["step"][-1] - kept["step"][-2] == 10
    write_arrays(folder / "history.safetensors", kept)
    write_json(
        folder / "config.json", read_json(folder / "config.json") | {"steps_done": int(kept["step"][-1]) + later}
    )
    if is_whole:
        assert Run(folder).history.step[-1] == kept["step"][-1]
    else:
        with pytest.raises(RunError, match="ends before the training did"):
            _ = Run(folder).history


def test_a_command_that_is_advised_can_be_copied(toy_folder: Path, tmp_path: Path) -> None:
    """A folder's name may have a space in it: to a shell it would be two."""
    mine = tmp_path / "my run"
    with pytest.raises(RunError, match=rf"There is no run at {mine}: train one with `.* train --out '{mine}'`\.$"):
        Run(mine)
    with pytest.raises(RunError, match=rf"train-linebreak --out '{mine}'`\.$"):
        LinebreakRun(mine)
    shutil.copytree(toy_folder, mine)
    (mine / "probes.safetensors").unlink()
    with pytest.raises(RunError, match=rf" measure '{mine}'` makes it again\.$"):
        _ = Run(mine).probes
    metadata = read_json(mine / "config.json")
    del metadata["measured"]
    write_json(mine / "config.json", metadata)
    with pytest.raises(RunError, match=rf": run `.* measure '{mine}'`\.$"):
        Run(mine).require_measured()
