"""The networks that recipes train against and judge by: frozen, on the run's device, channels last."""

from __future__ import annotations

from pathlib import Path

import torch

from engine import checkpoints
from engine.networks.vgg import VGG19
from engine.precision import Precision
from engine.pretrained import full_vgg19


def frozen_encoder(weights: Path, device: torch.device) -> tuple[VGG19, str]:
    """The encoder of a folder of weights, float32 (autocast decides what runs in half), and its identity.

    Raises:
        CheckpointError: it is missing or damaged.
    """
    network = checkpoints.encoder(weights).requires_grad_(False)
    network.to(device=device, memory_format=torch.channels_last)  # type: ignore[call-overload]
    return network, checkpoints.encoder_identity(weights)


def vgg19_judge(device: torch.device) -> VGG19:
    """VGG-19 in its own scale with zero padding, as the ruler has it, in the fastest dtype of `device`.

    Raises:
        CheckpointError: there are no VGG-19 weights on this machine.
    """
    network = full_vgg19("zeros")
    network.to(device=device, dtype=Precision.best(str(device)).dtype, memory_format=torch.channels_last)  # type: ignore[call-overload]
    return network
