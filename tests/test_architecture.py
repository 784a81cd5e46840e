"""Who may import whom, and that nothing on screen is typed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from transparent_box.scenes.film import CHAPTERS

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted([*ROOT.glob("model/**/*.py"), *ROOT.glob("scenes/**/*.py"), *ROOT.glob("commands/**/*.py")])


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(tree_of(path)))


def imports(path: Path) -> Iterator[str]:
    """What a file imports, our own modules by their place in the package."""
    yield from (name.removeprefix("transparent_box.") for name in imports_in_full(path))


def imports_in_full(path: Path) -> Iterator[str]:
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def files(pattern: str) -> list[Path]:
    found = sorted(ROOT.glob(pattern))
    assert found, pattern
    return found


def module(path: Path) -> str:
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    return name.removesuffix(".__init__")


MODULES = {module(path): path for path in SOURCES}


@cache
def imported_modules(path: Path) -> set[str]:
    """Our own modules that a file imports, wherever in it: also inside functions and under TYPE_CHECKING."""
    found = set(imports(path))
    for node in nodes_of(path):
        if isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}".removeprefix("transparent_box.") for alias in node.names}
    return found & MODULES.keys() - {module(path)}


def test_everybody_imports_by_the_packages_name() -> None:
    """A module imported as `scenes.x`, too, would be two modules, with two classes of each name."""
    # Read as text: to parse all tests for it takes seconds.
    bare_import = re.compile(r"^[ \t]*(?:from +|import +(?:[^#\n]*, *)?)(?:scenes|model|commands)\b.*", re.M)
    for path in [*SOURCES, *files("tests/**/*.py"), ROOT / "cli.py"]:
        bare = bare_import.findall(path.read_text(encoding="utf-8"))
        assert not bare, f"{path} imports {bare}: write transparent_box. before it."


def test_no_module_imports_itself_by_way_of_others() -> None:
    graph = {name: imported_modules(path) for name, path in MODULES.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle = " → ".join(reversed(error.args[1]))
        pytest.fail(f"{circle}: move what two of them share into a module below both, or hand it over as an argument.")


@dataclass(frozen=True)
class Floor:
    """Modules, or folders of them, and what to do where one below imports one of them."""

    names: tuple[str, ...]
    advice: str

    def holds(self, name: str) -> bool:
        return any(name == own or name.startswith(f"{own}.") for own in self.names)


# Each building from the ground up: a floor may import itself, the floors below it, and nothing above.
BUILDINGS = {
    "model": (
        Floor(
            (
                *(
                    "model.errors",
                    "model.files",
                    "model.folder_locks",
                    "model.owners",
                    "model.orphans",
                    "model.hashes",
                    "model.contents",
                    "model.storage",
                    "model.arrays",
                ),
                *("model.schema", "model.limits", "model.config", "model.data", "model.layer", "model.transformer"),
            ),
            "they are for everyone",
        ),
        Floor(("model.analysis",), "hand over the result as an argument"),
        Floor(("model.runs",), "take the arrays it needs as arguments, not a Run"),
        Floor(
            ("model.training", "model.sweeps", "model.imports", "model.paper", "model.linebreak", "model.tasks"),
            "move what both need into model.runs or below",
        ),
        Floor(("scenes", "commands"), "the model computes and knows neither pictures nor commands"),
    ),
    "scenes": (
        Floor(("scenes.look",), "they are for everyone"),
        Floor(("scenes.mobjects",), "take it as an argument"),
        Floor(("scenes.raster",), "mobjects say what is drawn and know nothing of how"),
        Floor(("scenes.facts",), "take what is told of others' networks as an argument"),
        Floor(("scenes.stage",), "take the frame, the theme and arrays, which chapters hand over"),
        Floor(
            (*(f"scenes.{chapter}" for chapter in CHAPTERS), "scenes.external", "scenes.film"),
            "move what both need into scenes.mobjects or scenes.stage",
        ),
        Floor(("scenes.output",), "let it call you with what it wants to know"),
        Floor(("commands",), "hand over what was asked for as an argument"),
    ),
}


@pytest.mark.parametrize("building", BUILDINGS)
def test_imports_run_downwards(building: str) -> None:
    floors = BUILDINGS[building]
    for name, path in MODULES.items():
        own = [height for height, floor in enumerate(floors) if floor.holds(name)]
        if name.startswith(f"{building}."):
            assert own, f"{name} stands on no floor of {building}: name its folder in BUILDINGS."
        for used in imported_modules(path) if own else ():
            for floor in floors[own[0] + 1 :]:
                assert not floor.holds(used), f"{name} imports {used}, which is above it: {floor.advice}."


def test_the_model_knows_nothing_of_pictures() -> None:
    for path in files("model/**/*.py"):
        drawing = {name for name in imports(path) if name.split(".")[0] in ("manim", "PIL", "av", "rich")}
        assert not drawing, (
            f"{path} imports {drawing}: return arrays, and draw them in scenes or print them in commands."
        )


def test_only_the_trainers_and_the_reader_of_published_files_import_torch() -> None:
    users = {path for path in SOURCES if any(name.split(".")[0] == "torch" for name in imports(path))}
    trainer = [
        "train",
        "step",
        "passes",
        "attention",
        "products",
        "folding",
        "state",
        "parameters",
        "saving",
        "log",
        "device",
    ]
    allowed = {*(f"model/training/{name}.py" for name in trainer), "model/linebreak/train.py", "model/imports/files.py"}
    others = {str(path.relative_to(ROOT)) for path in users} - allowed
    assert not others, (
        f"{others} import PyTorch, which rendering does without: compute with NumPy, or in model/training."
    )


def test_nothing_unpickles() -> None:
    for path in SOURCES:
        assert not {"pickle", "joblib", "dill"} & set(imports(path)), path
        code = path.read_text(encoding="utf-8")
        assert not re.search(r"allow_pickle\s*=\s*True|weights_only\s*=\s*False|torch\.package|torch\.jit", code), path
        loads = [node for node in nodes_of(path) if isinstance(node, ast.Call) and is_torch_load(node)]
        assert len(loads) == (path.name == "files.py" and path.parent.name == "imports"), path
        for call in loads:
            safely = {word.arg: ast.unparse(word.value) for word in call.keywords}
            assert safely.get("weights_only") == "True", path


def is_torch_load(node: ast.Call) -> bool:
    return ast.unparse(node.func) in ("torch.load", "load", "torch.serialization.load")


# Where scenes may take what was measured, and the types of it.
DOORS = {
    "model.runs.run",
    "model.analysis.clock",
    "model.analysis.probes",
    "model.storage",
    "model.analysis.waves",
    "model.sweeps.operations",
    "model.sweeps.seeds",
    "model.linebreak.run",
}


def test_scenes_do_not_import_each_other_and_take_runs_from_one_door() -> None:
    for path in files("scenes/*_scene.py"):
        used = set(imports(path))
        scenes = [name for name in used if name.startswith("scenes.") and name.endswith("_scene")]
        assert not scenes, f"{path} imports {scenes}: move what both scenes draw into scenes/mobjects."
        others = {name for name in used if name.startswith("model")} - DOORS
        assert not others, (
            f"{path} imports {others}: read it through self.run or self.evidence, or add a door to DOORS."
        )


def test_mobjects_take_arrays() -> None:
    for path in files("scenes/mobjects/**/*.py"):
        arrays = [name for name in imports(path) if name.startswith("model") and name != "model.files"]
        assert not arrays, f"{path} imports {arrays}: take arrays as arguments, which scenes read of a run."


def test_every_chapter_is_one_file_with_one_idea() -> None:
    assert sorted(path.stem for path in files("scenes/*_scene.py")) == sorted(CHAPTERS)
    for chapter in CHAPTERS:
        tree = tree_of(ROOT / "scenes" / f"{chapter}.py")
        assert ast.get_docstring(tree)
        assert sum(isinstance(node, ast.ClassDef) for node in tree.body) == 1


def test_chapters_are_short() -> None:
    """Two screens: what is longer has pictures or measures in it that belong elsewhere."""
    lengths = {path.stem: len(path.read_text(encoding="utf-8").splitlines()) for path in files("scenes/*_scene.py")}
    long = {name for name, lines in lengths.items() if lines > 150}
    assert not long, f"{long}: move pictures to scenes/mobjects, measures to model/analysis."


def test_functions_are_short() -> None:
    for path in SOURCES:
        for node in nodes_of(path):
            if isinstance(node, ast.FunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                assert length <= 40, f"{node.name} of {path} has {length} lines"


QUESTIONS = re.compile(r"(What|How|Where|Which|When|Why|Who)\b")


def is_property(node: ast.AST) -> bool:
    return any("property" in ast.unparse(decorator) for decorator in getattr(node, "decorator_list", []))


def test_docstrings_answer_and_do_not_ask() -> None:
    """A function's says what it does, with a verb ("Draw …", "Tell whether …"), all others what something is."""
    for path in SOURCES:
        for node in nodes_of(path):
            told = ast.get_docstring(node) if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) else None
            asks = QUESTIONS.match(told or "") or ((told or "").startswith("Whether") and not is_property(node))
            name = getattr(node, "name", "the module")
            assert not asks, f"{path}: {name} begins with a question: say what it does, or what it is."


