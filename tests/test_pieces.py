"""A clip drawn in pieces of some beats is the clip drawn in one go, byte by byte."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from pathlib import Path
from shutil import copytree

import av
import pytest
from click.testing import CliRunner

import cli
import tests.short_scene  # noqa: F401 — a chapter of two beats that is quickly drawn
from tests.test_pool import Elsewhere
from transparent_box.commands.terminal.beat_costs import (
    beats_of,
    estimate_costs,
    guess_costs,
    recall_costs,
    remember_beats,
    shipped_costs,
)
from transparent_box.commands.terminal.schedule import HEADINGS, PIECES, limit, row
from transparent_box.scenes.film import CHAPTERS
from transparent_box.scenes.output import places
from transparent_box.scenes.output.job import Job
from transparent_box.scenes.output.jobs import News, make_clip, stage_job
from transparent_box.scenes.output.pieces import draw_beats, join_clip, whole_segments
from transparent_box.scenes.output.pool import ClipTask, Outcome, carry_out
from transparent_box.scenes.output.schedule import Costs

TWO_BEATS = Costs(0.1, (0.1, 0.1), (9.0, 9.0), (1.0, 1.0))


def files(clip: Path) -> dict[str, bytes]:
    """A clip, and what stands beside it."""
    return {path.name: path.read_bytes() for path in clip.parent.iterdir() if path.is_file()}


def packets(clip: Path) -> list[tuple[int | None, bytes]]:
    """When its pictures are shown, and their bytes."""
    with av.open(str(clip)) as opened:
        return [(packet.pts, bytes(packet)) for packet in opened.demux(video=0)]


@pytest.mark.parametrize("ending", ["mp4", "webm"])
def test_pieces_joined_are_the_clip_in_one_go(toy_folder: Path, tmp_path: Path, ending: str) -> None:
    whole = make_clip(Job("short_scene", toy_folder, "l", format=ending, media=tmp_path / "whole"))
    job = Job("short_scene", toy_folder, "l", format=ending, media=tmp_path / "pieces")
    second = draw_beats(job, 1, None)
    first = draw_beats(job, 0, 1)
    clip = join_clip(job, [first, second])
    made_so, in_one_go = files(clip.path), files(whole.path)
    assert packets(clip.path) == packets(whole.path) and clip.beats == whole.beats
    for made_files in (made_so, in_one_go) if ending == "webm" else ():  # in which FFmpeg writes a random number
        made_files.pop(clip.path.name)
    assert made_so == in_one_go and len(made_so) >= 3 and not first.picture and second.picture
    assert set(first.segments).isdisjoint(second.segments)
    assert [len(piece.taken.passed) for piece in (first, second)] == [0, 1]
    assert [len(piece.taken.drawn) for piece in (first, second)] == [1, 1]


def test_who_only_joins_loads_no_manim(toy_folder: Path, tmp_path: Path) -> None:
    """Not timed: what would make all others wait at the end is not loaded."""
    job = Job("short_scene", toy_folder, "l", media=tmp_path)
    given = pickle.dumps((job, [draw_beats(job, 0, None)]))
    code = (
        "import pickle, sys\n"
        "from transparent_box.scenes.output.pieces import join_clip\n"
        "clip = join_clip(*pickle.loads(sys.stdin.buffer.read()))\n"
        "assert clip.path.stat().st_size and 'manim' not in sys.modules\n"
    )
    result = subprocess.run([sys.executable, "-c", code], input=given, capture_output=True)
    assert result.returncode == 0, result.stderr


def test_known_segments_are_named_and_not_drawn(toy_folder: Path, tmp_path: Path) -> None:
    job = Job("short_scene", toy_folder, "l", media=tmp_path / "here")
    drawn = draw_beats(job, 0, None)
    assert whole_segments(job) == set(drawn.segments)
    (places.segments(job) / drawn.segments[0]).write_bytes(b"damaged")
    known = whole_segments(job)
    assert known == set(drawn.segments[1:])
    there = Job("short_scene", toy_folder, "l", media=tmp_path / "there")
    again = draw_beats(there, 0, None, known)
    assert again.segments == drawn.segments and whole_segments(there) == {drawn.segments[0]}


def test_a_pool_of_two_draws_a_clip_in_two_and_a_lost_piece_again(toy_folder: Path, tmp_path: Path) -> None:
    whole = make_clip(Job("short_scene", toy_folder, "l", media=tmp_path / "whole"))
    job = Job("short_scene", toy_folder, "l", media=tmp_path / "pieces")
    pool, heard = Elsewhere(dies=1, workers=2), list[News]()
    (outcome,) = carry_out([job], pool, lambda _, news: heard.append(news), {job: TWO_BEATS})
    assert [piece.beats for piece in pool.given] == [(0, 1), (1, None), (0, 1)]
    assert outcome.path and files(outcome.path) == files(whole.path) and outcome.beats == whole.beats
    frames = sum(news.frames for news in heard)
    assert frames / 15 == pytest.approx(whole.beats[-1].end, abs=0.01), "what is gone through is not counted"
    assert {news.beat for news in heard if news.beat} == {"appears", "moves"}


def test_a_piece_that_fails_fails_its_job(tmp_path: Path) -> None:
    job = Job("short_scene", tmp_path / "nothing", "l", media=tmp_path)
    (outcome,) = carry_out([job], Elsewhere(workers=2), costs={job: TWO_BEATS})
    assert outcome.path is None and "cli.py train" in outcome.sentence and not outcome.trace
    (outcome,) = carry_out([job], Elsewhere(dies=4, workers=2), costs={job: TWO_BEATS})
    assert "killed from outside" in outcome.sentence


def test_what_is_no_film_is_not_cut(toy_folder: Path, tmp_path: Path) -> None:
    job = Job("short_scene", toy_folder, "l", format="png", media=tmp_path)
    pool = Elsewhere(workers=2)
    (outcome,) = carry_out([job], pool, costs={job: TWO_BEATS})
    assert outcome.path and outcome.path.is_file() and [piece.beats for piece in pool.given] == [None]


def test_what_beats_took_is_remembered(toy_folder: Path, tmp_path: Path) -> None:
    job = Job("short_scene", toy_folder, "l", media=tmp_path)
    pieces = [draw_beats(job, 0, 1), draw_beats(job, 1, None)]
    remember_beats(job, pieces)
    known = estimate_costs([job])[job]
    assert known.drawn == tuple(round(piece.taken.drawn[0], 2) for piece in pieces)
    assert known.passed[0] == round(pieces[1].taken.passed[0], 2)
    assert known.told == tuple(round(beat.end - beat.start, 2) for piece in pieces for beat in piece.beats)
    remember_beats(job, [draw_beats(job, 0, None)])  # which were there already
    assert estimate_costs([job])[job] == known
    assert estimate_costs([Job("short_scene", toy_folder, "m", media=tmp_path)]).popitem()[1] == known


@pytest.fixture
def nothing_shipped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("transparent_box.commands.terminal.clip_costs.SHIPPED", tmp_path / "nothing")


def test_the_first_time_beats_take_what_they_took_where_they_were_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = Job("clock_scene", tmp_path, "h", media=tmp_path / "media")
    names = sorted(beats_of(job))
    monkeypatch.setattr("transparent_box.commands.terminal.clip_costs.SHIPPED", tmp_path)
    for told, is_it in ((names, True), ([*names, names[0]], True), ([*names, "gone"], False), (names[1:], False)):
        drawn = [float(number + 1) for number in range(len(told))]  # one may be told twice
        costs = {"names": told, "start": 1.5, "passed": drawn, "drawn": drawn, "told": drawn}
        (tmp_path / "beats.json").write_text(json.dumps({"clock_scene": {"1080 30": costs}}))
        found = estimate_costs([job])[job]
        assert found == (Costs(1.5, *[tuple(drawn)] * 3) if is_it else guess_costs(job))
        assert recall_costs(job) is None


def test_what_is_shipped_is_of_our_chapters_as_they_are(tmp_path: Path) -> None:
    """Of most: those that have got other beats since the film was last drawn are cut by guesses until it is again."""
    known = [chapter for chapter in CHAPTERS if shipped_costs(Job(chapter, tmp_path, "h", media=tmp_path)) is not None]
    assert len(known) > len(CHAPTERS) / 2


@pytest.mark.usefixtures("nothing_shipped")
def test_a_file_that_somebody_has_changed_is_passed_over(toy_folder: Path, tmp_path: Path) -> None:
    job = Job("clock_scene", toy_folder, "l", media=tmp_path)
    expected = guess_costs(job)
    assert len(expected.drawn) > 3
    for text in ("no JSON", "[]", '{"clock_scene": {"480 15": {"start": 1, "passed": [1], "drawn": [], "told": []}}}'):
        (tmp_path / "beats.json").write_text(text)
        assert estimate_costs([job])[job] == expected


def test_pieces_travel(toy_folder: Path, tmp_path: Path) -> None:
    """What a pool of other machines relies on."""
    job = Job("short_scene", toy_folder, "l", media=tmp_path / "here")
    piece = ClipTask(job, (0, None))
    there = piece.relocated([tmp_path / "run"], tmp_path / "there")
    assert there.reads == (tmp_path / "run",) and piece.reads == (toy_folder,)
    assert all(place.is_relative_to(tmp_path / "there") for place in there.writes)
    outcome = Outcome(there.job, Path("elsewhere.mp4"))
    assert piece.local_result(outcome) == Outcome(job, places.target(job))


def test_the_first_schedule_says_whose_seconds_it_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a fresh clone it is not known what beats take here."""
    monkeypatch.chdir(tmp_path)

    def told() -> str:
        found = CliRunner().invoke(cli.main, ["film", "clock", "-ql", "--schedule"], prog_name="cli.py")
        assert found.exit_code == 0 and len(found.stdout.splitlines()) >= 7, found.stderr
        return " ".join(found.stdout.split())

    assert "Not drawn here yet: clock_scene. The seconds are those of the computer that made the film." in told()
    monkeypatch.setattr("transparent_box.commands.terminal.clip_costs.SHIPPED", tmp_path / "nothing")
    assert "Never measured: clock_scene. The seconds are a guess until `" in told()
    costs = {"start": 1.0, "passed": [0.5] * 3, "drawn": [4.0] * 3, "told": [10.0] * 3}
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "beats.json").write_text(json.dumps({"clock_scene": {"480 15": costs}}))
    assert "drawn here" not in told() and "guess" not in told()


