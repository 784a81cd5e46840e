"""Scenes that lie outside the package: in files, and in installed packages."""

from __future__ import annotations

import errno
import json
import os
import sys
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner, Result

import cli
from tests.test_film import pictures
from transparent_box.commands import chapters
from transparent_box.model.files import private_path
from transparent_box.scenes import external
from transparent_box.scenes.film import CHAPTERS, beats_of, find_scenes, idea, options_of, title
from transparent_box.scenes.output.job import Job
from transparent_box.scenes.output.places import target

SCENE = '''"""Says its number."""

from __future__ import annotations

from typing import ClassVar

from beside import WORD
from manim import FadeIn

from transparent_box import Size, Stage, beat, words


class TalkScene(Stage):
    """One beat."""

    options: ClassVar[tuple[str, ...]] = ("number",)
    number: int | None = None

    def construct(self) -> None:
        """The only beat."""
        self.tells()

    @beat
    def tells(self) -> None:
        """Show a word."""
        self.say(f"{WORD} modulo {self.run.p}.")
        self.play(FadeIn(words(WORD, Size.HEADLINE, self.theme.accent).move_to(self.content.center)), run_time=0.4)
'''


@pytest.fixture
def talk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a scene and a module that it imports, where the test is."""
    (tmp_path / "talk_scene.py").write_text(SCENE, encoding="utf-8")
    (tmp_path / "beside.py").write_text('WORD = "Sums"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(cli.main, words, prog_name="cli.py")


def test_a_file_is_rendered_sheeted_and_joined_like_a_chapter(talk: Path, toy_folder: Path) -> None:
    for command in ("render", "film"):
        made = run(command, "talk_scene.py", "-ql", "--run", str(toy_folder))
        assert made.exit_code == 0, made.output
        assert len(pictures(Path(made.stdout.strip()))) > 10
    assert (talk / "media" / "videos" / "talk_scene" / "480p15").is_dir()
    sheet = run("sheet", "talk_scene.py:TalkScene", "--run", str(toy_folder))
    assert sheet.stdout.strip() == "media/sheets/talk_scene_16x9_dark.png", sheet.output
    script = run("script", str(talk / "talk_scene.py"), "-o", "lines", "--run", str(toy_folder))
    assert script.exit_code == 0 and "Sums modulo 13." in (talk / "lines.md").read_text(encoding="utf-8")


def test_its_idea_and_options_are_read_without_importing_it(talk: Path) -> None:
    (scene,) = find_scenes("talk_scene.py")
    assert (title(scene), idea(scene), options_of(scene)) == ("Talk", "Says its number.", ("number",))
    assert external.as_typed(scene) == "talk_scene.py"
    refused = run("render", "talk_scene.py", "--set", "width=3")
    assert refused.exit_code == 2 and "talk_scene has no option 'width'; its options: number." in refused.stderr


TWO = """from beside import NAMES
NOTHING = ("a", "b")

class Parent:
    options: ClassVar[tuple[str, ...]] = ("first",)

class A(Parent):
    def construct(self): self.tells()
    @beat
    def tells(self): self.say("One.")

class B(Parent):
    options = ["second", "third"]
    def construct(self): pass

class C(Parent):
    options: ClassVar[tuple[str, ...]] = NAMES
    def construct(self): pass

class D(Parent):
    options = ("first")
    def construct(self): pass

class E(NOTHING):
    options: ClassVar[tuple[str, ...]]
    def construct(self): pass
"""


def test_of_several_scenes_in_a_file_each_has_its_own_options(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "two.py").write_text(TWO, encoding="utf-8")
    options = {name: options_of(find_scenes(f"two.py:{name}")[0]) for name in "ABE"}
    assert options == {"A": ("first",), "B": ("second", "third"), "E": ()}
    refused = run("sheet", "two.py:B", "--set", "first=1")
    assert refused.exit_code == 2 and "two-B has no option 'first'; its options: second, third." in refused.stderr
    assert beats_of(find_scenes("two.py:A")[0]) == ("tells",) and beats_of(find_scenes("two.py:B")[0]) == ()


@pytest.mark.parametrize(("scene", "line"), [("C", 17), ("D", 21)])
def test_options_that_are_not_written_out_are_one_sentence(
    scene: str, line: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "two.py").write_text(TWO, encoding="utf-8")
    for command in ("render", "film", "sheet"):
        refused = run(command, f"two.py:{scene}", "--set", "first=1")
        assert refused.exit_code == 1 and "Traceback" not in refused.stderr, refused.output
        assert f'two.py, line {line}: write the options out as a literal, ("first", "second").' in refused.stderr
    completion = ShellComplete(cli.main, {}, "transparent-box", "_TRANSPARENT_BOX_COMPLETE")
    assert not completion.get_completions(["render", f"two.py:{scene}", "--set"], "")


@pytest.mark.parametrize("option", ["--from", "--to"])
def test_the_film_neither_begins_nor_ends_with_a_scene_from_elsewhere(
    option: str, talk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has no place among the chapters."""
    point = EntryPoint("published_scene", "talk_scene:TalkScene", external.GROUP)
    monkeypatch.setattr(external, "entry_points", lambda: {point.name: point})
    for scene in ("talk_scene.py", "published_scene"):
        refused = run("film", option, scene, "--schedule")
        assert refused.exit_code == 2, refused.output
        assert f"{option} takes a chapter of the film, which {scene} is not" in refused.stderr


