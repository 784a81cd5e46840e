"""What grok_scene says of the word, of the six operations, and of the one that never passes its exam."""

from __future__ import annotations

from functools import reduce
from pathlib import Path
from typing import Any

import cairo
import numpy as np
import pytest
from manim import Animation, Group, LaggedStart

from tests.test_stage import lines_of, play, watching
from transparent_box.model.data import answers
from transparent_box.model.runs.run import Run
from transparent_box.model.sweeps.operations import read_operations
from transparent_box.scenes.facts import read_facts
from transparent_box.scenes.grok_scene import GrokScene
from transparent_box.scenes.look.colormaps import cyclic, rgba
from transparent_box.scenes.look.frame import ASPECTS, Area, Frame
from transparent_box.scenes.look.numbers import NARROW, percent
from transparent_box.scenes.look.texels import texels_of
from transparent_box.scenes.look.theme import DARK, Gap
from transparent_box.scenes.mobjects.boards.mirror_board import MirrorBoard
from transparent_box.scenes.mobjects.shapes.array_mobject import Floats
from transparent_box.scenes.mobjects.shapes.heat_map import HeatMap
from transparent_box.scenes.mobjects.training.mirror_desk import MirrorDesk
from transparent_box.scenes.mobjects.training.opened_trial import OpenedTrial
from transparent_box.scenes.mobjects.training.task_tables import CORNER, TaskTables
from transparent_box.scenes.mobjects.training.trial_panel import TrialPanel, TrialPanels
from transparent_box.scenes.mobjects.training.two_trainings import TwoTrainings
from transparent_box.scenes.output.job import Job
from transparent_box.scenes.output.jobs import stage_job
from transparent_box.scenes.raster.compositing import paint_cells
from transparent_box.scenes.raster.path_cache import surface_of

STUCK = "x^2+xy+y^2"


@pytest.fixture(scope="module")
def scene(reference: Run) -> GrokScene:
    found: GrokScene = play("grok_scene", reference)
    return found


def before_ours(scene: GrokScene) -> TrialPanels:
    """The six panels as they are until one of them becomes our own training's."""
    return TrialPanels(scene.panels.trials, scene.last, scene.room, DARK)


def drawn(table: HeatMap) -> Floats:
    """(100, 100, 4) bytes of a table, ten pixels a unit."""
    surface = cairo.ImageSurface(cairo.FORMAT_ARGB32, 100, 100)
    context = cairo.Context(surface)
    context.translate(50, 50)
    context.scale(10, 10)
    paint_cells(context, table, surface_of(texels_of(table.colors).T))
    return np.frombuffer(surface.get_data(), dtype=np.uint8)


def test_word_and_paper_have_their_sources() -> None:
    facts = read_facts()
    assert facts["word_grok"].value == 1961 and "Heinlein" in facts["word_grok"].source
    assert facts["paper_grokking"].value == 2022 and facts["paper_grokking"].source == "Power et al. 2022"


def test_three_pass_two_almost_and_one_is_stuck(scene: GrokScene) -> None:
    said = lines_of(scene)
    last = {name: trial.history.test_accuracy for name, trial in read_operations().items()}
    assert sorted(name for name, exam in last.items() if exam.max() >= 0.999) == ["x*y", "x+y", "x-y"]
    assert all(0.98 < last[name][-1] < 0.999 for name in ("x/y", "x^2+y^2"))
    assert said["who_got_there"] == (
        "Three passed, each in its own time. Two are almost there. One is stuck at 51 %.".replace(" %", "\u202f%")
    )
    assert "Six tasks" in said["six_tasks"] and "50\u202f%" in said["six_tasks"]
    assert 30 <= scene.beats[-1].end <= 75


def test_each_panel_says_when_its_own_exam_was_passed(scene: GrokScene) -> None:
    told = {name: panel.result.markup for name, panel in before_ours(scene).panels.items()}
    for name, trial in read_operations().items():
        passed = trial.history.step[trial.history.test_accuracy >= 0.999]
        assert (f"passed at {int(passed[0]):,}" if len(passed) else "%") in told[name]


