import struct
import zlib

import pytest
from PIL import Image

from bot.playground.pictures import DimensionsError, PictureError, photo_sizes, thumbnail
from tests.bot.playground.drawing import drawn, opened


def png_header(width: int, height: int) -> bytes:
    """Return a PNG that claims a size and holds next to no pixels."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(9)))


@pytest.mark.parametrize(
    ("width", "height", "longest_sides"),
    [
        (60, 40, [60]),
        (300, 200, [90, 300]),
        (800, 801, [90, 320, 800, 801]),
        (1600, 900, [90, 320, 800, 1280, 1600]),
        (3000, 1500, [90, 320, 800, 1280, 2560]),
    ],
)
def test_sizes_are_telegrams_ladder(width: int, height: int, longest_sides: list[int]) -> None:
    sizes = photo_sizes(drawn(width, height))
    assert [max(size.width, size.height) for size in sizes] == longest_sides
    for size in sizes:
        assert opened(size.data).format == "JPEG"
        assert opened(size.data).size == (size.width, size.height)
        assert size.width / size.height == pytest.approx(width / height, rel=0.03)


def test_photo_is_upright_and_without_exif() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # orientation: turn by 90 degrees
    exif[0x010F] = "a camera"
    photo = photo_sizes(drawn(400, 200, "JPEG", exif=exif))[-1]
    assert (photo.width, photo.height) == (200, 400)
    assert not opened(photo.data).getexif()


@pytest.mark.parametrize(
    "data", [png_header(30000, 30000), drawn(5000, 200), drawn(9990, 600)], ids=["bomb", "thin", "large"]
)
def test_dimensions_telegram_refuses(data: bytes) -> None:
    with pytest.raises(DimensionsError):
        photo_sizes(data)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4 no picture", drawn(300, 300)[:500], png_header(50, 50)])
def test_no_picture(data: bytes) -> None:
    with pytest.raises(PictureError):
        photo_sizes(data)
    assert thumbnail(data) is None
