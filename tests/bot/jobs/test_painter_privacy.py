"""What /privacy promises of pictures: where and with what they were taken stays here, and nothing touches the disk."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PIL import Image, PngImagePlugin
from pillow_heif import from_pillow

from bot.jobs.painted import Painted
from bot.jobs.painter import GalleryStyle, Kind, Painter
from bot.look import Look, Share
from tests.bot.drawing import landscape

# Each stands somewhere in the photos, and may stand nowhere in what is made of them.
CAMERA, PLACE, REMARK = "SecretCam 5000", "Secret Street 5", "a secret remark"
SECRETS = (CAMERA, PLACE, REMARK, "adobe:ns:meta")
LOOK = Look((Share("gallery:iris"), Share("gallery:wave")))
SOURCES = (GalleryStyle("iris"), GalleryStyle("wave"))
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def told_on(format: str) -> bytes:
    """Return a photo that says where and with what it was taken, in every way that its format has."""
    exif = Image.Exif()
    exif[0x010F] = CAMERA
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 22.0, 12.0), 3: "E", 4: (4.0, 53.0, 24.0)})
    xmp = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{PLACE}</x:xmpmeta>".encode()
    out = io.BytesIO()
    match format:
        case "PNG":
            remarks = PngImagePlugin.PngInfo()
            remarks.add_text("Comment", REMARK)
            remarks.add_itxt("XML:com.adobe.xmp", xmp.decode())
            landscape(200, 150).save(out, format, exif=exif, pnginfo=remarks)
        case "JPEG":
            landscape(200, 150).save(out, format, exif=exif, xmp=xmp, comment=REMARK)
        case "HEIC":
            heif = from_pillow(landscape(200, 150))
            heif.info.update({"exif": exif.tobytes(), "xmp": xmp})
            heif.save(out)
        case _:
            landscape(200, 150).save(out, format, exif=exif, xmp=xmp)
    assert CAMERA.encode() in out.getvalue()
    assert PLACE.encode() in out.getvalue()
    return out.getvalue()


@pytest.fixture(scope="module")
def painter() -> Painter:
    """A painter who has painted once, and so has loaded what it needs."""
    painter = Painter()
    painter.paint(told_on("JPEG"), LOOK, SOURCES, "photo")
    return painter


@contextmanager
def watching_the_disk() -> Iterator[list[str]]:
    """Note the files that are opened for writing in the meantime."""
    opened: list[str] = []
    watching = True

    def note(event: str, arguments: tuple[object, ...]) -> None:
        if not watching or event != "open":
            return
        path, mode, flags = arguments
        writes = isinstance(mode, str) and any(letter in mode for letter in "wax+")
        if writes or (isinstance(flags, int) and flags & _WRITING):
            opened.append(str(path))

    # There is no taking it away again.
    sys.addaudithook(note)
    try:
        yield opened
    finally:
        watching = False


def assert_tells_nothing(painted: Painted) -> None:
    for secret in SECRETS:
        assert secret.encode() not in painted.data
    if painted.format != "MP4":
        image = Image.open(io.BytesIO(painted.data))
        assert not image.getexif()
        assert not {"exif", "xmp", "comment", "Comment", "XML:com.adobe.xmp"} & set(image.info)


@pytest.mark.parametrize("kind", ["photo", "file", "sticker"])
@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "HEIC"])
def test_a_painting_tells_nothing_of_the_photo_and_is_nowhere_on_the_disk(
    painter: Painter, format: str, kind: Kind
) -> None:
    photo = told_on(format)
    with watching_the_disk() as opened:
        painted = painter.paint(photo, LOOK, SOURCES, kind)
    assert_tells_nothing(painted)
    assert opened == []


@pytest.mark.parametrize("what", ["sheet", "strip", "film"])
def test_nor_does_anything_else_that_is_made_of_it(painter: Painter, what: str) -> None:
    photo = told_on("JPEG")
    with watching_the_disk() as opened:
        match what:
            case "sheet":
                painted = painter.sheet(photo, LOOK, SOURCES, 1, None)
            case "strip":
                painted = painter.strip(photo, LOOK, SOURCES)
            case _:
                painted = painter.film(photo, LOOK, SOURCES)
    assert_tells_nothing(painted)
    assert opened == []


def test_the_watch_on_the_disk_sees_what_is_written(tmp_path: object) -> None:
    path = f"{tmp_path}/picture"
    with watching_the_disk() as opened, open(path, "wb"):
        pass
    assert opened == [path]


def test_the_statistics_of_a_painting_tell_nothing_of_its_file(painter: Painter) -> None:
    with watching_the_disk() as opened:
        statistics = painter.learn(told_on("JPEG"), "adain")
    for secret in (CAMERA, PLACE, REMARK):
        assert secret.encode() not in statistics
    assert opened == []