def test_the_one_that_is_stuck_knows_mirror_images_alone(scene: GrokScene) -> None:
    trial = read_operations()[STUCK]
    assert scene.stuck == STUCK
    groups, p = trial.groups, trial.config.p
    x, y = np.indices((p, p))
    assert (answers(STUCK, x, y, p) == answers(STUCK, y, x, p)).all(), "the order does not matter"
    assert (groups["lessons"].astype(int) + groups["mirrors"] + groups["others"] == 1).all()
    assert groups["lessons"].T[groups["mirrors"]].all() and not groups["lessons"].T[groups["others"]].any()
    known, rest = trial.accuracies.mirrored, trial.accuracies.unmirrored
    assert known == 1 and rest == pytest.approx(0.02, abs=0.001)
    right = known * groups["mirrors"].sum() + rest * groups["others"].sum()
    exam = groups["mirrors"].sum() + groups["others"].sum()
    assert right / exam == pytest.approx(trial.history.test_accuracy[-1], abs=1e-3)


def test_it_says_why_others_were_quicker_than_our_own_training(scene: GrokScene, reference: Run) -> None:
    """They had more lessons; the two shares are the recipes'."""
    shares = {trial.config.fraction for trial in read_operations().values()}
    said, ours = lines_of(scene), percent(reference.config.fraction)
    assert shares == {0.5} and reference.config.fraction == 0.3
    assert f"not {ours}: that’s faster" in said["six_tasks"]
    assert f"inside ours, trained on {ours}." in said["what_did_the_others_find"]


def test_in_the_end_our_own_training_is_left_of_two(scene: GrokScene, reference: Run) -> None:
    """From its first step to a little past its exam, as the next chapter opens on it."""
    history, left = reference.history, scene.both.second
    passed = int(history.step[history.test_accuracy >= 0.999][0])
    assert left.mark == passed == 10_980 and "10,980" in left.result.markup and left.result[0].get_fill_opacity() == 1
    assert passed < left.last < 1.2 * passed
    opened = OpenedTrial(*scene.training_told(), scene.frame.picture, DARK)
    assert left.curves.points == pytest.approx(opened.curves.points) and left.upright.points == pytest.approx(
        opened.upright.points
    )


@pytest.mark.parametrize("aspect", [*ASPECTS])
def test_two_trainings_are_drawn_on_one_axis_that_reaches_on(scene: GrokScene, reference: Run, aspect: str) -> None:
    """At every moment both curves, both marks and the numerals stand on the same steps."""
    history, trial, area = reference.history, read_operations()["x+y"], Frame(aspect, 720).picture
    both = TwoTrainings(before_ours(scene), scene.training, (0.5, 0.3), area, DARK)
    ends, plot = (3000, scene.training[1].step[-1]), both.plot
    for share in (0.0, 0.4, 1.0):
        both.draw(share)
        last = (1 - share) * ends[0] + share * ends[1]
        for panel, record in ((both.first, trial.history), (both.second, history)):
            exam = panel.curves.curves()[0]
            heights = np.interp((exam[:, 0] - plot.left) / plot.width * last, record.step, record.test_accuracy)
            assert exam[:, 1] == pytest.approx(plot.bottom + plot.height * heights, abs=0.03)
        assert both.first.upright.get_x() == pytest.approx(plot.left + plot.width * 980 / last)
        numerals = {one.markup: one for one in both.axis if one[0].get_fill_opacity() > 0.5}
        for text in numerals.keys() & {"1,000", "2,000", "5,000"}:
            step = int(text.replace(",", ""))
            assert numerals[text].get_x() == pytest.approx(plot.left + plot.width * step / last, abs=0.01)
        reached = both.second.curves.curves()[0][:, 0].max()
        assert reached == pytest.approx(plot.left + plot.width * share * ends[1] / last, abs=0.01)
    assert [tag.markup for tag in both.tags] == [
        f"50{NARROW}% as lessons: passed at 980",
        f"30{NARROW}% as lessons",
    ]
    points = both.second.curves.curves()[0]
    for tag in both.tags:
        around = Area.around(tag)
        under = points[(points[:, 0] > around.left) & (points[:, 0] < around.right), 1]
        assert under.max() < around.bottom and around.left > both.first.upright.get_x()
    assert min(Area.around(both.tags[0]).overlap(Area.around(both.tags[1]))) < 0


