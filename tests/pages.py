"""The project's pages as its tests read them: commands, snippets, links, pictures and prose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
INLINE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"!?\[(?:[^\[\]]|\[[^\]]*\])*\]\(([^)\s]+)\)")


@dataclass(frozen=True)
class Page:
    """One Markdown file."""

    path: Path

    @property
    def name(self) -> str:
        """Its path within the project: docs/tutorial.md."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def text(self) -> str:
        """What it says."""
        return self.path.read_text(encoding="utf-8")

    def blocks(self, language: str) -> list[str]:
        """Its fenced blocks of a language, which may be nothing."""
        return [body for found, body in FENCE.findall(self.text) if found == language]

    @property
    def commands(self) -> list[str]:
        """Lines of its shell blocks, and whole commands between backticks in its prose."""
        lines = [line for block in self.blocks("sh") for line in block.replace("\\\n", " ").splitlines()]
        told = [code for code in INLINE.findall(self.prose) if code.startswith("python cli.py ")]
        return [line for line in map(uncommented, [*lines, *told]) if line]

    @property
    def prose(self) -> str:
        """The page without its fenced blocks."""
        return FENCE.sub("", self.text)

    @property
    def links(self) -> list[str]:
        """Where its links and pictures lead."""
        return LINK.findall(self.prose)

    @property
    def anchors(self) -> set[str]:
        """The names under which its headings are reached."""
        return {anchor(line.lstrip("# ")) for line in self.prose.splitlines() if line.startswith("#")}


def pages() -> list[Page]:
    """README and everything in `docs`."""
    return [Page(ROOT / "README.md"), *map(Page, sorted(DOCS.rglob("*.md")))]


def uncommented(line: str) -> str:
    """A shell line without the comment at its end."""
    return re.sub(r"(^|\s+)#\s.*$", "", line).strip()


def anchor(heading: str) -> str:
    """A heading's name in an address, as GitHub and MkDocs make it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")


def words_of(text: str) -> str:
    """Text in one line, so that what is looked for may run over the end of one."""
    return " ".join(text.split())


def numbers_in(text: str) -> Iterator[str]:
    """Every figure of a text: digits with their point, comma and percent sign."""
    for found in re.finditer(r"\d[\d,]*(?:\.\d+)?|\.\d+", text):
        yield found.group().rstrip(",")
