"""What a TIFF's first directory announces before it is read (TIFF 6.0, section 2; BigTIFF)."""

from __future__ import annotations

import struct
from typing import BinaryIO

from engine.errors import PictureDamaged

# Of numbers a reader makes objects, of a hundred bytes each; a picture has some for each of its strips or tiles.
MOST_NUMBERS = 500_000
MOST_TAGS = 10_000
# BYTE, ASCII and UNDEFINED, which stay the bytes that they are: remarks, profiles, layers of a drawing program.
_BYTES = frozenset((1, 2, 7))


def check_numbers(stream: BinaryIO) -> None:
    """Look through the first directory, whose numbers readers take all into memory.

    Raises:
        PictureDamaged: there are more than in any picture, or the directory is cut off.
    """
    header = stream.read(16)
    order = "<" if header[:2] == b"II" else ">"
    try:
        (version,) = struct.unpack(f"{order}H", header[2:4])
        if version == 43:
            (first,) = struct.unpack(f"{order}Q", header[8:16])
            numbers = _numbers(stream, first, order, "Q", "HHQ8x")
        else:
            (first,) = struct.unpack(f"{order}L", header[4:8])
            numbers = _numbers(stream, first, order, "H", "HHL4x")
    except struct.error as error:
        raise PictureDamaged("its first directory is cut off") from error
    if numbers > MOST_NUMBERS:
        raise PictureDamaged(f"{numbers} numbers in its first directory")


def _numbers(stream: BinaryIO, start: int, order: str, count_format: str, entry_format: str) -> int:
    """How many numbers the directory at `start` announces."""
    count_layout, entry = struct.Struct(order + count_format), struct.Struct(order + entry_format)
    stream.seek(start)
    (count,) = count_layout.unpack(stream.read(count_layout.size))
    if count > MOST_TAGS:
        raise PictureDamaged(f"{count} tags in its first directory")
    entries = entry.iter_unpack(stream.read(count * entry.size))
    return sum(length for _, kind, length in entries if kind not in _BYTES)
