"""Stand-ins for tests of the bot that are not about painting: a painter without torch, and a small gallery."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from PIL import Image

from bot.jobs.painted import Format, Painted
from bot.jobs.painter import Kind, LearntStyle, StyleSource
from bot.limits.file_limits import TELEGRAM, FileLimits
from bot.look import Look
from bot.pictures import film
from engine import Cancelled, Entry, Gallery, PictureDamaged, PictureError, PictureFile

if TYPE_CHECKING:
    from bot.jobs.commission import Commission
    from engine import EngineError, Progress

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


class Asked(NamedTuple):
    """What the painter was asked for: "photo", "file", "sticker", "sheet", "strip" or "film"."""

    what: str
    look: Look
    sources: tuple[StyleSource, ...]


class StandInPainter:
    """Turns pictures upside down; `painted` lists what it was asked for, `free` keeps it busy, `seconds` it estimates.

    What it is asked to report on goes as `reports` say; `error` is raised and `result` returned in place of a picture.
    `batches` lists how many it painted at once, where that were several.
    """

    def __init__(self, limits: FileLimits = TELEGRAM) -> None:
        self.encoder = "stand-in"
        self.painted: list[Asked] = []
        self.learnt: list[tuple[PictureFile, str]] = []
        self.free = threading.Event()
        self.free.set()
        self.begun = threading.Event()
        self.error: Exception | None = None
        self.result: Painted | None = None
        self.seconds = 0.1
        self.most_at_once = 1
        self.batches: list[int] = []
        self.reports: list[Progress] = []

    def warm_up(self) -> None:
        pass

    def credit(self, name: str) -> str:
        return GALLERY[name].credit

    def methods_of(self, name: str) -> tuple[str, ...]:
        GALLERY[name]
        return ("adain", "vae", "wct")

    def estimate(self, width: int, height: int, look: Look, kind: Kind) -> float:
        return self.seconds

    def learn(self, painting: PictureFile, method: str) -> bytes:
        _open(painting)
        self.learnt.append((painting, method))
        return f"statistics by {self.encoder}".encode()

    def paint(
        self,
        photo: PictureFile,
        look: Look,
        sources: Sequence[StyleSource],
        kind: Kind,
        on_progress: Callable[[Progress], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Painted:
        for progress in self.reports:
            if on_progress is not None:
                on_progress(progress)
        formats: dict[Kind, Format] = {"photo": "JPEG", "file": "JPEG", "sticker": "WEBP"}
        return self._work(Asked(kind, look, tuple(sources)), photo, formats[kind], cancelled)

    def paint_many(
        self, commissions: Sequence[Commission], cancelled: Callable[[], bool] | None = None
    ) -> list[Painted | EngineError]:
        self.batches.append(len(commissions))
        results: list[Painted | EngineError] = []
        for one in commissions:
            try:
                results.append(self.paint(one.photo, one.look, one.sources, one.kind, None, cancelled))
            except PictureError as error:
                results.append(error)
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
        return self._work(Asked("sheet", look, tuple(sources)), photo, "JPEG", cancelled)

    def strip(
        self,
        photo: PictureFile,
        look: Look,
        sources: Sequence[StyleSource],
        cancelled: Callable[[], bool] | None = None,
    ) -> Painted:
        return self._work(Asked("strip", look, tuple(sources)), photo, "JPEG", cancelled)

    def film(
        self,
        photo: PictureFile,
        look: Look,
        sources: Sequence[StyleSource],
        cancelled: Callable[[], bool] | None = None,
    ) -> Painted:
        return self._work(Asked("film", look, tuple(sources)), photo, "MP4", cancelled)

    def _work(self, asked: Asked, photo: PictureFile, format: Format, cancelled: Callable[[], bool] | None) -> Painted:
        self.painted.append(asked)
        self.begun.set()
        while not self.free.wait(0.02):
            if cancelled is not None and cancelled():
                raise Cancelled
        if self.error is not None:
            raise self.error
        if self.result is not None:
            return self.result
        image = _open(photo).transpose(Image.Transpose.ROTATE_180)
        if format == "MP4":
            image = image.resize((64, 48))
            return Painted(film.encode([np.asarray(image)] * 2, *image.size, 24), format, *image.size)
        out = io.BytesIO()
        image.save(out, format)
        return Painted(out.getvalue(), format, *image.size)


def own(source: StyleSource) -> LearntStyle:
    assert isinstance(source, LearntStyle)
    return source


def _open(file: PictureFile) -> Image.Image:
    try:
        image = Image.open(io.BytesIO(file) if isinstance(file, bytes) else file)
        image.load()
    except OSError as error:
        raise PictureDamaged(str(error)) from error
    return image.convert("RGB")
