"""Reads the config in a published file, under the names that projects use, and refuses values of wrong kinds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from transparent_box.model.config import is_integer, is_number
from transparent_box.model.storage import RunError

# Our recipe's field → what published configs call it.
ALIASES: dict[str, tuple[str, ...]] = {
    "operation": ("operation", "fn_name", "fn"),
    "fraction": ("fraction", "frac_train", "train_frac"),
    "seed": ("seed",),
    "learning_rate": ("learning_rate", "lr"),
    "weight_decay": ("weight_decay", "wd"),
}
OPERATION_NAMES = {"add": "x+y", "subtract": "x-y", "x2xyy2": "x^2+xy+y^2"}
ACTIVATIONS = ("act_fn", "act_type")
NORM = "normalization_type"  # of TransformerLens
INTERVALS = ("save_every", "checkpoint_every")  # what configs call the steps between saved networks
LENGTHS = ("num_epochs", "steps")  # what they call the steps of the whole training
LONGEST_WORD = 100  # letters

Kind = tuple[Callable[[Any], bool], str]


def is_whole(value: Any) -> bool:
    """Return whether a value is a whole number, also one written as 600.0."""
    return is_number(value) and is_integer(int(value)) and value == int(value)


def is_word(value: Any) -> bool:
    """Return whether a value is a string of at most `LONGEST_WORD` characters."""
    return isinstance(value, str) and len(value) <= LONGEST_WORD


WHOLE: Kind = (is_whole, "a whole number")
NUMBER: Kind = (is_number, "a number")
WORD: Kind = (is_word, "a word")
KINDS: dict[str, Kind] = {
    **dict.fromkeys(("p", "seed", *INTERVALS, *LENGTHS), WHOLE),
    **{name: NUMBER for field in ("fraction", "learning_rate", "weight_decay") for name in ALIASES[field]},
    **dict.fromkeys((*ALIASES["operation"], *ACTIVATIONS, NORM), WORD),
}


def read_config(config: Any, path: Path) -> dict[str, Any]:
    """Read the known fields of a file's config; {} if there is none.

    Raises RunError if it is no dictionary, or tells one of them by a list, NaN or the like. None counts as not told.
    """
    if config is None:
        return {}
    if not isinstance(config, Mapping):
        raise RunError(f"{path} holds a config that is no dictionary but of type {type(config).__name__}.")
    told = {}
    for name, (fits, kind) in KINDS.items():
        value = config.get(name)
        if isinstance(value, np.generic):
            value = value.item()
        if value is None:
            continue
        if not fits(value):
            raise RunError(f"{path} gives its {name} as {describe_value(value)}, not as {kind}.")
        told[name] = int(value) if fits is is_whole else value
    return told


def describe_value(value: Any) -> str:
    """Describe a value of a wrong kind in a few words; it may be nested or very long."""
    if isinstance(value, float):
        return f"the number {value}"
    return f"a value of type {type(value).__name__}"
