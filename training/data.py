"""Training pictures: folders and tar shards in, seeded random crops out.

Everything is decoded once into memory as uint8 (5,500 pictures with a short side of 320 are 2.3 GB), so a step waits
for neither disk nor decoder. What a step sees depends on (seed, step, global index) alone: a run that is resumed, or
spread over more processes, sees the same pictures.
"""

from __future__ import annotations

import hashlib
import io
import logging
import tarfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor

log = logging.getLogger(__name__)

PICTURE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff"})


class DataError(Exception):
    """A data set that cannot be trained on; the message says what it lacks."""


@dataclass(frozen=True)
class Pictures:
    """Decoded pictures, uint8 `(3, H, W)`, by name; `digest` identifies the files, `unreadable` counts the broken."""

    names: tuple[str, ...]
    pixels: tuple[Tensor, ...]
    digest: str
    unreadable: int = 0

    def __len__(self) -> int:
        return len(self.pixels)


def read_files(sources: Sequence[Path]) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of every picture file in folders (recursively), tar shards and single files.

    Raises:
        DataError: a source that is none of these, or a damaged shard.
    """
    for source in sources:
        if source.is_dir():
            for file in sorted(source.rglob("*")):
                if file.suffix.lower() in PICTURE_SUFFIXES:
                    yield file.relative_to(source).as_posix(), file.read_bytes()
        elif source.is_file() and tarfile.is_tarfile(source):
            try:
                yield from _read_shard(source)
            except (tarfile.TarError, EOFError) as error:
                raise DataError(f"{source}: the tar shard is damaged or cut off ({error})") from error
        elif source.is_file() and source.suffix.lower() in PICTURE_SUFFIXES:
            yield source.name, source.read_bytes()
        else:
            raise DataError(f"{source}: neither a folder, nor a tar shard, nor a picture")


def _read_shard(shard: Path) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(shard) as archive:
        for member in archive:
            if member.isfile() and Path(member.name).suffix.lower() in PICTURE_SUFFIXES:
                content = archive.extractfile(member)
                assert content is not None
                yield member.name, content.read()


def load(sources: Sequence[Path], short_side: int, at_least: int = 1, workers: int = 2) -> Pictures:
    """Decode every picture of `sources`; those whose short side is longer than `short_side` pixels are reduced.

    Raises:
        DataError: fewer than `at_least` readable pictures.
    """
    names, pixels, unreadable = [], [], 0
    digest = hashlib.sha256()
    with ThreadPoolExecutor(workers) as pool:
        files = list(read_files(sources))
        decoded = pool.map(lambda file: _decode(file[0], file[1], short_side), files)
        for (name, content), picture in zip(files, decoded, strict=True):
            if picture is None:
                unreadable += 1
                continue
            names.append(name)
            pixels.append(picture)
            digest.update(hashlib.sha256(content).digest())
    if unreadable:
        log.warning("%d of %d pictures were unreadable and are left out", unreadable, len(files))
    if len(pixels) < at_least:
        where = ", ".join(map(str, sources))
        raise DataError(f"{where}: {len(pixels)} readable pictures, and at least {at_least} are needed")
    return Pictures(tuple(names), tuple(pixels), digest.hexdigest()[:16], unreadable)


def _decode(name: str, content: bytes, short_side: int) -> Tensor | None:
    try:
        with Image.open(io.BytesIO(content)) as picture:
            rgb = picture.convert("RGB")
    except Exception as error:
        # Codecs have no common base error, and one file in a hundred thousand must not end a run.
        log.debug("%s: %s", name, error)
        return None
    if min(rgb.size) > short_side:
        scale = short_side / min(rgb.size)
        width, height = (max(short_side, round(side * scale)) for side in rgb.size)
        rgb = rgb.resize((width, height), Image.Resampling.LANCZOS)
    return torch.from_numpy(np.asarray(rgb).copy()).permute(2, 0, 1).contiguous()


@dataclass(frozen=True)
class Crops:
    """Seeded square crops of `size` pixels, cut from between `size` and `zoom` x `size` pixels and reduced.

    The stream of photos and the stream of paintings of a run differ by `stream`.
    """

    pictures: Pictures
    size: int
    zoom: float
    seed: int
    stream: int

    def batch(self, step: int, count: int, first: int = 0) -> Tensor:
        """Crops `first` .. `first + count - 1` of `step`: uint8 `(count, 3, size, size)`."""
        return torch.stack([self._crop(step, first + index) for index in range(count)])

    def _crop(self, step: int, index: int) -> Tensor:
        random = np.random.Generator(np.random.Philox(key=[self.seed * 4096 + self.stream, step * 65536 + index]))
        pixels = self.pictures.pixels[random.integers(len(self.pictures))]
        _, height, width = pixels.shape
        longest = min(height, width, self.size * self.zoom)
        side = round(random.uniform(min(self.size, longest), longest))
        top, left = random.integers(height - side + 1), random.integers(width - side + 1)
        crop = pixels[:, top : top + side, left : left + side]
        if side != self.size:
            crop = torch.nn.functional.interpolate(
                crop[None].contiguous(memory_format=torch.channels_last),
                (self.size, self.size),
                mode="bilinear",
                antialias=True,
            )[0]
        return crop.flip(2) if random.random() < 0.5 else crop


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
