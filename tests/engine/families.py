"""A small family of networks with random weights: what a test of the methods' doors needs, and no training."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from torch import nn

from engine import checkpoints
from engine.checkpoints import Metadata
from engine.networks.decoder import AdaINDecoder
from engine.networks.inverter import Inverter
from engine.networks.vae import StyleVAE
from engine.networks.vgg import VGG19, normalise_activations_
from tests.engine.pictures import landscape, picture

CHANNELS = (8, 8, 16, 16, 16)
WIDTHS = (8, 8, 16, 16)
CODE = 6
DEPTHS = (1, 1, 2, 2, 1)


def write_family(folder: Path, *, seed: int = 0, levels: tuple[int, ...] = (1, 2, 3, 4, 5)) -> Path:
    """Write every checkpoint of a family to `folder`."""
    torch.manual_seed(seed)
    encoder = VGG19(CHANNELS).requires_grad_(False)
    normalise_activations_(encoder, picture(landscape(96, 96)).image)
    _write(folder, checkpoints.ENCODER, encoder, {"channels": CHANNELS})

    bound = {"encoder": checkpoints.encoder_identity(folder)}
    picture_decoder = {"features": CHANNELS[:4], "widths": WIDTHS, "skips": (2, 3)}
    _write(folder, checkpoints.ADAIN, AdaINDecoder(CHANNELS[:4], WIDTHS), bound | picture_decoder)
    vae = StyleVAE(CHANNELS[:4], CODE, 16, WIDTHS)
    # As they begin, codes hardly matter.
    for parameter in vae.write.parameters():
        nn.init.normal_(parameter, std=0.3)
    _write(folder, checkpoints.VAE, vae, bound | picture_decoder | {"code": CODE, "hidden": 16})
    inverters = nn.ModuleDict({str(level): Inverter(level, CHANNELS, DEPTHS) for level in levels})
    # As they begin, inverters return grey.
    for inverter in inverters.values():
        nn.init.normal_(list(inverter.modules())[-1].weight, std=0.03)
    _write(folder, checkpoints.WCT, inverters, bound | {"channels": CHANNELS, "depths": DEPTHS, "levels": levels})
    return folder


def _write(folder: Path, name: str, network: nn.Module, architecture: Mapping[str, Any]) -> None:
    metadata = Metadata(name, architecture, "none", {}, 0, {}, "", "")
    checkpoints.write(name, network.state_dict(), metadata, folder)
