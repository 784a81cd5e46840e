"""`list`: names the chapters there are."""

from __future__ import annotations

import json

import click

from transparent_box.model.errors import escape_controls
from transparent_box.scenes.external import SceneFileError, entry_points
from transparent_box.scenes.film import CHAPTERS, idea


@click.command("list", short_help="List the scenes.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
def list_command(as_json: bool) -> None:
    """Name the scenes, one a line, in film order, then those of installed packages."""
    rows = [row(chapter) for chapter in (*CHAPTERS, *entry_points())]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
    else:
        width = max(len(found["name"]) for found in rows)
        click.echo("\n".join(f"{found['name']:{width}}  {found.get('error', found['idea'])}" for found in rows))


def row(chapter: str) -> dict[str, str]:
    """Return a scene's name and idea, with an "error" if its file, or the package it is in, is broken."""
    try:
        return {"name": chapter, "idea": idea(chapter)}
    except SceneFileError as error:
        return {"name": chapter, "idea": "", "error": escape_controls(str(error))}
