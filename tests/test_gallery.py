"""The gallery's page: all that it shows is in its folder, and what it says is what the clips say. No browser."""

from __future__ import annotations

import base64
import re
import shlex
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

import cli
from tests.test_beats import pictures
from transparent_box.commands.clips import draw_clips
from transparent_box.commands.selection import Selection
from transparent_box.model.files import atomic_folder
from transparent_box.scenes.film import CHAPTERS
from transparent_box.scenes.output.gallery import MARK, OURS, Exhibit, make_gallery, render_command
from transparent_box.scenes.output.job import RASTERS, Job
from transparent_box.scenes.output.places import PlaceError, companion, is_current, require_own_folder, target


class Tags(HTMLParser):
    """The tags of a page, each with what it says of itself, and those that are never closed."""

    VOID = frozenset({"meta", "link", "img", "input", "source", "track", "br"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"</{tag}> at {self.getpos()}"

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [said for name, said in self.found if name == tag]


@pytest.fixture(autouse=True)
def ideas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("transparent_box.scenes.output.gallery.idea", lambda chapter: 'Less < more & "so on".')


@pytest.fixture
def page(job: Job, clip: Path, tmp_path: Path) -> Path:
    return make_gallery([(job, clip)], tmp_path / "site")


def test_everything_it_shows_is_in_its_folder(page: Path, clip: Path) -> None:
    tags = Tags(page.read_text(encoding="utf-8"))
    assert not tags.open
    places = [said[key] or "" for _, said in tags.found for key in ("src", "href", "poster") if key in said]
    for place in places:
        if not place.startswith(("#", "data:")):
            assert (page.parent / place.partition("#")[0]).is_file(), place
    assert sorted(path.name for path in page.parent.iterdir()) == sorted(OURS)
    assert pictures(page.parent / "clips" / "short.mp4") == pictures(clip)
    assert "://" not in "".join(places) + (page.parent / "gallery.css").read_text()


def test_it_can_be_watched_read_and_heard_without_a_script(page: Path) -> None:
    tags = Tags(page.read_text(encoding="utf-8"))
    (video,) = tags.all("video")
    assert {"controls", "playsinline", "aria-label"} <= video.keys() and not {"autoplay", "loop"} & video.keys()
    assert video["preload"] == "none" and (video["width"], video["height"]) == ("854", "480")
    captions, chapters = tags.all("track")
    assert (captions["kind"], chapters["kind"]) == ("captions", "chapters") and "default" not in captions
    assert all("alt" in said and said["loading"] == "lazy" for said in tags.all("img"))
    assert any((said.get("href") or "").endswith("short.mp4#t=0.00") for said in tags.all("a"))
    css = (page.parent / "gallery.css").read_text()
    assert "prefers-color-scheme" in css and "prefers-reduced-motion" in css and ":focus-visible" in css


def test_captions_are_the_clips_and_shown_where_the_picture_has_none(page: Path, job: Job, clip: Path) -> None:
    (track, _) = Tags(page.read_text(encoding="utf-8")).all("track")
    inline = base64.b64decode((track["src"] or "").partition("base64,")[2]).decode()
    beside = companion(clip, ".vtt").read_text(encoding="utf-8")
    assert inline == beside == (page.parent / "clips" / "short.vtt").read_text(encoding="utf-8")
    assert (page.parent / "clips" / "short.srt").read_text("utf-8") == companion(clip, ".srt").read_text("utf-8")
    bare = Job(**{**vars(job), "captions": "file"})
    html = make_gallery([(bare, clip)], page.parent).read_text(encoding="utf-8")
    assert "default" in Tags(html).all("track")[0]


def test_posters_are_the_clips_size_and_small_ones_fit_a_list(page: Path) -> None:
    poster = Image.open(page.parent / "clips" / "short.jpg")
    sheet = Image.open(page.parent / "clips" / "short_sheet.jpg")
    assert max(Image.open(page.parent / "clips" / "short_small.jpg").size) == 440
    assert poster.size == (854, 480) and poster.format == sheet.format == "JPEG" and sheet.width > 1200


def test_words_from_outside_are_escaped(page: Path) -> None:
    html = page.read_text(encoding="utf-8")
    assert "published facts are shown with their source" in html
    assert "Less &lt; more &amp; &#34;so on&#34;." in html and "Less < more" not in html
    assert "{{&lt; video short.mp4 &gt;}}" in html and "&lt;SlidevVideo" in html


def test_a_scene_of_ones_own_is_named_as_it_is_typed(job: Job, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that others see says nothing of where the file lies."""
    mine = tmp_path / "my_scene.py"
    mine.write_text('"""A scene."""\n')
    monkeypatch.chdir(tmp_path)
    shown = Exhibit(replace(job, chapter=f"{mine}:MyScene"), 16, 9, 1.0, 1.0, (), "")
    assert shown.typed == "my_scene.py" and shown.name == "my"


def test_the_command_makes_the_clip(job: Job, tmp_path: Path) -> None:
    asked = Job("clock_scene", job.run, "m", 12, theme="light", raster="cairo", settings=(("first", 3),))
    command = shlex.split(render_command(asked))
    assert command[:3] == ["python", "cli.py", "render"]
    context = cli.main.get_command(None, "render").make_context("render", command[3:])  # type: ignore[arg-type,union-attr]
    assert context.params["scenes"].chapters == ("clock_scene",) and context.params["settings"] == (("first", 3),)
    assert (context.params["quality"], context.params["fps"], context.params["theme"]) == ("m", 12, "light")
    assert context.params["run"] == job.run and context.params["raster"] == "cairo"
    assert "--raster" not in render_command(job)


def test_nothing_half_written_and_nothing_of_others_lost(
    page: Path, job: Job, clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = page.read_bytes()
    monkeypatch.setattr("transparent_box.scenes.output.gallery.lay_out_sheet", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        make_gallery([(job, clip)], page.parent)
    assert page.read_bytes() == before and [path.name for path in page.parent.parent.iterdir()] == ["site"]
    require_own_folder(page.parent, OURS, MARK)
    (page.parent / "CNAME").write_text("mine")
    with pytest.raises(PlaceError, match="CNAME"):
        require_own_folder(page.parent, OURS, MARK)


def test_a_clip_is_current_until_its_run_changes(job: Job, clip: Path, tmp_path: Path) -> None:
    with atomic_folder(tmp_path / "run") as run:
        (run / "config.json").write_text("{}")
    elsewhere = Job(**{**vars(job), "run": tmp_path / "run", "out": clip})
    assert is_current(job) and not is_current(elsewhere) and not is_current(Job("clock_scene", job.run, media=tmp_path))


def test_what_any_rasterizer_drew_is_not_taken_for_what_was_asked_of_one(job: Job) -> None:
    """Where there is no OpenGL, auto draws with Cairo, and gl must say so."""
    usual = replace(job, out=None)
    assert len({target(replace(usual, raster=raster)) for raster in RASTERS}) == len(RASTERS) == 3
    assert target(usual) == target(replace(usual, raster="auto"))


@pytest.mark.parametrize("changed", ["scenes/film.py", "assets/facts.json", "assets/linebreak/quiet/config.json"])
def test_a_clip_is_current_until_what_draws_it_changes(
    changed: str, job: Job, clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert is_current(job)
    (tmp_path / changed).parent.mkdir(parents=True)
    (tmp_path / changed).write_text("")
    monkeypatch.setattr("transparent_box.scenes.output.places.ROOT", tmp_path)
    assert not is_current(job)


def test_a_clip_that_was_cut_off_is_drawn_anew(
    job: Job, clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is younger than all that draws it, and no deck or page can be made of it."""
    from transparent_box.scenes.output.pool import Outcome

    found, drawn = tmp_path / "clip.mp4", []

    def outcomes(jobs: list[Job], at_once: int, cluster: str | None) -> list[Outcome]:
        drawn.extend(jobs)
        return [Outcome(one, clip) for one in jobs]

    monkeypatch.setattr("transparent_box.commands.render.draw_with_progress", outcomes)
    monkeypatch.setattr("transparent_box.scenes.output.places.target", lambda job: found)
    monkeypatch.setattr("transparent_box.scenes.output.places.is_current", lambda job: True)
    for content, count in ((clip.read_bytes(), 0), (clip.read_bytes()[:5000], 1)):
        found.write_bytes(content)
        ((_, made),), failed = draw_clips(Selection(("short_scene",)), 1, quality="l", run=job.run)
        assert len(drawn) == count and not failed and made == (clip if count else found)


def test_the_command(job: Job, clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from transparent_box.scenes.output.pool import Outcome

    def outcomes(jobs: list[Job], at_once: int, cluster: str | None) -> list[Outcome]:
        return [Outcome(one, clip) if number else Outcome(one, sentence="Not now.") for number, one in enumerate(jobs)]

    monkeypatch.setattr("transparent_box.commands.render.draw_with_progress", outcomes)
    monkeypatch.setattr("transparent_box.scenes.output.places.is_current", lambda job: False)
    words = ["gallery", *CHAPTERS[:2], "-ql", "--run", str(job.run), "-o", str(tmp_path / "site")]
    result = CliRunner().invoke(cli.main, words, prog_name="cli.py")
    assert result.exit_code == 1 and result.stdout.strip() == str(tmp_path / "site" / "index.html")
    assert f"1 of 2 scenes failed and are not in it: {CHAPTERS[0]}" in result.stderr
    html = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    assert len(re.findall("<article", html)) == 1
