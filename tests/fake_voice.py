"""A voice for tests: `python fake_voice.py HOW TEXT WAV` writes a tone as long as the text, or misbehaves."""

from __future__ import annotations

import subprocess
import sys
import time
import wave
from pathlib import Path

import numpy as np

RATE = 22_050
SPEED = 15  # letters a second


def tone(seconds: float, size: float = 0.1) -> np.ndarray:
    return size * np.sin(2 * np.pi * 440 * np.arange(round(seconds * RATE)) / RATE)


def write(path: Path, samples: np.ndarray) -> None:
    with wave.open(str(path), "wb") as made:
        made.setparams((1, 2, RATE, 0, "NONE", ""))
        made.writeframes((samples * 32_767).astype("<i2").tobytes())


def main(how: str, text: str, wav: Path) -> None:
    with wav.parent.parent.joinpath("asked.txt").open("a") as asked:
        asked.write(text + "\n")
    if how == "fails":
        sys.exit("first\nno such voice")
    elif how == "hangs":
        child = subprocess.Popen(["sleep", "60"])
        wav.parent.parent.joinpath("child.txt").write_text(str(child.pid))
        time.sleep(60)
    elif how == "garbage":
        wav.write_bytes(bytes(range(256)) * 40)
    elif how == "page":
        wav.write_text("<html>Too many requests</html>" * 100)
    elif how == "cut":
        wav.write_bytes(b"RIFF\xff\xff\xff\xffWAVE")
    elif how == "empty":
        write(wav, tone(0))
    elif how == "silent":
        write(wav, tone(2, 0))
    elif how == "padded":  # a pause before and after, which is the reader's choice
        write(wav, np.concatenate([tone(0.5, 0), tone(1), tone(0.7, 0)]))
    elif how != "nothing":
        write(
            wav,
            tone(max(len(text) / SPEED, 3.0 if how == "slow" else 0.6), {"quiet": 0.003, "loud": 0.99}.get(how, 0.1)),
        )


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