def test_a_shorter_training_is_drawn_on_an_axis_that_draws_in(scene: GrokScene, grokked_run: Run) -> None:
    history = grokked_run.history
    both = TwoTrainings(before_ours(scene), ("x+y", history, None), (0.5, 0.6), Area(-6, 6, -3, 3), DARK)
    assert history.step[-1] < 3000
    for share in (0.5, 1.0):
        across = both.draw(share).first.curves.points[:, 0]
        assert across.max() <= both.plot.right + 1e-6
    assert both.second.last == history.step[-1]
    tag, exam = Area.around(both.tags[1]), both.second.curves.curves()[0]
    assert tag.right <= both.plot.right, "before its exam rises there is no room"
    assert exam[exam[:, 0] > tag.left, 1].min() > tag.top


@watching("grok_scene", "play")
def closed(scene: GrokScene, *moves: Any, **more: Any) -> list[tuple[Any, ...]]:
    """The moves of a play in which the opened board goes."""
    board = getattr(getattr(scene, "desk", None), "board", None)
    animations = [move for move in moves if isinstance(move, Animation)]
    is_gone = any(move.is_remover() and board in move.mobject.get_family() for move in animations)
    return [moves] if board is not None and is_gone else []


def test_all_come_back_while_the_board_closes_but_not_before_it_is_small(scene: GrokScene) -> None:
    """Later they would leave one panel alone in the frame, and sooner lie over the board; its counts go at once."""
    ((board, panel, counts, others),) = (moves for found in scene.watched["closed"] for moves in found)
    desk = scene.desk
    assert desk.board in board.mobject.get_family() and panel.mobject is scene.panels.panels[STUCK]
    assert scene.panels.panels["x-y"] in others.mobject.get_family()
    assert board.rate_func(0.45) > 0.3 and [others.rate_func(time) for time in (0.45, 1.0)] == pytest.approx([0, 1])
    assert counts.mobject is desk.counts and counts.rate_func(0.45) == pytest.approx(1)


def test_plots_fill_a_low_frame(reference: Run) -> None:
    found = {name: (name, trial.history, trial.generalized_at) for name, trial in read_operations().items()}
    frame = Frame("4:5", 720)
    panels = TrialPanels(found, 3000, frame.picture, DARK).panels.values()
    assert min(panel.plot.height for panel in panels) > 0.11 * frame.size[1]
    left, right = sorted(panel.plot.left for panel in panels)[2:4]
    assert right - left - next(iter(panels)).plot.width == pytest.approx(Gap.FAR), "columns stay apart"


def test_formulas_and_plots_of_a_row_stand_in_a_line(scene: GrokScene) -> None:
    """Whether they have exponents or not."""
    found = before_ours(scene)
    panels = list(found.panels.values())
    assert len({(round(panel.plot.top, 4), round(panel.title.baseline, 4)) for panel in panels}) == 2
    assert all(panel.title.get_top()[1] <= panel.area.top + 1e-6 for panel in panels)
    names = TaskTables(found.panels, read_operations(), DARK).names
    assert len({round(name.baseline, 4) for name in names}) == 2


def test_curves_are_drawn_up_to_the_step_alone(scene: GrokScene) -> None:
    panel = before_ours(scene).panels["x+y"]
    for step in (300.0, 2000.0):
        panel.show(step)
        reach = panel.curves.points[:, 0].max()
        assert (reach - panel.plot.left) / panel.plot.width == pytest.approx(step / panel.last)
        assert (panel.result[0].get_fill_opacity() > 0) == (step > 980)


def test_they_are_counted_in_the_order_in_which_they_passed(scene: GrokScene) -> None:
    """Then who came further before who did not; a place is written on those alone that passed."""
    found = read_operations()
    passed = {name: trial.history.step[trial.history.test_accuracy >= 0.999] for name, trial in found.items()}
    first = sorted((name for name in found if len(passed[name])), key=lambda name: passed[name][0])
    rest = sorted((n for n in found if not len(passed[n])), key=lambda n: -found[n].history.test_accuracy[-1])
    assert scene.panels.ranked == [*first, *rest] and rest[-1] == STUCK
    assert [before_ours(scene).panels[name].rank.markup for name in first] == ["1", "2", "3"]
    assert not any(scene.panels.panels[name].rank.markup for name in rest)


