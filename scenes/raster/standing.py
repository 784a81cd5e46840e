"""A surface that stands still while marks move over it: it is drawn once, and the marks anew over what was kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from transparent_box.scenes.look.projection import View, Window
from transparent_box.scenes.raster.marks import Order
from transparent_box.scenes.raster.meshes import Meshes, Surface
from transparent_box.scenes.raster.targets import Target


@dataclass(frozen=True)
class Backdrop:
    """A target for a window where a surface was drawn, and a copy of its colors, over which marks are drawn.

    The target keeps its depth: marks leave it as it is.
    """

    context: Any
    window: Window
    target: Target
    colors: Target

    def keep(self) -> None:
        """Copy the colors that are in the target now."""
        self.context.copy_framebuffer(self.colors.flat, self.target.flat)

    def restore(self) -> None:
        """Put the copy into the target again."""
        self.context.copy_framebuffer(self.target.flat, self.colors.flat)

    def release(self) -> None:
        """Give the memory on the card back."""
        self.target.release()
        self.colors.release()


class Standing:
    """A surface in a view; from the second pass in which it stands there on, also what it looks like."""

    def __init__(self, surface: Surface, view: View) -> None:
        self.surface, self.view = surface, view  # kept alive: another would get the same address
        self.backdrop: Backdrop | None = None

    def make_room(self, context: Any, window: Window) -> Backdrop:
        """Make an empty target as large as a window and all that was kept."""
        if self.backdrop is not None:
            window = window.joined(self.backdrop.window)
            self.backdrop.release()
        target, colors = (Target.made(context, window.size, 0, deep) for deep in (True, False))
        self.backdrop = Backdrop(context, window, target, colors)
        return self.backdrop

    def release(self) -> None:
        """Give the memory on the card back."""
        if self.backdrop is not None:
            self.backdrop.release()


class Standings:
    """The surfaces of the last pass that were drawn alone, in their views."""

    def __init__(self) -> None:
        self._last: dict[tuple[bool, int], Standing] = {}

    def follow(self, orders: Sequence[Order], meshes: Meshes) -> dict[int, Standing]:
        """Take orders of one surface each as they are now; by `id`, those whose surface is what it was before."""
        before, self._last = self._last, {}
        standing = {}
        for order in orders:
            surface = meshes.surface(order.fields[0])
            key = order.only_marks, id(surface)
            known = before.get(key)
            if known is not None and known.view.is_same(order.view):
                standing[id(order)] = self._last[key] = before.pop(key)
            else:
                self._last[key] = Standing(surface, order.view)
        release(before)
        return standing

    def forget(self) -> None:
        """Keep nothing."""
        release(self._last)
        self._last = {}


def release(gone: dict[tuple[bool, int], Standing]) -> None:
    """Give back the memory of those that are no longer followed."""
    for one in gone.values():
        one.release()
