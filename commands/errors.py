"""Turns the failures of commands into one sentence on stderr and an exit code."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from typing import NoReturn, TypeVar

import click

from transparent_box.commands.swallowed_interrupts import keep_interrupts
from transparent_box.model.errors import escape_controls

Result = TypeVar("Result")

# Options of Manim (also of older versions, in tutorials) that are not ours → advice, given where our option exists.
SIZE, PART = "-q l, m, h, p or k and --aspect say the size", "--beat NAME draws a part"
GIF = "--format gif makes a GIF"
INSTEAD = {
    "-r": SIZE,
    "--resolution": SIZE,
    "-l": "-q l makes a draft",
    "-m": "-q m makes 720p",
    "-n": PART,
    "--from-animation-number": PART,
    "-i": GIF,
    "--save-as-gif": GIF,
    "--save-sections": "--beats makes a file of each beat",
}


def run_guarded(command: Callable[[], Result]) -> Result:
    """Run a command; exit with a sentence and code 1 on known failures and on Ctrl-C."""
    prepare_streams()
    keep_interrupts()
    try:
        with termination_interrupts():
            result = command()
        if sys.stdout is not None:  # it is None if the shell closed it with `>&-`
            sys.stdout.flush()
        return result
    except click.UsageError as error:
        raise click.UsageError(escape_controls(usage_message(error)), error.ctx) from None
    except (click.ClickException, click.exceptions.Exit, click.Abort):
        raise
    except KeyboardInterrupt:
        fail("Stopped.")
    except BrokenPipeError:
        exit_quietly()
    except MemoryError:
        fail("This machine has too little free memory for that: choose a smaller quality or network.")
    except Exception as error:
        from transparent_box.model.config import ConfigError
        from transparent_box.scenes.output.errors import message_for

        if isinstance(error, ConfigError):
            raise click.UsageError(escape_controls(str(error))) from None
        sentence = message_for(error)
        if sentence is None:
            raise
        fail(sentence)


def usage_message(error: click.UsageError) -> str:
    """Return click's message for a usage error, with advice if the option is Manim's and not ours.

    There is no advice if the command does not take the option or format advised: a film cannot be a GIF.
    """
    instead = INSTEAD.get(error.option_name, "") if isinstance(error, click.NoSuchOption) else ""
    params = error.ctx.command.params if error.ctx else ()
    takes = {word for param in params for word in (*param.opts, *getattr(param.type, "choices", ()))}
    ours = {word for word in instead.split() if word.startswith("-") or word == "gif"}
    if not ours or not ours <= takes:
        return error.format_message()
    return f"{error.message.rstrip('.')}: here {instead}."


def fail(sentence: str) -> NoReturn:
    """Print an error sentence on stderr and exit with code 1."""
    with contextlib.suppress(OSError):
        click.echo(f"Error: {escape_controls(sentence)}", err=True)
    sys.exit(1)


def prepare_streams() -> None:
    """Let output streams that are not UTF-8 escape the characters they lack instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


@contextlib.contextmanager
def termination_interrupts() -> Iterator[None]:
    """Let SIGTERM and SIGHUP, which `timeout` and closing terminals send, act like Ctrl-C within the block."""
    ours = []
    if threading.current_thread() is threading.main_thread():
        numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
        ours = [number for number in numbers if signal.getsignal(number) is signal.SIG_DFL]  # leave nohup's alone
    for number in ours:
        signal.signal(number, interrupt)
    try:
        yield
    finally:
        for number in ours:
            signal.signal(number, signal.SIG_DFL)


def interrupt(number: int, frame: object) -> NoReturn:
    """Handle a signal like Ctrl-C."""
    raise KeyboardInterrupt


def exit_quietly() -> NoReturn:
    """Exit after the reader of stdout has gone, as with `| head`; Python must not try to flush the rest."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(1)
