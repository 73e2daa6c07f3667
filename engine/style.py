"""A style: one immutable bag of statistics, whatever the method."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import torch
from safetensors import SafetensorError
from safetensors.torch import load, save
from torch import Tensor

from engine.errors import StyleError
from engine.metadata import METADATA_KEY, described
from engine.statistics import Moments


@dataclass(frozen=True)
class Provenance:
    """Where a style's numbers come from: sha256 of the encoder, the levels read, the painting's short side (pixels)."""

    encoder: str
    levels: tuple[int, ...]
    short_side: int


@dataclass(frozen=True, eq=False)
class Style:
    """Named statistics of one painting, or of a mixture.

    Attributes:
        method: the method that reads them, "adain".
        tensors: float32; for AdaIN `mean1` .. `std4`, each `(C,)`.
        name: how a person calls it.
        credit: title, artist and year of the painting, or "".
    """

    method: str
    tensors: Mapping[str, Tensor]
    name: str
    credit: str
    provenance: Provenance

    def __post_init__(self) -> None:
        if self.method == "adain":
            expected = {f"{part}{level}" for level in self.provenance.levels for part in ("mean", "std")}
            if self.tensors.keys() != expected:
                raise StyleError(f"style '{self.name}' holds {sorted(self.tensors)}, and not {sorted(expected)}")
        for key, tensor in self.tensors.items():
            if not torch.isfinite(tensor).all():
                raise StyleError(f"style '{self.name}': '{key}' is not finite; measure the painting again")
        object.__setattr__(self, "tensors", MappingProxyType(dict(self.tensors)))

    @classmethod
    def of_moments(cls, levels: Mapping[int, Moments], name: str, credit: str, encoder: str, short_side: int) -> Style:
        """The AdaIN style with these moments, each `(1, C, 1, 1)`."""
        tensors = {}
        for level, moments in levels.items():
            tensors[f"mean{level}"] = moments.mean.float().flatten().cpu()
            tensors[f"std{level}"] = moments.std.float().flatten().cpu()
        return cls("adain", tensors, name, credit, Provenance(encoder, tuple(sorted(levels)), short_side))

    def moments(self, device: torch.device | None = None) -> dict[int, Moments]:
        """The moments by level, each `(1, C, 1, 1)`, on `device`."""

        def row(key: str) -> Tensor:
            return self.tensors[key].to(device).view(1, -1, 1, 1)

        return {level: Moments(row(f"mean{level}"), row(f"std{level}")) for level in self.provenance.levels}

    @staticmethod
    def mix(parts: Sequence[tuple[Style, float]]) -> Style:
        """The weighted mean of several styles of one method; weights are positive and need not add up to 1.

        Raises:
            StyleError: no parts, a weight that is not positive and finite, or styles of different methods, encoders
                or levels.
        """
        if not parts:
            raise StyleError("a mixture needs at least one style")
        total = sum(weight for _, weight in parts)
        first = parts[0][0]
        for style, weight in parts:
            if not 0 < weight < math.inf:
                raise StyleError(f"the weight of '{style.name}' is {weight}; weights are finite and greater than 0")
            if _measured_by(style) != _measured_by(first):
                raise StyleError(f"'{style.name}' and '{first.name}' are of different methods, encoders or levels")
        tensors = {
            key: torch.stack([style.tensors[key] * (weight / total) for style, weight in parts]).sum(0)
            for key in first.tensors
        }
        name = " + ".join(f"{style.name} {weight / total:.0%}" for style, weight in parts)
        credit = "; ".join(style.credit for style, _ in parts if style.credit)
        return Style(first.method, tensors, name, credit, first.provenance)

    def to_bytes(self) -> bytes:
        """The style as a safetensors file."""
        described = {
            "method": self.method,
            "name": self.name,
            "credit": self.credit,
            "encoder": self.provenance.encoder,
            "levels": self.provenance.levels,
            "short_side": self.provenance.short_side,
        }
        return save({k: v.contiguous() for k, v in self.tensors.items()}, {METADATA_KEY: json.dumps(described)})

    @classmethod
    def from_bytes(cls, content: bytes) -> Style:
        """The style that `to_bytes` wrote.

        Raises:
            StyleError: the bytes are no style.
        """
        try:
            tensors = load(content)
            said = described(content)
            provenance = Provenance(said["encoder"], tuple(said["levels"]), said["short_side"])
            return cls(said["method"], tensors, said["name"], said["credit"], provenance)
        except (SafetensorError, KeyError, ValueError, TypeError) as error:
            raise StyleError(f"these {len(content)} bytes are not a saved style: {error}") from error


def _measured_by(style: Style) -> tuple[str, str, tuple[int, ...]]:
    return style.method, style.provenance.encoder, style.provenance.levels
