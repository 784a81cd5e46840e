"""Commands run as people run them, in processes that can be killed, and what they leave behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.faults.tally import HANGS
from transparent_box.model.hashes import RECORD, digest, read_record, record_of
from transparent_box.model.storage import read_arrays

ROOT = Path(__file__).resolve().parents[2]
TMP = "tmp"  # beside what a command makes: where it leaves what it needs for a moment
UNTOLD = ("seconds",)  # of a config.json: never twice the same


@dataclass(frozen=True)
class Ended:
    """How a command ended; `killed` where it was before it was through."""

    code: int
    out: str
    err: str
    seconds: float

    @property
    def killed(self) -> bool:
        """Whether it was ended by SIGKILL."""
        return self.code == -signal.SIGKILL

    @property
    def told(self) -> bool:
        """Whether it failed as it should: exit code 1 or 2, a sentence, no traceback."""
        return self.code in (1, 2) and "Error: " in self.err and "Traceback" not in self.err


def environment(place: Path, changes: Mapping[str, str | None] | None = None) -> dict[str, str]:
    """What commands find in theirs: one thread, a folder for temporary files in `place`; None takes a variable out."""
    (place / TMP).mkdir(parents=True, exist_ok=True)
    fixed = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "NO_COLOR": "1", "TMPDIR": str(place / TMP)}
    wanted: dict[str, str | None] = {**os.environ, **fixed, **(changes or {})}
    return {name: value for name, value in wanted.items() if value is not None}


def start(place: Path, *arguments: object, changes: Mapping[str, str | None] | None = None) -> subprocess.Popen[str]:
    """A command under way, in a group of its own."""
    return subprocess.Popen(
        [sys.executable, str(ROOT / "cli.py"), *map(str, arguments)],
        cwd=place,
        env=environment(place, changes),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def run(
    place: Path,
    *arguments: object,
    kill_after: float | None = None,
    changes: Mapping[str, str | None] | None = None,
) -> Ended:
    """A command from start to end, or killed after so many seconds; its own processes end by themselves.

    RuntimeError for one that takes for ever, or leaves processes behind.
    """
    began = time.monotonic()
    process = start(place, *arguments, changes=changes)
    try:
        out, err = process.communicate(timeout=kill_after or 20 * HANGS)
    except subprocess.TimeoutExpired:
        process.kill()
        out, err = process.communicate()
        if kill_after is None:
            raise RuntimeError(f"It hangs: {arguments}") from None
    seconds = time.monotonic() - began
    wait_for_group(process.pid)
    return Ended(process.returncode, out, err, seconds)


def wait_for_group(group: int) -> None:
    """RuntimeError unless all processes of a group end soon."""
    deadline = time.monotonic() + HANGS
    while time.monotonic() < deadline:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    os.killpg(group, signal.SIGKILL)
    raise RuntimeError("It left processes behind.")


def leftovers(place: Path) -> list[str]:
    """Names of what should be gone: private files, others' temporary ones, everything in the temporary folder."""
    found = [path for path in place.rglob("*") if ".part" in path.name or path.name.startswith(".tmp")]
    return [str(path.relative_to(place)) for path in [*found, *(place / TMP).iterdir()]]


def work_for_ever(task: int, report: Callable[[object], None]) -> None:
    """What a pool can be given that ends only when it is ended, and first tells which process does it."""
    report(os.getpid())
    time.sleep(1_000)


def check_whole(place: Path) -> None:
    """Read every file that has its final name; raises what reading it raises."""
    for path in place.rglob("*"):
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(place).parts):
            if path.suffix == ".safetensors":
                read_arrays(path)
            elif path.suffix == ".json":
                json.loads(path.read_text(encoding="utf-8"))


def is_whole(path: Path) -> bool:
    """Whether a file is as its checksum says."""
    record, name = record_of(path)
    return digest(path) in (read_record(record) or {}).get(name, [])


def contents(folder: Path) -> dict[str, object]:
    """All that a command has made, by name; of a config.json what is the same every time.

    Of checksums whether they are those of the files: beside them stand those of what lay there before, for a kill.
    """
    found: dict[str, object] = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = str(path.relative_to(folder))
        if path.name == "config.json":
            values = json.loads(path.read_text(encoding="utf-8"))
            found[name] = {key: value for key, value in values.items() if key not in UNTOLD}
        elif path.name == RECORD:
            noted = {one: path.parent / one for one in read_record(path) or {}}
            found[name] = sorted((one, is_whole(file)) for one, file in noted.items() if file.exists())
        else:
            found[name] = path.read_bytes()
    return found
