"""Our mobjects in scenes of Manim's own, drawn by Manim's own command line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import transparent_box

SCENES = """
import numpy as np
from manim import DOWN, LEFT, Circle, Group, MovingCameraScene, Scene, ThreeDScene, config

from transparent_box import HeatMap, PointCloud, Relief, Space, viridis

config.frame_rate, config.pixel_width, config.pixel_height = 5, 160, 90


class Flat(Scene):
    def construct(self):
        self.add(Group(HeatMap(viridis(np.ones((2, 2))), 2, 2)).shift(4 * LEFT))


class Turned(Scene):
    def construct(self):
        x = np.linspace(0, 2 * np.pi, 30)
        surface = Relief(np.cos(x[:, None] + x), viridis, 1.0).place([0, 0, 0], 8, 5)
        self.add(surface.field, Circle())
        self.play(surface.space.animate.turn(theta=1), run_time=1)


class Moved(MovingCameraScene):
    def construct(self):
        self.camera.frame.shift(4 * LEFT)
        self.add(HeatMap(viridis(np.ones((2, 2))), 2, 2).shift(4 * LEFT))


class Deep(ThreeDScene):
    def construct(self):
        self.set_camera_orientation(phi=1)
        self.add(PointCloud(np.zeros((1, 3)), viridis(np.ones(1)), 1.0))
"""


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All four scenes, drawn in one go."""
    folder = tmp_path_factory.mktemp("plain")
    (folder / "plain.py").write_text(SCENES, encoding="utf-8")
    root = str(Path(transparent_box.__file__).resolve().parents[1])
    told = subprocess.run(
        [sys.executable, "-m", "manim", "-a", "-s", "--media_dir", "media", "plain.py"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": root},
        capture_output=True,
        text=True,
    )
    assert told.returncode == 0, told.stdout + told.stderr
    return folder / "media" / "images" / "plain"


def lit(folder: Path, scene: str) -> np.ndarray:
    (picture,) = folder.glob(f"{scene}_*.png")
    bright: np.ndarray = np.asarray(Image.open(picture).convert("L")) > 60
    return bright


@pytest.mark.parametrize(("scene", "column"), [("Flat", 35), ("Moved", 80), ("Deep", 80)])
def test_it_is_seen_where_it_is(drawn: Path, scene: str, column: int) -> None:
    rows, columns = np.nonzero(lit(drawn, scene))
    assert len(rows) > 50
    assert abs(rows.mean() - 45) < 2 and abs(columns.mean() - column) < 2


def test_a_space_turns_what_was_added_before_it(drawn: Path, tmp_path: Path) -> None:
    from manim import Circle

    from transparent_box.scenes.mobjects.shapes.heat_map import HeatMap
    from transparent_box.scenes.mobjects.shapes.point_cloud import PointCloud
    from transparent_box.scenes.mobjects.shapes.space import Space
    from transparent_box.scenes.raster.any_scene import moving_together

    space, other = Space(1, 0), Space(1, 0)
    cloud = PointCloud(np.zeros((1, 3)), np.ones((1, 4)), 0.1, space)
    tops = [Circle(), cloud, HeatMap(np.ones((2, 2, 4)), 1, 1)]
    assert moving_together(tops, [], [space.animate.turn(theta=1).build()]) == tops[1:]
    assert moving_together(tops, [], [other.animate.turn(theta=1).build()]) == []
    assert moving_together(tops, tops[2:], []) == tops[2:]
    assert lit(drawn, "Turned").sum() > 1000


def test_every_public_name_is_there_and_known_to_checkers() -> None:
    source = Path(transparent_box.__file__).read_text(encoding="utf-8")
    assert sorted(transparent_box.__all__) == sorted(transparent_box.HOMES)
    for name, home in transparent_box.HOMES.items():
        assert name.isupper() or getattr(transparent_box, name).__name__ == name
        assert f"from transparent_box.{home} import" in source
    with pytest.raises(AttributeError, match="has no Nothing"):
        transparent_box.Nothing  # noqa: B018
