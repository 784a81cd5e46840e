"""A run folder as named numpy records: the one door through which scenes see the network.

Files stay in the names the network was trained with. A `Run` shows them in the renamed tokens unless asked for
`naming="trained"`; renaming permutes the numbers' columns of W_E and W_U and everything else follows.
No PyTorch, no pickle.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from transparent_box.model.analysis.clock import Clock
from transparent_box.model.analysis.probes import PROBE_ARRAYS, Probe, Wave, read_probes
from transparent_box.model.analysis.renaming import Renaming
from transparent_box.model.analysis.timeline import History
from transparent_box.model.arrays import reals, require_forms
from transparent_box.model.config import Config, ConfigError
from transparent_box.model.data import LINEAR_OPERATIONS, Split, answers, split_pairs
from transparent_box.model.errors import PROGRAM, shell_word
from transparent_box.model.hashes import is_recorded
from transparent_box.model.runs.checkpoints import Checkpoints
from transparent_box.model.runs.forms import Check, check_activations, check_history, check_probes
from transparent_box.model.runs.metadata import check_metadata
from transparent_box.model.storage import Arrays, NoHistoryError, RunError, read_arrays, read_json
from transparent_box.model.transformer import Activations, Weights, fire, forward, token_rows, weight_shapes

Floats = NDArray[np.floating[Any]]
Naming = Literal["renamed", "trained"]

FORMAT = 1


class Run:
    """A trained network and what its folder holds of it, read as needed; `model.runs.evidence` computes the rest.

    Raises RunError, whose message is one sentence for the user, when the folder is missing, damaged or foreign.
    """

    def __init__(self, folder: Path, naming: Naming = "renamed") -> None:
        self.folder = folder
        self.naming = naming
        if folder.is_file():
            raise RunError(f"{folder} is a file: name the folder of a run.")
        if not folder.is_dir():
            raise RunError(f"There is no run at {folder}: train one with `{PROGRAM} train --out {shell_word(folder)}`.")
        self.metadata = read_json(folder / "config.json")
        if "task" in self.metadata:
            task = self.metadata["task"]
            raise RunError(f"{folder} holds a network of another task ({task}), not one that adds, which this needs.")
        if isinstance(written := self.metadata.get("format"), int) and written != FORMAT:
            raise RunError(
                f"{folder} was written by another version of this project (format {written}; this one reads {FORMAT}): "
                "take that version, or train the run anew with this one."
            )
        if written != FORMAT:
            raise RunError(
                f"{folder} is no run folder of this project (its config.json says no format): name one that "
                f"`{PROGRAM} train` or `{PROGRAM} import` has made."
            )
        try:
            self.config = Config.from_json(self.metadata["recipe"])
        except (ConfigError, KeyError, AttributeError, TypeError) as error:
            raise RunError(f"{folder / 'config.json'} holds no valid recipe ({error}).") from None
        check_metadata(folder / "config.json", self.metadata, self.config)

    @property
    def p(self) -> int:
        """The modulus."""
        return self.config.p

    @cached_property
    def renaming(self) -> Renaming:
        """The names under which trained tokens are shown; the identity for naming="trained" and before measuring."""
        multiplier = self.metadata.get("renaming", {}).get("multiplier", 1)
        return Renaming(self.p, multiplier if self.naming == "renamed" else 1)

    @cached_property
    def history(self) -> History:
        """Losses and accuracies along training; RunError for a network that came alone."""
        self.require_history()
        found = self.read("history", History.__dataclass_fields__, check_history)
        rows, done = found["step"], self.metadata.get("steps_done", 0)
        # Not every step has a row, and a training may be stopped between two.
        apart = 0 if done == self.config.steps else np.diff(rows, prepend=-1).max()
        if rows[-1] + apart < done:
            raise RunError(f"{self.folder / 'history.safetensors'} ends before the training did: it is damaged.")
        return History(**found)

    def read(self, name: str, arrays: Iterable[str], check: Check) -> Arrays:
        """Arrays of one of the folder's files; raise RunError unless it holds them and they fit the recipe."""
        path = self.folder / f"{name}.safetensors"
        found = read_arrays(path, arrays)
        check(path, found, self.config)
        return found

    def has_measured(self, name: str) -> bool:
        """Return whether such a file of `measure` is there and of these weights: training on takes "measured" away."""
        return "measured" in self.metadata and (self.folder / f"{name}.safetensors").exists()

    @cached_property
    def checkpoints(self) -> Checkpoints:
        """The weights along training, in the trained names."""
        return Checkpoints(self.folder)

    @cached_property
    def weights(self) -> Weights:
        """The final network, float32; raises RunError if its shapes are not the recipe's."""
        return self.show_weights(self.checkpoints.last())

    @property
    def parameters(self) -> int:
        """The count of numbers that the network has learned."""
        return sum(np.size(array) for array in self.weights.to_dict().values())

    def show_weights(self, arrays: dict[str, NDArray[Any]]) -> Weights:
        """Return weights in the shown names from arrays in the trained ones; raise RunError if shapes do not fit."""
        for name, shape in weight_shapes(self.config).items():
            require_forms(self.folder, arrays, {name: reals(*shape)})
        columns = np.append(self.renaming.trained_names, self.p)
        return Weights(**{**arrays, "W_E": arrays["W_E"][:, columns], "W_U": arrays["W_U"][:, columns]})

    @cached_property
    def tokens(self) -> Floats:
        """(p, d_model) the residual stream before attention for each x at position 0."""
        rows: Floats = token_rows(self.weights)[0]
        return rows

    @cached_property
    def activations(self) -> Activations:
        """Everything at "=" on all inputs, as [x, y, …]; read if measured, else computed here (a second)."""
        if not self.has_measured("activations"):
            return grid_activations(self.weights, self.p)
        arrays = self.read("activations", Activations.__dataclass_fields__, check_activations)
        trained = self.renaming.trained_names
        shown = {name: array[np.ix_(trained, trained)] for name, array in arrays.items()}
        shown["logits"] = shown["logits"][..., np.append(trained, self.p)]
        return Activations(**shown)

    @cached_property
    def predictions(self) -> NDArray[np.int64]:
        """[x, y] the number with the largest logit; "=" does not count as one."""
        return self.activations.logits[..., : self.p].argmax(axis=-1)  # type: ignore[no-any-return]

    @cached_property
    def answers(self) -> NDArray[np.int64]:
        """[x, y] what the operation really gives, in the shown names."""
        trained = self.renaming.trained_names
        x, y = np.meshgrid(trained, trained, indexing="ij")
        return self.renaming.shown(answers(self.config.operation, x, y, self.p))

    @cached_property
    def totals(self) -> NDArray[np.int64]:
        """[x, y] what the waves of the answer are functions of: the answers of x + y and x − y, else x + y mod p."""
        if self.config.operation in LINEAR_OPERATIONS:
            return self.answers
        return np.add.outer(np.arange(self.p), np.arange(self.p)) % self.p

    @cached_property
    def split(self) -> Split:
        """The run's own training and test pairs, in the shown names."""
        config = self.config
        trained = split_pairs(config.operation, config.p, config.fraction, config.seed)
        return Split(self.renaming.shown(trained.train), self.renaming.shown(trained.test))

    @cached_property
    def key_frequencies(self) -> list[int]:
        """Frequencies of the neurons' clusters, ascending, in the shown names; found by `measure`."""
        self.require_measured()
        trained = self.metadata["measured"]["key_frequencies"]
        return sorted(self.renaming.shown_frequency(int(k))[0] for k in trained)

    @cached_property
    def probes(self) -> dict[int, dict[Wave, Probe]]:
        """Frequency → {"cos": Probe, "sin": Probe}, ascending, in the shown names; fitted by `measure`."""
        self.require_measured()
        if not (self.folder / "probes.safetensors").exists():
            again = f"{PROGRAM} measure {shell_word(self.folder)}"
            raise RunError(f"{self.folder / 'probes.safetensors'} is missing: `{again}` makes it again.")
        return read_probes(self.read("probes", PROBE_ARRAYS, check_probes), self.renaming, self.tokens)

    @cached_property
    def clocks(self) -> list[Clock]:
        """The probed frequencies' clocks, slowest first."""
        return [Clock(pair["cos"], pair["sin"]) for pair in self.probes.values()]

    def require_history(self) -> None:
        """Raise NoHistoryError for a network that came alone, RunError where the rest of a training is gone."""
        curves = self.folder / "history.safetensors"
        if len(self.checkpoints.steps) < 2 and (curves.exists() or is_recorded(curves)):
            raise RunError(f"{self.folder} has lost the checkpoints of its training: take them from a copy.")
        if len(self.checkpoints.steps) < 2:
            raise NoHistoryError(
                f"{self.folder} holds one network and no history of its training, which this needs: "
                "use a run trained here, or import a file that holds a sequence of networks."
            )

    def require_measured(self) -> None:
        """RunError, which says what to do, where `measure` has not been through."""
        if "measured" in self.metadata:
            return
        then = f"run `{PROGRAM} measure {shell_word(self.folder)}`"
        if (self.folder / "state.safetensors").exists():  # gone once training has ended
            then = f"its training stopped half-way, so go on with `train --resume`, or, to draw it as it is, {then}"
        raise RunError(f"{self.folder} has not been measured: {then}.")


def grid_activations(weights: Weights, p: int) -> Activations:
    """Return the forward pass on all p² inputs, every array reshaped to [x, y, …]."""
    flat = forward(weights, *grid_inputs(p)).to_dict()
    return Activations(**{name: array.reshape(p, p, *array.shape[1:]) for name, array in flat.items()})


def grid_neurons(weights: Weights, p: int) -> tuple[Floats, Floats, Floats]:
    """Return the stream after attention, and the neurons before and after the ReLU, of `grid_activations`."""
    _, *found = fire(weights, *grid_inputs(p))
    residual, pre, post = (array.reshape(p, p, -1) for array in found)
    return residual, pre, post


def grid_inputs(p: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(p²,) x and (p²,) y of all inputs, in the order of the grid [x, y]."""
    x, y = np.indices((p, p)).reshape(2, -1)
    return x, y
