"""Draws the layers of a picture with a rasterizer in one call, and reuses those that have not changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from transparent_box.scenes.look.projection import View
from transparent_box.scenes.mobjects.shapes.polyline_set import PolylineSet
from transparent_box.scenes.raster.choice import rasterizer
from transparent_box.scenes.raster.marks import Layer, Mark, Order

# Attributes from which fields are drawn; not opacity, which is applied when the layer is composited.
OF_FIELDS = {"points", "colors", "shape", "finer", "grid_every", "contour_every", "line_color", "line_width"}
OF_MARKS = {"points", "colors", "shape", "opacity", "radius", "lengths", "line_width"}

State = list[Any]  # arrays and other values


@dataclass(frozen=True)
class CachedLayer:
    """A layer with the view and copies of the shapes it was drawn from; without shapes while the viewer moves."""

    view: View
    shapes: State | None
    layer: Layer


class Layers:
    """Draws orders, reusing layers; call `forget` where pictures must not depend on earlier ones.

    A reused layer was drawn side by side with other layers, which can change its last bits.
    """

    __slots__ = ("_last",)  # and nothing else: Manim hashes what a camera's attributes hold

    def __init__(self) -> None:
        self._last: dict[tuple[int, ...], CachedLayer] = {}

    def forget(self) -> None:
        """Drop all layers."""
        self._last = {}
        rasterizer().forget()

    def drawn(self, orders: Sequence[Order]) -> list[Layer]:
        """Return a picture's layers, drawn or reused."""
        keys = [key_of(order) for order in orders]
        fresh = [number for number, order in enumerate(orders) if not self._is_kept(keys[number], order)]
        layers = rasterizer().draw([with_grid_lines(orders[number]) for number in fresh])
        for number, layer in zip(fresh, layers, strict=True):
            self._last[keys[number]] = self._remembered(keys[number], orders[number], layer)
        self._last = {key: self._last[key] for key in keys}
        return [self._last[key].layer for key in keys]

    def _is_kept(self, key: tuple[int, ...], order: Order) -> bool:
        """Return whether the layer of the last picture can be reused."""
        before = self._last.get(key)
        if before is None or before.shapes is None or not before.view.is_same(order.view):
            return False
        now = shapes_of(order)
        return len(before.shapes) == len(now) and all(map(np.array_equal, before.shapes, now))

    def _remembered(self, key: tuple[int, ...], order: Order, layer: Layer) -> CachedLayer:
        """Make the record of a layer; without shapes while the viewer moves, since the next view will differ."""
        if key in self._last and not self._last[key].view.is_same(order.view):
            return CachedLayer(order.view, None, layer)
        shapes = [value.copy() if isinstance(value, np.ndarray) else value for value in shapes_of(order)]
        return CachedLayer(order.view, shapes, layer)


def key_of(order: Order) -> tuple[int, ...]:
    """Return a key of an order: its mobjects, and how they are drawn."""
    return (int(order.only_marks), len(order.fields), *(id(shape) for shape in (*order.fields, *order.marks)))


def shapes_of(order: Order) -> State:
    """Return all values that decide how an order looks."""
    drawn_from = (order.fields, OF_FIELDS), (order.marks, OF_MARKS)
    shapes = [(vars(shape), names) for shapes, names in drawn_from for shape in shapes]
    return [value for held, names in shapes for name, value in held.items() if name in names]


def with_grid_lines(order: Order) -> Order:
    """Return an order with the grid lines of its surfaces added beneath its marks."""
    if order.only_marks:
        return order
    drawn = [(field, field.lines()) for field in order.fields]
    lines: list[Mark] = [
        PolylineSet(curves, np.tile(field.line_color, (len(curves), 1)), field.line_width, field.space)
        for field, curves in drawn
        if curves
    ]
    return Order(order.fields, [*lines, *order.marks], order.view)
