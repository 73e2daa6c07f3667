"""The networks in a folder of weights, which belong together: all were trained with the encoder beside them."""

from __future__ import annotations

import copy
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import torch

from engine import checkpoints
from engine.errors import CheckpointError
from engine.networks.vgg import VGG19
from engine.precision import Precision

Loaded = TypeVar("Loaded")


class Family:
    """Loads each network when it is first asked for, and once, whichever thread asks.

    Args:
        folder: of the checkpoints.
        precision: where networks run, and in which dtype.
    """

    def __init__(self, folder: Path, precision: Precision) -> None:
        self.folder = folder
        self.precision = precision
        self._lock = threading.RLock()
        self._loaded: dict[str, tuple[Any, str]] = {}
        self._exact: VGG19 | None = None

    @property
    def encoder(self) -> VGG19:
        """The encoder that all methods share.

        Raises:
            CheckpointError: it is missing or damaged.
        """
        return self.network(checkpoints.ENCODER, self._load_encoder)

    @property
    def exact_encoder(self) -> VGG19:
        """The same encoder in float32, with the numbers of its file.

        Raises:
            CheckpointError: it is missing or damaged.
        """
        _ = self.encoder
        assert self._exact is not None
        return self._exact

    def _load_encoder(self, folder: Path, precision: Precision) -> VGG19:
        encoder = checkpoints.encoder(folder)
        self._exact = Precision(precision.device, torch.float32).place(copy.deepcopy(encoder))
        return precision.place(encoder)

    def network(self, name: str, load: Callable[[Path, Precision], Loaded]) -> Loaded:
        """What `load` made of the checkpoint `name`, the first time that it was asked for.

        Raises:
            CheckpointError: it is missing or damaged, or belongs to another encoder.
        """
        with self._lock:
            if name not in self._loaded:
                if name != checkpoints.ENCODER:
                    self._require_same_encoder(name)
                self._loaded[name] = load(self.folder, self.precision), checkpoints.identity(name, self.folder)
            return self._loaded[name][0]

    def identity(self, name: str = checkpoints.ENCODER) -> str:
        """The sha256 of a checkpoint: of the one that is loaded, as the file may have been replaced since.

        Raises:
            CheckpointError: the manifest does not know it.
        """
        with self._lock:
            return self._loaded[name][1] if name in self._loaded else checkpoints.identity(name, self.folder)

    def holds(self, name: str) -> bool:
        """Whether the checkpoint `name` is here, or was when it was loaded."""
        return name in self._loaded or (self.folder / f"{name}.safetensors").is_file()

    def _require_same_encoder(self, name: str) -> None:
        # Every network's checkpoint is compared with the encoder's file, and that with the encoder in memory here.
        encoder = self._loaded.get(checkpoints.ENCODER)
        if encoder is not None and encoder[1] != checkpoints.encoder_identity(self.folder):
            raise CheckpointError(
                f"the encoder in {self.folder.name}/ was replaced after it was loaded, so '{name}' may not belong to "
                "it: start again"
            )
