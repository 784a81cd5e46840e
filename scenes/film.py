"""The chapters in order, and how a name that a person types finds one. Importing this is instant: no Manim."""

from __future__ import annotations

import ast
import difflib
from fnmatch import fnmatch
from importlib import import_module
from pathlib import Path
from typing import Any

# Each is the file scenes/<name>.py with one Stage class, ClockScene for clock_scene.
CHAPTERS = (
    "black_box_scene",
    "modular_addition_scene",
    "one_hot_scene",
    "language_model_scene",
    "memorization_scene",
    "grok_scene",
    "transformer_scene",
    "grokking_scene",
    "neurons_scene",
    "loops_scene",
    "spectrum_scene",
    "probe_scene",
    "clock_scene",
    "attention_scene",
    "surface_scene",
    "diagonal_scene",
    "interference_scene",
    "unembed_scene",
    "recap_scene",
    "replay_scene",
    "excluded_loss_scene",
    "cleanup_scene",
    "manifold_scene",
    "twist_scene",
    "outro_scene",
)


class UnknownSceneError(LookupError):
    """A name that no chapter answers to; the message suggests one."""


def find_scenes(name: str) -> list[str]:
    """Chapters meant by `clock_scene`, `clock`, `ClockScene` or a pattern such as `c*`, in film order."""
    plain = name.removesuffix(".py")
    snake = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in plain).lstrip("_")
    wanted = {plain, snake, f"{snake}_scene"}
    found = [chapter for chapter in CHAPTERS if chapter in wanted or fnmatch(chapter, plain)]
    if not found:
        close = difflib.get_close_matches(snake, [*CHAPTERS, *(c.removesuffix("_scene") for c in CHAPTERS)], n=1)
        hint = f" Did you mean {close[0]!r}?" if close else ""
        raise UnknownSceneError(f"There is no scene {name!r}.{hint} The scenes are: {', '.join(CHAPTERS)}.")
    return found


def title(chapter: str) -> str:
    """Black box for black_box_scene."""
    return chapter.removesuffix("_scene").replace("_", " ").capitalize()


def idea(chapter: str) -> str:
    """The scene's one idea: the first line of its file's docstring, read without importing it."""
    source = (Path(__file__).parent / f"{chapter}.py").read_text(encoding="utf-8")
    return (ast.get_docstring(ast.parse(source)) or "").partition("\n")[0]


def options_of(chapter: str) -> tuple[str, ...]:
    """The names that a chapter's class lists as its `options`, read without importing it."""
    source = (Path(__file__).parent / f"{chapter}.py").read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id == "options":
            return tuple(ast.literal_eval(node.value)) if node.value else ()
    return ()


def class_name(chapter: str) -> str:
    """ClockScene for clock_scene."""
    return "".join(part.capitalize() for part in chapter.split("_"))


def scene_class(chapter: str) -> type[Any]:
    """Import a chapter's class (this loads Manim)."""
    found: type[Any] = getattr(import_module(f"transparent_box.scenes.{chapter}"), class_name(chapter))
    return found
