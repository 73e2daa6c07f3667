"""Untrusted bytes <-> pictures.

Pillow's plugins are called by name, each for the one format that the first bytes announce: no other plugin
ever sees a stranger's bytes, and Pillow's process-wide limit on pixels, which knows nothing of `Limits`,
stays untouched.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import BytesIO
from typing import IO, Literal, cast, get_args

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

from engine import jpeg_markers, tiff_tags
from engine.errors import (
    FileTooLarge,
    NonFinitePicture,
    PictureDamaged,
    PictureError,
    TooManyPixels,
    TooNarrow,
    TooSmall,
)
from engine.files import OpenFile, PictureFile, Rationed, opened
from engine.magic import LOOKED_AT, Format, picture_format
from engine.srgb import separator, to_srgb

log = logging.getLogger(__name__)

OutputFormat = Literal["JPEG", "PNG", "WEBP"]

_READERS: dict[Format, Callable[[IO[bytes]], ImageFile.ImageFile]] = {
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

# Every scan makes libjpeg visit all blocks of the picture again, 2 s for 100 scans of 10 megapixels, and may cost a
# sender as little as 20 bytes. Real progressive files have about 10.
_MOST_SCANS = 100
_MOST_PIXELS_IN_ALL_SCANS = 2_000_000_000
# What of a file is read before its first pixel is decoded, see `Rationed`. Of these formats that is the whole file,
_READ_WHOLE: frozenset[Format] = frozenset(("WEBP", "HEIF", "AVIF"))
_MOST_READ_WHOLE = 256 * 2**20
# of others what has nothing to do with the picture: in a TIFF it may be the layers of a drawing program.
_MOST_BEFORE: dict[Format, int] = {"TIFF": 512 * 2**20}
_MOST_BESIDES = 64 * 2**20
# And what a pixel takes at most of what it takes decoded: two bytes a channel, in a TIFF eight.
_MOST_OF_A_CHANNEL: dict[Format, int] = {"TIFF": 8}
_MOST_OF_A_CHANNEL_IN_OTHERS = 2
# Cameras write some kilobytes; Pillow reads the numbers in it one by one.
_MOST_EXIF = 2**20
# Two canvases of libwebp's, what it hands over and Pillow's own picture are in memory at the same time.
_MOST_PIXELS_OF_WEBP = 80_000_000

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
# Where the top rows of the file lie when the picture is upright: below instead, and at a side.
_FROM_BELOW = (3, 4, 6, 7)
# Pillow's own figure for a result that can't be told from one without the box filter in front.
_REDUCING_GAP = 3.0
# Pixels that are converted at a time, so that of a large picture no second copy is ever whole.
_STRIP = 2**22


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
    """A picture as files hold it, 8 bits a channel: a photo of 100 megapixels takes 300 MB, not 1.2 GB.

    Attributes:
        pixels: uint8 (H, W, 3), sRGB, over white where it was transparent.
        alpha: uint8 (H, W), or None if the picture is opaque.
        format: of the file that it came in.
    """

    pixels: Tensor
    alpha: Tensor | None
    format: str

    @classmethod
    def of(cls, image: Tensor, alpha: Tensor | None = None, format: str = "PNG") -> Picture:
        """Round an image (1, 3, H, W), and alpha (1, 1, H, W), in [0, 1] to 8 bits; what lies outside is clamped.

        Raises:
            NonFinitePicture: a value is NaN or infinite.
            ValueError: another shape.
        """
        if image.ndim != 4 or image.shape[:2] != (1, 3):
            raise ValueError(f"the image has shape {tuple(image.shape)}: it must be (1, 3, H, W)")
        if alpha is not None and alpha.shape != (1, 1, *image.shape[-2:]):
            raise ValueError(f"the alpha has shape {tuple(alpha.shape)}: it must be (1, 1, H, W), as the image")
        return cls(_to_bytes(image), None if alpha is None else _to_bytes(alpha)[..., 0], format)

    @property
    def width(self) -> int:
        """Width in pixels."""
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        """Height in pixels."""
        return int(self.pixels.shape[0])

    @property
    def image(self) -> Tensor:
        """The whole picture as the networks take it, (1, 3, H, W), float32 in [0, 1]: four times its memory."""
        return self.pixels.permute(2, 0, 1)[None].to(torch.float32, memory_format=torch.contiguous_format).div_(255)

    def with_image(self, image: Tensor) -> Picture:
        """Return this picture with another image (1, 3, H', W') in [0, 1], its alpha resized to fit.

        Raises:
            NonFinitePicture, ValueError: as `of`.
        """
        return self.with_pixels(Picture.of(image).pixels)

    def with_pixels(self, pixels: Tensor) -> Picture:
        """Return this picture with other `pixels` (H', W', 3), its alpha resized to fit."""
        alpha = self.alpha
        if alpha is not None and alpha.shape != pixels.shape[:2]:
            height, width = pixels.shape[:2]
            resized = Image.fromarray(alpha.numpy()).resize(
                (width, height), Image.Resampling.BICUBIC, reducing_gap=_REDUCING_GAP
            )
            alpha = torch.from_numpy(np.array(resized))
        return replace(self, pixels=pixels, alpha=alpha)


_DEFAULT_LIMITS = Limits()


def inspect(source: PictureFile, limits: Limits = _DEFAULT_LIMITS) -> Header:
    """Check a file against `limits` without decoding a pixel.

    Args:
        source: the bytes of a file, or where it lies.
        limits: what is too much.

    Raises:
        EmptyFile, FileTooLarge, NotAPicture, TooManyPixels, TooNarrow, TooSmall: what the classes say.
        PictureDamaged: the header can't be read.
        OSError: there is no file at the path, or it cannot be read.
    """
    with _picture_in(source, limits) as (format_, file), _damage():
        width, height = _size_as_shown(file)
        if format_ in ("GIF", "TIFF"):
            # Counting would walk the whole file, which a sender can make arbitrarily slow.
            frames = 2 if getattr(file, "is_animated", False) else 1
        else:
            frames = int(getattr(file, "n_frames", 1))
        return Header(format_, width, height, frames)


def decode(source: PictureFile, limits: Limits = _DEFAULT_LIMITS, longest_side: int | None = None) -> Picture:
    """Decode a picture (of an animation the first frame), upright and in sRGB.

    Args:
        source: the bytes of a file, or where it lies; nobody may shorten it meanwhile.
        limits: what is too much.
        longest_side: in pixels; a larger picture is scaled down to it, a smaller one is never enlarged.

    Raises:
        ValueError: `longest_side` is not positive.
        EmptyFile, FileTooLarge, NotAPicture, TooManyPixels, TooNarrow, TooSmall: before any pixel is decoded.
        PictureDamaged: for whatever else Pillow or a codec has to say about the bytes.
        OSError: there is no file at the path, or it cannot be read.
    """
    format_, colour, alpha = _decode(source, limits, longest_side)
    return Picture(torch.from_numpy(colour), None if alpha is None else torch.from_numpy(alpha), format_)


def decode_pixels(
    source: PictureFile, limits: Limits = _DEFAULT_LIMITS, longest_side: int | None = None
) -> NDArray[np.uint8]:
    """The `pixels` that `decode` gives, (H, W, 3), as an array.

    Raises:
        What `decode` raises.
    """
    return _decode(source, limits, longest_side)[1]


def encode(picture: Picture | Tensor, format: OutputFormat = "JPEG", quality: int = 92) -> bytes:
    """Encode a picture, or a tensor (1, 3, H, W), as an untagged sRGB file without any metadata.

    Values outside [0, 1] are clamped. PNG and WebP carry the alpha of a `Picture`; JPEG is 4:4:4. `quality`,
    1 to 100, is that of JPEG and WebP. The same picture gives the same bytes.

    Raises:
        NonFinitePicture: a value is NaN or infinite.
        ValueError: shape, format or quality is none of the above, or a side is too long for the format.
    """
    if not isinstance(picture, Picture):
        picture = Picture.of(picture)
    if format not in get_args(OutputFormat):
        raise ValueError(f"unknown format {format!r}: it must be one of {', '.join(get_args(OutputFormat))}")
    if not 1 <= quality <= 100:
        raise ValueError(f"quality is {quality}: it must be in 1..100")
    longest = max(picture.width, picture.height)
    if longest > _LONGEST_SIDE[format]:
        raise ValueError(f"a side of {longest} pixels: {format} holds {_LONGEST_SIDE[format]}")
    # The one copy is in Pillow's own layout, whose memory is often that which decoding left.
    if picture.alpha is None or format == "JPEG":
        canvas = Image.fromarray(picture.pixels.numpy())
    else:
        canvas = Image.new("RGBA", (picture.width, picture.height))
        rows = max(1, _STRIP // picture.width)
        for top in range(0, picture.height, rows):
            strip = slice(top, top + rows)
            veiled = torch.cat([picture.pixels[strip], picture.alpha[strip, :, None]], dim=2)
            canvas.paste(Image.fromarray(veiled.numpy()), (0, top))
    out = BytesIO()
    if format == "JPEG":
        canvas.save(out, format, quality=quality, subsampling="4:4:4")
    elif format == "WEBP":
        canvas.save(out, format, quality=quality, method=4)
    else:
        canvas.save(out, format)
    return out.getvalue()


def _decode(
    source: PictureFile, limits: Limits, longest_side: int | None
) -> tuple[Format, NDArray[np.uint8], NDArray[np.uint8] | None]:
    """Format, colour (H, W, 3) and alpha (H, W), upright and in size."""
    if longest_side is not None and longest_side < 1:
        raise ValueError(f"longest_side is {longest_side}: it must be at least 1")
    with _picture_in(source, limits) as (format_, file), _damage():
        size = _fit(file.size, longest_side)
        if format_ == "JPEG" and size != file.size:
            # libjpeg decodes at 1/2, 1/4 or 1/8 almost for free, and leaves enough for a good filter.
            file.draft(None, (int(size[0] * _REDUCING_GAP), int(size[1] * _REDUCING_GAP)))
        file.load()
        profile, orientation = file.info.get("icc_profile"), _orientation(file)
        colour, alpha = _Upright(size, orientation), _Upright(size, orientation)
        if size == file.size:
            convert = None
            for top, strip, veil in _strips(file):
                convert = convert or to_srgb(strip.mode, profile)
                colour.place(convert(strip), top)
                alpha.place(veil, top)
        else:
            small, veil = _reduced(file, size)
            colour.place(to_srgb(small.mode, profile)(small), 0)
            alpha.place(veil, 0)
        veiled = alpha.pixels is not None and int(alpha.pixels.min()) < 255
        assert colour.pixels is not None
        return format_, colour.pixels, alpha.pixels if veiled else None


def _strips(file: ImageFile.ImageFile, multiple: int = 1) -> Iterator[tuple[int, Image.Image, Image.Image | None]]:
    """A loaded file from the top down: first row, colour (mode L, RGB or CMYK) over white, and alpha (mode L).

    A strip has a number of rows that is a `multiple`, but for the last.
    """
    separate = separator(file)
    width, height = file.size
    rows = max(1, _STRIP // width // multiple) * multiple
    for top in range(0, height, rows):
        whole = rows >= height
        yield top, *separate(file if whole else file.crop((0, top, width, min(top + rows, height))))


def _reduced(file: ImageFile.ImageFile, size: tuple[int, int]) -> tuple[Image.Image, Image.Image | None]:
    """Colour and alpha of a loaded file in another size, in two steps as Pillow's `reducing_gap` does."""
    width, height = file.size
    factors = max(1, int(width / size[0] / _REDUCING_GAP)), max(1, int(height / size[1] / _REDUCING_GAP))
    coarse = -(-width // factors[0]), -(-height // factors[1])
    colour: Image.Image | None = None
    alpha: Image.Image | None = None
    for top, strip, veil in _strips(file, factors[1]):
        at = (0, top // factors[1])
        colour = colour or Image.new(strip.mode, coarse)
        colour.paste(strip.reduce(factors), at)
        if veil is not None:
            alpha = alpha or Image.new("L", coarse)
            alpha.paste(veil.reduce(factors), at)
    assert colour is not None
    box = (0, 0, width / factors[0], height / factors[1])
    small = colour.resize(size, Image.Resampling.LANCZOS, box)
    return small, None if alpha is None else alpha.resize(size, Image.Resampling.LANCZOS, box)


class _Upright:
    """Pixels that are put together from strips of a file which may lie on its side.

    Args:
        size: width and height in the file.
        orientation: of the file, as EXIF numbers it.
    """

    def __init__(self, size: tuple[int, int], orientation: int) -> None:
        self._size = size
        self._orientation = orientation
        self.pixels: NDArray[np.uint8] | None = None

    def place(self, strip: Image.Image | None, top: int) -> None:
        """Put a strip (mode L or RGB) where it belongs, of which `top` is the first row in the file."""
        if strip is None:
            return
        rows = strip.height
        turned = self._orientation in _TURNED
        if self._orientation in _UPRIGHT:
            strip = strip.transpose(_UPRIGHT[self._orientation])
        values = np.asarray(strip)
        if self.pixels is None:
            width, height = self._size
            self.pixels = np.empty((*((width, height) if turned else (height, width)), *values.shape[2:]), np.uint8)
        start = self._size[1] - top - rows if self._orientation in _FROM_BELOW else top
        placed = self.pixels[:, start : start + rows] if turned else self.pixels[start : start + rows]
        placed[...] = values


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


@contextmanager
def _picture_in(source: PictureFile, limits: Limits) -> Iterator[tuple[Format, ImageFile.ImageFile]]:
    """Read the header and check everything that `limits` limits; nothing is decoded yet."""
    with opened(source, limits.bytes, LOOKED_AT) as file:
        format_ = picture_format(file.head)
        with _damage():
            picture = _checked(format_, file, limits)
        yield format_, picture


def _checked(format_: Format, file: OpenFile, limits: Limits) -> ImageFile.ImageFile:
    before = _MOST_READ_WHOLE if format_ in _READ_WHOLE else _MOST_BEFORE.get(format_, _MOST_BESIDES)
    if format_ in _READ_WHOLE and file.size > before:
        raise FileTooLarge(file.size, before)
    # What readers do not bear is looked for before they see the file.
    if format_ == "WEBP":
        # Its decoder allocates the canvas as soon as it is opened.
        _check_size(_webp_canvas(file.head), replace(limits, pixels=min(limits.pixels, _MOST_PIXELS_OF_WEBP)))
    elif format_ == "JPEG":
        jpeg_markers.check_segments(file.stream, before)
    elif format_ == "TIFF":
        tiff_tags.check_numbers(file.stream)
    file.stream.seek(0)
    stream = Rationed(file.stream, before)
    picture = _READERS[format_](cast(IO[bytes], stream))
    _check_size(_size_as_shown(picture), limits)
    a_channel = _MOST_OF_A_CHANNEL.get(format_, _MOST_OF_A_CHANNEL_IN_OTHERS)
    # TIFF's reader comes back to what it has read.
    rest = before + a_channel * len(picture.getbands()) * picture.width * picture.height
    if format_ == "JPEG":
        _check_scans(picture, file, before + rest)
    stream.allow(rest)
    return picture


def _check_scans(picture: ImageFile.ImageFile, file: OpenFile, most: int) -> None:
    place = file.stream.tell()
    count = jpeg_markers.scans(file.stream, most)
    file.stream.seek(place)
    if count > _MOST_SCANS:
        raise PictureDamaged(f"more than {_MOST_SCANS} progressive scans")
    if count * picture.width * picture.height > _MOST_PIXELS_IN_ALL_SCANS:
        raise PictureDamaged(f"{count} progressive scans of {picture.width} x {picture.height} pixels")


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


def _webp_canvas(head: bytes) -> tuple[int, int]:
    """Read width and height from the first chunk of a WebP file (RFC 9649, 2.4 to 2.7)."""
    chunk = head[12:16]
    if chunk == b"VP8X":
        return int.from_bytes(head[24:27], "little") + 1, int.from_bytes(head[27:30], "little") + 1
    if chunk == b"VP8L" and head[20:21] == b"\x2f":
        bits = int.from_bytes(head[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if chunk == b"VP8 " and head[23:26] == b"\x9d\x01\x2a":
        return int.from_bytes(head[26:28], "little") & 0x3FFF, int.from_bytes(head[28:30], "little") & 0x3FFF
    raise PictureDamaged("no WebP header")


def _orientation(file: ImageFile.ImageFile) -> int:
    """EXIF orientation (1 to 8) still to be applied; the readers of TIFF and HEIF turn by themselves."""
    exif, data = Image.Exif(), file.info.get("exif") or b""
    if len(data) > _MOST_EXIF:
        log.info("EXIF of %d bytes ignored", len(data))
        return 1
    try:
        exif.load(data)
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


def _to_bytes(image: Tensor) -> Tensor:
    """Round (1, C, H, W) in [0, 1] to uint8 (H, W, C) on the CPU."""
    # A sum is quicker than a look at every value, and finite only if all of them are.
    if not math.isfinite(float(image.sum())) and not bool((finite := torch.isfinite(image)).all()):
        raise NonFinitePicture(int((~finite).sum()))
    values = image.detach()[0].float().clamp(0, 1).mul_(255).round_()
    return values.to("cpu", torch.uint8).permute(1, 2, 0).contiguous()
