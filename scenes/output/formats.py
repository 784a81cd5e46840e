"""The formats that clips leave in, by the names people look for, and the encoder's settings for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Format:
    """Manim's container for it, whether it has alpha, whether it has sound and captions and a poster belong beside it.

    `quality` is the usual one; what is `made_of_film` is made by `scenes.output.conversion` from a lossless film.
    """

    container: str
    alpha: bool
    film: bool
    quality: str = "h"
    made_of_film: bool = False


DECKS = ("html", "pptx", "pdf", "zip")

FORMATS = {
    "mp4": Format("mp4", alpha=False, film=True),
    "webm": Format("webm", alpha=True, film=True),
    "mov": Format("mov", alpha=True, film=True),
    "gif": Format("mov", alpha=True, film=False, quality="l", made_of_film=True),
    "webp": Format("mov", alpha=True, film=False, quality="l", made_of_film=True),
    "png": Format("png", alpha=True, film=False),
    "png-sequence": Format("mov", alpha=True, film=False, made_of_film=True),
}


def encoder(name: str, transparent: bool, draft: bool) -> dict[str, Any]:
    """Manim's settings of codec, pixels and options: quick for drafts, good for films; alpha where it was asked for.

    The number of threads is said because it changes x264's bytes: the same job must make the same file anywhere.
    Films have no B-frames and refine movement once: drawn pictures lose little by it (measured: 1 dB at 52, a sixth
    more bytes to a half more), and encoding takes half the time.
    """
    if FORMATS[name].made_of_film:
        return {"video_codec": "png", "pixel_format": "rgba" if transparent else "rgb24", "video_encoder_options": {}}
    if name == "mov":
        return {"video_codec": "prores_ks", "pixel_format": "yuva444p10le", "video_encoder_options": {"profile": "4"}}
    if name == "webm":
        options = {"crf": "24", "b": "0", "row-mt": "1", "deadline": "good", "cpu-used": "4"}
        return {"video_encoder_options": options}
    quick, good = {"preset": "ultrafast", "crf": "20"}, {"preset": "veryfast", "crf": "17", "bf": "0", "subq": "1"}
    return {"video_encoder_options": {**(quick if draft else good), "threads": "3"}}
