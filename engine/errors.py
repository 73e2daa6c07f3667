"""Everything the engine refuses, one class per cause.

A class carries, as typed attributes, what a sentence for a person needs; its `str` names cause and remedy for
the maintainer. The attributes are also the exception's `args`, so that every error survives pickling.
"""

from typing import Literal

Kind = Literal[
    "animated sticker",
    "archive",
    "audio",
    "pdf",
    "svg",
    "text",
    "unknown",
    "unsupported picture",
    "video",
    "webm",
    "zip",
]
"""What a file is that is no picture; `unsupported picture` means a picture in a format not read here."""


class EngineError(Exception):
    """Base of every error that the engine raises on purpose."""


# Pictures: what can be wrong with bytes that a stranger sent, and with those about to be sent back.


class PictureError(EngineError):
    """Base of everything that can be wrong with the bytes of a picture."""


class EmptyFile(PictureError):
    """The file has no bytes at all."""

    def __str__(self) -> str:
        return "the file is empty: send it again, the upload was probably cut off"


class FileTooLarge(PictureError):
    """The file has `size` bytes where at most `limit` are read."""

    def __init__(self, size: int, limit: int) -> None:
        super().__init__(size, limit)
        self.size = size
        self.limit = limit

    def __str__(self) -> str:
        return f"{self.size} bytes are more than {self.limit}: save it smaller, or raise Limits.bytes"


class NotAPicture(PictureError):
    """The bytes are something other than a picture that the engine reads; `kind` is what they are."""

    def __init__(self, kind: Kind) -> None:
        super().__init__(kind)
        self.kind: Kind = kind

    def __str__(self) -> str:
        return f"not a picture ({self.kind}): send JPEG, PNG, WebP, GIF, BMP, TIFF, HEIC or AVIF"


class PictureDamaged(PictureError):
    """The bytes start like a picture but are corrupt or cut off; `reason` is the decoder's own complaint."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return f"the picture is damaged or cut off ({self.reason}): send it again, or save it anew"


class TooManyPixels(PictureError):
    """The picture, `width` x `height` pixels as a person sees it, has more than `limit` pixels."""

    def __init__(self, width: int, height: int, limit: int) -> None:
        super().__init__(width, height, limit)
        self.width = width
        self.height = height
        self.limit = limit

    def __str__(self) -> str:
        size = f"{self.width} x {self.height}"
        return f"{size} is more than {self.limit} pixels: save the picture smaller, or raise Limits.pixels"


class TooNarrow(PictureError):
    """One side of the picture, `width` x `height` pixels, is more than `limit` times the other."""

    def __init__(self, width: int, height: int, limit: float) -> None:
        super().__init__(width, height, limit)
        self.width = width
        self.height = height
        self.limit = limit

    def __str__(self) -> str:
        size = f"{self.width} x {self.height}"
        return f"{size} is narrower than {self.limit:g}:1: crop the picture, or raise Limits.aspect"


class TooSmall(PictureError):
    """The shorter side of the picture, `width` x `height` pixels, is less than `minimum`."""

    def __init__(self, width: int, height: int, minimum: int) -> None:
        super().__init__(width, height, minimum)
        self.width = width
        self.height = height
        self.minimum = minimum

    def __str__(self) -> str:
        size = f"{self.width} x {self.height}"
        return f"{size} has a side below {self.minimum} pixels: send a larger one, or lower Limits.shortest"


class NonFinitePicture(EngineError):
    """A picture about to be encoded holds `count` values that are NaN or infinite."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count

    def __str__(self) -> str:
        return f"{self.count} values are NaN or infinite: a network or a statistic overflowed, try float32"


# Everything else: what can be wrong with what the engine was told, or with its own files.


class ControlError(EngineError, ValueError):
    """A control outside its range; the message names the range."""


class MaskError(EngineError, ValueError):
    """A mask that does not fit its photo, or is none; the message says what would."""


class StyleError(EngineError):
    """Statistics that cannot be used: of another method or encoder, damaged, or of an unknown name."""


class CheckpointError(EngineError):
    """Weights that are missing, damaged, or not what they are said to be."""


class OutOfMemory(EngineError):
    """Not even the smallest painting fits: it takes `needed` bytes of `available`, or was tried and failed (None)."""

    def __init__(self, needed: int | None = None, available: int | None = None) -> None:
        super().__init__(needed, available)
        self.needed = needed
        self.available = available

    def __str__(self) -> str:
        figures = "" if self.needed is None else f" ({self.needed} bytes are needed, and {self.available} available)"
        return f"out of memory{figures}: take a smaller photo or longest_side, or give this process more"


class DeviceUnavailable(EngineError):
    """The device asked for is not in this machine."""


class Cancelled(EngineError):
    """The caller asked to stop."""
