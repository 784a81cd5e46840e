"""Tells by what code something is drawn: our modules and those of a user's own scenes, with all that they import.

A play that was drawn by other code is another play, though it holds the same values: what its methods do is in none.
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
# Where the modules of others lie, which a version tells apart.
OTHERS = tuple({sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")})
IMPORTS = re.compile(r"^[ \t]*(?:from[ \t]+([\w.]+)[ \t]+import[ \t]+(\([^)]*\)|.*)|import[ \t]+([\w., \t]+))", re.M)
NAME = re.compile(r"\w+")


@cache
def code_of(module: str) -> bytes:
    """Digest the sources of a module and of all that it imports, however far; nothing where it is others'.

    As they were when this was first asked in a process: ask as soon as a scene is imported, for files change.
    """
    found = reached(module)
    return sha256(b"".join(found[name] for name in sorted(found))).digest() if found else b""


def reached(module: str) -> dict[str, bytes]:
    """Name a module and all that it imports, however far, but for others', each with its own source's digest."""
    found, ends = dict[str, bytes](), [module]
    while ends:
        name = ends.pop()
        if name not in found and (read := source_of(name)) is not None:
            found[name], names = read
            ends += names
    return found


@cache
def source_of(module: str) -> tuple[bytes, tuple[str, ...]] | None:
    """Digest a module's own source, and name what it may import; None where it is others', or has no file."""
    path = path_of(module)
    if path is None or not path.is_file():
        return None
    source = path.read_bytes()
    return sha256(source).digest(), tuple(imported(source.decode(errors="replace"), module, path))


def path_of(module: str) -> Path | None:
    """Find the file of one of our modules, or of a user's."""
    first, *rest = module.split(".")
    if first == PACKAGE:
        place = ROOT.joinpath(*rest)
        return place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
    loaded = sys.modules.get(module)
    file = getattr(loaded, "__file__", None) if loaded else to_be_loaded(module)
    return None if file is None or file.startswith(OTHERS) else Path(file)


def to_be_loaded(module: str) -> str | None:
    """Find the file of a module that will be imported later, without importing what it is part of."""
    first, *rest = module.split(".")
    found = PathFinder.find_spec(first)
    if found is None or found.origin is None or found.origin.startswith(OTHERS):
        return None
    if not rest:
        return found.origin
    if found.submodule_search_locations is None:
        return None
    place = Path(found.origin).parent.joinpath(*rest)
    return str(place / "__init__.py" if place.is_dir() else place.with_suffix(".py"))


def imported(source: str, module: str, path: Path) -> Iterator[str]:
    """Name all modules that a source may import, at its top or later: of `from a import b` both a and a.b."""
    package = module if path.stem == "__init__" else module.rpartition(".")[0]
    for origin, names, whole in IMPORTS.findall(source):
        if whole:
            yield from (part.split()[0] for part in whole.split(",") if part.strip())
            continue
        base = absolute(origin, package)
        yield base
        yield from (f"{base}.{name}" for name in NAME.findall(names))


def absolute(origin: str, package: str) -> str:
    """Name the module that is meant by what may begin with dots in a package."""
    base = origin.lstrip(".")
    if base == origin:
        return base
    above = package.split(".")[: len(package.split(".")) - (len(origin) - len(base) - 1)]
    return ".".join(filter(None, (*above, base)))
