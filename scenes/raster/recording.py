"""Records the camera's pictures with tagged colors, atomic files and a verified cache.

Manim itself converts with the BT.601 matrix and leaves files untagged, writes segments under their final names (so that
a killed render leaves broken ones in the cache), and puts the index of an mp4 at its end. The internals relied on are
listed in `scenes.raster.manim` and tested.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.video.reformatter import ColorRange, VideoReformatter
from manim.scene.scene_file_writer import SceneFileWriter
from manim.scene.video_segment_encoder import VideoSegmentEncoder

from transparent_box.model.files import atomic_file, private_path
from transparent_box.scenes.raster.conversion import PLANES, Change, Converter, convert, update_frame
from transparent_box.scenes.raster.segments import checksum, checksum_path, is_intact, join

# The numbers of ITU-T H.273 for BT.709 primaries, transfer and matrix.
BT709 = 1


def straight_alpha(pixels: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return a copy of premultiplied RGBA (h, w, 4) uint8 with straight alpha, as encoders and PNG expect it."""
    if (pixels[..., 3] == 255).all():
        return pixels.copy()
    alpha = pixels[..., 3:].astype(np.uint16)
    color = (pixels[..., :3].astype(np.uint16) * 255 + alpha // 2) // np.maximum(alpha, 1)
    return np.ascontiguousarray(np.concatenate([np.minimum(color, 255), alpha], axis=-1).astype(np.uint8))


class SegmentEncoder(VideoSegmentEncoder):
    """Encodes a segment in BT.709 under a temporary name until it is complete; repeated frames are converted once."""

    def __init__(self, *, target: Path, spec: Any) -> None:
        self._final = target
        super().__init__(target=private_path(target), spec=spec)
        context = self._stream.codec_context
        if not spec.pixel_format.startswith("rgb"):
            context.color_primaries = context.color_trc = context.colorspace = BT709
            context.color_range = ColorRange.MPEG.value
        self._convert = VideoReformatter()
        self._frame: av.VideoFrame | None = None  # the last one; the encoder keeps copies

    def write_frame(self, pixels: Any, *, repeat: int = 1) -> None:
        """Encode `repeat` times RGBA pixels, or the last picture with new tiles."""
        if isinstance(pixels, np.ndarray):
            self._validate_frame(pixels, repeat)
            self._frame = self._converted(straight_alpha(pixels) if "a" in self.spec.pixel_format else pixels)
        else:
            self._frame = update_frame(self._frame, pixels)
        frame = self._frame
        frame.time_base = Fraction(self.spec.frame_rate.denominator, self.spec.frame_rate.numerator)
        try:
            for _ in range(repeat):
                frame.pts = self._next_pts
                self._next_pts += 1
                self._container.mux(self._stream.encode(frame))
        except BaseException as error:
            raise self._operation_error("encode", error) from error

    def _converted(self, pixels: np.ndarray[Any, Any]) -> av.VideoFrame:
        """Convert a copy of pixels to the encoder's format, in BT.709 if that is luma and chroma."""
        if self.spec.pixel_format == "rgba":
            return av.VideoFrame.from_ndarray(pixels, format="rgba")
        return convert(self._convert, pixels, self.spec.pixel_format)

    def finish(self) -> None:
        """Flush and close the file, and only then give it its final name."""
        if self._closed:
            return
        super().finish()
        with atomic_file(checksum_path(self._final)) as private:
            private.write_text(checksum(self.target), "ascii")
        self.target.replace(self._final)


@dataclass(frozen=True)
class Outputs:
    """The paths of a recording: the film or still it makes, and the folder of its cached segments."""

    made: Path
    segments: Path


class Recorder(SceneFileWriter):
    """Manim's file writer with our paths and segments, which writes films atomically, with chapters."""

    chapters: Sequence[Any] = ()  # the stage's beats, each with line, start and end
    complete: Callable[[Path], None] | None = None  # called with a film before it takes its final name
    keeps_still = True  # whether to write the last frame if the output is a picture
    last_picture: Callable[[], Any] = staticmethod(lambda: None)  # returns the picture before the scene closed
    joins = True  # whether to join the segments to a film
    known: frozenset[str] = frozenset()  # names of segments that exist elsewhere and need not be drawn

    def __init__(self, settings: Any, outputs: Outputs) -> None:
        plan = replace(settings.plan, primary_artifact=outputs.made)
        if plan.segment_cache_dir is not None:
            plan = replace(plan, segment_cache_dir=outputs.segments, fallback_image=outputs.made.with_suffix(".png"))
        super().__init__(replace(settings, plan=plan))
        self._converter = Converter()

    def write_frame(self, pixels: Any, *, repeat: int = 1) -> None:
        """Write a frame as Manim does, but copy the picture, which will be reused, or only the tiles that changed."""
        if isinstance(pixels, Change):
            tiles = self.output_spec.is_video and self.video_encoder.pixel_format == PLANES
            pixels = self._converter.tiles(pixels) if tiles else pixels.pixels.copy()
        super().write_frame(pixels, repeat=repeat)

    def is_already_cached(self, hash_invocation: str) -> bool:
        """Return whether a segment is intact in the cache, or known; delete a damaged one."""
        if self.output_plan.segment_path(hash_invocation).name in self.known:
            return True
        if not super().is_already_cached(hash_invocation):
            return False
        segment = self.output_plan.segment_path(hash_invocation)
        whole = is_intact(segment)
        if not whole:
            segment.unlink(missing_ok=True)
        return whole

    @property
    def segments(self) -> tuple[str, ...]:
        """The names of the segments so far, in order."""
        return tuple(Path(path).name for path in self.partial_movie_files if path is not None)

    def combine_to_movie(self) -> None:
        """Join the segments to a film, if `joins`."""
        if self.joins:
            super().combine_to_movie()

    def _write_concat_manifest(self, input_files: list[str]) -> None:
        """Write nothing: Manim's list of segments is not used."""

    def _create_segment_encoder(self, target: Path) -> SegmentEncoder:
        return SegmentEncoder(target=target, spec=self.video_encoder)

    def combine_files(
        self, input_files: list[str], output_file: Path, create_gif: bool = False, includes_sound: bool = False
    ) -> None:
        """Join segments by copying streams, with the index in front."""
        with atomic_file(Path(output_file)) as temporary:
            join([Path(path) for path in input_files], temporary, self.chapters)
            if self.complete is not None:
                self.complete(temporary)

    def save_image(self, pixels: np.ndarray[Any, Any]) -> None:
        """Save a still with straight alpha: the last frame, or the picture before the scene closed."""
        from PIL import Image

        if self.output_spec.enabled and self.keeps_still:
            ended_on = self.last_picture()
            with atomic_file(self.image_file_path) as temporary:
                Image.fromarray(straight_alpha(pixels) if ended_on is None else ended_on).save(temporary)
            self.final_file_path = self.image_file_path
