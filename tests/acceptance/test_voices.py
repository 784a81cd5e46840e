"""The real voices, flite and espeak-ng: a chapter read aloud is heard when its captions say, at −16 LUFS."""

from __future__ import annotations

import re
from pathlib import Path

import av
import numpy as np
import pytest
from click.testing import CliRunner

import cli
from tests.test_voice import heard, loudness
from transparent_box.scenes.output.sound import RATE, seconds_of
from transparent_box.scenes.output.voice import ENGINES, Engine, Line

LINE = "Give it one hundred and thirteen hours, and turning its hand is the sum the network was taught."
CUE = re.compile(r"(\d+):(\d+):(\d+),(\d+) --> (\d+):(\d+):(\d+),(\d+)")


@pytest.mark.parametrize("name", ENGINES)
def test_an_engine_reads_a_line_at_a_speakers_pace(name: str, tmp_path: Path) -> None:
    wav = Engine(ENGINES[name]).recording(Line("clock_scene", "asks", LINE), tmp_path)
    assert 10 < len(LINE) / seconds_of(wav) < 25


@pytest.mark.parametrize("name", ENGINES)
def test_a_line_that_looks_like_an_option_is_read(name: str, tmp_path: Path) -> None:
    wav = Engine(ENGINES[name]).recording(
        Line("clock_scene", "asks", "-v is an option of both; --version, too."), tmp_path
    )
    assert seconds_of(wav) > 1.5


@pytest.mark.parametrize(("name", "ending"), [("flite", "mp4"), ("espeak-ng", "webm")])
def test_a_chapter_read_aloud(name: str, ending: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    clip = tmp_path / f"clip.{ending}"
    result = CliRunner().invoke(cli.main, ["render", "clock", "-ql", "--voice", name, "-o", str(clip)])
    assert result.exit_code == 0, result.output
    samples = heard(clip)
    assert loudness(samples) == pytest.approx(-16, abs=1)
    cues = [tuple(map(int, found)) for found in CUE.findall(Path(f"{clip}.srt").read_text())]
    times = [tuple(h * 3600 + m * 60 + s + ms / 1000 for h, m, s, ms in (cue[:4], cue[4:])) for cue in cues]
    with av.open(str(clip)) as opened:
        marks = opened.chapters()
        beats = [tuple(float(mark[edge] * mark["time_base"]) for edge in ("start", "end")) for mark in marks]
    assert len(times) == len(beats) > 3
    silent = np.ones(len(samples), bool)
    for (start, end), (begin, over) in zip(times, beats, strict=True):
        assert begin < start < end < over
        span = slice(round((start - 0.03) * RATE), round((end + 0.03) * RATE))
        silent[span] = False
        assert np.abs(samples[span]).max() > 0.1
    assert np.abs(samples[silent]).max() < 0.01