def test_no_number_of_the_reference_run_is_typed_in_a_scene() -> None:
    """The modulus, the widths, the key frequencies: they come from the run."""
    typed = re.compile(r"(?<![\d.\w])(113|114|12769|12,769|128|512|40000|40_000)(?![\d.\w])")
    for path in [*files("scenes/*_scene.py"), *files("scenes/mobjects/**/*.py")]:
        code = re.sub(r'""".*?"""|#.*', "", path.read_text(encoding="utf-8"), flags=re.S)
        assert not typed.search(code), path


TREE = "docs/explanation/built.md"


def tree_told() -> set[str]:
    """Paths that the tree in TREE names: folders end in "/"."""
    block = next(b for b in (ROOT / TREE).read_text("utf-8").split("```") if b.startswith("\ncli.py "))
    found, above = set(), [""]
    for line in block.strip().splitlines():
        name = line.split()[0]
        depth = (len(line) - len(line.lstrip())) // 2
        above[depth + 1 :] = [above[depth] + name]
        found.add(above[depth] + name)
    return found


def test_the_tree_that_is_told_is_the_tree() -> None:
    named = tree_told()
    for path in named:
        assert (ROOT / path).is_dir() if path.endswith("/") else (ROOT / path).is_file(), f"{TREE} names {path}."
    packages = {str(path.parent.relative_to(ROOT)) + "/" for top in ("model", "scenes", "commands", "tests")
                for path in ROOT.glob(f"{top}/**/__init__.py")}  # fmt: skip
    assert packages <= named, f"{TREE} lacks {packages - named}: say there what they are for."


def test_a_folder_of_mobjects_is_made_of_those_told_before_it() -> None:
    """The tree is an order to read them in."""
    above = "scenes/mobjects/"
    told = re.findall(
        r"^    (\w+)/ ", (ROOT / TREE).read_text("utf-8").partition("  mobjects/")[2].partition("  raster/")[0], re.M
    )
    assert {f"{above}{name}/" for name in told} == {path for path in tree_told() if path.startswith(above)} - {above}
    for name in MODULES:
        if name.startswith("scenes.mobjects.") and name.count(".") > 2:
            own = told.index(name.split(".")[2])
            used = {one.split(".")[2] for one in imported_modules(MODULES[name]) if one.startswith("scenes.mobjects.")}
            later = used & set(told[own + 1 :])
            assert not later, f"{name} imports from {later}: move it to the folder of what it is made for."


def test_benches_run_on_all_processors() -> None:
    """They do not pass by where tests ask for one thread each."""
    for name in ("bench", "bench_memory", "bench_opengl", "textbook"):
        assert "tests.conftest" not in imports_in_full(ROOT / "tests" / f"{name}.py"), name
