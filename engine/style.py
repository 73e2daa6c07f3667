"""A style: one immutable bag of statistics, whatever the method."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load, save
from torch import Tensor

from engine import methods
from engine.errors import ControlError, StyleError
from engine.metadata import METADATA_KEY, described


@dataclass(frozen=True)
class Provenance:
    """Where a style's numbers come from.

    Attributes:
        encoder: sha256 of the encoder.
        levels: of the encoder that were read.
        short_side: of the painting as it was read, pixels; 0 where there was no painting.
        network: sha256 of the other network that the numbers depend on, such as a VAE; "" where there is none.
    """

    encoder: str
    levels: tuple[int, ...]
    short_side: int
    network: str = ""


@dataclass(frozen=True, eq=False)
class Style:
    """Named statistics of one painting, or of a mixture.

    Attributes:
        method: the method that reads them, one of `engine.methods.METHODS`.
        tensors: float32, on the CPU; the method says which.
        name: how a person calls it.
        credit: title, artist and year of the painting, or "".

    Raises:
        StyleError: the tensors are not finite, or not those of the method.
    """

    method: str
    tensors: Mapping[str, Tensor]
    name: str
    credit: str
    provenance: Provenance

    def __post_init__(self) -> None:
        tensors = {key: tensor.detach().to("cpu", torch.float32) for key, tensor in self.tensors.items()}
        try:
            methods.find(self.method).validate(tensors, self.provenance.levels)
        except ValueError as error:
            raise StyleError(f"style '{self.name}' {error}; measure the painting again") from error
        for key, tensor in tensors.items():
            if not torch.isfinite(tensor).all():
                raise StyleError(f"style '{self.name}': '{key}' is not finite; measure the painting again")
        object.__setattr__(self, "tensors", MappingProxyType(tensors))

    @staticmethod
    def mix(parts: Sequence[tuple[Style, float]]) -> Style:
        """The mixture of several styles of one method; weights are positive and need not add up to 1.

        A weighted mean; the codes of two VAE styles are mixed along the arc between them.

        Raises:
            StyleError: no parts, a weight that is not positive and finite, or styles of different methods, encoders
                or levels.
        """
        if not parts:
            raise StyleError("a mixture needs at least one style")
        first = parts[0][0]
        for style, weight in parts:
            if not 0 < weight < math.inf:
                raise StyleError(f"the weight of '{style.name}' is {weight}; weights are finite and greater than 0")
            require_alike(style, first)
        total = sum(weight for _, weight in parts)
        if math.isinf(total):
            raise StyleError("these weights add up to infinity: make them smaller")
        shares = [(style, weight / total) for style, weight in parts]
        tensors = methods.find(first.method).mix([(style.tensors, share) for style, share in shares])
        name = " + ".join(f"{style.name} {share:.0%}" for style, share in shares)
        credit = "; ".join(style.credit for style, _ in parts if style.credit)
        return Style(first.method, tensors, name, credit, first.provenance)

    def vary(self, amount: float, seed: int, name: str = "") -> Style:
        """A style like this one, but different: itself at amount 0, any other at 1; the same seed gives the same.

        Raises:
            ControlError: the amount is not from 0 to 1, or the seed not from 0 to 2^63 - 1.
            StyleError: the method has styles of paintings only; the VAE's can be varied.
        """
        if not 0 <= amount <= 1:
            raise ControlError(f"amount is from 0 to 1, got {amount}")
        if not 0 <= seed < 2**63:
            raise ControlError(f"seed is from 0 to 2^63 - 1, got {seed}")
        return replace(self, tensors=methods.find(self.method).vary(self.tensors, amount, seed), name=name or self.name)

    def to_bytes(self, dtype: torch.dtype = torch.float32) -> bytes:
        """The style as a safetensors file, with numbers of `dtype`; of a symmetric matrix it holds one half."""
        tensors = {key: tensor.to(dtype) for key, tensor in self.tensors.items()}
        halved = sorted(key for key, tensor in tensors.items() if _is_symmetric(tensor))
        described: dict[str, Any] = {
            "method": self.method,
            "name": self.name,
            "credit": self.credit,
            "encoder": self.provenance.encoder,
            "levels": self.provenance.levels,
            "short_side": self.provenance.short_side,
        }
        if self.provenance.network:
            described["network"] = self.provenance.network
        if halved:
            described["halved"] = halved
        stored = {key: _half(tensor) if key in halved else tensor.contiguous() for key, tensor in tensors.items()}
        return save(stored, {METADATA_KEY: json.dumps(described)})

    @classmethod
    def from_bytes(cls, content: bytes) -> Style:
        """The style that `to_bytes` wrote.

        Raises:
            StyleError: the bytes are no style, or one of an unknown method.
        """
        try:
            tensors = load(content)
            said = described(content)
            tensors |= {key: _whole(tensors[key]) for key in said.get("halved", ())}
            provenance = Provenance(said["encoder"], tuple(said["levels"]), said["short_side"], said.get("network", ""))
            return cls(said["method"], tensors, said["name"], said["credit"], provenance)
        except (SafetensorError, KeyError, ValueError, TypeError) as error:
            raise StyleError(f"these {len(content)} bytes are not a saved style: {error}") from error

    def __reduce__(self) -> tuple[Callable[[bytes], Style], tuple[Any, ...]]:
        # A read-only mapping cannot be pickled, and bytes that are checked when they are read need not be trusted.
        return Style.from_bytes, (self.to_bytes(),)


def _is_symmetric(tensor: Tensor) -> bool:
    return tensor.ndim == 2 and torch.equal(tensor, tensor.T)


def _half(matrix: Tensor) -> Tensor:
    """The lower triangle `(n (n + 1) / 2,)` of a matrix `(n, n)`, row by row."""
    rows, columns = torch.tril_indices(*matrix.shape)
    return matrix[rows, columns]


def _whole(half: Tensor) -> Tensor:
    """The symmetric matrix that `_half` was taken of.

    Raises:
        ValueError: no matrix has such a half.
    """
    size = (math.isqrt(8 * half.numel() + 1) - 1) // 2
    if half.shape != (size * (size + 1) // 2,):
        raise ValueError(f"{tuple(half.shape)} is not the shape of half a matrix")
    rows, columns = torch.tril_indices(size, size)
    matrix = half.new_empty(size, size)
    matrix[rows, columns] = matrix[columns, rows] = half
    return matrix


def require_alike(style: Style, first: Style) -> None:
    """Refuse two styles that cannot be mixed, or painted side by side.

    Raises:
        StyleError: they are of different methods, encoders, networks or levels.
    """
    names = f"'{style.name}' and '{first.name}'"
    if style.method != first.method:
        raise StyleError(
            f"{names} are of different methods, {style.method} and {first.method}: read both paintings with one of them"
        )
    if style.provenance.encoder != first.provenance.encoder:
        raise StyleError(f"{names} were measured with different encoders: measure the paintings again")
    if style.provenance.network != first.provenance.network:
        raise StyleError(f"{names} are codes of different networks: measure the paintings again")
    if style.provenance.levels != first.provenance.levels:
        raise StyleError(f"{names} are of different levels: measure the paintings again")
    if any(style.tensors[key].shape != tensor.shape for key, tensor in first.tensors.items()):
        raise StyleError(f"{names} hold tensors of different shapes: measure the paintings again")
