"""Chooses the device and the threads for training; PyTorch is loaded only if it must be asked."""

from __future__ import annotations

from pathlib import Path

from transparent_box.model.errors import RunError

MOST_THREADS = 1_024  # with many more PyTorch crashes


def device_kind(name: str) -> str:
    """Resolve "auto" to "cuda" if there is such a device, else "cpu"; raise RunError for "cuda" if there is none."""
    if name == "cpu":
        return name
    import torch

    if torch.cuda.is_available():
        return "cuda"
    if name == "cuda":
        raise RunError("No CUDA device was found: use --device cpu, or auto.")
    return "cpu"


def use_threads(threads: int | None, resumed: Path | None = None) -> None:
    """Set PyTorch's thread count to `threads`, or to that of a resumed run; raise RunError if it is impossible."""
    from transparent_box.model.storage import read_json

    if threads is None and resumed and (resumed / "config.json").exists():
        threads = read_json(resumed / "config.json").get("threads")
    if threads is not None and (not isinstance(threads, int) or not 1 <= threads <= MOST_THREADS):
        raise RunError(f"The thread count must be from 1 to {MOST_THREADS:,}, not {threads!r}: give --threads.")
    if threads is not None:
        import torch

        torch.set_num_threads(int(threads))
