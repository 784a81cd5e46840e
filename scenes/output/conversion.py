"""Converts a losslessly compressed film to the formats that Manim cannot write, one picture at a time.

A clip is never in memory as a whole, and files are written atomically.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import islice
from math import ceil
from pathlib import Path
from typing import Any

import av
from av.filter import Graph

from transparent_box.model.files import atomic_file, atomic_folder

MOST_IN_A_GIF = 50  # pictures a second: browsers turn delays below 20 ms into 100 ms


def to_gif(film: Path, target: Path, transparent: bool) -> None:
    """Write a looping GIF with one palette for the whole clip, in two passes.

    Pictures are skipped evenly where there are more than `MOST_IN_A_GIF` a second.
    """
    with atomic_file(target) as temporary:
        with av.open(str(film)) as source:
            palette = best_palette(source, transparent)
        with av.open(str(film)) as source, av.open(str(temporary), "w", format="gif") as made:
            stream = source.streams.video[0]
            rate = stream.average_rate or Fraction(15)
            step = ceil(rate / MOST_IN_A_GIF)
            rate /= step
            out = made.add_stream("gif", rate=rate, width=stream.width, height=stream.height, pix_fmt="pal8")
            for picture in islice(apply_palette(source, palette), 0, None, step):
                picture.pts, picture.time_base = None, 1 / rate
                made.mux(out.encode(picture))
            made.mux(out.encode(None))


def best_palette(source: Any, transparent: bool) -> Any:
    """Return the 256 most frequent colors of a film as a picture of 16 × 16."""
    graph = Graph()
    stream = source.streams.video[0]
    start = graph.add_buffer(template=stream, time_base=stream.time_base)
    choose = graph.add("palettegen", f"reserve_transparent={int(transparent)}:stats_mode=full")
    end = graph.add("buffersink")
    start.link_to(choose)
    choose.link_to(end)
    graph.configure()
    for picture in source.decode(stream):
        graph.push(picture)
        # A graph works only when it is pulled; otherwise it would keep every picture.
        early = list(pull_frames(graph))
        assert not early
    graph.push(None)
    return graph.pull()


def apply_palette(source: Any, palette: Any) -> Iterator[Any]:
    """Yield a film's pictures in a palette's colors, without dithering, which would flicker."""
    graph = Graph()
    stream = source.streams.video[0]
    pictures = graph.add_buffer(template=stream, time_base=stream.time_base)
    colors = graph.add_buffer(
        width=palette.width, height=palette.height, format=palette.format.name, time_base=stream.time_base
    )
    use, end = graph.add("paletteuse", "dither=none:diff_mode=rectangle"), graph.add("buffersink")
    pictures.link_to(use, 0, 0)
    colors.link_to(use, 0, 1)
    use.link_to(end)
    graph.configure()
    palette.pts = 0
    colors.push(palette)
    colors.push(None)
    for picture in source.decode(stream):
        pictures.push(picture)
        yield from pull_frames(graph)
    pictures.push(None)
    yield from pull_frames(graph)


def pull_frames(graph: Any) -> Iterator[Any]:
    """Yield the frames that a filter graph has ready."""
    while True:
        try:
            yield graph.pull()
        except (av.error.BlockingIOError, av.error.EOFError):
            return


def to_webp(film: Path, target: Path, transparent: bool) -> None:
    """Write a looping, lossless WebP; for flat pictures it is smaller than a lossy one."""
    forever = {"loop": "0"}
    with (
        atomic_file(target) as temporary,
        av.open(str(film)) as source,
        av.open(str(temporary), "w", options=forever) as made,
    ):
        stream = source.streams.video[0]
        options = {"lossless": "1", "compression_level": "3"}
        out = made.add_stream("libwebp_anim", rate=stream.average_rate, options=options)
        out.width, out.height, out.pix_fmt = stream.width, stream.height, "bgra"
        out.codec_context.time_base = 1 / (stream.average_rate or Fraction(15))
        for number, picture in enumerate(source.decode(stream)):
            shown = picture.reformat(format="bgra")
            shown.pts, shown.time_base = number, out.codec_context.time_base
            made.mux(out.encode(shown))
        made.mux(out.encode(None))


def to_png_sequence(film: Path, target: Path, transparent: bool) -> None:
    """Write the film's pictures, which are PNG already, to a folder as numbered files."""
    with atomic_folder(target) as temporary, av.open(str(film)) as source:
        number = 0
        for packet in source.demux(source.streams.video[0]):
            if packet.size:
                number += 1
                (temporary / f"{number:05d}.png").write_bytes(bytes(packet))


CONVERSIONS: dict[str, Callable[[Path, Path, bool], None]] = {
    "gif": to_gif,
    "webp": to_webp,
    "png-sequence": to_png_sequence,
}
