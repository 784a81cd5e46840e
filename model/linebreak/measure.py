"""Turns a line-wrapping run's checkpoints into the arrays that films are drawn from. NumPy only.

`measure` adds to the run folder:
    geometry.safetensors   the curves (model.linebreak.geometry.Geometry)
    example.safetensors    one document, word by word (model.linebreak.example.Example)
    config.json            + "measured": the numbers that the report judges
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from transparent_box.model.folder_locks import lock_for_measuring
from transparent_box.model.linebreak.curves import components
from transparent_box.model.linebreak.documents import WIDTHS
from transparent_box.model.linebreak.example import example_of
from transparent_box.model.linebreak.geometry import DIMENSIONS, Geometry
from transparent_box.model.linebreak.network import head_outputs
from transparent_box.model.linebreak.probes import ValueProbe, fit
from transparent_box.model.linebreak.readings import (
    ANALYSIS_SEED,
    COUNTS,
    Readings,
    analysis_documents,
    growth_documents,
    means,
    read,
)
from transparent_box.model.linebreak.run import LinebreakRun
from transparent_box.model.linebreak.task import expected_room, task_values
from transparent_box.model.storage import read_json, update_arrays, update_json

Floats = NDArray[np.floating]

LEFT = np.arange(61)


def measure(folder: Path) -> LinebreakRun:
    """Measure a run and return it, opened anew. Raises RunError like `LinebreakRun`, and while it is being trained."""
    with lock_for_measuring(folder):
        return write_measures(folder)


def write_measures(folder: Path) -> LinebreakRun:
    """Measure a run whose folder is held."""
    run = LinebreakRun(folder)
    readings = read(run.weights, analysis_documents())
    probes = fit_probes(readings, run.recipe.noise)
    geometry = geometry_of(run, readings, *probes)
    update_arrays(folder / "geometry.safetensors", geometry.to_dict())
    update_arrays(folder / "example.safetensors", example_of(readings).to_dict())
    measured = {
        **geometry.values(),
        **task_values(readings, geometry.count_components),
        "probe_error": {"count": probes[0].error, "width": probes[1].error},
    }
    update_json(folder / "config.json", read_json(folder / "config.json") | {"measured": measured})
    return LinebreakRun(folder)


def fit_probes(readings: Readings, noise: float) -> tuple[ValueProbe, ValueProbe]:
    """Of the count and of the width, on streams as noisy as those that the network was trained on."""
    rng = np.random.default_rng(ANALYSIS_SEED)

    def noisy(points: Floats) -> Floats:
        return points + noise * rng.standard_normal(points.shape, dtype=np.float32)

    count = fit(noisy(readings.place_stream), readings.places.count, COUNTS)
    return count, fit(noisy(readings.width_stream), readings.documents.width, WIDTHS)


def geometry_of(run: LinebreakRun, readings: Readings, count_probe: ValueProbe, width_probe: ValueProbe) -> Geometry:
    """Return everything that is drawn."""
    left, decision, weights = readings.places.left, readings.decision, readings.weights
    steps, growth = growth_of(run, readings.count_means)
    return Geometry(
        count=COUNTS,
        width=WIDTHS,
        count_means=readings.count_means.astype(np.float32),
        width_means=readings.width_means.astype(np.float32),
        boundary_Q=weights.boundary_Q,
        boundary_K=weights.boundary_K,
        count_probe=count_probe.weights.astype(np.float32),
        width_probe=width_probe.weights.astype(np.float32),
        left=LEFT,
        attention=means(decision.attention, left, LEFT).T.astype(np.float32),
        outputs=np.moveaxis(head_outputs(weights, means(decision.mixed, left, LEFT)), 1, 0).astype(np.float32),
        room=means(expected_room(decision), left, LEFT).astype(np.float32),
        step=steps,
        growth=growth,
    )


def growth_of(run: LinebreakRun, final: Floats) -> tuple[NDArray[np.int64], Floats]:
    """Return the checkpoints' steps (f,) and their count means (f, 95, 6) on the final axes, each about its own mean.

    A packed run keeps only the last network, and so what was measured along its training before.
    """
    if "measured" in run.metadata and len(run.geometry.step) > len(run.steps):
        return run.geometry.step, run.geometry.growth
    documents, axes = growth_documents(), components(final).axes[:DIMENSIONS]
    frames = []
    for weights in run.networks():
        found = read(weights, documents).count_means
        frames.append((found - found.mean(axis=0)) @ axes.T)
    return run.steps, np.array(frames, dtype=np.float16)
