"""`make bench`: our speed beside what one would use instead, both measured here and now.

Prints a table and writes build/bench.json: {name: {"ours": seconds, "other": seconds, "ratio": other/ours}}.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import torch
from rich.console import Console
from rich.table import Table

from model.config import Config
from model.train import batches, fresh_state, update
from tests.textbook import TextbookTrainer

Measurement = dict[str, float]
REPORT = Path("build") / "bench.json"


def compare(ours: Callable[[], object], other: Callable[[], object], calls: int, rounds: int = 5) -> Measurement:
    """Seconds per call: the best of several rounds, the two taking turns so that both meet the same machine."""

    def seconds(work: Callable[[], object]) -> float:
        start = time.perf_counter()
        for _ in range(calls):
            work()
        return (time.perf_counter() - start) / calls

    ours(), other()
    timed = [(seconds(ours), seconds(other)) for _ in range(rounds)]
    best_ours, best_other = (min(column) for column in zip(*timed, strict=True))
    return {"ours": best_ours, "other": best_other, "ratio": best_other / best_ours}


def train_step() -> Measurement:
    """One update of the mainline beside the textbook network trained the same way."""
    config, device = Config(), torch.device("cpu")
    batch, _ = batches(config, device)
    state, textbook = fresh_state(config, device), TextbookTrainer(config, batch)
    return compare(lambda: update(config, state, batch), textbook.step, calls=10)


def surface() -> Measurement:
    """A frame of an orbiting 113 × 113 surface at 1080p beside Manim's Surface of the same mesh."""
    import numpy as np
    from manim import DEGREES, Surface, tempconfig

    from scenes.mobjects.height_field import HeightField
    from scenes.stage.camera import SpaceCamera
    from scenes.stage.colormaps import heights

    side = np.linspace(-3, 3, 113)
    values = (np.cos(3 * side)[:, None] + np.cos(3 * side)[None, :]) / 2
    with tempconfig({"pixel_width": 1920, "pixel_height": 1080, "verbosity": "ERROR"}):
        camera = SpaceCamera()
        camera.set_phi(55 * DEGREES)
        ours = HeightField(values, heights((values + 1) / 2), 6, 6, 1)
        other = Surface(
            lambda u, v: np.array([u, v, (np.cos(3 * u) + np.cos(3 * v)) / 2]),
            u_range=(-3, 3),
            v_range=(-3, 3),
            resolution=112,
        )

        def frame(mobject: object) -> None:
            camera.set_theta(camera.get_theta() + 1 * DEGREES)
            camera.reset()
            camera.capture_mobjects([mobject])

        return compare(lambda: frame(ours), lambda: frame(other), calls=2, rounds=2)


def points() -> Measurement:
    """A frame of 49 plots of 113 moving points at 1080p beside Manim's Dots."""
    import numpy as np
    from manim import RIGHT, Dot, VGroup, tempconfig

    from scenes.mobjects.point_cloud import PointCloud
    from scenes.stage.camera import StageCamera

    places = np.random.default_rng(0).uniform(-3.5, 3.5, (49 * 113, 3)) * [1, 1, 0]
    with tempconfig({"pixel_width": 1920, "pixel_height": 1080, "verbosity": "ERROR"}):
        camera = StageCamera()
        ours = PointCloud(places, np.ones((len(places), 4)), 0.03)
        other = VGroup(*(Dot(place, radius=0.03) for place in places))

        def frame(mobject: object) -> None:
            mobject.shift(0.001 * RIGHT)  # type: ignore[attr-defined]
            camera.reset()
            camera.capture_mobjects([mobject])

        return compare(lambda: frame(ours), lambda: frame(other), calls=2, rounds=3)


BENCHES: dict[str, Callable[[], Measurement]] = {"train_step": train_step, "surface": surface, "points": points}


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
