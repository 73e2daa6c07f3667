import io
import struct

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from bot.pictures import loop
from bot.pictures.film import encode


def frame(colour: tuple[int, int, int], width: int = 64, height: int = 48) -> NDArray[np.uint8]:
    return np.broadcast_to(np.array(colour, np.uint8), (height, width, 3))


def boxes(data: bytes) -> list[bytes]:
    """The names of an MP4's boxes, in their order (ISO/IEC 14496-12, 4.2)."""
    names, position = [], 0
    while position < len(data):
        length, name = struct.unpack_from(">I4s", data, position)
        names.append(name)
        position += length
    return names


def test_it_is_what_telegram_plays_as_an_animation() -> None:
    data = encode([frame((200, 30, 90))] * 12, 64, 48, 24)
    with av.open(io.BytesIO(data)) as container:
        (stream,) = container.streams
        assert isinstance(stream, av.VideoStream)
        assert stream.codec_context.name == "h264"
        assert stream.codec_context.pix_fmt == "yuv420p"
        assert (stream.width, stream.height) == (64, 48)
        assert stream.average_rate == 24
        assert stream.frames == 12
    assert boxes(data).index(b"moov") < boxes(data).index(b"mdat"), "it plays before all of it is there"


def test_colours_come_back_as_they_were() -> None:
    colours = [(30, 180, 60), (200, 60, 30), (40, 60, 220), (128, 128, 128)]
    for colour in colours:
        with av.open(io.BytesIO(encode([frame(colour)] * 3, 64, 48, 24))) as container:
            for shown in container.decode(video=0):
                assert shown.to_ndarray(format="rgb24").mean(axis=(0, 1)) == pytest.approx(colour, abs=4)


def test_the_last_frame_is_as_sharp_as_the_first() -> None:
    textures = 128 + 30 * np.random.default_rng(0).standard_normal((2, 240, 320, 1)).repeat(3, axis=3)
    film = list(loop.frames(list(textures.clip(0, 255).astype(np.uint8)), 2))
    with av.open(io.BytesIO(encode(film, 320, 240, loop.FRAMES_PER_SECOND))) as container:
        shown = [each.to_ndarray(format="rgb24").astype(float) for each in container.decode(video=0)]
    first, last = (float(np.abs(shown[place] - film[place]).mean()) for place in (0, -1))
    assert last < 1.5 * first, "else the loop has a seam"


def test_even_noise_stays_small() -> None:
    noise = np.random.default_rng(0).integers(0, 255, (24, 480, 640, 3), np.uint8)
    assert len(encode(noise, 640, 480, 24)) < 1_000_000


@pytest.mark.parametrize(("width", "height"), [(63, 48), (64, 47)])
def test_odd_sides_are_refused(width: int, height: int) -> None:
    with pytest.raises(ValueError, match=f"even, got {width} x {height}"):
        encode([frame((0, 0, 0), width, height)], width, height, 24)
