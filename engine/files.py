"""A picture's file, in memory or on the disk, as a decoder may read it: not a byte more than a picture needs."""

from __future__ import annotations

import mmap
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


@dataclass(frozen=True, eq=False)
class OpenFile:
    """An open file: its `content`, which reads like bytes, and the same as a `stream` for decoders."""

    content: bytes | mmap.mmap
    stream: BinaryIO

    @property
    def size(self) -> int:
        """How many bytes there are."""
        return len(self.content)


@contextmanager
def opened(file: PictureFile, most: int) -> Iterator[OpenFile]:
    """Open a file of `most` bytes at most.

    Raises:
        EmptyFile, FileTooLarge: what the classes say.
        OSError: there is no file at the path, or it cannot be read.
    """
    if isinstance(file, bytes):
        _check_size(len(file), most)
        yield OpenFile(file, BytesIO(file))
        return
    with file.open("rb") as stream:
        _check_size(os.fstat(stream.fileno()).st_size, most)
        with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
            yield OpenFile(content, stream)


class Rationed:
    """A stream of which no more than `ration` bytes may be read, until there is another.

    A decoder keeps in memory, some several times over, what a file holds besides its picture: remarks, profiles, other
    programs' layers. Of a large file that may be more than a service has memory.
    """

    def __init__(self, stream: BinaryIO, ration: int) -> None:
        self._stream = stream
        self.allow(ration)

    def allow(self, ration: int) -> None:
        """Let so many bytes be read from now on."""
        self._ration = self._left = ration

    def read(self, size: int = -1) -> bytes:
        """Read as the stream does.

        Raises:
            PictureDamaged: the ration is used up.
        """
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
