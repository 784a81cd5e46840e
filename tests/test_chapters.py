"""What the chapters say, as claims about the reference run."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import srt

from tests.conftest import evidence_of
from tests.test_stage import play
from transparent_box.model.analysis.diagonals import along_difference, along_sum
from transparent_box.model.analysis.waves import PRODUCTS
from transparent_box.model.runs.run import Run
from transparent_box.model.storage import RunError
from transparent_box.scenes.film import CHAPTERS, options_of, scene_class
from transparent_box.scenes.output.job import Job
from transparent_box.scenes.output.jobs import render
from transparent_box.scenes.output.places import companion
from transparent_box.scenes.output.speech import in_words, spell_out
from transparent_box.scenes.stage.stage import Stage

pytestmark = pytest.mark.usefixtures("evidence_measured_once")


@pytest.fixture(scope="module")
def evidence(reference: Run):  # type: ignore[no-untyped-def]
    return evidence_of(reference)


def test_before_the_fold_a_neuron_is_two_waves_added(evidence) -> None:  # type: ignore[no-untyped-def]
    before = evidence.decompose(evidence.shown_neuron, before=True)
    assert before.share(("cos x", "cos y")) >= 0.9
    assert abs(before.components["cos x"].share - before.components["cos y"].share) < 0.01
    assert before.share(("sin x", "sin y")) < 0.01, "x and y have one phase"


def test_the_fold_is_the_relu_and_makes_the_product(reference: Run, evidence) -> None:  # type: ignore[no-untyped-def]
    neuron, found = evidence.shown_neuron, reference.activations
    assert np.array_equal(np.maximum(found.mlp_pre[..., neuron], 0), found.mlp_post[..., neuron])
    before, after = evidence.decompose(neuron, before=True), evidence.decompose(neuron)
    assert before.share(PRODUCTS) < 0.01
    assert after.components["cos x cos y"].share > 0.17
    assert after.share(("cos x", "cos y", "cos x cos y")) >= 0.95


def test_an_output_depends_on_the_sum(reference: Run, evidence) -> None:  # type: ignore[no-untyped-def]
    output, _ = evidence.diagonal_output
    assert evidence.sum_shares["mlp_out"][output] >= 0.95
    s, wrapped = evidence.crests(output).lines()
    surface = reference.activations.mlp_out[..., output]
    x, y = np.indices(surface.shape)
    on_crest = (x + y) % reference.p == s
    assert wrapped == s + reference.p and set((x + y)[on_crest]) == {s, wrapped}
    assert surface[on_crest].mean() > np.percentile(surface, 98)


def test_products_cancel_along_the_difference(evidence) -> None:  # type: ignore[no-untyped-def]
    addition = evidence.products(evidence.shown_frequency)
    for part in addition.plain:
        assert along_sum(part) == pytest.approx(0.5) == along_difference(part)
    assert addition.share_sum >= 0.9 and addition.share_difference <= 0.1
    first, second = evidence.product_pairs[evidence.shown_frequency].weights
    assert first > 0 > second, "one upward, the other upside down"


def test_four_neurons_cancel_what_is_not_the_sum(evidence) -> None:  # type: ignore[no-untyped-def]
    k = evidence.shown_frequency
    turns = np.degrees(evidence.quarters[k].phases - evidence.quarters[k].phases[0]) % 360
    assert np.abs(turns - [0, 90, 180, 270]).max() < 15, "about a quarter turn apart"
    assert max(evidence.quarters[k].shares) < 0.25
    assert evidence.quarter_turns(k).share_sum >= 0.9


def test_the_cluster_climbs_to_what_it_says(evidence) -> None:  # type: ignore[no-untyped-def]
    k = evidence.shown_frequency
    sums, told = evidence.gathered(k), evidence.gatherings[k]
    for count in (1, 4, len(sums)):
        assert along_sum(sums[count - 1]) == pytest.approx(told.shares[count - 1], abs=1e-6)
    assert told.shares[-1] >= 0.93 and len(told.neurons) == len(evidence.clusters[k])
    assert evidence.phase_alignment[k] >= 0.99


def test_every_answers_ridge_is_where_it_belongs(reference: Run, evidence) -> None:  # type: ignore[no-untyped-def]
    """For every c, the p highest logits of c are exactly the pairs that add up to it."""
    p = reference.p
    x, y = np.indices((p, p))
    for c in range(p):
        highest = np.argsort(evidence.logits[..., c], axis=None)[::-1][:p]
        assert (((x + y) % p).reshape(-1)[highest] == c).all(), c


@pytest.mark.parametrize("chapter", ["surface_scene", "diagonal_scene", "interference_scene", "unembed_scene"])
def test_chapters_are_as_long_as_they_should_be(chapter: str, reference: Run) -> None:
    beats = play(chapter, reference).beats
    assert 30 <= beats[-1].end <= 90
    assert 5 <= len(beats) <= 10


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_line_is_words_when_it_is_read_aloud(chapter: str, reference: Run) -> None:
    for beat in play(chapter, reference).beats:
        heard = spell_out(beat.spoken or beat.line)
        assert re.fullmatch(r"[A-Za-z ,.;:!?'()-]+", heard), f"{heard!r}: give `say` what is `spoken`."
        for year in re.findall(r"(?<![\d,.])(?:19|20)\d\d(?![\d,])", beat.line):  # numbers of things have a comma
            assert in_words(year, to="year") in heard, f"{heard!r}: {year} is a year."


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_options_are_attributes_of_the_class(chapter: str) -> None:
    scene = scene_class(chapter)
    assert scene.options == options_of(chapter)
    assert all(getattr(scene, option) is None for option in scene.options)
    assert not any(hasattr(Stage, option) for option in scene.options), "it would hide what every chapter has"


@pytest.mark.usefixtures("small_pictures")
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_film_of_another_p_is_drawn_and_not_drawn_again(chapter: str, grokked_run: Run, tmp_path: Path) -> None:
    """The second time every segment is found: what a play leaves behind does not depend on whether it was drawn."""
    job = Job(chapter, grokked_run.folder, "l", 1, media=tmp_path)
    film = render(job)
    drawn, segments = film.read_bytes(), set(tmp_path.rglob("partial_movie_files/**/*.mp4"))
    assert len(segments) > len(scene_class(chapter).beat_names)
    assert str(113) not in "".join(line.content for line in srt.parse(companion(film, ".srt").read_text("utf-8")))
    assert render(job).read_bytes() == drawn
    assert set(tmp_path.rglob("partial_movie_files/**/*.mp4")) == segments


def test_what_is_shown_can_be_chosen(grokked_run: Run, tmp_path: Path) -> None:
    job = Job("surface_scene", grokked_run.folder, "l", format="png", media=tmp_path)
    usual = render(job)
    found = evidence_of(grokked_run)
    neuron = next(int(n) for n in found.clusters[found.shown_frequency] if n != found.shown_neuron)
    other = render(replace(job, settings=(("neuron", neuron),)))
    assert usual != other and usual.read_bytes() != other.read_bytes()


@pytest.mark.parametrize(
    ("chapter", "option"),
    [
        ("one_hot_scene", "first"),
        ("one_hot_scene", "second"),
        ("neurons_scene", "first"),
        ("loops_scene", "frequency"),
        ("loops_scene", "first"),
        ("spectrum_scene", "neuron"),
        ("surface_scene", "neuron"),
        ("diagonal_scene", "output"),
        ("interference_scene", "frequency"),
        ("unembed_scene", "answer"),
        ("recap_scene", "first"),
    ],
)
def test_what_does_not_exist_is_refused(chapter: str, option: str, grokked_run: Run, tmp_path: Path) -> None:
    job = Job(chapter, grokked_run.folder, "l", format="png", media=tmp_path, settings=((option, 9999),))
    with pytest.raises(RunError, match=f"no {option} 9999 to show in .*: choose from"):
        render(job)
