"""Training pictures: folders and tar shards in, decoded pixels out, from memory, the device or the disk.

A set that fits is decoded once, as uint8 (5,500 pictures with a short side of 320 are 2.3 GB); COCO or WikiArt do not
fit, and are decoded whenever a crop asks for one. Crops are the same either way: an unreadable file keeps its place in
the order, and whoever draws it draws again.
"""

from __future__ import annotations

import hashlib
import logging
import stat
import tarfile
import threading
from abc import abstractmethod
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import torch
from torch import Tensor

from engine.errors import PictureError
from engine.images import Limits, decode_pixels, inspect
from training import memory
from training.recipes.protocol import Hold

log = logging.getLogger(__name__)

PICTURE_SUFFIXES = frozenset(
    {".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff", ".gif", ".heic", ".heif", ".avif"}
)

# Museums' scans are larger than what strangers may send to the bot.
_LIMITS = Limits(bytes=256 * 2**20)
SHORT_SIDE = 512

_SAMPLE = 64
_DIGESTED = 256
_SHARE_OF_DEVICE, _SHARE_OF_MEMORY = 0.4, 0.5
_DRAWS = 1000


class DataError(Exception):
    """A data set that cannot be trained on; the message says what it lacks."""


class Unreadable(DataError):
    """One picture that cannot be decoded; the message names it and says why."""


@dataclass(frozen=True, slots=True)
class File:
    """A picture file of `size` bytes: a file of its own, or the bytes from `offset` on of a tar shard."""

    name: str
    place: Path
    offset: int
    size: int

    def read(self) -> bytes:
        """Its bytes; safe to call from several threads.

        Raises:
            OSError: it is gone or cannot be read.
        """
        with self.place.open("rb") as stream:
            stream.seek(self.offset)
            return stream.read(self.size)


class Pictures(Protocol):
    """Decoded pictures, by index or drawn.

    Attributes:
        names: of each picture, relative to its folder or shard.
        digest: 16 hex digits that tell this set of files from another.
        unreadable: how many files could not be decoded so far.
    """

    names: Sequence[str]
    digest: str
    unreadable: int

    @abstractmethod
    def __len__(self) -> int: ...

    @abstractmethod
    def __getitem__(self, index: int) -> Tensor:
        """Pixels of a picture, uint8 `(3, H, W)`.

        Raises:
            Unreadable: it turns out not to be one.
        """

    def draw(self, random: np.random.Generator) -> Tensor:
        """A picture that `random` chooses, uint8 `(3, H, W)`; in place of an unreadable one, the next it chooses.

        Raises:
            DataError: nearly all are unreadable.
        """
        return self[int(random.integers(len(self)))]


@dataclass(frozen=True)
class Held(Pictures):
    """Pictures decoded in advance; `missing` are the places of the unreadable ones in the order of all files."""

    names: Sequence[str]
    pixels: Sequence[Tensor]
    digest: str
    unreadable: int = 0
    missing: Sequence[int] = ()

    def __len__(self) -> int:
        return len(self.pixels)

    def __getitem__(self, index: int) -> Tensor:
        return self.pixels[index]

    def draw(self, random: np.random.Generator) -> Tensor:
        """See `Pictures.draw`."""
        files = len(self.pixels) + len(self.missing)
        for _ in range(_DRAWS):
            place = int(random.integers(files))
            before = bisect_left(self.missing, place)
            if before == len(self.missing) or self.missing[before] != place:
                return self.pixels[place - before]
        raise _exhausted(len(self.missing), files)


class OnDevice(Held):
    """Pictures held where the training runs; their crops are resized there too."""


class OnDisk(Pictures):
    """Pictures decoded each time they are asked for; one that fails is remembered, logged once and counted."""

    def __init__(self, files: Sequence[File], short_side: int, digest: str) -> None:
        self.names = tuple(file.name for file in files)
        self.digest = digest
        self.unreadable = 0
        self._files = files
        self._short_side = short_side
        self._broken: set[int] = set()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._files)

    def __getitem__(self, index: int) -> Tensor:
        file = self._files[index]
        if index in self._broken:
            raise Unreadable(f"{file.name} is unreadable")
        try:
            return _decode(file, self._short_side)
        except Unreadable as error:
            with self._lock:
                if index not in self._broken:
                    log.warning("%s; it is left out", error)
                    self._broken.add(index)
                    self.unreadable += 1
            raise

    def draw(self, random: np.random.Generator) -> Tensor:
        """See `Pictures.draw`."""
        for _ in range(_DRAWS):
            try:
                return self[int(random.integers(len(self)))]
            except Unreadable:
                continue
        raise _exhausted(self.unreadable, len(self))


