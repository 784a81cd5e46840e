"""What replay_scene says of the reference run: what was there when, read in single checkpoints by other means."""

from __future__ import annotations

from copy import copy
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from tests.conftest import evidence_of
from tests.test_stage import lines_of, play
from transparent_box.model.analysis.structures import Structures
from transparent_box.model.runs.run import Run, grid_activations, grid_neurons
from transparent_box.model.storage import RunError
from transparent_box.model.transformer import token_rows
from transparent_box.scenes.look.frame import Area, Frame
from transparent_box.scenes.look.theme import THEMES
from transparent_box.scenes.mobjects.growing_chain import GrowingChain
from transparent_box.scenes.mobjects.growing_desk import GrowingDesk
from transparent_box.scenes.mobjects.space import Space
from transparent_box.scenes.mobjects.training_strip import foot_and_rest
from transparent_box.scenes.output.job import Job
from transparent_box.scenes.output.jobs import staged
from transparent_box.scenes.replay_scene import ReplayScene


@pytest.fixture(scope="module")
def scene(reference: Run) -> ReplayScene:
    found: ReplayScene = play("replay_scene", reference)
    return found


@pytest.fixture(scope="module")
def found(scene: ReplayScene) -> Structures:
    return scene.found


@pytest.mark.parametrize("step", [0, 9000, 40_000])
def test_checkpoints_are_those_kept_and_read_as_they_were(found: Structures, reference: Run, step: int) -> None:
    """Some of them, from their weights: all probes by hand, and three surfaces of the whole network at that step."""
    assert set(found.step.astype(int)) <= set(reference.checkpoints.steps.tolist())
    place = int(np.searchsorted(found.step, step))
    index = reference.checkpoints.steps.tolist().index(int(found.step[place]))
    weights = reference.show_weights(next(reference.checkpoints.networks([index])))
    tokens = token_rows(weights)[0]
    for clock, ring in zip(reference.clocks, found.rings[place], strict=True):
        for probe, seen in zip((clock.cos, clock.sin), ring, strict=True):
            read = tokens[:, probe.columns] @ probe.weights
            assert seen == pytest.approx(read - read.mean(), abs=1e-4)
    then, evidence = grid_activations(weights, reference.p), evidence_of(reference)
    expected = {
        "neuron": then.mlp_pre[..., evidence.shown_neuron],
        "output": then.mlp_out[..., evidence.diagonal_output[0]],
        "answer": then.logits[..., 7],
    }
    for name, surface in expected.items():
        assert getattr(found, name)[place] == pytest.approx(surface - surface.mean(), abs=1e-3)


def test_neurons_alone_are_those_of_the_whole_network(reference: Run) -> None:
    weights = reference.show_weights(next(reference.checkpoints.networks([50])))
    whole = grid_activations(weights, reference.p)
    for alone, found in zip(
        grid_neurons(weights, reference.p), (whole.residual, whole.mlp_pre, whole.mlp_post), strict=True
    ):
        assert np.array_equal(alone, found)


def test_arrows_are_those_of_the_interference_chapter(found: Structures, reference: Run) -> None:
    """At the last checkpoint, which is the final network."""
    phasors = evidence_of(reference).phasors(evidence_of(reference).shown_frequency)
    assert found.step[-1] == 40_000
    assert found.around[-1] == pytest.approx(phasors.arrows["x"], abs=1e-3)
    assert found.along[-1] == pytest.approx(phasors.arrows["x + y"], abs=1e-3)


def test_as_much_changes_from_one_to_the_next(found: Structures) -> None:
    steps = np.diff(found.pace)
    assert found.pace[0] == 0 and found.pace[-1] == 1
    assert steps.max() < 0.08 and steps.max() < 4 * np.median(steps)


def test_rings_crystallise(found: Structures) -> None:
    """Noise that grows, and only after the score has jumped a ring; all numbers near it at the end."""
    first, memorised, last = 0, int(np.searchsorted(found.step, 165)), len(found.step) - 1
    distances = np.linalg.norm(found.rings, axis=2)  # (f, q, p) of numbers from the middles of their rings
    spread = np.sqrt(np.square(distances).mean(axis=-1))
    roundness = 1 - distances.std(axis=-1) / distances.mean(axis=-1)
    assert (spread[memorised] > spread[first]).all()
    assert (roundness[first] < 0.65).all() and (roundness[last] > 0.9).all()


def test_ridges_come_through_the_noise(found: Structures, reference: Run, scene: ReplayScene) -> None:
    share = evidence_of(reference).share_along_answer
    before = int(np.searchsorted(found.step, 1500))
    for surfaces in (found.output, found.answer):
        assert share(surfaces[before].astype(float)) < 0.06 and share(surfaces[-1].astype(float)) > 0.9
    quiet = int(np.searchsorted(found.step, 7000))
    assert reference.history.test_accuracy[reference.history.step <= found.step[quiet]].max() < 0.15, "flat"
    assert share(found.answer[quiet].astype(float)) > 4 * share(found.answer[before].astype(float)), "and building"
    said = lines_of(scene)["surfaces"]
    assert f"{100 * share(found.answer[-1].astype(float)):.0f}\u202f%" in said


