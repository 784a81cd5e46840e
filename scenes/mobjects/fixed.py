"""Fixed arrays: large ones that nobody writes into any more, so that copies share them and what is once computed holds.

Tables and columns of a picture hold megabytes; most plays leave them as they are, and would copy, round and digest
them anew.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any
from weakref import ref

from numpy.typing import NDArray

Array = NDArray[Any]

# Of those that are alive, by address: which it is, and the digest of its bytes once it was asked for.
_fixed: dict[int, tuple[ref[Array], list[bytes]]] = {}


def fix(array: Array) -> Array:
    """Let an array refuse to be written into. It must be the caller's alone: a view made before could still write."""
    array.flags.writeable = False
    address = id(array)
    _fixed[address] = ref(array, lambda _: _fixed.pop(address, None)), []
    return array


def is_fixed(array: Array) -> bool:
    """Tell whether an array was fixed; one that has been made writable again no longer is."""
    known = _fixed.get(id(array))
    if known is None or known[0]() is not array:
        return False
    if array.flags.writeable:
        del _fixed[id(array)]
        return False
    return True


def digest(array: Array) -> bytes:
    """SHA-256 of an array's bytes in C order; of a fixed one computed once."""
    if not is_fixed(array):
        return sha256(array.tobytes()).digest()
    kept = _fixed[id(array)][1]
    if not kept:
        kept.append(sha256(array.tobytes()).digest())
    return kept[0]
