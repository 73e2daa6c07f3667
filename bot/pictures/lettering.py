"""Numbers and marks that can be read on any picture: on a plate of their own."""

from __future__ import annotations

from PIL import Image, ImageDraw, ImageFont

Colour = tuple[int, int, int]

# Drawn so much larger and then reduced: Pillow's shapes have hard edges.
_FINER = 4


def badge(words: str, height: int, ink: Colour, plate: Colour) -> Image.Image:
    """Draw words on a plate with round corners, RGBA, `height` pixels high and at least as wide.

    Pillow's own font, which is the same on every system, has ASCII's letters alone.
    """
    tall = _FINER * height
    # Its size is loaded anew each time: it is milliseconds, and a font must not be shared between threads.
    font = ImageFont.load_default(0.66 * tall)
    wide = max(tall, round(font.getlength(words) + 0.6 * tall))
    image = _plate(wide, tall, plate)
    # On the baseline, so that figures stand in the middle by their own height, and all words at the same.
    baseline = (tall - font.getbbox("0", anchor="ls")[1]) / 2
    weight = round(0.025 * tall)
    ImageDraw.Draw(image).text((wide / 2, baseline), words, ink, font, "ms", stroke_width=weight, stroke_fill=ink)
    return image.reduce(_FINER)


def check(height: int, ink: Colour, plate: Colour) -> Image.Image:
    """Draw a check mark on a square plate with round corners, RGBA, `height` pixels high and wide."""
    tall = _FINER * height
    image = _plate(tall, tall, plate)
    corners = [(x * tall, y * tall) for x, y in ((0.24, 0.53), (0.43, 0.71), (0.76, 0.31))]
    pen = ImageDraw.Draw(image)
    weight = round(0.1 * tall)
    pen.line(corners, ink, weight, "curve")
    for x, y in (corners[0], corners[-1]):
        pen.ellipse((x - weight / 2, y - weight / 2, x + weight / 2, y + weight / 2), ink)
    return image.reduce(_FINER)


def _plate(width: int, height: int, colour: Colour) -> Image.Image:
    image = Image.new("RGBA", (width, height), (*colour, 0))
    ImageDraw.Draw(image).rounded_rectangle((0, 0, width - 1, height - 1), 0.28 * height, (*colour, 255))
    return image
