"""What is new in a picture is converted to the byte as in the whole picture."""

from __future__ import annotations

import av
import numpy as np
import pytest
from av.video.reformatter import ColorRange, Colorspace, VideoReformatter

from transparent_box.scenes.raster.conversion import PLANES, Change, Converter, convert, tiles_over, update_frame


def alone(pixels: np.ndarray) -> np.ndarray:
    frame = av.VideoFrame.from_numpy_buffer(pixels, format="rgba")
    return (
        VideoReformatter()
        .reformat(frame, format=PLANES, dst_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.MPEG)
        .to_ndarray()
    )


@pytest.mark.parametrize("size", [(854, 480), (640, 1138), (64, 64)])
def test_tiles_make_the_frame_that_the_whole_picture_makes(size: tuple[int, int]) -> None:
    random, (width, height) = np.random.default_rng(0), size
    pixels = random.integers(0, 256, (height, width, 4), dtype=np.uint8)
    converter = Converter()
    frame = update_frame(None, converter.tiles(Change(pixels, [(0, 0, width, height)])))
    boxes = [(0, 0, 3, 5), (width - 7, height - 1, width, height), (21, 33, width - 9, height - 14), (30, 7, 31, 8)]
    for box in boxes:
        left, top, right, bottom = box
        pixels[top:bottom, left:right] = random.integers(0, 256, (bottom - top, right - left, 4))
        frame = update_frame(frame, converter.tiles(Change(pixels, [box])))
        assert (frame.to_ndarray() == alone(pixels)).all()
    assert update_frame(frame, converter.tiles(Change(pixels, []))) is frame


def test_little_change_is_little_work() -> None:
    assert len(tiles_over([(100, 100, 200, 150)], (1920, 1080))) == 1
    assert tiles_over([], (1920, 1080)) == []
    converter, pixels = Converter(), np.zeros((1080, 1920, 4), np.uint8)
    (most,) = converter.tiles(Change(pixels, [(10, 0, 1920, 1080)]))
    assert most.is_whole and not converter.tiles(Change(pixels, [(100, 100, 200, 150)]))[0].is_whole


def test_a_segment_begins_with_a_whole_picture() -> None:
    part = Converter().tiles(Change(np.zeros((1080, 1920, 4), np.uint8), [(100, 100, 200, 150)]))
    for tiles in (part, []):
        with pytest.raises(ValueError, match="first picture"):
            update_frame(None, tiles)


def test_rows_with_alpha_begin_as_they_were_drawn() -> None:
    """Each time, also where rows end between two words of memory: ProRes of a clear corner got dots at its left."""
    pixels = np.zeros((480, 854, 4), np.uint8)
    pixels[:, 8:] = np.random.default_rng(0).integers(0, 256, (480, 846, 4))
    for _ in range(60):
        alpha = convert(VideoReformatter(), pixels, "yuva444p10le").planes[3]
        assert not np.frombuffer(alpha, np.uint16).reshape(480, -1)[:, :8].any()
