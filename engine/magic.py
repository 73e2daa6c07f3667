"""What a file is, told by its first bytes: a picture's format, or the kind of thing that it is instead."""

import codecs
import re
import zlib
from typing import Literal

from engine.errors import Kind, NotAPicture

Format = Literal["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "HEIF", "AVIF"]

_PICTURES: tuple[tuple[bytes, Format], ...] = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"II+\0", "TIFF"),
    (b"MM\0+", "TIFF"),
)
_OTHERS: tuple[tuple[bytes, Kind], ...] = (
    (b"%PDF-", "pdf"),
    (b"\x1a\x45\xdf\xa3", "webm"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"Rar!\x1a\x07", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ\0", "archive"),
    (b"OggS", "audio"),
    (b"ID3", "audio"),
    (b"fLaC", "audio"),
    (b"\xff\xf1", "audio"),
    (b"\xff\xf3", "audio"),
    (b"\xff\xfb", "audio"),
    (b"\0\0\x01\xba", "video"),
    (b"\0\0\x01\xb3", "video"),
    (b"FLV\x01", "video"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "video"),
    (b"8BPS", "unsupported picture"),
    (b"\xff\x0a", "unsupported picture"),
    (b"\0\0\0\x0cJXL ", "unsupported picture"),
    (b"\0\0\0\x0cjP  ", "unsupported picture"),
    (b"\xff\x4f\xff\x51", "unsupported picture"),
    (b"\0\0\x01\0", "unsupported picture"),
    (b"gimp xcf", "unsupported picture"),
    (b"FUJIFILMCCD-RAW", "unsupported picture"),
    (b"qoif", "unsupported picture"),
)
_RIFF: dict[bytes, Kind] = {b"AVI ": "video", b"WAVE": "audio"}
_BMP_HEADER_SIZES = (12, 16, 40, 52, 56, 64, 108, 124)

_AVIF_BRANDS = frozenset({b"avif", b"avis"})
_HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"})
_ISO_IMAGE_BRANDS = frozenset({b"mif1", b"mif2", b"msf1", b"miaf"})
_ISO_KINDS: dict[bytes, Kind] = {
    b"M4A ": "audio",
    b"M4B ": "audio",
    b"M4P ": "audio",
    b"crx ": "unsupported picture",
}
_QUICKTIME_BOXES = (b"moov", b"mdat", b"wide", b"free", b"skip")

# No format, and nothing else that has a name here, is told by more of a file than this.
LOOKED_AT = 4096
_CONTROL_CHARACTER = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def picture_format(data: bytes) -> Format:
    """Name the format of a picture from its first bytes, without reading the rest.

    Raises:
        NotAPicture: the bytes are something else; the error says what.
    """
    for signature, format_ in _PICTURES:
        if data.startswith(signature):
            return format_
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "WEBP"
    # "BM" also starts words, so the size of the header behind it has to be one that exists.
    if data.startswith(b"BM") and int.from_bytes(data[14:18], "little") in _BMP_HEADER_SIZES:
        return "BMP"
    if data[4:8] == b"ftyp":
        return _iso_picture_format(data)
    raise NotAPicture(_kind(data))


def _iso_picture_format(data: bytes) -> Format:
    """Tell AVIF from HEIF, and both from the videos that share their container (ISO/IEC 14496-12, 4.3)."""
    major = data[8:12]
    end = min(int.from_bytes(data[:4], "big"), LOOKED_AT)
    brands = {major} if major in _AVIF_BRANDS | _HEIF_BRANDS else {data[i : i + 4] for i in range(16, end, 4)}
    if major in _AVIF_BRANDS | _HEIF_BRANDS | _ISO_IMAGE_BRANDS:
        return "AVIF" if brands & _AVIF_BRANDS else "HEIF"
    raise NotAPicture(_ISO_KINDS.get(major, "video"))


def _kind(data: bytes) -> Kind:
    if data.startswith(b"\x1f\x8b") and _is_lottie(data):
        return "animated sticker"
    for signature, kind in _OTHERS:
        if data.startswith(signature):
            return "video" if kind == "webm" and b"webm" not in data[:64] else kind
    if data.startswith(b"RIFF"):
        return _RIFF.get(data[8:12], "unknown")
    if data[4:8] in _QUICKTIME_BOXES:
        return "video"
    return _kind_of_text(data)


def _is_lottie(data: bytes) -> bool:
    """Whether gzipped bytes unpack to a JSON object, which is what Telegram's animated stickers are."""
    try:
        return zlib.decompressobj(wbits=31).decompress(data[:LOOKED_AT], 64).lstrip().startswith(b"{")
    except zlib.error:
        return False


def _kind_of_text(data: bytes) -> Kind:
    try:
        # Not final, so that a character cut in half at the end of what is looked at is no error.
        text = codecs.getincrementaldecoder("utf-8-sig")().decode(data[:LOOKED_AT])
    except UnicodeDecodeError:
        return "unknown"
    if not text or _CONTROL_CHARACTER.search(text):
        return "unknown"
    return "svg" if "<svg" in text else "text"
