"""Files of messages: how bytes become the ``photo``, ``document`` or ``sticker`` of a message."""

from __future__ import annotations

import asyncio
import mimetypes
from dataclasses import dataclass
from pathlib import Path, PurePath

from bot.playground import pictures
from bot.playground.records import Json, StoredFile
from bot.playground.store import Store

# What the page cannot measure, since nothing here decodes moving pictures.
_UNKNOWN_VIDEO = {"width": 640, "height": 360, "duration": 1}
_STICKER_SIDE = 512


@dataclass(frozen=True)
class Upload:
    """A file as it came over HTTP."""

    name: str
    mime_type: str
    data: bytes

    @property
    def suffix(self) -> str:
        """The file name's ending with its dot, in lower case."""
        return PurePath(self.name).suffix.lower()


def mime_type_of(name: str, stated: str | None) -> str:
    """Return the type that the name implies, else the stated one, else the type of unknown bytes."""
    implied = mimetypes.guess_type(name, strict=False)[0]
    return implied or stated or "application/octet-stream"


async def photo(store: Store, data: bytes, *, shrunk_by_client: bool = False) -> Json:
    """Return the content of a photo message.

    Args:
        store: where the sizes are kept.
        data: the picture.
        shrunk_by_client: a person's client makes large pictures small before it sends them; a bot does not.

    Raises:
        pictures.DimensionsError: see :func:`pictures.photo`.
        pictures.PictureError: the bytes are no picture.
    """

    max_sides_sum = None if shrunk_by_client else pictures.MAX_SIDES_SUM

    def prepare() -> tuple[pictures.Picture, str]:
        largest = pictures.photo(data, max_sides_sum)
        return largest, store.write_blob(largest.data)

    largest, sha256 = await asyncio.to_thread(prepare)
    with store.transaction():
        sizes = [
            (size, store.add_file("photo", sha256, None, "image/jpeg", ".jpg", size))
            for size in pictures.smaller_sizes(largest.width, largest.height)
        ]
        whole = store.add_file("photo", sha256, len(largest.data), "image/jpeg", ".jpg")
        sizes.append(((largest.width, largest.height), whole))
        content = {"photo": [_described(file, width=width, height=height) for (width, height), file in sizes]}
        for _, file in sizes:
            store.set_file_content(file.file_id, content)
    return content


async def path_of(store: Store, file: StoredFile) -> Path:
    """Return where a file's bytes lie; a smaller size of a photo is made now, unless it was before."""
    path, resized = store.blob_path(file.sha256, file.resized), file.resized

    def make(size: tuple[int, int]) -> None:
        data = pictures.resized(store.blob_path(file.sha256).read_bytes(), *size)
        store.write_resized(data, file.sha256, size)

    if resized is not None and not path.exists():
        await asyncio.to_thread(make, resized)
    return path


async def document(store: Store, upload: Upload) -> Json:
    """Return the content of a file message; a GIF becomes an animation, as Telegram has it."""
    if upload.mime_type == "image/gif":
        return await animation(store, upload)
    stored, preview = await _keep(store, "document", upload)
    with store.transaction():
        content = {"document": _file(stored, upload, _thumbnail(store, preview))}
        store.set_file_content(stored.file_id, content)
    return content


async def animation(
    store: Store, upload: Upload, stated: dict[str, int] | None = None, cover: Upload | None = None
) -> Json:
    """Return the content of an animation message; Telegram repeats the animation as a document.

    ``stated`` are width, height (pixels) and duration (seconds) as far as the sender states them.
    """
    stored, described = await _moving(store, "animation", upload, cover)
    size = _measured(upload.data) or {}
    content = {"animation": {**_UNKNOWN_VIDEO, **size, **(stated or {}), **described}, "document": described}
    store.set_file_content(stored.file_id, content)
    return content


async def video(
    store: Store, upload: Upload, stated: dict[str, int] | None = None, cover: Upload | None = None
) -> Json:
    """Return the content of a video message; for ``stated`` see :func:`animation`."""
    stored, described = await _moving(store, "video", upload, cover)
    content = {"video": {**_UNKNOWN_VIDEO, **(stated or {}), **described}}
    store.set_file_content(stored.file_id, content)
    return content


async def sticker(store: Store, upload: Upload) -> Json:
    """Return the content of a sticker message; ``.tgs`` is animated and ``.webm`` a video sticker."""
    stored, preview = await _keep(store, "sticker", upload)
    with store.transaction():
        size = _measured(upload.data) or {"width": _STICKER_SIDE, "height": _STICKER_SIDE}
        content = {
            "sticker": {
                **_described(stored, **size),
                "type": "regular",
                "is_animated": upload.suffix == ".tgs",
                "is_video": upload.suffix == ".webm",
                **_thumbnail(store, preview),
            }
        }
        store.set_file_content(stored.file_id, content)
    return content


async def _moving(store: Store, kind: str, upload: Upload, cover: Upload | None) -> tuple[StoredFile, Json]:
    stored, preview = await _keep(store, kind, upload, cover)
    with store.transaction():
        return stored, _file(stored, upload, _thumbnail(store, preview))


async def _keep(
    store: Store, kind: str, upload: Upload, cover: Upload | None = None
) -> tuple[StoredFile, tuple[pictures.Picture, str] | None]:
    def write() -> tuple[str, tuple[pictures.Picture, str] | None]:
        preview = pictures.thumbnail((cover or upload).data)
        kept = None if preview is None else (preview, store.write_blob(preview.data))
        return store.write_blob(upload.data), kept

    sha256, preview = await asyncio.to_thread(write)
    return store.add_file(kind, sha256, len(upload.data), upload.mime_type, upload.suffix), preview


def _thumbnail(store: Store, preview: tuple[pictures.Picture, str] | None) -> Json:
    if preview is None:
        return {}
    picture, sha256 = preview
    stored = store.add_file("thumbnail", sha256, len(picture.data), "image/jpeg", ".jpg")
    return {"thumbnail": _described(stored, width=picture.width, height=picture.height)}


def _file(stored: StoredFile, upload: Upload, thumbnail: Json) -> Json:
    described = {"file_name": upload.name, "mime_type": upload.mime_type, **thumbnail}
    return described | _described(stored)


def _described(stored: StoredFile, **size: int) -> Json:
    return {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        **({} if stored.size is None else {"file_size": stored.size}),
        **size,
    }


def _measured(data: bytes) -> dict[str, int] | None:
    try:
        width, height = pictures.size_of(data)
    except pictures.PictureError:
        return None
    return {"width": width, "height": height}
