"""The mobjects that chapters use, read from the code: what each takes, and a still of it.

There are no samples to maintain: a still is cut from the first chapter that shows the mobject.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from math import prod
from pathlib import Path
from pkgutil import iter_modules, walk_packages
from typing import Any

import manim
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from transparent_box.model.files import atomic_file
from transparent_box.scenes import mobjects
from transparent_box.scenes.look.frame import Frame
from transparent_box.scenes.output.job import QUALITIES, Job
from transparent_box.scenes.output.jobs import stage_job

QUALITY = "l"  # quality of the frames that stills are cut from
WIDTH, HEIGHT = 220, 140  # pixels of a still, at most
COLORS = 24  # in a still
ENOUGH = 0.04  # share of the frame; a smaller still is used only if there is no larger one
VISIBLE = 24  # levels from the background's at which a pixel counts as the mobject's
EDGE = 6  # pixels left around a mobject


@dataclass(frozen=True)
class Entry:
    """A class of `scenes.mobjects`: where it is, what it takes, what it is (`line`), and its public members."""

    name: str
    folder: str
    module: str
    takes: str
    line: str
    offers: tuple[str, ...] = ()  # its own public methods and properties


@dataclass(frozen=True)
class MobjectFolder:
    """A folder of `scenes.mobjects`: its name, what it holds (`line`), and its classes sorted by name."""

    name: str
    line: str
    entries: tuple[Entry, ...]


def list_folders() -> list[MobjectFolder]:
    """List every folder with its public classes, sorted by name."""
    known, found = entries(), []
    for module in iter_modules(mobjects.__path__, f"{mobjects.__name__}."):
        folder = module.name.rpartition(".")[2]
        line = inspect.getdoc(import_module(module.name)) or ""
        found.append(MobjectFolder(folder, line, tuple(entry for entry in known if entry.folder == folder)))
    return found


def entries() -> list[Entry]:
    """List every public class of all folders, sorted by name."""
    return sorted((entry_of(found) for found in classes()), key=lambda entry: entry.name)


def classes() -> Iterator[type[Any]]:
    """Import all modules and yield the public classes that they define.

    Protocols are left out: they describe arguments of mobjects.
    """
    for module in walk_packages(mobjects.__path__, f"{mobjects.__name__}."):
        for name, found in vars(import_module(module.name)).items():
            if not inspect.isclass(found) or name.startswith("_") or getattr(found, "_is_protocol", False):
                continue
            if found.__module__ == module.name:
                yield found


def entry_of(found: type[Any]) -> Entry:
    """Make the entry of a class from its signature and the first paragraph of its docstring."""
    paragraph = (inspect.getdoc(found) or "").partition("\n\n")[0]
    bare = [parameter.replace(annotation=inspect.Parameter.empty) for parameter in own_parameters(found)]
    takes = str(inspect.Signature(bare))
    offered = (name for name, member in vars(found).items() if not name.startswith("_") and is_offered(member))
    *_, folder, module = found.__module__.split(".")
    return Entry(found.__name__, folder, module, takes, " ".join(paragraph.split()), tuple(offered))


def own_parameters(found: type[Any]) -> list[inspect.Parameter]:
    """Return the parameters of a class's constructor, of one inherited from Manim only those without a default."""
    parameters = list(inspect.signature(found).parameters.values())
    maker = next(above for above in found.__mro__ if "__init__" in vars(above))
    own = maker.__module__.partition(".")[0] != manim.__name__
    return [one for one in parameters if own or one.default is inspect.Parameter.empty]


def is_offered(member: Any) -> bool:
    """Return whether a class's member is a method or a property."""
    return isinstance(member, (property, staticmethod, classmethod)) or inspect.isfunction(member)


def find_uses(chapters: Sequence[str]) -> dict[str, list[str]]:
    """Return class → the chapters whose files use it, read without importing them."""
    folder = Path(__file__).parents[1]
    made = {c: set(re.findall(r"\b(\w+)\(", (folder / f"{c}.py").read_text(encoding="utf-8"))) for c in chapters}
    return {entry.name: [chapter for chapter in chapters if entry.name in made[chapter]] for entry in entries()}


def collect_stills(chapters: Sequence[str], run: Path, media: Path) -> dict[str, Image.Image]:
    """Return class → a picture of a mobject alone, from the first chapter that shows one that is not tiny."""
    found: dict[str, Image.Image] = {}
    for chapter in chapters:
        collect(Job(chapter, run, QUALITY, format="png", media=media), found)
    return {name: picture.resize(fit_size(picture), Image.Resampling.LANCZOS) for name, picture in found.items()}


def collect(job: Job, found: dict[str, Image.Image]) -> None:
    """Play a chapter and add to `found` pictures of mobjects that are missing there, or tiny."""
    wanted = {kind for kind in classes() if kind.__name__ not in found or is_tiny(found[kind.__name__])}
    with stage_job(job) as scene:

        def keep(among: set[type[Any]]) -> None:
            members = [part for top in scene.mobjects for part in top.get_family()]
            for kind in list(among):
                first = next((part for part in members if type(part) is kind), None)
                picture = picture_of(scene, first) if first is not None else None
                if picture is None or (
                    kind.__name__ in found and pixel_count(picture) <= pixel_count(found[kind.__name__])
                ):
                    continue
                found[kind.__name__] = picture
                if not is_tiny(picture):
                    wanted.discard(kind)

        scene.after_beat = lambda beat: keep(wanted)
        # Some mobjects leave before their beat ends.
        scene.amid_play = lambda: keep({kind for kind in wanted if kind.__name__ not in found})
        scene.camera.resting = True
        scene.render()


def picture_of(scene: Any, mobject: Any) -> Image.Image | None:
    """Draw a mobject alone and return the part of the frame it fills; None if it draws nothing."""
    drawn, there = draw_alone(scene, mobject)
    rows, columns = np.nonzero(there)
    if not len(rows):
        return None
    top, left = max(rows.min() - EDGE, 0), max(columns.min() - EDGE, 0)
    return Image.fromarray(drawn[top : rows.max() + EDGE + 1, left : columns.max() + EDGE + 1])


def draw_alone(scene: Any, mobject: Any) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """Draw a mobject alone: the frame (h, w, 3), and where (h, w) it differs from the background."""
    with scene.camera.at_work():
        scene.camera.forget()  # a cached layer drawn beside others may differ in its last bits
        scene.camera.reset()
        ground = np.array(scene.camera.pixel_array)[..., :3].astype(int)
        scene.camera.capture_mobjects([mobject])
        drawn: NDArray[Any] = np.array(scene.camera.pixel_array)[..., :3]
    return drawn, np.abs(drawn - ground).max(axis=-1) > VISIBLE


def pixel_count(picture: Image.Image) -> int:
    """Return the number of a picture's pixels."""
    return picture.width * picture.height


def is_tiny(picture: Image.Image) -> bool:
    """Return whether a picture, cut from a frame, is too small to recognize the mobject."""
    return pixel_count(picture) < ENOUGH * prod(Frame("16:9", QUALITIES[QUALITY][0]).pixels)


def fit_size(picture: Image.Image) -> tuple[int, int]:
    """Return the width and height of a picture scaled to fit into a still."""
    scale = min(WIDTH / picture.width, HEIGHT / picture.height, 1)
    return max(1, round(picture.width * scale)), max(1, round(picture.height * scale))


def save_still(picture: Image.Image, file: Path) -> None:
    """Save a still as a PNG of few colors."""
    with atomic_file(file) as temporary:
        picture.quantize(COLORS).save(temporary, optimize=True)
