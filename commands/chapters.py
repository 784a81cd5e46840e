"""`list`: which chapters there are."""

from __future__ import annotations

import json

import click

from transparent_box.scenes.film import CHAPTERS, idea
from transparent_box.scenes.own import entry_points


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def list_command(as_json: bool) -> None:
    """Name the scenes, one a line, in film order, then those of installed packages."""
    ideas = {chapter: idea(chapter) for chapter in (*CHAPTERS, *entry_points())}
    if as_json:
        click.echo(json.dumps([{"name": name, "idea": text} for name, text in ideas.items()], ensure_ascii=False))
    else:
        width = max(map(len, ideas))
        click.echo("\n".join(f"{name:{width}}  {text}" for name, text in ideas.items()))
