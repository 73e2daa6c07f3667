from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from bot.pictures.excerpt import SIDE, Unreadable, excerpt


def framed(path: Path, size: tuple[int, int], mode: str = "RGB", **saving: object) -> Path:
    """A teal painting in a red frame, a tenth of the shorter side wide."""
    image = Image.new("RGB", size, "red")
    edge = min(size) // 10
    ImageDraw.Draw(image).rectangle((edge, edge, size[0] - edge, size[1] - edge), fill="teal")
    image.convert(mode).save(path, **saving)  # type: ignore[arg-type]
    return path


@pytest.mark.parametrize("size", [(900, 600), (300, 1000), (4000, 3000)])
@pytest.mark.parametrize("name", ["painting.jpg", "painting.png", "painting.tif", "painting.webp"])
def test_a_square_of_one_size_without_the_frame(tmp_path: Path, name: str, size: tuple[int, int]) -> None:
    shown = Image.open(io.BytesIO(excerpt(framed(tmp_path / name, size))))
    assert (shown.format, shown.mode, shown.size) == ("JPEG", "RGB", (SIDE, SIDE))
    (_, reddest), *_ = shown.getextrema()
    assert reddest < 40


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_other_colour_models_are_read(tmp_path: Path, mode: str) -> None:
    assert Image.open(io.BytesIO(excerpt(framed(tmp_path / "painting.jpg", (400, 400), mode)))).mode == "RGB"


def test_what_the_file_says_of_itself_stays_behind(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010E] = "Irises by Vincent van Gogh"
    path = framed(tmp_path / "painting.jpg", (400, 400), exif=exif)
    assert b"Gogh" in path.read_bytes()
    assert b"Gogh" not in excerpt(path)


@pytest.mark.parametrize("content", [b"", b"no picture", b"GIF89a" + b"\0" * 50])
def test_what_is_no_picture_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "painting.jpg"
    path.write_bytes(content)
    with pytest.raises(Unreadable, match="painting"):
        excerpt(path)


def test_a_damaged_or_a_missing_file_is_refused(tmp_path: Path) -> None:
    path = framed(tmp_path / "painting.png", (400, 400))
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(Unreadable, match="painting"):
        excerpt(path)
    with pytest.raises(Unreadable, match="gone"):
        excerpt(tmp_path / "gone.jpg")


def test_a_giant_is_refused_before_it_is_decoded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.pictures.excerpt._MOST_PIXELS", 10_000)
    with pytest.raises(Unreadable, match="400 x 400"):
        excerpt(framed(tmp_path / "painting.png", (400, 400)))
