"""A cluster of a real scheduler and two workers makes the same bytes as this process, whatever becomes of a worker."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import tests.short_scene  # noqa: F401 — a chapter that is quickly drawn
from tests.dask_cluster import DaskCluster, dask_cluster, double
from transparent_box.commands import cluster as clusters
from transparent_box.commands.cluster import ClusterPool, connect, write
from transparent_box.commands.remote_tasks import RemoteResult
from transparent_box.commands.task_process import TaskProcess
from transparent_box.commands.transfers import in_batches, missing_files, path_inside, write_files
from transparent_box.commands.versions import DRAWING, TRAINING, code_version, describe_difference, versions
from transparent_box.model.config import Config
from transparent_box.model.contents import manifest_digest, manifest_of
from transparent_box.model.files import atomic_file
from transparent_box.model.sweeps import workers as trainings
from transparent_box.model.sweeps.sweep import Assignment, is_finished
from transparent_box.model.tasks import InProcessPool, Lost, PoolError
from transparent_box.scenes.output.job import Job
from transparent_box.scenes.output.jobs import make_clip
from transparent_box.scenes.output.pool import Outcome, carry_out
from transparent_box.scenes.output.schedule import Costs

pytest.importorskip("distributed")
pytest.importorskip("torch")

TINY = Config(p=7, fraction=0.6, steps=60, d_model=8, n_heads=2, d_mlp=8)
TWO_BEATS = Costs(0.1, (0.1, 0.1), (9.0, 9.0), (1.0, 1.0))
UNTOLD = {"config.json", "hashes.json"}  # the seconds that it took, and the first one's checksum


@pytest.fixture(scope="module")
def two_workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskCluster]:
    with dask_cluster(tmp_path_factory.mktemp("cluster"), 2) as cluster:
        yield cluster


@pytest.fixture(scope="module")
def pool(two_workers: DaskCluster) -> Iterator[ClusterPool]:
    with connect(two_workers.address, {"OMP_NUM_THREADS": "1"}, TRAINING) as pool:
        yield pool


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def settled(folder: Path) -> dict[str, bytes]:
    """What a training has left, less what is never twice the same."""
    return {name: content for name, content in files(folder).items() if name not in UNTOLD}


def films(run: Path, media: Path) -> list[Job]:
    """Films of two beats each."""
    jobs = [Job("short_scene", run, "l", media=media, theme=theme) for theme in ("dark", "light")]
    return [*jobs, replace(jobs[0], settings=(("seconds", 2),))]


def made_here(jobs: list[Job]) -> dict[str, bytes]:
    """The clips of jobs, drawn in this process in one go, with what stands beside them."""
    folders = [make_clip(job).path.parent for job in jobs]
    return {path.name: path.read_bytes() for folder in folders for path in folder.iterdir() if path.is_file()}


def test_films_come_back_as_they_are_made_here(pool: ClusterPool, toy_folder: Path, tmp_path: Path) -> None:
    jobs, heard = films(toy_folder, tmp_path / "there"), []
    outcomes = list(carry_out(jobs, pool, lambda job, news: heard.append(news), dict.fromkeys(jobs, TWO_BEATS)))
    assert all(outcome.path for outcome in outcomes), outcomes
    clips = {path.name: path.read_bytes() for path in outcomes[0].path.parent.iterdir() if path.is_file()}  # type: ignore[union-attr]
    assert clips == made_here(films(toy_folder, tmp_path / "here"))
    assert sum(news.beat == "moves" for news in heard) == 3 and any(news.frames for news in heard)
    again = list[Any]()
    list(carry_out(jobs, pool, lambda job, news: again.append(news), dict.fromkeys(jobs, TWO_BEATS)))
    assert not any(news.drawn and news.frames for news in again), "what lies here is not drawn there again"


def test_trainings_come_back_leg_by_leg_as_they_are_made_here(
    pool: ClusterPool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trainings, "LEG", 0.5)
    team = (Assignment(TINY, tmp_path / "there" / "run", "cpu"),)
    rows = []
    (outcome,) = trainings.carry_out([team], pool, lambda one, row: rows.append(row))
    assert (outcome.assignment, outcome.sentence) == (team[0], "") and is_finished(TINY, team[0].folder)
    steps = [row[0] for row in rows if row]
    assert steps == sorted(steps) and steps[-1] == TINY.steps, "each leg goes on where the last has stopped"
    alone = (Assignment(TINY, tmp_path / "here" / "run", "cpu"),)
    assert not [
        one.sentence for one in trainings.carry_out([alone], InProcessPool(), lambda one, row: None) if one.sentence
    ]
    assert settled(team[0].folder) == settled(alone[0].folder)


@pytest.mark.parametrize("until", ["activations.safetensors", "history.safetensors", "config.json", "hashes.json"])
def test_a_training_that_is_killed_while_it_comes_home_can_be_gone_on_from(
    until: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its first leg, and so its first files."""
    there, home = (Assignment(TINY, tmp_path / name, "cpu") for name in ("there", "home"))
    assert not [
        one.sentence for one in trainings.carry_out([(there,)], InProcessPool(), lambda one, row: None) if one.sentence
    ]

    def whole_until(path: Path) -> AbstractContextManager[Path]:
        if path.name == until:
            raise MemoryError
        return atomic_file(path)

    monkeypatch.setattr("transparent_box.commands.cluster.atomic_file", whole_until)
    with pytest.raises(MemoryError):
        write(RemoteResult(None, (files(there.folder),), ((),)), trainings.Training((home,)))
    assert (home.folder / "config.json").exists()
    assert not [
        one.sentence for one in trainings.carry_out([(home,)], InProcessPool(), lambda one, row: None) if one.sentence
    ]
    assert settled(home.folder) == settled(there.folder)


