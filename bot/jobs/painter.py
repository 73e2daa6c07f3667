"""The bot's only calls into the engine."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.storage.models import Job
from engine import Controls, Gallery, Stylizer, decode, encode

if TYPE_CHECKING:
    from engine import Note, Progress, Style

# The longest side, in pixels: of photos Telegram itself keeps no more than 1280; of files, what fits a worker.
PHOTO_SIDE = 1280
FILE_SIDE = 4096
PHOTO_QUALITY = 92
FILE_QUALITY = 95
# Style objects kept in memory; each has a few hundred kilobytes at most.
STYLES_KEPT = 64


@dataclass(frozen=True)
class GalleryStyle:
    """A style that Easel ships."""

    name: str


@dataclass(frozen=True)
class LearntStyle:
    """A style of a person's own, as its statistics."""

    id: int
    statistics: bytes


StyleSource = GalleryStyle | LearntStyle


@dataclass(frozen=True)
class Painted:
    """A finished picture: the bytes of a file, its format (JPEG or PNG), width and height in pixels.

    `notes` tell what the engine did otherwise than asked.
    """

    data: bytes
    format: str
    width: int
    height: int
    notes: tuple[Note, ...] = ()


class Painter:
    """Paints photos, one at a time; not meant to be called from several threads at once."""

    def __init__(self) -> None:
        self._gallery = Gallery.load()
        self._stylizer = Stylizer()
        self._styles: OrderedDict[StyleSource, Style] = OrderedDict()

    def warm_up(self) -> None:
        """Load the weights, so that the first person need not wait for them.

        Raises:
            engine.CheckpointError: they are missing or damaged.
        """
        self._stylizer.load()

    @property
    def encoder(self) -> str:
        """Identity of the encoder that statistics must have been made with."""
        return self._stylizer.encoder

    def credit(self, name: str) -> str:
        """Return title, artist and year of a style of the gallery.

        Raises:
            KeyError: there is none of that name.
        """
        return self._gallery[name].credit

    def paint(
        self, photo: bytes, source: StyleSource, job: Job, cancelled: Callable[[], bool] | None = None
    ) -> Painted:
        """Paint a photo as the job says: at full size for a file, else as large as Telegram shows it.

        Raises:
            engine.PictureError: the photo cannot be read.
            engine.StyleError: the statistics are of another encoder.
            engine.Cancelled: `cancelled` said so.
            KeyError: the gallery has no such style.
        """
        longest_side = job.longest_side or (FILE_SIDE if job.as_file else PHOTO_SIDE)
        picture = decode(photo, longest_side=longest_side)
        controls = Controls(
            strength=job.strength,
            keep_colours="luminance" if job.keep_colours else "no",
            longest_side=longest_side,
            seed=job.seed,
        )
        notes: list[Note] = []

        def watch(progress: Progress) -> None:
            if progress.note is not None:
                notes.append(progress.note)

        result = self._stylizer.stylize(picture, self._style(source), controls, watch, cancelled)
        if job.as_file and result.alpha is not None:
            return Painted(encode(result, "PNG"), "PNG", result.width, result.height, tuple(notes))
        data = encode(result, "JPEG", FILE_QUALITY if job.as_file else PHOTO_QUALITY)
        return Painted(data, "JPEG", result.width, result.height, tuple(notes))

    def learn(self, painting: bytes) -> bytes:
        """Return the statistics of a painting.

        Raises:
            engine.PictureError: the painting cannot be read.
        """
        return self._stylizer.style(decode(painting, longest_side=PHOTO_SIDE)).to_bytes()

    def _style(self, source: StyleSource) -> Style:
        style = self._styles.get(source)
        if style is None:
            from engine import Style

            if isinstance(source, GalleryStyle):
                style = self._gallery.style(source.name)
            else:
                style = Style.from_bytes(source.statistics)
            self._styles[source] = style
            if len(self._styles) > STYLES_KEPT:
                self._styles.popitem(last=False)
        self._styles.move_to_end(source)
        return style
