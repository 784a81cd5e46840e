"""Fingerprints plays by all that they draw, to recognize those in the cache: like Manim, but many times faster.

Manim writes everything a play refers to as JSON, with ten calls a value. Here the same walk fills one flat list, which
`marshal` turns into bytes. Nothing is cached between plays, since arrays are changed in place. The walk also covers
what Manim's overlooks: types and the code of their modules, functions' defaults, the objects that methods and partials
are bound to, attributes that functions look up on the scene, sets, and NumPy scalars.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum
from functools import cache, partial, wraps
from hashlib import sha256
from types import BuiltinFunctionType, CellType, CodeType, FunctionType, MethodType, ModuleType
from typing import Any

import numpy as np
from manim import ManimColor
from manim.renderer import cairo_renderer
from numpy.typing import NDArray

from transparent_box.scenes.raster.camera import StageCamera
from transparent_box.scenes.raster.scene_code import attributes_set, own_members
from transparent_box.scenes.raster.sources import code_of

PLAIN = frozenset({str, int, float, bool, complex, bytes, type(None)})
ADDRESS = "original_id"  # attribute with the id of a mobject's original, which is not visible
# Attributes in which a camera caches the last picture.
OF_A_PICTURE = frozenset(
    {"pixel_array", "background", "pixel_array_to_cairo_context", "_last", "_layers", "_paths", "_tables"}
)
FORM = 2  # marshal's version: equal values are equal bytes, which later versions do not promise
LARGE = 1 << 16  # bytes from which an array is represented by its digest
RECORDING = "transparent_box.scenes.raster.recording"  # the module that writes every picture


@cache
def install_fingerprints() -> None:
    """Let Manim use `fingerprint` as hash of the plays of a `StageCamera`; other cameras keep Manim's own."""
    named = cairo_renderer.get_hash_from_play_call

    @wraps(named)
    def get_hash_from_play_call(
        scene: Any, camera: Any, animations: Iterable[Any], mobjects: Iterable[Any], **settings: Any
    ) -> str:
        if isinstance(camera, StageCamera):
            return fingerprint(scene, camera, list(animations), list(mobjects), settings)
        return named(scene, camera, animations, mobjects, **settings)

    cairo_renderer.get_hash_from_play_call = get_hash_from_play_call


def fingerprint(scene: Any, camera: Any, *shown: Any) -> str:
    """Return the SHA-256 of all that a play is drawn from: camera, and the animations, mobjects and settings `shown`.

    Of the scene, only the attributes that functions look up on it count.
    """
    walk = Walk(scene)
    walk.is_new(camera)
    walk.parts += (code_of(type(camera).__module__), code_of(RECORDING))
    walk.add_members({name: value for name, value in vars(camera).items() if name not in OF_A_PICTURE})
    for part in shown:
        walk.add(part)
    return sha256(marshal.dumps(walk.parts, FORM)).hexdigest()


