"""What a JPEG's markers tell before it is decoded (ITU T.81, B.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from engine.errors import PictureDamaged

# The smallest segment takes 4 bytes, and a reader microseconds; real files have hundreds.
MOST_SEGMENTS = 100_000
_MARKER = re.compile(rb"\xff([^\x00\xff\xd0-\xd7])")
_SCAN, _END = 0xDA, 0xD9
_BLOCK = 2**18


def scans(stream: BinaryIO, most: int) -> int:
    """Count the scans of the first picture, as far as they begin in the first `most` bytes.

    Raises:
        PictureDamaged: there are more segments than in any picture.
    """
    return sum(marker == _SCAN for marker in _markers(stream, most))


def check_segments(stream: BinaryIO, most: int) -> None:
    """Look through the first `most` bytes up to the first scan, as readers do, which may take them very long.

    Raises:
        PictureDamaged: there are more segments than in any picture.
    """
    for marker in _markers(stream, most):
        if marker == _SCAN:
            return


def _markers(stream: BinaryIO, most: int) -> Iterator[int]:
    """The markers of the first picture; what the segments hold is passed over."""
    window, position = _Window(stream), 2
    for _ in range(MOST_SEGMENTS):
        found = window.marker_from(position, most)
        if found is None or found[0] == _END:
            return
        marker, position = found
        yield marker
        position += window.length_at(position)
    raise PictureDamaged(f"more than {MOST_SEGMENTS} segments")


class _Window:
    """The part of a stream that is in memory, which moves as it is asked for others."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._start = 0
        self._block = b""

    def marker_from(self, position: int, most: int) -> tuple[int, int] | None:
        """Return the next marker in the first `most` bytes, if any, and where what belongs to it begins."""
        while position < most:
            offset = self._offset(position)
            match = _MARKER.search(self._block, offset)
            if match is not None:
                return match[1][0], self._start + match.end()
            if len(self._block) - offset < 2:
                return None
            # The last byte may be the first half of a marker.
            position = self._start + len(self._block) - 1
        return None

    def length_at(self, position: int) -> int:
        """Return the length that stands at a place; 0 behind the end of the file."""
        offset = self._offset(position)
        return int.from_bytes(self._block[offset : offset + 2], "big")

    def _offset(self, position: int) -> int:
        """Have the two bytes at a place in memory; return where in the block."""
        if not self._start <= position <= self._start + len(self._block) - 2:
            self._stream.seek(position)
            self._start, self._block = position, self._stream.read(_BLOCK)
        return position - self._start
