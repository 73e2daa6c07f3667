"""A few steps of every recipe, from the command line, on twelve drawn pictures."""

import shutil
from pathlib import Path

import pytest
import torch

from engine import checkpoints
from training.__main__ import main

FEW = ["--steps", "3", "--batch-size", "2", "--crop", "32", "--warm-up", "1", "--save-every", "2", "--device", "cpu"]


@pytest.mark.parametrize(
    ("recipe", "more"),
    # One step is judged by the slim encoder, two by VGG-19.
    [("encoder", []), ("adain", ["--full-after", "0.6", "--start-from", "START"])],
)
def test_a_recipe_trains_and_exports(recipe: str, more: list[str], tmp_path: Path, content: Path, style: Path) -> None:
    start = shutil.copytree(checkpoints.WEIGHTS, tmp_path / "start")
    more = [str(start) if argument == "START" else argument for argument in more]
    data = ["--content", str(content), "--style", str(style)]
    paths = ["--run", str(tmp_path / "runs"), "--export-to", str(tmp_path / "weights")]
    assert main([recipe, *FEW, *data, *paths, *more]) == 0
    tensors, metadata = checkpoints.read(recipe, tmp_path / "weights")
    assert all(torch.isfinite(tensor).all() for tensor in tensors.values())
    assert (metadata.recipe, metadata.step) == (recipe, 3)
    assert metadata.config["batch_size"] == 2
    assert str(tmp_path) not in str(metadata)
    assert {"losses.csv", "samples-last.png", "state.safetensors"} <= {
        file.name for file in (tmp_path / "runs" / recipe).iterdir()
    }


def test_a_set_too_small_is_an_error_that_says_so(
    tmp_path: Path, content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()
    arguments = ["encoder", "--content", str(content), "--style", str(tmp_path / "empty"), "--run", str(tmp_path)]
    assert main(arguments) == 1
    assert "0 readable pictures" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (["--crop", "100"], "crop is a multiple of 8"),
        (["--batch-size", "0"], "batch_size is at least 1"),
        (["--device", "tpu"], "devices are"),
    ],
)
def test_options_out_of_range_are_named(
    wrong: list[str], said: str, tmp_path: Path, content: Path, style: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = ["--content", str(content), "--style", str(style), "--run", str(tmp_path)]
    assert main(["encoder", *data, *wrong]) == 1
    assert said in capsys.readouterr().err


def test_help_lists_the_recipes(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--help"])
    assert stopped.value.code == 0
    shown = capsys.readouterr().out
    assert all(command in shown for command in ("encoder", "adain", "gallery", "evaluate"))
