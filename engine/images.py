"""Untrusted bytes <-> tensors.

Pillow's plugins are called by name, each for the one format that the first bytes announce: no other plugin
ever sees a stranger's bytes, and Pillow's process-wide limit on pixels, which knows nothing of `Limits`,
stays untouched.
"""

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Literal, get_args

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    ExifTags,
    GifImagePlugin,
    Image,
    ImageFile,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)
from pillow_heif import HeifImageFile
from torch import Tensor
from torch.nn.functional import interpolate

from engine.errors import (
    EmptyFile,
    FileTooLarge,
    NonFinitePicture,
    PictureDamaged,
    PictureError,
    TooManyPixels,
    TooNarrow,
    TooSmall,
)
from engine.magic import Format, picture_format
from engine.srgb import separate, to_srgb

log = logging.getLogger(__name__)

OutputFormat = Literal["JPEG", "PNG", "WEBP"]

_READERS: dict[Format, Callable[[BytesIO], ImageFile.ImageFile]] = {
    # The plain JPEG reader also for MPO, whose first picture is the photo.
    "JPEG": JpegImagePlugin.JpegImageFile,
    "PNG": PngImagePlugin.PngImageFile,
    "WEBP": WebPImagePlugin.WebPImageFile,
    "GIF": GifImagePlugin.GifImageFile,
    "BMP": BmpImagePlugin.BmpImageFile,
    "TIFF": TiffImagePlugin.TiffImageFile,
    "HEIF": HeifImageFile,
    "AVIF": AvifImagePlugin.AvifImageFile,
}
_LONGEST_SIDE: dict[OutputFormat, int] = {"JPEG": 65_500, "PNG": 2**31 - 1, "WEBP": 16_383}

# Every scan makes libjpeg visit all blocks of the picture again and may cost a sender as little as 20 bytes.
# Real progressive files have about 10.
_MOST_SCANS = 100
_JPEG_MARKER = re.compile(rb"\xff([^\x00\xff\xd0-\xd7])")

_UPRIGHT: dict[int, Image.Transpose] = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_TURNED = (5, 6, 7, 8)
# Pillow's own figure for a result that can't be told from one without the box filter in front.
_REDUCING_GAP = 3.0


@dataclass(frozen=True)
class Limits:
    """The most bytes, pixels and longer side over shorter, and the fewest pixels of the shorter side."""

    bytes: int = 20 * 2**20
    pixels: int = 120_000_000
    aspect: float = 20.0
    shortest: int = 16


@dataclass(frozen=True)
class Header:
    """What a file's header says: format, size in pixels as shown (after EXIF orientation), number of frames.

    GIF and TIFF state no number: there, `frames` is 2 for two or more.
    """

    format: Format
    width: int
    height: int
    frames: int


@dataclass(frozen=True, eq=False)
class Picture:
    """A decoded picture.

    `image` is (1, 3, H, W), float32, sRGB in [0, 1], over white where it was transparent; `alpha` is
    (1, 1, H, W) in [0, 1], or None if the picture is opaque; `format` names the format that it came in.
    """

    image: Tensor
    alpha: Tensor | None
    format: str

    @property
    def width(self) -> int:
        """Width in pixels."""
        return int(self.image.shape[-1])

    @property
    def height(self) -> int:
        """Height in pixels."""
        return int(self.image.shape[-2])

    def with_image(self, image: Tensor) -> "Picture":
        """Return this picture with another `image` (1, 3, H', W'), its alpha resized to fit."""
        alpha = self.alpha
        if alpha is not None and alpha.shape[-2:] != image.shape[-2:]:
            alpha = interpolate(alpha, image.shape[-2:], mode="bilinear", antialias=True).clamp(0, 1)
        return replace(self, image=image, alpha=alpha)


_DEFAULT_LIMITS = Limits()


def inspect(data: bytes, limits: Limits = _DEFAULT_LIMITS) -> Header:
    """Check a file against `limits` without decoding a pixel.

    Raises:
        EmptyFile, FileTooLarge, NotAPicture, TooManyPixels, TooNarrow, TooSmall: what the classes say.
        PictureDamaged: the header can't be read.
    """
    format_, file = _open(data, limits)
    with _damage():
        width, height = _size_as_shown(file)
        if format_ in ("GIF", "TIFF"):
            # Counting would walk the whole file, which a sender can make arbitrarily slow.
            frames = 2 if getattr(file, "is_animated", False) else 1
        else:
            frames = int(getattr(file, "n_frames", 1))
        return Header(format_, width, height, frames)


