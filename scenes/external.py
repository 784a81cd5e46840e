"""Finds scenes outside this package: in a file that a path names, or by an entry point of an installed package.

A scene is identified by a string by which any process can find it: a chapter of the film by its name (`clock_scene`),
one in a file by its absolute path and class (`/talk/my_scene.py:MyScene`), one of a package by its entry point's name.
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
    """A file without a scene that can be played; the message is one sentence for the user."""


def is_file_name(name: str) -> bool:
    """Return whether a name is the path of a Python file, perhaps with a class: talk/my_scene.py:MyScene."""
    path, found = split_name(name)
    return path.suffix == ".py" and (bool(found) or len(path.parts) > 1 or path.is_file())


def is_external(scene: str) -> bool:
    """Return whether a scene is in a file of its own or in another package."""
    return is_file_name(scene) or scene in entry_points()


def split_name(name: str) -> tuple[Path, str]:
    """Split a name into path and class; the class is "" if none is given."""
    path, colon, found = name.rpartition(":")
    return (Path(path), found) if colon and path.endswith(".py") else (Path(name), "")


def find_in_file(name: str) -> str:
    """Find the scene that a path, perhaps with a class, means, and return the string that identifies it.

    Raises SceneFileError if the file has no such scene, or several.
    """
    path, wanted = split_name(name)
    scenes = [node.name for node in parse_file(path).body if isinstance(node, ast.ClassDef) and is_scene_class(node)]
    chosen = wanted or (scenes[0] if len(scenes) == 1 else to_camel_case(path.stem))
    if chosen in scenes:
        return f"{path.resolve()}:{chosen}"
    there = ", ".join(scenes)
    if wanted:
        raise SceneFileError(f"{path} has no scene {wanted}; it has {there or 'no class with a construct'}.")
    if not there:
        raise SceneFileError(f"{path} has no scene: write a class of Stage with a construct, as `new` does.")
    raise SceneFileError(f"{path} has several scenes ({there}): name one, such as {path}:{scenes[0]}.")


def is_scene_class(node: ast.ClassDef) -> bool:
    """Return whether a class defines `construct`."""
    return any(isinstance(part, ast.FunctionDef) and part.name == "construct" for part in node.body)


def parse_file(path: Path) -> ast.Module:
    """Parse a file; SceneFileError, with the line, for one that is broken."""
    try:
        return ast.parse(path.read_bytes(), str(path))
    except (SyntaxError, ValueError) as error:
        if isinstance(error, SyntaxError) and error.lineno is not None:
            raise SceneFileError(f"{path}, line {error.lineno}: {error.msg}.") from None
        raise SceneFileError(f"{path} is no Python file: {error}.") from None


def to_camel_case(stem: str) -> str:
    """ClockScene for clock_scene."""
    return "".join(part.capitalize() for part in stem.split("_"))


@cache
def entry_points() -> dict[str, EntryPoint]:
    """Name → entry point of every scene that an installed package offers."""
    from importlib import metadata  # slow to import

    return {point.name: point for point in metadata.entry_points(group=GROUP)}


def source_of(scene: str) -> Path:
    """Return the source file of a scene outside this package; raise SceneFileError if it is not there any more."""
    if is_file_name(scene):
        return split_name(scene)[0]
    point = entry_points().get(scene)
    if point is None:
        raise SceneFileError(f"No installed package has the scene {scene}.")
    try:
        found = find_spec(point.module)
    except ImportError:
        found = None
    except (Exception, SystemExit) as error:  # finding a module imports its package
        raise SceneFileError(f"The package of the scene {scene} is broken: {type(error).__name__}: {error}") from error
    if found is None or found.origin is None:
        raise SceneFileError(f"The scene {scene} should be in {point.module}, which is not there: install that again.")
    return Path(found.origin)


def class_of(scene: str) -> str:
    """Return the name of a scene's class."""
    if is_file_name(scene):
        return split_name(scene)[1]
    point = entry_points().get(scene)
    return point.attr if point else to_camel_case(scene)


def label(scene: str) -> str:
    """Return a scene's name for people and files: my_scene, with digits of a checksum if it is in another folder."""
    if not is_file_name(scene):
        return scene
    path, found = split_name(scene)
    name = path.stem if found == to_camel_case(path.stem) else f"{path.stem}-{found}"
    if path.parent == Path.cwd():
        return name
    return f"{name}-{sha256(str(path.parent).encode(errors='surrogateescape')).hexdigest()[:4]}"


def as_typed(scene: str) -> str:
    """Return a scene as a user would type it: a path relative to the current folder, if it is in there."""
    if not is_file_name(scene):
        return scene
    path, found = split_name(scene)
    return str(relative_path(path)) if found == to_camel_case(path.stem) else f"{relative_path(path)}:{found}"


def relative_path(path: Path) -> Path:
    """Return a path relative to the current folder, if it is in there."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def load(scene: str) -> type:
    """Import a scene's class; raise SceneFileError, with file and line, if that fails or it is no Stage."""
    from transparent_box.scenes.stage.stage import Stage

    source, name = source_of(scene), class_of(scene)
    try:
        module = import_file(source) if is_file_name(scene) else import_module(entry_points()[scene].module)
    except (Exception, SystemExit) as error:
        raise SceneFileError(describe_error(error, source)) from error
    found = getattr(module, name, None)
    if not (isinstance(found, type) and issubclass(found, Stage)):
        raise SceneFileError(
            f"{relative_path(source)}: {name} is no Stage: make it one (from transparent_box import Stage), or call "
            "`manim`."
        )
    return found


def import_file(path: Path) -> ModuleType:
    """Import a file once, under a unique module name; it can import modules from its own folder."""
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
    """Describe an error in a file or its import, with the last line of the file in the traceback."""
    if isinstance(error, SyntaxError):
        return f"{error.filename}, line {error.lineno}: {error.msg}."
    line = line_in(error, source)
    told = f"{type(error).__name__}: {error}"
    if isinstance(error, BdbQuit):
        told = "It reached a breakpoint, which needs a terminal and -j 1, or was quit there."
    return f"{relative_path(source)}{f', line {line}' if line else ''}: {told}"


def line_in(error: BaseException, source: Path) -> int:
    """Return the last line of a file in an error's traceback; 0 if there is none."""
    at_work = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(source)]
    return (at_work or [0])[-1] or 0
