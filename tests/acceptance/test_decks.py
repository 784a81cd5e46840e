"""Decks in the real programs: Chromium shows the HTML, LibreOffice the PPTX, Poppler the PDF."""

from __future__ import annotations

import re
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image

import cli
from tests.acceptance.browser import Watched, opened_page
from transparent_box.scenes.film import scene_class

PLAYING = ".slide-background.present video"
BEATS = len(scene_class("clock_scene").beat_names)
SLIDES = 1 + BEATS  # a title, and a slide a beat


@pytest.fixture(scope="module")
def decks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The same deck of one chapter in each kind; its clip is drawn once."""
    folder = tmp_path_factory.mktemp("decks")
    made = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for kind in ("html", "pptx", "pdf", "zip"):
            words = ["slides", "clock", "-ql", "--to", kind, "-o", str(folder / "deck")]
            result = CliRunner().invoke(cli.main, words, prog_name="cli.py")
            assert result.exit_code == 0, result.output
            made[kind] = Path(result.stdout.strip())
    return made


@pytest.fixture
def deck(decks: dict[str, Path]) -> Iterator[Watched]:
    with opened_page(decks["html"].as_uri()) as watched:
        watched.page.wait_for_function("Reveal.isReady()")
        yield watched


def test_every_slide_plays_by_arrow_key_and_nothing_is_asked_of_the_net(deck: Watched) -> None:
    page = deck.page
    assert page.evaluate("Reveal.getTotalSlides()") == SLIDES
    seen = []
    for _ in range(BEATS):
        page.keyboard.press("ArrowRight")
        playing = f"() => {{ const v = document.querySelector('{PLAYING}'); return v && v.currentTime > 0.3; }}"
        page.wait_for_function(playing)
        error, source, wide = page.evaluate(
            f"() => {{ const v = document.querySelector('{PLAYING}'); return [v.error, v.currentSrc, v.videoWidth]; }}"
        )
        assert error is None and wide == 854
        seen.append(source)
    assert len(set(seen)) == BEATS and seen == sorted(seen)
    assert not deck.outside() and not deck.messages


def test_a_slide_is_held_on_its_last_picture(deck: Watched) -> None:
    page = deck.page
    page.keyboard.press("ArrowRight")
    video = f"document.querySelector('{PLAYING}')"
    page.wait_for_function(f"() => {video} && {video}.readyState >= 2")
    page.evaluate(f"{video}.currentTime = {video}.duration - 0.2")
    page.wait_for_function(f"() => {video}.ended")
    page.wait_for_timeout(500)
    assert page.evaluate(f"[{video}.ended, Reveal.getIndices().h]") == [True, 1]


def test_a_film_plays_where_the_deck_is_opened_at_its_slide(decks: dict[str, Path]) -> None:
    with opened_page(f"{decks['html'].as_uri()}#/2") as watched:
        watched.page.wait_for_function(f"() => document.querySelector('{PLAYING}')?.currentTime > 0.3")
        assert "Unmute" not in watched.page.inner_text("body")


def test_the_speakers_view_has_the_notes(deck: Watched) -> None:
    deck.page.keyboard.press("End")
    with deck.page.context.expect_page() as popped:
        deck.page.keyboard.press("s")
    notes = popped.value.locator(".speaker-controls-notes .value")
    notes.get_by_text("Source: Nanda").wait_for()
    text = notes.inner_text()
    assert "Shown: " in text and "Measured: " in text


def test_the_zip_is_the_same_deck(decks: dict[str, Path], tmp_path: Path) -> None:
    with zipfile.ZipFile(decks["zip"]) as packed:
        packed.extractall(tmp_path)
    with opened_page((tmp_path / "deck" / "index.html").as_uri()) as watched:
        watched.page.wait_for_function("Reveal.isReady()")
        assert watched.page.evaluate("Reveal.getTotalSlides()") == SLIDES and not watched.messages


def pages(pdf: Path, folder: Path) -> list[Any]:
    """Every page as an array (h, w, 3) of about 640 × 360."""
    told = subprocess.run(["pdfinfo", str(pdf)], capture_output=True, text=True, check=True).stdout
    width = float(re.search(r"Page size:\s+([\d.]+)", told)[1])  # type: ignore[index]
    dots = str(640 / width * 72)
    subprocess.run(["pdftoppm", "-png", "-r", dots, str(pdf), str(folder / "page")], check=True)
    return [np.asarray(Image.open(path).convert("RGB")).astype(int) for path in sorted(folder.glob("page*.png"))]


def small(picture: Image.Image) -> Any:
    """A picture with what scaling and JPEG change averaged away."""
    return np.asarray(picture.convert("RGB").resize((64, 36), Image.Resampling.BOX)).astype(int)


def nearest(page: Any, pictures: list[Path]) -> tuple[Path, float]:
    """The picture that a page shows, and by how much they differ."""
    shown = small(Image.fromarray(page.astype(np.uint8)))
    differences = {path: float(np.abs(shown - small(Image.open(path))).mean()) for path in pictures}
    found = min(differences, key=lambda path: differences[path])
    return found, differences[found]


def test_libreoffice_opens_the_pptx_with_every_poster_in_its_place(decks: dict[str, Path], tmp_path: Path) -> None:
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(decks["pptx"])]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    seen = pages(tmp_path / "deck.pdf", tmp_path)
    media = decks["html"].parent / "media"
    posters = [media / "00_title.png", *sorted(media.glob("*.mp4.jpg"))]
    assert len(seen) == len(posters) == SLIDES
    found = [nearest(page, posters) for page in seen]
    assert [poster for poster, _ in found] == posters and max(difference for _, difference in found) < 3


def test_the_pdf_shows_how_every_beat_ends(decks: dict[str, Path], tmp_path: Path) -> None:
    seen = pages(decks["pdf"], tmp_path)
    assert len(seen) == SLIDES
    ends = [page.mean() for page in seen]
    assert min(page.std() for page in seen) > 3 and len(set(ends)) == SLIDES, "no page is empty, none is like another"
