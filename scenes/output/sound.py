"""Sound: normalizes recordings to one loudness, and adds sound tracks to films without encoding pictures again."""

from __future__ import annotations

import wave
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.filter import Graph
from numpy.typing import NDArray

from transparent_box.model.files import atomic_file
from transparent_box.scenes.output.conversion import pull_frames
from transparent_box.scenes.raster.copying import add_copied_stream
from transparent_box.scenes.stage.beat import SpokenLine

RATE = 48_000  # samples a second
LONGEST = 300  # seconds of one recording, at most
# Target loudness of a line, −16 LUFS; `dual_mono` measures a mono file as it sounds from two loudspeakers.
LOUDNESS = "I=-16:TP=-1.5:LRA=11:dual_mono=true"
SHORTEST = 0.5  # seconds: loudness is not defined below 0.4 s, so silence is added
LEVEL = f"{LOUDNESS} {RATE} {SHORTEST}"  # the settings of `normalize_loudness`, as part of cache keys
HEADER = 44  # bytes of a WAV before its samples
BLOCK = 4_800  # samples that are encoded at a time
UNREADABLE = "is no sound that can be read"
Samples = NDArray[np.int16]


class SoundError(ValueError):
    """A file that is no sound; the message continues a sentence that began with the file's name."""


def normalize_loudness(recording: Path, target: Path) -> None:
    """Write a recording as mono WAV at 48 kHz and −16 LUFS, silence kept. Raises SoundError if it is no sound."""
    try:
        with av.open(str(recording)) as source:
            if not source.streams.audio:
                raise SoundError("has no sound in it")
            blocks = list(normalized_samples(source))
    except (av.error.FFmpegError, ValueError) as error:
        if isinstance(error, SoundError):
            raise
        raise SoundError(UNREADABLE) from None
    with wave.open(str(target), "wb") as made:
        made.setnchannels(1)
        made.setsampwidth(2)
        made.setframerate(RATE)
        for block in blocks:
            made.writeframes(block.tobytes())


def normalized_samples(source: Any) -> Iterator[Samples]:
    """Yield a recording's samples after FFmpeg's loudness filter.

    Raises SoundError if there are none, or more than `LONGEST` seconds.
    """
    stream = source.streams.audio[0]
    graph = Graph()
    steps = [
        graph.add_abuffer(template=stream),
        graph.add("aformat", "channel_layouts=mono"),
        graph.add("apad", f"whole_dur={SHORTEST}"),
        graph.add("loudnorm", LOUDNESS),
        graph.add("aformat", f"sample_fmts=s16:sample_rates={RATE}:channel_layouts=mono"),
        graph.add("abuffersink"),
    ]
    graph.link_nodes(*steps).configure()
    read = 0
    for frame in source.decode(stream):
        read += frame.samples
        if frame.time is not None and frame.time > LONGEST:
            raise SoundError(f"is longer than {LONGEST} s")
        graph.push(frame)
        yield from samples_ready(graph)
    if not read:
        raise SoundError(UNREADABLE)
    graph.push(None)
    yield from samples_ready(graph)


def samples_ready(graph: Any) -> Iterator[Samples]:
    """Return an iterator over the samples that a filter graph has ready."""
    return (frame.to_ndarray().reshape(-1) for frame in pull_frames(graph))


def is_complete_wav(recording: Path) -> bool:
    """Return whether a WAV written by `normalize_loudness` exists and is complete."""
    try:
        with wave.open(str(recording), "rb") as opened:
            shape = (opened.getnchannels(), opened.getsampwidth(), opened.getframerate())
            return shape == (1, 2, RATE) and recording.stat().st_size == HEADER + 2 * opened.getnframes()
    except (FileNotFoundError, EOFError, wave.Error):
        return False


def seconds_of(recording: Path) -> float:
    """Return the seconds of a WAV written by `normalize_loudness`."""
    with wave.open(str(recording), "rb") as opened:
        return opened.getnframes() / RATE


