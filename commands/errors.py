"""How a command ends that could not do what it was asked: one sentence, and an exit code."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import NoReturn, TypeVar

import click

Result = TypeVar("Result")


def guarded(command: Callable[[], Result]) -> Result:
    """Run a command; known failures end with a sentence and exit code 1, Ctrl-C with nothing half-written."""
    try:
        return command()
    except (click.ClickException, click.exceptions.Exit, click.Abort):
        raise
    except KeyboardInterrupt:
        fail("Stopped.")
    except Exception as error:
        from model.config import ConfigError
        from scenes.output.errors import message_for

        if isinstance(error, ConfigError):
            raise click.UsageError(str(error)) from None
        sentence = message_for(error)
        if sentence is None:
            raise
        fail(sentence)


def fail(sentence: str) -> NoReturn:
    """Say why on stderr and leave with exit code 1."""
    click.echo(f"Error: {sentence}", err=True)
    sys.exit(1)
