"""`catalog`: the vocabulary of chapters, drawn and described from the code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from transparent_box.commands.clips import exit_naming_failures
from transparent_box.commands.options import PathType, jobs_option, quality_option, require_folder_name, run_option
from transparent_box.commands.selection import EVERYTHING

if TYPE_CHECKING:
    from transparent_box.scenes.output.catalog import MobjectFolder

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
@click.option("-o", "--out", type=PathType(), required=True, help="Folder to write to.")
@click.option(
    "--into",
    "page",
    type=PathType(exists=True, dir_okay=False),
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
    from transparent_box.scenes.output.catalog import collect_stills, find_uses, list_folders, save_still
    from transparent_box.scenes.output.places import require_place, require_writable

    require_folder_name(out, ".md", ".html", ".png")
    require_place(out / PAGE)
    require_writable(out / PAGE)
    if page is not None:
        check_sections(page, out)
    with TemporaryDirectory() as media:
        found = collect_stills(CHAPTERS, run, Path(media))
    for name, picture in found.items():
        save_still(picture, out / f"{name}.png")
    known, used = list_folders(), find_uses(CHAPTERS)
    save_text(out / PAGE, whole_page(vocabulary(known, used, {name: f"{name}.png" for name in found})))
    if page is not None:
        beside = {name: (out / f"{name}.png").resolve() for name in found}
        links = {name: path.relative_to(page.resolve().parent) for name, path in beside.items()}
        rewrite_sections(page, vocabulary(known, used, {name: link.as_posix() for name, link in links.items()}))
    click.echo(out / PAGE)
    if moving:
        exit_naming_failures(save_clips(out, jobs, quality, run), CHAPTERS)


def save_clips(out: Path, jobs: int | None, quality: str, run: Path) -> list[str]:
    """Save the scenes' clips, and an excerpt of each mobject cut from them; return the scenes that failed."""
    import shutil

    from transparent_box.commands.clips import draw_clips
    from transparent_box.model.files import atomic_file
    from transparent_box.scenes.output.excerpts import cut_excerpt, find_sightings

    clips, failed = draw_clips(EVERYTHING, jobs, quality=quality, run=run)
    for job, clip in clips:
        with atomic_file(out / f"{job.chapter}.mp4") as private:
            shutil.copyfile(clip, private)
    for name, sighting in find_sightings(clips).items():
        cut_excerpt(sighting, out / f"{name}.mp4")
    return failed


def vocabulary(known: Sequence[MobjectFolder], used: Mapping[str, Sequence[str]], pictures: Mapping[str, str]) -> str:
    """Return a Markdown table of mobjects for each folder; `pictures` maps names to links of their stills."""
    return "\n\n".join(f"### {one.name}/\n\n{one.line}\n\n{folder_table(one, used, pictures)}" for one in known)


def folder_table(folder: MobjectFolder, used: Mapping[str, Sequence[str]], pictures: Mapping[str, str]) -> str:
    """Return a Markdown table of one folder's mobjects."""
    rows = ["| mobject | | what it is, and what it takes |", "|---|---|---|"]
    for entry in folder.entries:
        picture = f'<img src="{pictures[entry.name]}" alt="{entry.name}">' if entry.name in pictures else ""
        where = ", ".join(chapter.removesuffix("_scene") for chapter in used[entry.name])
        takes = f"`{entry.takes}`".replace("|", "\\|")
        members = "<br>offers: " + ", ".join(f"`{name}`" for name in entry.offers) if entry.offers else ""
        seen = f"<br>in: {where}" if where else ""
        rows.append(
            f"| `{entry.name}`<br>{entry.module}.py | {picture} | {table_cell(entry.line)}<br>{takes}{members}{seen} |"
        )
    return "\n".join(rows)


def public_members(kind: type) -> dict[str, str]:
    """Map each public member of a class to its docstring's first paragraph; methods are named with their parameters."""
    import inspect
    from functools import cached_property

    found = {}
    # Its own members and those inherited from our classes, but not Manim's.
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


def members_table(kind: type) -> str:
    """Return a Markdown table of a class's public members."""
    rows = ["| name | what it is |", "|---|---|"]
    return "\n".join(rows + [f"| `{name}` | {table_cell(text)} |" for name, text in public_members(kind).items()])


def table_cell(text: str) -> str:
    """Escape text for a cell of a Markdown table."""
    return text.replace("|", "\\|")


def generated_sections(table: str) -> dict[str, str]:
    """Return the generated sections by their names in `SECTIONS`; `table` is the vocabulary's."""
    from transparent_box.model.runs.evidence import Evidence
    from transparent_box.model.runs.run import Run
    from transparent_box.model.runs.training_evidence import TrainingEvidence
    from transparent_box.scenes.stage.stage import Stage

    return {
        "example": example_chapter(),
        "vocabulary": table,
        "stage": members_table(Stage),
        "run": members_table(Run),
        "evidence": members_table(Evidence),
        "training": members_table(TrainingEvidence),
    }


def example_chapter() -> str:
    """Return the chapter and the test that `new` writes."""
    from transparent_box.commands.new import SCENE, TEST, fill_template

    return "\n\n".join(f"```python\n{fill_template(text, 'answers_scene')}```" for text in (SCENE, TEST))


def whole_page(table: str) -> str:
    """Return the catalog's own page, with every generated section under its heading."""
    return "\n\n".join(f"## {SECTIONS[name]}\n\n{text}" for name, text in generated_sections(table).items()) + "\n"


def check_sections(page: Path, out: Path) -> None:
    """Raise a usage error if a page lacks the markers of a section, or is not in a folder above that of the stills."""
    if not out.resolve().is_relative_to(page.resolve().parent):
        raise click.UsageError(f"{out} is not inside the folder of {page}, which links to it: name one that is.")
    text = page.read_text(encoding="utf-8")
    for name in SECTIONS:
        if f"<!-- end {name} -->" not in text.partition(f"<!-- begin {name} -->\n")[2]:
            raise click.UsageError(f"{page} has no lines <!-- begin {name} --> and <!-- end {name} -->: add them.")


def rewrite_sections(page: Path, table: str) -> None:
    """Rewrite the generated sections of a page between their markers."""
    from transparent_box.model.files import save_text

    text = page.read_text(encoding="utf-8")
    for name, body in generated_sections(table).items():
        before, _, rest = text.partition(f"<!-- begin {name} -->\n")
        after = rest.partition(f"<!-- end {name} -->")[2]
        text = f"{before}<!-- begin {name} -->\n\n{body}\n\n<!-- end {name} -->{after}"
    save_text(page, text)
