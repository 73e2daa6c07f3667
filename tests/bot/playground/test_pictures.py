import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from bot.playground.pictures import DimensionsError, PictureError, photo, resized, smaller_sizes, thumbnail
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
    largest = photo(drawn(width, height))
    smaller = smaller_sizes(largest.width, largest.height)
    assert [max(size) for size in [*smaller, (largest.width, largest.height)]] == longest_sides
    assert opened(largest.data).format == "JPEG"
    assert opened(largest.data).size == (largest.width, largest.height)
    for size in smaller:
        assert opened(resized(largest.data, *size)).format == "JPEG"
        assert opened(resized(largest.data, *size)).size == size
        assert size[0] / size[1] == pytest.approx(width / height, rel=0.03)


def test_a_smaller_size_is_as_sharp_as_it_can_be() -> None:
    # Squares of 5 pixels in the largest size.
    squares = np.random.default_rng(0).integers(0, 256, (192, 256), dtype=np.uint8).repeat(5, axis=0).repeat(5, axis=1)
    out = io.BytesIO()
    Image.fromarray(squares).save(out, "PNG")
    largest = photo(out.getvalue())
    for size in smaller_sizes(largest.width, largest.height):
        shown = np.asarray(opened(resized(largest.data, *size)).convert("L"), dtype=float)
        best = np.asarray(Image.fromarray(squares).resize(size, Image.Resampling.LANCZOS))
        assert np.abs(shown - best).mean() < 5


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP", "MPO"])
@pytest.mark.parametrize("mode", ["RGB", "L", "P"])
def test_pictures_of_all_kinds_become_photos(kind: str, mode: str) -> None:
    picture = opened(drawn(400, 200)).convert(mode)
    out = io.BytesIO()
    # Those that know no palettes.
    (picture.convert("RGB") if mode == "P" and kind in ("JPEG", "MPO", "WEBP") else picture).save(out, kind)
    made = opened(photo(out.getvalue()).data)
    assert (made.format, made.mode, made.size) == ("JPEG", "RGB", (400, 200))


def test_photo_is_upright_and_without_what_its_file_told() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # orientation: turn by 90 degrees
    exif[0x010F] = "a camera"
    exif[0x8825] = {1: "N", 2: (52.0, 30.0, 0.0)}
    told = {"exif": exif, "comment": b"at home", "xmp": b"<x:xmpmeta>at home</x:xmpmeta>", "icc_profile": b"at home"}
    turned = drawn(400, 200, "JPEG", **told)
    assert turned.count(b"at home") == 3
    largest = photo(turned)
    assert (largest.width, largest.height) == (200, 400)
    for data in (largest.data, resized(largest.data, 45, 90)):
        # What is in there besides the pixels, but for how large they are: JFIF's own header.
        assert set(opened(data).info) == {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert b"at home" not in data


@pytest.mark.parametrize(
    "data", [png_header(30000, 30000), drawn(5000, 200), drawn(9990, 600)], ids=["bomb", "thin", "large"]
)
def test_dimensions_telegram_refuses(data: bytes) -> None:
    with pytest.raises(DimensionsError):
        photo(data)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4 no picture", drawn(300, 300)[:500], png_header(50, 50)])
def test_no_picture(data: bytes) -> None:
    with pytest.raises(PictureError):
        photo(data)
    assert thumbnail(data) is None
