"""The film: chapters' clips joined, marked and described; what fails is left out and named."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import av
import pytest
from click.testing import CliRunner, Result

import cli
import tests.short_scene  # noqa: F401 — a chapter that is quickly drawn
from transparent_box.commands.film import join_film
from transparent_box.model.runs.run import Run
from transparent_box.scenes.output.captions import Cue
from transparent_box.scenes.output.film import (
    Part,
    chapter_list_problem,
    clock_label,
    cue_packet,
    description,
    join_parts,
    lay_out_parts,
    write_film_companions,
)
from transparent_box.scenes.output.job import Job
from transparent_box.scenes.output.jobs import FinishedClip, make_clip
from transparent_box.scenes.output.notes import sources_of
from transparent_box.scenes.stage.beat import Beat


def clips(run: Path, media: Path, quality: str = "l", **options: Any) -> list[tuple[str, FinishedClip]]:
    """The short chapter twice, the second time longer."""
    slower: dict[str, Any] = {"settings": (("seconds", 2),)}
    return [
        ("clock_scene", make_clip(Job("short_scene", run, quality, media=media, **options))),
        ("loops_scene", make_clip(Job("short_scene", run, quality, media=media, **options, **slower))),
    ]


def pictures(path: Path) -> list[str]:
    """A digest of every picture of a film."""
    with av.open(str(path)) as film:
        return [hashlib.sha256(picture.to_ndarray().tobytes()).hexdigest() for picture in film.decode(video=0)]


@pytest.mark.parametrize(("ending", "quality"), [("mp4", "l"), ("mp4", "m"), ("webm", "l")])
def test_a_film_is_its_clips_picture_by_picture(toy_folder: Path, tmp_path: Path, ending: str, quality: str) -> None:
    """In medium quality pictures are not stored in the order in which they are shown."""
    given = clips(toy_folder, tmp_path, quality, format=ending)
    parts, film = lay_out_parts(given), tmp_path / f"film.{ending}"
    join_parts(parts, film, captions=True)
    assert pictures(film) == [picture for _, clip in given for picture in pictures(clip.path)]
    with av.open(str(film)) as opened:
        marks = opened.chapters()
        assert [entry["metadata"]["title"] for entry in marks] == ["Clock", "Loops"]
        starts = [float(entry["start"] * entry["time_base"]) for entry in marks]
        assert starts == pytest.approx([0, parts[0].end], abs=0.002)
        assert opened.streams.video[0].codec_context.colorspace == 1  # BT.709
        assert len(opened.streams.subtitles) == (ending == "mp4")
    assert not list(tmp_path.glob(".*"))


def test_captions_inside_are_the_lines_and_the_index_is_in_front(toy_folder: Path, tmp_path: Path) -> None:
    parts, film = lay_out_parts(clips(toy_folder, tmp_path)), tmp_path / "film.mp4"
    join_parts(parts, film, captions=True)
    beats = [beat for part in parts for beat in part.beats]
    with av.open(str(film)) as opened:
        assert opened.streams.subtitles[0].language == "eng"
        style = opened.streams.subtitles[0].codec_context.extradata[18:30]
        assert style[-4:-1] == b"\xff\xff\xff", "white: red, green and blue of the style's last four bytes"
        cues = [(float(p.pts * p.time_base), bytes(p)[2:].decode()) for p in opened.demux(subtitles=0) if p.size > 2]
    assert [line for _, line in cues] == [beat.line for beat in beats] == ["One.", "Two.", "One.", "Two."]
    assert [at for at, _ in cues] == pytest.approx([beat.start for beat in beats], abs=0.002)
    whole = film.read_bytes()
    assert 0 < whole.index(b"moov") < whole.index(b"mdat")


def test_files_beside_a_film(toy_folder: Path, tmp_path: Path) -> None:
    parts, film = lay_out_parts(clips(toy_folder, tmp_path)), tmp_path / "film.mp4"
    write_film_companions(parts, film, captions=True)
    assert "2\n00:00:" in (tmp_path / "film.mp4.srt").read_text()
    assert (tmp_path / "film.mp4.chapters.vtt").read_text().count("Loops: ") == 2
    assert "Loops: moves\n" in (tmp_path / "film.mp4.chapters.vtt").read_text()
    assert "## Loops (0:0" in (tmp_path / "film.mp4.transcript.md").read_text()
    write_film_companions(parts, film, captions=False)
    assert not (tmp_path / "film.mp4.srt").exists() and (tmp_path / "film.mp4.png").exists()


def part(start: float, end: float) -> Part:
    return Part("clock_scene", Path("clip.mp4"), start, end, (Beat("A line.", "beat", start, end),))


def test_the_list_of_chapters_keeps_youtubes_rules() -> None:
    good = [part(0, 10), part(10, 61.5), part(61.5, 3700), part(3700, 3720)]
    listed = description(good).splitlines()[:4]
    assert listed == ["0:00 Clock", "0:10 Clock", "1:01 Clock", "1:01:40 Clock"] and not chapter_list_problem(good)
    for refused in ([part(0, 10), part(10, 20)], [part(0, 10), part(10, 19.9), part(19.9, 40)]):
        assert "YouTube" in chapter_list_problem(refused) and "0:00" not in description(refused)
    assert clock_label(59.99) == "0:59"


def test_a_description_names_all_whom_its_chapters_cite() -> None:
    """The film's own network is the paper's, the last chapters' is another's, and facts have sources of their own."""
    chapters = ("black_box_scene", "clock_scene", "manifold_scene", "clock_scene")
    told = description([replace(part(0, 10), chapter=chapter) for chapter in chapters])
    cited = [line.removeprefix("Source: ") for line in told.splitlines() if line.startswith("Source: ")]
    assert cited == list(dict.fromkeys(source for chapter in chapters for source in sources_of(chapter)))
    assert len(cited) > 3 and "Everything on screen" not in told and told.endswith("License: MIT\n")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.main, ["film", *arguments], prog_name="cli.py")


def test_a_chapter_that_fails_is_named_and_the_rest_is_joined(
    toy_folder: Path, toy_run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from transparent_box.scenes.output.pool import Outcome

    (_, clip), _ = clips(toy_folder, tmp_path)

    def outcomes(jobs: list[Job], at_once: int, cluster: str | None) -> list[Outcome]:
        return [Outcome(jobs[1], sentence="It cannot."), Outcome(jobs[0], clip.path, beats=clip.beats)]

    monkeypatch.setattr("transparent_box.commands.render.draw_with_progress", outcomes)
    film = tmp_path / "film.mp4"
    result = run("clock", "loops", "-ql", "--run", str(toy_folder), "-o", str(film))
    assert (
        result.exit_code == 1 and result.stdout.strip() == str(film) and len(pictures(film)) == len(pictures(clip.path))
    )
    assert "It cannot." in result.stderr and "1 of 2 scenes failed" in result.stderr


@pytest.mark.parametrize(("captions", "tracks"), [("burn", 0), ("file", 1), ("none", 0)])
def test_lines_are_read_once(captions: str, tracks: int, toy_folder: Path, tmp_path: Path) -> None:
    """A player shows a film's first track of captions unasked: there is none where the lines are in the picture."""
    film = tmp_path / "film.mp4"
    join_film(Job("film", toy_folder, captions=captions, out=film), clips(toy_folder, tmp_path, captions=captions))
    with av.open(str(film)) as opened:
        assert len(opened.streams.subtitles) == tracks
    assert (tmp_path / "film.mp4.srt").exists() == (captions != "none")


