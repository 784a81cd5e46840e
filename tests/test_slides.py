"""Decks: a slide for each beat, with its film, poster, loop and notes; whole or not there. No real programs."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from PIL import Image

import cli
import tests.short_scene  # noqa: F401 — a chapter that is quickly drawn
from tests.test_beats import pictures
from tests.test_voice import SOUND_FRAME, fake, heard, spans
from transparent_box.commands.slides import kind_of_deck
from transparent_box.scenes.film import CHAPTERS
from transparent_box.scenes.look.theme import THEMES
from transparent_box.scenes.output.cards import LISTED, agenda_cards, draw_card, title_card
from transparent_box.scenes.output.job import Job
from transparent_box.scenes.output.jobs import make_clip, render
from transparent_box.scenes.output.notes import measures_of, notes_for, sources_of
from transparent_box.scenes.output.places import PlaceError
from transparent_box.scenes.output.slides import Deck, deck_place, make_deck, require_deck_place

NOTES = "Shown: Show a word and the network"


@pytest.fixture(scope="module")
def clip(toy_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return render(Job("short_scene", toy_folder, "l", media=tmp_path_factory.mktemp("clip")))


@pytest.fixture
def deck(clip: Path, monkeypatch: pytest.MonkeyPatch) -> Deck:
    """Two chapters of two beats: a title, an agenda, and for each a heading and its beats."""
    monkeypatch.setattr("transparent_box.scenes.output.cards.idea", lambda chapter: 'Its idea, "in short" #1.')
    return Deck((("short_scene", clip), ("short_scene", clip)), "16:9", "light")


SLIDES = 2 + 2 * (1 + 2)


def test_html_is_a_folder_that_needs_nothing_else(deck: Deck, clip: Path, tmp_path: Path) -> None:
    page = make_deck(deck, "html", tmp_path / "deck")
    assert page == tmp_path / "deck" / "index.html"
    require_deck_place(tmp_path / "deck", "html")  # and so may be made again
    html = page.read_text(encoding="utf-8")
    assert html.count("<section") == SLIDES and not re.search(r"(src|href)=\"?(https?:)?//", html)
    used = re.findall(r'(?:src|href|data-[a-z-]+)="((?:media|reveal)/[^"]+)"', html)
    assert used and all((page.parent / path).is_file() for path in used)
    films = re.findall(r'data-background-video="([^"]+)"', html)
    assert [picture for film in films for picture in pictures(page.parent / film)] == 2 * pictures(clip)
    assert html.count("data-background-video-muted") == 4, "a browser plays a silent film by itself if it is muted"
    assert html.count(NOTES) == 2 and "Source: Nanda" in html and "<title>Transparent Box</title>" in html
    assert (page.parent / "reveal" / "LICENSE").is_file()


def test_a_beat_that_comes_round_is_a_loop(deck: Deck, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for judged in ("is_like", "has_moved"):
        monkeypatch.setattr(f"transparent_box.scenes.output.beats.{judged}", lambda first, other: True)
    assert make_deck(deck, "html", tmp_path / "deck").read_text().count("data-background-video-loop") == 4
    made = opened(make_deck(deck, "pptx", tmp_path / "deck.pptx"))
    assert all('repeatCount="indefinite"' in xml(slide) for slide in made.slides if movies(slide))


def test_a_beat_with_a_voice_is_heard_whole_and_once(
    toy_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clip = make_clip(Job("short_scene", toy_folder, "l", media=tmp_path, voice=fake()))
    monkeypatch.setattr("transparent_box.scenes.output.cards.idea", lambda chapter: "Its idea.")
    for judged in ("is_like", "has_moved"):
        monkeypatch.setattr(f"transparent_box.scenes.output.beats.{judged}", lambda first, other: True)
    page = make_deck(Deck((("short_scene", clip.path),), "16:9", "dark"), "html", tmp_path / "deck")
    films = sorted((page.parent / "media").glob("*.mp4"))
    assert len(films) == 2 and "data-background-video-loop" not in page.read_text()
    assert "data-background-video-muted" not in page.read_text()
    for film, beat in zip(films, clip.beats, strict=True):
        (span,) = spans(heard(film))
        assert beat.voice is not None
        wanted = (beat.voice.start - beat.start, beat.voice.end - beat.start)
        assert span == pytest.approx(wanted, abs=3 * SOUND_FRAME)


def opened(file: Path) -> Any:
    import pptx

    return pptx.Presentation(str(file))


def movies(slide: Any) -> list[Any]:
    return [shape for shape in slide.shapes if "videoFile" in xml(shape)]


def xml(part: Any) -> str:
    return str(part._element.xml)


def test_pptx_has_films_that_play_their_posters_and_notes(deck: Deck, tmp_path: Path) -> None:
    made = opened(make_deck(deck, "pptx", tmp_path / "deck.pptx"))
    assert len(made.slides) == SLIDES and made.core_properties.title == "Transparent Box"
    assert made.slide_width * 9 == made.slide_height * 16
    moving = [slide for slide in made.slides if movies(slide)]
    assert len(moving) == 4
    for slide in made.slides:
        (shape,) = slide.shapes
        assert (shape.left, shape.top, shape.width, shape.height) == (0, 0, made.slide_width, made.slide_height)
        assert 'descr=""' not in xml(shape) and slide.has_notes_slide
    for slide in moving:
        (movie,) = movies(slide)
        assert movie.media_type is not None and movie.poster_frame.content_type == "image/png"
        assert 'delay="0"' in xml(slide), "it plays as the slide comes"
        media = [part.target_part for part in slide.part.rels.values() if "media" in part.reltype]
        assert {part.content_type for part in media} == {"video/mp4"}
        assert "Source: Nanda" in slide.notes_slide.notes_text_frame.text
    assert "repeatCount" not in "".join(map(xml, made.slides)), "nothing comes round"


def test_pdf_and_zip(deck: Deck, tmp_path: Path) -> None:
    pdf = make_deck(deck, "pdf", tmp_path / "deck.pdf").read_bytes()
    assert pdf.startswith(b"%PDF") and len(re.findall(rb"/Type /Page\b", pdf)) == SLIDES
    with zipfile.ZipFile(make_deck(deck, "zip", tmp_path / "deck.zip")) as packed:
        names = packed.namelist()
    assert "deck/index.html" in names and "deck/reveal/reveal.js" in names
    assert sum(name.endswith(".mp4") for name in names) == 4
    assert sorted(path.name for path in tmp_path.iterdir()) == ["deck.pdf", "deck.zip"]


@pytest.mark.parametrize("kind", ["html", "pptx", "pdf", "zip"])
def test_what_fails_leaves_what_was_there(
    kind: str, deck: Deck, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = deck_place(tmp_path / "deck", kind)
    before = make_deck(deck, kind, target).read_bytes()

    def fails(*_: object) -> None:
        raise OSError("The disk is full.")

    monkeypatch.setattr("transparent_box.scenes.output.slides.draw_opening", fails)
    monkeypatch.setattr("manim_slides.convert.PDF.convert_to", fails)
    monkeypatch.setattr("transparent_box.scenes.output.slides.finish_pptx", fails)
    with pytest.raises(OSError, match="full"):
        make_deck(deck, kind, target)
    assert (target / "index.html" if kind == "html" else target).read_bytes() == before
    assert len(list(tmp_path.iterdir())) == 1


def test_other_peoples_folders_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(PlaceError, match=r"letter\.txt"):
        require_deck_place(tmp_path, "html")


@pytest.mark.parametrize("place", [".", "", "..", "inner/.."])
def test_the_current_folder_is_no_place_for_a_deck(place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor for a gallery: a folder is made beside and takes the place's name, and these have none."""
    (tmp_path / "inner").mkdir()
    monkeypatch.chdir(tmp_path / "inner")
    for command in ("slides", "gallery"):
        found = CliRunner().invoke(cli.main, [command, "clock", "-ql", "-o", place], prog_name="cli.py")
        assert (found.exit_code, found.stderr) == (
            1,
            f"Error: '{Path(place)}' names no folder: give one, such as {Path(place) / 'talk'}.\n",
        )


