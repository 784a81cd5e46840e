"""Reads lines aloud: with a command that turns text into a WAV, or from a folder of recordings.

WAVs are cached by text, voice, version and loudness settings, and written atomically.
"""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import shutil
import signal
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryFile

from transparent_box.model.files import atomic_file, private_folder
from transparent_box.scenes.external import label

ENGINES = {
    "flite": "flite -voice slt -t {text} -o {wav}",
    "espeak-ng": "espeak-ng -v en-us -w {wav} -- {text}",
}
PLACES = ("{text}", "{wav}")
LIMIT = 120.0  # seconds that a command may take for one line
LONGEST_COMPLAINT = 2_000  # bytes read of a failing command's error output
QUOTED = 60  # characters of a line or an error quoted in a sentence
ENDINGS = (".wav", ".flac", ".mp3", ".m4a", ".ogg", ".opus")


class VoiceError(RuntimeError):
    """A line that could not be read aloud; the message is one sentence for the user."""


class UnrecordedError(VoiceError):
    """A line that has no recording."""


class TemplateError(ValueError):
    """A command that lacks {text} or {wav} or cannot be parsed; the message says why."""


@dataclass(frozen=True)
class Line:
    """A line to be read: the chapter, the beat's unique name, which is also its recording's, and the spoken text."""

    chapter: str
    name: str
    text: str


