"""The bot with a stand-in for the engine: `python -m tests.stand_in_engine` takes what `python -m bot` takes.

For tests and benchmarks of everything around the painting. The photo is decoded as the engine does it, and turned
upside down after EASEL_STAND_IN_S seconds; a mark in the corner says what was asked for, so that a wrong one is found.
Of up to EASEL_STAND_IN_AT_ONCE photos that are alike, all together take as long as one.
"""

from __future__ import annotations

import hashlib
import io
import os
import sys
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from bot.limits.file_limits import TELEGRAM, FileLimits
from bot.look import Look
from engine import Cancelled, Gallery, Limits, PictureError, PictureFile

if TYPE_CHECKING:
    from bot.jobs.commission import Commission
    from bot.jobs.painted import Painted
    from bot.jobs.painter import Kind, StyleSource
    from engine import EngineError, Progress

# Of the square in the corner that says what was asked for; JPEG blocks have 8.
MARK = 16
FILM_SIZE = 320, 240
_FILM_FRAMES = 4


class StandInPainter:
    """Takes as long as it is told to, and no network."""

    def __init__(self, limits: FileLimits = TELEGRAM) -> None:
        self._limits = Limits(bytes=limits.download)
        self._gallery = Gallery.load()
        self._seconds = float(os.environ.get("EASEL_STAND_IN_S", "0"))
        self.encoder = "stand-in"
        self.most_at_once = int(os.environ.get("EASEL_STAND_IN_AT_ONCE", "1"))

    def warm_up(self) -> None:
        """Do nothing: there is nothing to load."""

    def credit(self, name: str) -> str:
        """Return a gallery style's credit."""
        return self._gallery[name].credit

    def methods_of(self, name: str) -> tuple[str, ...]:
        """Return the methods of a gallery style."""
        return self._gallery.methods(name)

    def estimate(self, width: int, height: int, look: Look, kind: Kind) -> float:
        """Return what a painting takes."""
        return self._seconds

    def learn(self, painting: PictureFile, method: str) -> bytes:
        """Return something that stands for statistics."""
        self._opened(painting)
        return hashlib.sha256(painting).digest()

    def paint(
        self,
        photo: PictureFile,
        look: Look,
        sources: Sequence[StyleSource],
        kind: Kind,
        on_progress: Callable[[Progress], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Painted:
        """Turn a photo upside down, and mark it."""
        from bot.jobs import sizes
        from bot.jobs.painted import Painted
        from bot.pictures import sticker

        image = self._painted(photo, mark_of(look), sizes.side(look, kind), cancelled)
        if kind == "sticker":
            data, size = sticker.encode(image)
            return Painted(data, "WEBP", *size)
        return _jpeg(image)

    def paint_many(
        self, commissions: Sequence[Commission], cancelled: Callable[[], bool] | None = None
    ) -> list[Painted | EngineError]:
        """Do the same to several, in the time of one."""
        results: list[Painted | EngineError] = []
        seconds = self._seconds
        try:
            for one in commissions:
                try:
                    results.append(self.paint(one.photo, one.look, one.sources, one.kind, None, cancelled))
                except PictureError as error:
                    results.append(error)
                self._seconds = 0.0
        finally:
            self._seconds = seconds
        return results

    def sheet(
        self,
        photo: PictureFile,
        look: Look,
        sources: Sequence[StyleSource],
        first_number: int,
        chosen: int | None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Painted:
        """Do the same, with the mark of a page of the gallery."""
        return _jpeg(self._painted(photo, mark_of_sheet(look, first_number), cancelled=cancelled))

    def strip(
        self,
        photo: PictureFile,
        look: Look,
        sources: Sequence[StyleSource],
        cancelled: Callable[[], bool] | None = None,
    ) -> Painted:
        """Do the same, with the mark of a strip."""
        return _jpeg(self._painted(photo, mark_of_strip(look), cancelled=cancelled))

    def film(
        self,
        photo: PictureFile,
        look: Look,
        sources: Sequence[StyleSource],
        cancelled: Callable[[], bool] | None = None,
    ) -> Painted:
        """Do the same, as a short film of FILM_SIZE."""
        from bot.jobs.painted import Painted
        from bot.pictures import film

        image = self._painted(photo, mark_of_film(look), cancelled=cancelled, size=FILM_SIZE)
        return Painted(film.encode([np.asarray(image)] * _FILM_FRAMES, *FILM_SIZE, 24), "MP4", *FILM_SIZE)

    def _painted(
        self,
        photo: PictureFile,
        mark: tuple[int, int, int],
        longest_side: int | None = None,
        cancelled: Callable[[], bool] | None = None,
        size: tuple[int, int] | None = None,
    ) -> Image.Image:
        image = self._opened(photo, longest_side)
        end = time.monotonic() + self._seconds
        while (left := end - time.monotonic()) > 0:
            if cancelled is not None and cancelled():
                raise Cancelled
            time.sleep(min(0.02, left))
        image = image.transpose(Image.Transpose.ROTATE_180)
        if size is not None:
            image = image.resize(size)
        image.paste(mark, (0, 0, MARK, MARK))
        return image

    def _opened(self, photo: PictureFile, longest_side: int | None = None) -> Image.Image:
        """Decode as the engine does: what a decoder does to a worker, it does to this one."""
        from bot.jobs.sizes import PHOTO_SIDE
        from bot.pictures import image
        from engine import decode

        return image.of(decode(photo, self._limits, longest_side or PHOTO_SIDE)).convert("RGB")


def mark_of(look: Look) -> tuple[int, int, int]:
    """Return the colour of the mark that a look leaves on a painting."""
    return _colour("painting", look)


def mark_of_sheet(look: Look, first_number: int) -> tuple[int, int, int]:
    """Return the colour of the mark on a page of the gallery."""
    return _colour(f"sheet from {first_number}", look)


def mark_of_strip(look: Look) -> tuple[int, int, int]:
    """Return the colour of the mark on a strip."""
    return _colour("strip", look)


def mark_of_film(look: Look) -> tuple[int, int, int]:
    """Return the colour of the mark on a film."""
    return _colour("film", look)


def _colour(what: str, look: Look) -> tuple[int, int, int]:
    red, green, blue = hashlib.sha256(f"{what} {look.key}".encode()).digest()[:3]
    return red, green, blue


def _jpeg(image: Image.Image) -> Painted:
    from bot.jobs.painted import Painted

    out = io.BytesIO()
    image.save(out, "JPEG", quality=95, subsampling="4:4:4")
    return Painted(out.getvalue(), "JPEG", *image.size)


def main() -> int:
    """Run the bot, or the part of it that the arguments name, with the stand-in."""
    from bot import __main__, supervisor
    from bot.jobs import painter

    supervisor.Child.command = (sys.executable, "-m", "tests.stand_in_engine")
    painter.Painter = StandInPainter  # type: ignore[misc,assignment]
    return __main__.main()


if __name__ == "__main__":
    sys.exit(main())
