"""Explainer videos about a neural network that is wholly understood, drawn from its real weights.

The names below are what scenes of your own are made with, in a `Stage` or in any Manim scene; each is imported when it
is first asked for. In a checkout `scenes`, `model`, `commands` and `assets` are links to the folders beside this one,
and in an installed package the folders themselves.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from transparent_box.model.runs.evidence import Evidence
    from transparent_box.model.runs.run import Run
    from transparent_box.scenes.look.axis import Axis
    from transparent_box.scenes.look.colormaps import cyclic, ramp, viridis
    from transparent_box.scenes.look.theme import THEMES, Gap, Size, Time
    from transparent_box.scenes.mobjects.charts.chart import Chart
    from transparent_box.scenes.mobjects.shapes.heat_map import HeatMap
    from transparent_box.scenes.mobjects.shapes.height_field import HeightField
    from transparent_box.scenes.mobjects.shapes.point_cloud import PointCloud
    from transparent_box.scenes.mobjects.shapes.polyline_set import PolylineSet
    from transparent_box.scenes.mobjects.shapes.space import Space
    from transparent_box.scenes.mobjects.surfaces.relief import Relief
    from transparent_box.scenes.mobjects.words.counter import Counter
    from transparent_box.scenes.mobjects.words.lettering import formula, words
    from transparent_box.scenes.stage.beat import beat
    from transparent_box.scenes.stage.stage import Stage

# Name → the module that has it.
HOMES = {
    "Evidence": "model.runs.evidence",
    "Run": "model.runs.run",
    "cyclic": "scenes.look.colormaps",
    "ramp": "scenes.look.colormaps",
    "viridis": "scenes.look.colormaps",
    "THEMES": "scenes.look.theme",
    "Gap": "scenes.look.theme",
    "Size": "scenes.look.theme",
    "Time": "scenes.look.theme",
    "Axis": "scenes.look.axis",
    "Chart": "scenes.mobjects.charts.chart",
    "HeatMap": "scenes.mobjects.shapes.heat_map",
    "HeightField": "scenes.mobjects.shapes.height_field",
    "Counter": "scenes.mobjects.words.counter",
    "formula": "scenes.mobjects.words.lettering",
    "words": "scenes.mobjects.words.lettering",
    "PointCloud": "scenes.mobjects.shapes.point_cloud",
    "PolylineSet": "scenes.mobjects.shapes.polyline_set",
    "Relief": "scenes.mobjects.surfaces.relief",
    "Space": "scenes.mobjects.shapes.space",
    "beat": "scenes.stage.beat",
    "Stage": "scenes.stage.stage",
}

__all__ = [
    "THEMES",
    "Axis",
    "Chart",
    "Counter",
    "Evidence",
    "Gap",
    "HeatMap",
    "HeightField",
    "PointCloud",
    "PolylineSet",
    "Relief",
    "Run",
    "Size",
    "Space",
    "Stage",
    "Time",
    "beat",
    "cyclic",
    "formula",
    "ramp",
    "viridis",
    "words",
]


def __getattr__(name: str) -> Any:
    """Import a name when it is first asked for: Manim takes a second."""
    if name not in HOMES:
        raise AttributeError(f"transparent_box has no {name}.")
    return getattr(import_module(f"transparent_box.{HOMES[name]}"), name)


def __dir__() -> list[str]:
    """Tell what there is."""
    return [*globals(), *HOMES]
