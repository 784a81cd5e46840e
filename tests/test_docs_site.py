"""The site that `make docs` builds: whole, and asking nothing of the net. Browsers look at it in `make acceptance`."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from html import unescape
from pathlib import Path
from types import ModuleType
from urllib.parse import unquote

import pytest

from tests.conftest import MadeOnce
from tests.pages import DOCS, ROOT, pages
from transparent_box.scenes.film import CHAPTERS
from transparent_box.scenes.output.catalog import entries

pytest.importorskip("mkdocs")
LOADED = re.compile(r'<(?:script|img|video|source|link|iframe)\b[^>]*?\b(?:src|href|poster)="([^"]+)"')


@pytest.fixture(scope="module")
def site(made_once: MadeOnce) -> Path:
    """Built with every warning an error: a link that leads nowhere, a page that is not in the menu."""

    def build(folder: Path) -> None:
        command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--site-dir", str(folder)]
        environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
        built = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=600)
        assert built.returncode == 0, built.stderr

    return made_once("site", build)


@pytest.fixture(scope="module")
def hooks() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_hooks", DOCS / "hooks.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_all_that_a_page_loads_is_in_its_folder(site: Path) -> None:
    for page in set(site.rglob("*.html")) - {site / "404.html"}:  # only a server shows that one, from its root
        for address in map(unescape, LOADED.findall(page.read_text(encoding="utf-8"))):
            if address.startswith("data:"):
                continue
            assert not re.match(r"(https?:)?//", address), f"{page.name} loads {address}"
            assert (page.parent / unquote(address).partition("?")[0].partition("#")[0]).exists(), (
                f"{page.name}: {address}"
            )


def test_styles_fetch_nothing(site: Path) -> None:
    sheets = list(site.rglob("*.css"))
    assert sheets
    for sheet in sheets:
        assert not re.search(r"url\([\"']?(https?:)?//|@import", sheet.read_text(encoding="utf-8")), sheet.name


def test_every_page_and_every_mobject_is_there(site: Path) -> None:
    for page in pages()[1:]:
        assert (site / page.path.relative_to(DOCS)).with_suffix(".html").is_file(), page.name
    shown = (site / "reference" / "mobjects.html").read_text(encoding="utf-8")
    for entry in entries():
        assert f'id="{entry.module}.{entry.name}"' in shown, entry.name


def test_formulas_need_no_script(site: Path) -> None:
    told = (site / "explanation" / "multiplying.html").read_text(encoding="utf-8")
    assert told.count("<math") > 10 and "arithmatex" not in told and "$$" not in told


def test_the_reference_is_made_of_docstrings(site: Path) -> None:
    told = (site / "reference" / "python.html").read_text(encoding="utf-8")
    assert "Resultant" in told or "Frequency → " in told
    commands = (site / "reference" / "cli.html").read_text(encoding="utf-8")
    assert "train-linebreak" in commands and "Sentinel" not in commands


def test_a_clip_takes_the_place_of_its_still(hooks: ModuleType) -> None:
    still = '<p><img alt="Six clocks" src="../pictures/clock_scene.png" /></p>'
    found = hooks.IMAGE.search(still)
    assert hooks.moving(found, "../", set()) == found[0], "nothing was drawn: the still stays"
    clip = hooks.moving(found, "../", {"clock_scene"})
    assert 'src="../clips/clock_scene.mp4"' in clip and 'poster="../pictures/clock_scene.png"' in clip
    assert 'aria-label="Six clocks"' in clip and "controls" in clip and "autoplay" not in clip


def test_stills_bear_the_names_of_clips(hooks: ModuleType) -> None:
    """Else a chapter would stand still though its clip was drawn."""
    told = "".join(page.text for page in pages())
    assert set(re.findall(r"(\w+_scene)\.png", told)) == set(CHAPTERS)