@dataclass(frozen=True)
class Engine:
    """A voice that is a command with {text} and {wav} in it, run without a shell. TemplateError if it lacks one."""

    command: str

    def __post_init__(self) -> None:
        try:
            words = shlex.split(self.command)
        except ValueError as error:
            raise TemplateError(f"{self.command!r} is not a command ({error}).") from None
        lacking = " and ".join(place for place in PLACES if not any(place in word for word in words[1:]))
        if lacking:
            raise TemplateError(
                f"{self.command!r} is not a voice, for it has no {lacking}: "
                f"name {', '.join(ENGINES)}, or a command with {' and '.join(PLACES)} in it."
            )
        strange = set(re.findall(r"\{\w*\}", self.command)) - set(PLACES)
        if strange:
            raise TemplateError(
                f"{self.command!r} has {min(strange)} in it, but only {' and '.join(PLACES)} are known."
            )

    @property
    def label(self) -> str:
        """A short name for files."""
        named = [name for name, command in ENGINES.items() if command == self.command]
        return named[0] if named else f"{plain_name(Path(self.program).name)}-{text_digest(self.command)[:4]}"

    @property
    def program(self) -> str:
        """The command's first word."""
        return shlex.split(self.command)[0]

    def check(self) -> None:
        """Raise VoiceError if the program is not installed."""
        if shutil.which(self.program) is None:
            advice = f"run `apt-get install {self.program}`" if self.program in ENGINES else "install it"
            raise VoiceError(
                f"The voice's program {self.program} is not installed: {advice}, or name another with --voice."
            )

    @property
    def version(self) -> str:
        """A text that changes with the program and the files named in the command: their paths, sizes and times."""
        files = [Path(shutil.which(self.program) or self.program), *map(Path, shlex.split(self.command)[1:])]
        found = []
        for path in files:
            with contextlib.suppress(OSError):
                if path.is_file():
                    known = path.stat()
                    found.append(f"{path} {known.st_size} {known.st_mtime_ns}")
        return "\n".join(found)

    def recording(self, line: Line, cache: Path) -> Path:
        """Return the WAV of a line from the cache, read aloud and normalized if it is not there yet."""
        from transparent_box.scenes.output.sound import LEVEL, SoundError, is_complete_wav, normalize_loudness

        self.check()
        kept = cache / f"{text_digest(self.command, self.version, LEVEL, line.text)}.wav"
        if is_complete_wav(kept):
            return kept
        with private_folder(kept) as folder:
            raw = folder / "raw.wav"
            self._speak(line.text, raw)
            if not raw.is_file() or not raw.stat().st_size:
                raise VoiceError(f"The voice {self.label} wrote nothing for {quote(line.text)}.")
            try:
                with atomic_file(kept) as private:
                    normalize_loudness(raw, private)
            except SoundError as error:
                raise VoiceError(f"What the voice {self.label} wrote for {quote(line.text)} {error}.") from None
        return kept

    def _speak(self, text: str, wav: Path) -> None:
        """Run the command; raise VoiceError if it fails or takes too long. No process that it starts outlives it."""
        given = {"{text}": text, "{wav}": str(wav)}
        words = [re.sub(r"\{text\}|\{wav\}", lambda found: given[found[0]], w) for w in shlex.split(self.command)]
        with TemporaryFile() as complaints:
            try:
                process = subprocess.Popen(
                    words,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=complaints,
                    start_new_session=True,
                )
            except OSError as error:
                raise VoiceError(f"The voice's program {self.program} cannot be run: {error.strerror}.") from None
            try:
                code = process.wait(LIMIT)
            except subprocess.TimeoutExpired:
                raise VoiceError(f"The voice {self.label} took more than {LIMIT:g} s for {quote(text)}.") from None
            finally:
                with contextlib.suppress(OSError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()
            if code:
                complaints.seek(max(0, complaints.seek(0, os.SEEK_END) - LONGEST_COMPLAINT))
                said = complaints.read().decode(errors="replace").strip().rpartition("\n")[2].strip()
                reason = f" ({said[: 2 * QUOTED]})" if said else ""
                raise VoiceError(f"The voice {self.label} failed on {quote(text)} with exit code {code}{reason}.")


@dataclass(frozen=True)
class Recordings:
    """A voice that is a folder of recordings, in a subfolder for each chapter: clock_scene/eleven_and_two.wav."""

    folder: Path

    @property
    def label(self) -> str:
        """A short name for files."""
        return f"{plain_name(self.folder.resolve().name)}-{text_digest(str(self.folder.resolve()))[:4]}"

    def check(self) -> None:
        """Raise VoiceError if there is no such folder."""
        if not self.folder.is_dir():
            raise VoiceError(f"There is no folder {self.folder} with recordings.")

    def recording(self, line: Line, cache: Path) -> Path:
        """Return a beat's recording at the film's loudness, in the cache; raise UnrecordedError if there is none."""
        from transparent_box.scenes.output.sound import LEVEL, SoundError, is_complete_wav, normalize_loudness

        places = [self.folder / label(line.chapter) / f"{line.name}{ending}" for ending in ENDINGS]
        found = [place for place in places if place.is_file()]
        if not found:
            raise UnrecordedError(self.lacking([line]))
        kept = cache / f"{text_digest(sha256(found[0].read_bytes()).hexdigest(), LEVEL)}.wav"
        if not is_complete_wav(kept):
            try:
                with atomic_file(kept) as private:
                    normalize_loudness(found[0], private)
            except SoundError as error:
                raise VoiceError(f"{found[0]} {error}.") from None
        return kept

    def lacking(self, lines: Sequence[Line]) -> str:
        """Say in a sentence which lines of a chapter have no recording, with the first one's file name."""
        first, *others = lines
        nor = f", nor of {', '.join(line.name for line in others)}" if others else ""
        own = self.folder / label(first.chapter)
        return f"{own} has no recording of {first.name} ({first.name}{ENDINGS[0]}: {quote(first.text)}){nor}."


Voice = Engine | Recordings


class Reader:
    """Reads a chapter's lines as they are said."""

    def __init__(self, voice: Voice, chapter: str, cache: Path) -> None:
        self._voice, self._chapter, self._cache = voice, chapter, cache

    def __call__(self, name: str, line: str, spoken: str) -> tuple[Path, float] | None:
        """Return the WAV, and its seconds, of a beat's line or of the text spoken in its place."""
        from transparent_box.scenes.output.speech import spell_out

        return self._sound(Line(self._chapter, name, spell_out(spoken or line)))

    def _sound(self, line: Line) -> tuple[Path, float] | None:
        from transparent_box.scenes.output.sound import seconds_of

        recording = self._voice.recording(line, self._cache)
        return recording, seconds_of(recording)


class Rehearsal(Reader):
    """Reads a chapter's lines before it is drawn, and collects those without a recording for one error."""

    def __init__(self, voice: Voice, chapter: str, cache: Path) -> None:
        super().__init__(voice, chapter, cache)
        self._lacking: list[Line] = []

    def _sound(self, line: Line) -> tuple[Path, float] | None:
        try:
            return super()._sound(line)
        except UnrecordedError:
            self._lacking.append(line)
            return None

    def require_all(self) -> None:
        """Raise VoiceError if lines had no recording; beats that are not played with this run need none."""
        if self._lacking and isinstance(self._voice, Recordings):
            raise VoiceError(self._voice.lacking(self._lacking))


def plain_name(name: str) -> str:
    """Reduce a name to letters, digits and dashes."""
    return re.sub(r"[^\w-]+", "-", name)[:40]


def text_digest(*texts: str) -> str:
    """Return a checksum of texts, as a file name."""
    return sha256("\0".join(texts).encode(errors="surrogateescape")).hexdigest()


def quote(text: str) -> str:
    """Quote a text, shortened, for a sentence."""
    return f"“{text if len(text) <= QUOTED else text[: QUOTED - 1] + '…'}”"
