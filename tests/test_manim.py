"""Manim's inside is what it was when we read it, and all that we override of it is listed."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from hashlib import sha256
from importlib import import_module, metadata
from typing import Any

import pytest

from transparent_box.scenes.mobjects.shapes.array_mobject import ArrayMobject
from transparent_box.scenes.mobjects.words.lettering import Lettering
from transparent_box.scenes.raster.camera import StageCamera
from transparent_box.scenes.raster.manim import INTERNALS, READ_IN, Internal
from transparent_box.scenes.raster.recording import Recorder, SegmentEncoder
from transparent_box.scenes.raster.renderer import StageRenderer
from transparent_box.scenes.stage.playing import Playing
from transparent_box.scenes.stage.stage import Stage


def digest_of(module: str, name: str) -> str:
    """Digest the source of a function, method or property of Manim; AttributeError where there is none."""
    found: Any = import_module(module)
    for part in name.split("."):
        found = inspect.getattr_static(found, part)
    found = getattr(found, "fget", None) or getattr(found, "__func__", None) or found
    found = inspect.unwrap(found)  # `scenes.raster.any_scene` wraps two of them
    return sha256(inspect.getsource(found).encode()).hexdigest()[:16]


def overridden(ours: type) -> Iterator[tuple[str, str]]:
    """Yield (module, name) of whatever of Manim's a class of ours overrides, in the order of its definition."""
    own = [base for base in ours.__mro__ if base.__module__ == ours.__module__]
    for name, member in (item for base in own for item in vars(base).items()):
        theirs = next((base for base in ours.__mro__ if base not in own and name in vars(base)), None)
        if name == "_original__init__":  # Manim's own, which it gives every class
            continue
        if callable(member) and theirs is not None and theirs.__module__.startswith("manim."):
            yield theirs.__module__, f"{theirs.__qualname__}.{name}"


@pytest.mark.parametrize("internal", INTERNALS, ids=lambda internal: internal.name)
def test_manim_is_as_it_was_read(internal: Internal) -> None:
    assert digest_of(internal.module, internal.name) == internal.digest, (
        f"Manim {metadata.version('manim')} has another {internal.name} than {READ_IN}: compare the two, see whether "
        f"{internal.used_by} still does right, and write the new digest into scenes/raster/manim.py."
    )


@pytest.mark.parametrize(
    "ours", [StageCamera, StageRenderer, Recorder, SegmentEncoder, Playing, Stage, ArrayMobject, Lettering]
)
def test_all_that_is_overridden_is_listed(ours: type) -> None:
    listed = {
        (internal.module, internal.name)
        for internal in INTERNALS
        if f"transparent_box.{internal.used_by}" == ours.__module__
    }
    missing = set(overridden(ours)) - listed
    assert not missing, f"{ours.__name__} overrides {missing}: list them in scenes/raster/manim.py."


def test_a_changed_function_has_another_digest() -> None:
    digests = {internal.digest for internal in INTERNALS}
    assert len(digests) == len({(internal.module, internal.name) for internal in INTERNALS})
    with pytest.raises(AttributeError):
        digest_of("manim.scene.scene", "Scene.there_is_no_such_method")
