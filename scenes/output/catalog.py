"""The mobjects that chapters are drawn with, found in the code: what each takes, and a still of one at work.

Nobody keeps samples: a still is cut from the first chapter that shows the mobject, with what it shows there.
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

from transparent_box.model.files import whole_file
from transparent_box.scenes import mobjects
from transparent_box.scenes.look.frame import Frame
from transparent_box.scenes.output.job import QUALITIES, Job
from transparent_box.scenes.output.jobs import stage_job

QUALITY = "l"  # of the frames that stills are cut from
WIDTH, HEIGHT = 220, 140  # pixels of a still, at most
COLORS = 24  # of a still
ENOUGH = 0.04  # of the frame: a smaller one is shown only where there is no larger
TOLD_APART = 24  # levels from the ground, from which on a pixel belongs to the mobject
EDGE = 6  # pixels left round it


@dataclass(frozen=True)
class Entry:
    """A class of `scenes.mobjects`: its name, where it is, what it takes, what it is in a sentence, what it can do."""

    name: str
    folder: str
    module: str
    takes: str
    line: str
    offers: tuple[str, ...] = ()  # its own public methods and properties


@dataclass(frozen=True)
class Shelf:
    """A folder of `scenes.mobjects`: its name, what it holds in a sentence, and its classes by name."""

    name: str
    line: str
    entries: tuple[Entry, ...]


def shelves() -> list[Shelf]:
    """Every folder with its public classes, by name."""
    known, found = entries(), []
    for module in iter_modules(mobjects.__path__, f"{mobjects.__name__}."):
        folder = module.name.rpartition(".")[2]
        line = inspect.getdoc(import_module(module.name)) or ""
        found.append(Shelf(folder, line, tuple(entry for entry in known if entry.folder == folder)))
    return found


def entries() -> list[Entry]:
    """Every public class of all folders, by name."""
    return sorted((entry_of(found) for found in classes()), key=lambda entry: entry.name)


def classes() -> Iterator[type[Any]]:
    """Import all modules and yield the public classes that they define.

    A protocol says what a mobject asks of the arrays it is given, and is none.
    """
    for module in walk_packages(mobjects.__path__, f"{mobjects.__name__}."):
        for name, found in vars(import_module(module.name)).items():
            if not inspect.isclass(found) or name.startswith("_") or getattr(found, "_is_protocol", False):
                continue
            if found.__module__ == module.name:
                yield found


def entry_of(found: type[Any]) -> Entry:
    """Read a class's signature, without types, and the first paragraph of its docstring."""
    paragraph = (inspect.getdoc(found) or "").partition("\n\n")[0]
    bare = [parameter.replace(annotation=inspect.Parameter.empty) for parameter in taken(found)]
    takes = str(inspect.Signature(bare))
    offered = (name for name, member in vars(found).items() if not name.startswith("_") and is_offered(member))
    *_, folder, module = found.__module__.split(".")
    return Entry(found.__name__, folder, module, takes, " ".join(paragraph.split()), tuple(offered))


def taken(found: type[Any]) -> list[inspect.Parameter]:
    """List what a class takes, of a constructor that is Manim's only what must be given: the rest is not its own."""
    parameters = list(inspect.signature(found).parameters.values())
    maker = next(above for above in found.__mro__ if "__init__" in vars(above))
    own = maker.__module__.partition(".")[0] != manim.__name__
    return [one for one in parameters if own or one.default is inspect.Parameter.empty]


def is_offered(member: Any) -> bool:
    """Tell whether a class's member is something to call or to read."""
    return isinstance(member, (property, staticmethod, classmethod)) or inspect.isfunction(member)


def uses(chapters: Sequence[str]) -> dict[str, list[str]]:
    """Class → the chapters whose files make one, read without importing them."""
    folder = Path(__file__).parents[1]
    made = {c: set(re.findall(r"\b(\w+)\(", (folder / f"{c}.py").read_text(encoding="utf-8"))) for c in chapters}
    return {entry.name: [chapter for chapter in chapters if entry.name in made[chapter]] for entry in entries()}


def stills(chapters: Sequence[str], run: Path, media: Path) -> dict[str, Image.Image]:
    """Class → a picture of one alone, from the first chapter that shows one that is not tiny."""
    found: dict[str, Image.Image] = {}
    for chapter in chapters:
        collect(Job(chapter, run, QUALITY, format="png", media=media), found)
    return {name: picture.resize(fitted(picture), Image.Resampling.LANCZOS) for name, picture in found.items()}


def collect(job: Job, found: dict[str, Image.Image]) -> None:
    """Play a chapter and add pictures of the mobjects that are not among those found, or only tiny."""
    wanted = {kind for kind in classes() if kind.__name__ not in found or is_tiny(found[kind.__name__])}
    with stage_job(job) as scene:

        def keep(among: set[type[Any]]) -> None:
            members = [part for top in scene.mobjects for part in top.get_family()]
            for kind in list(among):
                first = next((part for part in members if type(part) is kind), None)
                alone = picture_of(scene, first) if first is not None else None
                if alone is None or (kind.__name__ in found and area(alone) <= area(found[kind.__name__])):
                    continue
                found[kind.__name__] = alone
                if not is_tiny(alone):
                    wanted.discard(kind)

        scene.after_beat = lambda beat: keep(wanted)
        # Some leave before their beat is over.
        scene.amid_play = lambda: keep({kind for kind in wanted if kind.__name__ not in found})
        scene.camera.resting = True
        scene.render()


def picture_of(scene: Any, mobject: Any) -> Image.Image | None:
    """The part of the frame in which a mobject draws something when it stands alone; None where it draws nothing."""
    drawn, there = alone(scene, mobject)
    rows, columns = np.nonzero(there)
    if not len(rows):
        return None
    top, left = max(rows.min() - EDGE, 0), max(columns.min() - EDGE, 0)
    return Image.fromarray(drawn[top : rows.max() + EDGE + 1, left : columns.max() + EDGE + 1])


def alone(scene: Any, mobject: Any) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """The frame (h, w, 3) with nothing but a mobject, and where (h, w) that differs from the ground."""
    with scene.camera.at_work():
        scene.camera.forget()  # a layer that was drawn beside others may differ in its last bits
        scene.camera.reset()
        ground = np.array(scene.camera.pixel_array)[..., :3].astype(int)
        scene.camera.capture_mobjects([mobject])
        drawn: NDArray[Any] = np.array(scene.camera.pixel_array)[..., :3]
    return drawn, np.abs(drawn - ground).max(axis=-1) > TOLD_APART


def area(picture: Image.Image) -> int:
    """Pixels of a picture."""
    return picture.width * picture.height


def is_tiny(picture: Image.Image) -> bool:
    """Tell whether a picture, cut from a draft's frame, shows too little to know the mobject by."""
    return area(picture) < ENOUGH * prod(Frame("16:9", QUALITIES[QUALITY][0]).pixels)


def fitted(picture: Image.Image) -> tuple[int, int]:
    """Width and height of a picture that is as large as it can be."""
    scale = min(WIDTH / picture.width, HEIGHT / picture.height, 1)
    return max(1, round(picture.width * scale)), max(1, round(picture.height * scale))


def save_still(picture: Image.Image, file: Path) -> None:
    """Write a still in few colors."""
    with whole_file(file) as temporary:
        picture.quantize(COLORS).save(temporary, optimize=True)
