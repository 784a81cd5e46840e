"""A scene for tests and eyes, not for the film: one measured surface with everything the stage can draw on it.

`python -m tests.surface_demo [dark|light] [FILE]` draws its last frame.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from manim import DEGREES, FadeIn, tempconfig

from tests.conftest import REFERENCE
from transparent_box.model.analysis.fourier import neuron_fve
from transparent_box.model.runs.run import Run
from transparent_box.scenes.look.colormaps import ramp, rgba
from transparent_box.scenes.look.frame import Frame
from transparent_box.scenes.look.theme import THEMES, Size, Time
from transparent_box.scenes.mobjects.shapes.height_field import HeightField, refined
from transparent_box.scenes.mobjects.shapes.point_cloud import PointCloud
from transparent_box.scenes.mobjects.shapes.polyline_set import PolylineSet
from transparent_box.scenes.mobjects.shapes.space import Space
from transparent_box.scenes.mobjects.shapes.space_axes import SpaceAxes, SpaceAxis
from transparent_box.scenes.mobjects.words.lettering import Lettering, formula, words
from transparent_box.scenes.output import places
from transparent_box.scenes.output.job import Job
from transparent_box.scenes.output.jobs import manim_settings
from transparent_box.scenes.raster.recording import Outputs
from transparent_box.scenes.stage.beat import beat
from transparent_box.scenes.stage.stage import Look, Stage

SIDE, RISE = 6.0, 0.75


class SurfaceDemo(Stage):
    """One neuron over all sums, before the ReLU: where it is zero, where it is highest, axes round it."""

    def construct(self) -> None:
        """Show it, turn it, mark its heights."""
        neurons = self.run.activations.mlp_pre.astype(float)
        slow = min(self.run.key_frequencies, default=1)
        heights = neurons[:, :, neuron_fve(neurons)[:, slow - 1].argmax()]
        heights = (heights - heights.mean()) / np.abs(heights).max()
        space = Space(52 * DEGREES, -60 * DEGREES)
        colors = ramp(self.theme.heights, refined((heights + 1) / 2, 2).clip(0, 1))
        surface = HeightField(space, refined(heights, 2), colors, SIDE, SIDE, RISE)
        surface.rule(rgba(self.theme.text, 0.3), 0.015, contour_every=RISE / 2)
        floor = np.array([[x * SIDE / 2, y * SIDE / 2, -RISE] for x in (-1, 1) for y in (-1, 1)])
        area, thetas = self.content, [-60 * DEGREES, -35 * DEGREES]
        space.fit(np.concatenate([surface.points, 1.15 * floor]), area.center, area.width, area.height, thetas)
        measured = surface.grid[::2, ::2].reshape(-1, 3)
        highest = measured[measured[:, 2] > 0.95 * measured[:, 2].max()]
        points = PointCloud(highest, np.tile(rgba(self.theme.accent), (len(highest), 1)), 0.035, space)
        edge = PolylineSet([surface.grid[:, 0]], rgba(self.theme.cos_x)[None], 0.05, space)
        axes = SpaceAxes(space, self.axes(), color=rgba(self.theme.grid), width=0.02, tick=0.12, gap=0.1)
        self.add(space, axes, surface)
        self.other_side(space)
        self.mark(points, edge)

    @beat
    def other_side(self, space: Space) -> None:
        """Look at it from another side."""
        self.say("One neuron of the network over all sums.")
        self.play(space.animate.turn(theta=-35 * DEGREES), run_time=Time.SLOW, rate_func=self.ease)

    @beat
    def mark(self, points: PointCloud, edge: PolylineSet) -> None:
        """Show its edge and its heights."""
        self.say("Fix y, and it is a wave. Its highest values are marked.")
        self.play(FadeIn(points, edge), run_time=Time.STEADY)

    def axes(self) -> list[SpaceAxis]:
        """x and y along the near edges of the surface's floor."""
        p, half, floor = self.run.p, SIDE / 2, -RISE
        ends = [(0, "0"), ((p // 2) / (p - 1), str(p // 2)), (1, str(p - 1))]

        def ticks() -> list[tuple[float, Lettering]]:
            return [(share, words(text, Size.SMALL, self.theme.dim)) for share, text in ends]

        corner = [np.array([a * half, b * half, floor]) for a, b in ((-1, -1), (1, -1), (1, 1))]
        name_x, name_y = (
            formula(name, Size.LABEL + 3, color) for name, color in (("x", self.theme.cos_x), ("y", self.theme.cos_y))
        )
        return [
            SpaceAxis(corner[0], corner[1], np.array([0, -1.0, 0]), name_x, ticks()),
            SpaceAxis(corner[1], corner[2], np.array([1.0, 0, 0]), name_y, ticks()),
        ]


def still(run: Run, theme: str, out: Path, aspect: str = "16:9", short_side: int = 1080) -> Path:
    """The demo's last frame as a PNG at `out`."""
    job = Job("clock_scene", run.folder, "h", format="png", aspect=aspect, theme=theme, media=out.parent)
    with tempconfig(manim_settings(job)):
        outputs = Outputs(out.absolute(), places.segments(job))
        SurfaceDemo(run, Look(Frame(aspect, short_side), THEMES[theme]), outputs).render()
        return out


if __name__ == "__main__":
    chosen, target, *_ = [*sys.argv[1:], *["dark", "media/surface_demo.png"][len(sys.argv) - 1 :]]
    print(still(Run(REFERENCE), chosen, Path(target)))
