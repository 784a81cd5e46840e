"""Shell completion: scenes and files with scenes, their beats and options, operations and voices.

All of it is read from source files without importing Manim, NumPy or a scene, so that Tab answers at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from transparent_box.scenes.external import SceneFileError, entry_points
from transparent_box.scenes.film import CHAPTERS, UnknownSceneError, beats_of, find_scenes, options_of
from transparent_box.scenes.look.operations import OPERATIONS
from transparent_box.scenes.output.voice import ENGINES


def starting_with(names: Iterable[str], incomplete: str) -> list[CompletionItem]:
    """Return the names that begin with what was typed."""
    return [CompletionItem(name) for name in names if name.startswith(incomplete)]


def complete_scene(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer chapters, scenes of packages, and files named *_scene.py here; if none fits, let the shell offer files."""
    files = sorted(path.name for path in Path().glob("*_scene.py"))
    return starting_with([*CHAPTERS, *entry_points(), *files], incomplete) or [CompletionItem(incomplete, "file")]


def complete_beat(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer the beats of the scenes typed so far."""
    return starting_with([beat for scene in scenes_typed(ctx) for beat in beats_of(scene)], incomplete)


def complete_setting(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer the options of the scenes typed so far, each with its "="."""
    found: dict[str, None] = {}
    for scene in scenes_typed(ctx):
        with suppress(SceneFileError):  # its options are not written out in its file
            found |= dict.fromkeys(f"{name}=" for name in options_of(scene))
    return starting_with(found, incomplete)


def complete_operation(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer the operations that can be trained on."""
    return starting_with(OPERATIONS, incomplete)


def complete_voice(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer the named voices."""
    return starting_with(ENGINES, incomplete)


def scenes_typed(ctx: click.Context) -> list[str]:
    """Find the scenes named by the words typed so far; skip words that name none, and broken files."""
    found: list[str] = []
    # While an option waits for its value, click has not assigned the preceding words to arguments yet.
    selection = ctx.params.get("scenes")
    for word in ctx.args or (selection and selection.chapters) or filter(None, [ctx.params.get("scene")]):
        with suppress(UnknownSceneError, SceneFileError):
            found += find_scenes(word)
    return found
