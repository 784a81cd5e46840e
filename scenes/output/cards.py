"""Cards: pictures of text for decks, with the title, the agenda or a chapter's heading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from transparent_box.model.files import atomic_file
from transparent_box.scenes.film import idea, title
from transparent_box.scenes.look.theme import MARGIN, SHORT_SIDE_PIXELS, Theme
from transparent_box.scenes.mobjects.words.lettering import typesetter

NAME, SUBJECT = "Transparent Box", "A neural network that is wholly understood, drawn from its real weights."
LISTED = 6  # chapters on a page of the agenda, at most
EDGE = 44  # pixels of a 720-pixel frame, left free above and below
HEADING, LIST_HEADING, TEXT = 64, 42, 30  # type, in pixels of a 720-pixel frame
SHRINKING = (1.0, 0.9, 0.8, 0.7, 0.6)  # scales of type, tried in turn until a card fits on one page
POINTS_PER_INCH = 72


@dataclass(frozen=True)
class Card:
    """A heading with a text or with `entries` below it: (number, title, text)."""

    heading: str
    text: str = ""
    entries: tuple[tuple[int, str, str], ...] = ()

    @property
    def words(self) -> str:
        """All its words, to be read aloud."""
        listed = [f"{number}. {name}: {text}" for number, name, text in self.entries]
        return "\n".join(part for part in (self.heading, self.text, *listed) if part)


def title_card(chapters: Sequence[str]) -> Card:
    """Make the first card of a deck: title and idea of its only chapter, or of the film."""
    return chapter_card(chapters[0]) if len(chapters) == 1 else Card(NAME, SUBJECT)


def agenda_cards(chapters: Sequence[str]) -> list[Card]:
    """Make cards that list the chapters, on as many pages as it takes; none for a single chapter."""
    if len(chapters) == 1:
        return []
    entries = [(number, title(chapter), idea(chapter)) for number, chapter in enumerate(chapters, start=1)]
    pages = -(-len(entries) // LISTED)
    length = -(-len(entries) // pages)  # pages of nearly equal length
    return [Card("What comes", "", tuple(entries[at : at + length])) for at in range(0, len(entries), length)]


def chapter_card(chapter: str) -> Card:
    """Make a card with a chapter's title and idea."""
    return Card(title(chapter), idea(chapter))


def draw_card(card: Card, size: tuple[int, int], theme: Theme, target: Path) -> Path:
    """Draw a card to `target`, a PNG of `size` (width, height) in pixels, with the largest type that fits."""
    width, height = size
    scale = min(size) / SHORT_SIDE_PIXELS
    for smaller in SHRINKING:
        source = typst_page(card, (width / scale, height / scale), theme, smaller)
        pages: Any = typesetter().compile(source.encode(), format="png", ppi=POINTS_PER_INCH * scale)
        if isinstance(pages, bytes):
            break
    with atomic_file(target) as private:
        private.write_bytes(pages if isinstance(pages, bytes) else pages[0])
    return target


def typst_page(card: Card, size: tuple[float, float], theme: Theme, smaller: float) -> str:
    """Write a card in Typst's markup, its type scaled by `smaller`; a point is a pixel of a 720-pixel frame."""
    width, height = size
    dim = f"fill: rgb({typst_string(theme.dim)})"
    rows = "".join(
        f"[#text({dim})[{number}]],"
        f"[#text(weight: 600)[#{typst_string(name)}] \\ #text(size: 0.84em, {dim})[#{typst_string(text)}]],"
        for number, name, text in card.entries
    )
    listed = f"#v(0.4em) #grid(columns: (1.4em, 1fr), align: top, row-gutter: 0.75em, {rows})" if rows else ""
    text = f"#v(0.3em) #text({dim})[#{typst_string(card.text)}]" if card.text else ""
    heading = LIST_HEADING if rows else HEADING
    return (
        f"#set page(width: {width}pt, height: {height}pt, margin: (x: {round(2 * MARGIN * width, 1)}pt, y: {EDGE}pt),"
        f" fill: rgb({typst_string(theme.ground)}))\n"
        f'#set text(font: "Libertinus Serif", size: {TEXT * smaller}pt, fill: rgb({typst_string(theme.text)}))\n'
        "#set par(leading: 0.45em)\n#set align(horizon + left)\n"
        f"#text(size: {heading * smaller}pt, weight: 600)[#{typst_string(card.heading)}]\n\n{text}\n\n{listed}"
    )


def typst_string(text: str) -> str:
    """Write a string as a Typst string literal."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
