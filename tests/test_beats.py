"""One file a beat: together they are the clip, picture by picture, and nothing was encoded for them."""

from __future__ import annotations

import gc
import hashlib
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest
from click.testing import CliRunner, Result
from PIL import Image

import cli
import tests.short_scene  # noqa: F401 — a chapter that is quickly drawn
from transparent_box.model.storage import RunError
from transparent_box.scenes.output.beats import (
    beats_folder,
    cut_at_beats,
    has_moved,
    is_like,
    is_whole_clip,
    played_names,
    require_beats_folder,
)
from transparent_box.scenes.output.job import Job
from transparent_box.scenes.output.jobs import make_clip, render
from transparent_box.scenes.output.places import PlaceError, companion
from transparent_box.scenes.output.sheet import beat_stills
from transparent_box.scenes.output.voice import Engine


def pictures(path: Path) -> list[str]:
    """A digest of every picture of a film."""
    with av.open(str(path)) as film:
        return [
            hashlib.sha256(picture.to_ndarray(format="rgb24").tobytes()).hexdigest() for picture in film.decode(video=0)
        ]


@pytest.mark.parametrize(("ending", "quality"), [("mp4", "l"), ("mp4", "m"), ("webm", "l")])
def test_beats_are_their_clip_picture_by_picture(toy_folder: Path, tmp_path: Path, ending: str, quality: str) -> None:
    """In medium quality pictures are not stored in the order in which they are shown."""
    clip = render(Job("short_scene", toy_folder, quality, media=tmp_path, format=ending))
    beats = cut_at_beats("short_scene", clip, beats_folder(clip))
    assert [beat.name for beat in beats] == ["appears", "moves"] and [beat.line for beat in beats] == ["One.", "Two."]
    assert [picture for beat in beats for picture in pictures(beat.film)] == pictures(clip)
    for beat in beats:
        with av.open(str(beat.film)) as opened:
            stream = opened.streams.video[0]
            assert next(opened.decode(stream)).pts == 0, "every film begins at 0"
            assert opened.duration / 1e6 == pytest.approx(beat.seconds, abs=0.07)
    assert sorted(path.name for path in beats_folder(clip).iterdir()) == sorted(
        f"{title}.{suffix}" for title in ("01_appears", "02_moves") for suffix in (ending, "png")
    )


def test_a_voice_is_cut_with_its_pictures(toy_folder: Path, tmp_path: Path) -> None:
    command = f"{sys.executable} {Path(__file__).with_name('fake_voice.py')} well {{text}} {{wav}}"
    clip = render(Job("short_scene", toy_folder, "l", media=tmp_path, voice=Engine(command)))
    beats = cut_at_beats("short_scene", clip, beats_folder(clip))
    assert [picture for beat in beats for picture in pictures(beat.film)] == pictures(clip)
    for beat in beats:
        with av.open(str(beat.film)) as opened:
            (sound,) = opened.streams.audio
            samples = np.concatenate([frame.to_ndarray()[0] for frame in opened.decode(sound)])
        heard = np.flatnonzero(np.abs(samples) > 0.02) / sound.rate
        assert 0 < heard[0] < 0.5 and heard[-1] < beat.seconds, "its own line, whole"
        assert len(samples) / sound.rate == pytest.approx(beat.seconds, abs=0.15)


