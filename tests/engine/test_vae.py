import pytest
import torch

from engine.methods import vae as method
from engine.methods.adain import measure
from engine.networks.vae import StyleVAE
from engine.networks.vgg import VGG19
from engine.statistics import Moments

CHANNELS = (8, 8, 16, 16, 16)


@pytest.fixture
def vae() -> StyleVAE:
    torch.manual_seed(0)
    return StyleVAE(CHANNELS[:4], code=6, hidden=16, widths=(8, 8, 16, 16)).requires_grad_(False)


def some_moments(count: int = 3) -> dict[int, Moments]:
    torch.manual_seed(1)
    return {
        level: Moments(torch.rand(count, c, 1, 1) * 2, torch.rand(count, c, 1, 1) + 0.1)
        for level, c in zip((1, 2, 3, 4), CHANNELS, strict=False)
    }


def test_moments_are_standardised_and_back(vae: StyleVAE) -> None:
    wanted = some_moments(50)
    vae.measure_spread_(wanted)
    standardised = vae.standardise(wanted)
    assert torch.allclose(standardised.mean(dim=0), torch.zeros(96), atol=1e-4)
    found = vae.moments_of(standardised)
    for level in wanted:
        assert torch.allclose(found[level].mean, wanted[level].mean, atol=1e-4)
        assert torch.allclose(found[level].std, wanted[level].std, atol=1e-4)


def test_a_painting_is_a_gaussian_of_codes(vae: StyleVAE) -> None:
    mean, log_variance = vae.encode(some_moments())
    assert mean.shape == log_variance.shape == (3, 6)


def test_every_code_is_a_style(vae: StyleVAE) -> None:
    for code in (torch.zeros(1, 6), method.sample(vae, 4, seed=2), 30 * torch.ones(1, 6)):
        for moments in vae.moments(code).values():
            assert torch.isfinite(moments.mean).all()
            assert (moments.std > 0).all()


def test_samples_are_those_of_their_seed(vae: StyleVAE) -> None:
    assert torch.equal(method.sample(vae, 2, seed=5), method.sample(vae, 2, seed=5))
    assert not torch.equal(method.sample(vae, 2, seed=5), method.sample(vae, 2, seed=6))


def test_strength_0_is_the_photo_and_1_is_not(vae: StyleVAE) -> None:
    encoder = VGG19(CHANNELS).requires_grad_(False)
    photo = torch.rand(1, 3, 32, 48)
    code = vae.encode(measure(encoder(torch.rand(1, 3, 40, 40), (1, 2, 3, 4))))[0]
    assert torch.allclose(method.paint(encoder, vae, photo, code, 0.0), photo, atol=1e-4)
    assert not torch.allclose(method.paint(encoder, vae, photo, code, 1.0), photo, atol=1e-2)


def test_the_arc_between_two_codes_keeps_their_length() -> None:
    first, second = torch.randn(2, 64, generator=torch.Generator().manual_seed(0))
    second = second * first.norm() / second.norm()
    for weight in (0.25, 0.5, 0.75):
        torch.testing.assert_close(method.slerp(first, second, weight).norm(), first.norm())
    torch.testing.assert_close(method.slerp(first, second, 0.0), first)
    torch.testing.assert_close(method.slerp(first, second, 1.0), second)
    steps = torch.stack([method.slerp(first, second, w) for w in (0, 0.5, 1)]).diff(dim=0).norm(dim=1)
    torch.testing.assert_close(steps[0], steps[1])


@pytest.mark.parametrize("factor", [1.0, 2.0, -1.0])
def test_codes_on_one_line_are_mixed_on_it(factor: float) -> None:
    code = torch.randn(16, generator=torch.Generator().manual_seed(0))
    torch.testing.assert_close(method.slerp(code, factor * code, 0.25), (0.75 + 0.25 * factor) * code)


def test_variations_of_the_priors_codes_are_the_priors() -> None:
    codes = torch.randn(4000, generator=torch.Generator().manual_seed(0))
    for amount in (0.2, 0.7, 1.0):
        assert abs(float(method.vary(codes, amount, seed=1).std()) - 1) < 0.05
