"""A cache never lies: what is damaged in it is made again, and what another rasterizer drew is not taken."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import tests.short_scene  # noqa: F401 — a chapter that is quickly drawn
from tests.clockwork import clockwork
from tests.faults.mutations import mutations
from tests.faults.tally import FULL, Tally, counted
from transparent_box.scenes.mobjects.words.lettering import outlines, pattern
from transparent_box.scenes.output.job import Job
from transparent_box.scenes.output.jobs import render
from transparent_box.scenes.raster.choice import choose_rasterizer, rasterizer_used

KIND = "damaged caches"


@pytest.fixture(autouse=True)
def labels_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """The session's set type, which other tests read, stays whole."""
    monkeypatch.setattr("transparent_box.scenes.output.places.labels", lambda job: job.media.absolute() / "labels")


@pytest.fixture(scope="module")
def job(tmp_path_factory: pytest.TempPathFactory) -> Job:
    """A film of a network built by hand."""
    place = tmp_path_factory.mktemp("caches")
    run = clockwork(place / "run", 7, (1, 3)).folder
    return Job("short_scene", run, "l", 1, media=place / "media")


def render_anew(job: Job) -> bytes:
    """The film, as a process draws it that has read nothing yet."""
    outlines.cache_clear()
    pattern.cache_clear()
    return render(job).read_bytes()


def test_what_is_damaged_is_made_again(job: Job, tally: Tally) -> None:
    film = render_anew(job)
    cached = sorted(path for path in job.media.rglob("*") if path.is_file() and is_cache(path))
    assert {path.suffix for path in cached} == {".mp4", ".sha256", ".svg"}
    whole = {path: path.read_bytes() for path in cached}
    for number, mutation in enumerate(mutations(counted(2, 80))):
        tally.tried(KIND)
        damaged = cached[number % 3 :: 3] if number % 2 else cached
        for path in damaged:
            path.write_bytes(b"" if number == 0 else mutation.damage(whole[path]))
        try:
            if render_anew(job) != film:
                tally.fault(KIND, "accepted", f"{mutation} of {len(damaged)} files")
        except Exception as error:
            tally.fault(KIND, "traceback", f"{mutation} of {len(damaged)} files: {error!r}")
        if any(path.read_bytes() != whole[path] for path in cached):
            tally.fault(KIND, "lost", f"{mutation} of {len(damaged)} files is still there")


def is_cache(path: Path) -> bool:
    """Whether it is kept for the next render."""
    return "partial_movie_files" in path.parts or path.parent.name == "labels"


@pytest.mark.skipif(not FULL, reason="Cairo takes long: FAULTS=full")
def test_what_one_rasterizer_drew_is_not_taken_for_the_others(job: Job, tmp_path: Path, tally: Tally) -> None:
    first = render_anew(job)
    if rasterizer_used() != "OpenGL":
        pytest.skip("no OpenGL on this machine")
    tally.tried(KIND)
    try:
        after = render_anew(replace(job, raster="cairo"))
        assert rasterizer_used() == "Cairo"
        alone = render_anew(replace(job, raster="cairo", media=tmp_path))
    finally:
        choose_rasterizer("auto")
    if after != alone or after == first:
        tally.fault(KIND, "accepted", "Cairo's film is made of OpenGL's segments")
