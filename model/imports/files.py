"""Opens published files of PyTorch weights without executing anything in them.

They are loaded with `weights_only=True`: tensors, numbers, strings, lists and dictionaries only.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from transparent_box.model.errors import shell_word
from transparent_box.model.imports.config import INTERVALS, read_config
from transparent_box.model.limits import LARGEST_STEPS
from transparent_box.model.storage import RunError

Tensors = dict[str, NDArray[Any]]
TAKES = "import takes what torch.save makes of a network's state_dict()"
ZIP, PICKLE = b"PK", b"\x80\x02"  # first bytes of PyTorch's files, present and former format
LONGEST_NAME = 100  # letters; the longest of this network's has 21
# Numbers as NumPy pickles them (under both names of its module), which losses in published files sometimes are;
# constructing them runs nothing.
SCALAR = np.float64(0).__reduce__()[0]
HARMLESS: list[Any] = [
    np.dtype,
    *((SCALAR, f"numpy.{module}.multiarray.scalar") for module in ("core", "_core")),
    *(type(np.dtype(kind)) for kind in ("f4", "f8", "i4", "i8")),
]


@dataclass(frozen=True)
class Published:
    """The contents of a file: one network or several, in the order of training."""

    networks: list[Tensors]
    steps: list[int | None]  # of each network, where the file says so
    config: dict[str, Any]  # as `read_config` reads it


def open_published(path: Path) -> Published:
    """Read a .pth or .pt file; raise RunError if it is missing, damaged, hostile or of another kind."""
    require_file(path)
    with path.open("rb") as opened:  # outside the try block: a missing permission is not damage
        beginning = opened.read(2)
    try:
        with warnings.catch_warnings(), torch.serialization.safe_globals(HARMLESS):
            warnings.simplefilter("ignore")  # about unusual files; errors become one sentence below
            content = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:  # a damaged or hostile file can fail anywhere in the reader
        raise RunError(f"{path} {describe_refusal(beginning, error)}") from None
    return parse_published(content, path)


def require_file(path: Path) -> None:
    """Raise RunError if there is no file, or it is empty."""
    if (path / "config.json").is_file():
        raise RunError(
            f"{path} is a run folder, which needs no import: give it to a command as --run {shell_word(path)}."
        )
    if path.is_dir():
        raise RunError(f"{path} is a folder: name the file of weights in it, such as {path / 'model.pth'}.")
    if not path.is_file():
        raise RunError(f"There is no file {path}.")
    if not path.stat().st_size:
        raise RunError(f"{path} is empty: get the file of weights once more.")


def describe_refusal(beginning: bytes, error: Exception) -> str:
    """Say what is wrong with a file that PyTorch refused, judging by its first bytes, and what to do."""
    refused = type(error).__name__ == "UnpicklingError"
    if refused and beginning in (ZIP, PICKLE):
        return (
            "holds more than tensors and plain values, which might run something, so it was not opened: save its "
            "network's state_dict() alone, with torch.save."
        )
    if beginning == ZIP:
        return "is cut short, damaged or not of PyTorch: get the file of weights once more."
    return f"is no file of PyTorch weights: {TAKES}."


def parse_published(content: Any, path: Path) -> Published:
    """Find the networks in a file's content: a state dict, {"model": …} or {"state_dicts": […]}."""
    if not isinstance(content, Mapping):
        raise RunError(f"{path} holds no dictionary of weights: {TAKES}.")
    config = read_config(content.get("config", content.get("cfg")), path)
    if "state_dicts" in content:
        found, steps = content["state_dicts"], content.get("epochs", content.get("checkpoint_epochs"))
        if not isinstance(found, list | tuple) or not found:
            raise RunError(f"{path} names a sequence of networks, but holds none.")
        known = steps_of(steps, len(found), config)
    else:
        inner = next(
            (content[name] for name in ("model", "state_dict", "model_state_dict") if name in content), content
        )
        epoch: Any = content.get("epoch")
        found, known = [inner], [int(epoch) if is_step(epoch) else trained_steps(content.get("train_losses"))]
    return Published([tensors_of(state, path) for state in found], known, config)


def trained_steps(losses: Any) -> int | None:
    """Return the number of updates before the last of a list of losses; None if it is no such list."""
    return len(losses) - 1 if isinstance(losses, list | tuple) and len(losses) > 1 else None


def steps_of(steps: Any, count: int, config: dict[str, Any]) -> list[int | None]:
    """Return the steps of networks: as listed, if there is one for each, else by the config's interval, else None."""
    if isinstance(steps, torch.Tensor):
        steps = steps.tolist() if is_plain(steps) and steps.numel() == count else ()
    if not isinstance(steps, list | tuple | range) or len(steps) != count:
        steps = ()
    listed = [int(step) for step in steps if is_step(step)]
    if len(listed) == count and all(one < other for one, other in pairwise(listed)):
        return list(listed)
    interval = next((config[name] for name in INTERVALS if name in config), 0)
    return [index * interval if interval > 0 else None for index in range(count)]


def is_step(step: Any) -> bool:
    """Return whether a value can be a step of training."""
    number = isinstance(step, int | float) and not isinstance(step, bool)
    return number and 0 <= step <= LARGEST_STEPS and step == int(step)


def is_plain(tensor: torch.Tensor) -> bool:
    """Return whether a tensor is dense in memory: not sparse, nested, quantized, expanded or on the meta device."""
    laid_out = tensor.layout == torch.strided and not (tensor.is_nested or tensor.is_quantized or tensor.is_meta)
    return laid_out and tensor.untyped_storage().nbytes() >= tensor.numel() * tensor.element_size()


def tensors_of(state: Any, path: Path) -> Tensors:
    """Convert a state dict to NumPy arrays."""
    if not isinstance(state, Mapping):
        raise RunError(f"{path} holds no dictionary of weights: {TAKES}.")
    found = {name: tensor for name, tensor in state.items() if isinstance(tensor, torch.Tensor)}
    if not found:
        raise RunError(f"{path} holds no weights: {TAKES}.")
    if not all(isinstance(name, str) and name.isprintable() and 0 < len(name) <= LONGEST_NAME for name in found):
        raise RunError(f"{path} holds weights whose names are none: it is damaged or foreign.")
    for name, tensor in found.items():
        if not is_plain(tensor) or tensor.is_complex():
            raise RunError(f"{path} holds {name!r} in a form that weights do not have (sparse, nested, complex …).")
    return {name: tensor.detach().resolve_neg().cpu().float().numpy() for name, tensor in found.items()}