@pytest.mark.parametrize(
    "wrong",
    [
        ["--from", "clock", "--to", "loops"],
        ["nothing_scene"],
        ["-o", "film.gif"],
        ["--from", "x"],
        ["--set", "nothing=1"],
    ],
)
def test_wrong_usage_is_exit_code_2(wrong: list[str]) -> None:
    assert run(*wrong).exit_code == 2


def test_an_empty_line_is_a_packet() -> None:
    with av.open("/dev/null", "w", format="mp4") as film:
        words = film.add_stream("mov_text")
        assert bytes(cue_packet(Cue("é", 0, 1), words)) == b"\x00\x02\xc3\xa9"


def test_an_option_goes_to_the_chapters_that_have_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from transparent_box.scenes.film import CHAPTERS, options_of
    from transparent_box.scenes.output.pool import Outcome

    given: list[Job] = []

    def outcomes(jobs: list[Job], at_once: int, cluster: str | None) -> list[Outcome]:
        given.extend(jobs)
        return [Outcome(job, sentence="Not now.") for job in jobs]

    monkeypatch.setattr("transparent_box.commands.render.draw_with_progress", outcomes)
    name = next(option for chapter in CHAPTERS for option in options_of(chapter))
    result = run("--set", f"{name}=3", "-o", str(tmp_path / "film.mp4"))
    assert result.exit_code == 1 and "there is no film" in result.stderr
    assert [bool(job.settings) for job in given] == [name in options_of(chapter) for chapter in CHAPTERS]