def decode(data: bytes, limits: Limits = _DEFAULT_LIMITS, longest_side: int | None = None) -> Picture:
    """Decode a picture (of an animation the first frame), upright and in sRGB.

    With `longest_side`, in pixels, a larger picture is scaled down to it; a smaller one is never enlarged.

    Raises:
        ValueError: `longest_side` is not positive.
        EmptyFile, FileTooLarge, NotAPicture, TooManyPixels, TooNarrow, TooSmall: before any pixel is decoded.
        PictureDamaged: for whatever else Pillow or a codec has to say about the bytes.
    """
    format_, colour, alpha = _decode(data, limits, longest_side)
    return Picture(_to_tensor(colour), None if alpha is None else _to_tensor(alpha), format_)


def decode_pixels(data: bytes, limits: Limits = _DEFAULT_LIMITS, longest_side: int | None = None) -> NDArray[np.uint8]:
    """`decode` for those that keep many pictures: (H, W, 3), 8 bits, over white, in half the time.

    Raises:
        What `decode` raises.
    """
    return np.array(_decode(data, limits, longest_side)[1])


def encode(picture: Picture | Tensor, format: OutputFormat = "JPEG", quality: int = 92) -> bytes:
    """Encode a picture, or a tensor (1, 3, H, W), as an untagged sRGB file without any metadata.

    Values outside [0, 1] are clamped. PNG and WebP carry the alpha of a `Picture`; JPEG is 4:4:4. `quality`,
    1 to 100, is that of JPEG and WebP. The same tensor gives the same bytes.

    Raises:
        NonFinitePicture: a value is NaN or infinite.
        ValueError: shape, format or quality is none of the above, or a side is too long for the format.
    """
    image, alpha = (picture.image, picture.alpha) if isinstance(picture, Picture) else (picture, None)
    if image.ndim != 4 or image.shape[:2] != (1, 3):
        raise ValueError(f"the image has shape {tuple(image.shape)}: it must be (1, 3, H, W)")
    if format not in get_args(OutputFormat):
        raise ValueError(f"unknown format {format!r}: it must be one of {', '.join(get_args(OutputFormat))}")
    if not 1 <= quality <= 100:
        raise ValueError(f"quality is {quality}: it must be in 1..100")
    if max(image.shape[-2:]) > _LONGEST_SIDE[format]:
        raise ValueError(f"a side of {max(image.shape[-2:])} pixels: {format} holds {_LONGEST_SIDE[format]}")
    canvas = _to_pillow(image)
    if alpha is not None and format != "JPEG":
        canvas.putalpha(_to_pillow(alpha))
    out = BytesIO()
    if format == "JPEG":
        canvas.save(out, format, quality=quality, subsampling="4:4:4")
    elif format == "WEBP":
        canvas.save(out, format, quality=quality, method=4)
    else:
        canvas.save(out, format)
    return out.getvalue()


def _decode(data: bytes, limits: Limits, longest_side: int | None) -> tuple[Format, Image.Image, Image.Image | None]:
    """Format, colour (mode RGB) and alpha (mode L), upright and in size."""
    if longest_side is not None and longest_side < 1:
        raise ValueError(f"longest_side is {longest_side}: it must be at least 1")
    format_, file = _open(data, limits)
    with _damage():
        size = _fit(file.size, longest_side)
        if format_ == "JPEG" and size != file.size:
            # libjpeg decodes at 1/2, 1/4 or 1/8 almost for free, and leaves enough for a good filter.
            file.draft(None, (int(size[0] * _REDUCING_GAP), int(size[1] * _REDUCING_GAP)))
        file.load()
        profile, orientation = file.info.get("icc_profile"), _orientation(file)
        colour, alpha = separate(file)
        image = _upright(to_srgb(_resize(colour, size), profile), orientation)
        return format_, image, None if alpha is None else _upright(_resize(alpha, size), orientation)


@contextmanager
def _damage() -> Iterator[None]:
    """Turn whatever a decoder raises on hostile bytes into `PictureDamaged`.

    Everything, since codecs have no common base error: besides OSError and SyntaxError there are
    struct.error, KeyError, MemoryError and more.
    """
    try:
        yield
    except PictureError:
        raise
    except Exception as error:
        raise PictureDamaged(f"{type(error).__name__}: {error}".strip()[:200]) from error


