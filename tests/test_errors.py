"""How commands end: signals are heard while they run, and only then."""

from __future__ import annotations

import os
import signal

import pytest

from transparent_box.commands.errors import guarded, shown


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_being_told_to_end_is_like_ctrl_c(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    number = getattr(signal, name)
    before = signal.signal(number, signal.SIG_DFL)
    try:
        with pytest.raises(SystemExit) as left:
            guarded(lambda: os.kill(os.getpid(), number))
        assert left.value.code == 1 and capsys.readouterr().err == "Error: Stopped.\n"
        assert signal.getsignal(number) is signal.SIG_DFL, "a handler is left behind"
    finally:
        signal.signal(number, before)


def test_what_nohup_ignores_stays_ignored() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        guarded(lambda: os.kill(os.getpid(), signal.SIGHUP))
    finally:
        signal.signal(signal.SIGHUP, before)


def test_words_from_outside_cannot_steer_the_terminal() -> None:
    assert shown("a\x1b[31mred\rb\u202ec") == "a\\x1b[31mred\\rb\\u202ec"
