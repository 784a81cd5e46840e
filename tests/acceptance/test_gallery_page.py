"""The gallery in Chromium, from the disk and from a server: it plays by mouse, key and link, and loads no more."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import cli
from tests.acceptance.browser import Watched, opened_page
from transparent_box.scenes.film import scene_class

BEATS = len(scene_class("clock_scene").beat_names)
VIDEO = "document.querySelector('#clock video')"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        words = ["gallery", "one_hot", "clock", "-ql", "-o", str(folder / "site")]
        result = CliRunner().invoke(cli.main, words, prog_name="cli.py")
    assert result.exit_code == 0, result.output
    return Path(result.stdout.strip())


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def served(site: Path) -> Iterator[str]:
    """The same page from a server on this machine."""
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(site.parent))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/index.html"
        server.shutdown()


@pytest.fixture
def gallery(site: Path) -> Iterator[Watched]:
    with opened_page(site.as_uri()) as watched:
        yield watched
        assert not watched.outside() and not watched.messages


def plays_from(watched: Watched, seconds: float) -> None:
    watched.page.wait_for_function(f"() => {VIDEO}.currentTime > {seconds} && !{VIDEO}.error")


def test_every_clip_plays(gallery: Watched) -> None:
    videos = gallery.page.locator("video")
    for number in range(videos.count()):
        video = videos.nth(number)
        video.evaluate("video => { video.muted = true; return video.play(); }")
        assert video.evaluate("video => [video.error, video.readyState >= 2, video.videoWidth]") == [None, True, 854]
    paused = videos.evaluate_all("videos => videos.map(video => video.paused)")
    assert paused == [True, False], "one at a time"


def test_a_beat_that_is_clicked_plays_and_is_marked(gallery: Watched) -> None:
    gallery.page.locator("#clock .transcript a").nth(2).click()
    start = float(gallery.page.locator("#clock .transcript a").nth(2).get_attribute("data-start"))
    plays_from(gallery, start)
    assert gallery.page.locator("#clock [aria-current]").count() == 1
    gallery.page.locator("#clock .transcript li").nth(2).locator("[aria-current]").wait_for()


def test_keys_do_what_a_player_does(gallery: Watched) -> None:
    page = gallery.page
    page.locator("#clock .transcript a").nth(1).click()
    plays_from(gallery, 5)
    page.keyboard.press("k")
    page.wait_for_function(f"() => {VIDEO}.paused")
    for key, seconds in (("5", None), ("n", None), ("0", 0.0), ("l", 10.0), ("ArrowRight", 15.0), ("j", 5.0)):
        page.keyboard.press(key)
        page.wait_for_function(f"() => !{VIDEO}.seeking")
        if seconds is not None:
            assert page.evaluate(f"{VIDEO}.currentTime") == pytest.approx(seconds, abs=0.1), key
    page.keyboard.press("c")
    page.wait_for_function(f"() => {VIDEO}.textTracks[0].cues?.length === {BEATS}")
    assert page.evaluate(f"{VIDEO}.textTracks[0].activeCues.length") == 1
    page.keyboard.press("?")
    assert page.locator("#keys p").is_visible()


def test_captions_and_chapters_are_read_from_the_page_itself(gallery: Watched) -> None:
    counted = gallery.page.evaluate(
        f"""async () => {{
            const tracks = [...{VIDEO}.textTracks];
            tracks.forEach(track => track.mode = "hidden");
            while (tracks.some(track => !track.cues?.length)) await new Promise(done => setTimeout(done, 50));
            return tracks.map(track => [track.kind, track.cues.length]);
        }}"""
    )
    assert counted == [["captions", BEATS], ["chapters", BEATS]]


def test_a_link_leads_to_a_moment(site: Path) -> None:
    with opened_page(f"{site.as_uri()}#clock&t=12.5") as watched:
        plays_from(watched, 12.4)
        assert watched.page.locator("#clock video").evaluate("v => v.getBoundingClientRect().top < innerHeight")


def test_without_a_script_everything_can_be_watched(site: Path) -> None:
    with opened_page(site.as_uri(), java_script_enabled=False) as watched:
        page = watched.page
        assert page.locator("video[controls]").count() == 2 and page.locator(".transcript a").count() > BEATS
        page.locator("#clock summary").first.click()
        assert page.locator("#clock .sheet").is_visible(), "what is folded opens"
        page.get_by_label("Light", exact=True).check()
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(251, 248, 241)"


def test_nothing_is_loaded_that_is_not_seen(served: str) -> None:
    with opened_page(served, viewport={"width": 390, "height": 600}) as watched:
        watched.page.wait_for_load_state("networkidle")
        assert not [url for url in watched.requests if url.endswith((".mp4", "_sheet.jpg"))]
        first = watched.page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
        assert first < 1000, "milliseconds to the first picture"
        assert not watched.outside() and not watched.messages


@pytest.mark.parametrize("width", [360, 820, 1440])
@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_it_fits_every_window_in_both_themes(site: Path, width: int, scheme: Any) -> None:
    window = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme, "reduced_motion": "reduce"}
    with opened_page(site.as_uri(), **window) as watched:
        page = watched.page
        page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate("matchMedia('(prefers-reduced-motion: reduce)').matches")
        assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
        assert page.evaluate("[...document.querySelectorAll('video')].every(video => video.paused)")
        contrast = page.evaluate(CONTRAST)
        assert min(contrast) >= 4.5, "of text on its ground (WCAG 2.2, AA)"


CONTRAST = """() => {
  const light = color => {
    const [r, g, b] = color.match(/[\\d.]+/g).map(Number).map(v => v / 255)
      .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = getComputedStyle(document.body).backgroundColor;
  return ["body", ".dim", "time", "pre", "button"].map(name => {
    const style = getComputedStyle(document.querySelector(name));
    const own = /, 0\\)$/.test(style.backgroundColor) ? ground : style.backgroundColor;
    const [a, b] = [light(style.color), light(own)].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  });
}"""


def test_every_control_is_reached_by_tab_and_has_a_name(gallery: Watched) -> None:
    page, seen = gallery.page, set()
    for _ in range(80):
        page.keyboard.press("Tab")
        place = page.evaluate("(e => e.tagName + (e.id || e.href || e.value || e.innerText))(document.activeElement)")
        seen.add(place.split("file:")[0] if place.startswith("VIDEO") else place)
    for tag in ("A", "INPUT", "VIDEO", "SUMMARY"):
        assert any(place.startswith(tag) for place in seen), tag
    unnamed = page.evaluate(
        "[...document.querySelectorAll('video, button, input, a')].filter(e => !(e.ariaLabel || e.labels?.length"
        " || e.textContent.trim() || e.querySelector('img[alt]'))).length"
    )
    assert unnamed == 0
