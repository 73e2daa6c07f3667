"""VGG-19 itself as the encoder of a folder of weights, for networks of the full width.

Nothing is trained: its channels are rescaled to a mean activation of 1, as those of a distilled encoder are on export.
"""

from __future__ import annotations

import argparse
import logging
from pathlib import Path
from typing import Any

from engine import checkpoints
from engine.networks.vgg import normalise_activations_
from engine.pretrained import full_vgg19
from training.crops import Crops
from training.data import SHORT_SIDE, load
from training.export import engine_version

log = logging.getLogger(__name__)

_CROPS, _SIDE, _ZOOM = 32, 192, 2.0


def add_command(commands: Any) -> None:
    """Declare `teacher` on the command line."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "teacher", help="write VGG-19 as the encoder of a folder", description=__doc__
    )
    parser.add_argument("--content", type=Path, nargs="+", required=True, help="photos: folders or tar shards")
    parser.add_argument("--export-to", type=Path, required=True, help="folder of the full-width family of weights")


def run(options: dict[str, Any]) -> None:
    """Write the rescaled VGG-19 to a folder that `--weights` of the recipes can name.

    Raises:
        DataError: no photos to measure activations on.
        CheckpointError: there are no VGG-19 weights on this machine.
    """
    photos = load(options["content"], SHORT_SIDE, at_least=2)
    network = full_vgg19("reflect")
    normalise_activations_(network, Crops(photos, _SIDE, _ZOOM, 0, stream=2).batch(0, _CROPS).float().div(255))
    metadata = checkpoints.Metadata(
        network="vgg19",
        architecture={"channels": list(network.channels)},
        recipe="teacher",
        config={},
        step=0,
        losses={},
        data=photos.digest,
        engine=engine_version(),
    )
    digest = checkpoints.write(checkpoints.ENCODER, network.state_dict(), metadata, options["export_to"])
    log.info("%s of %s: sha256 %s", checkpoints.ENCODER, options["export_to"], digest)