@pytest.mark.parametrize("files", [["index.html", "media/holiday.jpg"], ["media/holiday.jpg"], ["index.html"]])
def test_a_folder_that_only_looks_like_a_deck_is_left_alone(files: list[str], tmp_path: Path) -> None:
    """A home page and the folder of its pictures are called what a deck's are; a deck would replace both."""
    for file in files:
        (tmp_path / "site" / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "site" / file).write_text("mine")
    for words in (["slides", "clock", "-ql", "-o"], ["gallery", "clock", "-ql", "-o"]):
        found = CliRunner().invoke(cli.main, [*words, str(tmp_path / "site")], prog_name="cli.py")
        assert found.exit_code == 1 and found.stderr.endswith(": name a new or an empty folder.\n"), found.stderr
    assert all((tmp_path / "site" / file).read_text() == "mine" for file in files)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("size", [(854, 480), (270, 480), (480, 480)])
def test_cards_fill_their_picture(theme: str, size: tuple[int, int], tmp_path: Path) -> None:
    cards = [title_card(CHAPTERS), title_card(["clock_scene"]), *agenda_cards(CHAPTERS)]
    assert sum(len(card.entries) for card in cards) == len(CHAPTERS) and max(len(c.entries) for c in cards) <= LISTED
    drawn = Image.open(draw_card(cards[-1], size, THEMES[theme], tmp_path / "card.png")).convert("RGB")
    assert drawn.size == size and drawn.getpixel((1, 1)) == drawn.getpixel((size[0] - 2, size[1] - 2))
    assert not agenda_cards(["clock_scene"])


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_beat_has_notes(chapter: str) -> None:
    found = measures_of(chapter)
    assert sources_of(chapter)
    for beat, measures in found.items():
        assert all(measure.meaning for measure in measures)
        assert notes_for(chapter, beat, "A line.").startswith("A line.\n\nShown: ")


