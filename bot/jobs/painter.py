"""The bot's only calls into the engine."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PIL import Image

from bot.jobs import sizes
from bot.jobs.commission import Commission
from bot.jobs.painted import Painted, encoded, jpeg
from bot.jobs.recent import Recent
from bot.jobs.sizes import Kind as Kind
from bot.limits.file_limits import TELEGRAM, FileLimits
from bot.local_files import FileVanished
from bot.look import Look
from bot.pictures import crop, film, grid, image, loop, path, sheet, strip
from engine import (
    Cancelled,
    Controls,
    EngineError,
    Gallery,
    Limits,
    Picture,
    PictureFile,
    Request,
    Style,
    Stylizer,
    decode,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from engine import Note, Progress

# Seconds that the slow method may take, and that may go into a film's paintings; its other frames are blends of them.
SLOW_SECONDS = 60.0
FILM_SECONDS = 5.0
MOST_KEYS = 36
FEWEST_STEPS = 6
# How far a variation is from its style: 0 is the style itself, and 1 has nothing of it.
VARIATION = 0.5
# Style objects kept in memory, of a few hundred kilobytes at most; and photos, of five megabytes at most.
STYLES_KEPT = 64
PHOTOS_KEPT = 6

T = TypeVar("T")
# What tells one photo from another: the digest of its bytes; of a file on the disk its path, and when it was written.
_Content = bytes | tuple[Path, int]

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class GalleryStyle:
    """A style that Easel ships."""

    name: str


@dataclass(frozen=True)
class LearntStyle:
    """A style of a person's own, as its statistics for a method."""

    id: int
    method: str
    statistics: bytes


@dataclass(frozen=True)
class SampledStyle:
    """A style that nobody painted: a sample of the VAE's among the gallery's styles, the same for the same seed."""

    seed: int


StyleSource = GalleryStyle | LearntStyle | SampledStyle