def load(
    sources: Sequence[Path],
    short_side: int,
    at_least: int = 1,
    workers: int = 2,
    hold: Hold = "memory",
    device: torch.device | None = None,
) -> Pictures:
    """The pictures of `sources`; those whose short side is longer than `short_side` pixels are reduced to it.

    Args:
        sources: folders (searched recursively), uncompressed tar shards, single pictures, in any mix.
        at_least: how many have to be readable.
        workers: threads that decode.
        hold: "memory" or "device" decodes all now, "disk" each when it is asked for; "auto" takes the first of device
            (CUDA only), memory and disk in which there is ample room.
        device: where "device" is; the CPU if not given.

    Raises:
        DataError: a source that is nothing or damaged, or too few readable pictures.
    """
    files = list_files(sources)
    digest = _digest(files)
    where = ", ".join(map(str, sources))
    device = device or torch.device("cpu")
    if hold == "auto":
        hold = _choose(files, short_side, device, where)
    pictures: Held | OnDisk
    if hold == "disk":
        pictures = OnDisk(files, short_side, digest)
        readable = _count_readable(pictures, at_least)
    else:
        pictures = _decode_all(files, short_side, workers, device if hold == "device" else None, digest)
        readable = len(pictures)
    if readable < at_least:
        more = f" ({pictures.unreadable} more were unreadable)" if pictures.unreadable else ""
        raise DataError(f"{where}: {readable} readable pictures{more}, and at least {at_least} are needed")
    return pictures


