"""Surfaces that do not move while marks move over them: drawn once and kept, so that only the marks are redrawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from transparent_box.scenes.look.projection import View, Window
from transparent_box.scenes.raster.marks import Order
from transparent_box.scenes.raster.meshes import Meshes, Surface
from transparent_box.scenes.raster.software import Painting
from transparent_box.scenes.raster.targets import Target


@dataclass(frozen=True)
class Backdrop:
    """A target in which a surface was drawn for a window, and a copy of its colors, to draw marks over.

    The target keeps its depth, which marks do not change.
    """

    context: Any
    window: Window
    target: Target
    colors: Target

    def keep(self) -> None:
        """Copy the target's colors."""
        self.context.copy_framebuffer(self.colors.flat, self.target.flat)

    def restore(self) -> None:
        """Copy the kept colors back into the target."""
        self.context.copy_framebuffer(self.target.flat, self.colors.flat)

    def release(self) -> None:
        """Give the memory on the card back."""
        self.target.release()
        self.colors.release()


class StillSurface:
    """A surface in a view and, from the second pass in which it has not moved, its backdrop or its painting."""

    def __init__(self, surface: Surface, view: View) -> None:
        self.surface, self.view = surface, view  # kept alive, so that no other gets the same id
        self.backdrop: Backdrop | None = None
        self.painting: Painting | None = None

    def window(self, wanted: Window) -> Window:
        """Find the window in which it is to be kept: that of all of it and what is wanted around it."""
        kept = self.painting or self.backdrop
        reached = Window.around([(self.surface.hull, 0.0)], self.view)
        return wanted.joined(reached if kept is None else reached.joined(kept.window))

    def make_room(self, context: Any, window: Window) -> Backdrop:
        """Make an empty backdrop as large as a window, in place of the previous one."""
        if self.backdrop is not None:
            self.backdrop.release()
        target, colors = (Target.made(context, window.size, 0, deep) for deep in (True, False))
        self.backdrop = Backdrop(context, window, target, colors)
        return self.backdrop

    def release(self) -> None:
        """Give the memory on the card back."""
        if self.backdrop is not None:
            self.backdrop.release()


class StillSurfaces:
    """The surfaces of the last pass that were drawn alone, in their views."""

    def __init__(self) -> None:
        self._last: dict[tuple[bool, int], StillSurface] = {}

    def follow(self, orders: Sequence[Order], meshes: Meshes) -> dict[int, StillSurface]:
        """Take the orders, of one surface each, of a pass; return by `id` those whose surface has not moved."""
        before, self._last = self._last, {}
        standing = {}
        for order in orders:
            surface = meshes.surface(order.fields[0])
            key = order.only_marks, id(surface)
            known = before.get(key)
            if known is not None and known.view.is_same(order.view):
                standing[id(order)] = self._last[key] = before.pop(key)
            else:
                self._last[key] = StillSurface(surface, order.view)
        release(before)
        return standing

    def forget(self) -> None:
        """Drop all surfaces."""
        release(self._last)
        self._last = {}


def release(gone: dict[tuple[bool, int], StillSurface]) -> None:
    """Release the memory of surfaces that are no longer followed."""
    for one in gone.values():
        one.release()