class Painter:
    """Paints photos; not meant to be called from several threads at once.

    `limits` are those of the Bot API server by which photos come and paintings go.
    """

    def __init__(self, limits: FileLimits = TELEGRAM) -> None:
        self._limits = Limits(bytes=limits.download)
        self._largest_result = limits.upload
        self._gallery = Gallery.load()
        self._stylizer = Stylizer()
        self._styles: Recent[tuple[StyleSource, str], Style] = Recent(STYLES_KEPT)
        self._photos: Recent[tuple[_Content, int], Picture] = Recent(PHOTOS_KEPT)

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

    @property
    def most_at_once(self) -> int:
        """How many photos as a chat has them are best painted together at most; see `engine.Stylizer`."""
        return self._stylizer.most_at_once

    def credit(self, name: str) -> str:
        """Return title, artist and year of a style of the gallery.

        Raises:
            KeyError: there is none of that name.
        """
        return self._gallery[name].credit

    def methods_of(self, name: str) -> tuple[str, ...]:
        """Return the methods that a style of the gallery has statistics for.

        Raises:
            KeyError: there is none of that name.
        """
        return self._gallery.methods(name)

    def estimate(self, width: int, height: int, look: Look, kind: Kind) -> float:
        """Return how many seconds `paint` takes for a photo of `width` x `height` pixels.

        Raises:
            engine.ControlError, engine.StyleError: as `paint`.
        """
        size = sizes.reduced(width, height, sizes.side(look, kind))
        return self._stylizer.estimate(size, look.method, self._controls(look, look.method, kind, size)).seconds

    def learn(self, painting: PictureFile, method: str) -> bytes:
        """Return the statistics of a painting, as a method reads them.

        Raises:
            engine.PictureError: the painting cannot be read.
            engine.StyleError: there is no such method.
        """
        return self._stylizer.style(self._decoded(painting, sizes.PHOTO_SIDE), method).to_bytes()

    def paint(
        self,
        photo: PictureFile,
        look: Look,
        sources: Sequence[StyleSource],
        kind: Kind,
        on_progress: Callable[[Progress], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Painted:
        """Paint a photo: as large as Telegram shows it, at full size for a file, or as Telegram wants a sticker.

        Args:
            photo: the bytes of a file, or where it lies.
            look: how; what its method does not have is left out.
            sources: the styles of `look.shares`, in their order.
            kind: of the result; files and stickers keep transparency.
            on_progress: is told how far it is.
            cancelled: says whether to stop.

        Raises:
            engine.PictureError: the photo cannot be read.
            FileVanished: it is not on the disk any more.
            engine.StyleError: a style is of another encoder or method, or not in the gallery.
            engine.ControlError: the look is out of the engine's range.
            engine.Cancelled: `cancelled` said so.
        """
        request = self._request(photo, look, sources, kind)
        notes: list[Note] = []

        def watch(progress: Progress) -> None:
            if progress.note is not None:
                notes.append(progress.note)
            if on_progress is not None:
                on_progress(progress)

        result = self._stylizer.stylize(request.photo, request.style, request.controls, watch, cancelled)
        return encoded(result, kind, tuple(notes), self._largest_result)

    def paint_many(
        self, commissions: Sequence[Commission], cancelled: Callable[[], bool] | None = None
    ) -> list[Painted | EngineError]:
        """Paint several photos, those that are alike at once: each as `paint` does, or the error that it raises.

        Raises:
            engine.Cancelled: `cancelled` said so.
        """
        requests: dict[int, Request] = {}
        results: dict[int, Painted | EngineError] = {}
        for number, one in enumerate(_until(commissions, cancelled)):
            try:
                requests[number] = self._request(one.photo, one.look, one.sources, one.kind)
            except EngineError as error:
                results[number] = error
        notes: list[list[Note]] = [[] for _ in requests]
        painted = self._stylizer.stylize_many(
            list(requests.values()), cancelled, lambda index, note: notes[index].append(note)
        )
        for number, made, said in zip(requests, painted, notes, strict=True):
            results[number] = (
                encoded(made, commissions[number].kind, tuple(said), self._largest_result)
                if isinstance(made, Picture)
                else made
            )
        return [results[number] for number in range(len(commissions))]

    def sheet(
        self,
        photo: PictureFile,
        look: Look,
        sources: Sequence[StyleSource],
        first_number: int,
        chosen: int | None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Painted:
        """Paint a photo in each of up to 16 styles, as one numbered picture; a style that fails leaves a plain cell.

        Args:
            photo: the bytes of a file, or where it lies.
            look: how; its styles and variation are not heeded, and of its method what `sizes.quick` makes of it is.
            sources: the styles.
            first_number: of the first style; the others' follow.
            chosen: the number of the one to mark.
            cancelled: says whether to stop.

        Raises:
            engine.PictureError: the photo cannot be read.
            engine.EngineError: all styles failed, the first for this reason.
            engine.Cancelled: `cancelled` said so.
            ValueError: there is no style, or there are too many.
        """
        method = sizes.quick(look.method)
        picture, longest_side = self._for_cells(photo, min(sheet.rows(len(sources))))
        styles: list[Style | EngineError] = []
        for source in sources:
            try:
                styles.append(self._style(source, method))
            except EngineError as error:
                styles.append(error)
        cells = self._cells(picture, styles, look, longest_side, cancelled)
        return jpeg(sheet.draw(cells, picture.width / picture.height, first_number, chosen))

    def strip(
        self,
        photo: PictureFile,
        look: Look,
        sources: Sequence[StyleSource],
        cancelled: Callable[[], bool] | None = None,
    ) -> Painted:
        """Paint a photo at each stop of the path (`bot.pictures.path`) through two to four styles, as one picture.

        Args:
            photo: the bytes of a file, or where it lies.
            look: how; the weights of its styles are not heeded, and of its method what `sizes.quick` makes of it is.
            sources: the styles of `look.shares`, in their order.
            cancelled: says whether to stop.

        Raises:
            engine.PictureError, engine.StyleError, engine.ControlError, engine.Cancelled: as `paint`.
            ValueError: there are too few styles, or too many.
        """
        stops = path.path(len(sources))
        styles = [self._style(source, sizes.quick(look.method)) for source in sources]
        picture, longest_side = self._for_cells(photo, 2)
        mixtures = [_mixed(styles, weights, look) for weights in stops]
        cells = self._cells(picture, mixtures, look, longest_side, cancelled)
        return jpeg(strip.draw(cells, stops, picture.width / picture.height))

    def film(
        self,
        photo: PictureFile,
        look: Look,
        sources: Sequence[StyleSource],
        cancelled: Callable[[], bool] | None = None,
    ) -> Painted:
        """Paint a photo on its way from style to style and back to the first, as a film of four seconds.

        Args:
            photo: the bytes of a file, or where it lies.
            look: how; the weights of its styles are not heeded, and of its method what `sizes.quick` makes of it is.
            sources: the styles of `look.shares`, in their order: two to four.
            cancelled: says whether to stop.

        Raises:
            engine.PictureError, engine.StyleError, engine.ControlError, engine.Cancelled: as `paint`.
            ValueError: there are too few styles, or too many.
        """
        path.require_count(len(sources))
        styles = [self._style(source, sizes.quick(look.method)) for source in sources]
        picture = crop.to_even(self._picture(photo, sizes.FILM_SIDE))
        keys = self._keys(picture, styles, look, cancelled)
        frames = _until(loop.frames(keys, len(styles)), cancelled)
        size = picture.width, picture.height
        return Painted(film.encode(frames, *size, loop.FRAMES_PER_SECOND), "MP4", *size)

    def _keys(
        self, picture: Picture, styles: Sequence[Style], look: Look, cancelled: Callable[[], bool] | None
    ) -> list[NDArray[np.uint8]]:
        """What is painted for a film: twice as many steps from style to style while there is time."""
        controls = sizes.controls(look, styles[0].method)
        painted: dict[path.Weights, NDArray[np.uint8]] = {}
        steps = FEWEST_STEPS
        started = time.perf_counter()
        while True:
            wanted = loop.keys(len(styles), steps)
            missing = [weights for weights in wanted if weights not in painted]
            requests = [Request(picture, _mixed(styles, weights, look), controls) for weights in missing]
            for weights, result in zip(missing, self._stylizer.stylize_many(requests, cancelled), strict=True):
                if isinstance(result, EngineError):
                    raise result
                painted[weights] = result.pixels.numpy()
            if 2 * (time.perf_counter() - started) > FILM_SECONDS or 2 * len(wanted) > MOST_KEYS:
                return [painted[weights] for weights in wanted]
            steps *= 2

    def _request(self, photo: PictureFile, look: Look, sources: Sequence[StyleSource], kind: Kind) -> Request:
        picture = self._picture(photo, sizes.side(look, kind))
        styles = [self._style(source, look.method) for source in sources]
        style = _mixed(styles, [share.weight for share in look.shares], look)
        return Request(picture, style, self._controls(look, style.method, kind, (picture.width, picture.height)))

    def _controls(self, look: Look, method: str, kind: Kind, size: tuple[int, int]) -> Controls:
        """What the engine is told, for a photo of this size as `sizes.side` reduced it."""
        if method != sizes.SLOW:
            return sizes.controls(look, method, sizes.side(look, kind))
        for painted in sizes.SLOW_SIDES:
            controls = sizes.slow_controls(look, kind, size, painted)
            if self._stylizer.estimate(size, method, controls).seconds <= SLOW_SECONDS:
                break
        return controls

    def _picture(self, photo: PictureFile, longest_side: int) -> Picture:
        if longest_side > sizes.PHOTO_SIDE:
            return self._decoded(photo, longest_side)
        return self._photos.get((_content(photo), longest_side), lambda: self._decoded(photo, longest_side))

    def _decoded(self, file: PictureFile, longest_side: int) -> Picture:
        try:
            return decode(file, self._limits, longest_side)
        except OSError:
            raise FileVanished from None

    def _style(self, source: StyleSource, method: str) -> Style:
        return self._styles.get((source, method), lambda: self._read(source, method))

    def _read(self, source: StyleSource, method: str) -> Style:
        match source:
            case GalleryStyle(name):
                return self._gallery.style(name, method)
            case LearntStyle(statistics=statistics):
                return Style.from_bytes(statistics)
            case SampledStyle(seed):
                return self._stylizer.sample(seed, like=self._exemplars())

    def _exemplars(self) -> list[Style]:
        """What surprises are like: the gallery, as far as the VAE has read it."""
        names = [entry.name for entry in self._gallery.entries if sizes.VARIED in self._gallery.methods(entry.name)]
        return [self._style(GalleryStyle(name), sizes.VARIED) for name in names]

    def _for_cells(self, photo: PictureFile, fewest_beside: int) -> tuple[Picture, int]:
        """The photo in the shape of cells, and the longer side in pixels to paint it at."""
        picture = crop.for_cells(self._picture(photo, sizes.PHOTO_SIDE))
        largest = grid.cell_size(fewest_beside, picture.width / picture.height)
        return picture, max(sizes.CELL_SIDE, *largest)

    def _cells(
        self,
        picture: Picture,
        styles: Sequence[Style | EngineError],
        look: Look,
        longest_side: int,
        cancelled: Callable[[], bool] | None,
    ) -> list[Image.Image | None]:
        """The photo in each style; None where it failed. If all failed, the first error is raised."""
        requests = [
            Request(picture, style, sizes.controls(look, style.method, longest_side))
            for style in styles
            if isinstance(style, Style)
        ]
        painted = iter(self._stylizer.stylize_many(requests, cancelled))
        results = [next(painted) if isinstance(style, Style) else style for style in styles]
        errors = [result for result in results if isinstance(result, EngineError)]
        for error in errors:
            _log.warning("a cell stays plain: %s: %s", type(error).__name__, error)
        if len(errors) == len(results):
            raise errors[0]
        return [image.of(result).convert("RGB") if isinstance(result, Picture) else None for result in results]


def _mixed(styles: Sequence[Style], weights: Sequence[float], look: Look) -> Style:
    """The mixture of the styles that have a weight; varied as the look says, where it is the VAE's."""
    parts = [(style, weight) for style, weight in zip(styles, weights, strict=True) if weight > 0]
    style = parts[0][0] if len(parts) == 1 else Style.mix(parts)
    return style.vary(VARIATION, look.variation) if look.variation and style.method == sizes.VARIED else style


def _until(each: Iterable[T], cancelled: Callable[[], bool] | None) -> Iterator[T]:
    for one in each:
        if cancelled is not None and cancelled():
            raise Cancelled("stopped before all was done")
        yield one


def _content(photo: PictureFile) -> _Content:
    if isinstance(photo, bytes):
        return hashlib.sha256(photo).digest()
    try:
        return photo, photo.stat().st_mtime_ns
    except OSError:
        raise FileVanished from None
