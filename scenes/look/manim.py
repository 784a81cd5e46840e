"""Brings Manim in with its own defaults, whatever configuration lies around."""

from __future__ import annotations

import os
from collections.abc import Iterator
from configparser import ConfigParser
from contextlib import contextmanager
from typing import Any
from unittest import mock


@contextmanager
def isolated() -> Iterator[None]:
    """Import Manim within without the `manim.cfg` of this folder and of the user: they belong to other projects.

    Manim 0.22 reads its own defaults with `read_file`, and those two with `read`. Nothing happens once it is imported.
    The library for sounds that it loads needs a PATH, if only to find nothing there.
    """
    os.environ.setdefault("PATH", os.defpath)

    def read_nothing(parser: ConfigParser, filenames: Any, encoding: str | None = None) -> list[str]:
        return []

    with mock.patch.object(ConfigParser, "read", read_nothing):
        yield
