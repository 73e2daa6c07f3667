import numpy as np
import torch

from bot.pictures import image
from engine import Picture

PIXELS = torch.arange(24, dtype=torch.uint8).view(2, 4, 3)


def test_an_opaque_picture_is_rgb() -> None:
    shown = image.of(Picture(PIXELS, None, "JPEG"))
    assert (shown.mode, shown.size) == ("RGB", (4, 2))
    assert np.array_equal(np.asarray(shown), PIXELS.numpy())


def test_transparency_comes_along() -> None:
    alpha = torch.tensor([[0, 50, 100, 255]] * 2, dtype=torch.uint8)
    shown = image.of(Picture(PIXELS, alpha, "PNG"))
    assert shown.mode == "RGBA"
    assert np.array_equal(np.asarray(shown)[..., 3], alpha.numpy())
    assert np.array_equal(np.asarray(shown)[..., :3], PIXELS.numpy())
