"""Contact sheets: a still of every beat's end, with its line, its time and the name that `--beat` takes.

Only those frames are drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from transparent_box.model.files import atomic_file
from transparent_box.scenes.look import fonts
from transparent_box.scenes.output.job import Job
from transparent_box.scenes.output.jobs import stage_job
from transparent_box.scenes.stage.beat import unique_names

STILL_WIDTH = {True: 640, False: 360}  # wide pictures, tall pictures
GAP = 16
LINE = 25
TEXT_HEIGHT = 9 + 2 * LINE
GROUND, TEXT, DIM = "#20242C", "#EDE8DC", "#9AA3B2"


def beat_stills(job: Job) -> list[tuple[Any, Image.Image]]:
    """Return (beat, picture at its end) for every beat of a job's chapter."""
    with stage_job(job) as scene:
        stills: list[tuple[Any, Image.Image]] = []

        def keep(beat: Any) -> None:
            with scene.camera.at_work():
                stills.append((beat, Image.fromarray(scene.still()).convert("RGB")))

        scene.after_beat = keep
        scene.camera.resting = True
        scene.render()
        return stills


def make_sheet(job: Job, out: Path) -> Path:
    """Draw a job's contact sheet to `out` (PNG) and return it."""
    stills = beat_stills(job)
    sheet = lay_out_sheet(stills, unique_names([beat for beat, _ in stills]))
    with atomic_file(out) as temporary:
        sheet.save(temporary)
    return out


def lay_out_sheet(stills: Sequence[tuple[Any, Image.Image]], names: Sequence[str] = ()) -> Image.Image:
    """Lay out (beat, picture) on one picture, with lines, times and, if given, names."""
    wide = stills[0][1].width > stills[0][1].height
    width = STILL_WIDTH[wide]
    height = round(width * stills[0][1].height / stills[0][1].width)
    columns = 2 if wide else 4
    rows = -(-len(stills) // columns)
    size = (columns * (width + GAP) + GAP, rows * (height + TEXT_HEIGHT + GAP) + GAP)
    sheet = Image.new("RGB", size, GROUND)
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.truetype(str(fonts.FONTS / "LibertinusSerif-Regular.otf"), 19)
    for place, ((beat, still), name) in enumerate(zip(stills, names or [""] * len(stills), strict=True)):
        row, column = divmod(place, columns)
        left, top = GAP + column * (width + GAP), GAP + row * (height + TEXT_HEIGHT + GAP)
        sheet.paste(still.resize((width, height), Image.Resampling.LANCZOS), (left, top))
        for line, (text, color) in enumerate([(beat.line, TEXT), (f"{beat.end:.1f} s   {name}", DIM)]):
            while draw.textlength(text, font) > width:
                text = text[:-2].rstrip() + "…"
            draw.text((left, top + height + 7 + line * LINE), text, fill=color, font=font)
    return sheet
