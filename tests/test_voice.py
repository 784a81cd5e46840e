"""The voice: lines read aloud by a command or from recordings, at their time, at one loudness; what fails is said."""

from __future__ import annotations

import os
import sys
import time
import wave
from dataclasses import replace
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from click.testing import CliRunner, Result
from numpy.typing import NDArray
from scipy.signal import lfilter

import cli
import tests.short_scene  # noqa: F401 — a chapter that is quickly drawn
from tests.fake_voice import RATE as FAKE_RATE
from tests.fake_voice import tone, write
from transparent_box.scenes.external import label
from transparent_box.scenes.output.captions import cues_of
from transparent_box.scenes.output.film import join_parts, lay_out_parts, write_film_companions
from transparent_box.scenes.output.job import Job
from transparent_box.scenes.output.jobs import make_clip, play_beats
from transparent_box.scenes.output.sound import RATE, SoundError, add_sound, normalize_loudness, seconds_of
from transparent_box.scenes.output.voice import Engine, Line, Reader, Recordings, TemplateError, VoiceError
from transparent_box.scenes.stage.beat import SpokenLine

FAKE = Path(__file__).with_name("fake_voice.py")
SOUND_FRAME = 1024 / RATE  # seconds of AAC


def fake(how: str = "well") -> Engine:
    return Engine(f"'{sys.executable}' '{FAKE}' {how} {{text}} {{wav}}")


def line(text: str = "A line of thirty letters or so.", name: str = "says") -> Line:
    return Line("short_scene", name, text)


def loudness(samples: NDArray[Any]) -> float:
    """LUFS of (n, channels) at 48 kHz in −1 … 1: ITU-R BS.1770, written out."""
    shelf = ([1.53512485958697, -2.69169618940638, 1.19839281085285], [1, -1.69065929318241, 0.73248077421585])
    high = ([1.0, -2.0, 1.0], [1, -1.99004745483398, 0.99007225036621])
    weighted = lfilter(*high, lfilter(*shelf, samples, axis=0), axis=0)
    starts = range(0, max(len(weighted) - 19_200, 0) + 1, 4_800)
    powers = np.array([np.mean(weighted[start : start + 19_200] ** 2, axis=0).sum() for start in starts])
    loud = powers[powers > 10 ** ((-70 + 0.691) / 10)]
    loud = loud[loud > loud.mean() / 10]
    return float(-0.691 + 10 * np.log10(loud.mean()))


def heard(path: Path) -> NDArray[np.float64]:
    """(n, 2) samples of a film's sound."""
    with av.open(str(path)) as film:
        resampler = av.AudioResampler(format="flt", layout="stereo", rate=RATE)
        frames = [part for frame in film.decode(audio=0) for part in resampler.resample(frame)]
        # What a player would leave out before the first picture.
        early = -min(0, round((frames[0].time or 0) * RATE))
    return np.concatenate([frame.to_ndarray().reshape(-1, 2) for frame in frames]).astype(float)[early:]


def spans(samples: NDArray[np.float64]) -> list[tuple[float, float]]:
    """(start, end) in seconds of what is heard between silences of a fifth of a second."""
    loud = np.flatnonzero(np.abs(samples).max(axis=1) > 0.02)
    parts = np.split(loud, np.flatnonzero(np.diff(loud) > RATE / 5) + 1)
    return [(part[0] / RATE, part[-1] / RATE) for part in parts]


def test_a_line_is_read_once(tmp_path: Path) -> None:
    first, again = (fake().recording(line(), tmp_path / "voices") for _ in range(2))
    assert first == again and (tmp_path / "voices" / "asked.txt").read_text().count("A line") == 1
    assert fake().recording(line("Another."), tmp_path / "voices") != first
    assert fake("loud").recording(line(), tmp_path / "voices") != first
    assert not [path for path in (tmp_path / "voices").iterdir() if path.suffix not in (".wav", ".txt")]


