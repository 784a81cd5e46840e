"""Joins chapters' clips into one film without encoding them again, and writes the film's companion files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av

from transparent_box.model.files import atomic_file, save_text
from transparent_box.scenes.film import idea, title
from transparent_box.scenes.output.captions import Cue, clock_time, cues_of, escape, to_srt, to_vtt
from transparent_box.scenes.output.jobs import FinishedClip
from transparent_box.scenes.output.notes import sources_of
from transparent_box.scenes.output.places import PlaceError, companion
from transparent_box.scenes.output.sound import SoundTrack, clip_seconds
from transparent_box.scenes.stage.beat import Beat, delayed

MILLISECOND = Fraction(1, 1000)
LEAST_SECONDS, LEAST_CHAPTERS = 10, 3  # of the chapters in a list that YouTube shows
# FFmpeg requires a style for a track of captions; without a color they would be black, also on the dark theme.
STYLE = (
    b"[Script Info]\n\n[V4+ Styles]\nFormat: Name, Fontname, Fontsize, PrimaryColour, Alignment\n"
    b"Style: Default,Sans,18,&Hffffff,2\n\n[Events]\n"
)
MEASURED = "Every measured value on screen comes from real weights; published facts are shown with their source."


@dataclass(frozen=True)
class Part:
    """A chapter in a film: its clip, and its start, its end and its beats in seconds of the film."""

    chapter: str
    clip: Path
    start: float
    end: float
    beats: tuple[Beat, ...]

    @property
    def title(self) -> str:
        """Black box for black_box_scene."""
        return title(self.chapter)


def lay_out_parts(clips: Sequence[tuple[str, FinishedClip]]) -> list[Part]:
    """Arrange (chapter, clip) one after the other."""
    parts, start = [], Fraction(0)
    for chapter, clip in clips:
        with av.open(str(clip.path)) as opened:
            length = clip_seconds(opened)
        beats = tuple(delayed(beat, float(start)) for beat in clip.beats)
        parts.append(Part(chapter, clip.path, float(start), float(start + length), beats))
        start += length
    return parts


def join_parts(parts: Sequence[Part], target: Path, captions: bool) -> None:
    """Copy the parts' clips into one file, the index in front, with a chapter mark each; `captions` adds a track (mp4).

    Sound is encoded anew for the whole film: joining the clips' own tracks would leave gaps.
    """
    voices = [beat.voice for part in parts for beat in part.beats if beat.voice]
    mp4 = target.suffix == ".mp4"
    with (
        atomic_file(target) as private,
        av.open(str(parts[0].clip)) as first,
        av.open(str(private), "w", options={"movflags": "faststart"} if mp4 else {}) as film,
    ):
        template = first.streams.video[0]
        picture = film.add_stream_from_template(template=template)
        words = None
        if mp4 and captions:
            words = film.add_stream("mov_text")
            words.codec_context.subtitle_header = STYLE
            words.time_base = MILLISECOND
            words.metadata["language"] = "eng"  # or players would list it as unknown
        sound = SoundTrack(film, voices, parts[-1].end, webm=not mp4) if voices else None
        film.set_chapters([chapter_mark(number, part) for number, part in enumerate(parts)])
        for part in parts:
            cues = cues_of(part.beats) if words else []
            for packet, at in shifted_packets(part, template):
                if sound:
                    sound.tell_until(at)
                while cues and cues[0].start <= at:
                    film.mux(cue_packet(cues.pop(0), words))
                packet.stream = picture
                film.mux(packet)
        if sound:
            sound.finish()


def shifted_packets(part: Part, template: Any) -> Iterator[tuple[Any, float]]:
    """Yield a part's packets, timed for the film, with their time in seconds.

    Raises PlaceError if the clip was encoded with other settings than the template, so that it would not play.
    """
    with av.open(str(part.clip)) as source:
        stream = source.streams.video[0]
        if stream.codec_context.extradata != template.codec_context.extradata:
            raise PlaceError(f"{part.clip} was encoded otherwise than the first chapter: remove it and run this again.")
        shift = round(Fraction(part.start).limit_denominator(1_000_000) / stream.time_base)
        for packet in source.demux(stream):
            if packet.dts is not None:
                packet.pts += shift
                packet.dts += shift
                yield packet, float(packet.pts * stream.time_base)


def cue_packet(cue: Cue, stream: Any) -> Any:
    """Make a packet of an mp4's caption track: the text's length in two bytes, then the text."""
    text = cue.line.encode()
    packet = av.Packet(len(text).to_bytes(2, "big") + text)
    packet.stream, packet.time_base = stream, MILLISECOND
    packet.pts = packet.dts = round(cue.start * 1000)
    packet.duration = round(cue.end * 1000) - packet.pts
    packet.is_keyframe = True
    return packet


def chapter_mark(number: int, part: Part) -> dict[str, Any]:
    """Return a part as a chapter mark for PyAV."""
    start, end = round(part.start * 1000), round(part.end * 1000)
    return {"id": number, "start": start, "end": end, "time_base": MILLISECOND, "metadata": {"title": part.title}}


def write_film_companions(parts: Sequence[Part], film: Path, captions: bool) -> None:
    """Write a film's captions, chapters, poster, description and transcript, named like the film."""
    beats = [beat for part in parts for beat in part.beats]
    cues = cues_of(beats)
    texts = {
        ".srt": to_srt(cues) if captions else None,
        ".vtt": to_vtt(cues) if captions else None,
        ".chapters.vtt": chapters_vtt(parts),
        ".description.txt": description(parts),
        ".transcript.md": transcript(parts),
    }
    for suffix, text in texts.items():
        if text is None:
            companion(film, suffix).unlink(missing_ok=True)
            continue
        save_text(companion(film, suffix), text)
    with atomic_file(companion(film, ".png")) as private:
        private.write_bytes(companion(parts[0].clip, ".png").read_bytes())