class SoundTrack:
    """A sound track of voices, with silence between them, that is muxed in step with the pictures.

    Encoded as AAC, in a WebM as Opus.
    """

    def __init__(self, film: Any, voices: Sequence[SpokenLine], seconds: Fraction | float, webm: bool) -> None:
        self._film = film
        self._stream = film.add_stream("libopus" if webm else "aac", rate=RATE, layout="stereo")
        self._stream.bit_rate = 96_000 if webm else 128_000
        self._blocks = blocks(voices, round(seconds * RATE))
        self._told = 0  # samples

    def tell_until(self, seconds: float) -> None:
        """Mux the sound up to a time in seconds, so that sound and pictures lie close together in the file."""
        while self._told < seconds * RATE and (block := next(self._blocks, None)) is not None:
            # Both channels are the same.
            frame = av.AudioFrame.from_ndarray(np.repeat(block, 2)[None], format="s16", layout="stereo")
            frame.sample_rate, frame.pts, frame.time_base = RATE, self._told, Fraction(1, RATE)
            self._told += len(block)
            self._film.mux(self._stream.encode(frame))

    def finish(self) -> None:
        """Mux the rest of the track."""
        self.tell_until(float("inf"))
        self._film.mux(self._stream.encode(None))


def blocks(voices: Sequence[SpokenLine], length: int) -> Iterator[Samples]:
    """Yield a track of `length` samples in blocks of `BLOCK`, so that it is never in memory as a whole."""
    rest = np.zeros(0, np.int16)
    for piece in pieces(voices, length):
        rest = np.concatenate([rest, piece])
        while len(rest) >= BLOCK:
            yield rest[:BLOCK]
            rest = rest[BLOCK:]
    if len(rest):
        yield rest


def pieces(voices: Sequence[SpokenLine], length: int) -> Iterator[Samples]:
    """Yield silence and voices in turn, `length` samples in all."""
    at = 0
    for voice in sorted(voices, key=lambda voice: voice.start):
        yield from silence(round(voice.start * RATE) - at)
        at = max(at, round(voice.start * RATE))
        with wave.open(str(voice.wav), "rb") as opened:
            while read := opened.readframes(min(RATE, length - at)):
                piece = np.frombuffer(read, np.int16)
                at += len(piece)
                yield piece
    yield from silence(length - at)


def silence(length: int) -> Iterator[Samples]:
    """Yield `length` samples of silence, in blocks."""
    for start in range(0, length, RATE):
        yield np.zeros(min(RATE, length - start), np.int16)


def add_sound(clip: Path, voices: Sequence[SpokenLine], target: Path | None = None) -> None:
    """Add a track of voices, at their times in the clip, to a clip or to a copy at `target`; all else is kept.

    The file is replaced atomically.
    """
    target = target or clip
    webm = target.suffix == ".webm"
    options = {} if webm else {"movflags": "faststart"}
    with (
        atomic_file(target) as private,
        av.open(str(clip)) as source,
        av.open(str(private), "w", options=options) as film,
    ):
        stream = source.streams.video[0]
        picture = add_copied_stream(film, stream)
        sound = SoundTrack(film, voices, clip_seconds(source), webm)
        film.set_chapters(source.chapters())
        for packet in source.demux(stream):
            if packet.dts is not None:
                sound.tell_until(float(packet.dts * packet.time_base))
                packet.stream = picture
                film.mux(packet)
        sound.finish()


def has_sound(clip: Path) -> bool:
    """Return whether a clip has a sound track."""
    with av.open(str(clip)) as opened:
        return bool(opened.streams.audio)


def clip_seconds(opened: Any) -> Fraction:
    """Return the length of an opened clip in seconds, a whole number of frames."""
    stream = opened.streams.video[0]
    if stream.duration:
        return Fraction(round(stream.duration * stream.time_base * stream.average_rate)) / stream.average_rate
    # A WebM stores only its whole length, sound included, so its pictures are counted.
    with av.open(opened.name) as again:
        count = sum(packet.dts is not None for packet in again.demux(again.streams.video[0]))
    return Fraction(count) / stream.average_rate
