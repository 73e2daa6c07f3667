import csv
import dataclasses
from pathlib import Path
from typing import ClassVar

import pytest
import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from training.data import load
from training.loop import Outcome, TrainingDiverged, train
from training.recipes.protocol import Batch, Config, Export


class Brightness:
    """The smallest recipe: a 1 x 1 convolution learns to halve photos."""

    name: ClassVar[str] = "brightness"

    def __init__(self, broken_from: int | None = None) -> None:
        torch.manual_seed(0)
        self.model = nn.Conv2d(3, 3, 1)
        self._broken_from = broken_from

    def prepare(self, photos: Tensor) -> None:
        pass

    def losses(self, batch: Batch) -> dict[str, Tensor]:
        loss = (self.model(batch.photos).float() - 0.5 * batch.photos).square().mean()
        broken = self._broken_from is not None and batch.step > self._broken_from
        return {"total": loss * (float("nan") if broken else 1.0)}

    def samples(self, model: nn.Module, batch: Batch) -> Tensor:
        return model(batch.photos)[0]

    def exports(self, model: nn.Module, photos: Tensor) -> list[Export]:
        return [Export("brightness", "convolution", {}, model.state_dict())]


def config(run: Path, **changes: object) -> Config:
    plain = Config(run=run, steps=8, batch_size=2, crop=32, save_every=3, warm_up=2, device="cpu", learning_rate=0.05)
    return dataclasses.replace(plain, **changes)  # type: ignore[arg-type]


def trained(run: Path, content: Path, style: Path, **changes: object) -> Outcome:
    return train(Brightness(), config(run, **changes), load([content], 64), load([style], 64))


def test_training_lowers_the_loss_and_logs_it(tmp_path: Path, content: Path, style: Path) -> None:
    trained(tmp_path, content, style, steps=200)
    rows = list(csv.DictReader((tmp_path / "losses.csv").read_text().splitlines()))
    assert [int(row["step"]) for row in rows] == list(range(20, 201, 20))
    assert float(rows[-1]["total"]) < 0.5 * float(rows[0]["total"])
    assert (tmp_path / "samples-last.png").exists()


def test_a_run_stopped_anywhere_ends_with_the_weights_of_an_unbroken_one(
    tmp_path: Path, content: Path, style: Path
) -> None:
    trained(tmp_path / "whole", content, style)
    # Like kill -9, this leaves only what step 6 saved.
    with pytest.raises(Killed):
        interrupted(tmp_path / "broken", content, style, at=7)
    outcome = trained(tmp_path / "broken", content, style)
    assert outcome.finished
    whole = load_file(tmp_path / "whole" / "state.safetensors")
    broken = load_file(tmp_path / "broken" / "state.safetensors")
    assert whole.keys() == broken.keys()
    assert all(torch.equal(whole[key], broken[key]) for key in whole)


class Killed(BaseException):
    """Nothing in the loop may catch this."""


def interrupted(run: Path, content: Path, style: Path, at: int) -> None:
    recipe = Brightness()
    losses = recipe.losses

    def dying(batch: Batch) -> dict[str, Tensor]:
        if batch.step == at:
            raise Killed
        return losses(batch)

    recipe.losses = dying  # type: ignore[method-assign]
    train(recipe, config(run), load([content], 64), load([style], 64))


def test_minutes_stop_a_run_that_goes_on_later(tmp_path: Path, content: Path, style: Path) -> None:
    stopped = trained(tmp_path, content, style, minutes=0.0)
    assert (stopped.step, stopped.finished) == (0, False)
    assert trained(tmp_path, content, style).finished


def test_ten_losses_that_are_not_finite_stop_with_the_last_good_state(
    tmp_path: Path, content: Path, style: Path
) -> None:
    photos, paintings = load([content], 64), load([style], 64)
    with pytest.raises(TrainingDiverged, match="10 steps"):
        train(Brightness(broken_from=4), config(tmp_path, steps=40), photos, paintings)
    saved = load_file(tmp_path / "state.safetensors")
    assert all(torch.isfinite(tensor).all() for tensor in saved.values())
