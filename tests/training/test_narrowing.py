import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
import torch

from engine import checkpoints
from engine.errors import ControlError
from engine.methods.adain import measure
from engine.networks.decoder import AdaINDecoder
from training.recipes.adain import AdaIN, AdaINConfig
from training.recipes.narrowing import narrowed
from training.recipes.protocol import Batch
from training.recipes.vae import VAE, VAEConfig

CPU = torch.device("cpu")
FEATURES, WIDE = (4, 6, 8, 10), (8, 12, 16, 10)


def decoder(widths: Sequence[int]) -> AdaINDecoder:
    torch.manual_seed(0)
    return AdaINDecoder(FEATURES, widths).eval()


def painted(network: AdaINDecoder) -> torch.Tensor:
    """What it makes of random features."""
    generator = torch.Generator().manual_seed(1)
    features = {
        level: torch.rand(1, channels, 64 >> level, 64 >> level, generator=generator)
        for level, channels in enumerate(FEATURES, 1)
    }
    moments = measure(features)
    target = measure({level: 2 * found.flip(1) for level, found in features.items()})
    with torch.no_grad():
        return network(features, moments, target)


@pytest.mark.parametrize("narrow", [(8, 7, 16, 10), (8, 12, 9, 10), (5, 12, 16, 10), (5, 7, 9, 10)])
def test_without_channels_that_nobody_reads_nothing_changes(narrow: Sequence[int]) -> None:
    wide = decoder(WIDE)
    with torch.no_grad():
        for level, (now, then) in enumerate(zip(WIDE[:3], narrow[:3], strict=True), 1):
            stage = wide.stages[str(level)]
            # Not the last ones, so that it shows whether those that are kept are the right ones, in their order.
            mute = torch.randperm(now, generator=torch.Generator().manual_seed(level))[: now - then]
            for reader in (*stage.inner, stage.outer):
                reader.weight[:, mute] = 0
    before = painted(wide)
    small = decoder(narrow)
    small.load_state_dict(narrowed(wide.state_dict(), WIDE, narrow))
    assert torch.allclose(painted(small), before, atol=1e-5)


def test_the_channels_that_say_least_go() -> None:
    wide = decoder(WIDE)
    with torch.no_grad():
        wide.stages["2"].inner[0].weight[:, 3] *= 1e-3
        wide.stages["2"].affine.bias[5] = 0
    kept = narrowed(wide.state_dict(), WIDE, (8, 10, 16, 10))
    left = [channel for channel in range(12) if channel not in (3, 5)]
    assert torch.equal(kept["joins.2.weight"], wide.state_dict()["joins.2.weight"][left])


@pytest.mark.parametrize("narrow", [(9, 12, 16, 10), (8, 12, 16, 9)])
def test_nothing_becomes_wider_and_the_bottleneck_stays(narrow: Sequence[int]) -> None:
    with pytest.raises(ControlError, match="can be narrowed in stages 1 to 3 alone"):
        narrowed(decoder(WIDE).state_dict(), WIDE, narrow)


def batch(step: int) -> Batch:
    """Smooth colours, others at each step."""
    generator = torch.Generator().manual_seed(step)
    coarse = torch.rand(4, 3, 6, 6, generator=generator)
    both = torch.nn.functional.interpolate(coarse, size=(64, 64), mode="bilinear")
    return Batch(step, both[:2], both[2:])


def recipe(**changes: object) -> AdaIN:
    widths = tuple(checkpoints.read(checkpoints.ADAIN)[1].architecture["widths"])
    narrow = (widths[0], widths[1], widths[2] // 2, widths[3])
    options = {"widths": narrow, "start_from": checkpoints.WEIGHTS, "features_first": 0.5, "steps": 100} | changes
    return AdaIN(AdaINConfig(**options), CPU)  # type: ignore[arg-type]


def test_a_narrower_decoder_learns_the_features_of_the_wider_one_first() -> None:
    begun = recipe()
    full_size = [weight.clone() for weight in begun.model.stages["1"].parameters()]
    optimiser = torch.optim.Adam(begun.model.parameters(), lr=1e-3)
    seen = []
    for step in range(16):
        optimiser.zero_grad()
        losses = begun.losses(batch(step % 2))
        losses["total"].backward()
        # Each of several processes has a gradient of every weight.
        assert all(weight.grad is not None for weight in begun.model.parameters())
        optimiser.step()
        seen.append(losses["features"].item())
    assert sum(seen[-2:]) < 0.5 * sum(seen[:2])
    assert all(map(torch.equal, full_size, begun.model.stages["1"].parameters()))
    assert set(begun.losses(batch(50))) == {"total", "content", "style", "range"}


def test_as_wide_as_before_there_is_nothing_to_learn_first() -> None:
    widths = tuple(checkpoints.read(checkpoints.ADAIN)[1].architecture["widths"])
    assert "style" in recipe(widths=widths).losses(batch(0))


def test_full_size_stages_that_differ_cannot_be_compared() -> None:
    with pytest.raises(ControlError, match="equally wide"):
        recipe(widths=(16, 32, 64, 128))
    with pytest.raises(ControlError, match="fraction from 0 to less than 1"):
        recipe(features_first=1.0)


def test_a_vae_begins_with_the_decoder_that_is_there_however_wide(tmp_path: Path) -> None:
    for file in (checkpoints.WEIGHTS / "manifest.json", checkpoints.WEIGHTS / f"{checkpoints.ENCODER}.safetensors"):
        shutil.copy(file, tmp_path)
    shutil.copy(checkpoints.WEIGHTS / f"{checkpoints.ADAIN}.safetensors", tmp_path)
    widths = {name: tuple(checkpoints.read(name)[1].architecture["widths"]) for name in ("adain", "vae")}
    for folder, name in ((tmp_path, "adain"), (checkpoints.WEIGHTS, "vae")):
        begun = VAE(VAEConfig(start_from=folder, paint=False), CPU)
        assert begun.model.decoder.widths == widths[name]
