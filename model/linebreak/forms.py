"""Lists the forms of a line-wrapping run's arrays; letters as in model.linebreak.geometry and its example."""

from __future__ import annotations

from pathlib import Path

from transparent_box.model.arrays import integers, reals, require_forms, require_increasing, require_within
from transparent_box.model.linebreak.documents import LONGEST
from transparent_box.model.linebreak.geometry import DIMENSIONS
from transparent_box.model.linebreak.recipe import Recipe
from transparent_box.model.storage import Arrays

HISTORY = {"step": reals("n"), "loss": reals("n"), "accuracy": reals("n")}
GEOMETRY = {
    "count": integers("c"),
    "width": integers("w"),
    "count_means": reals("c", "d"),
    "width_means": reals("w", "d"),
    "boundary_Q": reals("b", "k", "d"),
    "boundary_K": reals("b", "k", "d"),
    "count_probe": reals("c", "d"),
    "width_probe": reals("w", "d"),
    "left": integers("r"),
    "attention": reals("b", "r"),
    "outputs": reals("b", "r", "d"),
    "room": reals("r"),
    "step": integers("f"),
    "growth": reals("f", "c", DIMENSIONS),
}
EXAMPLE = {
    "width": integers(),
    "width_read": integers(),
    "first": integers("s"),
    "second": integers("t"),
    "count": integers("t"),
    "count_read": integers("t"),
    "next_length": integers("t"),
    "attention": reals("t", "b"),
    "logits": reals("t", LONGEST),
    "room": reals("t"),
}


def check_history(path: Path, arrays: Arrays, recipe: Recipe) -> None:
    """Raise RunError unless these are the curves of a training."""
    require_forms(path, arrays, HISTORY)
    require_increasing(path, "step", arrays["step"])
    require_within(path, "accuracy", arrays["accuracy"], 0, 1)


def check_geometry(path: Path, arrays: Arrays, recipe: Recipe) -> None:
    """Raise RunError unless these are the curves of the recipe's network."""
    require_forms(path, arrays, GEOMETRY, d=recipe.d_model, k=recipe.d_head, b=recipe.n_boundary)
    for name in ("count", "width", "left", "step"):
        require_increasing(path, name, arrays[name])


def check_example(path: Path, arrays: Arrays, recipe: Recipe) -> None:
    """Raise RunError unless this is a document that the recipe's network has read."""
    require_forms(path, arrays, EXAMPLE, b=recipe.n_boundary)