def test_one_chain_curls_shut_and_one_points(found: Structures) -> None:
    early = int(np.searchsorted(found.step, 165))
    straightness = np.abs(found.along.sum(axis=1)) / np.abs(found.along).sum(axis=1)
    assert straightness[0] < 0.3 and straightness[-1] > 0.95
    assert np.abs(found.around[-1].sum()) < 0.05 * np.abs(found.around[-1]).sum()
    assert np.abs(found.along[early]).sum() < 0.1 * np.abs(found.along[-1]).sum(), "next to nothing at first"


def test_between_checkpoints_it_runs_straight(found: Structures) -> None:
    middle = found.at(float(found.pace[3:5].mean()))
    assert middle.step[0] == pytest.approx(found.step[3:5].mean())
    assert middle.answer[0] == pytest.approx(found.answer[3:5].mean(axis=0), abs=1e-4)
    assert found.at(1.0).step[0] == found.step[-1]


def test_it_can_end_earlier(grokked_run: Run) -> None:
    job = Job("replay_scene", grokked_run.folder, "l", 1, "png", settings=(("until", 300),))
    with staged(job) as scene:
        assert scene.until == 300
    steps = evidence_of(grokked_run).structures(300, 7).step
    assert steps[-1] >= 300 and steps[-2] < 300


def test_a_step_beyond_the_end_is_refused(grokked_run: Run) -> None:
    job = Job("replay_scene", grokked_run.folder, "l", 1, "png", settings=(("until", 99_999),))
    with staged(job) as scene, pytest.raises(RunError, match=r"no until 99999"):
        scene.construct()


def test_it_is_as_long_as_it_should_be(scene: ReplayScene) -> None:
    assert 30 <= scene.beats[-1].end <= 75 and 5 <= len(scene.beats) <= 8


def test_a_small_chain_is_enlarged_and_says_so() -> None:
    """It is smaller than the largest all the same, and stays in the middle."""
    straight, area = np.full(20, 0.5 + 0j), Area(0, 12, 0, 5)
    drawn = GrowingChain(np.stack([0.01 * straight, straight]), "x", "sum", area, 0.7, THEMES["dark"])
    small, said = float(np.ptp(drawn.ribbon.points[:, 0])), drawn.by.number.markup
    large = float(np.ptp(drawn.show(straight).ribbon.points[:, 0]))
    assert 0.2 * large < small < 0.7 * large and said == "69"
    assert drawn.by.number.get_fill_opacity() == 0.0, "once enlarged is not enlarged"
    first = float(np.ptp(drawn.show(1e-5 * straight).ribbon.points[:, 0]))
    assert first > 0.35 * large and drawn.by.number.markup == "39,811", "a speck on an empty stage"
    assert drawn.by.number.get_fill_opacity() == 1.0
    drawn.show(straight)
    assert drawn.start.get_x() + drawn.tip.get_x() == pytest.approx(12)


def test_chains_are_seen_in_frames_of_any_shape() -> None:
    """Both on one scale, and neither a speck: in a high frame they stand side by side, not one above the other."""
    turn, ahead = 1.3 * np.exp(2j * np.pi * np.arange(24) / 24), np.full(24, 0.5)  # ten high; twelve wide
    desk: Any = object.__new__(GrowingDesk)
    desk.grown = SimpleNamespace(around=np.stack([0.1 * turn, turn]), along=np.stack([0.1 * turn, ahead]))
    desk.theme, desk.along = THEMES["dark"], "x + y"
    for width, height in ((13.3, 4.0), (5.4, 4.3), (6.0, 5.0)):
        desk.area = Area(0, width, 0, height)
        around, along = (picture.parts[0] for picture in desk.chains())
        assert around.per_unit == along.per_unit
        assert 12 * along.per_unit > 0.25 * width, "the straight chain is a speck"


@pytest.mark.parametrize(("aspect", "kinds", "least"), [("16:9", 3, 0.15), ("1:1", 3, 0.27), ("4:5", 2, 0.35)])
def test_surfaces_are_large_in_frames_of_any_shape(scene: ReplayScene, aspect: str, kinds: int, least: float) -> None:
    """Fewer of them where they would be small: the neuron is left out there, and all together one stands for three."""
    frame, desk = Frame(aspect, 720), copy(scene.desk)
    desk.area = foot_and_rest(frame.picture, aspect)[1]
    alone, together = desk.surfaces(), [one for one in desk.overview() if isinstance(one.parts[0], Space)]
    assert len(alone) == kinds and desk.shows_neuron == (kinds == 3)
    assert len(together) == (3 if aspect == "16:9" else 1)
    for space, field, _ in (picture.parts for picture in (*alone, *together)):
        assert np.ptp(space.project(field.points)[:, 0]) > least * frame.size[0]
