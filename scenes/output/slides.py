"""A deck of chapters, a slide for each beat, by manim-slides' converters: it is made whole, or not at all."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stderr
from dataclasses import dataclass
from functools import partial
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import av
from PIL import Image

from transparent_box.model.files import private_folder, sweep, whole_file, whole_folder
from transparent_box.scenes.external import label
from transparent_box.scenes.look.frame import Frame
from transparent_box.scenes.look.theme import THEMES
from transparent_box.scenes.output.beats import BeatClip, cut_at_beats, shown
from transparent_box.scenes.output.cards import Card, agenda_cards, chapter_card, draw_card, title_card
from transparent_box.scenes.output.formats import DECKS
from transparent_box.scenes.output.notes import notes_for
from transparent_box.scenes.output.places import companion, require_own_folder, with_ending
from transparent_box.scenes.output.sound import has_sound

if TYPE_CHECKING:
    from manim_slides.config import PresentationConfig

ASSETS = Path(__file__).resolve().parents[2] / "assets"
REVEAL, TEMPLATE = ASSETS / "reveal", ASSETS / "templates" / "deck.html"
PAGE, MEDIA = "index.html", "media"  # in a deck's folder
MARK = "The films of this deck lie in"  # in its page
SHORT_SIDE = 720  # pixels of a PowerPoint slide, 96 an inch


@dataclass(frozen=True)
class Slide:
    """A picture or a film, what is said and noted with it, the picture that stands for it in print, if any."""

    file: Path
    notes: str
    still: Path | None
    loop: bool = False

    @property
    def is_film(self) -> bool:
        """Whether it moves."""
        return self.file != self.still


@dataclass(frozen=True)
class Deck:
    """Chapters and their clips, all in one look."""

    clips: tuple[tuple[str, Path], ...]
    aspect: str
    theme: str

    @property
    def chapters(self) -> list[str]:
        """In order."""
        return [chapter for chapter, _ in self.clips]

    @property
    def title(self) -> str:
        """The words of the first slide."""
        return title_card(self.chapters).heading


def make_deck(deck: Deck, kind: str, target: Path) -> Path:
    """Write a deck as one of DECKS and return the file to open; ModuleNotFoundError without manim-slides."""
    target.parent.mkdir(parents=True, exist_ok=True)
    sweep(target.parent, deep=False)
    # The converters draw bars of their own; what goes wrong in them comes as an exception.
    with private_folder(target) as parts, redirect_stderr(StringIO()):
        WRITERS[kind](deck, slides_of(deck, parts, printed=kind == "pdf"), target)
    return target / PAGE if kind == "html" else target


def slides_of(deck: Deck, parts: Path, printed: bool = True) -> list[Slide]:
    """Cut the clips and draw the cards in a folder: title, agenda, then for each chapter its heading and its beats.

    What films end on is drawn if they are `printed`.
    """
    with av.open(str(deck.clips[0][1])) as first:
        size = (first.streams.video[0].width, first.streams.video[0].height)

    def card(drawn: Card, name: str) -> Slide:
        picture = draw_card(drawn, size, THEMES[deck.theme], parts / f"{name}.png")
        return Slide(picture, drawn.words, picture)

    agenda = agenda_cards(deck.chapters)
    slides = [card(title_card(deck.chapters), "00_title")]
    names = [
        f"{number:02d}_{label(chapter).removesuffix('_scene')}" for number, chapter in enumerate(deck.chapters, start=1)
    ]
    with ThreadPoolExecutor() as pool:  # most of it is decoding and compressing pictures
        clips = [clip for _, clip in deck.clips]
        cut, folders = partial(cut_at_beats, posters=printed), [parts / name for name in names]
        beats = list(pool.map(cut, deck.chapters, clips, folders))
    slides += [card(page, f"00_agenda_{number}") for number, page in enumerate(agenda, start=1)]
    for chapter, name, told in zip(deck.chapters, names, beats, strict=True):
        if agenda:
            slides.append(card(chapter_card(chapter), name))
        slides += [film_slide(chapter, beat, name, parts) for beat in told]
    return slides


def film_slide(chapter: str, beat: BeatClip, name: str, parts: Path) -> Slide:
    """A beat under a name that no other slide of the deck has."""
    film = beat.film.replace(parts / f"{name}_{beat.film.name}")
    still = beat.poster and beat.poster.replace(parts / f"{name}_{beat.poster.name}")
    # What is said is said once.
    return Slide(film, notes_for(chapter, beat.name, beat.line), still, beat.comes_round and not has_sound(film))


def presented(deck: Deck, slides: Sequence[Slide], still: bool = False) -> list[PresentationConfig]:
    """The deck as manim-slides' converters take it, as pictures alone where nothing can move."""
    from manim_slides.config import PresentationConfig

    def described(slide: Slide) -> dict[str, Any]:
        file = slide.still if still else slide.file
        kind = "video" if slide.is_film and not still else "image"
        return {"file": file, "rev_file": file, "type": kind, "loop": slide.loop, "notes": slide.notes}

    size = Frame(deck.aspect, SHORT_SIDE).pixels
    ground = THEMES[deck.theme].ground
    whole = {"slides": [described(slide) for slide in slides], "resolution": size, "background_color": ground}
    return [PresentationConfig.model_validate(whole)]


