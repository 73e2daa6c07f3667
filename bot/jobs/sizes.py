"""How large a photo is painted, and how a look becomes the engine's controls."""

from __future__ import annotations

from typing import Literal

from bot.look import METHOD, Look
from engine import Controls

Kind = Literal["photo", "file", "sticker"]

# Longer sides, in pixels: of photos Telegram itself keeps no more than 1280; of files, what fits a worker.
PHOTO_SIDE = 1280
FILE_SIDE = 4096
STICKER_SIDE = 512
FILM_SIDE = 640
# Of a sheet's pictures at least: painted any smaller, strokes would swallow faces.
CELL_SIDE = 480
# The method that takes a minute where others take less than a second, and the sides at which it paints: the largest
# that there is time for. Files too, whose strokes would else be finer than the preview's.
SLOW = "gatys"
SLOW_SIDES = (720, 640, 576, 512)
# The method whose styles have others near them.
VARIED = "vae"
# The longer side that the engine paints at most, at strokes of their usual size; the rest is the photo's own detail.
_PAINTED_SIDE = 1024
_BROADEST = 2.0


def quick(method: str) -> str:
    """Return the method for sheets, strips and films of a look: its own, unless that takes a minute for each."""
    return METHOD if method == SLOW else method


def side(look: Look, kind: Kind) -> int:
    """Return the longer side in pixels to which a photo is reduced before anything else."""
    if kind == "sticker":
        return STICKER_SIDE
    return look.side or (FILE_SIDE if kind == "file" else PHOTO_SIDE)


def reduced(width: int, height: int, longer: int) -> tuple[int, int]:
    """Return width and height of a photo reduced to a longer side; none is enlarged."""
    scale = min(1.0, longer / max(width, height))
    return max(1, round(scale * width)), max(1, round(scale * height))


def controls(look: Look, method: str, longest_side: int | None = None, broader: float = 1.0) -> Controls:
    """Return what the engine is told of a look; what the method does not have is left out.

    Args:
        look: as said.
        method: of the style, which may be another than the look's.
        longest_side: of the result, pixels.
        broader: how much broader strokes are than the look has them.

    Raises:
        engine.ControlError: the look is out of the engine's range.
    """
    return Controls(
        strength=look.strength,
        keep_colours=look.colours,
        longest_side=longest_side,
        seed=look.seed,
        levels=look.levels if method == "wct" else None,
        stroke_size=max(look.stroke, min(_BROADEST, broader * look.stroke)),
        iterations=look.iterations if method == SLOW else None,
    )


def slow_controls(look: Look, kind: Kind, size: tuple[int, int], painted: int) -> Controls:
    """Return what the slow method is told, to paint at a longer side of `painted` pixels, and be enlarged from that.

    Args:
        look: as said.
        kind: of the result.
        size: of the photo, width and height in pixels.
        painted: for strokes of their usual size.
    """
    result = side(look, kind)
    usually = min(result, max(size), _PAINTED_SIDE)
    return controls(look, SLOW, result, max(1.0, usually / painted))
