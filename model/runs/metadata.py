"""Checks what config.json of a run folder holds beside its recipe, as far as anything reads it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from transparent_box.model.config import Config
from transparent_box.model.errors import RunError
from transparent_box.model.limits import LARGEST_P
from transparent_box.model.schema import Count, Share, Strict, validate

MACHINE = ("seconds", "device", "threads", "versions")  # of config.json, on what a run was trained and how long


class RenamingRule(Strict):
    """The renaming: the names under which trained tokens are shown."""

    multiplier: Annotated[int, Field(ge=1, lt=LARGEST_P)]


class Measured(Strict):
    """The findings of `measure`."""

    key_frequencies: Annotated[list[Annotated[int, Field(ge=1, lt=LARGEST_P)]], Field(max_length=LARGEST_P)]
    accuracy: Share | None = None


class Metadata(Strict):
    """The file as a whole; what is not there has not been done."""

    steps_done: Count = 0
    seconds: Annotated[float, Field(ge=0)] = 0.0
    threads: Annotated[int, Field(ge=1)] = 1
    renaming: RenamingRule = RenamingRule(multiplier=1)
    measured: Measured = Measured(key_frequencies=[])


def check_metadata(path: Path, values: dict[str, Any], config: Config) -> None:
    """Raise RunError unless what stands beside the recipe fits it."""
    found = validate(path, Metadata, values)
    if found.renaming.multiplier % config.p == 0:
        raise RunError(f"{path} renames the tokens by {found.renaming.multiplier}, which is impossible.")
    keys = found.measured.key_frequencies
    if any(key > (config.p - 1) // 2 for key in keys) or len(set(keys)) < len(keys):
        raise RunError(f"{path}: measured.key_frequencies are not different frequencies of p = {config.p}.")
    if found.steps_done > config.steps and "imported" not in values:
        raise RunError(f"{path}: steps_done is beyond the recipe's {config.steps} steps.")


def machine_of(values: dict[str, Any]) -> dict[str, Any]:
    """Take what config.json tells of the machine, for a file that is shipped without the network."""
    return {part: values[part] for part in MACHINE if part in values}
