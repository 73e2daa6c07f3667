"""A variational autoencoder of styles: a painting's moments <-> a Gaussian code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor, nn

from engine.networks.decoder import STYLE_LEVELS, AdaINDecoder
from engine.statistics import Moments, style_vector

# Added before the logarithm: what lies below is silence, and how deep is of no interest.
_FLOOR = 0.1
# Least standard deviation that is given to features, that of `statistics.moments` for a constant.
_LEAST = 3e-3


class StyleVAE(nn.Module):
    """Style encoder, its mirror, and a decoder of pictures.

    The style encoder reads the moments of the painting's features at four levels and gives the mean and
    log-variance of a Gaussian over codes (Kingma & Welling 2014). A code is turned back into moments, which are the
    affine parameters of the picture decoder's normalisations: the same decoder as AdaIN's, behind a bottleneck in
    which every point is a style.

    Args:
        features: channels of the encoder's levels 1 to 4.
        code: dimensions of the code.
        hidden: width of the two fully connected networks.
        widths, skips: of the `AdaINDecoder`.
    """

    centre: Tensor
    spread: Tensor

    def __init__(
        self,
        features: Sequence[int] = (16, 32, 64, 128),
        code: int = 128,
        hidden: int = 384,
        widths: Sequence[int] = (32, 48, 64, 128),
        skips: Sequence[int] = (2, 3),
    ) -> None:
        super().__init__()
        self.features, self.code, self.hidden = tuple(features), code, hidden
        numbers = 2 * sum(features)
        self.register_buffer("centre", torch.zeros(numbers))
        self.register_buffer("spread", torch.ones(numbers))
        self.read = Perceptron(numbers, hidden, 2 * code)
        self.write = Perceptron(code, hidden, numbers)
        self.decoder = AdaINDecoder(features, widths, skips)

    def encode(self, moments: Mapping[int, Moments]) -> tuple[Tensor, Tensor]:
        """Mean and log-variance `(B, code)` of the codes of paintings with these moments at levels 1 to 4."""
        mean, log_variance = self.read(self.standardise(moments)).chunk(2, dim=1)
        # Codes narrower than a thousandth, or wider than the prior, would only make the loss overflow.
        return mean, log_variance.clamp(-14, 2)

    def moments(self, code: Tensor) -> dict[int, Moments]:
        """The moments at levels 1 to 4 that codes `(B, code)` stand for."""
        return self.moments_of(self.write(code))

    def standardise(self, moments: Mapping[int, Moments]) -> Tensor:
        """The logarithms of the moments, with mean 0 and variance 1 over the paintings trained on: `(B, numbers)`."""
        vector = style_vector({level: moments[level] for level in STYLE_LEVELS})
        return ((vector + _FLOOR).log() - self.centre) / self.spread

    def moments_of(self, standardised: Tensor) -> dict[int, Moments]:
        """The inverse of `standardise`."""
        vector = (standardised * self.spread + self.centre).exp() - _FLOOR
        parts = torch.split(vector, [channels for channels in self.features for _ in range(2)], dim=1)
        found = {}
        for level, mean, std in zip(STYLE_LEVELS, parts[::2], parts[1::2], strict=True):
            found[level] = Moments(mean.clamp(min=0)[..., None, None], std.clamp(min=_LEAST)[..., None, None])
        return found

    @torch.no_grad()
    def measure_spread_(self, moments: Mapping[int, Moments]) -> None:
        """Take the mean and standard deviation of the logarithms from these paintings' moments."""
        logarithms = (style_vector({level: moments[level] for level in STYLE_LEVELS}) + _FLOOR).log()
        self.centre.copy_(logarithms.mean(dim=0))
        # A channel that hardly differs between paintings is not to be heard as loudly as one that does.
        self.spread.copy_(logarithms.std(dim=0).clamp(min=0.1))


class Perceptron(nn.Module):
    """A linear map and, beside it, two hidden layers that bend it: `(B, inputs)` -> `(B, outputs)`, in float32."""

    def __init__(self, inputs: int, hidden: int, outputs: int) -> None:
        super().__init__()
        self.straight = nn.Linear(inputs, outputs)
        self.bent = nn.Sequential(
            nn.Linear(inputs, hidden), nn.SiLU(), nn.Linear(hidden, hidden), nn.SiLU(), nn.Linear(hidden, outputs)
        )
        last = self.bent[-1]
        assert isinstance(last, nn.Linear)
        nn.init.normal_(last.weight, std=1e-3)

    def forward(self, x: Tensor) -> Tensor:
        """The sum of both."""
        with torch.autocast(x.device.type, enabled=False):
            x = x.to(self.straight.weight.dtype)
            return (self.straight(x) + self.bent(x)).float()
