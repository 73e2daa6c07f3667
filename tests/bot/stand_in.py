"""Stand-ins for tests of the bot that are not about painting: a painter without torch, and a small gallery."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from bot.jobs.painter import LearntStyle, Painted, StyleSource
from bot.storage.models import Job
from engine import Cancelled, Entry, Gallery, PictureDamaged

GALLERY = Gallery(
    (
        Entry("iris", "Irises", "Vincent van Gogh", "1889"),
        Entry("wave", "Under the Wave", "Katsushika Hokusai", "c. 1831"),
    ),
    Path("nowhere"),
)


def picture(width: int = 320, height: int = 240, colour: str = "teal", format: str = "JPEG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, format)
    return out.getvalue()


def size_of(data: bytes) -> tuple[int, int]:
    return Image.open(io.BytesIO(data)).size


class StandInPainter:
    """Turns pictures upside down; `painted` lists what it was asked for, `hold` keeps it busy."""

    def __init__(self) -> None:
        self.encoder = "stand-in"
        self.painted: list[tuple[str, StyleSource]] = []
        self.learnt: list[bytes] = []
        self.free = threading.Event()
        self.free.set()
        self.begun = threading.Event()
        self.error: Exception | None = None
        self.result: Painted | None = None

    def warm_up(self) -> None:
        pass

    def credit(self, name: str) -> str:
        return GALLERY[name].credit

    def paint(
        self, photo: bytes, source: StyleSource, job: Job, cancelled: Callable[[], bool] | None = None
    ) -> Painted:
        self.painted.append((job.id, source))
        self.begun.set()
        while not self.free.wait(0.02):
            if cancelled is not None and cancelled():
                raise Cancelled
        if self.error is not None:
            raise self.error
        if self.result is not None:
            return self.result
        image = self._open(photo).transpose(Image.Transpose.ROTATE_180)
        out = io.BytesIO()
        image.save(out, "JPEG")
        return Painted(out.getvalue(), "JPEG", *image.size)

    def learn(self, painting: bytes) -> bytes:
        self._open(painting)
        self.learnt.append(painting)
        return f"statistics by {self.encoder}".encode()

    @staticmethod
    def _open(data: bytes) -> Image.Image:
        try:
            image = Image.open(io.BytesIO(data))
            image.load()
        except OSError as error:
            raise PictureDamaged(str(error)) from error
        return image.convert("RGB")


def own(source: StyleSource) -> LearntStyle:
    assert isinstance(source, LearntStyle)
    return source
