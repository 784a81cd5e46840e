"""Errors of runs that cannot be used; every message is one sentence for the user."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from unicodedata import category

IS_CHECKOUT = (Path(__file__).resolve().parents[1] / "cli.py").is_file()  # not an installed package
IS_TYPED = Path(sys.argv[0]).stem == "transparent-box"  # whether the script was called, which checkouts have, too
PROGRAM = "python cli.py" if IS_CHECKOUT and not IS_TYPED else "transparent-box"  # how to call a command here


class RunError(RuntimeError):
    """A run folder is missing, damaged or not ours; the message is one sentence for the user."""


class LacksError(RunError):
    """An intact run lacks what is asked of it, so that chapters about it are left out unless they were named."""


class NoHistoryError(LacksError):
    """A network was imported alone, without the history of its training, which is needed."""


def shell_word(path: Path) -> str:
    """Quote a path for a shell, if it has spaces or the like."""
    return shlex.quote(str(path))


def escape_controls(text: str) -> str:
    """Escape control characters in text from outside, which a terminal would obey."""
    return "".join(letter if is_printable(letter) else ascii(letter)[1:-1] for letter in text)


def is_printable(letter: str) -> bool:
    """Return whether a character may be printed: visible ones, newline, tab and all spaces, also narrow ones."""
    return letter.isprintable() or letter in "\n\t" or category(letter) == "Zs"
