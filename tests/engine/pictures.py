"""Pictures drawn by code: a landscape to paint, and a painting to paint it like."""

from __future__ import annotations

import numpy as np
import torch
from PIL import Image, ImageDraw, ImageFilter

from engine import Picture


def landscape(width: int = 160, height: int = 120) -> Image.Image:
    """A sky with a sun, hills, a house: smooth areas, edges and texture."""
    y = np.mgrid[0:height, 0:width][0] / max(width, height)
    sky = np.stack([0.45 + 0.4 * y, 0.6 + 0.25 * y, 0.9 - 0.1 * y], -1)
    noise = np.random.default_rng(0).normal(0, 0.02, (height, width, 1))
    image = Image.fromarray((np.clip(sky + noise, 0, 1) * 255).astype(np.uint8))
    draw = ImageDraw.Draw(image)
    draw.ellipse([width * 0.7, height * 0.1, width * 0.85, height * 0.3], fill=(255, 230, 120))
    draw.polygon(
        [(0, height * 0.7), (width * 0.4, height * 0.4), (width, height * 0.8), (width, height), (0, height)],
        (60, 110, 60),
    )
    draw.rectangle([width * 0.2, height * 0.6, width * 0.4, height * 0.85], fill=(170, 70, 50))
    draw.rectangle([width * 0.26, height * 0.68, width * 0.33, height * 0.78], fill=(250, 240, 200))
    return image


def strokes(size: int = 320, seed: int = 1) -> Image.Image:
    """Short thick strokes in blue, ochre and white on a dark ground."""
    random = np.random.default_rng(seed)
    image = Image.new("RGB", (size, size), (20, 30, 60))
    draw = ImageDraw.Draw(image)
    palette = [(30, 60, 140), (220, 170, 60), (235, 235, 220), (60, 120, 190), (15, 20, 40)]
    for _ in range(size * 6):
        x, y = random.uniform(0, size, 2)
        angle = np.sin(x / 40) + np.cos(y / 60)
        dx, dy = 12 * np.cos(angle), 12 * np.sin(angle)
        draw.line([x, y, x + dx, y + dy], palette[random.integers(len(palette))], 4)
    return image.filter(ImageFilter.GaussianBlur(0.6))


def picture(image: Image.Image) -> Picture:
    """A drawn image as the engine's decoder would hand it over."""
    return Picture(torch.from_numpy(np.array(image.convert("RGB"))), None, "PNG")