def test_a_clip_that_was_cut_off_is_not_whole(toy_folder: Path, tmp_path: Path) -> None:
    voice = Engine(f"{sys.executable} {Path(__file__).with_name('fake_voice.py')} well {{text}} {{wav}}")
    for job in (Job("short_scene", toy_folder, "m", media=tmp_path), Job("short_scene", toy_folder, "l", voice=voice)):
        clip = render(replace(job, media=tmp_path))
        assert is_whole_clip(clip)
        whole = clip.read_bytes()
        for left in (0, 10, 1000, len(whole) // 2, len(whole) - 1):
            clip.write_bytes(whole[:left])
            assert not is_whole_clip(clip), f"{left} of {len(whole)} bytes"


def test_a_clip_of_no_frames_is_not_whole(tmp_path: Path) -> None:
    clip = tmp_path / "clip.mp4"
    with av.open(str(clip), "w", options={"movflags": "empty_moov+frag_keyframe"}) as begun:
        begun.add_stream("libx264", rate=30)
        begun.start_encoding()
    assert clip.stat().st_size
    assert not is_whole_clip(clip)


def test_a_poster_is_the_picture_a_beat_is_held_on(toy_folder: Path, tmp_path: Path) -> None:
    clip = render(Job("short_scene", toy_folder, "l", media=tmp_path))
    *_, last = cut_at_beats("short_scene", clip, beats_folder(clip))
    assert last.poster is not None
    with av.open(str(last.film)) as film:
        *_, ends = film.decode(video=0)
    assert np.array_equal(np.asarray(Image.open(last.poster)), ends.to_ndarray(format="rgb24"))
    drawn = np.asarray(Image.open(f"{clip}.png").convert("RGB")).astype(int)
    assert np.abs(drawn - np.asarray(Image.open(last.poster))).mean() < 4, "in the colors it was drawn in"


@pytest.mark.parametrize("ending", ["webm", "mov"])
def test_beats_without_a_ground_have_none_either(ending: str, toy_folder: Path, tmp_path: Path) -> None:
    """A poster on any ground is what the clip's own is there; a player is told of a WebM's alpha."""
    job = Job("short_scene", toy_folder, "l", 5, ending, True, theme="light", media=tmp_path)
    clip = render(job)
    *_, last = cut_at_beats("short_scene", clip, beats_folder(clip))
    assert last.poster is not None
    for ground in ("#FFFFFF", "#000000", "#C04030"):
        drawn, cut = (
            np.asarray(Image.alpha_composite(Image.new("RGBA", picture.size, ground), picture.convert("RGBA")))
            for picture in (Image.open(f"{clip}.png"), Image.open(last.poster))
        )
        assert np.abs(drawn.astype(int) - cut).mean() < 2
    with av.open(str(clip)) as whole, av.open(str(last.film)) as part:
        marks = [film.streams.video[0].metadata.get("ALPHA_MODE") for film in (whole, part)]
    assert marks == (["1", "1"] if ending == "webm" else [None, None])


@pytest.mark.parametrize("name", ["appears", "moves"])
def test_one_beat_alone_is_that_part_of_the_clip(name: str, job: Job, clip: Path, tmp_path: Path) -> None:
    """Its film as from `--beats`, its poster and its still as on the sheet, its line from 0 on."""
    (whole,) = [beat for beat in cut_at_beats("short_scene", clip, tmp_path / "cut") if beat.name == name]
    alone = make_clip(replace(job, only=name))
    assert f"_beat-{name}" in alone.path.name and pictures(alone.path) == pictures(whole.film)
    (beat,) = alone.beats
    assert (beat.name, beat.start) == (name, 0) and beat.end == pytest.approx(whole.seconds, abs=0.002)
    assert companion(alone.path, ".srt").read_text(encoding="utf-8").startswith("1\n00:00:00,000 --> ")
    (still,) = [still for beat, still in beat_stills(replace(job, format="png")) if beat.name == name]
    poster = Image.open(companion(alone.path, ".png")).convert("RGB")
    alone_still = Image.open(render(replace(job, only=name, format="png"))).convert("RGB")
    assert poster.tobytes() == alone_still.tobytes() == still.tobytes()


def test_the_voice_of_one_beat_is_heard_from_its_beginning(toy_folder: Path, tmp_path: Path) -> None:
    voice = Engine(f"{sys.executable} {Path(__file__).with_name('fake_voice.py')} well {{text}} {{wav}}")
    alone = make_clip(Job("short_scene", toy_folder, "l", media=tmp_path, voice=voice, only="moves"))
    (beat,) = alone.beats
    assert beat.voice and 0 < beat.voice.start < 0.5
    with av.open(str(alone.path)) as opened:
        assert opened.streams.audio and opened.duration / 1e6 == pytest.approx(beat.end, abs=0.1)
    assert (tmp_path / "voices" / "asked.txt").read_text() == "Two.\n", "no other line is read"


def test_a_second_telling_has_a_name_of_its_own(toy_folder: Path, tmp_path: Path) -> None:
    job = Job("modular_addition_scene", toy_folder, "l", 10, "png", media=tmp_path)
    first, second = (render(replace(job, only=name)).read_bytes() for name in ("past_the_end", "past_the_end-2"))
    assert first != second
    there = set(tmp_path.rglob("*"))
    with pytest.raises(RunError, match=r"has no beat past_the_end-3 for .*, past_the_end, past_the_end-2, the_rest, "):
        render(replace(job, only="past_the_end-3"))
    assert set(tmp_path.rglob("*")) == there, "something is left of what was never told"


def test_a_beat_may_be_told_twice() -> None:
    names = played_names("modular_addition_scene", 10)
    assert names[2:5] == ["past_the_end", "past_the_end", "the_rest"] and names[0] == "which_one"
    assert played_names("modular_addition_scene", 3) == ["beat"] * 3


class Released:
    """Lets another thread run when it is collected."""

    def __init__(self) -> None:
        self.other = self

    def __del__(self) -> None:
        sum(range(50))


def test_chapters_can_be_cut_at_once() -> None:
    """Python 3.11 fails where threads parse at once and one is interrupted while its tree is made."""
    switching, collecting = sys.getswitchinterval(), gc.get_threshold()

    def told(_: int) -> list[str]:
        Released()
        return played_names("clock_scene", 3)

    sys.setswitchinterval(1e-6)
    gc.set_threshold(5)
    try:
        with ThreadPoolExecutor(8) as pool:
            assert all(len(names) == 3 for names in pool.map(told, range(1000)))
    finally:
        sys.setswitchinterval(switching)
        gc.set_threshold(*collecting)


def test_what_comes_round_can_run_as_a_loop() -> None:
    still = np.full((100, 160, 3), 20, np.uint8)
    other, told = still.copy(), still.copy()
    other[20:60, 20:60] = 200
    told[90:] = 240  # another line
    assert is_like(still, told) and has_moved(still, other)
    assert not has_moved(still, told), "a line is no motion"
    assert not is_like(still, other)


def test_other_peoples_files_are_left_alone(toy_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("mine")
    with pytest.raises(PlaceError, match=r"letter\.txt"):
        require_beats_folder(tmp_path / "mine")
    (tmp_path / "file").write_text("mine")
    with pytest.raises(PlaceError, match="is a file where the folder for the beats must go"):
        require_beats_folder(tmp_path / "file")
    unmarked = tmp_path / "unmarked.mp4"
    with av.open(str(unmarked), "w") as film:
        stream = film.add_stream("libx264", rate=5)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        film.mux(stream.encode(av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8))))
        film.mux(stream.encode(None))
    with pytest.raises(PlaceError, match="no beats"):
        cut_at_beats("short_scene", unmarked, beats_folder(unmarked))


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.main, ["render", *arguments], prog_name="cli.py")


def test_the_command(toy_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from transparent_box.scenes.output.pool import Outcome

    clip = render(Job("short_scene", toy_folder, "l", media=tmp_path))
    outcome = Outcome(Job("short_scene", toy_folder, "l"), clip)
    monkeypatch.setattr("transparent_box.commands.render.draw_with_progress", lambda jobs, at_once, cluster: [outcome])
    result = run("clock", "--beats", "-ql", "-o", str(clip))
    assert result.exit_code == 0 and result.stdout.split() == [str(clip), str(beats_folder(clip))]
    assert len(list(beats_folder(clip).glob("*.mp4"))) == 2
    assert run("clock", "--beats", "--format", "gif").exit_code == 2
