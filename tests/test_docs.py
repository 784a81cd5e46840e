"""What the pages say can be done: every command, snippet, link and picture in README and `docs`.

Every command is understood by the real command line. Those that draw one scene or report are run as well, with a
chapter of two seconds in the place of the one they name. What is only parsed is in `PARSED_ONLY`, with the reason.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import cli
from tests.pages import DOCS, ROOT, Page, pages
from tests.short_scene import ShortScene
from transparent_box.commands.new import SCENE, fill_template
from transparent_box.commands.options import FOLDER_HELP
from transparent_box.model.imports.names import NAMES
from transparent_box.model.runs.run import Run
from transparent_box.scenes.film import CHAPTERS, beats_of
from transparent_box.scenes.output.job import Job
from transparent_box.scenes.output.jobs import play_beats

PAGES = pages()
COMMANDS = [(page.name, command) for page in PAGES for command in page.commands]
OURS = ("python", "transparent-box")
# What is only held against the real command line, by how it begins.
PARSED_ONLY = {
    "film": "takes minutes; tests/test_film.py makes one of short chapters",
    "gallery": "draws every scene; tests/test_gallery.py makes one of a short chapter",
    "slides": "needs the notes of the scenes it names; tests/test_slides.py makes decks of a short chapter",
    "train": "trains for minutes; tests/test_train.py trains toys",
    "sweep": "trains for minutes; tests/test_sweep.py trains toys",
    "import": "needs somebody's weights; tests/test_imports.py makes some",
    "watch": "ends when it is interrupted; tests/test_watch.py does so",
    "catalog": "plays every scene; tests/test_newcomer.py calls it",
    "new": "writes into the project; tests/test_newcomer.py calls it in a copy",
    "train-linebreak": "trains for minutes; tests/test_linebreak.py trains toys",
}
# Nobody speaks here: tests/test_voice.py has a fake engine and recordings, `make acceptance` the real flite.
VOICES = ("piper", "flite", "espeak-ng", "--voice-folder")
# Programs that are not ours, and what a line with them may be.
FOREIGN = (
    r"\. \.venv/bin/activate",
    r"brew install cairo pango pkg-config",
    r"apt-get install -y [\w -]+",
    r"manim -ql hills\.py Hills",
    r"find media -name partial_movie_files -prune -exec rm -r {} \+",
    r"rm -r media",
    r"dask scheduler",  # tests/test_cluster.py starts real ones
    r"dask worker tcp://HOST:8786 --nworkers auto --nthreads 1",
    # tests/test_cli.py asks what these lead to
    r'eval "\$\(_TRANSPARENT_BOX_COMPLETE=(bash|zsh)_source transparent-box\)"',
    r"_TRANSPARENT_BOX_COMPLETE=fish_source transparent-box \| source",
)


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, toy_folder: Path) -> None:
    """A folder of its own, in which the paths that the pages name stand for something."""
    (tmp_path / "runs").mkdir()
    for name in ("mine", "theirs"):
        (tmp_path / "runs" / name).symlink_to(toy_folder)
    (tmp_path / "weights.pth").touch()
    (tmp_path / "recordings").mkdir()
    (tmp_path / "my_scene.py").write_text(fill_template(SCENE, "my_scene"), encoding="utf-8")
    (tmp_path / "assets").symlink_to(ROOT / "assets")
    (tmp_path / "docs").symlink_to(DOCS)
    monkeypatch.chdir(tmp_path)


def understood(words: list[str]) -> click.Context:
    """The command line's own reading of a command; click's error where it does not understand."""
    name, command, rest = cli.main.resolve_command(click.Context(cli.main, info_name="cli.py"), words)
    assert command is not None
    return command.make_context(name, list(rest))


@pytest.mark.parametrize(("page", "line"), COMMANDS)
def test_every_command_is_understood(page: str, line: str) -> None:
    words = shlex.split(line)
    if words[0] == "make":
        made = subprocess.run(["make", "-n", *words[1:]], cwd=ROOT, capture_output=True, text=True)
        assert made.returncode == 0, made.stderr
    elif words[:2] == ["pip", "install"]:
        extras = re.fullmatch(r"pip install (?:-e )?'?\.(?:\[(?P<extras>[\w,]+)\])?'?", line)
        assert extras, f"{page}: {line}"
        known = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
        assert all(f"\n{extra} = [" in known for extra in (extras["extras"] or "").split(",") if extra)
    elif words[0] in OURS:
        given = ours(words)
        if not any(word in line for word in VOICES[:3]):  # these are looked for first
            understood(given)
    else:
        assert any(re.fullmatch(known, line) for known in FOREIGN), f"{page}: nobody tries {line!r}"


def ours(words: list[str]) -> list[str]:
    """A command's words from its name on; they begin with python cli.py or transparent-box."""
    return words[1:] if words[0] == "transparent-box" else words[2:] if words[1] == "cli.py" else words


