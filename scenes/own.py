"""Finds scenes outside this package: in a file that a path names, or by an entry point of an installed package.

A scene is known by a text that any process can find it by again: a chapter of the film by its name (`clock_scene`), one
in a file by the file's whole path and its class (`/talk/my_scene.py:MyScene`), one of a package by its entry point's.
"""

from __future__ import annotations

import ast
import sys
import traceback
from bdb import BdbQuit
from functools import cache
from hashlib import sha256
from importlib import import_module
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "transparent_box.scenes"


class SceneFileError(ValueError):
    """A file that holds no scene we can play; the message is one sentence for the user."""


def names_a_file(name: str) -> bool:
    """Tell whether a name is a path of a Python file, perhaps with a class: talk/my_scene.py:MyScene."""
    path, found = split(name)
    return path.suffix == ".py" and (bool(found) or len(path.parts) > 1 or path.is_file())


def from_elsewhere(scene: str) -> bool:
    """Tell whether a scene is one of a file, or of another package."""
    return names_a_file(scene) or scene in entry_points()


def split(name: str) -> tuple[Path, str]:
    """The path and the class of a name; no class where none is named."""
    path, colon, found = name.rpartition(":")
    return (Path(path), found) if colon and path.endswith(".py") else (Path(name), "")


def in_file(name: str) -> str:
    """Turn a path, perhaps with a class, into the text that finds the scene; SceneFileError where it holds none."""
    path, wanted = split(name)
    scenes = [node.name for node in parsed(path).body if isinstance(node, ast.ClassDef) and plays(node)]
    chosen = wanted or (scenes[0] if len(scenes) == 1 else camel(path.stem))
    if chosen in scenes:
        return f"{path.resolve()}:{chosen}"
    there = ", ".join(scenes)
    if wanted:
        raise SceneFileError(f"{path} has no scene {wanted}; it has {there or 'no class with a construct'}.")
    if not there:
        raise SceneFileError(f"{path} has no scene: write a class of Stage with a construct, as `new` does.")
    raise SceneFileError(f"{path} has several scenes ({there}): name one, such as {path}:{scenes[0]}.")


def plays(node: ast.ClassDef) -> bool:
    """Tell whether a class has a `construct` of its own."""
    return any(isinstance(part, ast.FunctionDef) and part.name == "construct" for part in node.body)


def parsed(path: Path) -> ast.Module:
    """Parse a file; SceneFileError, with the line, for one that is broken."""
    try:
        return ast.parse(path.read_bytes(), str(path))
    except (SyntaxError, ValueError) as error:
        if isinstance(error, SyntaxError) and error.lineno is not None:
            raise SceneFileError(f"{path}, line {error.lineno}: {error.msg}.") from None
        raise SceneFileError(f"{path} is no Python file: {error}.") from None


def camel(stem: str) -> str:
    """ClockScene for clock_scene."""
    return "".join(part.capitalize() for part in stem.split("_"))


@cache
def entry_points() -> dict[str, EntryPoint]:
    """Name → entry point of every scene that an installed package offers."""
    from importlib import metadata  # slow to import

    return {point.name: point for point in metadata.entry_points(group=GROUP)}


def source_of(scene: str) -> Path:
    """The file that a scene outside this package is told in; SceneFileError where there is none any more."""
    if names_a_file(scene):
        return split(scene)[0]
    point = entry_points().get(scene)
    if point is None:
        raise SceneFileError(f"No installed package has the scene {scene}.")
    try:
        found = find_spec(point.module)
    except ImportError:
        found = None
    except (Exception, SystemExit) as error:  # to find a module of a package, the package is run
        raise SceneFileError(f"The package of the scene {scene} is broken: {type(error).__name__}: {error}") from error
    if found is None or found.origin is None:
        raise SceneFileError(f"The scene {scene} should be in {point.module}, which is not there: install that again.")
    return Path(found.origin)


def class_of(scene: str) -> str:
    """The name of a scene's class."""
    if names_a_file(scene):
        return split(scene)[1]
    point = entry_points().get(scene)
    return point.attr if point else camel(scene)


def label(scene: str) -> str:
    """A scene's name for people and files: my_scene; with letters of its folder where that is not the current one."""
    if not names_a_file(scene):
        return scene
    path, found = split(scene)
    name = path.stem if found == camel(path.stem) else f"{path.stem}-{found}"
    if path.parent == Path.cwd():
        return name
    return f"{name}-{sha256(str(path.parent).encode(errors='surrogateescape')).hexdigest()[:4]}"


def as_typed(scene: str) -> str:
    """A scene as somebody would type it: a file in the current folder without it."""
    if not names_a_file(scene):
        return scene
    path, found = split(scene)
    return str(short(path)) if found == camel(path.stem) else f"{short(path)}:{found}"


def short(path: Path) -> Path:
    """Write a path without the current folder, if it is in there."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def load(scene: str) -> type:
    """Import a scene's class; SceneFileError, with file and line, where that fails or it is no Stage."""
    from transparent_box.scenes.stage.stage import Stage

    source, name = source_of(scene), class_of(scene)
    try:
        module = module_of(source) if names_a_file(scene) else import_module(entry_points()[scene].module)
    except (Exception, SystemExit) as error:
        raise SceneFileError(describe_error(error, source)) from error
    found = getattr(module, name, None)
    if not (isinstance(found, type) and issubclass(found, Stage)):
        raise SceneFileError(
            f"{short(source)}: {name} is no Stage: make it one (from transparent_box import Stage), or call `manim`."
        )
    return found


def module_of(path: Path) -> ModuleType:
    """Import a file once, under a name that no other module has; what lies beside it can be imported by it."""
    name = f"transparent_box_scene_{sha256(str(path).encode(errors='surrogateescape')).hexdigest()[:12]}"
    if name not in sys.modules:
        spec = spec_from_file_location(name, path)
        assert spec is not None and spec.loader is not None, path
        module = sys.modules[name] = module_from_spec(spec)
        if str(path.parent) not in sys.path:
            sys.path.append(str(path.parent))
        try:
            spec.loader.exec_module(module)
        except BaseException:
            del sys.modules[name]
            raise
    return sys.modules[name]


def describe_error(error: BaseException, source: Path) -> str:
    """Say what went wrong in a file, or while it was imported, with the last line of it that was at work."""
    if isinstance(error, SyntaxError):
        return f"{error.filename}, line {error.lineno}: {error.msg}."
    line = line_in(error, source)
    told = f"{type(error).__name__}: {error}"
    if isinstance(error, BdbQuit):
        told = "It came to a breakpoint, which stops it on a terminal and with -j 1, or it was ended there."
    return f"{short(source)}{f', line {line}' if line else ''}: {told}"


def line_in(error: BaseException, source: Path) -> int:
    """Find the last line of a file that was at work when something went wrong; 0 if none was."""
    at_work = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(source)]
    return (at_work or [0])[-1] or 0