def test_notes_name_what_a_beat_is_drawn_from() -> None:
    names = [measure.name for measure in measures_of("clock_scene")["clocks_join"]]
    assert {"evidence.clock_readings", "run.clocks"} <= set(names)
    names = [measure.name for measure in measures_of("cleanup_scene")["what_is_it_waiting_for"]]
    assert {"training.dynamics", "training.exam_board"} <= set(names) and "evidence.training" not in names
    assert "Kaplan et al. 2020" in sources_of("black_box_scene")
    (only,) = sources_of("manifold_scene")
    assert only.startswith("Gurnee"), "of the network that wraps lines, and of no other"
    assert "linebreak.geometry" in {measure.name for measure in measures_of("manifold_scene")["join_the_means"]}


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.main, ["slides", *arguments], prog_name="cli.py")


def test_the_command_names_what_fails(clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from transparent_box.scenes.output.pool import Outcome

    def outcomes(jobs: list[Job], at_once: int, cluster: str | None) -> list[Outcome]:
        return [Outcome(job, sentence="Not now.") for job in jobs]

    monkeypatch.setattr("transparent_box.commands.render.draw_with_progress", outcomes)
    monkeypatch.setattr("transparent_box.scenes.output.places.is_current", lambda job: False)
    result = run("clock", "--to", "pdf", "-o", str(tmp_path / "deck"))
    assert result.exit_code == 1 and "no deck" in result.stderr and not list(tmp_path.iterdir())
    assert run("clock", "--to", "odp").exit_code == 2 and run("clock", "--set", "nothing=1").exit_code == 2


@pytest.mark.parametrize(
    ("out", "to", "kind", "place"),
    [
        ("talk", None, "html", "talk"),
        ("talk.2", None, "html", "talk.2"),
        ("talk.pptx", None, "pptx", "talk.pptx"),
        ("talk.PDF", None, "pdf", "talk.PDF"),
        ("talk", "zip", "zip", "talk.zip"),
        ("talk.2", "pptx", "pptx", "talk.2.pptx"),
        ("talk.key", None, None, None),
        ("talk.key", "pptx", None, None),
        ("talk.html", None, None, None),
        ("talk.pptx", "html", None, None),
        ("talk.pptx", "pdf", None, None),
    ],
)
def test_a_deck_is_what_its_name_ends_in(out: str, to: str | None, kind: str | None, place: str | None) -> None:
    if kind is None:
        with pytest.raises(click.UsageError, match=re.escape(out)):
            kind_of_deck(Path(out), to)
    else:
        assert kind_of_deck(Path(out), to) == kind and deck_place(Path(out), kind) == Path(str(place))


def test_without_the_converters_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "manim_slides.convert", None)
    result = run("clock")
    assert result.exit_code == 1 and "pip install '.[slides]'" in result.stderr
