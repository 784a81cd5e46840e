"""How commands end: signals are heard while they run, and only then."""

from __future__ import annotations

import errno
import os
import re
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path

import click
import numpy as np
import pytest
from click.testing import CliRunner
from safetensors import SafetensorError

import cli
from tests.toys import DATA
from transparent_box.commands.errors import run_guarded
from transparent_box.commands.group import COMMANDS
from transparent_box.commands.new import SCENE, fill_template
from transparent_box.commands.options import PathType
from transparent_box.commands.terminal.sweep import events, print_summary
from transparent_box.commands.terminal.training import SweepProgress
from transparent_box.model import hashes
from transparent_box.model.config import Config
from transparent_box.model.errors import RunError, escape_controls
from transparent_box.model.files import private_path
from transparent_box.model.storage import atomic_run, write_arrays, write_atomically
from transparent_box.model.sweeps.sweep import Result
from transparent_box.scenes.output.errors import message_for

ROOT = Path(__file__).resolve().parent.parent
HOSTILE = "a[/red]\x1b[31mb\x07[link=x]"


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_being_told_to_end_is_like_ctrl_c(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    number = getattr(signal, name)
    before = signal.signal(number, signal.SIG_DFL)
    try:
        with pytest.raises(SystemExit) as left:
            run_guarded(lambda: os.kill(os.getpid(), number))
        assert left.value.code == 1 and capsys.readouterr().err == "Error: Stopped.\n"
        assert signal.getsignal(number) is signal.SIG_DFL, "a handler is left behind"
    finally:
        signal.signal(number, before)


def test_what_nohup_ignores_stays_ignored() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        run_guarded(lambda: os.kill(os.getpid(), signal.SIGHUP))
    finally:
        signal.signal(signal.SIGHUP, before)


def test_words_from_outside_cannot_steer_the_terminal() -> None:
    assert escape_controls("a\x1b[31mred\rb\u202ec") == "a\\x1b[31mred\\rb\\u202ec"
    assert escape_controls("99.9\u202f% of x\u00a0+\u2009y\n") == "99.9\u202f% of x\u00a0+\u2009y\n"


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
    assert f"1 of 1: {escape_controls(HOSTILE)}: Error: {escape_controls(HOSTILE)} is damaged." in told
    assert "\x1b[31mb" not in told and "\x07" not in told


def test_names_in_the_table_of_a_sweep_are_only_names(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    config = Config(p=7, fraction=0.5)
    object.__setattr__(config, "operation", HOSTILE)  # no recipe takes it; the table must not rely on that
    print_summary([Result(config, Path("run"), None, None, 1.0, 1.0, 0.5, 0.5, [1])])
    assert escape_controls(HOSTILE) in capsys.readouterr().err


def test_what_came_of_a_run_is_said_in_words() -> None:
    config = Config(p=7, fraction=0.5, steps=1)
    never = Result(config, Path("run"), None, None, 1.0, 1.0, 0.5, 0.5, [])
    assert events(never) == "never memorized, did not generalize within 1 step"
    assert events(replace(never, memorized_at=100, generalized_at=2000)) == (
        "memorized at step 100, generalized at step 2,000"
    )


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
    assert found.stderr.count("\n") <= 1 and ("Error: The disk is full: free some space." in found.stderr) == (
        "full" in words
    )


@pytest.mark.parametrize(
    ("number", "path", "sentence"),
    [
        (
            errno.EACCES,
            private_path(Path("talk/my_scene.py")),
            "Cannot write talk/my_scene.py (Permission denied): name another place.",
        ),
        (
            errno.ENOSPC,
            private_path(Path("talk/my_scene.py")) / "my_scene.py",
            "Cannot write talk/my_scene.py (No space left on device): free some space or name another place.",
        ),
        (
            errno.ENOSPC,
            private_path(private_path(Path("talk/deck.pptx")) / "03_clock") / "01_walk.mp4",
            "Cannot write talk/deck.pptx (No space left on device): free some space or name another place.",
        ),
        (
            errno.ENOSPC,
            private_path(Path("deck.zip")) / "deck" / "index.html",
            "Cannot write deck.zip (No space left on device): free some space or name another place.",
        ),
        (
            errno.ENOSPC,
            private_path(private_path(Path("talk/deck.pptx")) / "deck.pptx"),
            "Cannot write talk/deck.pptx (No space left on device): free some space or name another place.",
        ),
        (errno.EACCES, Path("weights.pth"), "Cannot read or write weights.pth: Permission denied."),
        (errno.EACCES, b"weights.pth", "Cannot read or write weights.pth: Permission denied."),
        (errno.ENOSPC, None, "The disk is full: free some space."),
        (errno.EIO, None, "Cannot read or write a file: Input/output error."),
    ],
)
def test_what_cannot_be_written_is_told_by_its_own_name(number: int, path: Path | bytes | None, sentence: str) -> None:
    """A private name, under which files are written, means nothing to anybody."""
    assert message_for(OSError(number, os.strerror(number), path)) == sentence


def test_a_copy_that_does_not_fit_is_told_by_where_it_should_go() -> None:
    full = OSError(errno.ENOSPC, "No space left on device", "media/clip.mp4", None, "site/clip.mp4")
    sentence = "Cannot write site/clip.mp4 (No space left on device): free some space or name another place."
    assert message_for(full) == sentence


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES])
def test_arrays_that_cannot_be_written_are_named_as_the_user_knows_them(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Safetensors says "Error while serializing: I/O error: …", and `pack` had named its private folder."""

    def refuse(*_: object) -> None:
        raise SafetensorError(f"Error while serializing: I/O error: {os.strerror(number)} (os error {number})")

    monkeypatch.setattr("transparent_box.model.storage.save_file", refuse)
    advice = "free some space or choose another folder" if number == errno.ENOSPC else "choose another folder"
    with pytest.raises(RunError) as told, atomic_run(tmp_path / "small") as private:
        write_arrays(private / "checkpoints.safetensors", {"step": np.arange(3)})
    assert str(told.value) == f"Cannot write {tmp_path / 'small'} ({os.strerror(number)}): {advice}."
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("words", "example"),
    [
        ("report --html", "report.html"),
        ("render clock_scene -s -o", "clip.png"),
        ("slides clock_scene --to pptx -o", "talk.pptx"),
    ],
)
def test_a_folder_where_a_file_belongs_is_answered_with_a_fitting_name(
    words: str, example: str, tmp_path: Path
) -> None:
    folder = (tmp_path / example).with_stem("made")
    folder.mkdir()
    result = CliRunner().invoke(cli.main, [*words.split(), str(folder)])
    assert result.exit_code == 1
    assert result.stderr == f"Error: {folder} is a folder: name a file in it, such as {folder / example}.\n"


def test_only_a_full_disk_asks_for_space(tmp_path: Path) -> None:
    for number, wanted in ((errno.ENOSPC, True), (errno.EROFS, False)):
        with pytest.raises(RunError, match="choose another folder") as raised:
            write_atomically(tmp_path / "a.json", partial(refuse, number))
        assert ("free some space" in str(raised.value)) == wanted


def refuse(number: int, path: Path) -> None:
    raise OSError(number, os.strerror(number), str(path))


def test_new_in_a_locked_folder_names_the_scene(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Path, "mkdir", lambda path, **options: refuse(errno.EACCES, path))
    found = CliRunner().invoke(cli.main, ["new", "foo_scene"])
    assert (found.exit_code, found.stderr) == (
        1,
        "Error: Cannot write foo_scene.py (Permission denied): name another place.\n",
    )


@pytest.mark.parametrize("words", [["new", "foo_scene"], ["script", "clock", "--run", str(DATA / "toy")]])
def test_a_folder_that_is_gone_is_said_to_be(words: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    monkeypatch.chdir(folder)
    folder.rmdir()
    found = CliRunner().invoke(cli.main, words)
    assert (found.exit_code, found.stderr) == (
        1,
        "Error: The current folder has been removed: change to an existing one.\n",
    )


def test_a_file_is_no_run_and_another_versions_run_is_said_to_be_one(tmp_path: Path) -> None:
    file = tmp_path / "config.json"
    file.write_text('{"format": 2}')
    for words in (["measure", str(file)], ["report", str(file)], ["render", "clock", "-s", "-ql", "--run", str(file)]):
        found = CliRunner().invoke(cli.main, words)
        assert found.exit_code == 1 and f"{file} is a file: name the folder of a run." in found.stderr
    found = CliRunner().invoke(cli.main, ["report", str(tmp_path)])
    assert "another version of this project (format 2; this one reads 1)" in found.stderr and found.exit_code == 1


@pytest.mark.parametrize("command", ["render", "film", "slides", "gallery"])
def test_an_empty_address_is_wrong_usage(command: str) -> None:
    found = CliRunner().invoke(cli.main, [command, "clock", "--cluster", ""])
    assert (
        found.exit_code == 2 and "'--cluster': it takes a scheduler's address, such as tcp://host:8786" in found.stderr
    )


def test_a_script_bears_the_names_that_recordings_have(
    toy_folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Also of a scene whose file's name is no UTF-8, which no text can hold as it is."""
    monkeypatch.chdir(tmp_path)
    name = os.fsdecode(b"caf\xe9_scene.py")
    try:
        Path(name).write_text(fill_template(SCENE, "cafe_scene"), encoding="utf-8")
    except OSError:
        pytest.skip("this disk takes UTF-8 alone")
    found = CliRunner().invoke(
        cli.main, ["script", f"./{name}:CafeScene", "--run", str(toy_folder)], catch_exceptions=False
    )
    assert found.exit_code == 0, found.stderr
    assert "## caf\\udce9_scene-CafeScene\n" in Path("media/script.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("module", ["click", "transparent_box.commands.group", "transparent_box.commands.errors"])
@pytest.mark.parametrize("start", ["run_path('cli.py'", "run_module('transparent_box'"])
def test_ctrl_c_while_python_still_imports_the_command_line_is_no_traceback(start: str, module: str) -> None:
    program = f"""
import runpy, sys
class Interrupting:
    def find_spec(self, name, *_):
        if name == {module!r}:
            raise KeyboardInterrupt
sys.meta_path.insert(0, Interrupting())
runpy.{start}, run_name="__main__")
"""
    found = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (found.returncode, found.stdout, found.stderr) == (1, "", "Error: Stopped.\n")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_path_may_begin_with_the_home_folder(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    command = cli.main.get_command(click.Context(cli.main), name)
    assert command is not None
    for param in command.params:
        assert isinstance(param.type, PathType) or not isinstance(param.type, click.Path), f"{name}: {param.name}"
        if isinstance(param.type, PathType) and not param.type.exists:
            assert param.type.convert("~/place", param, None) == tmp_path / "place"
            assert param.type.convert("./~", param, None) == Path("~"), "a folder of that name can be meant"


def test_what_must_not_be_read_is_a_failure_and_no_wrong_usage(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Also root, who may read everything, is told by the system that it may not."""
    run, file = tmp_path / "run", tmp_path / "weights.pt"
    run.mkdir()
    file.touch()
    for place in (run, file):
        place.chmod(0)
    monkeypatch.setattr(os, "access", lambda path, mode, **options: False)
    for words in (["report", str(run)], ["render", "clock", "-s", "--run", str(run)], ["measure", str(file)]):
        found = CliRunner().invoke(cli.main, words)
        assert found.exit_code == 1 and found.stderr.count("\n") == 1, found.stderr
