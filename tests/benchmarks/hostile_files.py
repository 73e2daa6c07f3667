"""Files that are meant to bring a decoder down: the same for the same seed, and each with a name that tells how."""

from __future__ import annotations

import functools
import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass

import pillow_heif
from PIL import Image, ImageCms

from engine import inspect
from engine.tiff_tags import MOST_NUMBERS

ENDINGS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "GIF": "gif", "TIFF": "tif", "HEIF": "heic", "AVIF": "avif"}
# What may be decoded at most, in pixels (`engine.Limits`; of WebP less): just below it, a bomb costs the most.
_SIDE = 10_900
_WEBP_SIZE = 16_383, 4_880
_MOST_SCANS = 100
_NUMBERS = (
    b"\0",
    b"\xff",
    b"\x7f\xff",
    b"\xff\xff",
    b"\0\0\0\0",
    b"\xff\xff\xff\xff",
    b"\x7f\xff\xff\xff",
    b"\x80\0\0\0",
)
# Where headers, tables and directories are.
_HEADER = 512


@dataclass(frozen=True)
class HostileFile:
    """The bytes of a file, and a name that tells how it was made; with an ending that may be a lie."""

    name: str
    data: bytes


def hostile_file(number: int) -> HostileFile:
    """Return file `number`: mostly a small picture of some format, damaged in some way; now and then a bomb."""
    dice = random.Random(f"hostile file {number}")
    if dice.random() < 0.01:
        bomb = dice.choice(_BOMBS)
        return HostileFile(f"{number:05}-bomb-{bomb.__name__.strip('_')}.{_ending(dice, 'PNG')}", bomb())
    format_ = dice.choice(list(ENDINGS))
    variant = dice.randrange(_VARIANTS)
    damage = dice.choice(_DAMAGES)
    data = damage(dice, sample(format_, variant))
    name = f"{number:05}-{format_.lower()}-{variant}-{damage.__name__.strip('_')}.{_ending(dice, format_)}"
    return HostileFile(name, data)


def _ending(dice: random.Random, format_: str) -> str:
    return dice.choice(list(ENDINGS.values())) if dice.random() < 0.1 else ENDINGS[format_]


# Pictures

_VARIANTS = 6


@functools.cache
def sample(format_: str, variant: int) -> bytes:
    """Return a picture, sound as yet: of several modes, sizes and frames, with profile, EXIF and transparency."""
    dice = random.Random(f"{format_} {variant}")
    size = (dice.randrange(17, 300), dice.randrange(17, 300))
    noise = Image.frombytes("RGB", (8, 8), dice.randbytes(192)).resize(size, Image.Resampling.BICUBIC)
    mode = _modes(format_)[variant % len(_modes(format_))]
    image = noise.convert(mode)
    options: dict[str, object] = {}
    if variant % 2 and format_ != "GIF":
        exif = Image.Exif()
        exif[0x0112] = dice.randrange(1, 9)
        options |= {"exif": exif.tobytes()}
        if mode in ("RGB", "RGBA"):
            options |= {"icc_profile": ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()}
    if format_ == "JPEG":
        options |= {"progressive": variant >= 3, "quality": dice.randrange(20, 96)}
    elif format_ == "TIFF":
        options |= {"compression": ("raw", "tiff_lzw", "tiff_adobe_deflate", "jpeg", "packbits", "lzma")[variant]}
    elif format_ in ("GIF", "PNG", "WEBP") and variant >= 4:
        options |= {"save_all": True, "append_images": [image.transpose(Image.Transpose.ROTATE_180)] * 3}
    elif format_ == "WEBP":
        options |= {"lossless": variant == 2}
    out = io.BytesIO()
    if format_ == "HEIF":
        pillow_heif.from_pillow(image).save(out, **options)
    else:
        image.save(out, format_, **options)
    return out.getvalue()


