import pytest
import torch
from torch import Tensor, nn

from engine.networks import convolution
from engine.networks.convolution import Convolution, Padding, rectified_convolution
from engine.networks.decoder import Grain

bf16 = pytest.mark.skipif(convolution._FUSED is None, reason="this build of torch has no oneDNN")


def laid_out(values: Tensor, dtype: torch.dtype) -> Tensor:
    return values.to(dtype).contiguous(memory_format=torch.channels_last)


@pytest.mark.parametrize("padding", ["reflect", "zeros"])
@pytest.mark.parametrize("dtype", [torch.float32, pytest.param(torch.bfloat16, marks=bf16)])
def test_a_rectified_convolution_is_a_convolution_and_a_relu(dtype: torch.dtype, padding: Padding) -> None:
    torch.manual_seed(0)
    layer = Convolution(5, 7, padding).to(dtype=dtype, memory_format=torch.channels_last)
    x = laid_out(torch.randn(2, 5, 13, 17), dtype)
    with torch.no_grad():
        wanted = torch.relu(layer(x))
        found = layer.rectified(x)
    assert found.dtype == dtype
    # Sums in another order, of which bf16 keeps eight bits.
    assert torch.allclose(found.float(), wanted.float(), atol=1e-6 if dtype == torch.float32 else 0.02)
    assert float(wanted.min()) == 0 < float(wanted.max())
    assert not bool((found < 0).any())


@bf16
def test_it_is_fused_where_nobody_wants_a_gradient(monkeypatch: pytest.MonkeyPatch) -> None:
    fused = convolution._FUSED
    calls = []

    def noting(*arguments: object) -> Tensor:
        calls.append(arguments)
        return fused(*arguments)

    monkeypatch.setattr(convolution, "_FUSED", noting)
    layer = Convolution(3, 4).to(torch.bfloat16)
    x = torch.rand(1, 3, 8, 8, dtype=torch.bfloat16)
    layer.rectified(x).sum().backward()
    assert calls == []
    assert layer.weight.grad is not None
    with torch.no_grad():
        layer.rectified(x)
        assert len(calls) == 1
        Convolution(3, 4).rectified(x.float())
    assert len(calls) == 1


@bf16
def test_without_onednn_nothing_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    torch.manual_seed(0)
    x, weight, bias = (torch.randn(shape, dtype=torch.bfloat16) for shape in ((1, 4, 9, 9), (6, 4, 3, 3), (6,)))
    with torch.no_grad():
        fused = rectified_convolution(x, weight, bias, padding=1)
        monkeypatch.setattr(convolution, "_FUSED", None)
        plain = rectified_convolution(x, weight, bias, padding=1)
    assert torch.allclose(fused.float(), plain.float(), atol=0.05)
    assert torch.equal(plain, torch.relu(nn.functional.conv2d(x, weight, bias, padding=1)))


def test_grain_is_the_same_for_a_seed_and_a_size_whether_it_was_kept_or_not() -> None:
    first, again, other = Grain.draw(3, 64, 48), Grain.draw(3, 64, 48), Grain.draw(4, 64, 48)
    for level, fields in first.fields.items():
        assert torch.equal(fields, again.fields[level])
        assert not torch.equal(fields, other.fields[level])
    large = Grain.draw(3, 2048, 1024)
    assert torch.equal(large.fields[3], Grain.draw(3, 2048, 1024).fields[3])
    assert large.fields[3] is not Grain.draw(3, 2048, 1024).fields[3]
