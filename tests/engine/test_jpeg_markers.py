import io

import numpy as np
import pytest
from PIL import Image

from engine import errors, jpeg_markers
from engine.images import decode
from engine.jpeg_markers import check_segments, scans

REMARK = b"\xff\xfe\x00\x02"


def jpeg(**options: object) -> bytes:
    noise = np.random.default_rng(0).integers(0, 256, (300, 300, 3), np.uint8)
    out = io.BytesIO()
    Image.fromarray(noise).save(out, "JPEG", quality=95, **options)
    return out.getvalue()


@pytest.mark.parametrize("block", [2**18, 997, 8, 2])
@pytest.mark.parametrize("progressive", [False, True])
def test_scans_are_counted_wherever_the_blocks_of_a_file_end(
    monkeypatch: pytest.MonkeyPatch, progressive: bool, block: int
) -> None:
    data = jpeg(progressive=progressive)
    # Each has a header that says how many components it has, and which.
    expected = 10 if progressive else 1
    monkeypatch.setattr(jpeg_markers, "_BLOCK", block)
    assert scans(io.BytesIO(data), len(data)) == expected
    # What comes after the picture, such as another one, does not count.
    assert scans(io.BytesIO(data + data), 2 * len(data)) == expected


def test_no_more_is_looked_at_than_asked() -> None:
    data = jpeg()
    start = data.index(b"\xff\xda")
    assert scans(io.BytesIO(data), start) == 0
    assert scans(io.BytesIO(data), start + 1) == 1


@pytest.mark.parametrize(
    "data", [b"", b"\xff", b"\xff\xd8\xff", b"\xff\xd8\xff\xda", b"\xff\xd8\xff\xfe\xff\xff", bytes(50)]
)
def test_a_file_that_ends_early_has_an_end(data: bytes) -> None:
    assert scans(io.BytesIO(data), 1000) == (b"\xda" in data)
    check_segments(io.BytesIO(data), 1000)


def test_nothing_but_segments_is_given_up_before_a_reader_sees_it(monkeypatch: pytest.MonkeyPatch) -> None:
    data = jpeg()
    monkeypatch.setattr(jpeg_markers, "MOST_SEGMENTS", 1000)
    check_segments(io.BytesIO(data[:2] + REMARK * 900 + data[2:]), 2**20)
    assert decode(data[:2] + REMARK * 900 + data[2:]).width == 300
    with pytest.raises(errors.PictureDamaged, match="more than 1000 segments"):
        check_segments(io.BytesIO(data[:2] + REMARK * 1000 + data[2:]), 2**20)
    with pytest.raises(errors.PictureDamaged, match="more than 1000 segments"):
        decode(data[:2] + REMARK * 1000 + data[2:])
