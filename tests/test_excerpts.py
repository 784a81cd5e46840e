"""Clips of mobjects are cut from a chapter's: the right place, the right time, the same colors."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest

from transparent_box.scenes.mobjects.shapes.heat_map import HeatMap
from transparent_box.scenes.mobjects.shapes.point_cloud import PointCloud
from transparent_box.scenes.output.excerpts import (
    SECONDS,
    Box,
    Sighting,
    cut_excerpt,
    find_largest,
    find_liveliest,
    find_sightings,
)
from transparent_box.scenes.output.job import Job

FRAME = 8 * 16 / 9  # units across


def test_a_mobject_is_found_where_and_when_it_stands(job: Job, clip: Path) -> None:
    """The table is two units wide and three to the right of the middle, from the first beat on; points come second."""
    found = find_largest(job, [HeatMap, PointCloud])
    table = found[HeatMap][2]
    assert [table.left, table.right] == pytest.approx([0.5 + 2 / FRAME, 0.5 + 4 / FRAME], abs=0.005)
    assert [table.top, table.bottom] == pytest.approx([3 / 8, 5 / 8], abs=0.01)
    assert found[HeatMap][0] == 0 and found[PointCloud][0] > 0
    assert find_sightings([(job, clip)])["PointCloud"].clip == clip


def test_an_excerpt_is_that_part_of_the_clip(clip: Path, tmp_path: Path) -> None:
    sighting = Sighting(clip, 0.0, 1.0, Box(0.5, 0.25, 0.75, 0.75))
    made = cut_excerpt(sighting, tmp_path / "part.mp4")
    left, top, width, height = sighting.box.pixels(854, 480)
    whole, part = frames(clip), frames(made)
    first = next(part)
    assert first.shape == (height, width, 3) and width % 2 == height % 2 == 0
    wanted = next(whole)[top : top + height, left : left + width]
    assert np.abs(first - wanted).mean() < 4  # levels; it was encoded once more
    assert 1 + sum(1 for _ in part) == 15
    with av.open(str(clip)) as before, av.open(str(made)) as after:
        contexts = [opened.streams.video[0].codec_context for opened in (before, after)]
        assert contexts[0].colorspace == contexts[1].colorspace and contexts[0].color_range == contexts[1].color_range


def test_it_begins_where_most_moves(tmp_path: Path) -> None:
    """Ten seconds of nothing but a square that moves from the fifth to the seventh."""
    film = tmp_path / "film.mp4"
    with av.open(str(film), "w") as made:
        stream = made.add_stream("libx264", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for number in range(100):
            picture = np.zeros((48, 64, 3), np.uint8)
            at = int(np.clip(number - 50, 0, 20))
            picture[10:30, at : at + 20] = 255
            made.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        made.mux(stream.encode(None))
    start = find_liveliest(Sighting(film, 0.0, 10.0, Box(0, 0, 1, 1)))
    assert start <= 5.1 and start + SECONDS >= 6.9
    made_of_it = [*frames(cut_excerpt(Sighting(film, 6.0, 9.0, Box(0, 0, 1, 1)), tmp_path / "part.mp4"))]
    assert len(made_of_it) == 30
    assert np.abs(made_of_it[0] - [*frames(film)][60]).mean() < 4, "it begins in the middle of a move"


def frames(film: Path) -> Iterator[np.ndarray]:
    with av.open(str(film)) as opened:
        for picture in opened.decode(opened.streams.video[0]):
            yield picture.to_ndarray(format="rgb24").astype(int)
