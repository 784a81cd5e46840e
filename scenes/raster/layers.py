"""The layers of a picture that a rasterizer draws, all in one call; those that are still what they were are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from transparent_box.scenes.look.projection import View
from transparent_box.scenes.mobjects.shapes.polyline_set import PolylineSet
from transparent_box.scenes.raster.choice import rasterizer
from transparent_box.scenes.raster.marks import Layer, Mark, Order

# A field's opacity is not among what it is drawn from: its layer is laid over the picture with it.
OF_FIELDS = {"points", "colors", "shape", "finer", "grid_every", "contour_every", "line_color", "line_width"}
OF_MARKS = {"points", "colors", "shape", "opacity", "radius", "lengths", "line_width"}

State = list[Any]  # arrays, and what is not an array


@dataclass(frozen=True)
class KeptLayer:
    """A layer, and the view and the shapes, copied, that it was drawn from; of these none while the viewer moves."""

    view: View
    shapes: State | None
    layer: Layer


class Layers:
    """Draws orders; `forget` before what must not hang on what was drawn before.

    A layer that is kept was drawn side by side with others than it would be now, which can change its last bits.
    """

    __slots__ = ("_last",)  # and nothing else: Manim hashes what a camera's attributes hold

    def __init__(self) -> None:
        self._last: dict[tuple[int, ...], KeptLayer] = {}

    def forget(self) -> None:
        """Keep nothing."""
        self._last = {}
        rasterizer().forget()

    def drawn(self, orders: Sequence[Order]) -> list[Layer]:
        """Draw, or find unchanged, a picture's layers."""
        keys = [key_of(order) for order in orders]
        fresh = [number for number, order in enumerate(orders) if not self._is_kept(keys[number], order)]
        layers = rasterizer().draw([ruled(orders[number]) for number in fresh])
        for number, layer in zip(fresh, layers, strict=True):
            self._last[keys[number]] = self._remembered(keys[number], orders[number], layer)
        self._last = {key: self._last[key] for key in keys}
        return [self._last[key].layer for key in keys]

    def _is_kept(self, key: tuple[int, ...], order: Order) -> bool:
        """Tell whether a layer of the last picture would be the same now."""
        before = self._last.get(key)
        if before is None or before.shapes is None or not before.view.is_same(order.view):
            return False
        now = shapes_of(order)
        return len(before.shapes) == len(now) and all(map(np.array_equal, before.shapes, now))

    def _remembered(self, key: tuple[int, ...], order: Order, layer: Layer) -> KeptLayer:
        """A layer with all that it was drawn from, but while the viewer moves: the next view will be another."""
        if key in self._last and not self._last[key].view.is_same(order.view):
            return KeptLayer(order.view, None, layer)
        shapes = [value.copy() if isinstance(value, np.ndarray) else value for value in shapes_of(order)]
        return KeptLayer(order.view, shapes, layer)


def key_of(order: Order) -> tuple[int, ...]:
    """Name the mobjects that an order is of, and how they are drawn."""
    return (int(order.only_marks), len(order.fields), *(id(shape) for shape in (*order.fields, *order.marks)))


def shapes_of(order: Order) -> State:
    """All that decides how what is seen looks."""
    drawn_from = (order.fields, OF_FIELDS), (order.marks, OF_MARKS)
    shapes = [(vars(shape), names) for shapes, names in drawn_from for shape in shapes]
    return [value for held, names in shapes for name, value in held.items() if name in names]


def ruled(order: Order) -> Order:
    """An order with the lines that are drawn on its surfaces, beneath its marks."""
    if order.only_marks:
        return order
    drawn = [(field, field.lines()) for field in order.fields]
    lines: list[Mark] = [
        PolylineSet(curves, np.tile(field.line_color, (len(curves), 1)), field.line_width, field.space)
        for field, curves in drawn
        if curves
    ]
    return Order(order.fields, [*lines, *order.marks], order.view)
