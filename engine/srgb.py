"""From whatever a Pillow plugin decoded to 8-bit sRGB and alpha."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image, ImageCms, ImageFile, TiffImagePlugin

log = logging.getLogger(__name__)

Separated: TypeAlias = tuple[Image.Image, Image.Image | None]
"""8-bit colour (mode L, RGB or CMYK), over white, and alpha (mode L) if the file has any."""

_PROFILE_SPACES = {"L": "GRAY", "RGB": "RGB", "CMYK": "CMYK"}
# Samples of 32 bits that are looked at at a time.
_CHUNK = 2**22


def separator(file: ImageFile.ImageFile) -> Callable[[Image.Image], Separated]:
    """How to split a loaded file, or any strip that is cropped from it, into colour over white and alpha."""
    if file.mode.startswith("I;16"):
        return partial(_separate_16_bit_grey, file)
    if file.mode in ("I", "F"):
        low, full = _range_of_numbers(file)
        return lambda strip: (Image.fromarray(_grey_from_numbers(np.asarray(strip), low, full)), None)
    if not file.has_transparency_data:
        if file.mode in ("L", "RGB", "CMYK"):
            return lambda strip: (strip, None)
        mode = "L" if file.mode == "1" else "RGB"
        return lambda strip: (strip.convert(mode), None)
    if file.format == "PNG" and file.mode == "RGB" and max(file.info["transparency"]) > 255:
        # Pillow keeps the upper 8 of 16 bits of the pixels, but all 16 of the transparent colour.
        file.info["transparency"] = tuple(value >> 8 for value in file.info["transparency"])
    return partial(_separate_alpha, "L" if file.mode in ("1", "L", "LA", "La") else "RGB")


def _separate_alpha(opaque_mode: str, strip: Image.Image) -> Separated:
    image = strip.convert(opaque_mode + "A")
    alpha = image.getchannel("A")
    if alpha.getextrema() == (255, 255):
        return image.convert(opaque_mode), alpha
    canvas = Image.new(opaque_mode, image.size, "white")
    canvas.paste(image.convert(opaque_mode), mask=alpha)
    return canvas, alpha


def _separate_16_bit_grey(file: ImageFile.ImageFile, strip: Image.Image) -> Separated:
    values = np.asarray(strip).astype(np.uint32)
    full, inverted = 65535, False
    if isinstance(file, TiffImagePlugin.TiffImageFile):
        full = 2 ** min(16, max(file.tag_v2.get(ExifTags.Base.BitsPerSample, (16,)))) - 1
        inverted = file.tag_v2.get(ExifTags.Base.PhotometricInterpretation) == 0
    grey = ((np.minimum(values, full) * 255 + full // 2) // full).astype(np.uint8)
    if inverted:
        grey = 255 - grey
    transparent = file.info.get("transparency")
    if not isinstance(transparent, int):
        return Image.fromarray(grey), None
    hidden = values == transparent
    grey[hidden] = 255
    return Image.fromarray(grey), Image.fromarray(np.where(hidden, 0, 255).astype(np.uint8))


def _range_of_numbers(file: Image.Image) -> tuple[float, float]:
    """The darkest value of 32-bit samples, and by how much white is above it.

    Such files (microscopes, heights, depth) state no range: it is taken as [0, 1] for floats, 8 or 16 bits,
    whichever is the first to hold all values, else as the range of the values, of those that are finite.
    """
    low, high = np.inf, -np.inf
    width, height = file.size
    rows = max(1, _CHUNK // width)
    for top in range(0, height, rows):
        values = np.asarray(file.crop((0, top, width, min(top + rows, height))))
        finite = values[np.isfinite(values)]
        if finite.size:
            low, high = min(low, float(finite.min())), max(high, float(finite.max()))
    if low > high:
        return 0.0, 1.0
    ranges = (1.0, 255.0, 65535.0) if file.mode == "F" else (255.0, 65535.0)
    full = next((limit for limit in ranges if low >= 0 and high <= limit), None)
    return (low, high - low or 1.0) if full is None else (0.0, full)


def _grey_from_numbers(values: NDArray[np.int32] | NDArray[np.float32], low: float, full: float) -> NDArray[np.uint8]:
    """Map 32-bit samples (H, W) to 8-bit grey; what is not finite gets black."""
    numbers = values.astype(np.float64)
    numbers[~np.isfinite(numbers)] = low
    grey: NDArray[np.uint8] = np.rint((numbers - low) * (255 / full)).astype(np.uint8)
    return grey


def to_srgb(mode: str, profile: bytes | None) -> Callable[[Image.Image], Image.Image]:
    """How to convert images of mode L, RGB or CMYK to sRGB: by the file's ICC profile, if there is one that fits."""
    if not profile:
        return _plainly
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        space = source.profile.xcolor_space.strip()
        given = "RGB" if mode == "L" and space == "RGB" else mode
        if space != _PROFILE_SPACES[given]:
            raise ValueError(f"a profile for {space} on a picture in {given}")
        transform = ImageCms.buildTransform(
            source,
            ImageCms.createProfile("sRGB"),
            given,
            "RGB",
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
            ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except Exception as error:
        # Most pictures look right without their profile, and none is worth refusing for it.
        log.warning("colour profile ignored: %s", error)
        return _plainly

    def convert(image: Image.Image) -> Image.Image:
        converted = image if image.mode == given else image.convert(given)
        return ImageCms.applyTransform(converted, transform) or converted.convert("RGB")

    return convert


def _plainly(image: Image.Image) -> Image.Image:
    return image if image.mode == "RGB" else image.convert("RGB")
