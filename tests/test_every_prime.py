"""Every chapter plays at every prime that a network can be trained for, or says in a sentence why not.

The networks are built by hand, so that frequencies and crests stand wherever a trained one could have them.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.clockwork import clockwork, untrained
from tests.faults.tally import FULL, Tally
from tests.test_stage import play as played
from transparent_box.model.config import is_prime
from transparent_box.model.limits import LARGEST_P, SMALLEST_P
from transparent_box.model.runs.run import Run
from transparent_box.model.storage import RunError
from transparent_box.scenes.film import CHAPTERS, scene_class
from transparent_box.scenes.look.frame import Frame
from transparent_box.scenes.output import places
from transparent_box.scenes.output.job import Job
from transparent_box.scenes.output.jobs import manim_settings
from transparent_box.scenes.raster.fast_mobjects import temporary_config
from transparent_box.scenes.raster.recording import Outputs
from transparent_box.scenes.stage.stage import Look

PRIMES = [p for p in range(SMALLEST_P, LARGEST_P + 1) if is_prime(p)]
THOROUGH = (5, 7, 113, 199)
ELSEWHERE = ("manifold_scene", "twist_scene")  # tell of another network, whatever the film's own: tested below
KIND = "chapters played"
# What is refused, in a sentence: of one slow wave alone, a neighbor's ridge can be as high as the answer's.
NO_RIDGE = "has no ridge for 7 that stands above all others"


SINGULAR = {
    "recap": "calls up waves of one frequency",
    "replay": "One clock, numbers colored by hour.",
    "excluded_loss": "and one frequency stands out.",
    "unembed": "What does the clock do?",
}


def play(chapter: str, run: Run, media: Path, **options: int) -> list[str]:
    """Go through a chapter without captions or pictures and return its lines."""
    job = Job(chapter, run.folder, "l", 2, "png", media=media)
    look = Look(Frame("16:9", 480), captions=False)
    with temporary_config(manim_settings(job)):
        scene = scene_class(chapter)(run, look, Outputs(places.film(job), places.segments(job)))
        scene.camera.resting = True  # pictures are not drawn, which takes most of the time
        for option, value in options.items():
            setattr(scene, option, value)
        scene.render()
    return [beat.line for beat in scene.beats]


def keys_and_crests(p: int) -> list[tuple[tuple[int, ...], int]]:
    """Key frequencies and the sum where an output is highest: the first, the last and one in between.

    All three of them at a few primes, at each of the others one: a chapter takes a second or two.
    """
    last = (p - 1) // 2
    found = [((1, last), p - 1), ((1,), 0), (tuple(sorted({2, last})), 1)]
    if not FULL:
        return found[:1]
    return found if p in THOROUGH else [found[PRIMES.index(p) % len(found)]]


def told_of_the_run() -> list[str]:
    """Chapters that what a run holds can change; in `make test` without the one whose toy is slow, and no run's."""
    left_out = ELSEWHERE if FULL else (*ELSEWHERE, "one_hot_scene")
    return [chapter for chapter in CHAPTERS if chapter not in left_out]


@pytest.mark.parametrize("p", PRIMES if FULL else [5, 11])
def test_every_chapter_plays_at_every_prime(p: int, tmp_path: Path, tally: Tally) -> None:
    for number, (keys, crest) in enumerate(keys_and_crests(p)):
        run = Run(clockwork(tmp_path / f"run_{number}", p, keys, crest, history=True).folder)
        for chapter in told_of_the_run():
            tally.tried(KIND)
            try:
                assert play(chapter, run, tmp_path)
            except Exception as error:
                if not isinstance(error, RunError) or NO_RIDGE not in str(error):
                    tally.fault(KIND, "traceback", f"{chapter} at {p}, {keys}, {crest}: {error!r}")


@pytest.mark.parametrize(
    ("chapter", "option"),
    [("unembed_scene", "answer"), ("loops_scene", "first"), ("clock_scene", "second"), ("diagonal_scene", "output")],
)
def test_the_first_and_the_last_that_can_be_shown_are(chapter: str, option: str, tmp_path: Path) -> None:
    run = Run(clockwork(tmp_path / "run", 11, (1,), 0, history=True).folder)
    for value in (2, 3) if option == "output" else (0, run.p - 1):
        assert play(chapter, run, tmp_path, **{option: value})


def test_what_never_varies_is_not_shown(tmp_path: Path) -> None:
    run = Run(clockwork(tmp_path / "run", 11, (1,)).folder)
    with pytest.raises(RunError, match=r"no output 0 to show .* choose from 2, 3"):
        play("diagonal_scene", run, tmp_path, output=0)


@pytest.mark.parametrize("chapter", ["manifold_scene", "twist_scene"])
def test_chapters_of_the_network_that_wraps_lines_play_beside_any_run(
    chapter: str, reference: Run, tmp_path: Path
) -> None:
    """Their lines are the same, whatever the film's own run has learned: those beside the shipped run, played once."""
    other = Run(untrained(7, tmp_path / "difference", "x-y").folder)
    assert play(chapter, other, tmp_path) == [beat.line for beat in played(chapter, reference).beats]


@pytest.mark.parametrize("p", PRIMES if FULL else [7])
def test_networks_that_know_nothing_are_played_or_a_sentence_says_why_not(p: int, tmp_path: Path, tally: Tally) -> None:
    run = untrained(p, tmp_path / "run")
    for chapter in told_of_the_run():
        tally.tried(KIND)
        try:
            play(chapter, run, tmp_path)
        except RunError as error:
            assert str(run.folder) in str(error)
        except Exception as error:
            tally.fault(KIND, "traceback", f"{chapter} at {p}, untrained: {error!r}")


def test_of_a_single_clock_it_is_told_in_the_singular(tmp_path: Path) -> None:
    run = Run(clockwork(tmp_path / "run", 11, (1,), history=True).folder)
    said = {chapter: " ".join(play(f"{chapter}_scene", run, tmp_path)) for chapter in SINGULAR}
    for chapter, line in SINGULAR.items():
        assert line in said[chapter]
