import copy

import torch
from torch import nn

from engine.networks.convolution import Convolution, PixelConvolution


def test_strips_of_rows_leave_no_seams() -> None:
    pixels, plain = PixelConvolution(8), Convolution(8, 3)
    plain.load_state_dict(pixels.state_dict())
    x = torch.randn(1, 8, 150, 40)
    torch.testing.assert_close(pixels(x), plain(x), rtol=1e-4, atol=1e-5)


def test_the_last_convolution_stays_in_float32_when_its_network_goes_to_half_precision() -> None:
    network = nn.Sequential(Convolution(4, 8), PixelConvolution(8))
    weight = network[1].weight.detach().clone()
    network.to(dtype=torch.bfloat16, memory_format=torch.channels_last)
    assert network[0].weight.dtype == torch.bfloat16
    assert network[1].weight.is_contiguous(memory_format=torch.channels_last)
    assert torch.equal(network[1].weight, weight)
    pixels = network(torch.randn(1, 4, 32, 32).to(torch.bfloat16))
    assert pixels.dtype == torch.float32
    assert not torch.equal(pixels, pixels.to(torch.bfloat16).float())


def test_it_moves_and_copies_like_any_layer() -> None:
    layer = PixelConvolution(8)
    assert layer.to("meta").weight.is_meta
    assert copy.deepcopy(PixelConvolution(8)).half().bias.dtype == torch.float32


def test_autocast_does_not_reach_the_last_convolution() -> None:
    layer = PixelConvolution(8)
    x = torch.randn(1, 8, 16, 16)
    with torch.autocast("cpu", torch.bfloat16):
        found = layer(x)
    assert torch.equal(found, layer(x))
