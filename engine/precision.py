"""Which device and dtype a network runs in, decided by what the machine can do, never by a timing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeVar

import torch
from torch import nn

from engine.errors import DeviceUnavailable

Network = TypeVar("Network", bound=nn.Module)


@dataclass(frozen=True)
class Precision:
    """Where networks run, and in which dtype their convolutions do."""

    device: torch.device
    dtype: torch.dtype

    @classmethod
    def best(cls, device: str = "auto") -> Precision:
        """The fastest dtype of `device`: bf16 where its convolutions are native, float32 elsewhere.

        Raises:
            DeviceUnavailable: `device` is not in this machine, or no device's name.
        """
        if device == "auto":
            device = "cuda" if torch.cuda.is_available() else "cpu"
        if not re.fullmatch(r"cpu|cuda(:\d+)?", device):
            raise DeviceUnavailable(f"devices are 'auto', 'cpu' and 'cuda', got '{device}'")
        chosen = torch.device(device)
        if chosen.type == "cuda":
            if not torch.cuda.is_available():
                raise DeviceUnavailable("no CUDA device answers here: use device='cpu', or check the driver")
            if (chosen.index or 0) >= torch.cuda.device_count():
                raise DeviceUnavailable(f"there is no '{device}': this machine has {torch.cuda.device_count()} of them")
            native = torch.cuda.is_bf16_supported(including_emulation=False)
            # What is promised in float32 is not to be TF32, of ten bits, which is cuDNN's default.
            torch.backends.cudnn.allow_tf32 = False
        else:
            native = torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()
        return cls(chosen, torch.bfloat16 if native else torch.float32)

    def place(self, network: Network) -> Network:
        """Move a network here: frozen, channels last, in this dtype."""
        network.requires_grad_(False)
        network.to(device=self.device, dtype=self.dtype, memory_format=torch.channels_last)  # type: ignore[call-overload]
        return network
