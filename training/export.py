"""From a finished run to what the engine loads."""

from __future__ import annotations

import logging
import math
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import torch
from torch import nn

from engine import checkpoints
from engine.errors import CheckpointError
from training.crops import Crops
from training.data import Pictures
from training.loop import Outcome
from training.recipes.protocol import Config, Export, Recipe

log = logging.getLogger(__name__)

# Where files lay says nothing to others; the data's digest does.
_PLACES = ("content", "style", "validation_content", "validation_style", "weights", "run", "start_from")
_NAMED = 5


class Untrained(CheckpointError):
    """A network with weights that training never reached; the message names them."""


def export(
    recipe: Recipe, config: Config, outcome: Outcome, photos: Pictures, paintings: Pictures | None, into: Path
) -> None:
    """Write the networks of a finished run to `into`, as float16 with metadata, and print their digests.

    Nothing is written unless all of them can be.

    Raises:
        Untrained: weights that are as they were before the first step, or all the same.
        CheckpointError: weights that are not finite in float16, or figures that are not finite.
    """
    refuse_untrained(recipe.name, outcome)
    crops = Crops(photos, config.crop, config.zoom, config.seed, stream=2).batch(0, 128).float().div(255).cpu()
    with torch.no_grad():
        networks = recipe.exports(outcome.model.to("cpu").float(), crops)
    for network in networks:
        refuse_non_finite(network)
    losses, figures = (_rounded(values) for values in (outcome.losses, outcome.figures))
    if broken := sorted(name for name, value in (losses | figures).items() if not math.isfinite(value)):
        raise CheckpointError(
            f"{recipe.name}: {', '.join(broken)} is not finite, so nothing is written; train again with a smaller "
            "--learning-rate"
        )
    for network in networks:
        metadata = checkpoints.Metadata(
            network=network.network,
            architecture=network.architecture,
            recipe=recipe.name,
            config={name: value for name, value in asdict(config).items() if name not in _PLACES},
            step=outcome.step,
            losses=losses,
            data="+".join(p.digest for p in (photos, paintings) if p is not None),
            engine=engine_version(),
            figures=figures,
        )
        digest = checkpoints.write(network.name, network.tensors, metadata, into)
        file = into / f"{network.name}.safetensors"
        log.info("%s: %.2f MB at step %d", file, file.stat().st_size / 1e6, outcome.step)
        # As sha256sum prints it, and reads it: not through the log, which breaks long lines.
        print(f"{digest}  {file}")


def refuse_untrained(recipe: str, outcome: Outcome) -> None:
    """Check that training reached every weight of `outcome.model`.

    Raises:
        Untrained: it is at step 0; the loop found parameters that are, bit by bit, what they were before the first
            step; or a weight is the same number throughout, as only initialisation makes it.
    """
    if outcome.step == 0:
        raise Untrained(f"{recipe} is at step 0, so nothing is written: train it first")
    if names := sorted({*outcome.untouched, *_constant(outcome.model)}):
        shown = ", ".join(names[:_NAMED]) + (f" and {len(names) - _NAMED} more" if len(names) > _NAMED else "")
        raise Untrained(
            f"{recipe}: training never reached {shown}, so nothing is written: no loss depends on these weights, or "
            "they got no gradient; take them out of the network, out of what is trained (requires_grad), or train on"
        )


def _constant(model: nn.Module) -> Iterator[str]:
    for name, weight in model.named_parameters():
        # A bias may well stay at 0, and a scale at 1; a matrix may not.
        if weight.dim() > 1 and weight.numel() > 1 and bool((weight == weight.flatten()[0]).all()):
            yield name


def refuse_non_finite(network: Export) -> None:
    """Check that the weights of `network` survive float16.

    Raises:
        CheckpointError: one is NaN or infinite, or becomes so.
    """
    for key, tensor in network.tensors.items():
        if not bool(torch.isfinite(tensor.to(torch.float16)).all()):
            raise CheckpointError(
                f"{network.name}: '{key}' is not finite in float16, so nothing is written; train again with a smaller "
                "--learning-rate"
            )


def _rounded(values: Mapping[str, float]) -> dict[str, float]:
    return {name: round(value, 5) for name, value in values.items()}


def engine_version() -> str:
    """The engine's version, for a checkpoint's metadata."""
    try:
        return version("easel-bot")
    except PackageNotFoundError:
        # A GPU machine may run a bare copy of the tree, with torch and nothing installed.
        return "source"
