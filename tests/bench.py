"""`make bench`: our speed beside what one would use instead, both measured here and now.

Prints a table and writes build/bench.json: {name: {"ours": seconds, "other": seconds, "ratio": other/ours}}, and what
else a bench tells; of renders the most memory they take, {"peak_mb": megabytes}. Names on the command line choose
benches. What needs CUDA is measured only where there is CUDA.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import av
import numpy as np
import torch
from manim import DEGREES, Dot, ManimColor, Rectangle, Square, Surface, ThreeDCamera, VGroup, tempconfig
from rich.console import Console
from rich.table import Table
from threadpoolctl import threadpool_limits
from torch.utils.flop_counter import FlopCounterMode

from tests.bench_memory import RENDERS, peak
from tests.textbook import TextbookTrainer
from tests.training import update
from transparent_box.commands.terminal.training import TrainingProgress
from transparent_box.model.config import Config
from transparent_box.model.runs.evidence import Evidence
from transparent_box.model.runs.run import Run
from transparent_box.model.training.log import TrainingLog
from transparent_box.model.training.products import has_onednn, product
from transparent_box.model.training.saving import HISTORY_STRIDE
from transparent_box.model.training.state import TrainingState
from transparent_box.model.training.step import Step, record_graph
from transparent_box.model.training.train import batches, run_steps
from transparent_box.scenes.look.colormaps import ramp, viridis
from transparent_box.scenes.look.theme import DARK
from transparent_box.scenes.mobjects.network.network_strip import NetworkStrip
from transparent_box.scenes.mobjects.shapes.heat_map import HeatMap
from transparent_box.scenes.mobjects.shapes.height_field import HeightField
from transparent_box.scenes.mobjects.shapes.point_cloud import PointCloud
from transparent_box.scenes.mobjects.shapes.space import Space
from transparent_box.scenes.output.places import REFERENCE
from transparent_box.scenes.raster.camera import StageCamera

Measurement = dict[str, float]
FULL_HD = {"pixel_width": 1920, "pixel_height": 1080, "verbosity": "ERROR"}
REPORT = Path("build") / "bench.json"
IDEAL = 2048  # rows and columns of the product that shows what the machine can do
LOOP_BEGIN, LOOP_END = 1010, 1510  # steps: five checkpoints, a saved state
LAUNCHES = 100  # between two waits for the GPU


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


def flop_of_onednn(left: list[int], *others: Any, **options: Any) -> int:
    """Multiplications and additions of `left` (i, k) and the last of the other matrices, the weight (j, k)."""
    weight = [other for other in others if isinstance(other, (list, tuple, torch.Size)) and len(other) == 2][-1]
    return int(2 * left[0] * left[1] * weight[0])


ONEDNN_FLOP = (
    {torch.ops.mkldnn._linear_pointwise: flop_of_onednn} if has_onednn() else {}
)  # which PyTorch does not count by itself


def train_step() -> Measurement:
    """One update of the mainline beside the textbook network trained the same way; its share of sgemm's speed."""
    config, device = Config(), torch.device("cpu")
    batch, _ = batches(config, device)
    step, textbook = Step(TrainingState([config], device), [batch]), TextbookTrainer(config, batch)
    with FlopCounterMode(display=False, custom_mapping=ONEDNN_FLOP) as counter:
        update(step)
    left, right, result = torch.randn(3, 1, IDEAL, IDEAL)
    products = [compare(lambda: product(left, right, result), lambda: None, calls=2)["ours"]]
    measured = compare(lambda: update(step), textbook.step, calls=10)
    products.append(compare(lambda: product(left, right, result), lambda: None, calls=2)["ours"])
    rate, ideal = counter.get_total_flops() / measured["ours"], 2 * IDEAL**3 / min(products)
    return {**measured, "flop": counter.get_total_flops(), "flop_per_s": rate, "ideal": ideal, "share": rate / ideal}


class TimedLog(TrainingLog):
    """Knows how long handing over, saving and telling the progress bar took."""

    seconds = 0.0

    def hand_over_if_due(self) -> None:
        start = time.perf_counter()
        try:
            super().hand_over_if_due()
        finally:
            self.seconds += time.perf_counter() - start