def one_of_each(lines: list[str]) -> list[str]:
    """Of commands that do the same but for the scene, the quality and the place, the first."""
    found: dict[tuple[str, ...], str] = {}
    for line in lines:
        words = [
            word for word in ours(shlex.split(line)) if not re.fullmatch(r"-q.|--fps|30|\w+_scene|-o|\w+\.png", word)
        ]
        found.setdefault(tuple(sorted(words)), line)
    return list(found.values())


RUN = one_of_each(
    [
        line
        for _, line in COMMANDS
        if shlex.split(line)[0] in OURS
        and (ours(shlex.split(line))[0] not in PARSED_ONLY or "--schedule" in line)
        and not any(word in line for word in VOICES)
    ]
)


@pytest.mark.parametrize("line", RUN)
def test_a_command_does_what_it_is_for(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a short chapter in the place of each, at the lowest quality."""
    if "my_scene.py" not in line and "--beat " not in line:  # of which the short one has none of that name
        for place in ("film", "output.beats"):
            monkeypatch.setattr(f"transparent_box.scenes.{place}.scene_class", lambda chapter: ShortScene)
    result = CliRunner().invoke(cli.main, quickly(ours(shlex.split(line))), catch_exceptions=False)
    assert result.exit_code == 0, result.stderr
    assert result.stdout.strip() and "WARNING" not in result.stdout


@pytest.mark.usefixtures("evidence_measured_once")
@pytest.mark.parametrize("line", [line for line in one_of_each([line for _, line in COMMANDS]) if " --set " in line])
def test_what_the_pages_set_can_be_set(line: str, reference: Run) -> None:
    """On the run that is shipped, and in the chapter itself: other commands are tried with a short one in its place."""
    words = ours(shlex.split(line))
    (chapter,) = [word for word in words if word in CHAPTERS]
    settings = [given.split("=") for option, given in pairwise(words) if option == "--set"]
    job = Job(chapter, reference.folder, "l", format="png", settings=tuple((name, int(n)) for name, n in settings))
    assert [beat.line for beat in play_beats(job)] != [beat.line for beat in play_beats(replace(job, settings=()))]


def quickly(words: list[str]) -> list[str]:
    """The same command with less to do; what is said last counts."""
    less: dict[str, list[str]] = {
        "render": ["-ql", "--fps", "5"],
        "check": ["--theme", "dark", "--aspect", "16:9"],
    }
    toy = ["--run", "runs/mine"] if words[0] in ("render", "sheet", "script", "check") else []
    return [*words, *less.get(words[0], []), *toy]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Page) -> None:
    for link in page.links:
        if link.startswith(("http://", "https://")):
            continue
        path, _, name = link.partition("#")
        target = (page.path.parent / path).resolve() if path else page.path
        assert target.exists(), f"{page.name}: {link}"
        if name:
            assert name in Page(target).anchors, f"{page.name}: {link} names no heading"


@pytest.mark.parametrize(("page", "snippet"), [(page.name, code) for page in PAGES for code in page.blocks("python")])
def test_every_snippet_runs(page: str, snippet: str, tmp_path: Path, toy_folder: Path) -> None:
    """Scenes of ours by our command, scenes of Manim's by Manim's, all else as it stands."""
    file = tmp_path / "snippet.py"
    file.write_text(snippet, encoding="utf-8")
    if "@beat" in snippet:
        result = CliRunner().invoke(cli.main, ["render", "snippet.py", "-ql", "-s", "--run", str(toy_folder)])
        assert result.exit_code == 0, result.stderr
    elif "(Scene)" in snippet:
        command = [sys.executable, "-m", "manim", "-ql", "-s", "--media_dir", "media", "snippet.py"]
        made = subprocess.run(command, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True)
        assert made.returncode == 0 and list(tmp_path.glob("media/images/snippet/*.png")), made.stderr
    elif "dask_jobqueue" in snippet:
        compile(snippet, page, "exec")  # there is no SLURM here
    else:
        exec(compile(snippet, page, "exec"), {"__name__": "snippet"})


def test_weights_lead_to_a_clip(tmp_path: Path, toy_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page of somebody else's weights from its first line to its last, with a file as the paper's code saves it."""
    torch = pytest.importorskip("torch")
    (page,) = [page for page in PAGES if page.path.stem == "weights"]
    (tmp_path / "away").mkdir()
    monkeypatch.chdir(tmp_path / "away")
    arrays = Run(toy_folder, naming="trained").weights.to_dict()
    config = {"p": 13, "frac_train": 0.6}
    torch.save(
        {"model": {NAMES[name]: torch.tensor(one) for name, one in arrays.items()}, "config": config}, "weights.pth"
    )
    for line in page.commands:
        words = ours(shlex.split(line)) if shlex.split(line)[0] in OURS else []
        if words[:1] in (["import"], ["report"], ["render"]):
            quick = ["-ql", "--fps", "3"] if words[0] == "render" else []
            result = CliRunner().invoke(cli.main, [*words, *quick], catch_exceptions=False)
            assert result.exit_code == 0 and result.stdout.strip(), result.stderr
    assert len(list(Path("media").rglob("ClockScene*.mp4"))) == 1 and Path("theirs.png").is_file()
    (snippet,) = page.blocks("python")
    exec(compile(snippet, page.name, "exec"), {"__name__": "snippet"})


def test_training_leads_to_a_clip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page of one's own network, its first lines with a smaller network and fewer steps."""
    pytest.importorskip("torch")
    (page,) = [page for page in PAGES if page.path.stem == "network"]
    (tmp_path / "away").mkdir()
    monkeypatch.chdir(tmp_path / "away")
    small = ["--steps", "60", "--p", "13", "--fraction", "0.6", "--width", "8", "--heads", "2", "--mlp", "16"]
    quick = {"train": small, "render": ["-ql", "--fps", "1"]}
    for name, more in quick.items():
        line = next(line for line in page.commands if line.startswith(f"python cli.py {name} "))
        result = CliRunner().invoke(cli.main, [*ours(shlex.split(line)), *more], catch_exceptions=False)
        assert result.exit_code == 0 and Path(result.stdout.strip()).exists(), result.stderr
    assert len(list(Path("media").rglob("ClockScene*.mp4"))) == 1


def test_every_chapter_is_explained_with_its_picture_and_its_command() -> None:
    told = "\n".join(page.text for page in PAGES if page.path.parent == DOCS / "explanation")
    for chapter in CHAPTERS:
        assert f"(../pictures/{chapter}.png)" in told, f"{chapter} has no picture in docs/explanation"
        assert f"`python cli.py render {chapter}`" in told, f"{chapter} has no command in docs/explanation"


def test_recordings_are_called_as_beats_are() -> None:
    """Wherever a page or a command's help shows the name of a recording."""
    told = "\n".join([*(page.text for page in PAGES), FOLDER_HELP])
    named = re.findall(r"(\w+_scene)/\s*(\w+)\.wav", told)
    assert len(named) >= 2
    for chapter, name in named:
        assert name in beats_of(chapter), f"{chapter} has no beat {name}"


def test_pictures_are_small_and_shown() -> None:
    told = "\n".join(page.text for page in PAGES)
    files = sorted((DOCS / "pictures").iterdir())
    assert sum(path.stat().st_size for path in files) < 2_000_000
    for path in files:
        assert f"pictures/{path.name})" in told or f'pictures/{path.name}"' in told, (
            f"{path.name} is shown nowhere: remove it."
        )


def test_the_first_page_leads_to_every_way_to_do_something() -> None:
    (home,) = [page for page in PAGES if page.path == DOCS / "index.md"]
    told = {page.path.relative_to(DOCS).as_posix() for page in PAGES[1:] if page.path.parent.name == "how-to"}
    assert told | {"cluster.md"} <= set(home.links)
    assert {"docs/cluster.md", "docs/how-to/trouble.md"} <= set(PAGES[0].links)


def test_what_a_run_folder_holds_is_on_its_page(toy_folder: Path) -> None:
    (page,) = [page for page in PAGES if page.path.stem == "network"]
    section = page.prose.partition("## What a run folder holds\n")[2].partition("\n## ")[0]
    told = set(re.findall(r"`([\w./]+)`", section))
    for folder in (toy_folder, ROOT / "assets" / "reference"):
        there = {path.name + "/" * path.is_dir() for path in folder.iterdir()}
        assert there <= told, f"{folder}: {sorted(there - told)}"


def test_every_page_is_in_the_sites_menu() -> None:
    menu = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    for page in PAGES[1:]:
        assert f": {page.path.relative_to(DOCS).as_posix()}\n" in menu, f"{page.name} is not in mkdocs.yml"


def test_pages_and_code_are_spelled_in_american_english() -> None:
    paths = [ROOT / "CONTRIBUTING.md", *(page.path for page in PAGES)]
    paths += [path for folder in ("commands", "model", "scenes") for path in sorted((ROOT / folder).rglob("*.py"))]
    verbs = "memoris|generalis|digitis|organis|recognis|rasteris|optimis(?:e|ation)|normalis"
    british = rf"\w*(?:{verbs}|colour|behaviour|neighbour|favour|practise|licence|centre|centring|levelled)\w*"
    found = {path.name: words for path in paths if (words := re.findall(british, path.read_text("utf-8")))}
    assert not found


def test_what_film_takes_of_render_is_what_its_page_says() -> None:
    (page,) = [page for page in PAGES if page.path.stem == "film"]
    names = {}
    for command in ("render", "film"):
        context = click.Context(cli.main)
        made = cli.main.get_command(context, command)
        assert made is not None
        names[command] = {option.opts[0]: option for option in made.params if isinstance(option, click.Option)}
    lacking = sorted(names["render"].keys() - names["film"].keys())
    told = page.prose.partition("the options of `render` except ")[2].partition(";")[0]
    assert sorted(re.findall(r"`(.*?)`", told)) == lacking


def test_lines_of_pages_on_use_fit_an_editor() -> None:
    """Prose alone: tables, pictures and links that cannot be broken are as long as they are."""
    for page in PAGES:
        if page.path.parent.name != "explanation":
            prose = [line for line in page.prose.splitlines() if not line.startswith(("|", "![", "<"))]
            assert max(map(len, prose)) <= 140, f"{page.name}: {max(prose, key=len)}"