def test_what_was_leveled_otherwise_is_leveled_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a film would be as loud as films were before it."""
    (tmp_path / "read" / "short_scene").mkdir(parents=True)
    write(tmp_path / "read" / "short_scene" / "says.wav", tone(1.0))
    voices = fake(), Recordings(tmp_path / "read")
    before = [voice.recording(line(), tmp_path / "voices") for voice in voices]
    monkeypatch.setattr("transparent_box.scenes.output.sound.LEVEL", "louder")
    after = [voice.recording(line(), tmp_path / "voices") for voice in voices]
    assert len({*before, *after}) == 4


@pytest.mark.parametrize("damage", [lambda whole: whole[:-1000], lambda whole: b"", lambda whole: b"x" * len(whole)])
def test_what_is_damaged_is_read_again(damage: Any, tmp_path: Path) -> None:
    wav = fake().recording(line(), tmp_path)
    whole = wav.read_bytes()
    wav.write_bytes(damage(whole))
    assert fake().recording(line(), tmp_path) == wav and wav.read_bytes() == whole


def test_another_version_reads_it_again(tmp_path: Path) -> None:
    program = tmp_path / "voice.py"
    program.write_text(FAKE.read_text())
    engine = Engine(f"'{sys.executable}' '{program}' well {{text}} {{wav}}")
    first = engine.recording(line(), tmp_path / "voices")
    program.write_text(FAKE.read_text() + "\n# better\n")
    assert engine.recording(line(), tmp_path / "voices") != first


@pytest.mark.parametrize("how", ["well", "quiet", "loud", "padded"])
def test_every_recording_is_as_loud_and_as_long_as_it_was(how: str, tmp_path: Path) -> None:
    text = "A line that is somewhat longer, about five seconds of it, read aloud by a fake."
    wav = fake(how).recording(line(text), tmp_path / "voices")
    with wave.open(str(wav)) as opened:
        assert (opened.getframerate(), opened.getnchannels()) == (RATE, 1)
        samples = np.frombuffer(opened.readframes(10**9), np.int16) / 32_768
    assert loudness(np.repeat(samples[:, None], 2, axis=1)) == pytest.approx(-16, abs=1)
    wanted = 2.2 if how == "padded" else len(tone(len(text) / 15)) / FAKE_RATE
    assert seconds_of(wav) == pytest.approx(wanted, abs=0.01) and np.abs(samples).max() < 0.9


def test_silence_stays_silence(tmp_path: Path) -> None:
    wav = fake("silent").recording(line(), tmp_path / "voices")
    with wave.open(str(wav)) as opened:
        samples = np.frombuffer(opened.readframes(10**9), np.int16)
    assert len(samples) == 2 * RATE and np.abs(samples).max() < 30


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("fails", "failed on “A line of thirty letters or so.” with exit code 1 (no such voice)."),
        ("nothing", "wrote nothing for"),
        ("garbage", "is no sound that can be read"),
        ("page", "is no sound that can be read"),
        ("cut", "is no sound that can be read"),
        ("empty", "is no sound that can be read"),
    ],
)
def test_a_command_that_misbehaves_is_one_sentence(how: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(VoiceError) as caught:
        fake(how).recording(line(), tmp_path / "voices")
    assert said in str(caught.value) and "\n" not in str(caught.value)
    assert [path.name for path in (tmp_path / "voices").iterdir()] == ["asked.txt"]


def test_a_command_that_hangs_is_ended_with_all_that_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("transparent_box.scenes.output.voice.LIMIT", 3.0)
    began = time.monotonic()
    with pytest.raises(VoiceError, match="took more than 3 s"):
        fake("hangs").recording(line(), tmp_path / "voices")
    assert time.monotonic() - began < 30
    child = int((tmp_path / "voices" / "child.txt").read_text())
    for _ in range(100):
        if not running(child):
            break
        time.sleep(0.05)
    assert not running(child)
    assert sorted(path.name for path in (tmp_path / "voices").iterdir()) == ["asked.txt", "child.txt"]


def running(process: int) -> bool:
    """Whether it does anything: one that nobody has asked after is still listed."""
    try:
        os.kill(process, 0)
        return "Z" not in Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except (ProcessLookupError, FileNotFoundError):
        return False


@pytest.mark.parametrize(
    "command",
    [
        "festival",
        "flite -t {text}",
        "flite -o {wav}",
        "flite 'x {text} {wav}",
        "",
        "{text} {wav}",
        "a {text} {wav} {x}",
    ],
)
def test_a_wrong_template(command: str) -> None:
    with pytest.raises(TemplateError):
        Engine(command)


def test_text_is_handed_over_as_it_is(tmp_path: Path) -> None:
    """No shell reads it, and what looks like a place in it is none."""
    text = "$(touch hacked); `x` 'y' \"z\" {wav} {text} -o"
    fake().recording(line(text), tmp_path / "voices")
    assert (tmp_path / "voices" / "asked.txt").read_text() == text + "\n"


def test_recordings_of_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    (folder / "short_scene").mkdir(parents=True)
    write(folder / "short_scene" / "says.wav", tone(1.5))
    write(folder / "short_scene" / "says-2.wav", tone(0.8))
    read = Reader(Recordings(folder), "short_scene", tmp_path / "voices")
    sounds = [read(name, "One.", "") for name in ("says", "says-2")]
    assert [sound[1] for sound in sounds if sound] == pytest.approx([1.5, 0.8], abs=0.01)
    with pytest.raises(VoiceError, match=r"has no recording of says-3 \(says-3.wav: “One.”\)\.$"):
        read("says-3", "One.", "")
    (folder / "short_scene" / "says-3.wav").write_text("no sound")
    with pytest.raises(VoiceError, match=r"says-3.wav is no sound"):
        Recordings(folder).recording(line(name="says-3"), tmp_path / "voices")


TOLD_BY_SOME = '''
from transparent_box import Stage, beat

class ToldBySome(Stage):
    """One beat twice, one that only some runs tell, and another."""

    def construct(self):
        self.says("One.")
        self.says("Two.")
        if self.run.p > 1000:
            self.is_larger()
        self.ends()

    @beat
    def says(self, line):
        self.say(line)

    @beat
    def is_larger(self):
        self.say("Larger.")

    @beat
    def ends(self):
        self.say("End.")
'''


def test_a_recording_is_asked_for_where_this_run_tells_its_beat(toy_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "told.py").write_text(TOLD_BY_SOME)
    mine = tmp_path / "mine"
    job = Job(f"{tmp_path / 'told.py'}:ToldBySome", toy_folder, "l", media=tmp_path, voice=Recordings(mine))
    with pytest.raises(VoiceError, match=r"no recording of says \(says.wav: “One.”\), nor of says-2, ends\.$"):
        make_clip(job)
    with pytest.raises(VoiceError, match=r"no recording of ends \(ends.wav: “End.”\)\.$"):
        make_clip(replace(job, only="ends"))
    own = mine / label(job.chapter)
    own.mkdir(parents=True)
    for name in ("says.wav", "says-2.mp3"):
        write(own / name, tone(0.5))
    with pytest.raises(VoiceError, match=r"no recording of ends \(ends.wav: “End.”\)\.$"):
        make_clip(job)
    assert not list(tmp_path.rglob("*.mp4"))
    write(own / "ends.wav", tone(0.5))
    assert all(beat.voice for beat in make_clip(job).beats)


def test_what_never_ends_is_no_recording(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("transparent_box.scenes.output.sound.LONGEST", 1)
    write(tmp_path / "long.wav", tone(3))
    with pytest.raises(SoundError, match="longer than 1 s"):
        normalize_loudness(tmp_path / "long.wav", tmp_path / "made.wav")
    assert not (tmp_path / "made.wav").exists()


@pytest.mark.parametrize(("ending", "codec"), [("mp4", "aac"), ("webm", "opus"), ("mov", "aac")])
def test_a_clip_is_heard_when_its_captions_say(toy_folder: Path, tmp_path: Path, ending: str, codec: str) -> None:
    clip = make_clip(Job("short_scene", toy_folder, "l", format=ending, media=tmp_path, voice=fake()))
    for beat in clip.beats:
        assert beat.voice and beat.start < beat.voice.start and beat.voice.end < beat.end
    with av.open(str(clip.path)) as opened:
        (sound,) = opened.streams.audio
        assert sound.codec_context.name == codec and sound.rate == RATE
        pictures = sum(packet.dts is not None for packet in opened.demux(opened.streams.video[0]))
        marks = [float(mark["start"] * mark["time_base"]) for mark in opened.chapters()]
    samples = heard(clip.path)
    assert marks == pytest.approx([beat.start for beat in clip.beats], abs=0.002)
    assert len(samples) / RATE == pytest.approx(pictures / 15, abs=2 * SOUND_FRAME)
    assert pictures / 15 == pytest.approx(clip.beats[-1].end)
    found, cues = spans(samples), cues_of(clip.beats)
    assert np.array(found) == pytest.approx(np.array([(cue.start, cue.end) for cue in cues]), abs=2 * SOUND_FRAME)
    assert not list(tmp_path.rglob(".*")) and clip.path.stem.endswith(f"_voice-{fake().label}")
    srt = Path(f"{clip.path}.srt").read_text()
    assert "00:00:00,250 --> " in srt and srt.count("-->") == 2


def test_a_beat_waits_for_its_voice(toy_folder: Path, tmp_path: Path) -> None:
    silent = play_beats(Job("short_scene", toy_folder, "l", format="png", media=tmp_path))
    for rate in (15, 2, 60):
        job = Job("short_scene", toy_folder, "l", rate, format="png", media=tmp_path, voice=fake("slow"))
        for beat, plain in zip(play_beats(job), silent, strict=True):
            assert beat.voice and beat.voice.end - beat.voice.start >= 3 and beat.end >= beat.voice.end
            assert beat.end - beat.start > plain.end - plain.start


def test_pictures_are_not_encoded_again(toy_folder: Path, tmp_path: Path) -> None:
    for ending, quality in (("mp4", "m"), ("webm", "l")):
        clip = make_clip(Job("short_scene", toy_folder, quality, format=ending, media=tmp_path))
        wav = fake().recording(line(), tmp_path / "voices")
        sounding = tmp_path / f"sounding.{ending}"
        add_sound(clip.path, [SpokenLine(wav, 0.5, 0.5 + seconds_of(wav))], sounding)
        assert packets(sounding) == packets(clip.path)
        whole = sounding.read_bytes()
        assert ending == "webm" or whole.index(b"moov") < whole.index(b"mdat")


def packets(path: Path) -> list[tuple[float, bytes]]:
    with av.open(str(path)) as film:
        return [(round(float(p.pts * p.time_base), 3), bytes(p)) for p in film.demux(video=0) if p.dts is not None]


@pytest.mark.parametrize("ending", ["mp4", "webm"])
def test_a_film_is_heard_when_its_captions_say(toy_folder: Path, tmp_path: Path, ending: str) -> None:
    slower: dict[str, Any] = {"settings": (("seconds", 3),)}
    given = [
        (
            chapter,
            make_clip(
                Job("short_scene", toy_folder, "l", format=ending, media=tmp_path, voice=fake("slow"), **options)
            ),
        )
        for chapter, options in (("clock_scene", {}), ("loops_scene", slower), ("clock_scene", {}))
    ]
    parts, film = lay_out_parts(given), tmp_path / f"film.{ending}"
    join_parts(parts, film, captions=True)
    write_film_companions(parts, film, captions=True)
    cues = cues_of([beat for part in parts for beat in part.beats])
    samples = heard(film)
    assert np.array(spans(samples)) == pytest.approx(np.array([(c.start, c.end) for c in cues]), abs=2 * SOUND_FRAME)
    assert loudness(samples) == pytest.approx(-16, abs=1)
    assert len(samples) / RATE == pytest.approx(parts[-1].end, abs=2 * SOUND_FRAME)
    assert (tmp_path / f"film.{ending}.srt").read_text().count("-->") == 6


def test_what_is_spoken_may_differ_from_the_line(tmp_path: Path) -> None:
    read = Reader(fake(), "short_scene", tmp_path)
    read("says", "R² = 0.9", "")
    read("says", "R² = 0.9", "almost all of it")
    assert (tmp_path / "asked.txt").read_text() == "R squared equals zero point nine\nalmost all of it\n"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.main, [*arguments], prog_name="cli.py")


@pytest.mark.parametrize("command", ["render", "film"])
def test_wrong_usage_is_exit_code_2(command: str) -> None:
    for wrong in (
        ["--voice", "festival"],
        ["--voice", "flite {text}"],
        ["--voice", fake().command, "--voice-folder", "mine"],
        ["--voice", fake().command, "--format", "gif"],
    ):
        result = run(command, "clock", *wrong)
        assert result.exit_code == 2, result.output


def test_what_is_not_there_is_said_before_anything_is_drawn(tmp_path: Path) -> None:
    for wrong, said in (
        (["--voice", "no-such-program {text} {wav}"], "no-such-program is not installed: install it"),
        (["--voice-folder", str(tmp_path / "mine")], "There is no folder"),
    ):
        result = run("render", "clock", "-o", str(tmp_path / "clip.mp4"), *wrong)
        assert result.exit_code == 1 and said in result.stderr and result.stderr.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_a_voice_that_fails_leaves_nothing(toy_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    words = ["--run", str(toy_folder), "-ql", "--voice", fake("fails").command, "-o", "clip.mp4"]
    result = run("render", "one_hot", *words)
    assert result.exit_code == 1 and result.stdout == "" and "(no such voice)" in result.stderr
    assert not list(tmp_path.rglob("*.mp4")) and not list(tmp_path.rglob("*.wav")) and not list(tmp_path.rglob(".*"))
