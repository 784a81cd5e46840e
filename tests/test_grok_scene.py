"""What grok_scene says of the word, of the six operations, and of the one that never passes its exam."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.test_stage import lines_of, play
from transparent_box.model.data import answers
from transparent_box.model.runs.run import Run
from transparent_box.model.sweeps.operations import read_operations
from transparent_box.scenes.facts import read_facts
from transparent_box.scenes.grok_scene import GrokScene
from transparent_box.scenes.look.numbers import percent
from transparent_box.scenes.output.job import Job
from transparent_box.scenes.output.jobs import staged

STUCK = "x^2+xy+y^2"


@pytest.fixture(scope="module")
def scene(reference: Run) -> GrokScene:
    found: GrokScene = play("grok_scene", reference)
    return found


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
    told = {name: panel.told.markup for name, panel in scene.panels.panels.items()}
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


def test_curves_are_drawn_up_to_the_step_alone(scene: GrokScene) -> None:
    panel = scene.panels.panels["x+y"]
    for step in (300.0, 2000.0):
        panel.show(step)
        reach = panel.curves.points[:, 0].max()
        assert (reach - panel.plot.left) / panel.plot.width == pytest.approx(step / panel.last)
        assert (panel.told[0].get_fill_opacity() > 0) == (step > 980)


def test_formulas_stand_in_their_plots_before_they_are_titles(scene: GrokScene) -> None:
    """All at one size, the longest within its plot; opened, they are the titles."""
    panels, names = list(scene.panels.panels.values()), scene.panels.names()
    times = [name.width / panel.title.width for name, panel in zip(names, panels, strict=True)]
    assert times == pytest.approx([times[0]] * len(panels)) and times[0] > 1.2
    for name, panel in zip(names, panels, strict=True):
        assert name.width < panel.plot.width and name.get_center() == pytest.approx(panel.plot.center)
    for move, panel in zip(scene.panels.open(names), panels, strict=False):
        move.begin()
        move.interpolate(1.0)
        assert move.mobject.get_center() == pytest.approx(panel.title.get_center())
        assert move.mobject.width == pytest.approx(panel.title.width)


@pytest.mark.parametrize("task", [0, 3])
def test_another_task_is_looked_into(task: int, reference: Run, tmp_path: Path) -> None:
    """Its board and its shares; of one that did grok nothing is said of mirrors alone."""
    with staged(
        Job("grok_scene", reference.folder, "l", 15, "png", media=tmp_path, settings=(("task", task),))
    ) as scene:
        scene.render()
    name, trial = list(read_operations().items())[task]
    said = lines_of(scene)
    assert isinstance(scene, GrokScene) and scene.opened == name != scene.stuck
    assert f"Swap x and y in a lesson: {percent(trial.accuracies.mirrored or 0)}" in said["only_the_mirror"]
    assert "mirror" not in said["what_did_the_others_find"]
