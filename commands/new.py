"""`new`: writes a scene, or a chapter of the film and its test, ready to play."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parents[1]
NAME = re.compile(r"[a-z]+(_[a-z]+)*_scene")

SCENE = '''"""Does the network get every sum right? Say here, in one sentence, what a viewer takes home."""

from __future__ import annotations

import numpy as np
from manim import LEFT, UP, FadeIn, UpdateFromAlphaFunc

from transparent_box import Counter, Gap, HeatMap, Size, Stage, Time, beat, viridis

ASKED, ANSWERED = 0.15, 0.4  # opacity of a sum without an answer, and of an answer that has not been checked


class {class_name}(Stage):
    """The network answers every sum, and the right answers light up and are counted."""

    def construct(self) -> None:
        """The chapter's table of contents."""
        self.place()
        self.every_answer()
        self.how_many_are_right()

    def place(self) -> None:
        """Place a table of all sums, x to the right and y upward, and above it the number of right answers."""
        self.right = self.run.predictions == self.run.answers
        self.count = Counter("right:", f"{{self.right.size:,}}", "", Size.LABEL, self.theme.text)
        area = self.content.less_top(self.count.height + Gap.NEAR)
        side = min(area.width, area.height)
        self.table = HeatMap(viridis(self.run.predictions / (self.run.p - 1)), side, side).move_to(area.center)
        self.count.next_to(self.table, UP, Gap.NEAR).align_to(self.table, LEFT)
        self.answer(self.table, 0.0)
        self.add(self.table)

    @beat
    def every_answer(self) -> None:
        """Let the network answer every sum, from left to right."""
        self.say(f"The network answers {{self.right.size:,}} sums. Each color is an answer.", lead=1.3)
        self.play(UpdateFromAlphaFunc(self.table, self.answer), run_time=Time.SLOW)

    @beat
    def how_many_are_right(self) -> None:
        """Light up the right answers; every number on screen is measured."""
        self.say(f"How many are right? {{self.right.sum():,}} of them.", lead=0.8)
        self.play(FadeIn(self.count.show("0")), run_time=Time.QUICK)
        self.play(UpdateFromAlphaFunc(self.table, self.check), run_time=Time.SLOW)

    def answer(self, table: HeatMap, share: float) -> None:
        """Show the answers of the columns up to a share (0 … 1) of the width."""
        self.shade(np.where(self.passed(share), ANSWERED, ASKED))

    def check(self, table: HeatMap, share: float) -> None:
        """Light up the right answers of these columns, and count them."""
        right = self.right & self.passed(share)
        self.shade(np.where(right, 1.0, ANSWERED))
        self.count.show(f"{{right.sum():,}}")

    def passed(self, share: float) -> np.ndarray:
        """Return a mask (p, 1) of the columns up to a share (0 … 1) of the width."""
        return np.arange(self.run.p)[:, None] < share * self.run.p

    def shade(self, opacity: np.ndarray) -> None:
        """Give the cells an opacity each, (p, p) or (p, 1)."""
        colors = self.table.colors.copy()
        colors[..., 3] = opacity
        self.table.colors = colors
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