def test_two_files_of_one_name_make_two_files(talk: Path) -> None:
    (talk / "other").mkdir()
    (talk / "other" / "talk_scene.py").write_text(SCENE, encoding="utf-8")
    scenes = [*find_scenes("talk_scene.py"), *find_scenes("other/talk_scene.py")]
    assert len({target(Job(scene, talk)) for scene in scenes}) == 2


def test_a_chapter_by_its_path_is_the_chapter() -> None:
    assert find_scenes(str(Path(cli.__file__).parent / "scenes" / f"{CHAPTERS[0]}.py")) == [CHAPTERS[0]]


@pytest.mark.parametrize(
    ("file", "content", "told"),
    [
        ("a.py", "x = 1\nclass A(:\n", "a.py, line 2: invalid syntax."),
        ("a.py", "x = 1\n", "a.py has no scene: "),
        ("a.py", "\0", "a.py is no Python file: "),
        ("a.py:B", "class A:\n    def construct(self): pass\n", "a.py has no scene B; it has A."),
        (
            "a.py",
            "class C:\n def construct(s): 0\nclass B:\n def construct(s): 0\n",
            "(C, B): name one, such as a.py:C.",
        ),
        ("a.py", "import nothing_such\nclass A:\n    def construct(self): pass\n", "line 1: ModuleNotFoundError: "),
        ("a.py", "class A:\n    def construct(self): pass\nexit()\n", "line 3: "),
        ("a.py", "class A:\n    def construct(self): pass\n", "a.py: A is no Stage: "),
    ],
)
def test_a_broken_file_is_one_sentence(
    file: str, content: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.py").write_text(content, encoding="utf-8")
    result = run("render", file, "-ql", "-s")
    assert result.exit_code == 1 and told in result.stderr, result.output
    assert "Traceback" not in result.stderr and not list(tmp_path.rglob("*.png"))


@pytest.mark.parametrize("typed", ["none/a.py", "a.py", "a.py:A"])
def test_a_file_that_is_not_there_is_wrong_usage(typed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("sheet", typed)
    assert result.exit_code == 2 and f"There is no file {typed.removesuffix(':A')}." in result.stderr, result.output


STAGE = "from transparent_box import Stage, beat\n\nclass A(Stage):\n    def construct(self):\n        "


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("1 / 0\n", "a.py, line 5: ZeroDivisionError: division by zero"),
        ("import nothing_such\n", "a.py, line 5: ModuleNotFoundError: No module named 'nothing_such'"),
        ("open('nothing_such')\n", "a.py, line 5: FileNotFoundError: "),
        ("exit()\n", "a.py, line 5: SystemExit: "),
        ("import bdb; raise bdb.BdbQuit\n", "a.py, line 5: It reached a breakpoint, which needs a terminal"),
        ("self.play(3)\n", "a.py, line 5: TypeError: "),
        ("self.n = 3; self.chosen('n', int, range(2))\n", "There is no n 3 to show in "),
        ("self.wait(0.1)\n", "a has no beat: mark a method with @beat, and let it say a line."),
    ],
)
@pytest.mark.parametrize("command", [["render", "-ql", "-s"], ["sheet"]], ids=str)
def test_what_goes_wrong_in_a_file_is_one_sentence(
    command: list[str], content: str, told: str, tmp_path: Path, toy_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also what would end the command without a word, or would be taken for a package that we lack."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.py").write_text(STAGE + content, encoding="utf-8")
    result = run(*command, "a.py", "--run", str(toy_folder))
    assert result.exit_code == 1 and told in result.stderr, result.output
    assert "Traceback" not in result.stderr and not list(tmp_path.rglob("*.png"))


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (errno.ENOSPC, "No space left on device): free some space or name another place."),
        (errno.EACCES, "Permission denied): name another place."),
    ],
)
def test_what_the_disk_refuses_is_not_blamed_on_the_scene(
    number: int, told: str, talk: Path, toy_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Words are set in type, and kept, while the scene is played: it is at work then, and not at fault."""

    def refused(folder: str, markup: str) -> None:
        raise OSError(number, os.strerror(number), str(private_path(Path("a.svg"))))

    monkeypatch.setattr("transparent_box.scenes.mobjects.words.lettering.set_in_type", refused)
    (talk / "talk_scene.py").write_text(SCENE.replace("words(WORD", f'words("Not set {number}"'), encoding="utf-8")
    found = run("render", "talk_scene.py", "-ql", "-s", "--run", str(toy_folder))
    assert (found.exit_code, found.stderr) == (1, f"Error: talk_scene: Cannot write a.svg ({told}\n")


def test_an_installed_packages_scene_is_listed_and_played(
    talk: Path, toy_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(talk))
    point = EntryPoint("published_scene", "talk_scene:TalkScene", external.GROUP)
    monkeypatch.setattr(external, "entry_points", lambda: {point.name: point})
    monkeypatch.setattr(chapters, "entry_points", external.entry_points)
    listed = {entry["name"]: entry["idea"] for entry in json.loads(run("list", "--json").stdout)}
    assert listed["published_scene"] == "Says its number." and len(listed) == len(CHAPTERS) + 1
    made = run("render", "published_scene", "-ql", "-s", "--run", str(toy_folder))
    assert made.exit_code == 0 and "/published_scene/TalkScene_toy" in made.stdout, made.output
    # A module that only hands the class on tells nothing of its beats.
    (talk / "handed_on.py").write_text('"""Elsewhere."""\n\nfrom talk_scene import TalkScene\n', encoding="utf-8")
    point = EntryPoint("published_scene", "handed_on:TalkScene", external.GROUP)
    wanting = run("render", "published_scene", "-ql", "-s", "--run", str(toy_folder), "--beat", "nothing")
    assert wanting.exit_code == 1 and "published_scene has no beat nothing for " in wanting.stderr, wanting.output


@pytest.mark.parametrize(
    ("module", "content", "told"),
    [
        ("gone_scene", None, "should be in gone_scene, which is not there"),
        ("gone.scene", None, "should be in gone.scene, which is not there"),
        ("broken.scene", "raise SystemExit(3)\n", "is broken: SystemExit: 3"),
        ("broken.scene", "class A(:\n", "is broken: SyntaxError: "),
        ("broken.scene", "", "should be in broken.scene, which is not there"),
        ("latin_scene", "# -*- coding: no-such -*-\n", "latin_scene.py cannot be read: "),
        ("empty_scene", '"""Never closed.\n', "empty_scene.py cannot be read: "),
    ],
)
def test_a_broken_package_is_a_row_of_the_list_and_no_more(
    module: str, content: str | None, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    if content is not None:
        file = tmp_path / ("broken/__init__.py" if "." in module else f"{module}.py")
        file.parent.mkdir(exist_ok=True)
        file.write_text(content, encoding="utf-8")
    point = EntryPoint("published", f"{module}:A", external.GROUP)
    monkeypatch.setattr(external, "entry_points", lambda: {point.name: point})
    monkeypatch.setattr(chapters, "entry_points", external.entry_points)
    listed = run("list")
    assert listed.exit_code == 0 and len(listed.stdout.splitlines()) == len(CHAPTERS) + 1, listed.output
    assert told in listed.stdout.splitlines()[-1]
    *_, last = json.loads(run("list", "--json").stdout)
    assert last["name"] == "published" and last["idea"] == "" and told in last["error"]
    sys.modules.pop("broken", None)


def test_new_writes_a_scene_that_plays_where_one_is(
    tmp_path: Path, toy_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    written = run("new", "my_scene")
    assert written.exit_code == 0 and written.stdout.strip() == "my_scene.py", written.output
    mine = (tmp_path / "my_scene.py").read_text(encoding="utf-8")
    drawn = run("render", "my_scene.py", "-ql", "-s", "--run", str(toy_folder))
    assert drawn.exit_code == 0, drawn.output
    looked = run("check", "my_scene.py", "-j", "1")
    assert looked.stderr.endswith("and nothing to think about.\n"), "our own rules find nothing in it"
    again = run("new", "my_scene")
    assert again.exit_code == 2 and "is there already" in again.stderr
    assert (tmp_path / "my_scene.py").read_text(encoding="utf-8") == mine
