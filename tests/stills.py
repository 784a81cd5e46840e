"""Whether the pictures are still what they were: stills of two states of the code, and how far they are apart.

    python -m tests.stills draw FOLDER surface_scene replay_scene …   # each beat's end and each play's middle, 1080p
    python -m tests.stills compare BEFORE AFTER                       # rms of each in 1/255, the worst first

`draw` in a checkout of before and in one of after, `compare` anywhere; it ends with 1 where a picture is further than
1/255 from what it was.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from PIL import Image

from transparent_box.scenes.output.job import Job
from transparent_box.scenes.output.jobs import stage_job

LIMIT = 1.0  # rms, in 1/255
SHOWN = 8


def draw(folder: Path, chapters: list[str]) -> None:
    """Write the stills of chapters of the reference run as FOLDER/chapter/number.png."""
    from tests.conftest import REFERENCE

    for chapter in chapters:
        target = folder / chapter
        target.mkdir(parents=True, exist_ok=True)
        job = Job(chapter, REFERENCE, "h", fps=30, format="png", media=folder)
        with stage_job(job) as scene:

            def keep(*_: object, scene=scene, target=target) -> None:  # type: ignore[no-untyped-def]
                with scene.camera.at_work():
                    still = Image.fromarray(scene.still()).convert("RGB")
                still.save(target / f"{len(list(target.iterdir())):03d}.png", compress_level=1)

            scene.after_beat, scene.amid_play = keep, keep
            scene.camera.resting = True
            scene.render()


def apart(before: Path, after: Path) -> float:
    """Measure how far two pictures are apart: rms over pixels and channels, in 1/255."""
    one, other = (np.asarray(Image.open(path), np.float32) for path in (before, after))
    return float(np.sqrt(((one - other) ** 2).mean()))


def compare(before: Path, after: Path) -> int:
    """Print how far stills are apart; 1 where one is too far or has no counterpart, else 0."""
    names = [{str(path.relative_to(folder)) for path in folder.glob("*/*.png")} for folder in (before, after)]
    missing = sorted(names[0] ^ names[1])
    found = sorted(((apart(before / name, after / name), name) for name in names[0] & names[1]), reverse=True)
    for far, name in found[:SHOWN]:
        print(f"{far:.3f}  {name}")
    over = sum(far > LIMIT for far, _ in found)
    print(f"{len(found)} pictures, {over} further than {LIMIT:g} / 255 apart, {len(missing)} without a counterpart")
    return int(bool(over or missing or not found))


def main() -> int:
    """Do what the command line says."""
    match sys.argv[1:]:
        case ["draw", folder, *chapters] if chapters:
            draw(Path(folder), chapters)
            return 0
        case ["compare", before, after]:
            return compare(Path(before), Path(after))
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main())
