"""Chooses what is trained on; PyTorch is only loaded where it has to be asked."""

from __future__ import annotations

from transparent_box.model.storage import RunError


def device_kind(name: str) -> str:
    """Return "cpu" or "cuda"; "auto" takes CUDA where there is one, and "cuda" raises RunError where there is none."""
    if name == "cpu":
        return name
    import torch

    if torch.cuda.is_available():
        return "cuda"
    if name == "cuda":
        raise RunError("No CUDA device was found: use --device cpu, or auto.")
    return "cpu"
