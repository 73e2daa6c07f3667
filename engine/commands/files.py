"""Pictures on a person's own disk: which to read, where results go, and how they are written."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from PIL import Image

from engine import Limits, Picture, PictureError, decode, encode
from engine.commands.console import CommandError
from engine.images import OutputFormat

# A person's own files on a person's own machine: larger than what strangers may send.
LIMITS = Limits(bytes=512 * 2**20)
SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".heic", ".heif", ".avif"}
FORMATS: dict[str, OutputFormat] = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".webp": "WEBP"}


class Found(NamedTuple):
    """A picture's file, and the folder that was named where it was found in one."""

    file: Path
    folder: Path | None


def pictures(sources: Sequence[Path], ending: str) -> list[Found]:
    """The files named, and those in the folders named, at any depth, in order of their names.

    Args:
        sources: files and folders.
        ending: of the names of earlier results, which are left out of folders.

    Raises:
        CommandError: there is no such file or folder, or a folder has no pictures.
    """
    return [found for source in sources for found in _in(source, ending)]


def _in(source: Path, ending: str) -> Iterator[Found]:
    if source.is_dir():
        inside = [Found(file, source) for file in sorted(source.rglob("*")) if is_picture(file, ending)]
        if not inside:
            raise CommandError(f"{source}: no pictures in this folder")
        yield from inside
    elif source.is_file():
        yield Found(source, None)
    else:
        raise CommandError(f"{source}: no such file or folder")


def is_picture(file: Path, ending: str = "") -> bool:
    """Whether a file is named like a picture, and not like a result."""
    # `distinct` may have numbered it.
    own = bool(ending) and re.search(rf"{re.escape(ending)}(-\d+)?$", file.stem) is not None
    # What begins with a dot is hidden, and some systems leave such shadows of pictures beside them.
    return file.suffix.lower() in SUFFIXES and not own and not file.name.startswith(".") and file.is_file()


def suffix_for(file: Path) -> str:
    """The suffix of a result: that of its picture, or .jpg for a format that is read only."""
    return file.suffix if file.suffix.lower() in FORMATS else ".jpg"


def format_of(file: Path) -> OutputFormat:
    """The format that a file's suffix stands for.

    Raises:
        CommandError: none that is written here.
    """
    try:
        return FORMATS[file.suffix.lower()]
    except KeyError:
        raise CommandError(f"{file}: paintings are written as {', '.join(FORMATS)}") from None


def distinct(targets: Sequence[Path]) -> list[Path]:
    """Number those that would overwrite an earlier one, as the paintings of a.heic and a.jpg would."""
    taken: dict[Path, None] = {}
    for target in targets:
        chosen, number = target, 2
        while chosen in taken:
            chosen, number = target.with_stem(f"{target.stem}-{number}"), number + 1
        taken[chosen] = None
    return list(taken)


def read(file: Path, longest_side: int | None = None) -> Picture:
    """A picture that a command was given by name.

    Raises:
        CommandError: the file cannot be read, or holds no picture.
    """
    try:
        return decode(file.read_bytes(), LIMITS, longest_side)
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror or error}") from error
    except PictureError as error:
        raise CommandError(f"{file}: {error}") from error


def from_image(image: Image.Image) -> Picture:
    """A drawn picture."""
    out = BytesIO()
    image.save(out, "PNG")
    return decode(out.getvalue())


def write(file: Path, content: bytes) -> None:
    """Write a file that is there whole or not at all, even if this process is killed on the way."""
    file.parent.mkdir(parents=True, exist_ok=True)
    # The same name each time, so that what a killed process left is written over by the next.
    part = file.with_name(f".{file.name}.part")
    try:
        part.write_bytes(content)
        part.replace(file)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise


def write_picture(file: Path, picture: Picture) -> None:
    """Write a picture in the format that the file's suffix stands for.

    Raises:
        CommandError, NonFinitePicture, OSError: as `format_of`, `engine.encode` and `write`.
        ValueError: a side is too long for the format.
    """
    write(file, encode(picture, format_of(file)))


def write_sheet(file: Path, sheet: Image.Image) -> None:
    """Write a drawn sheet, whole or not at all.

    Raises:
        CommandError: the sheet is too large for the format.
    """
    out = BytesIO()
    try:
        sheet.save(out, format_of(file), quality=92)
    except (OSError, ValueError) as error:
        raise CommandError(f"{file}: {error}; write it as .png, or with a smaller --cell") from error
    write(file, out.getvalue())


def digest(*parts: str | bytes) -> str:
    """What tells one thing from another, in 32 letters."""
    whole = hashlib.sha256()
    for part in parts:
        content = part.encode() if isinstance(part, str) else part
        # With their lengths: ("ab", "c") is not ("a", "bc").
        whole.update(len(content).to_bytes(8, "big") + content)
    return whole.hexdigest()[:32]