def test_whoever_is_called_up_stands_in_full_light_again() -> None:
    found = {name: (name[0], trial.history, trial.generalized_at) for name, trial in read_operations().items()}
    panels = TrialPanels(found, 3000, Area(-6, 6, -3, 3), DARK).show(3000)
    for move in panels.stand_back(0.25):
        move.begin()
        move.finish()
    assert all(panel.curves.opacity == pytest.approx(0.25) for panel in panels.panels.values())
    for name in panels.ranked:
        call = panels.call_up(name)
        call.begin()
        call.finish()
        panel = panels.panels[name]
        assert panel.curves.opacity == 1 and panel.result[0].get_fill_opacity() == 1
        assert panel.mark is None or panel.rank[0].get_fill_opacity() == 1


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_mirror_images_come_over_the_diagonal_from_their_lessons(share: float) -> None:
    """At the start each lies on its lesson, at the end on the cell that lights up; edge on it can be drawn, too."""
    lessons = np.random.default_rng(1).random((9, 9)) < 0.5
    images = lessons.T & ~lessons
    board = MirrorBoard({"lessons": lessons, "mirrors": images, "others": ~lessons & ~images}, 3.0, DARK)
    light = board.light("mirrors", 1.0)
    light.begin()
    light.interpolate_mobject(share)
    copies = board.copies
    for x, y in np.argwhere(images.T):
        straight, over = (np.array(board.cell(*pair)) for pair in ((x, y), (y, x)))
        assert copies.cell(x, y) == pytest.approx((1 - share) * straight + share * over)
    if share < 1:
        assert copies.colors[..., 3].astype(bool).tolist() == images.T.tolist(), "the lessons they are of"
        assert board.chances[images].all() and (board.colors[images] == rgba(DARK.panel)).all(), "dark until they land"
        assert drawn(copies).any() == (share != 0.5)
    else:
        assert not copies.colors[..., 3].any() and board.colors[images] == pytest.approx(board.certain[images])


@pytest.mark.parametrize("aspect", [*ASPECTS])
def test_formulas_stand_by_their_tables_before_they_are_titles(scene: GrokScene, aspect: str) -> None:
    """As large as titles at least, clear of all tables, which fill a frame; opened, they are the titles.

    Tables shrink on their way to where curves begin, in whatever columns they stood.
    """
    trials, room = read_operations(), Frame(aspect, 720).picture
    found = TrialPanels({name: (name, t.history, t.generalized_at) for name, t in trials.items()}, 3000, room, DARK)
    panels = list(found.panels.values())
    tables = TaskTables(found.panels, trials, DARK)
    whole = reduce(Area.to, (panel.area for panel in panels))
    boxes = [Area.around(part) for part in (*tables.names, *tables.boards)]
    for name, board, panel in zip(tables.names, tables.boards, panels, strict=True):
        assert name.width >= panel.title.width - 1e-6 and board.width >= panel.plot.height - 1e-6
        assert board.width > (0.24 if aspect in ("4:5", "1:1") else 0.15) * Frame(aspect, 720).size[0]
    for number, box in enumerate(boxes):
        assert whole.left - 1e-6 <= box.left and box.right <= whole.right + 1e-6
        assert whole.bottom - 1e-6 <= box.bottom and box.top <= whole.top + 0.1
        assert all(min(box.overlap(other)) < 1e-6 for other in boxes[:number])
    for move, panel in zip(found.open(tables.names), panels, strict=False):
        move.begin()
        move.interpolate(1.0)
        assert move.mobject.get_center() == pytest.approx(panel.title.get_center())
    for move, board, panel in zip(tables.gather(), tables.boards, panels, strict=True):
        move.begin()
        move.interpolate(0.5)
        assert board.height < 1.2 * CORNER * panel.plot.height, "small before it passes others"
        move.interpolate(1.0)
        assert [board.get_left()[0], board.get_bottom()[1]] == pytest.approx([panel.plot.left, panel.plot.bottom])
        assert board.height == pytest.approx(CORNER * panel.plot.height) and board.opacity == 1
    for sinks, board, panel in zip(tables.sink(1.2), tables.boards, panels, strict=True):
        sinks.begin()
        sinks.interpolate(1.0)
        assert board.get_center()[:2] == pytest.approx([panel.plot.left, panel.plot.bottom])
        assert board.opacity == 0 and board.width < 0.2 and sinks.run_time == 1.2


