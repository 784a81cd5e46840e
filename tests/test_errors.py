"""How commands end: signals are heard while they run, and only then."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import cli
from transparent_box.commands.errors import guarded
from transparent_box.commands.terminal.sweep import print_summary
from transparent_box.commands.terminal.training import SweepProgress
from transparent_box.model import hashes
from transparent_box.model.config import Config
from transparent_box.model.errors import shown
from transparent_box.model.sweeps.sweep import Result

ROOT = Path(__file__).resolve().parent.parent
HOSTILE = "a[/red]\x1b[31mb\x07[link=x]"


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


def test_names_in_the_bars_of_a_sweep_are_only_names(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "300")
    with SweepProgress(1, 100) as progress:
        progress.advance(HOSTILE, (10.0, 4.0, 4.5, 0.1, 0.05))
        progress.advance(HOSTILE, ())
        progress.finish(HOSTILE, f"Error: {HOSTILE} is damaged.")
    told = capsys.readouterr().err
    assert f"1 of 1: {shown(HOSTILE)}: Error: {shown(HOSTILE)} is damaged." in told
    assert "\x1b[31mb" not in told and "\x07" not in told


def test_names_in_the_table_of_a_sweep_are_only_names(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    config = Config(p=7, fraction=0.5)
    object.__setattr__(config, "operation", HOSTILE)  # no recipe takes it; the table must not rely on that
    print_summary([Result(config, Path("run"), None, None, 1.0, 1.0, 0.5, 0.5, [1])])
    assert shown(HOSTILE) in capsys.readouterr().err


def test_names_of_folders_are_only_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("torch")
    monkeypatch.chdir(tmp_path)
    name = HOSTILE.replace("/", "")
    network = "--p 7 --fraction 0.6 --steps 2 --width 8 --heads 2 --mlp 8 --device cpu --threads 1"
    made = CliRunner().invoke(cli.main, ["train", *network.split(), "--out", name])
    assert made.exit_code == 0, made.stderr
    (tmp_path / name / hashes.RECORD).unlink()
    hashes._verified.clear()
    told = CliRunner().invoke(cli.main, ["measure", name])
    assert "has no checksums" in told.stderr
    for stderr in (made.stderr, told.stderr):
        assert not re.search(r"[^\S\n ]|\x1b|\x07", stderr) and "\\x1b[31mb" in stderr


@pytest.mark.skipif(not Path("/dev/full").exists() or shutil.which("bash") is None, reason="a full disk, and bash")
@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("--help > /dev/full", 1),
        ("--version > /dev/full", 1),
        ("render --help > /dev/full", 1),
        ("list > /dev/full", 1),
        ("list >&-", 0),
        ("list 2>&-", 0),
        ("render 2>&-", 2),
        ("list | head -0", 1),  # what was asked for did not come out
    ],
)
def test_output_that_goes_nowhere_is_no_traceback(words: str, code: int) -> None:
    line = ["bash", "-c", f"set -o pipefail; {sys.executable} cli.py {words}"]
    found = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert found.returncode == code, found.stderr
    assert found.stderr.count("\n") <= 1 and ("Error: Cannot " in found.stderr) == ("full" in words)
