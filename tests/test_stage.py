"""Scenes play, and what comes out can be opened elsewhere."""

from __future__ import annotations

import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import av
import numpy as np
import pytest
from manim import Square, VGroup, VMobject, tempconfig
from PIL import Image

from tests import short_scene  # noqa: F401 (a chapter from here on)
from tests.conftest import REFERENCE, evidence_of
from transparent_box.model.files import atomic_file, write_unsynced
from transparent_box.model.runs.run import Run
from transparent_box.model.storage import RunError
from transparent_box.scenes.film import CHAPTERS
from transparent_box.scenes.look.frame import ASPECTS, ON_PHONES, Frame
from transparent_box.scenes.look.theme import READING_SPEED, THEMES, Size, units
from transparent_box.scenes.mobjects.words.lettering import escape, formula, show_instead, words
from transparent_box.scenes.output.check import MUST_HOLD, RuleRunner
from transparent_box.scenes.output.job import Job
from transparent_box.scenes.output.jobs import play_beats, render, stage_job
from transparent_box.scenes.raster.camera import ArrayCamera
from transparent_box.scenes.raster.recording import straight_alpha
from transparent_box.scenes.stage.rounding import SMALL_SIZE, is_rounded, round_state, round_to_grain

ROOT = Path(__file__).resolve().parent.parent
BEAT = "hours_of_the_modulus"  # of clock_scene, where a part of a chapter shows what all of it would


Look = Callable[..., Any]
WATCHERS: dict[str, list[tuple[str, Look]]] = defaultdict(list)


def watching(chapter: str, method: str) -> Callable[[Look], Look]:
    """Let a function look at each call of a scene's method before it is done, in the one play that tests share.

    It gets the scene and what the method is given; what it returns is in `scene.watched` under its name, call by call.
    What is wrong it returns as well: the play is not its test's alone.
    """

    def add(look: Look) -> Look:
        WATCHERS[chapter].append((method, look))
        return look

    return add


def watch(scene: Any, method: str, look: Look) -> None:
    """Begin to look at a scene's method."""
    done, found = getattr(scene, method), scene.watched[look.__name__]

    def looked_at(*given: Any, **more: Any) -> Any:
        found.append(look(scene, *given, **more))
        return done(*given, **more)

    setattr(scene, method, looked_at)


@cache
def play(chapter: str, run: Run):  # type: ignore[no-untyped-def]
    """A chapter's scene after it has been played and looked at, once a session, with its `flaws` and `watched`."""
    with TemporaryDirectory() as media:
        job = Job(chapter, run.folder, "l", 30, "png", media=Path(media))
        with stage_job(job) as scene:
            scene.run, scene.evidence, scene.watched = run, evidence_of(run), defaultdict(list)
            viewer = RuleRunner(scene, job, MUST_HOLD)
            for method, look in WATCHERS[chapter]:
                watch(scene, method, look)
            scene.render()
            for method in {method for method, _ in WATCHERS[chapter]}:
                delattr(scene, method)  # its own again
            scene.flaws = [str(flaw) for flaw in viewer.flaws.values()]
            return scene