def write_html(deck: Deck, slides: Sequence[Slide], target: Path) -> None:
    """Write a folder that plays by double click, with its films, posters and reveal.js in it."""
    from manim_slides.convert import RevealJS

    class Page(RevealJS):
        """The page, which is told what has no sound: a browser plays a film by itself that is muted, and no other."""

        silent: list[str]

    silent = [slide.file.name for slide in slides if slide.is_film and not has_sound(slide.file)]
    with whole_folder(target) as private:
        Page(
            presentation_configs=presented(deck, slides),
            template=TEMPLATE,
            title=deck.title,
            assets_dir=MEDIA,
            silent=silent,
        ).convert_to(private / PAGE)
        for slide in slides:
            if slide.is_film:
                draw_opening(slide.file, companion(private / MEDIA / slide.file.name, ".jpg"))
        shutil.copytree(REVEAL, private / "reveal")


def draw_opening(film: Path, target: Path) -> None:
    """Write a film's first picture: seen until it plays, it does not give away how the film ends."""
    with av.open(str(film)) as opened:
        picture = Image.fromarray(shown(next(opened.decode(video=0))))
        picture.save(target, quality=92, subsampling=0)  # a fifth of a PNG's time and size


def write_zip(deck: Deck, slides: Sequence[Slide], target: Path) -> None:
    """The HTML deck in one file, to send or to upload."""
    with whole_file(target) as private:
        folder = private.with_name(target.stem)
        write_html(deck, slides, folder)
        with zipfile.ZipFile(private, "w", zipfile.ZIP_STORED) as packed:
            for file in sorted(path for path in folder.rglob("*") if path.is_file()):
                packed.write(file, file.relative_to(folder.parent))


def write_pptx(deck: Deck, slides: Sequence[Slide], target: Path) -> None:
    """PowerPoint: films that play as their slide comes, their first picture as poster, notes."""
    from manim_slides.convert import PowerPoint

    width, height = Frame(deck.aspect, SHORT_SIDE).pixels
    with whole_file(target) as private:
        PowerPoint(presentation_configs=presented(deck, slides), width=width, height=height).convert_to(private)
        finish_pptx(private, deck, slides)


def finish_pptx(file: Path, deck: Deck, slides: Sequence[Slide]) -> None:
    """Fit pictures to their slide, which manim-slides makes a hundredth too wide, and say in words what is seen."""
    import pptx

    made = pptx.Presentation(str(file))
    made.core_properties.title = deck.title
    for page, slide in zip(made.slides, slides, strict=True):
        for shape in page.shapes:
            shape.width, shape.height = made.slide_width, made.slide_height
            shape._element.nvPicPr.cNvPr.set("descr", slide.notes.partition("\n\n")[0])
    made.save(str(file))


def write_pdf(deck: Deck, slides: Sequence[Slide], target: Path) -> None:
    """A page for each slide, as it is when its beat is over: to print, and for when no film will play."""
    from manim_slides.convert import PDF

    with whole_file(target) as private:
        PDF(presentation_configs=presented(deck, slides, still=True)).convert_to(private)


WRITERS = dict(zip(DECKS, (write_html, write_pptx, write_pdf, write_zip), strict=True))


def deck_place(out: Path, kind: str) -> Path:
    """Name the place of a deck: a folder for HTML, a file with its ending for the others."""
    return out if kind == "html" else with_ending(out, f".{kind}")


def require_deck_place(target: Path, kind: str) -> None:
    """PlaceError unless a deck can go there without harm to anything else."""
    if kind == "html":
        require_own_folder(target, (PAGE, MEDIA, "reveal"), MARK)
