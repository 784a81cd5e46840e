"""`gallery`: a web page with every clip."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from transparent_box.commands.clips import clip_options, draw_clips, exit_naming_failures, require_clips
from transparent_box.commands.omissions import chapters_for_run
from transparent_box.commands.options import PathType, require_folder_name
from transparent_box.commands.render import open_file
from transparent_box.commands.selection import EVERYTHING, Selection, scene_arguments


@click.command("gallery", short_help="Make a web page of all clips.")
@scene_arguments
@click.option("-p", "--preview", is_flag=True, help="Open the page when it is done.")
@click.option(
    "-o",
    "--out",
    type=PathType(),
    default=Path("media") / "site",
    show_default=True,
    help="Folder to write.",
)
@clip_options
def gallery_command(scenes: Selection, preview: bool, out: Path, **options: Any) -> None:
    """Make a folder with a web page of SCENES (or of all that fit the run), and print the page's path.

    The page opens by double click and from any web host. What was drawn before is not drawn again.
    """
    from transparent_box.scenes.output.gallery import MARK, OURS, make_gallery
    from transparent_box.scenes.output.places import require_own_folder, require_writable

    require_folder_name(out, ".html", ".htm", ".zip")
    require_own_folder(out, OURS, MARK)
    require_writable(out)
    selection = chapters_for_run(scenes or EVERYTHING, options["run"])
    clips, failed = draw_clips(selection, **options)
    require_clips(clips, "page")
    made = make_gallery(clips, out)
    click.echo(made)
    if preview:
        open_file(made)
    exit_naming_failures(failed, selection.chapters)
