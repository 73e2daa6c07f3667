"""From whatever a Pillow plugin decoded to 8-bit sRGB and alpha."""

import logging
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image, ImageCms, ImageFile, TiffImagePlugin

log = logging.getLogger(__name__)

_PROFILE_SPACES = {"L": "GRAY", "RGB": "RGB", "CMYK": "CMYK"}


def separate(file: ImageFile.ImageFile) -> tuple[Image.Image, Image.Image | None]:
    """Split a loaded file into 8-bit colour (mode L, RGB or CMYK), over white, and alpha (mode L)."""
    image: Image.Image = file
    if file.mode.startswith("I;16"):
        return _separate_16_bit_grey(file)
    if file.mode in ("I", "F"):
        return Image.fromarray(_grey_from_numbers(np.asarray(file))), None
    if not file.has_transparency_data:
        if file.mode in ("L", "RGB", "CMYK"):
            return image, None
        return image.convert("L" if file.mode == "1" else "RGB"), None
    if file.format == "PNG" and file.mode == "RGB" and max(file.info["transparency"]) > 255:
        # Pillow keeps the upper 8 of 16 bits of the pixels, but all 16 of the transparent colour.
        file.info["transparency"] = tuple(value >> 8 for value in file.info["transparency"])
    opaque_mode = "L" if file.mode in ("1", "L", "LA", "La") else "RGB"
    image = image.convert(opaque_mode + "A")
    alpha = image.getchannel("A")
    if alpha.getextrema() == (255, 255):
        return image.convert(opaque_mode), None
    canvas = Image.new(opaque_mode, image.size, "white")
    canvas.paste(image.convert(opaque_mode), mask=alpha)
    return canvas, alpha


def _separate_16_bit_grey(file: ImageFile.ImageFile) -> tuple[Image.Image, Image.Image | None]:
    values = np.asarray(file).astype(np.uint32)
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


def _grey_from_numbers(values: NDArray[np.int32] | NDArray[np.float32]) -> NDArray[np.uint8]:
    """Map 32-bit samples (H, W) to 8-bit grey.

    Such files (microscopes, heights, depth) state no range: it is taken as [0, 1] for floats, 8 or 16 bits,
    whichever is the first to hold all values, else as the range of the values. What is not finite gets the
    darkest value.
    """
    numbers = values.astype(np.float64)
    finite = np.isfinite(numbers)
    numbers[~finite] = numbers[finite].min() if finite.any() else 0.0
    low, high = float(numbers.min()), float(numbers.max())
    ranges = (1.0, 255.0, 65535.0) if values.dtype.kind == "f" else (255.0, 65535.0)
    full = next((limit for limit in ranges if low >= 0 and high <= limit), None)
    if full is None:
        numbers -= low
        full = high - low or 1.0
    grey: NDArray[np.uint8] = np.rint(numbers * (255 / full)).astype(np.uint8)
    return grey


def to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Convert mode L, RGB or CMYK to sRGB, through the embedded ICC profile if one is there and fits."""
    if not profile:
        return image if image.mode == "RGB" else image.convert("RGB")
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        space = source.profile.xcolor_space.strip()
        if image.mode == "L" and space == "RGB":
            image = image.convert("RGB")
        if space != _PROFILE_SPACES[image.mode]:
            raise ValueError(f"a profile for {space} on a picture in {image.mode}")
        transform = ImageCms.buildTransform(
            source,
            ImageCms.createProfile("sRGB"),
            image.mode,
            "RGB",
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
            ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
        return ImageCms.applyTransform(image, transform) or image.convert("RGB")
    except Exception as error:
        # Most pictures look right without their profile, and none is worth refusing for it.
        log.warning("colour profile ignored: %s", error)
        return image.convert("RGB")
