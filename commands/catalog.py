"""`catalog`: the vocabulary of chapters, drawn and described from the code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from transparent_box.commands.chosen import EVERYTHING
from transparent_box.commands.clips import exit_naming_failures
from transparent_box.commands.options import jobs_option, quality_option, require_folder_name, run_option

if TYPE_CHECKING:
    from transparent_box.scenes.output.catalog import Shelf

PAGE = "catalog.md"
SECTIONS = {
    "example": "A chapter",
    "vocabulary": "Mobjects",
    "stage": "What the stage offers",
    "run": "What `self.run` offers",
    "evidence": "What `self.evidence` offers",
    "training": "What `self.evidence.training` offers",
}


@click.command("catalog", short_help="Draw and describe every mobject.")
@click.option("-o", "--out", type=click.Path(path_type=Path), required=True, help="Folder to write to.")
@click.option(
    "--into",
    "page",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help=f"Also rewrite the marked sections of this Markdown page ({', '.join(SECTIONS)}).",
)
@click.option(
    "--moving", is_flag=True, help="Also make every scene's clip, and cut a short one of each mobject from them."
)
@quality_option("l", "Quality of the clips.")
@jobs_option("How many scenes are drawn at once.  [default: one per CPU, if memory allows]")
@run_option
def catalog_command(out: Path, page: Path | None, moving: bool, quality: str, jobs: int | None, run: Path) -> None:
    """Draw a still of each mobject as the chapters show it, and describe them, Run and Evidence on one page."""
    from tempfile import TemporaryDirectory

    from transparent_box.model.files import save_text
    from transparent_box.scenes.film import CHAPTERS
    from transparent_box.scenes.output.catalog import save_still, shelves, stills, uses
    from transparent_box.scenes.output.places import require_place, require_writable

    require_folder_name(out, ".md", ".html", ".png")
    require_place(out / PAGE)
    require_writable(out / PAGE)
    if page is not None:
        check_sections(page, out)
    with TemporaryDirectory() as media:
        found = stills(CHAPTERS, run, Path(media))
    for name, picture in found.items():
        save_still(picture, out / f"{name}.png")
    known = shelves()
    save_text(out / PAGE, whole_page(vocabulary(known, uses(CHAPTERS), {name: f"{name}.png" for name in found})))
    if page is not None:
        beside = {name: (out / f"{name}.png").resolve() for name in found}
        links = {name: path.relative_to(page.resolve().parent) for name, path in beside.items()}
        put_into(page, vocabulary(known, uses(CHAPTERS), {name: link.as_posix() for name, link in links.items()}))
    click.echo(out / PAGE)
    if moving:
        exit_naming_failures(save_clips(out, jobs, quality, run), CHAPTERS)


def save_clips(out: Path, jobs: int | None, quality: str, run: Path) -> list[str]:
    """Put the scenes' clips, and the mobjects' cut from them, in a folder; return the scenes that failed."""
    import shutil

    from transparent_box.commands.clips import clips_of
    from transparent_box.model.files import whole_file
    from transparent_box.scenes.output.excerpts import cut_excerpt, sightings

    clips, failed = clips_of(EVERYTHING, jobs, quality=quality, run=run)
    for job, clip in clips:
        with whole_file(out / f"{job.chapter}.mp4") as private:
            shutil.copyfile(clip, private)
    for name, sighting in sightings(clips).items():
        cut_excerpt(sighting, out / f"{name}.mp4")
    return failed


def vocabulary(known: Sequence[Shelf], used: Mapping[str, Sequence[str]], pictures: Mapping[str, str]) -> str:
    """A table of the mobjects of each folder; `pictures` are links, of those that have one."""
    return "\n\n".join(f"### {one.name}/\n\n{one.line}\n\n{shelf_table(one, used, pictures)}" for one in known)


def shelf_table(shelf: Shelf, used: Mapping[str, Sequence[str]], pictures: Mapping[str, str]) -> str:
    """A table of one folder's mobjects."""
    rows = ["| mobject | | what it is, and what it takes |", "|---|---|---|"]
    for entry in shelf.entries:
        picture = f'<img src="{pictures[entry.name]}" alt="{entry.name}">' if entry.name in pictures else ""
        where = ", ".join(chapter.removesuffix("_scene") for chapter in used[entry.name])
        takes = f"`{entry.takes}`".replace("|", "\\|")
        offers = "<br>offers: " + ", ".join(f"`{name}`" for name in entry.offers) if entry.offers else ""
        seen = f"<br>in: {where}" if where else ""
        rows.append(
            f"| `{entry.name}`<br>{entry.module}.py | {picture} | {cell(entry.line)}<br>{takes}{offers}{seen} |"
        )
    return "\n".join(rows)


