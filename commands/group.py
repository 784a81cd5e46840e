"""The command line: `python cli.py render clock_scene` and its relatives.

What was made goes to stdout, one path a line; everything else goes to stderr. Exit codes: 2 for wrong usage, 1 for
failure. Each command is imported when it is asked for, and imports what it needs inside, so that help comes at once.
"""

from __future__ import annotations

import difflib
from importlib import import_module
from typing import Any

import click

from transparent_box.commands.errors import run_guarded

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
    """Finds commands by name, imports them when they are needed, and reports failures in one sentence."""

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

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that the first word names; raise a usage error with similar names if there is none."""
        if ctx.resilient_parsing or args[0].startswith("-") or self.get_command(ctx, with_dashes(args[0])) is not None:
            return super().resolve_command(ctx, args)
        close = " or ".join(map(repr, difflib.get_close_matches(with_dashes(args[0]), COMMANDS)))
        raise click.UsageError(f"There is no command {args[0]!r}.{f' Did you mean {close}?' if close else ''}", ctx)

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run the whole command line; also --help and --version, which run no command, may meet a full disk."""
        return run_guarded(lambda: super(Commands, self).main(*args, **extra))

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; see `commands.errors`."""
        return run_guarded(lambda: super(Commands, self).invoke(ctx))


def with_dashes(word: str) -> str:
    """Spell a command's or an option's name with dashes, so that Manim's --frame_rate and --frame-rate are the same."""
    return word.replace("_", "-")


@click.group(
    cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "token_normalize_func": with_dashes}
)
@click.version_option(package_name="transparent-box")
def main() -> None:
    """Explainer videos about a neural network that is wholly understood, drawn from its real weights."""