def test_the_schedule_says_what_its_columns_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = CliRunner().invoke(cli.main, ["film", "clock", "-ql", "--schedule"], prog_name="cli.py")
    assert len(HEADINGS) == len(row([Costs(1.0, (0.5,), (4.0,), (10.0,))], 1))
    words = {word for heading in HEADINGS for word in heading.split()}
    assert words <= set(found.stdout.split()), "none is cut off"
    assert " ".join(PIECES.split()) in " ".join(found.stdout.split())


def test_the_schedule_names_the_longest_beat(tmp_path: Path) -> None:
    costs = {"start": 1.0, "passed": [0.5, 0.5, 0.5], "drawn": [4.0, 20.0, 4.0], "told": [10.0, 10.0, 20.0]}
    (tmp_path / "beats.json").write_text(json.dumps({"clock_scene": {"480 15": costs}}))
    jobs = [Job("clock_scene", tmp_path, "l", media=tmp_path)]
    assert row(list(estimate_costs(jobs).values()), 1) == ("1", "1", "29.0", "0.725", "4%", "100%")
    assert row(list(estimate_costs(jobs).values()), 64)[1:4] == ("3", "21.5", "0.537")
    assert limit(jobs, list(estimate_costs(jobs).values())) == (
        "3 beats, 40 s of film. The longest alone, beat 2 of clock_scene: 21.5 s, of which 20.0 s are drawing; "
        "nothing is done sooner."
    )


def test_jobs_in_a_row_share_what_is_measured_of_a_run_until_it_is_another(toy_folder: Path, tmp_path: Path) -> None:
    folder = copytree(toy_folder, tmp_path / "run")
    job, seen = Job("short_scene", folder, "l", media=tmp_path / "media"), []
    for _ in range(2):
        with stage_job(job) as scene:
            seen.append(scene.evidence)
    (folder / "notes.txt").write_text("It has changed.")
    with stage_job(job) as scene:
        assert seen[0] is seen[1] and scene.evidence is not seen[1]
