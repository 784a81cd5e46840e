"""The command line: `python cli.py render clock_scene` and its relatives.

What was made goes to stdout, one path a line; everything else goes to stderr. Exit codes: 2 for wrong usage, 1 for
failure. Each command is imported when it is asked for, and imports what it needs inside, so that help comes at once.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

# Name → the module of `commands` that has it; the function is named alike, with an underscore for a dash or a keyword.
COMMANDS = {
    "render": "render",
    "film": "film",
    "script": "script",
    "slides": "slides",
    "gallery": "gallery",
    "sheet": "look",
    "check": "look",
    "watch": "look",
    "list": "chapters",
    "new": "new",
    "catalog": "catalog",
    "doctor": "machine",
    "train": "training",
    "train-linebreak": "training",
    "sweep": "training",
    "measure": "runs",
    "import": "runs",
    "report": "runs",
    "pack": "runs",
}


class Commands(click.Group):
    """Finds commands by name and turns what can go wrong into one sentence."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name all commands, in the order in which people need them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Import a command."""
        if name not in COMMANDS:
            return None
        found: click.Command = getattr(
            import_module(f"transparent_box.commands.{COMMANDS[name]}"), f"{name.replace('-', '_')}_command"
        )
        return found

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run the whole command line: --help and --version come before any command and may meet a full disk, too."""
        from transparent_box.commands.errors import guarded

        return guarded(lambda: super(Commands, self).main(*args, **extra))

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; see `commands.errors`."""
        from transparent_box.commands.errors import guarded

        return guarded(lambda: super(Commands, self).invoke(ctx))


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="transparent-box")
def main() -> None:
    """Explainer videos about a neural network that is wholly understood, drawn from its real weights."""
