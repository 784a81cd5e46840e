"""Errors of runs that cannot be used; every message is one sentence for the user."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from unicodedata import category

IS_CHECKOUT = (Path(__file__).resolve().parents[1] / "cli.py").is_file()  # and not the package, installed
IS_TYPED = Path(sys.argv[0]).stem == "transparent-box"  # which a checkout's environment has as well
PROGRAM = "python cli.py" if IS_CHECKOUT and not IS_TYPED else "transparent-box"  # what comes before a command's name


class RunError(RuntimeError):
    """A run folder that is missing, damaged or not one of ours; the message is one sentence for the user."""


class LacksError(RunError):
    """A run that is whole and has not what is asked of it; whoever named no chapter gets the others."""


class NoHistoryError(LacksError):
    """A network that came alone, where the history of its training is needed."""


def as_word(path: Path) -> str:
    """Spell a path as a command takes it that is copied into a shell: in quotes where it has a space or the like."""
    return shlex.quote(str(path))


def shown(text: str) -> str:
    """Text from outside with its control characters spelt out, which a terminal would obey."""
    return "".join(letter if is_harmless(letter) else ascii(letter)[1:-1] for letter in text)


def is_harmless(letter: str) -> bool:
    """Tell whether a letter is to be seen, or moves what follows: also a narrow space, which Python does not print."""
    return letter.isprintable() or letter in "\n\t" or category(letter) == "Zs"
