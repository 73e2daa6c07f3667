"""The only reader and writer of weights: safetensors with typed metadata, verified by sha256. No pickle.

The shipped files lie in `engine/weights`; `manifest.json` beside them holds their digests.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import torch
from safetensors import SafetensorError
from safetensors.torch import load, save
from torch import Tensor, nn

from engine.errors import CheckpointError
from engine.metadata import METADATA_KEY, described
from engine.networks.decoder import AdaINDecoder, PlainDecoder
from engine.networks.inverter import Inverter
from engine.networks.vae import StyleVAE
from engine.networks.vgg import VGG19

WEIGHTS = Path(__file__).parent / "weights"
_MANIFEST = "manifest.json"

Network = TypeVar("Network", bound=nn.Module)


@dataclass(frozen=True)
class Metadata:
    """What a checkpoint says of itself: the network and its shape, and how it came to be."""

    network: str
    architecture: Mapping[str, Any]
    recipe: str
    config: Mapping[str, Any]
    step: int
    losses: Mapping[str, float]
    data: str
    engine: str
    figures: Mapping[str, float] = field(default_factory=dict)


def write(name: str, tensors: Mapping[str, Tensor], metadata: Metadata, folder: Path = WEIGHTS) -> str:
    """Write `NAME.safetensors` in float16 and note its digest in the manifest; returns the sha256.

    Raises:
        CheckpointError: a tensor is not finite, in float16 either.
    """
    halves = {key: tensor.detach().to("cpu", torch.float16).contiguous() for key, tensor in tensors.items()}
    for key, tensor in halves.items():
        if not torch.isfinite(tensor).all():
            raise CheckpointError(f"{name}: '{key}' is not finite in float16, so the checkpoint is not written")
    content = save(halves, {METADATA_KEY: json.dumps(asdict(metadata), sort_keys=True, default=str)})
    digest = hashlib.sha256(content).hexdigest()
    folder.mkdir(parents=True, exist_ok=True)
    manifest = _read_manifest(folder) | {name: digest}
    (folder / f"{name}.safetensors").write_bytes(content)
    (folder / _MANIFEST).write_text(json.dumps(manifest, indent=2, sort_keys=True) + "\n")
    return digest


def read(name: str, folder: Path = WEIGHTS) -> tuple[dict[str, Tensor], Metadata]:
    """The tensors of a checkpoint, float32, and what it says of itself.

    Raises:
        CheckpointError: no such file, it cannot be read, or its content is not what the manifest says.
    """
    file = folder / f"{name}.safetensors"
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        raise CheckpointError(
            f"{file.name} is missing from {folder.name}/: restore it from the repository, or train it with "
            "`python -m training`"
        ) from None
    except OSError as error:
        raise CheckpointError(f"{file.name} cannot be read: {error}") from error
    expected = _read_manifest(folder).get(name)
    if hashlib.sha256(content).hexdigest() != expected:
        raise CheckpointError(f"{file.name} is not the file that {_MANIFEST} describes: restore both together")
    try:
        metadata = Metadata(**described(content))
        return {key: tensor.float() for key, tensor in load(content).items()}, metadata
    except (SafetensorError, KeyError, TypeError, ValueError) as error:
        raise CheckpointError(f"{file.name} is no checkpoint of this engine: {error!r}") from error


def identity(name: str, folder: Path = WEIGHTS) -> str:
    """The sha256 of a checkpoint, as the manifest has it.

    Raises:
        CheckpointError: the manifest does not know it.
    """
    try:
        return _read_manifest(folder)[name]
    except KeyError:
        raise CheckpointError(f"{_MANIFEST} knows no checkpoint '{name}'") from None


ENCODER = "encoder"
ADAIN = "adain"
WCT = "wct"
VAE = "vae"
AUTOENCODER = "vae-autoencoder"


def encoder_identity(folder: Path = WEIGHTS) -> str:
    """The identity of the encoder that statistics are measured with: statistics of another are of no use."""
    return identity(ENCODER, folder)


def encoder(folder: Path = WEIGHTS) -> VGG19:
    """The shipped slim VGG-19, in evaluation mode, float32.

    Raises:
        CheckpointError: it is missing or damaged.
    """
    tensors, metadata = read(ENCODER, folder)
    return _build(ENCODER, tensors, lambda: VGG19(metadata.architecture["channels"]))


def adain_decoder(folder: Path = WEIGHTS) -> AdaINDecoder | PlainDecoder:
    """The AdaIN decoder of a folder, in evaluation mode, float32.

    Raises:
        CheckpointError: it is missing or damaged, or was trained with another encoder than the one beside it.
    """
    tensors, metadata, shape = _bound_to_encoder(ADAIN, folder)
    kind = PlainDecoder if metadata.network == "plain-decoder" else AdaINDecoder
    return _build(ADAIN, tensors, lambda: kind(**shape))


def wct_inverters(folder: Path = WEIGHTS) -> dict[int, Inverter]:
    """The inverters of a folder by level, in evaluation mode, float32.

    Raises:
        CheckpointError: they are missing or damaged, or were trained with another encoder than the one beside them.
    """
    tensors, _, shape = _bound_to_encoder(WCT, folder)

    def construct() -> nn.ModuleDict:
        channels, depths = shape["channels"], shape["depths"]
        return nn.ModuleDict({str(level): Inverter(level, channels, depths) for level in shape["levels"]})

    built = _build(WCT, tensors, construct)
    return {int(level): inverter for level, inverter in built.items() if isinstance(inverter, Inverter)}


def vae(folder: Path = WEIGHTS) -> StyleVAE:
    """The style VAE of a folder, in evaluation mode, float32.

    Raises:
        CheckpointError: it is missing or damaged, or was trained with another encoder than the one beside it.
    """
    tensors, _, shape = _bound_to_encoder(VAE, folder)
    return _build(VAE, tensors, lambda: StyleVAE(**shape))


def _bound_to_encoder(name: str, folder: Path) -> tuple[dict[str, Tensor], Metadata, dict[str, Any]]:
    tensors, metadata = read(name, folder)
    shape = dict(metadata.architecture)
    if shape.pop("encoder", None) != encoder_identity(folder):
        raise CheckpointError(f"{name} was trained with another {ENCODER}: retrain it with `python -m training {name}`")
    return tensors, metadata, shape


def _build(name: str, tensors: Mapping[str, Tensor], construct: Callable[[], Network]) -> Network:
    try:
        network = construct()
        network.load_state_dict(tensors)
    except (KeyError, RuntimeError, TypeError, ValueError) as error:
        reason = " ".join(str(error).split())
        raise CheckpointError(f"{name} is of another version of its network, train it again: {reason}") from error
    return network.eval()


def _read_manifest(folder: Path) -> dict[str, str]:
    try:
        return dict(json.loads((folder / _MANIFEST).read_text()))
    except FileNotFoundError:
        return {}
    except (OSError, TypeError, ValueError) as error:
        raise CheckpointError(f"{_MANIFEST} cannot be read ({error}): restore it from the repository") from error
