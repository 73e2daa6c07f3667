"""Painting at the size people see, and carrying the photo's detail up to its full size.

The way up goes strip by strip: of a photo of 100 megapixels nothing but 8-bit pixels is ever whole.
"""

from __future__ import annotations

import torch
from torch import Tensor

from engine.colour import LUMA, luma
from engine.images import Picture

# How much of the photo's fine brightness a full-strength painting keeps: paint covers some of it, not all.
_KEPT = 0.5
# Pixels of the photo that are held in float32 at a time, 12 bytes each.
_STRIP = 2**19


def resize(image: Tensor, height: int, width: int) -> Tensor:
    """`(B, C, H, W)` -> `(B, C, height, width)`, antialiased when reducing."""
    if image.shape[-2:] == (height, width):
        return image
    return torch.nn.functional.interpolate(image, (height, width), mode="bicubic", antialias=True)


def fit(height: int, width: int, longest_side: int) -> tuple[int, int]:
    """The height and width that a picture has when its longer side is `longest_side`."""
    scale = longest_side / max(height, width)
    return max(1, round(height * scale)), max(1, round(width * scale))


def resized(photo: Picture, height: int, width: int) -> Picture:
    """`resize` of a picture, in 8 bits: faster than in float32, and without a copy of it in another layout."""
    if (photo.height, photo.width) == (height, width):
        return photo
    planes = resize(photo.pixels.permute(2, 0, 1)[None], height, width)
    return photo.with_pixels(planes[0].permute(1, 2, 0).contiguous())


def carry_up(painted: Tensor, reduced: Tensor, photo: Picture, strength: float) -> Picture:
    """A painting of the reduced photo, at the photo's own size.

    What the reduction took from the photo comes back, all of it at strength 0 (where the result is the photo), and
    half of its brightness alone at strength 1. The full-size file looks like its preview, not like a finer weave.

    With u for resizing, l for brightness, p the painting, r the reduced photo, x the photo, s the strength and k = 1/2,
    that is u(p) + (1 - s) (x - u(r)) + s k l(x - u(r)). All of it is linear, so u(p - (1 - s) r - s k l(r)), where one
    image is enlarged and not two, plus (1 - s) x + s k l(x) is the same.

    Args:
        painted: `(1, 3, h, w)`, painted from `reduced` of the same shape, of any size.
        photo: of any size.
    """
    change = painted - (1 - strength) * reduced - strength * _KEPT * luma(reduced)
    brightness = strength * _KEPT * torch.tensor(LUMA)
    height, width = photo.height, photo.width
    pixels = torch.empty_like(photo.pixels)
    step = max(1, _STRIP // width)
    for top in range(0, height, step):
        bottom = min(top + step, height)
        span, taps = _taps(change.shape[-2], height, top, bottom)
        wide = resize(change[..., span, :], span.stop - span.start, width)[0].permute(1, 2, 0)
        strip = photo.pixels[top:bottom].float()
        grey = strip @ brightness
        rows = strip.flatten(1).addmm_(taps, wide.flatten(1), beta=1 - strength, alpha=255)
        pixels[top:bottom] = rows.view_as(strip).add_(grey[..., None]).clamp_(0, 255).round_()
    return photo.with_pixels(pixels)


def within(weights: Tensor, painted: Picture, photo: Picture) -> Picture:
    """`painted` where the weights `(H', W')` are 1, `photo` where they are 0, between them a mixture; by strips.

    Args:
        weights: of any size, in [0, 1].
        painted: of the photo's size.
    """
    height, width = photo.height, photo.width
    shares = resize(weights[None, None], height, width)[0, 0].clamp(0, 1)
    pixels = torch.empty_like(photo.pixels)
    step = max(1, _STRIP // width)
    for top in range(0, height, step):
        rows = slice(top, top + step)
        strip = torch.lerp(photo.pixels[rows].float(), painted.pixels[rows].float(), shares[rows, :, None])
        pixels[rows] = strip.round_()
    return photo.with_pixels(pixels)


def _taps(size: int, wanted: int, first: int, last: int) -> tuple[slice, Tensor]:
    """What `resize` of `size` rows to `wanted` makes its rows from `first` to `last` of.

    Returns:
        The rows that it reads, and how much of each `(last - first, rows)`: Keys's cubic with a = -1/2 (1981, equation
        4), stretched when reducing.
    """
    scale = size / wanted
    stretch = max(1.0, scale)
    centres = (torch.arange(first, last, dtype=torch.float64) + 0.5) * scale
    span = slice(max(0, int(centres[0] - 2 * stretch)), min(size, int(centres[-1] + 2 * stretch) + 1))
    x = ((torch.arange(span.start, span.stop, dtype=torch.float64) + 0.5 - centres[:, None]) / stretch).abs()
    near, far = (1.5 * x - 2.5) * x * x + 1, ((-0.5 * x + 2.5) * x - 4) * x + 2
    taps = torch.where(x < 1, near, torch.where(x < 2, far, 0.0))
    return span, (taps / taps.sum(1, keepdim=True)).float()
