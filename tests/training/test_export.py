import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors import safe_open
from torch import Tensor, nn

from engine import checkpoints
from engine.errors import CheckpointError
from tests.training.brightness import Brightness, config
from training.data import Pictures, load
from training.export import Untrained, export, refuse_untrained
from training.loop import Outcome
from training.recipes.protocol import Export


@pytest.fixture(scope="module")
def photos(content: Path) -> Pictures:
    return load([content], 64)


@pytest.fixture
def outcome() -> Outcome:
    return Outcome(Brightness().model, 8, {"total": 0.123456789}, True, {"error": 0.0625})


class TwoNetworks(Brightness):
    """Exports a sound network, and one with the `weight` given."""

    def __init__(self, weight: float) -> None:
        super().__init__()
        self._weight = weight

    def exports(self, model: nn.Module, photos: Tensor) -> list[Export]:
        assert photos.shape == (128, 3, 32, 32)
        assert photos.max() <= 1
        broken = Export("broken", "convolution", {}, {"weight": torch.full((2, 2), self._weight)})
        return [*super().exports(model, photos), broken]


def test_float16_with_metadata_and_its_sha256(
    tmp_path: Path, photos: Pictures, outcome: Outcome, capsys: pytest.CaptureFixture[str]
) -> None:
    told = config(tmp_path / "run", content=(Path("photos"),), validation_style=(Path("elsewhere"),), steps=8)
    export(Brightness(), told, outcome, photos, None, tmp_path)
    file = tmp_path / "brightness.safetensors"
    assert capsys.readouterr().out == f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file}\n"
    with safe_open(file, "pt") as opened:
        assert {opened.get_tensor(key).dtype for key in opened.keys()} == {torch.float16}  # noqa: SIM118
    _, metadata = checkpoints.read("brightness", tmp_path)
    assert metadata.figures == {"error": 0.0625}
    assert metadata.losses == {"total": 0.12346}
    assert (metadata.recipe, metadata.step, metadata.data) == ("brightness", 8, photos.digest)
    assert metadata.config["steps"] == 8
    # Neither where files lay on one machine, nor what the validation set was called there.
    assert not {"content", "style", "validation_content", "validation_style", "weights", "run"} & metadata.config.keys()
    assert "elsewhere" not in str(metadata)


@pytest.mark.parametrize("weight", [float("nan"), float("inf"), 1e6])
def test_weights_that_are_not_finite_in_float16_leave_the_folder_as_it_was(
    weight: float, tmp_path: Path, photos: Pictures, outcome: Outcome
) -> None:
    with pytest.raises(CheckpointError, match="broken: 'weight' is not finite in float16, so nothing is written"):
        export(TwoNetworks(weight), config(tmp_path), outcome, photos, None, tmp_path / "weights")
    assert not (tmp_path / "weights").exists()


def test_a_figure_that_is_not_finite_is_refused(tmp_path: Path, photos: Pictures, outcome: Outcome) -> None:
    broken = replace(outcome, figures={"error": float("nan")})
    with pytest.raises(CheckpointError, match="error is not finite"):
        export(Brightness(), config(tmp_path), broken, photos, None, tmp_path / "weights")


def test_an_untrained_network_is_refused(tmp_path: Path, photos: Pictures, outcome: Outcome) -> None:
    with pytest.raises(Untrained, match="step 0"):
        export(Brightness(), config(tmp_path), replace(outcome, step=0), photos, None, tmp_path / "weights")
    untouched = replace(outcome, untouched=["0.weight", "2.bias"])
    with pytest.raises(Untrained, match=r"never reached 0\.weight, 2\.bias, so nothing is written"):
        export(Brightness(), config(tmp_path), untouched, photos, None, tmp_path / "weights")
    assert not (tmp_path / "weights").exists()


def test_a_weight_that_is_the_same_number_throughout_is_untrained(outcome: Outcome) -> None:
    model = nn.Sequential(nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4))
    # A scale of ones and a bias of zeros may come out of training; a filter of zeros may not.
    refuse_untrained("brightness", replace(outcome, model=model))
    nn.init.zeros_(model[0].weight)  # type: ignore[arg-type]
    with pytest.raises(Untrained, match=r"0\.weight"):
        refuse_untrained("brightness", replace(outcome, model=model))


def test_many_untouched_weights_are_counted(outcome: Outcome) -> None:
    names = [f"layer{index}.weight" for index in range(9)]
    with pytest.raises(Untrained, match=r"layer4\.weight and 4 more,"):
        refuse_untrained("brightness", replace(outcome, untouched=names))


def test_a_checkpoint_without_figures_is_still_read(tmp_path: Path) -> None:
    metadata = checkpoints.Metadata("convolution", {}, "brightness", {}, 1, {}, "", "")
    checkpoints.write("old", {"weight": torch.ones(1)}, metadata, tmp_path)
    assert checkpoints.read("old", tmp_path)[1].figures == {}
