import numpy as np
import pytest
import torch
from torch import Tensor

from engine import statistics
from engine.errors import NonFinitePicture
from engine.methods import wct
from engine.networks.inverter import Inverter
from engine.networks.vgg import VGG19

CHANNELS = (8, 8, 16, 16, 16)


def covariance(features: Tensor) -> Tensor:
    return torch.cov(features[0].flatten(1).double())


def test_transformed_features_have_the_paintings_mean_and_covariance() -> None:
    torch.manual_seed(0)
    photo, painting = torch.rand(1, 12, 40, 40), torch.rand(1, 12, 30, 50).pow(3)
    style = wct.measure({1: painting})[1]
    found = wct.transform(photo, style)
    assert torch.allclose(found.mean(dim=(2, 3)), painting.mean(dim=(2, 3)), atol=1e-5)
    # Up to the epsilon that both roots contain.
    assert torch.allclose(covariance(found), covariance(painting), atol=0.03 * float(covariance(painting).max()))


def test_a_photo_in_its_own_style_is_itself() -> None:
    photo = torch.rand(1, 12, 20, 20)
    assert torch.allclose(wct.transform(photo, wct.measure({1: photo})[1]), photo, atol=1e-4)


@pytest.mark.parametrize(
    "photo",
    [
        torch.full((1, 12, 8, 8), 0.5),
        torch.zeros(1, 12, 2, 2),
        torch.rand(1, 12, 1, 1),
        torch.rand(1, 12, 1, 2),
        1e4 * torch.rand(1, 12, 6, 6),
        torch.rand(1, 1, 6, 6).expand(1, 12, 6, 6),
    ],
    ids=["constant", "black", "one pixel", "two pixels", "huge", "rank 1"],
)
def test_degenerate_features_stay_finite(photo: Tensor) -> None:
    for style in (torch.rand(1, 12, 9, 9), photo):
        assert torch.isfinite(wct.transform(photo, wct.measure({1: style})[1])).all()


def test_what_is_not_finite_is_refused() -> None:
    broken = torch.rand(1, 12, 4, 4)
    broken[0, 3, 2, 1] = torch.nan
    with pytest.raises(NonFinitePicture) as refused:
        wct.measure({1: broken})
    assert refused.value.count == 1


def degenerate(seed: int, channels: int) -> Tensor:
    """Features that no photo has: constant, silent, repeated, sparse, huge, tiny, all at once."""
    random = np.random.default_rng(seed)
    height, width = random.integers(1, 12, 2)
    x = random.random((1, channels, height, width))
    if random.random() < 0.3:
        x = x * (random.random(x.shape) < 0.05)
    if random.random() < 0.3:
        x = x[:, :1].repeat(channels, axis=1) + random.choice([0, 1e-9, 1e-3]) * x
    if random.random() < 0.3:
        x[:, random.random(channels) < 0.5] = random.choice([0.0, 1.0, 1e6])
    if random.random() < 0.3:
        x *= 10.0 ** random.integers(-8, 9, (1, channels, 1, 1))
    if random.random() < 0.2:
        x += 1e4
    return torch.from_numpy(x).float()


@pytest.mark.parametrize("first", range(0, 100, 20))
def test_fuzzed_features_are_transformed(first: int) -> None:
    for seed in range(first, first + 20):
        channels = 1 + seed % 16
        photo, painting = degenerate(seed, channels), degenerate(seed + 1000, channels)
        style = wct.measure({1: painting})[1]
        largest = float(max(photo.abs().max(), painting.abs().max()))
        for strength in (0.0, 0.5, 1.0):
            assert torch.isfinite(wct.transform(photo, style, strength)).all(), seed
        assert torch.allclose(wct.transform(photo, style, 0.0), photo, rtol=1e-4, atol=1e-5 * largest), seed
        found = wct.transform(photo, style).double().mean(dim=(2, 3))
        assert torch.allclose(found, style.mean.double().flatten(1), rtol=1e-3, atol=1e-3 * largest), seed


def test_a_batch_is_transformed_image_by_image() -> None:
    torch.manual_seed(0)
    photos, paintings = torch.rand(3, 6, 9, 7), torch.rand(3, 6, 8, 8).pow(2)
    styles = wct.measure({1: paintings})[1]
    together = wct.transform(photos, styles, 0.7)
    for index in range(3):
        one = slice(index, index + 1)
        alone = wct.transform(photos[one], wct.Colouring(styles.mean[one], styles.matrix[one]), 0.7)
        torch.testing.assert_close(together[one], alone)


def test_many_pixels_are_summed_as_exactly_as_few(monkeypatch: pytest.MonkeyPatch) -> None:
    features = torch.rand(1, 4, 40, 40, generator=torch.Generator().manual_seed(0)) + 100
    whole = wct.measure({1: features})[1]
    monkeypatch.setattr(statistics, "_CHUNK", 77)
    torch.testing.assert_close(wct.measure({1: features})[1].matrix, whole.matrix)
    expected = covariance(features) + wct.EPSILON * torch.eye(4)
    torch.testing.assert_close(whole.matrix[0].double() @ whole.matrix[0].double(), expected, rtol=1e-5, atol=1e-5)


@pytest.fixture
def networks() -> tuple[VGG19, dict[int, Inverter]]:
    torch.manual_seed(0)
    encoder = VGG19(CHANNELS).requires_grad_(False)
    inverters = {level: Inverter(level, CHANNELS).requires_grad_(False) for level in (1, 3, 5)}
    for inverter in inverters.values():
        torch.nn.init.normal_(list(inverter.modules())[-1].weight, std=0.1)
    return encoder, inverters


def test_hardly_any_strength_is_hardly_a_change(networks: tuple[VGG19, dict[int, Inverter]]) -> None:
    encoder, inverters = networks
    # As a resized photo may, it overshoots.
    photo = torch.rand(2, 3, 48, 32) * 1.1 - 0.05
    style = wct.measure(encoder(torch.rand(1, 3, 64, 64), (1, 3, 5)))
    for strength, change in ((0.0, 0.0), (1e-4, 1e-3)):
        found = wct.paint(encoder, inverters, photo, style, dict.fromkeys((5, 3, 1), strength))
        assert float((found - photo).abs().max()) <= change
    assert float((wct.paint(encoder, inverters, photo, style, {5: 1.0, 3: 1.0, 1: 1.0}) - photo).abs().mean()) > 0.05


def test_levels_are_painted_from_the_deepest_and_told_of(networks: tuple[VGG19, dict[int, Inverter]]) -> None:
    encoder, inverters = networks
    photo = torch.rand(1, 3, 32, 32)
    style = wct.measure(encoder(torch.rand(1, 3, 64, 64), (1, 3, 5)))
    told: list[tuple[int, Tensor]] = []
    last = wct.paint(encoder, inverters, photo, style, {1: 0.5, 5: 0.5}, lambda done, total, x: told.append((done, x)))
    assert [done for done, _ in told] == [0, 1]
    assert torch.equal(told[0][1], photo)
    assert torch.equal(told[1][1], wct.paint(encoder, inverters, photo, style, {5: 0.5}))
    assert torch.equal(last, wct.paint(encoder, inverters, told[1][1], style, {1: 0.5}))
