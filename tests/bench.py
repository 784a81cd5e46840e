"""`make bench`: our speed beside what one would use instead, both measured here and now.

Prints a table and writes build/bench.json: {name: {"ours": seconds, "other": seconds, "ratio": other/ours}}.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import cycle
from pathlib import Path

import numpy as np
import torch
from manim import DEGREES, Dot, ManimColor, Square, Surface, ThreeDCamera, VGroup, tempconfig
from rich.console import Console
from rich.table import Table

from model.config import Config
from model.train import batches, fresh_state, update
from scenes.mobjects.heat_map import HeatMap
from scenes.mobjects.height_field import HeightField
from scenes.mobjects.point_cloud import PointCloud
from scenes.mobjects.space import Space
from scenes.stage.camera import StageCamera
from scenes.stage.colormaps import ramp, viridis
from scenes.stage.theme import DARK
from tests.textbook import TextbookTrainer

Measurement = dict[str, float]
FULL_HD = {"pixel_width": 1920, "pixel_height": 1080, "verbosity": "ERROR"}
REPORT = Path("build") / "bench.json"


def compare(
    ours: Callable[[], object], other: Callable[[], object], calls: int, rounds: int = 5, other_calls: int | None = None
) -> Measurement:
    """Seconds per call: the best of several rounds, the two taking turns so that both meet the same machine."""

    def seconds(work: Callable[[], object], times: int) -> float:
        start = time.perf_counter()
        for _ in range(times):
            work()
        return (time.perf_counter() - start) / times

    ours(), other()
    timed = [(seconds(ours, calls), seconds(other, other_calls or calls)) for _ in range(rounds)]
    best_ours, best_other = (min(column) for column in zip(*timed, strict=True))
    return {"ours": best_ours, "other": best_other, "ratio": best_other / max(best_ours, 1e-9)}


def train_step() -> Measurement:
    """One update of the mainline beside the textbook network trained the same way."""
    config, device = Config(), torch.device("cpu")
    batch, _ = batches(config, device)
    state, textbook = fresh_state(config, device), TextbookTrainer(config, batch)
    return compare(lambda: update(config, state, batch), textbook.step, calls=10)


def wave_surface() -> Callable[[], object]:
    """What draws the next frame of an orbiting 113 × 113 surface of ours."""
    space = Space(55 * DEGREES, 0)
    side = np.linspace(-3, 3, 113)
    values = (np.cos(3 * side)[:, None] + np.cos(3 * side)[None, :]) / 2
    field = HeightField(space, values, ramp(DARK.heights, (values + 1) / 2), 6, 6, 1)
    camera = StageCamera()

    def frame() -> None:
        space.turn(theta=space.pose[1] + 1 * DEGREES)
        camera.reset()
        camera.capture_mobjects([field])

    return frame


def surface() -> Measurement:
    """A frame of an orbiting 113 × 113 surface at 1080p beside Manim's Surface of the same mesh."""
    with tempconfig(FULL_HD):
        camera = ThreeDCamera()
        camera.set_phi(55 * DEGREES)
        other = Surface(
            lambda u, v: np.array([u, v, (np.cos(3 * u) + np.cos(3 * v)) / 2]),
            u_range=(-3, 3),
            v_range=(-3, 3),
            resolution=112,
        )

        def frame() -> None:
            camera.set_theta(camera.get_theta() + 1 * DEGREES)
            camera.reset()
            camera.capture_mobjects([other])

        return compare(wave_surface(), frame, calls=4, rounds=3, other_calls=1)


def surface_opengl() -> Measurement:
    """The same beside Manim's OpenGLSurface, which has no antialiasing; that one in a process of its own."""
    with tempconfig(FULL_HD):
        command = [sys.executable, "-m", "tests.bench_opengl"]
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        other = float(told.split()[-1])
        ours = compare(wave_surface(), lambda: None, calls=10, rounds=3)["ours"]
    return {"ours": ours, "other": other, "ratio": other / ours}


def moving(first: np.ndarray, second: np.ndarray) -> Callable[[], np.ndarray]:
    """One array and the other in turn: something moves in every frame."""
    turns = cycle((first, second))
    return lambda: next(turns)


def points() -> Measurement:
    """A frame of 49 plots of 113 points at 1080p, each point moving by itself, beside Manim's Dots."""
    chance = np.random.default_rng(0)
    places = chance.uniform(-3.5, 3.5, (49 * 113, 3)) * [1, 1, 0]
    steps = moving(places, places + chance.normal(0, 0.02, places.shape) * [1, 1, 0])
    with tempconfig(FULL_HD):
        camera = StageCamera()
        ours = PointCloud(places, np.ones((len(places), 4)), 0.03)
        other = VGroup(*(Dot(place, radius=0.03) for place in places))

        def frame(mobject: object) -> None:
            camera.reset()
            camera.capture_mobjects([mobject])

        def our_frame() -> None:
            frame(ours.set_positions(steps()))

        def other_frame() -> None:
            for dot, place in zip(other, steps(), strict=True):
                dot.move_to(place)
            frame(other)

        return compare(our_frame, other_frame, calls=30, rounds=5, other_calls=1)


def heatmap() -> Measurement:
    """A frame of a 113 × 113 heat map whose cells all change at 1080p, beside Manim's squares.

    Manim's ImageMobject fails on the Pillow that it asks for.
    """
    values = np.random.default_rng(0).random((2, 113, 113))
    tables = moving(*(viridis(table) for table in values))
    side = 6 / 113
    with tempconfig(FULL_HD):
        camera = StageCamera()
        ours = HeatMap(tables(), 6, 6)
        squares = [Square(side, stroke_width=0, fill_opacity=1) for _ in range(113 * 113)]
        other = VGroup(*squares).arrange_in_grid(113, 113, buff=0)

        def frame(mobject: object) -> None:
            camera.reset()
            camera.capture_mobjects([mobject])

        def our_frame() -> None:
            frame(ours.set_colors(tables()))

        def other_frame() -> None:
            for square, color in zip(other, tables().reshape(-1, 4), strict=True):
                square.set_fill(ManimColor(color))
            frame(other)

        return compare(our_frame, other_frame, calls=10, rounds=2, other_calls=1)


BENCHES: dict[str, Callable[[], Measurement]] = {
    "train_step": train_step,
    "surface": surface,
    "surface_opengl": surface_opengl,
    "points": points,
    "heatmap": heatmap,
}


def main() -> None:
    """Run every bench, print the table, write the report."""
    results = {name: bench() for name, bench in BENCHES.items()}
    table = Table("", "ours, ms", "other, ms", "times as fast", title=f"on {torch.get_num_threads()} threads")
    for name, result in results.items():
        table.add_row(name, f"{result['ours'] * 1e3:.1f}", f"{result['other'] * 1e3:.1f}", f"{result['ratio']:.1f}")
    Console().print(table)
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
