from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from bot.pictures import shipped
from tests.bot.drawing import landscape


@pytest.mark.parametrize(
    ("part", "size"), [((0, 0, 1, 1), (200, 150)), ((0.5, 0, 1, 1), (150, 225)), ((0, 0.5, 1, 1), (400, 150))]
)
def test_small_parts_are_enlarged(tmp_path: Path, part: shipped.Part, size: tuple[int, int]) -> None:
    landscape(80, 60).save(tmp_path / "photo.png")
    photo = shipped.photo(tmp_path / "photo.png", 150, part)
    assert (photo.width, photo.height) == size


def test_large_ones_stay_as_they_are(tmp_path: Path) -> None:
    landscape(80, 60).save(tmp_path / "photo.png")
    photo = shipped.photo(tmp_path / "photo.png", 40)
    assert (photo.width, photo.height) == (80, 60)


def test_a_jpeg_is_as_good_as_its_bytes_allow() -> None:
    picture = Image.effect_noise((400, 300), 60)
    good, small = shipped.jpeg(picture, 10**6), shipped.jpeg(picture, 60_000)
    assert len(small) <= 60_000 < len(good)
    assert Image.open(io.BytesIO(small)).size == (400, 300)
