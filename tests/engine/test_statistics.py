import pytest
import torch

from engine.statistics import Moments, moments, normalise, rescale, style_vector


def reference(features: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    variance, mean = torch.var_mean(features.double(), dim=(2, 3), correction=0, keepdim=True)
    return mean, (variance + 1e-5).sqrt()


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
@pytest.mark.parametrize("shape", [(1, 8, 2, 2), (2, 16, 33, 21), (3, 5, 1, 64)])
def test_moments_are_those_of_float64(dtype: torch.dtype, shape: tuple[int, ...]) -> None:
    features = (torch.randn(shape, generator=torch.Generator().manual_seed(1)) * 3 + 5).to(dtype)
    features = features.contiguous(memory_format=torch.channels_last)
    mean, std = reference(features)
    found = moments(features)
    assert found.mean.dtype == found.std.dtype == torch.float32
    torch.testing.assert_close(found.mean.double(), mean, rtol=1e-4, atol=1e-4)
    torch.testing.assert_close(found.std.double(), std, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
@pytest.mark.parametrize("offset", [10, 30, 100, 300])
def test_a_mean_far_above_the_deviation_does_not_drown_it(dtype: torch.dtype, offset: float) -> None:
    features = (torch.randn(2, 8, 64, 64, generator=torch.Generator().manual_seed(1)) + offset).to(dtype)
    features = features.contiguous(memory_format=torch.channels_last)
    mean, std = reference(features)
    found = moments(features)
    torch.testing.assert_close(found.mean.double(), mean, rtol=1e-4, atol=1e-4)
    torch.testing.assert_close(found.std.double(), std, rtol=5e-3, atol=1e-4)


def test_the_moments_of_a_constant_are_finite_and_their_gradient_too() -> None:
    features = torch.full((1, 4, 8, 8), 7.0, requires_grad=True)
    found = moments(features)
    (found.mean.sum() + found.std.sum()).backward()
    assert found.std.flatten().tolist() == pytest.approx([1e-5**0.5] * 4, rel=1e-3)
    assert features.grad is not None
    assert torch.isfinite(features.grad).all()


def test_gradients_are_those_that_autograd_derives() -> None:
    generator = torch.Generator().manual_seed(2)
    features = torch.randn(2, 6, 9, 7, generator=generator).requires_grad_()
    weights = torch.randn(2, 2, 6, 1, 1, generator=generator)
    found = moments(features)
    mine = torch.autograd.grad((found.mean * weights[0] + found.std * weights[1]).sum(), features)[0]
    mean, std = reference(features)
    theirs = torch.autograd.grad((mean * weights[0] + std * weights[1]).sum(), features)[0]
    torch.testing.assert_close(mine, theirs, rtol=1e-4, atol=1e-6)


def test_normalised_features_have_mean_zero_and_deviation_one() -> None:
    features = torch.randn(2, 4, 16, 16, generator=torch.Generator().manual_seed(3)) * 4 - 2
    found = moments(normalise(features, moments(features)))
    torch.testing.assert_close(found.mean, torch.zeros_like(found.mean), rtol=0, atol=1e-5)
    torch.testing.assert_close(found.std, torch.ones_like(found.std), rtol=0, atol=1e-4)


def test_blending_has_exact_ends() -> None:
    first, second = (Moments(torch.rand(1, 3, 1, 1), torch.rand(1, 3, 1, 1)) for _ in range(2))
    assert torch.equal(first.blend(second, 0.0).mean, first.mean)
    assert torch.equal(first.blend(second, 1.0).std, second.std)
    assert torch.allclose(first.blend(second, 0.25).mean, 0.75 * first.mean + 0.25 * second.mean)


def test_rescale_keeps_the_dtype_of_the_features() -> None:
    features = torch.ones(1, 2, 3, 3, dtype=torch.bfloat16)
    result = rescale(features, torch.full((1, 2, 1, 1), 2.0), torch.full((1, 2, 1, 1), 0.5))
    assert result.dtype == torch.bfloat16
    assert (result == 2.5).all()


@pytest.mark.parametrize("batches", [(1, 1), (3, 1), (3, 3), (1, 3)])
@pytest.mark.parametrize("graph", [False, True])
def test_half_precision_is_rounded_once(batches: tuple[int, int], graph: bool) -> None:
    generator = torch.Generator().manual_seed(4)
    features = (torch.randn(batches[0], 6, 32, 32, generator=generator) + 20).bfloat16()
    own = moments(features)
    factors = torch.linspace(1, 2, batches[1]).view(-1, 1, 1, 1)
    scale, shift = factors / own.std[: batches[1]], -factors * (own.mean / own.std)[: batches[1]]
    with torch.set_grad_enabled(graph):
        found = rescale(features, scale, shift)
    assert found.dtype == torch.bfloat16
    exact = features.double() * scale.double() + shift.double()
    assert float((found.double() - exact).abs().max()) < 2**-8 * float(exact.abs().max())
    # Rounded apart, scale and shift move a whole channel: by up to 20 / 256 of a deviation here.
    assert float((found.double() - exact).mean(dim=(2, 3)).abs().max()) < 4e-3


def test_a_style_vector_lists_means_and_deviations_by_level() -> None:
    levels = {level: Moments(torch.full((1, 1, 1, 1), level), torch.full((1, 1, 1, 1), -level)) for level in (2, 1)}
    assert style_vector(levels).tolist() == [[1, -1, 2, -2]]
