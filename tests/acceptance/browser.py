"""Debian's Chromium, driven: Playwright's own cannot play H.264."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

HERE = ("file:", "data:", "blob:", "about:", "http://127.0.0.1", "http://localhost")


@dataclass
class Watched:
    """A page, what it has asked for, and what it or its console has complained of."""

    page: Any
    requests: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)

    def outside(self) -> list[str]:
        """The requests that left this machine."""
        return [url for url in self.requests if not url.startswith(HERE)]


@contextmanager
def opened_page(url: str, **context: Any) -> Iterator[Watched]:
    """A page in a window of its own; `context` is Playwright's: viewport, color_scheme, reduced_motion …"""
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        window = browser.new_context(**{"viewport": {"width": 1280, "height": 720}} | context)
        window.set_default_timeout(60_000)
        watched = Watched(window.new_page())
        window.on("request", lambda request: watched.requests.append(request.url))
        watched.page.on("console", lambda message: watched.messages.append(message.text))
        watched.page.on("pageerror", lambda error: watched.messages.append(str(error)))
        watched.page.goto(url)
        yield watched
        browser.close()
