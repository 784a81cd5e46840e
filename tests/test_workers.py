"""Who draws where nobody says how many: a process for each CPU, but no more than memory holds."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import cli
from transparent_box.commands import workers
from transparent_box.commands.workers import default_workers  # before conftest.py sets it to one
from transparent_box.model import tasks
from transparent_box.model.tasks import usable_memory


@pytest.mark.parametrize(
    ("cpus", "memory", "expected"),
    [(2, 24e9, 2), (16, 128e9, 16), (16, 16e9, 10), (8, 4e9, 2), (4, 1e9, 1), (1, 1e12, 1), (3, math.inf, 3)],
)
def test_a_process_a_cpu_draws_where_memory_holds_them(
    cpus: int, memory: float, expected: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "usable_cpus", lambda: cpus)
    monkeypatch.setattr(workers, "usable_memory", lambda: memory)
    assert default_workers() == expected


def test_a_container_may_use_less_memory_than_there_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    limit = tmp_path / "memory.max"
    monkeypatch.setattr(tasks, "CONTAINER_MEMORY", limit)
    all_of_it = usable_memory()
    limit.write_text("max\n")
    assert usable_memory() == all_of_it
    limit.write_text("1000000\n")
    assert usable_memory() == 1e6


def test_memory_that_the_system_does_not_tell_of_limits_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "CONTAINER_MEMORY", tmp_path / "none")
    monkeypatch.delattr("os.sysconf")
    assert usable_memory() == math.inf


@pytest.mark.parametrize(("words", "expected"), [([], 7), (["-j", "3"], 3)])
@pytest.mark.parametrize("command", ["render", "film"])
def test_a_clip_is_drawn_by_as_many_as_there_is_room_for(
    command: str, words: list[str], expected: int, toy_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    @contextmanager
    def open_pool(chapter_jobs: Any, at_once: int, cluster: str | None) -> Iterator[Any]:
        asked.append(at_once)
        raise tasks.PoolError("This is far enough.")
        yield

    monkeypatch.setattr(workers, "default_workers", lambda: 7)
    monkeypatch.setattr("transparent_box.commands.render.open_pool", open_pool)
    out = ["-o", str(tmp_path / "clip.mp4")]
    result = CliRunner().invoke(cli.main, [command, "clock", "-ql", "--run", str(toy_folder), *out, *words])
    assert asked == [expected], result.output
