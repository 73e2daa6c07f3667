"""A picture's file, in memory or on the disk, as decoders may read it: not much more than the picture is worth."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, cast

from engine.errors import EmptyFile, FileTooLarge, PictureDamaged

# A whole file, or the path of one: of a large file only what is decoded is ever in memory.
PictureFile = bytes | Path

# A reader in Python takes a microsecond or two for each, and some keep a few hundred bytes.
MOST_READS = 5_000_000


@dataclass(frozen=True, eq=False)
class OpenFile:
    """An open file: its first bytes, `size` in bytes, and all of it as a `stream`."""

    head: bytes
    size: int
    stream: BinaryIO


@contextmanager
def opened(file: PictureFile, most: int, head: int) -> Iterator[OpenFile]:
    """Open a file of `most` bytes at most, and read the first `head`.

    Raises:
        EmptyFile, FileTooLarge: what the classes say.
        OSError: there is no file at the path, or it cannot be read.
    """
    if isinstance(file, bytes):
        _check_size(len(file), most)
        yield OpenFile(file[:head], len(file), BytesIO(file))
        return
    with file.open("rb") as stream:
        size = os.fstat(stream.fileno()).st_size
        _check_size(size, most)
        first = stream.read(head)
        stream.seek(0)
        yield OpenFile(first, size, stream)


class Rationed:
    """A stream of which no more than `ration` bytes may be read, until there is another, and not in countless pieces.

    A decoder keeps in memory, some several times over, what a file holds besides its picture: remarks, profiles, other
    programs' layers. Of a large file that may be more than a service has memory, or time. What reads by itself, as
    libtiff does, from `fileno`, is not rationed.
    """

    def __init__(self, stream: BinaryIO, ration: int) -> None:
        self._stream = stream
        self._reads = 0
        self.allow(ration)

    def allow(self, ration: int) -> None:
        """Let so many bytes be read from now on."""
        self._ration = self._left = ration

    def read(self, size: int = -1) -> bytes:
        """Read as the stream does.

        Raises:
            PictureDamaged: the ration is used up, or it was read in too many pieces.
        """
        self._reads += 1
        if self._reads > MOST_READS:
            raise PictureDamaged(f"more than {MOST_READS} pieces")
        # One byte more than is left tells that there is more, and costs nothing.
        wanted = self._left + 1 if size is None or size < 0 else min(size, self._left + 1)
        data = self._stream.read(wanted)
        self._left -= len(data)
        if self._left < 0:
            raise PictureDamaged(f"more than {self._ration} bytes besides the picture itself")
        return data

    def __getattr__(self, name: str) -> object:
        # seek, tell, fileno and the rest.
        return cast(object, getattr(self._stream, name))


def _check_size(size: int, most: int) -> None:
    if size == 0:
        raise EmptyFile
    if size > most:
        raise FileTooLarge(size, most)
