"""From a finished run to what the engine loads."""

from __future__ import annotations

import logging
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import torch

from engine import checkpoints
from training.data import Crops, Pictures
from training.loop import Outcome
from training.recipes.protocol import Config, Recipe

log = logging.getLogger(__name__)

_PLACES = ("content", "style", "run", "start_from")


def export(
    recipe: Recipe, config: Config, outcome: Outcome, photos: Pictures, paintings: Pictures | None, into: Path
) -> None:
    """Write the networks of a finished run to `into`, as float16 with metadata, and log their digests.

    Raises:
        CheckpointError: weights that are not finite.
    """
    crops = Crops(photos, config.crop, config.zoom, config.seed, stream=2).batch(0, 128).float().div(255)
    model = outcome.model.to("cpu").float()
    with torch.no_grad():
        for network in recipe.exports(model, crops):
            metadata = checkpoints.Metadata(
                network=network.network,
                architecture=network.architecture,
                recipe=recipe.name,
                # Where files lay says nothing to others; the data's digest does.
                config={k: v for k, v in asdict(config).items() if k not in _PLACES},
                step=outcome.step,
                losses={name: round(value, 5) for name, value in outcome.losses.items()},
                data="+".join(p.digest for p in (photos, paintings) if p is not None),
                engine=_version(),
            )
            digest = checkpoints.write(network.name, network.tensors, metadata, into)
            log.info("%s: sha256 %s", network.name, digest)


def _version() -> str:
    try:
        return version("easel-bot")
    except PackageNotFoundError:
        # A GPU machine may run a bare copy of the tree, with torch and nothing installed.
        return "source"
