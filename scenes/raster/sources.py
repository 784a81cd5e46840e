"""Digests the code that something is drawn by: our modules and those of users' scenes, with all that they import.

A play drawn by other code is another play, even with equal values, since its methods are not among those values.
"""

from __future__ import annotations

import re
import sys
import sysconfig
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.machinery import PathFinder
from pathlib import Path

PACKAGE = "transparent_box"
ROOT = Path(__file__).resolve().parents[2]
# Folders of other projects' modules, which are identified by their versions.
FOREIGN_FOLDERS = tuple({sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")})
IMPORTS = re.compile(r"^[ \t]*(?:from[ \t]+([\w.]+)[ \t]+import[ \t]+(\([^)]*\)|.*)|import[ \t]+([\w., \t]+))", re.M)
NAME = re.compile(r"\w+")


@cache
def code_of(module: str) -> bytes:
    """Digest the sources of a module and of all that it imports, transitively; b"" for other projects' modules.

    The result is cached on the first call in a process: call it as soon as a scene is imported, since files change.
    """
    found = reachable_modules(module)
    return sha256(b"".join(found[name] for name in sorted(found))).digest() if found else b""


def reachable_modules(module: str) -> dict[str, bytes]:
    """Return a module and all of ours that it imports, transitively, each with its own source's digest."""
    found, ends = dict[str, bytes](), [module]
    while ends:
        name = ends.pop()
        if name not in found and (read := source_of(name)) is not None:
            found[name], names = read
            ends += names
    return found


@cache
def source_of(module: str) -> tuple[bytes, tuple[str, ...]] | None:
    """Return a module's digest and the names it may import; None for other projects' modules and those without file."""
    path = path_of(module)
    if path is None or not path.is_file():
        return None
    source = path.read_bytes()
    return sha256(source).digest(), tuple(imported_names(source.decode(errors="replace"), module, path))


def path_of(module: str) -> Path | None:
    """Return the file of one of our modules or a user's; None for others."""
    first, *rest = module.split(".")
    if first == PACKAGE:
        place = ROOT.joinpath(*rest)
        return place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
    loaded = sys.modules.get(module)
    file = getattr(loaded, "__file__", None) if loaded else find_module_file(module)
    return None if file is None or file.startswith(FOREIGN_FOLDERS) else Path(file)


def find_module_file(module: str) -> str | None:
    """Find the file of a module that is not imported yet, without importing its package."""
    first, *rest = module.split(".")
    found = PathFinder.find_spec(first)
    if found is None or found.origin is None or found.origin.startswith(FOREIGN_FOLDERS):
        return None
    if not rest:
        return found.origin
    if found.submodule_search_locations is None:
        return None
    place = Path(found.origin).parent.joinpath(*rest)
    return str(place / "__init__.py" if place.is_dir() else place.with_suffix(".py"))


def imported_names(source: str, module: str, path: Path) -> Iterator[str]:
    """Yield the names of all modules that a source may import anywhere: of `from a import b`, a and a.b."""
    package = module if path.stem == "__init__" else module.rpartition(".")[0]
    for origin, names, whole in IMPORTS.findall(source):
        if whole:
            yield from (part.split()[0] for part in whole.split(",") if part.strip())
            continue
        base = absolute_name(origin, package)
        yield base
        yield from (f"{base}.{name}" for name in NAME.findall(names))


def absolute_name(origin: str, package: str) -> str:
    """Resolve a possibly relative module name in a package."""
    base = origin.lstrip(".")
    if base == origin:
        return base
    above = package.split(".")[: len(package.split(".")) - (len(origin) - len(base) - 1)]
    return ".".join(filter(None, (*above, base)))
