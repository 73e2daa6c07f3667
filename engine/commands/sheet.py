"""Contact sheets: pictures in rows, with labels, drawn with Pillow."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from engine import Picture

_PAPER, _INK, _FAINT = (255, 255, 255), (30, 30, 30), (110, 110, 110)
_GAP = 10
# Fonts that systems come with, and that have the letters of painters' names; Pillow's own has ASCII's alone.
_FONTS = ("DejaVuSans.ttf", "LiberationSans-Regular.ttf", "Arial.ttf", "arial.ttf", "Helvetica.ttc")
_ASCII = str.maketrans({"×": "x", "–": "-", "—": "-", "“": '"', "”": '"', "’": "'", "ø": "o", "Ø": "O", "ł": "l"})


@dataclass(frozen=True)
class Cell:
    """A picture, and the lines under it, of which the first is the loudest."""

    picture: Image.Image
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """Cells beside each other, and the lines on their left, if there are any."""

    cells: tuple[Cell, ...]
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Heading:
    """Words above the columns of the rows that follow; the first is above the rows' own lines."""

    columns: tuple[str, ...]


def to_image(picture: Picture) -> Image.Image:
    """A picture as Pillow's, over white."""
    return Image.fromarray(picture.pixels.contiguous().numpy())


def fitted(image: Image.Image, width: int, height: int) -> Image.Image:
    """An image of at most `width` x `height` pixels; never enlarged."""
    scale = min(1.0, width / image.width, height / image.height)
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image if size == image.size else image.resize(size, Image.Resampling.LANCZOS)


def draw(rows: Sequence[Row | Heading], text: int = 16) -> Image.Image:
    """A sheet of these rows; columns are as wide as their widest picture, and rows as high as their highest.

    Args:
        rows: from the top.
        text: height of the first lines, pixels.
    """
    loud, quiet = _font(text), _font(max(9, round(text * 0.8)))
    line = round(text * 1.35)
    count = max(len(row.cells) for row in rows if isinstance(row, Row))
    widths = [
        max((row.cells[at].picture.width for row in rows if isinstance(row, Row) and at < len(row.cells)), default=0)
        for at in range(count)
    ]
    beside = [part for row in rows for part in (row.lines if isinstance(row, Row) else row.columns[:1])]
    left = min(max((_width(part, loud) for part in beside), default=0), 12 * text)
    start = _GAP + (left + _GAP if left else 0)
    columns = [start + sum(widths[:at]) + at * _GAP for at in range(count)]

    heights = [_height(row, line) for row in rows]
    canvas = Image.new("RGB", (columns[-1] + widths[-1] + _GAP, sum(heights) + _GAP * (len(rows) + 1)), _PAPER)
    pen = ImageDraw.Draw(canvas)

    def write(place: tuple[int, int], said: Sequence[str], room: int) -> None:
        for number, part in enumerate(said):
            font, ink = (loud, _INK) if number == 0 else (quiet, _FAINT)
            pen.text((place[0], place[1] + number * line), _shortened(part, font, room), ink, font)

    top = _GAP
    for row, height in zip(rows, heights, strict=True):
        if isinstance(row, Heading):
            for part, x, room in zip(row.columns, (_GAP, *columns), (left, *widths), strict=False):
                write((x, top), [part], room)
        else:
            write((_GAP, top), [piece for part in row.lines for piece in _wrapped(part, loud, left)], left)
            deepest = max((cell.picture.height for cell in row.cells), default=0)
            for cell, x, room in zip(row.cells, columns, widths, strict=False):
                canvas.paste(cell.picture, (x, top + deepest - cell.picture.height))
                write((x, top + deepest + 4), cell.lines, room)
        top += height + _GAP
    return canvas


def notice(said: str, width: int, height: int, text: int = 14) -> Image.Image:
    """A grey picture with words instead of a painting."""
    image = Image.new("RGB", (width, height), (235, 235, 235))
    font = _font(text)
    lines = _wrapped(said, font, width - 2 * _GAP)
    ImageDraw.Draw(image).multiline_text((_GAP, _GAP), _writable("\n".join(lines), font), _FAINT, font)
    return image


