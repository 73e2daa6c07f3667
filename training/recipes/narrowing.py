"""A narrower decoder out of a wider one: the channels that say most are kept, with their weights.

What a channel says is measured by the weights alone (cf. Li et al. 2017, "Pruning Filters for Efficient ConvNets"): how
loud the style's affine map makes it, or the filter that makes it is, times the norm of the weights that read it.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

import torch
from torch import Tensor

from engine.errors import ControlError
from engine.networks.decoder import AdaINDecoder

Tensors = dict[str, Tensor]


def narrowed(tensors: Mapping[str, Tensor], wide: Sequence[int], narrow: Sequence[int]) -> Tensors:
    """Return an `AdaINDecoder`'s tensors for stages of `narrow` channels in place of `wide`, both as its `widths`.

    Raises:
        ControlError: a stage would be wider than it was, or the bottleneck another one.
    """
    if any(new > old for new, old in zip(narrow, wide, strict=True)) or narrow[3] != wide[3]:
        raise ControlError(f"widths {tuple(wide)} can be narrowed in stages 1 to 3 alone, not to {tuple(narrow)}")
    kept = dict(tensors)
    for level in AdaINDecoder.normalised:
        if narrow[level - 1] < wide[level - 1]:
            _narrow_stage(kept, level, narrow[level - 1])
    return kept


def _narrow_stage(tensors: Tensors, level: int, width: int) -> None:
    stage = f"stages.{level}."
    readers = [f"{stage}inner.{n}" for n in range(_depth(tensors, stage))] + [f"{stage}outer"]
    loud, shift = tensors[f"{stage}affine.bias"].chunk(2)
    chosen = _loudest(loud.square() + shift.square(), tensors[f"{readers[0]}.weight"], width)
    # What enters: out of the stage below, or the bottleneck, and from the photo's own features.
    _keep_outputs(tensors, "bottleneck.2" if level == 3 else f"stages.{level + 1}.outer", chosen)
    if f"joins.{level}.weight" in tensors:
        _keep_outputs(tensors, f"joins.{level}", chosen)
    if f"{stage}grain.weight" in tensors:
        tensors[f"{stage}grain.weight"] = tensors[f"{stage}grain.weight"][chosen]
    both = torch.cat([chosen, chosen + len(loud)])
    for name in ("weight", "bias"):
        tensors[f"{stage}affine.{name}"] = tensors[f"{stage}affine.{name}"][both]
    _keep_inputs(tensors, readers[0], chosen)
    for made, reader in itertools.pairwise(readers):
        filters = tensors[f"{made}.weight"].flatten(1).square().sum(1)
        chosen = _loudest(filters, tensors[f"{reader}.weight"], width)
        _keep_outputs(tensors, made, chosen)
        _keep_inputs(tensors, reader, chosen)


def _loudest(power: Tensor, reader: Tensor, count: int) -> Tensor:
    """The channels, in order, whose `power` times that of the weights (O, I, k, k) that read them is greatest."""
    read = reader.float().square().sum((0, 2, 3))
    return (power.float() * read).topk(count).indices.sort().values


def _keep_outputs(tensors: Tensors, name: str, chosen: Tensor) -> None:
    for part in ("weight", "bias"):
        tensors[f"{name}.{part}"] = tensors[f"{name}.{part}"][chosen]


def _keep_inputs(tensors: Tensors, name: str, chosen: Tensor) -> None:
    tensors[f"{name}.weight"] = tensors[f"{name}.weight"][:, chosen]


def _depth(tensors: Mapping[str, Tensor], stage: str) -> int:
    return sum(name.startswith(f"{stage}inner.") and name.endswith(".weight") for name in tensors)
