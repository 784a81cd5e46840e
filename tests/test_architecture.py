"""Who may import whom, and that nothing on screen is typed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from scenes.film import CHAPTERS

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted(
    [*ROOT.glob("model/**/*.py"), *ROOT.glob("scenes/**/*.py"), *ROOT.glob("commands/**/*.py"), ROOT / "cli.py"]
)


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def files(pattern: str) -> list[Path]:
    found = sorted(ROOT.glob(pattern))
    assert found, pattern
    return found


def test_the_model_knows_nothing_of_pictures() -> None:
    for path in files("model/**/*.py"):
        assert not [name for name in imports(path) if name.split(".")[0] in ("manim", "scenes", "PIL", "av")], path


def test_only_the_trainers_and_the_reader_of_published_files_import_torch() -> None:
    users = {path for path in SOURCES if any(name.split(".")[0] == "torch" for name in imports(path))}
    trainer = ["train", "step", "passes", "folding", "state", "parameters", "saving", "log"]
    expected = {*(f"training/{name}.py" for name in trainer), "linebreak/train.py", "imports/files.py"}
    assert {str(path.relative_to(ROOT / "model")) for path in users} == expected


def test_nothing_unpickles() -> None:
    for path in SOURCES:
        assert not {"pickle", "joblib", "dill"} & set(imports(path)), path
        code = path.read_text(encoding="utf-8")
        assert not re.search(r"allow_pickle\s*=\s*True|weights_only\s*=\s*False|torch\.package|torch\.jit", code), path
        loads = [node for node in ast.walk(ast.parse(code)) if is_torch_load(node)]
        assert len(loads) == (path.name == "files.py" and path.parent.name == "imports"), path
        for call in loads:
            safely = {word.arg: ast.unparse(word.value) for word in call.keywords}
            assert safely.get("weights_only") == "True", path


def is_torch_load(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func) in ("torch.load", "load", "torch.serialization.load")


# Where scenes may take what was measured, and the types of it.
DOORS = {
    "model.runs.run",
    "model.analysis.clock",
    "model.storage",
    "model.analysis.waves",
    "model.sweeps.operations",
    "model.linebreak.run",
}


def test_scenes_do_not_import_each_other_and_take_runs_from_one_door() -> None:
    for path in files("scenes/*_scene.py"):
        used = set(imports(path))
        assert not [name for name in used if name.startswith("scenes.") and name.endswith("_scene")], path
        assert {name for name in used if name.startswith("model")} <= DOORS, path


def test_mobjects_take_arrays() -> None:
    for path in files("scenes/mobjects/*.py"):
        assert not [name for name in imports(path) if name.startswith("model")], path
        stage = {name for name in imports(path) if name.startswith("scenes.stage")}
        assert stage <= {"scenes.look.theme", "scenes.look.projection"}, path


def test_every_chapter_is_one_file_with_one_idea() -> None:
    assert sorted(path.stem for path in files("scenes/*_scene.py")) == sorted(CHAPTERS)
    for chapter in CHAPTERS:
        tree = ast.parse((ROOT / "scenes" / f"{chapter}.py").read_text(encoding="utf-8"))
        assert ast.get_docstring(tree)
        assert sum(isinstance(node, ast.ClassDef) for node in tree.body) == 1


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_functions_are_short(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            assert length <= 45, f"{node.name} has {length} lines"


def test_no_number_of_the_reference_run_is_typed_in_a_scene() -> None:
    """The modulus, the widths, the key frequencies: they come from the run."""
    typed = re.compile(r"(?<![\d.\w])(113|114|12769|12,769|128|512|40000|40_000)(?![\d.\w])")
    for path in [*files("scenes/*_scene.py"), *files("scenes/mobjects/*.py")]:
        code = re.sub(r'""".*?"""|#.*', "", path.read_text(encoding="utf-8"), flags=re.S)
        assert not typed.search(code), path
