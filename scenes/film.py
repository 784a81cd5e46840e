"""The chapters of the film in order, and finding a scene by name. Importing this is fast: it does not load Manim."""

from __future__ import annotations

import ast
import difflib
import tokenize
from fnmatch import fnmatch
from importlib import import_module
from pathlib import Path
from typing import Any, TypeGuard

from transparent_box.scenes import external
from transparent_box.scenes.look import operations

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
NO_CODE = (tokenize.COMMENT, tokenize.NL)  # tokens that may precede a docstring


class UnknownSceneError(LookupError):
    """A name of no chapter or file; the message suggests one."""


def find_scenes(name: str) -> list[str]:
    """Find chapters by `clock_scene`, `clock`, `ClockScene` or a pattern such as `c*`, in film order.

    Also finds an external scene: in a file, `talk/my_scene.py` or `talk/my_scene.py:MyScene`, or in a package. Raises
    UnknownSceneError if there is none.
    """
    if external.is_file_name(name):
        typed = external.split_name(name)[0]
        if not typed.is_file():
            raise UnknownSceneError(f"There is no file {typed}.{hint(typed.stem)}")
        path = typed.resolve()
        ours = path.parent == Path(__file__).resolve().parent and path.stem in CHAPTERS
        return [path.stem] if ours else [external.find_in_file(name)]
    if name.endswith(".py"):
        raise UnknownSceneError(f"There is no file {name}.{hint(name.removesuffix('.py'))}")
    wanted = {name, to_snake_case(name), f"{to_snake_case(name)}_scene"}
    found = [chapter for chapter in CHAPTERS if chapter in wanted or fnmatch(chapter, name)]
    if not found and name in external.entry_points():
        return [name]
    if not found:
        raise UnknownSceneError(f"There is no scene {name!r}.{hint(name)} The scenes are: {', '.join(CHAPTERS)}.")
    return found


def hint(name: str) -> str:
    """Return a sentence that suggests a chapter or file of a similar name, or ""."""
    if name.isascii() and len(name) < 200 and Path(f"{name}.py").is_file():  # longer names raise an OSError
        return f" Did you mean your file {name}.py?"
    close = difflib.get_close_matches(
        to_snake_case(name), [*CHAPTERS, *(c.removesuffix("_scene") for c in CHAPTERS)], n=1
    )
    return f" Did you mean {close[0]!r}?" if close else ""


def to_snake_case(name: str) -> str:
    """clock_scene for ClockScene."""
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")


def is_ours(chapter: str) -> bool:
    """Return whether a scene is a file of this folder, not an external one."""
    return (Path(__file__).parent / f"{chapter}.py").is_file()


def source_of(chapter: str) -> Path:
    """Return a scene's source file."""
    return Path(__file__).parent / f"{chapter}.py" if is_ours(chapter) else external.source_of(chapter)


def title(chapter: str) -> str:
    """Black box for black_box_scene."""
    return external.label(chapter).removesuffix("_scene").replace("_", " ").capitalize()


def idea(chapter: str) -> str:
    """Return the scene's idea, the first line of its file's docstring; raise SceneFileError if it cannot be read."""
    source = source_of(chapter)
    try:
        with tokenize.open(source) as file:
            first = next(token for token in tokenize.generate_tokens(file.readline) if token.type not in NO_CODE)
    except (OSError, ValueError, SyntaxError, tokenize.TokenError) as error:
        raise external.SceneFileError(f"{source} cannot be read: {str(error).partition(chr(10))[0]}.") from None
    docstring = first.string if first.type == tokenize.STRING else ""
    return (ast.get_docstring(ast.parse(docstring)) or "").partition("\n")[0]


def tree_of(chapter: str) -> ast.Module:
    """Parse a scene's source file; raise SceneFileError if it is broken."""
    return external.parse_file(source_of(chapter))


def options_of(chapter: str) -> tuple[str, ...]:
    """Return the names in `options` of a chapter's class, or of a class in its file that it inherits from.

    They are read without importing it. Raises SceneFileError if they are not literals.
    """
    for scene in classes_of(chapter):
        for node in scene.body:
            if (value := options_value(node)) is not None:
                return literal_names(value, chapter)
    return ()


def beats_of(chapter: str) -> tuple[str, ...]:
    """Return the names of a chapter's beats in order, without importing it; those of imported classes are left out."""
    return tuple(node.name for scene in classes_of(chapter)[:1] for node in scene.body if is_beat(node))


def classes_of(chapter: str) -> list[ast.ClassDef]:
    """Find a chapter's class and those in the same file that it inherits from, nearest first."""
    there = {node.name: node for node in tree_of(chapter).body if isinstance(node, ast.ClassDef)}
    found: list[ast.ClassDef] = []
    wanted = [class_name(chapter)]
    while wanted:
        if scene := there.pop(wanted.pop(0), None):
            found.append(scene)
            wanted += [base.id for base in scene.bases if isinstance(base, ast.Name)]
    return found


def options_value(node: ast.stmt) -> ast.expr | None:
    """Return the value that a statement assigns to `options`, annotated or not; None if it assigns none."""
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    named = any(isinstance(target, ast.Name) and target.id == "options" for target in targets)
    return node.value if named and isinstance(node, ast.Assign | ast.AnnAssign) else None


def literal_names(value: ast.expr, chapter: str) -> tuple[str, ...]:
    """Return the names in a literal tuple or list; raise SceneFileError, with the line, for any other expression."""
    try:
        found = ast.literal_eval(value)
    except (ValueError, TypeError):
        found = None
    if not isinstance(found, tuple | list) or not all(isinstance(name, str) for name in found):
        place = f"{external.relative_path(source_of(chapter))}, line {value.lineno}"
        raise external.SceneFileError(f'{place}: write the options out as a literal, ("first", "second").')
    return tuple(found)


def telling_of(chapter: str) -> operations.Telling:
    """Read the `tells_of` of one of our chapters without importing it; SUMS if it declares none."""
    (scene,) = (node for node in tree_of(chapter).body if getattr(node, "name", None) == class_name(chapter))
    assert isinstance(scene, ast.ClassDef), chapter
    said = [ast.unparse(keyword.value) for keyword in scene.keywords if keyword.arg == "tells_of"]
    found: operations.Telling = getattr(operations, said[0]) if said else operations.SUMS
    return found


def is_beat(node: ast.AST) -> TypeGuard[ast.FunctionDef]:
    """Return whether a syntax node is a method marked with @beat."""
    return isinstance(node, ast.FunctionDef) and "beat" in map(ast.unparse, node.decorator_list)


def class_name(chapter: str) -> str:
    """ClockScene for clock_scene."""
    return external.to_camel_case(chapter) if is_ours(chapter) else external.class_of(chapter)


def scene_class(chapter: str) -> type[Any]:
    """Import a chapter's class, which loads Manim; raise SceneFileError for a broken external scene."""
    found: type[Any]
    if is_ours(chapter):
        found = getattr(import_module(f"transparent_box.scenes.{chapter}"), class_name(chapter))
    else:
        found = external.load(chapter)
    from transparent_box.scenes.raster.sources import code_of

    code_of(found.__module__)  # read now: its files may change while it is drawn
    return found
