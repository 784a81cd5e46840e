"""A plugin that makes PyTorch unimportable: `python -m pytest -p tests.without_torch` tests as where it is missing."""

from __future__ import annotations

import sys
from importlib.abc import MetaPathFinder
from typing import Any


class Missing(MetaPathFinder):
    """Finds no PyTorch, wherever it lies."""

    def find_spec(self, name: str, path: Any, target: Any = None) -> None:
        """Leave every other module to those who come after."""
        if name.partition(".")[0] == "torch":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


sys.meta_path.insert(0, Missing())
