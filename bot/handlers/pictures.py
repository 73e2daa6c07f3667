"""What kind of thing a message holds, as far as Telegram tells without a download."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from telegram import Document, Message, Sticker

from bot.storage.models.jobs import PictureKind

_KINDS_OF_DOCUMENT = {
    "application/pdf": "pdf",
    "application/zip": "zip",
    "image/svg+xml": "svg",
}
_KINDS_BY_FAMILY = {"video": "video", "audio": "audio", "text": "text"}
_UNTOLD = "application/octet-stream"
# What phones and cameras write and Telegram does not always know.
_PICTURE_ENDINGS = frozenset(
    (".avif", ".bmp", ".gif", ".heic", ".heif", ".jfif", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp")
)


@dataclass(frozen=True)
class SentPicture:
    """Something that may be a picture; `size` in bytes, if Telegram states it.

    `album` are the file ids of all pictures, where it stands for a whole album.
    """

    file_id: str
    size: int | None
    kind: PictureKind = PictureKind.PHOTO
    album: tuple[str, ...] = ()


@dataclass(frozen=True)
class NoPicture:
    """Something that surely is no picture; `kind` as `views.texts.not_a_picture` knows it."""

    kind: str


def picture_in(message: Message) -> SentPicture | NoPicture | None:
    """Return what a message holds; None for a text."""
    # In a forum every message without a reply of its own answers the one that opened the topic.
    if message.text is not None or message.forum_topic_created is not None:
        return None
    if message.photo:
        largest = message.photo[-1]
        return SentPicture(largest.file_id, largest.file_size)
    if message.sticker is not None:
        return _in_sticker(message.sticker)
    # Before `document`, which Telegram fills in too.
    if message.animation is not None and message.animation.mime_type != "image/gif":
        return NoPicture("video")
    if message.document is not None:
        return _in_document(message.document)
    if message.video is not None or message.video_note is not None:
        return NoPicture("video")
    if message.voice is not None or message.audio is not None:
        return NoPicture("audio")
    return NoPicture("unknown")


def _in_sticker(sticker: Sticker) -> SentPicture | NoPicture:
    if sticker.is_animated or sticker.is_video:
        return NoPicture("animated sticker")
    return SentPicture(sticker.file_id, sticker.file_size, PictureKind.STICKER)


def _in_document(document: Document) -> SentPicture | NoPicture:
    mime_type = (document.mime_type or _UNTOLD).lower()
    family = mime_type.partition("/")[0]
    ending = PurePath(document.file_name or "").suffix.lower()
    if mime_type in _KINDS_OF_DOCUMENT:
        return NoPicture(_KINDS_OF_DOCUMENT[mime_type])
    # What is not told by its type or ending is downloaded: its first bytes will tell.
    if family == "image" or mime_type == _UNTOLD or ending in _PICTURE_ENDINGS:
        return SentPicture(document.file_id, document.file_size, PictureKind.FILE)
    return NoPicture(_KINDS_BY_FAMILY.get(family, "unknown"))