def train_loop() -> Measurement:
    """A step of `train` with all that goes with it (evaluation, files, progress bar) beside the bare step."""
    config, device = Config(), torch.device("cpu")
    state = TrainingState([config], device)
    state.step = LOOP_BEGIN
    state.count.fill_(LOOP_BEGIN)
    step = Step(state, *([batch] for batch in batches(config, device)))
    with TemporaryDirectory() as folder, TrainingProgress(config.steps) as bar:
        log = TimedLog(state, [Path(folder)], until(LOOP_END, bar.advance))
        bare = compare(step.advance, lambda: None, calls=20, rounds=3)["ours"]
        begin, start = state.step, time.perf_counter()
        with suppress(KeyboardInterrupt):
            run_steps(step, log)
        ours = (time.perf_counter() - start) / (state.step - begin)
    assert step.test is not None
    looking = compare(step.test.forward, lambda: None, calls=5, rounds=3)["ours"] / HISTORY_STRIDE
    keeping = log.seconds / (state.step - begin)
    return {"ours": ours, "other": bare, "ratio": bare / ours, "looking": looking / ours, "keeping": keeping / ours}


def until(last: int, report: Callable[[tuple[float, ...]], None]) -> Callable[[int, tuple[float, ...]], None]:
    """Hears rows, passes them on and stops the training at the last."""

    def hear(run: int, row: tuple[float, ...]) -> None:
        report(row)
        if row[0] >= last:
            raise KeyboardInterrupt

    return hear


def turning(*spaces: Space, finer: int = 1) -> Callable[[], object]:
    """What draws the next frame of orbiting 113 × 113 surfaces of ours, `finer` times refined, each in its space.

    As films are drawn: over a ground.
    """
    side = np.linspace(-3, 3, 112 * finer + 1)
    values = (np.cos(3 * side)[:, None] + np.cos(3 * side)[None, :]) / 2
    shades = ramp(DARK.heights, (values + 1) / 2)
    fields = [HeightField(space, values, shades, 6, 6, 1, finer) for space in spaces]
    camera = StageCamera()
    ground = np.array(camera.background)

    def frame() -> None:
        for space in spaces:
            space.turn(theta=space.pose[1] + 1 * DEGREES)
        camera.show(ground, fields)

    return frame


def wave_surface() -> Callable[[], object]:
    """What draws the next frame of an orbiting 113 × 113 surface of ours."""
    return turning(Space(55 * DEGREES, 0))


def four_surfaces() -> Measurement:
    """A frame of four small orbiting refined surfaces beside one of a large one, twice as wide and high."""
    places = [[x, y, 0] for x in (-3.2, 3.2) for y in (-1.9, 1.9)]
    with tempconfig(FULL_HD):
        small = [Space(55 * DEGREES, 0, zoom=0.5).shift(place) for place in places]
        return compare(turning(*small, finer=2), turning(Space(55 * DEGREES, 0), finer=2), calls=50, rounds=5)


def film() -> Measurement:
    """The whole film at 1080p30, two chapters at a time, beside the time that it plays."""
    with TemporaryDirectory() as folder:
        target = Path(folder) / "film.mp4"
        command = [
            sys.executable,
            "-m",
            "transparent_box",
            "film",
            "-q",
            "h",
            "--fps",
            "30",
            "-j",
            "2",
            "-o",
            str(target),
        ]
        before, start = cpu_of_children(), time.perf_counter()
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
        subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=True)
        taken, used = time.perf_counter() - start, cpu_of_children() - before
        with av.open(str(target)) as opened:
            length = opened.duration / av.time_base
    return {"ours": taken, "other": length, "ratio": length / taken, "computing": used / length}


def cpu_of_children() -> float:
    """Seconds of CPU that the processes begun here, and ended, have used."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


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

        return compare(
            wave_surface(), frame, calls=100, rounds=3, other_calls=1
        )  # a shot of three seconds; slow at first


def surface_opengl() -> Measurement:
    """The same beside Manim's OpenGLSurface, which has no antialiasing; that one in a process of its own."""
    with tempconfig(FULL_HD):
        command = [sys.executable, "-m", "tests.bench_opengl"]
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        other = float(told.split()[-1])
        ours = compare(wave_surface(), lambda: None, calls=10, rounds=3)["ours"]
    return {"ours": ours, "other": other, "ratio": other / ours}


def moving(first: Any, second: Any) -> Callable[[], Any]:
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


