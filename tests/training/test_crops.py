from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor

from tests.engine.pictures import landscape
from training.crops import Crops, resample
from training.data import DataError, Held, OnDevice, load


def crops(content: Path, seed: int = 0, stream: int = 0) -> Crops:
    return Crops(load([content], 64), size=32, zoom=2.0, seed=seed, stream=stream)


def scene(width: int, height: int) -> Tensor:
    return torch.from_numpy(np.asarray(landscape(width, height)).copy()).permute(2, 0, 1)


def test_what_a_step_sees_depends_on_seed_step_and_index_alone(content: Path) -> None:
    whole = crops(content).batch(7, 8)
    halves = torch.cat([crops(content).batch(7, 4), crops(content).batch(7, 4, first=4)])
    assert torch.equal(whole, halves)
    assert whole.shape == (8, 3, 32, 32)
    assert whole.dtype == torch.uint8
    for other in (crops(content).batch(8, 8), crops(content, seed=1).batch(7, 8), crops(content, stream=1).batch(7, 8)):
        assert not torch.equal(whole, other)


def test_a_crop_is_drawn_and_reduced_as_ever() -> None:
    """Runs are resumed, and networks reproduced, by versions to come."""
    pictures = [scene(90 + 10 * index, 70) for index in range(3)]
    ours = Crops(Held(("a", "b", "c"), pictures, ""), size=32, zoom=2.0, seed=5, stream=1).batch(9, 12, first=2)
    for index, crop in enumerate(ours, 2):
        random = np.random.Generator(np.random.Philox(key=[5 * 4096 + 1, 9 * 65536 + index]))
        picture = pictures[random.integers(3)]
        _, height, width = picture.shape
        side = round(random.uniform(32, 64))
        top, left = random.integers(height - side + 1), random.integers(width - side + 1)
        square = picture[None, :, top : top + side, left : left + side].contiguous(memory_format=torch.channels_last)
        expected = torch.nn.functional.interpolate(square, (32, 32), mode="bilinear", antialias=True)[0]
        assert torch.equal(crop, expected.flip(2) if random.random() < 0.5 else expected)


def test_pictures_smaller_than_a_crop_are_enlarged() -> None:
    tiny = torch.zeros(3, 10, 20, dtype=torch.uint8)
    for held in (Held, OnDevice):
        batch = Crops(held(("tiny",), (tiny,), ""), size=32, zoom=2.0, seed=0, stream=0).batch(0, 2)
        assert batch.shape == (2, 3, 32, 32)


@pytest.mark.parametrize(("size", "zoom"), [(32, 2.5), (32, 1.0), (48, 1.5), (96, 2.5)])
def test_on_the_device_crops_are_the_same_to_a_level(size: int, zoom: float) -> None:
    pictures = [scene(140, 100), scene(64, 64), scene(33, 200)]
    names = ("a", "b", "c")
    reference = Crops(Held(names, pictures, ""), size, zoom, seed=1, stream=0).batch(4, 70)
    ours = Crops(OnDevice(names, pictures, ""), size, zoom, seed=1, stream=0).batch(4, 70)
    assert ours.dtype == torch.uint8
    assert (ours.int() - reference.int()).abs().max() <= 2
    assert (ours.float() - reference.float()).abs().mean() < 0.3


def test_half_precision_keeps_white_white_and_the_crops_the_same_to_a_level(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = Crops(OnDevice(("a",), [scene(140, 100)], ""), 32, 2.5, seed=1, stream=0)
    white = Crops(OnDevice(("a",), [torch.full((3, 90, 90), 255, dtype=torch.uint8)], ""), 32, 2.5, seed=1, stream=0)
    half = resample(plain.boxes(0, 8), 32, torch.float16)
    assert (half.int() - resample(plain.boxes(0, 8), 32, torch.float32).int()).abs().max() <= 1
    assert (resample(white.boxes(0, 8), 32, torch.float16) == 255).all()


def test_autocast_does_not_blur_the_crops() -> None:
    crops = Crops(OnDevice(("a",), [scene(140, 100)], ""), 32, 2.5, seed=1, stream=0)
    plain = crops.batch(0, 4)
    with torch.autocast("cpu", torch.bfloat16):
        assert torch.equal(crops.batch(0, 4), plain)


def test_pictures_that_are_nearly_all_unreadable_are_an_error() -> None:
    lost = Held((), (), "", unreadable=3, missing=(0, 1, 2))
    with pytest.raises(DataError, match="1000 draws in a row"):
        Crops(lost, size=32, zoom=2.0, seed=0, stream=0).batch(0, 1)
