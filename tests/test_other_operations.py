"""Chapters tell their story of a network that subtracts or multiplies, or say in a sentence why they cannot."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

import cli
import tests.short_scene  # noqa: F401 — a chapter that is quickly drawn
from tests.clockwork import clockwork, untrained
from tests.conftest import MadeOnce
from tests.pages import DOCS
from tests.test_every_prime import ELSEWHERE, play
from transparent_box.model.analysis.clock import read_sums
from transparent_box.model.analysis.copying import two_waves
from transparent_box.model.analysis.diagonals import crests
from transparent_box.model.data import OPERATIONS as COMPUTED
from transparent_box.model.data import SIGNS, answers
from transparent_box.model.runs.checkpoints import checkpoint_path
from transparent_box.model.runs.evidence import Evidence
from transparent_box.model.runs.measure import measure
from transparent_box.model.runs.run import Run
from transparent_box.model.storage import LacksError, RunError, read_arrays, write_arrays
from transparent_box.scenes.film import CHAPTERS, scene_class, telling_of, title
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import NARROW
from transparent_box.scenes.look.operations import (
    ADDITION,
    ANY,
    CLOCKS,
    MIRRORED,
    OPERATIONS,
    SUBTRACTION,
    SUMS,
    Operation,
)
from transparent_box.scenes.look.theme import DARK, Size
from transparent_box.scenes.mobjects.boards.counting_row import CountingOn, tops
from transparent_box.scenes.mobjects.boards.sum_table import SumTable
from transparent_box.scenes.mobjects.boards.toy_desk import ToyDesk
from transparent_box.scenes.mobjects.clocks.clock_face import ClockFace
from transparent_box.scenes.mobjects.shapes.space import Space
from transparent_box.scenes.mobjects.surfaces.relief import Relief
from transparent_box.scenes.mobjects.surfaces.ridge_walk import RidgeWalk
from transparent_box.scenes.mobjects.surfaces.rolled_sheet import LIFT, RolledSheet
from transparent_box.scenes.mobjects.surfaces.sum_lines import SumLines
from transparent_box.scenes.mobjects.switches.probability_panel import Odds
from transparent_box.scenes.mobjects.switches.real_output import RealOutput
from transparent_box.scenes.output.job import Job
from transparent_box.scenes.output.jobs import FinishedClip, make_clip
from transparent_box.scenes.output.pool import Outcome
from transparent_box.scenes.stage.beat import Beat
from transparent_box.scenes.stage.stage import Stage

P = 11
SLOW = "one_hot_scene"  # told of by its words below: its toy is slow
OF_SUMS = ("+", "sum", "addition", "adds", " add", "same answer")  # false of differences
TOLD = {
    "memorization_scene": "60 differences are its lessons",
    "transformer_scene": "between a difference and its answer",
    "neurons_scene": "ask it 0\u00a0−\u00a00:",
    "clock_scene": "then back by the other",
    "surface_scene": "121 differences",
    "excluded_loss_scene": "waves of x − y",
    "modular_addition_scene": "But 1 − 2? Count back from 1. Below 0 comes 4 again.",
    "diagonal_scene": "as x grows, y grows, too",
    "unembed_scene": "every pair makes 7",
    "recap_scene": "along each of them, x − y is the same",
    "replay_scene": "along x − y",
}


@pytest.fixture(scope="module")
def differences(made_once: MadeOnce) -> Run:
    """A network built by hand that turns back by y; it has a history."""

    def make(folder: Path) -> None:
        clockwork(folder, P, (1, 5), 0, history=True, operation="x-y")

    return Run(made_once("differences", make))


@pytest.fixture(scope="module")
def said_of_differences(differences: Run, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], list[str]]:
    """The lines of a chapter that tells of them, played once."""
    return cache(lambda chapter: play(chapter, differences, tmp_path_factory.mktemp("said")))


def tells_of(operation: str) -> list[str]:
    return [name for name in CHAPTERS if operation in scene_class(name).tells_of.operations]


def test_the_network_built_by_hand_subtracts(differences: Run) -> None:
    x, y = np.indices((P, P))
    assert (differences.predictions == (x - y) % P).all()


def test_every_operation_has_words_and_a_sign_where_its_answers_have_waves() -> None:
    assert OPERATIONS.keys() == COMPUTED.keys()
    assert {name: operation.clock.sign for name, operation in OPERATIONS.items() if operation.clock} == SIGNS
    for name, operation in OPERATIONS.items():
        assert operation.unshown or name == "x+y"


@pytest.mark.parametrize("name", OPERATIONS)
def test_a_question_says_what_is_computed(name: str) -> None:
    asked = OPERATIONS[name].asked(7, 3).replace("²", "**2").translate(str.maketrans("−·", "-*"))
    found = int(eval(asked)) if name != "x/y" else 7 * pow(3, -1, P)
    assert found % P == int(answers(name, np.array(7), np.array(3), P))
    assert "".join(text for text, _ in OPERATIONS[name].parts(7, 3)) == OPERATIONS[name].asked(7, 3).replace(" ", "")


def test_numbers_of_a_question_wear_their_colors() -> None:
    assert OPERATIONS["x^2+y^2"].parts(3, 5) == [("3²", "cos_x"), ("+", "text"), ("5²", "cos_y")]


@pytest.mark.parametrize("operation", [one for one in OPERATIONS.values() if one.noun])
def test_a_toys_question_needs_no_beginning_again(operation: Operation) -> None:
    (name,) = (key for key, one in OPERATIONS.items() if one is operation)
    x, y = map(np.array, operation.toy)
    assert 0 <= int(COMPUTED[name](x, y, 5)) < 5


@pytest.mark.parametrize("chapter", [name for name in tells_of("x-y") if name not in (SLOW, *ELSEWHERE)])
def test_a_chapter_that_tells_of_differences_says_nothing_of_sums(
    chapter: str, said_of_differences: Callable[[str], list[str]]
) -> None:
    said = " ".join(said_of_differences(chapter))
    assert TOLD.get(chapter, "") in said
    for true in (
        "A sum of waves",
        "multiplications and additions",
        "give each its weight, and add",
        "adds up all 128 neurons",
        "hills add up to ridges",
        "Add up the neurons",
        "Attention adds the two",
        "Add all 10",
        "Add the others",
    ):
        said = said.replace(true, "")
    assert not [word for word in OF_SUMS if word in said], said


@pytest.mark.parametrize("chapter", ["clock_scene"])
def test_a_clock_that_reads_all_alone_is_joined_by_the_other_one(
    chapter: str, differences: Run, said_of_differences: Callable[[str], list[str]]
) -> None:
    assert (Evidence(differences).clock_readings[0] == differences.answers).all() and len(differences.clocks) == 2
    assert "Alone, this clock gets all 121 differences right. Let the other one join." in said_of_differences(chapter)


@pytest.mark.parametrize("chapter", ["excluded_loss_scene"])
def test_a_loss_that_climbs_a_little_as_the_score_does_is_told_so(
    chapter: str, differences: Run, said_of_differences: Callable[[str], list[str]]
) -> None:
    """Less than twofold, and no score that stands still."""
    excluded, history = Evidence(differences).training.dynamics.excluded, differences.history
    assert 1 < excluded[-1] / excluded[0] < 2 and (history.test_accuracy == [1 / P, 1]).all()
    score = f"goes from 9{NARROW}% to 100{NARROW}%"
    assert f"Then it climbs: now the lessons need waves. The exam’s score {score}." in said_of_differences(chapter)


@pytest.mark.parametrize("chapter", ["memorization_scene"])
def test_of_steps_that_were_not_run_nothing_is_said(
    chapter: str, differences: Run, said_of_differences: Callable[[str], list[str]]
) -> None:
    """It is trained in a single step, after which the exam is passed, too."""
    assert differences.history.step.tolist() == [0, 1]
    said = said_of_differences(chapter)
    assert f"It knows every lesson by heart, and 100{NARROW}% of the exam. Most people would stop here." in said
    assert "We don’t. We let it run." in said


@pytest.mark.parametrize("chapter", ["outro_scene"])
def test_a_spike_is_counted_only_where_a_chapter_tells_of_it(
    chapter: str, said_of_differences: Callable[[str], list[str]], tmp_path: Path
) -> None:
    """Here every answer's scores are its neighbor's, so that its ridge stands above none."""
    assert "Inside: a clock, a loop, hills, ridges, a spike." in " ".join(said_of_differences(chapter))
    folder = clockwork(tmp_path / "run", P, (1, 5), 0, operation="x-y").folder
    weights = read_arrays(checkpoint_path(folder, 1))
    weights["W_U"][:, :P] = np.roll(weights["W_U"][:, :P], 1, axis=1)
    write_arrays(checkpoint_path(folder, 1), weights)
    moved = measure(folder)
    with pytest.raises(LacksError, match="no ridge for 7"):
        play("unembed_scene", moved, tmp_path)
    assert "Inside: a clock, a loop, hills, ridges. In" in " ".join(play(chapter, moved, tmp_path))


@pytest.mark.parametrize(
    ("operation", "first", "wrapped"),
    [
        ("x-y", "2, because 3 − 1 = 2", "It’s subtraction, but below 0 comes 4 again: 2 − 4 gives 3."),
        ("x*y", "4, because 2 · 2 = 4", "It’s multiplication, but after 4 comes 0 again: 2 · 4 gives 3."),
    ],
)
def test_the_riddle_is_that_of_its_operation(operation: str, first: str, wrapped: str, tmp_path: Path) -> None:
    lines = play(SLOW, untrained(7, tmp_path / "run", operation), tmp_path)
    assert any(first in line for line in lines) and wrapped in lines


def test_a_class_of_equals_that_is_missing_is_given_nothing_and_no_dot(differences: Run) -> None:
    """The network built by hand has none, as one that was imported may."""
    evidence, (x, y) = Evidence(differences), SUBTRACTION.toy
    found, scores = evidence.log_probabilities(x, y), evidence.logits[x, y].astype(np.float64)
    assert found[-1] == -np.inf and found[:-1] == pytest.approx(scores - np.log(np.exp(scores).sum()))
    odds = Odds(found / np.log(10), np.linspace(-2, 2, P + 1), Area(-3, 3, -2, 2), DARK)
    assert len(odds.ends) == P and np.isfinite(odds.ends).all()


@pytest.mark.parametrize(("share", "rest"), [(0.86, "what is left"), (0.995, "almost nothing")])
def test_almost_nothing_is_said_of_little_only(share: float, rest: str) -> None:
    chances = np.array([share, *[(1 - share) / 5] * 5])
    assert RealOutput(chances, Area(-3, 3, -2, 2), Size.LABEL, DARK).rest == rest


def test_mirror_images_of_products_are_told(tmp_path: Path) -> None:
    operation = OPERATIONS["x*y"]
    assert "y · x is x · y" in operation.mirrored(rest_came=True).replace("\N{NO-BREAK SPACE}", " ")
    assert "x*y" in MIRRORED.operations and "x-y" not in MIRRORED.operations
    for name in MIRRORED.operations:
        x, y = np.indices((P, P))
        assert np.array_equal(answers(name, x, y, P), answers(name, y, x, P)), name


@pytest.mark.parametrize("operation", [name for name in OPERATIONS if name != "x+y"])
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_other_chapters_refuse_in_a_sentence(chapter: str, operation: str, tmp_path: Path) -> None:
    scene, run = scene_class(chapter), bare(tmp_path, operation)
    if operation in scene.tells_of.operations:
        scene.require_operation(run)
        return
    with pytest.raises(RunError) as refused:
        scene.require_operation(run)
    said = str(refused.value)
    assert (
        said.startswith("This chapter is about x+y") and f"not about {operation}, which {run.folder} learned: " in said
    )
    assert said.endswith("; name another run, or leave --run out for the shipped one.") and ".." not in said


def test_the_guide_names_the_chapters_that_tell_of_an_operation() -> None:
    rows = re.findall(r"^\| (x\S+) \| (.+) \|$", (DOCS / "how-to" / "network.md").read_text(encoding="utf-8"), re.M)
    assert dict(rows) == {
        name: ", ".join(map(short, tells_of(name))) if name != "x+y" else "all" for name in OPERATIONS
    }
    assert tells_of("x+y") == list(CHAPTERS)


def test_what_a_chapter_tells_of_is_read_without_importing_it() -> None:
    for chapter in CHAPTERS:
        assert telling_of(chapter) is scene_class(chapter).tells_of, chapter


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> FinishedClip:
    place = tmp_path_factory.mktemp("short")
    return make_clip(Job("short_scene", untrained(5, place / "run").folder, "l", media=place / "clip"))


@pytest.fixture
def drawn(clip: FinishedClip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Job]:
    """The jobs that a command hands out; each is a short clip, but that of the cleanup, which crashes."""
    given: list[Job] = []

    def outcomes(jobs: list[Job], at_once: int, cluster: str | None) -> list[Outcome]:
        given.extend(jobs)
        crashed = [job.chapter == "cleanup_scene" for job in jobs]
        return [
            Outcome(job, sentence="A crash.") if bad else Outcome(job, clip.path, beats=clip.beats)
            for job, bad in zip(jobs, crashed, strict=True)
        ]

    monkeypatch.setattr("transparent_box.commands.render.draw_with_progress", outcomes)
    monkeypatch.setattr("transparent_box.scenes.output.places.is_current", lambda job: False)
    bare(tmp_path, "x-y")
    return given


def command(tmp_path: Path, name: str, *words: str) -> Result:
    return CliRunner().invoke(cli.main, [name, *words, "-ql", "--run", str(tmp_path)], prog_name="cli.py")


def test_a_film_of_what_can_be_told_is_a_success(drawn: list[Job], tmp_path: Path) -> None:
    film = tmp_path / "film.mp4"
    made = command(tmp_path, "film", "--from", "clock", "--to", "excluded_loss", "-o", str(film))
    there = [name for name in tells_of("x-y") if name in CHAPTERS[12:21]]
    assert made.exit_code == 0 and made.stdout.strip() == str(film) and [job.chapter for job in drawn] == there
    (left_out,) = [line for line in made.stderr.splitlines() if line.startswith("Left out, because they do not fit")]
    for chapter in CHAPTERS[12:21]:
        assert (title(chapter) in left_out) is (chapter not in there), chapter
    assert all(telling_of(chapter).because in left_out for chapter in CHAPTERS[12:21] if chapter not in there)
    transcript = (tmp_path / "film.mp4.transcript.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (.+) \(", transcript, re.M) == list(map(title, there))


def test_a_crash_is_a_failure_whatever_else_is_left_out(drawn: list[Job], tmp_path: Path) -> None:
    made = command(tmp_path, "film", "--from", "interference", "--to", "cleanup", "-o", str(tmp_path / "film.mp4"))
    assert made.exit_code == 1 and "Left out" in made.stderr and "1 of 5 scenes failed" in made.stderr


def test_a_chapter_asked_for_by_name_is_tried(drawn: list[Job], tmp_path: Path) -> None:
    command(tmp_path, "film", "interference", "cleanup", "-o", str(tmp_path / "film.mp4"))
    assert [job.chapter for job in drawn] == ["interference_scene", "cleanup_scene"]


def test_where_nothing_is_left_a_sentence_says_so(drawn: list[Job], tmp_path: Path) -> None:
    made = command(tmp_path, "film", "--from", "interference", "--to", "interference", "-o", str(tmp_path / "film.mp4"))
    assert made.exit_code == 1 and f"No scene is left that fits {tmp_path}." in made.stderr and not drawn


@pytest.mark.parametrize("name", ["slides", "gallery"])
def test_decks_and_galleries_are_made_of_what_can_be_told(
    name: str, drawn: list[Job], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: dict[str, Any] = {}
    maker = {"slides": "slides.make_deck", "gallery": "gallery.make_gallery"}[name]
    monkeypatch.setattr(f"transparent_box.scenes.output.{maker}", lambda *all: given.update(all=all) or Path("made"))
    made = command(tmp_path, name, "-o", str(tmp_path / "made"))
    assert [job.chapter for job in drawn] == tells_of("x-y") and "Left out" in made.stderr
    assert made.exit_code == 1 and "cleanup_scene" in made.stderr.splitlines()[-1], "of which one crashed"


def test_a_script_has_the_lines_of_what_can_be_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[Job] = []

    def told(job: Job) -> list[Beat]:
        given.append(job)
        return []

    monkeypatch.setattr("transparent_box.scenes.output.jobs.play_beats", told)
    run, out = bare(tmp_path, "x*y").folder, str(tmp_path / "lines")
    made = CliRunner().invoke(cli.main, ["script", "--run", str(run), "-o", out], prog_name="cli.py")
    assert made.exit_code == 0 and [job.chapter for job in given] == tells_of("x*y") and "Left out" in made.stderr


def short(chapter: str) -> str:
    return chapter.removesuffix("_scene")


def bare(folder: Path, operation: str) -> Run:
    """A folder with a recipe alone, and as if `measure` had been there."""
    from transparent_box.model.config import Config
    from transparent_box.model.runs.run import FORMAT
    from transparent_box.model.storage import write_json

    recipe = Config(p=7, operation=operation).to_json()
    write_json(folder / "config.json", {"format": FORMAT, "recipe": recipe, "measured": {"key_frequencies": []}})
    return Run(folder)


def test_a_scene_tells_of_sums_unless_it_says_otherwise() -> None:
    class Plain(Stage):
        pass

    class Turned(Stage, tells_of=CLOCKS):
        pass

    assert Plain.tells_of is SUMS and Turned.tells_of is CLOCKS and set(ANY.operations) == set(COMPUTED)
    assert MIRRORED.named == "x+y, x*y, x^2+y^2 and x^2+xy+y^2" and SUMS.named == "x+y"


def test_hands_turned_back_read_differences() -> None:
    angles = [2 * np.pi * k * np.arange(P) / P for k in (1, 3)]
    x, y = np.indices((P, P))
    assert all((read == (x - y) % P).all() for read in read_sums(angles, [1, 3], P, sign=-1))


def test_a_way_back_winds_outward_as_one_on_does() -> None:
    face = ClockFace(12, 3, [], [], 2.0, DARK)
    on, back = (np.linalg.norm(face.sweep(0, hours, DARK.text, 0.5).points - face.middle, axis=1) for hours in (9, -9))
    assert np.allclose(on, back) and back[-1] > back[0]


def test_a_difference_has_its_ridges_along_the_other_diagonal(differences: Run) -> None:
    """Their heights and shares are those of the mirrored sum; what is drawn on them goes through their pairs alone."""
    x, y = np.indices((P, P))
    surface = np.cos(2 * np.pi * (x - y - 4) / P)
    mirrored = surface[:, -np.arange(P)]
    found, turned = crests(mirrored), crests(surface, -1)
    assert np.allclose(found.means, turned.means) and turned.lines() == (4, 4 - P) and found.lines() == (4, 4 + P)
    relief = Relief(surface, lambda heights: np.ones((*np.shape(heights), 4)), 1.0)
    lines = SumLines(relief, surface, -1, DARK)
    pairs = [pair for total in turned.lines() for pair in lines.pairs(total, np.linspace(0, 1, P).tolist())]
    assert sorted(pairs) == sorted(((n + 4) % P, n) for n in range(P))
    walk = RidgeWalk(relief, surface, SUBTRACTION, 4, Area(-6, 6, -3, 3), DARK)
    assert walk.pairs[:2] == [(4, 0), (5, 1)] and set(walk.pairs) == set(pairs) and walk.crosses
    assert not RidgeWalk(relief, surface, SUBTRACTION, 0, Area(-6, 6, -3, 3), DARK).crosses
    evidence = Evidence(differences)
    assert evidence.share_along_answer(surface) == pytest.approx(1) and evidence.share_along_answer(mirrored) < 1e-9


def test_the_walk_is_along_all_that_there_is_of_both_ridges() -> None:
    count, c = 41, 4
    flat = np.zeros((count, count))
    relief = Relief(flat, lambda heights: np.ones((*np.shape(heights), 4)), 1.0)
    for operation, ends in ((SUBTRACTION, [(c, 0), (count - 1, count - 1 - c)]), (ADDITION, [(0, c), (c, 0)])):
        walk = RidgeWalk(relief, flat, operation, c, Area(-6, 6, -3, 3), DARK)
        first, second = walk.ridges(DARK)
        assert walk.crosses and len(first) == len(second) == 2, "each line has its casing"
        for place, pair in zip((0, -1), ends, strict=True):
            assert first[1].points[place][:2] == pytest.approx(relief.at(*pair, flat)[0, :2])
    alone = RidgeWalk(relief, flat, SUBTRACTION, 0, Area(-6, 6, -3, 3), DARK)
    assert not alone.crosses and not len(alone.ridges(DARK)[1])


def test_rolled_up_a_differences_ridges_are_one_ring() -> None:
    scores = np.zeros((P, P))
    sheet = RolledSheet(Space(0.9, -1.0), lambda _: scores, SUBTRACTION, 4, 1.0, lambda h: np.ones((*h.shape, 4)), DARK)
    near, far = sheet.bend(2).ring[1].curves()
    assert near[-1] == pytest.approx(far[0], abs=1e-6) and near[0] == pytest.approx(far[-1], abs=1e-6)
    for part, ends in ((near, ((0, P - 4), (4, P))), (far, ((4, 0), (P, P - 4)))):
        on = [sheet.at(np.array([float(x)]), np.array([float(y)]), LIFT)[0] for x, y in ends]
        assert np.allclose(part[[0, -1]], on, atol=1e-6)


def test_two_waves_have_a_phase_each() -> None:
    x, y = 2 * np.pi * 3 * np.indices((P, P)) / P
    found = two_waves(2 * np.cos(x + 0.4) + 2 * np.cos(y - 1.1) + 7, 3)
    assert (found.amplitude, *found.phases, found.r2) == pytest.approx((2, 0.4, -1.1, 1))


def test_arrows_of_differences_point_along_them(differences: Run) -> None:
    evidence = Evidence(differences)
    found = evidence.training.structures(1, 7)
    around, along = (np.abs(arrows[-1].sum()) / np.abs(arrows[-1]).sum() for arrows in (found.around, found.along))
    assert around < 1e-3 and along > 0.99


def test_counting_back_ends_where_the_difference_is() -> None:
    desk = ToyDesk(5, -1, Area(-6, 6, -3, 3), True, DARK)
    assert [(x - y) % 5 for x, y in desk.pairs] == [2, 4, 3] == [desk.table.sums[pair] for pair in desk.pairs]
    for x, y in desk.pairs:
        count = CountingOn(desk.bar, x, y, -1, 0.5, DARK)
        assert count.bows[-1].get_end() == pytest.approx(tops(desk.bar)[(x - y) % 5])
        assert all(bow.get_top()[1] > bow.get_start()[1] + 0.1 for bow in count.bows), "bows go over the row"
    assert desk.places(within=True)[:2] == [(0, 0), (1, 0)] and (0, 1) in desk.places(within=False)


def test_a_table_of_differences_keeps_its_rule_and_its_diagonals() -> None:
    x, y = np.indices((17, 17))
    table = SumTable(np.zeros((5, 5), int), 5, 1, 1, 20, DARK)
    table.leave(17, -1).interpolate(1)
    assert np.array_equal(table.sums, (x - y) % 17)
    table = SumTable(np.zeros((7, 7), int), 7, 7, 7, 20, DARK)
    for line in table.diagonal(3, -1):
        ends = [np.round(point[:2] + 3).astype(int) for point in line.points]
        assert {int(across - up) % 7 for across, up in ends} == {3}
