"""Finds text in a scene's present picture that a strict reader could not read.

Sizes and places of text are exact, taken from the mobjects; what lies behind it is taken from the drawn picture.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transparent_box.scenes.look.colormaps import READABLE, contrast
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.mobjects.words.lettering import Lettering, unescape

SMALLEST = 20.0  # pixels of a 720-pixel frame
SLACK = 0.03  # units
SHOWN = 0.6  # opacity from which text counts as visible; while captions change both are at half
BEHIND = 5  # percentile of the contrast over a text's box: a thin line behind it does not hide it


def visible_texts(scene: Any) -> list[Lettering]:
    """Return the texts that are visible now."""
    members = {id(m): m for top in scene.mobjects for m in top.get_family() if isinstance(m, Lettering)}
    return [m for m in members.values() if len(m[0].points) and m[0].get_fill_opacity() >= SHOWN]


def ink_box(text: Lettering) -> Area:
    """Return the bounding rectangle of a text's ink."""
    ends = text.get_points_defining_boundary()
    (left, bottom, _), (right, top, _) = ends.min(axis=0), ends.max(axis=0)
    return Area(left, right, bottom, top)


def find_misplaced(scene: Any, safe: Area) -> Iterator[str]:
    """Yield a sentence for each text that is too small, leaves the safe area, or overlaps another."""
    shown = [(text, ink_box(text)) for text in visible_texts(scene)]
    for text, place in shown:
        if text.size < SMALLEST - 0.05:
            yield f"{name(text)} is {text.size:.1f} px high type, less than {SMALLEST:.0f}."
        beyond = max(safe.left - place.left, place.right - safe.right, safe.bottom - place.bottom, place.top - safe.top)
        if beyond > SLACK:
            yield f"{name(text)} leaves the safe area by {beyond:.2f} units."
    for (one, first), (other, second) in combinations(shown, 2):
        if min(first.overlap(second)) > SLACK:
            yield f"{name(one)} and {name(other)} overlap."


def name(text: Lettering) -> str:
    """Name a text by its words, in quotes."""
    return f"“{unescape(text.markup)}”"


def find_unreadable(scene: Any) -> Iterator[str]:
    """Yield a sentence if the picture is empty, and for each text with too little contrast to what lies behind it."""
    camera, shown = scene.camera, visible_texts(scene)
    hidden = {id(part) for text in shown for part in text.get_family()}
    behind = [m for top in scene.mobjects for m in top.get_family() if id(m) not in hidden and len(m.points)]
    camera.reset()
    camera.capture_mobjects(behind, include_submobjects=False)
    without_text = np.array(camera.pixel_array)[..., :3]
    if is_empty(without_text) and is_empty(scene.still()[..., :3]):
        yield "The picture is empty."
    for text in shown:
        behind_it = crop_area(without_text, ink_box(text), scene)
        if not behind_it.size:
            continue
        own = np.array(text[0].get_fill_color().to_rgb())
        least = float(np.percentile(contrast(behind_it / 255, own), BEHIND))
        if least < READABLE:
            yield f"{name(text)} has a contrast of only {least:.1f} to 1 with what lies behind it."


def is_empty(picture: NDArray[Any]) -> bool:
    """Return whether a picture (h, w, 3) is of almost a single color."""
    return max(int(channel.max()) - int(channel.min()) for channel in np.moveaxis(picture, -1, 0)) < 24


def crop_area(picture: NDArray[Any], place: Area, scene: Any) -> NDArray[Any]:
    """Crop a picture (h, w, …) to an area of the frame."""
    height, width = picture.shape[:2]
    across, up = scene.frame.size
    columns = [round((edge / across + 0.5) * width) for edge in (place.left, place.right)]
    rows = [round((0.5 - edge / up) * height) for edge in (place.top, place.bottom)]
    cut: NDArray[Any] = picture[max(rows[0], 0) : rows[1], max(columns[0], 0) : columns[1]]
    return cut
