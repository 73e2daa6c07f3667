from pathlib import Path

import pytest
from PIL import Image

from bot.pictures import greeting
from engine import Gallery
from tests.bot.drawing import landscape


def test_it_is_small_as_wide_as_telegram_shows_and_of_styles_that_there_are() -> None:
    assert greeting.FILE.stat().st_size < 250_000
    with Image.open(greeting.FILE) as shown:
        shown.load()
        assert shown.format == "JPEG"
        assert shown.width == 1280
        assert 900 < shown.height < 1000
        assert not shown.getexif()
    names = {entry.name for entry in Gallery.load()}
    assert {name for row in greeting.STYLES for name in row} <= names


def test_it_is_made_of_any_photo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(greeting, "STYLES", (("wave", "ink"), ("gold", "iris")))
    landscape(120, 90).save(tmp_path / "photo.png")
    before = greeting.FILE.read_bytes()
    greeting.main([str(tmp_path / "photo.png"), "--output", str(tmp_path / "made.jpg")])
    with Image.open(tmp_path / "made.jpg") as made:
        assert made.width == 1280
        ink, wave = made.crop((700, 100, 1200, 600)), made.crop((50, 100, 550, 600))
        assert (
            ink.convert("HSV").resize((1, 1)).getpixel((0, 0))[1]
            < wave.convert("HSV").resize((1, 1)).getpixel((0, 0))[1]
        )
    assert greeting.FILE.read_bytes() == before
