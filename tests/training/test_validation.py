from pathlib import Path

import pytest
import torch
from torch import nn

from tests.training.brightness import Brightness, config
from training.data import DataError, load
from training.validation import Validation, Whole, print_figures

CPU = torch.device("cpu")


def test_pictures_are_cut_about_their_middle_to_multiples_of_16(content: Path) -> None:
    pictures = load([content], 512)
    whole = Whole(pictures, CPU)
    assert len(whole) == 12
    # 84 x 66 pixels.
    assert whole[1].shape == (1, 3, 64, 80)
    assert torch.equal(whole[1], pictures[1][None, :, 1:65, 2:82].float() / 255)
    assert [picture.shape for picture in whole] == [picture.shape for picture in whole[:]]


def test_a_recipe_measures_its_model_in_float32_without_gradients(tmp_path: Path, content: Path) -> None:
    class Seen(Brightness):
        def validate(self, model: nn.Module, photos: object, paintings: object) -> dict[str, float]:
            assert all(p.dtype == torch.float32 for p in model.parameters())
            assert not torch.is_grad_enabled()
            assert len(photos) == 12  # type: ignore[arg-type]
            assert len(paintings) == 0  # type: ignore[arg-type]
            return {"figure": 1.0}

    validation = Validation.load(config(tmp_path, validation_content=(content,)), 512, CPU)
    recipe = Seen()
    assert validation.figures(recipe, recipe.model.bfloat16()) == {"figure": 1.0}


def test_without_pictures_nothing_is_measured(tmp_path: Path) -> None:
    class Unasked(Brightness):
        def validate(self, model: nn.Module, photos: object, paintings: object) -> dict[str, float]:
            raise AssertionError

    recipe = Unasked()
    assert Validation.load(config(tmp_path), 512, CPU).figures(recipe, recipe.model) == {}


def test_a_place_without_pictures_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="0 readable pictures"):
        Validation.load(config(tmp_path, validation_style=(tmp_path,)), 512, CPU)


def test_losses_and_figures_stand_in_one_row(capsys: pytest.CaptureFixture[str]) -> None:
    print_figures(
        "wct", {"total": 0.5, "relu1_1": 0.25}, {"relu1_1 test": 0.375, "relu1_1 PSNR": 41.5, "statistics": 2.0}
    )
    lines = [
        [cell.strip() for cell in line.strip("│┃ ").replace("┃", "│").split("│")]
        for line in capsys.readouterr().out.splitlines()
    ]
    assert ["wct", "train", "test", "PSNR"] in lines
    assert ["relu1_1", "0.25", "0.375", "41.5"] in lines
    assert ["total", "0.5"] in [line[:2] for line in lines]
    assert ["statistics", "", "2"] in [line[:3] for line in lines]
