"""The 3 x 3 convolution that every network here is made of."""

from __future__ import annotations

from typing import Literal

import torch
from torch import Tensor, nn

Padding = Literal["reflect", "zeros"]


class Convolution(nn.Conv2d):
    """A 3 x 3 convolution, `(B, C_in, H, W)` -> `(B, C_out, H, W)`, padded by reflection or with zeros."""

    def __init__(self, channels_in: int, channels_out: int, padding: Padding = "reflect") -> None:
        super().__init__(channels_in, channels_out, 3, padding=1 if padding == "zeros" else 0)
        self.reflects = padding == "reflect"
        # How fast this layer learns, relative to others of its network.
        self.rate = 1.0

    def forward(self, x: Tensor) -> Tensor:
        """Raises RuntimeError (torch's) where a side is shorter than 2 and the padding is by reflection."""
        if not self.reflects:
            return super().forward(x)
        # Autocast on a CPU pads in float32, and every full-size tensor would follow.
        with torch.autocast(x.device.type, enabled=False):
            x = nn.functional.pad(x, (1, 1, 1, 1), mode="reflect")
        return super().forward(x)
