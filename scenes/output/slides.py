"""Decks of chapters with a slide for each beat, made by manim-slides' converters and written atomically."""

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

from transparent_box.model.files import atomic_file, atomic_folder, private_folder, remove_leftovers
from transparent_box.scenes.external import label
from transparent_box.scenes.look.frame import Frame
from transparent_box.scenes.look.theme import THEMES
from transparent_box.scenes.output.beats import BeatClip, cut_at_beats, to_rgb
from transparent_box.scenes.output.cards import Card, agenda_cards, chapter_card, draw_card, title_card
from transparent_box.scenes.output.formats import DECKS
from transparent_box.scenes.output.notes import notes_for
from transparent_box.scenes.output.places import add_ending, companion, require_own_folder
from transparent_box.scenes.output.sound import has_sound

if TYPE_CHECKING:
    from manim_slides.config import PresentationConfig

ASSETS = Path(__file__).resolve().parents[2] / "assets"
REVEAL, TEMPLATE = ASSETS / "reveal", ASSETS / "templates" / "deck.html"
PAGE, MEDIA = "index.html", "media"  # in a deck's folder
MARK = "The films of this deck lie in"  # text in a deck's page by which it is recognized
SHORT_SIDE = 720  # pixels of a PowerPoint slide, 96 an inch


@dataclass(frozen=True)
class Slide:
    """A picture or a film with its notes, and the still that replaces a film in print, if any."""

    file: Path
    notes: str
    still: Path | None
    loop: bool = False

    @property
    def is_film(self) -> bool:
        """Whether it is a film, not a picture."""
        return self.file != self.still


@dataclass(frozen=True)
class Deck:
    """A deck's chapters with their clips, all of one aspect and theme."""

    clips: tuple[tuple[str, Path], ...]
    aspect: str
    theme: str

    @property
    def chapters(self) -> list[str]:
        """The chapters in order."""
        return [chapter for chapter, _ in self.clips]

    @property
    def title(self) -> str:
        """The words of the first slide."""
        return title_card(self.chapters).heading


def make_deck(deck: Deck, kind: str, target: Path) -> Path:
    """Write a deck of a kind in `DECKS` and return the file to open; raise ModuleNotFoundError without manim-slides."""
    target.parent.mkdir(parents=True, exist_ok=True)
    remove_leftovers(target.parent, deep=False)
    # The converters print progress bars of their own; their errors are exceptions.
    with private_folder(target) as parts, redirect_stderr(StringIO()):
        WRITERS[kind](deck, slides_of(deck, parts, printed=kind == "pdf"), target)
    return target / PAGE if kind == "html" else target


def slides_of(deck: Deck, parts: Path, printed: bool = True) -> list[Slide]:
    """Cut the clips and draw the cards in a folder, and return the slides: title, agenda, headings and beats.

    Stills of films are written if the deck is to be `printed`.
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
    """Make a beat's slide, its film under a name that is unique in the deck."""
    film = beat.film.replace(parts / f"{name}_{beat.film.name}")
    still = beat.poster and beat.poster.replace(parts / f"{name}_{beat.poster.name}")
    # The notes contain the line, so that alternative texts need not repeat it.
    return Slide(film, notes_for(chapter, beat.name, beat.line), still, beat.comes_round and not has_sound(film))


def presentation_configs(deck: Deck, slides: Sequence[Slide], still: bool = False) -> list[PresentationConfig]:
    """Return the deck as configurations for manim-slides' converters; `still` replaces films by pictures."""
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
    """Write the deck as a folder that works offline, with its films, posters and reveal.js."""
    from manim_slides.convert import RevealJS

    class Page(RevealJS):
        """The page, with the films without sound: browsers autoplay only muted films."""

        silent: list[str]

    silent = [slide.file.name for slide in slides if slide.is_film and not has_sound(slide.file)]
    with atomic_folder(target) as private:
        Page(
            presentation_configs=presentation_configs(deck, slides),
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
    """Write a film's first picture as its poster, which does not give away how the film ends."""
    with av.open(str(film)) as opened:
        picture = Image.fromarray(to_rgb(next(opened.decode(video=0))))
        picture.save(target, quality=92, subsampling=0)  # a fifth of a PNG's time and size


def write_zip(deck: Deck, slides: Sequence[Slide], target: Path) -> None:
    """Write the HTML deck as one zip file."""
    with atomic_file(target) as private:
        folder = private.with_name(target.stem)
        write_html(deck, slides, folder)
        with zipfile.ZipFile(private, "w", zipfile.ZIP_STORED) as packed:
            for file in sorted(path for path in folder.rglob("*") if path.is_file()):
                packed.write(file, file.relative_to(folder.parent))


def write_pptx(deck: Deck, slides: Sequence[Slide], target: Path) -> None:
    """Write the deck as PowerPoint, with films that start with their slide, posters and notes."""
    from manim_slides.convert import PowerPoint

    width, height = Frame(deck.aspect, SHORT_SIDE).pixels
    with atomic_file(target) as private:
        PowerPoint(presentation_configs=presentation_configs(deck, slides), width=width, height=height).convert_to(
            private
        )
        finish_pptx(private, deck, slides)


def finish_pptx(file: Path, deck: Deck, slides: Sequence[Slide]) -> None:
    """Fit pictures to their slide, which manim-slides makes a hundredth too wide, and add alternative texts."""
    import pptx

    made = pptx.Presentation(str(file))
    made.core_properties.title = deck.title
    for page, slide in zip(made.slides, slides, strict=True):
        for shape in page.shapes:
            shape.width, shape.height = made.slide_width, made.slide_height
            shape._element.nvPicPr.cNvPr.set("descr", slide.notes.partition("\n\n")[0])
    made.save(str(file))


def write_pdf(deck: Deck, slides: Sequence[Slide], target: Path) -> None:
    """Write the deck as PDF, a page for each slide as it is at its end."""
    from manim_slides.convert import PDF

    with atomic_file(target) as private:
        PDF(presentation_configs=presentation_configs(deck, slides, still=True)).convert_to(private)


WRITERS = dict(zip(DECKS, (write_html, write_pptx, write_pdf, write_zip), strict=True))


def deck_place(out: Path, kind: str) -> Path:
    """Return the path of a deck: a folder for HTML, a file with the kind's ending for the others."""
    return out if kind == "html" else add_ending(out, f".{kind}")


def require_deck_place(target: Path, kind: str) -> None:
    """Raise PlaceError if writing a deck there would destroy something else."""
    if kind == "html":
        require_own_folder(target, (PAGE, MEDIA, "reveal"), MARK)
