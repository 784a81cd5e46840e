"""A line-wrapping run folder as named NumPy records: the one door through which scenes see that network.

No PyTorch, no pickle.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transparent_box.model.arrays import Form
from transparent_box.model.config import ConfigError
from transparent_box.model.errors import PROGRAM, shell_word
from transparent_box.model.hashes import recorded_names
from transparent_box.model.linebreak.acceptance import FIRST_HEAD, clean_heads
from transparent_box.model.linebreak.example import EXAMPLE_ROW, Example
from transparent_box.model.linebreak.forms import (
    EXAMPLE,
    GEOMETRY,
    HISTORY,
    check_example,
    check_geometry,
    check_history,
)
from transparent_box.model.linebreak.geometry import Geometry
from transparent_box.model.linebreak.metadata import Metadata, SeedReport
from transparent_box.model.linebreak.network import WEIGHT_NAMES, Weights, checked_weights
from transparent_box.model.linebreak.readings import analysis_documents, states_at, states_of
from transparent_box.model.linebreak.recipe import TASK, Recipe
from transparent_box.model.linebreak.turning import Twist, twist_of
from transparent_box.model.runs.checkpoints import checkpoint_path, step_of
from transparent_box.model.schema import validate
from transparent_box.model.storage import Arrays, RunError, read_arrays, read_json

FORMAT = 1
Floats = NDArray[np.floating]
Check = Callable[[Path, Arrays, Recipe], None]
CURVE = 3  # the first so many of the eight statements speak of the shape of the count's curve
MEASURED_FILES = ("geometry", "example")
HISTORY_COLUMNS = ("step", "loss", "accuracy")


@dataclass(frozen=True)
class LinebreakHistory:
    """The training curves, (n,) float64 each, under the noise of training, on documents never seen before."""

    step: NDArray[np.float64]
    loss: NDArray[np.float64]  # mean cross-entropy of the 14 questions in nats, far places weighing less
    accuracy: NDArray[np.float64]  # share of right answers near the end of the line


@dataclass(frozen=True)
class Judged:
    """One seed's run as its report says: whether it meets all eight statements, whether its count lies on a winding,
    rippling curve (the first three of them), and how far its clean heads look.
    """

    seed: int
    passes: bool
    curls: bool
    offsets: list[float]  # of its clean heads in characters, ascending
    accuracy: float  # share of its newline decisions that are right


class LinebreakRun:
    """A trained line-wrapping network and what was measured of it, loaded as needed.

    Raises RunError, whose message is one sentence for the user, when the folder is missing, damaged or foreign.
    """

    window = FIRST_HEAD  # characters ahead between which one clean head of a run that passes must look

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        if folder.is_file():
            raise RunError(f"{folder} is a file: name the folder of a run.")
        if not folder.is_dir():
            made = f"{PROGRAM} train-linebreak --out {shell_word(folder)}"
            raise RunError(f"There is no run at {folder}: train one with `{made}`.")
        self.metadata = read_json(folder / "config.json")
        if self.metadata.get("task") != TASK or self.metadata.get("format") != FORMAT:
            raise RunError(
                f"{folder} is not a run of the line-wrapping network: name one made by `{PROGRAM} train-linebreak`."
            )
        try:
            self.recipe = Recipe.from_json(self.metadata["recipe"])
        except (ConfigError, KeyError, AttributeError, TypeError) as error:
            raise RunError(f"{folder / 'config.json'} holds no valid recipe ({error}).") from None
        validate(folder / "config.json", Metadata, self.metadata)

    @cached_property
    def history(self) -> LinebreakHistory:
        """Loss and accuracy along training."""
        return LinebreakHistory(**self._arrays("history", HISTORY, check_history))

    @cached_property
    def steps(self) -> NDArray[np.int64]:
        """(f,) the steps whose weights are in the folder; RunError if there are none."""
        files = sorted((self.folder / "checkpoints").glob("step_*.safetensors"))
        if not files:
            raise RunError(
                f"{self.folder} holds no checkpoints, and so no network: take them from a copy, or train the run anew."
            )
        gone = recorded_names(self.folder, "checkpoints") - {path.name for path in files}
        if gone:
            raise RunError(f"{self.folder / 'checkpoints' / min(gone)} was written and is gone: take it from a copy.")
        return np.array([step_of(path) for path in files], dtype=np.int64)

    def network(self, step: int) -> Weights:
        """Return the weights at a kept step, float32; raise RunError if their shapes are not the recipe's."""
        path = checkpoint_path(self.folder, step)
        return checked_weights(read_arrays(path, WEIGHT_NAMES), self.recipe, path)

    def networks(self) -> Iterator[Weights]:
        """Yield the weights at all of `steps`, one network at a time."""
        yield from (self.network(int(step)) for step in self.steps)

    @cached_property
    def weights(self) -> Weights:
        """The final network."""
        return self.network(int(self.steps[-1]))

    @property
    def parameters(self) -> int:
        """The count of numbers that the network has learned."""
        return sum(array.size for array in self.weights.to_dict().values())

    @property
    def measured(self) -> dict[str, Any]:
        """The numbers that `measure` found, as the report judges them."""
        found: dict[str, Any] | None = self.metadata.get("measured")
        if not found:
            raise RunError(f"{self.folder} has not been measured: run `{PROGRAM} measure {shell_word(self.folder)}`.")
        return found

    @cached_property
    def geometry(self) -> Geometry:
        """The curves of its counts and widths, and what its heads make of them."""
        return Geometry(**self._measured_arrays("geometry", GEOMETRY, check_geometry))

    @cached_property
    def example(self) -> Example:
        """One document, word by word."""
        return Example(**self._measured_arrays("example", EXAMPLE, check_example))

    @cached_property
    def example_states(self) -> Floats:
        """(t, d) the stream at each word of the example's line 2, read anew by the final network."""
        return states_of(self.weights, analysis_documents(), EXAMPLE_ROW)

    def states_at(self, count: int) -> Floats:
        """(s, d) the stream at each word that ends after so many characters: those of which the geometry has the mean.

        They are read anew by the final network, from the documents that were measured.
        """
        return states_at(self.weights, analysis_documents(), count)

    @cached_property
    def clean_heads(self) -> dict[int, float]:
        """Boundary head → offset in characters, nearest first, of those that look equally far ahead from any count."""
        return dict(sorted(clean_heads(self.measured).items(), key=lambda found: found[1]))

    def twist(self, head: int) -> Twist:
        """Measure what a boundary head does to the counts among the widths."""
        return twist_of(self.geometry, head)

    @cached_property
    def control(self) -> LinebreakRun:
        """The same recipe trained without noise, which is shipped inside; RunError where there is none."""
        return LinebreakRun(self.folder / "quiet")

    @cached_property
    def judged(self) -> list[Judged]:
        """All seeds whose reports lie in the folder, in order; none beside a run that somebody has trained."""
        return [read_report(path) for path in sorted(self.folder.glob("seed_*.json"))]

    def _measured_arrays(self, name: str, forms: Mapping[str, Form], check: Check) -> Arrays:
        if "measured" not in self.metadata or not (self.folder / f"{name}.safetensors").exists():
            raise RunError(f"{self.folder} has not been measured: run `{PROGRAM} measure {shell_word(self.folder)}`.")
        return self._arrays(name, forms, check)

    def _arrays(self, name: str, forms: Mapping[str, Form], check: Check) -> Arrays:
        path = self.folder / f"{name}.safetensors"
        found = read_arrays(path, forms)
        check(path, found, self.recipe)
        return found


def read_report(path: Path) -> Judged:
    """Read what a seed's report says; raise RunError if it is damaged."""
    values = read_json(path)
    found = validate(path, SeedReport, values)
    return Judged(
        found.recipe.seed,
        found.passes,
        all(statement.passes for statement in found.statements[:CURVE]),
        sorted(clean_heads(values["measured"]).values()),
        found.measured.newline.accuracy,
    )


def is_linebreak(folder: Path) -> bool:
    """Return whether a folder holds a run of this network; False too where it holds none at all."""
    try:
        return read_json(folder / "config.json").get("task") == TASK
    except RunError:  # which whoever opens it as another run is told again
        return False


def is_finished(recipe: Recipe, folder: Path) -> bool:
    """Return whether a folder holds this very recipe, trained to its last step and measured."""
    try:
        run = LinebreakRun(folder)
    except RunError:
        return False
    done = run.metadata.get("steps_done") == recipe.steps and "measured" in run.metadata
    return done and run.recipe == recipe and all((folder / f"{name}.safetensors").exists() for name in MEASURED_FILES)
