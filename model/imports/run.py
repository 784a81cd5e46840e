"""Makes a run folder of a network that others trained, so that everything for our runs works on it.

The history of training is rebuilt where possible: with several networks, losses and accuracies at each are computed
here; with one there is no history, and whatever needs one raises NoHistoryError.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from transparent_box.model.analysis.loss import cross_entropy
from transparent_box.model.analysis.timeline import History
from transparent_box.model.config import Config, ConfigError, is_prime
from transparent_box.model.data import answers, split_pairs
from transparent_box.model.imports.config import ACTIVATIONS, ALIASES, LENGTHS, NORM, OPERATION_NAMES
from transparent_box.model.imports.files import Published, open_published
from transparent_box.model.imports.names import translate
from transparent_box.model.limits import LARGEST_P
from transparent_box.model.runs.checkpoints import checkpoint_path
from transparent_box.model.runs.measure import Report, measure
from transparent_box.model.runs.run import FORMAT
from transparent_box.model.storage import Arrays, RunError, atomic_run, require_free, write_arrays, write_json
from transparent_box.model.transformer import Weights, forward

Options = dict[str, Any]


def import_networks(
    path: Path, out: Path, options: Options, report: Report = lambda done, checkpoints: None
) -> tuple[list[str], list[str]]:
    """Write the run folder `out` from a published file; options are recipe fields that overrule the file's.

    The folder is written atomically, with its measures. Returns the fields that neither the file nor the options gave,
    which were taken from the paper's recipe, and the biases folded into other weights. Raises RunError if the file
    cannot be used or `out` exists, ConfigError if the options fit no recipe.
    """
    require_free(out)
    found = open_published(path)
    translated = [translate(tensors) for tensors in found.networks]
    networks = [weights for weights, _ in translated]
    folded = sorted({name for _, names in translated for name in names})
    if any({n: a.shape for n, a in w.items()} != {n: a.shape for n, a in networks[0].items()} for w in networks):
        raise RunError(f"{path} holds networks of different shapes.")
    steps = known_steps(found)
    config, guessed = derive_recipe(found.config, networks[0], steps[-1], options)
    if None in found.steps and len(networks) > 1:
        guessed.append("steps (numbered from 0)")
    with atomic_run(out) as private:
        for step, network in zip(steps, networks, strict=True):
            write_arrays(checkpoint_path(private, step), network)
        if len(networks) > 1:
            write_arrays(private / "history.safetensors", compute_history(config, steps, networks))
        has_equals = bool(networks[-1]["W_U"][:, -1].any())
        write_json(private / "config.json", run_metadata(config, path, steps[-1], (guessed, folded), has_equals))
        measure(private, report)
    return guessed, folded


def known_steps(found: Published) -> list[int]:
    """Return the steps of the networks; their indices where the file does not give steps."""
    if len(found.networks) == 1:
        return [found.steps[0] or next((found.config[name] for name in LENGTHS if name in found.config), 1)]
    return [index if step is None else step for index, step in enumerate(found.steps)]


def derive_recipe(theirs: dict[str, Any], weights: Arrays, steps: int, options: Options) -> tuple[Config, list[str]]:
    """Return the recipe of a published network, and the fields that were unknown and taken from the paper."""
    if any(theirs.get(name, "relu").lower() != "relu" for name in ACTIVATIONS):
        raise RunError("The network's neurons are not ReLUs, which this film is about.")
    if theirs.get(NORM, "none").lower() != "none":
        raise RunError(f"The network is one with normalization ({theirs[NORM]}), which this film’s has not.")
    p = int(weights["W_E"].shape[1]) - 1
    if p > LARGEST_P or not is_prime(p):
        raise RunError(f"The network knows {p + 1} tokens, which is not a prime number up to {LARGEST_P} and “=”.")
    for said, by in ((theirs.get("p"), "its config says"), (options.get("p"), "--p says")):
        if said is not None and said != p:
            raise RunError(f"The network's {p + 1} tokens are the numbers modulo {p} and “=”, where {by} {said}.")
    told = {field: theirs[name] for field, names in ALIASES.items() for name in names if name in theirs}
    told |= {field: value for field, value in options.items() if field in ALIASES and value is not None}
    if "operation" in told:
        told["operation"] = OPERATION_NAMES.get(told["operation"], told["operation"])
    guessed = [field for field in ("operation", "fraction", "seed") if field not in told]
    heads, _, d_model = weights["W_K"].shape
    widths: Options = {"d_model": int(d_model), "n_heads": int(heads), "d_mlp": len(weights["b_in"])}
    try:
        return Config(p=p, steps=max(steps, 1), **widths, **told), guessed
    except (ConfigError, TypeError, ValueError) as error:
        if any(value is not None for value in options.values()):
            raise ConfigError(str(error)) from None
        raise RunError(f"The file's config fits no recipe: {str(error).rstrip('.')}.") from None


def compute_history(config: Config, steps: Sequence[int], networks: Sequence[Arrays]) -> Arrays:
    """Compute losses over p classes and accuracies of each network; see `model.analysis.timeline.History`."""
    split = split_pairs(config.operation, config.p, config.fraction, config.seed)
    rows = []
    for step, network in zip(steps, networks, strict=True):
        weights = Weights(**network)
        (train_loss, train_accuracy), (test_loss, test_accuracy) = (
            side_losses(config, weights, pairs) for pairs in (split.train, split.test)
        )
        rows.append([float(step), train_loss, test_loss, train_accuracy, test_accuracy])
    return dict(zip(History.__dataclass_fields__, np.array(rows).T, strict=True))


def side_losses(config: Config, weights: Weights, pairs: Any) -> tuple[float, float]:
    """Return the mean loss, in nats, and the accuracy on pairs (n, 2)."""
    x, y = pairs[:, 0], pairs[:, 1]
    logits, correct = forward(weights, x, y).logits[:, : config.p], answers(config.operation, x, y, config.p)
    return float(cross_entropy(logits, correct).mean()), float((logits.argmax(axis=1) == correct).mean())


def run_metadata(
    config: Config, path: Path, steps: int, changes: tuple[list[str], list[str]], equals: bool
) -> dict[str, Any]:
    """Return the contents of config.json; `changes` are what was guessed, and biases that were folded."""
    guessed, folded = changes
    origin = {"file": path.name, "taken_from_the_paper": guessed, "folded": folded, "has_logit_of_equals": equals}
    return {"format": FORMAT, "recipe": config.to_json(), "steps_done": steps, "imported": origin}
