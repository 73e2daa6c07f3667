"""The bot with a stand-in for the engine: `python -m tests.stand_in_engine` takes what `python -m bot` takes.

For tests and benchmarks of everything around the painting. A painting is the photo turned upside down, after a sleep of
EASEL_STAND_IN_S seconds; in its first rows it says in what look, so that a wrong one is found out.
"""

from __future__ import annotations

import hashlib
import io
import os
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

from PIL import Image

from bot.look import Look
from engine import Cancelled, Gallery

# Of the square in the corner that says how a picture was painted; JPEG blocks have 8.
MARK = 16


class StandInPainter:
    """Takes as long as it is told to, and no torch."""

    def __init__(self) -> None:
        self._gallery = Gallery.load()
        self._seconds = float(os.environ.get("EASEL_STAND_IN_S", "0"))
        self.encoder = "stand-in"

    def warm_up(self) -> None:
        """Do nothing: there is nothing to load."""

    def credit(self, name: str) -> str:
        """Return a gallery style's credit."""
        return self._gallery[name].credit

    def methods_of(self, name: str) -> tuple[str, ...]:
        """Return the methods of a gallery style."""
        return self._gallery.methods(name)

    def estimate(self, width: int, height: int, look: Look, kind: str) -> float:
        """Return what a painting takes."""
        return self._seconds

    def learn(self, painting: bytes, method: str) -> bytes:
        """Return something that stands for statistics."""
        return hashlib.sha256(painting).digest()

    def paint(
        self,
        photo: bytes,
        look: Look,
        sources: Sequence[object],
        kind: str,
        on_progress: Callable[[Any], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Any:
        """Turn a photo upside down, and mark it."""
        from bot.jobs.painter import Painted

        end = time.monotonic() + self._seconds
        while time.monotonic() < end:
            if cancelled is not None and cancelled():
                raise Cancelled
            time.sleep(min(0.02, self._seconds))
        with Image.open(io.BytesIO(photo)) as opened:
            image = opened.convert("RGB").transpose(Image.Transpose.ROTATE_180)
        image.paste(mark_of(look), (0, 0, MARK, MARK))
        out = io.BytesIO()
        image.save(out, "JPEG", quality=95)
        return Painted(out.getvalue(), "JPEG", *image.size)


def mark_of(look: Look) -> tuple[int, int, int]:
    """Return the colour of the mark that a look leaves."""
    red, green, blue = hashlib.sha256(look.key.encode()).digest()[:3]
    return red, green, blue


def main() -> int:
    """Run the bot, or the part of it that the arguments name, with the stand-in."""
    from bot import __main__, supervisor
    from bot.jobs import painter

    supervisor.Child.command = (sys.executable, "-m", "tests.stand_in_engine")
    painter.Painter = StandInPainter  # type: ignore[misc,assignment]
    return __main__.main()


if __name__ == "__main__":
    sys.exit(main())