def lines_of(scene: Any) -> dict[str, str]:
    """What a chapter that has been played says in each of its beats, by their names."""
    return {beat.name: beat.line for beat in scene.beats}


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_scene_says_what_a_run_lacks(
    chapter: str, toy_run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """This one has found no frequency: it is shown, or the reason why not is a sentence."""
    assert not evidence_of(toy_run).clusters
    monkeypatch.setattr("transparent_box.scenes.stage.stage.evidence_of", lambda run: evidence_of(toy_run))
    try:
        assert play_beats(Job(chapter, toy_run.folder, "l", 30, "png", media=tmp_path))
    except RunError as error:
        assert str(toy_run.folder) in str(error) and "not generali" in str(error)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_beat_can_be_read(chapter: str, reference: Run) -> None:
    """In the other aspects and in the light theme, too: test_layout.py."""
    scene = play(chapter, reference)
    assert scene.flaws == []
    assert scene.beats[0].start == 0
    for before, after in zip(scene.beats, scene.beats[1:], strict=False):
        assert after.start == pytest.approx(before.end)
    for beat in scene.beats:
        assert len(beat.line) / (beat.end - beat.start) <= READING_SPEED, beat.line


@pytest.mark.chapter("clock_scene")
def test_the_clock_scene_is_as_long_as_it_should_be(reference: Run) -> None:
    assert 40 <= play("clock_scene", reference).beats[-1].end <= 70


@pytest.fixture(scope="module")
def clip(toy_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    media = tmp_path_factory.mktemp("media")
    return render(Job("short_scene", toy_folder, "l", 6, media=media))


def test_mp4_plays_everywhere(clip: Path) -> None:
    with av.open(clip) as film:
        stream = film.streams.video[0]
        context = stream.codec_context
        assert (context.name, context.pix_fmt) == ("h264", "yuv420p")
        assert (context.colorspace, context.color_primaries, context.color_trc, context.color_range) == (1, 1, 1, 1)
        assert stream.average_rate == 6
    data = clip.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat"), "the index is not in front"
    assert not list(clip.parent.rglob("*.part*"))


def test_colors_survive_the_film(clip: Path) -> None:
    """Decode a frame as a BT.709 player would: the ground is the theme's."""
    ground = np.array([int(THEMES["dark"].ground[place : place + 2], 16) for place in (1, 3, 5)])
    with av.open(clip) as film:
        frame = next(film.decode(video=0))
        pixels = frame.reformat(format="rgb24", src_colorspace=1, dst_colorspace=1).to_ndarray()
    assert np.abs(pixels[5, 5].astype(int) - ground).max() <= 2


def test_bt709_is_what_a_saturated_color_says(tmp_path: Path) -> None:
    """Pure red has luma 63 in BT.709; BT.601 would give 81."""
    from manim import Scene

    from transparent_box.scenes.raster.recording import SegmentEncoder

    with tempconfig({"format": "mp4", "pixel_width": 64, "pixel_height": 64, "frame_rate": 10}):
        spec = Scene().renderer.file_writer.video_encoder
    encoder = SegmentEncoder(target=tmp_path / "red.mp4", spec=spec)
    red = np.zeros((64, 64, 4), np.uint8)
    red[..., 0] = red[..., 3] = 255
    encoder.write_frame(red, repeat=3)
    assert not (tmp_path / "red.mp4").exists()
    encoder.finish()
    with av.open(tmp_path / "red.mp4") as film:
        frames = list(film.decode(video=0))
    assert len(frames) == 3
    assert abs(int(frames[0].to_ndarray()[10, 10]) - 63) <= 1


def test_rendering_again_changes_nothing(clip: Path, toy_folder: Path) -> None:
    before = clip.read_bytes()
    segments = {path: path.stat().st_mtime_ns for path in clip.parent.rglob("partial_movie_files/**/*.mp4")}
    media = clip.parents[3]
    again = render(Job("short_scene", toy_folder, "l", 6, media=media))
    assert again == clip and again.read_bytes() == before
    assert {path: path.stat().st_mtime_ns for path in segments} == segments, "segments were drawn again"


def test_a_film_that_was_drawn_before_costs_one_picture(
    clip: Path, toy_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[object] = []
    monkeypatch.setattr(ArrayCamera, "capture_mobjects", lambda camera, mobjects, **options: drawn.append(camera))
    render(Job("short_scene", toy_folder, "l", 6, media=clip.parents[3]))
    assert len(drawn) == 1, "its poster"


def test_two_renders_are_the_same_bytes(clip: Path, toy_folder: Path, tmp_path: Path) -> None:
    other = render(Job("short_scene", toy_folder, "l", 6, media=tmp_path))
    assert other.read_bytes() == clip.read_bytes()


@pytest.fixture(scope="module")
def chapter_clip(toy_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A chapter's beat as the command line draws it, from another folder, and what it says on stdout."""
    place = tmp_path_factory.mktemp("elsewhere")
    out = place / "clip.mp4"
    words_ = ["render", "clock", "-ql", "--fps", "1", "--beat", BEAT, "--run", str(toy_folder), "-o", str(out)]
    command = [sys.executable, str(ROOT / "cli.py"), *words_]
    return out, subprocess.run(command, cwd=place, capture_output=True, text=True, check=True).stdout


def test_two_renders_of_a_chapters_beat_are_the_same_bytes(
    chapter_clip: tuple[Path, str], toy_folder: Path, tmp_path: Path
) -> None:
    """In two processes, at two places."""
    again = render(Job("clock_scene", toy_folder, "l", 1, media=tmp_path, only=BEAT))
    assert again.read_bytes() == chapter_clip[0].read_bytes()


@pytest.mark.parametrize(("file_format", "codec"), [("webm", "vp9"), ("mov", "prores")])
def test_films_with_alpha(file_format: str, codec: str, toy_folder: Path, tmp_path: Path) -> None:
    made = render(Job("short_scene", toy_folder, "l", 1, file_format, True, media=tmp_path))
    with av.open(made) as film:
        stream = film.streams.video[0]
        assert stream.codec_context.name == codec
        if file_format == "mov":
            assert "yuva444" in stream.codec_context.pix_fmt
        else:
            assert stream.metadata.get("ALPHA_MODE") == "1"


@pytest.mark.parametrize("transparent", [False, True], ids=["opaque", "clear"])
def test_gif_webp_and_pictures_show_the_same_film(transparent: bool, toy_folder: Path, tmp_path: Path) -> None:
    """Frames, time, ground and corner; PyAV opens the GIF too, but its FFmpeg reads no animated WebP."""
    made = {
        name: render(Job("short_scene", toy_folder, "l", 2, name, transparent, media=tmp_path))
        for name in ("gif", "webp", "png-sequence")
    }
    pictures = sorted(made["png-sequence"].iterdir())
    last = Image.open(pictures[-1])
    assert last.size == (854, 480) and last.mode == ("RGBA" if transparent else "RGB")
    with av.open(made["gif"]) as film:
        assert film.streams.video[0].codec_context.name == "gif"
        assert sum(1 for _ in film.decode(video=0)) == len(pictures)
    for name in ("gif", "webp"):
        shown: Any = Image.open(made[name])
        milliseconds = 0
        for number in range(shown.n_frames):
            shown.seek(number)
            shown.load()
            milliseconds += shown.info["duration"]
        assert milliseconds == 500 * len(pictures)
        assert shown.info["loop"] == 0, "it plays over and over"
        one, other = (np.asarray(image.convert("RGBA")).astype(int) for image in (shown, last))
        solid = other[..., 3] == 255
        assert np.abs(one - other)[solid].mean() < (1 if name == "webp" else 4)
        assert one[0, 0, 3] == (0 if transparent else 255)
    assert not list(tmp_path.rglob("*.part*")) and not list(tmp_path.glob("videos/*/480p2/*.mov"))


def test_a_browser_plays_a_gif_no_slower_than_the_film(toy_folder: Path, tmp_path: Path) -> None:
    """Browsers show for 100 ms a picture that is to stand for less than 20."""
    job = Job("short_scene", toy_folder, "l", 60, "gif", only="moves", media=tmp_path)
    shown: Any = Image.open(render(job))
    stand = []
    for number in range(shown.n_frames):
        shown.seek(number)
        stand.append(shown.info["duration"])
    assert min(stand) >= 20
    with av.open(str(render(replace(job, format="mp4")))) as film:
        assert sum(stand) == pytest.approx(film.duration / 1000, abs=50)


def test_a_chapters_last_picture_is_that_of_its_last_beat(toy_folder: Path, tmp_path: Path) -> None:
    """Of the chapter that comes next it shows nothing, not its name under the strip either."""
    job = Job("clock_scene", toy_folder, "l", 1, "png")
    whole, beat = (
        np.asarray(Image.open(render(replace(job, only=only, media=tmp_path / str(only))))).astype(int)
        for only in (None, "all_right")
    )
    assert np.abs(whole - beat).max() <= 1


@pytest.mark.parametrize("theme", sorted(THEMES))
def test_a_still_without_a_ground_laid_on_the_ground_is_the_still(theme: str, toy_folder: Path, tmp_path: Path) -> None:
    """Also where what is drawn is glass, as the edges of letters and the faint glyphs of the strip are."""
    job = Job("clock_scene", toy_folder, "l", 1, "png", theme=theme, only=BEAT)
    clear, solid = (
        Image.open(render(replace(job, transparent=clear, media=tmp_path / str(clear)))).convert("RGBA")
        for clear in (True, False)
    )
    alpha = np.asarray(clear)[..., 3]
    assert ((alpha > 0) & (alpha < 255)).sum() > 1000
    laid = Image.alpha_composite(Image.new("RGBA", clear.size, THEMES[theme].ground), clear)
    assert np.abs(np.asarray(laid).astype(int) - np.asarray(solid)).max() <= 3


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads the peak in /proc")
def test_memory_does_not_hold_the_clip(toy_folder: Path, tmp_path: Path) -> None:
    """A GIF's 160 frames of 854 × 480 are 260 MB; with Manim and all else, which take 290, the peak stays under 450.

    Also where Python leaves assertions out.
    """
    command = (
        "from pathlib import Path; from transparent_box.scenes.output.job import Job\n"
        "from transparent_box.scenes.output.jobs import render; import tests.short_scene\n"
        f"there = {{'media': Path({str(tmp_path)!r}), 'settings': (('seconds', 10),)}}\n"
        f"render(Job('short_scene', Path({str(toy_folder)!r}), 'l', 15, 'gif', **there))\n"
        "print(*Path('/proc/self/status').read_text().partition('VmHWM:')[2].split()[:1])"
    )
    told = subprocess.run([sys.executable, "-O", "-c", command], cwd=ROOT, capture_output=True, text=True, check=True)
    assert int(told.stdout.split()[-1]) < 450_000  # KiB


@pytest.mark.parametrize(("captions", "files", "drawn"), [("burn", 2, True), ("file", 2, False), ("none", 0, False)])
def test_captions_where_they_are_wanted(
    captions: str, files: int, drawn: bool, toy_folder: Path, tmp_path: Path
) -> None:
    out = tmp_path / "clip.mp4"
    render(Job("short_scene", toy_folder, "l", 2, captions=captions, media=tmp_path / "media", out=out))
    assert len([*tmp_path.glob("clip.mp4.srt"), *tmp_path.glob("clip.mp4.vtt")]) == files
    bottom = np.asarray(Image.open(tmp_path / "clip.mp4.png").convert("L")).astype(int)[420:]
    assert (np.ptp(bottom) > 100) == drawn


def test_a_still_is_the_last_frame(toy_folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "still.png"
    assert render(Job("short_scene", toy_folder, "l", None, "png", media=tmp_path, out=out)) == out
    assert Image.open(out).size == (854, 480)


def test_stdout_is_the_path_alone(chapter_clip: tuple[Path, str]) -> None:
    out, said = chapter_clip
    assert said == f"{out}\n" and out.exists()


@pytest.mark.parametrize("aspect", ASPECTS)
def test_pixels_and_units_agree(aspect: str) -> None:
    frame = Frame(aspect, 1080)
    (width, height), (across, down) = frame.pixels, frame.size
    assert min(width, height) == 1080 and min(across, down) == pytest.approx(8 / ON_PHONES.get(aspect, 1))
    assert width / height == pytest.approx(across / down, rel=2e-3)
    assert frame.picture.bottom > frame.safe.bottom


def test_phones_show_larger_type_above_their_controls() -> None:
    floor = {aspect: units(Size.SMALL) * 720 / min(Frame(aspect, 720).size) for aspect in ASPECTS}
    assert min(floor.values()) >= 20 and floor["9:16"] >= 1.35 * 20
    assert ON_PHONES["4:5"] >= 1.35 and floor["4:5"] >= 1.35 * 20
    for aspect in ("9:16", "4:5"):
        frame = Frame(aspect, 720)
        (width, height), caption = frame.size, frame.caption_baseline
        assert caption + height / 2 >= 0.12 * height - 1e-9
        assert frame.safe.bottom <= caption + 1e-9 and frame.safe.left + width / 2 == pytest.approx(0.045 * width)


def test_margins_are_of_the_short_side() -> None:
    width, height = Frame("16:9", 720).size
    safe = Frame("16:9", 720).safe
    assert [safe.left + width / 2, safe.bottom + height / 2] == pytest.approx([0.045 * height] * 2)


def test_type_is_the_size_it_says() -> None:
    """A capital H of Libertinus is 0.649 em high."""
    assert words("H", 100, "#ffffff").height == pytest.approx(0.649 * units(100), rel=0.01)


@pytest.mark.parametrize("code", ["cos(k x)", "1/2", "x"])
def test_letterings_are_measured_as_manim_measures_them(code: str) -> None:
    ours = formula(code, 30, "#ffffff").shift([1, 2, 0])
    theirs = VGroup(*(VMobject().set_points(part.points) for part in ours))
    for corner in ([-1, -1, 0], [1, 1, 0], [0, 0, 0]):
        assert ours.get_corner(corner).tolist() == theirs.get_corner(corner).tolist()
    assert (ours.width, ours.height) == (theirs.width, theirs.height)
    assert len(ours.get_points_defining_boundary()) == len(theirs.get_points_defining_boundary())


def test_a_fraction_bar_is_as_thick_as_its_font_says() -> None:
    """Libertinus Math: 0.065 em, at any size."""
    for size in (24, 100):
        bar = formula("1/2", size, "#ffffff")[1]
        assert bar.get_stroke_width() * 0.01 == pytest.approx(0.065 * units(size), rel=0.05)


@pytest.mark.parametrize("text", ["50% of #1", "a_b*c*", "[x] $5", "<a@b>", "1/2 = ~0.5 - x"])
def test_any_words_can_be_written(text: str) -> None:
    assert len(words(text, 30, "#ffffff")[0].get_subpaths()) >= len(text.replace(" ", ""))
    assert escape(text)


def test_straight_alpha() -> None:
    premultiplied = np.array([[[100, 50, 0, 128], [0, 0, 0, 0], [9, 8, 7, 255]]], np.uint8)
    assert straight_alpha(premultiplied).tolist() == [[[199, 100, 0, 128], [0, 0, 0, 0], [9, 8, 7, 255]]]
    opaque = premultiplied[:, 2:]
    found = straight_alpha(opaque)
    assert found.tolist() == opaque.tolist() and not np.shares_memory(found, opaque)


def test_a_file_is_whole_or_absent(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), atomic_file(tmp_path / "clip.mp4") as temporary:
        temporary.write_bytes(b"half")
        raise RuntimeError
    assert not list(tmp_path.iterdir())


def test_what_is_put_is_whole_or_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "labels" / "e.svg"
    write_unsynced(b"first", path)

    def full(self: Path, content: bytes) -> None:
        with self.open("wb") as file:
            file.write(content[:3])
        raise OSError("No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        write_unsynced(b"second", path)
    assert path.read_bytes() == b"first" and [*path.parent.iterdir()] == [path]


def test_the_reference_is_the_default_run() -> None:
    from transparent_box.commands import options

    assert options.REFERENCE == REFERENCE


def test_letterings_change_without_leaving_anything_behind() -> None:
    """What moves is listed at the start of a play, so the same objects must show the new words, and nothing else."""
    shown, other = (VGroup(words(text, 30, "#ffffff"), words("neurons", 20, "#ffffff")) for text in ("7", "103"))
    parts = shown.get_family()
    show_instead(shown, other)
    assert all(now is before for now, before in zip(shown.get_family(), parts, strict=True))
    assert all(np.array_equal(a.points, b.points) for a, b in zip(parts, other.get_family(), strict=True))
    parts[2].points += 1
    assert not np.array_equal(parts[2].points, other.get_family()[2].points)


def test_whatever_is_on_the_stage_is_rounded() -> None:
    """Small arrays, which are rounded together, large ones, and numbers; what is round already stays the same array."""
    square, words_ = Square().shift([0.1234567891, 0, 0]), words("a line of words", 30, "#ffffff").shift([1 / 3, 0, 0])
    square.fill_opacity = 0.1234567891
    many = VMobject().set_points(np.random.default_rng(0).random((4 * SMALL_SIZE, 3)))
    expected = [round_to_grain(part.points) for mobject in (square, words_, many) for part in mobject.get_family()]
    round_state([VGroup(square, words_), many])
    parts = [part for mobject in (square, words_, many) for part in mobject.get_family()]
    assert all(np.array_equal(part.points, points) for part, points in zip(parts, expected, strict=True))
    assert square.fill_opacity == round_to_grain(0.1234567891)
    kept = [part.points for part in parts]
    round_state([VGroup(square, words_), many])
    assert all(part.points is points for part, points in zip(parts, kept, strict=True))


def test_what_lies_between_two_grains_is_rounded_alike() -> None:
    """Half a grain is where plays, drawn or not, would part by their last bits."""
    half = 1 / 1024
    above, below = np.nextafter(half, 1), np.nextafter(half, 0)
    assert np.round(above, 9) != np.round(below, 9), "the value is none that could part"
    assert round_to_grain(above) == round_to_grain(half) == round_to_grain(below)
    assert (
        round_to_grain(0.7) == 0.7
        and round_to_grain(1.0) == 1.0
        and round_to_grain(round_to_grain(0.1234567891)) == round_to_grain(0.1234567891)
    )


def test_colors_are_rounded_once_for_all() -> None:
    """Of 32 bits: what is round already stays the same, bit by bit, and no color moves by what could be seen."""
    colors = np.random.default_rng(0).random((SMALL_SIZE, 4)).astype(np.float32)
    once = round_to_grain(colors)
    assert once.dtype == np.float32 and np.array_equal(round_to_grain(once), once) and is_rounded(once)
    assert not is_rounded(colors) and np.abs(once - colors).max() < 1e-5
