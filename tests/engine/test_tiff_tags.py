import io
import struct

import pytest
from PIL import Image

from engine import errors, tiff_tags
from engine.images import decode
from tests.engine.test_images import sample, save, scene

RATIONAL = 5


def directory(order: str, big: bool, kind: int, count: int) -> bytes:
    """A TIFF whose first directory has one tag, with so many numbers of a kind."""
    mark = b"II" if order == "<" else b"MM"
    if big:
        header = mark + struct.pack(f"{order}HHHQ", 43, 8, 0, 16)
        return header + struct.pack(f"{order}QHHQQ", 1, 282, kind, count, 0)
    return mark + struct.pack(f"{order}HLHHHLL", 42, 8, 1, 282, kind, count, 0)


@pytest.mark.parametrize("big", [False, True])
@pytest.mark.parametrize("order", ["<", ">"])
def test_numbers_are_counted_before_they_are_read(order: str, big: bool) -> None:
    tiff_tags.check_numbers(io.BytesIO(directory(order, big, RATIONAL, tiff_tags.MOST_NUMBERS)))
    with pytest.raises(errors.PictureDamaged, match="500001 numbers"):
        tiff_tags.check_numbers(io.BytesIO(directory(order, big, RATIONAL, tiff_tags.MOST_NUMBERS + 1)))
    with pytest.raises(errors.PictureDamaged, match="500001 numbers"):
        decode(directory(order, big, RATIONAL, tiff_tags.MOST_NUMBERS + 1))
    for kind in (1, 2, 7):
        # Bytes stay bytes.
        tiff_tags.check_numbers(io.BytesIO(directory(order, big, kind, 10**9)))


@pytest.mark.parametrize("length", [0, 2, 6, 9, 12, 20])
def test_a_directory_that_is_cut_off_is_damage(length: int) -> None:
    with pytest.raises(errors.PictureDamaged):
        tiff_tags.check_numbers(io.BytesIO(directory("<", big=False, kind=4, count=1)[:length]))
    with pytest.raises(errors.PictureDamaged, match="10001 tags"):
        tiff_tags.check_numbers(io.BytesIO(b"II*\0" + struct.pack("<LH", 8, 10_001) + bytes(12)))


def test_real_files_pass() -> None:
    tiff_tags.check_numbers(io.BytesIO(sample("TIFF")))
    # A strip for each row, as scanners write.
    rows = save(scene(200, 2000), "TIFF", tiffinfo={278: 1})
    assert decode(rows).height == 2000
    big = io.BytesIO()
    Image.new("RGB", (32, 32)).save(big, "TIFF", big_tiff=True)
    assert decode(big.getvalue()).width == 32