def _modes(format_: str) -> tuple[str, ...]:
    match format_:
        case "JPEG":
            return "RGB", "L", "CMYK"
        case "PNG":
            return "RGB", "RGBA", "L", "P", "LA", "1", "I;16"
        case "GIF":
            return "P", "L"
        case "TIFF":
            return ("RGB",)
        case _:
            return "RGB", "RGBA"


# Damages


def _none(dice: random.Random, data: bytes) -> bytes:
    return data


def _bytes_changed(dice: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(dice.choice((1, 2, 4, 16, 64))):
        changed[dice.randrange(len(data))] = dice.randrange(256)
    return bytes(changed)


def _header_changed(dice: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(dice.choice((1, 2, 4, 8))):
        changed[dice.randrange(4, min(len(data), _HEADER))] = dice.randrange(256)
    return bytes(changed)


def _numbers_changed(dice: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(dice.choice((1, 1, 2, 3))):
        number = dice.choice(_NUMBERS)
        at = dice.randrange(4, max(5, min(len(data), _HEADER) - 4))
        changed[at : at + len(number)] = number
    return bytes(changed)


def _giant(dice: random.Random, data: bytes) -> bytes:
    """Let every number that may be a side be a large one."""
    header = inspect(data)
    changed = data
    side = dice.choice((5_000, 12_000, 30_000, 65_500))
    for order in "<>":
        for size in "HL":
            for old in (header.width, header.height):
                # Nowhere but in the header, where the pixels would be hit by chance.
                head = changed[:_HEADER].replace(struct.pack(order + size, old), struct.pack(order + size, side))
                changed = head + changed[_HEADER:]
    return changed


def _cut(dice: random.Random, data: bytes) -> bytes:
    return data[: dice.randrange(1, len(data))]


def _middle_missing(dice: random.Random, data: bytes) -> bytes:
    first, last = sorted(dice.randrange(4, len(data)) for _ in range(2))
    return data[:first] + data[last:]


def _part_repeated(dice: random.Random, data: bytes) -> bytes:
    first, last = sorted(dice.randrange(4, len(data)) for _ in range(2))
    return data[:last] + data[first:last] * dice.choice((1, 3, 50)) + data[last:]


def _part_blank(dice: random.Random, data: bytes) -> bytes:
    first, last = sorted(dice.randrange(4, len(data)) for _ in range(2))
    return data[:first] + dice.choice((b"\0", b"\xff")) * (last - first) + data[last:]


def _noise_after_signature(dice: random.Random, data: bytes) -> bytes:
    return data[: dice.choice((4, 12, 32))] + dice.randbytes(dice.randrange(1, 5_000))


def _head_of_another(dice: random.Random, data: bytes) -> bytes:
    other = sample(dice.choice(list(ENDINGS)), dice.randrange(_VARIANTS))
    return other[: dice.choice((12, 64, 256))] + data


def _polyglot(dice: random.Random, data: bytes) -> bytes:
    """Make it something else too: an archive, a page, a document, another picture."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as zipped:
        zipped.writestr("photo.jpg", data)
    other = dice.choice(
        (
            archive.getvalue(),
            b"<html><script>alert(1)</script></html>",
            b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF",
            b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
            sample(dice.choice(list(ENDINGS)), dice.randrange(_VARIANTS)),
        )
    )
    return data + other if dice.random() < 0.7 else other + data


_DAMAGES: tuple[Callable[[random.Random, bytes], bytes], ...] = (
    _none,
    _bytes_changed,
    _header_changed,
    _header_changed,
    _numbers_changed,
    _numbers_changed,
    _giant,
    _cut,
    _middle_missing,
    _part_repeated,
    _part_blank,
    _noise_after_signature,
    _head_of_another,
    _polyglot,
)


# Bombs: small files, and as much work as the engine's limits allow


@functools.cache
def _png_of_one_bit() -> bytes:
    return _png(_SIDE, _SIDE, 1, 0, bytes((1 + -(-_SIDE // 8)) * _SIDE))


@functools.cache
def _png_with_transparency() -> bytes:
    return _png(_SIDE, _SIDE, 8, 6, bytes((1 + 4 * _SIDE) * _SIDE))


@functools.cache
def _png_far_too_large() -> bytes:
    return _png(60_000, 60_000, 1, 0, bytes(2**20))


@functools.cache
def _png_stuffed_with_text() -> bytes:
    return _png(64, 64, 8, 0, bytes(65 * 64), (b"zTXt", b"note\0\0" + zlib.compress(bytes(100 * 2**20))))


@functools.cache
def _png_stuffed_with_a_profile() -> bytes:
    return _png(64, 64, 8, 0, bytes(65 * 64), (b"iCCP", b"icc\0\0" + zlib.compress(bytes(100 * 2**20))))


@functools.cache
def _png_of_many_chunks() -> bytes:
    return _png(64, 64, 8, 0, bytes(65 * 64), *[(b"tEXt", b"a\0b")] * 500_000)


@functools.cache
def _gif() -> bytes:
    return _saved(Image.new("L", (_SIDE, _SIDE)), "GIF")


@functools.cache
def _jpeg() -> bytes:
    return _saved(Image.new("L", (_SIDE, _SIDE)), "JPEG")


@functools.cache
def _jpeg_progressive() -> bytes:
    """All coefficients are kept until the last scan has come."""
    return _saved(Image.new("RGB", (_SIDE, _SIDE), "teal"), "JPEG", progressive=True, subsampling="4:4:4", quality=30)


@functools.cache
def _jpeg_of_many_scans() -> bytes:
    """As many scans as are let pass, and each goes over the whole picture."""
    data = _saved(Image.new("L", (_SIDE, _SIDE), 90), "JPEG", progressive=True)
    last = data[data.rindex(b"\xff\xda") : -2]
    scans = data.count(b"\xff\xda")
    return data[:-2] + last * min(_MOST_SCANS - scans, (19 * 2**20 - len(data)) // len(last)) + data[-2:]


@functools.cache
def _webp() -> bytes:
    return _saved(Image.new("RGB", _WEBP_SIZE, "teal"), "WEBP", lossless=True, quality=0, method=0)


@functools.cache
def _webp_with_transparency() -> bytes:
    """16 bytes a pixel: two canvases of the decoder's, what it hands over, and Pillow's own."""
    return _saved(Image.new("RGBA", _WEBP_SIZE, (0, 128, 128, 99)), "WEBP", quality=1, method=0)


@functools.cache
def _tiff_deflated() -> bytes:
    return _saved(Image.new("L", (_SIDE, _SIDE)), "TIFF", compression="tiff_adobe_deflate")


@functools.cache
def _tiff_of_fax() -> bytes:
    return _saved(Image.new("1", (_SIDE, _SIDE)), "TIFF", compression="group4")


@functools.cache
def _tiff_of_one_strip_for_all() -> bytes:
    """Every row is the same strip of the file, which is decoded again for each."""
    width = height = _SIDE
    strip = zlib.compress(bytes(width))
    directory = 8 + len(strip) + len(strip) % 2
    arrays = directory + 2 + 12 * 9 + 4
    entries = (
        (256, 4, 1, width),
        (257, 4, 1, height),
        (258, 3, 1, 8),
        (259, 3, 1, 8),
        (262, 3, 1, 1),
        (273, 4, height, arrays),
        (277, 3, 1, 1),
        (278, 4, 1, 1),
        (279, 4, height, arrays + 4 * height),
    )
    head = b"II*\0" + struct.pack("<L", directory) + strip.ljust(directory - 8, b"\0")
    table = struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHLL", *entry) for entry in entries) + bytes(4)
    return head + table + struct.pack("<L", 8) * height + struct.pack("<L", len(strip)) * height


@functools.cache
def _heif() -> bytes:
    out = io.BytesIO()
    pillow_heif.from_pillow(Image.new("L", (4_000, 4_000), 90)).save(out, quality=1)
    return out.getvalue()


@functools.cache
def _avif() -> bytes:
    return _saved(Image.new("RGB", (_SIDE, _SIDE), "teal"), "AVIF", quality=1, speed=10)


@functools.cache
def _bmp_of_one_bit() -> bytes:
    return _saved(Image.new("1", (_SIDE, _SIDE)), "BMP")


@functools.cache
def _png_of_empty_chunks() -> bytes:
    """As many as 19 MB hold, half of them behind the picture."""
    chunks = [(b"eaSl", b"")] * (19 * 2**20 // 12 // 2)
    data = _png(64, 64, 8, 0, bytes(65 * 64), *chunks)
    return data[:-12] + data[33 : 33 + 12 * len(chunks)] + data[-12:]


@functools.cache
def _jpeg_of_empty_segments() -> bytes:
    data = _saved(Image.new("L", (64, 64)), "JPEG")
    return data[:2] + b"\xff\xfe\0\2" * (19 * 2**20 // 4) + data[2:]


@functools.cache
def _webp_with_an_orientation_of_many_numbers() -> bytes:
    count = 19 * 2**20 // 8
    entry = struct.pack("<HHLL", 0x112, 5, count, 26)
    exif = b"II*\0" + struct.pack("<LH", 8, 1) + entry + bytes(4) + struct.pack("<L", 70_000) * (2 * count)
    return _saved(Image.new("RGB", (64, 64)), "WEBP", exif=exif)


@functools.cache
def _tiff_of_many_fractions() -> bytes:
    """As many as are let pass, as one resolution."""
    data = _saved(Image.new("L", (64, 64)), "TIFF")
    count = MOST_NUMBERS - 100
    (directory,) = struct.unpack("<L", data[4:8])
    (tags,) = struct.unpack("<H", data[directory : directory + 2])
    entries = data[directory + 2 : directory + 2 + 12 * tags]
    # A directory of its own behind the file, and the numbers behind that.
    place = len(data) + 2 + 12 * (tags + 1) + 4
    fractions = struct.pack("<HHLL", 282, 5, count, place)
    table = struct.pack("<H", tags + 1) + entries + fractions + bytes(4)
    return data[:4] + struct.pack("<L", len(data)) + data[8:] + table + struct.pack("<L", 70_000) * (2 * count)


@functools.cache
def _bmp_of_empty_runs() -> bytes:
    """Each ends a row that was full already, and is read by two calls."""
    runs = b"\0\0" * (19 * 2**20 // 2)
    start = 14 + 40 + 1024
    header = struct.pack("<LllHHLLllLL", 40, _SIDE, _SIDE, 1, 8, 1, len(runs), 0, 0, 256, 0)
    return b"BM" + struct.pack("<LHHL", start + len(runs), 0, 0, start) + header + bytes(1024) + runs


_BOMBS = (
    _png_of_one_bit,
    _png_with_transparency,
    _png_far_too_large,
    _png_stuffed_with_text,
    _png_stuffed_with_a_profile,
    _png_of_many_chunks,
    _gif,
    _jpeg,
    _jpeg_progressive,
    _jpeg_of_many_scans,
    _webp,
    _webp_with_transparency,
    _tiff_deflated,
    _tiff_of_fax,
    _tiff_of_one_strip_for_all,
    _heif,
    _avif,
    _bmp_of_one_bit,
    _png_of_empty_chunks,
    _jpeg_of_empty_segments,
    _webp_with_an_orientation_of_many_numbers,
    _tiff_of_many_fractions,
    _bmp_of_empty_runs,
)


def _png(width: int, height: int, depth: int, colour: int, rows: bytes, *extra: tuple[bytes, bytes]) -> bytes:
    header = struct.pack(">LLBBBBB", width, height, depth, colour, 0, 0, 0)
    chunks = ((b"IHDR", header), *extra, (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data)) for kind, data in chunks
    )


def _saved(image: Image.Image, format_: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, format_, **options)
    return out.getvalue()
