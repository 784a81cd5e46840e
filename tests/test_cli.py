from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from unittest.mock import patch

import click
import pytest
from click.shell_completion import ShellComplete, get_completion_class
from click.testing import CliRunner, Result

import cli
from transparent_box.commands.group import COMMANDS
from transparent_box.scenes.film import CHAPTERS, UnknownSceneError, find_scenes, idea

ROOT = Path(__file__).resolve().parent.parent


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.main, list(arguments), prog_name="cli.py")


def shell(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "cli.py", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        timeout=120,
    )


def times_in(folder: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*")}


def one_sentence(stderr: str) -> bool:
    return "Traceback" not in stderr and len([line for line in stderr.splitlines() if "Error" in line]) == 1


def test_help_list_and_doctor_load_neither_manim_nor_torch() -> None:
    """Not timed: what would make them slow is not loaded."""
    code = (
        "import sys, cli\n"
        "from click.testing import CliRunner\n"
        "for words in (['--help'], ['list'], ['list', '--json'], ['render', '--help'], ['film', '--help'],"
        " ['script', '--help'], ['train', '--help'],"
        " ['sweep', '--help'], ['report', '--help'], ['import', '--help'],\n"
        " ['new', '--help'], ['catalog', '--help']):\n"
        "    assert CliRunner().invoke(cli.main, words).exit_code == 0\n"
        "from click.shell_completion import ShellComplete\n"
        "shell = ShellComplete(cli.main, {}, '', '')\n"
        "for words in (['render'], ['watch'], ['render', 'clock', '--beat'], ['film', 'surface', '--set']):\n"
        "    assert shell.get_completions(words, '')\n"
        "loaded = {'manim', 'torch', 'numpy', 'scipy', 'numba', 'rich', 'safetensors'} & set(sys.modules)\n"
        "assert not loaded, loaded\n"
        "assert 'OpenGL' in CliRunner().invoke(cli.main, ['doctor']).stdout\n"  # it looks at NumPy's and PyAV's, too
        "assert not {'manim', 'torch'} & set(sys.modules)\n"
    )
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("name", COMMANDS)
def test_help_is_whole(name: str) -> None:
    """A short summary that is nowhere cut off, and a word on each option and on what it is by default."""
    command = cli.main.get_command(click.Context(cli.main), name)
    assert command is not None
    summary = command.get_short_help_str(45)
    assert 10 < len(summary) <= 45 and summary.endswith(".") and not summary.endswith("...")
    assert re.search(rf"^  {name} +{re.escape(summary)}$", run("--help").stdout, re.M)
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.help, f"{name} {option.opts[0]}: what is it for?"
            given = isinstance(option.default, str | int | float | Path | list) and option.default not in (False, [])
            told = option.show_default or "[default: " in option.help
            assert told or not given, f"{name} {option.opts[0]}: what is it by default?"


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_a_shell_completes_commands_scenes_and_values(name: str) -> None:
    made = get_completion_class(name)
    assert made is not None
    completion = made(cli.main, {}, "transparent-box", "_TRANSPARENT_BOX_COMPLETE")
    if shutil.which(name) or name != "bash":  # click asks bash for its version
        assert f"_TRANSPARENT_BOX_COMPLETE={name}_complete" in completion.source()

    def offered(words: list[str], begun: str) -> set[str]:
        return {item.value for item in completion.get_completions(words, begun)}

    assert offered([], "re") == {"render", "report"}
    assert offered(["render"], "clo") == {"clock_scene"}
    assert offered(["film", "--theme"], "") == {"dark", "light"}
    assert offered(["render", "--aspect"], "1") == {"16:9", "1:1"}
    assert "--pace" in offered(["slides"], "--p")


@pytest.mark.parametrize(
    ("words", "begun", "offered"),
    [
        (["render"], "my", {"my_scene.py"}),
        (["watch"], "loo", {"loops_scene"}),
        (["film", "--from"], "loo", {"loops_scene"}),
        (["film", "--to"], "unem", {"unembed_scene"}),
        (["render", "clock", "--beat"], "eleven", {"eleven_and_two"}),
        (["render", "-s", "my_scene.py", "--beat"], "", {"only_one"}),
        (["watch", "my_scene.py", "--beat"], "", {"only_one"}),
        (["render", "nonsense", "--beat"], "", set()),
        (["render", "--beat"], "", set()),
        (["film", "surface", "--set"], "neu", {"neuron="}),
        (["sheet", "my_scene.py", "--set"], "", {"answer="}),
        (["train", "--operation"], "x-", {"x-y"}),
        (["import", "--operation"], "x/", {"x/y"}),
        (["sweep", "--operation"], "x^2+x", {"x^2+xy+y^2"}),
        (["slides", "--voice"], "fl", {"flite"}),
    ],
)
def test_what_a_scene_has_is_completed_without_importing_it(
    words: list[str], begun: str, offered: set[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = """raise SystemExit("imported")
class MyScene(Stage):
    options: ClassVar[tuple[str, ...]] = ("answer",)
    def construct(self): self.only_one()
    @beat
    def only_one(self): self.say("One.")
"""
    (tmp_path / "my_scene.py").write_text(code)
    monkeypatch.chdir(tmp_path)
    completion = ShellComplete(cli.main, {}, "transparent-box", "_TRANSPARENT_BOX_COMPLETE")
    assert {item.value for item in completion.get_completions(words, begun)} == offered


def test_list_names_every_scene_with_its_idea() -> None:
    lines = run("list").stdout.splitlines()
    assert [line.split()[0] for line in lines][: len(CHAPTERS)] == list(CHAPTERS)  # a package's may follow
    entries = json.loads(run("list", "--json").stdout)
    assert entries[0] == {"name": CHAPTERS[0], "idea": idea(CHAPTERS[0])}


def test_an_unknown_command_suggests() -> None:
    result = run("rendr", "clock")
    assert result.exit_code == 2 and "There is no command 'rendr'. Did you mean 'render'" in result.stderr
    result = run("nonsense")
    assert result.exit_code == 2 and result.stderr.endswith("There is no command 'nonsense'.\n")
    assert run("train_linebreak", "--help").exit_code == 0


@pytest.mark.parametrize("option", ["--frame_rate=0", "--frame-rate=0", "--save_last_frame", "--save-last-frame"])
def test_options_may_be_spelled_with_dashes_or_as_in_manim(option: str, tmp_path: Path) -> None:
    result = run(
        "render", "clock", "-ql", option, "--output-file", str(tmp_path / "clip.xyz"), "--output_file", "a.xyz"
    )
    assert (
        result.exit_code == 2 and ("not in the range" if "=0" in option else "a.xyz does not end in") in result.stderr
    )


def test_an_option_that_only_manim_has_is_told_by_ours() -> None:
    for words, instead in (("-r 1080,1920", "--aspect"), ("-l", "-q l"), ("--save_as_gif", "--format gif")):
        found = run("render", "clock", *words.split())
        assert found.exit_code == 2 and f"No such option '{words.split()[0].replace('_', '-')}'" in found.stderr
        assert ": here " in found.stderr and instead in found.stderr, found.stderr
    assert ": here " not in run("report", "-n").stderr + run("render", "clock", "--nothing").stderr
    assert ": here --format gif" in run("render", "-i").stderr
    for others in (["slides", "-i"], ["catalog", "-r"], ["film", "-i"]):
        assert "No such option" in (told := run(*others).stderr) and ": here " not in told, (
            "it takes none of ours for it"
        )


@pytest.mark.parametrize(
    ("words", "instead"),
    [
        ("render clock -o no/", "no/clip."),
        ("render clock -o no/ -s --format png", "no/clip."),
        ("film clock -o no/", "no/film."),
        ("script clock -o no/", "no/script."),
        ("report --html no/", "no/report.html."),
        ("slides clock -o no/ --to pptx", "no/talk."),
        ("slides clock -o talk.pdf/", "talk.pdf/talk."),
    ],
)
def test_a_file_that_is_named_like_a_folder_is_wrong_usage(
    words: str, instead: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a path, no/ is no: the file would be no.mp4, beside the folder that was meant."""
    monkeypatch.chdir(tmp_path)
    assert_wrong_usage(words, f"names a folder: name a file in it, such as {instead}\n")


@pytest.mark.parametrize(
    ("words", "instead"),
    [
        ("render clock -o .mp4", "clip.mp4"),
        ("render clock -o talk/.GIF", "clip.gif"),
        ("render clock -s -o .png", "clip.png"),
        ("film clock -o .webm", "film.webm"),
        ("slides clock -o .pptx", "talk.pptx"),
        ("script clock -o .csv", "script.csv"),
        ("report --html .html", "report.html"),
    ],
)
def test_an_ending_alone_is_wrong_usage(
    words: str, instead: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a path, .mp4 is a hidden file without an ending: the clip would be .mp4.mp4."""
    monkeypatch.chdir(tmp_path)
    assert_wrong_usage(words, f"without a name: name a file, such as {instead}.\n")


def assert_wrong_usage(words: str, told: str) -> None:
    """Call a command in an empty folder: it says what to do, and the folder stays empty."""
    found = run(*words.split())
    assert found.exit_code == 2 and found.stderr.endswith(told)
    assert not list(Path().iterdir())


@pytest.mark.parametrize(
    "words", ["render clock -o no/ --format png-sequence", "slides clock -o no/", "gallery -o no/"]
)
def test_what_is_a_folder_may_be_named_like_one(words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = run(*words.split(), "--run", "nowhere")
    assert found.exit_code == 1 and "There is no run at nowhere" in found.stderr


@pytest.mark.parametrize("command", ["render", "film"])
def test_an_ending_in_capitals_is_told_by_the_one_that_is_meant(command: str) -> None:
    found = run(command, "clock", "-o", "Clip.MP4")
    assert found.exit_code == 2 and "Clip.MP4 ends in .MP4: write .mp4, in small letters." in found.stderr


def test_nobody_is_told_to_remove_the_run_that_is_packed(toy_folder: Path) -> None:
    found = run("pack", str(toy_folder), "--out", f"{toy_folder}/../{toy_folder.name}/")
    assert found.exit_code == 2 and "is the run itself" in found.stderr and "remove" not in found.stderr


def test_a_page_without_a_name_is_told_by_one() -> None:
    assert "such as report.html" in run("report", "--html", ".").stderr


def test_what_doctor_finds_is_whole_on_a_narrow_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "10")
    assert "\nok" in (told := run("doctor").stdout) and re.search(r"^ok +Python +3\.", told, re.M), told


def test_unknown_scene_suggests_and_lists() -> None:
    result = run("render", "clok_scene")
    assert result.exit_code == 2
    assert "Did you mean 'clock_scene'?" in result.stderr and "The scenes are" in result.stderr
    assert result.stdout == ""


def test_whoever_forgets_the_suffix_of_a_file_is_told_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my_scene.py").touch()
    result = run("render", "my_scene")
    assert (
        result.exit_code == 2 and "There is no scene 'my_scene'. Did you mean your file my_scene.py?" in result.stderr
    )


@pytest.mark.parametrize("name", ["clock_scene", "clock", "ClockScene", "clock*"])
def test_a_scene_answers_to_its_usual_names(name: str) -> None:
    assert find_scenes(name) == ["clock_scene"]


@pytest.mark.parametrize("name", ["clock_scene.py", "./clock_scene.py", "talk/clock_scene.py"])
def test_a_file_that_is_not_there_is_not_taken_for_a_chapter(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever means a file of their own must not get the film's; whoever means the chapter is told its name."""
    monkeypatch.chdir(tmp_path)
    found = run("render", name, "-ql")
    assert found.exit_code == 2 and f"There is no file {name}. Did you mean 'clock_scene'?" in found.stderr


def test_no_scene_answers_to_nonsense() -> None:
    with pytest.raises(UnknownSceneError):
        find_scenes("nonsense")


@pytest.mark.parametrize(
    "wrong",
    [
        ["render"],
        ["render", "-a", "clock"],
        ["watch", "c*"],
        ["film", "--from", ""],
        ["film", "--to", ""],
        ["render", "clock", "-q", "x"],
        ["render", "clock", "-t", "--format", "mp4"],
        ["render", "clock", "-s", "--format", "gif"],
        ["render", "clock", "-o", "clip.avi"],
        ["render", "clock", "-o", "clip.gif", "--format", "mp4"],
        ["render", "clock", "--captions", "loud"],
        ["render", "clock", "-j", "0"],
        ["render", "clock", "--beat", "nothing"],
        ["render", "clock", "--beat", "all_right", "--beats"],
        ["watch", "clock", "--beat", "nothing"],
        ["render", "clock", "--set", "neuron=1"],
        ["render", "surface", "--set", "neuron"],
        ["render", "surface", "--set", "neuron=many"],
        ["script", "clock", "--pace", "nan"],
        ["script", "clock", "--pace", "inf"],
        ["train"],
        ["train", "--out", "", "--steps", "1"],
        ["train", "--out", "x", "--p", "12"],
        ["train", "--out", "x", "--operation", "x^y"],
        ["train", "--out", "x", "--fraction", "1.5"],
        ["train", "--out", "x", "--threads", "1025"],
        ["sweep"],
        ["sweep", "--out", "", "--steps", "1"],
        ["sweep", "--out", "x", "--steps", "1", "--histories", ""],
        ["sweep", "--out", "x", "--steps", "1", "--spectra", ""],
        ["sweep", "--out", "x", "--threads", "1025"],
        ["sweep", "--out", "x", "--p", "12"],
        ["sweep", "--out", "x", "--seed", "0", "--seed", "many"],
        ["sweep", "--out", "x", "--fraction", "0.3", "--fraction", "1.5"],
        ["sweep", "--out", "x", "-j", "0"],
        ["sweep", "--out", "x", "--seed", "0", "--seed", "1", "--histories", "y"],
        ["sweep", "--out", "x", "--operation", "x+y", "--operation", "x-y", "--spectra", "y"],
        ["report", "a", "b"],
        ["report", "--html"],
        ["import", "weights.pth"],
        ["import", "--out", "x"],
        ["import", "weights.pth", "--out", "x", "--p", "12"],
        ["import", "weights.pth", "--out", "x", "--fraction", "2"],
        ["import", "weights.pth", "--out", "x", "--operation", "x^y"],
        ["nothing"],
    ],
)
def test_wrong_usage_is_exit_code_2(wrong: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*wrong)
    assert result.exit_code == 2, result.output
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("command", ["train", "train-linebreak"])
def test_training_among_others_files_is_refused_before_it_is_agreed_to(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "notes.txt").write_text("kept")
    result = run(command, "--out", ".", "--steps", "1000000")
    assert result.exit_code == 1
    assert result.stderr == "Error: . holds notes.txt, but no config.json of a run: choose another --out.\n"
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--p", "3"),
        ("--p", "211"),
        ("--steps", "0"),
        ("--width", "0"),
        ("--heads", "70000"),
        ("--seed", "-1"),
        ("--mlp", "0"),
        ("--fraction", "0"),
        ("--fraction", "1"),
        ("--fraction", "nan"),
    ],
)
def test_a_number_out_of_its_range_is_refused_by_its_options_name(option: str, value: str, tmp_path: Path) -> None:
    for command in ("train", "sweep"):
        result = run(command, "--out", str(tmp_path / "run"), f"{option}={value}")
        assert result.exit_code == 2 and f"Invalid value for '{option}'" in result.stderr, result.stderr
        assert not list(tmp_path.iterdir())


def test_what_lies_on_white_is_told_before_it_is_drawn(tmp_path: Path) -> None:
    """Nothing is drawn here: there is no run."""
    given = ["render", "clock", "-ql", "-s", "-t", "--run", str(tmp_path / "none"), "-o", str(tmp_path / "a.png")]
    assert "on white its letters can hardly be read (a contrast of 1.2; " in run(*given).stderr
    for other in ([*given, "--theme", "light"], [word for word in given if word != "-t"]):
        assert "on white" not in run(*other).stderr


def test_a_missing_run_is_one_sentence(tmp_path: Path) -> None:
    out = tmp_path / "clip.mp4"
    result = run("render", "clock_scene", "-ql", "--run", str(tmp_path / "none"), "-o", str(out))
    assert result.exit_code == 1
    assert one_sentence(result.stderr) and "cli.py train" in result.stderr
    assert result.stdout == "" and not out.exists()


def test_several_scenes_are_summed_up(tmp_path: Path) -> None:
    wrong = ["clock", "outro", "-ql", "--run", str(tmp_path / "none")]
    result = run("render", *wrong)
    assert result.exit_code == 1 and result.stdout == "" and "Traceback" not in result.stderr
    assert result.stderr.count("Error: ") == 2
    assert "2 of 2 scenes failed: clock_scene, outro_scene." in result.stderr
    every = run("render", "--all", *wrong[2:])
    assert every.exit_code == 1 and every.stdout == "" and one_sentence(every.stderr)


def test_measuring_no_run_is_one_sentence(tmp_path: Path) -> None:
    result = shell("measure", str(tmp_path))
    assert result.returncode == 1 and one_sentence(result.stderr)


def test_training_without_torch_says_how_to_get_it(tmp_path: Path) -> None:
    """A torch that cannot be imported stands for one that is not there."""
    (tmp_path / "torch.py").write_text("raise ModuleNotFoundError(\"No module named 'torch'\", name='torch')\n")
    result = shell("train", "--out", str(tmp_path / "run"), "--p", "5", PYTHONPATH=str(tmp_path))
    assert result.returncode == 1
    assert one_sentence(result.stderr) and ".[train]" in result.stderr
    assert not (tmp_path / "run").exists()


def test_training_and_measuring_from_the_command_line(tmp_path: Path) -> None:
    out = tmp_path / "run"
    small = [
        "--p",
        "7",
        "--steps",
        "40",
        "--width",
        "8",
        "--heads",
        "2",
        "--mlp",
        "8",
        "--fraction",
        "0.6",
        "--operation",
        "x·y",
    ]
    result = shell("train", "--out", str(out), *small, "--device", "cpu")
    assert result.returncode == 0, result.stderr
    assert result.stdout == f"{out}\n"
    config = json.loads((out / "config.json").read_text())
    assert config["recipe"]["operation"] == "x*y" and config["renaming"]["multiplier"] == 1
    assert config["seconds"] >= 0 and "torch" in config["versions"]
    again = run("train", "--out", str(out), *small, "--device", "cpu")
    assert again.exit_code == 1 and one_sentence(again.stderr) and "--resume" in again.stderr
    before = times_in(out)
    resumed = run("train", "--out", str(out), *small, "--device", "cpu", "--resume")
    assert (resumed.exit_code, resumed.stdout, resumed.stderr) == (0, f"{out}\n", f"{out} is finished.\n")
    assert times_in(out) == before, "what was drawn of a run whose files are newer is drawn again"
    (out / "dynamics.safetensors").unlink()
    resumed = run("train", "--out", str(out), *small, "--device", "cpu", "--resume")
    assert resumed.exit_code == 0 and resumed.stderr == f"Measuring {out} …\n", "one that was stopped while measured"
    (out / "dynamics.safetensors").unlink()
    with patch("transparent_box.model.runs.measure.measure", side_effect=KeyboardInterrupt):
        stopped = run("train", "--out", str(out), *small, "--device", "cpu", "--resume")
    assert stopped.exit_code == 1 and stopped.stderr.endswith("The same command with --resume measures it.\n")
    other = run("render", "clock_scene", "-ql", "--run", str(out), "-o", str(tmp_path / "clip.mp4"))
    assert other.exit_code == 1 and one_sentence(other.stderr) and "x*y" in other.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_interrupting_training_says_how_to_go_on(tmp_path: Path) -> None:
    out = tmp_path / "run"
    process = subprocess.Popen(
        [sys.executable, "cli.py", "train", "--out", str(out), "--p", "23", "--device", "cpu"],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 60
    while not (out / "checkpoints" / "step_00000005.safetensors").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(2)
    _, stderr = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "--resume" in stderr and "Traceback" not in stderr
    assert (out / "state.safetensors").exists() and not list(out.rglob("*.part"))