@watching("grok_scene", "play")
def second_task_before_curves_go(scene: GrokScene, *moves: Any, **more: Any) -> list[bool]:
    """Whether the curves go after the second task has come and before the fourth has, where both are in one play."""
    gone = [move for move in moves if getattr(move, "mobject", None) is scene.late.ground]
    tasks = [move for move in moves if isinstance(move, LaggedStart)]
    if not (gone and tasks):
        return []
    _, *ends = tasks[0].anims_with_timings["end"] * tasks[0].run_time / tasks[0].max_end_time
    return [bool(ends[1] < gone[0].run_time < ends[3])]


def test_curves_are_the_ground_until_two_tasks_are_there(scene: GrokScene) -> None:
    """Or for half a second there would be nothing but a title on its way."""
    assert [one for found in scene.watched["second_task_before_curves_go"] for one in found] == [True]


@watching("grok_scene", "play")
def moved(scene: GrokScene, *moves: Any, **look: Any) -> list[Any]:
    """What moves in a play."""
    return [getattr(move, "mobject", None) for move in moves]


def test_training_begins_as_tables_sink(scene: GrokScene) -> None:
    """Panels are never empty: what was learned from goes into the corner from which its curves come."""
    trains = next(moves for moves in scene.watched["moved"] if scene.panels in moves)
    assert all(any(board is one for one in trains) for board in scene.tables.boards)
    assert scene.panels.counter.number.markup == "3,000"


def test_tables_are_of_the_answers_and_half_of_them_stays_lit(scene: GrokScene) -> None:
    """The lessons; what is divided by 0 was never there."""
    trials = read_operations()
    tables = TaskTables(before_ours(scene).panels, trials, DARK)
    for (name, trial), board in zip(trials.items(), tables.boards, strict=True):
        p, lessons = trial.config.p, trial.groups["lessons"]
        for x, y in ((3, 5), (110, 2), (56, 57)):
            value = {"x+y": x + y, "x-y": x - y, "x*y": x * y, "x/y": x * pow(y, -1, p)}.get(name)
            value = value if value is not None else x * x + y * y + x * y * ("xy" in name)
            assert board.colors[x, y] == pytest.approx(cyclic(np.array(value % p / p), DARK.cycle))
        assert (board.colors[..., 3] == 0).sum() == (p if name == "x/y" else 0)
        tables.darken(0.5)
        assert 0.6 < lit(board).mean() < 0.9
        tables.darken(1.0)
        assert (lit(board) == lessons).all() and lessons.mean() == pytest.approx(0.5, abs=0.01)
        tables.darken(0.0)


def lit(board: HeatMap) -> np.ndarray:
    """(p, p) the cells that are seen in a color of their own."""
    found: np.ndarray = (np.abs(board.colors - rgba(DARK.panel)).max(axis=-1) > 1e-6) & (board.colors[..., 3] > 0)
    return found


def test_a_board_comes_as_the_other_panels_go(scene: GrokScene) -> None:
    """At no moment is there nothing but the panel that it comes out of."""
    trial, panels = read_operations()[STUCK], before_ours(scene).show(3000)
    panel = panels.panels[STUCK]
    desk = MirrorDesk(trial.groups, {"mirrors": 1.0, "others": 0.02}, panel, scene.room, DARK)
    others = panels.remove(panel)
    moves = desk.open_out_of(panel, others)
    for move in moves:
        move.begin()
    for share in np.linspace(0, 1, 30):
        for move in moves:
            move.interpolate(share)
        assert max(panels.panels["x+y"].curves.opacity, desk.board.opacity) > 0.1
    assert panels.panels["x+y"].curves.opacity == 0 and desk.board.opacity == 1


