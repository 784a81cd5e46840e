"""Reads Typst's SVGs as outlines; the path of each glyph is parsed once per process and then only placed.

Manim's `SVGMobject` parses every SVG anew through several object trees, which takes 50 to 140 ms for a line; this
takes about 1 ms for a line whose glyphs have been parsed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from xml.etree import ElementTree

import numpy as np
from manim.mobject.svg.svg_mobject import VMobjectFromSVGPath
from numpy.typing import NDArray
from svgelements import Path as SVGPath

Points = NDArray[np.float64]
NAMESPACE = "{http://www.w3.org/2000/svg}"
LINK = "{http://www.w3.org/1999/xlink}href"
UPRIGHT = np.array([[1.0, 0, 0], [0, -1, 0], [0, 0, 1]])  # an SVG's y runs downward


@dataclass(frozen=True)
class Outlines:
    """Typeset text in the units of its SVG: one path (n, 3) of all glyphs, and the strokes with their widths."""

    glyphs: Points
    bars: tuple[tuple[Points, float], ...]
    line: float  # height of the first glyph's baseline


def read_outlines(drawn: bytes) -> Outlines:
    """Read Typst's SVG as paths; raise ValueError for elements that words and formulas do not have."""
    root = ElementTree.fromstring(drawn)
    symbols = {symbol.get("id"): symbol[0].get("d", "") for symbol in root.iter(f"{NAMESPACE}symbol") if len(symbol)}
    parts = [part for child in root for part in shapes(child, UPRIGHT, symbols)]
    glyphs = [points for points, width in parts if width is None]
    return Outlines(
        np.concatenate(glyphs) if glyphs else np.zeros((0, 3)),
        tuple((points, width) for points, width in parts if width is not None),
        next((height for child in root for height in lines(child, UPRIGHT)), 0.0),
    )


def shapes(
    element: ElementTree.Element, matrix: Points, symbols: Mapping[str | None, str]
) -> Iterator[tuple[Points, float | None]]:
    """Yield an element's parts in order: points (n, 3), and the width of a stroke or None for a filled shape."""
    kind = element.tag.removeprefix(NAMESPACE)
    matrix = matrix @ transformation(element.get("transform", ""))
    if kind == "g":
        for child in element:
            yield from shapes(child, matrix, symbols)
    elif kind == "use":
        across, up = (float(element.get(side, "0")) for side in "xy")
        if len(points := placed(symbols[element.get(LINK, "")[1:]], matrix @ shifted(across, up))):
            yield points, None
    elif kind == "path":
        stroked = element.get("fill") == "none"
        yield placed(element.get("d", ""), matrix), float(element.get("stroke-width", "1")) if stroked else None
    elif kind != "defs":
        raise ValueError(f"An SVG of words holds a {kind}, which lettering cannot draw.")


def lines(element: ElementTree.Element, matrix: Points) -> Iterator[float]:
    """Yield the height of the baseline of each glyph in an element."""
    matrix = matrix @ transformation(element.get("transform", ""))
    if element.tag == f"{NAMESPACE}use":
        yield float((matrix @ shifted(*(float(element.get(side, "0")) for side in "xy")))[1, 2])
    elif element.tag == f"{NAMESPACE}g":
        for child in element:
            yield from lines(child, matrix)


def placed(path: str, matrix: Points) -> Points:
    """Return a path's points (n, 3), transformed by a matrix (3, 3) of the plane."""
    points = path_points(path)
    across_and_up = points[:, :2] @ matrix[:2, :2].T + matrix[:2, 2]
    return np.column_stack([across_and_up, points[:, 2]])


@lru_cache(maxsize=2048)
def path_points(path: str) -> Points:
    """Parse the data of an SVG path as cubic Bézier curves (4n, 3), as Manim holds them."""
    points: Points = VMobjectFromSVGPath(SVGPath(path)).points
    points.setflags(write=False)
    return points


def transformation(text: str) -> Points:
    """Parse `translate(a b)` or `matrix(a b c d e f)` as a matrix (3, 3) of the plane; empty text is the identity."""
    numbers = [float(number) for number in re.findall(r"[-+.\deE]+", text.partition("(")[2])]
    if text.startswith("matrix"):
        a, b, c, d, e, f = numbers
        return np.array([[a, c, e], [b, d, f], [0, 0, 1]])
    if text.startswith("translate"):
        return shifted(*numbers)
    if text:
        raise ValueError(f"An SVG of words is transformed by {text}, which lettering cannot draw.")
    return np.eye(3)


def shifted(across: float, up: float = 0.0) -> Points:
    """Return the matrix (3, 3) of a shift of the plane."""
    return np.array([[1, 0, across], [0, 1, up], [0, 0, 1]])
