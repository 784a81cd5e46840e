"""The file formats of clips and decks, and the encoder's settings for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Format:
    """Manim's container for a format, whether it has alpha, and whether it is a film: with sound and companion files.

    `quality` is the default. A format `made_of_film` is converted from a lossless film by `scenes.output.conversion`.
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
    """Return Manim's settings of codec, pixel format and options: fast for drafts, good for films.

    The number of threads is fixed because it changes x264's bytes: a job must make the same file on any machine. Films
    have no B-frames and one round of motion refinement (subq 1), which halves the encoding time and costs drawn
    pictures little: as measured, 1 dB of PSNR at 52 dB, and a sixth to a half more bytes.
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
