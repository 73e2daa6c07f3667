import dataclasses
import shutil
from pathlib import Path

import pytest
import torch

from engine import checkpoints
from engine.errors import CheckpointError
from training.recipes.protocol import Batch
from training.recipes.wct import WCT, WCTConfig, inverters

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped encoder with the inverters of relu1_1 .. relu3_1 alone."""
    folder = tmp_path_factory.mktemp("three")
    for name in ("manifest.json", f"{checkpoints.ENCODER}.safetensors"):
        shutil.copy(checkpoints.WEIGHTS / name, folder)
    tensors, metadata = checkpoints.read(checkpoints.WCT)
    some = {key: tensor for key, tensor in tensors.items() if key[0] in "123"}
    architecture = {**metadata.architecture, "levels": [1, 2, 3]}
    checkpoints.write(checkpoints.WCT, some, dataclasses.replace(metadata, architecture=architecture), folder)
    return folder


def batch(step: int) -> Batch:
    """Smooth colours, others at each step."""
    coarse = torch.rand(4, 3, 5, 5, generator=torch.Generator().manual_seed(step))
    return Batch(step, torch.nn.functional.interpolate(coarse, size=(64, 64), mode="bilinear"), None)


def recipe(start: Path, **changes: object) -> WCT:
    depths = tuple(checkpoints.read(checkpoints.WCT)[1].architecture["depths"])
    options = {"levels": (4,), "start_from": start, "depths": depths, "features_first": 0.5, "steps": 200} | changes
    torch.manual_seed(0)
    built = WCT(WCTConfig(**options), CPU)  # type: ignore[arg-type]
    built.prepare(batch(0))
    return built


def test_a_level_begun_from_the_one_before_learns_its_features_first(three: Path) -> None:
    begun = recipe(three)
    inverter = inverters(begun.model)[4]
    kept = [weight.clone() for weight in inverter.stages[2:].parameters()]
    assert all(map(torch.equal, kept, checkpoints.wct_inverters(three)[3].stages[1:].parameters()))
    optimiser = torch.optim.Adam(begun.model.parameters(), lr=1e-4)
    seen = []
    for step in range(1, 13):
        optimiser.zero_grad()
        losses = begun.losses(batch(step % 3))
        losses["total"].backward()
        optimiser.step()
        seen.append(losses["relu4_1"].item())
    assert seen[-1] < 0.9 * seen[0]
    # What paints the pixels stays as it is, but each of several processes has a gradient of it.
    assert all(map(torch.equal, kept, inverter.stages[2:].parameters()))
    assert all(weight.grad is not None for weight in begun.model.parameters())


def test_after_its_part_of_the_schedule_it_learns_the_photo(three: Path) -> None:
    begun = recipe(three, features_first=0.1)
    last = list(begun.model.parameters())[-1]
    for step, learns in ((19, False), (20, True)):
        begun.model.zero_grad()
        begun.losses(Batch(step, batch(1).photos, None))["total"].backward()
        assert last.grad is not None
        assert bool(last.grad.any()) == learns


def test_a_level_with_weights_of_its_own_learns_the_photo_at_once(three: Path) -> None:
    begun = recipe(three, levels=(3,))
    begun.losses(batch(1))["total"].backward()
    assert all(weight.grad is not None and bool(weight.grad.any()) for weight in begun.model.parameters())


def test_inverters_that_are_not_trained_are_measured_and_kept(three: Path) -> None:
    begun = recipe(three)
    figures = begun.validate(begun.model, [batch(1).photos[:1]], [])
    assert [name for name in figures if name.endswith("PSNR")] == [f"relu{level}_1 PSNR" for level in (1, 2, 3, 4)]
    (export,) = begun.exports(begun.model, batch(0).photos)
    assert export.architecture["levels"] == [1, 2, 3, 4]
    before, _ = checkpoints.read(checkpoints.WCT, three)
    assert all(torch.equal(export.tensors[key], tensor) for key, tensor in before.items())
    assert {key[0] for key in export.tensors} == set("1234")


def test_inverters_of_other_depths_are_not_kept(three: Path) -> None:
    with pytest.raises(CheckpointError, match="other --depths"):
        recipe(three, depths=(1, 2, 2, 2, 1))
