"""The companions of a film: sound in it, captions and a poster beside it."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from transparent_box.model.files import atomic_file, save_text
from transparent_box.scenes.output import places
from transparent_box.scenes.stage.beat import Beat


def give_voice(beats: Sequence[Beat], film: Path) -> None:
    """Add the voices of beats to a film."""
    from transparent_box.scenes.output.sound import add_sound

    add_sound(film, [beat.voice for beat in beats if beat.voice])


def poster_png(scene: Any) -> bytes:
    """Return a PNG of the picture that a scene ended on before it closed."""
    from PIL import Image

    png = BytesIO()
    Image.fromarray(scene.still() if scene.last_picture is None else scene.last_picture).save(png, "png")
    return png.getvalue()


def write_companions(beats: Sequence[Beat], picture: bytes, film: Path, captions: str) -> None:
    """Write a film's captions as .srt and .vtt, unless they are "none", and its poster as .png, named like the film."""
    from transparent_box.scenes.output.captions import cues_of, to_srt, to_vtt

    for suffix, write in ((".srt", to_srt), (".vtt", to_vtt)):
        beside = places.companion(film, suffix)
        if captions == "none":
            beside.unlink(missing_ok=True)
            continue
        save_text(beside, write(cues_of(beats)))
    with atomic_file(places.companion(film, ".png")) as private:
        private.write_bytes(picture)