class Walk:
    """Flattens values into a list: plain ones as they are, others opened by an ellipsis, each object only once."""

    def __init__(self, scene: Any = None) -> None:
        self.parts: list[Any] = []
        self._names: dict[tuple[str, ...], int] = {}  # of members, as they were met
        self._met: dict[int, tuple[int, Any]] = {}  # objects are kept alive, so that no other gets the same id
        self._scene = scene
        self._looked_up: set[str] = set()
        self._followed: set[FunctionType] = set()
        self.is_new(scene)

    def add(self, value: Any) -> None:
        """List a value of any kind."""
        kind: Any = type(value)
        if kind in PLAIN:
            self.parts.append(value)
        else:
            way_of(kind)(self, value)

    def is_new(self, value: Any) -> bool:
        """Return whether an object is met for the first time; one that was is listed as a number."""
        if (met := self._met.get(id(value))) is not None:
            self.parts += (..., met[0])
            return False
        self._met[id(value)] = len(self._met), value
        return True

    def add_members(self, members: Mapping[str, Any]) -> None:
        """List names, those met before as a number, then the plain values in their places, then the others."""
        names = tuple(members)
        number = self._names.get(names)
        self.parts.append(names if number is None else number)
        if number is None:
            self._names[names] = len(self._names)
        self.parts += [value if type(value) in PLAIN else ... for value in members.values()]
        for value in [value for value in members.values() if type(value) not in PLAIN]:
            kind: Any = type(value)
            if kind is np.ndarray:  # as most are
                self.add_array(value)
            else:
                way_of(kind)(self, value)

    def add_object(self, value: Any) -> None:
        """List an object's type and attributes, or, if it has none, what `copy` would rebuild it from."""
        kind = type(value)
        self.add_type(kind)
        if not self.is_new(value):
            return
        if not hasattr(value, "__dict__"):
            self.add(made_of(value))
            return
        members = vars(value)
        if ADDRESS in members:
            members = dict(members)
            del members[ADDRESS]
        self.add_members(members)

    def add_type(self, value: type) -> None:
        """List a class by its name, its module's code, and the code that its methods may call."""
        self.parts += (..., value.__module__, value.__qualname__, code_of(value.__module__))

    def add_enumerated(self, value: Enum) -> None:
        """List a member of an enumeration by its name."""
        self.add_type(type(value))
        self.parts.append(value.name)

    def add_sequence(self, value: Iterable[Any]) -> None:
        """List a tuple, or a list once."""
        held = tuple(value)
        self.parts += (..., type(value).__name__, len(held))
        if isinstance(value, tuple) or self.is_new(value):
            for member in held:
                self.add(member)

    def add_set(self, value: Iterable[Any]) -> None:
        """List the members of a set in an order that depends on neither addresses nor this process's hash seed."""
        found = []
        for member in value:
            start = len(self.parts)
            self.add(member)
            found.append(marshal.dumps(self.parts[start:], FORM))
            del self.parts[start:]
        self.parts += (..., type(value).__name__, *sorted(found))

    def add_mapping(self, value: Mapping[Any, Any]) -> None:
        """List keys and values in their order."""
        self.parts += (..., type(value).__name__, len(value))
        if self.is_new(value):
            for key, held in value.items():
                self.add(key)
                self.add(held)

    def add_array(self, value: NDArray[Any]) -> None:
        """List an array's type, shape and bytes, or their digest."""
        kind = value.dtype
        if kind.hasobject:
            self.add_sequence(value.tolist())
            return
        held: Any = value if value.flags.c_contiguous else value.tobytes()  # marshal takes either, as the same bytes
        self.parts += (..., name_of(kind), value.shape, held if value.nbytes < LARGE else sha256(held).digest())

    def add_number(self, value: np.generic) -> None:
        """List a number of NumPy's as Python's."""
        self.add(value.item())

    def add_kind_of_plain(self, value: Any) -> None:
        """List a value of a type derived from a plain one as both."""
        self.add(next(kind for kind in (str, int, float, bytes, complex) if isinstance(value, kind))(value))
        self.add_object(value)

    def add_color(self, value: ManimColor) -> None:
        """List a color by its components."""
        self.add(value.to_rgba())

    def add_function(self, value: FunctionType) -> None:
        """List a function's code, defaults, closure, and the globals that it names."""
        self.parts += (..., value.__qualname__)
        if not self.is_new(value):
            return
        code, names = read(value.__code__)
        self.parts.append(code)
        held = tuple(cell.cell_contents for cell in value.__closure__ or () if not is_empty(cell))
        self.add((value.__defaults__, tuple((value.__kwdefaults__ or {}).items())))
        self.add(held)
        named = value.__globals__
        self.add_members({name: named[name] for name in names if name in named})
        given = (*held, *(value.__defaults__ or ()), *(value.__kwdefaults__ or {}).values())
        if any(member is self._scene for member in given):
            self.follow(value)

    def add_method(self, value: MethodType) -> None:
        """List a method's function and what it is bound to."""
        self.add((value.__func__, value.__self__))
        if value.__self__ is self._scene:
            self.look_up([value.__name__])

    def follow(self, function: FunctionType) -> None:
        """List what a function may look up on the scene, itself or through functions that it passes the scene to."""
        if function not in self._followed:
            self._followed.add(function)
            names = read(function.__code__)[1]
            self.look_up(names)
            for called in called_by(names, function.__globals__):
                self.follow(called)

    def look_up(self, names: Iterable[str]) -> None:
        """List what names mean on the scene: what its own methods set, and those methods with what they look up there.

        And what the scene as a whole is drawn from, of which its stage has everything else.
        """
        if not self._looked_up:
            self.add(getattr(self._scene, "drawn_from", None))
        kind: Any = type(self._scene)
        own, set_there = own_members(kind), attributes_set(kind)
        for name in names:
            if name in self._looked_up or (name not in own and name not in set_there):
                continue
            self._looked_up.add(name)
            self.parts += (..., name)
            if name in vars(self._scene):
                self.add(vars(self._scene)[name])
            elif isinstance(member := own.get(name), FunctionType):
                self.add_function(member)
                self.follow(member)
            else:
                self.add(member)

    def add_partial(self, value: partial[Any]) -> None:
        """List a partial's function and arguments."""
        self.add((value.func, value.args, tuple(value.keywords.items())))
        given = (*value.args, *value.keywords.values())
        if isinstance(value.func, FunctionType) and any(member is self._scene for member in given):
            self.follow(value.func)

    def add_name(self, value: Any) -> None:
        """List a module by its name and code, a function of C's by its name alone."""
        self.parts += (..., getattr(value, "__module__", ""), getattr(value, "__qualname__", value.__name__))
        if isinstance(value, ModuleType):
            self.parts.append(code_of(value.__name__))


