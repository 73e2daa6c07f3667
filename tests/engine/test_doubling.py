import pytest
import torch
from torch import Tensor
from torch.nn.functional import conv2d, interpolate, pad

from engine.networks.doubling import finish


def in_full(x: Tensor, inner: tuple[Tensor, Tensor], outer: tuple[Tensor, Tensor]) -> Tensor:
    def reflected(y: Tensor) -> Tensor:
        return pad(y, (1, 1, 1, 1), mode="reflect")

    enlarged = interpolate(x, scale_factor=2, mode="nearest")
    return conv2d(reflected(torch.relu(conv2d(reflected(enlarged), *inner))), *outer)


def layers(dtype: torch.dtype) -> tuple[tuple[Tensor, Tensor], tuple[Tensor, Tensor]]:
    random = torch.Generator().manual_seed(0)
    inner = torch.randn(6, 8, 3, 3, generator=random, dtype=dtype), torch.randn(6, generator=random, dtype=dtype)
    outer = torch.randn(3, 6, 3, 3, generator=random, dtype=dtype), torch.randn(3, generator=random, dtype=dtype)
    return inner, outer


@pytest.mark.parametrize("size", [(2, 2), (3, 5), (33, 4), (70, 9)])
def test_it_is_what_the_convolutions_of_the_enlarged_tensor_are(size: tuple[int, int]) -> None:
    x = torch.randn(2, 8, *size, dtype=torch.float64)
    inner, outer = layers(torch.float64)
    torch.testing.assert_close(finish(x, inner, outer), in_full(x, inner, outer))


def test_its_gradients_are_theirs() -> None:
    x = torch.randn(1, 8, 35, 4, dtype=torch.float64, requires_grad=True)
    inner, outer = layers(torch.float64)
    leaves = [x, *(tensor.requires_grad_() for tensor in (*inner, *outer))]
    found = torch.autograd.grad(finish(x, inner, outer).square().sum(), leaves)
    expected = torch.autograd.grad(in_full(x, inner, outer).square().sum(), leaves)
    for mine, theirs in zip(found, expected, strict=True):
        torch.testing.assert_close(mine, theirs)


def test_half_precision_ends_in_float32() -> None:
    inner, outer = layers(torch.float32)
    x = torch.randn(1, 8, 40, 40).to(torch.bfloat16)
    found = finish(x, inner, outer)
    assert found.dtype == torch.float32
    assert not torch.equal(found, found.to(torch.bfloat16).float())
    expected = in_full(x.float(), inner, outer)
    assert float((found - expected).abs().mean()) < 0.01 * float(expected.abs().mean())
    with torch.autocast("cpu", torch.bfloat16):
        assert torch.equal(finish(x, inner, outer), found)
