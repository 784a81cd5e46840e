"""The chapters in order, and how a name that a person types finds one. Importing this is instant: no Manim."""

from __future__ import annotations

import ast
import difflib
import tokenize
from fnmatch import fnmatch
from importlib import import_module
from pathlib import Path
from typing import Any, TypeGuard

from transparent_box.scenes import own
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
NO_CODE = (tokenize.COMMENT, tokenize.NL)  # what may stand before a docstring


class UnknownSceneError(LookupError):
    """A name that no chapter answers to, or no file; the message suggests one."""


def find_scenes(name: str) -> list[str]:
    """Chapters meant by `clock_scene`, `clock`, `ClockScene` or a pattern such as `c*`, in film order.

    Or a scene from elsewhere: in a file, `talk/my_scene.py` or `talk/my_scene.py:MyScene`, or of an installed package.
    """
    if own.names_a_file(name):
        typed = own.split(name)[0]
        if not typed.is_file():
            raise UnknownSceneError(f"There is no file {typed}.{hint(typed.stem)}")
        path = typed.resolve()
        ours = path.parent == Path(__file__).resolve().parent and path.stem in CHAPTERS
        return [path.stem] if ours else [own.in_file(name)]
    if name.endswith(".py"):
        raise UnknownSceneError(f"There is no file {name}.{hint(name.removesuffix('.py'))}")
    wanted = {name, snake(name), f"{snake(name)}_scene"}
    found = [chapter for chapter in CHAPTERS if chapter in wanted or fnmatch(chapter, name)]
    if not found and name in own.entry_points():
        return [name]
    if not found:
        raise UnknownSceneError(f"There is no scene {name!r}.{hint(name)} The scenes are: {', '.join(CHAPTERS)}.")
    return found


def hint(name: str) -> str:
    """A sentence that offers the chapter or the file that somebody may have meant; nothing where none is like it."""
    if name.isascii() and len(name) < 200 and Path(f"{name}.py").is_file():  # longer ones no system can look for
        return f" Did you mean your file {name}.py?"
    close = difflib.get_close_matches(snake(name), [*CHAPTERS, *(c.removesuffix("_scene") for c in CHAPTERS)], n=1)
    return f" Did you mean {close[0]!r}?" if close else ""


def snake(name: str) -> str:
    """clock_scene for ClockScene."""
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")


def is_ours(chapter: str) -> bool:
    """Tell whether a scene is a file of this folder, and not one from elsewhere."""
    return (Path(__file__).parent / f"{chapter}.py").is_file()


def source_of(chapter: str) -> Path:
    """The file that a scene is told in."""
    return Path(__file__).parent / f"{chapter}.py" if is_ours(chapter) else own.source_of(chapter)


def title(chapter: str) -> str:
    """Black box for black_box_scene."""
    return own.label(chapter).removesuffix("_scene").replace("_", " ").capitalize()


def idea(chapter: str) -> str:
    """The scene's one idea: the first line of its file's docstring, which alone is read; SceneFileError without one."""
    source = source_of(chapter)
    try:
        with tokenize.open(source) as file:
            first = next(token for token in tokenize.generate_tokens(file.readline) if token.type not in NO_CODE)
    except (OSError, ValueError, SyntaxError, tokenize.TokenError) as error:
        raise own.SceneFileError(f"{source} cannot be read: {str(error).partition(chr(10))[0]}.") from None
    docstring = first.string if first.type == tokenize.STRING else ""
    return (ast.get_docstring(ast.parse(docstring)) or "").partition("\n")[0]


def tree_of(chapter: str) -> ast.Module:
    """The file that a scene is told in, parsed; SceneFileError where it is broken."""
    return own.parsed(source_of(chapter))


def options_of(chapter: str) -> tuple[str, ...]:
    """The names that a chapter's class, or one of its file that it inherits from, lists as its `options`.

    They are read without importing it; SceneFileError where they are not written out.
    """
    for scene in classes_of(chapter):
        for node in scene.body:
            if (value := value_of_options(node)) is not None:
                return names_written_out(value, chapter)
    return ()


def beats_of(chapter: str) -> tuple[str, ...]:
    """The names of a chapter's beats in its file's order, read without importing it; none of a class from elsewhere."""
    return tuple(node.name for scene in classes_of(chapter)[:1] for node in scene.body if is_beat(node))


def classes_of(chapter: str) -> list[ast.ClassDef]:
    """A chapter's class and those of its file that it inherits from, nearest first; none of a class from elsewhere."""
    there = {node.name: node for node in tree_of(chapter).body if isinstance(node, ast.ClassDef)}
    found: list[ast.ClassDef] = []
    wanted = [class_name(chapter)]
    while wanted:
        if scene := there.pop(wanted.pop(0), None):
            found.append(scene)
            wanted += [base.id for base in scene.bases if isinstance(base, ast.Name)]
    return found


def value_of_options(node: ast.stmt) -> ast.expr | None:
    """Find what a line of a class gives its `options`, annotated or not; None where it gives them nothing."""
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    named = any(isinstance(target, ast.Name) and target.id == "options" for target in targets)
    return node.value if named and isinstance(node, ast.Assign | ast.AnnAssign) else None


def names_written_out(value: ast.expr, chapter: str) -> tuple[str, ...]:
    """The names that a tuple or a list holds; SceneFileError, with the line, where only Python could tell them."""
    try:
        found = ast.literal_eval(value)
    except (ValueError, TypeError):
        found = None
    if not isinstance(found, tuple | list) or not all(isinstance(name, str) for name in found):
        place = f"{own.short(source_of(chapter))}, line {value.lineno}"
        raise own.SceneFileError(f'{place}: write the options out, as ("first", "second").')
    return tuple(found)


def telling_of(chapter: str) -> operations.Telling:
    """Read what one of our chapters says that it `tells_of`, without importing it: sums where it says nothing."""
    (scene,) = (node for node in tree_of(chapter).body if getattr(node, "name", None) == class_name(chapter))
    assert isinstance(scene, ast.ClassDef), chapter
    said = [ast.unparse(keyword.value) for keyword in scene.keywords if keyword.arg == "tells_of"]
    found: operations.Telling = getattr(operations, said[0]) if said else operations.SUMS
    return found


def is_beat(node: ast.AST) -> TypeGuard[ast.FunctionDef]:
    """Tell whether a part of a file is a method that is marked with @beat."""
    return isinstance(node, ast.FunctionDef) and "beat" in map(ast.unparse, node.decorator_list)


def class_name(chapter: str) -> str:
    """ClockScene for clock_scene."""
    return own.camel(chapter) if is_ours(chapter) else own.class_of(chapter)


def scene_class(chapter: str) -> type[Any]:
    """Import a chapter's class (this loads Manim); SceneFileError for a broken file of somebody's own."""
    found: type[Any]
    if is_ours(chapter):
        found = getattr(import_module(f"transparent_box.scenes.{chapter}"), class_name(chapter))
    else:
        found = own.load(chapter)
    from transparent_box.scenes.raster.sources import code_of

    code_of(found.__module__)  # now, for its files may be changed while it is drawn
    return found
