from __future__ import annotations

import torch
from torch import Tensor

from engine.methods.gatys_losses import content_loss, gram, gram_loss, histogram_loss, quantiles, total_variation


def activations(seed: int, channels: int = 4, height: int = 5, width: int = 6) -> Tensor:
    """Features before their ReLU."""
    return torch.randn(1, channels, height, width, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


def test_the_papers_content_gradient_is_autograds() -> None:
    """Gatys et al. 2016, equation 2: (F - P) where F > 0, and 0 elsewhere, of half the sum of squares."""
    before_relu = activations(0).float().requires_grad_()
    photo = activations(1).float().relu()
    features = before_relu.relu()
    (found,) = torch.autograd.grad(content_loss(features, photo) * features.numel() / 2, before_relu)
    analytic = torch.where(features > 0, features - photo, 0.0)
    torch.testing.assert_close(found, analytic.detach())


def test_the_papers_style_gradient_is_autograds_with_its_indices_mended() -> None:
    """Equation 6 prints ((F^l)^T (G^l - A^l))_ji; of shapes that fit, and equal to autograd's, is ((G - A) F)_ij."""
    before_relu = activations(0).float().requires_grad_()
    painting = activations(1, height=7, width=3).float().relu()
    features = before_relu.relu()
    channels, pixels = features.shape[1], features.shape[2] * features.shape[3]
    # The paper's Grams are sums over its M pixels, of both pictures alike.
    wanted = gram(painting)
    (found,) = torch.autograd.grad(gram_loss(gram(features), wanted) / 4, before_relu)
    flat = features.flatten(2)[0]
    difference = (flat @ flat.T - pixels * wanted[0]) / (channels**2 * pixels**2)
    analytic = torch.where(flat > 0, difference @ flat, 0.0).view_as(features)
    torch.testing.assert_close(found, analytic.detach())


def test_a_gram_is_the_mean_product_of_channels_whatever_the_size() -> None:
    features = activations(2)
    by_hand = torch.einsum("bchw,bdhw->bcd", features, features) / 30
    torch.testing.assert_close(gram(features), by_hand.float())
    torch.testing.assert_close(gram(features.repeat(1, 1, 2, 3)), by_hand.float())
    assert gram(features.to(torch.bfloat16)).dtype == torch.float32


def test_quantiles_are_those_of_the_channel() -> None:
    ramp = torch.linspace(0, 1, 1024).view(1, 1, 32, 32).flip(2)
    expected = (torch.arange(256) + 0.5) / 256
    torch.testing.assert_close(quantiles(ramp)[0, 0], expected, atol=2e-3, rtol=0)


def test_the_histogram_loss_is_the_squared_distance_to_the_matched_features() -> None:
    found = activations(3, 2, 16, 16).float()
    assert histogram_loss(found, quantiles(found)) < 1e-6
    shuffled = found.flatten(2)[..., torch.randperm(256)].view_as(found)
    assert histogram_loss(shuffled, quantiles(found)) < 1e-6
    # A distribution moved by 3 is matched by moving every value by 3.
    torch.testing.assert_close(histogram_loss(found + 3, quantiles(found)), torch.tensor(9.0))


def test_the_histogram_gradient_pulls_each_value_to_its_match() -> None:
    found = activations(4, 1, 16, 16).float().requires_grad_()
    (gradient,) = torch.autograd.grad(histogram_loss(found, quantiles(found.detach()) + 2), found)
    torch.testing.assert_close(gradient, torch.full_like(found, -4 / 256), atol=1e-4, rtol=0)


def test_total_variation_is_that_of_the_steps() -> None:
    assert abs(total_variation(torch.full((1, 3, 8, 8), 0.7))) < 1e-8
    step = torch.zeros(1, 3, 9, 9)
    step[..., 5:] = 1
    # One of eight steps to the right in each row is of height 1.
    assert abs(float(total_variation(step)) - 1 / 8) < 1e-3
    noisy = step + 0.1 * torch.rand(1, 3, 9, 9, generator=torch.Generator().manual_seed(0))
    assert total_variation(noisy) > total_variation(step)