def read_files(sources: Sequence[Path]) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of every picture file in folders (recursively), tar shards and single files.

    Raises:
        DataError: a source that is none of these, a damaged shard, or a file that cannot be read.
    """
    for file in list_files(sources):
        try:
            yield file.name, file.read()
        except OSError as error:
            raise DataError(f"{file.place}: {error.strerror or error}") from error


def list_files(sources: Sequence[Path]) -> list[File]:
    """Every picture file in folders (recursively), tar shards and single files, by suffix; none is read yet.

    Raises:
        DataError: a source that is none of these, or a shard that is damaged or compressed.
    """
    return [file for source in sources for file in _list_source(source)]


def _list_source(source: Path) -> Iterator[File]:
    try:
        if source.is_dir():
            for path in sorted(source.rglob("*")):
                if path.suffix.lower() in PICTURE_SUFFIXES and (size := _size(path)) is not None:
                    yield File(path.relative_to(source).as_posix(), path, 0, size)
        elif not source.exists():
            raise DataError(f"{source}: no such file or folder")
        elif source.is_file() and source.suffix.lower() in PICTURE_SUFFIXES:
            yield File(source.name, source, 0, source.stat().st_size)
        elif source.is_file() and (source.suffix.lower() == ".tar" or tarfile.is_tarfile(source)):
            yield from _list_shard(source)
        else:
            raise DataError(f"{source}: neither a folder, nor a tar shard, nor a picture")
    except OSError as error:
        raise DataError(f"{source}: {error.strerror or error}") from error


def _size(path: Path) -> int | None:
    """Bytes of a file, 0 for a link to nowhere, None for what is not a file."""
    try:
        status = path.stat()
    except OSError:
        return 0
    return status.st_size if stat.S_ISREG(status.st_mode) else None


def _list_shard(shard: Path) -> Iterator[File]:
    try:
        # Plain tar only: a member of a compressed one has no offset to read it from.
        archive = tarfile.open(shard, "r:")  # noqa: SIM115 - closed below; what fails here and there differs
    except tarfile.TarError as error:
        if tarfile.is_tarfile(shard):
            raise DataError(f"{shard}: a compressed tar cannot be read at random; unpack it") from error
        raise _damaged(shard, str(error)) from error
    with archive:
        try:
            for member in archive:
                if member.isfile() and Path(member.name).suffix.lower() in PICTURE_SUFFIXES:
                    yield File(member.name, shard, member.offset_data, member.size)
        except (tarfile.TarError, EOFError) as error:
            raise _damaged(shard, str(error)) from error
        end = archive.offset
    with shard.open("rb") as stream:
        stream.seek(end)
        # At a damaged header tarfile stops as at the end of the archive, without a word.
        if stream.read(tarfile.BLOCKSIZE) != bytes(tarfile.BLOCKSIZE):
            raise _damaged(shard, f"no end-of-archive mark at byte {end}")


def _damaged(shard: Path, why: str) -> DataError:
    return DataError(f"{shard}: the tar shard is damaged or cut off ({why}); fetch or pack it again")


def _digest(files: Sequence[File]) -> str:
    """Of all sizes, and the bytes of evenly spread files: the same however pictures are held, and soon computed."""
    digest = hashlib.sha256(np.array([file.size for file in files], dtype="<u8").tobytes())
    for file in _spread(files, _DIGESTED):
        try:
            digest.update(hashlib.sha256(file.read()).digest())
        except OSError:
            digest.update(bytes(32))
    return digest.hexdigest()[:16]


def _spread(files: Sequence[File], count: int) -> Sequence[File]:
    """At most `count` of the files, evenly spread over their order."""
    chosen = np.linspace(0, len(files) - 1, min(count, len(files))).round().astype(int)
    return [files[index] for index in chosen]


def _choose(files: Sequence[File], short_side: int, device: torch.device, where: str) -> Hold:
    size = _estimate(files, short_side)
    rooms: list[tuple[Hold, int, float]] = [("memory", memory.available(), _SHARE_OF_MEMORY)]
    if device.type == "cuda":
        rooms.insert(0, ("device", torch.cuda.mem_get_info(device)[0], _SHARE_OF_DEVICE))
    chosen: Hold = "disk"
    rooms_seen = []
    for hold, free, share in rooms:
        rooms_seen.append(f"{hold}: {share:.0%} of {free / 2**30:.1f} GiB")
        if size <= share * free:
            chosen = hold
            break
    log.info(
        "%s: %d files, about %.2f GiB decoded (room: %s): hold = %s",
        where,
        len(files),
        size / 2**30,
        ", ".join(rooms_seen),
        chosen,
    )
    return chosen


def _estimate(files: Sequence[File], short_side: int) -> int:
    """Bytes of all pictures once decoded, from the headers of a few."""
    sizes = []
    for file in _spread(files, _SAMPLE):
        try:
            header = inspect(file.read(), _LIMITS)
        except (OSError, PictureError):
            continue
        scale = min(1.0, short_side / min(header.width, header.height))
        sizes.append(3 * header.width * header.height * scale**2)
    return round(len(files) * float(np.mean(sizes))) if sizes else 0


def _count_readable(pictures: OnDisk, enough: int) -> int:
    """How many pictures can be decoded; no more than `enough` are tried beyond the unreadable ones."""
    readable = 0
    for index in range(len(pictures)):
        if readable == enough:
            break
        try:
            pictures[index]
        except Unreadable:
            continue
        readable += 1
    return readable


def _decode_all(files: Sequence[File], short_side: int, workers: int, device: torch.device | None, digest: str) -> Held:
    names, pixels, missing = [], [], []
    pool = ThreadPoolExecutor(workers)
    try:
        for place, (file, picture) in enumerate(
            zip(files, pool.map(lambda file: _decode_or_none(file, short_side), files), strict=True)
        ):
            if picture is None:
                missing.append(place)
                continue
            names.append(file.name)
            pixels.append(picture if device is None else picture.to(device))
    finally:
        pool.shutdown(cancel_futures=True)
    if missing:
        log.warning("%d of %d pictures were unreadable and are left out", len(missing), len(files))
    kind = Held if device is None else OnDevice
    return kind(tuple(names), tuple(pixels), digest, len(missing), tuple(missing))


def _decode_or_none(file: File, short_side: int) -> Tensor | None:
    try:
        return _decode(file, short_side)
    except Unreadable as error:
        log.info("%s", error)
        return None


def _decode(file: File, short_side: int) -> Tensor:
    """Uint8 `(3, H, W)`, laid out channels last: crops are cut and resized from that."""
    try:
        content = file.read()
        header = inspect(content, _LIMITS)
        shorter, longer = sorted((header.width, header.height))
        longest_side = round(short_side * longer / shorter) if shorter > short_side else None
        pixels = decode_pixels(content, _LIMITS, longest_side)
    except OSError as error:
        raise Unreadable(f"{file.name} is unreadable: {error.strerror or error}") from error
    except PictureError as error:
        raise Unreadable(f"{file.name} is unreadable: {error}") from error
    return torch.from_numpy(pixels).permute(2, 0, 1)


def _exhausted(unreadable: int, files: int) -> DataError:
    return DataError(f"{_DRAWS} draws in a row hit unreadable files ({unreadable} of {files} are known to be)")


def centre_crop(pixels: Tensor, size: int) -> Tensor:
    """The middle `size` x `size` pixels of a picture `(3, H, W)`, enlarged first where it is smaller."""
    _, height, width = pixels.shape
    if min(height, width) < size:
        scale = size / min(height, width)
        shape = (max(size, round(height * scale)), max(size, round(width * scale)))
        pixels = torch.nn.functional.interpolate(pixels[None], shape, mode="bilinear", antialias=True)[0]
        _, height, width = pixels.shape
    top, left = (height - size) // 2, (width - size) // 2
    return pixels[:, top : top + size, left : left + size]