def strip() -> Measurement:
    """A frame of the strip at 1080p, another sum in all seven glyphs, beside Manim's rectangles, one a number.

    On one thread, and ours as films are drawn: over a ground, again only where it differs from the last frame.
    """
    evidence = Evidence(Run(REFERENCE))
    readings = cycle([evidence.reading(x, 57) for x in range(evidence.run.p)]).__next__
    with tempconfig(FULL_HD), threadpool_limits(1):
        camera, others_camera = StageCamera(), StageCamera()
        ours, ground = NetworkStrip(readings(), "ReLU", 13.5, 0.67, DARK), np.array(camera.background)
        reading = readings()
        bars = [*reading.embeddings.reshape(-1), *reading.out, *reading.logits]
        cells = [Square(0.04, stroke_width=0, fill_opacity=1) for _ in range(2 * len(reading.pre))]
        other = VGroup(*(Rectangle(width=0.02, height=0.2, stroke_width=0, fill_opacity=1) for _ in bars), *cells)

        def other_frame() -> None:
            for bar, value in zip(other, bars, strict=False):
                bar.stretch_to_fit_height(0.01 + 0.1 * abs(float(value)))
            others_camera.reset()
            others_camera.capture_mobjects([other])

        return compare(
            lambda: camera.show(ground, [ours.show(readings())]), other_frame, calls=20, rounds=3, other_calls=1
        )


def on_cuda(runs: int) -> Callable[[], Measurement]:
    """One launch that updates so many runs beside the textbook network, one run at a time, on the same GPU."""

    def bench() -> Measurement:
        device = torch.device("cuda")
        configs = [Config(seed=seed) for seed in range(runs)]
        pairs = [batches(config, device) for config in configs]
        torch.set_float32_matmul_precision("highest")
        step = Step(TrainingState(configs, device), *zip(*pairs, strict=True))
        step.record(record_graph)
        textbook = TextbookTrainer(configs[0], pairs[0][0])

        def launched(work: Callable[[], object]) -> Callable[[], None]:
            def hundred() -> None:
                for _ in range(LAUNCHES):
                    work()
                torch.cuda.synchronize()

            return hundred

        found = compare(launched(step.advance), launched(textbook.step), calls=5, rounds=3, other_calls=1)
        ours, other = found["ours"] / LAUNCHES / runs, found["other"] / LAUNCHES
        return {"ours": ours, "other": other, "ratio": other / ours, "steps_per_s": 1 / ours}

    return bench


BENCHES: dict[str, Callable[[], Measurement]] = {
    "train_step": train_step,
    "train_loop": train_loop,
    "surface": surface,
    "surface_opengl": surface_opengl,
    "four_surfaces": four_surfaces,
    "points": points,
    "heatmap": heatmap,
    "strip": strip,
    **{f"memory_{name}": partial(peak, name) for name in RENDERS},
    "film": film,
}
CUDA_BENCHES = {"train_step_cuda": on_cuda(1), "train_16_steps_cuda": on_cuda(16)}


def remark(result: Measurement) -> str:
    """What else a bench tells, in words."""
    if "peak_mb" in result:
        return f"at most {result['peak_mb']:,.0f} MB"
    if "share" in result:
        speed = f"{result['flop'] / 1e9:.2f} GFLOP of products at {result['flop_per_s'] / 1e9:.0f} GFLOP/s"
        return f"{speed}, {result['share']:.0%} of sgemm's {result['ideal'] / 1e9:.0f}"
    if "keeping" in result:
        return f"the bare step; test pairs {result['looking']:.1%}, files and bar {result['keeping']:.1%}"
    if "computing" in result:
        share = 1 / result["ratio"]
        return f"{share:.2f} s of waiting, {result['computing']:.2f} s of computing for a second of film"
    return f"{result['steps_per_s']:.0f} runs·steps/s" if "steps_per_s" in result else ""


def main() -> None:
    """Run the benches that are asked for (all of them, if none is), print the table, write the report."""
    known = BENCHES | (CUDA_BENCHES if torch.cuda.is_available() else {})
    if unknown := [name for name in sys.argv[1:] if name not in known]:
        sys.exit(f"There is no bench {', '.join(unknown)} here: choose from {', '.join(known)}.")
    results = {name: known[name]() for name in sys.argv[1:] or known}
    table = Table("", "ours, ms", "other, ms", "times as fast", "", title=f"on {torch.get_num_threads()} threads")
    for name, result in results.items():
        ours, other = (f"{result[who] * 1e3:.2f}" if who in result else "" for who in ("ours", "other"))
        table.add_row(name, ours, other, f"{result['ratio']:.1f}" if "ratio" in result else "", remark(result))
    Console().print(table)
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
