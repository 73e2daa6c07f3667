import dataclasses
from pathlib import Path

import pytest
import torch

from engine import checkpoints
from tests.training.brightness import Brightness
from training import launch, lease
from training.__main__ import main
from training.data import load
from training.distributed import Processes
from training.lease import Stage
from training.loop import train
from training.recipes.protocol import Config

SMALL = {"batch_size": 2, "crop": 32, "warm_up": 1}
STAGES = (
    Stage("encoder", "encoder", 1, {**SMALL, "lambda_reconstruction": 0.0}),
    Stage("wct", "wct", 1, {**SMALL, "levels": (1, 2)}),
    Stage("vae", "vae", 1, {**SMALL, "paint": False}),
)


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: Path, style: Path) -> list[str]:
    monkeypatch.setattr(lease, "STAGES", STAGES)
    monkeypatch.setattr("training.launch.fitting_steps", lambda *_: 3)
    paths = ["--run", str(tmp_path / "runs"), "--export-to", str(tmp_path / "weights")]
    return ["lease", "--content", str(content), "--style", str(style), *paths, "--minutes", "1", "--device", "cpu"]


def test_a_lease_trains_each_stage_against_the_encoder_of_the_first(command: list[str], tmp_path: Path) -> None:
    assert main(command) == 0
    assert checkpoints.wct_inverters(tmp_path / "weights").keys() == {1, 2}
    assert checkpoints.vae(tmp_path / "weights").code == 128


def test_a_lease_that_was_stopped_goes_on_with_the_stage_that_is_due(command: list[str], tmp_path: Path) -> None:
    # No time at all: nothing may be begun.
    assert main([*command, "--minutes-now", "0"]) == 0
    assert not (tmp_path / "weights").exists()
    assert main([*command, "--stages", "encoder"]) == 0
    encoder = checkpoints.encoder_identity(tmp_path / "weights")
    assert main(command) == 0
    assert checkpoints.encoder_identity(tmp_path / "weights") == encoder
    assert checkpoints.vae(tmp_path / "weights").code == 128


def test_the_stages_of_a_lease_have_options_that_their_recipes_know() -> None:
    for stage in lease.STAGES:
        config = lease.RECIPES[stage.recipe][0]
        assert config(**stage.options)


def test_a_schedule_is_fitted_to_the_minutes_it_may_take(
    tmp_path: Path, content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(launch, "_TIMED_STEPS", 1)
    monkeypatch.setattr(launch, "RECIPES", {"brightness": (Config, lambda config, device: Brightness())})
    photos, alone = load([content], 64), Processes(torch.device("cpu"))
    told = Config(run=tmp_path, steps=7, batch_size=2, crop=32, within=1.0, device="cpu")
    short, long = (
        launch.fitting_steps("brightness", dataclasses.replace(told, within=minutes), photos, None, alone)
        for minutes in (1e-9, 60.0)
    )
    assert short == 1
    assert long > 60

    # What a run began with holds, whatever the speed is now.
    train(Brightness(), dataclasses.replace(told, steps=5), photos, None)
    assert launch.fitting_steps("brightness", told, photos, None, alone) == 5
