"""The engine: a photo and a style in, a painting out. This is its front door; import nothing behind it.

Importing `engine` costs nothing: what needs torch is loaded when first used, so that a process which only lists the
gallery or names an error stays light.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from engine.controls import Controls, KeepColours
from engine.errors import (
    Cancelled,
    CheckpointError,
    ControlError,
    DeviceUnavailable,
    EmptyFile,
    EngineError,
    FileTooLarge,
    MaskError,
    NonFinitePicture,
    NotAPicture,
    OutOfMemory,
    PictureDamaged,
    PictureError,
    StyleError,
    TooManyPixels,
    TooNarrow,
    TooSmall,
)
from engine.gallery import Entry, Gallery
from engine.levels import levels_of_wct, usual_levels

if TYPE_CHECKING:
    from engine.batches import Region, Request
    from engine.estimate import Estimate
    from engine.files import PictureFile
    from engine.images import Limits, Picture, decode, encode, inspect
    from engine.masks import Mask
    from engine.notes import Note, RegionTooSmall, SteppedDown
    from engine.progress import Progress
    from engine.style import Style
    from engine.stylizer import Stylizer

__all__ = [
    "Cancelled",
    "CheckpointError",
    "ControlError",
    "Controls",
    "DeviceUnavailable",
    "EmptyFile",
    "EngineError",
    "Entry",
    "Estimate",
    "FileTooLarge",
    "Gallery",
    "KeepColours",
    "Limits",
    "Mask",
    "MaskError",
    "NonFinitePicture",
    "NotAPicture",
    "Note",
    "OutOfMemory",
    "Picture",
    "PictureDamaged",
    "PictureError",
    "PictureFile",
    "Progress",
    "Region",
    "RegionTooSmall",
    "Request",
    "SteppedDown",
    "Style",
    "StyleError",
    "Stylizer",
    "TooManyPixels",
    "TooNarrow",
    "TooSmall",
    "decode",
    "encode",
    "inspect",
    "levels_of_wct",
    "usual_levels",
]

_NEEDS_TORCH = {
    "Region": "batches",
    "Request": "batches",
    "Estimate": "estimate",
    "Mask": "masks",
    "Note": "notes",
    "RegionTooSmall": "notes",
    "SteppedDown": "notes",
    "Limits": "images",
    "Picture": "images",
    "PictureFile": "files",
    "decode": "images",
    "encode": "images",
    "inspect": "images",
    "Style": "style",
    "Progress": "progress",
    "Stylizer": "stylizer",
}


def __getattr__(name: str) -> Any:
    if name in _NEEDS_TORCH:
        return getattr(importlib.import_module(f"engine.{_NEEDS_TORCH[name]}"), name)
    raise AttributeError(f"module 'engine' has no attribute '{name}'")