WAYS: tuple[tuple[type | tuple[type, ...], Callable[[Walk, Any], None]], ...] = (
    (ManimColor, Walk.add_color),
    (np.ndarray, Walk.add_array),
    (np.generic, Walk.add_number),
    (Enum, Walk.add_enumerated),
    ((str, int, float, bytes, complex), Walk.add_kind_of_plain),
    ((list, tuple), Walk.add_sequence),
    ((set, frozenset), Walk.add_set),
    (dict, Walk.add_mapping),
    (FunctionType, Walk.add_function),
    (MethodType, Walk.add_method),
    (partial, Walk.add_partial),
    (type, Walk.add_type),
    ((ModuleType, BuiltinFunctionType), Walk.add_name),
)


@cache
def way_of(kind: type) -> Callable[[Walk, Any], None]:
    """Return the method of `Walk` that lists values of a type."""
    return next((way for kinds, way in WAYS if issubclass(kind, kinds)), Walk.add_object)


@cache
def name_of(kind: np.dtype[Any]) -> str:
    """Return the name of an array's type, cached, as NumPy composes it each time."""
    return kind.str


def is_empty(cell: CellType) -> bool:
    """Return whether a closure's variable has no value yet."""
    try:
        cell.cell_contents  # noqa: B018
    except ValueError:
        return True
    return False


def made_of(value: Any) -> Any:
    """Return what `copy` and `pickle` would rebuild an object from; None if they cannot."""
    try:
        found = value.__reduce_ex__(2)
    except Exception:  # of any kind: a lock, a file, one of Cairo's; nothing to see
        return None
    if isinstance(found, str):
        return found
    make, arguments, *rest = found
    return (make, arguments, *(tuple(part) if isinstance(part, Iterator) else part for part in rest))


def called_by(names: Iterable[str], there: Mapping[str, Any]) -> Iterator[FunctionType]:
    """Yield the functions, ours or a user's, that names may refer to in a module or in those that it imports."""
    meant = [there[name] for name in names if name in there]
    within = [vars(value).get(name) for value in meant if isinstance(value, ModuleType) for name in names]
    yield from (value for value in (*meant, *within) if isinstance(value, FunctionType) and code_of(value.__module__))


@cache
def read(code: CodeType) -> tuple[bytes, tuple[str, ...]]:
    """Return code as bytes that do not depend on its file's path, and all names that it may look up."""
    inner = [read(constant) for constant in code.co_consts if isinstance(constant, CodeType)]
    constants = Walk()
    constants.add(tuple(constant for constant in code.co_consts if not isinstance(constant, CodeType)))
    named = dict.fromkeys((*code.co_names, *(name for _, names in inner for name in names)))
    own = (code.co_code, constants.parts, code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars)
    return marshal.dumps((own, [found for found, _ in inner]), FORM), tuple(named)
