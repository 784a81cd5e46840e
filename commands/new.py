"""`new`: writes a scene, or a chapter of the film and its test, ready to play."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parents[1]
NAME = re.compile(r"[a-z]+(_[a-z]+)*_scene")

SCENE = '''"""The network answers every sum: say here, in one sentence, what a viewer takes home."""

from __future__ import annotations

from manim import FadeIn, FadeOut

from transparent_box import HeatMap, Size, Stage, Time, beat, viridis, words


class {class_name}(Stage):
    """A table of all answers, and how many are right."""

    def construct(self) -> None:
        """The chapter's table of contents."""
        self.every_answer()
        self.how_many_are_right()

    @beat
    def every_answer(self) -> None:
        """Show what the network answers to every sum, x to the right and y upward."""
        p, area = self.run.p, self.content
        side = min(area.width, area.height)
        self.table = HeatMap(viridis(self.run.predictions / (p - 1)), side, side).move_to(area.center)
        self.say(f"Every cell is one of {{p * p:,}} sums, its color the answer that the network gives.")
        self.play(FadeIn(self.table), run_time=Time.STEADY)

    @beat
    def how_many_are_right(self) -> None:
        """Count the right ones; every number on screen is measured."""
        right = int((self.run.predictions == self.run.answers).sum())
        count = words(f"{{right:,}} right", Size.HEADLINE, self.theme.accent).move_to(self.content.center)
        self.say(f"{{right:,}} of them are right.")
        self.play(FadeOut(self.table), run_time=Time.STEADY)
        self.play(FadeIn(count), run_time=Time.STEADY)
'''

TEST = '''"""What {name} says of the reference run.

That it plays, can be read and is drawn again is tested with all chapters.
"""

from __future__ import annotations

from tests.test_stage import play
from transparent_box.model.runs.run import Run


def test_every_answer_is_right(reference: Run) -> None:
    """The claim of the second beat, from the run and not from the scene."""
    assert (reference.predictions == reference.answers).all()


def test_the_chapter_says_how_many(reference: Run) -> None:
    first, second = play("{name}", reference).beats
    count = f"{{reference.answers.size:,}}"
    assert count in first.line and count in second.line
'''


@click.command("new", short_help="Write a new scene to start from.")
@click.argument("name")
def new_command(name: str) -> None:
    """Write a scene NAME, such as my_scene, that plays at once: NAME.py in the current folder.

    Inside the project's repository it becomes the film's last chapter instead: scenes/NAME.py, with a test.
    """
    check_name(name)
    if Path.cwd().is_relative_to(ROOT) and (ROOT / "scenes" / "film.py").is_file():
        write_chapter(name)
    else:
        write_scene_file(name)


def write_scene_file(name: str) -> None:
    """Write a scene into the current folder; raise a usage error if there is such a file."""
    from transparent_box.model.errors import PROGRAM
    from transparent_box.model.files import save_text

    scene = Path(f"{name}.py")
    if scene.exists():
        raise click.UsageError(f"{scene} is there already: choose another name.")
    save_text(scene, fill_template(SCENE, name))
    click.echo(scene)
    click.echo(f"Now: {PROGRAM} watch {scene}", err=True)


def write_chapter(name: str) -> None:
    """Write a chapter and its test into the checkout, and list it last in the film."""
    from transparent_box.model.files import save_text
    from transparent_box.scenes.film import CHAPTERS

    scene, test, film = ROOT / "scenes" / f"{name}.py", ROOT / "tests" / f"test_{name}.py", ROOT / "scenes" / "film.py"
    taken = [str(file.relative_to(ROOT)) for file in (scene, test) if file.exists()]
    if taken or name in CHAPTERS:
        raise click.UsageError(
            f"{name} is there already ({', '.join(taken) or 'scenes/film.py'}): choose another name."
        )
    put_last = add_to_chapters(film.read_text(encoding="utf-8"), name)
    files = {scene: fill_template(SCENE, name), test: fill_template(TEST, name), film: put_last}
    for file, text in files.items():
        save_text(file, text)
    click.echo("\n".join(str(file.relative_to(ROOT)) for file in files))
    click.echo(f"Now: python cli.py watch {name}, and python -m pytest -k {name}", err=True)


def fill_template(text: str, name: str) -> str:
    """Fill the chapter's name into `SCENE` or `TEST`."""
    from transparent_box.scenes.external import to_camel_case

    return text.format(name=name, class_name=to_camel_case(name))


def check_name(name: str) -> None:
    """Raise a usage error, with a suggestion, for a name that no chapter can have."""
    if not NAME.fullmatch(name):
        letters = re.sub(r"[^a-z]+", "_", name.removesuffix(".py").lower())
        plain = letters.removesuffix("scene").strip("_") or "my"
        raise click.UsageError(
            f"{name!r} cannot name a chapter: use lowercase letters, with _ between words and _scene at the end, "
            f"such as {plain}_scene."
        )


def add_to_chapters(film: str, name: str) -> str:
    """Return the source of film.py with a chapter added as the last of CHAPTERS."""
    for node in ast.parse(film).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "CHAPTERS":
            lines = film.splitlines(keepends=True)
            lines.insert((node.end_lineno or 0) - 1, f'    "{name}",\n')
            return "".join(lines)
    raise click.UsageError("scenes/film.py has no tuple CHAPTERS, one chapter a line: restore it.")
