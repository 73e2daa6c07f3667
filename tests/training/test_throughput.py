from pathlib import Path

import pytest
import torch
from torch import nn

from tests.training.brightness import Brightness, config
from training.__main__ import main
from training.data import load
from training.distributed import Processes
from training.recipes import RECIPES
from training.recipes.protocol import Config
from training.throughput import count_operations, limit, measure

CPU = torch.device("cpu")


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_operations_are_counted_forward_and_backward_under_autocast(dtype: torch.dtype) -> None:
    teacher = nn.Conv2d(3, 5, 3).requires_grad_(False)
    student = nn.Sequential(nn.Conv2d(3, 8, 3), nn.ReLU(), nn.Conv2d(8, 5, 1))
    images = torch.rand(2, 3, 18, 18)

    def step() -> None:
        with torch.autocast("cpu", torch.bfloat16, enabled=dtype == torch.bfloat16):
            wanted = teacher(images)
            found = student(images)
        assert found.dtype == dtype
        (found.float() - wanted.float()).square().mean().backward()

    pixels = 2 * 16 * 16
    first, second, frozen = (2 * pixels * weights for weights in (8 * 3 * 9, 5 * 8, 5 * 3 * 9))
    # Images need no gradient, so that the first convolution's backward is that of its weights alone.
    assert count_operations(step) == frozen + 2 * first + 3 * second


def test_the_limit_is_a_rate_of_the_device() -> None:
    assert limit(CPU, torch.float32, seconds=0) > 1e8


def test_a_step_is_timed_and_counted(tmp_path: Path, content: Path) -> None:
    photos = load([content], 512)
    found = {}
    for parts in (1, 2):
        chosen = config(tmp_path, accumulate=parts)
        found[parts], dtype = measure(Brightness(chosen), chosen, photos, None, Processes(CPU), steps=2)
        assert dtype == torch.float32
    pixels = 4 * 32 * 32
    # Both convolutions have as many weights; the first has no gradient of its input.
    assert found[1].flops == found[2].flops == 2 * pixels * 8 * 3 * 9 * 5
    assert found[1].images_per_second > 0
    assert found[1].flops_per_second == pytest.approx(found[1].flops * found[1].images_per_second / 4)
    assert 0 <= found[1].waited <= 1


def test_the_command_prints_a_row_for_a_recipe(
    content: Path, style: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(RECIPES, "brightness", (Config, Brightness))
    monkeypatch.setattr("training.throughput._SIDES", {"cpu": 64})
    monkeypatch.setattr("training.throughput._SECONDS", 0.0)
    monkeypatch.setenv("COLUMNS", "80")
    data = ["--content", str(content), "--style", str(style)]
    few = ["--steps", "1", "--batch-size", "4", "--crop", "32", "--device", "cpu", "--amp", "off", "--threads", "1"]
    assert main(["throughput", *data, *few, "--recipe", "brightness"]) == 0
    shown = capsys.readouterr().out
    row = next(line for line in shown.splitlines() if "brightness" in line)
    assert "fp32" in row
    assert "4 x 32" in row
    assert f"{2 * 4 * 32 * 32 * 8 * 3 * 9 * 5 / 1e9:.1f}" in row
    assert "limit of 1 CPU threads in fp32" in shown