def offers(kind: type) -> dict[str, str]:
    """Public name → the first paragraph of its docstring, for all that a class offers; methods with what they take."""
    import inspect
    from functools import cached_property

    found = {}
    # Its own, and what it has from our classes above it; not Manim's.
    classes = [above for above in kind.__mro__ if above.__module__.startswith("transparent_box.")]
    members = {name: member for above in reversed(classes) for name, member in vars(above).items()}
    for name, member in members.items():
        if name.startswith("_"):
            continue
        if isinstance(member, (property, cached_property)):
            found[name] = inspect.getdoc(member) or ""
        elif inspect.isfunction(member):
            parameters = list(inspect.signature(member).parameters)[1:]
            found[f"{name}({', '.join(parameters)})"] = inspect.getdoc(member) or ""
    return {name: " ".join(text.partition("\n\n")[0].split()) for name, text in found.items()}


def offered(kind: type) -> str:
    """A table of what a class offers."""
    rows = ["| name | what it is |", "|---|---|"]
    return "\n".join(rows + [f"| `{name}` | {cell(text)} |" for name, text in offers(kind).items()])


def cell(text: str) -> str:
    """Text as the cell of a Markdown table."""
    return text.replace("|", "\\|")


def sections(table: str) -> dict[str, str]:
    """The generated sections by name."""
    from transparent_box.model.runs.evidence import Evidence
    from transparent_box.model.runs.run import Run
    from transparent_box.model.runs.training_evidence import TrainingEvidence
    from transparent_box.scenes.stage.stage import Stage

    return {
        "example": example(),
        "vocabulary": table,
        "stage": offered(Stage),
        "run": offered(Run),
        "evidence": offered(Evidence),
        "training": offered(TrainingEvidence),
    }


def example() -> str:
    """The chapter and the test that `new` writes."""
    from transparent_box.commands.new import SCENE, TEST, filled

    return "\n\n".join(f"```python\n{filled(text, 'answers_scene')}```" for text in (SCENE, TEST))


def whole_page(table: str) -> str:
    """The page in the catalog's own folder."""
    return "\n\n".join(f"## {SECTIONS[name]}\n\n{text}" for name, text in sections(table).items()) + "\n"


def check_sections(page: Path, out: Path) -> None:
    """A usage error where a page has no place for a section, or does not stand above the folder of stills."""
    if not out.resolve().is_relative_to(page.resolve().parent):
        raise click.UsageError(f"{out} is not below the folder of {page}, which shows its stills: name one that is.")
    text = page.read_text(encoding="utf-8")
    for name in SECTIONS:
        if f"<!-- end {name} -->" not in text.partition(f"<!-- begin {name} -->\n")[2]:
            raise click.UsageError(f"{page} has no lines <!-- begin {name} --> and <!-- end {name} -->: add them.")


def put_into(page: Path, table: str) -> None:
    """Write a page's generated sections anew."""
    from transparent_box.model.files import save_text

    text = page.read_text(encoding="utf-8")
    for name, body in sections(table).items():
        before, _, rest = text.partition(f"<!-- begin {name} -->\n")
        after = rest.partition(f"<!-- end {name} -->")[2]
        text = f"{before}<!-- begin {name} -->\n\n{body}\n\n<!-- end {name} -->{after}"
    save_text(page, text)
