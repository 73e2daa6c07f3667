import io

import numpy as np
import pytest
from PIL import Image

from bot.pictures import sticker


@pytest.mark.parametrize(
    ("size", "wanted"),
    [((512, 300), (512, 300)), ((100, 200), (256, 512)), ((1024, 1024), (512, 512)), ((600, 1), (512, 1))],
)
def test_the_longer_side_is_exactly_what_telegram_wants(size: tuple[int, int], wanted: tuple[int, int]) -> None:
    data, said = sticker.encode(Image.new("RGBA", size, (200, 100, 0, 255)))
    shown = Image.open(io.BytesIO(data))
    assert shown.format == "WEBP"
    assert shown.size == said == wanted


def test_transparency_is_kept() -> None:
    image = Image.new("RGBA", (512, 512), (0, 128, 128, 255))
    image.paste((0, 0, 0, 0), (0, 0, 256, 512))
    shown = Image.open(io.BytesIO(sticker.encode(image)[0])).convert("RGBA")
    assert shown.getpixel((100, 100))[3] == 0
    assert shown.getpixel((400, 100))[3] == 255


def test_the_busiest_picture_is_small_enough() -> None:
    noise = np.random.default_rng(0).integers(0, 255, (512, 512, 4), np.uint8)
    data, _ = sticker.encode(Image.fromarray(noise))
    assert len(data) <= sticker.BYTES