def test_what_is_no_film_is_made_there_too(pool: ClusterPool, toy_folder: Path, tmp_path: Path) -> None:
    jobs = [Job("short_scene", toy_folder, "l", format=name, media=tmp_path / "there") for name in ("png", "gif")]
    for outcome, job in zip(carry_out(jobs[:1], pool), jobs, strict=False):
        here = make_clip(replace(job, media=tmp_path / "h")).path
        assert outcome.path and outcome.path.read_bytes() == here.read_bytes()
    (failed,) = carry_out([replace(jobs[1], run=tmp_path)], pool)
    assert failed.path is None and "is not a run folder" in failed.sentence and not failed.trace


def test_without_its_scheduler_there_is_a_sentence_and_what_is_finished_is_kept(
    toy_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    jobs, outcomes = films(toy_folder, tmp_path / "media"), list[Outcome]()
    with (
        dask_cluster(tmp_path / "cluster", 1) as cluster,
        pytest.raises(PoolError, match=rf"The scheduler at {cluster.address} is gone\. What was finished is kept"),
        connect(cluster.address, {}, DRAWING) as pool,
    ):
        for outcome in carry_out(jobs, pool, costs=dict.fromkeys(jobs, TWO_BEATS)):
            outcomes.append(outcome)
            cluster.scheduler.send_signal(signal.SIGKILL)
    assert 1 <= len(outcomes) < len(jobs) and all(one.path and one.path.exists() for one in outcomes)
    said = capsys.readouterr()
    assert said.err.startswith("The cluster's dashboard: http://") and said.err.count("\n") == 1 and not said.out
    assert not list((tmp_path / "media").rglob("*.part*"))


@pytest.mark.parametrize("changed", ["scenes/film.py", "commands/film.py", "assets/facts.json", "assets/fonts/a.otf"])
def test_what_is_shipped_is_a_version_as_code_is(changed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / changed
    file.parent.mkdir(parents=True)
    file.write_text("before", encoding="utf-8")
    monkeypatch.setattr("transparent_box.commands.versions.ROOT", tmp_path)
    before = code_version.__wrapped__()
    file.write_text("after", encoding="utf-8")
    assert code_version.__wrapped__() != before


def test_other_versions_are_refused_by_name(two_workers: DaskCluster, tmp_path: Path) -> None:
    other = tmp_path / "num2words-9.9.dist-info"
    other.mkdir()
    (other / "METADATA").write_text("Metadata-Version: 2.1\nName: num2words\nVersion: 9.9\n")
    with dask_cluster(tmp_path / "cluster", 0) as cluster:
        cluster.add_worker(tmp_path)
        here = versions(DRAWING)["num2words"]
        refused = pytest.raises(PoolError, match=rf"num2words 9\.9 instead of {here}.*install the same there")
        with refused, connect(cluster.address, {}, DRAWING):
            pass


def test_what_decides_the_bytes_is_told_apart() -> None:
    here = {"Python": "3.11.2", "manim": "0.22.0", "torch": "2.13.0"}
    assert describe_difference(here, {**here, "more": "1"}) == ""
    assert describe_difference(here, {"Python": "3.11.2", "manim": "0.23.0"}) == (
        "manim 0.23.0 instead of 0.22.0, torch none instead of 2.13.0"
    )
    assert {"Python", "transparent-box", "manim", "numpy"} <= versions(DRAWING).keys() and "torch" in versions(TRAINING)
    assert "torch" not in versions(DRAWING) and "distributed" in versions(DRAWING)


def test_nobody_there_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clusters, "TIMEOUT", 1.0)
    with (
        pytest.raises(PoolError, match=r"No scheduler answers at tcp://127.0.0.1:9"),
        connect("tcp://127.0.0.1:9", {}, ()),
    ):
        pass
    with pytest.raises(PoolError, match="No scheduler answers at nonsense://x"), connect("nonsense://x", {}, ()):
        pass
    nobody = pytest.raises(PoolError, match="has no workers")
    with dask_cluster(tmp_path, 0) as cluster, nobody, connect(cluster.address, {}, ()):
        pass


def test_folders_travel_by_their_content(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    (here / "inner").mkdir(parents=True)
    (here / "a").write_bytes(b"1")
    (here / "inner" / "b").write_bytes(b"2")
    (here / ".x.1.01234567.part").write_bytes(b"half")
    manifest = manifest_of(here)
    assert list(manifest) == ["a", "inner/b"] and manifest_of(there) == {}
    assert missing_files(there, manifest) == ["a", "inner/b"]
    for batch in in_batches(here, missing_files(there, manifest)):
        write_files(there, batch)
    assert missing_files(there, manifest) == [] and manifest_digest(manifest_of(there)) == manifest_digest(manifest)
    (there / "a").write_bytes(b"3")
    (there / "more").write_bytes(b"4")
    assert missing_files(there, manifest) == ["a"] and not (there / "more").exists()
    for outside in ("../a", "/a", ""):
        with pytest.raises(ValueError, match="is no file in"):
            path_inside(here, outside)


def test_a_process_does_one_thing_after_the_other() -> None:
    process, heard = TaskProcess({}), list[Any]()
    assert [process.run(double, task, heard.append, lambda: True) for task in (1, 2)] == [2, 4] and heard == [1, 2]
    with pytest.raises(ValueError, match="invalid literal"):
        process.run(double, "x", heard.append, lambda: True)
    assert process.is_there and process.run(double, 0, heard.append, lambda: True) == Lost() and not process.is_there
    unwanted = TaskProcess({})
    assert unwanted.run(double, 1, heard.append, lambda: False) == Lost() and not unwanted.is_there
