"""Two small runs that the tests draw and measure without training them; `python -m tests.toys` trains them again.

They lie in `tests/data`, packed as shipped runs are, so that tests of drawing need no PyTorch, and so that what is
tested is the same on every machine. Training them (20 seconds) gives other last bits on another one.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from transparent_box.model.config import Config
from transparent_box.model.runs.checkpoints import Checkpoints, checkpoint_path
from transparent_box.model.runs.measure import measure
from transparent_box.model.runs.pack import pack
from transparent_box.model.storage import write_arrays

DATA = Path(__file__).resolve().parent / "data"
TOY = Config(p=13, fraction=0.6, steps=600, d_model=32, n_heads=2, d_mlp=64)  # has found no frequency
GROKS = Config(p=17, fraction=0.7, steps=1500, learning_rate=3e-3, d_model=64, n_heads=2, d_mlp=128)  # has found two
RECIPES = {"toy": (TOY, 20), "grokked": (GROKS, 6)}  # and how many of their checkpoints are kept


def make(name: str, data: Path, config: Config) -> None:
    """Train, measure and pack a run into a folder of that name in `data`."""
    from transparent_box.model.training.train import train

    with TemporaryDirectory() as place:
        folder = Path(place) / name
        train(config, folder, device="cpu")
        measure(folder)
        pack(folder, data / name, RECIPES[name][1])


def unpacked(packed: Path, folder: Path) -> None:
    """Write a packed run to `folder` as a training and `measure` leave it, but for what only a training needs."""
    checkpoints = Checkpoints(packed)
    for step, network in zip(checkpoints.steps, checkpoints.networks(range(len(checkpoints.steps))), strict=True):
        write_arrays(checkpoint_path(folder, int(step)), network)
    for name in ("config.json", "history.safetensors"):
        shutil.copyfile(packed / name, folder / name)
    measure(folder)


if __name__ == "__main__":
    for name, (config, _) in RECIPES.items():
        shutil.rmtree(DATA / name, ignore_errors=True)
        make(name, DATA, config)