def _open(data: bytes, limits: Limits) -> tuple[Format, ImageFile.ImageFile]:
    """Read the header and check everything that `limits` limits; nothing is decoded yet."""
    if not data:
        raise EmptyFile
    if len(data) > limits.bytes:
        raise FileTooLarge(len(data), limits.bytes)
    format_ = picture_format(data)
    with _damage():
        if format_ == "WEBP":
            # Its decoder allocates the canvas as soon as it is opened.
            _check_size(_webp_canvas(data), limits)
        if format_ == "JPEG" and _scans(data) > _MOST_SCANS:
            raise PictureDamaged(f"more than {_MOST_SCANS} progressive scans")
        file = _READERS[format_](BytesIO(data))
        _check_size(_size_as_shown(file), limits)
    return format_, file


def _check_size(size: tuple[int, int], limits: Limits) -> None:
    width, height = size
    if min(size) < 1:
        raise PictureDamaged(f"the header says {width} x {height} pixels")
    if width * height > limits.pixels:
        raise TooManyPixels(width, height, limits.pixels)
    if max(size) > limits.aspect * min(size):
        raise TooNarrow(width, height, limits.aspect)
    if min(size) < limits.shortest:
        raise TooSmall(width, height, limits.shortest)


def _webp_canvas(data: bytes) -> tuple[int, int]:
    """Read width and height from the first chunk of a WebP file (RFC 9649, 2.4 to 2.7)."""
    chunk = data[12:16]
    if chunk == b"VP8X":
        return int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1
    if chunk == b"VP8L" and data[20:21] == b"\x2f":
        bits = int.from_bytes(data[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if chunk == b"VP8 " and data[23:26] == b"\x9d\x01\x2a":
        return int.from_bytes(data[26:28], "little") & 0x3FFF, int.from_bytes(data[28:30], "little") & 0x3FFF
    raise PictureDamaged("no WebP header")


def _scans(data: bytes) -> int:
    """Count the scans of a JPEG's first picture by walking its markers (ITU T.81, B.1)."""
    position, scans = 2, 0
    while match := _JPEG_MARKER.search(data, position):
        marker, position = match[1], match.end()
        if marker == b"\xd9":
            break
        scans += marker == b"\xda"
        position += int.from_bytes(data[position : position + 2], "big")
    return scans


def _orientation(file: ImageFile.ImageFile) -> int:
    """EXIF orientation (1 to 8) still to be applied; the readers of TIFF and HEIF turn by themselves."""
    exif = Image.Exif()
    try:
        exif.load(file.info.get("exif", b""))
        orientation = exif.get(ExifTags.Base.Orientation, 1)
    except Exception as error:
        log.info("unreadable EXIF ignored: %s", error)
        return 1
    return orientation if orientation in _UPRIGHT else 1


def _size_as_shown(file: ImageFile.ImageFile) -> tuple[int, int]:
    width, height = file.size
    return (height, width) if _orientation(file) in _TURNED else (width, height)


def _fit(size: tuple[int, int], longest_side: int | None) -> tuple[int, int]:
    if longest_side is None or max(size) <= longest_side:
        return size
    scale = longest_side / max(size)
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _resize(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    if image.size == size:
        return image
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=_REDUCING_GAP)


def _upright(image: Image.Image, orientation: int) -> Image.Image:
    return image.transpose(_UPRIGHT[orientation]) if orientation in _UPRIGHT else image


def _to_tensor(image: Image.Image) -> Tensor:
    """Turn a Pillow image of mode L or RGB into a float32 tensor (1, C, H, W) in [0, 1]."""
    pixels = np.atleast_3d(np.asarray(image)).transpose(2, 0, 1)
    values = np.empty(pixels.shape, np.float32)
    np.divide(pixels, np.float32(255), out=values)
    return torch.from_numpy(values).unsqueeze(0)


def _to_pillow(image: Tensor) -> Image.Image:
    """Turn a tensor (1, 1 or 3, H, W) into a Pillow image of mode L or RGB."""
    finite = torch.isfinite(image)
    if not bool(finite.all()):
        raise NonFinitePicture(int((~finite).sum()))
    values = image.detach()[0].float().clamp(0, 1).mul_(255).round_()
    pixels = values.to("cpu", torch.uint8).permute(1, 2, 0).contiguous().numpy()
    return Image.fromarray(pixels[:, :, 0] if pixels.shape[2] == 1 else pixels)
