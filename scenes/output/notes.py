"""The notes of a beat: the measures that it shows and the sources that it cites, read from the chapter's code."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from transparent_box.model.linebreak.run import LinebreakRun
from transparent_box.model.runs.evidence import Evidence
from transparent_box.model.runs.run import Run
from transparent_box.model.runs.training_evidence import TrainingEvidence
from transparent_box.scenes.facts import read_facts
from transparent_box.scenes.film import scene_class, tree_of

SOURCE = "Nanda et al. 2023, Progress measures for grokking via mechanistic interpretability, arXiv 2301.05217"
LINES_SOURCE = "Gurnee et al. 2025, When models manipulate manifolds, transformer-circuits.pub/2025/linebreaks"
READ_OF: dict[str, type] = {
    "run": Run,
    "evidence": Evidence,
    "training": TrainingEvidence,
    "linebreak": LinebreakRun,
}
HOUSEKEEPING = {"run.p", "run.config", "run.folder", "evidence.training"}


@dataclass(frozen=True)
class Measure:
    """A measure: its name in the code, such as evidence.clusters, and its docstring's first line."""

    name: str
    meaning: str


@cache
def measures_of(chapter: str) -> dict[str, tuple[Measure, ...]]:
    """Return beat → the measures that it uses, by itself, through methods it calls or attributes set for it."""
    methods = methods_in(tree_of(chapter))
    prepared = prepared_in(methods)
    return {
        beat: tuple(measure_named(name) for name in sorted(used_by(methods[beat], methods, prepared) - HOUSEKEEPING))
        for beat in scene_class(chapter).beat_names
    }


@cache
def sources_of(chapter: str) -> tuple[str, ...]:
    """Return the sources of a chapter: the papers of the networks that it reads and of the facts that it names."""
    tree = tree_of(chapter)
    read = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    lines = [LINES_SOURCE] if "linebreak" in read else []
    sums = [SOURCE] if not lines or {"run", "evidence"} & read else []
    named = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    facts = [fact.source for name, fact in read_facts().items() if name in named]
    full = [*sums, *lines]
    return tuple(dict.fromkeys([*full, *(fact for fact in facts if not any(one.startswith(fact) for one in full))]))


def methods_in(tree: ast.Module) -> dict[str, ast.FunctionDef]:
    """Return name → method of all classes of a file."""
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    return {node.name: node for found in classes for node in found.body if isinstance(node, ast.FunctionDef)}


def prepared_in(methods: dict[str, ast.FunctionDef]) -> dict[str, set[str]]:
    """Return attribute → the measures in the values that methods assign to it, also through names and attributes."""
    prepared: dict[str, set[str]] = {}
    for method in methods.values():
        local: dict[str, set[str]] = {}
        for node in ast.walk(method):
            if not isinstance(node, ast.Assign):
                continue
            found = measures_in(node.value, aliases_in(method))
            for name in own_attributes(node.value):
                found |= prepared.get(name, set())
            for name in names_in(node.value):
                found |= local.get(name, set())
            for target in node.targets:
                for name in own_attributes(target):
                    prepared.setdefault(name, set()).update(found)
                for name in names_in(target):
                    local.setdefault(name, set()).update(found)
    return prepared


def names_in(node: ast.AST) -> list[str]:
    """Return the bare names in a syntax node, without `self`."""
    return [part.id for part in ast.walk(node) if isinstance(part, ast.Name) and part.id != "self"]


def used_by(method: ast.FunctionDef, methods: dict[str, ast.FunctionDef], prepared: dict[str, set[str]]) -> set[str]:
    """Return the names of the measures that a method uses, also through attributes and methods of `self`."""
    found, seen, waiting = set(), {method.name}, [method]
    while waiting:
        node = waiting.pop()
        found |= measures_in(node, aliases_in(node))
        for name in own_attributes(node):
            found |= prepared.get(name, set())
            if name in methods and name not in seen:
                seen.add(name)
                waiting.append(methods[name])
    return found


def own_attributes(node: ast.AST) -> Iterator[str]:
    """Yield the names after `self.` in a syntax node."""
    for part in ast.walk(node):
        if isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name) and part.value.id == "self":
            yield part.attr


def aliases_in(method: ast.FunctionDef) -> dict[str, str]:
    """Return local name → "run", "evidence" …, for assignments such as `run = self.run`, also of several at once."""
    pairs: list[tuple[ast.expr, ast.expr]] = []
    for node in ast.walk(method):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                    pairs += zip(target.elts, node.value.elts, strict=False)
                else:
                    pairs.append((target, node.value))
    return {
        name.id: value.attr
        for name, value in pairs
        if isinstance(name, ast.Name) and isinstance(value, ast.Attribute) and value.attr in READ_OF
    }


def measures_in(node: ast.AST, aliases: dict[str, str]) -> set[str]:
    """Return the measures that a syntax node reads of the run and its evidence: run.clocks, evidence.clusters …"""
    found = set()
    for part in ast.walk(node):
        if isinstance(part, ast.Attribute):
            whose = part.value
            name = whose.attr if isinstance(whose, ast.Attribute) else aliases.get(getattr(whose, "id", ""), "")
            if name in READ_OF and hasattr(READ_OF[name], part.attr):
                found.add(f"{name}.{part.attr}")
    return found


def measure_named(name: str) -> Measure:
    """Return the measure of a name, with its meaning."""
    owner, _, attribute = name.partition(".")
    member = inspect.getattr_static(READ_OF[owner], attribute)
    return Measure(name, (inspect.getdoc(getattr(member, "func", member)) or "").partition("\n")[0])


def notes_for(chapter: str, beat: str, line: str) -> str:
    """Write a speaker's notes on a beat: its line, what it shows, its measures and sources."""
    sources = [f"Source: {source}" for source in sources_of(chapter)]
    if beat not in measures_of(chapter):
        return "\n".join([line, "", *sources])
    shows = inspect.getdoc(getattr(scene_class(chapter), beat)) or ""
    measured = [f"Measured: {measure.meaning} ({measure.name})" for measure in measures_of(chapter)[beat]]
    return "\n".join([line, "", f"Shown: {' '.join(shows.split())}", *measured, *sources])