def landscape(width: int = 640, height: int = 480) -> Image.Image:
    """A drawn photo for whoever has none at hand: sky, sun, hills, a house, water."""
    rows, columns = np.mgrid[0:height, 0:width]
    down, along = rows / height, columns / width
    noise = np.random.default_rng(0).normal(0, 1, (height, width))
    pixels = np.stack([0.42 + 0.5 * down, 0.6 + 0.3 * down, 0.92 - 0.1 * down], -1)
    for ridge, (base, swing, colour) in enumerate(
        ((0.5, 0.10, (0.45, 0.52, 0.62)), (0.6, 0.07, (0.36, 0.5, 0.33)), (0.7, 0.03, (0.27, 0.42, 0.2)))
    ):
        line = base + swing * np.sin(along * (5 + 3 * ridge) + 1.7 * ridge) + 0.4 * swing * np.sin(along * 19 + ridge)
        shade = 1 + 0.5 * (down - line) + 0.05 * noise
        pixels = np.where((down > line)[..., None], np.array(colour) * shade[..., None], pixels)
    water = (0.84 + 0.01 * np.sin(along * 30) < down)[..., None]
    glitter = 0.08 * np.sin(down * 190 + 3 * np.sin(along * 24)) * (noise > -0.5)
    pixels = np.where(water, np.array((0.3, 0.45, 0.6)) + glitter[..., None], pixels)
    image = Image.fromarray((np.clip(pixels + 0.012 * noise[..., None], 0, 1) * 255).astype(np.uint8))
    pen = ImageDraw.Draw(image)

    def at(*places: tuple[float, float]) -> list[tuple[float, float]]:
        return [(x * width, y * height) for x, y in places]

    pen.ellipse(at((0.72, 0.1), (0.82, 0.1 + 0.1 * width / height)), (255, 236, 150))
    pen.rectangle(at((0.2, 0.6), (0.38, 0.8)), (196, 172, 140))
    pen.polygon(at((0.17, 0.61), (0.29, 0.46), (0.41, 0.61)), (150, 62, 46))
    for x in (0.23, 0.32):
        pen.rectangle(at((x, 0.66), (x + 0.035, 0.72)), (60, 70, 90))
    pen.rectangle(at((0.275, 0.7), (0.31, 0.8)), (92, 58, 40))
    for x, y, size in ((0.55, 0.72, 0.11), (0.66, 0.75, 0.08), (0.9, 0.73, 0.13)):
        pen.rectangle(at((x - 0.008, y), (x + 0.008, y + 0.09)), (70, 50, 36))
        pen.ellipse(at((x - size / 2, y - size * 1.3), (x + size / 2, y + 0.02)), (38, 84, 44))
        pen.ellipse(at((x - size / 3, y - size * 1.2), (x + size / 5, y - size * 0.4)), (74, 122, 60))
    return image


def _height(row: Row | Heading, line: int) -> int:
    if isinstance(row, Heading):
        return line
    pictures = max((cell.picture.height for cell in row.cells), default=0)
    under = max((len(cell.lines) for cell in row.cells), default=0)
    return max(pictures + (under * line + 4 if under else 0), len(row.lines) * line)


@functools.cache
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    for name in _FONTS:
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    return ImageFont.load_default(size)


def _writable(said: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont) -> str:
    """The words in letters that the font has: without their accents, where there is only Pillow's own."""
    if isinstance(font, ImageFont.FreeTypeFont) and isinstance(font.path, str):
        return said
    plain = unicodedata.normalize("NFKD", said.translate(_ASCII))
    return (
        "".join(letter for letter in plain if letter.isascii() or not unicodedata.combining(letter))
        .encode("ascii", "replace")
        .decode("ascii")
    )


def _width(said: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont) -> int:
    return round(font.getlength(_writable(said, font)))


def _shortened(said: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont, room: int) -> str:
    said = _writable(said, font)
    if _width(said, font) <= room:
        return said
    while said and _width(said + "...", font) > room:
        said = said[:-1]
    return said.rstrip(" ,") + "..."


def _wrapped(said: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont, room: int) -> list[str]:
    lines = [""]
    for word in said.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and _width(longer, font) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
