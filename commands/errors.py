"""Ends a command that could not do what it was asked: one sentence, and an exit code."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from typing import NoReturn, TypeVar

import click

from transparent_box.model.errors import shown

Result = TypeVar("Result")

# Options of Manim, or of older ones and its tutorials, that are not ours → what to say instead, where that can be said.
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


def guarded(command: Callable[[], Result]) -> Result:
    """Run a command; known failures end with a sentence and exit code 1, Ctrl-C with nothing half-written."""
    prepare_streams()
    try:
        with endings_interrupt():
            result = command()
        if sys.stdout is not None:  # nobody has closed it, as `>&-` does
            sys.stdout.flush()
        return result
    except click.UsageError as error:
        raise click.UsageError(shown(usage_told(error)), error.ctx) from None
    except (click.ClickException, click.exceptions.Exit, click.Abort):
        raise
    except KeyboardInterrupt:
        fail("Stopped.")
    except BrokenPipeError:
        leave_quietly()
    except MemoryError:
        fail("This machine has too little free memory for that: choose a smaller quality or network.")
    except Exception as error:
        from transparent_box.model.config import ConfigError
        from transparent_box.scenes.output.errors import message_for

        if isinstance(error, ConfigError):
            raise click.UsageError(shown(str(error))) from None
        sentence = message_for(error)
        if sentence is None:
            raise
        fail(sentence)


def usage_told(error: click.UsageError) -> str:
    """Say what was wrong with a command's words, and, where an option is Manim's and not ours, what to say instead.

    Nothing is said instead where the command takes no such option, or no such format: a film cannot be a GIF.
    """
    instead = INSTEAD.get(error.option_name, "") if isinstance(error, click.NoSuchOption) else ""
    params = error.ctx.command.params if error.ctx else ()
    takes = {word for param in params for word in (*param.opts, *getattr(param.type, "choices", ()))}
    ours = {word for word in instead.split() if word.startswith("-") or word == "gif"}
    if not ours or not ours <= takes:
        return error.format_message()
    return f"{error.message.rstrip('.')}: here {instead}."


def fail(sentence: str) -> NoReturn:
    """Say why on stderr and leave with exit code 1."""
    with contextlib.suppress(OSError):
        click.echo(f"Error: {shown(sentence)}", err=True)
    sys.exit(1)


def prepare_streams() -> None:
    """Let output that is not UTF-8 spell out what it lacks, rather than fail."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


@contextlib.contextmanager
def endings_interrupt() -> Iterator[None]:
    """Let SIGTERM and SIGHUP, which `timeout` and closed terminals send, be like Ctrl-C within the block."""
    ours = []
    if threading.current_thread() is threading.main_thread():
        numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
        ours = [number for number in numbers if signal.getsignal(number) is signal.SIG_DFL]  # nohup's wish stands
    for number in ours:
        signal.signal(number, interrupt)
    try:
        yield
    finally:
        for number in ours:
            signal.signal(number, signal.SIG_DFL)


def interrupt(number: int, frame: object) -> NoReturn:
    """Be like Ctrl-C."""
    raise KeyboardInterrupt


def leave_quietly() -> NoReturn:
    """End where nobody reads on, as `| head` does; Python must not try to flush what is left."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(1)
