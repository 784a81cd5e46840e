"""Gives a film more than its pictures: the sound in it, and captions and a poster beside it."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from transparent_box.model.files import save_text, whole_file
from transparent_box.scenes.output import places
from transparent_box.scenes.stage.beat import Beat


def give_voice(beats: Sequence[Beat], film: Path) -> None:
    """Add the sound of beats to a film."""
    from transparent_box.scenes.output.sound import add_sound

    add_sound(film, [beat.voice for beat in beats if beat.voice])


def picture_of(scene: Any) -> bytes:
    """Make a PNG of the picture that a scene ended on, before it closed."""
    from PIL import Image

    png = BytesIO()
    Image.fromarray(scene.still() if scene.last_picture is None else scene.last_picture).save(png, "png")
    return png.getvalue()


def write_companions(beats: Sequence[Beat], picture: bytes, film: Path, captions: str) -> None:
    """The beats as .srt and .vtt, if captions are wanted, and the last beat's picture as .png, under a film's name."""
    from transparent_box.scenes.output.captions import cues_of, srt, vtt

    for suffix, write in ((".srt", srt), (".vtt", vtt)):
        beside = places.companion(film, suffix)
        if captions == "none":
            beside.unlink(missing_ok=True)
            continue
        save_text(beside, write(cues_of(beats)))
    with whole_file(places.companion(film, ".png")) as private:
        private.write_bytes(picture)
