"""What MkDocs is told besides: pictures from outside `docs`, clips in the place of stills, formulas without a script.

The pages are plain Markdown with stills, as a repository shows them. On the site a still becomes a clip where
`python cli.py catalog --moving` has drawn one; where it has not, the still stands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape, unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from latex2mathml.converter import convert
from mkdocs.structure.files import File

if TYPE_CHECKING:
    from transparent_box.scenes.output.catalog import Entry

ROOT = Path(__file__).resolve().parents[1]
CLIPS = ROOT / "media" / "catalog"
PAGES = ("CONTRIBUTING.md", "BENCHMARKS.md")  # stand at the repository's top, and on the site's
SHOWN = ("assets/*.png", "assets/catalog/*.png", "assets/fonts/Libertinus*.otf")
IMAGE = re.compile(r'<img (?:[^>]*? )?src="(?P<still>[^"]*?(?P<name>\w+)\.png)"[^>]*>')
ALT = re.compile(r'alt="([^"]*)"')
FORMULA = re.compile(r'<(span|div) class="arithmatex">\\[(\[](.*?)\\[)\]]</\1>', re.S)
SHIM = "assets/iframe-worker.js"
EVERY_MOBJECT = "<!-- every mobject -->"


def on_files(files: Any, config: Any) -> Any:
    """Add what lies outside `docs`: two pages, stills, fonts, and the clips that were drawn."""
    outside = [ROOT / name for name in PAGES] + [path for pattern in SHOWN for path in sorted(ROOT.glob(pattern))]
    for path in outside:
        files.append(File.generated(config, path.relative_to(ROOT).as_posix(), abs_src_path=str(path)))
    for path in sorted(CLIPS.glob("*.mp4")):
        files.append(File.generated(config, f"clips/{path.name}", abs_src_path=str(path)))
    return files


def on_page_markdown(markdown: str, page: Any, config: Any, files: Any) -> str:
    """Lead links out of `docs` to where the site has the same, and list the mobjects where it is asked."""
    inside = "../" * page.file.src_uri.count("/")
    markdown = re.sub(rf"\]\({re.escape(inside)}\.\./(?!\.\./)", f"]({inside}", markdown)
    markdown = markdown.replace("](README.md", "](index.md")
    return markdown.replace(EVERY_MOBJECT, every_mobject(inside)) if EVERY_MOBJECT in markdown else markdown


def on_page_content(html: str, page: Any, config: Any, files: Any) -> str:
    """Put clips in the place of stills, and MathML in the place of TeX."""
    inside = "../" * page.file.src_uri.count("/")
    clips = {path.stem for path in CLIPS.glob("*.mp4")}
    html = html.replace("<code>Sentinel.UNSET</code>", "")  # mkdocs-click 0.9 takes click's "nothing" for a default
    return FORMULA.sub(formula, IMAGE.sub(lambda found: moving(found, inside, clips), html))


def on_post_page(output: str, page: Any, config: Any) -> str:
    """Take the shim that lets the search work without a server from the site and not from the net."""
    return output.replace("https://unpkg.com/iframe-worker/shim", "../" * page.file.src_uri.count("/") + SHIM)


def moving(found: re.Match[str], inside: str, clips: set[str]) -> str:
    """A still, or the clip of the same name with the still as its poster; chapters have controls."""
    name = found["name"]
    if name not in clips:
        return found[0]
    told = ALT.search(found[0])
    kind = "controls" if name.endswith("_scene") else "loop"
    return (
        f'<video {kind} muted playsinline preload="none" poster="{found["still"]}" '
        f'aria-label="{told[1] if told else name}" src="{inside}clips/{name}.mp4"></video>'
    )


def formula(found: re.Match[str]) -> str:
    """MathML, which browsers set by themselves."""
    return str(convert(unescape(found[2]).strip(), display="block" if found[1] == "div" else "inline"))


def with_code(text: str) -> str:
    """A docstring's line as HTML, what is between backticks as code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))


def every_mobject(inside: str) -> str:
    """The mobjects folder by folder."""
    from transparent_box.scenes.film import CHAPTERS
    from transparent_box.scenes.output.catalog import find_uses, list_folders

    used = find_uses(CHAPTERS)
    return "\n\n".join(
        f'## {shelf.name}\n\n{shelf.line}\n\n<div class="mobjects">{cards(shelf.entries, used, inside)}</div>'
        for shelf in list_folders()
    )


def cards(entries: Sequence[Entry], used: Mapping[str, Sequence[str]], inside: str) -> str:
    """A card for each mobject: its picture, its name, what it is and where, by class, it is used."""
    from transparent_box.scenes.film import title

    found = []
    for entry in entries:
        still = f"assets/catalog/{entry.name}.png"
        picture = f'<img src="{inside}{still}" alt="{entry.name}">' if (ROOT / still).is_file() else ""
        where = ", ".join(title(chapter) for chapter in used[entry.name])
        found.append(
            f'<figure id="{entry.module}.{entry.name}">{picture}<figcaption><b>{entry.name}</b><br>'
            f"{with_code(entry.line)}<br><code>{escape(entry.takes)}</code>{f'<br>In: {where}' if where else ''}"
            "</figcaption></figure>"
        )
    return "".join(found)