def test_a_board_on_its_way_is_small_where_its_panel_is_and_bright_before_it_is_large(scene: GrokScene) -> None:
    """Out of the panel and back into it: a large board lay across the panel's curves for a third of a second."""
    trial, panels = read_operations()[STUCK], before_ours(scene).show(3000)
    panel = panels.panels[STUCK]
    closed = panel.copy()
    desk = MirrorDesk(trial.groups, {"mirrors": 1.0, "others": 0.02}, panel, scene.room, DARK)
    side, seat, others = desk.board.width, desk.board.get_center(), panels.remove(panel)
    for moves in (desk.open_out_of, lambda *them: desk.close_into(them[0], closed, them[1])):
        found = moves(panel, others)
        for move in found:
            move.begin()
        for share in np.linspace(0, 1, 41):
            for move in found:
                move.interpolate(float(share))
            if min(Area.around(desk.board).overlap(Area.around(panel.curves))) > 0:
                assert desk.board.width < 0.55 * side
            if moves == desk.open_out_of and desk.board.width > 0.5 * side:
                assert desk.board.opacity == 1
        assert moves != desk.open_out_of or (desk.board.width, *desk.board.get_center()) == pytest.approx((side, *seat))
    assert desk.board.width == pytest.approx(0.2 * side) and desk.board.opacity == 0


@pytest.mark.parametrize("area", [Area(-6, 6, -3, 3), Area(-3.6, 3.6, -2.6, 3.1), Area(-3.6, 3.6, -4, 4)])
def test_the_board_is_large_beside_its_panel_or_below_the_panels_formula(area: Area) -> None:
    """At least three fifths of the lower of the area's sides, clear of its counts; nothing goes beyond the area."""
    trial = read_operations()[STUCK]
    panel = TrialPanel(STUCK, trial.history, None, "", Area(-1.6, 1.6, 0, 1.2), DARK)
    desk = MirrorDesk(trial.groups, {"mirrors": 1.0, "others": 0.02}, panel, area, DARK)
    wide, whole = area.width > area.height * 1.6, Area.around(Group(desk, desk.seated.title))
    assert desk.board.width >= 0.6 * min(area.width, area.height)
    assert whole.width <= area.width + 1e-6 and whole.height <= area.height + 1e-6
    for told in (desk.seated.title, *desk.counts):
        assert min(Area.around(told).overlap(Area.around(desk.board))) <= 0
    assert (desk.seated.floor[0].get_stroke_opacity() > 0) == wide
    assert desk.seated.title[0].get_fill_opacity() > 0 and panel.floor[0].get_stroke_opacity() > 0


@pytest.mark.parametrize("task", [0, 3])
def test_another_task_is_looked_into(task: int, reference: Run, tmp_path: Path) -> None:
    """Its board and its shares; of one that did grok nothing is said of mirrors alone."""
    with stage_job(
        Job("grok_scene", reference.folder, "l", 15, "png", media=tmp_path, settings=(("task", task),))
    ) as scene:
        scene.render()
    name, trial = list(read_operations().items())[task]
    said = lines_of(scene)
    assert isinstance(scene, GrokScene) and scene.opened == name != scene.stuck
    assert f"Lessons with x and y swapped: {percent(trial.accuracies.mirrored or 0)}" in said["only_the_mirror"]
    assert "trade places" not in said["what_did_the_others_find"]


@watching("grok_scene", "glide")
def panels_that_stand(scene: GrokScene, *moves: Any, **more: Any) -> list[bool]:
    """Whether any panel stands before a glide, once there is a desk to open."""
    seen = {id(part) for one in scene.mobjects for part in one.get_family()}
    return [any(id(part) in seen for part in scene.panels)] if hasattr(scene, "desk") else []


def test_the_other_panels_have_left_before_one_opens(scene: GrokScene) -> None:
    """Its formula rises through where they stood."""
    stood = [one for found in scene.watched["panels_that_stand"] for one in found]
    assert not stood[0]