def chapters_vtt(parts: Sequence[Part]) -> str:
    """Write WebVTT with a cue for every beat: the chapter's title, then the beat's name."""
    cues = [
        f"{clock_time(beat.start, '.')} --> {clock_time(beat.end, '.')}\n"
        + escape(f"{part.title}: {beat.name.replace('_', ' ')}\n")
        for part in parts
        for beat in part.beats
    ]
    return "\n".join(["WEBVTT\n", *cues])


def chapter_list_problem(parts: Sequence[Part]) -> str:
    """Say in a sentence why YouTube would not show a list of these chapters; "" if it would."""
    if len(parts) < LEAST_CHAPTERS:
        return f"YouTube shows no list of fewer than {LEAST_CHAPTERS} chapters, so the description has none."
    short = [part.title for part in parts if part.end - part.start < LEAST_SECONDS]
    if short:
        return (
            f"YouTube shows no list with a chapter under {LEAST_SECONDS} s ({short[0]}), so the description has none."
        )
    return ""


def description(parts: Sequence[Part]) -> str:
    """Write a film's description: the list of chapters, if YouTube will show it, the sources and the license."""
    listed = [] if chapter_list_problem(parts) else [f"{clock_label(part.start)} {part.title}" for part in parts]
    cited = dict.fromkeys(source for part in parts for source in sources_of(part.chapter))
    ending = [*(f"Source: {source}" for source in cited), MEASURED, "License: MIT"]
    return "\n".join([*listed, *([""] if listed else []), *ending, ""])


def clock_label(seconds: float) -> str:
    """Write seconds, rounded down, as 1:02 or 1:01:02."""
    whole, secs = divmod(int(seconds), 60)
    hours, mins = divmod(whole, 60)
    return f"{hours}:{mins:02d}:{secs:02d}" if hours else f"{mins}:{secs:02d}"


def transcript(parts: Sequence[Part]) -> str:
    """Write Markdown with every chapter's title, idea and lines."""
    told = [
        "\n\n".join([f"## {part.title} ({clock_label(part.start)})", f"*{idea(part.chapter)}*", *lines])
        for part in parts
        for lines in [[beat.line for beat in part.beats]]
    ]
    return "\n\n".join(["# Transcript", *told]) + "\n"
