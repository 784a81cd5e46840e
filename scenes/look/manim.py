"""Imports Manim with its own default configuration, whatever configuration files exist."""

from __future__ import annotations

import os
from collections.abc import Iterator
from configparser import ConfigParser
from contextlib import contextmanager
from typing import Any


@contextmanager
def isolated_import() -> Iterator[None]:
    """Let the block import Manim without the `manim.cfg` of this folder and of the user, which are for other projects.

    Manim 0.22 reads its own defaults with `read_file`, and those two with `read`. It has no effect once it is imported.
    Also sets an empty PATH if there is none, without which a sound library that Manim loads fails.
    """
    os.environ.setdefault("PATH", os.defpath)

    def read_nothing(parser: ConfigParser, filenames: Any, encoding: str | None = None) -> list[str]:
        return []

    ConfigParser.read = read_nothing  # type: ignore[assignment, method-assign]
    try:
        yield
    finally:
        del ConfigParser.read  # its parent's again
