"""Targets of OpenGL: framebuffers that are reused, and packing of several pictures into one."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

KEPT_BYTES = 160 * 2**20  # of all targets; that of a large picture with multisampling takes 80 MB

Size = tuple[int, int]


@dataclass(frozen=True)
class Target:
    """A target to draw into: a framebuffer and its attachments."""

    frame: Any
    flat: Any  # a framebuffer of its color alone
    attached: tuple[Any, ...]
    bytes: int

    @classmethod
    def made(cls, context: Any, size: Size, samples: int, deep: bool) -> Target:
        """Make a target with color of four bytes a sample and, if `deep`, a depth buffer."""
        color = context.renderbuffer(size, 4, samples=samples)
        depth = context.depth_renderbuffer(size, samples=samples) if deep else None
        attached = (color, depth) if deep else (color,)
        taken = size[0] * size[1] * 4 * max(samples, 1) * len(attached)
        return cls(context.framebuffer([color], depth), context.framebuffer([color]), attached, taken)

    def release(self) -> None:
        """Release the memory, including the attachments, which a framebuffer would leave behind."""
        for part in (self.frame, self.flat, *self.attached):
            part.release()


class Targets:
    """A cache of targets by size; the least recently used are released, but never the last two, which a pass needs."""

    def __init__(self, context: Any) -> None:
        self._context = context
        self._made: OrderedDict[tuple[Size, int, bool], Target] = OrderedDict()

    def get(self, size: Size, samples: int, deep: bool) -> Target:
        """Return a target of a size (width, height), made if there is none."""
        key = (size, samples, deep)
        if key not in self._made:
            self._made[key] = Target.made(self._context, size, samples, deep)
        self._made.move_to_end(key)
        while len(self._made) > 2 and sum(target.bytes for target in self._made.values()) > KEPT_BYTES:
            self._made.popitem(last=False)[1].release()
        return self._made[key]


def pack_rectangles(sizes: Sequence[Size], width: int, top: int = 0) -> tuple[list[Size], Size]:
    """Pack rectangles into rows at most `width` wide, from `top` on; return their corners and the size of the whole."""
    corners, left, bottom, right = [], 0, top, 0
    for across, down in sizes:
        if left and left + across > width:
            left, top = 0, bottom
        corners.append((left, top))
        left += across
        right, bottom = max(right, left), max(bottom, top + down)
    return corners, (right, bottom)
