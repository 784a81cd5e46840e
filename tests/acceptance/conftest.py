"""Skips what needs programs that are not ours, or a training of its own, unless `make acceptance` asks for it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.acceptance)
            if not os.environ.get("ACCEPTANCE"):
                item.add_marker(pytest.mark.skip(reason="`make acceptance` runs it"))
